/** Text that is HTML already. */
export class Markup {
	constructor(readonly text: string) {}
}

export type Content = string | number | undefined | Markup | readonly Content[];

/** HTML with every value escaped that isn't markup itself; lists are joined, undefined is nothing. */
export function html(texts: TemplateStringsArray, ...values: readonly Content[]): Markup {
	return new Markup(texts.reduce((whole, text, index) => whole + written(values[index - 1]) + text));
}

function written(content: Content): string {
	if (content === undefined) return '';
	if (content instanceof Markup) return content.text;
	if (typeof content === 'object') return content.map(written).join('');
	return escaped(String(content));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
	return text.toWellFormed().replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

/** Data for a script block: JSON in which nothing ends the block or begins a comment. */
export function jsonForScript(data: unknown): Markup {
	return new Markup(JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`));
}
