import type { ModelRequest } from './request';

/** As the model's server counted them, where it did. */
export interface TokenCount {
	inputTokens?: number;
	outputTokens?: number;
}

export interface ModelAnswer extends TokenCount {
	/** What the model said; anything, possibly nothing. */
	content: string;
}

/** A language model that can be asked, however it is reached. */
export interface ModelPort {
	/** As operators know the model; shown in the evidence. */
	readonly name: string;
	/**
	 * Sends one request: repeating is up to whoever asks and keeps the time.
	 * @throws ModelFailure, or anything else when it is not worth repeating
	 */
	ask(request: ModelRequest, signal: AbortSignal): Promise<ModelAnswer>;
}

interface FailureDetails {
	/** After how many milliseconds the same request may succeed; left out when it never will. */
	repeatAfter?: number;
	/** The next request will be another one, made to suit what this one was refused for. */
	changed?: boolean;
	/** Whether a request went out at all. */
	sent?: boolean;
	/** What was paid all the same. */
	tokens?: TokenCount;
}

/** Why a model gave no usable answer, and whether asking again may help. The message carries no secret. */
export class ModelFailure extends Error {
	override readonly name = 'ModelFailure';

	constructor(
		message: string,
		readonly details: FailureDetails = {},
	) {
		super(message);
	}
}

/** An answer that came but can't be used. The next one may be better, and nobody needs a pause for it. */
export function unusable(message: string, tokens?: TokenCount): ModelFailure {
	return new ModelFailure(message, { repeatAfter: 0, tokens });
}

/** A count as a server gave it; servers also send text and null. */
export function asCount(value: unknown): number | undefined {
	return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
