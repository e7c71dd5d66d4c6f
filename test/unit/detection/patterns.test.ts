import { FINDING_KINDS } from '../../../handover/detection/detector';
import { LANGUAGE_FILES } from '../../../handover/detection/builtIn/patterns';
import { Passage, Phrase, WordClasses, symbols } from '../../../handover/detection/builtIn/phrase';

/** All but `custom`, which only the operator's own phrases make. */
const KINDS = FINDING_KINDS.filter((kind) => kind !== 'custom');

const CLASSES = new WordClasses({ who: 'human|real person' });
const symbolsOf = (words: string[]) => new Set(words.map((word) => symbols.of(word)));

/** The first match of the phrase in the text, as its words. */
function match(phrase: string, text: string): string | undefined {
	const parsed = new Phrase(phrase, CLASSES, new Set());
	const words = ['.', ...text.split(' '), '.'];
	const passage = new Passage([...words]);
	for (let at = 0; at < words.length; at++) {
		const length = parsed.matchAt(passage, at);
		if (length > 0) return words.slice(at, at + length).join(' ');
	}
	return undefined;
}

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
		['menschen*', 'ein menschenwesen da', 'menschenwesen'],
		['menschen*', 'mensch', undefined],
		['转人工', '我 要 转 人 工', '转 人 工'],
		['(a|a b) c?', 'a b c', 'a b c'],
		['...2 human', 'my real human', 'my real human'],
	])('%s in "%s"', (phrase, text, found) => {
		expect(match(phrase, text)).toBe(found);
	});

	it.each(['{nobody}', 'ca-fe', 'talk? to?', '...2'])('%s is refused', (phrase) => {
		expect(() => new Phrase(phrase, CLASSES, new Set())).toThrow();
	});

	it('a text without a cue word cannot match, whichever way the phrase is said', () => {
		const phrase = new Phrase('(the|a) ({who}|agent) please?', CLASSES, symbolsOf(['the', 'a']));
		expect(phrase.cues).toEqual(symbolsOf(['human', 'real', 'agent']));
	});

	it('what is blanked matches nothing any more', () => {
		const passage = new Passage(['.', 'talk', 'to', 'human', '.']);
		const phrase = new Phrase('talk to {who}', CLASSES, new Set());
		expect(phrase.matchAt(passage, 1)).toBe(3);
		passage.blank(3, 4);
		expect(phrase.matchAt(passage, 1)).toBe(0);
		expect(passage.words).toEqual(['.', 'talk', 'to', '_', '.']);
	});
});

describe.each(LANGUAGE_FILES)('the patterns of $language', (patterns) => {
	const rules = [...patterns.customerRules, ...patterns.botRules];
	const decoys = [...patterns.customerDecoys, ...patterns.botDecoys];
	const phrases = [...decoys, ...rules.flatMap((rule) => rule.phrases)];

	it('can all be compiled', () => {
		const classes = new WordClasses(patterns.words);
		for (const phrase of phrases) expect(() => new Phrase(phrase, classes, new Set())).not.toThrow();
	});

	it('cover every kind of finding under names of their own', () => {
		expect([...new Set(rules.map(({ kind }) => kind))].sort()).toEqual([...KINDS].sort());
		expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
	});
});
