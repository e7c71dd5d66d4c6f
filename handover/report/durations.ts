import type { Handover } from '../receipt';
import { openTimeBetween, readSchedule, type Schedule } from '../schedule';

/** A tenth of a minute: nobody acts on seconds. */
const TENTH_MS = 6_000;
/** 2²⁹ tenths are a hundred years. */
const FOREVER = 2 ** 29 - 1;
/** Leaves 22 bits for whose a duration is. */
export const MOST_OWNERS = 2 ** 22;
/** How many are looked at before others have their turn. */
const SLICE = 50_000;

/**
 * How long things took, or how long they have been watched without happening,
 * and whose they are: millions of them, put in order within a moment. A
 * duration is kept to a tenth of a minute, as one number of 52 bits.
 */
export class Durations {
	private readonly packed: number[] = [];

	/**
	 * @param length milliseconds; Infinity for what can't happen any more
	 * @param owner a number below MOST_OWNERS
	 */
	add(length: number, happened: boolean, owner: number): void {
		const tenths = Math.min(FOREVER, Math.round(length / TENTH_MS));
		this.packed.push((tenths * 2 + (happened ? 0 : 1)) * MOST_OWNERS + owner);
	}

	/** The shortest first; of equal ones those that happened. Yields where others may have a turn. */
	*inOrder(look: (minutes: number, happened: boolean, owner: number) => void): Generator<undefined, void> {
		const sorted = new Float64Array(this.packed).sort();
		for (let index = 0; index < sorted.length; index++) {
			if (index % SLICE === 0) yield;
			const length = Math.floor(sorted[index] / MOST_OWNERS);
			look((length >>> 1) / 10, length % 2 === 0, sorted[index] - length * MOST_OWNERS);
		}
	}
}

/** Half of all, and nine of ten. */
const SHARES = [0.5, 0.9];
/** Keeps a sum of fractions from missing the share it should just reach. */
const ROUNDING = 1e-9;

/**
 * By when half and nine of ten had it, by the Kaplan-Meier estimate: what
 * hasn't happened yet counts for as long as it has been watched, so leaving out
 * those who still wait can't make a team look fast. Where everything has
 * happened these are the nearest-rank percentiles.
 * Kaplan and Meier, "Nonparametric Estimation from Incomplete Observations", 1958.
 */
export class Estimate {
	private readonly reached: number[] = [];
	private remaining = 1;

	/** @param watched how many durations there are in all */
	constructor(private watched: number) {}

	/** Takes the next duration, the shortest first. */
	take(minutes: number, happened: boolean): void {
		if (happened) {
			this.remaining *= (this.watched - 1) / this.watched;
			while (this.remaining <= 1 - SHARES[this.reached.length] + ROUNDING) this.reached.push(minutes);
		}
		this.watched--;
	}

	/** Undefined while fewer than half have happened. */
	get medianMinutes(): number | undefined {
		return this.reached[0];
	}

	/** Undefined while fewer than nine of ten have happened. */
	get p90Minutes(): number | undefined {
		return this.reached[1];
	}
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
