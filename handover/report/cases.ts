import type { Assignee, Handover, Outcome } from '../receipt';
import { scenarioTitle } from '../scenario';
import type { HandoverRecord } from '../store/logStore';
import type { Clock, Duration } from './durations';
import type { ReportOptions } from './report';

const MINUTE_MS = 60_000;

/** How a handover stands against the promised time to a person's first message. */
export const ANSWERS = ['in_time', 'late', 'overdue', 'never', 'waiting', 'not_needed'] as const;
/**
 * `overdue`: nobody has written and the time is up. `never`: it ended, and
 * nobody had written. `waiting`: nobody has written, but there is time left.
 * `not_needed`: a person closed it in time without writing.
 */
export type Answer = (typeof ANSWERS)[number];

export type TaskState = 'in_time' | 'late' | 'open' | 'overdue';

/** One handover, as the figures look at it. */
export interface Case {
	record: HandoverRecord;
	handover: Handover;
	/** What its scenario is called. */
	scenario: string;
	outcome: Outcome | 'open';
	claim: Duration;
	reply: Duration;
	/** Who had it when the customer was answered, or has it while nobody has. */
	agent?: Assignee;
	/** The time to the first message, from when it came to that person. */
	agentReply: Duration;
	answer: Answer;
	/** Missing when no task was created. */
	task?: TaskState;
	/** From whom it was taken because they didn't answer; undefined was the queue. */
	escalatedFrom: (Assignee | undefined)[];
}

/** Outcomes that count as a conversion, in the order they are shown. */
export const CONVERTED: readonly Outcome[] = ['booked', 'sold', 'resolved'];

/** What a record says, worked out once. */
export function caseOf(record: HandoverRecord, { slaMinutes, now }: ReportOptions, clock: Clock): Case {
	const { handover } = record;
	const { openedAt, firstReplyAt, claimedAt, closedAt } = handover;
	const end = closedAt ?? now;
	const since = (from: number, happenedAt: number | undefined): Duration =>
		happenedAt === undefined
			? { length: isGivenUp(handover) ? Infinity : clock(handover, from, end), happened: false }
			: { length: clock(handover, from, happenedAt), happened: true };
	const sla = (handover.priority === 'urgent' ? slaMinutes.urgent : slaMinutes.normal) * MINUTE_MS;
	const reply = since(openedAt, firstReplyAt);
	const { agent, from } = holder(record);
	return {
		record,
		handover,
		scenario: scenarioTitle(handover.scenario, handover.scenarioName),
		outcome: handover.status === 'open' ? 'open' : (handover.outcome ?? 'bot_returned'),
		claim: since(openedAt, claimedAt),
		reply,
		agent,
		agentReply: since(from, firstReplyAt),
		answer: reply.happened ? (reply.length <= sla ? 'in_time' : 'late') : withoutReply(handover, reply.length > sla),
		task: taskState(record, now),
		escalatedFrom: escalatedFrom(record),
	};
}

/** It ended by itself: whoever hasn't answered until then won't. */
function isGivenUp({ status, outcome }: Handover): boolean {
	return status === 'closed' && (outcome === undefined || outcome === 'bot_returned');
}

function withoutReply({ status }: Handover, tooLong: boolean): Answer {
	if (status === 'open') return tooLong ? 'overdue' : 'waiting';
	return tooLong ? 'never' : 'not_needed';
}

/** Who had it at the first message, and from when. Who takes it themselves answers from the customer's request on. */
function holder({ handover, assignments }: HandoverRecord): { agent?: Assignee; from: number } {
	const { openedAt, firstReplyAt = Infinity, assignee } = handover;
	const last = assignments.findLast(({ assignee: who, at }) => who !== undefined && at <= firstReplyAt);
	const given = last !== undefined && last.how !== 'claimed' && last.how !== 'desk';
	return { agent: last?.assignee ?? assignee, from: given ? last.at : openedAt };
}

function taskState({ handover, steps }: HandoverRecord, now: number): TaskState | undefined {
	const { taskDueAt: due, taskCompletedAt: completed } = handover;
	if (completed !== undefined) return due !== undefined && completed > due ? 'late' : 'in_time';
	if (due === undefined) return steps.task?.status === 'done' ? 'open' : undefined;
	return now > due ? 'overdue' : 'open';
}

function escalatedFrom({ assignments }: HandoverRecord): (Assignee | undefined)[] {
	return assignments.flatMap(({ how }, index) => (how === 'escalated' ? [assignments[index - 1]?.assignee] : []));
}
