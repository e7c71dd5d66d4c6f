/**
 * n8n in queue mode, as on several machines: a main process, a webhook process
 * and workers, each with a folder and a copy of the settings of its own, which
 * share nothing but a PostgreSQL and a Redis. All of it may be killed and
 * started again.
 */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort, startN8n } from './n8n.mjs';
import { startPostgres, startRedis } from './services.mjs';

/**
 * n8n forgets a job as soon as it is done, unless told otherwise; whoever waits
 * for one that was done too quickly for it then waits for ever, and so does
 * the customer. Every set-up in queue mode needs these two.
 */
const REMEMBER_JOBS = { N8N_EXECUTIONS_QUEUE_KEEP_LAST_COMPLETED: '1000', N8N_EXECUTIONS_QUEUE_KEEP_LAST_FAILED: '1000' };

/**
 * A process of n8n that comes back on the same port.
 * @typedef {object} Member
 * @property {string} name
 * @property {string} url
 * @property {string} logFile of its present life; one for each life lies beside it
 * @property {() => number | undefined} pid while it runs
 * @property {() => Promise<void>} start resolves when it serves
 * @property {() => Promise<void>} kill without a chance to tidy up
 * @property {() => Promise<void>} stop politely
 */

/**
 * @typedef {object} Cluster
 * @property {import('./services.mjs').Postgres} postgres
 * @property {import('./services.mjs').Service} redis
 * @property {Member} main
 * @property {Member} webhook where customers' messages come in
 * @property {Member[]} workers
 * @property {() => Promise<void>} remove ends everything and removes its folders
 */

/**
 * @param {string} name
 * @param {import('./n8n.mjs').Role} role
 * @param {string} root
 * @param {{ packageDir?: string, env: Record<string, string> }} options
 * @returns {Promise<Member>}
 */
async function member(name, role, root, { packageDir, env }) {
	const folder = path.join(root, name.replaceAll(' ', '-'));
	const port = await freePort();
	/** @type {import('./n8n.mjs').RunningN8n | undefined} */
	let running;
	let lives = 0;
	const start = async () => {
		// A log says why the life before has ended.
		const log = path.join(folder, 'n8n.log');
		if (fs.existsSync(log)) fs.renameSync(log, path.join(folder, `n8n.${lives}.log`));
		lives++;
		running = await startN8n({ folder, port, role, packageDir, env });
	};
	const end = async (/** @type {(n8n: import('./n8n.mjs').RunningN8n) => void} */ how) => {
		const ending = running;
		running = undefined;
		if (!ending) return;
		how(ending);
		await ending.stop();
	};
	return {
		name,
		url: `http://127.0.0.1:${port}`,
		logFile: path.join(folder, 'n8n.log'),
		pid: () => running?.pid,
		start,
		kill: () => end(({ pid }) => process.kill(-pid, 'SIGKILL')),
		stop: () => end(() => undefined),
	};
}

/**
 * Starts PostgreSQL, Redis, a main, a webhook process and workers.
 * @param {object} [options]
 * @param {number} [options.workers]
 * @param {string} [options.packageDir] a built package with its dependencies; the checkout by default
 * @param {Record<string, string>} [options.env] for all processes of n8n
 * @param {(text: string) => void} [options.log] told how far it is
 * @returns {Promise<Cluster>}
 * @throws Error when one of them doesn't start; what has been started is ended then
 */
export async function startCluster({ workers: count = 2, packageDir, env = {}, log = () => {} } = {}) {
	const root = fs.mkdtempSync(path.join(os.tmpdir(), 'handover-cluster-'));
	/** In the order of their end. @type {(() => Promise<unknown>)[]} */
	const ends = [async () => fs.rmSync(root, { recursive: true, force: true })];
	const remove = async () => {
		for (let end = ends.pop(); end; end = ends.pop()) await end();
	};
	try {
		log('PostgreSQL and Redis');
		const postgres = await startPostgres();
		ends.push(() => postgres.remove());
		const redis = await startRedis();
		ends.push(() => redis.remove());
		const shared = { ...REMEMBER_JOBS, ...postgres.env, ...redis.env, N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'), ...env };
		const options = { packageDir, env: shared };
		const main = await member('main', 'start', root, options);
		const webhook = await member('webhook', 'webhook', root, options);
		const workers = await Promise.all(Array.from({ length: count }, (_, index) => member(`worker ${index + 1}`, 'worker', root, options)));
		ends.push(() => Promise.all([main, webhook, ...workers].map((one) => one.stop())));
		log('main, which makes its database');
		await main.start();
		log(`webhook process and ${count} workers`);
		await Promise.all([webhook, ...workers].map((one) => one.start()));
		return { postgres, redis, main, webhook, workers, remove };
	} catch (error) {
		await remove();
		throw error;
	}
}
