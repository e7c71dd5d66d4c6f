import { asAssignee } from '../../handover/assignment';
import type { Handover, StepResult } from '../../handover/receipt';
import { caseOf, type Case } from '../../handover/report/cases';
import { businessClock } from '../../handover/report/durations';
import type { KyselyStore } from '../../handover/store/kyselyStore';
import type { HandoverRecord } from '../../handover/store/logStore';
import { DAY, HOUR, NOW, aHandover, aMember } from '../support/builders';
import { aWorld, conversation, type World } from '../support/world';

let world: World;
let store: KyselyStore;

beforeEach(async () => {
	world = await aWorld();
	store = world.store;
});

afterEach(() => world.close());

const ACCOUNT = { desk: 'built-in', account: 'default' };
const ANA = asAssignee(aMember('Ana'));
const BEN = asAssignee(aMember('Ben'));
const ALL = { from: 0, to: NOW + DAY };
const LATER = NOW + 2 * HOUR;

async function open(id: string, over: Partial<Handover> = {}): Promise<void> {
	const handover = aHandover({ id, conversation: conversation(`c of ${id}`), ...over });
	await store.openHandover(handover, { setAt: NOW, until: NOW + 8 * HOUR, reason: 'test' });
}

const close = (id: string, outcome: 'resolved' | 'bot_returned' = 'resolved') => store.resume(conversation(`c of ${id}`), outcome, NOW + HOUR);

async function found(period = ALL, account = ACCOUNT): Promise<Case[]> {
	const all: Case[] = [];
	for await (const some of store.log.cases.between(account, period, LATER)) all.push(...some);
	return all.map(({ openedAt, about, claim, reply, agentReply, taskDueAt }) => ({ openedAt, about, claim, reply, agentReply, taskDueAt }));
}

/** What it should find: every record looked at anew. */
async function expected(): Promise<Case[]> {
	const records = await store.log.records({ account: ACCOUNT });
	return records.reverse().map((record) => caseOf(record, LATER, businessClock()));
}

/** The handovers whose case is kept. */
const kept = async () => (await world.rows('select handover_id from cases where about is not null order by handover_id')).map(({ handover_id: id }) => id);

/** Lets something happen while handovers are being worked out, after they were read. @returns which were read */
function whileWorkingOut(happens: () => Promise<unknown> = async () => undefined): string[] {
	const read: string[] = [];
	const cases = store.log.cases as unknown as { recordsOf: (...args: unknown[]) => Promise<HandoverRecord[]> };
	const { recordsOf } = cases;
	cases.recordsOf = async (...args) => {
		const records = await recordsOf(...args);
		read.push(...records.map(({ handover }) => handover.id));
		await happens();
		return records;
	};
	return read;
}

/** A step that is begun, looked at meanwhile, and done. */
async function finishStep(handoverId: string, step: 'tag' | 'task', data: StepResult['data']): Promise<void> {
	await store.claimStep({ handoverId, step }, { id: 'x', at: NOW, until: NOW + 1 });
	await found();
	await store.finishStep({ handoverId, step }, 'x', { status: 'done', at: '', what: '', data });
}

it('says of each handover what its record says, in the order in which they began', async () => {
	await open('b', { openedAt: NOW + 1 });
	await open('a', { priority: 'urgent', hours: { weekly: 'Mon-Fri 9:00-12:30', holidays: '', zone: 'UTC' } });
	await store.reassign('a', ANA, NOW);
	await store.humanActed(conversation('c of a'), { at: NOW + HOUR, agent: ANA, replied: true }, () => undefined);
	await close('a');
	await finishStep('a', 'tag', { added: ['vip'] });
	const cases = await found();
	expect(cases).toEqual(await expected());
	expect(cases.map(({ about }) => JSON.parse(about) as unknown)).toEqual([
		{ scenario: 'human_requested', outcome: 'resolved', urgent: true, hours: true, claimed: true, replied: true, agent: { id: 'ana', name: 'Ana' }, tags: ['vip'] },
		{ scenario: 'human_requested', outcome: 'open' },
	]);
	// Of the hour until the answer somebody was there for half.
	expect(cases[0]).toMatchObject({ openedAt: NOW, reply: HOUR / 2 });
	expect(await found()).toEqual(cases);
});

it('finds those of a period and of an account', async () => {
	for (const openedAt of [NOW, NOW + 1, NOW + 2]) await open(`h-${openedAt}`, { openedAt });
	expect((await found({ from: NOW + 1, to: NOW + 2 })).map(({ openedAt }) => openedAt)).toEqual([NOW + 1]);
	expect(await found(ALL, { desk: 'chatwoot', account: '7' })).toEqual([]);
});

it('works out what is closed once, what is open every time', async () => {
	await open('a');
	await open('b');
	await close('a');
	const read = whileWorkingOut();
	await found();
	expect(read.sort()).toEqual(['a', 'b']);
	await found();
	expect(read).toEqual(['a', 'b', 'b']);
	expect(await kept()).toEqual(['a']);
});

it('prepares so many of those that are closed, and none that is open', async () => {
	for (const id of ['a', 'b', 'c']) await open(id);
	for (const id of ['a', 'b']) await close(id);
	await store.log.cases.prepare(1, LATER);
	expect(await kept()).toHaveLength(1);
	await store.log.cases.prepare(5, LATER);
	expect(await kept()).toEqual(['a', 'b']);
	const read = whileWorkingOut();
	await store.log.cases.prepare(5, LATER);
	expect(await found()).toEqual(await expected());
	expect(read).toEqual(['c']);
});

const changes: [string, () => Promise<unknown>][] = [
	['a person says what came of it', () => store.log.settle('a', 'booked', {})],
	['its task is completed', () => store.noteTaskCompleted('a', NOW + DAY)],
	['its task gets a date', () => store.noteTask('a', NOW + DAY)],
	['a tag is put on', () => finishStep('a', 'tag', { added: ['late'] })],
	['the task is created', () => finishStep('a', 'task', {})],
	['somebody else had it', () => world.rows(`insert into assignments (handover_id, cause, how, assignee_id, assignee, at, confirmed) values ('a', 'late', 'desk', 'ben', '${JSON.stringify(BEN)}', ${NOW}, 1)`)],
	['nobody has it any more', () => store.unassign('a', 'ana')],
	['its business hours become known', () => store.setPlan('a', { deadlineAt: NOW, hours: { weekly: 'Sun 9-10', holidays: '', zone: 'UTC' } })],
];
it.each(changes)('notices after it was closed that %s', async (_, change) => {
	await open('a', { assignee: ANA });
	await close('a', 'bot_returned');
	const before = await found();
	expect(await kept()).toEqual(['a']);
	await change();
	const after = await found();
	expect(after).toEqual(await expected());
	expect(after).not.toEqual(before);
	expect(await kept()).toEqual(['a']);
});

it('notices what changes in the very moment in which it is worked out', async () => {
	await open('a');
	await close('a', 'bot_returned');
	let settled = false;
	whileWorkingOut(async () => {
		if (!settled) await store.log.settle('a', 'sold', {});
		settled = true;
	});
	await found();
	expect(await kept()).toEqual([]);
	expect((await found()).map(({ about }) => (JSON.parse(about) as { outcome: string }).outcome)).toEqual(['sold']);
	expect(await kept()).toEqual(['a']);
});

it('forgets what is erased, also in the very moment in which it is worked out', async () => {
	await open('a');
	await close('a');
	whileWorkingOut(() => store.log.eraseContact(ACCOUNT, 'k-1', []));
	await found();
	expect(await world.rows('select * from cases')).toEqual([]);
	expect(await found()).toEqual([]);
});

it('finds each of very many once, in order, also when many began in the same moment', async () => {
	const count = 5_300;
	const details = JSON.stringify({ contact: { id: 'k' }, channel: 'chat', reason: '', confidence: 1, detector: 'test', priority: 'normal' });
	await world.rows(`
		with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
		insert into handovers (id, conversation, desk, account, conversation_id, status, scenario, flow, opened_at, deadline_at, closed_at, details)
		select 'h-' || ((i * 7919) % ${count}), 'c-' || i, 'built-in', 'default', 'c-' || i, 'closed', 'human_requested', 'f', ${NOW} + i / 2700, 0, ${NOW} + 5, '${details}' from n`);
	const cases = await found();
	expect(cases).toHaveLength(count);
	const times = cases.map(({ openedAt }) => openedAt);
	expect(times).toEqual([...times].sort((a, b) => a - b));
	expect(await kept()).toHaveLength(count);
	// Each was closed a little after it began, by as much as its own time says.
	expect(cases.every(({ openedAt, reply }) => reply === NOW + 5 - openedAt)).toBe(true);
	expect(await found()).toEqual(cases);
});
