import { fold } from '../../../handover/detection/builtIn/normalise';
import { de } from '../../../handover/detection/builtIn/patterns/de';
import { en } from '../../../handover/detection/builtIn/patterns/en';
import { es } from '../../../handover/detection/builtIn/patterns/es';
import { fr } from '../../../handover/detection/builtIn/patterns/fr';
import { pt } from '../../../handover/detection/builtIn/patterns/pt';
import { Phrase, wordsIn } from '../../../handover/detection/builtIn/phrase';

const match = (phrase: string, text: string) =>
	new Phrase(phrase, { who: 'human|real person' }, new Set()).matcher.exec(` . ${text} . `)?.[0].trim();

describe('the phrase notation', () => {
	it.each([
		['talk to {who}', 'i talk to real person now', 'talk to real person'],
		['(talk|speak) to? {who}', 'speak human', 'speak human'],
		['talk ...2 {who}', 'talk to the human', 'talk to the human'],
		['talk ...2 {who}', 'talk to the other human', undefined],
		['talk ...2 {who}', 'talk , human', undefined],
		['^ human $', 'please , human', 'human'],
		['^ human $', 'my human', undefined],
		['talk , human', 'talk , human', 'talk , human'],
		['man', 'human', undefined],
	])('%s in "%s"', (phrase, text, found) => {
		expect(match(phrase, text)).toBe(found);
	});

	it.each(['{nobody}', 'café!', 'talk? to?'])('%s is refused', (phrase) => {
		expect(() => new Phrase(phrase, {}, new Set()).matcher).toThrow();
	});

	it('a text without a cue word cannot match, whichever way the phrase is said', () => {
		const phrase = new Phrase('(the|a) ({who}|agent) please?', { who: 'human|real person' }, new Set(['the', 'a']));
		expect([...phrase.cues].sort()).toEqual(['agent', 'human', 'real']);
	});
});

describe.each([en, es, de, fr, pt])('the patterns of $language', (patterns) => {
	const rules = [...patterns.customerRules, ...patterns.botRules];
	const decoys = [...patterns.customerDecoys, ...patterns.botDecoys];
	const phrases = [...decoys, ...rules.flatMap((rule) => rule.phrases)];

	it('can all be compiled', () => {
		const smallWords = new Set(patterns.stopWords);
		for (const phrase of phrases) {
			expect(new Phrase(phrase, patterns.words, smallWords).matcher.source).not.toBe('');
		}
	});

	it('are written the way texts look after folding', () => {
		const words = [
			...wordsIn([...phrases, ...Object.values(patterns.words)]),
			...Object.entries(patterns.spellings).flat(),
			...patterns.keyWords,
			...patterns.notTypos,
			...patterns.fillers,
			...patterns.stopWords,
			...patterns.negators,
		];
		expect(words.filter((word) => fold(word) !== word || /\s/.test(word))).toEqual([]);
	});

	it('cover every kind of finding under names of their own', () => {
		expect(new Set(rules.map(({ kind }) => kind)).size).toBe(4);
		expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
	});
});
