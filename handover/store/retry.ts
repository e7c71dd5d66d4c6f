/**
 * Tells whether to try again, having waited a moment.
 * @param triedFor milliseconds
 * @param tries so far
 * @returns false when it won't help, or has been tried for too long
 */
export type WorthRetrying = (error: unknown, triedFor: number, tries: number) => Promise<boolean>;

/** Tries until it works, or is not worth another try. @throws what `work` threw last */
export async function retry<T>(work: () => T | Promise<T>, worthRetrying: WorthRetrying): Promise<T> {
	const began = performance.now();
	for (let tries = 1; ; tries++) {
		try {
			return await work();
		} catch (error) {
			if (!(await worthRetrying(error, performance.now() - began, tries))) throw error;
		}
	}
}

/**
 * How long to wait between two tries: longer each time, and never quite the
 * same for two that stood in each other's way, so that one comes first.
 * @returns milliseconds
 */
export function pauseAfter(tries: number, { first, longest }: { first: number; longest: number }): number {
	return Math.min(first * 2 ** (tries - 1), longest) * (0.5 + Math.random() / 2);
}
