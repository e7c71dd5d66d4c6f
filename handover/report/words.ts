import { DateTime } from 'luxon';
import type { About } from './cases';

/** How outcomes are called. */
export const OUTCOME_TITLES: Record<About['outcome'], string> = {
	booked: 'Booked',
	sold: 'Sold',
	resolved: 'Resolved',
	lost: 'Lost',
	back_to_bot: 'Given back to the bot',
	bot_returned: 'Bot returned by itself',
	spam: 'Spam',
	open: 'Still open',
};

/** The words that started a handover, in quotes; a bot that said nothing has none. */
export function quoted(words: string): string {
	return words === '' ? 'No answer from the bot' : `“${words}”`;
}

const HOUR = 60;
const DAY = 24 * HOUR;

/** `under 1 min`, `45 min`, `2 h 10 min`, `36 h`, `3 d 4 h`; a dash for none. */
export function minutesInWords(minutes: number | undefined): string {
	if (minutes === undefined) return '–';
	const whole = Math.round(minutes);
	if (whole < 1) return 'under 1 min';
	if (whole < HOUR) return `${whole} min`;
	if (whole < 2 * DAY) return twoUnits(Math.floor(whole / HOUR), 'h', whole % HOUR, 'min');
	const hours = Math.round(whole / HOUR);
	return twoUnits(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
	return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** `83 %`; a dash for none. */
export function percent(share: number | undefined): string {
	return share === undefined ? '–' : `${Math.round(share * 100)} %`;
}

/** `1 handover`, `1,204 handovers` */
export function counted(count: number, one: string, many = `${one}s`): string {
	return `${number(count)} ${count === 1 ? one : many}`;
}

export function number(value: number): string {
	return value.toLocaleString('en');
}

/** `23 Mar 2026` @param at ISO 8601 */
export function dayOf(at: string, zone: string): string {
	return DateTime.fromISO(at, { zone, locale: 'en' }).toFormat('d LLL yyyy');
}

/** `23 Mar`, or with the year. @param date ISO 8601 */
export function dayOfYear(date: string, withYear: boolean): string {
	return DateTime.fromISO(date, { locale: 'en' }).toFormat(withYear ? 'd LLL yyyy' : 'd LLL');
}

/** `23 Mar 2026, 14:05` @param at ISO 8601 */
export function timeOf(at: string, zone: string): string {
	return DateTime.fromISO(at, { zone, locale: 'en' }).toFormat('d LLL yyyy, HH:mm');
}

/** The days of a period, its last one included: `1 Mar 2026 – 31 Mar 2026`. */
export function periodInWords({ from, to, zone }: { from: string; to: string; zone: string }): string {
	const last = DateTime.fromISO(to, { zone }).minus({ milliseconds: 1 }).toISO() ?? to;
	return `${dayOf(from, zone)} – ${dayOf(last, zone)}`;
}
