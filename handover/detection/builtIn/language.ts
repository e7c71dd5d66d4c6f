import { Phrase, wordsIn } from './phrase';
import type { LanguagePatterns, Rule } from './patterns/types';
import { closestMeant } from './typos';

/** Phrases of one purpose, found by the words they need. */
class PhraseIndex<Meaning> {
	private readonly byCue = new Map<string, number[]>();
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
	candidates(words: Iterable<string>): { phrase: Phrase; meaning: Meaning }[] {
		const positions = new Set<number>();
		for (const word of words) this.byCue.get(word)?.forEach((position) => positions.add(position));
		return [...positions].sort((a, b) => a - b).map((position) => this.entries[position]);
	}
}

/** What a language knows about one kind of text. */
export interface RuleSet {
	decoys: PhraseIndex<undefined>;
	rules: PhraseIndex<Rule>;
}

/** A language file, made ready for matching. */
export class Language {
	readonly code: string;
	readonly customer: RuleSet;
	readonly bot: RuleSet;
	readonly fillers: ReadonlySet<string>;
	/** Every word the language file mentions. */
	private readonly lexicon: ReadonlySet<string>;
	private readonly spellings: ReadonlyMap<string, string>;
	private readonly keyWordsByInitial = new Map<string, string[]>();

	constructor(patterns: LanguagePatterns) {
		this.code = patterns.language;
		this.customer = compileRuleSet(patterns, patterns.customerDecoys, patterns.customerRules);
		this.bot = compileRuleSet(patterns, patterns.botDecoys, patterns.botRules);
		this.fillers = new Set([',', ...patterns.fillers]);
		this.spellings = new Map(Object.entries(patterns.spellings));
		this.lexicon = new Set([
			...wordsIn(Object.values(patterns.words)),
			...wordsIn(patterns.customerDecoys),
			...wordsIn(patterns.botDecoys),
			...[...patterns.customerRules, ...patterns.botRules].flatMap((rule) => wordsIn(rule.phrases)),
			...this.spellings.keys(),
			...patterns.fillers,
			...patterns.stopWords,
			...patterns.notTypos,
		]);
		for (const word of patterns.keyWords) {
			const sameInitial = this.keyWordsByInitial.get(word[0]) ?? [];
			this.keyWordsByInitial.set(word[0], [...sameInitial, word]);
		}
	}

	/**
	 * @param words folded tokens
	 * @returns how many of them this language knows
	 */
	knownWords(words: readonly string[]): number {
		return words.reduce((count, word) => count + (this.lexicon.has(word) ? 1 : 0), 0);
	}

	/**
	 * @param word a folded token
	 * @returns the word it stands for: SMS spelling written out, a misspelt key word put right
	 */
	correct(word: string): string {
		const written = this.spellings.get(word);
		if (written !== undefined) return written;
		if (word.length < 3 || this.lexicon.has(word)) return word;
		const candidates = this.keyWordsByInitial.get(word[0]) ?? [];
		return closestMeant(word, candidates) ?? word;
	}
}

function compileRuleSet(
	{ words, stopWords }: LanguagePatterns,
	decoys: readonly string[],
	rules: readonly Rule[],
): RuleSet {
	const smallWords = new Set(stopWords);
	const set: RuleSet = { decoys: new PhraseIndex(), rules: new PhraseIndex() };
	for (const decoy of decoys) set.decoys.add(new Phrase(decoy, words, smallWords), undefined);
	for (const rule of rules) {
		for (const phrase of rule.phrases) {
			set.rules.add(new Phrase(phrase, words, smallWords), rule);
		}
	}
	return set;
}
