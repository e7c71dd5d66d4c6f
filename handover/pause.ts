import { Duration } from 'luxon';
import { HandoverError } from './errors';

/** A time in which the bot keeps quiet. Milliseconds since 1970. */
export interface Pause {
	setAt: number;
	until: number;
	/** The handover it belongs to, when it belongs to one. */
	handoverId?: string;
	/** Who or what set it, in words. */
	reason: string;
}

export interface PauseLength {
	days: number;
	hours: number;
	minutes: number;
}

/** Eight hours: a working day, and what the node proposes. */
export const DEFAULT_PAUSE: PauseLength = { days: 0, hours: 8, minutes: 0 };

/** Ten years. More than that is a typing slip, and dates stop being representable far beyond. */
const LONGEST_PAUSE_DAYS = 3650;

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
	const total = Duration.fromObject(length).toMillis();
	if (total === 0) {
		throw new HandoverError(
			'The pause has no length: days, hours and minutes are all zero',
			'Enter a length such as 8 hours. To let the bot speak again, choose the operation Resume.',
		);
	}
	if (total > Duration.fromObject({ days: LONGEST_PAUSE_DAYS }).toMillis()) {
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

export interface BotState {
	mayReply: boolean;
	/** Milliseconds since 1970: how long the bot keeps quiet. */
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
	if (pause.until <= now) return { mayReply: true, why: 'The pause is over' };
	return { mayReply: false, until: pause.until, why: pause.reason };
}

/**
 * The bot's state when the store can't say: quiet, unless the operator prefers
 * an answer to silence.
 */
export function botStateWithoutStore(problem: string, speak: boolean): BotState {
	return { mayReply: speak, why: `Nobody can tell whether a person has the conversation. ${problem}` };
}

/**
 * The pause after a person wrote to the customer: it lasts `length` from now,
 * but an earlier decision to stay quiet longer stands. A pause that is over
 * belongs to an episode that is over, and leaves nothing.
 */
export function renewedByHuman(pause: Pause | undefined, length: number, now: number): Pause {
	const current = pause && pause.until > now ? pause : undefined;
	const until = Math.max(current?.until ?? 0, now + length);
	return { setAt: now, until, handoverId: current?.handoverId, reason: 'A person replied' };
}
