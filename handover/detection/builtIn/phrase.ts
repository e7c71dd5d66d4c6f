/**
 * The notation the language files are written in. A phrase is a sequence of
 * elements separated by spaces:
 *
 *   word        that word; Chinese, Japanese and Korean are read sign by sign: 转人工
 *   word*       a word that begins like this
 *   {name}      any phrase of that word class
 *   (a|b c)     either; a|b c without brackets, for the whole phrase
 *   x?          x or nothing
 *   ...3        up to three words (signs) of any kind, within the clause
 *   ,           a clause boundary
 *   ^  $        start and end of a clause
 *
 * A phrase is matched on tokens, without backtracking: for each place, the set
 * of lengths at which a part can end is worked out once and kept as the bits
 * of one number. The time therefore grows with the number of tokens only.
 */
import { fold, signsOf } from './normalise';

/** A phrase spans at most this many tokens: the bits of a number. */
const LONGEST_MATCH = 31;

const GAP = /^\.\.\.(\d)$/;
/** What ends a word in a phrase, by character code. */
const MARKS = ' |()?{.,^$';
const HIGHEST_MARK = 127;
const IS_MARK = Array.from({ length: HIGHEST_MARK + 1 }, (_, code) => MARKS.includes(String.fromCharCode(code)));
const [SPACE, OPENING_BRACE, DOT] = [' ', '{', '.'].map((mark) => mark.charCodeAt(0));
/** Folding leaves it as it is. */
const FOLDED_WORD = /^[a-z0-9]+\*?$/;
const STRETCHED = /([a-z])\1\1/;
const PLAIN_WORD = /^[\p{L}\p{M}\p{N}]+\*?$/u;

type Node =
	| { is: 'word'; symbols: ReadonlySet<number> }
	| { is: 'sequence'; parts: Node[] }
	| { is: 'choice'; words: ReadonlySet<number>; byFirstWord: ReadonlyMap<number, Node[]>; others: Node[] }
	| { is: 'optional'; part: Node }
	| { is: 'gap'; most: number }
	| { is: 'class'; index: number; node: Node }
	| { is: 'start' }
	| { is: 'end' };

/** Numbers for words, the same in all languages, so that a text is looked up once. */
class Symbols {
	private readonly words = new Map<string, number>();
	private readonly beginnings = new Map<string, number>();
	private readonly lengths = new Set<number>();
	private count = 0;

	/** @param word a folded word, or the beginning of one with `*` behind it */
	of(word: string): number {
		const begins = word.endsWith('*');
		const key = begins ? word.slice(0, -1) : word;
		const known = begins ? this.beginnings : this.words;
		let symbol = known.get(key);
		if (symbol === undefined) {
			symbol = ++this.count;
			known.set(key, symbol);
			if (begins) this.lengths.add(key.length);
		}
		return symbol;
	}

	/** Everything a folded token counts as: the word itself, and the beginnings it has. */
	read(token: string): readonly number[] {
		const word = this.words.get(token);
		const found = word === undefined ? [] : [word];
		for (const length of this.lengths) {
			if (length > token.length) continue;
			const beginning = this.beginnings.get(token.slice(0, length));
			if (beginning !== undefined) found.push(beginning);
		}
		return found;
	}
}

export const symbols = new Symbols();
const CLAUSE_END = symbols.of(',');

const NOTHING: readonly number[] = [];

/** A text as phrases are matched on it. Matched stretches can be blanked out. */
export class Passage {
	private readonly symbols: (readonly number[])[];
	/** Per word class and place: the ends worked out before, or -1. */
	private readonly memory: (Int32Array | undefined)[] = [];

	/**
	 * @param words folded tokens, with `.` and `,` for the ends of sentences and clauses
	 * @param known what the words count as, where that was looked up before
	 */
	constructor(
		readonly words: string[],
		known: readonly (readonly number[])[] = words.map((word) => symbols.read(word)),
	) {
		this.symbols = [...known];
	}

	symbolsAt(at: number): readonly number[] {
		return this.symbols[at] ?? NOTHING;
	}

	isBoundary(at: number): boolean {
		const word = this.words[at];
		return word === '.' || word === ',';
	}

	isBlank(at: number): boolean {
		return this.words[at] === BLANK;
	}

	/** Makes a stretch unreadable for every phrase tried from now on. */
	blank(from: number, to: number): void {
		for (let at = from; at < to; at++) {
			if (this.isBoundary(at)) continue;
			this.words[at] = BLANK;
			this.symbols[at] = NOTHING;
		}
		this.memory.length = 0;
	}

	/** The ends of a word class at each place; -1 where they are still to be worked out. */
	memoryOf(index: number): Int32Array {
		return (this.memory[index] ??= new Int32Array(this.words.length + 1).fill(-1));
	}
}

function isOneOf(found: readonly number[], wanted: ReadonlySet<number>): boolean {
	for (const symbol of found) if (wanted.has(symbol)) return true;
	return false;
}

const BLANK = '_';

/** The lengths at which a match that begins here can end, as bits. */
function ends(node: Node, text: Passage, at: number): number {
	switch (node.is) {
		case 'word':
			return isOneOf(text.symbolsAt(at), node.symbols) ? 2 : 0;
		case 'sequence':
			return sequenceEnds(node.parts, text, at);
		case 'choice': {
			let found = 0;
			for (const symbol of text.symbolsAt(at)) {
				if (node.words.has(symbol)) found |= 2;
				const longer = node.byFirstWord.get(symbol);
				if (longer) for (const option of longer) found |= ends(option, text, at);
			}
			for (const option of node.others) found |= ends(option, text, at);
			return found;
		}
		case 'optional':
			return 1 | ends(node.part, text, at);
		case 'gap': {
			let found = 1;
			for (let length = 0; length < node.most; length++) {
				const place = at + length;
				if (place >= text.words.length || text.isBoundary(place) || text.isBlank(place)) break;
				found |= 2 << length;
			}
			return found;
		}
		case 'class': {
			const memory = text.memoryOf(node.index);
			if (at >= memory.length) return 0;
			if (memory[at] === -1) memory[at] = ends(node.node, text, at);
			return memory[at];
		}
		case 'start':
			return at > 0 && text.isBoundary(at - 1) ? 1 : 0;
		case 'end':
			return text.isBoundary(at) ? 1 : 0;
	}
}

function sequenceEnds(parts: readonly Node[], text: Passage, at: number): number {
	let reached = 1;
	for (const part of parts) {
		let next = 0;
		for (let open = reached; open !== 0; open &= open - 1) {
			const length = LONGEST_MATCH - Math.clz32(open & -open);
			next |= ends(part, text, at + length) << length;
		}
		if (next === 0) return 0;
		reached = next;
	}
	return reached;
}

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

let classCount = 0;

/** The word classes of a language file, each parsed when first needed. */
export class WordClasses {
	private readonly parsed = new Map<string, Node>();

	constructor(private readonly definitions: Readonly<Record<string, string>>) {}

	/** @throws if there is no class of that name */
	node(name: string): Node {
		const known = this.parsed.get(name);
		if (known) return known;
		const definition = this.definitions[name];
		if (definition === undefined) throw new Error(`Unknown word class {${name}}`);
		const node: Node = { is: 'class', index: classCount++, node: parseChoice(definition, this) };
		this.parsed.set(name, node);
		return node;
	}
}

function parseElement(element: string, classes: WordClasses): Node {
	if (element === '^') return { is: 'start' };
	if (element === '$') return { is: 'end' };
	if (element === ',') return { is: 'word', symbols: new Set([CLAUSE_END]) };
	const gap = GAP.exec(element);
	if (gap) return { is: 'gap', most: Number(gap[1]) };
	if (element.endsWith('?')) return { is: 'optional', part: parseElement(element.slice(0, -1), classes) };
	if (element.startsWith('(')) return parseChoice(element.slice(1, -1), classes);
	if (element.startsWith('{')) return classes.node(element.slice(1, -1));
	if (!PLAIN_WORD.test(element)) throw new Error(`Cannot read phrase element "${element}"`);
	const words = signsOf(element).map((word): Node => ({ is: 'word', symbols: new Set([symbols.of(foldedElement(word))]) }));
	return words.length === 1 ? words[0] : { is: 'sequence', parts: words };
}

function foldedElement(word: string): string {
	return word.endsWith('*') ? `${fold(word.slice(0, -1))}*` : fold(word);
}

function parseSequence(source: string, classes: WordClasses): Node {
	const parts = splitTopLevel(source, ' ')
		.map((element) => parseElement(element, classes))
		.flatMap((node) => (node.is === 'sequence' ? node.parts : [node]));
	return parts.length === 1 ? parts[0] : { is: 'sequence', parts };
}

function parseChoice(source: string, classes: WordClasses): Node {
	const options = splitTopLevel(source, '|').map((option) => parseSequence(option, classes));
	if (options.length === 1) return options[0];
	const words = new Set<number>();
	const byFirstWord = new Map<number, Node[]>();
	const others: Node[] = [];
	for (const option of options) {
		if (option.is === 'word') {
			option.symbols.forEach((symbol) => words.add(symbol));
			continue;
		}
		const first = option.is === 'sequence' ? option.parts[0] : undefined;
		if (first?.is !== 'word') {
			others.push(option);
			continue;
		}
		for (const symbol of first.symbols) byFirstWord.set(symbol, [...(byFirstWord.get(symbol) ?? []), option]);
	}
	return { is: 'choice', words, byFirstWord, others };
}

/** What a match can begin with; `all` once a part is reached that takes a word. */
interface Beginnings {
	symbols: Set<number>;
	/** It can match without any word, or begin with any word. */
	open: boolean;
}

function beginnings(node: Node): Beginnings {
	switch (node.is) {
		case 'word':
			return { symbols: new Set(node.symbols), open: false };
		case 'sequence': {
			const found = new Set<number>();
			for (const part of node.parts) {
				const own = beginnings(part);
				own.symbols.forEach((symbol) => found.add(symbol));
				if (part.is === 'gap') return { symbols: found, open: true };
				if (!own.open) return { symbols: found, open: false };
			}
			return { symbols: found, open: true };
		}
		case 'choice': {
			const found = new Set([...node.words, ...node.byFirstWord.keys()]);
			let open = false;
			for (const option of node.others) {
				const own = beginnings(option);
				own.symbols.forEach((symbol) => found.add(symbol));
				open ||= own.open;
			}
			return { symbols: found, open };
		}
		case 'optional':
			return { symbols: beginnings(node.part).symbols, open: true };
		case 'class':
			return beginnings(node.node);
		case 'gap':
		case 'start':
		case 'end':
			return { symbols: new Set(), open: true };
	}
}

/** How much a set of cue words lets through: small words stand in nearly every text. */
function commonness(cues: ReadonlySet<number>, small: ReadonlySet<number>): number {
	let sum = 0;
	for (const cue of cues) sum += small.has(cue) ? 20 : 1;
	return sum;
}

/** Words of which at least one stands in every text that matches; nothing if there is no such set. */
function cuesOf(node: Node, small: ReadonlySet<number>): ReadonlySet<number> | undefined {
	switch (node.is) {
		case 'word':
			return node.symbols;
		case 'sequence': {
			let best: ReadonlySet<number> | undefined;
			for (const part of node.parts) {
				const own = cuesOf(part, small);
				if (own && (!best || commonness(own, small) < commonness(best, small))) best = own;
			}
			return best;
		}
		case 'choice': {
			const cues = new Set(node.words);
			for (const option of [...[...node.byFirstWord.values()].flat(), ...node.others]) {
				const own = cuesOf(option, small);
				if (!own) return undefined;
				own.forEach((cue) => cues.add(cue));
			}
			return cues;
		}
		case 'class':
			return cuesOf(node.node, small);
		case 'optional':
		case 'gap':
		case 'start':
		case 'end':
			return undefined;
	}
}

/** A phrase ready for matching. */
export class Phrase {
	/** A text without any of these cannot match; most texts are dismissed by that. */
	readonly cues: ReadonlySet<number>;
	private readonly node: Node;
	/** What a match begins with; nothing when it can begin with any word. */
	private readonly first?: ReadonlySet<number>;

	/**
	 * @param source a phrase in the notation above
	 * @param classes the word classes it may use
	 * @param smallWords symbols of words too frequent to tell texts apart
	 * @throws if the phrase is not well-formed, or if every part of it is
	 *   optional: both are faults in a language file
	 */
	constructor(source: string, classes: WordClasses, smallWords: ReadonlySet<number>) {
		this.node = parseChoice(source, classes);
		const cues = cuesOf(this.node, smallWords);
		if (cues === undefined) throw new Error(`Phrase "${source}" matches without any word`);
		this.cues = cues;
		const first = beginnings(this.node);
		if (!first.open) this.first = first.symbols;
	}

	/**
	 * The longest match that begins at this token.
	 * @returns how many tokens it spans; 0 for no match
	 */
	matchAt(text: Passage, at: number): number {
		if (this.first && !isOneOf(text.symbolsAt(at), this.first)) return 0;
		const found = ends(this.node, text, at);
		return found === 0 ? 0 : LONGEST_MATCH - Math.clz32(found);
	}
}

/**
 * @param phrases phrases in the notation above
 * @returns every plain word (or beginning, with its `*`) written in them, folded, each once
 */
export function wordsIn(phrases: readonly string[]): Set<string> {
	// All languages are read at the start, so this has to be quick: most words come many times.
	const written = new Set<string>();
	for (const phrase of phrases) addWritten(phrase, written);
	const words = new Set<string>();
	for (const word of written) {
		if (FOLDED_WORD.test(word) && !STRETCHED.test(word)) words.add(word);
		else for (const sign of signsOf(word)) words.add(foldedElement(sign));
	}
	return words;
}

/** Adds the plain words of a phrase as they are written. */
function addWritten(phrase: string, written: Set<string>): void {
	let start = 0;
	for (let at = 0; at <= phrase.length; at++) {
		const code = at < phrase.length ? phrase.charCodeAt(at) : SPACE;
		if (code > HIGHEST_MARK || !IS_MARK[code]) continue;
		if (at > start) written.add(phrase.slice(start, at));
		if (code === OPENING_BRACE) at = phrase.indexOf('}', at);
		// The number behind a gap's dots.
		else if (code === DOT && phrase.charCodeAt(at + 1) !== DOT) at++;
		start = at + 1;
	}
}
