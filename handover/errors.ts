/**
 * Something an operator can put right. The node that catches it adds its own
 * name and the item index; `fix` becomes the description under the error.
 */
export class HandoverError extends Error {
	override readonly name = 'HandoverError';

	constructor(
		message: string,
		/** What to do about it, as one or two plain sentences. */
		readonly fix: string,
		options: { cause?: unknown } = {},
	) {
		super(message, options);
	}
}

/** The store can't be opened, read or written right now. */
export class StoreUnavailableError extends HandoverError {}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
