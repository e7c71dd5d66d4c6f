import { fold, isSign } from './normalise';
import { LANGUAGE_FILES } from './patterns';
import { wordsIn } from './phrase';
import { isTypoOf } from './typos';

/** What all languages together know about words that carry little meaning. */
interface SmallWords {
	fillers: ReadonlySet<string>;
	stopWords: ReadonlySet<string>;
	negators: ReadonlySet<string>;
	spellings: ReadonlyMap<string, string>;
	endings: ReadonlySet<string>;
	longestEnding: number;
}

let gathered: SmallWords | undefined;

/** Gathered when first needed: only example phrases and repeated questions need it. */
function smallWords(): SmallWords {
	gathered ??= gather();
	return gathered;
}

function gather(): SmallWords {
	const endings = new Set(LANGUAGE_FILES.flatMap(({ suffixes }) => suffixes.map(fold)));
	return {
		fillers: new Set(LANGUAGE_FILES.flatMap(({ fillers }) => [...wordsIn(fillers)])),
		stopWords: new Set(LANGUAGE_FILES.flatMap(({ stopWords }) => [...wordsIn(stopWords)])),
		negators: new Set(LANGUAGE_FILES.flatMap(({ negators }) => [...wordsIn(negators)])),
		spellings: new Map(LANGUAGE_FILES.flatMap(({ spellings }) => Object.entries(spellings).map(([from, to]) => [fold(from), fold(to)] as const))),
		endings,
		longestEnding: Math.max(...[...endings].map((ending) => ending.length)),
	};
}

/** Whether a word turns a sentence into its opposite, in any language. One sign is none: 不 also stands in 不好意思, "excuse me". */
export function isNegator(word: string): boolean {
	return !isSign(word) && smallWords().negators.has(word);
}

/** Whether a token says nothing about the matter itself: a mark, a word without meaning of its own, a greeting or a courtesy, in any language. */
export function isSmallWord(word: string): boolean {
	const { fillers, spellings, stopWords } = smallWords();
	const written = spellings.get(word) ?? word;
	return word === '.' || word === ',' || stopWords.has(word) || stopWords.has(written) || fillers.has(written);
}

/** A stem shorter than this says too little. */
const SHORTEST_STEM = 4;

export interface MeaningWord {
	stem: string;
	/** Index of the token it came from. */
	token: number;
}

function stem(word: string): string {
	const { endings, longestEnding } = smallWords();
	for (let length = Math.min(longestEnding, word.length - SHORTEST_STEM); length > 0; length--) {
		if (endings.has(word.slice(-length))) return word.slice(0, -length);
	}
	return word;
}

/**
 * @param words folded tokens
 * @returns those that carry meaning, without their endings
 */
export function meaningWords(words: readonly string[]): MeaningWord[] {
	const { spellings, stopWords } = smallWords();
	const found: MeaningWord[] = [];
	words.forEach((word, token) => {
		const written = spellings.get(word) ?? word;
		if (word !== '.' && word !== ',' && !stopWords.has(word) && !stopWords.has(written)) {
			found.push({ stem: stem(written), token });
		}
	});
	return found;
}

/** Whether two stems are the same word, a slip of the fingers forgiven. */
export function sameWord(typed: string, meant: string): boolean {
	return typed === meant || isTypoOf(typed, meant);
}
