import fs from 'node:fs';
import path from 'node:path';
import type { Finding, FindingKind } from '../detector';
import type { Tokens } from '../builtIn/normalise';
import { eachFeature, normOf } from './features';

/** How a label's score becomes a confidence: pairs of score and confidence, rising. */
type Calibration = readonly (readonly [score: number, confidence: number])[];

/** One thing the model can tell of a text. */
export interface Label {
	kind: FindingKind;
	/** Whose texts it is about. */
	reads: 'customer' | 'bot';
	/** Places in its table; a power of two, so that a hash's low bits are the place. */
	size: number;
	bias: number;
	/** What one step of a weight is worth. */
	scale: number;
	calibration: Calibration;
}

/** What `train.mjs` writes beside the weights. */
export interface ModelCard {
	labels: Label[];
}

/** What the evidence of the model's findings names as its rule. */
export const MODEL_RULE = 'model';

/** Longer texts are judged in pieces of this many words: a request drowns in a long message. */
const LONGEST_PIECE_WORDS = 32;

/** A trained model: for every label a weight for each n-gram. */
export class NgramModel {
	private readonly tables: { label: Label; weights: Int8Array }[];

	/**
	 * @param card what the training wrote down
	 * @param bytes the labels' weights one after the other, two to a byte, from -7 to 7
	 */
	constructor(card: ModelCard, bytes: Uint8Array) {
		let from = 0;
		this.tables = card.labels.map((label) => {
			const weights = unpacked(bytes.subarray(from, from + label.size / 2));
			from += label.size / 2;
			return { label, weights };
		});
	}

	/**
	 * @param text the text the tokens were read from
	 * @param reads whose text it is
	 * @returns a finding per label that is not wholly unlikely, with the words that speak for it; kinds may come twice
	 */
	read(text: string, tokens: Tokens, reads: 'customer' | 'bot'): Finding[] {
		const tables = this.tables.filter(({ label }) => label.reads === reads);
		const best = tables.map(() => ({ score: -Infinity, from: 0, to: 0 }));
		for (const [from, to] of pieces(tokens.words)) {
			scoresOf(tables, tokens.words.slice(from, to)).forEach((score, index) => {
				if (score > best[index].score) best[index] = { score, from, to };
			});
		}
		return tables.flatMap(({ label, weights }, index) => {
			const { score, from, to } = best[index];
			const confidence = confidenceOf(score, label.calibration);
			if (confidence === 0) return [];
			const [first, last] = tellingWords(tokens.words.slice(from, to), weights);
			const [start, end] = [tokens.starts[from + first], tokens.ends[from + last]];
			return [{ kind: label.kind, confidence, evidence: { text: text.slice(start, end), start, end, rule: MODEL_RULE } }];
		});
	}
}

/** The score of each label: the log of the odds that it holds. */
function scoresOf(tables: readonly { label: Label; weights: Int8Array }[], words: readonly string[]): number[] {
	const sums = new Array<number>(tables.length).fill(0);
	let count = 0;
	eachFeature(words, (hash) => {
		count++;
		for (let index = 0; index < tables.length; index++) {
			const { weights } = tables[index];
			sums[index] += weights[hash & (weights.length - 1)];
		}
	});
	return tables.map(({ label: { bias, scale } }, index) => bias + (sums[index] * scale) / normOf(count));
}

/** The stretch of words that adds most to a label's score. */
function tellingWords(words: readonly string[], weights: Int8Array): [first: number, last: number] {
	const adds = new Array<number>(words.length).fill(0);
	eachFeature(words, (hash, token) => {
		adds[token] += weights[hash & (weights.length - 1)];
	});
	let best = { sum: -Infinity, first: 0, last: words.length - 1 };
	let sum = 0;
	let first = 0;
	adds.forEach((added, token) => {
		if (sum <= 0) [sum, first] = [0, token];
		sum += added;
		if (sum > best.sum && isWord(words[token])) best = { sum, first, last: token };
	});
	while (best.first < best.last && !isWord(words[best.first])) best.first++;
	return [best.first, best.last];
}

/** Two weights to a byte: the low half first, each eight more than the weight. */
function unpacked(bytes: Uint8Array): Int8Array {
	const weights = new Int8Array(bytes.length * 2);
	bytes.forEach((byte, at) => {
		weights[at * 2] = (byte & 15) - 8;
		weights[at * 2 + 1] = (byte >> 4) - 8;
	});
	return weights;
}

const isWord = (word: string) => word !== '.' && word !== ',';

/** Ranges of tokens: the whole text, or of a longer one sentence by sentence. */
export function pieces(words: readonly string[]): [from: number, to: number][] {
	if (words.length <= LONGEST_PIECE_WORDS) return [[0, words.length]];
	const ranges: [number, number][] = [];
	let from = 0;
	for (let at = 1; at <= words.length; at++) {
		const full = at - from >= LONGEST_PIECE_WORDS;
		if (at === words.length || full || (words[at] === '.' && at - from >= LONGEST_PIECE_WORDS / 2)) {
			ranges.push([from, at]);
			from = at;
		}
	}
	return ranges;
}

/** Between two points of the calibration the confidence grows evenly; below the first it is none. */
function confidenceOf(score: number, calibration: Calibration): number {
	let [lowScore, lowConfidence] = calibration[0];
	if (score < lowScore) return 0;
	for (const [highScore, highConfidence] of calibration) {
		if (score < highScore) {
			return lowConfidence + ((highConfidence - lowConfidence) * (score - lowScore)) / (highScore - lowScore);
		}
		[lowScore, lowConfidence] = [highScore, highConfidence];
	}
	return lowConfidence;
}

/**
 * Reads the trained model that lies beside this file.
 * @throws when its files are missing or damaged: the package was not built or copied whole
 */
export function loadModel(folder = __dirname): NgramModel {
	const card = JSON.parse(fs.readFileSync(path.join(folder, 'weights.json'), 'utf8')) as ModelCard;
	const bytes = fs.readFileSync(path.join(folder, 'weights.bin'));
	const expected = card.labels.reduce((sum, { size }) => sum + size / 2, 0);
	if (bytes.length !== expected) {
		throw new Error(`The detection model has ${bytes.length} bytes instead of ${expected}; install the package again`);
	}
	return new NgramModel(card, bytes);
}
