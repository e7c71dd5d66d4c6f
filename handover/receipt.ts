import type { Contact } from './contact';
import type { ConversationRef } from './conversation';
import type { Explanation } from './detection/decide';
import type { AiUsage, Evidence } from './detection/detector';
import { HandoverError } from './errors';
import type { Priority, Scenario } from './scenario';

/** The actions of a handover. Each takes effect at most once per handover. */
export const STEPS = ['pause', 'assign', 'task', 'tag', 'note', 'message'] as const;
export type StepName = (typeof STEPS)[number];

/** What became of one step. */
export interface StepResult {
	status: 'done' | 'skipped' | 'failed';
	/** ISO time */
	at: string;
	/** What was done, in words an operator reads. */
	what: string;
	/** Why it was skipped or failed. */
	why?: string;
	/** What a later node or run needs: the task's id, the pause's end … */
	data?: Record<string, unknown>;
}

export interface Assignee {
	id: string;
	name: string;
	email?: string;
	team?: string;
}

/** How an episode ended. */
export type Outcome = 'back_to_bot' | 'bot_returned' | 'resolved';

/** One episode, from trigger to close. Times are milliseconds since 1970. */
export interface Handover {
	id: string;
	conversation: ConversationRef;
	contact: Contact;
	channel: string;
	scenario: Scenario;
	/** What the operator calls it, when the scenario is custom. */
	scenarioName?: string;
	reason: string;
	evidence?: Evidence;
	confidence: number;
	/** How the decision came about. */
	explanation?: Explanation;
	detector: string;
	degraded?: string;
	/** What asking a language model took. */
	ai?: AiUsage;
	priority: Priority;
	summary?: string;
	language?: string;
	/** What the customer wrote when it started. */
	message?: string;
	/** The channel's own id of that message, where there is one. */
	messageId?: string;
	/** The flow (n8n workflow) that began it. */
	flow: string;
	status: 'open' | 'closed';
	openedAt: number;
	/** By when somebody should have acted, whoever owns it. */
	deadlineAt: number;
	closedAt?: number;
	outcome?: Outcome;
	assignee?: Assignee;
}

export type StepResults = Partial<Record<StepName, StepResult>>;

/** `json.handover`: the handover with the result of each step; travels with the item. */
export interface Receipt
	extends Omit<Handover, 'conversation' | 'messageId' | 'flow' | 'openedAt' | 'deadlineAt' | 'closedAt'> {
	conversationId: string;
	desk: string;
	/** ISO time */
	openedAt: string;
	/** ISO time */
	deadline: string;
	/** True while nobody owns it and it waits for the next free agent. */
	inQueue: boolean;
	steps: StepResults;
}

export function toIso(milliseconds: number): string {
	return new Date(milliseconds).toISOString();
}

/**
 * The receipt of a handover: plain JSON, without empty fields, in the order in
 * which a person reads it.
 */
export function toReceipt(handover: Handover, steps: StepResults): Receipt {
	const { conversation } = handover;
	return withoutEmpty({
		id: handover.id,
		status: handover.status,
		outcome: handover.outcome,
		scenario: handover.scenario,
		scenarioName: handover.scenarioName,
		reason: handover.reason,
		confidence: handover.confidence,
		evidence: handover.evidence,
		explanation: handover.explanation,
		detector: handover.detector,
		degraded: handover.degraded,
		ai: handover.ai,
		priority: handover.priority,
		summary: handover.summary,
		message: handover.message,
		language: handover.language,
		conversationId: conversation.conversationId,
		channel: handover.channel,
		desk: conversation.desk,
		contact: handover.contact,
		assignee: handover.assignee,
		inQueue: handover.status === 'open' && handover.assignee === undefined,
		openedAt: toIso(handover.openedAt),
		deadline: toIso(handover.deadlineAt),
		steps: withoutEmpty(Object.fromEntries(STEPS.map((step) => [step, steps[step]])) as StepResults),
	});
}

function withoutEmpty<T extends object>(value: T): T {
	return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;
}

/** What an incoming item says about its handover. */
export interface IncomingReceipt {
	/** The handover's id, when the item belongs to one. */
	id?: string;
	/** The conversation's id, which is there even when no handover was opened. */
	conversationId?: string;
}

/**
 * Reads `json.handover` of an incoming item. Only the ids are taken from it:
 * the store is the source of everything else, so an edited or stale receipt
 * can't change what happens.
 * @throws HandoverError when `handover` is there but is not a receipt
 */
export function readReceipt(value: unknown): IncomingReceipt {
	if (value === undefined || value === null) return {};
	if (typeof value !== 'object' || Array.isArray(value)) throw malformed('it is not an object');
	const { id, conversationId } = value as Record<string, unknown>;
	if (id !== undefined && (typeof id !== 'string' || id === '')) throw malformed('its "id" is not text');
	if (
		conversationId !== undefined &&
		typeof conversationId !== 'string' &&
		typeof conversationId !== 'number'
	) {
		throw malformed('its "conversationId" is not text');
	}
	return { id, conversationId: conversationId === undefined ? undefined : String(conversationId) };
}

function malformed(what: string): HandoverError {
	return new HandoverError(
		`The incoming field "handover" is not a handover receipt: ${what}`,
		'An earlier node has overwritten the field "handover". Rename that node\'s field, or let it keep the incoming fields untouched.',
	);
}
