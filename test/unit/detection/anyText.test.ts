import fc from 'fast-check';
import { readBotReply, readCustomerMessage } from '../../../handover/detection/builtIn/engine';
import { fold, judgedRanges, tokenise, WINDOW } from '../../../handover/detection/builtIn/normalise';
import { closestMeant, editDistance } from '../../../handover/detection/builtIn/typos';

const anyString = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 200 }),
	fc.string({ unit: 'grapheme', maxLength: 200 }),
	// Single UTF-16 units, so that lone surrogates occur.
	fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 }).map((units) => String.fromCharCode(...units)),
);
const REQUEST = 'I want to talk to a human';
const EXAMPLES = [{ kind: 'human_requested' as const, phrases: [REQUEST] }];

describe('whatever the text', () => {
	it('evidence is a piece of it', () => {
		const checkAll = (text: string) => {
			for (const { evidence } of [...readCustomerMessage(text, EXAMPLES), ...readBotReply(text)]) {
				expect(evidence.text).toBe(text.slice(evidence.start, evidence.end));
			}
		};
		fc.assert(fc.property(anyString, checkAll));
		fc.assert(fc.property(anyString, anyString, (a, b) => checkAll(`${a} I don't know. ${REQUEST} ${b}`)));
	});

	it('the request is found between other sentences', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom('é', '🙂', '\u0301', 'İ', '7', ' '), maxLength: 40 }), (noise) => {
				const text = `${noise}. ${REQUEST}. ${noise}`;
				const finding = readCustomerMessage(text, []).find(({ kind }) => kind === 'human_requested');
				expect(finding?.evidence.text).toBe('talk to a human');
				expect(text.slice(finding?.evidence.start, finding?.evidence.end)).toBe('talk to a human');
			}),
		);
	});

	it('there is at most one finding of a kind, with a confidence between 0 and 1', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom(REQUEST, 'that did not help', 'thanks', 'agent', 'no', 'it works now', '"', '.')), (parts) => {
				const findings = readCustomerMessage(parts.join(' '), []);
				expect(new Set(findings.map(({ kind }) => kind)).size).toBe(findings.length);
				for (const { confidence } of findings) {
					expect(confidence).toBeGreaterThan(0);
					expect(confidence).toBeLessThanOrEqual(1);
				}
			}),
		);
	});

	it('tokens come in order and within the text', () => {
		fc.assert(
			fc.property(anyString, (text) => {
				const { starts, ends } = tokenise(text);
				starts.forEach((start, i) => {
					expect(start).toBeLessThanOrEqual(ends[i]);
					expect(start).toBeGreaterThanOrEqual(i === 0 ? 0 : ends[i - 1]);
					expect(ends[i]).toBeLessThanOrEqual(text.length);
				});
			}),
		);
	});
});

describe('a very long text', () => {
	const filler = 'lorem ipsum dolor '.repeat(60_000);

	it('is judged at both ends only', () => {
		const judged = judgedRanges(filler).reduce((sum, [start, end]) => sum + end - start, 0);
		expect(judged).toBe(2 * WINDOW);
		const { starts } = tokenise(filler);
		expect(starts.length).toBeLessThan(2 * WINDOW);
		expect(starts.filter((start) => start > WINDOW && start < filler.length - WINDOW)).toEqual([]);
	});

	it.each([
		['start', `${REQUEST}. ${filler}`],
		['end', `${filler}. ${REQUEST}`],
	])('a request at its %s is found', (_, text) => {
		const finding = readCustomerMessage(text, []).find(({ kind }) => kind === 'human_requested');
		expect(finding?.evidence.start).toBe(text.indexOf('talk'));
	});

	it('a request in its middle is not looked for', () => {
		expect(readCustomerMessage(`${filler}. ${REQUEST}. ${filler}`, [])).toEqual([]);
	});

	it.each(['want ', 'talk to ', 'don\'t want to talk to a ', '"', 'a'.repeat(50), '\u0301', ', ', '(', '\ud83d', '>\n', 'agent agent '])(
		'repeating %j is survived',
		(part) => {
			const text = part.repeat(Math.ceil(1_000_000 / part.length));
			expect(() => [readCustomerMessage(text, EXAMPLES), readBotReply(text)]).not.toThrow();
		},
	);
});

describe('folding', () => {
	it.each([
		['AGENTTTTT', 'agent'],
		['Straße', 'strasse'],
		['ÉTÉ', 'ete'],
		['ñandú', 'nandu'],
		['hu\u200bman', 'human'],
		['ｈｕｍａｎ', 'human'],
	])('%s → %s', (word, folded) => {
		expect(fold(word)).toBe(folded);
	});

	it('keeps English contractions together and French elisions apart', () => {
		const words = (text: string) => tokenise(text).words.filter((word) => word !== '.');
		expect(words('don’t')).toEqual(['dont']);
		expect(words('l’agent')).toEqual(['l', 'agent']);
	});
});

describe('slips', () => {
	it.each([
		['humn', 'human', 1],
		['agnet', 'agent', 1],
		['person', 'person', 0],
		['represenative', 'representative', 1],
		['cat', 'elephant', 3],
	])('%s for %s: %i', (typed, meant, slips) => {
		expect(editDistance(typed, meant, 2)).toBe(slips);
	});

	it('the nearest word is meant', () => {
		expect(closestMeant('assistanse', ['assistant', 'assistance'])).toBe('assistance');
	});

	it('short words are never corrected', () => {
		expect(closestMeant('man', ['men'])).toBeUndefined();
	});
});
