import { signalsOf } from './ai/request';
import { neededFor } from './decide';
import type { DetectionFacts, Detector, Finding, Verdict } from './detector';
import { surestOf } from './surest';

/**
 * Confidences of the built-in engine that settle nothing: below, a finding
 * leads to nothing at any sensitivity; from the upper end on it counts at all
 * of them. In between a language model is worth its price. What share of
 * messages falls in here is measured in docs/detection.md.
 */
export const UNCERTAINTY_BAND = { from: 0.2, below: 0.7 } as const;

/** "Yes please" says too little for a scenario that only its description explains. */
const WORDS_WORTH_A_CALL = 3;

/** Enough to find the first few words in. */
const READ_FOR_WORDS = 500;

/**
 * Reads with the built-in engine and asks the language model only when that
 * leaves something open; see `needsAi`. The model can add to what is certain,
 * but takes nothing away from it: whoever clearly asks for a person gets one,
 * whatever a text talks the model into.
 * @param ai a detector that falls back by itself, as `aiJudge` does
 */
export function builtInThenAi(builtIn: Detector, ai: Detector): Detector {
	return async (facts) => {
		const read = await builtIn(facts);
		if (!needsAi(facts, read)) return read;
		const judged = await ai(facts);
		if (judged.degraded !== undefined) return { ...read, degraded: judged.degraded, ai: judged.ai };
		return { ...judged, findings: merged(facts, read.findings, judged.findings) };
	};
}

/**
 * Whether the built-in verdict leaves something open that a model can settle:
 * a finding of a scenario that is switched on is neither weak nor strong, or a
 * custom scenario with a description has no example phrases to go by. The
 * latter makes every message of three words or more cost a call. An explicit
 * request for a person settles everything, and an unsure thank-you opens
 * nothing: it hands over to nobody.
 */
export function needsAi(facts: DetectionFacts, { findings }: Verdict): boolean {
	if (findings.some((finding) => isExplicitRequest(finding, facts))) return false;
	const asked = signalsOf(facts);
	const matters = ({ kind, name }: Finding) => kind !== 'resolved' && asked.some((signal) => signal.kind === kind && signal.name === name);
	return findings.some((finding) => isUnsure(finding) && matters(finding)) || onlyAModelCanTell(facts);
}

const isUnsure = ({ confidence }: Finding) => confidence >= UNCERTAINTY_BAND.from && confidence < UNCERTAINTY_BAND.below;

function isExplicitRequest(finding: Finding, { rules }: DetectionFacts): boolean {
	if (finding.kind !== 'human_requested' || !rules.some(({ scenario }) => scenario === 'human_requested')) return false;
	return finding.confidence >= UNCERTAINTY_BAND.below;
}

function onlyAModelCanTell({ message, rules }: DetectionFacts): boolean {
	const described = rules.some(
		({ scenario, description, examplePhrases }) =>
			scenario === 'custom' && description !== undefined && examplePhrases.length === 0,
	);
	return described && hasWords(message ?? '', WORDS_WORTH_A_CALL);
}

/** Words as people count them, also where no blanks stand between them, as in Chinese and Thai. */
function hasWords(text: string, enough: number): boolean {
	let words = 0;
	for (const { isWordLike } of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text.slice(0, READ_FOR_WORDS))) {
		if (isWordLike && ++words === enough) return true;
	}
	return false;
}

/** What the built-in engine is sure of, and what the model found; of the same finding the surer. */
function merged(facts: DetectionFacts, builtIn: readonly Finding[], ai: readonly Finding[]): Finding[] {
	const settled = builtIn.filter((finding) => !isUnsure(finding) || staysWhateverTheModelSays(finding, facts));
	return surestOf([...settled, ...ai]);
}

function staysWhateverTheModelSays(finding: Finding, { rules }: DetectionFacts): boolean {
	if (finding.kind === 'resolved') return true;
	return finding.kind === 'human_requested' && finding.confidence >= neededFor(finding, rules);
}
