/**
 * Starts a PostgreSQL and a Redis of our own, on free ports of this machine and
 * with folders that vanish, for tests and benches: they may be stopped, killed
 * and filled, whatever else runs here.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { freePort } from './n8n.mjs';
import { sleep, startGroup, stopGroup } from './processes.mjs';
import { run } from './setup.mjs';

const READY_WITHIN_MS = 60_000;

/** The folder of PostgreSQL's programs, or null: the newest that Debian or Homebrew has installed, or what POSTGRES_BIN says. @returns {string | null} */
export function findPostgres() {
	const installed = (/** @type {string} */ folder, /** @type {string} */ below) =>
		fs.existsSync(folder)
			? fs.readdirSync(folder).sort((a, b) => b.localeCompare(a, 'en', { numeric: true })).map((name) => path.join(folder, name, below))
			: [];
	const onPath = (process.env.PATH ?? '').split(path.delimiter);
	const places = [process.env.POSTGRES_BIN ?? '', ...installed('/usr/lib/postgresql', 'bin'), ...onPath, ...installed('/opt/homebrew/opt', 'bin')];
	return places.find((place) => place && fs.existsSync(path.join(place, 'initdb')) && fs.existsSync(path.join(place, 'postgres'))) ?? null;
}

/** The program of the Redis server, or null. @returns {string | null} */
export function findRedis() {
	const places = [process.env.REDIS_SERVER ?? '', ...(process.env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, 'redis-server'))];
	return places.find((place) => place && fs.existsSync(place)) ?? null;
}

/**
 * Whom to run as: PostgreSQL refuses to be root.
 * @returns {{ uid?: number, gid?: number }}
 */
function unprivileged() {
	if (process.getuid?.() !== 0) return {};
	const id = (/** @type {string} */ flag, /** @type {string} */ user) => Number(execFileSync('id', [flag, user], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
	for (const user of ['postgres', 'nobody']) {
		try {
			return { uid: id('-u', user), gid: id('-g', user) };
		} catch {
			// There is no such user here.
		}
	}
	return {};
}

/** @param {number} port @returns {Promise<boolean>} whether somebody listens */
function answers(port) {
	return new Promise((resolve) => {
		const socket = net.connect({ port, host: '127.0.0.1' });
		socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
		socket.once('connect', () => socket.destroy());
	});
}

/**
 * A server that can be stopped and started again in the same place.
 * @typedef {object} Service
 * @property {number} port
 * @property {string} folder
 * @property {() => number | undefined} pid the leader of its process group, while it runs
 * @property {(signal?: NodeJS.Signals) => Promise<void>} stop ends it; with SIGKILL, without a chance to tidy up
 * @property {() => Promise<void>} start starts it again, on the same port with the same data
 * @property {() => Promise<void>} remove ends it and removes its folder
 */

/**
 * @param {string} name
 * @param {string} folder
 * @param {number} port
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @param {() => Promise<boolean>} isReady
 * @returns {Promise<Service>}
 */
async function service(name, folder, port, command, args, options, isReady) {
	/** @type {ReturnType<typeof startGroup> | undefined} */
	let running;
	const start = async () => {
		const log = fs.openSync(path.join(folder, 'log'), 'a');
		running = startGroup(command, args, { ...options, cwd: folder, stdio: ['ignore', log, log] });
		fs.closeSync(log);
		/** @type {unknown} */
		let end;
		running.ended.then((how) => (end = how), (error) => (end = error));
		for (const deadline = Date.now() + READY_WITHIN_MS; !(await isReady()); await sleep(50)) {
			if (end === undefined && Date.now() < deadline) continue;
			const tail = fs.readFileSync(path.join(folder, 'log'), 'utf8').trimEnd().split('\n').slice(-15).join('\n');
			throw new Error(`${name} did not start (${end ?? 'not ready in time'}):\n${tail}`);
		}
	};
	const stop = async (/** @type {NodeJS.Signals} */ signal = 'SIGTERM') => {
		if (!running?.group) return;
		if (signal === 'SIGTERM') await stopGroup(running.group);
		else process.kill(-running.group.pid, signal);
		await running.ended.catch(() => undefined);
		running = undefined;
	};
	const remove = async () => {
		await stop('SIGKILL').catch(() => undefined);
		fs.rmSync(folder, { recursive: true, force: true });
	};
	await start();
	return { port, folder, pid: () => running?.group?.pid, start, stop, remove };
}

/** @typedef {Service & { url: string, admin: string, env: Record<string, string> }} Postgres `env` makes n8n use it */

/**
 * Starts a PostgreSQL with an empty database `n8n` and a user `n8n` who owns it.
 * It writes without waiting for the disk, so its data survive a killed process
 * but not a crash of the machine.
 * @param {{ settings?: Record<string, string> }} [options] `settings` as in postgresql.conf
 * @returns {Promise<Postgres>}
 */
export async function startPostgres({ settings = {} } = {}) {
	const programs = findPostgres();
	if (!programs) throw new Error('There is no PostgreSQL server on this machine. Install it (Debian: apt-get install postgresql), or set POSTGRES_BIN to the folder of its programs.');
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handover-postgres-'));
	const user = unprivileged();
	if (user.uid !== undefined && user.gid !== undefined) fs.chownSync(folder, user.uid, user.gid);
	const data = path.join(folder, 'data');
	const port = await freePort();
	const as = { ...user, cwd: folder };
	await run(path.join(programs, 'initdb'), ['-D', data, '-U', 'admin', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], as);
	const all = {
		listen_addresses: '127.0.0.1',
		unix_socket_directories: folder,
		port: String(port),
		fsync: 'off',
		full_page_writes: 'off',
		max_connections: '200',
		...settings,
	};
	const args = ['-D', data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
	const isReady = async () => {
		if (!(await answers(port))) return false;
		// It listens before it lets anybody in.
		return run(path.join(programs, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'admin', '-d', 'postgres'], as).then(() => true, () => false);
	};
	const server = await service('PostgreSQL', folder, port, path.join(programs, 'postgres'), args, as, isReady);
	const asAdmin = (/** @type {string} */ statement) => run(path.join(programs, 'psql'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'admin', '-d', 'postgres', '-qc', statement], as);
	await asAdmin("create role n8n login password 'n8n'");
	await asAdmin('create database n8n owner n8n');
	return {
		...server,
		url: `postgres://n8n:n8n@127.0.0.1:${port}/n8n`,
		admin: `postgres://admin@127.0.0.1:${port}/n8n`,
		env: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(port),
			DB_POSTGRESDB_DATABASE: 'n8n',
			DB_POSTGRESDB_USER: 'n8n',
			DB_POSTGRESDB_PASSWORD: 'n8n',
		},
	};
}

/**
 * Starts a Redis that keeps nothing on disk.
 * @returns {Promise<Service & { env: Record<string, string> }>} `env` makes n8n use it as its queue
 */
export async function startRedis() {
	const program = findRedis();
	if (!program) throw new Error('There is no Redis server on this machine. Install it (Debian: apt-get install redis-server), or set REDIS_SERVER to its program.');
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handover-redis-'));
	const port = await freePort();
	const args = ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no', '--dir', folder];
	const server = await service('Redis', folder, port, program, args, {}, () => answers(port));
	return {
		...server,
		env: { EXECUTIONS_MODE: 'queue', QUEUE_BULL_REDIS_HOST: '127.0.0.1', QUEUE_BULL_REDIS_PORT: String(port) },
	};
}
