import type { Contact } from '../contact';
import type { Assignee } from '../receipt';

/**
 * What happened at a desk, in the same words for every desk. Times are
 * milliseconds since 1970. Of an agent some desks say only the id, which is
 * then the name as well.
 */
export type InboundEvent = InboundBase &
	(
		| { kind: 'customer_message'; messageId: string; text: string; attachments: string[] }
		/** A person of the team wrote to the customer. */
		| { kind: 'human_message'; messageId: string; text: string; agent?: Assignee }
		/** Something automatic wrote to the customer: a bot, a campaign, a workflow, or we ourselves. */
		| { kind: 'automatic_message'; messageId: string; text: string }
		/** Who owns it now; nobody when it was taken away. Some desks say so at every change of the contact. */
		| { kind: 'assigned'; assignee?: Assignee }
		| { kind: 'task_completed'; taskId: string; title?: string }
		/** Somebody at the desk finished the conversation. */
		| { kind: 'resolved' }
		/** Somebody at the desk gave the conversation back to the bot. */
		| { kind: 'given_to_bot' }
	);

export type InboundKind = InboundEvent['kind'];

interface InboundBase {
	/** The account at the desk that it happened in; some events don't say. */
	account?: string;
	/** Missing where the desk says only which contact it is about. */
	conversationId?: string;
	contact: Contact;
	channel?: string;
	at: number;
}

/** What came in at the webhook's address. */
export interface Delivery {
	/** Names in lower case. */
	headers: Readonly<Record<string, string | undefined>>;
	/** As it came over the wire: what signatures are made of. */
	rawBody: Buffer;
	/** The same, parsed. */
	body: unknown;
}

/** Whether a delivery is genuine. */
export type Verdict = { genuine: true } | { genuine: false; why: string };

/** How one desk's webhooks are read. All functions are pure. */
export interface InboundReader {
	/**
	 * @param secret what the operator or the desk set for signing; undefined when there is none
	 * @param now milliseconds since 1970
	 */
	verify(delivery: Delivery, secret: string | undefined, now: number): Verdict;
	/**
	 * What tells this delivery from all others; the same when it is sent again.
	 * @param now when it came in, milliseconds since 1970: for what has no id
	 */
	deliveryId(delivery: Delivery, now: number): string;
	/**
	 * @param now when it came in, milliseconds since 1970: for what says no time
	 * @returns undefined for what no flow needs to know (typing, read marks, notes …) and for what can't be read
	 */
	read(delivery: Delivery, now: number): InboundEvent | undefined;
}

/** How long after it was sent a delivery is taken; both desks recommend five minutes. */
export const FRESH_MS = 5 * 60_000;
