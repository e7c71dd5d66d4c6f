import { DateTime, IANAZone } from 'luxon';
import { HandoverError } from './errors';

/** When the team is there, as an operator types it. */
export interface BusinessHours {
	/** `Mon-Fri 9:00-17:00, Sat 10:00-14:00`; empty means always. */
	weekly: string;
	/** Days off: `2026-12-24, 12-25` (without a year: every year). */
	holidays: string;
	/** IANA time zone */
	zone: string;
}

/** Hours of one day on the clock on the wall: milliseconds since midnight; `to` may lie behind the next one. */
interface Hours {
	readonly from: number;
	readonly to: number;
}

/** The same, read. */
export interface Schedule {
	readonly zone: string;
	/** Somebody is there at any time. */
	readonly always: boolean;
	/** For each weekday, Monday first, what begins on it, in order. */
	readonly week: readonly (readonly Hours[])[];
	/** Days on which nothing begins: `2026-12-24`, or `12-25` of every year. */
	readonly holidays: ReadonlySet<string>;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What lies further ahead counts as never; it also bounds the work, as days are looked at one by one. */
const HORIZON_DAYS = 20 * 366;

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const SEVERAL_DAYS: Record<string, readonly number[]> = {
	daily: [0, 1, 2, 3, 4, 5, 6],
	weekdays: [0, 1, 2, 3, 4],
	weekends: [5, 6],
};
const EXAMPLE = 'Mon-Fri 9:00-17:00, Sat 10:00-14:00';

/**
 * Reads business hours: days, then the hours that hold on them, as often as
 * needed. `Mon-Fri 9:00-12:00 13:00-17:00; Sat, Sun 10am-2pm`, `Fri 22:00-2:00`
 * (into the next day), `daily 8-20, Sun closed`, `24/7`. A range belongs to
 * the day on which it begins; on a holiday none begins.
 * @param label the parameter the hours are from
 * @throws HandoverError for what can't be understood, dates that don't exist, an unknown time zone
 */
export function readSchedule({ weekly, holidays, zone }: BusinessHours, label = 'Business Hours'): Schedule {
	const name = zone.trim();
	if (!IANAZone.create(name).isValid) {
		throw new HandoverError(`"Time Zone" is ${name === '' ? 'empty' : `${name}, which is none`}`, 'Use a name like Europe/Berlin or America/New_York.');
	}
	const daysOff = readHolidays(holidays);
	const atAnyTime = /^(24\s*\/\s*7)?$/.test(weekly.trim());
	return {
		zone: name,
		always: atAnyTime && daysOff.size === 0,
		week: atAnyTime ? DAYS.map(() => [{ from: 0, to: DAY_MS }]) : readWeek(weekly, label),
		holidays: daysOff,
	};
}

/** A time as typed: `9`, `9:30`, `9.30`, `5 pm`. */
const TIME = String.raw`\d{1,2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\b\.?)?`;
const TO = String.raw`\s*(?:[-–—]|\bto\b)\s*`;
const TOKENS = new RegExp(
	[
		String.raw`(?<skip>[\s,;:&.]+|and\b)`,
		`(?<range>(?<start>${TIME})${TO}(?<end>${TIME}))`,
		'(?<closed>closed\\b)',
		`(?<days>(?<first>[a-z]+)\\.?(?:${TO}(?<last>[a-z]+)\\.?)?)`,
	].join('|'),
	'iy',
);

function readWeek(text: string, label: string): Hours[][] {
	const wrong = (what: string) => new HandoverError(`"${label}": ${what}`, `Enter days and times like this: ${EXAMPLE}. Empty means always.`);
	const week: Hours[][] = DAYS.map(() => []);
	const closedOn = new Set<number>();
	let days: readonly number[] = [];
	/** What stands behind the last days; days that follow it begin a new group. */
	let behind: 'nothing' | 'hours' | 'closed' = 'nothing';
	for (let at = 0; at < text.length; ) {
		TOKENS.lastIndex = at;
		const token = TOKENS.exec(text);
		if (!token) throw wrong(`“${text.slice(at, at + 20).trim()}” is not understood`);
		at = TOKENS.lastIndex;
		const { skip, range, start = '', end = '', closed, first = '', last } = token.groups ?? {};
		if (skip !== undefined) continue;
		if (range === undefined && closed === undefined) {
			const named = daysNamed(first, last);
			if (!named) throw wrong(`“${token[0].trim()}” is not a day`);
			days = behind === 'nothing' ? [...days, ...named] : named;
			behind = 'nothing';
			continue;
		}
		if (days.length === 0) throw wrong(`“${token[0].trim()}” stands without a day, such as Mon-Fri`);
		if (closed !== undefined) {
			for (const day of days) closedOn.add(day);
			behind = 'closed';
			continue;
		}
		if (behind === 'closed') throw wrong(`“${token[0].trim()}” stands behind “closed”`);
		const hours = readHours(start, end);
		if (typeof hours === 'string') throw wrong(`“${token[0].trim()}” ${hours}`);
		for (const day of days) week[day]?.push(hours);
		behind = 'hours';
	}
	if (days.length > 0 && behind === 'nothing') throw wrong('the last days have no times');
	const open = week.map((hours, day) => (closedOn.has(day) ? [] : hours.sort((a, b) => a.from - b.from)));
	if (open.every((hours) => hours.length === 0)) throw wrong('there is no time at which somebody is there');
	return open;
}

/** Weekdays, 0 is Monday; undefined when that isn't one. `Fri-Mon` goes over the weekend. */
function daysNamed(first: string, last: string | undefined): readonly number[] | undefined {
	const several = last === undefined ? SEVERAL_DAYS[first.toLowerCase()] : undefined;
	if (several) return several;
	const from = dayNamed(first);
	const to = last === undefined ? from : dayNamed(last);
	if (from < 0 || to < 0) return undefined;
	return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, step) => (from + step) % 7);
}

/** `mo`, `Tues`, `wednesdays`: the beginning of a name, at least two letters. @returns -1 for anything else */
function dayNamed(word: string): number {
	const wanted = word.toLowerCase().replace(/days$/, 'day').replace(/^weds$/, 'wed');
	return wanted.length < 2 ? -1 : DAYS.findIndex((day) => day.startsWith(wanted));
}

interface TypedTime {
	/** As written, before am and pm are looked at. */
	hour: number;
	minute: number;
	half?: 'a' | 'p';
}

/** @returns the hours, or what is wrong with them */
function readHours(start: string, end: string): Hours | string {
	const from = readTime(start);
	const to = readTime(end);
	if (!from || !to) return 'is not a time of day';
	if (from.half !== undefined && to.half === undefined) return 'has am or pm only at its beginning';
	// `9-5` is meant to end in the afternoon as a rule, but only a person can know.
	if (to.half === undefined && from.hour <= 12 && to.hour <= 12 && millisecondsOf(to) > 0 && millisecondsOf(to) <= millisecondsOf(from)) {
		return 'could mean morning or afternoon: write 9:00-17:00 or 9am-5pm';
	}
	const ends = millisecondsOf(to);
	if (from.half === undefined && to.half !== undefined && from.hour >= 1 && from.hour <= 12) {
		// In `9-5pm` and `1-5pm` the beginning is whatever lies before the end.
		from.half = to.half;
		if (millisecondsOf(from) >= (ends || DAY_MS)) from.half = to.half === 'p' ? 'a' : 'p';
	}
	const begins = millisecondsOf(from);
	if (begins >= DAY_MS) return 'begins at the end of the day: write 0:00';
	if (begins === ends && begins > 0) return 'begins and ends at the same time';
	return { from: begins, to: ends > begins ? ends : ends + DAY_MS };
}

function readTime(text: string): TypedTime | undefined {
	const [, hour = '', minute = '0', half] = /^(\d+)(?:[:.](\d+))?\s*([ap])?/i.exec(text) ?? [];
	const time: TypedTime = { hour: Number(hour), minute: Number(minute), half: half?.toLowerCase() as TypedTime['half'] };
	const fits = half === undefined ? time.hour * 60 + time.minute <= 24 * 60 : time.hour >= 1 && time.hour <= 12;
	return fits && time.minute < 60 ? time : undefined;
}

function millisecondsOf({ hour, minute, half }: TypedTime): number {
	const ofDay = half === undefined ? hour : (hour % 12) + (half === 'p' ? 12 : 0);
	return ofDay * HOUR_MS + minute * MINUTE_MS;
}

function readHolidays(text: string): Set<string> {
	const days = text.split(/[\s,;]+/).filter((day) => day !== '');
	for (const day of days) {
		// A leap year, since 29 February is a day of some years.
		const date = /^\d{2}-\d{2}$/.test(day) ? `2024-${day}` : day;
		if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !DateTime.fromISO(date, { zone: 'UTC' }).isValid) {
			throw new HandoverError(`"Holidays": ${day} is not a date`, 'Enter dates like 2026-12-24, or 12-25 for every year, separated by commas.');
		}
	}
	return new Set(days);
}

/** Whether somebody is there. @param at milliseconds since 1970 */
export function isOpen(schedule: Schedule, at: number): boolean {
	return nextOpening(schedule, at) === at;
}

/** The first moment from `at` on when somebody is there; `at` itself when open. Undefined when that never comes. */
export function nextOpening(schedule: Schedule, at: number): number | undefined {
	if (schedule.always) return at;
	for (const { from } of openTimes(schedule, at)) return Math.max(from, at);
	return undefined;
}

/** The first moment when so much time has passed while somebody was there, counted from `from`. Undefined when that never comes. */
export function afterOpenTime(schedule: Schedule, from: number, milliseconds: number): number | undefined {
	if (schedule.always || milliseconds <= 0) return from + Math.max(milliseconds, 0);
	let left = milliseconds;
	for (const open of openTimes(schedule, from)) {
		const begins = Math.max(open.from, from);
		if (begins + left <= open.to) return begins + left;
		left -= open.to - begins;
	}
	return undefined;
}

/** How much of the time between the two somebody was there, in milliseconds; 0 when `to` comes first. */
export function openTimeBetween(schedule: Schedule, from: number, to: number): number {
	if (schedule.always) return Math.max(to - from, 0);
	let sum = 0;
	for (const open of openTimes(schedule, from)) {
		if (open.from >= to) break;
		sum += Math.min(open.to, to) - Math.max(open.from, from);
	}
	return sum;
}

/** The times when somebody is there, in order and without overlap, from the one that holds at `at` or comes next. */
function* openTimes({ zone, week, holidays }: Schedule, at: number): Generator<Hours> {
	const clock = IANAZone.create(zone);
	const today = Math.floor(wallClock(clock, at) / DAY_MS);
	let end = at;
	// What began yesterday may last until today; one day more, since clocks can be turned back at midnight.
	for (let day = today - 2; day <= today + HORIZON_DAYS; day++) {
		const hours = week[(day + 3) % 7] ?? [];
		if (hours.length === 0 || isHoliday(day, holidays)) continue;
		for (const { from, to } of hours) {
			const open = { from: Math.max(momentOf(clock, day * DAY_MS + from, 'first'), end), to: momentOf(clock, day * DAY_MS + to, 'last') };
			if (open.to <= open.from) continue;
			yield open;
			end = open.to;
		}
	}
}

/** @param day days since 1970 on the calendar of the place; 1970-01-01 was a Thursday */
function isHoliday(day: number, holidays: ReadonlySet<string>): boolean {
	if (holidays.size === 0) return false;
	const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
	return holidays.has(date) || holidays.has(date.slice(5));
}

/** What the clock on the wall shows, as if it stood in UTC. */
function wallClock(clock: IANAZone, at: number): number {
	return at + offsetAt(clock, at);
}

function offsetAt(clock: IANAZone, at: number): number {
	return Math.round(clock.offset(at) * MINUTE_MS);
}

/** Offsets at the beginning of days in UTC, by zone: looking one up takes longer than all the rest. */
const offsets = new Map<string, Map<number, number>>();

function offsetOfDay(clock: IANAZone, day: number): number {
	const ofZone = offsets.get(clock.name) ?? new Map<number, number>();
	offsets.set(clock.name, ofZone);
	const offset = ofZone.get(day) ?? offsetAt(clock, day * DAY_MS);
	ofZone.set(day, offset);
	return offset;
}

/**
 * The moment when the clock on the wall shows a time. When clocks are turned
 * back it shows an hour twice; an hour that it leaves out is the moment of
 * the change.
 */
function momentOf(clock: IANAZone, wall: number, which: 'first' | 'last'): number {
	// Far enough away to be before and after any change nearby, whatever the offset.
	const before = offsetOfDay(clock, Math.floor(wall / DAY_MS) - 2);
	const after = offsetOfDay(clock, Math.floor(wall / DAY_MS) + 3);
	if (before === after) return wall - before;
	const fits = [before, after].filter((offset) => offsetAt(clock, wall - offset) === offset).map((offset) => wall - offset);
	if (fits.length > 0) return which === 'first' ? Math.min(...fits) : Math.max(...fits);
	let early = wall - after;
	let late = wall - before;
	while (late - early > 1) {
		const middle = Math.floor((early + late) / 2);
		if (offsetAt(clock, middle) === before) early = middle;
		else late = middle;
	}
	return late;
}
