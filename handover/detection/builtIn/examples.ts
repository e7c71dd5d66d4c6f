import type { Finding } from '../detector';
import type { Tokens } from './normalise';
import { tokenise } from './normalise';
import { de } from './patterns/de';
import { en } from './patterns/en';
import { es } from './patterns/es';
import { fr } from './patterns/fr';
import { pt } from './patterns/pt';
import { isTypoOf } from './typos';

const LANGUAGES = [en, es, de, fr, pt];
const STOP_WORDS = new Set(LANGUAGES.flatMap(({ stopWords }) => stopWords));
const NEGATORS = new Set(LANGUAGES.flatMap(({ negators }) => negators));
const SPELLINGS = new Map(LANGUAGES.flatMap(({ spellings }) => Object.entries(spellings)));
const SUFFIXES = LANGUAGES.flatMap(({ suffixes }) => suffixes).sort((a, b) => b.length - a.length);
/** A stem shorter than this says too little. */
const SHORTEST_STEM = 4;

/** Share of an example's words a message has to contain. */
const ENOUGH_WORDS = 0.75;
/** The words may be spread over this many times the example's own length. */
const SPREAD = 3;
const CONFIDENCE_OF_A_FULL_MATCH = 0.95;
/** Keeps the work for one message bounded, whatever the operator typed in. */
const MOST_EXAMPLES = 200;
const MOST_EXAMPLE_WORDS = 24;

interface Example {
	stems: string[];
	/** Made of stop words only ("can you"), so those are what is compared. */
	literal: boolean;
	negated: boolean;
}

interface MeaningWord {
	stem: string;
	/** Index of the token it came from. */
	token: number;
}

function stem(word: string): string {
	const suffix = SUFFIXES.find(
		(ending) => word.endsWith(ending) && word.length - ending.length >= SHORTEST_STEM,
	);
	return suffix === undefined ? word : word.slice(0, -suffix.length);
}

function meaningWords(words: readonly string[]): MeaningWord[] {
	const found: MeaningWord[] = [];
	words.forEach((word, token) => {
		const written = SPELLINGS.get(word) ?? word;
		if (word !== '.' && word !== ',' && !STOP_WORDS.has(written)) {
			found.push({ stem: stem(written), token });
		}
	});
	return found;
}

const EXAMPLE_CACHE = new Map<string, Example>();

function prepare(phrase: string): Example {
	const cached = EXAMPLE_CACHE.get(phrase);
	if (cached !== undefined) return cached;
	const { words } = tokenise(phrase);
	const meaning = meaningWords(words).map((word) => word.stem);
	const literal = meaning.length === 0;
	const compared = literal ? words.filter((word) => word !== '.' && word !== ',') : meaning;
	const example = {
		stems: [...new Set(compared)].slice(0, MOST_EXAMPLE_WORDS),
		literal,
		negated: words.some((word) => NEGATORS.has(word)),
	};
	if (EXAMPLE_CACHE.size >= MOST_EXAMPLES) EXAMPLE_CACHE.clear();
	EXAMPLE_CACHE.set(phrase, example);
	return example;
}

const sameWord = (typed: string, meant: string) => typed === meant || isTypoOf(typed, meant);

interface Hit {
	share: number;
	first: number;
	last: number;
}

/** The tightest stretch of the message that holds the most words of the example. */
function bestHit(message: readonly MeaningWord[], stems: readonly string[]): Hit | undefined {
	const hits = message.flatMap(({ stem: typed, token }, position) => {
		const index = stems.findIndex((meant) => sameWord(typed, meant));
		return index === -1 ? [] : [{ position, token, index }];
	});
	let best: Hit | undefined;
	hits.forEach((start, from) => {
		const seen = new Set<number>();
		for (let at = from; at < hits.length; at++) {
			const { position, token, index } = hits[at];
			if (position - start.position >= SPREAD * stems.length) break;
			if (seen.has(index)) continue;
			seen.add(index);
			const share = seen.size / stems.length;
			if (best === undefined || share > best.share) best = { share, first: start.token, last: token };
		}
	});
	return best;
}

/** Whether the clause around the hit says the opposite ("please don't put me through"). */
function isNegated(words: readonly string[], { first, last }: Hit): boolean {
	const clauseStart = words.slice(0, first).findLastIndex((word) => word === '.' || word === ',') + 1;
	return words.slice(clauseStart, last + 1).some((word) => NEGATORS.has(word));
}

/**
 * Compares a message with the operator's own examples of asking for a person. Word order,
 * small words, endings and single slips do not matter; what has to agree is the words that
 * carry the meaning.
 *
 * @param text the message the tokens were read from
 * @param tokens its tokens
 * @param examplePhrases the operator's phrases; the first 200 are used
 * @returns the best `human_requested` finding, or nothing
 */
export function matchExamples(
	text: string,
	tokens: Tokens,
	examplePhrases: readonly string[],
): Finding | undefined {
	if (examplePhrases.length === 0) return undefined;
	const message = meaningWords(tokens.words);
	const everyWord = tokens.words.map((stem, token) => ({ stem, token }));
	let best: Finding | undefined;
	for (const phrase of examplePhrases.slice(0, MOST_EXAMPLES)) {
		const example = prepare(phrase);
		if (example.stems.length === 0) continue;
		const hit = bestHit(example.literal ? everyWord : message, example.stems);
		if (hit === undefined || hit.share < ENOUGH_WORDS) continue;
		if (!example.negated && isNegated(tokens.words, hit)) continue;
		const confidence = CONFIDENCE_OF_A_FULL_MATCH * hit.share;
		if (best !== undefined && best.confidence >= confidence) continue;
		const [start, end] = [tokens.starts[hit.first], tokens.ends[hit.last]];
		best = {
			kind: 'human_requested',
			confidence,
			evidence: { text: text.slice(start, end), start, end, rule: `example: ${phrase}` },
		};
	}
	return best;
}
