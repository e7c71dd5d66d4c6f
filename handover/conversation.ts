import { HandoverError } from './errors';

/** One thread with one contact on one channel, as one desk account knows it. */
export interface ConversationRef {
	/** Which kind of desk, e.g. `built-in`. */
	desk: string;
	/** The account at that desk; the built-in desk has one, called `default`. */
	account: string;
	conversationId: string;
}

/** Longer ids are nearly always a whole message or object mapped by mistake. */
const LONGEST_ID = 512;

/** The key under which the store keeps everything about a conversation. */
export function conversationKey(ref: ConversationRef): string {
	return [ref.desk, ref.account, ref.conversationId].map(encodeURIComponent).join('/');
}

/**
 * Reads a conversation id as it arrives from a parameter: text or a number.
 * @throws HandoverError when there is none, or when it can't be an id
 */
export function readConversationId(value: unknown): string {
	const id = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
	if (id === '') throw noId('is empty');
	// NaN, or numbers that lost their last digits, would put several customers into one conversation.
	if (typeof value === 'number' && !Number.isSafeInteger(value)) {
		throw noId(`is ${id}, which is not an exact whole number; a long number has to come as text`);
	}
	// encodeURIComponent refuses half a character, and no channel makes such ids.
	if (!id.isWellFormed()) throw noId('is not an id: it contains half a character');
	if (id.length > LONGEST_ID) {
		throw new HandoverError(
			`"Conversation ID" is ${id.length} characters long; an id has at most ${LONGEST_ID}`,
			'Check the expression: it probably points at the message instead of the id.',
		);
	}
	return id;
}

function noId(problem: string): HandoverError {
	return new HandoverError(
		`"Conversation ID" ${problem}`,
		'Set it to what identifies the chat: {{ $json.sessionId }} after a Chat Trigger, {{ $json.message.chat.id }} after a Telegram Trigger. After a node that drops it (an AI Agent does), point to the trigger by name: {{ $(\'When chat message received\').item.json.sessionId }}.',
	);
}
