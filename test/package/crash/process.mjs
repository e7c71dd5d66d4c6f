/**
 * One n8n process of the crash test: plays the flow it is told to in n8n's own
 * engine, with the built package, and stops where it is told to: for good
 * (SIGKILL), or until it is woken (SIGSTOP).
 *
 * A point where it may stop is: before and after each request that changes something at a desk,
 * before, inside and after each write to the store, after each node, before and
 * after its progress is saved, and around the channel that tells the customer.
 */
import diagnostics from 'node:diagnostics_channel';
import fs from 'node:fs';
import module, { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const require = createRequire(import.meta.url);

require('reflect-metadata');
const { ExecutionLifecycleHooks, WorkflowExecute } = require('n8n-core');
const { Workflow, createRunExecutionData } = require('n8n-workflow');
const { Access } = require(path.join(ROOT, 'dist/handover/store/access.js'));
const { closeStores } = require(path.join(ROOT, 'dist/handover/store/openStore.js'));

/**
 * @typedef {object} Job what this process is to do; the same as `Job` in n8nProcess.ts
 * @property {string} folder of the story: what survives a crash lies there
 * @property {Record<string, string>} env where the store is
 * @property {{ nodes: any[], connections: any }} flow
 * @property {string} start the name of the node where it begins
 * @property {any} item what that node puts out
 * @property {Record<string, any>} credentials by type
 * @property {'message' | 'start' | 'saved'} from the customer's message, or a retry from the trigger, or from where progress was saved
 * @property {string} execution
 * @property {number} now milliseconds since 1970; time stands still
 * @property {{ at: number, until?: number }} [stop] at which point; for good, unless it is woken at that time
 */

/** @type {Job | undefined} */
let job;
/** What was passed, in order. @type {string[]} */
let points = [];
/** What the clock shows, in milliseconds since 1970. */
let time = 0;

/** @param {string} label */
function point(label) {
	if (!job) return;
	points.push(label);
	if (job.stop?.at !== points.length - 1) return;
	fs.writeFileSync(path.join(job.folder, 'stopped'), label);
	const { until } = job.stop;
	process.kill(process.pid, until === undefined ? 'SIGKILL' : 'SIGSTOP');
	time = until ?? time;
}

/* ---- where the world outside changes ---- */

diagnostics.subscribe('http.client.request.created', (message) => {
	const { request } = /** @type {{ request: import('node:http').ClientRequest }} */ (message);
	if (request.method !== 'GET') point(`before ${request.method} ${request.path}`);
});
diagnostics.subscribe('http.client.response.finish', (message) => {
	const { request } = /** @type {{ request: import('node:http').ClientRequest }} */ (message);
	if (request.method !== 'GET') point(`after ${request.method} ${request.path}`);
});

const write = Access.prototype.write;
Access.prototype.write = async function (/** @type {any} */ scope, /** @type {(trx: any) => Promise<any>} */ work) {
	// The method of the store that writes.
	const name = /Kysely\w+\.(\w+)/.exec(new Error().stack ?? '')?.[1] ?? 'a write';
	point(`before ${name}`);
	const result = await write.call(this, scope, async (/** @type {any} */ trx) => {
		const written = await work(trx);
		point(`inside ${name}, not yet committed`);
		return written;
	});
	point(`after ${name}`);
	return result;
};

/* ---- the nodes ---- */

/** Files of our nodes by type. @type {Map<string, string>} */
const ours = new Map(
	JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')).n8n.nodes.map((/** @type {string} */ file) => {
		const name = path.basename(file, '.node.js');
		return [`n8n-nodes-human-handover.${name[0]?.toLowerCase()}${name.slice(1)}`, path.join(ROOT, file)];
	}),
);

const plain = { displayName: '', name: '', group: ['transform'], version: 1, description: '', defaults: {}, inputs: ['main'], outputs: ['main'], properties: [] };

/** All types so far: n8n's own, as far as the flow needs them, and ours that were used. @type {Record<string, any>} */
const types = {
	'@n8n/n8n-nodes-langchain.chatTrigger': { description: { ...plain, group: ['trigger'], inputs: [] }, webhook: async () => ({}) },
	'n8n-nodes-base.set': {
		description: plain,
		execute: async () => {
			throw new Error('The bot has spoken, although the customer asked for a person');
		},
	},
	'n8n-nodes-base.noOp': {
		description: plain,
		/** @this {any} */
		async execute() {
			return [this.getInputData()];
		},
	},
	/** The channel of a flow whose desk has none. */
	'test.channel': {
		description: plain,
		/** @this {any} */
		async execute() {
			for (const { json } of this.getInputData()) {
				point('before the channel tells the customer');
				fs.appendFileSync(path.join(job?.folder ?? '', 'told'), `${JSON.stringify(json.output)}\n`);
				point('after the channel has told the customer');
			}
			return [this.getInputData()];
		},
	},
};

/** @param {string} name */
function nodeType(name) {
	const file = ours.get(name);
	if (file) types[name] ??= new (/** @type {any} */ (Object.values(require(file))[0]))();
	return types[name];
}

const nodeTypes = { getByName: nodeType, getByNameAndVersion: nodeType, getKnownTypes: () => ({}) };

/* ---- the execution ---- */

/** What n8n has in its database of an execution. @param {Job} job @param {'start' | 'progress'} what */
const file = ({ folder }, what) => path.join(folder, `${what}.json`);

/** @param {Job} job @param {'start' | 'progress'} what @param {unknown} data */
function save(job, what, data) {
	fs.writeFileSync(file(job, what), JSON.stringify(data));
}

/** What the execution begins with. @param {Job} job @param {any} workflow */
function runData(job, workflow) {
	if (job.from === 'message') {
		const start = { node: workflow.getNode(job.start), data: { main: [[{ json: job.item }]] }, source: null };
		const data = createRunExecutionData({ executionData: { nodeExecutionStack: [start] } });
		save(job, 'start', data);
		save(job, 'progress', data);
		return data;
	}
	const data = JSON.parse(fs.readFileSync(file(job, job.from === 'saved' ? 'progress' : 'start'), 'utf8'));
	return asRetried(data);
}

/** What n8n does with it when somebody retries it (its ExecutionService.retry). @param {any} data */
function asRetried(data) {
	const { lastNodeExecuted, runData } = data.resultData;
	if (lastNodeExecuted) {
		delete data.resultData.error;
		if (runData[lastNodeExecuted]?.at(-1)?.error !== undefined) runData[lastNodeExecuted].pop();
	}
	return data;
}

/** @param {Job} job */
async function play(job) {
	const workflow = new Workflow({
		id: 'starter',
		name: 'starter',
		nodes: job.flow.nodes,
		connections: job.flow.connections,
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1', timezone: 'UTC' },
	});
	const mode = job.from === 'message' ? 'webhook' : 'retry';
	const hooks = new ExecutionLifecycleHooks(mode, job.execution, /** @type {any} */ ({ id: 'starter', name: 'starter' }));
	hooks.addHandler('nodeExecuteAfter', async (/** @type {string} */ name, /** @type {any} */ _task, /** @type {any} */ data) => {
		point(`after the node ${name}, not saved`);
		data.resultData.lastNodeExecuted = name;
		save(job, 'progress', data);
		point(`after the node ${name}, saved`);
	});
	const run = await new WorkflowExecute(/** @type {any} */ (additionalData(job, hooks)), mode, runData(job, workflow)).processRunExecutionData(workflow);
	const { runData: ran, error } = run.data.resultData;
	const nodes = Object.fromEntries(Object.entries(ran).map(([name, tasks]) => [name, tasks.at(-1)?.data?.main.flatMap((items) => items?.map(({ json }) => json) ?? []) ?? []]));
	return { status: run.status, error: error && `${error.message} ${error.description ?? ''}`, nodes, points };
}

/** @param {Job} job @param {any} hooks */
function additionalData({ credentials, execution }, hooks) {
	return {
		hooks,
		currentNodeExecutionIndex: 0,
		executionId: execution,
		restApiUrl: 'http://localhost/rest',
		instanceBaseUrl: 'http://localhost',
		webhookBaseUrl: 'http://localhost/webhook',
		formWaitingBaseUrl: 'http://localhost/form-waiting',
		webhookWaitingBaseUrl: 'http://localhost/webhook-waiting',
		variables: {},
		credentialsHelper: {
			getDecrypted: async (/** @type {unknown} */ _data, /** @type {unknown} */ _node, /** @type {string} */ type) => credentials[type],
			getParentTypes: () => [],
			preAuthentication: async () => undefined,
			authenticate: async (/** @type {any} */ data, /** @type {string} */ type, /** @type {any} */ request) => authenticated(type, data, request),
			isCredentialUsableByNode: () => true,
		},
	};
}

/** @param {string} type @param {any} data @param {any} request */
function authenticated(type, data, request) {
	const name = `${type[0]?.toUpperCase()}${type.slice(1)}`;
	const { authenticate } = new (require(path.join(ROOT, `dist/credentials/${name}.credentials.js`))[name])();
	if (typeof authenticate === 'function') return authenticate(data, request);
	const headers = Object.fromEntries(
		Object.entries(authenticate.properties.headers).map(([header, value]) => [header, String(value).replace(/^=/, '').replace(/\{\{\$credentials\.(\w+)\}\}/g, (_, field) => data[field])]),
	);
	return { ...request, headers: { ...request.headers, ...headers } };
}

process.on('message', async (/** @type {Job} */ next) => {
	job = next;
	points = [];
	time = next.now;
	Date.now = () => time;
	Object.assign(process.env, next.env);
	let answer;
	try {
		answer = await play(next);
	} catch (error) {
		answer = { status: 'broken', error: /** @type {Error} */ (error).stack, nodes: {}, points };
	}
	await closeStores();
	for (const name of Object.keys(next.env)) delete process.env[name];
	job = undefined;
	process.send?.(answer);
});
// Those that are killed leave nothing to the next ones when they end.
module.flushCompileCache();
process.on('disconnect', () => process.exit());
process.send?.('ready');
