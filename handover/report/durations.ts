import type { Handover } from '../receipt';
import { openTimeBetween, readSchedule, type Schedule } from '../schedule';

/** How long something took, or how long it has been watched without happening. */
export interface Duration {
	/** Milliseconds; Infinity for what can't happen any more. */
	length: number;
	happened: boolean;
}

/** Keeps a sum of fractions from missing the share it should just reach. */
const ROUNDING = 1e-9;

/**
 * The length within which a share of all has happened, by the Kaplan-Meier
 * estimate: what hasn't happened yet counts for as long as it has been watched,
 * so leaving out those who still wait can't make a team look fast. Where
 * everything has happened this is the nearest-rank percentile.
 * Kaplan and Meier, "Nonparametric Estimation from Incomplete Observations", 1958.
 * @param share 0.5 for the median
 * @returns milliseconds; undefined while fewer than that share have happened
 */
export function percentile(durations: readonly Duration[], share: number): number | undefined {
	const sorted = [...durations].sort((a, b) => a.length - b.length || Number(b.happened) - Number(a.happened));
	let remaining = 1;
	for (const [before, { length, happened }] of sorted.entries()) {
		if (!happened) continue;
		const watched = sorted.length - before;
		remaining *= (watched - 1) / watched;
		if (remaining <= 1 - share + ROUNDING) return length;
	}
	return undefined;
}

/** How much time passes between two moments while somebody is there, for a handover. */
export type Clock = (handover: Handover, from: number, to: number) => number;

/**
 * A clock that runs in the business hours of each handover, and always where
 * none are set. @returns milliseconds, never below 0
 */
export function businessClock(): Clock {
	const schedules = new Map<string, Schedule>();
	return ({ hours }, from, to) => {
		if (to <= from) return 0;
		if (!hours) return to - from;
		const key = JSON.stringify([hours.weekly, hours.holidays, hours.zone]);
		const schedule = schedules.get(key) ?? readSchedule(hours);
		schedules.set(key, schedule);
		return openTimeBetween(schedule, from, to);
	};
}
