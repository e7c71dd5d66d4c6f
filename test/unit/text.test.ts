import fc from 'fast-check';
import { clip, startOf, withoutSecrets } from '../../handover/text';

describe('startOf', () => {
	it.each([
		['abc', 2, 'ab'],
		['abc', 3, 'abc'],
		['abc', 9, 'abc'],
		['', 3, ''],
		['a😀b', 2, 'a'],
		['a😀b', 3, 'a😀'],
		['a\ud800b', 9, 'a\ufffdb'],
		['a\ud800b', 2, 'a\ufffd'],
	])('of %j, %i long', (text, length, start) => {
		expect(startOf(text, length)).toBe(start);
	});

	it('is well formed, as long as it can be, and what the text begins with', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), fc.array(fc.integer({ min: 0xd800, max: 0xdfff })), fc.integer({ min: 1, max: 12 }), (text, halves, length) => {
				const whole = String.fromCharCode(...halves) + text;
				const start = startOf(whole, length);
				expect(start.isWellFormed()).toBe(true);
				expect(start.length).toBeLessThanOrEqual(length);
				expect(start.length).toBeGreaterThanOrEqual(Math.min(whole.length, length) - 1);
				expect(whole.toWellFormed().startsWith(start)).toBe(true);
			}),
		);
	});
});

describe('clip', () => {
	it.each([
		['abc', 3, 'abc'],
		['abcd', 3, 'ab…'],
		['a😀b', 3, 'a…'],
		['a\udc00', 3, 'a\ufffd'],
	])('of %j, %i long', (text, length, clipped) => {
		expect(clip(text, length)).toBe(clipped);
	});
});

describe('withoutSecrets', () => {
	it.each([
		['one', ['sesame'], 'Wrong token •••'],
		['one that begins like another', ['sesa', 'sesame'], 'Wrong token •••'],
		['none', ['', 'other'], 'Wrong token sesame'],
	])('blanks %s', (_name, secrets, text) => {
		expect(withoutSecrets('Wrong token sesame', secrets)).toBe(text);
	});
});
