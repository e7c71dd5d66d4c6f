import type { Assignee, Handover, Outcome } from '../receipt';
import type { Scenario } from '../scenario';
import type { HandoverRecord } from '../store/logStore';
import type { Clock } from './durations';

/**
 * One handover, as the figures look at it: what its record says, worked out
 * once. Times are milliseconds since 1970, lengths milliseconds of business hours.
 */
export interface Case {
	openedAt: number;
	/** What it has in common with many others: `About` as JSON, so that it is compared and read once for all. */
	about: string;
	/** Until a person first acted; if none has, until it ended, or until now. */
	claim: number;
	/** The same until the first message of a person … */
	reply: number;
	/** … and that from when it came to who had it then. */
	agentReply: number;
	/** When its task falls due that is not completed. */
	taskDueAt: number | null;
}

/** What is left out is not so. */
export interface About {
	scenario: Scenario;
	/** What the operator calls it, when the scenario is custom. */
	scenarioName?: string;
	outcome: Outcome | 'open';
	urgent?: boolean;
	/** Its lengths count business hours only. */
	hours?: boolean;
	/** A person has acted. */
	claimed?: boolean;
	/** A person has written to the customer. */
	replied?: boolean;
	/** Who had it when the customer was answered, or has it while nobody has. */
	agent?: Person;
	/** Given to somebody else because nobody answered. */
	escalated?: boolean;
	/** From whom, without the queue. */
	takenFrom?: Person[];
	tags?: string[];
	/** `due`: not completed, with a date. Missing when no task was created. */
	task?: 'in_time' | 'late' | 'open' | 'due';
}

export type Person = Pick<Assignee, 'id' | 'name'>;

/** @param now until when lengths of an open one count */
export function caseOf(record: HandoverRecord, now: number, clock: Clock): Case {
	const { handover, assignments } = record;
	const { openedAt, firstReplyAt, claimedAt, closedAt, scenario, scenarioName, priority, hours, escalatedAt } = handover;
	const end = closedAt ?? now;
	const { agent, from } = holder(record);
	const takenFrom = assignments.flatMap(({ how }, index) => (how === 'escalated' ? [assignments[index - 1]?.assignee] : []));
	const tags = [...new Set(record.tags)];
	const about: About = {
		scenario,
		scenarioName,
		outcome: outcomeOf(handover),
		urgent: priority === 'urgent' || undefined,
		hours: hours !== undefined || undefined,
		claimed: claimedAt !== undefined || undefined,
		replied: firstReplyAt !== undefined || undefined,
		agent: agent && personOf(agent),
		escalated: takenFrom.length > 0 || escalatedAt !== undefined || undefined,
		takenFrom: unlessEmpty(takenFrom.flatMap((one) => (one ? [personOf(one)] : []))),
		tags: unlessEmpty(tags),
		task: taskOf(record),
	};
	return {
		openedAt,
		about: JSON.stringify(about),
		claim: clock(handover, openedAt, claimedAt ?? end),
		reply: clock(handover, openedAt, firstReplyAt ?? end),
		agentReply: clock(handover, from, firstReplyAt ?? end),
		taskDueAt: about.task === 'due' ? (handover.taskDueAt ?? null) : null,
	};
}

/** Who had it at the first message, and from when. Who takes it themselves answers from the customer's request on. */
function holder({ handover, assignments }: HandoverRecord): { agent?: Assignee; from: number } {
	const { openedAt, firstReplyAt = Infinity, assignee } = handover;
	const last = assignments.findLast(({ assignee: who, at }) => who !== undefined && at <= firstReplyAt);
	const given = last !== undefined && last.how !== 'claimed' && last.how !== 'desk';
	return { agent: last?.assignee ?? assignee, from: given ? last.at : openedAt };
}

function taskOf({ handover: { taskDueAt: due, taskCompletedAt: completed }, steps }: HandoverRecord): About['task'] {
	if (completed !== undefined) return due !== undefined && completed > due ? 'late' : 'in_time';
	if (due === undefined) return steps.task?.status === 'done' ? 'open' : undefined;
	return 'due';
}

function personOf({ id, name }: Assignee): Person {
	return { id, name };
}

function unlessEmpty<T>(list: T[]): T[] | undefined {
	return list.length === 0 ? undefined : list;
}

/** Outcomes that count as a conversion, in the order they are shown. */
const CONVERTED: readonly About['outcome'][] = ['booked', 'sold', 'resolved'];

export function isConverted({ outcome }: Pick<About, 'outcome'>): boolean {
	return CONVERTED.includes(outcome);
}

/** Nobody needed a person: it was spam, or whoever looked at it gave it back without a word to the customer. */
export function isFalseAlarm({ outcome, replied }: Pick<About, 'outcome' | 'replied'>): boolean {
	return outcome === 'spam' || (outcome === 'back_to_bot' && !replied);
}

/** What became of a handover, as the figures call it. */
export function outcomeOf({ status, outcome }: Pick<Handover, 'status' | 'outcome'>): About['outcome'] {
	return status === 'open' ? 'open' : (outcome ?? 'bot_returned');
}
