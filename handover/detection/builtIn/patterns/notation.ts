import type { Rule } from './types';

/** A rule without further conditions. */
export function rule(id: string, kind: Rule['kind'], confidence: number, ...phrases: string[]): Rule {
	return { id, kind, confidence, phrases };
}

/** Spellings from groups separated by `;`: in each first the word, then those read as it. */
export function readAs(groups: string): Record<string, string> {
	return Object.fromEntries(
		groups.split(';').flatMap((group) => {
			const [read, ...words] = group.trim().split(' ');
			return words.map((word) => [word, read]);
		}),
	);
}

/** Spellings from pairs of signs: the one that is written, and the one it is read as. */
export function readSigns(pairs: string): Record<string, string> {
	return Object.fromEntries([...pairs.matchAll(/(.)(.)/gu)].map(([, written, meant]) => [written, meant]));
}
