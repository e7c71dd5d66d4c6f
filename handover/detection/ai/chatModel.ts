import { messageOf } from '../../errors';
import { withoutSecrets } from '../../text';
import { clip } from '../../text';
import { ModelFailure, asCount, unusable, type ModelAnswer, type ModelPort, type TokenCount } from './model';
import { instructionsWithSchema, type ModelRequest } from './request';

/**
 * A chat model connected in n8n's own way. These are LangChain's objects,
 * described by what is used of them, so that the core needs no LangChain.
 */
export interface ConnectedChatModel {
	invoke(messages: [role: 'system' | 'human', content: string][], options?: { signal?: AbortSignal }): Promise<ChatModelAnswer>;
	/** Its name; which of the three depends on the provider. */
	model?: unknown;
	modelName?: unknown;
	modelId?: unknown;
}

export interface ChatModelAnswer {
	/** Text, or parts of which those of type `text` hold it. */
	content: unknown;
	usage_metadata?: { input_tokens?: unknown; output_tokens?: unknown };
	/** What the provider said besides; each in its own words. */
	response_metadata?: Record<string, unknown>;
}

const NAMELESS = 'connected model';
const LONGEST_NAME = 100;

/** Shorter ones are settings (`auth: none`), and blanking them would garble the message. */
const SHORTEST_SECRET = 8;

/**
 * The connected model as the judge asks it. It can't be held to a schema from
 * outside, so the schema goes into the instructions. Lost connections are not
 * repeated here: these models do that themselves.
 */
export function chatModel(model: ConnectedChatModel): ModelPort {
	const name = nameOf(model);
	async function ask(request: ModelRequest, signal: AbortSignal): Promise<ModelAnswer> {
		let answer: ChatModelAnswer | undefined;
		try {
			answer = await model.invoke([['system', instructionsWithSchema(request)], ['human', request.document]], { signal });
		} catch (error) {
			throw new ModelFailure(withoutSecrets(messageOf(error), secretsIn(model)));
		}
		const tokens = tokensOf(answer);
		if (isCutOff(answer)) throw unusable('its answer was cut off', tokens);
		return { content: textOf(answer?.content), ...tokens };
	}
	return { name, ask };
}

function nameOf({ model, modelName, modelId }: ConnectedChatModel): string {
	const name = [model, modelName, modelId].find((given) => typeof given === 'string' && given.trim() !== '');
	return name === undefined ? NAMELESS : clip(String(name).trim(), LONGEST_NAME);
}

function textOf(content: unknown): string {
	if (typeof content === 'string') return content;
	if (!Array.isArray(content)) return '';
	return content.map((part: unknown) => (typeof part === 'string' ? part : textOfPart(part))).join('');
}

/** Parts of other types are the model's thinking, calls of tools, pictures. */
function textOfPart(part: unknown): string {
	const { type, text } = (part ?? {}) as { type?: unknown; text?: unknown };
	return type === 'text' && typeof text === 'string' ? text : '';
}

function tokensOf(answer: ChatModelAnswer | undefined): TokenCount {
	const { input_tokens: input, output_tokens: output } = answer?.usage_metadata ?? {};
	return { inputTokens: asCount(input), outputTokens: asCount(output) };
}

/** OpenAI, Anthropic and Google each have a name of their own for it. */
function isCutOff(answer: ChatModelAnswer | undefined): boolean {
	const { finish_reason: openAi, stop_reason: anthropic, finishReason: google } = answer?.response_metadata ?? {};
	return [openAi, anthropic, google].some((reason) => /^(length|max_tokens)$/i.test(String(reason)));
}

/** The keys such an object carries, whatever its provider calls them and wherever it keeps them. */
function secretsIn(holder: object, depth = 3): string[] {
	return Object.entries(holder).flatMap(([field, value]: [string, unknown]) => {
		if (typeof value === 'object' && value !== null) return depth > 0 ? secretsIn(value, depth - 1) : [];
		const isSecret = typeof value === 'string' && value.length >= SHORTEST_SECRET && /key|token|secret|password|auth/i.test(field);
		return isSecret ? [value] : [];
	});
}
