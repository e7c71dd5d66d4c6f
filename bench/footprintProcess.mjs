/**
 * One fresh process of bench/footprint.mjs: does some things one after the
 * other and prints for each how long it took and how much memory was in use
 * before and after.
 *
 *   node --expose-gc bench/footprintProcess.mjs '{"folder": …, "before": […], "steps": […]}'
 */
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * @typedef {{ name: string, require?: string[], store?: Record<string, string>, message?: string }} Step
 *   `require` files or packages; open the `store` that these variables name; have a `message` read
 */

/** @type {{ folder: string, before: string[], steps: Step[] }} */
const { folder, before, steps } = JSON.parse(process.argv[2]);
const load = createRequire(path.join(folder, 'package.json'));

function memory() {
	globalThis.gc?.();
	const { rss, heapUsed, external } = process.memoryUsage();
	return { rss, js: heapUsed + external };
}

/** n8n makes an object of what a node file exports. @param {string} file */
function loadAsN8n(file) {
	const exported = Object.values(load(file));
	if (/\.(node|credentials)\.js$/.test(file)) new exported[0]();
}

/** @param {Step} step */
async function work(step) {
	for (const file of step.require ?? []) loadAsN8n(file);
	if (step.store) await load('./dist/handover/store/openStore.js').openStore(step.store);
	if (step.message) {
		const { builtInDetector } = load('./dist/handover/detection/builtInDetector.js');
		const { readRules } = load('./dist/handover/detection/scenarios.js');
		await builtInDetector({ message: step.message, rules: readRules([{ scenario: 'human_requested' }, { scenario: 'upset_customer' }]) });
	}
}

for (const file of before) load(file);
const results = [];
for (const step of steps) {
	const from = memory();
	const began = performance.now();
	await work(step);
	const ms = performance.now() - began;
	const to = memory();
	results.push({ name: step.name, ms, rssMb: (to.rss - from.rss) / 1e6, jsMb: (to.js - from.js) / 1e6 });
}
console.log(JSON.stringify(results));
process.exit(0);
