/**
 * The trial of queue mode: customers write to the starter workflow in a cluster
 * whose processes die, and at the end every message must have come to exactly
 * one end: answered by the bot, handed over once, or kept quiet because a
 * person has the conversation.
 */
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import pg from 'pg';
import { answerOf, customers, play, returning } from './channel.mjs';
import { startCluster } from './cluster.mjs';
import { N8nClient } from './n8n.mjs';
import { sleep } from './processes.mjs';
import { ROOT } from './setup.mjs';

const OWNER = { email: 'queue@example.com', password: 'Queue-Owner-1', firstName: 'Queue', lastName: 'Owner' };

/**
 * n8n believes that a worker is gone after a minute, and looks every half; that
 * is shortened, so that nobody watches a trial for minutes. Without Redis for
 * ten seconds its processes end; that is lengthened, since a busy machine may
 * take that long to start one.
 */
export const TRIAL_ENV = {
	QUEUE_WORKER_LOCK_DURATION: '15000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
	QUEUE_BULL_REDIS_TIMEOUT_THRESHOLD: '60000',
};

/** Longer than the claim on an event of a main process that died (handover/actions/deliverEvents.ts), and a few ticks. */
const TOLD_WITHIN_MS = 120_000;
const UNDER_WAY_WITHIN_MS = 10_000;
const REDIS_AWAY_MS = 2_000;
const EVENTS = ['opened', 'assigned'];
const LAST_ACT = 'everybody writes again';

/** @typedef {import('./cluster.mjs').Cluster} Cluster */
/** @typedef {import('./channel.mjs').Conversation} Conversation */
/** @typedef {import('./channel.mjs').Message} Message */

/**
 * Something goes wrong while customers write.
 * @typedef {{ name: string, strike: (cluster: Cluster, db: pg.Pool) => Promise<void> }} Act
 */

/** @type {Act[]} */
const ACTS = [
	{ name: 'all is well', strike: async () => {} },
	{
		name: 'one worker killed',
		strike: async ({ workers }, db) => {
			await handoverUnderWay(db);
			const worker = busiest(workers);
			await worker.kill();
			await worker.start();
		},
	},
	{
		name: 'both workers killed',
		strike: async ({ workers }, db) => {
			await handoverUnderWay(db);
			await Promise.all(workers.map((worker) => worker.kill()));
			await Promise.all(workers.map((worker) => worker.start()));
		},
	},
	{
		name: 'main killed',
		strike: async ({ main }) => {
			await main.kill();
			await main.start();
		},
	},
	{
		name: 'webhook process killed',
		strike: async ({ webhook }) => {
			await webhook.kill();
			await webhook.start();
		},
	},
	{
		name: 'Redis restarted',
		strike: async ({ redis }) => {
			await redis.stop();
			await sleep(REDIS_AWAY_MS);
			await redis.start();
		},
	},
];

/** Waits until some handover has begun and not ended, so that what is killed is in the middle of one. @param {pg.Pool} db */
async function handoverUnderWay(db) {
	const { rows: [{ now }] } = await db.query('select count(*) as now from handover.handovers');
	const unfinished = `select 1 from (select id from handover.handovers order by opened_at offset $1) h where not exists (select 1 from handover.steps s where s.handover_id = h.id and s.step = 'message')`;
	for (const deadline = Date.now() + UNDER_WAY_WITHIN_MS; Date.now() < deadline; await sleep(5)) {
		if ((await db.query(unfinished, [now])).rows.length > 0) return;
	}
}

/**
 * Waits until nothing is kept for an execution that died in the middle of a
 * step (two minutes, handover/steps.ts): the customer's next message then does it.
 * @param {pg.Pool} db
 */
async function stepsFree(db) {
	const kept = "select claimed_until from handover.steps where status = 'claimed' and claimed_until > $1";
	while ((await db.query(kept, [Date.now()])).rows.length > 0) await sleep(1_000);
}

/** The worker that has the most to do, by its log. @param {import('./cluster.mjs').Member[]} workers */
function busiest(workers) {
	const running = (/** @type {import('./cluster.mjs').Member} */ { logFile }) => {
		const log = fs.readFileSync(logFile, 'utf8');
		return (log.match(/Worker started execution/g) ?? []).length - (log.match(/Worker finished execution/g) ?? []).length;
	};
	return workers.reduce((most, worker) => (running(worker) > running(most) ? worker : most));
}

// ---------------------------------------------------------------- what the cluster runs

/** The starter workflow, with room for everybody: the trial is not about full queues. */
export function readStarter() {
	const workflow = JSON.parse(fs.readFileSync(path.join(ROOT, 'templates/human-handover.json'), 'utf8'));
	for (const node of workflow.nodes) for (const member of node.parameters.team?.members ?? []) member.capacity = 1_000_000;
	const { webhookId } = workflow.nodes.find((/** @type {{ type: string }} */ node) => node.type.endsWith('.chatTrigger'));
	return { workflow, webhookId };
}

const LISTENER_NODE = 'on-handover-event';

/** A flow that passes what it is told on to us, so that we can count. @param {string} url */
function listener(url) {
	return {
		name: 'Listener of the trial',
		nodes: [
			{ id: LISTENER_NODE, name: 'Event', type: 'n8n-nodes-human-handover.onHandoverEventTrigger', typeVersion: 1, position: [0, 0], parameters: { events: EVENTS } },
			{
				id: randomUUID(), name: 'Tell', type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2, position: [200, 0],
				parameters: { method: 'POST', url, sendBody: true, specifyBody: 'json', jsonBody: '={{ JSON.stringify({ id: $json.event.id }) }}', options: {} },
			},
		],
		connections: { Event: { main: [[{ node: 'Tell', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}

/** Counts how often it was told of each event. */
async function startCounter() {
	/** @type {Map<string, number>} */
	const told = new Map();
	const server = http.createServer((request, response) => {
		let body = '';
		request.on('data', (chunk) => (body += chunk));
		request.on('end', () => {
			const { id } = JSON.parse(body);
			told.set(id, (told.get(id) ?? 0) + 1);
			response.setHeader('content-type', 'application/json').end('{}');
		});
	});
	await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
	const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
	return { told, url: `http://127.0.0.1:${port}/`, close: () => void server.close() };
}

// ---------------------------------------------------------------- what the record says

/**
 * @typedef {{ id: string, conversation: string, status: string, message?: string, openedAt: number, assignee?: string, tasks: number, steps: Record<string, string>, told?: string }} HandoverRecord
 */

/** @param {pg.Pool} db @returns {Promise<HandoverRecord[]>} */
async function readHandovers(db) {
	const { rows } = await db.query(
		`select h.id, h.conversation_id, h.status, h.details, h.opened_at, h.assignee_id,
			(select count(*) from handover.desk_tasks t where t.handover_id = h.id) as tasks,
			(select json_object_agg(s.step, json_build_object('status', s.status, 'result', s.result)) from handover.steps s where s.handover_id = h.id) as steps
		from handover.handovers h`,
	);
	return rows.map(({ id, conversation_id, status, details, opened_at, assignee_id, tasks, steps }) => ({
		id,
		conversation: conversation_id,
		status,
		message: JSON.parse(details).message,
		openedAt: Number(opened_at),
		assignee: assignee_id ?? undefined,
		tasks: Number(tasks),
		steps: Object.fromEntries(Object.entries(steps ?? {}).map(([step, one]) => [step, one.status])),
		told: steps?.message?.result ? JSON.parse(steps.message.result).data?.text : undefined,
	}));
}

/**
 * What became of a message, by its answers and the record.
 * @param {Message} message
 * @param {HandoverRecord[]} handovers of its conversation
 * @returns {string[]} exactly one, if all is well
 */
function endsOf(message, handovers) {
	const replies = message.attempts.flatMap(({ reply }) => (reply ? [reply] : []));
	const opened = handovers.filter((handover) => handover.message === message.text);
	const answer = answerOf(message);
	const isClosing = handovers.some(({ told }) => told !== undefined && told === answer);
	return [
		...opened.map(() => 'handed over'),
		...(replies.length > 0 && answer !== '' && !isClosing ? ['answered'] : []),
		// The bot itself says nothing when a later message brings what an earlier one was owed.
		...((answer === '' || isClosing) && opened.length === 0 ? ['quiet'] : []),
	];
}

const STEPS = ['pause', 'assign', 'task', 'tag', 'message'];

/** What is wrong with what a handover left behind. @param {HandoverRecord} handover @returns {string[]} */
function handoverProblems({ conversation, status, assignee, tasks, steps }) {
	const missing = STEPS.filter((step) => steps[step] !== 'done');
	return [
		...(status === 'open' ? [] : [`is ${status}`]),
		...(assignee === undefined ? ['has no owner'] : []),
		...(tasks === 1 ? [] : [`has ${tasks} tasks`]),
		...(missing.length ? [`lacks ${missing.join(', ')}`] : []),
	].map((problem) => `The handover of ${conversation} ${problem}`);
}

/**
 * @param {Conversation} conversation as it went in an act
 * @param {Message[]} all that the customer wrote in all acts
 * @param {HandoverRecord[]} handovers of it
 * @returns {{ ends: { message: Message, end: string }[], untold: boolean, problems: string[] }}
 */
function judge({ id, handedOver, turns }, all, handovers) {
	const problems = handovers.flatMap(handoverProblems);
	if (handovers.length !== (handedOver ? 1 : 0)) problems.push(`${id} was handed over ${handovers.length} times`);
	const ends = turns.flat().map((message) => {
		const ends = endsOf(message, handovers);
		const end = ends.join(' and ') || 'lost';
		if (ends.length !== 1 || !message.expected.split(' or ').includes(end)) problems.push(`Message ${message.id} (“${message.text}”) should be ${message.expected}, but is ${end}: ${answerOf(message)}`);
		return { message, end };
	});
	const openedAt = Math.min(...handovers.map((handover) => handover.openedAt));
	const closing = handovers[0]?.told;
	const answers = all.flatMap(({ attempts }) => attempts).flatMap(({ sentAt, reply }) => (reply ? [{ sentAt, text: String(reply.output ?? '') }] : []));
	const late = answers.filter(({ sentAt, text }) => sentAt > openedAt && text !== '' && text !== closing);
	for (const { text } of late) problems.push(`The bot spoke in ${id} although a person had it: ${text}`);
	const closings = answers.filter(({ text }) => closing !== undefined && text === closing).length;
	if (closings > 1) problems.push(`The customer of ${id} was told ${closings} times`);
	return { ends, untold: closing !== undefined && closings === 0, problems };
}

// ---------------------------------------------------------------- events

/**
 * How often each event that the store holds started the flow that listens.
 * @param {pg.Pool} db
 * @param {string} subscriber
 * @param {Map<string, number>} told
 * @returns {Promise<{ events: number, once: number, died: number, lost: number, untold: string[], twice: string[] }>}
 *   `died`: the flow began and ended with its worker; `lost`: n8n has the execution, but Redis forgot that it is to run
 */
async function readEvents(db, subscriber, told) {
	const { rows } = await db.query('select id from handover.events where type = any($1)', [EVENTS]);
	const ids = rows.map(({ id }) => String(id));
	const keys = new Map(ids.map((id) => [createHash('sha256').update(`${subscriber} ${id}`).digest('hex'), id]));
	const { rows: begun } = await db.query('select "deduplicationKey" as key, status from execution_entity where "deduplicationKey" = any($1)', [[...keys.keys()]]);
	const status = new Map(begun.map((one) => [keys.get(one.key), one.status]));
	const endedAs = (/** @type {string} */ id) => (count(id) > 0 ? 'told' : ['error', 'crashed'].includes(status.get(id)) ? 'died' : status.has(id) ? 'lost' : 'untold');
	const count = (/** @type {string} */ id) => told.get(id) ?? 0;
	return {
		events: ids.length,
		once: ids.filter((id) => count(id) === 1).length,
		died: ids.filter((id) => endedAs(id) === 'died').length,
		lost: ids.filter((id) => endedAs(id) === 'lost').length,
		untold: ids.filter((id) => endedAs(id) === 'untold'),
		twice: ids.filter((id) => count(id) > 1),
	};
}

// ---------------------------------------------------------------- the trial

/**
 * @typedef {object} Outcome
 * @property {{ act: string, messages: number, again: Record<string, number>, ends: Record<string, number>, untold: number, seconds: number }[]} acts `again`: why messages were delivered again; `untold`: customers whom the final message never reached, so that only the agents know
 * @property {number} handovers
 * @property {{ events: number, once: number, died: number, lost: number }} events
 * @property {Record<string, number>} executions of n8n by status
 * @property {Record<string, number>} connections to PostgreSQL at most, by program
 * @property {string[]} problems empty if all is well
 */

/**
 * Starts a cluster, and lets customers write to it while its processes die.
 * @param {object} [options]
 * @param {string} [options.packageDir] a built package with its dependencies; the checkout by default
 * @param {number} [options.conversations] in each act
 * @param {(text: string) => void} [options.say] told how far it is
 * @returns {Promise<Outcome>}
 */
export async function runTrial({ packageDir, conversations: perAct = 15, say = () => {} } = {}) {
	const cluster = await startCluster({ packageDir, env: TRIAL_ENV, log: say });
	const counter = await startCounter();
	const db = new pg.Pool({ connectionString: cluster.postgres.admin, max: 2 });
	db.on('error', () => undefined);
	const connections = watchConnections(db);
	try {
		say('publishing the workflows');
		const client = new N8nClient(cluster.main.url);
		await client.setupOwner(OWNER);
		const { workflow, webhookId } = readStarter();
		await client.activate(await client.importWorkflow(workflow));
		const listenerId = await client.importWorkflow(listener(counter.url));
		await client.activate(listenerId);
		const chatUrl = `${cluster.webhook.url}/webhook/${webhookId}/chat`;

		/** @type {Played[]} */
		const played = [];
		for (const [index, act] of ACTS.entries()) played.push(await playAct(cluster, db, chatUrl, act, customers(`act${index + 1}`, perAct), say));
		say('waiting until steps that died with a worker are free');
		await stepsFree(db);
		const everybody = played.flatMap((act) => act.customers.map(returning));
		played.push(await playAct(cluster, db, chatUrl, { name: LAST_ACT, strike: async () => {} }, everybody, say));

		say('waiting until everything has been told');
		const subscriber = `${listenerId}/${LISTENER_NODE}`;
		for (const deadline = Date.now() + TOLD_WITHIN_MS; Date.now() < deadline; await sleep(1_000)) {
			const { untold, lost } = await readEvents(db, subscriber, counter.told);
			if (untold.length + lost === 0) break;
		}
		return { ...(await outcomeOf(db, played, await readEvents(db, subscriber, counter.told))), connections: connections.peak };
	} finally {
		connections.end();
		await db.end().catch(() => undefined);
		await cluster.remove();
		counter.close();
	}
}

/** @typedef {{ act: string, customers: Conversation[], seconds: number }} Played */

/**
 * @param {pg.Pool} db
 * @param {Played[]} played
 * @param {Awaited<ReturnType<typeof readEvents>>} events
 * @returns {Promise<Omit<Outcome, 'connections'>>}
 */
async function outcomeOf(db, played, { untold, twice, ...events }) {
	const handovers = await readHandovers(db);
	const executions = await db.query('select status, count(*)::int as count from execution_entity group by status order by status');
	const written = played.flatMap((act) => act.customers.flatMap(({ turns }) => turns.flat()));
	const acts = played.map(({ act, customers: some, seconds }) => {
		const judged = some.map((one) => judge(one, written.filter(({ conversation }) => conversation === one.id), handovers.filter(({ conversation }) => conversation === one.id)));
		const ends = judged.flatMap((one) => one.ends);
		return {
			act,
			messages: ends.length,
			again: counted(ends.flatMap(({ message }) => message.attempts.flatMap(({ problem }) => problem ?? []))),
			ends: counted(ends.map(({ end }) => end)),
			// Those who write again have been counted.
			untold: act === LAST_ACT ? 0 : judged.filter((one) => one.untold).length,
			seconds,
			problems: judged.flatMap((one) => one.problems),
		};
	});
	const problems = [
		...untold.map((id) => `No flow was told of the event ${id}`),
		...twice.map((id) => `A flow was told of the event ${id} more than once`),
		...acts.flatMap((act) => act.problems),
	];
	return {
		acts: acts.map(({ problems: _, ...act }) => act),
		handovers: handovers.length,
		events,
		executions: Object.fromEntries(executions.rows.map(({ status, count }) => [status, count])),
		// A customer who writes again shows the same ones again.
		problems: [...new Set(problems)],
	};
}

/**
 * Customers write, and when a third of them is through and others are under way, it strikes.
 * @param {Cluster} cluster
 * @param {pg.Pool} db
 * @param {string} chatUrl
 * @param {Act} act
 * @param {Conversation[]} some
 * @param {(text: string) => void} say
 * @returns {Promise<Played>}
 */
async function playAct(cluster, db, chatUrl, { name, strike }, some, say) {
	const began = Date.now();
	const total = some.flatMap(({ turns }) => turns.flat()).length;
	/** @type {Promise<void> | undefined} */
	let struck;
	await play(chatUrl, some, {
		progress: (done, underway) => {
			say(`${name}: ${done} of ${total} messages`);
			if (struck || done < total / 3 || underway < 3) return;
			struck = strike(cluster, db);
			// Awaited below.
			struck.catch(() => undefined);
		},
	});
	await (struck ?? strike(cluster, db));
	return { act: name, customers: some, seconds: Math.round((Date.now() - began) / 100) / 10 };
}

/** @param {string[]} list @returns {Record<string, number>} */
function counted(list) {
	/** @type {Record<string, number>} */
	const counts = {};
	for (const one of list) counts[one] = (counts[one] ?? 0) + 1;
	return counts;
}

/** Looks every second how many connections there are, and keeps the most. @param {pg.Pool} db */
function watchConnections(db) {
	/** @type {Record<string, number>} */
	const peak = {};
	const timer = setInterval(async () => {
		const found = await db
			.query(`select case application_name when '' then 'n8n' else application_name end as program, count(*)::int as count from pg_stat_activity where usename = 'n8n' group by 1`)
			.catch(() => ({ rows: [] }));
		for (const { program, count } of found.rows) peak[program] = Math.max(peak[program] ?? 0, count);
	}, 1_000);
	return { peak, end: () => clearInterval(timer) };
}
