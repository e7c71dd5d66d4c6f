import type { Finding, FindingKind } from '../detector';
import { MODEL_RULE } from '../model/ngramModel';
import { readCustomerMessage } from './engine';
import { isSign, tokenise } from './normalise';
import { isSmallWord } from './meaning';

/** A sentence of a customer, and how much of it says what they want. */
export interface Sentence {
	text: string;
	/** Words that carry meaning, without those that only ask for a person, complain about the bot, greet or thank. */
	words: number;
	isQuestion: boolean;
	/** The customer says that what came before is settled. */
	isSettled: boolean;
}

/** What says nothing about the matter itself. */
const BESIDE_THE_MATTER: readonly FindingKind[] = ['human_requested', 'attempt_failed', 'resolved', 'upset_customer'];

/** Findings less sure than this are often about the matter. */
const SURE = 0.5;

/** A thank-you below this is a courtesy, and settles nothing. */
const CLEARLY_SETTLED = 0.7;

/** Chinese, Japanese and Korean write about two signs where others write a word. */
const WORDS_PER_SIGN = 0.5;

/** "I want", "could you put me through" around a request for a person. */
const WORDS_OF_ASKING = 1;

/** A pasted wall of text is not read to its end. */
const MOST_SENTENCES = 20;

const QUESTION = /[?？؟;՞]\s*$/u;

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/**
 * A customer's message, sentence by sentence.
 * @param request words that are known to ask for a person, besides those the patterns know
 */
export function sentencesOf(message: string, request = ''): Sentence[] {
	return [...segmenter.segment(message)]
		.map(({ segment }) => withoutGreeting(segment.trim()))
		.filter((text) => text !== '')
		.slice(0, MOST_SENTENCES)
		.map((text) => readSentence(text, request));
}

/** "Hello, good morning, my ring is broken": what comes before the matter is cut off, up to a comma. */
function withoutGreeting(text: string): string {
	const { words, starts, ends } = tokenise(text);
	const first = words.findIndex((word) => !isSmallWord(word));
	const comma = words.lastIndexOf(',', first);
	return first === -1 || comma === -1 ? text : text.slice(ends[comma - 1] ?? starts[0]).replace(/^[\s\p{P}]+/u, '');
}

function readSentence(text: string, request: string): Sentence {
	const findings = readCustomerMessage(text, []);
	const beside = findings.filter(isBesideTheMatter).map(({ evidence }) => evidence);
	const known = request === '' ? -1 : text.indexOf(request);
	if (known !== -1) beside.push({ text: request, start: known, end: known + request.length, rule: '' });
	return {
		text,
		words: Math.max(0, wordsOutside(text, beside) - (beside.length > 0 ? WORDS_OF_ASKING : 0)),
		isQuestion: QUESTION.test(text),
		isSettled: findings.some(({ kind, confidence }) => kind === 'resolved' && confidence >= CLEARLY_SETTLED),
	};
}

/** Of a complaint the model points at the words that tell, which are often the matter itself. */
function isBesideTheMatter({ kind, confidence, evidence }: Finding): boolean {
	const isRequest = kind === 'human_requested';
	return BESIDE_THE_MATTER.includes(kind) && confidence >= SURE && (isRequest || evidence.rule !== MODEL_RULE);
}

function wordsOutside(text: string, beside: ReadonlyArray<Finding['evidence']>): number {
	const { words, starts, ends } = tokenise(text);
	return words
		.filter((word, at) => !isSmallWord(word) && !beside.some(({ start, end }) => starts[at] >= start && ends[at] <= end))
		.reduce((sum, word) => sum + (isSign(word) ? WORDS_PER_SIGN : 1), 0);
}
