import type { Priority } from '../scenario';
import type { TranscriptMessage } from '../transcript';
import type { ScenarioRule } from './scenarios';

/**
 * What a text shows. A finding is not yet a decision: `attempt_failed` counts
 * towards "failed to resolve", `resolved` resets that count.
 */
export const FINDING_KINDS = [
	'human_requested',
	'lack_of_information',
	'attempt_failed',
	'resolved',
	'upset_customer',
	'urgent_or_high_value',
	'complex_request',
	'custom',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** What the rule of a finding by a language model begins with. */
export const AI_RULE = 'ai: ';

/** The words that show it. Offsets count UTF-16 units in the text as it came in. */
export interface Evidence {
	text: string;
	start: number;
	end: number;
	/** The pattern, example phrase or model that found it, e.g. `en.ask-for-person`. */
	rule: string;
}

export interface Finding {
	kind: FindingKind;
	/** Which of the operator's own scenarios, when the kind is `custom`. */
	name?: string;
	/** 0…1 */
	confidence: number;
	evidence: Evidence;
	/** Language of the pattern that matched (ISO 639-1), where there is one. */
	language?: string;
}

/** The texts to judge, and what the operator told the detector about them. */
export interface DetectionFacts {
	/** What the customer wrote; left out when only the reply is to be judged. */
	message?: string;
	/** What the bot is about to answer; left out when there is no reply yet. */
	botReply?: string;
	/** Earlier messages, oldest first, without the one to be judged. */
	history?: readonly TranscriptMessage[];
	/** The scenarios that are switched on. */
	rules: readonly ScenarioRule[];
}

/** What asking a language model took. */
export interface AiUsage {
	model: string;
	/** Requests sent, repeats included. */
	calls: number;
	/** As the model's server counted them, where it did. */
	inputTokens?: number;
	outputTokens?: number;
	milliseconds: number;
}

export interface Verdict {
	findings: Finding[];
	detector: 'built-in' | 'ai';
	/** The AI could not answer in time, so this is the built-in verdict. Says why. */
	degraded?: string;
	/** Present when a language model was asked, whether or not it could answer. */
	ai?: AiUsage;
	summary?: string;
	language?: string;
	priority?: Priority;
}

export type Detector = (facts: DetectionFacts) => Promise<Verdict>;
