import type { ClientOptions } from 'openai';
import { ModelFailure, type ModelAnswer } from '../../../handover/detection/ai/model';
import { openAiModel, type AiConnection } from '../../../handover/detection/ai/openAi';
import { instructionsWithSchema, judgeRequest } from '../../../handover/detection/ai/request';
import { OpenAiServer, SERVER_TROUBLE, completion, type ServerAnswer } from '../../fakes/openAiServer';
import { fetchInJest, someFacts } from '../../support/ai';

const API_KEY = 'sk-test-0123456789abcdef';
const MODEL = 'test-model';
const REQUEST = judgeRequest(someFacts());

const GOOD: ServerAnswer = { body: { ...completion('{"a":1}'), usage: { prompt_tokens: 120, completion_tokens: 30, total_tokens: 150 } } };

interface SentBody {
	model: string;
	messages: { role: string; content: string }[];
	response_format: { type: string; json_schema?: { name: string; strict: boolean; schema: unknown } };
}

let server: OpenAiServer;
beforeEach(async () => {
	server = await OpenAiServer.start();
});
afterEach(() => server.close());

function model(connection: Partial<AiConnection> = {}, extra: ClientOptions = {}) {
	return openAiModel({ apiKey: API_KEY, url: server.url, ...connection }, MODEL, { fetch: fetchInJest, ...extra });
}

const never = () => new AbortController().signal;
const ask = (connection: Partial<AiConnection> = {}, extra: ClientOptions = {}): Promise<ModelAnswer> =>
	model(connection, extra).ask(REQUEST, never());

async function failureOf(asked: Promise<unknown>): Promise<ModelFailure> {
	const error = await asked.then(
		() => new Error('Expected a failure'),
		(reason: unknown) => reason,
	);
	if (error instanceof ModelFailure) return error;
	throw error;
}

const sent = (index = 0) => server.requests[index]?.body as SentBody;

describe('asks', () => {
	it('once, at the chat completions of the server, with a strict schema', async () => {
		server.will(GOOD);
		await ask();
		expect(server.requests).toHaveLength(1);
		expect(server.requests[0]).toMatchObject({ method: 'POST', path: '/v1/chat/completions' });
		expect(sent()).toEqual({
			model: MODEL,
			messages: [{ role: 'system', content: REQUEST.instructions }, { role: 'user', content: REQUEST.document }],
			response_format: {
				type: 'json_schema',
				json_schema: { name: 'handover_verdict', strict: true, schema: JSON.parse(JSON.stringify(REQUEST.schema)) as unknown },
			},
		});
	});

	it('with the key and the organization, in the headers alone', async () => {
		server.will(GOOD);
		await ask({ organizationId: 'org-1' });
		expect(server.requests[0]?.headers).toMatchObject({ authorization: `Bearer ${API_KEY}`, 'openai-organization': 'org-1' });
		expect(JSON.stringify(sent())).not.toContain(API_KEY);
	});

	it.each([undefined, ''])('without an organization for %j, also when n8n has one in its environment', async (organizationId) => {
		const before = process.env;
		process.env = { ...before, OPENAI_ORG_ID: 'org-of-somebody-else' };
		try {
			server.will(GOOD);
			await ask({ organizationId });
		} finally {
			process.env = before;
		}
		expect(server.requests[0]?.headers).not.toHaveProperty('openai-organization');
	});

	it.each([undefined, '', ' '])('OpenAI when the URL is %j, whatever n8n has in its environment', async (url) => {
		const foreign = { OPENAI_BASE_URL: server.url, OPENAI_PROJECT_ID: 'project-of-somebody-else', OPENAI_ADMIN_KEY: 'key-of-somebody-else' };
		const before = process.env;
		const asked: { address: string; headers: Headers }[] = [];
		const noNetwork: typeof fetch = async (address, init) => {
			asked.push({ address: String(address), headers: new Headers(init?.headers) });
			return Response.json(GOOD.body);
		};
		process.env = { ...before, ...foreign };
		try {
			await ask({ url }, { fetch: noNetwork });
		} finally {
			process.env = before;
		}
		expect(asked.map(({ address }) => address)).toEqual(['https://api.openai.com/v1/chat/completions']);
		expect(asked[0]?.headers.get('authorization')).toBe(`Bearer ${API_KEY}`);
		expect(asked[0]?.headers.has('openai-project')).toBe(false);
	});
});

describe('answers', () => {
	it('with what was said and what it took', async () => {
		server.will(GOOD);
		expect(await ask()).toEqual({ content: '{"a":1}', inputTokens: 120, outputTokens: 30 });
	});

	it.each<[string, ServerAnswer]>([
		['no content', { body: completion(null) }],
		['content in parts', { body: completion([{ type: 'text', text: 'x' }]) }],
		['no choice', { body: { ...completion(''), choices: [] } }],
		['no choices', { body: { object: 'chat.completion' } }],
		['a choice without a message', { body: completion('', { message: undefined }) }],
		['a page instead', SERVER_TROUBLE.page()],
	])('with nothing for %s', async (_name, given) => {
		server.will(given);
		expect((await ask()).content).toBe('');
	});
});

describe('fails', () => {
	it.each<[string, ServerAnswer, string, number | undefined]>([
		['a wrong key', { status: 401, body: { error: { message: `Incorrect API key provided: ${API_KEY}.` } } }, '401 Incorrect API key provided: •••.', undefined],
		['the key as an object', { status: 403, body: { error: { key: API_KEY, again: API_KEY } } }, '403 {"key":"•••","again":"•••"}', undefined],
		['an unknown model', { status: 404, body: { error: { message: 'The model does not exist' } } }, '404 The model does not exist', undefined],
		['a bad request', { status: 400, body: { error: { message: 'Too many tokens' } } }, '400 Too many tokens', undefined],
		['a refusal', SERVER_TROUBLE.refusal(), 'it refused', undefined],
		['a content filter', { body: completion('', { finish_reason: 'content_filter' }) }, 'withheld by a content filter', undefined],
		['an empty account', SERVER_TROUBLE.outOfQuota(), '429 You exceeded', undefined],
		['a cut answer', SERVER_TROUBLE.cutOff('{"a":'), 'its answer was cut off', 0],
		['too many requests', SERVER_TROUBLE.rateLimited(), '429 Rate limit', 500],
		['too many requests for now', SERVER_TROUBLE.rateLimited('7'), '429 Rate limit', 7000],
		['too many requests for a fraction', SERVER_TROUBLE.rateLimited('0.25'), '429 Rate limit', 250],
		['too many requests until long ago', SERVER_TROUBLE.rateLimited('Fri, 27 Mar 2020 12:00:00 GMT'), '429 Rate limit', 0],
		['too many requests until nonsense', SERVER_TROUBLE.rateLimited('soon'), '429 Rate limit', 500],
		['an error of the server', SERVER_TROUBLE.down(), '500', 500],
		['a server that is down', SERVER_TROUBLE.down(503), '503', 500],
		['a gateway that gave up', SERVER_TROUBLE.page(504), '504', 500],
		['a timeout the server reports', SERVER_TROUBLE.down(408), '408', 500],
		['a lost connection', { resets: 'at once' }, 'Connection error', 500],
		['a connection lost midway', { ...GOOD, resets: 'midway' }, '', 500],
		['what is not JSON', SERVER_TROUBLE.garbled(), 'JSON', 500],
	])('for %s', async (_name, given, why, repeatAfter) => {
		server.will(given);
		const failure = await failureOf(ask());
		expect(failure.message).toContain(why);
		expect(failure.message).not.toContain(API_KEY);
		expect(failure.details.repeatAfter).toBe(repeatAfter);
		expect(failure.details.changed).toBeUndefined();
		expect(server.requests).toHaveLength(1);
	});

	it('with what was paid for a refusal', async () => {
		server.will({ body: { ...(SERVER_TROUBLE.refusal().body as object), usage: { prompt_tokens: 9, completion_tokens: 1 } } });
		expect((await failureOf(ask())).details.tokens).toEqual({ inputTokens: 9, outputTokens: 1 });
	});

	it('when nobody listens', async () => {
		const gone = await OpenAiServer.start();
		const { url } = gone;
		await gone.close();
		const failure = await failureOf(ask({ url }));
		expect(failure.message).toContain('Connection error');
		expect(failure.details.repeatAfter).toBe(500);
	});

	it('for good when the address is no address', async () => {
		const failure = await failureOf(ask({ url: 'localhost' }));
		expect(failure.details.repeatAfter).toBeUndefined();
	});

	it.each(['', '  '])('without a request when the key is %j', async (apiKey) => {
		const failure = await failureOf(ask({ apiKey }));
		expect(failure).toMatchObject({ message: 'there is no API key', details: { sent: false } });
		expect(server.requests).toHaveLength(0);
	});

	// A key pasted with a blank works, since HTTP drops it, but the server echoes it without.
	it('without showing a key that was pasted with a blank', async () => {
		server.will({ status: 401, body: { error: { message: `Incorrect API key provided: ${API_KEY}.` } } });
		expect((await failureOf(ask({ apiKey: ` ${API_KEY}\n` }))).message).toContain('Incorrect API key provided: •••.');
		expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${API_KEY}`);
	});

	it.each<[string, ServerAnswer]>([
		['that never answers', SERVER_TROUBLE.never()],
		['that stops in the middle', { ...GOOD, stalls: true }],
	])('as soon as it is called off, for a server %s', async (_name, given) => {
		server.will(given);
		const controller = new AbortController();
		const failure = failureOf(model().ask(REQUEST, controller.signal));
		await server.received(1);
		controller.abort();
		expect(await failure).toBeInstanceOf(ModelFailure);
	});
});

describe('a server that knows no schemas', () => {
	it.each([
		['OpenAI\'s older models', undefined, 400],
		['Groq', 'This model does not support response format `json_schema`.', 400],
		['DeepSeek', 'This response_format type is unavailable now', 400],
		['a validator', 'body.response_format.type: Input should be \'text\' or \'json_object\'', 422],
		['another', 'Structured outputs are not enabled', 400],
	])('is asked for plain JSON next, with the schema in the instructions: %s', async (_name, message, status) => {
		server.will(SERVER_TROUBLE.noSchemas(message, status), GOOD, GOOD);
		const asked = model();
		const failure = await failureOf(asked.ask(REQUEST, never()));
		expect(failure.details).toMatchObject({ changed: true });
		await asked.ask(REQUEST, never());
		const { messages, response_format: format } = sent(1);
		expect(format).toEqual({ type: 'json_object' });
		expect(messages).toEqual([
			{ role: 'system', content: instructionsWithSchema(REQUEST) },
			{ role: 'user', content: REQUEST.document },
		]);
		// Known from now on.
		await asked.ask(REQUEST, never());
		expect(sent(2)).toEqual(sent(1));
	});

	it('and no plain JSON either is given up', async () => {
		server.will(SERVER_TROUBLE.noSchemas(), SERVER_TROUBLE.noSchemas());
		const asked = model();
		await failureOf(asked.ask(REQUEST, never()));
		expect((await failureOf(asked.ask(REQUEST, never()))).details).toEqual({ repeatAfter: undefined });
	});

	it('is not made out of other bad requests', async () => {
		server.will({ status: 400, body: { error: { message: 'Unknown model' } } }, GOOD);
		const asked = model();
		await failureOf(asked.ask(REQUEST, never()));
		await asked.ask(REQUEST, never());
		expect(sent(1).response_format.type).toBe('json_schema');
	});
});
