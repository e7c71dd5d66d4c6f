import { randomUUID } from 'node:crypto';
import { chooseMember } from '../../handover/assignment';
import { NO_ATTEMPTS } from '../../handover/detection/attempts';
import type { StepName, StepResult } from '../../handover/receipt';
import type { KyselyStore } from '../../handover/store/kyselyStore';
import { KEPT_CHARACTERS, KEPT_MESSAGES } from '../../handover/transcript';
import { HOUR, NOW, aHandover, aMember } from '../support/builders';
import { aWorld, conversation, type World } from '../support/world';

let world: World;
let store: KyselyStore;

beforeEach(async () => {
	world = await aWorld();
	store = world.store;
});

afterEach(() => world.close());

const pauseUntil = (until: number) => ({ setAt: NOW, until, reason: 'test' });
const EIGHT_HOURS = pauseUntil(NOW + 8 * HOUR);
const DONE: StepResult = { status: 'done', at: '2026-03-27T12:00:00.000Z', what: 'did it' };
const claimAt = (at: number, id = randomUUID()) => ({ id, at, until: at + 60_000 });

/** Opens a handover in a conversation of its own. */
async function open(id: string, conversationId = `conversation of ${id}`) {
	const handover = aHandover({ id, conversation: conversation(conversationId) });
	return store.openHandover(handover, EIGHT_HOURS);
}

describe('invariant 1: at most one open handover per conversation', () => {
	it('gives the second trigger the first handover', async () => {
		expect(await open('first', 'c')).toMatchObject({ opened: true });
		expect(await open('second', 'c')).toMatchObject({ opened: false, handover: { id: 'first' } });
	});

	it('holds when two connections race', async () => {
		const other = await world.another();
		const results = await Promise.all(
			Array.from({ length: 40 }, (_, index) =>
				(index % 2 === 0 ? store : other).openHandover(
					aHandover({ id: `h-${index}`, conversation: conversation('c') }),
					EIGHT_HOURS,
				),
			),
		);
		expect(results.filter(({ opened }) => opened)).toHaveLength(1);
		expect(new Set(results.map(({ handover }) => handover.id)).size).toBe(1);
	});

	it('lets the next one open after the first is closed', async () => {
		await open('first', 'c');
		await store.resume(conversation('c'), 'back_to_bot', NOW + 1);
		expect(await open('second', 'c')).toMatchObject({ opened: true, handover: { id: 'second' } });
		expect(await store.handover('first')).toMatchObject({
			status: 'closed',
			outcome: 'back_to_bot',
			closedAt: NOW + 1,
		});
	});
});

describe('invariant 2: a step happens once', () => {
	const key = { handoverId: 'h', step: 'task' } as const;
	beforeEach(() => open('h'));

	it('grants a claim to one of many racing executions', async () => {
		const other = await world.another();
		const claims = await Promise.all(
			Array.from({ length: 40 }, (_, index) =>
				(index % 2 === 0 ? store : other).claimStep(key, claimAt(NOW)),
			),
		);
		expect(claims.filter(({ granted }) => granted)).toHaveLength(1);
	});

	it('returns the first result of a step that is done', async () => {
		const claim = claimAt(NOW);
		await store.claimStep(key, claim);
		await store.finishStep(key, claim.id, DONE);
		expect(await store.claimStep(key, claimAt(NOW + HOUR))).toEqual({ granted: false, result: DONE });
		expect(await store.claimStep(key, { ...claimAt(NOW + HOUR), again: true })).toEqual({ granted: true, repeated: false });
	});

	it.each(['failed', 'skipped'] as const)('grants a step that %s once more', async (status) => {
		const claim = claimAt(NOW);
		await store.claimStep(key, claim);
		await store.finishStep(key, claim.id, { ...DONE, status });
		expect(await store.claimStep(key, claimAt(NOW + 1))).toEqual({ granted: true, repeated: status === 'failed' });
	});

	it('takes over a claim whose lease has run out, and not before', async () => {
		const claim = claimAt(NOW);
		await store.claimStep(key, claim);
		expect(await store.claimStep(key, claimAt(claim.until - 1))).toEqual({ granted: false });
		expect(await store.hasUnfinishedSteps('h', claim.until - 1)).toBe(false);
		expect(await store.hasUnfinishedSteps('h', claim.until)).toBe(true);
		expect(await store.isStepUnderway({ handoverId: 'h', step: 'task' }, claim.until - 1)).toBe(true);
		expect(await store.isStepUnderway({ handoverId: 'h', step: 'task' }, claim.until)).toBe(false);
		expect(await store.claimStep(key, claimAt(claim.until))).toEqual({ granted: true, repeated: true });
	});

	it('ignores the result of an execution whose step another one is doing', async () => {
		const slow = claimAt(NOW);
		await store.claimStep(key, slow);
		await store.claimStep(key, claimAt(slow.until));
		await store.finishStep(key, slow.id, DONE);
		expect(await store.steps('h')).toEqual({});
	});

	it('ignores the result of an execution that lost its claim', async () => {
		const slow = claimAt(NOW);
		const fast = claimAt(slow.until);
		await store.claimStep(key, slow);
		await store.claimStep(key, fast);
		await store.finishStep(key, fast.id, DONE);
		const late = await store.finishStep(key, slow.id, { ...DONE, status: 'failed', why: 'late' });
		expect(late).toEqual(DONE);
		expect(await store.steps('h')).toEqual({ task: DONE });
	});
});

it('knows what a flow usually does, from most of its last handovers', async () => {
	const reach = async (id: string, steps: StepName[], flow = 'a flow') => {
		await store.openHandover(aHandover({ id, flow, conversation: conversation(id), openedAt: NOW + Number(id) }), EIGHT_HOURS);
		for (const step of steps) {
			const claim = claimAt(NOW);
			await store.claimStep({ handoverId: id, step }, claim);
			await store.finishStep({ handoverId: id, step }, claim.id, DONE);
		}
	};
	const usual = () => store.usualSteps(aHandover({ id: 'new', flow: 'a flow' }));
	expect(await usual()).toEqual([]);
	await reach('1', ['pause', 'message']);
	expect(await usual()).toEqual(['pause', 'message']);
	await reach('2', ['pause', 'message']);
	await reach('3', ['pause']);
	await reach('4', []);
	await reach('5', ['tag'], 'another flow');
	expect(await usual()).toEqual(['pause']);
	for (const id of ['6', '7', '8']) await reach(id, ['pause', 'task']);
	// Of the last five, three reached the task.
	expect(await usual()).toEqual(['pause', 'task']);
});

describe('invariant 5: the capacity check and the claim are one transaction', () => {
	it('never gives anybody more than they take, whoever races', async () => {
		const other = await world.another();
		const team = [aMember('Ana', { capacity: 3 }), aMember('Ben', { capacity: 4 })];
		const ids = team.map(({ id }) => id);
		for (let index = 0; index < 20; index++) await open(`h-${index}`);
		const choices = await Promise.all(
			Array.from({ length: 20 }, (_, index) =>
				(index % 2 === 0 ? store : other).assign(
					aHandover({ id: `h-${index}`, conversation: conversation(`conversation of h-${index}`) }),
					ids,
					(loads) => chooseMember(team, loads, 'round_robin'),
					NOW,
				),
			),
		);
		const owners = choices.map((choice) => choice?.member?.name);
		expect(owners.filter((name) => name === 'Ana')).toHaveLength(3);
		expect(owners.filter((name) => name === 'Ben')).toHaveLength(4);
		expect(owners.filter((name) => name === undefined)).toHaveLength(13);
	});

	it('takes turns', async () => {
		const team = [aMember('Ana'), aMember('Ben'), aMember('Cleo')];
		const owners = [];
		for (const id of ['1', '2', '3', '4']) {
			const { handover } = await open(id);
			const choice = await store.assign(handover, team.map((m) => m.id), (loads) => chooseMember(team, loads, 'round_robin'), NOW);
			owners.push(choice?.member?.name);
		}
		expect(owners).toEqual(['Ana', 'Ben', 'Cleo', 'Ana']);
	});

	it('keeps the owner a handover has', async () => {
		const { handover } = await open('h');
		const ana = () => ({ member: aMember('Ana'), why: 'test' });
		const ben = () => ({ member: aMember('Ben'), why: 'test' });
		await store.assign(handover, ['ana'], ana, NOW);
		expect(await store.assign(handover, ['ben'], ben, NOW)).toBeUndefined();
		expect(await store.handover('h')).toMatchObject({ assignee: { name: 'Ana' } });
	});

	it('stops counting a conversation when the bot is back', async () => {
		const { handover } = await open('h');
		await store.assign(handover, ['ana'], () => ({ member: aMember('Ana'), why: 'test' }), NOW);
		const next = await open('next');
		const loadAt = async (now: number) => {
			let open = -1;
			await store.assign(next.handover, ['ana'], (loads) => ((open = loads.get('ana')?.open ?? -1), { why: '' }), now);
			return open;
		};
		expect(await loadAt(EIGHT_HOURS.until - 1)).toBe(1);
		expect(await loadAt(EIGHT_HOURS.until)).toBe(0);
	});
});

describe('pauses', () => {
	it.each([
		['a longer one that holds stays', 20 * HOUR, 20 * HOUR],
		['a shorter one that holds stays', HOUR, HOUR],
		['one that is over is replaced', 0, 8 * HOUR],
	])('come with an open handover: %s', async (_, before, after) => {
		await store.setPause(conversation('c'), () => pauseUntil(NOW + before));
		await open('h', 'c');
		expect((await store.situation(conversation('c'))).pause?.until).toBe(NOW + after);
	});

	it('survive a restart', async () => {
		await store.setPause(conversation(), () => pauseUntil(NOW + HOUR));
		const afterRestart = await world.another();
		expect(await afterRestart.situation(conversation())).toEqual({ pause: pauseUntil(NOW + HOUR) });
	});

	it('keep a handover open that was paused again in the meantime', async () => {
		await open('h', 'c');
		await store.setPause(conversation('c'), () => pauseUntil(NOW + 30 * HOUR));
		expect(await store.closeIfPauseOver('h', 'bot_returned', NOW + 10 * HOUR)).toBe(false);
		expect(await store.closeIfPauseOver('h', 'bot_returned', NOW + 30 * HOUR)).toBe(true);
		expect(await store.closeIfPauseOver('h', 'bot_returned', NOW + 31 * HOUR)).toBe(false);
	});

	it('end at once with resume, which never makes one longer', async () => {
		await store.setPause(conversation(), () => pauseUntil(NOW + HOUR));
		await store.resume(conversation(), 'back_to_bot', NOW + 2 * HOUR);
		expect((await store.situation(conversation())).pause?.until).toBe(NOW + HOUR);
	});
});

describe('attempts', () => {
	it('lose no increment when connections race', async () => {
		const other = await world.another();
		await Promise.all(
			Array.from({ length: 30 }, (_, index) =>
				(index % 2 === 0 ? store : other).updateAttempts(conversation(), (before) => ({
					...before,
					failed: before.failed + 1,
				})),
			),
		);
		expect(await store.attempts(conversation())).toEqual({ ...NO_ATTEMPTS, failed: 30 });
	});

	it.each([true, false])('are read as they were written (replies only: %s)', async (repliesOnly) => {
		const attempts = { turn: 3, failed: 2, judgedTurn: 1, repliesOnly, updatedAt: NOW, messageId: 'm-1' };
		await store.updateAttempts(conversation('c'), () => attempts);
		expect(await store.attempts(conversation('c'))).toEqual(attempts);
	});

	it('start from zero in the next episode', async () => {
		await store.updateAttempts(conversation('c'), () => ({ ...NO_ATTEMPTS, turn: 5, failed: 2, judgedTurn: 4 }));
		await open('h', 'c');
		expect(await store.attempts(conversation('c'))).toMatchObject({ turn: 5, failed: 0, judgedTurn: 5 });
	});
});

describe('messages', () => {
	it('keep the last ones of each conversation, in order, the long ones cut', async () => {
		await store.addMessage(conversation('b'), { from: 'bot', text: 'x'.repeat(1_000_000), at: NOW });
		for (let index = 0; index < KEPT_MESSAGES + 5; index++) {
			await store.addMessage(conversation('a'), { from: 'customer', text: `m${index}`, at: NOW + index });
		}
		const kept = await store.messages(conversation('a'));
		expect(kept.map(({ text }) => text)).toEqual(
			Array.from({ length: KEPT_MESSAGES }, (_, index) => `m${index + 5}`),
		);
		expect((await store.messages(conversation('b')))[0]?.text).toHaveLength(KEPT_CHARACTERS);
	});
});

describe('the built-in desk\'s records', () => {
	it('keep the tags of contacts apart', async () => {
		await store.deskRecords.addTags(conversation(), 'rosa', ['vip'], NOW);
		await store.deskRecords.addTags(conversation(), 'luis', ['vip'], NOW);
		expect(await store.deskRecords.removeTags(conversation(), 'rosa', ['vip'])).toEqual([]);
		expect(await store.deskRecords.addTags(conversation(), 'luis', [], NOW)).toEqual(['vip']);
	});

	it('know the last owner of each contact', async () => {
		await store.deskRecords.setOwner(conversation(), 'rosa', { id: 'ana', name: 'Ana' }, NOW);
		await store.deskRecords.setOwner(conversation(), 'rosa', { id: 'ben', name: 'Ben' }, NOW + 1);
		expect(await store.deskRecords.owner(conversation(), 'rosa')).toEqual({ id: 'ben', name: 'Ben' });
		expect(await store.deskRecords.owner(conversation(), 'luis')).toBeUndefined();
	});
});

it('finds the newest handover of a conversation, open or closed', async () => {
	for (const [index, id] of ['first', 'second'].entries()) {
		await store.openHandover(aHandover({ id, conversation: conversation('c'), openedAt: NOW + index }), EIGHT_HOURS);
		await store.resume(conversation('c'), 'back_to_bot', NOW + 10);
	}
	expect(await store.latestHandover(conversation('c'))).toMatchObject({ id: 'second', status: 'closed' });
});

it('takes back what it has written when a decision fails half way', async () => {
	const fails = () => {
		throw new Error('no decision');
	};
	await expect(store.setPause(conversation(), fails)).rejects.toThrow('no decision');
	await store.updateAttempts(conversation('other'), () => ({ ...NO_ATTEMPTS, failed: 1 }));
	expect(await (await world.another()).attempts(conversation('other'))).toMatchObject({ failed: 1 });
	expect(await store.situation(conversation())).toEqual({});
});
