import type { Finding } from './detector';

/** The surest finding of each kind; of custom findings, of each name. Of equals the first stays. */
export function surestOf(findings: readonly Finding[]): Finding[] {
	const surest = new Map<string, Finding>();
	for (const finding of findings) {
		const key = JSON.stringify([finding.kind, finding.name]);
		const rival = surest.get(key);
		if (rival === undefined || finding.confidence > rival.confidence) surest.set(key, finding);
	}
	return [...surest.values()];
}
