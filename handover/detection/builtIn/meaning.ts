import { fold } from './normalise';
import { LANGUAGE_FILES } from './patterns';
import { wordsIn } from './phrase';
import { isTypoOf } from './typos';

const STOP_WORDS = new Set(LANGUAGE_FILES.flatMap(({ stopWords }) => [...wordsIn(stopWords)]));
/** Words that turn a sentence into its opposite, of all languages. */
export const NEGATORS: ReadonlySet<string> = new Set(LANGUAGE_FILES.flatMap(({ negators }) => [...wordsIn(negators)]));
const SPELLINGS = new Map(LANGUAGE_FILES.flatMap(({ spellings }) => Object.entries(spellings).map((pair) => pair.map(fold) as [string, string])));
const ENDINGS = new Set(LANGUAGE_FILES.flatMap(({ suffixes }) => suffixes.map(fold)));
const LONGEST_ENDING = Math.max(...[...ENDINGS].map((ending) => ending.length));
/** A stem shorter than this says too little. */
const SHORTEST_STEM = 4;

export interface MeaningWord {
	stem: string;
	/** Index of the token it came from. */
	token: number;
}

function stem(word: string): string {
	for (let length = Math.min(LONGEST_ENDING, word.length - SHORTEST_STEM); length > 0; length--) {
		if (ENDINGS.has(word.slice(-length))) return word.slice(0, -length);
	}
	return word;
}

/**
 * @param words folded tokens
 * @returns those that carry meaning, without their endings
 */
export function meaningWords(words: readonly string[]): MeaningWord[] {
	const found: MeaningWord[] = [];
	words.forEach((word, token) => {
		const written = SPELLINGS.get(word) ?? word;
		if (word !== '.' && word !== ',' && !STOP_WORDS.has(written)) {
			found.push({ stem: stem(written), token });
		}
	});
	return found;
}

/** Whether two stems are the same word, a slip of the fingers forgiven. */
export function sameWord(typed: string, meant: string): boolean {
	return typed === meant || isTypoOf(typed, meant);
}
