import { isConverted, isFalseAlarm } from './cases';
import type { Estimate } from './durations';
import type { Answer, Group, Kind } from './tally';

const TENTH_MS = 6_000;

/** A part of a whole. */
export interface Share {
	count: number;
	of: number;
	/** 0…1; missing when there is nothing to be a part of. */
	share?: number;
}

/** How long something took, in minutes. */
export interface Times {
	/** By when half of all had it, those who still wait included; missing while fewer than half have. */
	medianMinutes?: number;
	/** The same for nine of ten. */
	p90Minutes?: number;
	/** Of those who had it. */
	averageMinutes?: number;
	happened: number;
	/** Those who still wait, or waited in vain. */
	missing: number;
}

/** The figures of a set of handovers. */
export interface Figures {
	handovers: number;
	open: number;
	/** Booked, sold or resolved, of all that are closed; spam left out. */
	conversion: Share;
	/** The same of those that a person closed. */
	conversionByPeople: Share;
	claim: Times;
	firstReply: Times;
	/** First message in time, of all that had one or should have had one by now. */
	inTime: Share;
	/** Open, and nobody has written to the customer. */
	waiting: number;
	/** Ended, and nobody had written to the customer when they should have. */
	neverAnswered: number;
	/** Completed, of all tasks. */
	tasks: Share & { late: number; open: number; overdue: number };
	/** Given to somebody else because nobody answered. */
	escalated: Share;
	/** Spam, or given back to the bot by a person who had nothing to write; of all that are closed. */
	falseAlarms: Share;
}

/** @param replies from when on first messages are timed: the customer's request, or when it came to who had it */
export function figuresOf(group: Group, replies: 'reply' | 'agentReply' = 'reply'): Figures {
	const count = (is: (kind: Kind) => boolean) => group.sumOf((kind) => (is(kind) ? kind.handovers : 0));
	const answers = (...wanted: Answer[]) => group.sumOf((kind) => wanted.reduce((sum, answer) => sum + kind.answers[answer], 0));
	const { handovers } = group;
	const open = count(({ about: { outcome } }) => outcome === 'open');
	const closed = handovers - open;
	const genuine = closed - count(({ about: { outcome } }) => outcome === 'spam');
	const converted = count(({ about }) => isConverted(about));
	const tasks = {
		inTime: count(({ about: { task } }) => task === 'in_time'),
		late: count(({ about: { task } }) => task === 'late'),
		open: group.sumOf((kind) => kind.tasks.open),
		overdue: group.sumOf((kind) => kind.tasks.overdue),
	};
	const claimed = count(({ about }) => about.claimed === true);
	const replied = count(({ about }) => about.replied === true);
	return {
		handovers,
		open,
		conversion: share(converted, genuine),
		conversionByPeople: share(converted, genuine - count(({ about: { outcome } }) => outcome === 'bot_returned')),
		claim: timesOf(group.claim, claimed, handovers, group.sumOf(({ sums }) => sums.claim)),
		firstReply: timesOf(group.reply, replied, handovers, group.sumOf(({ sums }) => sums[replies])),
		inTime: share(answers('in_time'), answers('in_time', 'late', 'overdue', 'never')),
		waiting: answers('waiting', 'overdue'),
		neverAnswered: answers('never'),
		tasks: { ...share(tasks.inTime + tasks.late, tasks.inTime + tasks.late + tasks.open + tasks.overdue), late: tasks.late, open: tasks.open, overdue: tasks.overdue },
		escalated: share(count(({ about }) => about.escalated === true), handovers),
		falseAlarms: share(count(({ about }) => isFalseAlarm(about)), closed),
	};
}

export function share(count: number, of: number): Share {
	return of === 0 ? { count, of } : { count, of, share: count / of };
}

/** @param sum milliseconds of those that happened */
function timesOf({ medianMinutes, p90Minutes }: Estimate, happened: number, of: number, sum: number): Times {
	return {
		medianMinutes,
		p90Minutes,
		averageMinutes: happened === 0 ? undefined : Math.round(sum / happened / TENTH_MS) / 10,
		happened,
		missing: of - happened,
	};
}
