import { HandoverError } from './errors';
import { clip } from './text';

/** What can be filled into a text for the customer. */
export const PLACEHOLDERS = ['agent', 'name', 'opens', 'reason', 'team', 'wait'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** A text with gaps: what is said as it stands, and the names of what is filled in. */
export type Template = ReadonlyArray<string | { readonly placeholder: Placeholder }>;

/** What fills the gaps; missing where nothing is known. */
export type Values = Readonly<Partial<Record<Placeholder, string>>>;

/** Longer names are not names. */
const LONGEST_VALUE = 100;

/** A word in double braces, as operators write placeholders. */
const IN_BRACES = /\{\{\s*([A-Za-z_]\w*)\s*\}\}/g;

/** Characters that no text contains: they keep a placeholder from n8n, which would take it for an expression of its own. */
const [OPEN, CLOSE] = ['\uE000', '\uE001'];
const MARKED = new RegExp(`${OPEN}(\\w+)${CLOSE}`, 'g');

/**
 * Reads a text that an operator wrote, with placeholders such as {{agent}}.
 * @param label the parameter it is from
 * @throws HandoverError for a placeholder that doesn't exist, or an expression that will not be evaluated
 */
export function readTemplate(text: string, label: string): Template {
	const marked = mark(text, label);
	const [expression] = /\{\{.*?\}\}/s.exec(marked) ?? [];
	if (expression !== undefined) {
		throw new HandoverError(
			`"${label}" contains ${clip(expression, 60)}, which the customer would read as it stands`,
			`Switch the field to Expression to have it evaluated, or use one of ${known()}.`,
		);
	}
	return pieces(marked);
}

/**
 * The same for a field in expression mode, where {{agent}} is not n8n's to evaluate.
 * What an expression brings in is data, in which nothing is filled in; unless
 * it is all there is: then it brings the operator's text.
 * @param evaluate evaluates an expression; it is given everything but our placeholders as it was written
 */
export function readExpression(expression: string, label: string, evaluate: (expression: string) => string): Template {
	const marked = mark(expression, label);
	const value = evaluate(marked);
	const isAllThereIs = /^\s*\{\{(?:(?!\}\}).)*\}\}\s*$/s.test(marked);
	return isAllThereIs ? readTemplate(value.replace(MARKED, '{{$1}}'), label) : pieces(value);
}

function mark(text: string, label: string): string {
	return text.replace(IN_BRACES, (inBraces: string, word: string) => {
		if (isPlaceholder(word)) return `${OPEN}${word}${CLOSE}`;
		throw new HandoverError(`"${label}" contains ${inBraces}, which is not known`, `Known are ${known()}.`);
	});
}

function known(): string {
	return PLACEHOLDERS.map((name) => `{{${name}}}`).join(', ');
}

function isPlaceholder(word: string): word is Placeholder {
	return (PLACEHOLDERS as readonly string[]).includes(word);
}

function pieces(marked: string): Template {
	// Every second piece is the name of a placeholder.
	return marked.split(MARKED).map((piece) => (isPlaceholder(piece) ? { placeholder: piece } : piece));
}

/** A text without placeholders' values, as the operator wrote it. */
export function asWritten(template: Template): string {
	return template.map((piece) => (typeof piece === 'string' ? piece : `{{${piece.placeholder}}}`)).join('');
}

/** The placeholders of a text for which nothing is known. */
export function missingIn(template: Template, values: Values): Placeholder[] {
	return template.flatMap((piece) => (typeof piece === 'string' || values[piece.placeholder] ? [] : [piece.placeholder]));
}

/** The text with everything filled in, as plain text on one line; a gap without a value stays empty. */
export function filledIn(template: Template, values: Values): string {
	const plain = (value = '') => clip(value.replace(/[\s\p{Cc}\p{Co}]+/gu, ' ').trim(), LONGEST_VALUE);
	return template.map((piece) => (typeof piece === 'string' ? piece : plain(values[piece.placeholder]))).join('');
}
