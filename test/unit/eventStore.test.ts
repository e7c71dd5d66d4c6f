import type { HandoverEvent } from '../../handover/events';
import { FOREVER } from '../../handover/pause';
import type { EventStore } from '../../handover/store/eventStore';
import type { KyselyStore } from '../../handover/store/kyselyStore';
import { DAY, HOUR, MINUTE, NOW, aHandover } from '../support/builders';
import { aWorld, conversation, type World } from '../support/world';

let world: World;
let store: KyselyStore;
let events: EventStore;

beforeEach(async () => {
	world = await aWorld();
	store = world.store;
	events = store.events;
});

afterEach(() => world.close());

const PAUSE = { setAt: NOW, until: NOW + 8 * HOUR, reason: 'test' };
const CLAIM = { id: 'claim', at: NOW, until: NOW + MINUTE };
const ANY_TASK = { from: 0, to: NOW + DAY };

async function open(id: string, at = NOW, desk = 'built-in'): Promise<void> {
	await store.openHandover(aHandover({ id, conversation: { ...conversation(id), desk }, openedAt: at, waitingSince: at }), { ...PAUSE, setAt: at });
}

const timer = (id = 'h-1'): HandoverEvent => ({ id: `${id}/unanswered/15m-1`, type: 'unanswered', at: NOW, conversation: conversation(id), handoverId: id });
const pending = async (subscriber = 'flow', now = NOW, since = 0, limit = 50) =>
	(await events.pending(subscriber, { types: ['opened', 'closed'] }, since, now, limit)).map(({ id }) => id);

describe('a subscriber', () => {
	it('listens from its first activation on', async () => {
		expect(await events.subscribe('flow', NOW)).toBe(NOW);
		expect(await events.subscribe('flow', NOW + HOUR)).toBe(NOW);
		expect(await events.subscribe('another', NOW + HOUR)).toBe(NOW + HOUR);
	});

	it('hears what happened since then, oldest first, of the types and the desk it wants, and only so much', async () => {
		await open('b', NOW + 2);
		await open('a', NOW + 1);
		await open('c', NOW + 3, 'chatwoot');
		expect(await pending()).toEqual(['a/opened', 'b/opened', 'c/opened']);
		expect(await pending('flow', NOW, NOW + 2)).toEqual(['b/opened', 'c/opened']);
		expect(await pending('flow', NOW, 0, 1)).toEqual(['a/opened']);
		expect(await events.pending('flow', { types: ['closed'] }, 0, NOW, 50)).toEqual([]);
		expect(await events.pending('flow', { types: [] }, 0, NOW, 50)).toEqual([]);
		expect(await events.pending('flow', { types: ['opened'], desk: 'chatwoot' }, 0, NOW, 50)).toMatchObject([{ id: 'c/opened', conversation: { desk: 'chatwoot' } }]);
	});

	it('is told of an event by the one who claims it, whoever else listens', async () => {
		await open('h-1');
		const [event] = (await events.pending('flow', { types: ['opened'] }, 0, NOW, 50)) as [HandoverEvent];
		expect(await events.claimEvent('flow', event, CLAIM)).toBe(true);
		expect(await events.claimEvent('flow', event, { ...CLAIM, id: 'late' })).toBe(false);
		expect(await pending()).toEqual([]);
		expect(await pending('another')).toEqual(['h-1/opened']);
	});

	it('is told again when a claim runs out, and never once it is finished', async () => {
		await open('h-1');
		const [event] = (await events.pending('flow', { types: ['opened'] }, 0, NOW, 50)) as [HandoverEvent];
		await events.claimEvent('flow', event, CLAIM);
		expect(await pending('flow', NOW + MINUTE - 1)).toEqual([]);
		expect(await pending('flow', NOW + MINUTE)).toEqual(['h-1/opened']);
		const second = { id: 'second', at: NOW + MINUTE, until: NOW + 2 * MINUTE };
		expect(await events.claimEvent('flow', event, second)).toBe(true);
		// The first one is too late to say so.
		await events.finishEvent('flow', event.id, CLAIM.id, NOW + MINUTE);
		expect(await pending('flow', NOW + HOUR)).toEqual(['h-1/opened']);
		await events.finishEvent('flow', event.id, second.id, NOW + MINUTE);
		expect(await pending('flow', NOW + HOUR)).toEqual([]);
		expect(await events.claimEvent('flow', event, { ...CLAIM, at: NOW + HOUR, until: NOW + DAY })).toBe(false);
	});

	it('claims a timer once among several that notice it', async () => {
		const other = await world.another();
		const claims = await Promise.all(
			Array.from({ length: 20 }, (_, index) => (index % 2 ? events : other.events).claimEvent('flow', timer(), { ...CLAIM, id: `claim-${index}` })),
		);
		expect(claims.filter(Boolean)).toHaveLength(1);
	});

	it('knows which it has been told, is being told, or could be told again', async () => {
		for (const id of ['done', 'running', 'died', 'released']) await events.claimEvent('flow', timer(id), { ...CLAIM, until: NOW + (id === 'died' ? 1 : MINUTE) });
		await events.finishEvent('flow', timer('done').id, CLAIM.id, NOW);
		await events.releaseEvent('flow', timer('released').id, CLAIM.id);
		const ids = [...['done', 'running', 'died', 'released', 'new'].map((id) => timer(id).id), ...Array.from({ length: 2500 }, (_, index) => `id-${index}`)];
		expect([...(await events.toldAlready('flow', ids, NOW + 2))].sort()).toEqual([timer('done').id, timer('running').id].sort());
		expect((await events.toldAlready('another', ids, NOW + 2)).size).toBe(0);
	});
});

describe('a timer', () => {
	const newest = () => events.newest({ types: ['unanswered'] });

	it('is noted when somebody is told of it', async () => {
		await events.claimEvent('flow', timer(), CLAIM);
		expect(await newest()).toEqual(timer());
	});

	it('leaves no trace when nobody is told after all', async () => {
		await events.claimEvent('flow', timer(), CLAIM);
		await events.claimEvent('another', timer(), CLAIM);
		await events.releaseEvent('flow', timer().id, CLAIM.id);
		expect(await newest()).toBeDefined();
		await events.releaseEvent('another', timer().id, CLAIM.id);
		expect(await newest()).toBeUndefined();
	});

	it('that is told can not be taken back', async () => {
		await events.claimEvent('flow', timer(), CLAIM);
		await events.finishEvent('flow', timer().id, CLAIM.id, NOW);
		await events.releaseEvent('flow', timer().id, CLAIM.id);
		expect(await events.claimEvent('flow', timer(), { ...CLAIM, at: NOW + DAY, until: NOW + 2 * DAY })).toBe(false);
	});
});

it('a claim does not bring back what was erased', async () => {
	const gone: HandoverEvent = { id: 'h-1/opened', type: 'opened', at: NOW, conversation: conversation(), handoverId: 'h-1' };
	await events.claimEvent('flow', gone, CLAIM);
	expect(await events.newest({ types: ['opened'] })).toBeUndefined();
});

it('finds the newest event of the types and the desk', async () => {
	await open('old', NOW);
	await open('new', NOW + 1);
	await open('elsewhere', NOW + 2, 'chatwoot');
	expect(await events.newest({ types: ['opened', 'closed'] })).toMatchObject({ id: 'elsewhere/opened' });
	expect(await events.newest({ types: ['opened'], desk: 'built-in' })).toMatchObject({ id: 'new/opened' });
	expect(await events.newest({ types: ['claimed'] })).toBeUndefined();
	expect(await events.newest({ types: [] })).toBeUndefined();
});

describe('what clocks watch', () => {
	const ids = async (now: number, tasks = ANY_TASK) =>
		(await events.watched(now, tasks)).map(({ handover, conversation: { conversationId }, pause }) => `${handover?.id ?? `pause of ${conversationId}`}${pause ? '' : ' (no pause)'}`);

	it('are open handovers, with their pause as long as it holds', async () => {
		await open('h-1');
		expect(await ids(NOW + HOUR)).toEqual(['h-1']);
		expect(await ids(NOW + 8 * HOUR)).toEqual(['h-1 (no pause)']);
	});

	it('are pauses without a handover, in a conversation with any id', async () => {
		await store.setPause(conversation('a/b c%'), () => ({ ...PAUSE, until: FOREVER, ends: 'closed' }));
		expect(await ids(NOW)).toEqual(['pause of a/b c%']);
		expect(await events.watchedOne(undefined, conversation('a/b c%'), NOW)).toMatchObject({ pause: { until: FOREVER, ends: 'closed' } });
	});

	it('are closed handovers whose task is not done and falls due in the time asked for', async () => {
		for (const [id, dueAt] of [['early', NOW - HOUR], ['within', NOW], ['late', NOW + HOUR], ['done', NOW]] as const) {
			await open(id);
			await store.noteTask(id, dueAt);
			if (id === 'done') await store.noteTaskCompleted(id, NOW);
			await store.resume(conversation(id), 'back_to_bot', NOW);
		}
		expect(await ids(NOW, { from: NOW - 1, to: NOW + 1 })).toEqual(['within (no pause)']);
	});

	it('leaves the pause of the next episode out of a closed handover', async () => {
		await open('h-1');
		await store.noteTask('h-1', NOW);
		await store.resume(conversation('h-1'), 'back_to_bot', NOW + 1);
		await store.setPause(conversation('h-1'), () => ({ ...PAUSE, setAt: NOW + 2 }));
		expect(await ids(NOW + 3)).toEqual(['h-1 (no pause)', 'pause of h-1']);
		expect((await events.watchedOne('h-1', conversation('h-1'), NOW + 3))?.pause).toBeUndefined();
	});

	it('know since when a step is not done', async () => {
		await open('h-1');
		const step = async (name: 'task' | 'tag' | 'assign', at: number, until: number) => {
			await store.claimStep({ handoverId: 'h-1', step: name }, { id: name, at, until });
			return (status: 'failed' | 'done') => store.finishStep({ handoverId: 'h-1', step: name }, name, { status, at: new Date(at).toISOString(), what: 'test' });
		};
		const since = async (now: number) => {
			const [first] = await events.watched(now, ANY_TASK);
			expect(await events.watchedOne('h-1', conversation('h-1'), now)).toEqual(first);
			return first?.stuckSince;
		};
		await (await step('assign', NOW, NOW + MINUTE))('done');
		await step('tag', NOW, NOW + 2 * MINUTE);
		expect(await since(NOW + MINUTE)).toBeUndefined();
		expect(await since(NOW + 2 * MINUTE)).toBe(NOW + 2 * MINUTE);
		const finishTask = await step('task', NOW + MINUTE, NOW + 3 * MINUTE);
		await finishTask('failed');
		expect(await since(NOW + 2 * MINUTE)).toBe(NOW + MINUTE);
		await (await step('task', NOW + 3 * MINUTE, NOW + 4 * MINUTE))('done');
		expect(await since(NOW + 3 * MINUTE)).toBe(NOW + 2 * MINUTE);
	});

	it('are found one by one, as they are now', async () => {
		expect(await events.watchedOne('h-1', conversation('h-1'), NOW)).toBeUndefined();
		expect(await events.watchedOne(undefined, conversation('h-1'), NOW)).toMatchObject({ pause: undefined });
		await open('h-1');
		// What was a pause alone belongs to a handover by now.
		expect(await events.watchedOne(undefined, conversation('h-1'), NOW)).toMatchObject({ handover: { id: 'h-1' }, pause: { until: PAUSE.until } });
		expect((await events.watchedOne('h-1', conversation('h-1'), NOW + 8 * HOUR))?.pause).toBeUndefined();
	});
});

describe('the queues', () => {
	it('are counted by desk account, with the first in line', async () => {
		await open('b', NOW + 2);
		await open('a', NOW + 1);
		await open('owned', NOW);
		await store.setAssignee('owned', { id: 'ana', name: 'Ana' }, NOW);
		await open('c', NOW + 3, 'chatwoot');
		expect(await events.queues(NOW + HOUR)).toEqual([
			{ desk: 'built-in', account: 'default', waiting: 2, oldest: { handoverId: 'a', conversation: conversation('a'), openedAt: NOW + 1 }, freedAt: undefined },
			{ desk: 'chatwoot', account: 'default', waiting: 1, oldest: expect.objectContaining({ handoverId: 'c' }), freedAt: undefined },
		]);
		expect(await events.queues(NOW + 8 * HOUR)).toEqual([]);
	});

	it('know when somebody last became free', async () => {
		await open('waits');
		for (const [id, owned] of [['ownerless', false], ['owned', true]] as const) {
			await open(id);
			if (owned) await store.setAssignee(id, { id: 'ana', name: 'Ana' }, NOW);
		}
		await store.resume(conversation('ownerless'), 'resolved', NOW + MINUTE);
		expect((await events.queues(NOW + MINUTE))[0]?.freedAt).toBeUndefined();
		await store.resume(conversation('owned'), 'resolved', NOW + 2 * MINUTE);
		expect((await events.queues(NOW + 2 * MINUTE))[0]?.freedAt).toBe(NOW + 2 * MINUTE);
		expect((await events.queues(NOW + 2 * HOUR))[0]?.freedAt).toBeUndefined();
	});
});

it('knows which open handovers are over', async () => {
	await open('h-1');
	await open('h-2');
	await store.setPause(conversation('h-2'), () => ({ ...PAUSE, until: FOREVER }));
	expect(await events.overdueToClose(NOW + 8 * HOUR - 1)).toEqual([]);
	expect(await events.overdueToClose(NOW + 8 * HOUR)).toEqual(['h-1']);
});
