import { DateTime } from 'luxon';

/** A week from Monday to Sunday in a time zone, as far as it lies in the period. */
export interface Week {
	/** The Monday, `2026-03-23` */
	monday: string;
	/** Milliseconds since 1970; `to` is the first moment after it. */
	from: number;
	to: number;
	/** The period begins or ends within it. */
	partial: boolean;
}

/**
 * The weeks of a period, in order and without gaps; those in which clocks change
 * are an hour shorter or longer.
 * @param from milliseconds since 1970, as `to`
 * @param zone IANA time zone
 */
export function weeksBetween(from: number, to: number, zone: string): Week[] {
	const weeks: Week[] = [];
	let monday = DateTime.fromMillis(from, { zone }).startOf('week');
	while (monday.toMillis() < to) {
		const next = monday.plus({ weeks: 1 });
		weeks.push({
			monday: monday.toISODate() ?? '',
			from: monday.toMillis(),
			to: next.toMillis(),
			partial: monday.toMillis() < from || next.toMillis() > to,
		});
		monday = next;
	}
	return weeks;
}
