import type { Contact } from './contact';
import type { ConversationRef } from './conversation';
import type { Explanation } from './detection/decide';
import type { AiUsage, Evidence } from './detection/detector';
import { HandoverError } from './errors';
import type { BusinessHours } from './schedule';
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

/** How an episode ended: what a person says came of it, or that the bot is back without that. */
export const OUTCOMES = ['resolved', 'booked', 'sold', 'lost', 'spam', 'back_to_bot', 'bot_returned'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What a person says when they close a handover. */
export interface Closing {
	/** For the bot's memory: what was done and promised. */
	note?: string;
	by?: string;
}

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
	/** By when a person should have answered, counted from the customer's request, whoever owns it. */
	deadlineAt: number;
	/** When the team is there, as far as the flow has said. */
	hours?: BusinessHours;
	assignee?: Assignee;
	assignedAt?: number;
	/** When it was last given to somebody else, because nobody answered. */
	escalatedAt?: number;
	/** When a person first acted: took it, or wrote to the customer. */
	claimedAt?: number;
	firstReplyAt?: number;
	lastReplyAt?: number;
	/** Since when the customer waits for a person; undefined once one has answered the last message. */
	waitingSince?: number;
	taskDueAt?: number;
	taskCompletedAt?: number;
	closedAt?: number;
	outcome?: Outcome;
	closing?: Closing;
}

export type StepResults = Partial<Record<StepName, StepResult>>;

/** `json.handover`: the handover with the result of each step; travels with the item. */
export interface Receipt
	extends Omit<
		Handover,
		| 'conversation' | 'messageId' | 'flow' | 'openedAt' | 'deadlineAt' | 'hours' | 'assignedAt' | 'escalatedAt' | 'claimedAt'
		| 'firstReplyAt' | 'lastReplyAt' | 'waitingSince' | 'taskDueAt' | 'taskCompletedAt' | 'closedAt' | 'closing'
	> {
	conversationId: string;
	desk: string;
	/** ISO time, as all that follow */
	openedAt: string;
	deadline: string;
	claimedAt?: string;
	firstReplyAt?: string;
	lastReplyAt?: string;
	closedAt?: string;
	closingNote?: string;
	closedBy?: string;
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
		claimedAt: isoOf(handover.claimedAt),
		firstReplyAt: isoOf(handover.firstReplyAt),
		lastReplyAt: isoOf(handover.lastReplyAt),
		closedAt: isoOf(handover.closedAt),
		closingNote: handover.closing?.note,
		closedBy: handover.closing?.by,
		steps: withoutEmpty(Object.fromEntries(STEPS.map((step) => [step, steps[step]])) as StepResults),
	});
}

function isoOf(milliseconds: number | undefined): string | undefined {
	return milliseconds === undefined ? undefined : toIso(milliseconds);
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
