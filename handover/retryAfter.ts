/**
 * What a server's Retry-After asks for: seconds, or a date.
 * @param now milliseconds since 1970
 * @returns milliseconds from now, at least 0; undefined when it says nothing readable
 */
export function retryAfter(said: string | null | undefined, now: number): number | undefined {
	if (!said) return undefined;
	const seconds = Number(said);
	const milliseconds = Number.isNaN(seconds) ? Date.parse(said) - now : seconds * 1000;
	return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : undefined;
}
