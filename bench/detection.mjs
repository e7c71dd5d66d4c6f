/**
 * How well does the built-in engine read single texts? Reads lines of
 * {"text","label","lang","source"} and prints precision, recall (overall, and
 * per language where there are ten or more), false alarms per 1,000 negatives,
 * and the time per text beside a plain keyword regex in the same run.
 * A text counts as positive when its label is the scenario's name.
 *
 *   npm run bench:detection -- --scenario human_requested FILE.jsonl …
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build, ensureDependencies, ROOT } from '../scripts/lib/setup.mjs';

const { values, positionals } = parseArgs({
	options: { scenario: { type: 'string', default: 'human_requested' } },
	allowPositionals: true,
});
await ensureDependencies();
await build();
const require = createRequire(import.meta.url);
const { readBotReply, readCustomerMessage } = require(path.join(ROOT, 'dist/handover/detection/builtIn/engine.js'));

const ENOUGH = 0.5;
/** What is read, and which finding stands for the scenario. */
const readers = {
	human_requested: { read: (text) => readCustomerMessage(text, []), kind: 'human_requested' },
	failed_to_resolve: { read: (text) => readCustomerMessage(text, []), kind: 'attempt_failed' },
	lack_of_information: { read: readBotReply, kind: 'lack_of_information' },
};
/** What people write into a Code node. */
const keywords = /\b(human|agent|person|representative|operator|support|someone)\b/i;

const { read, kind } = readers[values.scenario];
const engines = {
	builtIn: (text) => read(text).some((finding) => finding.kind === kind && finding.confidence >= ENOUGH),
	...(kind === 'human_requested' ? { keywordRegex: (text) => keywords.test(text) } : {}),
};
const round = (value) => Math.round(value * 1000) / 1000;

for (const file of positionals) {
	if (!fs.existsSync(file)) {
		console.log(JSON.stringify({ file: path.basename(file), skipped: 'there is no such file' }));
		continue;
	}
	const rows = fs.readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
	const results = Object.entries(engines).map(([name, fires]) => {
		const times = [];
		const seen = rows.map((row) => {
			const began = performance.now();
			const fired = fires(row.text);
			times.push((performance.now() - began) * 1000);
			return { fired, positive: row.label === values.scenario, lang: row.lang };
		});
		const count = (filter) => seen.filter(filter).length;
		const hits = count((s) => s.fired && s.positive);
		const falseAlarms = count((s) => s.fired && !s.positive);
		const recallOf = (lang) => {
			const positives = count((s) => s.positive && s.lang === lang);
			return positives < 10 ? undefined : round(count((s) => s.fired && s.positive && s.lang === lang) / positives);
		};
		const languages = [...new Set(rows.map((row) => row.lang))];
		times.sort((a, b) => a - b);
		return {
			engine: name,
			precision: round(hits / (hits + falseAlarms)),
			recall: round(hits / count((s) => s.positive)),
			recallByLanguage: Object.fromEntries(languages.map((lang) => [lang, recallOf(lang)]).filter(([, value]) => value !== undefined)),
			falsePer1000: round((falseAlarms / count((s) => !s.positive)) * 1000),
			microseconds: { p50: round(times[Math.floor(times.length * 0.5)]), p99: round(times[Math.floor(times.length * 0.99)]) },
		};
	});
	console.log(JSON.stringify({ file: path.basename(file), scenario: values.scenario, rows: rows.length, results }, null, '\t'));
}
