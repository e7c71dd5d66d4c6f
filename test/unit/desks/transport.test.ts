import { inspect } from 'node:util';
import fc from 'fast-check';
import { DeskError } from '../../../handover/desks/desk';
import {
	ConnectionLost,
	Limiter,
	TIMEOUT_MS,
	caller,
	createOnce,
	generalWords,
	segment,
	type ApiTraits,
	type Clock,
	type DeskRequest,
	type DeskResponse,
	type Exchange,
} from '../../../handover/desks/transport';
import { HandoverError } from '../../../handover/errors';
import { LeapingClock } from '../../support/ai';
import { NOW, refusal } from '../../support/builders';
import { testClock } from '../../support/desks';

const TRAITS: ApiTraits = { title: 'Some Desk', credential: 'Some Desk API', secrets: ['pit-secret', 'bot-secret'] };
const READ: DeskRequest = { method: 'GET', path: '/agents' };
const CREATE: DeskRequest = { method: 'POST', path: '/tasks', body: {} };
const SET: DeskRequest = { method: 'PUT', path: '/owner', body: {}, repeatable: true };
const BUDGET_MS = 30_000;

const NOBODY_LISTENS = new ConnectionLost('connect ECONNREFUSED', false);
const BROKEN = new ConnectionLost('socket hang up', true);

type Result = Partial<DeskResponse> | ConnectionLost;

const answer = (status: number, body: unknown = {}, headers: DeskResponse['headers'] = {}): DeskResponse => ({ status, body, headers });

/** A desk that gives these results one after the other, and then the last one for ever. */
function scripted(...results: Result[]) {
	const clock = testClock();
	const sent: Array<{ request: DeskRequest; timeout: number; at: number }> = [];
	const exchange: Exchange = async (request, timeout) => {
		sent.push({ request, timeout, at: clock.now() });
		const next = results[Math.min(sent.length, results.length) - 1];
		if (next instanceof Error) throw next;
		return { ...answer(200), ...next };
	};
	return { clock, sent, exchange };
}

/** What `act` throws, which has to be a DeskError. */
async function deskError(act: Promise<unknown>): Promise<DeskError> {
	const error: unknown = await act.then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	if (error instanceof DeskError) return error;
	throw new Error(`expected a DeskError, not ${inspect(error)}`);
}

/** What a call comes to that meets these results. */
async function failureOf(request: DeskRequest, results: Result[], traits: Partial<ApiTraits> = {}): Promise<DeskError> {
	const { clock, exchange } = scripted(...results);
	return deskError(caller(exchange, { ...TRAITS, ...traits }, clock)(request));
}

describe('caller', () => {
	describe('repeats what may help and can do no harm', () => {
		// How often each request is sent when it always ends so, and whether it may have had its effect.
		it.each<[string, Result, { read: number; create: number; set: number; acted: boolean }]>([
			['a bad request', answer(400), { read: 1, create: 1, set: 1, acted: false }],
			['a wrong token', answer(401), { read: 1, create: 1, set: 1, acted: false }],
			['a missing right', answer(403), { read: 1, create: 1, set: 1, acted: false }],
			['an unknown id', answer(404), { read: 1, create: 1, set: 1, acted: false }],
			['a conflict', answer(409), { read: 1, create: 1, set: 1, acted: false }],
			['values it does not take', answer(422), { read: 1, create: 1, set: 1, acted: false }],
			['too many requests', answer(429), { read: 4, create: 4, set: 4, acted: false }],
			['its own time-out', answer(408), { read: 4, create: 1, set: 4, acted: true }],
			['a failure inside', answer(500), { read: 4, create: 1, set: 4, acted: true }],
			['a bad gateway', answer(502), { read: 4, create: 1, set: 4, acted: true }],
			['maintenance', answer(503), { read: 4, create: 1, set: 4, acted: true }],
			['a gateway time-out', answer(504), { read: 4, create: 1, set: 4, acted: true }],
			['nobody who listens', NOBODY_LISTENS, { read: 4, create: 4, set: 4, acted: false }],
			['a connection that breaks', BROKEN, { read: 4, create: 1, set: 4, acted: true }],
		])('%s', async (_name, result, expected) => {
			const tries = async (request: DeskRequest) => {
				const { clock, sent, exchange } = scripted(result);
				const { details } = await deskError(caller(exchange, TRAITS, clock)(request));
				return { sent: sent.length, acted: details.mayHaveActed };
			};
			expect(await tries(READ)).toMatchObject({ sent: expected.read });
			expect(await tries(CREATE)).toEqual({ sent: expected.create, acted: expected.acted });
			expect(await tries(SET)).toEqual({ sent: expected.set, acted: expected.acted });
		});

		it('every method but GET is taken to act, unless it says that a repeat is harmless', async () => {
			const sentOf = async (request: DeskRequest) => {
				const { clock, sent, exchange } = scripted(BROKEN);
				await deskError(caller(exchange, TRAITS, clock)(request));
				return sent.length;
			};
			for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
				expect(await sentOf({ method, path: '/x' })).toBe(1);
				expect(await sentOf({ method, path: '/x', repeatable: true })).toBe(4);
			}
			expect(await sentOf({ ...READ, repeatable: false })).toBe(1);
		});

		it('and goes on as soon as it works', async () => {
			const { clock, sent, exchange } = scripted(answer(500), NOBODY_LISTENS, answer(200, { agents: [] }));
			expect(await caller(exchange, TRAITS, clock)(READ)).toEqual({ agents: [] });
			expect(sent).toHaveLength(3);
			expect(sent.map(({ request }) => request)).toEqual([READ, READ, READ]);
		});

		it('but stops where the next failure makes a repeat unsafe', async () => {
			const { clock, sent, exchange } = scripted(NOBODY_LISTENS, BROKEN, answer(200));
			expect((await deskError(caller(exchange, TRAITS, clock)(CREATE))).details.mayHaveActed).toBe(true);
			expect(sent).toHaveLength(2);
		});

		it('leaves errors alone that are not about the connection', async () => {
			const { clock } = scripted();
			const send = jest.fn(() => Promise.reject(new TypeError('a bug')));
			await expect(caller(send, TRAITS, clock)(READ)).rejects.toThrow(TypeError);
			expect(send).toHaveBeenCalledTimes(1);
		});
	});

	describe('waits before a repeat', () => {
		it.each([
			[0, [200, 400, 800]],
			[0.5, [400, 800, 1600]],
			[0.75, [500, 1000, 2000]],
		])('longer each time, with jitter: chance %d', async (chance, pauses) => {
			const { clock, exchange } = scripted(answer(500));
			await deskError(caller(exchange, TRAITS, { ...clock, random: () => chance })(READ));
			expect(clock.slept).toEqual(pauses);
		});

		const later = new Date(NOW + 3000).toUTCString();
		const earlier = new Date(NOW - 3000).toUTCString();
		it.each<[string, DeskRequest, number, string, number]>([
			['seconds', READ, 429, '2', 2000],
			['seconds, also when it creates', CREATE, 429, '2', 2000],
			['a date', READ, 429, later, 3000],
			['seconds of maintenance', READ, 503, '5', 5000],
			['less than the pause', READ, 429, '0.1', 400],
			['none', READ, 429, '0', 400],
			['a date that is past', READ, 429, earlier, 400],
			['nonsense', READ, 429, 'soon', 400],
			['nothing', READ, 429, '', 400],
			['for ever', READ, 429, 'Infinity', 400],
			['a negative time', READ, 429, '-5', 400],
		])('as long as the desk says: %s', async (_name, request, status, said, wait) => {
			const { clock, sent, exchange } = scripted(answer(status, {}, { 'retry-after': said }), answer(200));
			await caller(exchange, TRAITS, clock)(request);
			expect(clock.slept).toEqual([wait]);
			expect(sent[1]?.at).toBe(NOW + wait);
		});

		it('not at all when that would take too long', async () => {
			const { clock, sent, exchange } = scripted(answer(429, {}, { 'retry-after': '30' }));
			expect((await deskError(caller(exchange, TRAITS, clock)(READ))).details.status).toBe(429);
			expect(sent).toHaveLength(1);
			expect(clock.slept).toEqual([]);
		});

		it('only as often as the time allows', async () => {
			const { clock, sent, exchange } = scripted(answer(429, {}, { 'retry-after': '12' }));
			await deskError(caller(exchange, TRAITS, clock)(READ));
			expect(sent).toHaveLength(3);
			expect(clock.slept).toEqual([12_000, 12_000]);
		});
	});

	it('gives every try its time, and all of them together no more than the budget', async () => {
		const clock = testClock();
		const timeouts: number[] = [];
		const silent: Exchange = async (_request, timeout) => {
			timeouts.push(timeout);
			await clock.sleep(timeout);
			throw new ConnectionLost('no answer', true);
		};
		await deskError(caller(silent, TRAITS, clock)(READ));
		expect(Math.max(...timeouts)).toBe(TIMEOUT_MS);
		expect(Math.min(...timeouts)).toBeGreaterThan(0);
		expect(clock.now() - NOW).toBeLessThanOrEqual(BUDGET_MS);
		expect(timeouts.length).toBeGreaterThan(1);
	});

	describe('reads what comes back', () => {
		it.each<[string, unknown, unknown]>([
			['data', { id: 'a' }, { id: 'a' }],
			['null', null, null],
			['nothing', '', undefined],
			['blanks', ' \n', undefined],
		])('%s', async (_name, body, read) => {
			const { clock, exchange } = scripted(answer(200, body));
			expect(await caller(exchange, TRAITS, clock)(READ)).toEqual(read);
		});

		it.each<[string, DeskResponse, string]>([
			['a page by its type', answer(200, 'Log in', { 'content-type': 'text/html; charset=utf-8' }), 'with a web page'],
			['a page by its looks', answer(200, '\n<!doctype html><p>Log in</p>'), 'with a web page'],
			['a page with a title', answer(200, '<html><head><title class="x">\n Sign in · Acme</title>'), 'with a web page called “Sign in · Acme”'],
			['a page with an empty title', answer(200, '<html><head><title> </title>'), 'with a web page'],
			['plain text', answer(200, 'It works!', { 'content-type': 'text/plain' }), 'with something other than data: It works!'],
		])('refuses %s', async (_name, response, words) => {
			const { message, fix, details } = await failureOf(READ, [response]);
			expect(message).toBe(`Some Desk answered ${words}`);
			expect(fix).toContain('address in the credential "Some Desk API"');
			expect(details).toEqual({ status: 200, mayHaveActed: false });
			// Somebody took the request: nobody knows whether that was the desk.
			expect((await failureOf(CREATE, [response])).details.mayHaveActed).toBe(true);
		});

		it.each(['<html><title>', ''])('quotes little of a long answer that begins with "%s"', async (beginning) => {
			const { message } = await failureOf(READ, [answer(200, beginning + 'x'.repeat(100_000))]);
			expect(message.length).toBeLessThan(400);
		});
	});

	describe('says what was wrong and what to do', () => {
		it.each<[number, string]>([
			[401, 'Enter a new one in the credential "Some Desk API"'],
			[403, 'Give it the rights'],
			[404, 'belong to the Some Desk account of the credential "Some Desk API"'],
			[429, 'Run this execution again in a minute'],
			[500, 'Run this execution again later'],
			[503, 'Run this execution again later'],
			[418, 'Check the values of this node'],
			[422, 'Check the values of this node'],
		])('%d', async (status, advice) => {
			const { message, fix, details } = await failureOf(CREATE, [answer(status, { message: 'Some words' })]);
			expect(message).toBe(`Some Desk answered ${status}: Some words`);
			expect(fix).toContain(advice);
			expect(details.status).toBe(status);
		});

		it('when nobody answers', async () => {
			const { message, fix, details } = await failureOf(READ, [NOBODY_LISTENS]);
			expect(message).toBe('Some Desk can\'t be reached: connect ECONNREFUSED');
			expect(fix).toContain('Check the address in the credential "Some Desk API"');
			expect(details).toEqual({ status: undefined, mayHaveActed: false });
		});

		it('with no words when the desk has none', async () => {
			expect((await failureOf(READ, [answer(404, {})])).message).toBe('Some Desk answered 404');
		});

		it('without the source of a page', async () => {
			const page = (source: string) => answer(502, source, { 'content-type': 'text/html' });
			expect((await failureOf(READ, [page('<html>Bad gateway</html>')])).message).toBe('Some Desk answered 502: a web page');
			expect((await failureOf(READ, [page('<title>502 Bad Gateway</title>')])).message).toBe('Some Desk answered 502: a web page called “502 Bad Gateway”');
		});

		it('in the desk\'s own words, where it has some', async () => {
			const explain = (body: unknown) => (body as { why?: string }).why;
			expect((await failureOf(READ, [answer(400, { why: 'too long', message: 'no' })], { explain })).message).toBe('Some Desk answered 400: too long');
			expect((await failureOf(READ, [answer(400, { message: 'no' })], { explain })).message).toBe('Some Desk answered 400: no');
			const fixes = { 404: 'Look for it in the archive.' };
			expect((await failureOf(READ, [answer(404)], { fixes })).fix).toBe('Look for it in the archive.');
			expect((await failureOf(READ, [answer(401)], { fixes })).fix).toContain('Enter a new one');
		});

		it('in one line that is not too long', async () => {
			const { message } = await failureOf(READ, [answer(400, { message: `one\n\t two ${'x'.repeat(5000)}` })]);
			expect(message).toMatch(/^Some Desk answered 400: one two x+…$/);
			expect(message.length).toBeLessThanOrEqual('Some Desk answered 400: '.length + 300);
		});
	});

	it.each<[string, Result]>([
		['in words', answer(401, { message: 'The token pit-secret or bot-secret is wrong' })],
		['in a list', answer(422, { message: ['pit-secret', { value: 'bot-secret' }] })],
		['in text', answer(500, 'trace: pit-secret, bot-secret')],
		['in a page', answer(200, '<html><title>pit-secret bot-secret</title>pit-secret', { 'content-type': 'text/html' })],
		['at the end of what is quoted', answer(400, { message: `${'x'.repeat(292)}pit-secret` })],
		['in a broken connection', new ConnectionLost('no route to pit-secret@bot-secret', true)],
		['in what the HTTP client throws', new ConnectionLost('reset', true, { cause: Object.assign(new Error('reset'), { headers: { token: 'pit-secret' } }) })],
	])('shows no secret, whatever comes back: %s', async (_name, result) => {
		const error = await failureOf(CREATE, [result]);
		expect(inspect(error, { depth: 10 })).not.toMatch(/pit-s|bot-s/);
		expect(inspect(result, { depth: 10 })).toMatch(/pit-s/);
	});

	it('blanks nothing when no secret is set', async () => {
		expect((await failureOf(READ, [answer(400, { message: 'some words' })], { secrets: [''] })).message).toContain('some words');
	});

	it('keeps to the limit that its desk has', async () => {
		const { clock, sent, exchange } = scripted(answer(200));
		const call = caller(exchange, { ...TRAITS, limit: { requests: 2, per: 1000 } }, clock);
		for (let count = 0; count < 5; count++) await call(READ);
		expect(sent.map(({ at }) => at - NOW)).toEqual([0, 0, 1000, 1000, 2000]);
	});

	it('counts repeats against the limit', async () => {
		const { clock, sent, exchange } = scripted(answer(500), answer(500), answer(200));
		await caller(exchange, TRAITS, clock, new Limiter({ requests: 1, per: 2000 }))(READ);
		expect(sent.map(({ at }) => at - NOW)).toEqual([0, 2000, 4000]);
	});

	it('shares a limiter with other calls to the same account, and what it learnt', async () => {
		const limiter = new Limiter();
		const { clock, sent, exchange } = scripted(answer(200, {}, { 'x-ratelimit-remaining': '0', 'x-ratelimit-interval-milliseconds': '10000' }), answer(200));
		await caller(exchange, TRAITS, clock, limiter)(READ);
		await caller(exchange, TRAITS, clock, limiter)(CREATE);
		expect(sent.map(({ at }) => at - NOW)).toEqual([0, 10_000]);
	});
});

describe('Limiter', () => {
	const deadline = NOW + 3_600_000;

	/** When each of so many turns is granted, in milliseconds after the start. */
	async function turns(limiter: Limiter, count: number, clock: Clock = testClock()): Promise<number[]> {
		const granted: number[] = [];
		for (let turn = 0; turn < count; turn++) {
			await limiter.turn(clock, deadline);
			granted.push(clock.now() - NOW);
		}
		return granted;
	}

	it('lets 100 through at once, and the next when the first is 10 s old', async () => {
		const granted = await turns(new Limiter({ requests: 100, per: 10_000 }), 201);
		expect(granted.filter((at) => at === 0)).toHaveLength(100);
		expect(granted.filter((at) => at === 10_000)).toHaveLength(100);
		expect(granted.at(-1)).toBe(20_000);
	});

	it('lets everything through when there is no limit', async () => {
		expect(new Set(await turns(new Limiter(), 500))).toEqual(new Set([0]));
	});

	it('never lets more through in any stretch of that length, and none later than need be', async () => {
		const pauses = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 40 });
		await fc.assert(
			fc.asyncProperty(pauses, fc.integer({ min: 1, max: 5 }), async (gaps, requests) => {
				const clock = testClock();
				const limiter = new Limiter({ requests, per: 1000 });
				const granted: number[] = [];
				for (const gap of gaps) {
					await clock.sleep(gap);
					const asked = clock.now();
					await limiter.turn(clock, deadline);
					// It had to wait exactly for the request that still counted.
					expect(clock.now()).toBe(Math.max(asked, (granted.at(-requests) ?? -Infinity) + 1000));
					granted.push(clock.now());
				}
			}),
		);
	});

	it('holds when many ask at the same time', async () => {
		const time = new LeapingClock();
		const clock: Clock = { now: () => time.now(), random: () => 0.5, sleep: (ms) => new Promise((wake) => void time.after(ms, wake)) };
		const start = time.now();
		const limiter = new Limiter({ requests: 10, per: 1000 });
		const granted = await Promise.all(
			Array.from({ length: 35 }, async () => {
				await limiter.turn(clock, start + 60_000);
				return time.now() - start;
			}),
		);
		expect([0, 1000, 2000, 3000].map((at) => granted.filter((one) => one === at).length)).toEqual([10, 10, 10, 5]);
	});

	it('refuses rather than wait beyond the deadline', async () => {
		const clock = testClock();
		const limiter = new Limiter({ requests: 1, per: 10_000 });
		await limiter.turn(clock, NOW + 10_000);
		const { message, fix, details } = await deskError(limiter.turn(clock, NOW + 10_000));
		expect(message).toContain('Too many requests');
		expect(fix).toContain('Run this execution again');
		expect(details).toEqual({ status: 429, mayHaveActed: false });
		expect(clock.slept).toEqual([]);
		await limiter.turn(clock, NOW + 10_001);
		expect(clock.slept).toEqual([10_000]);
	});

	it.each<[string, Record<string, string>, number]>([
		['nothing is left', { 'x-ratelimit-remaining': '0', 'x-ratelimit-interval-milliseconds': '10000' }, 10_000],
		['less than nothing is left', { 'x-ratelimit-remaining': '-1', 'x-ratelimit-interval-milliseconds': '10000' }, 10_000],
		['something is left', { 'x-ratelimit-remaining': '1', 'x-ratelimit-interval-milliseconds': '10000' }, 0],
		['nobody says for how long', { 'x-ratelimit-remaining': '0' }, 0],
		['nobody says how much', { 'x-ratelimit-interval-milliseconds': '10000' }, 0],
		['it says nonsense', { 'x-ratelimit-remaining': 'few', 'x-ratelimit-interval-milliseconds': '10000' }, 0],
	])('heeds what the desk says: %s', async (_name, headers, wait) => {
		for (const limit of [undefined, { requests: 100, per: 10_000 }]) {
			const limiter = new Limiter(limit);
			limiter.heed(answer(200, {}, headers), NOW);
			expect(await turns(limiter, 1)).toEqual([wait]);
		}
	});

	it('is not hurried by an older answer that comes in later', async () => {
		const limiter = new Limiter();
		const nothingLeft = (interval: number) => answer(200, {}, { 'x-ratelimit-remaining': '0', 'x-ratelimit-interval-milliseconds': String(interval) });
		limiter.heed(nothingLeft(10_000), NOW);
		limiter.heed(nothingLeft(100), NOW);
		expect(await turns(limiter, 1)).toEqual([10_000]);
	});
});

describe('createOnce', () => {
	const unclear = () => new DeskError('no answer', 'try again', { mayHaveActed: true });
	const refused = () => new DeskError('not like this', 'change it', { status: 422, mayHaveActed: false });

	/** A desk that creates things: each attempt acts or not, and then answers or throws. */
	function setUp({ there = [] as string[], attempts = [{}] as Array<{ acts?: boolean; throws?: Error }> } = {}) {
		const clock = testClock();
		const things = [...there];
		let created = 0;
		let looked = 0;
		return {
			clock,
			things,
			counts: () => ({ created, looked }),
			find: async () => {
				looked++;
				return things[0];
			},
			create: async () => {
				const { acts = true, throws } = attempts[Math.min(created, attempts.length - 1)] ?? {};
				created++;
				if (acts) things.push(`thing ${things.length + 1}`);
				if (throws) throw throws;
				return things.at(-1) as string;
			},
		};
	}

	it.each<[string, boolean, Parameters<typeof setUp>[0], { created: number; looked: number }]>([
		['creates at the first attempt without a look', false, {}, { created: 1, looked: 0 }],
		['looks first at a repeated one, and finds it', true, { there: ['thing 1'] }, { created: 0, looked: 1 }],
		['looks first at a repeated one, and finds nothing', true, {}, { created: 1, looked: 1 }],
		['finds what an unclear attempt left', false, { attempts: [{ throws: unclear() }] }, { created: 1, looked: 1 }],
		['creates it again when an unclear attempt left nothing', false, { attempts: [{ acts: false, throws: unclear() }, {}] }, { created: 2, looked: 1 }],
		['finds it at a repeated attempt that was unclear as well', true, { attempts: [{ throws: unclear() }] }, { created: 1, looked: 2 }],
	])('%s', async (_name, repeated, desk, counts) => {
		const { clock, things, find, create, ...bench } = setUp(desk);
		expect(await createOnce({ repeated, clock }, find, create)).toBe('thing 1');
		expect(things).toEqual(['thing 1']);
		expect(bench.counts()).toEqual(counts);
	});

	it('gives up after two unclear attempts', async () => {
		const { clock, find, create, counts } = setUp({ attempts: [{ acts: false, throws: unclear() }] });
		expect((await deskError(createOnce({ repeated: false, clock }, find, create))).details.mayHaveActed).toBe(true);
		expect(counts()).toEqual({ created: 2, looked: 1 });
	});

	it.each([refused(), new TypeError('a bug')])('does not repeat what was refused: %s', async (error) => {
		const { clock, find, create, counts } = setUp({ attempts: [{ acts: false, throws: error }] });
		await expect(createOnce({ repeated: false, clock }, find, create)).rejects.toBe(error);
		expect(counts()).toEqual({ created: 1, looked: 0 });
	});

	it.each([true, false])('creates nothing when it can\'t look: repeated %p', async (repeated) => {
		const { clock, create, things } = setUp({ attempts: [{ throws: unclear() }] });
		await expect(createOnce({ repeated, clock }, () => Promise.reject(refused()), create)).rejects.toThrow('not like this');
		expect(things).toHaveLength(repeated ? 0 : 1);
	});

	it.each([
		[0, 200],
		[0.5, 400],
	])('gives what was created a moment to show: chance %d', async (chance, wait) => {
		const { clock, find, create } = setUp({ attempts: [{ throws: unclear() }] });
		await createOnce({ repeated: false, clock: { ...clock, random: () => chance } }, find, create);
		expect(clock.slept).toEqual([wait]);
	});
});

describe('generalWords', () => {
	it.each<[unknown, string | undefined]>([
		['Some words', 'Some words'],
		['  ', undefined],
		[undefined, undefined],
		[null, undefined],
		[42, undefined],
		[{}, undefined],
		[{ message: 'no' }, 'no'],
		[{ error: 'no' }, 'no'],
		[{ description: 'no' }, 'no'],
		[{ message: '', error: 'no' }, 'no'],
		[{ message: 'no', error: 'Unprocessable Entity' }, 'no'],
		[{ message: ['title is empty', 'dueDate must be a date'] }, 'title is empty; dueDate must be a date'],
		[{ errors: [{ field: 'title', message: 'is empty' }] }, '{"field":"title","message":"is empty"}'],
		[{ message: [], error: 'no' }, 'no'],
	])('of %j', (body, words) => {
		expect(generalWords(body)).toBe(words);
	});
});

describe('segment', () => {
	it.each<[string | number, string]>([
		['abc', 'abc'],
		[12, '12'],
		[' abc ', 'abc'],
		['a/b', 'a%2Fb'],
		['a?b#c', 'a%3Fb%23c'],
		['a b%2F', 'a%20b%252F'],
		['../admin', '..%2Fadmin'],
		['é😀', '%C3%A9%F0%9F%98%80'],
	])('of %j', (id, encoded) => {
		expect(segment(id)).toBe(encoded);
		expect(new URL(`http://desk/contacts/${segment(id)}/tasks`).pathname).toBe(`/contacts/${encoded}/tasks`);
	});

	it.each(['', ' ', '.', '..', ' .. ', '\ud800'])('refuses %j', (id) => {
		expect(refusal(() => segment(id)).fix).toContain('Check the expression');
		expect(() => segment(id)).toThrow(HandoverError);
	});
});
