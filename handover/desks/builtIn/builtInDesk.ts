import type { ConversationRef } from '../../conversation';
import { HandoverError } from '../../errors';
import type { DeskRecords } from '../../store/store';
import type { Capabilities, Desk } from '../desk';
import type { DeskKind } from '../kind';

const NAME = 'built-in';
const TITLE = 'Built-In';
/** It is one account for the whole of this n8n. */
const ACCOUNT = 'default';

const CAPABILITIES: Capabilities = {
	agents: { instead: 'The table "Team" of Assign Conversation lists them' },
	presence: { instead: 'The column "Available" of the table "Team" says so' },
	teams: { instead: 'The column "Team" of the table "Team" groups people' },
	tasks: 'native',
	tags: 'native',
	note: { instead: 'The receipt on the item says everything' },
	messages: { instead: 'The node of your channel sends the text, and the flow remembers what was said' },
	botSwitch: { instead: 'Pause Bot (Check) keeps the bot quiet' },
};

/** The conversation as the built-in desk knows it. */
export function builtInConversation(conversationId: string): ConversationRef {
	return { desk: NAME, account: ACCOUNT, conversationId };
}

/**
 * The desk for people who have none: tasks, tags and owners lie in our store,
 * and the flow's own channel node delivers the messages.
 */
export function builtInDesk(records: DeskRecords): Desk {
	return {
		name: NAME,
		title: TITLE,
		account: ACCOUNT,
		capabilities: CAPABILITIES,
		agents: async () => [],
		teams: async () => [],
		look: async ({ conversation, contact }) => ({ contact: {}, owner: await records.owner(conversation, contact.id) }),
		conversationOf: async (contactId) => contactId,
		messages: async () => [],
		assign: ({ conversation, contact }, assignee, now) => records.setOwner(conversation, contact.id, assignee, now),
		unassign: ({ conversation, contact }, { id }) => records.removeOwner(conversation, contact.id, id),
		assignTeam: async () => {
			throw new HandoverError('The built-in desk has no teams of its own', 'Choose "Round Robin" or "Least Busy".');
		},
		createTask: (handover, task, { newId, now }) =>
			records.addTask({
				id: newId,
				handoverId: handover.id,
				title: task.title,
				body: task.body,
				dueAt: task.dueAt,
				priority: task.priority,
				assigneeId: task.assignee?.id,
				createdAt: now,
			}),
		// The store moves it together with the conversation.
		assignTask: async () => {},
		completeTask: (handover, now) => records.completeTask(handover.id, now),
		addTags: ({ conversation, contact }, tags, now) => records.addTags(conversation, contact.id, tags, now),
		removeTags: ({ conversation, contact }, tags) => records.removeTags(conversation, contact.id, tags),
		note: async () => {},
		send: async () => ({ by: 'flow' }),
		switchBot: async () => undefined,
	};
}

export const BUILT_IN: DeskKind = {
	name: NAME,
	title: TITLE,
	capabilities: CAPABILITIES,
	account: () => ACCOUNT,
	address: () => '',
	open: ({ records }) => builtInDesk(records),
};
