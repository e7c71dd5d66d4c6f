/**
 * What does our flow cost next to the one people build by hand, and next to
 * nodes that do nothing? Plays the same messages through
 *
 *   ours      the starter workflow's answer to a customer's message
 *   byHand    the same bot with a flag in a Data Table, a regular expression
 *             in a Code node and a task in a second table
 *   botAlone  ours with nodes that do nothing in the place of this package's
 *   nothing   as many nodes that do nothing as ours runs on that path: n8n itself
 *
 * side by side in one n8n on SQLite with its standard settings (all executions
 * are saved), in short rounds in random order. Prints JSON: messages a second,
 * latency, CPU time a message (of n8n and its task runner), what n8n saves of
 * an execution, and the ratios, each the median of the rounds' own ratios with
 * the quartiles beside it. It also checks that every flow did its job.
 *
 *   npm run bench:traffic -- [--rounds 8] [--messages 60] [--profile]
 *
 * --profile adds whose code n8n's time is spent in under our flow's load.
 */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isSilence, replyText, sendChat } from '../scripts/lib/chat.mjs';
import { freePort, N8nClient, startN8n } from '../scripts/lib/n8n.mjs';
import { ensureN8n } from '../scripts/lib/setup.mjs';
import { BY_HAND_TABLES, botAlone, byHand, nothing, ours } from './flows.mjs';
import { onNode24 } from './measure.mjs';
import { profileDuring, whoseTime } from './profile.mjs';

await onNode24(import.meta.filename, ensureN8n);
const { DatabaseSync } = await import('node:sqlite');

const { values } = parseArgs({
	options: {
		rounds: { type: 'string', default: '8' },
		messages: { type: 'string', default: '60' },
		profile: { type: 'boolean', default: false },
	},
});
const ROUNDS = Number(values.rounds);
const MESSAGES = Number(values.messages);
const CONCURRENCY = 4;
const WARM_UP_MESSAGES = 40;
const PROFILED_MESSAGES = 300;

/** What a customer writes one after the other, and what the bot answers. */
const QUESTIONS = [
	{ text: 'Hello!', answer: /^Hello!/ },
	{ text: 'What are your opening hours?', answer: /^We are open/ },
	{ text: 'How much is shipping to Lisbon?', answer: /^Shipping costs/ },
	{ text: 'Can I pay by invoice?', answer: /^You can pay/ },
	{ text: 'Thank you', answer: /^You are welcome/ },
];
/** What other customers write, each in a conversation of their own. */
const WISHES = ['Can I talk to a human?', 'I want to speak to a person please', 'Connect me with an agent', 'Could a representative call me?'].map(
	(text) => ({ text, answer: /Someone from the team will get back to you/ }),
);
const STEPS = ['pause', 'assign', 'task', 'tag', 'message'];

/** @typedef {'continues' | 'handover'} Path */
/** The customers' conversations, in which every message takes the same way. @type {Record<Path, { text: string, answer: RegExp }[][]>} */
const CONVERSATIONS = { continues: [QUESTIONS], handover: WISHES.map((wish) => [wish]) };
const PATHS = /** @type {Path[]} */ (Object.keys(CONVERSATIONS));

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handover-traffic-'));
const ourStore = path.join(folder, '.n8n/human-handover.sqlite');
const inspector = await freePort();
const n8n = await startN8n({
	folder,
	port: await freePort(),
	...(values.profile && { env: { NODE_OPTIONS: `--inspect=127.0.0.1:${inspector}` } }),
});
try {
	console.log(JSON.stringify(await measured(), null, '\t'));
} finally {
	await n8n.stop();
	fs.rmSync(folder, { recursive: true, force: true });
}

// ---------------------------------------------------------------- the bench

/**
 * @typedef {object} Cell a flow on a path
 * @property {string} kind
 * @property {Path} path
 * @property {string} workflowId
 * @property {string} url
 * @property {string[]} ran its nodes, in the order in which they run
 * @property {number} played messages so far
 *
 * @typedef {{ perSecond: number, latencies: number[], cpuMs: number }} Round milliseconds of CPU a message
 */

async function measured() {
	const client = new N8nClient(n8n.url);
	await client.setupOwner({ email: 'bench@example.com', password: 'Bench-Owner-1', firstName: 'B', lastName: 'B' });
	const { id: project } = await client.request('GET', '/projects/personal');
	const tables = await createTables(client, project);
	const cells = await publishFlows(client, tables);

	/** @type {Map<Cell, Round[]>} */
	const rounds = new Map(cells.map((cell) => [cell, []]));
	for (let round = 0; round < ROUNDS; round++) {
		for (const cell of shuffled(cells)) rounds.get(cell)?.push(await measuredRound(cell));
		closeHandovers();
	}
	const profile = values.profile ? await profiles(cells) : undefined;

	const handedOver = (/** @type {string} */ kind) => cells.find((cell) => cell.kind === kind && handsOver(cell))?.played ?? 0;
	checkOurs(handedOver('ours'));
	await checkByHand(client, `/projects/${project}/data-tables`, tables, handedOver('byHand'));
	const saved = savedKilobytes();
	return {
		rounds: ROUNDS,
		messagesPerRound: MESSAGES,
		concurrency: CONCURRENCY,
		cores: os.cpus().length,
		flows: [...rounds].map(([{ kind, path: way, ran, workflowId }, figures]) => ({
			flow: kind,
			path: way,
			nodes: ran.length,
			...summary(figures),
			savedKilobytes: saved.get(workflowId),
		})),
		ratios: Object.fromEntries(PATHS.map((way) => [way, ratiosOn(way, rounds)])),
		...(profile && { profile }),
	};
}

/** @param {N8nClient} client @param {string} project @returns {Promise<Record<string, string>>} their ids by name */
async function createTables(client, project) {
	/** @type {Record<string, string>} */
	const ids = {};
	for (const table of BY_HAND_TABLES) ids[table.name] = (await client.request('POST', `/projects/${project}/data-tables`, table)).id;
	return ids;
}

/**
 * Publishes every flow, once for each path, and plays it warm.
 * @param {N8nClient} client
 * @param {Record<string, string>} tables
 */
async function publishFlows(client, tables) {
	/** @type {Cell[]} */
	const cells = [];
	for (const way of PATHS) {
		const { ran } = await add('ours', way, ours);
		await add('byHand', way, (id) => byHand(id, tables));
		await add('botAlone', way, (id) => botAlone(id, ran));
		await add('nothing', way, (id) => nothing(id, ran.length));
	}
	return cells;

	/** @param {string} kind @param {Path} way @param {(webhookId: string) => import('./flows.mjs').Flow} flowAt */
	async function add(kind, way, flowAt) {
		const webhookId = randomUUID();
		const flow = flowAt(webhookId);
		const workflowId = await client.importWorkflow({ ...flow, name: `${flow.name}, ${way}` });
		await client.activate(workflowId);
		/** @type {Cell} */
		const cell = { kind, path: way, workflowId, url: `${n8n.url}/webhook/${webhookId}`, ran: [], played: 0 };
		await play(cell, WARM_UP_MESSAGES);
		cell.ran = await ranLast(client, workflowId);
		if (handsOver(cell)) await expectQuiet(cell);
		cells.push(cell);
		return cell;
	}
}

/** @param {N8nClient} client @param {string} workflowId @returns {Promise<string[]>} the nodes of its last execution, in order */
async function ranLast(client, workflowId) {
	const [{ id }] = await client.executions({ workflowId, limit: 1 });
	const { data } = await client.execution(id);
	return Object.entries(data?.resultData.runData ?? {})
		.sort(([, [a]], [, [b]]) => a.executionIndex - b.executionIndex)
		.map(([name]) => name);
}

/**
 * Customers write side by side, and every answer is checked.
 * @param {Cell} cell
 * @param {number} messages at least
 * @returns {Promise<number[]>} how long each waited, milliseconds
 */
async function play(cell, messages) {
	/** @type {number[]} */
	const latencies = [];
	const conversations = CONVERSATIONS[cell.path];
	const waiting = Array.from({ length: Math.ceil(messages / conversations[0].length) }, (_, index) => conversations[index % conversations.length]);
	const customers = async () => {
		for (let lines = waiting.pop(); lines; lines = waiting.pop()) {
			const session = randomUUID();
			for (const { text, answer } of lines) {
				const began = performance.now();
				const reply = await sendChat(cell.url, session, text);
				latencies.push(performance.now() - began);
				if (mustAnswer(cell) && !answer.test(replyText(reply))) throw new Error(`${cell.kind}: "${text}" was answered by ${JSON.stringify(reply)}`);
			}
		}
	};
	await Promise.all(Array.from({ length: CONCURRENCY }, customers));
	cell.played += latencies.length;
	return latencies;
}

/** @param {Cell} cell */
function handsOver({ kind, path: way }) {
	return way === 'handover' && (kind === 'ours' || kind === 'byHand');
}

/** @param {Cell} cell */
function mustAnswer(cell) {
	return handsOver(cell) || (cell.path === 'continues' && cell.kind !== 'nothing');
}

/** @param {Cell} cell @returns {Promise<Round>} */
async function measuredRound(cell) {
	const cpuBefore = cpuMilliseconds();
	const began = performance.now();
	const latencies = await play(cell, MESSAGES);
	const seconds = (performance.now() - began) / 1000;
	const cpu = cpuMilliseconds() - cpuBefore;
	return { perSecond: latencies.length / seconds, latencies, cpuMs: cpu / latencies.length };
}

/** As people do when they are through: nobody has hundreds of conversations open. */
function closeHandovers() {
	const store = new DatabaseSync(ourStore, { timeout: 10_000 });
	store.prepare("update handovers set status = 'closed', outcome = 'resolved', closed_at = ? where status = 'open'").run(Date.now());
	store.close();
}

/** What n8n and the processes it started have used so far; NaN where the system doesn't say. */
function cpuMilliseconds() {
	const processes = fs.existsSync('/proc/self/stat') ? fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
	let ticks = processes.length > 0 ? 0 : NaN;
	for (const pid of processes) {
		const stat = readIfThere(`/proc/${pid}/stat`);
		// The name in brackets may hold anything. After it: state, parent, group … user and system time at 11 and 12.
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		if (Number(fields[2]) === n8n.pid) ticks += Number(fields[11]) + Number(fields[12]);
	}
	return ticks * 10;
}

/** @param {string} file */
function readIfThere(file) {
	try {
		return fs.readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}

/** @param {Cell[]} cells */
async function profiles(cells) {
	/** @type {Record<string, ReturnType<typeof whoseTime>>} */
	const found = {};
	for (const way of PATHS) {
		const cell = /** @type {Cell} */ (cells.find((one) => one.kind === 'ours' && one.path === way));
		found[way] = whoseTime(await profileDuring(inspector, () => play(cell, PROFILED_MESSAGES)));
	}
	return found;
}

// ---------------------------------------------------------------- did they do their job?

/**
 * Whoever was handed over is answered by a person: the bot keeps quiet.
 * @param {Cell} cell
 */
async function expectQuiet(cell) {
	const session = randomUUID();
	await sendChat(cell.url, session, WISHES[0].text);
	const reply = await sendChat(cell.url, session, QUESTIONS[0].text);
	cell.played++;
	if (!isSilence(reply)) throw new Error(`${cell.kind}: the bot spoke although a person had the conversation: ${JSON.stringify(reply)}`);
}

/** @param {number} wanted handovers */
function checkOurs(wanted) {
	const store = new DatabaseSync(ourStore, { readOnly: true });
	const count = (/** @type {string} */ what) => Number(store.prepare(`select count(*) as rows from ${what}`).get()?.rows);
	const found = {
		handovers: count('handovers where assignee_id is not null'),
		tasks: count('desk_tasks where assignee_id is not null'),
		tagged: count("desk_tags where tag = 'human_handover'"),
		paused: count('pauses where handover_id is not null'),
		steps: count("steps where status = 'done'") / STEPS.length,
	};
	store.close();
	expectAll('ours', found, wanted);
}

/** @param {N8nClient} client @param {string} route @param {Record<string, string>} tables @param {number} wanted handovers */
async function checkByHand(client, route, tables, wanted) {
	/** @type {Record<string, number>} */
	const found = {};
	for (const [name, id] of Object.entries(tables)) found[name] = (await client.request('GET', `${route}/${id}/rows?take=1`)).count;
	expectAll('byHand', found, wanted);
}

/** @param {string} kind @param {Record<string, number>} found @param {number} wanted */
function expectAll(kind, found, wanted) {
	const wrong = Object.entries(found).filter(([, count]) => count !== wanted);
	if (wrong.length > 0) throw new Error(`${kind}: ${wanted} customers asked for a person, but there are ${wrong.map(([name, count]) => `${count} ${name}`).join(', ')}`);
}

// ---------------------------------------------------------------- figures

/** What n8n keeps of one execution, on average, by workflow. @returns {Map<string, number>} */
function savedKilobytes() {
	const database = new DatabaseSync(path.join(folder, '.n8n/database.sqlite'), { readOnly: true });
	const rows = database
		.prepare('select e.workflowId as id, avg(length(d.data)) as bytes from execution_data d join execution_entity e on e.id = d.executionId group by 1')
		.all();
	database.close();
	return new Map(rows.map(({ id, bytes }) => [String(id), rounded(Number(bytes) / 1024, 1)]));
}

/** @param {Round[]} figures */
function summary(figures) {
	const latencies = figures.flatMap((round) => round.latencies);
	return {
		perSecond: spread(figures.map(({ perSecond }) => perSecond)),
		p50Ms: rounded(quantile(latencies, 0.5)),
		p95Ms: rounded(quantile(latencies, 0.95)),
		cpuMsPerMessage: spread(figures.map(({ cpuMs }) => cpuMs)),
	};
}

/** @param {Path} way @param {Map<Cell, Round[]>} rounds */
function ratiosOn(way, rounds) {
	const of = (/** @type {string} */ kind) => [...rounds].find(([cell]) => cell.kind === kind && cell.path === way)?.[1] ?? [];
	const compared = (/** @type {Round[]} */ ours, /** @type {Round[]} */ others) => ({
		perSecond: spread(ours.map((round, index) => round.perSecond / others[index].perSecond)),
		// The other way round, so that more is better here, too.
		cpu: spread(ours.map((round, index) => others[index].cpuMs / round.cpuMs)),
		p95: rounded(quantile(others.flatMap((round) => round.latencies), 0.95) / quantile(ours.flatMap((round) => round.latencies), 0.95)),
	});
	return {
		oursToNothing: compared(of('ours'), of('nothing')),
		oursToBotAlone: compared(of('ours'), of('botAlone')),
		oursToByHand: compared(of('ours'), of('byHand')),
	};
}

/** @param {number[]} figures */
function spread(figures) {
	const [low, median, high] = [0.25, 0.5, 0.75].map((share) => rounded(quantile(figures, share)));
	return { median, low, high };
}

/** @param {number[]} figures @param {number} share */
function quantile(figures, share) {
	const sorted = [...figures].sort((a, b) => a - b);
	const place = (sorted.length - 1) * share;
	const below = Math.floor(place);
	return sorted[below] + (sorted[Math.ceil(place)] - sorted[below]) * (place - below);
}

/** @param {number} value */
function rounded(value, digits = 2) {
	return Number(value.toFixed(digits));
}

/** @template T @param {T[]} list @returns {T[]} */
function shuffled(list) {
	return list
		.map((one) => ({ one, place: Math.random() }))
		.sort((a, b) => a.place - b.place)
		.map(({ one }) => one);
}
