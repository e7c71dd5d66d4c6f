/**
 * Processes that open one store at the same time, and processes that are killed
 * while they bring it to this version: before each of their statements in turn.
 *
 *   node test/package/migrating.mjs sqlite|postgres
 *
 * Prints one line of JSON: for a store that is new and for one that an old
 * version left, what all processes found, and what the killed ones left behind.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '../../scripts/lib/services.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PROCESSES = 8;
/** A process is killed before every so manieth statement, from the first to the last. */
const EVERY = 8;

const require = createRequire(import.meta.url);
const { Client } = require('pg');
const { openStore, closeStores } = require(path.join(ROOT, 'dist/handover/store/openStore.js'));

/** In a process of its own: opens the store, and dies before a statement or says how many there were. @param {number} killAt */
async function child(killAt) {
	let statements = 0;
	const counting = (/** @type {Function} */ work) =>
		/** @this {unknown} */
		function (/** @type {unknown[]} */ ...args) {
			if (++statements === killAt) process.kill(process.pid, 'SIGKILL');
			return work.apply(this, args);
		};
	Client.prototype.query = counting(Client.prototype.query);
	DatabaseSync.prototype.prepare = counting(DatabaseSync.prototype.prepare);
	DatabaseSync.prototype.exec = counting(DatabaseSync.prototype.exec);
	process.once('message', async () => {
		try {
			const store = await openStore(process.env);
			const migrated = statements;
			const handovers = await store.log.find({});
			await closeStores();
			process.send?.({ statements: migrated, found: handovers.length });
		} catch (error) {
			process.send?.({ failed: String(error) });
		}
		process.disconnect();
	});
	process.send?.('ready');
}

/** @param {Record<string, string>} env @param {number} [killAt] @returns {Promise<{ go: () => Promise<{ statements?: number, found?: number, failed?: string, killed?: boolean }> }>} */
async function start(env, killAt = 0) {
	const running = fork(fileURLToPath(import.meta.url), ['child', String(killAt)], { env: { PATH: process.env.PATH, ...env } });
	await once(running, 'message');
	const exited = once(running, 'exit');
	return {
		go: async () => {
			/** @type {object} */
			let said = {};
			running.on('message', (message) => (said = /** @type {object} */ (message)));
			running.send('go');
			const [, signal] = await exited;
			return { ...said, ...(signal === 'SIGKILL' && { killed: true }) };
		},
	};
}

/**
 * A place for a store.
 * @typedef {object} Place
 * @property {Record<string, string>} env
 * @property {(statements: string) => Promise<void>} run past the store
 * @property {() => Promise<string[]>} objects names of all tables, indexes and migrations
 */

/** @param {string} folder @param {number} n @returns {Place} */
function sqlitePlace(folder, n) {
	const file = path.join(folder, `${n}.sqlite`);
	/** @template T @param {(database: DatabaseSync) => T} work */
	const past = (work) => {
		const database = new DatabaseSync(file);
		try {
			return work(database);
		} finally {
			database.close();
		}
	};
	return {
		env: { HANDOVER_DATABASE_URL: file },
		run: async (statements) => past((database) => database.exec(statements)),
		objects: async () =>
			past((database) => {
				const names = database.prepare("select name from sqlite_master where name not like 'sqlite_%'").all().map(({ name }) => String(name));
				const done = names.includes('kysely_migration') ? database.prepare('select name from kysely_migration').all().map(({ name }) => String(name)) : [];
				return [...names, ...done].sort();
			}),
	};
}

/** @param {string} url @param {number} n @returns {Place} */
function postgresPlace(url, n) {
	const schema = `store_${n}`;
	const past = async (/** @type {string} */ statements) => {
		const client = new Client({ connectionString: url });
		await client.connect();
		try {
			return (await client.query(statements)).rows;
		} finally {
			await client.end();
		}
	};
	return {
		env: { HANDOVER_DATABASE_URL: url, HANDOVER_DATABASE_SCHEMA: schema },
		run: async (statements) => void (await past(statements.replace(/\bhandover(?=[.;])/g, schema))),
		objects: async () => {
			const names = await past(`select relname as name from pg_class where relnamespace = to_regnamespace('${schema}')`);
			const done = names.some((/** @type {{ name: string }} */ { name }) => name === 'kysely_migration') ? await past(`select name from ${schema}.kysely_migration`) : [];
			return [...names, ...done].map(({ name }) => name).sort();
		},
	};
}

/** @param {(n: number) => Place} place @param {string} statements of the store that is there already */
async function scenario(place, statements) {
	let n = 0;
	const prepared = async () => {
		const next = place(n++);
		if (statements) await next.run(statements);
		return next;
	};
	const together = await prepared();
	const before = await together.objects();
	const processes = await Promise.all(Array.from({ length: PROCESSES }, () => start(together.env)));
	const all = await Promise.all(processes.map(({ go }) => go()));
	const complete = await together.objects();

	const alone = await prepared();
	const { statements: last = 0 } = await (await start(alone.env)).go();
	const kills = { points: 0, killed: 0, half: 0, unfinished: 0 };
	for (let at = 1; at <= last; at += EVERY) {
		kills.points++;
		const { env, objects } = await prepared();
		if ((await (await start(env, at)).go()).killed) kills.killed++;
		const left = String(await objects());
		if (left !== String(before) && left !== String(complete)) kills.half++;
		await openStore(env).then(closeStores, () => undefined);
		if (String(await objects()) !== String(complete)) kills.unfinished++;
	}
	return { opened: all.filter(({ failed }) => !failed).length, failed: all.flatMap(({ failed }) => failed ?? []), found: [...new Set(all.map(({ found }) => found))], last, kills };
}

if (process.argv[2] === 'child') {
	await child(Number(process.argv[3]));
} else {
	const [database] = process.argv.slice(2);
	const frozen = fs.readFileSync(path.join(ROOT, 'test/fixtures/stores', database === 'sqlite' ? 'sqlite-1-first-release.sql' : 'postgres-5-clocks-and-events.sql'), 'utf8');
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handover-migrating-'));
	const server = database === 'postgres' ? await startPostgres() : undefined;
	try {
		let places = 0;
		const place = () => (server ? postgresPlace(server.url, places++) : sqlitePlace(folder, places++));
		console.log(JSON.stringify({ fresh: await scenario(place, ''), old: await scenario(place, frozen) }));
	} finally {
		await server?.remove();
		fs.rmSync(folder, { recursive: true, force: true });
	}
}
