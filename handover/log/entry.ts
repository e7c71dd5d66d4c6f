import { toIso, toReceipt, type Assignee, type Handover, type Receipt } from '../receipt';
import type { AssignedHow, HandoverRecord } from '../store/logStore';

const MINUTE_MS = 60_000;

/** How long things took, in minutes by the clock, with one decimal. What has not happened is left out. */
export interface Times {
	/** How long the customer has been waiting for a person's answer, while the handover is open. */
	waitingMinutes?: number;
	minutesToClaim?: number;
	minutesToFirstReply?: number;
	/** From the request until it was closed, or until now. */
	minutesOpen: number;
	assignedAt?: string;
	escalatedAt?: string;
	taskDueAt?: string;
	taskCompletedAt?: string;
}

/** A handover as the log shows it: the receipt, which the other nodes understand, and what happened since. */
export interface LogEntry {
	handover: Receipt;
	times: Times;
	/** Who had it, oldest first. */
	assignments: LoggedAssignment[];
	escalations: number;
	tags: string[];
}

export interface LoggedAssignment {
	/** Missing for the queue. */
	assignee?: Assignee;
	/** ISO time */
	at: string;
	how: AssignedHow;
}

/** @param now milliseconds since 1970 */
export function logEntry({ handover, steps, assignments, tags }: HandoverRecord, now: number): LogEntry {
	return {
		handover: toReceipt(handover, steps),
		times: timesOf(handover, now),
		assignments: assignments.map(({ assignee, at, how }) => ({ ...(assignee && { assignee }), at: toIso(at), how })),
		escalations: assignments.filter(({ how }) => how === 'escalated').length,
		tags,
	};
}

function timesOf(handover: Handover, now: number): Times {
	const { openedAt, status, waitingSince, claimedAt, firstReplyAt, closedAt, assignedAt, escalatedAt, taskDueAt, taskCompletedAt } = handover;
	return {
		...(status === 'open' && minutes('waitingMinutes', waitingSince, now)),
		...minutes('minutesToClaim', openedAt, claimedAt),
		...minutes('minutesToFirstReply', openedAt, firstReplyAt),
		minutesOpen: minutesBetween(openedAt, closedAt ?? now),
		...moments({ assignedAt, escalatedAt, taskDueAt, taskCompletedAt }),
	};
}

function minutes(name: keyof Times, from: number | undefined, to: number | undefined): Partial<Times> {
	return from === undefined || to === undefined ? {} : { [name]: minutesBetween(from, to) };
}

function minutesBetween(from: number, to: number): number {
	return Math.round(((to - from) / MINUTE_MS) * 10) / 10;
}

function moments(times: Record<string, number | undefined>): Partial<Times> {
	return Object.fromEntries(Object.entries(times).flatMap(([name, at]) => (at === undefined ? [] : [[name, toIso(at)]])));
}
