import { CONVERTED, type Case } from './cases';
import { percentile, type Duration } from './durations';

const MINUTE_MS = 60_000;

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

/** @param replyOf from when on the first message is timed */
export function figuresOf(cases: readonly Case[], replyOf: (one: Case) => Duration = ({ reply }) => reply): Figures {
	const count = (is: (one: Case) => boolean) => cases.filter(is).length;
	const answers = (...wanted: Case['answer'][]) => count(({ answer }) => wanted.includes(answer));
	const tasks = (...wanted: Case['task'][]) => count(({ task }) => task !== undefined && wanted.includes(task));
	const closed = cases.filter(({ outcome }) => outcome !== 'open');
	const genuine = closed.filter(({ outcome }) => outcome !== 'spam');
	const open = cases.length - closed.length;
	return {
		handovers: cases.length,
		open,
		conversion: shareOf(genuine, isConverted),
		conversionByPeople: shareOf(genuine.filter(({ outcome }) => outcome !== 'bot_returned'), isConverted),
		claim: timesOf(cases.map(({ claim }) => claim)),
		firstReply: timesOf(cases.map(replyOf)),
		inTime: share(answers('in_time'), answers('in_time', 'late', 'overdue', 'never')),
		waiting: answers('waiting', 'overdue'),
		neverAnswered: answers('never'),
		tasks: {
			...share(tasks('in_time', 'late'), tasks('in_time', 'late', 'open', 'overdue')),
			late: tasks('late'),
			open: tasks('open'),
			overdue: tasks('overdue'),
		},
		escalated: shareOf(cases, ({ escalatedFrom, handover }) => escalatedFrom.length > 0 || handover.escalatedAt !== undefined),
		falseAlarms: shareOf(closed, isFalseAlarm),
	};
}

export function isConverted({ outcome }: Case): boolean {
	return CONVERTED.some((converted) => converted === outcome);
}

/** Nobody needed a person: it was spam, or whoever looked at it gave it back without a word to the customer. */
export function isFalseAlarm({ outcome, reply }: Case): boolean {
	return outcome === 'spam' || (outcome === 'back_to_bot' && !reply.happened);
}

function shareOf(cases: readonly Case[], is: (one: Case) => boolean): Share {
	return share(cases.filter(is).length, cases.length);
}

export function share(count: number, of: number): Share {
	return of === 0 ? { count, of } : { count, of, share: count / of };
}

function timesOf(durations: readonly Duration[]): Times {
	const lengths = durations.filter(({ happened }) => happened).map(({ length }) => length);
	return {
		medianMinutes: inMinutes(percentile(durations, 0.5)),
		p90Minutes: inMinutes(percentile(durations, 0.9)),
		averageMinutes: lengths.length === 0 ? undefined : inMinutes(lengths.reduce((sum, length) => sum + length, 0) / lengths.length),
		happened: lengths.length,
		missing: durations.length - lengths.length,
	};
}

/** To a tenth: nobody acts on seconds. */
function inMinutes(milliseconds: number | undefined): number | undefined {
	return milliseconds === undefined ? undefined : Math.round(milliseconds / (MINUTE_MS / 10)) / 10;
}
