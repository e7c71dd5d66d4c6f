/** Longest part of a text that is judged at either end, in UTF-16 units. A request in a long
 * message stands at its start or its end; what lies between is pasted mail or logs. */
export const WINDOW = 4_000;

/** A text cut into folded words and the boundaries between its sentences and clauses. */
export interface Tokens {
	/** Folded words; `.` ends a sentence, `,` a clause. Begins and ends with `.`. */
	words: string[];
	/** UTF-16 offsets of each token in the text as it came in. */
	starts: number[];
	ends: number[];
	/** Which tokens stand inside quotation marks or a quoted mail line. */
	quoted: boolean[];
}

const WORD = /[\p{L}\p{M}\p{N}\u00ad\u200b-\u200d\u2060]+/uy;
const INVISIBLE = /[\p{M}\u00ad\u200b-\u200d\u2060]+/gu;
const ASCII_WORD = /^[a-z0-9]+$/;
const APOSTROPHES = "'’‘´`ʼ′＇";
/** "don't" is one word, "l'agent" two: what follows the apostrophe tells. */
const CONTRACTIONS = new Set(['t', 's', 'm', 're', 've', 'll', 'd']);
const STRETCHED = /(.)\1{2,}/gu;
const SENTENCE_ENDS = '.!?;…。！？؟\n\r¡¿';
const CLAUSE_ENDS = ',:()[]{}|/–—，、：';
const CLOSING_QUOTE: Readonly<Record<string, string>> = {
	'"': '"',
	'“': '”',
	'„': '“',
	'«': '»',
	'»': '«',
};
/** Up to here a quotation mark is looked for; an unclosed one quotes nothing. */
const LONGEST_QUOTE = 600;

/**
 * @param word letters and digits of any script
 * @returns the word in lower case, without accents, invisible characters and stretched letters
 */
export function fold(word: string): string {
	let folded = word.toLowerCase();
	if (!ASCII_WORD.test(folded)) {
		folded = folded
			.normalize('NFKD')
			.replace(INVISIBLE, '')
			.replace(/ß/g, 'ss')
			.replace(/œ/g, 'oe')
			.replace(/æ/g, 'ae');
	}
	return folded.replace(STRETCHED, '$1');
}

/**
 * @param text any string
 * @returns the ranges of it that are judged, as UTF-16 offsets: all of it, or both ends
 */
export function judgedRanges(text: string): [start: number, end: number][] {
	if (text.length <= 2 * WINDOW) return [[0, text.length]];
	return [
		[0, WINDOW],
		[text.length - WINDOW, text.length],
	];
}

class Reader {
	readonly tokens: Tokens = { words: [], starts: [], ends: [], quoted: [] };
	private quoteEnd = -1;

	constructor(private readonly text: string) {
		this.boundary('.', 0);
	}

	read(start: number, end: number): void {
		let at = start;
		while (at < end) {
			at = this.readWord(at, end) ?? this.readMark(at, end);
		}
		this.boundary('.', end);
	}

	private push(word: string, start: number, end: number): void {
		this.tokens.words.push(word);
		this.tokens.starts.push(start);
		this.tokens.ends.push(end);
		this.tokens.quoted.push(start < this.quoteEnd);
	}

	private boundary(mark: '.' | ',', at: number): void {
		const last = this.tokens.words.length - 1;
		const previous = this.tokens.words[last];
		if (previous === '.') return;
		if (previous === ',') {
			this.tokens.words[last] = mark;
			return;
		}
		this.push(mark, at, at);
	}

	/** Reads the word at this place and returns where it ends; nothing if there is none. */
	private readWord(at: number, end: number): number | undefined {
		WORD.lastIndex = at;
		if (!WORD.test(this.text)) return undefined;
		const wordEnd = Math.min(WORD.lastIndex, end);
		const word = fold(this.text.slice(at, wordEnd));
		if (word === '') return wordEnd;
		const last = this.tokens.words.length - 1;
		const afterApostrophe =
			at > 0 && APOSTROPHES.includes(this.text[at - 1]) && this.tokens.ends[last] === at - 1;
		if (afterApostrophe && CONTRACTIONS.has(word) && this.tokens.words[last] !== '.') {
			this.tokens.words[last] += word;
			this.tokens.ends[last] = wordEnd;
		} else {
			this.push(word, at, wordEnd);
		}
		return wordEnd;
	}

	private readMark(at: number, end: number): number {
		const mark = this.text[at];
		if (mark === '>' && this.startsLine(at)) {
			const lineEnd = this.text.indexOf('\n', at);
			this.quoteEnd = lineEnd === -1 ? end : Math.min(lineEnd, end);
		}
		if (at >= this.quoteEnd && mark in CLOSING_QUOTE) {
			const limit = Math.min(end, at + LONGEST_QUOTE);
			const closing = this.text.slice(at + 1, limit).indexOf(CLOSING_QUOTE[mark]);
			if (closing !== -1) this.quoteEnd = at + 1 + closing;
		}
		if (SENTENCE_ENDS.includes(mark)) this.boundary('.', at);
		else if (CLAUSE_ENDS.includes(mark)) this.boundary(',', at);
		return at + 1;
	}

	private startsLine(at: number): boolean {
		return at === 0 || this.text[at - 1] === '\n';
	}
}

/**
 * Folds a text and cuts it into tokens that know where they came from.
 *
 * @param text any string, however long or malformed
 * @returns tokens of the judged ranges; offsets are UTF-16 units in `text`
 */
export function tokenise(text: string): Tokens {
	const reader = new Reader(text);
	for (const [start, end] of judgedRanges(text)) reader.read(start, end);
	return reader.tokens;
}
