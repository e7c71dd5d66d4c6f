/** A CPU profile of a running n8n, and whose code the time was spent in. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { N8N_ROOT, ROOT } from '../scripts/lib/setup.mjs';

const SAMPLE_EVERY_MICROSECONDS = 250;

/**
 * @typedef {{ functionName: string, url: string, lineNumber: number }} CallFrame
 * @typedef {{ id: number, callFrame: CallFrame, children?: number[] }} ProfileNode
 * @typedef {{ nodes: ProfileNode[], samples: number[], timeDeltas: number[] }} Profile
 */

/**
 * Profiles a process that was started with `--inspect`, while some work runs.
 * @param {number} port of its inspector, on this machine
 * @param {() => Promise<unknown>} work
 * @returns {Promise<Profile>}
 */
export async function profileDuring(port, work) {
	const [{ webSocketDebuggerUrl }] = await (await fetch(`http://127.0.0.1:${port}/json/list`)).json();
	const socket = new WebSocket(webSocketDebuggerUrl);
	await new Promise((resolve, reject) => {
		socket.addEventListener('open', resolve, { once: true });
		socket.addEventListener('error', () => reject(new Error('The inspector of n8n does not answer')), { once: true });
	});
	/** @type {Map<number, { resolve: (result: any) => void, reject: (error: Error) => void }>} */
	const asked = new Map();
	socket.addEventListener('message', ({ data }) => {
		const { id, result, error } = JSON.parse(data);
		if (error) asked.get(id)?.reject(new Error(error.message));
		else asked.get(id)?.resolve(result);
	});
	let last = 0;
	const ask = (/** @type {string} */ method, params = {}) =>
		new Promise((resolve, reject) => {
			asked.set(++last, { resolve, reject });
			socket.send(JSON.stringify({ id: last, method, params }));
		});
	try {
		await ask('Profiler.enable');
		await ask('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY_MICROSECONDS });
		await ask('Profiler.start');
		await work();
		return (await ask('Profiler.stop')).profile;
	} finally {
		socket.close();
	}
}

/** Whose code a file is, the first that fits. @type {[owner: string, test: (file: string) => boolean][]} */
const OWNERS = ownersOf();

/** @returns {typeof OWNERS} */
function ownersOf() {
	const inFolder = (/** @type {string} */ folder) => {
		const real = fs.realpathSync(folder) + path.sep;
		return (/** @type {string} */ file) => file.startsWith(real);
	};
	const n8n = inFolder(path.join(N8N_ROOT, 'node_modules'));
	const inN8n = (/** @type {RegExp} */ names) => (/** @type {string} */ file) => n8n(file) && names.test(file);
	return [
		['our package', inFolder(path.join(ROOT, 'dist'))],
		["n8n's database (TypeORM, sqlite3)", inN8n(/node_modules\/(@n8n\/(typeorm|db)|typeorm|sqlite3)\//)],
		['n8n: expressions', inN8n(/node_modules\/(@n8n\/(tournament|expression-runtime)|esprima-next|recast|ast-types|n8n-workflow\/dist\/cjs\/(expression|workflow-data-proxy)|luxon)/)],
		['n8n: run data as text (flatted)', inN8n(/node_modules\/flatted\//)],
		['n8n: HTTP (Express)', inN8n(/node_modules\/(express|router|body-parser|compression|helmet|raw-body|qs|send|finalhandler|on-finished|cookie|path-to-regexp)[^/]*\//)],
		["n8n's own nodes", inN8n(/node_modules\/(n8n-nodes-base|@n8n\/n8n-nodes-langchain)\//)],
		['n8n: the engine and the rest', n8n],
		["our package's dependencies", inFolder(path.join(ROOT, 'node_modules'))],
	];
}

const NATIVE = new Map([
	['(garbage collector)', 'garbage collector'],
	['(program)', 'native code outside JavaScript'],
	['(idle)', 'idle'],
]);

/**
 * Where the busy time went. What Node and its native parts do counts for the
 * file that called them.
 * @param {Profile} profile
 * @returns {{ ourSharePercent: number, busyPercent: number, percentOfBusyTime: Record<string, number>, ourTopFunctions: Record<string, number> }}
 */
export function whoseTime({ nodes, samples, timeDeltas }) {
	const byId = new Map(nodes.map((node) => [node.id, node]));
	const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
	/** The nearest frame with a file, from a node outwards. @param {number | undefined} id @returns {CallFrame | undefined} */
	const blamed = (id) => {
		const frame = id === undefined ? undefined : byId.get(id)?.callFrame;
		if (!frame) return undefined;
		return frame.url !== '' && !frame.url.startsWith('node:') ? frame : blamed(parents.get(/** @type {number} */ (id)));
	};
	const owners = new Map(nodes.map(({ id, callFrame }) => {
		const frame = blamed(id);
		const owner = NATIVE.get(callFrame.functionName) ?? (frame ? ownerOf(frame.url) : 'Node itself');
		return [id, { owner, frame }];
	}));
	/** @type {Record<string, number>} */
	const times = {};
	/** @type {Record<string, number>} */
	const functions = {};
	samples.forEach((id, index) => {
		const { owner, frame } = /** @type {{ owner: string, frame?: CallFrame }} */ (owners.get(id));
		// The time until the next sample is this one's.
		const time = timeDeltas[index + 1] ?? 0;
		times[owner] = (times[owner] ?? 0) + time;
		if (owner.startsWith('our') && frame) functions[titleOf(frame)] = (functions[titleOf(frame)] ?? 0) + time;
	});
	const all = Object.values(times).reduce((sum, time) => sum + time, 0);
	const { idle = 0, ...busyTimes } = times;
	const busy = all - idle;
	const inPercent = (/** @type {Record<string, number>} */ figures, most = Infinity) =>
		Object.fromEntries(
			Object.entries(figures)
				.sort(([, a], [, b]) => b - a)
				.slice(0, most)
				.map(([name, time]) => [name, rounded((100 * time) / busy)]),
		);
	const ours = Object.entries(busyTimes).reduce((sum, [owner, time]) => sum + (owner.startsWith('our') ? time : 0), 0);
	return {
		ourSharePercent: rounded((100 * ours) / busy),
		busyPercent: rounded((100 * busy) / all),
		percentOfBusyTime: inPercent(busyTimes),
		ourTopFunctions: inPercent(functions, 15),
	};
}

/** @param {string} url */
function ownerOf(url) {
	const file = url.startsWith('file:') ? fileURLToPath(url) : url;
	return OWNERS.find(([, test]) => test(file))?.[0] ?? (path.isAbsolute(file) ? 'other' : 'n8n: expressions');
}

/** @param {CallFrame} frame */
function titleOf({ functionName, url, lineNumber }) {
	return `${functionName || '(anonymous)'} ${url.split(/[\\/](?:dist|node_modules)[\\/]/).at(-1)}:${lineNumber + 1}`;
}

/** @param {number} value */
function rounded(value) {
	return Math.round(value * 10) / 10;
}
