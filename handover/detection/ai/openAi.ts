import type { ClientOptions, OpenAI } from 'openai';
import { messageOf } from '../../errors';
import { retryAfter } from '../../retryAfter';
import { withoutSecrets } from '../../text';
import { ModelFailure, asCount, unusable, type ModelAnswer, type ModelPort, type TokenCount } from './model';
import { instructionsWithSchema, type ModelRequest } from './request';

/** How to reach an OpenAI-compatible server. Field names as in n8n's own OpenAI credential. */
export interface AiConnection {
	apiKey: string;
	/** Base URL; OpenAI's own when left empty. */
	url?: string;
	organizationId?: string;
}

const DEFAULT_URL = 'https://api.openai.com/v1';

/** When a server does not say how long to wait; the same as the official client's. */
const DEFAULT_PAUSE_MS = 500;

/** How the answer is held to the schema: by the server, or by the instructions alone. */
type Format = 'json_schema' | 'json_object';

type ChatRequest = OpenAI.ChatCompletionCreateParamsNonStreaming;

/**
 * A model behind OpenAI's API or a compatible one. Remembers when its server
 * can't hold answers to a schema.
 * @param extra options of the `openai` client, e.g. its `fetch`
 */
export function openAiModel(connection: AiConnection, model: string, extra: ClientOptions = {}): ModelPort {
	// HTTP drops blanks around a pasted key, so a server echoes it without them.
	const apiKey = connection.apiKey.trim();
	let format: Format = 'json_schema';
	let client: Promise<OpenAI> | undefined;

	async function ask(request: ModelRequest, signal: AbortSignal): Promise<ModelAnswer> {
		if (apiKey === '') throw new ModelFailure('there is no API key', { sent: false });
		client ??= connect({ ...connection, apiKey }, extra);
		const asked = format;
		try {
			return readCompletion(await (await client).chat.completions.create(bodyOf(model, request, asked), { signal }));
		} catch (error) {
			if (error instanceof ModelFailure) throw error;
			const message = withoutSecrets(messageOf(error), [apiKey]);
			if (asked === 'json_schema' && refusesSchemas(error)) {
				format = 'json_object';
				throw new ModelFailure(message, { changed: true });
			}
			throw new ModelFailure(message, { repeatAfter: await pauseAfter(error) });
		}
	}
	return { name: model, ask };
}

async function connect({ apiKey, url, organizationId }: AiConnection, extra: ClientOptions): Promise<OpenAI> {
	// Loaded on first use: it takes 40 ms, which flows without AI should not pay.
	const { OpenAI } = await import('openai');
	return new OpenAI({
		apiKey,
		// What is left out here, the client takes from n8n's environment.
		adminAPIKey: null,
		baseURL: url?.trim() || DEFAULT_URL,
		organization: organizationId || null,
		project: null,
		// The judge repeats: it counts the requests and knows how much time is left.
		maxRetries: 0,
		...extra,
	});
}

function bodyOf(model: string, request: ModelRequest, format: Format): ChatRequest {
	const schema = request.schema as unknown as Record<string, unknown>;
	const strictly = format === 'json_schema';
	return {
		model,
		messages: [
			{ role: 'system', content: strictly ? request.instructions : instructionsWithSchema(request) },
			{ role: 'user', content: request.document },
		],
		response_format: strictly
			? { type: 'json_schema', json_schema: { name: request.name, strict: true, schema } }
			: { type: 'json_object' },
	};
}

/** Compatible servers leave parts out that the client's types promise. */
type Completion = Partial<Pick<OpenAI.ChatCompletion, 'usage'>> & {
	choices?: { finish_reason?: string; message?: { content?: unknown; refusal?: unknown } }[];
};

/** @throws ModelFailure when the model refused or was cut off */
function readCompletion(completion: Completion | null): ModelAnswer {
	const usage = completion?.usage;
	const tokens: TokenCount = { inputTokens: asCount(usage?.prompt_tokens), outputTokens: asCount(usage?.completion_tokens) };
	const { message, finish_reason: finished } = completion?.choices?.[0] ?? {};
	if (message?.refusal) throw new ModelFailure('it refused', { tokens });
	if (finished === 'content_filter') throw new ModelFailure('its answer was withheld by a content filter', { tokens });
	if (finished === 'length') throw unusable('its answer was cut off', tokens);
	return { content: typeof message?.content === 'string' ? message.content : '', ...tokens };
}

/** Servers that know no schemas say so in their own words, but all name the parameter. */
function refusesSchemas(error: unknown): boolean {
	const { status } = error as { status?: unknown };
	return (status === 400 || status === 422) && /response[_ ]?format|json[_ ]?schema|structured[_ ]?output/i.test(messageOf(error));
}

/** After how many milliseconds a repeat makes sense; undefined when it doesn't. */
async function pauseAfter(error: unknown): Promise<number | undefined> {
	const { APIConnectionError, APIError } = await import('openai');
	if (error instanceof APIConnectionError) return DEFAULT_PAUSE_MS;
	if (error instanceof APIError && error.status !== undefined) {
		// The account is empty: that is no matter of waiting.
		const isPassing = error.code !== 'insufficient_quota' && (error.status === 408 || error.status === 429 || error.status >= 500);
		return isPassing ? (retryAfter(error.headers?.get('retry-after'), Date.now()) ?? DEFAULT_PAUSE_MS) : undefined;
	}
	return breaksOff(error) ? DEFAULT_PAUSE_MS : undefined;
}

/**
 * The connection was lost in the middle of an answer, or what came was not
 * JSON: `fetch` reports the first as a TypeError "terminated".
 */
function breaksOff(error: unknown): boolean {
	const { name } = error as { name?: unknown };
	return name === 'SyntaxError' || (name === 'TypeError' && messageOf(error).includes('terminated'));
}
