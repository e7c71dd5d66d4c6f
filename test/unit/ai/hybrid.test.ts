import { aiJudge } from '../../../handover/detection/ai/judge';
import { judgeRequest } from '../../../handover/detection/ai/request';
import { certain, decide } from '../../../handover/detection/decide';
import type { DetectionFacts, Finding, FindingKind, Verdict } from '../../../handover/detection/detector';
import { UNCERTAINTY_BAND, builtInThenAi, needsAi } from '../../../handover/detection/hybrid';
import type { ScenarioRow } from '../../../handover/detection/scenarios';
import { LeapingClock, ScriptedModel, answerTo, rulesOf, someFacts, yes } from '../../support/ai';
import { aFinding } from '../../support/builders';

const custom = (name: string, confidence: number): Finding => ({ ...aFinding('custom', 'words', confidence), name });
const builtIn = (...findings: Finding[]): Verdict => ({ findings, detector: 'built-in' });
const fromAi = (kind: FindingKind, confidence: number): Finding => ({
	...aFinding(kind, 'human', confidence),
	evidence: { text: 'human', start: 0, end: 5, rule: 'ai: m' },
});

/** Runs both; `asked` says whether the model was. */
async function hybrid(facts: DetectionFacts, read: Verdict, judged: Partial<Verdict> = {}): Promise<{ verdict: Verdict; asked: boolean }> {
	const ai = jest.fn(async (): Promise<Verdict> => ({ findings: [], detector: 'ai', ai: { model: 'm', calls: 1, milliseconds: 5 }, ...judged }));
	const verdict = await builtInThenAi(async () => read, ai)(facts);
	expect(needsAi(facts, read)).toBe(ai.mock.calls.length === 1);
	return { verdict, asked: ai.mock.calls.length === 1 };
}

/** All that have example phrases or need none; without the one that only a model can judge. */
const facts = someFacts();
const withRow = (row: ScenarioRow, text: Partial<DetectionFacts> = {}): DetectionFacts => ({ message: 'one two three', rules: rulesOf(row), ...text });

describe('the band', () => {
	it.each<[number, boolean]>([
		[0, false],
		[0.19, false],
		[0.2, true],
		[0.5, true],
		[0.69, true],
		[0.7, false],
		[1, false],
	])('a complaint at %d: asks %s', async (confidence, asks) => {
		expect((await hybrid(facts, builtIn(aFinding('upset_customer', 'x', confidence)))).asked).toBe(asks);
	});

	it('is 0.2 to below 0.7', () => {
		expect(UNCERTAINTY_BAND).toEqual({ from: 0.2, below: 0.7 });
	});

	it.each<[FindingKind, ScenarioRow, boolean]>([
		['human_requested', { scenario: 'human_requested' }, true],
		['human_requested', { scenario: 'upset_customer' }, false],
		['attempt_failed', { scenario: 'failed_to_resolve' }, true],
		['attempt_failed', { scenario: 'human_requested' }, false],
		['resolved', { scenario: 'failed_to_resolve' }, false],
		['lack_of_information', { scenario: 'lack_of_information' }, true],
		['lack_of_information', { scenario: 'failed_to_resolve' }, true],
		['lack_of_information', { scenario: 'human_requested' }, false],
		['upset_customer', { scenario: 'upset_customer' }, true],
		['urgent_or_high_value', { scenario: 'urgent_or_high_value' }, true],
		['complex_request', { scenario: 'complex_request' }, true],
		['complex_request', { scenario: 'custom', name: 'A', examplePhrases: 'x' }, false],
	])('matters for %s with %j: %s', async (kind, row, asks) => {
		expect((await hybrid(withRow(row, { botReply: 'x' }), builtIn(aFinding(kind, 'x', 0.5)))).asked).toBe(asks);
	});

	it('matters for the custom scenario that was found, not for another', async () => {
		const given = withRow({ scenario: 'custom', name: 'A', examplePhrases: 'x' });
		expect((await hybrid(given, builtIn(custom('A', 0.5)))).asked).toBe(true);
		expect((await hybrid(given, builtIn(custom('B', 0.5)))).asked).toBe(false);
	});

	it('is left alone when there is nothing at all', async () => {
		const read = builtIn();
		const { verdict, asked } = await hybrid(facts, read);
		expect(asked).toBe(false);
		expect(verdict).toBe(read);
	});
});

describe('an explicit request', () => {
	const unsure = aFinding('upset_customer', 'x', 0.5);

	it.each<[string, number, boolean]>([
		['high', 0.69, true],
		['high', 0.7, false],
		['medium', 0.69, true],
		['medium', 0.7, false],
		['low', 0.7, false],
		['low', 0.85, false],
	])('at %s sensitivity and %d: asks %s', async (sensitivity, confidence, asks) => {
		const given = { message: 'x', rules: rulesOf({ scenario: 'human_requested', sensitivity }, { scenario: 'upset_customer' }) };
		expect((await hybrid(given, builtIn(unsure, aFinding('human_requested', 'x', confidence)))).asked).toBe(asks);
	});

	it('settles nothing when that scenario is switched off', async () => {
		expect((await hybrid(withRow({ scenario: 'upset_customer' }), builtIn(unsure, aFinding('human_requested', 'x', 1)))).asked).toBe(true);
	});
});

describe('a custom scenario that only a model can judge', () => {
	const described: ScenarioRow = { scenario: 'custom', name: 'Press', description: 'Journalists' };

	it.each<[string, boolean]>([
		['one two', false],
		['one, two!', false],
		['one two three', true],
		['我想采访你们的老板', true],
		['ฉันอยากสัมภาษณ์คุณ', true],
		['インタビューをお願いします', true],
		['👍 👍 👍', false],
		['', false],
	])('costs a call for %j: %s', async (message, asks) => {
		expect((await hybrid(withRow(described, { message }), builtIn())).asked).toBe(asks);
	});

	it.each<[string, ScenarioRow]>([
		['has example phrases', { ...described, examplePhrases: 'x' }],
		['has no description', { scenario: 'custom', name: 'Press' }],
		['is switched off', { ...described, enabled: false }],
		['is not custom', { scenario: 'upset_customer', description: 'Journalists' }],
	])('costs nothing when it %s', async (_name, row) => {
		expect((await hybrid(withRow(row), builtIn())).asked).toBe(false);
	});

	it('costs nothing for a reply, nor for an explicit request', async () => {
		expect((await hybrid(withRow(described, { message: undefined, botReply: 'one two three' }), builtIn())).asked).toBe(false);
		const both = { message: 'one two three', rules: rulesOf(described, { scenario: 'human_requested' }) };
		expect((await hybrid(both, builtIn(aFinding('human_requested', 'x', 0.9)))).asked).toBe(false);
	});
});

describe('the merged verdict', () => {
	const unsure = aFinding('complex_request', 'x', 0.5);

	it('has the model\'s findings in place of unsure ones, and what it says for the task', async () => {
		const judged: Partial<Verdict> = { findings: [fromAi('upset_customer', 0.9)], summary: 'S.', priority: 'high', language: 'de' };
		expect((await hybrid(facts, builtIn(unsure), judged)).verdict).toEqual({
			...judged,
			detector: 'ai',
			ai: { model: 'm', calls: 1, milliseconds: 5 },
		});
	});

	it.each<[string, Finding, boolean]>([
		['a sure complaint', aFinding('upset_customer', 'x', 0.7), true],
		['a sure failure', aFinding('attempt_failed', 'x', 0.8), true],
		['an unsure complaint', aFinding('upset_customer', 'x', 0.69), false],
		['a request that counts', aFinding('human_requested', 'x', 0.5), true],
		['a request that does not', aFinding('human_requested', 'x', 0.49), false],
		['a thank-you', aFinding('resolved', 'x', 0.5), true],
		['a sure custom one', custom('Press', 0.7), true],
	])('keeps %s whatever the model says: %j %s', async (_name, finding, keeps) => {
		const { verdict } = await hybrid(facts, builtIn(unsure, finding));
		expect(verdict.findings).toEqual(keeps ? [finding] : []);
	});

	it('keeps a request that counts at the operator\'s sensitivity', async () => {
		const finding = aFinding('human_requested', 'x', 0.4);
		const rules = (sensitivity: string) => rulesOf({ scenario: 'human_requested', sensitivity });
		expect((await hybrid({ message: 'x', rules: rules('high') }, builtIn(finding))).verdict.findings).toEqual([finding]);
		expect((await hybrid({ message: 'x', rules: rules('medium') }, builtIn(finding))).verdict.findings).toEqual([]);
	});

	it('has one finding of a kind, the surer', async () => {
		const kept = aFinding('human_requested', 'x', 0.6);
		const weaker = await hybrid(facts, builtIn(kept), { findings: [fromAi('human_requested', 0.3)] });
		expect(weaker.verdict.findings).toEqual([kept]);
		const surer = await hybrid(facts, builtIn(kept), { findings: [fromAi('human_requested', 0.95)] });
		expect(surer.verdict.findings).toEqual([fromAi('human_requested', 0.95)]);
	});

	it('tells custom scenarios apart', async () => {
		const { verdict } = await hybrid(facts, builtIn(unsure, custom('Press', 0.9)), { findings: [custom('Wholesale enquiry', 0.8)] });
		expect(verdict.findings.map(({ name }) => name)).toEqual(['Press', 'Wholesale enquiry']);
	});

	it('has a problem solved from the model too', async () => {
		const { verdict } = await hybrid(facts, builtIn(unsure), { findings: [fromAi('resolved', 0.9)] });
		expect(verdict.findings).toEqual([fromAi('resolved', 0.9)]);
	});

	it('is the built-in one, unsure findings and all, when the model could not answer', async () => {
		const failed: Partial<Verdict> = { findings: [], detector: 'built-in', degraded: 'it timed out', ai: { model: 'm', calls: 2, milliseconds: 9 } };
		expect((await hybrid(facts, builtIn(unsure), failed)).verdict).toEqual({
			findings: [unsure],
			detector: 'built-in',
			degraded: 'it timed out',
			ai: failed.ai,
		});
	});

	it('decides as the judge behind it answered', async () => {
		const model = new ScriptedModel({ content: JSON.stringify(answerTo(judgeRequest(facts), { complex_request: yes('talk to a human', 0.9) })) });
		const judge = aiJudge(model, { timeout: 1000 }, async () => builtIn(), new LeapingClock());
		const verdict = await builtInThenAi(async () => builtIn(unsure), judge)(facts);
		expect(certain(verdict.findings, facts.rules)).toHaveLength(1);
		expect(decide(verdict, facts.rules, { failedAttempts: 0 })).toMatchObject({ handover: true, scenario: 'complex_request', confidence: 0.9 });
	});
});
