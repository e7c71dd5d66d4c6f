import type { Finding } from '../detector';
import type { TranscriptMessage } from '../../transcript';
import { meaningWords, sameWord } from './meaning';
import { tokenise } from './normalise';

/** Fewer words in common are no repetition: people say "yes please" and "my order" all the time. */
const FEWEST_WORDS = 3;
/** Of the shorter message this share returns, of the longer one that. */
const SHARE_OF_SHORTER = 0.75;
const SHARE_OF_LONGER = 0.5;
const CONFIDENCE = 0.8;
/** Whoever asks again does so soon; more is not compared. */
const LOOKED_BACK = 4;
/** A repeated wall of text is pasted, and comparing grows with the square of its words. */
const MOST_WORDS = 60;

/**
 * Whether the customer asks the same again, in the same or other words: then
 * the answer between did not help.
 * @param message what the customer writes now
 * @param history what was said before, oldest first
 * @returns an `attempt_failed` finding over the whole message, or nothing
 */
export function repeatedQuestion(message: string, history: readonly TranscriptMessage[]): Finding | undefined {
	const words = wordsOf(message);
	if (words.length < FEWEST_WORDS || words.length > MOST_WORDS) return undefined;
	const again = answered(history).some((earlier) => isRepetition(words, wordsOf(earlier.text)));
	if (!again) return undefined;
	return { kind: 'attempt_failed', confidence: CONFIDENCE, evidence: { text: message, start: 0, end: message.length, rule: 'repeated-question' } };
}

/** The customer's last messages that the bot has answered, as far as its answers are known. */
function answered(history: readonly TranscriptMessage[]): TranscriptMessage[] {
	const lastReply = history.findLastIndex(({ from }) => from === 'bot');
	const before = lastReply === -1 ? history : history.slice(0, lastReply);
	return before.filter(({ from }) => from === 'customer').slice(-LOOKED_BACK);
}

function wordsOf(text: string): string[] {
	return [...new Set(meaningWords(tokenise(text).words).map(({ stem }) => stem))];
}

function isRepetition(now: readonly string[], before: readonly string[]): boolean {
	if (before.length < FEWEST_WORDS || before.length > MOST_WORDS || differInNumbers(now, before)) return false;
	const common = now.filter((word) => before.some((other) => sameWord(word, other))).length;
	return (
		common >= FEWEST_WORDS &&
		common >= SHARE_OF_SHORTER * Math.min(now.length, before.length) &&
		common >= SHARE_OF_LONGER * Math.max(now.length, before.length)
	);
}

/** "Where is order 17?" after "Where is order 12?" is another question. */
function differInNumbers(now: readonly string[], before: readonly string[]): boolean {
	const numbers = (words: readonly string[]) => words.filter((word) => /\d/.test(word)).sort().join(' ');
	const [own, others] = [numbers(now), numbers(before)];
	return own !== '' && others !== '' && own !== others;
}
