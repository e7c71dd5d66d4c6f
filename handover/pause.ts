import { DateTime, Duration } from 'luxon';
import { futureDate } from './date';
import { HandoverError } from './errors';

/** A time in which the bot keeps quiet. Milliseconds since 1970. */
export interface Pause {
	setAt: number;
	until: number;
	/** The handover it belongs to, when it belongs to one. */
	handoverId?: string;
	/** Who or what set it, in words. */
	reason: string;
	/** What ends it; a time when left out. The others have no `until` that ever comes. */
	ends?: PauseEnd;
	/** How long the bot keeps quiet after each message of a person, milliseconds. */
	idle?: number;
	/** How often the team is alerted that the bot is still quiet, milliseconds. */
	alertEvery?: number;
}

/**
 * `time`: at `until`. `claimed`: quiet until a person acts, from then on until
 * they have been idle. `closed`: until a person closes the handover.
 */
export const PAUSE_ENDS = ['time', 'claimed', 'closed'] as const;
export type PauseEnd = (typeof PAUSE_ENDS)[number];

/** The `until` of a pause that no time ends: the last moment a date can hold. */
export const FOREVER = 8_640_000_000_000_000;

export interface PauseLength {
	days: number;
	hours: number;
	minutes: number;
}

/** How long the bot is to keep quiet: for a time, until a date as the operator gave it, or until a person acts or closes it. */
export type PauseUntil = PauseLength | { at: string } | { person: Exclude<PauseEnd, 'time'>; alertEveryHours: number };

/** Eight hours: a working day, and what the node proposes. */
export const DEFAULT_PAUSE: PauseLength = { days: 0, hours: 8, minutes: 0 };

/** Ten years. More than that is a typing slip, and dates stop being representable far beyond. */
const LONGEST_PAUSE_DAYS = 3650;
const HOUR_MS = 60 * 60 * 1000;
const LONGEST_PAUSE_MS = LONGEST_PAUSE_DAYS * 24 * HOUR_MS;

/**
 * The length of a pause in milliseconds.
 * @throws HandoverError for a negative, missing or zero length, or one over ten years
 */
export function pauseMilliseconds(length: PauseLength): number {
	for (const [unit, value] of Object.entries(length)) {
		if (!Number.isFinite(value) || value < 0) {
			throw new HandoverError(
				`"${label(unit)}" must be zero or more, but is ${String(value)}`,
				`Enter how many ${unit} the bot should stay quiet, for example 8 hours.`,
			);
		}
	}
	const total = Math.round(Duration.fromObject(length).toMillis());
	if (total === 0) {
		throw new HandoverError(
			'The pause has no length: days, hours and minutes are all zero',
			'Enter a length such as 8 hours. To let the bot speak again, choose the operation Resume.',
		);
	}
	if (total > LONGEST_PAUSE_MS) {
		throw new HandoverError(
			`The pause is longer than ${LONGEST_PAUSE_DAYS} days`,
			'Enter a shorter time, for example 8 hours.',
		);
	}
	return total;
}

function label(unit: string): string {
	return unit.charAt(0).toUpperCase() + unit.slice(1);
}

/** What a new pause is, before it is known whose it is. */
type NewPause = Pick<Pause, 'setAt' | 'until' | 'ends' | 'idle' | 'alertEvery'>;

/**
 * A pause that begins now.
 * @param idleHours how long the bot keeps quiet after each message of a person; as elsewhere set when left out
 * @param now milliseconds since 1970
 * @param zone IANA time zone for a date without one
 * @throws HandoverError for a length, a date or an interval that can't be
 */
export function newPause(until: PauseUntil, idleHours: number | undefined, now: number, zone: string): NewPause {
	const idle = idleHours === undefined ? undefined : hours(idleHours, 'After a Human Reply (Hours)', 'the bot should stay quiet after each message of a person', 8);
	if ('person' in until) {
		const alertEvery = hours(until.alertEveryHours, 'Alert Every (Hours)', 'the team should be reminded that the bot is still quiet', 4);
		return { setAt: now, until: FOREVER, ends: until.person, idle, alertEvery };
	}
	if (!('at' in until)) return { setAt: now, until: now + pauseMilliseconds(until), idle };
	const at = futureDate(until.at, 'Date', now, zone, 'let the bot speak at once with the operation Resume');
	if (at - now > LONGEST_PAUSE_MS) {
		throw new HandoverError(`"Date" is more than ${LONGEST_PAUSE_DAYS} days away`, 'Choose an earlier date, or "Until a Person Closes It".');
	}
	return { setAt: now, until: at, idle };
}

function hours(value: number, label: string, what: string, example: number): number {
	const milliseconds = Math.round(value * HOUR_MS);
	if (milliseconds >= 1 && milliseconds <= LONGEST_PAUSE_MS) return milliseconds;
	throw new HandoverError(
		`"${label}" must be more than zero and at most ten years, but is ${String(value)}`,
		`Enter after how many hours ${what}, for example ${example}.`,
	);
}

/** How long a pause lasts, to follow "Bot paused". */
export function pauseInWords({ setAt, until, ends = 'time', alertEvery }: NewPause, zone: string): string {
	const alert = alertEvery === undefined ? '' : `, with an alert every ${inWords(alertEvery)}`;
	if (ends !== 'time') return `${ENDS_IN_WORDS[ends]}${alert}`;
	return `for ${inWords(until - setAt)}, until ${DateTime.fromMillis(until, { zone }).toFormat('d LLL yyyy, HH:mm')}`;
}

const ENDS_IN_WORDS = { claimed: 'until a person acts', closed: 'until a person closes it' };

function inWords(milliseconds: number): string {
	const minutes = milliseconds / 60_000;
	return Duration.fromObject({ minutes: minutes < 1 ? minutes : Math.round(minutes) })
		.shiftTo('days', 'hours', 'minutes')
		.toHuman({ showZeros: false } as Parameters<Duration['toHuman']>[0]);
}

export interface BotState {
	mayReply: boolean;
	/** Milliseconds since 1970: how long the bot keeps quiet; undefined when no time ends it. */
	until?: number;
	why: string;
}

/**
 * Whether the bot may speak. Computed from the stored pause and the time, so
 * no timer has to fire. Opening a handover stores a pause too, which is why
 * the pause alone decides.
 * @param now milliseconds since 1970
 */
export function botState(pause: Pause | undefined, now: number): BotState {
	if (!pause) return { mayReply: true, why: 'The bot is not paused' };
	if (!holds(pause, now)) return { mayReply: true, why: 'The pause is over' };
	const { until, ends = 'time', reason } = pause;
	return ends === 'time' ? { mayReply: false, until, why: reason } : { mayReply: false, why: `${reason}, ${ENDS_IN_WORDS[ends]}` };
}

function holds({ until }: Pause, now: number): boolean {
	return until > now;
}

/**
 * The bot's state when the store can't say: quiet, unless the operator prefers
 * an answer to silence.
 */
export function botStateWithoutStore(problem: string, speak: boolean): BotState {
	return { mayReply: speak, why: `Nobody can tell whether a person has the conversation. ${problem}` };
}

/**
 * The pause after a person acted: wrote to the customer, or took the
 * conversation. It lasts from now for `length`, which is also what ends one
 * that waited for a person to act. An earlier decision to stay quiet longer
 * stands, and one that only closing ends is left as it is. A pause that is
 * over belongs to an episode that is over, and leaves nothing.
 * @param length milliseconds
 * @param now milliseconds since 1970
 * @param reason what they did
 */
export function renewedByHuman(pause: Pause | undefined, length: number, now: number, reason = 'A person replied'): Pause {
	const current = pause && holds(pause, now) ? pause : undefined;
	if (current?.ends === 'closed') return current;
	const longer = current?.ends === 'claimed' ? 0 : (current?.until ?? 0);
	return { setAt: now, until: Math.max(longer, now + length), handoverId: current?.handoverId, reason, idle: current?.idle };
}

/**
 * The pause after a person took the conversation without writing to the customer yet.
 * @param otherwise milliseconds, for a pause that does not say how long a person's act counts
 * @param now milliseconds since 1970
 */
export function takenByHuman(pause: Pause | undefined, otherwise: number, now: number): Pause {
	return renewedByHuman(pause, idleTime(pause, otherwise, now), now, 'A person has the conversation');
}

/**
 * The pause a flow sets when a person has acted before it came to that: what
 * they began stands, and may last longer. One that waits for a person to act
 * has nothing to wait for.
 * @param current the pause since the person acted
 * @param own the pause that the flow sets
 */
export function afterHumanAct(current: Pause, own: Pause): Pause {
	if (own.ends === 'closed') return own;
	return { ...current, handoverId: own.handoverId, idle: own.idle ?? current.idle, until: Math.max(current.until, own.ends === 'claimed' ? 0 : own.until) };
}

/**
 * How long a person's message keeps the bot quiet, in milliseconds: as the
 * pause that holds says, or else as set for all conversations.
 * @param now milliseconds since 1970
 */
export function idleTime(pause: Pause | undefined, otherwise: number, now: number): number {
	return (pause && holds(pause, now) ? pause.idle : undefined) ?? otherwise;
}

/**
 * When the present episode began: what was said before the last pause ended
 * belongs to one that is over. Milliseconds since 1970; 0 when there was none.
 * @param now milliseconds since 1970
 */
export function episodeStart(pause: Pause | undefined, now: number): number {
	return pause && !holds(pause, now) ? pause.until : 0;
}
