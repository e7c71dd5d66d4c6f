import { DateTime } from 'luxon';
import { readDate } from '../date';
import { HandoverError } from '../errors';

/** Milliseconds since 1970; `to` is the first moment that no longer counts. */
export interface Period {
	from?: number;
	to?: number;
}

/** A day without a time. */
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * A period as an operator gives it: dates, or dates with times. A day without a
 * time counts as a whole.
 * @param zone IANA time zone for dates without one
 * @throws HandoverError for a date that can't be read, or an end before the start
 */
export function readPeriod({ from, to }: { from?: string; to?: string }, zone: string): Period {
	const start = from ? readDate(from, 'From', zone) : undefined;
	const end = to ? readDate(to, 'To', zone).plus({ days: DAY.test(to.trim()) ? 1 : 0 }) : undefined;
	if (start && end && end <= start) {
		throw new HandoverError(`"To" is not after "From": ${end.toFormat('d LLL yyyy, HH:mm')}`, 'Choose a later date, for example {{ $now }}.');
	}
	return { from: start?.toMillis(), to: end?.toMillis() };
}

/**
 * The last so many days until now; over a change of the clocks, too, from the
 * same time of day.
 * @param now milliseconds since 1970
 */
export function lastDays(days: number, now: number, zone: string): Required<Period> {
	return { from: DateTime.fromMillis(now, { zone }).minus({ days }).toMillis(), to: now };
}
