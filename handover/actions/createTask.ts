import { DateTime } from 'luxon';
import { HandoverError } from '../errors';
import { toIso } from '../receipt';
import type { Priority } from '../scenario';
import { dueAt, taskBody, taskTitle, type Due } from '../task';
import { insteadOf } from '../desks/desk';
import type { ActionContext } from './context';
import { attempt, lookAt } from './desk';
import { findHandover, findOrOpenHandover, receiptOf, stepOf, type ActionResult, type Subject } from './episode';

export interface TaskInput extends Subject {
	/** Composed from the handover when left out. */
	title?: string;
	body?: string;
	due: Due;
	/** By scenario when left out. */
	priority?: Priority;
}

/** Puts a task into the list of the handover's assignee, or the team's when nobody has it yet. */
export async function createTask(ctx: ActionContext, input: TaskInput): Promise<ActionResult> {
	// A wrong date must not open a handover first, so it is read against the time now.
	dueAt(input.due, ctx.now, ctx.now, ctx.zone);
	const found = await findOrOpenHandover(ctx, input, 'Create Task');
	return stepOf(ctx, found, 'task', async (repeated) => {
		const { handover, view } = await lookAt(ctx, found);
		const due = dueAt(input.due, handover.openedAt, ctx.now, ctx.zone);
		const seen = await ctx.store.messages(handover.conversation);
		const messages = seen.length > 0 ? seen : await ctx.desk.messages(handover);
		const body = taskBody(handover, { messages, zone: ctx.zone, own: input.body, link: view.link });
		const priority = input.priority ?? handover.priority;
		const task = await ctx.desk.createTask(
			handover,
			{
				title: taskTitle(handover, input.title),
				body,
				dueAt: due,
				priority,
				assignee: handover.assignee,
			},
			attempt(ctx, repeated),
		);
		const when = DateTime.fromMillis(task.dueAt, { zone: ctx.zone }).toFormat('d LLL yyyy, HH:mm');
		return {
			what: `Task for ${handover.assignee?.name ?? 'the team'}, due ${when}`,
			why: insteadOf(ctx.desk, 'tasks'),
			data: {
				id: task.id,
				title: task.title,
				body,
				due: toIso(task.dueAt),
				priority,
			},
		};
	});
}

/**
 * Marks the handover's task as completed.
 * @throws HandoverError when there is no handover, or no task in it
 */
export async function completeTask(ctx: ActionContext, subject: Subject): Promise<ActionResult> {
	// A task is often done after the bot is back, when the handover is closed.
	const handover = (await findHandover(ctx, subject)) ?? (await ctx.store.latestHandover(subject.ref));
	const task = handover && (await ctx.desk.completeTask(handover, ctx.now));
	if (!task) {
		throw new HandoverError(
			handover ? 'This handover has no task to complete' : 'This conversation has no handover, so no task to complete',
			'Pass on the item that came out of Create Task, with its field "handover", or create the task first.',
		);
	}
	const receipt = await receiptOf(ctx, handover.id, handover);
	const created = receipt.steps.task;
	const result = {
		...(created ?? { status: 'done' as const, at: toIso(ctx.now), what: `Task ${task.title}` }),
		data: { ...created?.data, completedAt: toIso(task.completedAt ?? ctx.now) },
	};
	return { receipt: { ...receipt, steps: { ...receipt.steps, task: result } }, result, doneNow: true };
}
