/**
 * How well does the detection read texts it has never seen? Reads lines of
 * {"text","label","lang","source"} and prints, for each sensitivity:
 * precision, recall, F1, recall in English, in the other languages and per
 * language, and false handovers per 1,000 negatives (overall and per source);
 * further the time per message, what loading takes, how large the files are,
 * what share of messages would cost an AI call, a message made to be slow, and
 * two baselines.
 *
 *   npm run bench:detection -- [--scenario S] [--engine built-in|ai|hybrid]
 *     [--data FILE.jsonl]… [--json [FILE.json]]
 *
 * A text is a positive when its label is the scenario's name, otherwise a
 * negative; for lack_of_information the text is the bot's reply. Without
 * --scenario every scenario that occurs as a label is measured; without --data
 * the messages in bench/data (its replies for lack_of_information), which we wrote and never trained on.
 * The engines ai and hybrid ask OPENAI_BASE_URL with OPENAI_API_KEY and
 * OPENAI_MODEL.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build, ensureDependencies, ROOT } from '../scripts/lib/setup.mjs';
import { baselines } from './baselines.mjs';

const args = process.argv.slice(2);
/** `--json` alone prints the JSON instead of the table. */
const jsonAt = args.indexOf('--json');
const jsonFile = jsonAt >= 0 && args[jsonAt + 1]?.endsWith('.json') ? args[jsonAt + 1] : undefined;
if (jsonAt >= 0) args.splice(jsonAt, jsonFile ? 2 : 1);
const { values: options, positionals } = parseArgs({
	args,
	options: {
		scenario: { type: 'string' },
		engine: { type: 'string', default: 'built-in' },
		data: { type: 'string', multiple: true, default: [] },
	},
	allowPositionals: true,
});
const quiet = jsonAt >= 0 && !jsonFile;
const fail = (message) => {
	console.error(message);
	process.exit(1);
};
if (!['built-in', 'ai', 'hybrid'].includes(options.engine)) fail(`There is no engine "${options.engine}": use built-in, ai or hybrid`);

await ensureDependencies();
await build();
const require = createRequire(import.meta.url);
const DETECTION = path.join(ROOT, 'dist/handover/detection');
const load = (file) => require(path.join(DETECTION, file));
const { builtInDetector } = load('builtInDetector.js');
const { readBotReply, readCustomerMessage } = load('builtIn/engine.js');
const { DETECTABLE, SENSITIVITIES, findingKindOf, readRules } = load('scenarios.js');
const { builtInThenAi, needsAi } = load('hybrid.js');

const SCENARIOS = DETECTABLE.filter((scenario) => scenario !== 'custom');
/** Labels of public data sets that mean the same. */
const SYNONYMS = { negative_sentiment: 'upset_customer', attempt_failed: 'failed_to_resolve' };
const scenarioOf = (label) => SYNONYMS[label] ?? label;
const OWN_DATA = path.join(ROOT, 'bench/data');
const RULES = readRules(SCENARIOS.map((scenario) => ({ scenario })));
const detector = detectorFor(options.engine);

// ---------------------------------------------------------------- what to read

const wanted = options.scenario && scenarioOf(options.scenario);
if (wanted && !SCENARIOS.includes(wanted)) fail(`There is no scenario "${options.scenario}": use one of ${SCENARIOS.join(', ')}`);
const files = [...options.data, ...positionals];
const given = files.length > 0 ? files : ownFiles(wanted);
const rows = given.flatMap(readRows);
if (rows.length === 0) {
	console.log('skipped: none of the files is there');
	process.exit(0);
}

/** Our own texts: replies for the scenario that reads replies, messages for the others. */
function ownFiles(scenario) {
	const bot = scenario === 'lack_of_information';
	const names = fs.readdirSync(OWN_DATA).sort();
	return names.filter((name) => name.endsWith(bot ? '.bot.jsonl' : '.customer.jsonl')).map((name) => path.join(OWN_DATA, name));
}

function readRows(file) {
	if (!fs.existsSync(file)) {
		console.error(`skipped: there is no file ${file}`);
		return [];
	}
	return fs.readFileSync(file, 'utf8').split('\n').filter((line) => line.trim() !== '').map((line, index) => {
		let row;
		try {
			row = JSON.parse(line);
		} catch {
			return fail(`${file}, line ${index + 1} is not JSON`);
		}
		if (typeof row.text !== 'string') fail(`${file}, line ${index + 1} has no "text"`);
		return {
			text: row.text,
			label: scenarioOf(row.label),
			lang: row.lang ?? 'unknown',
			source: row.source ?? path.basename(file),
			hard: /(^|#)hard$/.test(row.orig_intent ?? ''),
		};
	});
}

// ---------------------------------------------------------------- measuring

function detectorFor(engine) {
	if (engine === 'built-in') return builtInDetector;
	const { openAiModel } = load('ai/openAi.js');
	const { aiJudge } = load('ai/judge.js');
	const connection = { apiKey: process.env.OPENAI_API_KEY ?? 'none', url: process.env.OPENAI_BASE_URL };
	const judge = aiJudge(openAiModel(connection, process.env.OPENAI_MODEL ?? 'gpt-4.1-mini'), { timeout: 30_000 }, builtInDetector);
	return engine === 'ai' ? judge : builtInThenAi(builtInDetector, judge);
}

const round = (value, digits = 3) => (Number.isFinite(value) ? Number(value.toFixed(digits)) : null);
const grouped = (list, key) => Object.entries(Object.groupBy(list, key)).sort(([a], [b]) => a.localeCompare(b));

/** @param {{ positive: boolean, fired: boolean, lang: string, source: string, hard: boolean }[]} seen */
function figures(seen) {
	const positives = seen.filter(({ positive }) => positive);
	const negatives = seen.filter(({ positive }) => !positive);
	const fired = (list) => list.filter((row) => row.fired).length;
	const recallOf = (list) => (list.length === 0 ? null : round(fired(list) / list.length));
	const per1000 = (list) => (list.length === 0 ? null : round((fired(list) / list.length) * 1000, 2));
	const hits = fired(positives);
	const precision = hits / (hits + fired(negatives));
	const recall = hits / positives.length;
	const hard = negatives.filter((row) => row.hard);
	return {
		precision: round(precision),
		recall: round(recall),
		f1: round((2 * precision * recall) / (precision + recall)),
		recallEnglish: recallOf(positives.filter(({ lang }) => lang === 'en')),
		recallOtherLanguages: recallOf(positives.filter(({ lang }) => lang !== 'en')),
		falsePer1000: per1000(negatives),
		falsePer1000Ordinary: per1000(negatives.filter((row) => !row.hard)),
		hardNegativesTaken: hard.length === 0 ? null : round(fired(hard) / hard.length),
		recallByLanguage: Object.fromEntries(grouped(positives, ({ lang }) => lang).map(([lang, list]) => [lang, recallOf(list)])),
		falsePer1000BySource: Object.fromEntries(grouped(negatives, ({ source }) => source).map(([source, list]) => [source, per1000(list)])),
	};
}

function percentiles(times) {
	const sorted = [...times].sort((a, b) => a - b);
	const at = (share) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))], 1);
	return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

function timed(texts, read) {
	return percentiles(texts.map((text) => {
		const began = performance.now();
		read(text);
		return (performance.now() - began) * 1000;
	}));
}

/** Milliseconds in a fresh process to load engine and model, and then to read a first message; the middle of five runs. */
function loadTimes() {
	const engine = JSON.stringify(path.join(DETECTION, 'builtIn/engine.js'));
	const model = JSON.stringify(path.join(DETECTION, 'model/ngramModel.js'));
	const script = `const t=performance.now();const e=require(${engine});require(${model}).loadModel();const l=performance.now();e.readCustomerMessage('Where is my parcel?',[]);console.log(JSON.stringify([l-t,performance.now()-l]))`;
	const runs = Array.from({ length: 5 }, () => JSON.parse(spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout));
	const middle = (index) => round(runs.map((run) => run[index]).sort((a, b) => a - b)[2], 1);
	return { load: middle(0), firstMessage: middle(1) };
}

function artefactBytes() {
	const size = (entry) => {
		const stat = fs.statSync(entry);
		if (!stat.isDirectory()) return /\.(js|bin|json)$/.test(entry) ? stat.size : 0;
		return fs.readdirSync(entry).reduce((sum, name) => sum + size(path.join(entry, name)), 0);
	};
	return size(path.join(DETECTION, 'builtIn')) + size(path.join(DETECTION, 'model'));
}

/** What is repeated to 100,000 characters: key words, half phrases, signs, marks. */
const HOSTILE = ['want ', 'talk to ', 'I do not want to talk to a ', 'agent agent ', 'a real live human agent , ', '"', '(', '>\n', '\u0301', '\ud83d', `${'a'.repeat(50)} `, 'no ', '人工', '转', 'хочу поговорить с ', 'quiero hablar con ', '你', 'आप '];

/** The slowest answer to a message made to be slow, in milliseconds; the phrases are parsed by then. */
function slowestHostile() {
	const texts = HOSTILE.map((part) => part.repeat(Math.ceil(100_000 / part.length)));
	const times = texts.flatMap((text) => [readCustomerMessage, readBotReply].map((read) => {
		read(text, []);
		const began = performance.now();
		read(text, []);
		return performance.now() - began;
	}));
	return round(Math.max(...times), 1);
}

async function measure(scenario) {
	const bot = scenario === 'lack_of_information';
	const kind = findingKindOf(scenario);
	const factsOf = (text) => ({ [bot ? 'botReply' : 'message']: text, rules: RULES });
	const judged = [];
	for (const row of rows) {
		const { findings } = await detector(factsOf(row.text));
		const confidence = findings.find((finding) => finding.kind === kind)?.confidence ?? 0;
		judged.push({ ...row, positive: row.label === scenario, confidence });
	}
	const read = bot ? readBotReply : (text) => readCustomerMessage(text, []);
	const texts = rows.map(({ text }) => text);
	const calls = [];
	for (const row of judged) {
		const facts = factsOf(row.text);
		if (needsAi(facts, await builtInDetector(facts))) calls.push(row);
	}
	const negatives = judged.filter(({ positive }) => !positive);
	const { default: Fuse } = await import('fuse.js');
	return {
		scenario,
		rows: rows.length,
		positives: judged.length - negatives.length,
		engine: options.engine,
		sensitivities: Object.fromEntries(
			Object.entries(SENSITIVITIES).map(([name, needed]) => [name, figures(judged.map((row) => ({ ...row, fired: row.confidence >= needed })))]),
		),
		negativesThatWouldCostAnAiCall: round(calls.filter(({ positive }) => !positive).length / Math.max(negatives.length, 1)),
		microsecondsPerMessage: { first: timed(texts, read), again: timed(texts, read) },
		baselines: Object.fromEntries(
			Object.entries(baselines(scenario, Fuse)).map(([name, fires]) => [
				name,
				{ ...figures(judged.map((row) => ({ ...row, fired: fires(row.text) }))), microseconds: timed(texts.slice(0, 2000), fires) },
			]),
		),
	};
}

const scenarios = wanted ? [wanted] : SCENARIOS.filter((scenario) => rows.some(({ label }) => label === scenario));
const results = [];
for (const scenario of scenarios) results.push(await measure(scenario));
const report = { files: given.map((file) => path.basename(file)), milliseconds: loadTimes(), artefactBytes: artefactBytes(), slowestOf100000Characters: slowestHostile(), results };
if (jsonFile) fs.writeFileSync(jsonFile, `${JSON.stringify(report, null, '\t')}\n`);
if (quiet) console.log(JSON.stringify(report, null, '\t'));
else print(report);

// ---------------------------------------------------------------- printing

function print({ files: names, milliseconds, artefactBytes: bytes, slowestOf100000Characters: slowest, results: all }) {
	console.log(`${names.join(', ')}\nLoads in ${milliseconds.load} ms, and reads a first message in ${milliseconds.firstMessage} ms; ${bytes} bytes on disk; slowest hostile message of 100,000 characters ${slowest} ms.`);
	for (const { scenario, rows: count, positives, engine, sensitivities, baselines: others, microsecondsPerMessage: times, negativesThatWouldCostAnAiCall: share } of all) {
		console.log(`\n${scenario}: ${positives} positives in ${count} texts, engine ${engine}`);
		const table = { ...Object.fromEntries(Object.entries(sensitivities).map(([name, value]) => [`${name} sensitivity`, value])), ...others };
		console.table(Object.fromEntries(Object.entries(table).map(([name, value]) => [name, {
			precision: value.precision, recall: value.recall, F1: value.f1, 'recall en': value.recallEnglish, 'recall others': value.recallOtherLanguages,
			'false/1000': value.falsePer1000, 'ordinary': value.falsePer1000Ordinary, 'hard taken': value.hardNegativesTaken,
		}])));
		console.log(`recall by language (medium): ${pairs(sensitivities.medium.recallByLanguage)}`);
		console.log(`false per 1,000 by source (medium): ${pairs(sensitivities.medium.falsePer1000BySource)}`);
		console.log(`µs per message: p50 ${times.again.p50}, p95 ${times.again.p95}, p99 ${times.again.p99} (first reading: ${times.first.p50}, ${times.first.p95}, ${times.first.p99})`);
		console.log(`negatives that would cost an AI call: ${share}`);
	}
}

function pairs(object) {
	return Object.entries(object).map(([name, value]) => `${name} ${value}`).join(', ');
}
