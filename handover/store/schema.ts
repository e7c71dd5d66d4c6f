import type { Generated } from 'kysely';

/** The tables, as the queries see them. Times are milliseconds since 1970; JSON is stored as text. */
export interface Schema {
	handovers: HandoverRow;
	steps: StepRow;
	pauses: PauseRow;
	attempts: AttemptsRow;
	messages: MessageRow;
	/** How recently each agent got a conversation, by desk account. */
	rotation: RotationRow;
	desk_tasks: DeskTaskRow;
	desk_tags: DeskTagRow;
	desk_owners: DeskOwnerRow;
	deliveries: DeliveryRow;
	sent_messages: SentMessageRow;
	assignments: AssignmentRow;
	events: EventRow;
	subscribers: SubscriberRow;
	event_deliveries: EventDeliveryRow;
	teams: TeamRecordRow;
	cases: CaseRow;
}

export interface HandoverRow {
	id: string;
	conversation: string;
	desk: string;
	account: string;
	conversation_id: string;
	status: 'open' | 'closed';
	/** Null in rows from before the column was there. */
	contact_id: string | null;
	scenario: string;
	flow: string;
	opened_at: number;
	deadline_at: number;
	closed_at: number | null;
	outcome: string | null;
	assignee_id: string | null;
	assigned_at: number | null;
	escalated_at: number | null;
	claimed_at: number | null;
	first_reply_at: number | null;
	last_reply_at: number | null;
	waiting_since: number | null;
	task_due_at: number | null;
	task_completed_at: number | null;
	/** The rest of the handover, which no query looks into. */
	details: string;
	assignee: string | null;
	/** What a person said when closing it. */
	closing: string | null;
}

export interface StepRow {
	handover_id: string;
	step: string;
	status: 'claimed' | 'done' | 'skipped' | 'failed';
	claim_id: string;
	claimed_until: number;
	result: string | null;
}

export interface PauseRow {
	conversation: string;
	set_at: number;
	until: number;
	handover_id: string | null;
	reason: string;
	/** Null in rows from before the column was there: a time ends it. */
	ends: string | null;
	idle: number | null;
	alert_every: number | null;
}

export interface AttemptsRow {
	conversation: string;
	turn: number;
	failed: number;
	judged_turn: number;
	/** 0 or 1 */
	replies_only: number;
	updated_at: number;
	message_id: string | null;
}

export interface MessageRow {
	id: Generated<number>;
	conversation: string;
	sender: string;
	text: string;
	at: number;
	/** The channel's own id, where there is one. */
	message_id: string | null;
}

export interface RotationRow {
	desk: string;
	account: string;
	agent_id: string;
	last_turn: number;
}

export interface DeskTaskRow {
	id: string;
	handover_id: string;
	task: string;
	assignee_id: string | null;
	due_at: number;
	completed_at: number | null;
}

export interface DeskTagRow {
	desk: string;
	account: string;
	contact_id: string;
	tag: string;
	at: number;
}

export interface DeskOwnerRow {
	desk: string;
	account: string;
	contact_id: string;
	owner: string;
	at: number;
}

/** A webhook delivery that was taken. */
export interface DeliveryRow {
	desk: string;
	account: string;
	id: string;
	at: number;
}

/** A text that we sent through a desk. */
export interface SentMessageRow {
	id: string;
	conversation: string;
	/** Null until the desk has answered. */
	message_id: string | null;
	/** What tells it from others while it has no id. */
	text: string;
	at: number;
}

/** Who had a handover, and why it came to them. */
export interface AssignmentRow {
	handover_id: string;
	/** What made it so; the same cause counts once. */
	cause: string;
	how: string;
	/** Null for the queue. */
	assignee_id: string | null;
	assignee: string | null;
	at: number;
	/** 0 until the desk has taken it */
	confirmed: number;
}

/** Something that happened, for whoever listens. */
export interface EventRow {
	id: string;
	type: string;
	at: number;
	handover_id: string | null;
	conversation: string;
	desk: string;
	account: string;
	conversation_id: string;
	data: string | null;
}

/** A flow that listens, and since when. */
export interface SubscriberRow {
	id: string;
	since: number;
}

/** What a subscriber was told, or is being told. */
export interface EventDeliveryRow {
	subscriber: string;
	event_id: string;
	handover_id: string | null;
	claim_id: string;
	claimed_until: number;
	delivered_at: number | null;
}

/** The team table as Assign Conversation last had it. */
export interface TeamRecordRow {
	desk: string;
	account: string;
	/** The flow it is from. */
	flow: string;
	team: string;
	at: number;
}

/** What the report needs of a handover. There is a row for each; triggers add it, mark it and take it away. */
export interface CaseRow {
	desk: string;
	account: string;
	opened_at: number;
	handover_id: string;
	/** 0 or 1: only what is closed can be worked out for good. */
	closed: number;
	/** Goes up whenever the handover, its steps or its assignments change. */
	changed: number;
	/** Null until it is worked out, as all that follow. */
	about: string | null;
	claim: number | null;
	reply: number | null;
	agent_reply: number | null;
	task_due_at: number | null;
}
