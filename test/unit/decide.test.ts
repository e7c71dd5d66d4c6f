import {
	DEFAULT_ATTEMPTS,
	DETECTABLE,
	certain,
	decide,
	readRules,
	type DetectableScenario,
	type ScenarioRow,
	type ScenarioRule,
} from '../../handover/detection/decide';
import type { Finding, FindingKind, Verdict } from '../../handover/detection/detector';
import { aFinding, refusal } from '../support/builders';

function verdict(...findings: Finding[]): Verdict {
	return { findings, detector: 'built-in' };
}

function rules(...scenarios: DetectableScenario[]): ScenarioRule[] {
	return scenarios.map((scenario) => ({ scenario }));
}

const ALL = rules(...DETECTABLE);
const request = aFinding('human_requested', 'a human');
const gap = aFinding('lack_of_information', 'I don\'t know');
const complaint = aFinding('attempt_failed', 'that is wrong');
const thanks = aFinding('resolved', 'solved');

describe('readRules', () => {
	it('reads what the node proposes', () => {
		expect(readRules(DETECTABLE.map((scenario) => ({ scenario, enabled: true })))).toEqual(
			DETECTABLE.map((scenario) => ({ scenario, examplePhrases: [], attempts: DEFAULT_ATTEMPTS })),
		);
	});

	it.each<[string, ScenarioRow[], ScenarioRule[]]>([
		['nothing', [], []],
		['no row that is switched off', [{ scenario: 'human_requested', enabled: false }], []],
		['a row that does not say', [{ scenario: 'human_requested' }], [{ scenario: 'human_requested', examplePhrases: [], attempts: 2 }]],
		['example phrases, one a line', [{ scenario: 'human_requested', examplePhrases: ' a human \n\n  your boss\r\n' }], [{ scenario: 'human_requested', examplePhrases: ['a human', 'your boss'], attempts: 2 }]],
		['a number of attempts', [{ scenario: 'failed_to_resolve', attempts: 1 }], [{ scenario: 'failed_to_resolve', examplePhrases: [], attempts: 1 }]],
		['attempts as text', [{ scenario: 'failed_to_resolve', attempts: '3' }], [{ scenario: 'failed_to_resolve', examplePhrases: [], attempts: 3 }]],
	])('reads %s', (_name, rows, expected) => {
		expect(readRules(rows)).toEqual(expected);
	});

	it('takes a scenario twice when one row is switched off', () => {
		const rows = [{ scenario: 'human_requested', enabled: false }, { scenario: 'human_requested' }];
		expect(readRules(rows)).toHaveLength(1);
	});

	it.each<[unknown]>([['upset_customer'], [''], [undefined], ['Human_Requested']])('refuses the scenario %j', (scenario) => {
		const { message, fix } = refusal(() => readRules([{ scenario }]));
		expect(message).toBe(`"Scenarios" has an unknown scenario: ${String(scenario)}`);
		expect(fix).toContain(DETECTABLE.join(', '));
	});

	it('refuses a scenario twice', () => {
		const { message, fix } = refusal(() => readRules([{ scenario: 'human_requested' }, { scenario: 'lack_of_information' }, { scenario: 'human_requested' }]));
		expect(message).toBe('"Scenarios" lists human_requested twice');
		expect(fix).toContain('one row');
	});

	it.each<[unknown]>([[0], [-1], [1.5], [NaN], ['two'], [''], [null]])('refuses %p attempts', (attempts) => {
		const { message, fix } = refusal(() => readRules([{ scenario: 'failed_to_resolve', attempts }]));
		expect(message).toBe(`"After Failed Attempts" must be a whole number from 1 up, but is ${String(attempts)}`);
		expect(fix).toContain('for example 2');
	});

	it('does not ask for attempts where they mean nothing', () => {
		expect(readRules([{ scenario: 'human_requested', attempts: '' }])).toHaveLength(1);
	});
});

describe('certain', () => {
	it.each<[FindingKind, number]>([
		['human_requested', 0.5],
		['lack_of_information', 0.5],
		['attempt_failed', 0.5],
		['resolved', 0.7],
	])('keeps %s from %d on', (kind, threshold) => {
		const [below, at, sure] = [threshold - 0.01, threshold, 1].map((confidence) => aFinding(kind, 'x', confidence));
		expect(certain([below, at, sure] as Finding[])).toEqual([at, sure]);
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
		expect(decide(facts, on, failed)).toMatchObject({ handover: true, scenario, reason });
	});

	it.each<[string, Verdict, ScenarioRule[], number, string]>([
		['nothing is found', verdict(), ALL, 0, 'No reason to hand over'],
		['the scenario is switched off', verdict(request), rules('lack_of_information', 'failed_to_resolve'), 0, 'No reason to hand over'],
		['all are switched off', verdict(request, gap, complaint), [], 5, '5 of 2 attempts failed so far'],
		['the limit is not reached', verdict(complaint), ALL, 1, '1 of 2 attempts failed so far'],
		['the count is there but this turn adds nothing', verdict(), ALL, 2, '2 of 2 attempts failed so far'],
		['the customer says it is solved', verdict(thanks), ALL, 0, 'No reason to hand over'],
	])('does not when %s', (_name, facts, on, failed, reason) => {
		expect(decide(facts, on, failed)).toEqual({ handover: false, reason, confidence: 1 });
	});

	it.each([
		[1, 1, true],
		[3, 2, false],
		[3, 3, true],
	])('with a limit of %i and %i failed: %p', (attempts, failed, handover) => {
		expect(decide(verdict(complaint), [{ scenario: 'failed_to_resolve', attempts }], failed).handover).toBe(handover);
	});

	it.each([
		[0.5, true],
		[0.49, false],
	])('with confidence %d: %p', (confidence, handover) => {
		expect(decide(verdict(aFinding('human_requested', 'a human', confidence)), ALL, 0).handover).toBe(handover);
	});

	it('says what it was not sure of', () => {
		const facts = verdict(aFinding('human_requested', 'weak', 0.1), aFinding('lack_of_information', 'strong', 0.4));
		const decision = decide(facts, ALL, 1);
		expect(decision).toMatchObject({ handover: false, reason: 'Not sure enough that “strong” is a reason to hand over' });
		expect(decision.confidence).toBeCloseTo(0.6);
	});

	it('does not call itself unsure when something certain was found', () => {
		expect(decide(verdict(request, aFinding('lack_of_information', 'weak', 0.4)), rules('failed_to_resolve'), 0).reason).toBe('No reason to hand over');
	});

	it('hands on the finding\'s confidence, evidence and language', () => {
		const finding: Finding = { ...request, confidence: 0.7, language: 'pt' };
		expect(decide(verdict(finding), ALL, 0)).toMatchObject({ confidence: 0.7, evidence: finding.evidence, language: 'pt' });
	});

	it('does not change the verdict', () => {
		const facts = verdict(aFinding('resolved', 'a', 0.1), aFinding('human_requested', 'b', 0.3));
		decide({ ...facts, findings: Object.freeze(facts.findings) as Finding[] }, ALL, 0);
		expect(facts.findings.map((f) => f.evidence.text)).toEqual(['a', 'b']);
	});

	it('does not call doubtful thanks a reason to hand over', () => {
		expect(decide(verdict(aFinding('resolved', 'solved', 0.4)), ALL, 0).reason).toBe('No reason to hand over');
	});

	it('says what it was not sure of beside thanks', () => {
		expect(decide(verdict(thanks, aFinding('human_requested', 'weak', 0.4)), ALL, 0).reason).toContain('“weak”');
	});
});
