import { DateTime } from 'luxon';
import type { Off, TeamMember } from './assignment';
import { HandoverError } from './errors';
import type { Handover } from './receipt';
import { afterOpenTime, isOpen, nextOpening, readSchedule, type BusinessHours, type Schedule } from './schedule';

const HOUR_MS = 60 * 60 * 1000;
/** A year: more is a typing slip. */
const LONGEST_HOURS = 366 * 24;

/** What becomes of a conversation outside business hours: somebody owns it and answers when they are in, or it waits. */
export const OUTSIDE_HOURS = ['assign', 'queue'] as const;
export type OutsideHours = (typeof OUTSIDE_HOURS)[number];

/** When the team works. */
export interface TeamHours {
	/** The business hours; always open when left out. */
	hours?: BusinessHours;
	/** `assign` when left out. */
	outsideHours?: OutsideHours;
	/** IANA time zone of people's own hours where no business hours name one. */
	zone: string;
}

/**
 * The team as it stands at a moment. Somebody who is off by their own hours is
 * not available while the business is open. While it is closed, whoever is off
 * may be assigned all the same (`off` says so), or nobody but those in by
 * hours of their own.
 * @param now milliseconds since 1970
 */
export function teamAt(team: readonly TeamMember[], { hours, outsideHours = 'assign', zone }: TeamHours, now: number): TeamMember[] {
	const business = hours && readSchedule(hours);
	const mayWait = business !== undefined && !isOpen(business, now) && outsideHours === 'assign';
	return team.map((member) => {
		const schedule = scheduleOf(member, hours, zone) ?? business;
		if (!member.available || !schedule || isOpen(schedule, now)) return member;
		const off = offUntil(schedule, now);
		if (mayWait && off) return { ...member, off };
		return { ...member, ...(off && { off }), available: false, away: off ? `is off until ${off.inWords}` : 'has no working hours to come' };
	});
}

/** Somebody's own hours; days off and the time zone are the business's. Undefined for whoever has none of their own. */
export function scheduleOf({ name, hours: weekly }: TeamMember, business: BusinessHours | undefined, zone: string): Schedule | undefined {
	if (weekly === undefined) return undefined;
	return readSchedule({ weekly, holidays: business?.holidays ?? '', zone: business?.zone ?? zone }, `Hours of ${name}`);
}

function offUntil(schedule: Schedule, now: number): Off | undefined {
	const until = nextOpening(schedule, now);
	return until === undefined ? undefined : { until, inWords: momentInWords(until, now, schedule.zone) };
}

/** `13:00` today, `Monday 9:00` within a week, else `24 Mar 9:00`. */
function momentInWords(at: number, now: number, zone: string): string {
	const moment = DateTime.fromMillis(at, { zone, locale: 'en' });
	const today = DateTime.fromMillis(now, { zone }).startOf('day');
	const days = moment.startOf('day').diff(today, 'days').days;
	return moment.toFormat(days < 1 ? 'H:mm' : days < 7 ? 'cccc H:mm' : 'd LLL H:mm');
}

/**
 * When somebody of the team is next in; undefined when somebody is in now,
 * though they may be busy, or nobody will be.
 * @param team as `teamAt` gives it
 * @returns milliseconds since 1970
 */
export function teamOpens(team: readonly TeamMember[], hours: BusinessHours | undefined, now: number): number | undefined {
	const counted = team.filter(({ available, off }) => available || off);
	if (counted.some(({ off }) => !off)) return undefined;
	if (counted.length > 0) return Math.min(...counted.flatMap(({ off }) => off?.until ?? []));
	const opening = hours && nextOpening(readSchedule(hours), now);
	return opening === now ? undefined : opening;
}

/** Within how many hours a person should answer. The node proposes 24 and 2, as guides to handovers do. */
export interface AnswerWithin {
	normal: number;
	urgent: number;
}

/** @throws HandoverError for a time that is not above zero, or over a year */
export function readAnswerWithin(within: AnswerWithin): AnswerWithin {
	const labels = { normal: 'Answer Within (Hours)', urgent: 'Answer Urgent Ones Within (Hours)' };
	for (const which of ['normal', 'urgent'] as const) {
		const hours = within[which];
		if (hours > 0 && hours <= LONGEST_HOURS) continue;
		throw new HandoverError(
			`"${labels[which]}" must be above 0 and at most ${LONGEST_HOURS}, but is ${String(hours)}`,
			'Enter hours, for example 24, or 0.5 for half an hour.',
		);
	}
	return within;
}

/**
 * By when a person should answer: so many hours after the customer's request,
 * counted while the business is open.
 * @returns milliseconds since 1970
 */
export function answerDue({ openedAt, priority }: Pick<Handover, 'openedAt' | 'priority'>, within: AnswerWithin, hours: BusinessHours | undefined): number {
	const time = (priority === 'urgent' ? within.urgent : within.normal) * HOUR_MS;
	return (hours && afterOpenTime(readSchedule(hours), openedAt, time)) ?? openedAt + time;
}
