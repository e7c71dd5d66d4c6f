import type { FindingKind } from '../../detector';

/**
 * One way of saying something. Phrases are written in the notation of `../phrase.ts`:
 * plain words without apostrophes; case, accents and variant letters do not matter.
 */
export interface Rule {
	/** Short name; shown to people as `<language>.<id>`. */
	id: string;
	kind: FindingKind;
	/** 0…1: how sure a match makes us. */
	confidence: number;
	phrases: readonly string[];
	/** The match must be all there is in its sentence or message, fillers aside. */
	whole?: 'sentence' | 'message';
	/** Behind an answer it is a courtesy ("… For more, contact our support team.") and doesn't count. */
	notBehindAnAnswer?: true;
}

/** Everything the engine knows about one language. Adding a language means adding one of these. */
export interface LanguagePatterns {
	/** ISO 639-1 */
	language: string;
	/** Word classes, used in phrases as `{name}`. */
	words: Readonly<Record<string, string>>;
	/** SMS spellings, written out before anything is matched; one word for one word. */
	spellings: Readonly<Record<string, string>>;
	/** Words that carry a request and may be misspelt. */
	keyWords: readonly string[];
	/** Correct words that look like a misspelt key word. */
	notTypos: readonly string[];
	/** Words that may surround a match that has to be whole. */
	fillers: readonly string[];
	/** Words without meaning of their own; ignored when comparing with example phrases. */
	stopWords: readonly string[];
	/** Words that turn a sentence into its opposite. */
	negators: readonly string[];
	/** Endings cut off before two words are compared, longest first. */
	suffixes: readonly string[];
	/** Phrases that only look like a finding; blanked out before the rules are tried. */
	customerDecoys: readonly string[];
	botDecoys: readonly string[];
	customerRules: readonly Rule[];
	botRules: readonly Rule[];
}
