import type { AskSettings } from '../../../handover/detection/ai/ask';
import { aiJudge } from '../../../handover/detection/ai/judge';
import { ModelFailure, type ModelAnswer, type ModelPort } from '../../../handover/detection/ai/model';
import { openAiModel } from '../../../handover/detection/ai/openAi';
import { judgeRequest } from '../../../handover/detection/ai/request';
import type { DetectionFacts, Verdict } from '../../../handover/detection/detector';
import { OpenAiServer, SERVER_TROUBLE, completion } from '../../fakes/openAiServer';
import { LeapingClock, ScriptedModel, answerTo, fetchInJest, someFacts, yes } from '../../support/ai';
import { aFinding } from '../../support/builders';

const BUILT_IN: Verdict = { findings: [aFinding('human_requested', 'built-in')], detector: 'built-in' };
const TIMEOUT = 9000;

const goodText = (over: Record<string, unknown> = {}) => JSON.stringify(answerTo(judgeRequest(someFacts()), over));
const GOOD: ModelAnswer = { content: goodText(), inputTokens: 100, outputTokens: 20 };
const BAD: ModelAnswer = { content: 'no idea', inputTokens: 100, outputTokens: 3 };
const busy = (repeatAfter?: number) => new ModelFailure('429 busy', { repeatAfter });

let clock: LeapingClock;
beforeEach(() => {
	clock = new LeapingClock();
});

function judge(model: ModelPort, facts: DetectionFacts = someFacts(), { timeout }: AskSettings = { timeout: TIMEOUT }): Promise<Verdict> {
	return aiJudge(model, { timeout }, async () => BUILT_IN, clock)(facts);
}

/** A model that works so long, unless it is called off. */
const taking = (milliseconds: number, answer: ModelAnswer) => async () => {
	clock.pass(milliseconds);
	return answer;
};
const hangs = () => new Promise<never>(() => undefined);

describe('a good answer', () => {
	it('makes the verdict, with what it took', async () => {
		const answer = { ...GOOD, content: goodText({ upset_customer: yes('human', 0.6) }) };
		expect(await judge(new ScriptedModel(taking(1234.4, answer)))).toEqual({
			findings: [{ kind: 'upset_customer', confidence: 0.6, evidence: { text: 'human', start: 16, end: 21, rule: 'ai: scripted' } }],
			detector: 'ai',
			summary: 'Wants a refund.',
			priority: 'high',
			language: 'en',
			ai: { model: 'scripted', calls: 1, inputTokens: 100, outputTokens: 20, milliseconds: 1234 },
		});
		expect(clock.pending).toBe(0);
	});

	it('leaves the built-in detection alone', async () => {
		const fallback = jest.fn(async () => BUILT_IN);
		await aiJudge(new ScriptedModel(GOOD), { timeout: TIMEOUT }, fallback, clock)(someFacts());
		expect(fallback).not.toHaveBeenCalled();
	});

	it('says nothing of tokens that nobody counted', async () => {
		expect((await judge(new ScriptedModel({ content: goodText() }))).ai).toEqual({ model: 'scripted', calls: 1, milliseconds: 0 });
	});
});

it('asks nothing when nothing that is switched on is about these texts', async () => {
	const model = new ScriptedModel();
	expect(await judge(model, { message: 'x', rules: [] })).toEqual({
		findings: [],
		detector: 'ai',
		ai: { model: 'scripted', calls: 0, milliseconds: 0 },
	});
});

describe('is asked again', () => {
	it.each<[string, ModelAnswer | Error, number]>([
		['at once after an unusable answer', BAD, 0],
		['at once after an empty answer', { content: '' }, 0],
		['when the server says so', busy(2000), 2000],
		['at the very last moment', busy(TIMEOUT - 1), TIMEOUT - 1],
	])('%s', async (_name, first, milliseconds) => {
		const model = new ScriptedModel(first, GOOD);
		const verdict = await judge(model);
		expect(verdict).toMatchObject({ detector: 'ai', ai: { calls: 2, milliseconds } });
		expect(verdict).not.toHaveProperty('degraded');
		expect(model.asked[1]).toEqual(model.asked[0]);
	});

	it('when a request got lost, within the time that is left', async () => {
		const verdict = await judge(new ScriptedModel(hangs, taking(2000, GOOD)));
		expect(verdict).toMatchObject({ detector: 'ai', ai: { calls: 2, milliseconds: 8000 } });
	});

	it('in another way without using up the repeat', async () => {
		const changed = new ModelFailure('400 json_schema', { changed: true });
		expect(await judge(new ScriptedModel(changed, BAD, GOOD))).toMatchObject({ detector: 'ai', ai: { calls: 3, inputTokens: 200 } });
	});

	it('at most twice, whatever the model says', async () => {
		const changed = new ModelFailure('400 json_schema', { changed: true });
		expect((await judge(new ScriptedModel(changed, changed, changed, GOOD))).ai?.calls).toBe(3);
	});
});

describe('the built-in detection decides', () => {
	it.each<[string, (ModelAnswer | Error)[], string, number]>([
		['after two unusable answers', [BAD, BAD], 'not a JSON object', 2],
		['after two failures', [busy(10), busy(10)], '429 busy', 2],
		['after a failure that stays', [busy()], '429 busy', 1],
		['after an unknown error', [new TypeError('Invalid URL')], 'Invalid URL', 1],
		['when the server wants to be asked much later', [busy(30_000)], '429 busy', 1],
		['when no time would be left', [busy(TIMEOUT)], '429 busy', 1],
	])('%s', async (_name, script, why, calls) => {
		const verdict = await judge(new ScriptedModel(...script));
		expect(verdict).toMatchObject({ ...BUILT_IN, ai: { calls } });
		expect(verdict.degraded).toMatch(/^The AI gave no usable answer \(.*\), so the built-in detection decided$/);
		expect(verdict.degraded).toContain(why);
	});

	it('when the time is up, and not later', async () => {
		const signals: AbortSignal[] = [];
		const hanging = (_request: unknown, signal: AbortSignal) => {
			signals.push(signal);
			return hangs();
		};
		expect(await judge(new ScriptedModel(hanging, hanging))).toMatchObject({
			...BUILT_IN,
			degraded: expect.stringContaining('it timed out') as string,
			ai: { calls: 2, milliseconds: TIMEOUT },
		});
		expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
		expect(clock.pending).toBe(0);
	});

	it('without waiting for a server that asks for more time than is left', async () => {
		expect((await judge(new ScriptedModel(busy(30_000)))).ai?.milliseconds).toBe(0);
	});

	it('with what the unusable answers took', async () => {
		const refused = new ModelFailure('it refused', { tokens: { inputTokens: 7, outputTokens: 1 } });
		expect((await judge(new ScriptedModel(BAD, refused))).ai).toMatchObject({ calls: 2, inputTokens: 107, outputTokens: 4 });
	});

	it('without a call when nothing was sent', async () => {
		const unsent = new ModelFailure('there is no API key', { sent: false });
		expect(await judge(new ScriptedModel(unsent))).toMatchObject({ ...BUILT_IN, ai: { calls: 0 } });
	});

	it('on the same facts', async () => {
		const seen: DetectionFacts[] = [];
		const asked = someFacts({ botReply: 'No idea.' });
		await aiJudge(new ScriptedModel(busy()), { timeout: TIMEOUT }, async (given) => {
			seen.push(given);
			return BUILT_IN;
		}, clock)(asked);
		expect(seen).toEqual([asked]);
	});

	it('and says why in at most 200 characters on one line', async () => {
		const page = new ModelFailure(`400 <html>\n\n${'😀'.repeat(1000)}`);
		const { degraded = '' } = await judge(new ScriptedModel(page));
		expect(degraded.length).toBeLessThanOrEqual(200);
		expect(degraded.length).toBeGreaterThan(190);
		expect(degraded).not.toContain('\n');
		expect(degraded.isWellFormed()).toBe(true);
	});
});

// The time is the real one here; nothing in these takes any.
describe('over HTTP', () => {
	const KEY = 'sk-test-0123456789abcdef';
	let server: OpenAiServer;
	beforeEach(async () => {
		server = await OpenAiServer.start();
	});
	afterEach(() => server.close());

	const overHttp = () =>
		aiJudge(openAiModel({ apiKey: KEY, url: server.url }, 'test-model', { fetch: fetchInJest }), { timeout: 20_000 }, async () => BUILT_IN);
	const good = { body: { ...completion(goodText()), usage: { prompt_tokens: 50, completion_tokens: 5 } } };

	it.each([
		['too many requests', SERVER_TROUBLE.rateLimited('0')],
		['a server that is down', { ...SERVER_TROUBLE.down(503), headers: { 'Retry-After': '0' } }],
		['a page', SERVER_TROUBLE.page()],
		['prose', { body: completion('Sure!') }],
		['a cut answer', SERVER_TROUBLE.cutOff(goodText())],
		['nothing', { body: completion(null) }],
	])('recovers from %s', async (_name, trouble) => {
		server.will(trouble, good);
		expect(await overHttp()(someFacts())).toMatchObject({ detector: 'ai', ai: { calls: 2, inputTokens: 50 } });
		expect(server.requests[1]?.body).toEqual(server.requests[0]?.body);
	});

	it('learns once that a server knows no schemas', async () => {
		server.will(SERVER_TROUBLE.noSchemas(), good, good);
		const detector = overHttp();
		expect((await detector(someFacts())).ai?.calls).toBe(2);
		expect((await detector(someFacts())).ai?.calls).toBe(1);
	});

	it.each([400, 401, 403, 404])('takes %d for an answer', async (status) => {
		server.will({ status, body: { error: { message: `No, ${KEY}` } } });
		const verdict = await overHttp()(someFacts());
		expect(verdict).toMatchObject({ ...BUILT_IN, ai: { calls: 1 }, degraded: expect.stringContaining(`${status} No, •••`) as string });
		expect(JSON.stringify(verdict)).not.toContain(KEY);
	});

	it('lets go of a server that wants to be asked much later', async () => {
		server.will(SERVER_TROUBLE.rateLimited('3600'));
		expect(await overHttp()(someFacts())).toMatchObject({ ...BUILT_IN, ai: { calls: 1 } });
	});
});
