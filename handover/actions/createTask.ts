import { DateTime } from 'luxon';
import { briefOf, tagsOf } from '../brief';
import { insteadOf } from '../desks/desk';
import { HandoverError } from '../errors';
import { toIso, type Handover } from '../receipt';
import type { Priority } from '../scenario';
import { builtInSummariser, type Summariser } from '../summary/summarise';
import { dueAt, taskBody, taskTitle, type Due } from '../task';
import type { TranscriptMessage } from '../transcript';
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
	/** The built-in one when left out. */
	summarise?: Summariser;
}

/** Puts a task into the list of the handover's assignee, or the team's when nobody has it yet. */
export async function createTask(ctx: ActionContext, input: TaskInput): Promise<ActionResult> {
	// A wrong date must not open a handover first, so it is read against the time now.
	dueAt(input.due, ctx.now, ctx.now, ctx.zone);
	const found = await findOrOpenHandover(ctx, input, 'Create Task');
	return stepOf(ctx, found, 'task', async (repeated) => {
		const { handover, view } = await lookAt(ctx, found);
		const due = dueAt(input.due, handover.openedAt, ctx.now, ctx.zone, handover.hours);
		const messages = await lastMessages(ctx, handover);
		const summary = await (input.summarise ?? builtInSummariser)(handover, messages);
		const steps = await ctx.store.steps(handover.id);
		const priority = input.priority ?? handover.priority;
		// A run that died may have noted this very task's date: its text does not speak of itself.
		const brief = briefOf({ ...handover, priority, taskDueAt: undefined }, { steps, messages, zone: ctx.zone, summary: summary.text, link: view.link });
		const body = taskBody(brief, input.body);
		const task = await ctx.desk.createTask(
			handover,
			{ title: taskTitle(brief, input.title), body, dueAt: due, priority, assignee: handover.assignee },
			attempt(ctx, repeated),
		);
		await ctx.store.noteTask(handover.id, task.dueAt);
		const why = [insteadOf(ctx.desk, 'tasks'), hoursUnknown(input.due, handover), summary.why].filter((note) => note !== undefined);
		return {
			what: `Task for ${handover.assignee?.name ?? 'the team'}, due ${shortTime(task.dueAt, ctx.zone)}${openHours(input.due, handover)}`,
			...(why.length > 0 && { why: why.join('. ') }),
			data: {
				id: task.id,
				title: task.title,
				body,
				due: toIso(task.dueAt),
				priority,
				tags: tagsOf(handover, steps),
				...(summary.text !== undefined && { summary: summary.text, summaryBy: summary.by }),
				...(summary.ai && { ai: summary.ai }),
			},
		};
	});
}

/** What was said last, as the flow has seen it, or else as the desk shows it. */
export async function lastMessages(ctx: ActionContext, handover: Handover): Promise<TranscriptMessage[]> {
	const seen = await ctx.store.messages(handover.conversation);
	return seen.length > 0 ? seen : ctx.desk.messages(handover);
}

function shortTime(at: number, zone: string): string {
	return DateTime.fromMillis(at, { zone }).toFormat('d LLL yyyy, HH:mm');
}

function hoursUnknown(due: Due, { hours }: Handover): string | undefined {
	if (!('openHours' in due) || due.schedule || hours) return undefined;
	return 'No business hours are set, here or in Assign Conversation, so every hour counts';
}

function openHours(due: Due, handover: Handover): string {
	if (!('openHours' in due) || hoursUnknown(due, handover)) return '';
	return `, ${due.openHours} business hours after the request`;
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
	const completedAt = task.completedAt ?? ctx.now;
	await ctx.store.noteTaskCompleted(handover.id, completedAt);
	const receipt = await receiptOf(ctx, handover.id, handover);
	const created = receipt.steps.task;
	const result = {
		...(created ?? { status: 'done' as const, at: toIso(ctx.now), what: `Task ${task.title}` }),
		data: { ...created?.data, completedAt: toIso(completedAt) },
	};
	return { receipt: { ...receipt, steps: { ...receipt.steps, task: result } }, result, doneNow: true };
}
