/** Settable by an environment variable, so that a run can be had again; tests print it. */
export function seedFrom(variable: string): number {
	return Number(process.env[variable] ?? Math.floor(Math.random() * 1e9));
}

/** Numbers from 0 up to, not including, 1, the same for the same seed (mulberry32). */
export function chance(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** Some of them, each at most once. */
export function some<T>(random: () => number, from: readonly T[], count: number): T[] {
	return from
		.map((one) => ({ one, at: random() }))
		.sort((a, b) => a.at - b.at)
		.slice(0, count)
		.map(({ one }) => one);
}
