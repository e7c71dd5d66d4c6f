import type { ReplayMessage } from './conversations';
import { grouped } from './grouped';
import type { Role } from './roles';

/** Between messages whose times nobody knows. */
const MINUTE_MS = 60_000;

/** A message at its place in its conversation. */
export interface PlayedMessage {
	role: Role;
	text: string;
	/** Milliseconds since 1970, or since the conversation began where no times are known. */
	at: number;
	/** Whether the data say when it was. */
	timed: boolean;
	/** From 1, in the order in which the messages were said. */
	number: number;
	/** Which of two messages of different conversations came first, when their times are equal. */
	order: number;
	transfer?: boolean;
}

/** A past conversation, in the order in which it was said. */
export interface PastConversation {
	id: string;
	/** From 0, as they first occur in the data. */
	index: number;
	/** The contact as the customer's messages name it, else the conversation, as in the live flow. */
	contactId: string;
	/** Whether any of its times is known, so that it can be compared with other conversations. */
	timed: boolean;
	messages: PlayedMessage[];
}

/**
 * Sorts messages into conversations, and each by time. Where times are missing
 * the order of the rows holds, a minute between two messages. An export with
 * the newest message first is turned round, for the sake of equal times.
 */
export function timelines(messages: readonly ReplayMessage[]): PastConversation[] {
	const numbered = messages.map((message, order) => ({ ...message, order }));
	const byConversation = grouped(numbered, ({ conversationId }) => conversationId);
	const newestFirst = isNewestFirst([...byConversation.values()]);
	return [...byConversation].map(([id, said], index) => {
		const allTimed = said.every(({ at }) => at !== undefined);
		return {
			id,
			index,
			contactId: (said.find(({ role, contactId }) => role === 'customer' && contactId) ?? said.find(({ contactId }) => contactId))?.contactId ?? id,
			timed: said.some(({ at }) => at !== undefined),
			messages: inOrder(newestFirst && allTimed ? said.map((message) => ({ ...message, order: -message.order })).reverse() : said),
		};
	});
}

function isNewestFirst(conversations: readonly (readonly ReplayMessage[])[]): boolean {
	let backwards = 0;
	for (const said of conversations) {
		said.forEach(({ at }, index) => {
			const before = said[index - 1]?.at;
			if (at !== undefined && before !== undefined) backwards += Math.sign(before - at);
		});
	}
	return backwards > 0;
}

function inOrder(said: readonly (ReplayMessage & { order: number })[]): PlayedMessage[] {
	const times = filledIn(said.map(({ at }) => at));
	return said
		.map(({ role, text, at, order, transfer }, index) => ({ role, text, at: times[index], timed: at !== undefined, order, transfer }))
		.sort((a, b) => a.at - b.at)
		.map((message, index) => ({ ...message, number: index + 1 }));
}

/** A missing time is a minute after the one before, but no later than the next known one. */
function filledIn(times: readonly (number | undefined)[]): number[] {
	const first = times.findIndex((time) => time !== undefined);
	const next = [...times];
	for (let i = times.length - 2; i >= 0; i--) next[i] ??= next[i + 1];
	let last = (times[first] ?? 0) - (Math.max(first, 0) + 1) * MINUTE_MS;
	return times.map((time, index) => {
		last = time ?? Math.min(last + MINUTE_MS, next[index] ?? Infinity);
		return last;
	});
}
