/** A message of the conversation, as far as the flow has seen it. */
export interface TranscriptMessage {
	from: 'customer' | 'bot' | 'agent';
	text: string;
	/** Milliseconds since 1970 */
	at: number;
	/** What the channel calls it, where it does. */
	id?: string;
}

/** What stands for a message without words: a picture, a file. */
export const NO_TEXT = '(no text)';

/** What a task shows and a judge reads; older messages are dropped. */
export const KEPT_MESSAGES = 10;

/** Of a longer message the store keeps the beginning. */
export const KEPT_CHARACTERS = 4000;
