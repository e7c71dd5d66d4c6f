import type { Contact } from '../../contact';
import { textOfHtml } from '../../inbound/html';
import { agentOf, contactOf, idOf, part, textOf, timeOf, type Part } from '../../inbound/values';
import { DeskError, type CreatedTask, type DeskAgent } from '../desk';
import { sendType } from './channels';

/*
 * HighLevel's answers, read with care: live answers leave out what the
 * published description promises, and have more than it says.
 */

export interface ContactRecord {
	contact: Contact;
	/** Those that are filled in. */
	customFields: Array<{ id: string; value: unknown }>;
	/** The owner's id; our own assignment changes it. */
	assignedTo?: string;
}

export interface TaskRecord extends CreatedTask {
	body: string;
	completed: boolean;
	/** A user's id. */
	assignedTo?: string;
}

export interface MessageRecord {
	id: string;
	/** Such as `TYPE_SMS`. */
	type: string;
	text: string;
	inbound: boolean;
	/** Milliseconds since 1970 */
	at: number;
	/** The person who wrote it. */
	userId?: string;
	/** It never got to the customer. */
	failed: boolean;
	/** Of a channel that an app of its own brings. */
	providerId?: string;
}

/** @throws DeskError when there is no contact in it */
export function readContact(answer: unknown): ContactRecord {
	const said = part(part(answer).contact);
	const id = idOf(said.id);
	if (id === undefined) throw lacking('contact');
	return {
		contact: contactOf(id, { name: nameOf(said), phone: said.phone, email: said.email }),
		customFields: listOf(said.customFields).flatMap(({ id: field, value }) => {
			const known = idOf(field);
			return known === undefined || isEmpty(value) ? [] : [{ id: known, value }];
		}),
		assignedTo: idOf(said.assignedTo),
	};
}

/** Names of custom fields by their ids. */
export function readFieldNames(answer: unknown): Map<string, string> {
	return new Map(listOf(part(answer).customFields).map(({ id, name }) => [idOf(id) ?? '', textOf(name)]));
}

/** Users who still work there. HighLevel's API doesn't tell who is at their desk. */
export function readUsers(answer: unknown): DeskAgent[] {
	const { users } = part(answer);
	if (!Array.isArray(users)) throw lacking('users');
	return listOf(users)
		.filter(({ deleted }) => deleted !== true)
		.flatMap((user) => {
			const agent = agentOf({ ...user, name: nameOf(user) });
			return agent ? [{ ...agent, available: true }] : [];
		});
}

/** @throws DeskError when there is no task in it */
export function readTask(answer: unknown): TaskRecord {
	const task = taskOf(part(part(answer).task));
	if (task) return task;
	throw lacking('task', true);
}

export function readTasks(answer: unknown): TaskRecord[] {
	return listOf(part(answer).tasks).flatMap((task) => taskOf(task) ?? []);
}

function taskOf({ id, title, body, dueDate, completed, assignedTo }: Part): TaskRecord | undefined {
	const known = idOf(id);
	if (known === undefined) return undefined;
	return { id: known, title: textOf(title), body: textOf(body), dueAt: timeOf(dueDate) ?? 0, completed: completed === true, assignedTo: idOf(assignedTo) };
}

/** All tags of the contact. @throws DeskError when there is no list of them */
export function readTags(answer: unknown): string[] {
	const { tags } = part(answer);
	if (!Array.isArray(tags)) throw lacking('tags');
	return tags.filter((tag) => typeof tag === 'string');
}

/** The texts of a contact's notes. */
export function readNotes(answer: unknown): string[] {
	return listOf(part(answer).notes).map(({ body }) => textOf(body));
}

/** Oldest first; the live API nests the list one level deeper than it once did. */
export function readMessages(answer: unknown): MessageRecord[] {
	const { messages } = part(answer);
	return listOf(Array.isArray(messages) ? messages : part(messages).messages)
		.map(({ id, messageType, body, direction, dateAdded, userId, status, conversationProviderId }) => {
			const type = textOf(messageType);
			return {
				id: idOf(id) ?? '',
				type,
				text: sendType(type) === 'Email' ? textOfHtml(textOf(body)) : textOf(body),
				inbound: direction === 'inbound',
				at: timeOf(dateAdded) ?? 0,
				userId: idOf(userId),
				failed: status === 'failed' || status === 'undelivered',
				providerId: idOf(conversationProviderId),
			};
		})
		.sort((a, b) => a.at - b.at);
}

/** The id of the message that was sent. @throws DeskError when it wasn't, or when nobody can tell */
export function readSent(answer: unknown): string {
	const { messageId, status, msg } = part(answer);
	if (status === 'failed') {
		throw new DeskError(
			`HighLevel could not deliver the message${textOf(msg) && `: ${textOf(msg)}`}`,
			'The conversation in HighLevel says why. The contact may not be reachable on this channel, or has blocked it.',
			{ mayHaveActed: false },
		);
	}
	const id = idOf(messageId);
	if (id === undefined) throw lacking('message\'s id', true);
	return id;
}

/** The id of the first conversation that was found. */
export function readFoundConversation(answer: unknown): string | undefined {
	return idOf(listOf(part(answer).conversations)[0]?.id);
}

/** Whose conversation it is. @throws DeskError when it doesn't say */
export function readContactId(answer: unknown): string {
	const contactId = idOf(part(answer).contactId);
	if (contactId === undefined) throw lacking('contact\'s id');
	return contactId;
}

function listOf(value: unknown): Part[] {
	return Array.isArray(value) ? value.map(part) : [];
}

/** Of a person; live answers have it in one piece, in two, or both. */
function nameOf({ name, firstName, lastName }: Part): string {
	return textOf(name) || [firstName, lastName].map(textOf).filter(Boolean).join(' ');
}

function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function lacking(what: string, mayHaveActed = false): DeskError {
	return new DeskError(
		`HighLevel's answer lacks the ${what}`,
		'Check the address in the credential: something other than HighLevel seems to answer. If the address is right, HighLevel has changed its API: look for a newer version of this package.',
		{ mayHaveActed },
	);
}
