import fc from 'fast-check';
import { SCENARIOS } from '../../handover/scenario';
import { DEFAULT_TAG, readTags, reasonTag } from '../../handover/tags';
import { refusal } from '../support/builders';

const LONGEST = 'x'.repeat(100);

describe('readTags', () => {
	it.each<[string, unknown, string[]]>([
		['one tag', DEFAULT_TAG, ['human_handover']],
		['several, separated by commas', 'vip,  urgent ,new lead', ['vip', 'urgent', 'new lead']],
		['a list', ['vip', ' urgent '], ['vip', 'urgent']],
		['empty places left out', ',vip,, urgent,', ['vip', 'urgent']],
		['each once, in the order given', 'b, a, b, a', ['b', 'a']],
		['upper and lower case apart', 'VIP, vip', ['VIP', 'vip']],
		['a number', 42, ['42']],
		['numbers in a list', [1, 2], ['1', '2']],
		['the longest tag', LONGEST, [LONGEST]],
		['the longest tag with blanks around it', ` ${LONGEST} `, [LONGEST]],
	])('reads %s', (_name, value, tags) => {
		expect(readTags(value)).toEqual(tags);
	});

	it.each<[unknown]>([[undefined], [null], [''], ['  '], [' , ,'], [[]], [['', ' ']]])('refuses %j as empty', (value) => {
		const { message, fix } = refusal(() => readTags(value));
		expect(message).toBe('"Tags" is empty');
		expect(fix).toContain('human_handover');
	});

	it('refuses a tag that desks would cut, and shows its beginning', () => {
		const { message, fix } = refusal(() => readTags(`ok, long${LONGEST}`));
		expect(message).toContain('at most 100 characters');
		expect(message).toContain(`"long${'x'.repeat(26)}…" has 104`);
		expect(fix).toContain('commas');
	});

	it('reads its own result as the same tags', () => {
		const tag = fc.stringMatching(/^[a-z _]{0,12}$/);
		fc.assert(
			fc.property(fc.array(tag, { minLength: 1 }), (tags) => {
				fc.pre(tags.some((t) => t.trim() !== ''));
				const read = readTags(tags);
				expect(readTags(read.join(','))).toEqual(read);
				expect(new Set(read).size).toBe(read.length);
			}),
		);
	});

	// A field that is missing would tag the contact "null" or "undefined".
	it.each([null, undefined])('leaves %j out of a list', (missing) => {
		expect(readTags(['vip', missing])).toEqual(['vip']);
	});
});

describe('reasonTag', () => {
	it('is one readable tag for every scenario', () => {
		expect(reasonTag('failed_to_resolve')).toBe('handover_failed_to_resolve');
		expect(new Set(SCENARIOS.map((scenario) => reasonTag(scenario))).size).toBe(SCENARIOS.length);
		for (const scenario of SCENARIOS) expect(readTags(reasonTag(scenario))).toEqual([reasonTag(scenario)]);
	});

	it.each([
		['Wholesale enquiry', 'handover_wholesale_enquiry'],
		['Ärger, mit: Rechnung!', 'handover_ärger_mit_rechnung'],
		['批发 询价', 'handover_批发_询价'],
		['🙂', 'handover_custom'],
		['x'.repeat(200), `handover_${'x'.repeat(91)}`],
	])('of the custom scenario %s is %s', (name, tag) => {
		expect(reasonTag('custom', name)).toBe(tag);
		expect(readTags(tag)).toEqual([tag]);
	});
});
