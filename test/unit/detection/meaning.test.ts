import { isSmallWord, meaningWords } from '../../../handover/detection/builtIn/meaning';

describe('words that carry meaning', () => {
	const stems = (text: string) => meaningWords(text.split(' ')).map(({ stem }) => stem);

	it('are those about the matter, also where a small word is another language\'s short form', () => {
		expect(stems('is the parcel lost please')).toEqual(['parcel', 'lost']);
	});

	it.each(['is', 'please', '.', ','])('“%s” is none', (word) => {
		expect(isSmallWord(word)).toBe(true);
	});
});
