import type { Scenario } from '../scenario';

/** What a final message answers to. */
export const MESSAGE_KINDS = ['standard', 'urgent', 'afterHours', 'informationGap', 'queue'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/**
 * How the customer is told in one language, in the form of address that
 * businesses use there. Nothing is promised that isn't known: a text with a
 * placeholder is followed by one without it. Adding a language means adding
 * one of these.
 */
export interface FinalMessages {
	/** ISO 639-1 */
	language: string;
	/** The first whose placeholders all have a value is said. */
	texts: Readonly<Record<MessageKind, readonly string[]>>;
	/** Why a person takes over, as a noun phrase that can stand behind a colon. */
	reasons: Readonly<Record<Scenario, string>>;
	/** When somebody is in again, as it stands in a sentence: “We are back …”. */
	opens: {
		today: string;
		tomorrow: string;
		/** Monday first. */
		weekdays: readonly [string, string, string, string, string, string, string];
		/** `{date}` is day and month. */
		date: string;
		/** `{day}` is one of the above. */
		at: string;
	};
}
