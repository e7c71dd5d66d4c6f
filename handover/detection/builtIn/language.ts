import { fold } from './normalise';
import { Phrase, WordClasses, symbols, wordsIn } from './phrase';
import type { LanguagePatterns, Rule } from './patterns/types';
import { closestMeant } from './typos';

/** Phrases of one purpose, found by the words they need. */
class PhraseIndex<Meaning> {
	private readonly byCue = new Map<number, number[]>();
	private readonly entries: { phrase: Phrase; meaning: Meaning }[] = [];

	add(phrase: Phrase, meaning: Meaning): void {
		const position = this.entries.push({ phrase, meaning }) - 1;
		for (const cue of phrase.cues) {
			const positions = this.byCue.get(cue);
			if (positions === undefined) this.byCue.set(cue, [position]);
			else positions.push(position);
		}
	}

	/** The phrases worth trying on a text of these words, in the order they were added. */
	candidates(cues: Iterable<number>): { phrase: Phrase; meaning: Meaning }[] {
		const positions = new Set<number>();
		for (const cue of cues) this.byCue.get(cue)?.forEach((position) => positions.add(position));
		return [...positions].sort((a, b) => a - b).map((position) => this.entries[position]);
	}
}

/** What a language knows about one kind of text. */
export interface RuleSet {
	decoys: PhraseIndex<undefined>;
	rules: PhraseIndex<Rule>;
}

/** For each symbol the languages that know it, as bits. */
const KNOWN_IN: number[] = [];

/** The languages whose files mention a token that counts as this, as bits. */
export function languagesKnowing(read: readonly number[]): number {
	let languages = 0;
	for (const symbol of read) languages |= KNOWN_IN[symbol];
	return languages;
}

/** A language file, made ready for matching. Its phrases are parsed when a text first needs them. */
export class Language {
	readonly code: string;
	readonly fillers: ReadonlySet<string>;
	private readonly spellings: ReadonlyMap<string, string>;
	private readonly keyWordsByInitial = new Map<string, string[]>();
	private customerRules?: RuleSet;
	private botRules?: RuleSet;

	/** @param bit its place in `KNOWN_IN` */
	constructor(
		private readonly patterns: LanguagePatterns,
		private readonly bit: number,
	) {
		this.code = patterns.language;
		this.fillers = new Set([',', ...patterns.fillers.map(fold)]);
		this.spellings = new Map(Object.entries(patterns.spellings).map((pair) => pair.map(fold) as [string, string]));
		const everything = [
			...Object.values(patterns.words),
			...patterns.customerDecoys,
			...patterns.botDecoys,
			...[...patterns.customerRules, ...patterns.botRules].flatMap((rule) => rule.phrases),
			...this.spellings.keys(),
			...patterns.fillers,
			...patterns.stopWords,
			...patterns.notTypos,
		];
		for (const word of wordsIn(everything)) {
			const symbol = symbols.of(word);
			KNOWN_IN[symbol] |= bit;
		}
		for (const keyWord of patterns.keyWords.map(fold)) {
			const sameInitial = this.keyWordsByInitial.get(keyWord[0]) ?? [];
			this.keyWordsByInitial.set(keyWord[0], [...sameInitial, keyWord]);
		}
	}

	/** The rules for what a customer writes. */
	get customer(): RuleSet {
		this.customerRules ??= compileRuleSet(this.patterns, this.patterns.customerDecoys, this.patterns.customerRules);
		return this.customerRules;
	}

	/** The rules for what a bot replies. */
	get bot(): RuleSet {
		this.botRules ??= compileRuleSet(this.patterns, this.patterns.botDecoys, this.patterns.botRules);
		return this.botRules;
	}

	/**
	 * @param word a folded token
	 * @param read what it counts as
	 * @returns the word it stands for: SMS spelling written out, a misspelt key word put right
	 */
	correct(word: string, read: readonly number[]): string {
		const written = this.spellings.get(word);
		if (written !== undefined) return written;
		if (word.length < 3) return word;
		const candidates = this.keyWordsByInitial.get(word[0]);
		if (candidates === undefined || languagesKnowing(read) & this.bit) return word;
		return closestMeant(word, candidates) ?? word;
	}
}

function compileRuleSet(
	{ words, stopWords }: LanguagePatterns,
	decoys: readonly string[],
	rules: readonly Rule[],
): RuleSet {
	const classes = new WordClasses(words);
	const small = new Set([...wordsIn(stopWords)].map((word) => symbols.of(word)));
	const set: RuleSet = { decoys: new PhraseIndex(), rules: new PhraseIndex() };
	for (const decoy of decoys) set.decoys.add(new Phrase(decoy, classes, small), undefined);
	for (const rule of rules) {
		for (const phrase of rule.phrases) {
			set.rules.add(new Phrase(phrase, classes, small), rule);
		}
	}
	return set;
}
