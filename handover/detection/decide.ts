import type { Scenario } from '../scenario';
import { startOf } from '../text';
import { AI_RULE, type Evidence, type Finding, type FindingKind, type Verdict } from './detector';
import { SENSITIVITIES, findingKindOf, type ScenarioRule, type Sensitivity } from './scenarios';

/** Forgetting failed attempts takes more than a polite "thanks". */
const ENOUGH_TO_FORGET = 0.7;

/** The confidence a finding needs to count, as the operator tuned its scenario. */
export function neededFor(finding: Pick<Finding, 'kind' | 'name'>, rules: readonly ScenarioRule[]): number {
	if (finding.kind === 'resolved') return ENOUGH_TO_FORGET;
	return SENSITIVITIES[ruleOf(finding, rules)?.sensitivity ?? 'medium'];
}

function ruleOf(finding: Pick<Finding, 'kind' | 'name'>, rules: readonly ScenarioRule[]): ScenarioRule | undefined {
	return rules.find((rule) => isAbout(finding, rule));
}

function isAbout({ kind, name }: Pick<Finding, 'kind' | 'name'>, rule: ScenarioRule): boolean {
	return findingKindOf(rule.scenario) === kind && (kind !== 'custom' || rule.name === name);
}

/** The findings that count. */
export function certain(findings: readonly Finding[], rules: readonly ScenarioRule[]): Finding[] {
	return findings.filter((finding) => finding.confidence >= neededFor(finding, rules));
}

/** What was looked at, for the receipt: every finding, whether or not it counted. */
export interface Considered {
	finding: FindingKind;
	name?: string;
	confidence: number;
	needed: number;
	rule: string;
	text: string;
}

/** How the decision came about, in words an operator reads. */
export interface Explanation {
	/** The smallest changes of the settings or of the message that would have led elsewhere. */
	whatWouldChangeIt: string;
	considered: Considered[];
}

export type Decision = (
	| {
			handover: true;
			/** Who found what decided: also a turn about which a model was asked may be decided without it. */
			detector: Verdict['detector'];
			scenario: Scenario;
			/** The name of the rule that held: for custom scenarios the operator's. */
			name: string;
			reason: string;
			confidence: number;
			evidence?: Evidence;
			language?: string;
	  }
	| { handover: false; reason: string; confidence: number }
) & { explanation: Explanation };

/** What a decision goes by, next to the verdict. */
export interface Circumstances {
	/** How many attempts have failed, this one included. */
	failedAttempts: number;
	/** Why only an explicit request may hand over just now; see holdBack.ts. */
	heldBack?: string;
	/** Only the bot's reply was read, in which nobody asks for a person. */
	onlyReply?: boolean;
}

/**
 * Whether to hand over, and why. An explicit request for a person comes first
 * and is never held back; of the other scenarios the first row that holds wins.
 */
export function decide(verdict: Verdict, rules: readonly ScenarioRule[], circumstances: Circumstances): Decision {
	const held = holdingRule(verdict, rules, circumstances.failedAttempts);
	const explanation = explain(verdict, rules, circumstances, held?.rule);
	if (!held) return { handover: false, ...whyNot(verdict, rules, circumstances), explanation };
	const { rule, finding, reason } = held;
	if (circumstances.heldBack && rule.scenario !== 'human_requested') {
		return { handover: false, reason: `${circumstances.heldBack}; otherwise: ${reason}`, confidence: finding.confidence, explanation };
	}
	return {
		handover: true,
		detector: finding.evidence.rule.startsWith(AI_RULE) ? 'ai' : 'built-in',
		scenario: rule.scenario,
		name: rule.name,
		reason,
		confidence: finding.confidence,
		evidence: finding.evidence,
		language: finding.language,
		explanation,
	};
}

interface Held {
	rule: ScenarioRule;
	finding: Finding;
	reason: string;
}

function holdingRule(verdict: Verdict, rules: readonly ScenarioRule[], failedAttempts: number): Held | undefined {
	const findings = certain(verdict.findings, rules);
	const explicitFirst = [...rules].sort((a, b) => Number(isRequest(b)) - Number(isRequest(a)));
	for (const rule of explicitFirst) {
		const held = holds(rule, findings, failedAttempts);
		if (held) return held;
	}
	return undefined;
}

const isRequest = ({ scenario }: ScenarioRule) => scenario === 'human_requested';

function holds(rule: ScenarioRule, findings: readonly Finding[], failedAttempts: number): Held | undefined {
	const { scenario, name } = rule;
	const finding = findings.find((one) => isAbout(one, rule));
	if (scenario === 'failed_to_resolve') {
		const last = finding ?? findings.find(({ kind }) => kind === 'lack_of_information');
		if (!last || failedAttempts < rule.attempts) return undefined;
		return { rule, finding: last, reason: `${failedAttempts} of ${rule.attempts} attempts failed, the last one: ${quoted(last)}` };
	}
	return finding && { rule, finding, reason: `${REASONS[scenario] ?? name}: ${quoted(finding)}` };
}

const REASONS: Partial<Record<Scenario, string>> = {
	human_requested: 'The customer asks for a person',
	lack_of_information: 'The bot lacks the information',
	upset_customer: 'The customer is upset',
	urgent_or_high_value: 'The matter is urgent or valuable',
	complex_request: 'The request is complex',
};

/** Longest quotation in a reason; the evidence has the whole. */
const QUOTED_CHARACTERS = 500;

function quoted({ evidence }: Finding): string {
	return evidence.text === '' ? 'it gave no answer' : `“${startOf(evidence.text, QUOTED_CHARACTERS)}”`;
}

function whyNot(verdict: Verdict, rules: readonly ScenarioRule[], { failedAttempts }: Circumstances): { reason: string; confidence: number } {
	const nearest = nearestMiss(verdict, rules);
	if (nearest && nearest.confidence >= SENSITIVITIES.high) {
		return { reason: `Not sure enough that ${quoted(nearest)} is a reason to hand over`, confidence: 1 - nearest.confidence };
	}
	if (failedAttempts > 0) return { reason: `${attemptsOf(rules, failedAttempts)} attempts failed so far`, confidence: 1 };
	return { reason: 'No reason to hand over', confidence: 1 };
}

const limitOf = (rules: readonly ScenarioRule[]): number | undefined =>
	rules.find(({ scenario }) => scenario === 'failed_to_resolve')?.attempts;

function attemptsOf(rules: readonly ScenarioRule[], failed: number): string {
	const limit = limitOf(rules);
	return limit === undefined ? String(failed) : `${failed} of ${limit}`;
}

/** The finding that came nearest to counting; only of scenarios that are switched on. */
function nearestMiss(verdict: Verdict, rules: readonly ScenarioRule[]): Finding | undefined {
	const missing = (finding: Finding) => neededFor(finding, rules) - finding.confidence;
	return verdict.findings
		.filter((finding) => finding.kind !== 'resolved' && ruleOf(finding, rules) && missing(finding) > 0)
		.sort((a, b) => missing(a) - missing(b))[0];
}

function explain(
	verdict: Verdict,
	rules: readonly ScenarioRule[],
	circumstances: Circumstances,
	held: ScenarioRule | undefined,
): Explanation {
	return {
		whatWouldChangeIt: held ? whatWouldStop(verdict, rules, circumstances, held) : whatWouldStart(verdict, rules, circumstances),
		considered: verdict.findings.map((finding) => ({
			finding: finding.kind,
			...(finding.name === undefined ? {} : { name: finding.name }),
			confidence: finding.confidence,
			needed: neededFor(finding, rules),
			rule: finding.evidence.rule,
			text: finding.evidence.text,
		})),
	};
}

/** Each setting is tried out rather than reasoned about, so that what is said here is true. */
function whatWouldStop(verdict: Verdict, rules: readonly ScenarioRule[], circumstances: Circumstances, held: ScenarioRule): string {
	const { failedAttempts, heldBack } = circumstances;
	if (heldBack && !isRequest(held)) return 'Without that limit, or for an explicit request, a person would have taken over';
	const outcomeWith = (changed: ScenarioRule[]) => holdingRule(verdict, changed, failedAttempts)?.rule.name;
	const swapped = (change: Partial<ScenarioRule>) => rules.map((rule) => (rule === held ? { ...rule, ...change } : rule));
	const changes: string[] = [];
	const lower = (['medium', 'low'] as Sensitivity[]).find(
		(sensitivity) => SENSITIVITIES[sensitivity] > SENSITIVITIES[held.sensitivity] && outcomeWith(swapped({ sensitivity })) !== held.name,
	);
	if (lower) changes.push(`${held.name} at ${lower} sensitivity`);
	if (held.scenario === 'failed_to_resolve') changes.push(`a limit of more than ${failedAttempts} attempts`);
	changes.push(`${held.name} switched off`);
	const without = outcomeWith(rules.filter((rule) => rule !== held));
	const instead = without === undefined ? 'the bot would have gone on' : `${without} would have handed over`;
	return `${sentence(changes.join(' or '))}: ${instead}`;
}

function whatWouldStart(verdict: Verdict, rules: readonly ScenarioRule[], { failedAttempts, heldBack, onlyReply }: Circumstances): string {
	const changes = heldBack ? [] : [...moreSensitive(verdict, rules, failedAttempts), ...moreAttempts(rules, failedAttempts)];
	if (rules.some(isRequest) && !onlyReply) changes.push('asking for a person');
	if (rules.length === 0) return 'Every scenario is switched off';
	if (changes.length === 0) return 'Nothing in this message came near a scenario';
	return `${sentence(changes.join(' or '))} would hand over`;
}

/** A higher sensitivity, if that hands over; else what the nearest finding lacks. */
function moreSensitive(verdict: Verdict, rules: readonly ScenarioRule[], failedAttempts: number): string[] {
	const nearest = nearestMiss(verdict, rules);
	const rule = nearest && ruleOf(nearest, rules);
	if (!nearest || !rule) return [];
	// A complaint that counted would itself be one more failed attempt.
	const attempts = failedAttempts + (nearest.kind === 'attempt_failed' ? 1 : 0);
	const enough = (['medium', 'high'] as Sensitivity[]).find((sensitivity) =>
		holdingRule(verdict, rules.map((other) => (other === rule ? { ...rule, sensitivity } : other)), attempts),
	);
	if (enough) return [`${rule.name} at ${enough} sensitivity`];
	if (nearest.kind === 'attempt_failed') return [];
	return [`being surer of ${quoted(nearest)} (${share(nearest.confidence)}, needed ${share(neededFor(nearest, rules))})`];
}

function moreAttempts(rules: readonly ScenarioRule[], failedAttempts: number): string[] {
	const limit = limitOf(rules);
	if (limit === undefined || failedAttempts === 0 || failedAttempts >= limit) return [];
	const more = limit - failedAttempts;
	return [more === 1 ? 'one more failed attempt' : `${more} more failed attempts`];
}

const share = (confidence: number) => `${Math.round(confidence * 100)} %`;
const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
