import type { Finding, FindingKind } from '../detector';
import { isNegator, meaningWords, sameWord, type MeaningWord } from './meaning';
import type { Tokens } from './normalise';
import { tokenise } from './normalise';

/** Share of an example's words a message has to contain. */
const ENOUGH_WORDS = 0.75;
/** The words may be spread over this many times the example's own length. */
const SPREAD = 3;
const CONFIDENCE_OF_A_FULL_MATCH = 0.95;
/** Keeps the work for one message bounded, whatever the operator typed in. */
const MOST_EXAMPLES = 200;
const MOST_EXAMPLE_WORDS = 24;
/** More than any table of scenarios holds; prepared phrases are small. */
const MOST_CACHED = 5_000;

interface Example {
	stems: string[];
	/** Made of stop words only ("can you"), so those are what is compared. */
	literal: boolean;
	negated: boolean;
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
		negated: words.some(isNegator),
	};
	if (EXAMPLE_CACHE.size >= MOST_CACHED) EXAMPLE_CACHE.clear();
	EXAMPLE_CACHE.set(phrase, example);
	return example;
}

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
			const tighter = best !== undefined && share === best.share && token - start.token < best.last - best.first;
			if (best === undefined || share > best.share || tighter) best = { share, first: start.token, last: token };
		}
	});
	return best;
}

/** Whether the clause around the hit says the opposite ("please don't put me through"). */
function isNegated(words: readonly string[], { first, last }: Hit): boolean {
	const clauseStart = words.slice(0, first).findLastIndex((word) => word === '.' || word === ',') + 1;
	return words.slice(clauseStart, last + 1).some(isNegator);
}

/** The operator's own wordings for something. */
export interface Examples {
	kind: FindingKind;
	/** Which of the operator's own scenarios, when the kind is `custom`. */
	name?: string;
	/** The first 200 are used. */
	phrases: readonly string[];
}

/**
 * Compares a message with the operator's own wordings. Word order, small
 * words, endings and single slips do not matter; what has to agree is the
 * words that carry the meaning.
 *
 * @param text the message the tokens were read from
 * @param tokens its tokens
 * @returns the best finding for each of the examples, where there is one
 */
export function matchExamples(text: string, tokens: Tokens, examples: readonly Examples[]): Finding[] {
	if (examples.every(({ phrases }) => phrases.length === 0)) return [];
	const message = meaningWords(tokens.words);
	return examples.flatMap((wanted) => bestExample(text, tokens, message, wanted) ?? []);
}

function bestExample(
	text: string,
	tokens: Tokens,
	message: readonly MeaningWord[],
	{ kind, name, phrases }: Examples,
): Finding | undefined {
	const everyWord = tokens.words.map((stem, token) => ({ stem, token }));
	let best: Finding | undefined;
	for (const phrase of phrases.slice(0, MOST_EXAMPLES)) {
		const example = prepare(phrase);
		if (example.stems.length === 0) continue;
		const hit = bestHit(example.literal ? everyWord : message, example.stems);
		if (hit === undefined || hit.share < ENOUGH_WORDS) continue;
		if (!example.negated && isNegated(tokens.words, hit)) continue;
		const confidence = CONFIDENCE_OF_A_FULL_MATCH * hit.share;
		if (best !== undefined && best.confidence >= confidence) continue;
		const [start, end] = [tokens.starts[hit.first], tokens.ends[hit.last]];
		best = { kind, name, confidence, evidence: { text: text.slice(start, end), start, end, rule: `example: ${phrase}` } };
	}
	return best;
}
