import type { Priority } from '../scenario';

/**
 * What a text shows. A finding is not yet a decision: `attempt_failed` counts
 * towards "failed to resolve", `resolved` resets that count.
 */
export type FindingKind =
	| 'human_requested'
	| 'lack_of_information'
	| 'attempt_failed'
	| 'resolved';

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
	/** Earlier turns, oldest first: context for a judge that reads more than one message. */
	history?: readonly { from: 'customer' | 'bot' | 'agent'; text: string }[];
	/** The operator's own phrases for "human requested". */
	examplePhrases: readonly string[];
}

export interface Verdict {
	findings: Finding[];
	detector: 'built-in' | 'ai';
	/** The AI could not answer in time, so this is the built-in verdict. Says why. */
	degraded?: string;
	summary?: string;
	language?: string;
	priority?: Priority;
}

export type Detector = (facts: DetectionFacts) => Promise<Verdict>;
