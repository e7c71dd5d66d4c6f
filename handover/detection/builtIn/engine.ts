import type { Finding } from '../detector';
import { loadModel, type NgramModel } from '../model/ngramModel';
import { surestOf } from '../surest';
import { matchExamples, type Examples } from './examples';
import { Language, languagesKnowing, type RuleSet } from './language';
import { tokenise, type Tokens } from './normalise';
import { LANGUAGE_FILES } from './patterns';
import { Passage, symbols, type Phrase } from './phrase';
import type { Rule } from './patterns/types';

let prepared: readonly Language[] | undefined;

/** Prepared when the first text comes: that takes as long as loading everything else. */
function allLanguages(): readonly Language[] {
	prepared ??= LANGUAGE_FILES.map((patterns, index) => new Language(patterns, 1 << index));
	return prepared;
}

/** A quotation counts as someone else's words when this much is said around it. */
const WORDS_AROUND_A_QUOTE = 3;

/** What single words mean, the phrases know better than the model. */
const FEWEST_DIFFERENT_WORDS = 2;

/** A thank-you below this confidence is a courtesy and cannot outweigh a complaint. */
const CLEARLY_RESOLVED = 0.7;

/** A sentence of more words than this says something; "I am sorry." does not. */
const WORDS_OF_AN_APOLOGY = 4;

/** What each token counts as: symbols of words and beginnings. */
type Known = readonly (readonly number[])[];

const isWord = (token: string) => token !== '.' && token !== ',';

/**
 * Languages worth trying: those that know about as many of a sentence's words
 * as the best one does. Sentence by sentence, so that a long text in one
 * language can't hide a request in another.
 */
function likelyLanguages(words: readonly string[], known: Known): Language[] {
	const likely = new Set<Language>();
	const languages = allLanguages();
	let counts = new Array<number>(languages.length).fill(0);
	let from = 0;
	words.forEach((word, at) => {
		for (let bits = languagesKnowing(known[at]); bits !== 0; bits &= bits - 1) counts[31 - Math.clz32(bits & -bits)]++;
		if (word !== '.' && at < words.length - 1) return;
		for (const language of knowMost(counts, words.slice(from, at), known.slice(from, at))) likely.add(language);
		counts = new Array<number>(languages.length).fill(0);
		from = at + 1;
	});
	return languages.filter((language) => likely.has(language));
}

function knowMost(counts: readonly number[], sentence: readonly string[], known: Known): Language[] {
	if (!sentence.some(isWord)) return [];
	const most = Math.max(...counts);
	// Nothing but words that no language knows: only a misspelt key word is left to find.
	if (most === 0) return allLanguages().filter((language) => sentence.some((word, at) => language.correct(word, known[at]) !== word));
	return allLanguages().filter((_, index) => counts[index] * 10 >= most * 9);
}

/** The words as one language reads them; other people's words are blanked. */
function readWords({ words, quoted }: Tokens, known: Known, language: Language): Passage {
	const quotedWords = words.filter((word, i) => isWord(word) && quoted[i]).length;
	const allWords = words.filter(isWord).length;
	const corrected = words.map((word, at) => language.correct(word, known[at]));
	const passage = new Passage(corrected, corrected.map((word, at) => (word === words[at] ? known[at] : symbols.read(word))));
	if (quotedWords > 1 && allWords - quotedWords >= WORDS_AROUND_A_QUOTE) {
		quoted.forEach((isQuoted, i) => isQuoted && passage.blank(i, i + 1));
	}
	return passage;
}

/** Whether only fillers surround the tokens first…last, up to the ends of the sentence or message. */
function standsAlone(
	words: readonly string[],
	first: number,
	last: number,
	within: 'sentence' | 'message',
	fillers: ReadonlySet<string>,
): boolean {
	const isOver = (word: string | undefined) =>
		word === undefined || (word === '.' && within === 'sentence');
	const isFiller = (word: string) => word === '.' || fillers.has(word);
	let before = first - 1;
	while (!isOver(words[before]) && isFiller(words[before])) before--;
	let after = last + 1;
	while (!isOver(words[after]) && isFiller(words[after])) after++;
	return isOver(words[before]) && isOver(words[after]);
}

/** Whether a whole sentence with something to say comes before the token. */
function isBehindAnAnswer(words: readonly string[], first: number): boolean {
	const sentenceStart = words.lastIndexOf('.', first - 1);
	return first > 0 && words.slice(0, Math.max(sentenceStart, 0)).filter(isWord).length > WORDS_OF_AN_APOLOGY;
}

function findingFor(text: string, tokens: Tokens, first: number, last: number, rule: Rule, code: string): Finding {
	let end = last;
	while (end > first && !isWord(tokens.words[end])) end--;
	const [from, to] = [tokens.starts[first], tokens.ends[end]];
	return {
		kind: rule.kind,
		confidence: rule.confidence,
		evidence: { text: text.slice(from, to), start: from, end: to, rule: `${code}.${rule.id}` },
		language: code,
	};
}

/** A text as one language reads it, what only looks like a finding blanked out. */
interface Reading {
	language: Language;
	set: RuleSet;
	passage: Passage;
	/** Everything its words count as, to find the phrases worth trying. */
	cues: ReadonlySet<number>;
}

function readingOf(tokens: Tokens, known: Known, language: Language, reads: 'customer' | 'bot'): Reading {
	const set = language[reads];
	const passage = readWords(tokens, known, language);
	const cues = new Set(passage.words.flatMap((_, at) => passage.symbolsAt(at)));
	for (const { phrase } of set.decoys.candidates(cues)) {
		for (const { first, last } of matchesOf(phrase, passage)) passage.blank(first, last + 1);
	}
	return { language, set, passage, cues };
}

function applyRules(text: string, tokens: Tokens, { language, set, passage, cues }: Reading): Finding[] {
	const { words } = passage;
	const findings: Finding[] = [];
	for (const { phrase, meaning: rule } of set.rules.candidates(cues)) {
		for (const { first, last } of matchesOf(phrase, passage)) {
			if (rule.whole !== undefined && !standsAlone(words, first, last, rule.whole, language.fillers)) continue;
			if (rule.notBehindAnAnswer && isBehindAnAnswer(words, first)) continue;
			findings.push(findingFor(text, tokens, first, last, rule, language.code));
			break;
		}
	}
	return findings;
}

/** The words as the model reads them: what a language has blanked out is a gap to it, too. */
function unblanked({ words }: Tokens, readings: readonly Reading[]): string[] {
	return words.map((word, at) => (readings.some(({ passage }) => passage.isBlank(at)) ? ',' : word));
}

/** Every place where the phrase stands, from left to right, none overlapping. */
function* matchesOf(phrase: Phrase, passage: Passage): Generator<{ first: number; last: number }> {
	for (let at = 0; at < passage.words.length; ) {
		const length = phrase.matchAt(passage, at);
		if (length > 0) yield { first: at, last: at + length - 1 };
		at += Math.max(length, 1);
	}
}

/** A failure that is so much less sure than "it works now" is a guess. */
const CLEARLY_LESS_SURE = 0.2;

/** "It did not work at first, but now it does": of success and failure, what is said last counts. */
function settleOutcome(findings: readonly Finding[]): Finding[] {
	const failed = findings.find(({ kind }) => kind === 'attempt_failed');
	const resolved = findings.find(({ kind }) => kind === 'resolved');
	if (failed === undefined || resolved === undefined) return [...findings];
	const saidLast = resolved.evidence.start > failed.evidence.start;
	const surer = resolved.confidence - failed.confidence > CLEARLY_LESS_SURE;
	const overruled = resolved.confidence >= CLEARLY_RESOLVED && (saidLast || surer) ? failed : resolved;
	return findings.filter((finding) => finding !== overruled);
}

/**
 * Reads a customer's message with the patterns of all languages, the model,
 * and the operator's own wordings.
 *
 * @param text the message, any string
 * @param examples the operator's own wordings
 * @returns at most one finding of a kind (of `custom`, of a name)
 */
export function readCustomerMessage(text: string, examples: readonly Examples[]): Finding[] {
	const tokens = tokenise(text);
	if (!tokens.words.some(isWord)) return [];
	return settleOutcome(surestOf([...read(text, tokens, 'customer'), ...matchExamples(text, tokens, examples)]));
}

/**
 * Reads a bot's reply and tells whether the bot had no answer.
 *
 * @param text the reply, any string
 * @param examples the operator's own wordings for having no answer
 * @returns one `lack_of_information` finding, or none; an empty reply has no answer either
 */
export function readBotReply(text: string, examples: readonly Examples[] = []): Finding[] {
	if (text.trim() === '') {
		return [
			{
				kind: 'lack_of_information',
				confidence: 1,
				evidence: { text: '', start: 0, end: 0, rule: 'empty-reply' },
			},
		];
	}
	const tokens = tokenise(text);
	return surestOf([...read(text, tokens, 'bot'), ...matchExamples(text, tokens, examples)]);
}

/** The model knows whole messages: of the rest of one, or of "la la la", it makes anything. */
function isWorthJudging(left: readonly string[], words: readonly string[]): boolean {
	const said = left.filter(isWord);
	return said.length * 2 > words.filter(isWord).length && new Set(said).size >= FEWEST_DIFFERENT_WORDS;
}

/** What the phrases of the likely languages and the model find. */
function read(text: string, tokens: Tokens, reads: 'customer' | 'bot'): Finding[] {
	allLanguages();
	const known = tokens.words.map((word) => symbols.read(word));
	const readings = likelyLanguages(tokens.words, known).map((language) => readingOf(tokens, known, language, reads));
	const words = unblanked(tokens, readings);
	const found = readings.flatMap((reading) => applyRules(text, tokens, reading));
	return isWorthJudging(words, tokens.words) ? [...found, ...model().read(text, { ...tokens, words }, reads)] : found;
}

let loaded: NgramModel | undefined;

/** The trained model, read from its file when first needed. */
function model(): NgramModel {
	loaded ??= loadModel();
	return loaded;
}
