import { certain, decide, neededFor } from '../../handover/detection/decide';
import type { Finding, FindingKind, Verdict } from '../../handover/detection/detector';
import { SENSITIVITIES, type ScenarioRule, type Sensitivity } from '../../handover/detection/scenarios';
import type { Scenario } from '../../handover/scenario';
import { aFinding, aRule } from '../support/builders';

function verdict(...findings: Finding[]): Verdict {
	return { findings, detector: 'built-in' };
}

const rules = (...scenarios: Scenario[]) => scenarios.map((scenario) => aRule(scenario));
const because = (facts: Verdict, on: readonly ScenarioRule[], failedAttempts: number) => decide(facts, on, { failedAttempts });

const ALL = rules('human_requested', 'lack_of_information', 'failed_to_resolve', 'upset_customer', 'urgent_or_high_value', 'complex_request');
const request = aFinding('human_requested', 'a human');
const gap = aFinding('lack_of_information', 'I don\'t know');
const complaint = aFinding('attempt_failed', 'that is wrong');
const thanks = aFinding('resolved', 'solved');

describe('certain', () => {
	it.each<[FindingKind, number]>([
		['human_requested', 0.5],
		['lack_of_information', 0.5],
		['attempt_failed', 0.5],
		['resolved', 0.7],
	])('keeps %s from %d on', (kind, threshold) => {
		const [below, at, sure] = [threshold - 0.01, threshold, 1].map((confidence) => aFinding(kind, 'x', confidence));
		expect(certain([below, at, sure] as Finding[], ALL)).toEqual([at, sure]);
	});
});

describe('decide', () => {
	it.each<[string, Verdict, ScenarioRule[], number, string, string]>([
		['a request', verdict(request), ALL, 0, 'human_requested', 'The customer asks for a person: “a human”'],
		['a reply without information', verdict(gap), ALL, 1, 'lack_of_information', 'The bot lacks the information: “I don\'t know”'],
		['an empty reply', verdict(aFinding('lack_of_information', '')), ALL, 1, 'lack_of_information', 'The bot lacks the information: it gave no answer'],
		['a complaint at the limit', verdict(complaint), ALL, 2, 'failed_to_resolve', '2 of 2 attempts failed, the last one: “that is wrong”'],
		['a complaint past the limit', verdict(complaint), ALL, 3, 'failed_to_resolve', '3 of 2 attempts failed, the last one: “that is wrong”'],
		['a reply at the limit, when lacking alone is no reason', verdict(gap), rules('failed_to_resolve'), 2, 'failed_to_resolve', '2 of 2 attempts failed, the last one: “I don\'t know”'],
		['a request before everything else', verdict(complaint, gap, request), ALL, 2, 'human_requested', 'The customer asks for a person: “a human”'],
		['lacking information before failing too often', verdict(complaint, gap), ALL, 2, 'lack_of_information', 'The bot lacks the information: “I don\'t know”'],
		['the complaint rather than the reply as evidence', verdict(gap, complaint), rules('failed_to_resolve'), 2, 'failed_to_resolve', '2 of 2 attempts failed, the last one: “that is wrong”'],
		['the next reason when the first is switched off', verdict(request, gap), rules('lack_of_information'), 0, 'lack_of_information', 'The bot lacks the information: “I don\'t know”'],
	])('hands over for %s', (_name, facts, on, failed, scenario, reason) => {
		expect(because(facts, on, failed)).toMatchObject({ handover: true, scenario, reason });
	});

	it.each<[string, Verdict, ScenarioRule[], number, string]>([
		['nothing is found', verdict(), ALL, 0, 'No reason to hand over'],
		['the scenario is switched off', verdict(request), rules('lack_of_information', 'failed_to_resolve'), 0, 'No reason to hand over'],
		['all are switched off', verdict(request, gap, complaint), [], 5, '5 attempts failed so far'],
		['the limit is not reached', verdict(complaint), ALL, 1, '1 of 2 attempts failed so far'],
		['the count is there but this turn adds nothing', verdict(), ALL, 2, '2 of 2 attempts failed so far'],
		['the customer says it is solved', verdict(thanks), ALL, 0, 'No reason to hand over'],
	])('does not when %s', (_name, facts, on, failed, reason) => {
		expect(because(facts, on, failed)).toMatchObject({ handover: false, reason, confidence: 1 });
	});

	it.each([
		[1, 1, true],
		[3, 2, false],
		[3, 3, true],
	])('with a limit of %i and %i failed: %p', (attempts, failed, handover) => {
		expect(because(verdict(complaint), [aRule('failed_to_resolve', { attempts })], failed).handover).toBe(handover);
	});

	it.each([
		[0.5, true],
		[0.49, false],
	])('with confidence %d: %p', (confidence, handover) => {
		expect(because(verdict(aFinding('human_requested', 'a human', confidence)), ALL, 0).handover).toBe(handover);
	});

	it('says what it was not sure of', () => {
		const facts = verdict(aFinding('human_requested', 'weak', 0.1), aFinding('lack_of_information', 'strong', 0.4));
		const decision = because(facts, ALL, 1);
		expect(decision).toMatchObject({ handover: false, reason: 'Not sure enough that “strong” is a reason to hand over' });
		expect(decision.confidence).toBeCloseTo(0.6);
	});

	it('does not call itself unsure when something certain was found', () => {
		expect(because(verdict(request, aFinding('lack_of_information', 'weak', 0.4)), rules('failed_to_resolve'), 0).reason).toBe('No reason to hand over');
	});

	it('hands on the finding\'s confidence, evidence and language', () => {
		const finding: Finding = { ...request, confidence: 0.7, language: 'pt' };
		expect(because(verdict(finding), ALL, 0)).toMatchObject({ confidence: 0.7, evidence: finding.evidence, language: 'pt' });
	});

	it('does not change the verdict', () => {
		const facts = verdict(aFinding('resolved', 'a', 0.1), aFinding('human_requested', 'b', 0.3));
		because({ ...facts, findings: Object.freeze(facts.findings) as Finding[] }, ALL, 0);
		expect(facts.findings.map((f) => f.evidence.text)).toEqual(['a', 'b']);
	});

	it('does not call doubtful thanks a reason to hand over', () => {
		expect(because(verdict(aFinding('resolved', 'solved', 0.4)), ALL, 0).reason).toBe('No reason to hand over');
	});

	it('says what it was not sure of beside thanks', () => {
		expect(because(verdict(thanks, aFinding('human_requested', 'weak', 0.4)), ALL, 0).reason).toContain('“weak”');
	});
});

describe('sensitivity', () => {
	it.each<[Sensitivity, number, boolean]>([
		['low', 0.69, false],
		['low', 0.7, true],
		['medium', 0.49, false],
		['medium', 0.5, true],
		['high', 0.34, false],
		['high', 0.35, true],
	])('%s: %d → %p', (sensitivity, confidence, handover) => {
		const facts = verdict(aFinding('upset_customer', 'furious', confidence));
		expect(because(facts, [aRule('upset_customer', { sensitivity })], 0).handover).toBe(handover);
	});

	it('is the one of the scenario that counts the attempts', () => {
		const on = [aRule('failed_to_resolve', { sensitivity: 'low' }), aRule('upset_customer', { sensitivity: 'high' })];
		expect(neededFor({ kind: 'attempt_failed' }, on)).toBe(SENSITIVITIES.low);
	});

	it('is each custom scenario\'s own', () => {
		const on = [aRule('custom', { name: 'A', sensitivity: 'low' }), aRule('custom', { name: 'B', sensitivity: 'high' })];
		const finding = (name: string): Finding => ({ ...aFinding('custom', name, 0.5), name });
		expect(because(verdict(finding('A'), finding('B')), on, 0)).toMatchObject({ handover: true, scenario: 'custom', name: 'B' });
	});
});

describe('of several scenarios', () => {
	const upset = aFinding('upset_customer', 'furious');
	const urgent = aFinding('urgent_or_high_value', 'today');

	it('the first row that holds wins', () => {
		expect(because(verdict(upset, urgent), rules('urgent_or_high_value', 'upset_customer'), 0)).toMatchObject({ scenario: 'urgent_or_high_value' });
		expect(because(verdict(upset, urgent), rules('upset_customer', 'urgent_or_high_value'), 0)).toMatchObject({ scenario: 'upset_customer' });
	});

	it('an explicit request comes first wherever its row stands', () => {
		expect(because(verdict(upset, request), rules('upset_customer', 'human_requested'), 0)).toMatchObject({ scenario: 'human_requested' });
	});

	it('more than six may be listed', () => {
		const customs = Array.from({ length: 20 }, (_, i) => aRule('custom', { name: `Topic ${i}` }));
		const last = { ...aFinding('custom', 'words'), name: 'Topic 19' };
		expect(because(verdict(last), [...ALL, ...customs], 0)).toMatchObject({ scenario: 'custom', name: 'Topic 19', reason: 'Topic 19: “words”' });
	});
});

describe('held back', () => {
	const heldBack = 'Held back: cool-down';

	it('nothing but an explicit request gets through', () => {
		expect(decide(verdict(aFinding('upset_customer', 'furious')), ALL, { failedAttempts: 0, heldBack })).toMatchObject({
			handover: false,
			reason: 'Held back: cool-down; otherwise: The customer is upset: “furious”',
		});
		expect(decide(verdict(request, aFinding('upset_customer')), ALL, { failedAttempts: 0, heldBack })).toMatchObject({ handover: true, scenario: 'human_requested' });
	});

	it('says nothing of it when there was no reason anyway', () => {
		expect(decide(verdict(), ALL, { failedAttempts: 0, heldBack }).reason).toBe('No reason to hand over');
	});
});

describe('the explanation', () => {
	const explained = (facts: Verdict, on: ScenarioRule[] = ALL, failed = 0) => because(facts, on, failed).explanation;

	it('lists every finding with what it would have needed', () => {
		const { considered } = explained(verdict(aFinding('upset_customer', 'hm', 0.3), thanks));
		expect(considered).toEqual([
			{ finding: 'upset_customer', confidence: 0.3, needed: 0.5, rule: 'test', text: 'hm' },
			{ finding: 'resolved', confidence: 0.9, needed: 0.7, rule: 'test', text: 'solved' },
		]);
	});

	it.each<[string, Verdict, ScenarioRule[], number, string]>([
		['a sure request', verdict(request), ALL, 0, 'Human requested switched off: the bot would have gone on'],
		['a weaker one', verdict(aFinding('human_requested', 'x', 0.6)), ALL, 0, 'Human requested at low sensitivity or Human requested switched off: the bot would have gone on'],
		['two reasons', verdict(request, aFinding('upset_customer')), ALL, 0, 'Human requested switched off: Upset customer would have handed over'],
		['failed attempts', verdict(complaint), ALL, 2, 'A limit of more than 2 attempts or Failed to resolve switched off: the bot would have gone on'],
		['a near miss', verdict(aFinding('upset_customer', 'hm', 0.4)), ALL, 0, 'Upset customer at high sensitivity or asking for a person would hand over'],
		['a far miss', verdict(aFinding('upset_customer', 'hm', 0.2)), ALL, 0, 'Being surer of “hm” (20 %, needed 50 %) or asking for a person would hand over'],
		['one attempt', verdict(complaint), ALL, 1, 'One more failed attempt or asking for a person would hand over'],
		['nothing', verdict(), ALL, 0, 'Asking for a person would hand over'],
		['nothing, requests off', verdict(), rules('upset_customer'), 0, 'Nothing in this message came near a scenario'],
		['no scenario', verdict(request), [], 0, 'Every scenario is switched off'],
	])('of %s says what would change it', (_name, facts, on, failed, whatWouldChangeIt) => {
		expect(explained(facts, on, failed).whatWouldChangeIt).toBe(whatWouldChangeIt);
	});

	it('tells the truth: doing what it says changes the decision', () => {
		const scenarios = ['human_requested', 'upset_customer', 'lack_of_information'] as const;
		for (const confidence of [0.36, 0.45, 0.55, 0.69, 0.9]) {
			for (const sensitivity of ['low', 'medium', 'high'] as const) {
				const on = scenarios.map((scenario) => aRule(scenario, { sensitivity }));
				const facts = verdict(aFinding('upset_customer', 'x', confidence));
				const before = because(facts, on, 0);
				const advice = /Upset customer at (low|medium|high) sensitivity/.exec(before.explanation.whatWouldChangeIt);
				if (!advice) continue;
				const tuned = on.map((rule) => (rule.scenario === 'upset_customer' ? { ...rule, sensitivity: advice[1] as Sensitivity } : rule));
				expect(because(facts, tuned, 0).handover).toBe(!before.handover);
			}
		}
	});
});
