import fc from 'fast-check';
import { deliverEvents, type Underway } from '../../handover/actions/deliverEvents';
import { detectHandover } from '../../handover/actions/detectHandover';
import { currentEpisode } from '../../handover/actions/episode';
import { checkBot, humanReplied, pauseBot, resumeBot } from '../../handover/actions/pauseBot';
import { addTags } from '../../handover/actions/tagContact';
import { builtInDetector } from '../../handover/detection/builtInDetector';
import { readRules } from '../../handover/detection/scenarios';
import { DEFAULT_EVENTS, readEventSettings } from '../../handover/eventSettings';
import { HAPPENINGS, TIMERS } from '../../handover/events';
import { LEASE_MS } from '../../handover/steps';
import { HOUR, MINUTE, NOW, aHandover } from '../support/builders';
import { aSubject, aWorld, conversation, type World } from '../support/world';

/*
 * The machine's clock is set back, or forward. Times are milliseconds after
 * the start, so an hour that passes twice is `-HOUR`.
 */

let world: World;
beforeEach(async () => {
	world = await aWorld();
});
afterEach(() => world.close());

const RULES = readRules([{ scenario: 'human_requested' }]);
const EIGHT_HOURS = { days: 0, hours: 8, minutes: 0 };

let ids = 0;
const says = (text: string, at: number, messageId = `message-${++ids}`) =>
	detectHandover(world.ctx(at), { ref: conversation(), contact: { id: 'k' }, channel: 'chat', message: text, messageId, rules: RULES, detector: builtInDetector });
const mayReply = async (at: number) => (await checkBot(world.ctx(at), { ref: conversation() })).bot.mayReply;

/** The customer has asked for a person, and the flow has paused the bot. */
const handedOver = async (at = 0) => {
	const result = await says('Can I talk to a human?', at);
	if (result.branch !== 'handover') throw new Error(`Expected a handover, but got ${result.branch}`);
	await pauseBot(world.ctx(at), aSubject('c-1', { id: result.receipt.id }), EIGHT_HOURS);
	return result.receipt.id;
};

/** A flow that listens to everything. */
const listener = () => {
	const told: string[] = [];
	const underway: Underway = new Map();
	const settings = readEventSettings({ ...DEFAULT_EVENTS, types: [...HAPPENINGS, ...TIMERS] });
	const tick = async (at: number) => {
		const ctx = { store: world.store, clock: { now: () => NOW + at, sleep: () => new Promise((resolve) => setImmediate(resolve)) }, ended: () => false, newId: () => `claim-${++ids}`, zone: 'UTC' };
		await deliverEvents(ctx, { id: 'flow', settings }, async (item) => void told.push(item.event.id), underway);
		await new Promise((resolve) => setImmediate(resolve));
	};
	return { told, tick };
};

describe('set back by an hour', () => {
	it('nobody talks over a person, and what they decide counts at once', async () => {
		await handedOver();
		await humanReplied(world.ctx(MINUTE), { ref: conversation() });
		expect(await mayReply(-HOUR)).toBe(false);
		expect((await says('Are you there?', -HOUR)).branch).toBe('with_human');
		await resumeBot(world.ctx(-HOUR + MINUTE), aSubject());
		expect(await mayReply(-HOUR + MINUTE)).toBe(true);
	});

	it('a conversation that a person had given back stays with the bot', async () => {
		await handedOver();
		await resumeBot(world.ctx(10 * MINUTE), aSubject());
		expect(await mayReply(-HOUR)).toBe(true);
		expect((await says('What are your opening hours?', -HOUR + MINUTE)).branch).toBe('continue');
		// And can be handed over again.
		expect((await says('I want to talk to a human', -HOUR + 20 * MINUTE)).branch).toBe('handover');
		expect(await mayReply(-HOUR + 20 * MINUTE)).toBe(false);
	});

	it('so does one whose pause was over', async () => {
		await handedOver();
		expect(await mayReply(9 * HOUR)).toBe(true);
		expect(await mayReply(7 * HOUR)).toBe(true);
	});

	it('a person who writes then keeps the bot quiet', async () => {
		await handedOver();
		await resumeBot(world.ctx(10 * MINUTE), aSubject());
		await humanReplied(world.ctx(-HOUR), { ref: conversation() });
		expect(await mayReply(-HOUR + MINUTE)).toBe(false);
		expect(await mayReply(-HOUR + 8 * HOUR + MINUTE)).toBe(true);
	});

	it('a pause of the flow alone holds', async () => {
		await pauseBot(world.ctx(), aSubject(), EIGHT_HOURS);
		expect(await mayReply(-HOUR)).toBe(false);
		expect(await mayReply(9 * HOUR)).toBe(true);
	});

	it('whoever began to listen before is told what happens after', async () => {
		const { told, tick } = listener();
		await tick(0);
		await world.store.openHandover(aHandover({ openedAt: NOW - HOUR + 1000 }), { setAt: NOW - HOUR, until: NOW + HOUR, reason: 'test', handoverId: 'h-1' });
		await tick(-HOUR + 5000);
		expect(told).toEqual(['h-1/opened']);
	});

	it('a step that a crash left behind is taken over, when the hour is over at the latest', async () => {
		const id = await handedOver();
		await world.store.claimStep({ handoverId: id, step: 'tag' }, { id: 'crashed', at: NOW, until: NOW + LEASE_MS });
		const tag = async (at: number) => (await addTags(world.ctx(at), aSubject('c-1', { id }), ['human_handover'], false)).receipt?.steps.tag?.status;
		expect(await tag(-HOUR)).toBe('skipped');
		expect(await tag(LEASE_MS)).toBe('done');
	});
});

it('whichever way and however often the clock is set, every event is told once, and the bot never speaks while the handover is open and its pause holds', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.integer({ min: -3 * 60, max: 10 * 60 }), { minLength: 3, maxLength: 12 }), async (minutes) => {
			await world.close();
			world = await aWorld();
			const { told, tick } = listener();
			await tick(0);
			await handedOver(1);
			for (const minute of minutes) {
				const at = minute * MINUTE;
				await tick(at);
				const { bot, open } = await currentEpisode(world.ctx(at), conversation());
				expect(bot.mayReply).toBe(open === undefined);
			}
			expect(told).toEqual([...new Set(told)]);
		}),
		{ numRuns: 15 },
	);
});
