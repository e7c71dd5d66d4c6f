/**
 * The n-grams that the model looks at: words, pairs and triples of words, and
 * pieces of three to five letters of each word, so that inflections and slips
 * still share most of their pieces. Each is hashed; the hash is its place in a
 * label's table of weights.
 */

const SHORTEST_PIECE = 3;
const LONGEST_PIECE = 5;

/** FNV-1a, 32 bits. */
const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

function hashed(text: string, seed: number): number {
	let hash = seed;
	for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME);
	return hash;
}

/** FNV leaves the low bits weak; this spreads them (the last step of MurmurHash3). */
function spread(hash: number): number {
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * @param words folded tokens
 * @param visit called with the hash of each n-gram, 32 bits, all of them well
 *   mixed; and with the index of the token it belongs to
 */
export function eachFeature(words: readonly string[], visit: (hash: number, token: number) => void): void {
	let before = OFFSET;
	let beforeThat = OFFSET;
	for (let token = 0; token < words.length; token++) {
		const word = words[token];
		const own = hashed(word, OFFSET);
		const pair = before ^ 0x9e37;
		const triple = beforeThat ^ 0x79b9;
		beforeThat = hashed(word, Math.imul(before, PRIME) ^ 0x2545);
		before = own;
		// Where a sentence or clause begins says something about its first word, but nothing by itself.
		if (word === '.' || word === ',') continue;
		visit(spread(own), token);
		if (token > 0) visit(spread(hashed(word, pair)), token);
		if (token > 1) visit(spread(hashed(word, triple)), token);
		const padded = `<${word}>`;
		for (let from = 0; from + SHORTEST_PIECE <= padded.length; from++) {
			let piece = OFFSET ^ 0x5bd1;
			const longest = Math.min(LONGEST_PIECE, padded.length - from);
			for (let length = 1; length <= longest; length++) {
				piece = Math.imul(piece ^ padded.charCodeAt(from + length - 1), PRIME);
				if (length >= SHORTEST_PIECE && length < padded.length) visit(spread(piece), token);
			}
		}
	}
}

/** A word or two must not weigh like a sentence: "you" alone says nothing. */
const FEWEST_FEATURES = 20;

/**
 * What a sum of weights is divided by, so that short and long texts compare.
 * @param count how many n-grams were summed up
 */
export function normOf(count: number): number {
	return Math.sqrt(Math.max(count, FEWEST_FEATURES));
}
