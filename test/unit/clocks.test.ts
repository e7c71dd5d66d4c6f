import fc from 'fast-check';
import type { ActionContext } from '../../handover/actions/context';
import { createTask } from '../../handover/actions/createTask';
import { detectHandover } from '../../handover/actions/detectHandover';
import { receiptOf } from '../../handover/actions/episode';
import { checkBot, humanReplied, pauseBot, resumeBot } from '../../handover/actions/pauseBot';
import { sendReply } from '../../handover/actions/sendFinalMessage';
import { builtInDesk } from '../../handover/desks/builtIn/builtInDesk';
import { builtInDetector } from '../../handover/detection/builtInDetector';
import { readRules } from '../../handover/detection/scenarios';
import type { InboundEvent } from '../../handover/inbound/event';
import { receive } from '../../handover/inbound/receive';
import { renewedByHuman, type PauseUntil } from '../../handover/pause';
import { toIso } from '../../handover/receipt';
import type { KyselyStore } from '../../handover/store/kyselyStore';
import { HOUR, MINUTE, NOW } from '../support/builders';
import { aSubject, aWorld, type World } from '../support/world';

/*
 * The clocks of a conversation against an independent model: whatever happens
 * in whatever order, in whichever of two processes, and whenever one of them
 * is started again.
 */

let world: World;
const processes: KyselyStore[] = [];
beforeAll(async () => {
	world = await aWorld();
	for (let n = 0; n < 2; n++) processes.push(await world.another());
});
afterAll(async () => {
	for (const store of processes) await store.close();
	await world.close();
});

const RULES = readRules([{ scenario: 'human_requested' }]);
/** How long a person's message at the desk keeps the bot quiet where the pause says nothing. */
const TAKEOVER = { days: 0, hours: 2, minutes: 0 };

/** A pause as an operator thinks of it. Times are milliseconds since 1970. */
type Quiet = { until: number; idle?: number } | { until: 'a person acts'; idle?: number } | { until: 'a person closes it' };

/** What an operator believes. */
interface Belief {
	now: number;
	quiet: Quiet;
	/** The message that began the last handover. */
	trigger?: string;
	/** When the last handover ended, when a person ended it. */
	endedAt?: number;
	/** The handovers there have been. */
	ids: string[];
}

function isQuiet({ quiet, now }: Belief): boolean {
	return typeof quiet.until === 'string' || now < quiet.until;
}

/** A person acted; without a length of its own the act counts as the pause says, else `otherwise`. */
function personActs(belief: Belief, otherwise: number, length?: number): void {
	const { quiet, now } = belief;
	const holding = isQuiet(belief) ? quiet : { until: 0 };
	if (holding.until === 'a person closes it') return;
	const until = now + (length ?? holding.idle ?? otherwise);
	belief.quiet = { until: holding.until === 'a person acts' ? until : Math.max(holding.until, until), idle: holding.idle };
}

interface Scene {
	ctx: ActionContext;
	belief: Belief;
	id: string;
	minutes: number;
	/** For something that has to be different each time. */
	number: number;
}

const subjectOf = ({ id }: Scene) => aSubject(id);
const asLength = (minutes: number) => ({ days: 0, hours: 0, minutes });

async function asks({ ctx, id }: Scene, message: string, messageId: string) {
	return detectHandover(ctx, { ...aSubject(id), message, messageId, rules: RULES, detector: builtInDetector });
}

function fromDesk({ ctx, id, number }: Scene, event: Partial<InboundEvent>) {
	const base = { conversationId: id, contact: { id: `contact of ${id}` }, at: ctx.now, messageId: `desk-${number}`, text: 'Hello', attachments: [] };
	return receive(ctx, { ...base, ...event } as InboundEvent, TAKEOVER);
}

async function pauses(scene: Scene, until: PauseUntil, idleHours: number | undefined, quiet: Quiet): Promise<void> {
	await pauseBot(scene.ctx, subjectOf(scene), until, { idleHours });
	scene.belief.quiet = quiet;
}

/** What a customer may do: none of it may change a pause. */
const CUSTOMER: Record<string, (scene: Scene) => Promise<void>> = {
	'asks a question': async (scene) => {
		const { branch } = await asks(scene, 'What are your opening hours?', `q-${scene.number}`);
		if (isQuiet(scene.belief)) expect(branch).not.toBe('continue');
		else expect(branch).toBe('continue');
	},
	'writes while the flow only checks': async (scene) => {
		await checkBot(scene.ctx, subjectOf(scene), 'Hello?', `c-${scene.number}`);
	},
	'writes at the desk': async (scene) => {
		await fromDesk(scene, { kind: 'customer_message' });
	},
	'has the old request delivered again': async (scene) => {
		const { belief } = scene;
		if (belief.trigger === undefined) return;
		const { branch } = await asks(scene, 'I want to talk to a human', belief.trigger);
		expect(branch).not.toBe('continue');
		if (!isQuiet(belief)) expect(branch).toBe('with_human');
	},
};

const OTHERS: Record<string, (scene: Scene) => Promise<void>> = {
	'the customer asks for a person': async (scene) => {
		const { belief, number } = scene;
		const wasQuiet = isQuiet(belief);
		const { branch } = await asks(scene, 'I want to talk to a human', `t-${number}`);
		if (wasQuiet) return expect(branch).not.toBe('continue');
		expect(branch).toBe('handover');
		Object.assign(belief, { quiet: { until: belief.now + 8 * HOUR }, trigger: `t-${number}`, endedAt: undefined });
	},
	'a person replies': async (scene) => {
		await humanReplied(scene.ctx, subjectOf(scene), { text: 'Hi', messageId: `h-${scene.number}` });
		personActs(scene.belief, 8 * HOUR);
	},
	'a person replies, with a length': async (scene) => {
		await humanReplied(scene.ctx, subjectOf(scene), { length: asLength(scene.minutes) });
		personActs(scene.belief, 8 * HOUR, scene.minutes * MINUTE);
	},
	'a person replies at the desk': async (scene) => {
		await fromDesk(scene, { kind: 'human_message' });
		personActs(scene.belief, 2 * HOUR);
	},
	'a person\'s message from before comes late': async (scene) => {
		const { ctx, belief, id } = scene;
		const { open } = await ctx.store.situation(aSubject(id).ref);
		await fromDesk(scene, { kind: 'human_message', at: (open?.openedAt ?? belief.endedAt ?? belief.now) - 1 });
		const isOld = open !== undefined || (belief.endedAt !== undefined && !isQuiet(belief));
		if (!isOld) personActs(belief, 2 * HOUR);
	},
	'a person takes it': async ({ ctx, belief, id }) => {
		const { open } = await ctx.store.situation(aSubject(id).ref);
		if (!open) return;
		await ctx.store.humanActed(open.conversation, { at: ctx.now, replied: false }, (pause) => renewedByHuman(pause, 3 * HOUR, ctx.now));
		personActs(belief, 0, 3 * HOUR);
	},
	'the bot is paused for a time': (scene) => pauses(scene, asLength(scene.minutes), undefined, { until: scene.belief.now + scene.minutes * MINUTE }),
	'the bot is paused until a date': (scene) => {
		const until = scene.belief.now + scene.minutes * MINUTE;
		return pauses(scene, { at: toIso(until) }, 1, { until, idle: HOUR });
	},
	'the bot is paused until a person acts': (scene) => pauses(scene, { person: 'claimed', alertEveryHours: 4 }, 3, { until: 'a person acts', idle: 3 * HOUR }),
	'the bot is paused until a person closes it': (scene) => pauses(scene, { person: 'closed', alertEveryHours: 4 }, undefined, { until: 'a person closes it' }),
	'the bot is resumed': async (scene) => {
		const { open } = await scene.ctx.store.situation(aSubject(scene.id).ref);
		await resumeBot(scene.ctx, subjectOf(scene));
		Object.assign(scene.belief, { quiet: { until: scene.belief.now }, ...(open && { endedAt: scene.belief.now }) });
	},
	'an earlier handover is resumed late': async ({ ctx, id, belief }) => {
		const [first] = belief.ids;
		const { open } = await ctx.store.situation(aSubject(id).ref);
		if (first !== undefined && first !== open?.id) await resumeBot(ctx, aSubject(id, { id: first }));
	},
	'a person closes it': async ({ ctx, id, belief }) => {
		const { open } = await ctx.store.situation(aSubject(id).ref);
		if (!open) return;
		await ctx.store.resume(open.conversation, 'booked', ctx.now, { only: open.id });
		Object.assign(belief, { quiet: { until: belief.now }, endedAt: belief.now });
	},
	'the flow creates a task without detection': async (scene) => {
		const { belief } = scene;
		const wasQuiet = isQuiet(belief);
		const { open } = await scene.ctx.store.situation(aSubject(scene.id).ref);
		await createTask(scene.ctx, { ...subjectOf(scene), due: { hours: 1 } });
		if (open) return;
		Object.assign(belief, { trigger: undefined, endedAt: undefined, ...(!wasQuiet && { quiet: { until: belief.now + 8 * HOUR } }) });
	},
	'the bot answers': async (scene) => {
		expect((await sendReply(scene.ctx, subjectOf(scene), 'We open at nine.', false)).sent).toBe(!isQuiet(scene.belief));
	},
	'time passes': async ({ belief, minutes }) => {
		belief.now += minutes * MINUTE;
	},
};

const anEvent = fc.record({
	kind: fc.constantFrom(...Object.keys(CUSTOMER), ...Object.keys(OTHERS), 'time passes', 'time passes', 'a process starts again'),
	minutes: fc.integer({ min: 1, max: 900 }),
	process: fc.constantFrom(0, 1),
});

let conversations = 0;

describe('whatever the order of messages, replies, pauses, dates, closings, time and restarts, in two processes', () => {
	it('the bot never speaks while a pause holds, no customer\'s message changes a pause, and each open handover has an owner or a place in the queue', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(anEvent, { maxLength: 30 }), async (events) => {
				const id = `any-order-${++conversations}`;
				const belief: Belief = { now: NOW, quiet: { until: 0 }, ids: [] };
				for (const [number, event] of events.entries()) await play(event, { id, belief, number });
			}),
			{ numRuns: 150 },
		);
	});
});

async function play(
	{ kind, minutes, process }: { kind: string; minutes: number; process: number },
	{ id, belief, number }: Pick<Scene, 'id' | 'belief' | 'number'>,
): Promise<void> {
	if (kind === 'a process starts again') {
		await processes[process]?.close();
		processes[process] = await world.another();
		return;
	}
	const scene = (of: number): Scene => {
		const store = processes[of] as KyselyStore;
		return { ctx: { ...world.ctx(belief.now - NOW), store, desk: builtInDesk(store.deskRecords) }, belief, id, minutes, number };
	};
	const { ref } = aSubject(id);
	const { store } = scene(process).ctx;
	const before = (await store.situation(ref)).pause;
	await (CUSTOMER[kind] ?? OTHERS[kind])?.(scene(process));
	if (CUSTOMER[kind]) expect((await store.situation(ref)).pause).toEqual(before);

	// The other process sees the same.
	const { ctx } = scene(1 - process);
	const { bot } = await checkBot(ctx, aSubject(id));
	expect(bot.mayReply).toBe(!isQuiet(belief));
	expect(bot.until).toBe(isQuiet(belief) && typeof belief.quiet.until === 'number' ? belief.quiet.until : undefined);

	const { open } = await ctx.store.situation(ref);
	if (bot.mayReply) expect(open).toBeUndefined();
	if (!open) return;
	if (!belief.ids.includes(open.id)) belief.ids.push(open.id);
	const { assignee, inQueue, deadline } = await receiptOf(ctx, open.id, open);
	expect(inQueue).toBe(assignee === undefined);
	expect(Date.parse(deadline)).toBeGreaterThan(open.openedAt);
}
