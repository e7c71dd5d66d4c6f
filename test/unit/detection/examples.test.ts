import { readCustomerMessage } from '../../../handover/detection/builtIn/engine';
import { SENSITIVITIES } from '../../../handover/detection/scenarios';
import { matchExamples } from '../../../handover/detection/builtIn/examples';

const FRONT_DESK = 'Put me through to the front desk';

const requestsLike = (phrase: string) => [{ kind: 'human_requested' as const, phrases: [phrase] }];

const byExample = (text: string, phrase: string) =>
	readCustomerMessage(text, requestsLike(phrase)).find(({ evidence }) => evidence.rule === `example: ${phrase}`);

describe('the operator\'s own example', () => {
	it.each([
		['could you put me thru to front desk please', FRONT_DESK],
		['the front desk: put me through!', FRONT_DESK],
		['PUT ME THROUGH TO THE FORNT DESK', FRONT_DESK],
		['open a ticket for me please', 'open a ticket'],
		['I want my lawyer', 'lawyer'],
		['ich brauche bitte die Werkstatt am Telefon', 'Werkstatt Telefon'],
		['necesito la oficina central', 'quiero la oficina central'],
	])('%s', (text, phrase) => {
		const finding = readCustomerMessage(text, requestsLike(phrase)).find(({ kind }) => kind === 'human_requested');
		expect(finding?.confidence).toBeGreaterThan(0.7);
	});

	it.each([
		['where is the front desk?', FRONT_DESK],
		['please don\'t put me through to the front desk', FRONT_DESK],
		['I put it on my desk', FRONT_DESK],
		['close the ticket', 'open a ticket'],
		['', FRONT_DESK],
		['anything at all', ''],
		['anything at all', '?!'],
	])('not: %s (%s)', (text, phrase) => {
		const sure = readCustomerMessage(text, requestsLike(phrase)).filter(({ confidence }) => confidence >= SENSITIVITIES.medium);
		expect(sure).toEqual([]);
	});

	it('is named as the rule and gives the words it matched', () => {
		const finding = byExample('hello, open a ticket', 'open a ticket');
		expect(finding?.evidence.text).toBe('open a ticket');
	});

	it('is found in tokens that begin with a word', () => {
		const tokens = { words: ['front', 'desk'], starts: [0, 6], ends: [5, 10], quoted: [false, false] };
		const [finding] = matchExamples('front desk', tokens, requestsLike('front desk'));
		expect(finding.evidence).toMatchObject({ start: 0, end: 10 });
	});

	it('is less sure when a word is missing', () => {
		const full = byExample('forward case legal office', 'forward case legal office');
		const partial = byExample('forward legal office', 'forward case legal office');
		expect(partial?.confidence).toBeLessThan(full?.confidence ?? 0);
	});
});
