/** Longest part of a text that is judged at either end, in UTF-16 units. A request in a long
 * message stands at its start or its end; what lies between is pasted mail or logs. */
export const WINDOW = 1_200;

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

/** Armenian puts its question, stress and exclamation marks into the middle of words. */
const INSIDE_WORDS = '\\u055b\\u055c\\u055e';
const UNSEEN = '\\u00ad\\u200b-\\u200d\\u2060';
/** From here on, and before the private area, stand the scripts that write without spaces, or at will. */
const FIRST_SIGN = 0x1100;
/** Korean letters; kana, Han and Korean syllables; compatibility forms; half-width kana; rare Han. */
const SIGNS: readonly (readonly [first: number, last: number])[] = [
	[0x1100, 0x11ff], [0x3005, 0x3007], [0x3041, 0x9fff], [0xa960, 0xa97f], [0xac00, 0xd7ff],
	[0xf900, 0xfaff], [0xff66, 0xffdc], [0x20000, 0x3ffff],
];
const WORD = new RegExp(`[\\p{L}\\p{M}\\p{N}${UNSEEN}${INSIDE_WORDS}]+`, 'uy');
/** Accents, vowel points and the letter apostrophe that people leave out; the marks of Indian scripts and kana are letters to them. */
const DROPPED = new RegExp(
	`[${UNSEEN}${INSIDE_WORDS}\\u02bc\\u0300-\\u036f\\u0483-\\u0487\\u0591-\\u05c7\\u0610-\\u061a\\u0640\\u064b-\\u065f\\u0670\\u06d6-\\u06ed\\u093c\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe00-\\ufe0f\\ufe20-\\ufe2f]+`,
	'gu',
);
const ASCII_WORD = /^[a-z0-9]+$/;
/** Korean letters, and the marks that make が of か. */
const IN_PIECES = /[\u1100-\u11ff\u3099\u309a]/;
/** Letters that differ by keyboard or habit, and those that do not come apart into letter and accent. */
const SAME_LETTER: Readonly<Record<string, string>> = {
	ß: 'ss', œ: 'oe', æ: 'ae', đ: 'd', ł: 'l', ø: 'o', ı: 'i',
	ي: 'ی', ى: 'ی', ك: 'ک', ة: 'ه', ە: 'ه', ھ: 'ه', '\u0901': '\u0902',
};
const VARIANT = new RegExp(`[${Object.keys(SAME_LETTER).join('')}]`, 'gu');
const APOSTROPHES = "'’‘´`′＇";
/** "don't" is one word, "l'agent" two: what follows the apostrophe tells. */
const CONTRACTIONS = new Set(['t', 's', 'm', 're', 've', 'll', 'd']);
/** In Ukrainian the apostrophe is part of the word: "зв'язок". */
const CYRILLIC = /^\p{Script=Cyrillic}/u;
/** "pleeease", but not 1000. */
const STRETCHED = /([^0-9])\1{2,}/gu;
const SENTENCE_ENDS = '.!?;…。！？؟।॥։｡؛\n\r¡¿';
const CLAUSE_ENDS = ',:()[]{}|/–—，、：；،՝（）';
const CLOSING_QUOTE: Readonly<Record<string, string>> = {
	'"': '"',
	'“': '”',
	'„': '“',
	'«': '»',
	'»': '«',
	'「': '」',
	'『': '』',
};
/** Up to here a quotation mark is looked for; an unclosed one quotes nothing. */
const LONGEST_QUOTE = 600;

/** What single characters are folded to, worked out once each: `normalize` is slow, and texts repeat their letters. */
const FOLDED = new Map<string, string>();
const MOST_FOLDED = 10_000;

function foldCharacter(character: string): string {
	const known = FOLDED.get(character);
	if (known !== undefined) return known;
	const folded = character
		.normalize('NFKD')
		.replace(DROPPED, '')
		.replace(VARIANT, (letter) => SAME_LETTER[letter])
		.normalize('NFC');
	if (FOLDED.size >= MOST_FOLDED) FOLDED.clear();
	FOLDED.set(character, folded);
	return folded;
}

/**
 * @param word letters and digits of any script
 * @returns the word in lower case, without accents, invisible characters and stretched letters
 */
export function fold(word: string): string {
	const lower = word.toLowerCase();
	if (ASCII_WORD.test(lower)) return unstretched(lower);
	let folded = '';
	// Composed first: Korean syllables and kana can come in pieces, which only together are a letter.
	for (const character of IN_PIECES.test(lower) ? lower.normalize('NFC') : lower) folded += foldCharacter(character);
	return unstretched(folded);
}

function unstretched(word: string): string {
	for (let at = 2; at < word.length; at++) {
		if (word[at] === word[at - 1] && word[at] === word[at - 2]) return word.replace(STRETCHED, '$1');
	}
	return word;
}

/**
 * @param word letters and digits of any script
 * @returns the tokens it is read as: the word, or for East Asian scripts its signs
 */
export function signsOf(word: string): string[] {
	if (!mayHaveSigns(word)) return [word];
	const tokens: string[] = [];
	let afterSign = true;
	for (const character of word) {
		const standsAlone = isSign(character);
		if (standsAlone || afterSign) tokens.push(character);
		else tokens[tokens.length - 1] += character;
		afterSign = standsAlone;
	}
	return tokens;
}

function mayHaveSigns(word: string): boolean {
	for (let at = 0; at < word.length; at++) if (word.charCodeAt(at) >= FIRST_SIGN) return true;
	return false;
}

/** Whether a token is a sign of Chinese, Japanese or Korean, where each is a token of its own. */
export function isSign(character: string): boolean {
	const code = character.codePointAt(0) ?? 0;
	return code >= FIRST_SIGN && SIGNS.some(([first, last]) => code >= first && code <= last);
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
		const written = this.text.slice(at, wordEnd);
		let start = at;
		for (const sign of signsOf(written)) {
			this.take(sign, start, start + sign.length);
			start += sign.length;
		}
		return wordEnd;
	}

	private take(written: string, start: number, end: number): void {
		const word = fold(written);
		if (word === '') return;
		const last = this.tokens.words.length - 1;
		const afterApostrophe =
			start > 0 && APOSTROPHES.includes(this.text[start - 1]) && this.tokens.ends[last] === start - 1;
		const joined = CONTRACTIONS.has(word) || (CYRILLIC.test(word) && CYRILLIC.test(this.tokens.words[last]));
		if (afterApostrophe && joined && this.tokens.words[last] !== '.') {
			this.tokens.words[last] += word;
			this.tokens.ends[last] = end;
		} else {
			this.push(word, start, end);
		}
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
