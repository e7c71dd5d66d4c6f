/**
 * Trains the n-gram model of the built-in detection and writes it beside this
 * file: `weights.bin` (half a byte per n-gram and label), `weights.json` (sizes
 * and calibration), and `training.json` (how they were made; not published).
 * The same data and seed give the same bytes.
 *
 *   npm run train -- --data FOLDER
 *
 * The folder holds the labelled messages named in SOURCES; they are public
 * data sets by others and no part of the project. The paraphrases in
 * `paraphrases/` are our own.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build, ensureDependencies, ROOT } from '../../../scripts/lib/setup.mjs';

const { values: options } = parseArgs({
	options: { data: { type: 'string' }, seed: { type: 'string', default: '20261121' } },
});
if (!options.data) {
	console.error('Say where the labelled messages are: npm run train -- --data FOLDER');
	process.exit(1);
}
await ensureDependencies();
await build();
const require = createRequire(import.meta.url);
const OUT = path.join(ROOT, 'handover/detection/model');
const { eachFeature, normOf } = require(path.join(ROOT, 'dist/handover/detection/model/features.js'));
const { tokenise } = require(path.join(ROOT, 'dist/handover/detection/builtIn/normalise.js'));

/** Places in the tables of labels with many examples, and with fewer. */
const [LARGE, MEDIUM] = [1 << 16, 1 << 15];
/** Weights go from -7 to 7: half a byte. */
const STEPS = 7;
/** Of all weights this share is not clipped. */
const CLIPPED_FROM = 0.995;
const EPOCHS = 8;
const RATE = 0.5;
const DECAY = 2e-6;
/** Distinct messages made of one template. */
const PER_TEMPLATE = 14;

/**
 * The labels, whose text they are about, and how many of 1,000 texts that are
 * none may be taken for one at medium sensitivity: of those of others, of our
 * own ordinary ones, and of our own hard ones, which use the same words.
 * Anger is learnt twice: as people on the internet vent it, and as customers
 * do; neither says much about the other.
 */
const LABELS = [
	{ kind: 'human_requested', reads: 'customer', size: LARGE, others: 0.5, ordinary: 3, hard: 40 },
	{ kind: 'attempt_failed', reads: 'customer', size: MEDIUM, others: 1.5, ordinary: 5, hard: 10 },
	{ kind: 'upset_customer', reads: 'customer', size: MEDIUM, learnsFrom: 'others', judgedBy: 'goemotions', others: 4, ordinary: 4, hard: 6 },
	{ kind: 'upset_customer', reads: 'customer', size: MEDIUM, learnsFrom: 'own', others: 2, ordinary: 4, hard: 8 },
	{ kind: 'urgent_or_high_value', reads: 'customer', size: MEDIUM, others: 1.5, ordinary: 5, hard: 8 },
	{ kind: 'complex_request', reads: 'customer', size: MEDIUM, others: 0.5, ordinary: 3, hard: 10 },
	{ kind: 'lack_of_information', reads: 'bot', size: MEDIUM, others: 10, ordinary: 40, hard: 40 },
];
const CUSTOMER = [...new Set(LABELS.filter(({ reads }) => reads === 'customer').map(({ kind }) => kind))];

/** Intents whose messages are urgent though their authors did not label them so. */
const MAYBE_URGENT = /stolen|lost|compromis|fraud|emergenc|not_recognised|luggage/;
/** Intents that may well be complaints about an answer. */
const MAYBE_FAILED = /negate|dontcare|repeat|bot_challenge|crazy|bad|not_working/;

/** What each file tells: the label of its positives, and of what else its rows are no example. */
const SOURCES = [
	{
		file: 'human_requested.train.jsonl',
		label: (row) => (row.label === 'human_requested' ? 'human_requested' : undefined),
		unknown: (row) => [
			...(MAYBE_URGENT.test(row.orig_intent) ? ['urgent_or_high_value'] : []),
			...(MAYBE_FAILED.test(row.orig_intent) ? ['attempt_failed'] : []),
			...(row.label === 'human_requested' || /complain|crazy|bad|insult/.test(row.orig_intent) ? ['upset_customer'] : []),
		],
	},
	{
		file: 'failed_to_resolve.jsonl',
		label: (row) => (row.label === 'failed_to_resolve' ? 'attempt_failed' : undefined),
		unknown: (row) => [
			...(row.label === 'failed_to_resolve' ? ['upset_customer', 'human_requested'] : []),
			...(MAYBE_URGENT.test(row.orig_intent) ? ['urgent_or_high_value'] : []),
			...(/contact|complain/.test(row.orig_intent) ? ['human_requested'] : []),
		],
	},
	{
		file: 'negative_sentiment.jsonl',
		label: (row) => (row.label === 'negative_sentiment' ? 'upset_customer' : undefined),
		unknown: (row) => (row.label === 'negative_sentiment' ? ['attempt_failed', 'urgent_or_high_value'] : []),
	},
	{
		file: 'lack_of_information.jsonl',
		bot: true,
		label: (row) => (row.label === 'lack_of_information' ? 'lack_of_information' : undefined),
		unknown: () => [],
	},
];

// ---------------------------------------------------------------- chance, the same every time

/** mulberry32 @param {number} state */
function random(state) {
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}
const chance = random(Number(options.seed));

function shuffle(list) {
	for (let i = list.length - 1; i > 0; i--) {
		const j = Math.floor(chance() * (i + 1));
		[list[i], list[j]] = [list[j], list[i]];
	}
	return list;
}

// ---------------------------------------------------------------- examples

/** @typedef {{ text: string, lang: string, source: string, targets: Record<string, 0 | 1> }} Example */

/** @returns {Example[]} */
function readSources() {
	return SOURCES.flatMap(({ file, label, unknown, bot }) => {
		const name = path.join(options.data, file);
		const kinds = bot ? ['lack_of_information'] : CUSTOMER;
		return fs.readFileSync(name, 'utf8').split('\n').filter(Boolean).map((line) => {
			const row = JSON.parse(line);
			const positive = label(row);
			const open = new Set(unknown(row));
			const known = kinds.filter((kind) => kind === positive || !open.has(kind));
			return {
				text: row.text,
				lang: row.lang,
				source: row.source,
				targets: Object.fromEntries(known.map((kind) => [kind, kind === positive ? 1 : 0])),
			};
		});
	});
}

function expand(template, slots, depth = 0) {
	if (depth > 8) return template;
	return template.replace(/\{(\w+)\}/g, (whole, name) => {
		const values = slots[name];
		if (!values) throw new Error(`There is no slot {${name}} (in "${template}")`);
		return expand(values[Math.floor(chance() * values.length)], slots, depth + 1);
	});
}

/** A slip of the fingers, dropped accents or capitals, as people type. */
function asTyped(text) {
	const way = chance();
	if (way < 0.12) return text.toUpperCase();
	if (way < 0.3 && text.length > 6) {
		const at = 1 + Math.floor(chance() * (text.length - 3));
		return chance() < 0.5 ? text.slice(0, at) + text.slice(at + 1) : text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2);
	}
	if (way < 0.45) return text.replace(/[.,!?¿¡]/g, '');
	return text;
}

/** What an own example of this kind says: angry or failed customers may mean other things as well, only "none" denies everything. */
function targetsOf(kind) {
	const bot = kind === 'bot_none' || kind === 'lack_of_information';
	if (bot) return { lack_of_information: kind === 'lack_of_information' ? 1 : 0 };
	const denied = kind.endsWith('none') ? CUSTOMER : ['human_requested'];
	return { ...Object.fromEntries(denied.map((other) => [other, 0])), ...(CUSTOMER.includes(kind) ? { [kind]: 1 } : {}) };
}

/** The files of a folder of ours, by language. */
function ownFiles(folder) {
	const files = fs.readdirSync(path.join(OUT, folder)).sort();
	return files.map((file) => ({ lang: path.basename(file, '.json'), ...JSON.parse(fs.readFileSync(path.join(OUT, folder, file), 'utf8')) }));
}

/** Messages made of templates. @returns {Example[]} */
function makeParaphrases() {
	return ownFiles('paraphrases').flatMap(({ lang, slots = {}, ...templates }) =>
		Object.entries(templates).flatMap(([kind, list]) =>
			list.flatMap((template) => {
				const made = new Set();
				for (let i = 0; i < PER_TEMPLATE * 3 && made.size < PER_TEMPLATE; i++) {
					made.add(expand(template, slots).replace(/\s+/g, ' ').trim());
				}
				return [...made].map((text) => ({ text: asTyped(text), lang, source: 'paraphrases', targets: targetsOf(kind) }));
			}),
		),
	);
}

/** Messages written one by one, each also as people mistype it. @returns {Example[]} */
function readSentences() {
	return ownFiles('sentences').flatMap(({ lang, ...kinds }) =>
		Object.entries(kinds).flatMap(([kind, list]) =>
			list.map((text) => ({ text, typed: asTyped(text), lang, weight: kind.endsWith('none') ? WEIGHT_OF_OUR_NEGATIVES : 1, source: { none: 'ordinary sentences', hard_none: 'hard sentences', bot_none: 'ordinary sentences' }[kind] ?? 'sentences', targets: targetsOf(kind) })),
		),
	);
}

// ---------------------------------------------------------------- training

function featuresOf(text) {
	const places = [];
	eachFeature(tokenise(text).words, (hash) => places.push(hash));
	return { places: Uint32Array.from(places), norm: 1 / normOf(places.length) };
}

/** @param {Example} example */
function withFeatures(example) {
	const { typed } = example;
	return { ...example, ...featuresOf(example.text), ...(typed === undefined || typed === example.text ? {} : { variant: featuresOf(typed) }) };
}

/** They are few, and in languages in which there are no others. */
const WEIGHT_OF_OUR_NEGATIVES = 2;

const isOwn = ({ source }) => source === 'paraphrases' || source.endsWith('sentences');

/** The examples that a label learns from: of two labels of a kind each has positives of its own. */
function examplesFor(examples, { kind, learnsFrom }) {
	return examples.filter((example) => {
		const target = example.targets[kind];
		return target === 0 || (target === 1 && (learnsFrom === undefined || isOwn(example) === (learnsFrom === 'own')));
	});
}

/** Logistic regression by stochastic gradient descent, one label after the other. */
function train(examples, { kind, size }) {
	const mask = size - 1;
	const weights = new Float64Array(size);
	const squares = new Float64Array(size);
	const known = examples.flatMap((example) => (example.variant ? [example, { ...example, ...example.variant }] : [example]));
	const positives = known.filter(({ targets }) => targets[kind] === 1).length;
	// Rare labels would drown otherwise; the calibration puts the scale right again.
	const weightOfPositive = Math.min(8, Math.sqrt((known.length - positives) / Math.max(positives, 1)));
	// Not learnt but set: a text of which nothing is known must be an ordinary one.
	const bias = Math.log(positives / (known.length - positives));
	for (let epoch = 0; epoch < EPOCHS; epoch++) {
		shuffle(known);
		for (const { places, norm, targets, weight = 1 } of known) {
			let score = bias;
			for (const place of places) score += weights[place & mask] * norm;
			const target = targets[kind];
			const error = (1 / (1 + Math.exp(-score)) - target) * (target === 1 ? weightOfPositive : weight);
			const slope = error * norm;
			for (const hash of places) {
				const place = hash & mask;
				const gradient = slope + DECAY * weights[place];
				squares[place] += gradient * gradient;
				weights[place] -= (RATE / Math.sqrt(squares[place] + 1e-6)) * gradient;
			}
		}
	}
	return { weights, bias, positives, negatives: known.length - positives };
}

/** Weights as a few steps; the largest are clipped so that the many small ones keep their detail. */
function quantise(weights) {
	const sorted = weights.map(Math.abs).sort();
	const largest = sorted[Math.floor(sorted.length * CLIPPED_FROM)] || 1;
	const scale = largest / STEPS;
	return { scale, steps: Int8Array.from(weights, (weight) => Math.max(-STEPS, Math.min(STEPS, Math.round(weight / scale)))) };
}

/** Two weights to a byte, as `ngramModel.ts` reads them. */
function packed(steps) {
	return Uint8Array.from({ length: steps.length / 2 }, (_, at) => (steps[at * 2] + 8) | ((steps[at * 2 + 1] + 8) << 4));
}

function scoreOf({ places, norm }, { steps, scale, bias }) {
	let sum = 0;
	for (const place of places) sum += steps[place & (steps.length - 1)];
	return bias + sum * scale * norm;
}

// ---------------------------------------------------------------- calibration

const FOLDS = 3;

/** Scores of examples that the model had not seen: each fold is judged by a model of the others. */
function unseenScores(examples, label) {
	const known = shuffle([...examples]);
	return Array.from({ length: FOLDS }, (_, fold) => {
		const model = train(known.filter((_, i) => i % FOLDS !== fold), label);
		const quantised = { ...quantise(model.weights), bias: model.bias };
		return known
			.filter((_, i) => i % FOLDS === fold)
			.map((example) => ({ example, score: scoreOf(example, quantised), positive: example.targets[label.kind] === 1 }));
	}).flat();
}

/**
 * Confidence by score, so that the same confidence means about the same share
 * of false alarms for every label: 0.5 at the budget, 0.35 at three times,
 * 0.7 at a quarter of it. The templates' messages are too alike to tell.
 */
function calibrate(scores, { others, ordinary, hard, judgedBy }) {
	const groups = [
		[others, scoresOfNegatives(scores, (example) => (judgedBy ? example.source === judgedBy : !isOwn(example)))],
		[ordinary, scoresOfNegatives(scores, ({ source }) => source === 'ordinary sentences')],
		[hard, scoresOfNegatives(scores, ({ source }) => source === 'hard sentences')],
	];
	const at = (share) => Math.max(...groups.map(([per1000, sorted]) => nth(sorted, (per1000 * share) / 1000)));
	const step = 0.05;
	const points = [[at(10), 0.1], [at(3), 0.35], [at(1), 0.5], [at(0.25), 0.7], [at(0.25) + 3, 0.9]];
	// Rising, whatever the data.
	points.forEach((point, i) => {
		if (i > 0) point[0] = Math.max(point[0], points[i - 1][0] + step);
	});
	return points.map(([score, confidence]) => [Math.round(score * 1000) / 1000, confidence]);
}

function scoresOfNegatives(scores, isCounted) {
	return scores.filter(({ positive, example }) => !positive && isCounted(example)).map(({ score }) => score).sort((a, b) => b - a);
}

/** The score that the given share of them reaches. */
function nth(sorted, share) {
	return sorted.length === 0 ? -Infinity : sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const say = (...words) => console.error(...words);

const examples = [...readSources(), ...makeParaphrases(), ...readSentences()].map(withFeatures);
say(`${examples.length} examples`);
const labels = [];
const summaries = [];
const weights = [];
const round = (value) => Number(value.toPrecision(6));
for (const label of LABELS) {
	const { kind, reads, size } = label;
	const own = examplesFor(examples, label);
	const unseen = unseenScores(own, label);
	const calibration = calibrate(unseen, label);
	const recallOn = (isCounted) => {
		const positives = unseen.filter(({ positive, example }) => positive && isCounted(example));
		return positives.length === 0 ? undefined : round(positives.filter(({ score }) => score >= calibration[2][0]).length / positives.length);
	};
	const model = train(own, label);
	const { steps, scale } = quantise(model.weights);
	weights.push(packed(steps));
	labels.push({
		kind, reads, size, bias: round(model.bias), scale: round(scale), calibration,
	});
	summaries.push({
		...label,
		examples: { positive: model.positives, negative: model.negatives },
		unseenRecall: { others: recallOn((example) => !isOwn(example)), sentences: recallOn(({ source }) => source === 'sentences') },
	});
	say(JSON.stringify({ ...labels.at(-1), ...summaries.at(-1) }));
}
const hashes = (folder, names) => Object.fromEntries(names.map((name) => [name, sha256(fs.readFileSync(path.join(folder, name)))]));
const own = (folder) => hashes(path.join(OUT, folder), fs.readdirSync(path.join(OUT, folder)).sort());
const made = {
	command: `npm run train -- --data FOLDER --seed ${options.seed}`,
	seed: Number(options.seed),
	sources: hashes(options.data, SOURCES.map(({ file }) => file)),
	paraphrases: own('paraphrases'),
	sentences: own('sentences'),
	labels: summaries,
};
const asJson = (value) => `${JSON.stringify(value, null, '\t')}\n`;
fs.writeFileSync(path.join(OUT, 'weights.bin'), Buffer.concat(weights));
fs.writeFileSync(path.join(OUT, 'weights.json'), asJson({ labels }));
fs.writeFileSync(path.join(OUT, 'training.json'), asJson(made));
