import { messageOf } from '../../errors';
import { clip } from '../../text';
import type { AiUsage, DetectionFacts, Detector } from '../detector';
import { readAnswer, type Judgement } from './answer';
import { ModelFailure, type ModelPort, type TokenCount } from './model';
import { judgeRequest, type JudgeRequest } from './request';

export interface JudgeSettings {
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

const SYSTEM_CLOCK: Clock = {
	now: () => performance.now(),
	after(milliseconds, callback) {
		const timer = setTimeout(callback, milliseconds);
		return () => clearTimeout(timer);
	},
};

/** One repeat: a customer is waiting for the answer. */
const MOST_REPEATS = 1;

/** With a repeat, and once more in another format. */
const MOST_CALLS = 3;

/** A request that got lost must leave time for the repeat. */
const SHARE_OF_A_TRY = 2 / 3;

/** `degraded` travels on the item and is at most 200 long; the other words in it take 67. */
const LONGEST_ERROR = 130;

/**
 * A detector that asks a language model. When the model can't be reached in
 * time or its answer can't be used, the verdict is the one of `fallback`,
 * marked as degraded: a message is never lost.
 */
export function aiJudge(model: ModelPort, { timeout }: JudgeSettings, fallback: Detector, clock: Clock = SYSTEM_CLOCK): Detector {
	return async (facts) => {
		const began = clock.now();
		const bill = new Bill();
		const usage = (): AiUsage => ({ model: model.name, ...bill.total(), milliseconds: Math.round(clock.now() - began) });
		try {
			const judgement = await judged(model, facts, { clock, bill, began, timeout });
			return { ...judgement, detector: 'ai', ai: usage() };
		} catch (error) {
			const ai = usage();
			const why = clip(messageOf(error).replace(/\s+/g, ' '), LONGEST_ERROR);
			const degraded = `The AI gave no usable answer (${why}), so the built-in detection decided`;
			return { ...(await fallback(facts)), degraded, ai };
		}
	};
}

/** The limits of one verdict, and what it has taken so far. */
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

	total(): Pick<AiUsage, 'calls' | 'inputTokens' | 'outputTokens'> {
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

/** Asks until there is an answer, within the number of repeats and the time. */
async function judged(model: ModelPort, facts: DetectionFacts, course: Course): Promise<Judgement> {
	const request = judgeRequest(facts);
	if (request.signals.length === 0) return { findings: [] };
	const { clock, bill, began, timeout } = course;
	const timeLeft = () => timeout - (clock.now() - began);
	let repeats = MOST_REPEATS;
	for (let call = 1; ; call++) {
		const longest = repeats > 0 ? Math.min(timeLeft(), timeout * SHARE_OF_A_TRY) : timeLeft();
		try {
			const content = await askOnce(model, request, bill, longest, clock);
			return readAnswer(content, request.signals, facts, model.name);
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

async function askOnce(model: ModelPort, request: JudgeRequest, bill: Bill, longest: number, clock: Clock): Promise<string> {
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
