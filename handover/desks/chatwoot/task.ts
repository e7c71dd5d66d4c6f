import { idOf, textOf, timeOf, type Part } from '../../inbound/values';
import { toIso, type Handover } from '../../receipt';
import type { CreatedTask, NewTask } from '../desk';
import type { Message } from './answers';

/*
 * Chatwoot has no tasks. A private note is what agents read, custom attributes
 * are what filters, automations and our own completion go by, and a label makes
 * it a list in the side bar.
 */

/** By which a task's note is told from other notes. */
const BEGINNING = 'Task: ';

/** While the task is open. */
export const TASK_LABEL = 'handover_task_open';

export function taskNote({ title, body, dueAt }: NewTask): string {
	return `${BEGINNING}${title}\nDue ${toIso(dueAt).slice(0, 16).replace('T', ' ')} UTC\n\n${body}`;
}

/** Whether a message is a task's note. */
export function isTaskNote({ isPrivate, text }: Message): boolean {
	return isPrivate && text.startsWith(BEGINNING);
}

/** The custom attributes that hold an open task. */
export function taskAttributes({ id: handoverId }: Pick<Handover, 'id'>, { id, title, dueAt }: CreatedTask): Part {
	return {
		handover_id: handoverId,
		handover_task: 'open',
		handover_task_id: id,
		handover_task_title: title,
		handover_task_due: toIso(dueAt),
		// Not sent, and so gone: an earlier task's.
		handover_task_completed: undefined,
	};
}

/** What changes in them when the task is done. */
export function doneAttributes(now: number): Part {
	return { handover_task: 'done', handover_task_completed: toIso(now) };
}

export function isTaskOpen({ handover_task: state }: Part): boolean {
	return state === 'open';
}

/** The handover's task; undefined when there is none, or when a later handover has one. */
export function taskIn(attributes: Part, { id: handoverId }: Pick<Handover, 'id'>): CreatedTask | undefined {
	const id = idOf(attributes.handover_task_id);
	if (id === undefined || attributes.handover_id !== handoverId) return undefined;
	return {
		id,
		title: textOf(attributes.handover_task_title),
		dueAt: timeOf(attributes.handover_task_due) ?? 0,
		completedAt: isTaskOpen(attributes) ? undefined : timeOf(attributes.handover_task_completed),
	};
}
