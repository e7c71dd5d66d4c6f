import { asAssignee } from '../../handover/assignment';
import type { Pause } from '../../handover/pause';
import type { Handover } from '../../handover/receipt';
import type { KyselyStore } from '../../handover/store/kyselyStore';
import type { HandoverFilter } from '../../handover/store/logStore';
import { DAY, HOUR, MINUTE, NOW, aHandover, aMember } from '../support/builders';
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
const pauseUntil = (until: number): Pause => ({ setAt: NOW, until, reason: 'test' });

/** Opens a handover in a conversation of its own. */
async function open(id: string, over: Partial<Handover> = {}, until = NOW + 8 * HOUR): Promise<Handover> {
	const { handover } = await store.openHandover(aHandover({ id, conversation: conversation(`c of ${id}`), waitingSince: NOW, ...over }), pauseUntil(until));
	return handover;
}

const close = (id: string, at: number) => store.resume(conversation(`c of ${id}`), 'resolved', at);
const ids = async (filter: HandoverFilter) => (await store.log.find(filter)).map(({ id }) => id);

/** All rows of all tables, as text. */
async function everything(): Promise<Record<string, string[]>> {
	const rowsOf = async (table: string) => (await world.rows(`select * from ${table}`)).map((row) => JSON.stringify(row));
	return Object.fromEntries(await Promise.all((await world.tables()).map(async (table) => [table, await rowsOf(table)] as const)));
}

const events = async () => (await everything()).events.map((row) => JSON.parse(row) as { id: string; type: string; data: string | null });

describe('finding handovers', () => {
	it.each<[string, HandoverFilter, string[]]>([
		['all, newest first', {}, ['e', 'd', 'c', 'b', 'a']],
		['open ones', { status: 'open' }, ['d', 'c', 'b', 'a']],
		['closed ones', { status: 'closed' }, ['e']],
		['those in the queue', { inQueue: true }, ['d', 'c', 'a']],
		['those of an agent', { assigneeId: 'ana' }, ['b']],
		['those of a contact', { contactId: 'k-c' }, ['c']],
		['those of a conversation', { conversationId: 'c of d', account: ACCOUNT }, ['d']],
		['those of a conversation at any desk', { conversationId: 'c of d' }, ['d']],
		['those of a scenario', { scenario: 'upset_customer' }, ['a']],
		['those with an outcome', { outcome: 'resolved' }, ['e']],
		['from a moment on', { from: NOW + 3 }, ['e', 'd']],
		['before a moment', { to: NOW + 1 }, ['a']],
		['between two', { from: NOW + 1, to: NOW + 3 }, ['c', 'b']],
		['some', { limit: 2 }, ['e', 'd']],
		['several filters together', { status: 'open', from: NOW + 1, inQueue: true, limit: 1 }, ['d']],
		['of another account', { account: { desk: 'chatwoot', account: '7' } }, []],
		['one', { id: 'c' }, ['c']],
	])('finds %s', async (_, filter, found) => {
		await open('a', { openedAt: NOW, scenario: 'upset_customer' });
		await open('b', { openedAt: NOW + 1 });
		await open('c', { openedAt: NOW + 2, contact: { id: 'k-c' } });
		await open('d', { openedAt: NOW + 3 });
		await open('e', { openedAt: NOW + 4 });
		await store.reassign('b', ANA, NOW);
		await close('e', NOW + 5);
		expect(await ids(filter)).toEqual(found);
	});

	it('finds each of very many once, also when many opened in the same moment', async () => {
		const count = 1300;
		for (let i = 0; i < count; i++) await open(`h-${String(i).padStart(4, '0')}`, { openedAt: NOW + Math.floor(i / 700) });
		const found = await ids({});
		expect(found).toHaveLength(count);
		expect(found).toEqual([...found].sort().reverse());
		expect(await ids({ limit: 501 })).toEqual(found.slice(0, 501));
		const records = await store.log.records({ from: NOW });
		expect(records.map(({ handover }) => handover.id)).toEqual(found);
	});

	it('brings what belongs to each, and nothing of another', async () => {
		await open('a');
		await open('b', { openedAt: NOW + 1 });
		const claim = { id: 'x', at: NOW, until: NOW + 1 };
		await store.claimStep({ handoverId: 'a', step: 'tag' }, claim);
		await store.finishStep({ handoverId: 'a', step: 'tag' }, 'x', { status: 'done', at: '', what: 'Tagged', data: { added: ['vip'] } });
		await store.claimStep({ handoverId: 'a', step: 'task' }, claim);
		await store.reassign('a', ANA, NOW);
		await store.reassign('a', BEN, NOW + 1, 'claimed');
		const [b, a] = await store.log.records({});
		expect(a).toMatchObject({ tags: ['vip'], steps: { tag: { what: 'Tagged' } } });
		expect(a.steps.task).toBeUndefined();
		expect(a.assignments.map(({ assignee, how }) => [assignee?.id, how])).toEqual([['ana', 'desk'], ['ben', 'claimed']]);
		expect(b).toMatchObject({ handover: { id: 'b' }, tags: [], steps: {}, assignments: [] });
	});

	it('shows of a conversation only what was said until the handover ended', async () => {
		const handover = await open('a');
		await store.addMessage(handover.conversation, { from: 'customer', text: 'before', at: NOW - 1 });
		await store.addMessage(handover.conversation, { from: 'agent', text: 'during', at: NOW + 1 });
		await close('a', NOW + 2);
		await store.addMessage(handover.conversation, { from: 'bot', text: 'after', at: NOW + 3 });
		const closed = (await store.handover('a')) as Handover;
		expect((await store.log.transcript(closed)).map(({ text }) => text)).toEqual(['before', 'during']);
		expect(await store.log.transcript(handover)).toHaveLength(3);
	});
});

describe('claiming', () => {
	const at = NOW + MINUTE;
	const claim = (agent = ANA, when = at, takeOver = false, through = store) =>
		through.log.claim('h', { agent, at: when, takeOver, next: (pause) => ({ ...pause, until: pause.until + HOUR }) });

	it('gives it to one of many who claim at the same time, and tells the others who that is', async () => {
		await open('h');
		const other = await world.another();
		const agents = Array.from({ length: 20 }, (_, index) => asAssignee(aMember(`Agent ${index}`)));
		const claims = await Promise.all(agents.map((agent, index) => claim(agent, at, false, index % 2 === 0 ? store : other)));
		const won = claims.filter(({ claimed }) => claimed);
		expect(won).toHaveLength(1);
		const { assignee } = (await store.handover('h')) as Handover;
		expect(claims.filter((one) => !one.claimed && one.by?.id === assignee?.id)).toHaveLength(agents.length - 1);
		expect((await events()).filter(({ type }) => type === 'assigned' || type === 'claimed')).toHaveLength(2);
		expect(await store.assignments('h')).toMatchObject([{ how: 'claimed', assignee: { id: assignee?.id } }]);
	});

	it('notes the claim, the owner, the pause and the events together', async () => {
		const handover = await open('h');
		expect(await claim()).toMatchObject({ claimed: true, handover: { assignee: { id: 'ana' }, claimedAt: at, assignedAt: at } });
		expect((await store.situation(handover.conversation)).pause?.until).toBe(NOW + 9 * HOUR);
		expect(await store.handover('h')).toMatchObject({ waitingSince: NOW });
		expect((await events()).map(({ type }) => type)).toEqual(['opened', 'claimed', 'assigned']);
	});

	it('changes nothing when it is claimed again by the same person', async () => {
		const { conversation: ref } = await open('h');
		await claim();
		const before = [await store.handover('h'), await store.situation(ref), await events()];
		expect(await claim(ANA, at + 1)).toMatchObject({ claimed: true });
		expect([await store.handover('h'), await store.situation(ref), await events()]).toEqual(before);
	});

	it('takes it from somebody who was only chosen', async () => {
		await open('h');
		await store.setAssignee('h', BEN, NOW);
		await store.confirmAssignment('h', { how: 'assigned', cause: 'assign', to: BEN }, NOW);
		expect(await claim()).toMatchObject({ claimed: true });
	});

	it.each<[string, () => Promise<unknown>]>([
		['who has written to the customer', async () => {
			await store.setAssignee('h', BEN, NOW);
			await store.humanActed(conversation('c of h'), { at: NOW + 1, agent: BEN, replied: true }, () => undefined);
		}],
		['whom the desk named', () => store.reassign('h', BEN, NOW)],
		['who claimed it, also after an escalation', async () => {
			await claim(ANA, NOW + 1);
			await store.escalate((await store.handover('h')) as Handover, 'slow', [], () => ({ why: 'nobody' }), NOW + 2);
			await claim(BEN, NOW + 3);
		}],
	])('leaves it with somebody %s, unless it is to be taken over', async (_, happens) => {
		await open('h');
		await happens();
		expect(await claim()).toEqual({ claimed: false, by: BEN });
		expect(await store.handover('h')).toMatchObject({ assignee: { id: 'ben' } });
		expect(await claim(ANA, at, true)).toMatchObject({ claimed: true });
		expect(await store.handover('h')).toMatchObject({ assignee: { id: 'ana' } });
	});

	it('can be claimed anew by whom an escalation chose, and taken from them before', async () => {
		await open('h');
		await claim();
		await store.escalate((await store.handover('h')) as Handover, 'slow', [], () => ({ member: aMember('Ben'), why: 'free' }), at + 1);
		expect(await claim(asAssignee(aMember('Cid')), at + 2)).toMatchObject({ claimed: true });
		expect(await claim(BEN, at + 3)).toMatchObject({ claimed: false, by: { id: 'cid' } });
	});

	it.each<[string, () => Promise<unknown>, number]>([
		['is closed', () => close('h', NOW + 1), at],
		['has a pause that is over', async () => undefined, NOW + 8 * HOUR],
		['is not there', () => store.log.eraseContact(ACCOUNT, 'k-1', []), at],
	])('is refused for one that %s', async (_, happens, when) => {
		await open('h');
		await happens();
		const before = await everything();
		expect(await claim(ANA, when)).toEqual({ claimed: false });
		expect(await everything()).toEqual(before);
	});
});

describe('what a person says afterwards', () => {
	it('counts for a handover that ended by itself, and changes nothing else', async () => {
		await open('a');
		await store.closeIfPauseOver('a', 'bot_returned', NOW + 9 * HOUR);
		expect(await store.log.settle('a', 'booked', { note: 'Tuesday', by: 'Ana' })).toBe(true);
		expect(await store.handover('a')).toMatchObject({ outcome: 'booked', closing: { note: 'Tuesday', by: 'Ana' }, closedAt: NOW + 9 * HOUR });
	});

	it('does not count for one that a person closed, nor for an open one', async () => {
		await open('a');
		expect(await store.log.settle('a', 'booked', {})).toBe(false);
		await close('a', NOW + 1);
		expect(await store.log.settle('a', 'booked', {})).toBe(false);
		expect(await store.handover('a')).toMatchObject({ outcome: 'resolved' });
	});
});

/** Leaves traces of a contact in every table that can hold any. */
async function live(contactId: string, id: string, at = NOW): Promise<void> {
	const ref = conversation(`c of ${id}`);
	const words = `the words of ${contactId}`;
	await store.addMessage(ref, { from: 'customer', text: words, at, id: `m of ${contactId}` });
	await store.updateAttempts(ref, (attempts) => ({ ...attempts, failed: 1, updatedAt: at, messageId: `m of ${contactId}` }));
	await store.openHandover(aHandover({ id, conversation: ref, contact: { id: contactId, name: `name of ${contactId}` }, message: words, openedAt: at }), {
		...pauseUntil(at + HOUR),
		handoverId: id,
	});
	const claim = { id: 'x', at, until: at + 1 };
	await store.claimStep({ handoverId: id, step: 'note' }, claim);
	await store.finishStep({ handoverId: id, step: 'note' }, 'x', { status: 'done', at: '', what: words });
	await store.reassign(id, ANA, at);
	await store.humanActed(ref, { at, agent: ANA, replied: true, text: `to ${contactId}` }, () => undefined);
	await store.deskRecords.addTask({ id: `task of ${id}`, handoverId: id, title: words, body: words, dueAt: at, priority: 'normal', createdAt: at });
	await store.deskRecords.addTags(ref, contactId, ['vip', 'late'], at);
	await store.deskRecords.setOwner(ref, contactId, ANA, at);
	await store.beginSending(ref, `s of ${id}`, `to ${contactId}`, at);
	const event = { id: `${contactId}/still_paused`, type: 'still_paused' as const, at, conversation: ref };
	await store.events.claimEvent('a flow', event, { id: 'x', at, until: at + 1 });
	await store.events.claimEvent('a flow', { ...event, id: `${id}/unanswered`, type: 'unanswered', handoverId: id }, { id: 'x', at, until: at + 1 });
}

/** Tables that know nothing of contacts, or only for some days. */
const OTHER_TABLES = ['rotation', 'deliveries', 'subscribers', 'teams'];

describe('erasing a contact', () => {
	it('leaves nothing of them in any table, and everything of others', async () => {
		await live('rosa', 'of-rosa');
		await live('otto', 'of-otto');
		const filled = Object.entries(await everything()).filter(([name]) => !OTHER_TABLES.includes(name));
		expect(filled.filter(([, rows]) => !rows.some((row) => row.includes('rosa')))).toEqual([]);
		const erased = await store.log.eraseContact(ACCOUNT, 'rosa', []);
		expect(erased).toEqual({ handovers: 1, conversations: 1, messages: 2, tasks: 1, tags: 2 });
		const left = await everything();
		expect(Object.values(left).flat().filter((row) => row.includes('rosa'))).toEqual([]);
		const ofOtto = (rows: string[]) => rows.filter((row) => row.includes('otto'));
		expect(Object.fromEntries(filled.map(([name, rows]) => [name, ofOtto(rows)]))).toEqual(
			Object.fromEntries(filled.map(([name]) => [name, left[name]])),
		);
	});

	it('finds their conversations by id where they had no handover, and those of all their handovers', async () => {
		await store.addMessage(conversation('chat'), { from: 'customer', text: 'hello', at: NOW });
		await live('rosa', 'first');
		await live('rosa', 'second');
		await store.addMessage(conversation('chat of otto'), { from: 'customer', text: 'good bye', at: NOW });
		expect(await store.log.eraseContact(ACCOUNT, 'rosa', ['chat'])).toMatchObject({ handovers: 2, conversations: 3, messages: 5 });
		expect((await everything()).messages).toHaveLength(1);
	});

	it('finds handovers from before their contact had a column', async () => {
		await live('rosa', 'old');
		await world.rows('update handovers set contact_id = null');
		expect(await store.log.eraseContact(ACCOUNT, 'rosa', [])).toMatchObject({ handovers: 1 });
	});

	it('keeps a contact of the same id at another account', async () => {
		await live('rosa', 'a');
		expect(await store.log.eraseContact({ desk: 'built-in', account: 'other' }, 'rosa', ['c of a'])).toEqual({
			handovers: 0, conversations: 0, messages: 0, tasks: 0, tags: 0,
		});
		expect(await ids({})).toEqual(['a']);
	});
});

describe('deleting what is old', () => {
	const before = NOW + 100 * DAY;
	const rowsOf = async (id: string) => Object.entries(await everything()).flatMap(([name, rows]) => (rows.some((row) => row.includes(id)) ? [name] : []));

	it('forgets handovers that ended before, with everything of theirs', async () => {
		await live('rosa', 'old');
		await close('old', before - 1);
		expect(await store.log.eraseBefore(before)).toEqual({ handovers: 1, conversations: 1, messages: 2, tasks: 1, tags: 2 });
		expect(Object.entries(await everything()).filter(([, rows]) => rows.length > 0)).toEqual([]);
	});

	it('keeps one that ended later, with its tasks, tags and what was told of it', async () => {
		await live('rosa', 'late');
		await close('late', before);
		const left = await rowsOf('late');
		await store.log.eraseBefore(before);
		expect(await ids({})).toEqual(['late']);
		expect(await rowsOf('late')).toEqual(left.filter((table) => !['messages', 'attempts', 'pauses', 'sent_messages'].includes(table)));
		expect((await everything()).desk_tags).toHaveLength(2);
	});

	it('never touches an open handover, its conversation or its pause', async () => {
		await live('rosa', 'open');
		const old = await rowsOf('open');
		await store.log.eraseBefore(before);
		expect(await rowsOf('open')).toEqual(old.filter((table) => table !== 'sent_messages'));
		expect((await everything()).messages).toHaveLength(2);
	});

	it('keeps a pause that holds, and forgets one that is over', async () => {
		await store.setPause(conversation('holds'), () => pauseUntil(before));
		await store.setPause(conversation('over'), () => pauseUntil(before - 1));
		await store.log.eraseBefore(before);
		expect((await everything()).pauses).toEqual([expect.stringContaining('holds')]);
	});

	it('keeps for a pause that holds what flows were told of it, so that they are not told again', async () => {
		const told = async (id: string, until: number) => {
			await store.setPause(conversation(id), () => pauseUntil(until));
			const event = { id: `${id}/still_paused/1`, type: 'still_paused' as const, at: before - HOUR, conversation: conversation(id) };
			await store.events.claimEvent('flow', event, { id: 'claim', at: before - HOUR, until: before - HOUR + 1 });
			await store.events.finishEvent('flow', event.id, 'claim', before - HOUR);
			return event.id;
		};
		const holds = await told('holds', before);
		const over = await told('over', before - 1);
		await store.log.eraseBefore(before);
		expect([...(await store.events.toldAlready('flow', [holds, over], before))]).toEqual([holds]);
		expect((await events()).map(({ id }) => id)).toEqual([holds]);
	});

	it('looks at every message and attempt of very many', async () => {
		const count = 4_500;
		const fill = (table: string, columns: string, values: string) =>
			world.rows(`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count}) insert into ${table} (${columns}) select ${values} from n`);
		const at = `${before} - 1 + i % 2`;
		await fill('messages', 'conversation, sender, text, at', `'c-' || (i % 10), 'customer', 'hello', ${at}`);
		await fill('attempts', 'conversation, turn, failed, judged_turn, replies_only, updated_at', `'c-' || i, 1, 0, 1, 0, ${at}`);
		expect(await store.log.eraseBefore(before)).toMatchObject({ messages: count / 2, conversations: 5 });
		const left = async (table: string, age: string) => (await world.rows(`select ${age} as at from ${table}`)).map((row) => Number(row.at));
		for (const times of [await left('messages', 'at'), await left('attempts', 'updated_at')]) {
			expect(times).toHaveLength(count / 2);
			expect(new Set(times)).toEqual(new Set([before]));
		}
	});

	it('forgets more than one batch', async () => {
		for (let i = 0; i < 1100; i++) {
			await open(`h-${i}`);
			await close(`h-${i}`, NOW + 1);
		}
		expect(await store.log.eraseBefore(before)).toMatchObject({ handovers: 1100 });
		expect(await ids({})).toEqual([]);
	});
});
