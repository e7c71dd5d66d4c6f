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

/** How most remedies of the store end. */
export const RUN_AGAIN = 'then run this execution again: only the missing steps are done.';

/** The store can't be opened, read or written right now. */
export class StoreUnavailableError extends HandoverError {}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

/** The same for a failed connection, which may have no message but a code (several addresses were tried). */
export function reasonOf(error: unknown): string {
	return messageOf(error) || String((error as { code?: unknown }).code ?? 'it gave no reason');
}
