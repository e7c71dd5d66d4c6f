import { DEFAULT_ATTEMPTS, DETECTABLE, readRules, type ScenarioRow } from '../../handover/detection/scenarios';
import { aRule, refusal } from '../support/builders';

describe('readRules', () => {
	const BUILT_IN = DETECTABLE.filter((scenario) => scenario !== 'custom');

	it('reads what the node proposes', () => {
		expect(readRules(BUILT_IN.map((scenario) => ({ scenario, enabled: true })))).toEqual(BUILT_IN.map((scenario) => aRule(scenario)));
	});

	it.each<[string, ScenarioRow[], ReturnType<typeof aRule>[]]>([
		['nothing', [], []],
		['no row that is switched off', [{ scenario: 'human_requested', enabled: false }], []],
		['a row that does not say', [{ scenario: 'human_requested' }], [aRule('human_requested')]],
		['example phrases, one a line', [{ scenario: 'human_requested', examplePhrases: ' a human \n\n  your boss\r\n' }], [aRule('human_requested', { examplePhrases: ['a human', 'your boss'] })]],
		['a number of attempts', [{ scenario: 'failed_to_resolve', attempts: 1 }], [aRule('failed_to_resolve', { attempts: 1 })]],
		['attempts as text', [{ scenario: 'failed_to_resolve', attempts: '3' }], [aRule('failed_to_resolve', { attempts: 3 })]],
		['the sensitivity', [{ scenario: 'upset_customer', sensitivity: 'high' }], [aRule('upset_customer', { sensitivity: 'high' })]],
		['a custom scenario', [{ scenario: 'custom', name: ' Wholesale ', description: 'resells', examplePhrases: 'bulk price' }], [aRule('custom', { name: 'Wholesale', description: 'resells', examplePhrases: ['bulk price'] })]],
	])('reads %s', (_name, rows, expected) => {
		expect(readRules(rows)).toEqual(expected);
	});

	it('takes a scenario twice when one row is switched off', () => {
		const rows = [{ scenario: 'human_requested', enabled: false }, { scenario: 'human_requested' }];
		expect(readRules(rows)).toHaveLength(1);
	});

	it('takes many custom scenarios', () => {
		expect(readRules(Array.from({ length: 30 }, (_, i) => ({ scenario: 'custom', name: `Topic ${i}` })))).toHaveLength(30);
	});

	it.each<[unknown]>([['no_such'], [''], [undefined], ['Human_Requested']])('refuses the scenario %j', (scenario) => {
		const { message, fix } = refusal(() => readRules([{ scenario }]));
		expect(message).toBe(`"Scenarios" has an unknown scenario: ${String(scenario)}`);
		expect(fix).toContain(DETECTABLE.join(', '));
	});

	it.each<[string, ScenarioRow[]]>([
		['Human requested', [{ scenario: 'human_requested' }, { scenario: 'lack_of_information' }, { scenario: 'human_requested' }]],
		['wholesale', [{ scenario: 'custom', name: 'Wholesale' }, { scenario: 'custom', name: 'wholesale' }]],
		['Upset customer', [{ scenario: 'upset_customer' }, { scenario: 'custom', name: 'Upset customer' }]],
	])('refuses %s twice', (name, rows) => {
		const { message, fix } = refusal(() => readRules(rows));
		expect(message).toBe(`"Scenarios" lists ${name} twice`);
		expect(fix).toContain('one row');
	});

	it.each([undefined, '', '  '])('refuses a custom scenario called %j', (name) => {
		expect(refusal(() => readRules([{ scenario: 'custom', name }])).message).toBe('"Scenarios" has a custom scenario without a name');
	});

	it.each(['Medium', 0.5, '', 'toString'])('refuses the sensitivity %j', (sensitivity) => {
		const { message, fix } = refusal(() => readRules([{ scenario: 'upset_customer', sensitivity }]));
		expect(message).toBe(`"Sensitivity" is ${sensitivity}`);
		expect(fix).toContain('low, medium, high');
	});

	it.each<[unknown]>([[0], [-1], [1.5], [NaN], ['two'], [''], [null]])('refuses %p attempts', (attempts) => {
		const { message, fix } = refusal(() => readRules([{ scenario: 'failed_to_resolve', attempts }]));
		expect(message).toBe(`"After Failed Attempts" must be a whole number from 1 up, but is ${String(attempts)}`);
		expect(fix).toContain(`for example ${DEFAULT_ATTEMPTS}`);
	});

	it('does not ask for attempts where they mean nothing', () => {
		expect(readRules([{ scenario: 'human_requested', attempts: '' }])).toHaveLength(1);
	});
});
