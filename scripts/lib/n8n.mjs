/** Starts and stops a real n8n with our package in it, and speaks to its REST interface. */
import { randomBytes, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import path from 'node:path';
import { isRunning, sleep, startGroup, stopGroup } from './processes.mjs';
import { commandEnv, N8N_ROOT, node24, ROOT } from './setup.mjs';

const PACKAGE = 'n8n-nodes-human-handover';
const READY_WITHIN_MS = 15 * 60_000;

/**
 * A port nobody listens on, counting up from `wanted`; any one without it.
 * @param {number} [wanted]
 * @returns {Promise<number>}
 */
export async function freePort(wanted = 0) {
	for (let port = wanted; port <= 65_535; port++) {
		const got = await new Promise((resolve) => {
			const server = net.createServer();
			server.once('error', () => resolve(0));
			server.listen(port, '127.0.0.1', () => {
				const { port: bound } = /** @type {net.AddressInfo} */ (server.address());
				server.close(() => resolve(bound));
			});
		});
		if (got) return got;
	}
	throw new Error(`No free port from ${wanted} up`);
}

/** The pid file lets a later command find an n8n whose starter was killed. @param {string} folder */
const pidFile = (folder) => path.join(folder, 'n8n.pid');

/**
 * The n8n of ours that runs in a folder, whoever started it.
 * @param {string} folder
 * @returns {(import('./processes.mjs').Group & { port: number }) | undefined}
 */
export function runningIn(folder) {
	try {
		const noted = JSON.parse(fs.readFileSync(pidFile(folder), 'utf8'));
		return isRunning(noted) ? noted : undefined;
	} catch {
		return undefined;
	}
}

// ---------------------------------------------------------------- starting

/** Without what the caller's shell says about another n8n: its database, its queue, its settings. */
function cleanEnv() {
	const foreign = /^(N8N|DB|QUEUE|EXECUTIONS|WEBHOOK|CREDENTIALS|EXTERNAL|NODES|NODE_FUNCTION|WORKFLOWS|OFFLOAD|HANDOVER)_|^(NODE_ENV|NODE_OPTIONS|GENERIC_TIMEZONE)$|^npm_/i;
	return Object.fromEntries(Object.entries(commandEnv({ node24: true })).filter(([name]) => !foreign.test(name)));
}

/** No calls home, no nagging, nothing that listens beyond this machine. */
const QUIET_ENV = {
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	N8N_HOST: '127.0.0.1',
	N8N_SECURE_COOKIE: 'false',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_REINSTALL_MISSING_PACKAGES: 'false',
	N8N_DISABLED_MODULES: 'mcp-registry,instance-ai',
};

/** @param {string} folder */
function encryptionKey(folder) {
	const file = path.join(folder, 'encryption-key');
	if (!fs.existsSync(file)) fs.writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
	return fs.readFileSync(file, 'utf8');
}

/** Puts the package where n8n looks for community nodes. @param {string} folder @param {string} packageDir */
function linkPackage(folder, packageDir) {
	const modules = path.join(folder, '.n8n/nodes/node_modules');
	fs.mkdirSync(modules, { recursive: true });
	const link = path.join(modules, PACKAGE);
	fs.rmSync(link, { force: true, recursive: true });
	fs.symlinkSync(packageDir, link, 'junction');
}

/** The last lines of n8n's log. @param {string} file */
function tailOf(file) {
	return fs.readFileSync(file, 'utf8').trimEnd().split('\n').slice(-25).map((line) => `    ${line}`).join('\n');
}

/** @param {string} url @param {Role} role @returns {Promise<boolean>} */
async function isReady(url, role) {
	try {
		const health = await fetch(`${url}/healthz/readiness`, { signal: AbortSignal.timeout(10_000) });
		if (!health.ok || role !== 'start') return health.ok;
		// Answers 404 or a holding page until the whole interface is up.
		const settings = await fetch(`${url}/rest/settings`, { signal: AbortSignal.timeout(10_000) });
		return settings.ok && typeof (await settings.json()).data === 'object';
	} catch {
		return false;
	}
}

/** n8n's commands: the whole of it (in queue mode the main process), only the webhooks, only executions. @typedef {'start' | 'webhook' | 'worker'} Role */

/** Where a process listens: a worker only for those who ask how it is. @param {Role} role @param {number} port */
function listening(role, port) {
	if (role !== 'worker') return { N8N_PORT: String(port) };
	return { QUEUE_HEALTH_CHECK_ACTIVE: 'true', QUEUE_HEALTH_CHECK_PORT: String(port), N8N_WORKER_SERVER_ADDRESS: '127.0.0.1' };
}

/**
 * @typedef {object} RunningN8n
 * @property {string} url
 * @property {number} pid the leader of its process group
 * @property {string} logFile
 * @property {Promise<void>} exited settles when it has ended, for whatever reason
 * @property {() => Promise<void>} stop ends it; resolves when it is gone
 */

/**
 * Starts n8n and waits until it serves requests.
 * @param {object} options
 * @param {string} options.folder for its database, its settings and its log; made when missing
 * @param {number} options.port
 * @param {Role} [options.role] the whole of n8n by default
 * @param {string} [options.packageDir] a built package with its dependencies; the checkout by default
 * @param {Record<string, string>} [options.env] more settings, which win over ours
 * @param {(text: string) => void} [options.log] told how far it is
 * @returns {Promise<RunningN8n>}
 * @throws Error with the end of its log, when it exits or isn't ready within a quarter of an hour
 */
export async function startN8n({ folder, port, role = 'start', packageDir = ROOT, env = {}, log = () => {} }) {
	fs.mkdirSync(folder, { recursive: true });
	linkPackage(folder, packageDir);
	const logFile = path.join(folder, 'n8n.log');
	const output = fs.openSync(logFile, 'w');
	const { group, ended } = startGroup(node24(), [path.join(N8N_ROOT, 'node_modules/n8n/bin/n8n'), role], {
		// n8n reads a .env file from here, so not the caller's folder.
		cwd: folder,
		stdio: ['ignore', output, output],
		env: {
			...cleanEnv(),
			...QUIET_ENV,
			N8N_USER_FOLDER: folder,
			...listening(role, port),
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			N8N_ENCRYPTION_KEY: encryptionKey(folder),
			// n8n's default is New York.
			GENERIC_TIMEZONE: Intl.DateTimeFormat().resolvedOptions().timeZone,
			...env,
		},
	});
	fs.closeSync(output);
	/** @type {string | undefined} */
	let end;
	const exited = ended
		.then((code) => `exit ${code}`, (error) => error.message)
		.then((how) => {
			end = how;
			if (!runningIn(folder)) fs.rmSync(pidFile(folder), { force: true });
		});
	if (group) fs.writeFileSync(pidFile(folder), JSON.stringify({ ...group, port }));
	const stop = async () => {
		if (group) await stopGroup(group);
		await exited;
	};

	const url = `http://127.0.0.1:${port}`;
	const began = Date.now();
	while (!(await isReady(url, role)) || end) {
		if (end) throw new Error(`n8n ended while starting (${end}):\n${tailOf(logFile)}`);
		if (Date.now() - began > READY_WITHIN_MS) {
			await stop();
			throw new Error(`n8n was not ready within a quarter of an hour:\n${tailOf(logFile)}`);
		}
		log(fs.readFileSync(logFile, 'utf8').includes('igration') ? 'making its database' : 'starting');
		await sleep(250);
	}
	return { url, pid: group?.pid ?? 0, logFile, exited, stop };
}

// ---------------------------------------------------------------- REST

/** n8n stores run data flatted; its own copy of the library reads it. @param {string} text */
function unflatten(text) {
	const require = createRequire(path.join(N8N_ROOT, 'package.json'));
	return require('flatted').parse(text);
}

/**
 * @typedef {{ name: string, nodes: { name: string, type: string, webhookId?: string }[], [key: string]: unknown }} WorkflowJson
 * @typedef {{ id: string, status: string, data?: { resultData: { runData: Record<string, any[]>, lastNodeExecuted?: string } }, [key: string]: unknown }} Execution
 */

/** A signed-in editor, as far as our commands and tests need one. */
export class N8nClient {
	/** @type {string} */
	#url;
	#cookie = '';
	/** n8n ties a session to the browser that signed in, by this header. */
	#browserId = randomUUID();

	/** @param {string} url http://127.0.0.1:… */
	constructor(url) {
		this.#url = url;
	}

	/**
	 * @param {string} method
	 * @param {string} route after /rest
	 * @param {unknown} [body]
	 * @returns {Promise<any>} the answer's `data`
	 * @throws Error with n8n's message and the status in `status`
	 */
	async request(method, route, body) {
		// So n8n answers, before it does anything, while a busy machine keeps its database waiting.
		for (const deadline = Date.now() + 180_000; ; await sleep(500)) {
			try {
				return await this.#once(method, route, body);
			} catch (error) {
				if (error.status !== 503 || Date.now() > deadline) throw error;
			}
		}
	}

	/**
	 * @param {string} method
	 * @param {string} route
	 * @param {unknown} [body]
	 * @returns {Promise<any>}
	 */
	async #once(method, route, body) {
		const response = await fetch(`${this.#url}/rest${route}`, {
			method,
			headers: {
				// A connection kept open may be closed by a busy n8n just when it is used again.
				connection: 'close',
				'browser-id': this.#browserId,
				...(this.#cookie && { cookie: this.#cookie }),
				...(body !== undefined && { 'content-type': 'application/json' }),
			},
			body: body === undefined ? undefined : JSON.stringify(body),
			signal: AbortSignal.timeout(180_000),
		});
		for (const cookie of response.headers.getSetCookie()) {
			if (cookie.startsWith('n8n-auth=')) this.#cookie = cookie.split(';')[0];
		}
		const text = await response.text();
		if (!response.ok) {
			const error = new Error(`n8n answered ${response.status} to ${method} ${route}: ${text.slice(0, 500)}`);
			throw Object.assign(error, { status: response.status });
		}
		const answer = text ? JSON.parse(text) : {};
		return answer !== null && typeof answer === 'object' && 'data' in answer ? answer.data : answer;
	}

	/**
	 * Makes the first account, or signs in to it when it is there.
	 * @param {{ email: string, password: string, firstName: string, lastName: string }} owner
	 */
	async setupOwner(owner) {
		const settings = await this.request('GET', '/settings');
		if (settings.userManagement?.showSetupOnFirstLoad) await this.request('POST', '/owner/setup', owner);
		else await this.request('POST', '/login', { emailOrLdapLoginId: owner.email, password: owner.password });
	}

	/**
	 * Creates a workflow, or updates the one of the same name.
	 * @param {WorkflowJson} json as exported
	 * @returns {Promise<string>} its id
	 */
	async importWorkflow({ name, nodes, connections, settings, pinData, meta }) {
		const filter = encodeURIComponent(JSON.stringify({ name }));
		const found = await this.request('GET', `/workflows?filter=${filter}`);
		const same = found.find((/** @type {{ name: string, isArchived?: boolean }} */ one) => one.name === name && !one.isArchived);
		const body = { name, nodes, connections, settings: settings ?? {}, pinData: pinData ?? {}, meta };
		const saved = same
			? await this.request('PATCH', `/workflows/${same.id}?forceSave=true`, body)
			: await this.request('POST', '/workflows', body);
		return saved.id;
	}

	/**
	 * Publishes the saved version, and waits until its webhooks answer: n8n
	 * publishes through an outbox, a second or so after the request.
	 * @param {string} id
	 * @throws Error when a trigger can't be activated
	 */
	async activate(id) {
		const { versionId } = await this.request('GET', `/workflows/${id}`);
		await this.request('POST', `/workflows/${id}/activate`, { versionId });
		for (const deadline = Date.now() + 180_000; Date.now() < deadline; await sleep(100)) {
			const { status, liveVersionId, triggers } = await this.request('GET', `/workflows/${id}/publication-status`);
			if (status === 'published' && liveVersionId === versionId) return;
			const failed = triggers.find((/** @type {{ status: string }} */ trigger) => trigger.status === 'failed');
			if (status !== 'in_progress' && failed) throw new Error(`The workflow could not be published: ${failed.errorMessage}`);
		}
		throw new Error('The workflow was not live three minutes after it was published');
	}

	/**
	 * @param {{ name: string, type: string, data: Record<string, unknown> }} credential
	 * @returns {Promise<{ id: string, name: string }>} as a node's `credentials.<type>` wants it
	 */
	async createCredential(credential) {
		const { id, name } = await this.request('POST', '/credentials', credential);
		return { id, name };
	}

	/** @param {string} id @returns {Promise<Execution>} with its run data parsed */
	async execution(id) {
		const execution = await this.request('GET', `/executions/${id}`);
		return { ...execution, data: typeof execution.data === 'string' ? unflatten(execution.data) : execution.data };
	}

	/**
	 * @param {{ workflowId: string, limit?: number }} filter
	 * @returns {Promise<Execution[]>} newest first, without run data
	 */
	async executions({ workflowId, limit = 20 }) {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		return (await this.request('GET', `/executions?filter=${filter}&limit=${limit}`)).results;
	}

	/** @returns {Promise<any[]>} the descriptions of all node types the editor knows */
	async nodeTypes() {
		const response = await fetch(`${this.#url}/types/nodes.json`, { headers: { cookie: this.#cookie } });
		if (!response.ok) throw new Error(`n8n answered ${response.status} to GET /types/nodes.json`);
		return /** @type {any[]} */ (await response.json());
	}
}
