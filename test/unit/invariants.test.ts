import fc from 'fast-check';
import { checkBot, humanReplied, pauseBot, resumeBot } from '../../handover/actions/pauseBot';
import { detectHandover } from '../../handover/actions/detectHandover';
import { sendFinalMessage } from '../../handover/actions/sendFinalMessage';
import { builtInDetector } from '../../handover/detection/builtInDetector';
import { readRules } from '../../handover/detection/scenarios';
import { aFinalMessage, HOUR, MINUTE } from '../support/builders';
import { aSubject, aWorld, type World } from '../support/world';

let world: World;
beforeAll(async () => {
	world = await aWorld();
});
afterAll(() => world.close());

/** What may happen in a conversation, in any order. */
const anEvent = fc.oneof(
	fc.constantFrom('asks for a person', 'asks a question', 'flow sends the final message', 'bot is resumed').map((kind) => ({ kind, minutes: 0 })),
	fc.record({ kind: fc.constantFrom('time passes', 'bot is paused', 'a person replies'), minutes: fc.integer({ min: 1, max: 900 }) }),
);

/**
 * What an operator believes: a plain variable for "quiet until", and what has
 * been said in which handover.
 */
interface Belief {
	now: number;
	quietUntil: number;
	told: Map<string, number>;
}

let conversations = 0;

describe('whatever the order of messages, human replies, pauses and time', () => {
	it('the bot is quiet exactly while a pause holds, and nothing is said twice', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(anEvent, { maxLength: 25 }), async (events) => {
				const id = `any-order-${++conversations}`;
				const belief: Belief = { now: 0, quietUntil: 0, told: new Map() };
				for (const event of events) await play(id, event, belief);
			}),
			{ numRuns: 150 },
		);
	});
});

async function play(id: string, { kind, minutes }: { kind: string; minutes: number }, belief: Belief): Promise<void> {
	const subject = aSubject(id);
	const length = { days: 0, hours: 0, minutes };
	const ctx = world.ctx(belief.now);
	const quiet = belief.now < belief.quietUntil;
	const start = world.ctx(0).now;

	if (kind === 'time passes') belief.now += minutes * MINUTE;
	if (kind === 'asks for a person' || kind === 'asks a question') {
		const message = kind === 'asks for a person' ? 'I want to talk to a human' : 'What are your opening hours?';
		const { branch } = await detectHandover(ctx, {
			...subject,
			channel: 'chat',
			message,
			rules: readRules([{ scenario: 'human_requested' }]),
			detector: builtInDetector,
		});
		const expected = kind === 'asks for a person' ? 'handover' : 'continue';
		// While quiet, a half-done handover may be completed, but the bot never speaks.
		if (quiet) expect(branch).not.toBe('continue');
		else expect(branch).toBe(expected);
		if (!quiet && branch === 'handover') belief.quietUntil = belief.now + 8 * HOUR;
	}
	if (kind === 'bot is paused') {
		await pauseBot(ctx, subject, length);
		belief.quietUntil = belief.now + minutes * MINUTE;
	}
	if (kind === 'a person replies') {
		await humanReplied(ctx, subject, { length });
		belief.quietUntil = Math.max(quiet ? belief.quietUntil : 0, belief.now + minutes * MINUTE);
	}
	if (kind === 'bot is resumed') {
		await resumeBot(ctx, subject);
		belief.quietUntil = Math.min(belief.quietUntil, belief.now);
	}
	const { open } = await world.store.situation(subject.ref);
	if (kind === 'flow sends the final message' && open && quiet) {
		const { receipt, text } = await sendFinalMessage(ctx, { ...subject, incoming: { id: open.id } }, aFinalMessage('Somebody will write to you'));
		if (text !== undefined) belief.told.set(receipt.id, (belief.told.get(receipt.id) ?? 0) + 1);
		expect([...belief.told.values()].every((times) => times === 1)).toBe(true);
		expect(receipt.inQueue || receipt.assignee !== undefined).toBe(true);
	}

	const after = await checkBot(world.ctx(belief.now), subject);
	expect(after.bot.mayReply).toBe(belief.now >= belief.quietUntil);
	if (!after.bot.mayReply) expect(after.bot.until).toBe(start + belief.quietUntil);
	// Once the bot may speak, no episode is left open behind it.
	if (after.bot.mayReply) expect((await world.store.situation(subject.ref)).open).toBeUndefined();
}
