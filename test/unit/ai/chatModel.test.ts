import { chatModel, type ChatModelAnswer, type ConnectedChatModel } from '../../../handover/detection/ai/chatModel';
import { aiJudge } from '../../../handover/detection/ai/judge';
import { ModelFailure } from '../../../handover/detection/ai/model';
import { instructionsWithSchema, judgeRequest } from '../../../handover/detection/ai/request';
import { LeapingClock, answerTo, someFacts, yes } from '../../support/ai';

const REQUEST = judgeRequest(someFacts());

function connected(answer: unknown, over: Record<string, unknown> = {}): ConnectedChatModel & { invoke: jest.Mock } {
	return { invoke: jest.fn(async () => answer as ChatModelAnswer), ...over };
}

const ask = (model: ConnectedChatModel) => chatModel(model).ask(REQUEST, new AbortController().signal);

it('is asked with the schema in the instructions and the texts in the document', async () => {
	const model = connected({ content: 'x' });
	const { signal } = new AbortController();
	await chatModel(model).ask(REQUEST, signal);
	expect(model.invoke.mock.calls).toEqual([[[['system', instructionsWithSchema(REQUEST)], ['human', REQUEST.document]], { signal }]]);
});

it.each<[string, Record<string, unknown>, string]>([
	['model', { model: 'a', modelName: 'b', modelId: 'c' }, 'a'],
	['modelName', { modelName: 'b', modelId: 'c' }, 'b'],
	['modelId', { model: '', modelId: 'c' }, 'c'],
	['none', {}, 'connected model'],
	['an object', { model: {} }, 'connected model'],
	['a very long one', { model: 'x'.repeat(500) }, `${'x'.repeat(99)}…`],
])('has the name of %s', (_name, fields, name) => {
	expect(chatModel(connected('', fields)).name).toBe(name);
});

it.each<[string, unknown, string]>([
	['text', 'abc', 'abc'],
	['parts', [{ type: 'text', text: 'a' }, { type: 'text', text: 'bc' }], 'abc'],
	['parts with thoughts', [{ type: 'thinking', thinking: '{"x":1}' }, { type: 'reasoning', text: 'hm' }, { type: 'text', text: 'abc' }, { type: 'tool_use', input: {} }], 'abc'],
	['plain parts', ['a', 'bc'], 'abc'],
	['odd parts', [null, 7, { type: 'text' }, { type: 'text', text: 5 }], ''],
	['nothing', undefined, ''],
	['an object', { text: 'abc' }, ''],
])('answers with the text of %s', async (_name, content, text) => {
	expect((await ask(connected({ content }))).content).toBe(text);
});

it('answers with nothing when there is no answer', async () => {
	expect(await ask(connected(undefined))).toEqual({ content: '' });
});

it('says what it took, where the provider does', async () => {
	expect(await ask(connected({ content: '', usage_metadata: { input_tokens: 12, output_tokens: 3 } }))).toMatchObject({ inputTokens: 12, outputTokens: 3 });
	expect(await ask(connected({ content: '', usage_metadata: { input_tokens: '12', output_tokens: NaN } }))).toEqual({ content: '' });
});

it.each([{ finish_reason: 'length' }, { stop_reason: 'max_tokens' }, { finishReason: 'MAX_TOKENS' }])(
	'fails, worth a repeat, when it was cut off: %j',
	async (metadata) => {
		const asked = ask(connected({ content: '{', usage_metadata: { input_tokens: 1, output_tokens: 2 }, response_metadata: metadata }));
		await expect(asked).rejects.toMatchObject({
			message: 'its answer was cut off',
			details: { repeatAfter: 0, tokens: { inputTokens: 1, outputTokens: 2 } },
		});
	},
);

describe('fails, not worth a repeat', () => {
	const KEY = 'key-0123456789';
	const echoes = (error: Error): never => {
		throw error;
	};

	it.each<[string, Record<string, unknown>]>([
		['its own field', { apiKey: KEY }],
		['a field of another name', { openAIApiKey: KEY }],
		['its settings', { clientOptions: { auth: { accessToken: KEY } } }],
		['its constructor\'s arguments', { lc_kwargs: { apiKey: KEY } }],
	])('without showing the key from %s', async (_name, fields) => {
		const model = { ...connected(''), ...fields, invoke: async () => echoes(new Error(`Wrong key ${KEY} (${KEY})`)) };
		const error = await ask(model).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(ModelFailure);
		expect(error).toMatchObject({ message: 'Wrong key ••• (•••)', details: {} });
	});

	it('also when it throws at once, and refers to itself', async () => {
		const model: ConnectedChatModel & { self?: unknown; apiKey: string } = { apiKey: KEY, invoke: () => echoes(new Error(`No ${KEY}`)) };
		model.self = model;
		await expect(ask(model)).rejects.toMatchObject({ message: 'No •••' });
	});

	it('and leaves settings alone that are no secrets', async () => {
		const model = { authMode: 'none', maxTokens: 5, invoke: async () => echoes(new Error('none of 5')) };
		await expect(ask(model)).rejects.toMatchObject({ message: 'none of 5' });
	});
});

describe('behind the judge', () => {
	const judge = (model: ConnectedChatModel, clock = new LeapingClock()) =>
		aiJudge(chatModel(model), { timeout: 9000 }, async () => ({ findings: [], detector: 'built-in' }), clock)(someFacts());

	it('finds what its answer says, with a fence around it', async () => {
		const content = `\`\`\`json\n${JSON.stringify(answerTo(REQUEST, { human_requested: yes('talk to a human') }))}\n\`\`\``;
		const verdict = await judge(connected({ content, usage_metadata: { input_tokens: 5, output_tokens: 6 } }, { modelName: 'm-1' }));
		expect(verdict).toMatchObject({
			detector: 'ai',
			findings: [{ kind: 'human_requested', evidence: { rule: 'ai: m-1', start: 6 } }],
			ai: { model: 'm-1', calls: 1, inputTokens: 5, outputTokens: 6 },
		});
	});

	it('is asked once more for an unusable answer, and not after that', async () => {
		const model = connected({ content: 'I think so.' });
		expect(await judge(model)).toMatchObject({ degraded: expect.stringContaining('not a JSON object') as string, ai: { calls: 2 } });
		expect(model.invoke).toHaveBeenCalledTimes(2);
	});

	it('is not waited for when it never answers, even if it ignores the signal', async () => {
		const model = { invoke: () => new Promise<never>(() => undefined) };
		expect(await judge(model)).toMatchObject({ degraded: expect.stringContaining('timed out') as string, ai: { calls: 2, milliseconds: 9000 } });
	});
});
