import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { tokenise } from '../../../handover/detection/builtIn/normalise';
import { eachFeature } from '../../../handover/detection/model/features';
import { NgramModel, loadModel, pieces, type ModelCard } from '../../../handover/detection/model/ngramModel';

const FOLDER = path.join(__dirname, '../../../handover/detection/model');

const hashesOf = (text: string) => {
	const hashes: number[] = [];
	eachFeature(tokenise(text).words, (hash) => hashes.push(hash));
	return hashes;
};

describe('the n-grams', () => {
	it('are hashes of 32 bits', () => {
		const hashes = hashesOf('I want to talk to a human, now! 转人工 🙂');
		expect(hashes.length).toBeGreaterThan(40);
		expect(hashes.every((hash) => Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32)).toBe(true);
	});

	it('spread over a table by their low bits', () => {
		const places = new Set<number>();
		eachFeature(Array.from({ length: 3000 }, (_, i) => `w${i}`), (hash) => places.add(hash & 4095));
		expect(places.size).toBeGreaterThan(3500);
	});

	it('a slip keeps most of them, another word few', () => {
		const share = (a: string, b: string) => {
			const other = new Set(hashesOf(b));
			const own = hashesOf(a);
			return own.filter((hash) => other.has(hash)).length / own.length;
		};
		expect(share('representative', 'represenative')).toBeGreaterThan(0.4);
		expect(share('representative', 'cucumber')).toBeLessThan(0.1);
	});

	it('tell the order of words', () => {
		expect(hashesOf('human talk').sort()).not.toEqual(hashesOf('talk human').sort());
	});
});

/** A model of one label in which the word "agent" weighs `weight` (-7 to 7) and everything else nothing. */
function modelOf(weight: number): NgramModel {
	const size = 1 << 12;
	const bytes = new Uint8Array(size / 2).fill(0x88);
	eachFeature(['agent'], (hash) => {
		const place = hash & (size - 1);
		const [shift, kept] = place % 2 === 0 ? [0, 0xf0] : [4, 0x0f];
		bytes[place >> 1] = (bytes[place >> 1] & kept) | ((weight + 8) << shift);
	});
	const card: ModelCard = {
		labels: [{ kind: 'human_requested', reads: 'customer', size, bias: 0, scale: 1, calibration: [[1, 0.1], [2, 0.35], [3, 0.5], [6, 0.9]] }],
	};
	return new NgramModel(card, bytes);
}

const read = (model: NgramModel, text: string, reads: 'customer' | 'bot' = 'customer') => model.read(text, tokenise(text), reads);

describe('a model', () => {
	it('names the words that tell', () => {
		const [finding] = read(modelOf(7), 'please, some agent there');
		expect(finding).toMatchObject({ kind: 'human_requested', evidence: { text: 'agent', start: 13, end: 18, rule: 'model' } });
	});

	it('is surer the higher the score, and never surer than calibrated', () => {
		const confidences = [1, 2, 3, 5, 7].map((weight) => read(modelOf(weight), 'agent')[0]?.confidence ?? 0);
		expect([...confidences].sort((a, b) => a - b)).toEqual(confidences);
		expect(confidences.at(-1)).toBeLessThanOrEqual(0.9);
	});

	it('finds nothing where nothing tells, and says nothing about the other side\'s texts', () => {
		expect(read(modelOf(7), 'where is my parcel')).toEqual([]);
		expect(read(modelOf(7), 'agent', 'bot')).toEqual([]);
	});

	it('finds a request in a long message', () => {
		const long = 'my parcel has not come yet and I do not know why. '.repeat(10);
		expect(read(modelOf(7), `${long} agent agent agent. ${long}`)).toHaveLength(1);
	});

	it('cuts long texts into pieces without losing a word', () => {
		for (const count of [1, 31, 32, 33, 64, 100, 500]) {
			const words = Array.from({ length: count }, (_, i) => (i % 9 === 0 ? '.' : 'word'));
			const ranges = pieces(words);
			expect(ranges.flatMap(([from, to]) => words.slice(from, to))).toEqual(words);
			expect(ranges.every(([from, to]) => to > from && to - from <= 32)).toBe(true);
		}
	});
});

describe('the trained weights', () => {
	const read = (name: string): unknown => JSON.parse(fs.readFileSync(path.join(FOLDER, name), 'utf8'));
	const card = read('weights.json') as ModelCard;
	const made = read('training.json') as Record<'paraphrases' | 'sentences', Record<string, string>>;

	it.each(['paraphrases', 'sentences'] as const)('were made of the %s that lie here', (name) => {
		const folder = path.join(FOLDER, name);
		const hashOf = (file: string) => createHash('sha256').update(fs.readFileSync(path.join(folder, file))).digest('hex');
		expect(made[name]).toEqual(Object.fromEntries(fs.readdirSync(folder).sort().map((file) => [file, hashOf(file)])));
	});

	it('are calibrated upwards', () => {
		for (const { calibration } of card.labels) {
			const scores = calibration.map(([score]) => score);
			expect([...scores].sort((a, b) => a - b)).toEqual(scores);
			expect(calibration.map(([, confidence]) => confidence)).toEqual([0.1, 0.35, 0.5, 0.7, 0.9]);
		}
	});

	it('are refused when they are not whole', () => {
		const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handover-model-'));
		fs.copyFileSync(path.join(FOLDER, 'weights.json'), path.join(folder, 'weights.json'));
		fs.writeFileSync(path.join(folder, 'weights.bin'), Buffer.alloc(10));
		expect(() => loadModel(folder)).toThrow('install the package again');
		fs.rmSync(folder, { recursive: true });
	});
});
