/**
 * How much does the package add to an n8n? Packs it, installs it as n8n does,
 * and prints as JSON
 * - how large it is: by package, and our own part by folder,
 * - how long its files take to load in a fresh process in which n8n's own
 *   library is loaded, all of them and each alone; and with that library,
 * - how much memory a process has more once the nodes are loaded, the store is
 *   open and a message has been read (resident, and JavaScript's own part),
 * - with --n8n: the memory of a whole n8n with and without the package, after
 *   its start and after 100 messages (ten minutes).
 *
 *   npm run bench:footprint -- [--runs 5] [--n8n]
 */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { sendChat } from '../scripts/lib/chat.mjs';
import { freePort, N8nClient, startN8n } from '../scripts/lib/n8n.mjs';
import { sleep } from '../scripts/lib/processes.mjs';
import { findPostgres, startPostgres } from '../scripts/lib/services.mjs';
import { build, commandEnv, ensureDependencies, ensureN8n, node24, ROOT } from '../scripts/lib/setup.mjs';

const { values: options } = parseArgs({ options: { runs: { type: 'string', default: '5' }, n8n: { type: 'boolean', default: false } } });
const RUNS = Number(options.runs);
const PROCESS = path.join(ROOT, 'bench/footprintProcess.mjs');
/** The flags of n8n's own installer of community packages. */
const N8N_INSTALL = ['install', '--audit=false', '--fund=false', '--bin-links=false', '--install-strategy=shallow', '--ignore-scripts=true', '--package-lock=false'];
/** What of n8n is loaded before our files are. */
const N8N_LOADED = ['n8n-workflow'];
const MESSAGES = 100;
/** n8n goes on loading after it first answers, and frees memory when it has nothing to do. */
const SETTLE_MS = 10_000;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handover-footprint-'));
try {
	await ensureDependencies();
	await build();
	const installed = install();
	const result = { size: sizes(installed), load: loadTimes(installed), memory: await memory(installed) };
	console.log(JSON.stringify(options.n8n ? { ...result, n8n: await wholeN8n(installed) } : result, null, '\t'));
} finally {
	fs.rmSync(folder, { recursive: true, force: true });
}

/** @param {number} value @param {number} [digits] */
function rounded(value, digits = 1) {
	return Number(value.toFixed(digits));
}

/** @param {number[]} list */
function median(list) {
	return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
}

// ---------------------------------------------------------------- installing

/** Without what n8n's installer leaves out. @returns {string} the folder */
function install() {
	const target = path.join(folder, 'installed');
	fs.mkdirSync(target);
	const npm = (/** @type {string[]} */ args, /** @type {string} */ cwd) => execFileSync('npm', args, { cwd, env: commandEnv({ node24: true }), stdio: ['ignore', 'pipe', 'pipe'] });
	npm(['pack', '--quiet', '--pack-destination', folder], ROOT);
	const tarball = fs.readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
	execFileSync('tar', ['-xzf', path.join(folder, tarball), '-C', target, '--strip-components=1']);
	const file = path.join(target, 'package.json');
	const { devDependencies: _dev, peerDependencies: _peers, ...rest } = JSON.parse(fs.readFileSync(file, 'utf8'));
	fs.writeFileSync(file, JSON.stringify(rest));
	npm(N8N_INSTALL, target);
	return target;
}

/** Bytes of a file, or of all files in a folder. @param {string} name @returns {number} */
function size(name) {
	const stat = fs.statSync(name);
	return stat.isDirectory() ? fs.readdirSync(name).reduce((sum, entry) => sum + size(path.join(name, entry)), 0) : stat.size;
}

/** Bytes of what is in a folder, the largest first. @param {string} parent */
function sizesIn(parent) {
	const all = fs.readdirSync(parent).map((name) => /** @type {const} */ ([name, size(path.join(parent, name))]));
	return Object.fromEntries(all.sort(([, a], [, b]) => b - a));
}

/** @param {string} installed */
function sizes(installed) {
	const dist = path.join(installed, 'dist');
	return {
		all: size(installed),
		packages: sizesIn(path.join(installed, 'node_modules')),
		own: { all: size(dist), folders: sizesIn(dist), handover: sizesIn(path.join(dist, 'handover')) },
	};
}

// ---------------------------------------------------------------- fresh processes

/**
 * The median of several fresh processes that do the same.
 * @param {string} installed
 * @param {string[]} before what is loaded unmeasured
 * @param {import('./footprintProcess.mjs').Step[]} steps
 */
function measured(installed, before, steps, runs = RUNS) {
	const all = Array.from({ length: runs }, () => {
		const output = execFileSync(node24(), ['--expose-gc', PROCESS, JSON.stringify({ folder: installed, before, steps })], {
			// n8n-workflow comes from n8n's own modules.
			env: { ...commandEnv({ node24: true }), NODE_PATH: path.join(ROOT, 'node_modules'), NODE_OPTIONS: '' },
			encoding: 'utf8',
		});
		return /** @type {{ ms: number, rssMb: number, jsMb: number }[]} */ (JSON.parse(output));
	});
	return steps.map(({ name }, index) => {
		const of = (/** @type {'ms' | 'rssMb' | 'jsMb'} */ field) => rounded(median(all.map((results) => results[index][field])));
		return { name, ms: of('ms'), rssMb: of('rssMb'), jsMb: of('jsMb') };
	});
}

/** @param {string} installed @returns {string[]} in the order in which n8n loads them */
function n8nFiles(installed) {
	const { n8n } = JSON.parse(fs.readFileSync(path.join(installed, 'package.json'), 'utf8'));
	return [...n8n.nodes, ...n8n.credentials].map((file) => `./${file}`);
}

/** @param {string} installed */
function loadTimes(installed) {
	const files = n8nFiles(installed);
	const ms = (/** @type {string[]} */ before, /** @type {string[]} */ required) => measured(installed, before, [{ name: 'load', require: required }])[0].ms;
	return {
		allMs: ms(N8N_LOADED, files),
		allWithN8nWorkflowMs: ms([], files),
		n8nWorkflowMs: ms([], N8N_LOADED),
		eachAloneMs: Object.fromEntries(files.map((file) => [path.basename(file, '.js'), ms(N8N_LOADED, [file])])),
	};
}

/** @param {string} installed */
async function memory(installed) {
	const sqliteFolder = path.join(folder, 'sqlite');
	fs.mkdirSync(sqliteFolder);
	const steps = (/** @type {Record<string, string>} */ store) => [
		{ name: 'load all nodes', require: n8nFiles(installed) },
		{ name: 'open the store', store },
		{ name: 'read the first message', message: 'Can I talk to a human?' },
		{ name: 'load the client for language models', require: ['openai'] },
	];
	const withSqlite = measured(installed, N8N_LOADED, steps({ N8N_USER_FOLDER: sqliteFolder }));
	if (!findPostgres()) return { sqlite: withSqlite };
	const postgres = await startPostgres();
	try {
		return { sqlite: withSqlite, postgres: measured(installed, N8N_LOADED, steps({ HANDOVER_DATABASE_URL: postgres.url })) };
	} finally {
		await postgres.remove();
	}
}

// ---------------------------------------------------------------- a whole n8n

/** @param {string} installed */
async function wholeN8n(installed) {
	await ensureN8n();
	const template = JSON.parse(fs.readFileSync(path.join(ROOT, 'templates/human-handover.json'), 'utf8'));
	const empty = path.join(folder, 'empty');
	fs.mkdirSync(empty);
	fs.writeFileSync(path.join(empty, 'package.json'), JSON.stringify({ name: 'n8n-nodes-empty', version: '1.0.0', n8n: { nodes: [], credentials: [] } }));
	// Alternately, and the first of each kind is thrown away: it makes n8n's database.
	/** @type {Record<'with' | 'without', { startedMb: number, workedMb: number }[]>} */
	const seen = { with: [], without: [] };
	for (let run = 0; run < 4; run++) {
		seen.without.push(await memoryOfN8n('without', empty, withoutOurNodes(template)));
		seen.with.push(await memoryOfN8n('with', installed, template));
	}
	const of = (/** @type {'with' | 'without'} */ kind, /** @type {'startedMb' | 'workedMb'} */ field) => rounded(median(seen[kind].slice(1).map((one) => one[field])), 0);
	return {
		messages: MESSAGES,
		without: { startedMb: of('without', 'startedMb'), workedMb: of('without', 'workedMb') },
		with: { startedMb: of('with', 'startedMb'), workedMb: of('with', 'workedMb') },
		runs: seen,
	};
}

/** The same flow in which nodes that do nothing stand for ours: as many on the way to the bot's answer. @param {any} template */
function withoutOurNodes(template) {
	const ours = (/** @type {string} */ type) => type.startsWith('n8n-nodes-human-handover.');
	const kept = template.nodes.filter((/** @type {{ type: string }} */ { type }) => !/Trigger$/.test(type) || type.endsWith('.chatTrigger'));
	const nodes = kept.map((/** @type {any} */ node) => (ours(node.type) ? { ...node, type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} } : node));
	const names = new Set(nodes.map((/** @type {{ name: string }} */ { name }) => name));
	const ofOurs = new Set(template.nodes.filter((/** @type {{ type: string }} */ { type }) => ours(type)).map((/** @type {{ name: string }} */ { name }) => name));
	// Of our node's ways out, the one that leads to the bot's answer.
	const connections = Object.fromEntries(
		Object.entries(template.connections)
			.filter(([name]) => names.has(name))
			.map(([name, { main }]) => [name, { main: ofOurs.has(name) && main.length > 1 ? [main.length === 3 ? main[1] : main[0]] : main }]),
	);
	return { ...template, nodes, connections };
}

/**
 * @param {string} name of its folder
 * @param {string} packageDir
 * @param {any} template
 * @returns {Promise<{ startedMb: number, workedMb: number }>} resident memory of n8n's process
 */
async function memoryOfN8n(name, packageDir, template) {
	const n8n = await startN8n({ folder: path.join(folder, name), port: await freePort(), packageDir });
	try {
		const client = new N8nClient(n8n.url);
		await client.setupOwner({ email: 'bench@example.com', password: 'Bench-Owner-1', firstName: 'B', lastName: 'B' });
		await sleep(SETTLE_MS);
		const startedMb = residentMb(n8n.pid);
		await client.activate(await client.importWorkflow(template));
		const { webhookId } = template.nodes.find((/** @type {{ type: string }} */ { type }) => type.endsWith('.chatTrigger'));
		for (let message = 0; message < MESSAGES; message++) {
			await sendChat(`${n8n.url}/webhook/${webhookId}/chat`, randomUUID(), 'What are your opening hours?');
		}
		await sleep(SETTLE_MS);
		return { startedMb, workedMb: residentMb(n8n.pid) };
	} finally {
		await n8n.stop();
	}
}

/** @param {number} pid */
function residentMb(pid) {
	return (Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024) / 1e6;
}
