import type { Finding } from './detector';

/**
 * How often the bot has failed this customer. Turn n is the customer's n-th
 * message together with the bot's answer to it; an attempt is the bot's answer
 * of one turn. Counting turns keeps one bad answer from counting twice: once
 * because it was a fallback, and again because the customer said so.
 */
export interface Attempts {
	turn: number;
	failed: number;
	/** The last turn whose answer counted as failed or was settled; 0 for none. */
	judgedTurn: number;
	/** No customer message was ever shown to us: each reply begins a turn of its own. */
	repliesOnly: boolean;
	/** Milliseconds since 1970 */
	updatedAt: number;
	/** The channel's id of the message that began this turn, where it has one. */
	messageId?: string;
}

export const NO_ATTEMPTS: Attempts = { turn: 0, failed: 0, judgedTurn: 0, repliesOnly: false, updatedAt: 0 };

/** Yesterday's failures say nothing about today's question. */
const FORGET_AFTER_MS = 24 * 60 * 60 * 1000;

/** What happened in the conversation that may change the count. */
export interface TurnEvent {
	/** A customer message begins a turn; a bot reply ends it, and begins one where only replies are seen. */
	text: 'customer-message' | 'bot-reply';
	findings: readonly Finding[];
	messageId?: string;
	/** Milliseconds since 1970 */
	at: number;
}

/** The count after an event. A message delivered twice (same id) counts once. */
export function countAttempts(before: Attempts, event: TurnEvent): Attempts {
	const known = event.at - before.updatedAt > FORGET_AFTER_MS ? { ...before, failed: 0 } : before;
	const shows = (kind: Finding['kind']) => event.findings.some((finding) => finding.kind === kind);

	if (event.text === 'bot-reply') {
		const repliesOnly = known.repliesOnly || known.turn === 0;
		const after = repliesOnly ? begun(known, event, true) : { ...known, updatedAt: event.at };
		return shows('lack_of_information') ? failedIn(after, after.turn) : after;
	}

	// Delivered or looked at again: it was counted the first time.
	if (isRepeated(known, event)) return known;
	const after = begun(known, event, false);
	const answered = after.turn - 1;
	if (shows('attempt_failed')) return failedIn(after, answered);
	// An old message delivered again says nothing about an answer that failed since.
	if (shows('resolved') && answered >= after.judgedTurn) return { ...after, failed: 0, judgedTurn: answered };
	return after;
}

function begun(known: Attempts, event: TurnEvent, repliesOnly: boolean): Attempts {
	const { messageId, at } = event;
	return { ...known, turn: isRepeated(known, event) ? known.turn : known.turn + 1, repliesOnly, updatedAt: at, messageId };
}

function isRepeated(known: Attempts, { messageId }: TurnEvent): boolean {
	return messageId !== undefined && messageId === known.messageId;
}

/**
 * A turn is judged once. Turn 0 is "before the bot ever answered" and counts as
 * judged: a complaint then is not about the bot.
 */
function failedIn(attempts: Attempts, turn: number): Attempts {
	if (turn <= attempts.judgedTurn) return attempts;
	return { ...attempts, failed: attempts.failed + 1, judgedTurn: turn };
}
