/**
 * The notation the language files are written in. A phrase is a sequence of
 * elements separated by spaces:
 *
 *   word        that word
 *   {name}      any phrase of that word class
 *   (a|b c)     either
 *   x?          x or nothing
 *   ...3        up to three words of any kind, within the clause
 *   ,           a clause boundary
 *   ^  $        start and end of a clause
 *
 * It compiles to a regular expression over normalised text, in which every
 * token is followed by one space. All repetition is bounded, so matching time
 * grows linearly with the text.
 */

const GAP = /^\.\.\.(\d)$/;

function splitTopLevel(source: string, separator: ' ' | '|'): string[] {
	const parts: string[] = [];
	let depth = 0;
	let current = '';
	for (const char of source) {
		if (char === '(') depth++;
		if (char === ')') depth--;
		if (char === separator && depth === 0) {
			if (current !== '') parts.push(current);
			current = '';
		} else {
			current += char;
		}
	}
	if (current !== '') parts.push(current);
	return parts;
}

function compileElement(element: string, words: Readonly<Record<string, string>>): string {
	if (element === '^') return '(?<=[.,] )';
	if (element === '$') return '(?=[.,] )';
	if (element === ',') return ', ';
	const gap = GAP.exec(element);
	if (gap) return `(?:[^ .,_]+ ){0,${gap[1]}}`;
	if (element.endsWith('?')) return `(?:${compileElement(element.slice(0, -1), words)})?`;
	if (element.startsWith('(')) return compileAlternatives(element.slice(1, -1), words);
	if (element.startsWith('{')) {
		const name = element.slice(1, -1);
		const definition = words[name];
		if (definition === undefined) throw new Error(`Unknown word class {${name}}`);
		return compileAlternatives(definition, words);
	}
	if (!/^[\p{L}\p{N}]+$/u.test(element)) throw new Error(`Cannot read phrase element "${element}"`);
	return `${element} `;
}

function compileAlternatives(source: string, words: Readonly<Record<string, string>>): string {
	const alternatives = splitTopLevel(source, '|').map((sequence) =>
		splitTopLevel(sequence, ' ')
			.map((element) => compileElement(element, words))
			.join(''),
	);
	return `(?:${alternatives.join('|')})`;
}

/** How much a set of cue words lets through: small words stand in nearly every text. */
function commonness(cues: ReadonlySet<string>, smallWords: ReadonlySet<string>): number {
	let sum = 0;
	for (const cue of cues) sum += smallWords.has(cue) ? 20 : 1;
	return sum;
}

/** Words of which at least one stands in every text that matches; nothing if there is no such set. */
function cueWords(
	source: string,
	words: Readonly<Record<string, string>>,
	smallWords: ReadonlySet<string>,
): Set<string> | undefined {
	const cues = new Set<string>();
	for (const sequence of splitTopLevel(source, '|')) {
		let best: Set<string> | undefined;
		for (const element of splitTopLevel(sequence, ' ')) {
			if (element.endsWith('?') || GAP.test(element) || '^$,'.includes(element)) continue;
			const own = elementCues(element, words, smallWords);
			if (own === undefined) continue;
			const better =
				best === undefined || commonness(own, smallWords) < commonness(best, smallWords);
			if (better) best = own;
		}
		if (best === undefined) return undefined;
		best.forEach((cue) => cues.add(cue));
	}
	return cues;
}

function elementCues(
	element: string,
	words: Readonly<Record<string, string>>,
	smallWords: ReadonlySet<string>,
): Set<string> | undefined {
	if (element.startsWith('(')) return cueWords(element.slice(1, -1), words, smallWords);
	if (element.startsWith('{')) return cueWords(words[element.slice(1, -1)], words, smallWords);
	return new Set([element]);
}

/** A phrase ready for matching. */
export class Phrase {
	/** A text without any of these words cannot match; most texts are dismissed by that. */
	readonly cues: ReadonlySet<string>;
	private compiled?: RegExp;

	/**
	 * @param source a phrase in the notation above
	 * @param words the word classes it may use
	 * @param smallWords words too frequent to tell texts apart
	 * @throws if every part of the phrase is optional, which is a fault in a language file
	 */
	constructor(
		private readonly source: string,
		private readonly words: Readonly<Record<string, string>>,
		smallWords: ReadonlySet<string>,
	) {
		const cues = cueWords(source, words, smallWords);
		if (cues === undefined) throw new Error(`Phrase "${source}" matches without any word`);
		this.cues = cues;
	}

	/**
	 * @returns a global expression over normalised text; it matches whole tokens, the space
	 * after the last one included. Compiled when first needed: few texts need many phrases.
	 * @throws if the phrase is not well-formed
	 */
	get matcher(): RegExp {
		this.compiled ??= new RegExp(`(?<= )${compileAlternatives(this.source, this.words)}`, 'g');
		return this.compiled;
	}
}

/**
 * @param phrases phrases in the notation above
 * @returns every plain word written in them
 */
export function wordsIn(phrases: readonly string[]): string[] {
	return phrases.flatMap(
		(phrase) => phrase.replace(/\{\w+\}|\.\.\.\d/g, ' ').match(/[\p{L}\p{N}]+/gu) ?? [],
	);
}
