import { chooseMember, type Choice } from '../../handover/assignment';
import type { Handover } from '../../handover/receipt';
import type { EscalationFacts } from '../../handover/store/store';
import type { KyselyStore } from '../../handover/store/kyselyStore';
import { HOUR, MINUTE, NOW, aHandover, aMember } from '../support/builders';
import { aWorld, conversation, type World } from '../support/world';

let world: World;
let store: KyselyStore;

beforeEach(async () => {
	world = await aWorld();
	store = world.store;
});

afterEach(() => world.close());

const REF = conversation();
const ANA = aMember('Ana');
const BEN = aMember('Ben');
const PAUSE = { setAt: NOW, until: NOW + 8 * HOUR, reason: 'test' };
const anyone = ({ loads, had }: EscalationFacts): Choice =>
	chooseMember([ANA, BEN].filter(({ id }) => !had.includes(id)), loads, 'round_robin');

async function opened(over: Partial<Handover> = {}): Promise<Handover> {
	const { handover } = await store.openHandover(aHandover({ waitingSince: NOW, ...over }), PAUSE);
	return handover;
}

/** What was written into the outbox, in order. */
async function outbox(): Promise<Array<{ id: string; type: string; at: number }>> {
	return (await world.rows('select id, type, at from events')).map(({ id, type, at }) => ({ id: String(id), type: String(type), at: Number(at) }));
}

const happened = async (type: string) => (await outbox()).filter((event) => event.type === type);
const now = async () => (await store.handover('h-1')) as Handover;

describe('the outbox', () => {
	it('has the opening of a handover once, and nothing for one that was open', async () => {
		await opened();
		await opened({ id: 'h-2' });
		expect(await outbox()).toEqual([{ id: 'h-1/opened', type: 'opened', at: NOW }]);
	});

	it.each([
		['a person closes it', () => store.resume(REF, 'booked', NOW + 1)],
		['its pause runs out', () => store.closeIfPauseOver('h-1', 'bot_returned', NOW + 8 * HOUR)],
	])('has the end of a handover once, when %s', async (_, end) => {
		await opened();
		await end();
		await end();
		expect((await outbox()).map(({ type }) => type)).toEqual(['opened', 'closed', 'bot_returned']);
	});

	it('has a completed task once', async () => {
		await opened();
		await store.noteTask('h-1', NOW + 24 * HOUR);
		await store.noteTaskCompleted('h-1', NOW + HOUR);
		await store.noteTaskCompleted('h-1', NOW + 2 * HOUR);
		expect(await happened('task_completed')).toHaveLength(1);
		expect(await now()).toMatchObject({ taskDueAt: NOW + 24 * HOUR, taskCompletedAt: NOW + HOUR });
	});
});

it('finds a contact by the id that was learnt since', async () => {
	await opened();
	await store.setContact('h-1', { id: 'k-2', name: 'Rosa Lima' });
	expect(await store.openHandoverOf(REF, 'k-2')).toMatchObject({ id: 'h-1', contact: { id: 'k-2' } });
	expect(await store.openHandoverOf(REF, 'k-1')).toBeUndefined();
});

describe('a person acts', () => {
	const same = () => undefined;

	it('claims it with the first act, and answers the customer with the first message', async () => {
		await opened();
		await store.humanActed(REF, { at: NOW + 1, replied: false }, same);
		expect(await now()).toMatchObject({ claimedAt: NOW + 1, waitingSince: NOW });
		await store.humanActed(REF, { at: NOW + 2, replied: true, messageId: 'm-1' }, same);
		await store.humanActed(REF, { at: NOW + 3, replied: true, messageId: 'm-2' }, same);
		const { claimedAt, firstReplyAt, lastReplyAt, waitingSince } = await now();
		expect({ claimedAt, firstReplyAt, lastReplyAt, waitingSince }).toEqual({ claimedAt: NOW + 1, firstReplyAt: NOW + 2, lastReplyAt: NOW + 3 });
		expect((await outbox()).map(({ type }) => type)).toEqual(['opened', 'claimed', 'human_replied', 'human_replied']);
	});

	it('is told once of a message that comes twice', async () => {
		await opened();
		for (const at of [NOW + 1, NOW + 2]) await store.humanActed(REF, { at, replied: true, messageId: 'm-1' }, same);
		expect(await happened('human_replied')).toHaveLength(1);
	});

	it('sets the pause in the same moment, also in a conversation without a handover', async () => {
		const { pause, open } = await store.humanActed(REF, { at: NOW, replied: true }, () => PAUSE);
		expect(pause).toEqual(PAUSE);
		expect(open).toBeUndefined();
		expect((await store.situation(REF)).pause).toMatchObject(PAUSE);
		expect(await outbox()).toEqual([]);
	});

	it('the customer waits again with their next message, and from the first of several', async () => {
		await opened();
		await store.humanActed(REF, { at: NOW + 1, replied: true }, same);
		await store.addMessage(REF, { from: 'agent', text: 'Hello', at: NOW + 1 });
		expect((await now()).waitingSince).toBeUndefined();
		for (const minute of [5, 9]) await store.addMessage(REF, { from: 'customer', text: 'And?', at: NOW + minute * MINUTE });
		expect((await now()).waitingSince).toBe(NOW + 5 * MINUTE);
	});
});

describe('ending by the right handover', () => {
	it('does nothing when another one is open by now', async () => {
		await opened();
		await store.resume(REF, 'resolved', NOW + 1);
		await store.openHandover(aHandover({ id: 'h-2', openedAt: NOW + 2 }), { ...PAUSE, setAt: NOW + 2 });
		expect(await store.resume(REF, 'back_to_bot', NOW + 3, { only: 'h-1' })).toMatchObject({ ended: false, open: { id: 'h-2' } });
		expect((await store.situation(REF)).open?.id).toBe('h-2');
		expect(await store.resume(REF, 'back_to_bot', NOW + 3, { only: 'h-2' })).toMatchObject({ ended: true });
	});

	it('keeps what the person said', async () => {
		await opened();
		await store.resume(REF, 'sold', NOW + 1, { closing: { note: 'Promised 10 % off', by: 'Ana' } });
		expect(await now()).toMatchObject({ outcome: 'sold', closing: { note: 'Promised 10 % off', by: 'Ana' } });
	});

	it.each(['resume', 'closeIfPauseOver'] as const)('forgets the failed attempts (%s)', async (way) => {
		await opened();
		await store.updateAttempts(REF, (before) => ({ ...before, failed: 1, updatedAt: NOW }));
		if (way === 'resume') await store.resume(REF, 'resolved', NOW + 1);
		else await store.closeIfPauseOver('h-1', 'bot_returned', NOW + 8 * HOUR);
		expect((await store.attempts(REF)).failed).toBe(0);
	});
});

describe('who has it', () => {
	it('is told when the desk has taken it, once for the same cause', async () => {
		const handover = await opened();
		await store.assign(handover, ['ana'], () => ({ member: ANA, why: 'test' }), NOW + 1);
		expect(await happened('assigned')).toEqual([]);
		for (const at of [NOW + 2, NOW + 3]) await store.confirmAssignment('h-1', { how: 'assigned', cause: 'assigned', to: ANA }, at);
		expect(await happened('assigned')).toHaveLength(1);
		expect(await store.assignments('h-1')).toEqual([{ assignee: expect.objectContaining({ id: 'ana' }), at: NOW + 2, how: 'assigned', cause: 'assigned' }]);
	});

	it('takes the built-in desk\'s task along, unless it is done', async () => {
		await opened();
		const task = { handoverId: 'h-1', title: 'Call back', body: '', dueAt: NOW + HOUR, priority: 'normal', assigneeId: 'ana', createdAt: NOW };
		await store.deskRecords.addTask({ ...task, id: 't-1' });
		await store.reassign('h-1', { id: 'ben', name: 'Ben' }, NOW + 1);
		expect(await store.deskRecords.taskOf('h-1')).toEqual({ ...task, id: 't-1', assigneeId: 'ben' });
		await store.deskRecords.completeTask('h-1', NOW + 2);
		await store.reassign('h-1', undefined, NOW + 3);
		expect(await store.deskRecords.taskOf('h-1')).toMatchObject({ assigneeId: 'ben', completedAt: NOW + 2 });
	});

	it('is nobody once it is closed', async () => {
		const handover = await opened();
		await store.resume(REF, 'resolved', NOW + 1);
		expect(await store.assign(handover, ['ana'], () => ({ member: ANA, why: 'test' }), NOW + 2)).toBeUndefined();
		expect((await now()).assignee).toBeUndefined();
	});

	it('keeps what the desk says, also that nobody has it', async () => {
		await opened();
		await store.reassign('h-1', { id: 'ben', name: 'Ben' }, NOW + 1);
		await store.reassign('h-1', undefined, NOW + 2);
		expect((await store.assignments('h-1')).map(({ assignee, how }) => [assignee?.name, how])).toEqual([
			['Ben', 'desk'],
			[undefined, 'desk'],
		]);
		expect((await now()).assignee).toBeUndefined();
	});
});

describe('escalating', () => {
	async function withAna(): Promise<Handover> {
		const handover = await opened();
		await store.assign(handover, ['ana'], () => ({ member: ANA, why: 'test' }), NOW);
		await store.confirmAssignment('h-1', { how: 'assigned', cause: 'assigned', to: ANA }, NOW);
		return now();
	}

	it('passes over those who had it, and notes when', async () => {
		const handover = await withAna();
		const result = await store.escalate(handover, 'e-1', ['ana', 'ben'], anyone, NOW + HOUR);
		expect(result).toMatchObject({ escalated: true, choice: { member: { id: 'ben' } }, before: { id: 'ana' } });
		expect(await now()).toMatchObject({ assignee: { id: 'ben' }, escalatedAt: NOW + HOUR, assignedAt: NOW + HOUR, deadlineAt: handover.deadlineAt });
		expect(await store.escalate(await now(), 'e-2', ['ana', 'ben'], anyone, NOW + 2 * HOUR)).toMatchObject({ escalated: true, choice: { why: 'The team is empty' } });
		expect((await now()).assignee).toBeUndefined();
		// Nobody got it, so there is nobody to tell.
		await store.confirmAssignment('h-1', { how: 'escalated', cause: 'e-2', to: undefined }, NOW + 2 * HOUR);
		expect(await happened('assigned')).toHaveLength(1);
	});

	it('happens once for one cause, and says who got it', async () => {
		const handover = await withAna();
		await store.escalate(handover, 'e-1', ['ana', 'ben'], anyone, NOW + HOUR);
		expect(await store.escalate(handover, 'e-1', ['ana', 'ben'], anyone, NOW + HOUR)).toEqual({
			escalated: false,
			repeated: true,
			assignee: expect.objectContaining({ id: 'ben' }),
		});
		await store.confirmAssignment('h-1', { how: 'escalated', cause: 'e-1', to: BEN }, NOW + HOUR);
		expect(await store.escalate(handover, 'e-1', [], anyone, NOW + HOUR)).toMatchObject({ repeated: true, assignee: { id: 'ben' } });
		expect(await happened('assigned')).toHaveLength(2);
	});

	it('chooses anew for the same cause when the one chosen was refused', async () => {
		const handover = await withAna();
		const cleo = aMember('Cleo');
		await store.escalate(handover, 'e-1', ['ben'], () => ({ member: BEN, why: 'test' }), NOW + HOUR);
		const had: string[][] = [];
		await store.escalate(handover, 'e-1', ['cleo'], (facts) => (had.push([...facts.had]), { member: cleo, why: 'test' }), NOW + HOUR, BEN);
		expect(had).toEqual([['ana']]);
		expect((await now()).assignee?.id).toBe('cleo');
	});

	it('leaves alone what a person has answered, or what is closed', async () => {
		const handover = await withAna();
		await store.humanActed(REF, { at: NOW + 1, replied: true }, () => undefined);
		expect(await store.escalate(handover, 'e-1', ['ben'], anyone, NOW + HOUR)).toEqual({ escalated: false, repeated: false, why: 'answered' });
		await store.resume(REF, 'resolved', NOW + 2);
		expect(await store.escalate(handover, 'e-1', ['ben'], anyone, NOW + HOUR)).toEqual({ escalated: false, repeated: false, why: 'closed' });
		expect((await now()).assignee?.id).toBe('ana');
	});

	it('gives it to one of two that race for the same cause', async () => {
		const handover = await withAna();
		const other = await world.another();
		const results = await Promise.all(
			Array.from({ length: 20 }, (_, index) => (index % 2 ? store : other).escalate(handover, 'e-1', ['ana', 'ben'], anyone, NOW + HOUR)),
		);
		expect(results.filter(({ escalated }) => escalated)).toHaveLength(1);
	});
});

describe('the queue', () => {
	it('has those whom nobody owns and whose pause holds, oldest first', async () => {
		for (const [id, at] of [['young', 30], ['old', 10], ['owned', 20], ['closed', 5]] as const) {
			const handover = aHandover({ id, conversation: conversation(id), openedAt: NOW + at });
			await store.openHandover(handover, { ...PAUSE, setAt: NOW + at, until: id === 'old' ? NOW + 2 * HOUR : PAUSE.until });
		}
		await store.setAssignee('owned', { id: 'ana', name: 'Ana' }, NOW + 40);
		await store.resume(conversation('closed'), 'resolved', NOW + 40);
		const account = { desk: 'built-in', account: 'default' };
		const ids = async (at: number) => (await store.queue(account, at)).map(({ id }) => id);
		expect(await ids(NOW + HOUR)).toEqual(['old', 'young']);
		expect(await ids(NOW + 2 * HOUR)).toEqual(['young']);
		expect(await store.queue({ desk: 'chatwoot', account: '1' }, NOW)).toEqual([]);
	});
});

it('remembers the plan of a handover and the team of an account', async () => {
	await opened();
	const hours = { weekly: 'Mon-Fri 9:00-17:00', holidays: '', zone: 'UTC' };
	await store.setPlan('h-1', { deadlineAt: NOW + HOUR, hours });
	expect(await now()).toMatchObject({ deadlineAt: NOW + HOUR, hours, contact: { name: 'Rosa Lima' } });
	const account = { desk: 'built-in', account: 'default' };
	expect(await store.team(account)).toEqual([]);
	await store.saveTeam(account, [ANA], NOW);
	await store.saveTeam(account, [ANA, BEN], NOW + 1);
	expect(await store.team(account)).toEqual([ANA, BEN]);
	expect(await store.team({ desk: 'chatwoot', account: '1' })).toEqual([]);
});

it('knows the team of each flow, and everybody for a flow without one', async () => {
	const account = { desk: 'built-in', account: 'default' };
	const lead = { ...ANA, lead: true };
	await store.saveTeam(account, [ANA, BEN], NOW, 'shop');
	await store.saveTeam(account, [aMember('Cleo'), lead], NOW + 1, 'hotel');
	expect(await store.team(account, 'shop')).toEqual([ANA, BEN]);
	expect(await store.team(account, 'hotel')).toEqual([aMember('Cleo'), lead]);
	for (const flow of ['another', undefined]) expect(await store.team(account, flow)).toEqual([aMember('Cleo'), lead, BEN]);
});
