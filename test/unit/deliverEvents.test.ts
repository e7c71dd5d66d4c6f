import fc from 'fast-check';
import { CATCH_UP_MS, CLAIM_MS, GRACE_MS, MOST_PER_TICK, PATIENCE_MS, deliverEvents, exampleItem, type Subscriber, type Underway } from '../../handover/actions/deliverEvents';
import type { EventItem } from '../../handover/eventItem';
import { DEFAULT_EVENTS, readEventSettings } from '../../handover/eventSettings';
import { HAPPENINGS, TIMERS, dueEvents, queueEvents, type EventSettings } from '../../handover/events';
import { FOREVER } from '../../handover/pause';
import type { Handover } from '../../handover/receipt';
import type { KyselyStore } from '../../handover/store/kyselyStore';
import { DAY, HOUR, MINUTE, NOW, aHandover, aMember } from '../support/builders';
import { aWorld, conversation, type World } from '../support/world';

let world: World;
let store: KyselyStore;

beforeEach(async () => {
	world = await aWorld();
	store = world.store;
});

afterEach(() => world.close());

const TICK = 5_000;
const ALL = readEventSettings({ ...DEFAULT_EVENTS, types: [...HAPPENINGS, ...TIMERS] });
const ANA = { id: 'ana', name: 'Ana' };
const PAUSE = { setAt: NOW, until: NOW + 8 * HOUR, reason: 'test' };
/** As long as promises that are settled take to be noticed. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

let claims = 0;

/** A flow with the trigger in it, in one process. */
class Flow {
	readonly told: EventItem[] = [];
	/** What n8n does with an item; takes it at once. */
	take: (item: EventItem) => Promise<unknown> = async () => undefined;
	/** Patience passes in no time. */
	sleep: (milliseconds: number) => Promise<unknown> = settled;
	/** Whether it was unpublished. */
	ended = false;
	private underway: Underway = new Map();

	constructor(
		private readonly subscriber: Subscriber,
		readonly process: KyselyStore = store,
	) {}

	/** @param at milliseconds after the start */
	async tick(at: number): Promise<string[]> {
		const before = this.told.length;
		const ctx = { store: this.process, clock: { now: () => NOW + at, sleep: this.sleep }, ended: () => this.ended, newId: () => `claim-${++claims}`, zone: 'UTC' };
		const tell = (item: EventItem) => {
			this.told.push(item);
			return this.take(item);
		};
		try {
			await deliverEvents(ctx, this.subscriber, tell, this.underway);
		} finally {
			await settled();
		}
		return this.told.slice(before).map(({ event }) => event.id);
	}

	/** The process is killed, and another one takes over. */
	crash(): void {
		this.underway = new Map();
	}
}

function aFlow(types: EventSettings['types'] = ALL.types, over: Partial<Subscriber> = {}, process?: KyselyStore): Flow {
	return new Flow({ id: 'flow', settings: { ...ALL, types }, ...over }, process);
}

async function open(id = 'h-1', at = 0, over: Partial<Handover> = {}): Promise<Handover> {
	const handover = aHandover({ id, conversation: conversation(id), openedAt: NOW + at, waitingSince: NOW + at, ...over });
	await store.openHandover(handover, { ...PAUSE, setAt: NOW + at, until: NOW + at + 8 * HOUR });
	return handover;
}

const never = () => new Promise(() => undefined);

describe('a flow', () => {
	it('is told once of what happens, and once of what falls due', async () => {
		const flow = aFlow(['opened', 'unanswered', 'human_replied']);
		await flow.tick(0);
		await open('h-1', 1);
		expect(await flow.tick(TICK)).toEqual(['h-1/opened']);
		expect(await flow.tick(2 * TICK)).toEqual([]);
		expect(await flow.tick(15 * MINUTE + 1)).toEqual([`h-1/unanswered/15m-${NOW + 1}`]);
		expect(await flow.tick(20 * MINUTE)).toEqual([]);
		await store.humanActed(conversation('h-1'), { at: NOW + 20 * MINUTE, replied: true, messageId: 'm-1' }, () => undefined);
		expect(await flow.tick(21 * MINUTE)).toEqual(['h-1/human_replied/m-1']);
		expect(await flow.tick(8 * HOUR - 1)).toEqual([]);
	});

	it('gets what the nodes behind it need', async () => {
		const flow = aFlow(['unanswered']);
		await open();
		await store.setAssignee('h-1', ANA, NOW);
		await flow.tick(16 * MINUTE);
		expect(flow.told).toEqual([
			{
				event: {
					id: `h-1/unanswered/15m-${NOW}`,
					type: 'unanswered',
					title: 'Nobody has answered for 15 minutes',
					what: 'Rosa Lima has waited 16 minutes for Ana to answer',
					at: '2026-03-27T12:15:00.000Z',
					waitingMinutes: 16,
					minutes: 15,
				},
				handover: expect.objectContaining({ id: 'h-1', conversationId: 'h-1', desk: 'built-in', status: 'open', assignee: ANA, steps: {} }),
				conversationId: 'h-1',
				contact: { id: 'k-1', name: 'Rosa Lima' },
				channel: 'chat',
			},
		]);
	});

	it('gets a pause alone with its conversation', async () => {
		const flow = aFlow(['bot_about_to_return']);
		await store.setPause(conversation('c-9'), () => PAUSE);
		await flow.tick(8 * HOUR - 5 * MINUTE);
		expect(flow.told).toMatchObject([{ event: { type: 'bot_about_to_return', pauseReason: 'test' }, handover: { conversationId: 'c-9', desk: 'built-in' }, conversationId: 'c-9' }]);
	});

	it('that starts to listen is not told of the past, but of what applies now', async () => {
		await open();
		expect(await aFlow().tick(20 * MINUTE)).toEqual([`h-1/unanswered/15m-${NOW}`, 'h-1/queue_waiting/5m-4']);
	});

	it('is told later of what happened while n8n was off, but not days later', async () => {
		const flow = aFlow(['opened']);
		await flow.tick(0);
		await open('old', 1);
		await open('recent', DAY);
		flow.crash();
		expect(await flow.tick(CATCH_UP_MS + 2)).toEqual(['recent/opened']);
	});

	it('hears only of the desk it wants', async () => {
		const flow = aFlow(['opened', 'unanswered', 'queue_waiting'], { desk: 'chatwoot' });
		await flow.tick(0);
		await open('here', 1);
		await open('there', 2, { conversation: { desk: 'chatwoot', account: '1', conversationId: '7' } });
		expect(await flow.tick(15 * MINUTE + 2)).toEqual([`there/unanswered/15m-${NOW + 2}`, 'there/queue_waiting/5m-3', 'there/opened']);
	});

	it('hears only of handovers that its flow began, if it wants that; the queue is everybody\'s', async () => {
		const flow = aFlow(['opened', 'unanswered', 'queue_waiting', 'still_paused'], { flow: 'mine' });
		await flow.tick(0);
		await open('theirs', 1, { flow: 'another' });
		await open('mine', 2, { flow: 'mine' });
		expect(await flow.tick(15 * MINUTE + 2)).toEqual(['theirs/queue_waiting/5m-3', `mine/unanswered/15m-${NOW + 2}`, 'mine/opened']);
	});

	it('gets so many at once, and the rest the next time', async () => {
		const flow = aFlow(['opened']);
		await flow.tick(0);
		for (let index = 0; index < MOST_PER_TICK + 5; index++) await open(`h-${index}`, index + 1);
		expect(await flow.tick(TICK)).toHaveLength(MOST_PER_TICK);
		expect(await flow.tick(2 * TICK)).toHaveLength(5);
		expect(await flow.tick(3 * TICK)).toHaveLength(0);
	});

	it('is told what falls due before the news', async () => {
		const flow = aFlow(['opened', 'unanswered']);
		await flow.tick(0);
		await open('late', 1);
		for (let index = 0; index < MOST_PER_TICK; index++) await open(`h-${index}`, 15 * MINUTE);
		expect((await flow.tick(15 * MINUTE + 1))[0]).toBe(`late/unanswered/15m-${NOW + 1}`);
	});

	it('each is told, however many listen', async () => {
		const flows = [aFlow(['opened'], { id: 'a' }), aFlow(['opened'], { id: 'b' })];
		for (const flow of flows) await flow.tick(0);
		await open('h-1', 1);
		for (const flow of flows) expect(await flow.tick(TICK)).toEqual(['h-1/opened']);
	});
});

describe('the end of a pause', () => {
	it('closes the handover, and tells the bot what it should know', async () => {
		const flow = aFlow(['closed', 'bot_returned']);
		await flow.tick(0);
		await open('h-1', 1);
		await store.addMessage(conversation('h-1'), { from: 'agent', text: 'I have ordered a new ring for you', at: NOW + MINUTE });
		expect(await flow.tick(8 * HOUR)).toEqual([]);
		expect(await flow.tick(8 * HOUR + 1)).toEqual(['h-1/bot_returned', 'h-1/closed']);
		for (const item of flow.told) {
			expect(item).toMatchObject({ handover: { status: 'closed', outcome: 'bot_returned' }, botMemory: expect.stringContaining('I have ordered a new ring for you') });
		}
		expect(await flow.tick(9 * HOUR)).toEqual([]);
	});

	it('leaves a longer pause alone', async () => {
		await open();
		await store.setPause(conversation('h-1'), (current) => ({ ...PAUSE, ...current, until: FOREVER }));
		await aFlow().tick(9 * HOUR);
		expect((await store.handover('h-1'))?.status).toBe('open');
	});
});

describe('a look right before telling', () => {
	it('keeps a timer back that no longer applies', async () => {
		const flow = aFlow(['unanswered']);
		for (const id of ['h-1', 'h-2']) await open(id);
		flow.take = () => store.humanActed(conversation(flow.told[0]?.conversationId === 'h-1' ? 'h-2' : 'h-1'), { at: NOW, replied: true }, () => undefined);
		expect(await flow.tick(15 * MINUTE)).toHaveLength(1);
		expect(await flow.tick(HOUR)).toEqual([]);
		expect((await store.events.newest({ types: ['unanswered'] }))?.id).toBe(flow.told[0]?.event.id);
	});

	it('goes through for one that applies again', async () => {
		const flow = aFlow(['queue_waiting']);
		for (const [id, at] of [['h-1', 0], ['h-2', 1]] as const) await open(id, at);
		expect(await flow.tick(5 * MINUTE)).toEqual(['h-1/queue_waiting/5m-1']);
		// Somebody takes the first: the next in line has waited as long.
		await store.setAssignee('h-1', ANA, NOW);
		expect(await flow.tick(5 * MINUTE + TICK)).toEqual(['h-2/queue_waiting/5m-1']);
		await store.setAssignee('h-2', ANA, NOW);
		expect(await flow.tick(HOUR)).toEqual([]);
	});

	it('tells of the first in the queue when somebody has become free', async () => {
		const flow = aFlow(['queue_waiting']);
		await open('served');
		await store.setAssignee('served', ANA, NOW);
		await open('waits', MINUTE);
		await store.resume(conversation('served'), 'resolved', NOW + 2 * MINUTE);
		expect(await flow.tick(2 * MINUTE + TICK)).toEqual([`waits/queue_waiting/freed-${NOW + 2 * MINUTE}`]);
		expect(await flow.tick(2 * MINUTE + 2 * TICK)).toEqual([]);
	});

	it('finds nothing to say about what was erased', async () => {
		const flow = aFlow(['opened']);
		await flow.tick(0);
		await open('h-1', 1);
		store.handover = async () => undefined;
		expect(await flow.tick(TICK)).toEqual([]);
		expect(await flow.tick(2 * TICK)).toEqual([]);
	});
});

describe('telling once', () => {
	async function openedFlow(take: Flow['take']): Promise<Flow> {
		const flow = aFlow(['opened']);
		await flow.tick(0);
		flow.take = take;
		await open('h-1', 1);
		expect(await flow.tick(TICK)).toEqual(['h-1/opened']);
		return flow;
	}

	it('a process that dies before n8n has taken it: told again when the claim has run out', async () => {
		const flow = await openedFlow(never);
		flow.crash();
		expect(await flow.tick(TICK + CLAIM_MS - 1)).toEqual([]);
		expect(await flow.tick(TICK + CLAIM_MS)).toEqual(['h-1/opened']);
	});

	it('a process that lives on, though the execution waits for days: not told again', async () => {
		const flow = await openedFlow(never);
		expect(await flow.tick(TICK + GRACE_MS)).toEqual([]);
		flow.crash();
		expect(await flow.tick(TICK + CLAIM_MS)).toEqual([]);
		expect(await flow.tick(DAY)).toEqual([]);
	});

	it('a process that dies within the grace: told again', async () => {
		const flow = await openedFlow(never);
		await flow.tick(TICK + GRACE_MS - 1);
		flow.crash();
		expect(await flow.tick(TICK + CLAIM_MS)).toEqual(['h-1/opened']);
	});

	it('n8n refuses: told again a while later', async () => {
		const flow = await openedFlow(() => Promise.reject(new Error('The database is gone')));
		expect(await flow.tick(2 * TICK)).toEqual([]);
		expect(await flow.tick(TICK + CLAIM_MS)).toEqual(['h-1/opened']);
	});

	it('telling fails for one: the others are told, that one with the next tick, and the error is not lost', async () => {
		const flow = aFlow(['opened']);
		await flow.tick(0);
		for (const id of ['h-1', 'h-2', 'h-3']) await open(id, 1);
		flow.take = ({ handover }) => {
			if ('id' in handover && handover.id === 'h-2') throw new Error('No room');
			return Promise.resolve();
		};
		await expect(flow.tick(TICK)).rejects.toThrow('No room');
		expect(flow.told.map(({ conversationId }) => conversationId)).toEqual(['h-1', 'h-2', 'h-3']);
		flow.take = async () => undefined;
		expect(await flow.tick(2 * TICK)).toEqual(['h-2/opened']);
	});

	it('the store is away when it is to be noted: noted by a later tick', async () => {
		const finish = store.events.finishEvent.bind(store.events);
		store.events.finishEvent = () => Promise.reject(new Error('The disk is full'));
		const flow = await openedFlow(async () => undefined);
		store.events.finishEvent = finish;
		expect(await flow.tick(TICK + GRACE_MS)).toEqual([]);
		flow.crash();
		expect(await flow.tick(DAY)).toEqual([]);
	});

	it('several events: the next one waits for the last to be taken, but not for long', async () => {
		const flow = aFlow(['opened']);
		await flow.tick(0);
		for (const id of ['h-1', 'h-2', 'h-3']) await open(id, 1);
		const course: string[] = [];
		flow.take = async ({ conversationId }) => {
			course.push(`${conversationId} begins`);
			await (conversationId === 'h-2' ? never() : settled());
			course.push(`${conversationId} ends`);
		};
		// Lasts longer than an execution, which ends in the next moment.
		flow.sleep = async (milliseconds) => {
			for (let moment = 0; moment < 3; moment++) await settled();
			course.push(`${milliseconds} ms pass`);
		};
		await flow.tick(TICK);
		expect(course.filter((entry) => !entry.endsWith('pass'))).toEqual(['h-1 begins', 'h-1 ends', 'h-2 begins', 'h-3 begins', 'h-3 ends']);
		expect(course.slice(course.indexOf('h-2 begins'))).toContain(`${PATIENCE_MS} ms pass`);
	});

	it('a flow that stops to listen: nothing more is begun, and the rest is told when it listens again', async () => {
		const flow = aFlow(['opened']);
		await flow.tick(0);
		for (const id of ['h-1', 'h-2', 'h-3']) await open(id, 1);
		flow.take = async () => {
			flow.ended = true;
		};
		expect(await flow.tick(TICK)).toEqual(['h-1/opened']);
		flow.ended = false;
		flow.take = async () => undefined;
		expect(await flow.tick(2 * TICK)).toEqual(['h-2/opened', 'h-3/opened']);
	});

	it('two processes that tick at the same time: each event once', async () => {
		const other = await world.another();
		const flows = [aFlow(), aFlow(ALL.types, {}, other), aFlow(), aFlow(ALL.types, {}, other)];
		await flows[0]?.tick(0);
		for (let index = 0; index < 10; index++) await open(`h-${index}`, index + 1);
		for (const at of [TICK, 2 * TICK, 20 * MINUTE, 21 * MINUTE, 7.9 * HOUR, 9 * HOUR]) await Promise.all(flows.map((flow) => flow.tick(at)));
		const told = flows.flatMap((flow) => flow.told.map(({ event }) => event.id));
		expect(told).toHaveLength(new Set(told).size);
		for (const type of ['opened', 'unanswered', 'bot_about_to_return', 'closed', 'bot_returned']) {
			expect(told.filter((id) => id.includes(`/${type}`))).toHaveLength(10);
		}
	});
});

describe('something to build a flow with', () => {
	const example = (types: EventSettings['types']) =>
		exampleItem({ store, clock: { now: () => NOW + MINUTE, sleep: settled }, newId: () => 'unused', zone: 'UTC' }, { id: 'flow', settings: { ...ALL, types } });

	it('is the newest event there is', async () => {
		await open('h-1');
		await open('h-2', 1);
		expect(await example(['opened'])).toMatchObject({ event: { id: 'h-2/opened' }, handover: { id: 'h-2' } });
	});

	it('is a sample that says so when there is none, which no node acts on', async () => {
		for (const type of ALL.types) {
			const { event, handover } = await example([type]);
			expect(event).toMatchObject({ type, sample: true, title: expect.stringMatching(/^Sample: [A-Z0-9]/) });
			expect(`${event.title} ${event.what}`).not.toMatch(/undefined|NaN|Invalid/);
			expect(handover).toMatchObject({ id: 'sample' });
			expect(await store.handover('sample')).toBeUndefined();
		}
	});

	it('takes nothing from those who are still to be told', async () => {
		const flow = aFlow(['opened']);
		await flow.tick(0);
		await open('h-1', 1);
		await example(['opened']);
		expect(await flow.tick(TICK)).toEqual(['h-1/opened']);
	});
});

describe('whatever the order of what people, flows and processes do', () => {
	const CONVERSATIONS = ['c-1', 'c-2'];
	const aStep = fc.record({
		what: fc.oneof(
			{ weight: 3, arbitrary: fc.constant('tick') },
			{ weight: 2, arbitrary: fc.constantFrom('opens', 'customer writes', 'human replies', 'escalates', 'both tick') },
			fc.constantFrom('is paused', 'is paused until closed', 'closes', 'gets a task', 'completes the task', 'is assigned', 'step fails', 'crashes'),
		),
		conversation: fc.constantFrom(...CONVERSATIONS),
		process: fc.constantFrom(0, 1),
		/** How much later the next thing happens. */
		minutes: fc.constantFrom(0, 0.1, 1, 6, 16, 70, 500),
		/** Whether n8n is slow to take what it is told. */
		slow: fc.boolean(),
	});

	it('a subscriber is told of every event that applies at the next tick, and twice only after a crash', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(aStep, { minLength: 10, maxLength: 40 }), async (steps) => {
				const mine = await aWorld();
				try {
					await play(mine, steps);
				} finally {
					await mine.close();
				}
			}),
			{ numRuns: 20 },
		);
	});

	type Step = typeof aStep extends fc.Arbitrary<infer T> ? T : never;

	async function play(mine: World, steps: Step[]): Promise<void> {
		const flows = [aFlow(ALL.types, {}, mine.store), aFlow(ALL.types, {}, await mine.another())] as const;
		let now = 0;
		let ids = 0;
		/** Told, but not yet taken when their process died. */
		const mayRepeat: string[] = [];
		const underway: Array<Array<{ id: string; at: number }>> = [[], []];
		await flows[0].tick(now);

		const tick = async (process: number, slow: boolean) => {
			const flow = flows[process] as Flow;
			flow.take = slow ? never : async () => undefined;
			const told = await flow.tick(now);
			underway[process] = (underway[process] ?? []).filter(({ at }) => now - at < GRACE_MS);
			if (slow) underway[process]?.push(...told.map((id) => ({ id, at: now })));
		};
		const nothingIsMissing = async () => {
			const told = new Set(flows.flatMap((flow) => flow.told.map(({ event }) => event.id)));
			const due = (await mine.store.events.watched(NOW + now, { from: NOW + now - CATCH_UP_MS, to: NOW + now + HOUR })).flatMap((one) => dueEvents(one, ALL, NOW + now));
			const queued = (await mine.store.events.queues(NOW + now)).flatMap((queue) => queueEvents(queue, ALL, NOW + now));
			// Nobody has subscribed under this name, so all that happened is still to come.
			const happened = await mine.store.events.pending('nobody', { types: HAPPENINGS }, NOW, NOW + now, 10_000);
			expect([...due, ...queued, ...happened].filter(({ id, at }) => at >= NOW + now - CATCH_UP_MS && !told.has(id))).toEqual([]);
		};

		for (const { what, conversation: name, process, minutes, slow } of steps) {
			const { store: memory } = mine;
			const ref = conversation(name);
			const at = NOW + now;
			const { open: handover } = await memory.situation(ref);
			if (what === 'opens') {
				const id = `h-${++ids}`;
				await memory.openHandover(aHandover({ id, conversation: ref, openedAt: at, waitingSince: at }), { setAt: at, until: at + 8 * HOUR, reason: 'test' });
			}
			if (what === 'customer writes') await memory.addMessage(ref, { from: 'customer', text: 'Hello?', at });
			if (what === 'human replies') await memory.humanActed(ref, { at, replied: true, messageId: `m-${++ids}`, agent: ANA }, () => undefined);
			if (what === 'escalates' && handover) {
				const choice = minutes > 5 ? { why: 'nobody' } : { member: aMember('Ben'), why: 'test' };
				await memory.escalate(handover, `cause-${++ids}`, ['ben'], () => choice, at);
			}
			if (what === 'is paused') await memory.setPause(ref, () => ({ setAt: at, until: at + 30 * MINUTE, reason: 'test', handoverId: handover?.id }));
			if (what === 'is paused until closed') {
				await memory.setPause(ref, () => ({ setAt: at, until: FOREVER, ends: 'closed', alertEvery: HOUR, reason: 'test', handoverId: handover?.id }));
			}
			if (what === 'closes') await memory.resume(ref, minutes > 5 ? 'resolved' : 'back_to_bot', at);
			if (handover) {
				if (what === 'gets a task') await memory.noteTask(handover.id, at + HOUR);
				if (what === 'completes the task') await memory.noteTaskCompleted(handover.id, at);
				if (what === 'is assigned') await memory.reassign(handover.id, ANA, at);
				if (what === 'step fails') {
					const key = { handoverId: handover.id, step: 'tag' as const };
					await memory.claimStep(key, { id: 'tag', at, until: at, again: true });
					await memory.finishStep(key, 'tag', { status: 'failed', at: new Date(at).toISOString(), what: 'test' });
				}
			}
			if (what === 'crashes') {
				flows[process as 0 | 1].crash();
				mayRepeat.push(...(underway[process] ?? []).map(({ id }) => id));
				underway[process] = [];
			}
			if (what === 'tick' || what === 'both tick') {
				await Promise.all((what === 'tick' ? [process] : [0, 1]).map((one) => tick(one, slow)));
				await nothingIsMissing();
			}
			// Whoever lives ticks on every few seconds, which is when they finish what they have told.
			for (const pass of [minutes * MINUTE > GRACE_MS ? GRACE_MS : 0, minutes * MINUTE]) {
				if (pass === 0) continue;
				now = at - NOW + pass;
				for (const one of [0, 1]) await tick(one, false);
				await nothingIsMissing();
			}
		}

		const told = flows.flatMap((flow) => flow.told.map(({ event }) => event.id));
		for (const id of new Set(told)) {
			const times = told.filter((other) => other === id).length;
			expect({ id, times }).toEqual({ id, times: Math.min(times, 1 + mayRepeat.filter((other) => other === id).length) });
		}
	}
});
