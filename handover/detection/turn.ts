import { countAttempts, type Attempts, type TurnEvent } from './attempts';
import { certain } from './decide';
import { startOf } from '../text';
import type { Evidence, Finding, Verdict } from './detector';
import type { ScenarioRule } from './scenarios';

/** What is judged in one go: the customer's message, the bot's reply to it, or both. */
export interface Turn {
	message?: string;
	botReply?: string;
	/** The same for everything that judges one turn, so that it counts once. */
	id?: string;
	/** Milliseconds since 1970 */
	at: number;
}

/** The count of failed attempts after this turn. */
export function attemptsAfter(before: Attempts, turn: Turn, verdict: Verdict, rules: readonly ScenarioRule[]): Attempts {
	return turnEvents(turn, certain(verdict.findings, rules)).reduce(countAttempts, before);
}

function turnEvents({ message, botReply, id: messageId, at }: Turn, findings: readonly Finding[]): TurnEvent[] {
	return [
		...(message === undefined ? [] : [{ text: 'customer-message' as const, findings, messageId, at }]),
		...(botReply === undefined ? [] : [{ text: 'bot-reply' as const, findings, messageId, at }]),
	];
}

/** Whether there is anything to judge. An empty reply is: the bot had no answer. */
export function nothingToRead({ message, botReply }: Pick<Turn, 'message' | 'botReply'>): boolean {
	return botReply === undefined && (message ?? '').trim() === '';
}

/** Evidence goes into the reason and onto the item: longer, and nobody would read it. */
const LONGEST_EVIDENCE = 500;

/** The verdict with as much of its evidence as people read; the offsets stay true. */
export function withShortEvidence(verdict: Verdict): Verdict {
	return { ...verdict, findings: verdict.findings.map((finding) => ({ ...finding, evidence: shortened(finding.evidence) })) };
}

function shortened({ text, start, rule }: Evidence): Evidence {
	const words = startOf(text, LONGEST_EVIDENCE);
	return { text: words, start, end: start + words.length, rule: startOf(rule, LONGEST_EVIDENCE) };
}
