import { isSmallWord, meaningWords, sameWord } from '../detection/builtIn/meaning';
import { tokenise } from '../detection/builtIn/normalise';
import { grouped } from '../replay/grouped';

/** Of the shorter question this share of the words returns, of the longer one that: as when one customer asks again. */
const SHARE_OF_SHORTER = 0.75;
const SHARE_OF_LONGER = 0.5;
const FEWEST_COMMON = 2;
/** More words are a story, whose beginning tells it apart; comparing grows with their square. */
const MOST_WORDS = 30;
/** So many of the words they must have in common may be misspelt. */
const MISSPELT = 1;
/** A word that stands in more groups than this says nothing about which one is meant … */
const COMMON_WORD = 500;
/** … and of the groups with most words in common only so many are looked at closely. */
const LOOKED_AT = 20;

/** Questions in the same words, whatever their order, endings and small words, by their place in the list. */
interface Wording {
	words: readonly string[];
	places: number[];
}

/**
 * Puts texts that ask the same in other words into one group. Works for every
 * language the detection reads, but not across languages. Numbers don't count:
 * "where is order 17" and "where is order 12" are the same lack of knowledge.
 * @returns the groups, the largest first; each group's items in the order given
 */
export function groupQuestions<T>(items: readonly T[], textOf: (item: T) => string): T[][] {
	const texts = items.map(textOf);
	const wordings = [...grouped([...texts.keys()], (place) => keyOf(texts[place])).values()]
		.map((places): Wording => ({ words: questionWords(texts[places[0]]), places }))
		.sort((a, b) => b.places.length - a.places.length);
	const groups = new Groups();
	for (const wording of wordings) groups.add(wording);
	return groups.all
		.map(({ places }) => places.sort((a, b) => a - b))
		.sort((a, b) => b.length - a.length || a[0] - b[0])
		.map((places) => places.map((place) => items[place]));
}

/** The text without what people write differently: capitals, accents, punctuation. */
export function foldedText(text: string): string {
	return tokenise(text).words.filter((word) => word !== '.' && word !== ',').join(' ');
}

function keyOf(text: string): string {
	const words = questionWords(text);
	return words.length === 0 ? `= ${foldedText(text) || text.trim()}` : [...words].sort().join(' ');
}

function questionWords(text: string): string[] {
	const words = tokenise(text).words.filter((word) => !isSmallWord(word));
	const stems = meaningWords(words).map(({ stem }) => stem);
	return [...new Set(stems)].filter((word) => !/\d/.test(word)).slice(0, MOST_WORDS);
}

/** The groups so far. Each stands for its commonest wording, so that a chain of likenesses doesn't lead astray. */
class Groups {
	readonly all: Wording[] = [];
	/** In which groups a word stands, by their place in `all`. */
	private readonly byWord = new Map<string, number[]>();
	/** How many words each group has in common with the question just looked at. */
	private readonly common: number[] = [];

	add({ words, places }: Wording): void {
		const group = this.nearest(words);
		if (group) {
			group.places.push(...places);
			return;
		}
		for (const word of words) {
			const others = this.byWord.get(word);
			if (others) others.push(this.all.length);
			else this.byWord.set(word, [this.all.length]);
		}
		this.all.push({ words, places: [...places] });
	}

	private nearest(words: readonly string[]): Wording | undefined {
		let nearest: Wording | undefined;
		let most = 0;
		for (const group of this.candidates(words)) {
			const alike = likeness(words, group.words);
			if (alike > most) [nearest, most] = [group, alike];
		}
		return nearest;
	}

	/** The groups that could be alike by the words spelt the same, those with most of them first. */
	private candidates(words: readonly string[]): Wording[] {
		const touched: number[] = [];
		for (const word of words) {
			const groups = this.byWord.get(word) ?? [];
			if (groups.length > COMMON_WORD) continue;
			for (const group of groups) {
				if (!this.common[group]) touched.push(group);
				this.common[group] = (this.common[group] ?? 0) + 1;
			}
		}
		// Most have too little in common, whatever they are.
		const least = neededWords(words, []) - MISSPELT;
		const found = touched
			.filter((place) => this.common[place] >= least)
			.map((place) => ({ group: this.all[place], common: this.common[place] }))
			.filter(({ group, common }) => common + MISSPELT >= neededWords(words, group.words))
			.sort((a, b) => b.common - a.common)
			.slice(0, LOOKED_AT)
			.map(({ group }) => group);
		for (const place of touched) this.common[place] = 0;
		return found;
	}
}

/** How much two questions have in common, 0…1; 0 when too little to be the same. */
function likeness(a: readonly string[], b: readonly string[]): number {
	const common = a.filter((word) => b.includes(word) || b.some((other) => sameWord(word, other))).length;
	return common < neededWords(a, b) ? 0 : common / Math.max(a.length, b.length);
}

/** How many words two questions must have in common to be the same. */
function neededWords({ length: a }: readonly string[], { length: b }: readonly string[]): number {
	return Math.max(FEWEST_COMMON, SHARE_OF_SHORTER * Math.min(a, b), SHARE_OF_LONGER * Math.max(a, b));
}
