import { HandoverError } from './errors';
import { HAPPENINGS, TIMERS, type EventSettings, type EventType } from './events';

/** The settings as an operator fills them in. */
export interface EventParameters {
	types: readonly string[];
	/** Minutes, separated by commas */
	unanswered: string;
	dueSoonMinutes: number;
	returnMinutes: number;
	stuckMinutes: number;
	queueMinutes: number;
	businessHoursOnly: boolean;
}

/** What a flow is told without further settings. */
export const DEFAULT_EVENTS: EventParameters = {
	types: ['unanswered', 'task_overdue', 'bot_returned', 'stuck'],
	unanswered: '15',
	dueSoonMinutes: 60,
	returnMinutes: 10,
	stuckMinutes: 5,
	queueMinutes: 5,
	businessHoursOnly: true,
};

/** A quarter: whoever enters more means something else than minutes. */
const MOST_MINUTES = 90 * 24 * 60;

/**
 * Reads what a flow wants to be told.
 * @throws HandoverError for no events, unknown ones, and minutes that are none
 */
export function readEventSettings({ types, unanswered, businessHoursOnly, ...minutes }: EventParameters): EventSettings {
	if (types.length === 0) throw new HandoverError('"Events" is empty', 'Choose what this workflow is to be told, for example "Unanswered".');
	const known: readonly string[] = [...HAPPENINGS, ...TIMERS];
	const unknown = types.find((type) => !known.includes(type));
	if (unknown !== undefined) throw new HandoverError(`"Events" contains ${unknown.slice(0, 60)}, which is none`, `Choose from the list; the values are ${known.join(', ')}.`);
	return {
		types: types as readonly EventType[],
		unansweredMinutes: types.includes('unanswered') ? readMinutes(unanswered) : [],
		dueSoonMinutes: positive(minutes.dueSoonMinutes, 'Due Soon (Minutes Before)'),
		returnMinutes: positive(minutes.returnMinutes, 'About to Return (Minutes Before)'),
		stuckMinutes: positive(minutes.stuckMinutes, 'Stuck After (Minutes)'),
		queueMinutes: positive(minutes.queueMinutes, 'Queue Waiting (Every So Many Minutes)'),
		businessHoursOnly,
	};
}

function readMinutes(text: string): number[] {
	const parts = text.split(/[,;\s]+/).filter((part) => part !== '');
	if (parts.length === 0) throw new HandoverError('"Unanswered After (Minutes)" is empty', 'Enter one or more numbers, for example 5, 15, 60.');
	return [...new Set(parts.map((part) => positive(Number(part), 'Unanswered After (Minutes)', part)))];
}

function positive(minutes: number, label: string, given = String(minutes)): number {
	if (minutes > 0 && minutes <= MOST_MINUTES) return minutes;
	throw new HandoverError(
		`"${label}" must be more than 0 and at most ${MOST_MINUTES} minutes, but is ${given.slice(0, 60)}`,
		'Enter minutes as a plain number, for example 15. Parts of a minute are fine: 0.5 is half a minute.',
	);
}
