import type { Contact } from '../../contact';
import { agentOf, contactOf, idOf, part, textOf, timeOf, type Part } from '../../inbound/values';
import type { Assignee } from '../../receipt';
import type { TranscriptMessage } from '../../transcript';
import type { DeskAgent } from '../desk';
import { channelName } from './channels';

/** A conversation, as far as we need it. */
export interface Conversation {
	/** `pending` is the bot's, `open` a person's. */
	status: string;
	contact: Partial<Contact>;
	owner?: Assignee;
	channel?: string;
	labels: string[];
	attributes: Part;
}

/** One message; notes and what Chatwoot itself writes down are messages, too. */
export interface Message {
	id: string;
	text: string;
	isPrivate: boolean;
	/** Undefined for what is no message of anybody, such as "Assigned to Ana". */
	from?: TranscriptMessage['from'];
	/** Milliseconds since 1970 */
	at: number;
}

export interface Team {
	id: string;
	name: string;
}

/** As an answer numbers the types: incoming, outgoing, activity, template. */
const TYPES = ['incoming', 'outgoing', 'activity', 'template'];

/** "online" is what the product says, "available" what its API description promises. */
const AVAILABLE = ['online', 'available'];

export function readConversation(answer: unknown): Conversation {
	const { status, labels, custom_attributes: attributes, meta } = part(answer);
	const { sender, assignee, assignee_type: type, channel } = part(meta);
	const { id, name, email, phone_number: phone, custom_attributes: fields } = part(sender);
	const contactId = idOf(id);
	return {
		status: textOf(status),
		contact: contactId === undefined ? {} : contactOf(contactId, { name, email, phone, fields }),
		// Agent bots and assistants can be assigned, too, and are no owners.
		owner: typeof type === 'string' && type !== 'User' ? undefined : personOf(part(assignee)),
		channel: channelName(channel),
		labels: readTexts(labels),
		attributes: part(attributes),
	};
}

/** Those who have accepted their invitation: the others can't see a conversation yet. */
export function readAgents(answer: unknown): DeskAgent[] {
	return readList(answer)
		.filter(({ confirmed }) => confirmed !== false)
		.flatMap((agent) => {
			const person = personOf(agent);
			return person ? [{ ...person, available: AVAILABLE.includes(textOf(agent.availability_status)) }] : [];
		});
}

function personOf({ id, name, available_name: shown, email }: Part): Assignee | undefined {
	return agentOf({ id, name: textOf(shown) || name, email });
}

export function readTeams(answer: unknown): Team[] {
	return readList(answer).flatMap(({ id, name }) => {
		const known = idOf(id);
		return known === undefined ? [] : [{ id: known, name: textOf(name) }];
	});
}

/** A page of messages, in the answer's order: oldest first. */
export function readMessages(answer: unknown): Message[] {
	return readList(part(answer).payload).flatMap((message) => {
		const id = idOf(message.id);
		if (id === undefined) return [];
		const at = timeOf(message.created_at) ?? 0;
		return [{ id, text: textOf(message.content), isPrivate: message.private === true, from: speaker(message), at }];
	});
}

function speaker({ message_type: type, sender }: Part): Message['from'] {
	const known = typeof type === 'number' ? TYPES[type] : type;
	if (known === 'incoming') return 'customer';
	if (known === 'outgoing') return part(sender).type === 'user' ? 'agent' : 'bot';
	return known === 'template' ? 'bot' : undefined;
}

/** The objects of a list; none for what is no list. */
export function readList(value: unknown): Part[] {
	return Array.isArray(value) ? value.map(part) : [];
}

/** The texts of a list; none for what is no list. */
export function readTexts(value: unknown): string[] {
	return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/**
 * A tag as Chatwoot takes it for a label's name: letters, digits, `-` and `_`,
 * in lower case, a letter or digit first.
 */
export function labelOf(tag: string): string {
	return tag.toLowerCase().replace(/[^\p{L}\p{M}\p{N}_-]+/gu, '_').replace(/^[_-]+|_+$/g, '');
}
