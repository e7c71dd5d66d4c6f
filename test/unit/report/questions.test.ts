import fc from 'fast-check';
import { groupQuestions } from '../../../handover/report/questions';

const groups = (...texts: string[]) => groupQuestions(texts, (text) => text);

describe('questions in other words', () => {
	const same: [string, string][] = [
		['Do you deliver to Norway?', 'Hello! Can you deliver to norway please'],
		['Where is order 17?', 'where is my order 1234'],
		['Track order 17', 'track order 99 please'],
		['Heat pump warranty?', 'heat pump warrenty'],
		['Wie lange ist die Garantie auf Wärmepumpen?', 'Garantie Wärmepumpe wie lang?'],
		['Доставляете в Норвегию?', 'вы доставляете в норвегию'],
		['配送到挪威吗？', '你们配送到挪威吗'],
		['هل توصلون إلى النرويج؟', 'هل توصلون الى النرويج'],
		['???', '???'],
	];
	it.each(same)('are one: %s – %s', (a, b) => expect(groups(a, b)).toEqual([[a, b]]));

	const different: [string, string][] = [
		['Do you deliver to Norway?', 'Do you deliver to Spain?'],
		['Do you deliver to Norway?', 'Is Norway a member of the union?'],
		['Delivery costs to Norway', 'Delivery costs to Spain'],
		['How much is it?', '???'],
		['配送到挪威吗？', '有停车场吗？'],
	];
	it.each(different)('are not one: %s – %s', (a, b) => expect(groups(a, b)).toHaveLength(2));

	it('come with the most asked first, each in the order given', () => {
		expect(groups('Do you have parking?', 'Do you deliver to Norway?', 'Deliver to Norway?', 'Hello, parking please!', 'deliver norway')).toEqual([
			['Do you deliver to Norway?', 'Deliver to Norway?', 'deliver norway'],
			['Do you have parking?', 'Hello, parking please!'],
		]);
	});

	it('are found after others that have a word in common', () => {
		expect(groups('deliver to Norway', 'deliver to Spain', 'deliver express to Norway')).toEqual([['deliver to Norway', 'deliver express to Norway'], ['deliver to Spain']]);
	});

	it('are not strung together over those in between', () => {
		const chain = ['alpha bravo', 'alpha bravo charlie delta', 'charlie delta', 'charlie delta echo foxtrot', 'echo foxtrot'];
		expect(groups(...chain).length).toBeGreaterThan(1);
	});

	it('are all there, once, whatever they are', () => {
		fc.assert(
			fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', 'Norway?', 'deliver to Norway', 'do you deliver to Norway'))), (texts) => {
				const places = groupQuestions([...texts.keys()], (place) => texts[place]).flat();
				expect(places.sort((a, b) => a - b)).toEqual([...texts.keys()]);
			}),
		);
	});

	it('are grouped by the thousand', () => {
		const towns = Array.from({ length: 1000 }, (_, index) => `town${String.fromCharCode(97 + (index % 26), 97 + (Math.floor(index / 26) % 26), 97 + (index % 7))}${'x'.repeat(index % 5)}`);
		const texts = Array.from({ length: 5000 }, (_, index) => `Do you ${index % 2 ? 'deliver furniture' : 'furniture deliver'} to ${towns[index % 1000]}?`);
		const found = groupQuestions(texts, (text) => text);
		expect(found.flat()).toHaveLength(5000);
		expect(found[0].length).toBeGreaterThanOrEqual(5);
	});
});
