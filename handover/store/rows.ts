import type { Attempts } from '../detection/attempts';
import { conversationKey } from '../conversation';
import type { Pause } from '../pause';
import type { Assignee, Handover, Outcome, StepResult } from '../receipt';
import type { Scenario } from '../scenario';
import type { AttemptsRow, HandoverRow, PauseRow, StepRow } from './schema';

/** What a handover carries that no query looks into. */
type Details = Omit<
	Handover,
	| 'id' | 'conversation' | 'status' | 'scenario' | 'flow' | 'openedAt' | 'deadlineAt'
	| 'closedAt' | 'outcome' | 'assignee'
>;

export function toHandoverRow(handover: Handover): HandoverRow {
	const { id, conversation, status, scenario, flow, openedAt, deadlineAt, closedAt, outcome, assignee, ...details } =
		handover;
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
		assigned_at: null,
		assignee: assignee ? JSON.stringify(assignee) : null,
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
		openedAt: Number(row.opened_at),
		deadlineAt: Number(row.deadline_at),
		closedAt: row.closed_at === null ? undefined : Number(row.closed_at),
		outcome: (row.outcome as Outcome | null) ?? undefined,
		assignee: row.assignee === null ? undefined : (JSON.parse(row.assignee) as Assignee),
	};
}

export function toPauseRow(pause: Pause): Omit<PauseRow, 'conversation'> {
	return {
		set_at: pause.setAt,
		until: pause.until,
		handover_id: pause.handoverId ?? null,
		reason: pause.reason,
	};
}

export function toPause(row: PauseRow): Pause {
	return {
		setAt: Number(row.set_at),
		until: Number(row.until),
		handoverId: row.handover_id ?? undefined,
		reason: row.reason,
	};
}

export function toAttempts(row: AttemptsRow): Attempts {
	return {
		turn: row.turn,
		failed: row.failed,
		judgedTurn: row.judged_turn,
		repliesOnly: row.replies_only === 1,
		updatedAt: Number(row.updated_at),
		messageId: row.message_id ?? undefined,
	};
}

/** The result of a step; undefined while it is being done for the first time. */
export function toStepResult(row: StepRow): StepResult | undefined {
	return row.result === null ? undefined : (JSON.parse(row.result) as StepResult);
}
