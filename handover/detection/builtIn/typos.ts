/** A misspelt word may differ this much: one slip, in a long word two. */
function allowedSlips(length: number): number {
	if (length < 4) return 0;
	return length < 8 ? 1 : 2;
}

/**
 * Counts the slips between two words: letters missing, added, exchanged or swapped
 * with their neighbour (optimal string alignment distance).
 *
 * @param limit the count above which the exact figure no longer matters
 * @returns the distance, or `limit + 1` if it is larger than `limit`
 */
export function editDistance(a: string, b: string, limit: number): number {
	if (Math.abs(a.length - b.length) > limit) return limit + 1;
	let beforePrevious: number[] = [];
	let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
	for (let row = 1; row <= a.length; row++) {
		const current = [row];
		let best = row;
		for (let column = 1; column <= b.length; column++) {
			const same = a[row - 1] === b[column - 1];
			let cost = Math.min(
				previous[column] + 1,
				current[column - 1] + 1,
				previous[column - 1] + (same ? 0 : 1),
			);
			const swapped =
				row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
			if (swapped) cost = Math.min(cost, beforePrevious[column - 2] + 1);
			current.push(cost);
			best = Math.min(best, cost);
		}
		if (best > limit) return limit + 1;
		beforePrevious = previous;
		previous = current;
	}
	return Math.min(previous[b.length], limit + 1);
}

/**
 * @param typed a folded word as the customer spelt it
 * @param meant a correctly spelt folded word
 * @returns whether the first can be a slip of the second; the first letter has to be right
 */
export function isTypoOf(typed: string, meant: string): boolean {
	if (typed[0] !== meant[0]) return false;
	const limit = allowedSlips(meant.length);
	return limit > 0 && editDistance(typed, meant, limit) <= limit;
}

/**
 * @param typed a folded word as the customer spelt it
 * @param candidates correctly spelt folded words
 * @returns the candidate it is a slip of, the nearest one if there are several
 */
export function closestMeant(typed: string, candidates: readonly string[]): string | undefined {
	const slips = candidates.filter((candidate) => isTypoOf(typed, candidate));
	if (slips.length < 2) return slips[0];
	const oneSlip = slips.find((candidate) => editDistance(typed, candidate, 1) <= 1);
	return oneSlip ?? slips[0];
}
