import {
	agentOrStranger,
	claimHandover,
	closeHandover,
	deleteOld,
	eraseContact,
	exportHandovers,
	getHandover,
	listHandovers,
	namedHandover,
	reportHandovers,
	type ClaimInput,
	type CloseInput,
} from '../../handover/actions/log';
import { createTask } from '../../handover/actions/createTask';
import { findOrOpenHandover } from '../../handover/actions/episode';
import { DeskError, type Desk } from '../../handover/desks/desk';
import { HandoverError } from '../../handover/errors';
import { exporting, type FileFormat } from '../../handover/log/file';
import { logEntry } from '../../handover/log/entry';
import { lastDays, readPeriod } from '../../handover/log/period';
import type { Handover } from '../../handover/receipt';
import { readCsv } from '../../handover/replay/csv';
import { DAY, HOUR, MINUTE, NOW, aHandover, aMember, refusal } from '../support/builders';
import { aSubject, aWorld, conversation, type World } from '../support/world';
import { finished } from './report/records';

let world: World;

beforeEach(async () => {
	world = await aWorld();
});

afterEach(() => world.close());

const ACCOUNT = { desk: 'built-in', account: 'default' };
const TEAM = [aMember('Ana Silva', { id: 'ana@example.com', email: 'ana@example.com' }), aMember('Ben Okafor', { team: 'Sales' })];

/** A handover that a flow opened. */
const open = (id = 'c-1', at = 0): Promise<Handover> => findOrOpenHandover(world.ctx(at), aSubject(id), 'a test');

const claim = (agent: string, over: Partial<ClaimInput> = {}, at = MINUTE, desk: Partial<Desk> = {}) =>
	claimHandover(world.ctx(at, desk), { ...aSubject(), agent, takeOver: false, ...over });

const close = (over: Partial<CloseInput> = {}, at = HOUR, desk: Partial<Desk> = {}) =>
	closeHandover(world.ctx(at, desk), { ...aSubject(), outcome: 'booked', completeTask: true, ...over });

/** What an operator reads when a promise is refused. */
async function refused(promise: Promise<unknown>): Promise<{ message: string; fix: string }> {
	const error = await promise.then(() => undefined, (thrown: unknown) => thrown);
	if (!(error instanceof HandoverError)) throw new Error(`Expected a HandoverError, but got ${JSON.stringify(error)}`);
	return { message: error.message, fix: error.fix };
}

describe('claim', () => {
	beforeEach(() => world.store.saveTeam(ACCOUNT, TEAM, NOW));

	it.each(['ana@example.com', ' Ana Silva ', 'ANA SILVA'])('knows the agent as “%s”', async (name) => {
		await open();
		expect(await claim(name)).toMatchObject({
			claimed: true,
			what: 'Ana Silva has it',
			receipt: { assignee: { id: 'ana@example.com', name: 'Ana Silva' }, inQueue: false, claimedAt: expect.any(String) },
		});
	});

	it('tells who comes second who has it, and changes nothing', async () => {
		await open();
		await claim('Ana Silva');
		expect(await claim('Ben Okafor', {}, 2 * MINUTE)).toMatchObject({
			claimed: false,
			what: 'Ana Silva has it already',
			by: { name: 'Ana Silva' },
			receipt: { assignee: { name: 'Ana Silva' } },
		});
	});

	it('lets a colleague take over when asked to', async () => {
		await open();
		await claim('Ana Silva');
		expect(await claim('Ben Okafor', { takeOver: true })).toMatchObject({ claimed: true, receipt: { assignee: { name: 'Ben Okafor', team: 'Sales' } } });
	});

	it('says that it is over when the bot is back', async () => {
		await open();
		expect(await claim('Ana Silva', {}, 9 * HOUR)).toMatchObject({ claimed: false, what: 'It is over: the bot is back' });
		expect(await world.store.situation(conversation())).toMatchObject({ open: undefined, pause: { until: NOW + 8 * HOUR } });
	});

	it('keeps the bot quiet from then on, for as long as the pause says', async () => {
		const { id } = await open();
		await world.store.setPause(conversation(), () => ({ setAt: NOW, until: NOW + HOUR, handoverId: id, reason: 'test', idle: 3 * HOUR }));
		await claim('Ana Silva');
		expect((await world.store.situation(conversation())).pause).toMatchObject({ until: NOW + MINUTE + 3 * HOUR, idle: 3 * HOUR, handoverId: id });
	});

	it('tells the desk, also when it is claimed again because that failed', async () => {
		await open();
		const told: string[] = [];
		const assign: Desk['assign'] = async (_, { name }) => {
			told.push(name);
			if (told.length === 1) throw new DeskError('not now', 'later', { mayHaveActed: false });
		};
		expect(await refused(claim('Ana Silva', {}, MINUTE, { assign }))).toMatchObject({ message: 'not now' });
		expect(await claim('Ana Silva', {}, MINUTE, { assign })).toMatchObject({ claimed: true });
		expect(await claim('Ben Okafor', {}, MINUTE, { assign })).toMatchObject({ claimed: false });
		expect(told).toEqual(['Ana Silva', 'Ana Silva']);
	});

	it('names who could have been meant when nobody is called so', async () => {
		await open();
		expect(await refused(claim('Anna'))).toEqual({
			message: '"Agent" names Anna, who is not on the team',
			fix: expect.stringContaining('Use one of: ana@example.com, Ben Okafor.'),
		});
		expect((await refused(claim(' '))).message).toBe('"Agent" is empty');
	});

	it('takes anybody where no team is known', async () => {
		await world.store.saveTeam(ACCOUNT, [], NOW);
		await open();
		expect(await claim('Zoe@Example.com')).toMatchObject({ by: { id: 'zoe@example.com', name: 'Zoe@Example.com', email: 'Zoe@Example.com' } });
	});

	it('knows agents by the desk where it has its own, with the team of the table', async () => {
		await open();
		const desk: Partial<Desk> = {
			capabilities: { ...world.ctx().desk.capabilities, agents: 'native' },
			agents: async () => [
				{ id: '7', name: 'Ben Okafor', available: false },
				{ id: '8', name: 'Cid', available: true },
			],
		};
		expect(await claim('ben okafor', {}, MINUTE, desk)).toMatchObject({ by: { id: '7', team: 'Sales' } });
		expect(await claim('Cid', { takeOver: true }, MINUTE, desk)).toMatchObject({ by: { id: '8' } });
		expect((await refused(claim('Ana Silva', { takeOver: true }, MINUTE, desk))).message).toBe('"Agent" names Ana Silva, who is not on the team');
	});
});

describe('close', () => {
	it('ends the pause with outcome, note and name, and gives the bot its memory', async () => {
		await open();
		const closed = await close({ note: 'Visit on Tuesday at 9:00', by: 'Ana Silva' });
		expect(closed).toMatchObject({
			closedNow: true,
			receipt: { status: 'closed', outcome: 'booked', closingNote: 'Visit on Tuesday at 9:00', closedBy: 'Ana Silva' },
			botMemory: expect.stringContaining('Visit on Tuesday at 9:00'),
		});
		expect((await world.store.situation(conversation())).pause?.until).toBe(NOW + HOUR);
	});

	it('completes the task, if there is one and it is wanted', async () => {
		const { id } = await open();
		await createTask(world.ctx(), { ...aSubject(), due: { hours: 24 } });
		await close({ completeTask: false });
		expect(await world.store.deskRecords.taskOf(id)).not.toHaveProperty('completedAt');
		await close();
		expect(await world.store.deskRecords.taskOf(id)).toMatchObject({ completedAt: NOW + HOUR });
		expect(await world.store.handover(id)).toMatchObject({ taskCompletedAt: NOW + HOUR });
	});

	it('closes it although the task is gone from the desk', async () => {
		await open();
		await createTask(world.ctx(), { ...aSubject(), due: { hours: 24 } });
		expect(await close({}, HOUR, { completeTask: async () => undefined })).toMatchObject({ closedNow: true });
	});

	it('switches the bot of the desk on, before anything is closed', async () => {
		await open();
		let fails = true;
		const switched: unknown[] = [];
		const switchBot: Desk['switchBot'] = async (_, on, workflow) => {
			if (fails) throw new DeskError('not now', 'later', { mayHaveActed: false });
			switched.push([on, workflow]);
			return undefined;
		};
		await refused(close({}, HOUR, { switchBot }));
		expect((await world.store.latestHandover(conversation()))?.status).toBe('open');
		fails = false;
		await close({ workflow: 'w-1' }, HOUR, { switchBot });
		await close({ workflow: 'w-1' }, HOUR, { switchBot });
		expect(switched).toEqual([[true, 'w-1']]);
	});

	it('reports one that a person closed before, and leaves it as it is', async () => {
		await open();
		await close({ by: 'Ana Silva' });
		expect(await close({ outcome: 'lost', by: 'Ben' }, 2 * HOUR)).toMatchObject({
			closedNow: false,
			what: 'Ana Silva has closed it before',
			receipt: { outcome: 'booked', closedBy: 'Ana Silva' },
		});
	});

	it('takes what a person says about one that ended by itself', async () => {
		await open();
		expect(await close({ note: 'Called back' }, 9 * HOUR)).toMatchObject({
			closedNow: false,
			what: 'Noted: it had ended by itself',
			receipt: { outcome: 'booked', closingNote: 'Called back' },
		});
	});

	it('never ends a newer handover when an older one is named', async () => {
		const first = await open();
		await close();
		const second = await open('c-1', 2 * HOUR);
		expect(second.id).not.toBe(first.id);
		const switchBot = jest.fn();
		await close({ incoming: { id: first.id }, outcome: 'spam' }, 3 * HOUR, { switchBot });
		expect(switchBot).not.toHaveBeenCalled();
		expect(await world.store.situation(conversation())).toMatchObject({ open: { id: second.id }, pause: { until: NOW + 10 * HOUR } });
		expect(await world.store.handover(first.id)).toMatchObject({ outcome: 'booked' });
	});

	it.each([
		['close', closeHandover],
		['claim', claimHandover],
	])('does not %s a handover of another desk', async (_, act) => {
		const { id } = await open();
		const elsewhere = world.ctx(0, { name: 'chatwoot', title: 'Chatwoot' });
		const input = { ...aSubject('c-1', { id }), outcome: 'booked' as const, completeTask: true, agent: 'Ana', takeOver: false };
		expect((await refused(act(elsewhere, input))).message).toContain('belongs to another desk (built-in)');
		expect((await world.store.handover(id))).toMatchObject({ status: 'open', assignee: undefined });
	});
});

describe('looking up', () => {
	it('shows one handover with all that is known', async () => {
		const { id } = await open();
		await world.store.addMessage(conversation(), { from: 'customer', text: 'Is anybody there?', at: NOW + 1 });
		await claim('Ana');
		const known = await getHandover(world.ctx(30 * MINUTE), aSubject('elsewhere', { id }));
		expect(known).toMatchObject({
			handover: { id, status: 'open' },
			times: { waitingMinutes: 30, minutesToClaim: 1, minutesOpen: 30 },
			assignments: [{ how: 'claimed', at: new Date(NOW + MINUTE).toISOString() }],
			transcript: [{ from: 'customer', text: 'Is anybody there?' }],
			botMemory: expect.any(String),
		});
	});

	it('shows the last one of a conversation where none is open', async () => {
		const { id } = await open();
		await close();
		expect(await getHandover(world.ctx(DAY), aSubject())).toMatchObject({ handover: { id, status: 'closed' } });
	});

	it('says so when there has been none', async () => {
		expect((await refused(getHandover(world.ctx(), aSubject('new')))).message).toBe('This conversation has had no handover');
		expect((await refused(namedHandover(world.ctx(), 'h-0'))).message).toBe('"Handover ID" names h-0, which is not in the store');
	});

	it('lists the handovers of the account as they stand now: one whose pause is over is closed', async () => {
		await open('a');
		await open('b', 2 * HOUR);
		await world.store.openHandover(aHandover({ id: 'other', conversation: { desk: 'chatwoot', account: '1', conversationId: '9' } }), {
			setAt: NOW,
			until: NOW + DAY,
			reason: 'test',
		});
		const listed = await listHandovers(world.ctx(9 * HOUR), {});
		expect(listed.map(({ handover }) => [handover.conversationId, handover.status, handover.outcome])).toEqual([
			['b', 'open', undefined],
			['a', 'closed', 'bot_returned'],
		]);
	});

	it('finds by the name of an agent', async () => {
		await world.store.saveTeam(ACCOUNT, TEAM, NOW);
		await open('c-1');
		await open('c-2', 1);
		await claim('Ana Silva');
		const found = async (assignee: string) => (await listHandovers(world.ctx(HOUR), { assignee })).map(({ handover }) => handover.conversationId);
		expect(await found('ana silva')).toEqual(['c-1']);
		expect(await found('ana@example.com')).toEqual(['c-1']);
		expect(await found('Ben Okafor')).toEqual([]);
		expect(await found('Stranger')).toEqual([]);
	});

	it('knows an agent whom a flow names, and takes a stranger at their word', async () => {
		await world.store.saveTeam(ACCOUNT, TEAM, NOW);
		expect(await agentOrStranger(world.ctx(), 'ben okafor')).toMatchObject({ id: 'ben okafor', team: 'Sales' });
		expect(await agentOrStranger(world.ctx(), ' Zoe ')).toEqual({ id: 'zoe', name: 'Zoe' });
		expect(await agentOrStranger(world.ctx(), '')).toBeUndefined();
	});
});

describe('the times of an entry', () => {
	const entry = (over: Partial<Handover>, now = NOW + HOUR) => logEntry({ handover: aHandover(over), steps: {}, assignments: [], tags: [] }, now).times;

	it.each<[string, Partial<Handover>, object]>([
		['waiting', { waitingSince: NOW + 30 * MINUTE }, { waitingMinutes: 30, minutesOpen: 60 }],
		['answered', { claimedAt: NOW + 90_000, firstReplyAt: NOW + 2 * MINUTE }, { minutesToClaim: 1.5, minutesToFirstReply: 2, minutesOpen: 60 }],
		['closed without an answer', { status: 'closed', closedAt: NOW + 20 * MINUTE, waitingSince: NOW }, { minutesOpen: 20 }],
		['with a task', { taskDueAt: NOW, taskCompletedAt: NOW + 1 }, { minutesOpen: 60, taskDueAt: '2026-03-27T12:00:00.000Z', taskCompletedAt: '2026-03-27T12:00:00.001Z' }],
	])('are those of one that is %s', (_, over, times) => {
		expect(entry(over)).toEqual(times);
	});
});

describe('export', () => {
	const hostile = aHandover({
		contact: { id: 'k-1', name: '=HYPERLINK("http://evil.example","x")', phone: '+49 30 1', fields: { order: 'A-1' } },
		message: 'I said:\n"no"; then, @home',
		closing: { note: '-1+1' },
	});
	const entries = [
		logEntry(
			{
				handover: hostile,
				steps: { tag: { status: 'done', at: '', what: '' } },
				assignments: [{ at: NOW, how: 'escalated', cause: 'x' }],
				tags: ['vip', 'late'],
			},
			NOW + HOUR,
		),
		logEntry({ handover: aHandover({ id: 'h-2', outcome: 'sold', assignee: { id: 'ana', name: 'Añá', email: 'ana@example.com' } }), steps: {}, assignments: [], tags: [] }, NOW),
	];

	const exportFile = (what: typeof entries, format: FileFormat) => finished(exporting(what, format));

	it('as CSV can be read back, runs no formula and keeps every letter', () => {
		const { text, name, mimeType } = exportFile(entries, 'csv');
		expect([name, mimeType, text.codePointAt(0)]).toEqual(['handovers.csv', 'text/csv', 0xfeff]);
		const [first, second] = readCsv(text.slice(1).replaceAll('\r\n', '\n'), {});
		const cell = (row: typeof first, column: string) => [...row.fields].find(([key]) => key.replaceAll(' ', '') === column.toLowerCase())?.[1];
		expect(cell(first, 'contactName')).toBe('\'=HYPERLINK("http://evil.example","x")');
		expect(cell(first, 'contactPhone')).toBe('\'+49 30 1');
		expect(cell(first, 'closingNote')).toBe('\'-1+1');
		expect(cell(first, 'message')).toBe('I said:\n"no"; then, @home');
		expect(cell(first, 'contactFields')).toBe('{"order":"A-1"}');
		expect(cell(first, 'tags')).toBe('vip, late');
		expect(cell(first, 'steps')).toBe('tag: done');
		expect(cell(first, 'assignments')).toBe('2026-03-27T12:00:00.000Z the queue (escalated)');
		expect(cell(first, 'escalations')).toBe('1');
		expect(cell(second, 'assignee')).toBe('Añá');
		expect(cell(second, 'outcome')).toBe('sold');
	});

	it('as JSON has everything that the items have', () => {
		expect(JSON.parse(exportFile(entries, 'json').text)).toEqual(JSON.parse(JSON.stringify(entries)));
		const lines = exportFile(entries, 'jsonl').text.split('\n');
		expect(lines.pop()).toBe('');
		expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(JSON.parse(JSON.stringify(entries)));
	});

	it('of very many is as if it were written in one go', () => {
		const many = Array.from({ length: 450 }, (_, index) => logEntry({ handover: aHandover({ id: `h-${index}`, message: 'one\ntwo' }), steps: {}, assignments: [], tags: [] }, NOW));
		expect(exportFile(many, 'json').text).toBe(JSON.stringify(many, null, '\t'));
		expect(exportFile(many, 'jsonl').text).toBe(many.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
		const rows = readCsv(exportFile(many, 'csv').text.slice(1).replaceAll('\r\n', '\n'), {});
		expect(rows.map(({ fields }) => [...fields][0][1])).toEqual(many.map(({ handover }) => handover.id));
	});

	it('takes the period and brings the entries, too', async () => {
		await open('a');
		await open('b', HOUR);
		const { file, entries: exported } = await exportHandovers(world.ctx(2 * HOUR), { from: NOW + 1 }, 'jsonl');
		expect(exported.map(({ handover }) => handover.conversationId)).toEqual(['b']);
		expect(file.text.split('\n')).toHaveLength(2);
	});

	it('of nothing is an empty file', () => {
		expect(exportFile([], 'jsonl').text).toBe('');
		expect(exportFile([], 'json').text).toBe('[]');
		expect(exportFile([], 'csv').text).toBe('\ufeff');
	});
});

describe('a period', () => {
	const at = (text: string) => Date.parse(text);

	it.each([
		['a day counts as a whole', { from: '2026-03-01', to: '2026-03-01' }, 'UTC', ['2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z']],
		['also on the day on which clocks change', { from: '2026-03-29', to: '2026-03-29' }, 'Europe/Berlin', ['2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z']],
		['times are exact', { from: '2026-03-01T09:00:00', to: '2026-03-01 10:00' }, 'UTC', ['2026-03-01T09:00:00Z', '2026-03-01T10:00:00Z']],
		['a date may have its own zone', { from: '2026-03-01T00:00:00+02:00', to: '2026-03-02' }, 'UTC', ['2026-02-28T22:00:00Z', '2026-03-03T00:00:00Z']],
	])('%s', (_, dates, zone, [from, to]) => {
		expect(readPeriod(dates, zone)).toEqual({ from: at(from), to: at(to) });
	});

	it('may be open at its ends', () => {
		expect(readPeriod({}, 'UTC')).toEqual({});
	});

	it.each([
		[{ from: 'yesterday' }, '"From" is not a date: yesterday'],
		[{ to: '2026-13-01' }, '"To" is not a date: 2026-13-01'],
		[{ from: '2026-03-02', to: '2026-03-01T00:00:00' }, '"To" is not after "From": 1 Mar 2026, 00:00'],
	])('is refused: %j', (dates, message) => {
		expect(refusal(() => readPeriod(dates, 'UTC')).message).toBe(message);
	});

	it('of the last days begins at the same time of day, over a change of the clocks, too', () => {
		const now = at('2026-03-30T12:00:00+02:00');
		expect(lastDays(7, now, 'Europe/Berlin')).toEqual({ from: at('2026-03-23T12:00:00+01:00'), to: now });
	});
});

describe('forgetting', () => {
	it('erases a contact with the conversation that the desk knows', async () => {
		await world.store.addMessage(conversation('rosa'), { from: 'customer', text: 'hello', at: NOW });
		expect(await eraseContact(world.ctx(), 'rosa')).toMatchObject({ messages: 1, conversations: 1 });
		expect((await refused(eraseContact(world.ctx(), ''))).message).toBe('"Contact ID" is empty');
	});

	it('erases what we have although the desk cannot be asked, and says so', async () => {
		await open('rosa');
		const conversationOf = async () => {
			throw new DeskError('gone', 'nothing', { mayHaveActed: false });
		};
		expect(await eraseContact(world.ctx(0, { conversationOf }), 'contact of rosa')).toMatchObject({
			handovers: 1,
			why: 'Built-In could not say which conversation is theirs: gone',
		});
	});

	it('deletes what ended so many days ago, also what nobody had looked at since', async () => {
		await open('a');
		expect(await deleteOld(world.ctx(10 * DAY), 365)).toMatchObject({ handovers: 0 });
		expect(await deleteOld(world.ctx(375 * DAY), 365)).toMatchObject({ handovers: 0 });
		expect(await deleteOld(world.ctx(375 * DAY + 1), 365)).toMatchObject({ handovers: 1 });
	});

	it.each([0, 0.5, -1, NaN, 1e9])('refuses to keep for %p days', async (days) => {
		expect((await refused(deleteOld(world.ctx(), days))).message).toBe(`"Keep For (Days)" must be between 1 and 36500, but is ${days}`);
	});
});

it('reports on a period, and compares it with the one before if the log goes back that far', async () => {
	const report = () => reportHandovers(world.ctx(HOUR), { from: NOW - DAY, to: NOW + DAY, slaMinutes: { normal: 60, urgent: 15 } });
	await open('before', -2 * DAY);
	await open('a');
	await open('b');
	expect((await report()).summary).toMatchObject({ handovers: 2 });
	expect((await report()).summary.before).toBeUndefined();
	await open('long before', -30 * DAY);
	expect((await report()).summary).toMatchObject({ handovers: 2, before: { handovers: 1 } });
});
