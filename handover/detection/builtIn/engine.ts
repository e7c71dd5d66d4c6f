import type { Finding, FindingKind } from '../detector';
import { matchExamples } from './examples';
import { Language, type RuleSet } from './language';
import { tokenise, type Tokens } from './normalise';
import { de } from './patterns/de';
import { en } from './patterns/en';
import { es } from './patterns/es';
import { fr } from './patterns/fr';
import { pt } from './patterns/pt';
import type { Rule } from './patterns/types';

const LANGUAGES = [en, es, de, fr, pt].map((patterns) => new Language(patterns));

/** A quotation counts as someone else's words when this much is said around it. */
const WORDS_AROUND_A_QUOTE = 3;

/** A thank-you below this confidence is a courtesy and cannot outweigh a complaint. */
const CLEARLY_RESOLVED = 0.7;

/** A sentence of more words than this says something; "I am sorry." does not. */
const WORDS_OF_AN_APOLOGY = 4;

const isWord = (token: string) => token !== '.' && token !== ',';

/** Languages worth trying: those that know about as many of the words as the best one does. */
function likelyLanguages(words: readonly string[]): Language[] {
	const known = LANGUAGES.map((language) => language.knownWords(words));
	const most = Math.max(...known);
	return LANGUAGES.filter((_, index) => known[index] * 2 >= most);
}

function blank(canonical: string): string {
	return canonical.replace(/[^ ]/g, '_');
}

/** The words as one language reads them; other people's words are blanked. */
function readWords(tokens: Tokens, language: Language): string[] {
	const quotedWords = tokens.words.filter((word, i) => isWord(word) && tokens.quoted[i]).length;
	const allWords = tokens.words.filter(isWord).length;
	const dropQuotes = quotedWords > 1 && allWords - quotedWords >= WORDS_AROUND_A_QUOTE;
	return tokens.words.map((word, i) =>
		dropQuotes && tokens.quoted[i] ? blank(word) : language.correct(word),
	);
}

/** For each place in the canonical text where a token begins, the index of that token. */
function tokensByPosition(words: readonly string[]): Map<number, number> {
	const byPosition = new Map<number, number>();
	let position = 1;
	words.forEach((word, index) => {
		byPosition.set(position, index);
		position += word.length + 1;
	});
	return byPosition.set(position, words.length);
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

function applyRules(text: string, tokens: Tokens, language: Language, set: RuleSet): Finding[] {
	const words = readWords(tokens, language);
	const vocabulary = new Set(words);
	const rules = set.rules.candidates(vocabulary);
	if (rules.length === 0) return [];
	let canonical = ` ${words.join(' ')} `;
	for (const { phrase } of set.decoys.candidates(vocabulary)) {
		canonical = canonical.replace(phrase.matcher, blank);
	}
	const remaining = canonical.trim().split(' ');
	const tokenAt = tokensByPosition(remaining);
	const findings: Finding[] = [];
	for (const { phrase, meaning: rule } of rules) {
		for (const match of canonical.matchAll(phrase.matcher)) {
			const first = tokenAt.get(match.index) ?? 0;
			const last = (tokenAt.get(match.index + match[0].length) ?? remaining.length) - 1;
			if (
				rule.whole !== undefined &&
				!standsAlone(remaining, first, last, rule.whole, language.fillers)
			) {
				continue;
			}
			if (rule.notBehindAnAnswer && isBehindAnAnswer(remaining, first)) continue;
			findings.push(findingFor(text, tokens, first, last, rule, language.code));
			break;
		}
	}
	return findings;
}

function bestPerKind(findings: readonly Finding[]): Finding[] {
	const best = new Map<FindingKind, Finding>();
	for (const finding of findings) {
		const rival = best.get(finding.kind);
		if (rival === undefined || finding.confidence > rival.confidence) best.set(finding.kind, finding);
	}
	return [...best.values()];
}

/** "It did not work at first, but now it does": of success and failure, what is said last counts. */
function settleOutcome(findings: readonly Finding[]): Finding[] {
	const failed = findings.find(({ kind }) => kind === 'attempt_failed');
	const resolved = findings.find(({ kind }) => kind === 'resolved');
	if (failed === undefined || resolved === undefined) return [...findings];
	const nowResolved =
		resolved.confidence >= CLEARLY_RESOLVED && resolved.evidence.start > failed.evidence.start;
	const overruled = nowResolved ? failed : resolved;
	return findings.filter((finding) => finding !== overruled);
}

/**
 * Reads a customer's message with patterns in English, Spanish, German, French and Portuguese.
 *
 * @param text the message, any string
 * @param examplePhrases the operator's own examples of asking for a person
 * @returns at most one finding each of `human_requested`, `attempt_failed` and `resolved`
 */
export function readCustomerMessage(text: string, examplePhrases: readonly string[]): Finding[] {
	const tokens = tokenise(text);
	if (!tokens.words.some(isWord)) return [];
	const findings = likelyLanguages(tokens.words).flatMap((language) =>
		applyRules(text, tokens, language, language.customer),
	);
	const example = matchExamples(text, tokens, examplePhrases);
	return settleOutcome(bestPerKind(example === undefined ? findings : [...findings, example]));
}

/**
 * Reads a bot's reply and tells whether the bot had no answer.
 *
 * @param text the reply, any string
 * @returns one `lack_of_information` finding, or none; an empty reply has no answer either
 */
export function readBotReply(text: string): Finding[] {
	const tokens = tokenise(text);
	if (text.trim() === '') {
		return [
			{
				kind: 'lack_of_information',
				confidence: 1,
				evidence: { text: '', start: 0, end: 0, rule: 'empty-reply' },
			},
		];
	}
	return bestPerKind(
		likelyLanguages(tokens.words).flatMap((language) =>
			applyRules(text, tokens, language, language.bot),
		),
	);
}
