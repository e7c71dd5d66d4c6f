/**
 * What does one customer message cost each part of a large n8n? Runs n8n in
 * queue mode (a main, a webhook process, a worker, PostgreSQL, Redis) with the
 * starter workflow, and prints as JSON, for a message that the bot answers, one
 * that hands over, and one that comes while a person is on it, each with
 * executions kept and not kept:
 * - how many nodes run, and the CPU time of each process,
 * - statements and transactions in the database, n8n's and ours,
 * - bytes that the database writes to its log (WAL), n8n's and ours,
 * - commands to Redis.
 * What happens without any message is measured before and taken off. Further
 * what 10,000 such messages a second would need, and how many automatic
 * assignments a second one account and several can have: docs/scaling.md.
 *
 *   npm run bench:capacity -- [--messages 40] [--parts messages,assignments]
 */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isSilence, replyText, sendChat } from '../scripts/lib/chat.mjs';
import { startCluster } from '../scripts/lib/cluster.mjs';
import { N8nClient } from '../scripts/lib/n8n.mjs';
import { sleep } from '../scripts/lib/processes.mjs';
import { findPostgres, startPostgres } from '../scripts/lib/services.mjs';
import { build, ensureDependencies, ensureN8n, ROOT } from '../scripts/lib/setup.mjs';

const { values: options } = parseArgs({ options: { messages: { type: 'string', default: '40' }, parts: { type: 'string', default: 'messages,assignments' } } });
const MESSAGES = Number(options.messages);
const IDLE_MS = 10_000;
/** n8n writes some of an execution after it has answered. */
const SETTLE_MS = 4_000;
/** What our connections call themselves. */
const OURS = 'n8n human handover';
/** One conversation that the starter's bot knows the answers of. Nothing twice: asked again, a question counts as one that the bot has failed. */
const QUESTIONS = ['What are your opening hours?', 'What is the postage?', 'How do I send something back for a refund?', 'Can I pay by card?', 'Thanks, that is great!'];
const ANSWER = /^(We are open|Shipping costs|You can|You are welcome)/;
/** Of a hundred messages, so many of each kind. */
const SHARES = { answered: 0.9, 'handed over': 0.02, 'kept quiet': 0.08 };
/** Linux counts CPU time in hundredths of a second. */
const TICK_MS = 10;
/** Long enough for a figure, short enough for a shared machine. */
const ASSIGNMENTS = 300;
/** As several workers have them. */
const AT_A_TIME = 8;

await ensureDependencies();
await build();
const load = createRequire(path.join(ROOT, 'package.json'));
/** @type {typeof import('pg')} */
const { Client } = load('pg');

const parts = options.parts.split(',');
/** @type {Record<string, unknown>} */
const result = {};
if (parts.includes('messages')) result.messages = await costOfMessages();
if (parts.includes('assignments')) result.assignments = await assignments();
console.log(JSON.stringify(result, null, '\t'));
process.exit(0);

/** @param {number} value */
function rounded(value) {
	return Number(value.toPrecision(3));
}

// ---------------------------------------------------------------- messages

async function costOfMessages() {
	await ensureN8n();
	const cluster = await startCluster({ workers: 1 });
	const database = new Client({ connectionString: cluster.postgres.admin });
	try {
		await database.connect();
		const client = new N8nClient(cluster.main.url);
		await client.setupOwner({ email: 'bench@example.com', password: 'Bench-Owner-1', firstName: 'B', lastName: 'B' });
		const template = roomForEverybody(JSON.parse(fs.readFileSync(path.join(ROOT, 'templates/human-handover.json'), 'utf8')));
		const { name: chat, webhookId } = template.nodes.find((/** @type {{ type: string }} */ { type }) => type.endsWith('.chatTrigger'));
		const send = (/** @type {string} */ session, /** @type {string} */ text) => sendChat(`${cluster.webhook.url}/webhook/${webhookId}/chat`, session, text);

		/** @type {{ idlePerSecond?: Figures, kept: Record<string, Figures>, notKept: Record<string, Figures> }} */
		const costs = { kept: {}, notKept: {} };
		for (const kept of [true, false]) {
			const settings = { ...template.settings, saveDataSuccessExecution: kept ? 'all' : 'none' };
			const workflowId = await client.importWorkflow({ ...template, settings });
			await client.activate(workflowId);
			for (let warm = 0; warm < 20; warm++) await Promise.all([send(randomUUID(), 'Can I talk to a human?'), send(randomUUID(), 'What are your opening hours?')]);
			const idle = await idleOf(cluster, database);
			if (kept) costs.idlePerSecond = idle.shown;
			const nodes = async () => {
				// Flows that listen to events may have run since.
				for (const { id } of await client.executions({ workflowId, limit: 10 })) {
					const run = (await client.execution(id)).data?.resultData.runData ?? {};
					if (run[chat]) return Object.keys(run).length;
				}
				return undefined;
			};
			for (const [kind, play] of Object.entries(players(send))) {
				const one = await afterOne(play, kept ? nodes : async () => undefined);
				costs[kept ? 'kept' : 'notKept'][kind] = { ...(one && { nodes: one }), ...(await costOf(cluster, database, play, idle)) };
			}
		}
		return { ...costs, tenThousandPerSecond: { kept: atRate(10_000, costs.kept), notKept: atRate(10_000, costs.notKept) } };
	} finally {
		await database.end().catch(() => undefined);
		await cluster.remove();
	}
}

/**
 * What so many messages a second need. One core does 1,000 ms of CPU time a second.
 * @param {number} rate
 * @param {Record<string, Figures>} costs of one message by its kind
 * @returns {Figures}
 */
function atRate(rate, costs) {
	const all = (/** @type {string} */ name) => rate * Object.entries(SHARES).reduce((sum, [kind, share]) => sum + share * costs[kind][name], 0);
	return shown({
		webhookCores: all('webhookCpuMs') / 1000,
		workerCores: all('workerCpuMs') / 1000,
		postgresCores: all('postgresCpuMs') / 1000,
		redisCores: all('redisCpuMs') / 1000,
		n8nTransactionsPerSecond: all('n8nTransactions'),
		ourTransactionsPerSecond: all('ourTransactions'),
		n8nStatementsPerSecond: all('n8nStatements'),
		ourStatementsPerSecond: all('ourStatements'),
		n8nWalMbPerSecond: all('n8nWalBytes') / 1e6,
		ourWalMbPerSecond: all('ourWalBytes') / 1e6,
		executionDataTbPerDay: (all('executionDataBytes') * 86_400) / 1e12,
		redisCallsPerSecond: all('redisCalls'),
	});
}

/** Or most conversations would end in the queue. @param {any} template */
function roomForEverybody(template) {
	const assign = template.nodes.find((/** @type {{ name: string }} */ { name }) => name === 'Assign Conversation');
	for (const member of assign.parameters.team.members) member.capacity = 1_000_000;
	return template;
}

/**
 * @param {(session: string, text: string) => Promise<import('../scripts/lib/chat.mjs').ChatReply>} send
 * @returns {Record<string, (count: number) => Promise<void>>} each sends so many messages of its kind
 */
function players(send) {
	const handedOver = /** @type {string[]} */ ([]);
	const check = (/** @type {boolean} */ right, /** @type {import('../scripts/lib/chat.mjs').ChatReply} */ reply) => {
		if (!right) throw new Error(`The flow went another way than is measured: ${JSON.stringify(reply).slice(0, 300)}`);
	};
	return {
		answered: async (count) => {
			for (let sent = 0, session = ''; sent < count; sent++) {
				const place = sent % QUESTIONS.length;
				if (place === 0) session = randomUUID();
				const reply = await send(session, QUESTIONS[place]);
				check(ANSWER.test(replyText(reply)), reply);
			}
		},
		'handed over': async (count) => {
			for (let sent = 0; sent < count; sent++) {
				handedOver.push(randomUUID());
				const reply = await send(handedOver[handedOver.length - 1], 'Can I talk to a human?');
				check(replyText(reply) !== '' && !ANSWER.test(replyText(reply)), reply);
			}
		},
		'kept quiet': async (count) => {
			for (let sent = 0; sent < count; sent++) {
				const reply = await send(handedOver[sent % handedOver.length], 'Is anybody there?');
				check(isSilence(reply), reply);
			}
		},
	};
}

/** @template T @param {(count: number) => Promise<void>} play @param {() => Promise<T>} look */
async function afterOne(play, look) {
	await play(1);
	await sleep(SETTLE_MS);
	return look();
}

/**
 * @typedef {import('../scripts/lib/cluster.mjs').Cluster} Cluster
 * @typedef {Record<string, number>} Figures
 */

/** Everything per second while nothing happens. @param {Cluster} cluster @param {import('pg').Client} database */
async function idleOf(cluster, database) {
	await sleep(SETTLE_MS);
	const seconds = IDLE_MS / 1000;
	const wait = () => sleep(IDLE_MS);
	const perSecond = (/** @type {Figures} */ figures) => Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, value / seconds]));
	const times = perSecond(await cpuDuring(cluster, wait));
	const counts = perSecond(await countsDuring(cluster, database, wait));
	return { times, counts, shown: shown({ ...times, ...counts }) };
}

/**
 * The cost of one message: its CPU time without the database's statement log, then what is counted, with it.
 * @param {Cluster} cluster
 * @param {import('pg').Client} database
 * @param {(count: number) => Promise<void>} play
 * @param {{ times: Figures, counts: Figures }} idle per second
 */
async function costOf(cluster, database, play, idle) {
	const work = async () => {
		await play(MESSAGES);
		await sleep(SETTLE_MS);
	};
	const without = async (/** @type {(work: () => Promise<void>) => Promise<Figures>} */ measure, /** @type {Figures} */ rest) => {
		const began = performance.now();
		const figures = await measure(work);
		const seconds = (performance.now() - began) / 1000;
		return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Math.max(0, value - seconds * (rest[name] ?? 0)) / MESSAGES]));
	};
	const times = await without((during) => cpuDuring(cluster, during), idle.times);
	const counts = await without((during) => countsDuring(cluster, database, during), idle.counts);
	return shown({ ...times, ...counts });
}

/** @param {Figures} figures */
function shown(figures) {
	return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, rounded(value)]));
}

// ---------------------------------------------------------------- CPU time

/**
 * Milliseconds of CPU time of a process, its children, and those that have ended.
 * @param {number | undefined} leader
 */
function cpuOf(leader) {
	let ticks = 0;
	for (const pid of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
		let stat;
		try {
			stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
		} catch {
			continue;
		}
		// From the third field on, which is the state.
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ').map(Number);
		const [, parent] = fields;
		const [user, system, endedUser, endedSystem] = fields.slice(11, 15);
		if (Number(pid) === leader) ticks += user + system + endedUser + endedSystem;
		else if (parent === leader) ticks += user + system;
	}
	return ticks * TICK_MS;
}

/** @param {Cluster} cluster @returns {Figures} */
function cpuNow({ main, webhook, workers, postgres, redis }) {
	return {
		webhookCpuMs: cpuOf(webhook.pid()),
		workerCpuMs: workers.reduce((sum, worker) => sum + cpuOf(worker.pid()), 0),
		mainCpuMs: cpuOf(main.pid()),
		postgresCpuMs: cpuOf(postgres.pid()),
		redisCpuMs: cpuOf(redis.pid()),
	};
}

/** @param {Cluster} cluster @param {() => Promise<void>} work @returns {Promise<Figures>} milliseconds by process */
async function cpuDuring(cluster, work) {
	const before = cpuNow(cluster);
	await work();
	const after = cpuNow(cluster);
	return Object.fromEntries(Object.entries(after).map(([name, value]) => [name, value - before[name]]));
}

// ---------------------------------------------------------------- what is counted

/**
 * @param {Cluster} cluster
 * @param {import('pg').Client} database
 * @param {() => Promise<void>} work
 * @returns {Promise<Figures>}
 */
async function countsDuring({ postgres, redis }, database, work) {
	await logStatements(database, true);
	const log = path.join(postgres.folder, 'log');
	const from = fs.statSync(log).size;
	const lsn = await currentLsn(database);
	const commands = await redisCommands(redis.port);
	const bytes = await executionBytes(database);
	await work();
	const redisCalls = (await redisCommands(redis.port)) - commands;
	const executionData = (await executionBytes(database)) - bytes;
	const until = await currentLsn(database);
	await logStatements(database, false);
	const wal = await walBytes(postgres.folder, database, lsn, until);
	const statements = countStatements(fs.readFileSync(log).subarray(from).toString('utf8'));
	return { ...statements, ...wal, executionDataBytes: executionData, redisCalls };
}

/** @param {import('pg').Client} database @param {boolean} on */
async function logStatements(database, on) {
	await database.query(`alter system set log_line_prefix = '%a|%p|'`);
	await database.query(`alter system set log_statement = '${on ? 'all' : 'none'}'`);
	await database.query('select pg_reload_conf()');
	// The processes read it between two statements.
	await sleep(1_000);
}

/** @param {string} log with a line for each statement @returns {Figures} */
function countStatements(log) {
	const figures = { n8nStatements: 0, n8nTransactions: 0, ourStatements: 0, ourTransactions: 0, ourWrites: 0 };
	/** Connections in a transaction. */
	const inside = new Set();
	for (const [, application, pid, text] of log.matchAll(/^(.*?)\|(\d+)\|LOG: {2}(?:statement|execute [^:]*): (.*)$/gm)) {
		const ours = application === OURS;
		const [word] = text.trim().toLowerCase().split(/[\s;]/);
		figures[ours ? 'ourStatements' : 'n8nStatements']++;
		if (ours && /^(insert|update|delete)$/.test(word)) figures.ourWrites++;
		if (/^(begin|start)$/.test(word)) inside.add(pid);
		else if (/^(commit|rollback)$/.test(word)) inside.delete(pid);
		else if (inside.has(pid)) continue;
		if (!inside.has(pid)) figures[ours ? 'ourTransactions' : 'n8nTransactions']++;
	}
	return figures;
}

/** @param {import('pg').Client} database @returns {Promise<string>} */
async function currentLsn(database) {
	return (await database.query('select pg_current_wal_insert_lsn() as lsn')).rows[0].lsn;
}

/** Bytes of executions as n8n writes them. @param {import('pg').Client} database @returns {Promise<number>} */
async function executionBytes(database) {
	const { rows } = await database.query('select coalesce(sum(octet_length(data)), 0) as bytes from public.execution_data');
	return Number(rows[0].bytes);
}

/**
 * The write-ahead log between two places, by whose tables it is about.
 * @param {string} folder of the server
 * @param {import('pg').Client} database
 * @param {string} from
 * @param {string} until
 * @returns {Promise<Figures>}
 */
async function walBytes(folder, database, from, until) {
	// It is read from the files, where the end comes a little later.
	await database.query('select pg_switch_wal()');
	const { rows } = await database.query(
		`select c.relfilenode as file from pg_class c where coalesce(
			(select n.nspname from pg_class t join pg_namespace n on n.oid = t.relnamespace where t.reltoastrelid = c.oid),
			(select n.nspname from pg_index i join pg_class x on x.oid = i.indrelid join pg_class t on t.reltoastrelid = x.oid join pg_namespace n on n.oid = t.relnamespace where i.indexrelid = c.oid),
			(select n.nspname from pg_namespace n where n.oid = c.relnamespace)) = 'handover'`,
	);
	const ours = new Set(rows.map(({ file }) => String(file)));
	const output = execFileSync(path.join(findPostgres() ?? '', 'pg_waldump'), ['-p', path.join(folder, 'data/pg_wal'), '-s', from, '-e', until], { encoding: 'utf8', maxBuffer: 1e9 });
	let [all, our] = [0, 0];
	for (const [, bytes, rest] of output.matchAll(/len \(rec\/tot\): *\d+\/ *(\d+),(.*)$/gm)) {
		all += Number(bytes);
		const [, file] = /rel \d+\/\d+\/(\d+)/.exec(rest) ?? [];
		if (file && ours.has(file)) our += Number(bytes);
	}
	return { n8nWalBytes: all - our, ourWalBytes: our };
}

/** @param {number} port @returns {Promise<number>} commands that Redis has done so far */
async function redisCommands(port) {
	const text = await new Promise((resolve, reject) => {
		let answer = '';
		const socket = net.connect(port, '127.0.0.1', () => socket.end('INFO commandstats\r\nQUIT\r\n'));
		socket.on('data', (chunk) => (answer += chunk)).on('end', () => resolve(answer)).on('error', reject);
	});
	return [...text.matchAll(/:calls=(\d+)/g)].reduce((sum, [, calls]) => sum + Number(calls), 0);
}

// ---------------------------------------------------------------- assignments

/** On a server that waits for its disk, as one in use does. */
async function assignments() {
	const postgres = await startPostgres({ settings: { fsync: 'on', full_page_writes: 'on' } });
	const { openPostgresStore } = load('./dist/handover/store/postgres/open.js');
	const { chooseMember } = load('./dist/handover/assignment.js');
	const store = await openPostgresStore({ kind: 'postgres', connection: { connectionString: postgres.url }, schema: 'handover', poolSize: AT_A_TIME, name: 'bench' });
	try {
		/** @type {Record<string, number>} */
		const perSecond = {};
		for (const members of [3, 20, 160]) for (const accounts of [1, 8]) {
			const team = Array.from({ length: members }, (_, index) => ({ id: `agent ${index}`, name: `Agent ${index}`, capacity: 1_000_000, available: true }));
			const handovers = [];
			for (let index = 0; index < ASSIGNMENTS; index++) handovers.push(await opened(store, `${members} ${index % accounts}`));
			const began = performance.now();
			const next = handovers.values();
			await Promise.all(Array.from({ length: AT_A_TIME }, async () => {
				for (const handover of next) await store.assign(handover, team.map(({ id }) => id), (/** @type {unknown} */ loads) => chooseMember(team, loads, 'round_robin'), Date.now());
			}));
			perSecond[`${members} people, ${accounts} account${accounts === 1 ? '' : 's'}`] = rounded((ASSIGNMENTS / (performance.now() - began)) * 1000);
		}
		return { perSecond };
	} finally {
		await store.close();
		await postgres.remove();
	}
}

/** @param {any} store @param {string} account */
async function opened(store, account) {
	const now = Date.now();
	const id = randomUUID();
	const { handover } = await store.openHandover(
		{
			id, conversation: { desk: 'built-in', account, conversationId: id }, contact: { id }, channel: 'chat', flow: 'bench', scenario: 'human_requested', reason: 'bench',
			confidence: 1, detector: 'bench', priority: 'normal', status: 'open', openedAt: now, waitingSince: now, deadlineAt: now + 86_400_000,
		},
		{ setAt: now, until: now + 86_400_000, handoverId: id, reason: 'bench' },
	);
	return handover;
}
