import { inspect } from 'node:util';
import { AssigneeRefused, DeskError, type Ability, type Desk } from '../../handover/desks/desk';
import type { DeskKind } from '../../handover/desks/kind';
import type { Exchange } from '../../handover/desks/transport';
import { HandoverError } from '../../handover/errors';
import type { Assignee, Handover } from '../../handover/receipt';
import { TROUBLE, type DeskState, type FakeDesk, type Fault } from '../fakes/fakeDesk';
import { NOW, aHandover } from './builders';
import { CHANNEL, ROSA, TEXT, WORKFLOW, aNote, aTask, attempt, scene, type DeskBench } from './deskScene';
import { testClock, type OpenOptions } from './desks';

/** Every way to call a desk, with what it needs to have been there. */
interface Call {
	name: string;
	needs?: Ability;
	act: (desk: Desk, handover: Handover, agent: Assignee) => Promise<unknown>;
	/** What there must be before. */
	first?: Call['act'];
	/** How often the customer or an agent sees the effect; exactly once is right. */
	seen?: (state: DeskState, agent: Assignee) => number;
	/** As a later run would repeat it. */
	again?: Call['act'];
}

const TEAM = 'Support';
const ONE_TAG = 'human_handover';
const count = (holds: boolean) => (holds ? 1 : 0);

const CALLS: Call[] = [
	{ name: 'agents', act: (desk) => desk.agents() },
	{ name: 'agents of a team', needs: 'teams', act: (desk) => desk.agents(TEAM) },
	{ name: 'teams', act: (desk) => desk.teams() },
	{ name: 'look', act: (desk, handover) => desk.look(handover) },
	{ name: 'conversationOf', act: (desk, { contact }) => desk.conversationOf(contact.id) },
	{ name: 'messages', act: (desk, handover) => desk.messages(handover) },
	{
		name: 'assign',
		act: (desk, handover, agent) => desk.assign(handover, agent, NOW),
		seen: ({ owner }, agent) => count(owner === agent.id),
	},
	{
		name: 'unassign',
		first: (desk, handover, agent) => desk.assign(handover, agent, NOW),
		act: (desk, handover, agent) => desk.unassign(handover, agent, NOW),
		seen: ({ owner }) => count(owner === undefined),
	},
	{
		name: 'assignTeam',
		needs: 'teams',
		act: (desk, handover) => desk.assignTeam(handover, TEAM),
		seen: ({ team }) => count(team?.toLowerCase() === TEAM.toLowerCase()),
	},
	{
		name: 'createTask',
		act: (desk, handover) => desk.createTask(handover, aTask(handover, { priority: 'high' }), attempt()),
		again: (desk, handover) => desk.createTask(handover, aTask(handover, { priority: 'high' }), attempt(true)),
		seen: ({ tasks }) => tasks.length,
	},
	{
		name: 'assignTask',
		needs: 'tasks',
		first: (desk, handover) => desk.createTask(handover, aTask(handover), attempt()),
		act: (desk, handover, agent) => desk.assignTask(handover, agent),
		seen: ({ tasks }, agent) => tasks.filter(({ assigneeId }) => assigneeId === agent.id).length,
	},
	{
		name: 'completeTask',
		first: async (desk, handover) => {
			await desk.createTask(handover, aTask(handover), attempt());
			await desk.addTags(handover, [ONE_TAG], NOW);
		},
		act: (desk, handover) => desk.completeTask(handover, NOW),
		// Also what only marked the open task is gone.
		seen: ({ tasks, tags }) => (tags.length === 2 ? tasks.filter(({ completed }) => completed).length : 0),
	},
	{
		name: 'addTags',
		act: (desk, handover) => desk.addTags(handover, [ONE_TAG], NOW),
		seen: ({ tags }) => tags.filter((tag) => tag === ONE_TAG).length,
	},
	{
		name: 'removeTags',
		act: (desk, handover) => desk.removeTags(handover, ['vip']),
		seen: ({ tags }) => count(!tags.includes('vip')),
	},
	{
		name: 'note',
		act: (desk, handover) => desk.note(handover, aNote(handover), attempt()),
		again: (desk, handover) => desk.note(handover, aNote(handover), attempt(true)),
		seen: ({ notes }) => notes.length,
	},
	{
		name: 'send',
		act: (desk, handover) => desk.send(handover, TEXT, attempt()),
		again: (desk, handover) => desk.send(handover, TEXT, attempt(true)),
		seen: ({ sent }) => sent.length,
	},
	{ name: 'switchBot off', act: (desk, handover) => desk.switchBot(handover, false, WORKFLOW) },
	{ name: 'switchBot on', act: (desk, handover) => desk.switchBot(handover, true, WORKFLOW) },
];

/** What a desk does when its server fails, refuses, or says nonsense. */
export function deskInTrouble(kind: DeskKind, setUp: () => Promise<DeskBench>): void {
	const { bench, open, renew, handover: begun, agent } = scene(kind, setUp);
	const calls = CALLS.filter(({ needs }) => needs === undefined || kind.capabilities[needs] === 'native');

	/** A conversation in which a call has something to do. */
	async function prepared({ first }: Pick<Call, 'first'> = {}) {
		const rosa = agent('Rosa', { team: TEAM });
		const handover = await begun({ contact: { ...ROSA, fields: { 'Order number': 'A-17' } }, tags: ['vip'], messages: [{ from: 'customer', text: 'Hello' }] });
		await first?.(open(), handover, rosa);
		return { rosa, handover };
	}

	const fake = () => bench().fake as FakeDesk;

	/** What a credential sends and keeps secret. */
	const secrets = () => Object.entries(fake().credentials).flatMap(([name, value]) => (/token|key|password/i.test(name) && value !== '' ? [value] : []));

	/** Makes a call, and checks that it leaves nothing going on behind its back. */
	async function made(act: Call['act'], handover: Handover, rosa: Assignee, options: OpenOptions = {}) {
		let inFlight = 0;
		const through = (send: Exchange): Exchange => async (...request) => {
			inFlight++;
			try {
				return await send(...request);
			} finally {
				inFlight--;
			}
		};
		const before = fake().requests.length;
		const error: unknown = await act(open({ ...options, through }), handover, rosa).then(
			() => undefined,
			(thrown: unknown) => thrown ?? new Error('threw nothing'),
		);
		expect(inFlight).toBe(0);
		return { error, asked: fake().requests.length > before };
	}

	/** That an error tells an operator what was wrong and what to do, and nothing it shouldn't. */
	function expectClear(error: unknown): asserts error is HandoverError {
		if (!(error instanceof HandoverError)) throw new Error(`expected a HandoverError, not ${inspect(error)}`);
		expect(error.message).toContain(kind.title);
		expect(error.message.length).toBeLessThan(500);
		expect(error.message).not.toMatch(/<html|undefined|\[object/);
		expect(error.fix).toMatch(/^[A-Z].{15,}\.$/s);
		const shown = inspect(error, { depth: 10 });
		expect(secrets().filter((secret) => shown.includes(secret))).toEqual([]);
	}

	/** What a credential keeps secret comes back in whatever the server says. */
	const troubles: Array<[string, (secrets: string) => Fault['does'], number?]> = [
		['a wrong token', (secrets) => ({ answer: { status: 401, body: { message: `Unknown token ${secrets}`, error: secrets } } }), 401],
		['a missing right', () => TROUBLE.forbidden, 403],
		['an unknown id', () => TROUBLE.notFound, 404],
		['values it refuses', () => TROUBLE.unprocessable, 422],
		['too many requests', () => TROUBLE.tooMany, 429],
		['a failure inside', (secrets) => ({ answer: { status: 500, body: { message: ['trace', { secrets }] } } }), 500],
		['a page in place of data', (secrets) => ({ answer: { ...TROUBLE.page.answer, body: `<html><title>${secrets}</title>${secrets}</html>` } })],
		['a page in place of an error', () => TROUBLE.errorPage, 502],
		['text in place of data', (secrets) => ({ answer: { status: 200, body: secrets, headers: { 'Content-Type': 'text/plain' } } })],
		['broken connections', () => TROUBLE.reset],
		['silence', () => TROUBLE.silence],
	];

	describe.each(troubles)('%s', (name, does, status) => {
		it.each(calls)('$name', async ({ act, first }) => {
			const { rosa, handover } = await prepared({ first });
			fake().will({ does: does(secrets().join(' ')), times: Infinity });
			const { error, asked } = await made(act, handover, rosa, name === 'silence' ? { timeout: 10 } : {});
			// What needs no request can't fail.
			if (!asked) return expect(error).toBeUndefined();
			expectClear(error);
			if (error instanceof AssigneeRefused) return;
			expect(error).toBeInstanceOf(DeskError);
			const { details } = error as DeskError;
			if (status !== undefined) expect(details.status).toBe(status);
			if (status === 422) expect(error.message).toContain('dueDate must be a date; title is empty');
		});
	});

	it.each(calls)('a server that takes its time: $name', async ({ act, first, seen }) => {
		const { rosa, handover } = await prepared({ first });
		fake().will({ does: 'slow' });
		expect((await made(act, handover, rosa)).error).toBeUndefined();
		if (seen) expect(seen(await bench().state(handover), rosa)).toBe(1);
	});

	it.each(calls)('waits as long as it is told, then goes on: $name', async ({ act, first, seen }) => {
		const { rosa, handover } = await prepared({ first });
		fake().will({ does: TROUBLE.tooMany });
		const clock = testClock();
		const { error, asked } = await made(act, handover, rosa, { clock });
		expect(error).toBeUndefined();
		if (asked) expect(Math.max(...clock.slept)).toBeGreaterThanOrEqual(2000);
		if (seen) expect(seen(await bench().state(handover), rosa)).toBe(1);
	});

	it.each(calls.filter(({ seen, name }) => !seen && !name.startsWith('switchBot')))('reads again after one failure: $name', async ({ act }) => {
		for (const does of [TROUBLE.down, TROUBLE.reset, TROUBLE.errorPage]) {
			const { rosa, handover } = await prepared();
			fake().will({ method: 'GET', does });
			expect((await made(act, handover, rosa)).error).toBeUndefined();
		}
	});

	describe('an effect comes about once, whichever of its requests goes wrong', () => {
		const effects = calls.filter((call): call is Call & Required<Pick<Call, 'seen'>> => call.seen !== undefined);
		const faults: Array<[string, Omit<Fault, 'method' | 'path'>]> = [
			['the connection breaks before it acts', { does: 'reset' }],
			['the connection breaks after it acted', { acts: true, does: 'reset' }],
			['it fails before it acts', { does: TROUBLE.down }],
			['it acts, and then says it failed', { acts: true, does: TROUBLE.down }],
			['it acts, and a page comes back', { acts: true, does: TROUBLE.page }],
			['it refuses once', { does: TROUBLE.unprocessable }],
		];

		/** The requests that a call writes with when nothing goes wrong; ids stand for any id. */
		async function writesOf({ act, first }: Call) {
			const { rosa, handover } = await prepared({ first });
			const before = fake().requests.length;
			expect((await made(act, handover, rosa)).error).toBeUndefined();
			const writes = fake().requests.slice(before).filter(({ method }) => method !== 'GET');
			return writes.map(({ method, path }) => ({ method, path: likePath(path) }));
		}

		/** Until a run gets through, as an operator would repeat it. */
		async function repeatUntilDone({ act, again = act }: Call, handover: Handover, rosa: Assignee) {
			for (let run = 1; run <= 4; run++) {
				const { error } = await made(run === 1 ? act : again, handover, rosa);
				if (error === undefined) return run;
				expectClear(error);
			}
			throw new Error('it never got through');
		}

		it.each(effects.flatMap((call) => faults.map(([name, fault]) => ({ call, effect: call.name, name, fault }))))(
			'$effect: $name',
			async ({ call, fault }) => {
				for (const write of await writesOf(call)) {
					const { rosa, handover } = await prepared(call);
					fake().will({ ...write, ...fault });
					await repeatUntilDone(call, handover, rosa);
					expect(call.seen(await bench().state(handover), rosa)).toBe(1);
				}
			},
		);

		it.each(effects)('or else it says so, when one of them fails for good: $name', async (call) => {
			for (const write of await writesOf(call)) {
				await renew();
				const { rosa, handover } = await prepared(call);
				fake().will({ ...write, does: TROUBLE.down, times: Infinity });
				const { error } = await made(call.act, handover, rosa);
				// Some find another way.
				if (error === undefined) expect(call.seen(await bench().state(handover), rosa)).toBe(1);
				else expectClear(error);
			}
		});

		it.each(effects)('also when it can\'t be looked for at first: $name', async (call) => {
			for (const write of await writesOf(call)) {
				const { rosa, handover } = await prepared(call);
				fake().will({ ...write, acts: true, does: 'reset' });
				fake().will({ method: 'GET', does: TROUBLE.forbidden });
				await repeatUntilDone(call, handover, rosa);
				expect(call.seen(await bench().state(handover), rosa)).toBe(1);
			}
		});
	});

	it.each(calls)('puts ids with odd characters into addresses as one piece: $name', async ({ act }) => {
		const { rosa } = await prepared();
		const [conversationId, contactId] = ['odd/1?c=1#x %2F', 'odd/2?k=1#ü &'];
		const handover = aHandover({ conversation: { desk: kind.name, account: kind.account(bench().credentials), conversationId }, contact: { id: contactId }, channel: CHANNEL });
		const before = fake().requests.length;
		const { error } = await made(act, handover, rosa);
		if (error !== undefined) expect(error).toBeInstanceOf(HandoverError);
		for (const { path, query } of fake().requests.slice(before)) {
			const pieces = path.split('/').map(decodeURIComponent);
			if (path.includes('odd')) expect(pieces.some((piece) => piece === conversationId || piece === contactId)).toBe(true);
			expect([...query.keys()].filter((name) => name === 'c' || name === 'k')).toEqual([]);
		}
	});
}

/** A path with the same shape, whatever the ids. */
function likePath(path: string): RegExp {
	const pieces = path.split('/').map((piece) => (/\d/.test(piece) ? '[^/]+' : piece.replace(/[^\w]/g, '\\$&')));
	return new RegExp(`^${pieces.join('/')}$`);
}
