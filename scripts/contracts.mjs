/**
 * `npm run test:contracts`: holds the desks to the vendors' published API
 * descriptions. Between each adapter and its fake server stands Prism, which
 * refuses requests and answers that are not as published. The descriptions are
 * no part of the project; without them there is nothing to check.
 */
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { freePort } from './lib/n8n.mjs';
import { sleep, startGroup, stopAll } from './lib/processes.mjs';
import { commandEnv, ensureDependencies, node24, ROOT, SetupError } from './lib/setup.mjs';
import { stage } from './lib/terminal.mjs';

const FOLDER = path.resolve(process.env.HANDOVER_CONTRACTS ?? path.join(ROOT, '../shared/contracts'));
/** Which description each desk goes by, as an OpenAPI document. */
const FILES = { highLevel: 'highlevel.json', chatwoot: 'chatwoot.json' };
/**
 * Where a description differs from the product that it describes, by the
 * product's published source: the fakes behave like the product.
 * @type {Record<string, Array<{ at: string[], is: unknown }>>}
 */
const CORRECTIONS = {
	chatwoot: [
		// Who is there is "online"; the description says "available".
		{ at: ['components', 'schemas', 'agent', 'properties', 'availability_status', 'enum'], is: ['online', 'busy', 'offline'] },
		// An unknown assignee takes the owner away, and the answer is null.
		{ at: chatwootAnswer('/conversations/{conversation_id}/assignments', 'post'), is: { anyOf: [{ $ref: '#/components/schemas/user' }, { type: 'null' }] } },
		// Webhooks come wrapped twice.
		{ at: chatwootAnswer('/webhooks', 'get'), is: wrapped('webhooks', { type: 'array', items: { $ref: '#/components/schemas/webhook' } }) },
		{ at: chatwootAnswer('/webhooks', 'post'), is: wrapped('webhook', { $ref: '#/components/schemas/webhook' }) },
	],
};
/** Prism takes seconds to load, and several times that on a busy machine. */
const READY_WITHIN_MS = 180_000;

/** @param {string} below @param {string} method */
function chatwootAnswer(below, method) {
	return ['paths', `/api/v1/accounts/{account_id}${below}`, method, 'responses', '200', 'content', 'application/json', 'schema'];
}

/** @param {string} name @param {object} schema */
function wrapped(name, schema) {
	const only = (/** @type {string} */ key, /** @type {object} */ value) => ({ type: 'object', required: [key], properties: { [key]: value } });
	return only('payload', only(name, schema));
}

/**
 * Copies a description with its corrections.
 * @param {string} desk
 * @param {string} name
 * @param {string} folder
 */
function corrected(desk, name, folder) {
	const description = JSON.parse(fs.readFileSync(path.join(FOLDER, name), 'utf8'));
	for (const { at, is } of CORRECTIONS[desk] ?? []) {
		const parent = at.slice(0, -1).reduce((part, key) => part?.[key], description);
		if (parent?.[at.at(-1)] === undefined) throw new SetupError(`${name} has no ${at.join(' → ')} any more. Bring CORRECTIONS in scripts/contracts.mjs up to date.`);
		parent[at.at(-1)] = is;
	}
	const file = path.join(folder, name);
	fs.writeFileSync(file, JSON.stringify(description));
	return file;
}

/** @param {number} port */
function answers(port) {
	return new Promise((resolve) => {
		const socket = net.connect(port, '127.0.0.1', () => {
			socket.destroy();
			resolve(true);
		});
		socket.once('error', () => resolve(false));
	});
}

/**
 * A proxy that checks what passes by a description.
 * @param {string} file
 * @param {string} log where it writes
 * @returns {Promise<{ address: string, port: number, file: string }>} where it listens, and where it expects the server
 */
async function startProxy(file, log) {
	const listens = await freePort();
	const port = await freePort();
	const output = fs.openSync(log, 'w');
	// One process, also where NODE_ENV is production: what we start is what we stop.
	const args = ['proxy', '--errors', '--multiprocess=false', '--host', '127.0.0.1', '--port', String(listens), file, `http://127.0.0.1:${port}`];
	const { ended } = startGroup(node24(), [path.join(ROOT, 'node_modules/@stoplight/prism-cli/dist/index.js'), ...args], {
		cwd: ROOT,
		env: commandEnv({ node24: true }),
		stdio: ['ignore', output, output],
	});
	fs.closeSync(output);
	let running = true;
	const stopped = () => (running = false);
	ended.then(stopped, stopped);
	const deadline = Date.now() + READY_WITHIN_MS;
	while (!(await answers(listens))) {
		if (!running || Date.now() > deadline) {
			throw new SetupError(`Prism does not start with ${file}. The end of what it said:\n${fs.readFileSync(log, 'utf8').slice(-1500)}`);
		}
		await sleep(100);
	}
	return { address: `http://127.0.0.1:${listens}`, port, file };
}

async function main() {
	const there = Object.entries(FILES).filter(([, name]) => fs.existsSync(path.join(FOLDER, name)));
	if (there.length === 0) {
		console.log(`Nothing to check: there are no API descriptions in ${FOLDER}. HANDOVER_CONTRACTS names another folder.`);
		return;
	}
	await ensureDependencies();
	const work = fs.mkdtempSync(path.join(os.tmpdir(), 'handover-contracts-'));
	try {
		const proxies = await stage('Prism', () =>
			Promise.all(there.map(async ([desk, name]) => [desk, await startProxy(corrected(desk, name, work), path.join(work, `${desk}.log`))])),
		);
		const jest = [path.join(ROOT, 'node_modules/jest/bin/jest.js'), '--selectProjects', 'contracts', '--runInBand', ...process.argv.slice(2)];
		const { ended } = startGroup(node24(), jest, {
			cwd: ROOT,
			env: { ...commandEnv({ node24: true }), HANDOVER_PROXIES: JSON.stringify(Object.fromEntries(proxies)) },
			stdio: 'inherit',
		});
		process.exitCode = (await ended) === 0 ? 0 : 1;
	} finally {
		await stopAll();
		fs.rmSync(work, { recursive: true, force: true });
	}
}

for (const [signal, code] of /** @type {const} */ ([['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]])) {
	process.on(signal, async () => {
		await stopAll();
		process.exit(code);
	});
}

try {
	await main();
} catch (error) {
	console.log(error instanceof SetupError ? error.message : error.stack);
	process.exitCode = 1;
}
