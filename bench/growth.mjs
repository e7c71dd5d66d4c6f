/**
 * What grows with the store? Fills stores with a thousand, a hundred thousand
 * and two million conversations, on SQLite and on a PostgreSQL of its own, then
 * times what happens with every message (Pause Bot's check; Detect, for a
 * message that goes on and for one that opens a handover), taking turns between
 * the stores: the ratio of the slowest to the fastest is the figure. Of the
 * largest store it also times the report over all its handovers, a tick of On
 * Handover Event, Get Many, Erase Contact and Delete Old. Prints JSON.
 *
 *   npm run bench:growth -- [--sizes 1000,100000,2000000] [--databases sqlite,postgres]
 */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '../scripts/lib/services.mjs';
import { ROOT } from '../scripts/lib/setup.mjs';
import { ACCOUNT, NOW, SPREAD_MS, contactId, conversationId, fillStatements } from './growthStore.mjs';
import { onNode24, percentile } from './measure.mjs';

await onNode24(import.meta.filename);

const { values } = parseArgs({
	options: { sizes: { type: 'string', default: '1000,100000,2000000' }, databases: { type: 'string', default: 'sqlite,postgres' } },
});
const sizes = values.sizes.split(',').map(Number).sort((a, b) => a - b);

const load = createRequire(path.join(ROOT, 'dist/'));
const { openSqliteStore } = load('./handover/store/sqlite/open.js');
const { openPostgresStore } = load('./handover/store/postgres/open.js');
const { builtInConversation, builtInDesk } = load('./handover/desks/builtIn/builtInDesk.js');
const { builtInDetector } = load('./handover/detection/builtInDetector.js');
const { checkBot } = load('./handover/actions/pauseBot.js');
const { detectHandover } = load('./handover/actions/detectHandover.js');
const { deleteOld, eraseContact, listHandovers, reportHandovers } = load('./handover/actions/log.js');
const { deliverEvents } = load('./handover/actions/deliverEvents.js');
const { DEFAULT_EVENTS, readEventSettings } = load('./handover/eventSettings.js');
const { HAPPENINGS, TIMERS } = load('./handover/events.js');
const { DatabaseSync } = load('node:sqlite');
const { Client } = load('pg');

const DAY = 24 * 3_600_000;
/** Rounds, in each of which every store has its turn, and calls of each kind in a turn. */
const ROUNDS = 30;
const CALLS = 10;
const RULES = ['human_requested', 'lack_of_information', 'upset_customer'].map((scenario) => ({
	scenario, name: scenario, sensitivity: 'medium', examplePhrases: [], description: undefined, attempts: 2,
}));

const openOf = (/** @type {number} */ size) => Math.min(1000, Math.floor(size / 20));
const rounded = (/** @type {number} */ value) => Number(value.toPrecision(3));
const say = (/** @type {string} */ what) => console.error(`${new Date().toISOString().slice(11, 19)} ${what}`);

/** @param {() => Promise<unknown>} work @returns {Promise<number>} milliseconds */
async function timed(work) {
	const began = performance.now();
	await work();
	return performance.now() - began;
}

/** How long something took, how much of it this process worked, and the longest that others had to wait for their turn. @param {() => Promise<unknown>} work */
async function longestTurn(work) {
	let longest = 0;
	let last = performance.now();
	const watch = setInterval(() => {
		const now = performance.now();
		[longest, last] = [Math.max(longest, now - last), now];
	}, 1);
	await new Promise((resolve) => setTimeout(resolve, 5));
	last = performance.now();
	longest = 0;
	const before = process.cpuUsage();
	const ms = await timed(work);
	const { user, system } = process.cpuUsage(before);
	await new Promise((resolve) => setTimeout(resolve, 5));
	clearInterval(watch);
	return { ms: rounded(ms), cpuMs: rounded((user + system) / 1000), longestTurnMs: rounded(longest) };
}

/** @param {any} store */
const contextOf = (store, now = NOW) => ({ store, desk: builtInDesk(store.deskRecords), now, newId: () => randomUUID(), flow: 'flow-1', zone: 'Europe/Berlin' });

/** What happens with every message, in one store: a call of each for a random conversation that is not open. @param {any} store @param {number} size */
function messagesIn(store, size) {
	const some = () => 1 + Math.floor(Math.random() * (size - 2 * openOf(size)));
	const detect = async (/** @type {number} */ i, /** @type {string} */ message) =>
		detectHandover(contextOf(store), {
			ref: builtInConversation(conversationId(i)), contact: { id: contactId(i), name: 'Rosa Lima' }, channel: 'chat',
			message, messageId: randomUUID(), rules: RULES, detector: builtInDetector,
		});
	return {
		check: () => timed(() => checkBot(contextOf(store), { ref: builtInConversation(conversationId(some())) })),
		detectContinue: () => timed(() => detect(some(), 'What are your opening hours on Saturday?')),
		detectHandover: async () => {
			const i = some();
			let output;
			const ms = await timed(async () => (output = await detect(i, 'I want to talk to a human, please')));
			if (output?.branch !== 'handover') throw new Error(`Expected a handover, not ${JSON.stringify(output)}`);
			await store.resume(builtInConversation(conversationId(i)), 'resolved', NOW);
			return ms;
		},
	};
}

/** @param {Map<number, any>} stores */
async function everyMessage(stores) {
	/** @type {Record<string, Record<number, number[]>>} */
	const times = {};
	for (let round = -2; round < ROUNDS; round++) {
		for (const [size, store] of stores) {
			for (const [name, call] of Object.entries(messagesIn(store, size))) {
				for (let i = 0; i < CALLS; i++) {
					const ms = await call();
					if (round >= 0) ((times[name] ??= {})[size] ??= []).push(ms);
				}
			}
		}
	}
	return Object.fromEntries(
		Object.entries(times).map(([name, bySize]) => {
			const medians = Object.values(bySize).map((list) => percentile(list));
			const p95 = Object.fromEntries(Object.entries(bySize).map(([size, list]) => [size, rounded(percentile(list, 0.95))]));
			return [name, { medianMs: Object.fromEntries(Object.keys(bySize).map((size, at) => [size, rounded(medians[at])])), p95Ms: p95, slowestToFastest: rounded(Math.max(...medians) / Math.min(...medians)) }];
		}),
	);
}

/** What is done now and then, in the largest store. @param {any} store @param {number} size */
async function nowAndThen(store, size) {
	const ctx = contextOf(store);
	const slaMinutes = { normal: 24 * 60, urgent: 120 };
	const memory = process.memoryUsage().rss;
	let peak = 0;
	const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
	const report = async (/** @type {number} */ from) => {
		let summary;
		const times = await longestTurn(async () => ({ summary } = await reportHandovers(ctx, { from, to: NOW, slaMinutes })));
		return { ...times, handovers: summary?.handovers, before: summary?.before?.handovers };
	};
	const settings = readEventSettings({ ...DEFAULT_EVENTS, types: [...HAPPENINGS, ...TIMERS], unanswered: '15, 60' });
	const delivery = { store, clock: { now: () => NOW, sleep: async () => undefined }, newId: () => randomUUID(), zone: 'UTC', ended: () => false };
	const tick = () => deliverEvents(delivery, { id: 'bench', settings }, async () => undefined, new Map());
	const begin = NOW - SPREAD_MS - DAY;
	const figures = {
		firstReport: await report(begin),
		report: await report(begin),
		reportOfHalf: await report(NOW - SPREAD_MS / 2),
		reportOfMonth: await report(NOW - 30 * DAY),
		addedMemoryMb: rounded((Math.max(peak, memory) - memory) / 2 ** 20),
		...(await (async () => {
			clearInterval(watch);
			for (let warmUp = 0; warmUp < 40; warmUp++) await tick();
			return { tickWithOpen: { open: openOf(size), ...(await longestTurn(tick)) } };
		})()),
		getMany50: await longestTurn(() => listHandovers(ctx, { limit: 50 })),
		eraseContact: await longestTurn(() => eraseContact(ctx, contactId(size / 2))),
		// The oldest day.
		deleteOld: {},
	};
	let deleted;
	figures.deleteOld = { ...(await longestTurn(async () => (deleted = await deleteOld(ctx, SPREAD_MS / DAY - 1)))), ...deleted };
	return figures;
}

const DATABASES = {
	async sqlite(/** @type {string} */ folder) {
		const fill = async (/** @type {number} */ size) => {
			const file = path.join(folder, `${size}.sqlite`);
			await (await openSqliteStore(file)).close();
			const database = new DatabaseSync(file);
			// Nothing to go back to when the bench is stopped.
			database.exec('pragma journal_mode = delete; pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -2000000; begin');
			for (const [, statement] of fillStatements({ conversations: size, open: openOf(size), schema: '' })) database.exec(statement);
			database.exec('commit');
			database.close();
			return openSqliteStore(file);
		};
		return { fill, stop: async () => undefined };
	},
	async postgres() {
		const server = await startPostgres({ settings: { shared_buffers: '512MB', max_wal_size: '8GB', work_mem: '16MB' } });
		const fill = async (/** @type {number} */ size) => {
			const schema = `of_${size}`;
			const location = { kind: 'postgres', connection: { connectionString: server.url }, schema, name: 'the bench' };
			await (await openPostgresStore(location)).close();
			const client = new Client({ connectionString: server.url });
			await client.connect();
			for (const [, statement] of fillStatements({ conversations: size, open: openOf(size), schema: `${schema}.` })) await client.query(statement);
			// As its own vacuum does in the long run.
			for (const { name } of (await client.query(`select table_name as name from information_schema.tables where table_schema = '${schema}'`)).rows) await client.query(`vacuum analyze ${schema}.${name}`);
			await client.end();
			return openPostgresStore(location);
		};
		return { fill, stop: () => server.remove() };
	},
};

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handover-growth-'));
const results = {};
try {
	for (const name of values.databases.split(',')) {
		const database = await DATABASES[name](folder);
		try {
			const stores = new Map();
			for (const size of sizes) {
				const ms = await timed(async () => stores.set(size, await database.fill(size)));
				say(`${name}: filled with ${size} conversations in ${Math.round(ms / 1000)} s`);
			}
			const messages = await everyMessage(stores);
			say(`${name}: every message`);
			const largest = sizes[sizes.length - 1];
			results[name] = { everyMessage: messages, largest: { conversations: largest, ...(await nowAndThen(stores.get(largest), largest)) } };
			say(`${name}: now and then`);
			for (const store of stores.values()) await store.close();
		} finally {
			await database.stop();
		}
	}
	console.log(JSON.stringify(results, null, '\t'));
} finally {
	fs.rmSync(folder, { recursive: true, force: true });
}
