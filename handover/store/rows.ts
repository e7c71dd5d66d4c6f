import type { Attempts } from '../detection/attempts';
import { conversationKey } from '../conversation';
import type { Pause, PauseEnd } from '../pause';
import type { Assignee, Closing, Handover, Outcome, StepResult } from '../receipt';
import type { Scenario } from '../scenario';
import type { HandoverEvent, EventType } from '../events';
import type { AttemptsRow, EventRow, HandoverRow, PauseRow, StepRow } from './schema';

/** What a handover carries that no query looks into. */
type Details = Omit<
	Handover,
	| 'id' | 'conversation' | 'status' | 'scenario' | 'flow' | 'openedAt' | 'deadlineAt'
	| 'closedAt' | 'outcome' | 'closing' | 'assignee' | 'assignedAt' | 'escalatedAt' | 'claimedAt' | 'firstReplyAt' | 'lastReplyAt'
	| 'waitingSince' | 'taskDueAt' | 'taskCompletedAt'
>;

export function toHandoverRow(handover: Handover): HandoverRow {
	const {
		id, conversation, status, scenario, flow, openedAt, deadlineAt, closedAt, outcome, closing, assignee, assignedAt, escalatedAt,
		claimedAt, firstReplyAt, lastReplyAt, waitingSince, taskDueAt, taskCompletedAt, ...details
	} = handover;
	return {
		id,
		conversation: conversationKey(conversation),
		desk: conversation.desk,
		account: conversation.account,
		conversation_id: conversation.conversationId,
		contact_id: handover.contact.id,
		status,
		scenario,
		flow,
		opened_at: openedAt,
		deadline_at: deadlineAt,
		closed_at: closedAt ?? null,
		outcome: outcome ?? null,
		assignee_id: assignee?.id ?? null,
		assigned_at: assignedAt ?? null,
		escalated_at: escalatedAt ?? null,
		claimed_at: claimedAt ?? null,
		first_reply_at: firstReplyAt ?? null,
		last_reply_at: lastReplyAt ?? null,
		waiting_since: waitingSince ?? null,
		task_due_at: taskDueAt ?? null,
		task_completed_at: taskCompletedAt ?? null,
		assignee: assignee ? JSON.stringify(assignee) : null,
		closing: closing ? JSON.stringify(closing) : null,
		details: JSON.stringify(details),
	};
}

export function toHandover(row: HandoverRow): Handover {
	return {
		...(JSON.parse(row.details) as Details),
		id: row.id,
		conversation: { desk: row.desk, account: row.account, conversationId: row.conversation_id },
		status: row.status,
		scenario: row.scenario as Scenario,
		flow: row.flow,
		openedAt: row.opened_at,
		deadlineAt: row.deadline_at,
		closedAt: timeOf(row.closed_at),
		outcome: (row.outcome as Outcome | null) ?? undefined,
		closing: row.closing === null ? undefined : (JSON.parse(row.closing) as Closing),
		assignee: row.assignee === null ? undefined : (JSON.parse(row.assignee) as Assignee),
		assignedAt: timeOf(row.assigned_at),
		escalatedAt: timeOf(row.escalated_at),
		claimedAt: timeOf(row.claimed_at),
		firstReplyAt: timeOf(row.first_reply_at),
		lastReplyAt: timeOf(row.last_reply_at),
		waitingSince: timeOf(row.waiting_since),
		taskDueAt: timeOf(row.task_due_at),
		taskCompletedAt: timeOf(row.task_completed_at),
	};
}

/** A time that may be missing. */
function timeOf(value: number | null): number | undefined {
	return value ?? undefined;
}

export function toPauseRow(pause: Pause): Omit<PauseRow, 'conversation'> {
	return {
		set_at: pause.setAt,
		until: pause.until,
		handover_id: pause.handoverId ?? null,
		reason: pause.reason,
		ends: pause.ends ?? null,
		idle: pause.idle ?? null,
		alert_every: pause.alertEvery ?? null,
	};
}

export function toPause(row: PauseRow): Pause {
	return {
		setAt: row.set_at,
		until: row.until,
		handoverId: row.handover_id ?? undefined,
		reason: row.reason,
		ends: (row.ends as PauseEnd | null) ?? undefined,
		idle: timeOf(row.idle),
		alertEvery: timeOf(row.alert_every),
	};
}

export function toAttempts(row: AttemptsRow): Attempts {
	return {
		turn: row.turn,
		failed: row.failed,
		judgedTurn: row.judged_turn,
		repliesOnly: row.replies_only === 1,
		updatedAt: row.updated_at,
		messageId: row.message_id ?? undefined,
	};
}

/** The result of a step; undefined while it is being done for the first time. */
export function toStepResult(row: StepRow): StepResult | undefined {
	return row.result === null ? undefined : (JSON.parse(row.result) as StepResult);
}

export function toEventRow({ id, type, at, conversation, handoverId, data }: HandoverEvent): EventRow {
	return {
		id,
		type,
		at,
		handover_id: handoverId ?? null,
		conversation: conversationKey(conversation),
		desk: conversation.desk,
		account: conversation.account,
		conversation_id: conversation.conversationId,
		data: data ? JSON.stringify(data) : null,
	};
}

export function toEvent(row: EventRow): HandoverEvent {
	return {
		id: row.id,
		type: row.type as EventType,
		at: row.at,
		handoverId: row.handover_id ?? undefined,
		conversation: { desk: row.desk, account: row.account, conversationId: row.conversation_id },
		...(row.data !== null && { data: JSON.parse(row.data) as Record<string, unknown> }),
	};
}
