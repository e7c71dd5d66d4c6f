import { Duration } from 'luxon';
import { messageText, sectionText, sectionsOf, type Brief, type Line } from './brief';
import { futureDate } from './date';
import { HandoverError } from './errors';
import type { Handover, StepResults } from './receipt';
import { afterOpenTime, readSchedule, type BusinessHours } from './schedule';
import { scenarioTitle } from './scenario';
import { clip } from './text';

/** Due 24 hours after the trigger, as in the product being modelled. */
export const DEFAULT_DUE_HOURS = 24;
/** One working day. */
export const DEFAULT_DUE_OPEN_HOURS = 8;

/** Task lists cut titles; desks we know take at least this much. */
const LONGEST_TITLE = 120;
/** Room for a long story; desks we know refuse far more than this. */
const LONGEST_QUOTE = 2000;
/** The whole task, a little under the smallest limit of the desks we know. */
const LONGEST_BODY = 12_000;
/** Room for the blank line and the title above the messages. */
const HEADING_OF_MESSAGES = 20;
/** Ten years. */
const MOST_DUE_HOURS = 24 * 3650;

/** When a task is due: some hours after the trigger, some hours during which the team is there, or at a set time. */
export type Due = { hours: number } | { openHours: number; schedule?: BusinessHours } | { at: string };

/**
 * When the task is due, in milliseconds since 1970.
 * @param triggeredAt when the handover began, milliseconds since 1970
 * @param now milliseconds since 1970
 * @param zone IANA time zone for a date without one
 * @param hours when the team is there, for open hours without a schedule of their own; without any, each hour counts
 * @throws HandoverError for a length that is not above zero, hours that never come, or a date that can't be read or is past
 */
export function dueAt(due: Due, triggeredAt: number, now: number, zone: string, hours?: BusinessHours): number {
	if ('hours' in due) return triggeredAt + lengthOf(due.hours, 'Due In (Hours)', DEFAULT_DUE_HOURS);
	if ('openHours' in due) {
		const length = lengthOf(due.openHours, 'Due In (Business Hours)', DEFAULT_DUE_OPEN_HOURS);
		const schedule = due.schedule ?? hours;
		const at = schedule ? afterOpenTime(readSchedule(schedule), triggeredAt, length) : triggeredAt + length;
		if (at !== undefined) return at;
		throw new HandoverError(
			`"Business Hours" do not have ${due.openHours} open hours any more`,
			'Check the days and the holidays, for example Mon-Fri 9:00-17:00, or let the task be due in plain hours.',
		);
	}
	return futureDate(due.at, 'Due Date', now, zone, 'let the task be due some hours after the trigger');
}

/** @returns milliseconds */
function lengthOf(hours: number, parameter: string, example: number): number {
	if (Number.isFinite(hours) && hours > 0 && hours <= MOST_DUE_HOURS) return Duration.fromObject({ hours }).toMillis();
	throw new HandoverError(
		`"${parameter}" must be more than zero and at most ten years, but is ${String(hours)}`,
		`Enter the hours after the customer's request, for example ${example}.`,
	);
}

/** What the agent reads first: the operator's own title, or else why, who, and what they want. */
export function taskTitle({ title, who, wants }: Brief, own?: string): string {
	return clip(own ?? (wants === undefined ? `${title}: ${who}` : `${title}: ${who} – ${wants}`), LONGEST_TITLE);
}

/**
 * The operator's own description, or else what we know. Ends with the
 * handover's id, by which a crashed run finds the task it may have created.
 */
export function taskBody(brief: Brief, own?: string): string {
	const footer = `\n\n${brief.link ?? brief.conversation} · ${brief.handover}`;
	const room = LONGEST_BODY - footer.length;
	return clip(own ?? composed(brief, room), room) + footer;
}

/**
 * What agents see in the conversation itself: why it is theirs and what has
 * been done. Ends with the handover's id, by which it is found again.
 */
export function handoverNote(handover: Handover, steps: StepResults): string {
	const wants = clip((steps.task?.data?.summary as string | undefined) ?? handover.summary ?? handover.message ?? '', LONGEST_QUOTE);
	const done = [steps.assign, steps.task, steps.pause].flatMap((step) => (step && step.status !== 'failed' ? [step.what] : []));
	return [
		`Handed over to the team: ${scenarioTitle(handover.scenario, handover.scenarioName)}. ${clip(handover.reason, LONGEST_QUOTE)}`,
		wants === '' ? '' : `They want: ${wants}`,
		...done,
		`Handover ${handover.id}`,
	]
		.filter((text) => text !== '')
		.join('\n');
}

/** The brief as plain text; of the messages the newest that there is room for. */
function composed(brief: Brief, room: number): string {
	const text = (messages: Line[]) => sectionsOf({ ...brief, messages }).map(sectionText).join('\n\n');
	let left = room - text([]).length - HEADING_OF_MESSAGES;
	const first = brief.messages.findLastIndex((line) => (left -= messageText(line).length + 1) < 0) + 1;
	return text(brief.messages.slice(first));
}
