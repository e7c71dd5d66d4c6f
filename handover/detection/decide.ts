import { HandoverError } from '../errors';
import type { Scenario } from '../scenario';
import type { Evidence, Finding, FindingKind, Verdict } from './detector';

/** The scenarios that can be detected, in the order of the node's outputs. */
export const DETECTABLE = ['human_requested', 'lack_of_information', 'failed_to_resolve'] as const satisfies readonly Scenario[];
export type DetectableScenario = (typeof DETECTABLE)[number];

/** A scenario that is switched on, as the operator set it. */
export interface ScenarioRule {
	scenario: DetectableScenario;
	/** Human requested: the operator's own wordings. */
	examplePhrases?: readonly string[];
	/** Failed to resolve: after how many failed attempts. */
	attempts?: number;
}

/** The product being modelled hands over after 2 unsuccessful attempts. */
export const DEFAULT_ATTEMPTS = 2;

/** A row of the node's table of scenarios. */
export interface ScenarioRow {
	scenario?: unknown;
	enabled?: unknown;
	/** One phrase a line. */
	examplePhrases?: unknown;
	attempts?: unknown;
}

/**
 * Reads the table of scenarios; rows that are switched off are left out.
 * @throws HandoverError for an unknown scenario, one listed twice, or a number
 *   of attempts that is not a whole number from 1 up
 */
export function readRules(rows: readonly ScenarioRow[]): ScenarioRule[] {
	const rules = rows.filter((row) => row.enabled !== false).map(readRule);
	const twice = rules.find((rule, index) => rules.findIndex((r) => r.scenario === rule.scenario) < index);
	if (!twice) return rules;
	throw new HandoverError(
		`"Scenarios" lists ${twice.scenario} twice`,
		'Keep one row per scenario; example phrases of one scenario go into one row, one per line.',
	);
}

function readRule({ scenario, examplePhrases, attempts }: ScenarioRow): ScenarioRule {
	const known = DETECTABLE.find((s) => s === scenario);
	if (!known) {
		throw new HandoverError(
			`"Scenarios" has an unknown scenario: ${String(scenario)}`,
			`Use one of ${DETECTABLE.join(', ')}.`,
		);
	}
	const limit = attempts === undefined ? DEFAULT_ATTEMPTS : Number(attempts);
	if (known === 'failed_to_resolve' && (!Number.isInteger(limit) || limit < 1)) {
		throw new HandoverError(
			`"After Failed Attempts" must be a whole number from 1 up, but is ${String(attempts)}`,
			`Enter after how many failed attempts a person takes over, for example ${DEFAULT_ATTEMPTS}.`,
		);
	}
	return {
		scenario: known,
		examplePhrases: String(examplePhrases ?? '')
			.split('\n')
			.map((phrase) => phrase.trim())
			.filter((phrase) => phrase !== ''),
		attempts: limit,
	};
}

/**
 * From here on a finding counts. As likely as not is enough to hand over: a
 * missed request is the worse mistake. Forgetting failed attempts takes more
 * than a polite "thanks".
 */
const THRESHOLDS: Record<FindingKind, number> = {
	human_requested: 0.5,
	lack_of_information: 0.5,
	attempt_failed: 0.5,
	resolved: 0.7,
};

function counts({ kind, confidence }: Finding): boolean {
	return confidence >= THRESHOLDS[kind];
}

export type Decision =
	| {
			handover: true;
			scenario: Scenario;
			reason: string;
			confidence: number;
			evidence?: Evidence;
			language?: string;
	  }
	| { handover: false; reason: string; confidence: number };

/** The findings that count. */
export function certain(findings: readonly Finding[]): Finding[] {
	return findings.filter(counts);
}

/**
 * Whether to hand over, and why. The first scenario that holds wins, in the
 * order: asked for a person, bot lacks information, bot failed too often.
 * @param failedAttempts how many attempts have failed, this one included
 */
export function decide(
	verdict: Verdict,
	rules: readonly ScenarioRule[],
	failedAttempts: number,
): Decision {
	const findings = certain(verdict.findings);
	const rule = (scenario: ScenarioRule['scenario']) => rules.find((r) => r.scenario === scenario);
	const found = (kind: FindingKind) => findings.find((finding) => finding.kind === kind);

	const request = found('human_requested');
	if (request && rule('human_requested')) {
		return because('human_requested', `The customer asks for a person: ${quoted(request)}`, request);
	}
	const gap = found('lack_of_information');
	if (gap && rule('lack_of_information')) {
		return because('lack_of_information', `The bot lacks the information: ${quoted(gap)}`, gap);
	}
	const limit = rule('failed_to_resolve')?.attempts ?? DEFAULT_ATTEMPTS;
	if (rule('failed_to_resolve') && failedAttempts >= limit) {
		const last = found('attempt_failed') ?? gap;
		if (last) {
			const reason = `${failedAttempts} of ${limit} attempts failed, the last one: ${quoted(last)}`;
			return because('failed_to_resolve', reason, last);
		}
	}
	return { handover: false, ...whyNot(verdict, failedAttempts, limit) };
}

function because(scenario: Scenario, reason: string, finding: Finding): Decision {
	return {
		handover: true,
		scenario,
		reason,
		confidence: finding.confidence,
		evidence: finding.evidence,
		language: finding.language,
	};
}

function quoted({ evidence }: Finding): string {
	return evidence.text === '' ? 'it gave no answer' : `“${evidence.text}”`;
}

function whyNot(verdict: Verdict, failed: number, limit: number): { reason: string; confidence: number } {
	const strongest = verdict.findings
		.filter((finding) => finding.kind !== 'resolved')
		.sort((a, b) => b.confidence - a.confidence)[0];
	if (strongest && !counts(strongest)) {
		return {
			reason: `Not sure enough that ${quoted(strongest)} is a reason to hand over`,
			confidence: 1 - strongest.confidence,
		};
	}
	if (failed > 0) {
		return { reason: `${failed} of ${limit} attempts failed so far`, confidence: 1 };
	}
	return { reason: 'No reason to hand over', confidence: 1 };
}
