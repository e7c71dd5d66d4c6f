import { DateTime } from 'luxon';
import { HandoverError } from './errors';

const PICK_ONE = 'Pick a date, or map a field such as 2026-12-24T09:00:00.';

/**
 * A date, or a date with a time, as an operator picked or mapped it.
 * @param label the parameter's name
 * @param zone IANA time zone for a date without one
 * @throws HandoverError for a date that can't be read
 */
export function readDate(text: string, label: string, zone: string): DateTime {
	const at = DateTime.fromISO(text.trim().replace(' ', 'T'), { zone });
	if (at.isValid) return at;
	throw new HandoverError(`"${label}" is not a date: ${text.slice(0, 60)}`, PICK_ONE);
}

/**
 * A moment that an operator picked or mapped, in milliseconds since 1970.
 * @param label the parameter's name
 * @param now milliseconds since 1970
 * @param zone IANA time zone for a date without one
 * @param instead what to choose when no date is meant, to end the advice
 * @throws HandoverError for a date that can't be read or is past
 */
export function futureDate(text: string, label: string, now: number, zone: string, instead: string): number {
	if (text.trim() === '') throw new HandoverError(`"${label}" is empty`, PICK_ONE);
	const at = readDate(text, label, zone);
	if (at.toMillis() <= now) {
		throw new HandoverError(
			`"${label}" is in the past: ${at.toFormat('d LLL yyyy, HH:mm')} (${zone})`,
			`Choose a later date, or ${instead}.`,
		);
	}
	return at.toMillis();
}
