/**
 * The beginning of a text, at most `length` UTF-16 units: never cut inside a
 * character, and well formed, since databases and desks refuse half a character.
 */
export function startOf(text: string, length: number): string {
	// A whole pair at the last place reaches beyond it.
	const end = (text.codePointAt(length - 1) ?? 0) > 0xffff ? length - 1 : length;
	return text.slice(0, end).toWellFormed();
}

/** A text for people to read, at most `length` long; `…` shows that there was more. */
export function clip(text: string, length: number): string {
	return text.length <= length ? text.toWellFormed() : `${startOf(text, length - 1)}…`;
}

/** The text with secrets blanked out; they come back in what servers say about a wrong key. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
	// The longest first: one may be the beginning of another.
	const known = secrets.filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
	return known.reduce((rest, secret) => rest.split(secret).join('•••'), text);
}
