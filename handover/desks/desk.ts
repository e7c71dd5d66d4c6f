import type { Contact } from '../contact';
import type { ConversationRef } from '../conversation';
import type { Assignee, Handover } from '../receipt';
import type { Priority } from '../scenario';

/** A task as it is to be created. Times are milliseconds since 1970. */
export interface NewTask {
	title: string;
	body: string;
	dueAt: number;
	priority: Priority;
	assignee?: Assignee;
}

export interface CreatedTask {
	id: string;
	title: string;
	dueAt: number;
	completedAt?: number;
}

/** What became of a message to the customer. */
export type Sent =
	/** The desk delivered it. */
	| { by: 'desk'; messageId: string }
	/** The desk has no channel of its own: a later node of the flow sends the text. */
	| { by: 'flow' };

/**
 * Where agents work. The nodes speak only to this port; each desk is one
 * adapter. Every method may be called again after a crash and must then find
 * what it did before, by the handover's id, instead of doing it twice.
 */
export interface Desk {
	/** Who owns the contact, if anybody does. */
	owner(ref: ConversationRef, contact: Contact): Promise<Assignee | undefined>;
	assign(handover: Handover, assignee: Assignee, now: number): Promise<void>;
	/** @param id the id to give the task, where the desk lets us choose */
	createTask(handover: Handover, task: NewTask, id: string, now: number): Promise<CreatedTask>;
	/** @returns undefined when the handover has no task */
	completeTask(handover: Handover, now: number): Promise<CreatedTask | undefined>;
	/** @returns all tags the contact has afterwards */
	addTags(ref: ConversationRef, contactId: string, tags: readonly string[], now: number): Promise<string[]>;
	/** @returns all tags the contact has afterwards */
	removeTags(ref: ConversationRef, contactId: string, tags: readonly string[]): Promise<string[]>;
	send(handover: Handover, text: string): Promise<Sent>;
}
