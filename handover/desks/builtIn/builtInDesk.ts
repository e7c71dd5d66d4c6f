import type { DeskRecords } from '../../store/store';
import type { ConversationRef } from '../../conversation';
import type { Desk } from '../desk';

export const BUILT_IN_DESK = 'built-in';

/** The built-in desk is one account for the whole of this n8n. */
export function builtInConversation(conversationId: string): ConversationRef {
	return { desk: BUILT_IN_DESK, account: 'default', conversationId };
}

/**
 * The desk for people who have none: tasks, tags and owners lie in our store,
 * and the flow's own channel node delivers the messages.
 */
export function builtInDesk(records: DeskRecords): Desk {
	return {
		owner: (ref, contact) => records.owner(ref, contact.id),
		assign: (handover, assignee, now) =>
			records.setOwner(handover.conversation, handover.contact.id, assignee, now),
		createTask: (handover, task, id, now) =>
			records.addTask({
				id,
				handoverId: handover.id,
				title: task.title,
				body: task.body,
				dueAt: task.dueAt,
				priority: task.priority,
				assigneeId: task.assignee?.id,
				createdAt: now,
			}),
		completeTask: (handover, now) => records.completeTask(handover.id, now),
		addTags: (ref, contactId, tags, now) => records.addTags(ref, contactId, tags, now),
		removeTags: (ref, contactId, tags) => records.removeTags(ref, contactId, tags),
		send: async () => ({ by: 'flow' }),
	};
}
