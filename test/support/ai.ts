import type { Clock } from '../../handover/detection/ai/ask';
import type { ModelAnswer, ModelPort } from '../../handover/detection/ai/model';
import type { JudgeRequest } from '../../handover/detection/ai/request';
import type { DetectionFacts } from '../../handover/detection/detector';
import { readRules, type ScenarioRow, type ScenarioRule } from '../../handover/detection/scenarios';

/** Every scenario that has a place of its own, and two of the operator's. */
export const ALL_ROWS: ScenarioRow[] = [
	{ scenario: 'human_requested', examplePhrases: 'speak to Rosa' },
	{ scenario: 'lack_of_information' },
	{ scenario: 'failed_to_resolve' },
	{ scenario: 'upset_customer' },
	{ scenario: 'urgent_or_high_value' },
	{ scenario: 'complex_request' },
	{ scenario: 'custom', name: 'Wholesale enquiry', description: 'Orders of 50 pieces or more', examplePhrases: 'by the pallet\nreseller prices' },
	{ scenario: 'custom', name: 'Press' },
];

export function rulesOf(...rows: ScenarioRow[]): ScenarioRule[] {
	return readRules(rows);
}

/** A message to be judged by every scenario, unless told otherwise. */
export function someFacts(over: Partial<DetectionFacts> = {}): DetectionFacts {
	return { message: 'Can I talk to a human?', rules: rulesOf(...ALL_ROWS), ...over };
}

export interface AnsweredSignal {
	quote: string;
	holds: boolean;
	confidence: number;
}

export const NO: AnsweredSignal = { quote: '', holds: false, confidence: 0.9 };

export function yes(quote: string, confidence = 0.9): AnsweredSignal {
	return { quote, holds: true, confidence };
}

/** What a model answers to a request: nothing holds, unless told otherwise. */
export function answerTo(request: JudgeRequest, over: Record<string, unknown> = {}): Record<string, unknown> {
	const signals = Object.fromEntries(request.signals.map(({ key }) => [key, NO]));
	return { ...signals, summary: 'Wants a refund.', priority: 'high', language: 'en', ...over };
}

/** A model in memory: gives the answers one after the other, or throws them when they are errors. */
export class ScriptedModel implements ModelPort {
	readonly name = 'scripted';
	readonly asked: JudgeRequest[] = [];
	private readonly script: (ModelAnswer | Error | ((request: JudgeRequest, signal: AbortSignal) => Promise<ModelAnswer>))[];

	constructor(...script: ScriptedModel['script']) {
		this.script = script;
	}

	async ask(request: JudgeRequest, signal: AbortSignal): Promise<ModelAnswer> {
		this.asked.push(request);
		const next = this.script.shift();
		if (next === undefined) throw new Error('the script has no more answers');
		if (next instanceof Error) throw next;
		return typeof next === 'function' ? await next(request, signal) : next;
	}
}

/**
 * A clock that does not make anyone wait: time passes when told to, and as soon
 * as nothing else happens it leaps to the next call that was asked for.
 */
export class LeapingClock implements Clock {
	private time = 1_000_000;
	private waiting: { at: number; callback: () => void }[] = [];

	now(): number {
		return this.time;
	}

	after(milliseconds: number, callback: () => void): () => void {
		const entry = { at: this.time + milliseconds, callback };
		this.waiting.push(entry);
		setImmediate(() => this.leap());
		return () => {
			this.waiting = this.waiting.filter((other) => other !== entry);
		};
	}

	/** Work that takes this long. */
	pass(milliseconds: number): void {
		this.time += milliseconds;
	}

	/** How many calls are still to come. */
	get pending(): number {
		return this.waiting.length;
	}

	private leap(): void {
		const [next] = [...this.waiting].sort((a, b) => a.at - b.at);
		if (!next) return;
		this.waiting = this.waiting.filter((other) => other !== next);
		this.time = Math.max(this.time, next.at);
		next.callback();
	}
}

/**
 * Node's fetch throws its own Error class, which is not the one inside jest;
 * openai would then take a time-out for a lost connection.
 */
export const fetchInJest: typeof fetch = async (...request) => {
	try {
		return await fetch(...request);
	} catch (error) {
		const { name, message } = error as Error;
		throw Object.assign(new Error(message), { name });
	}
};
