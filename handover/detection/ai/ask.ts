import { messageOf } from '../../errors';
import { clip } from '../../text';
import type { AiUsage } from '../detector';
import { ModelFailure, type ModelPort, type TokenCount } from './model';
import type { ModelRequest } from './request';

export interface AskSettings {
	/** Milliseconds for everything, repeats and pauses included. */
	timeout: number;
}

/** What time it is, and a call at a later one. */
export interface Clock {
	/** Milliseconds; only differences count. */
	now(): number;
	/** @returns what calls it off */
	after(milliseconds: number, callback: () => void): () => void;
}

export const SYSTEM_CLOCK: Clock = {
	now: () => performance.now(),
	after(milliseconds, callback) {
		const timer = setTimeout(callback, milliseconds);
		return () => clearTimeout(timer);
	},
};

/** One repeat: somebody is waiting for the answer. */
const MOST_REPEATS = 1;

/** With a repeat, and once more in another format. */
const MOST_CALLS = 3;

/** A request that got lost must leave time for the repeat. */
const SHARE_OF_A_TRY = 2 / 3;

/** Why there is no answer is shown in the receipt, among other words. */
const LONGEST_ERROR = 130;

/** An answer that could be read, or why there is none; and what it took. */
export type Asked<T> = { usage: AiUsage } & ({ answer: T; why?: undefined } | { answer?: undefined; why: string });

/**
 * Asks a language model until there is an answer, within the number of repeats
 * and the time. Never throws.
 * @param read what the answer says; throws ModelFailure when it is not what was asked for
 */
export async function askModel<T>(
	model: ModelPort,
	request: ModelRequest,
	read: (content: string) => T,
	{ timeout }: AskSettings,
	clock: Clock = SYSTEM_CLOCK,
): Promise<Asked<T>> {
	const began = clock.now();
	const bill = new Bill();
	const usage = (): AiUsage => ({ model: model.name, ...bill.total(), milliseconds: Math.round(clock.now() - began) });
	try {
		const answer = await answered(model, request, read, { clock, bill, began, timeout });
		return { answer, usage: usage() };
	} catch (error) {
		return { why: clip(messageOf(error).replace(/\s+/g, ' '), LONGEST_ERROR), usage: usage() };
	}
}

/** The limits of one answer, and what it has taken so far. */
interface Course {
	clock: Clock;
	bill: Bill;
	began: number;
	timeout: number;
}

/** Counts what asking took, over all repeats. */
class Bill {
	private calls = 0;
	private readonly tokens: TokenCount[] = [];

	addCall(): void {
		this.calls++;
	}

	/** For a request that was never sent. */
	removeCall(): void {
		this.calls--;
	}

	addTokens(tokens: TokenCount = {}): void {
		this.tokens.push(tokens);
	}

	total(): Omit<AiUsage, 'model' | 'milliseconds'> {
		const inputTokens = sum(this.tokens.map((count) => count.inputTokens));
		const outputTokens = sum(this.tokens.map((count) => count.outputTokens));
		return {
			calls: this.calls,
			...(inputTokens === undefined ? {} : { inputTokens }),
			...(outputTokens === undefined ? {} : { outputTokens }),
		};
	}
}

/** Nothing counted is not the same as zero. */
function sum(counts: readonly (number | undefined)[]): number | undefined {
	return counts.reduce((total, count) => (count === undefined ? total : (total ?? 0) + count), undefined);
}

async function answered<T>(model: ModelPort, request: ModelRequest, read: (content: string) => T, course: Course): Promise<T> {
	const { clock, bill, began, timeout } = course;
	const timeLeft = () => timeout - (clock.now() - began);
	let repeats = MOST_REPEATS;
	for (let call = 1; ; call++) {
		const longest = repeats > 0 ? Math.min(timeLeft(), timeout * SHARE_OF_A_TRY) : timeLeft();
		try {
			return read(await askOnce(model, request, bill, longest, clock));
		} catch (error) {
			const pause = pauseBeforeRepeat(error, repeats);
			if (pause === undefined || call === MOST_CALLS || pause >= timeLeft()) throw error;
			if (!isChanged(error)) repeats--;
			await new Promise<void>((resolve) => clock.after(pause, resolve));
		}
	}
}

const isChanged = (error: unknown) => error instanceof ModelFailure && error.details.changed === true;

/** A request that was changed to suit the server is no repeat. */
function pauseBeforeRepeat(error: unknown, repeats: number): number | undefined {
	if (isChanged(error)) return 0;
	return error instanceof ModelFailure && repeats > 0 ? error.details.repeatAfter : undefined;
}

async function askOnce(model: ModelPort, request: ModelRequest, bill: Bill, longest: number, clock: Clock): Promise<string> {
	bill.addCall();
	try {
		const { content, ...tokens } = await within(longest, clock, (signal) => model.ask(request, signal));
		bill.addTokens(tokens);
		return content;
	} catch (error) {
		if (error instanceof ModelFailure) {
			bill.addTokens(error.details.tokens);
			if (error.details.sent === false) bill.removeCall();
		}
		throw error;
	}
}

/**
 * Stops waiting when the time is up, even for a model that ignores the signal.
 * @throws ModelFailure when it is
 */
async function within<T>(milliseconds: number, clock: Clock, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
	const controller = new AbortController();
	let callOff = (): void => undefined;
	const timeIsUp = new Promise<never>((_, reject) => {
		callOff = clock.after(milliseconds, () => {
			reject(new ModelFailure('it timed out', { repeatAfter: 0 }));
			controller.abort();
		});
	});
	try {
		return await Promise.race([work(controller.signal), timeIsUp]);
	} finally {
		callOff();
	}
}
