/** Starts commands in process groups of their own, and ends those groups by pid: never anything we did not start. */
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';

const STOP_WITHIN_MS = 10_000;

/** @param {number} ms */
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Leaders of the groups this process started. @type {Set<number>} */
const groups = new Set();
process.on('exit', () => {
	for (const pid of groups) signalGroup(pid, 'SIGTERM');
});

/** Where the groups started below a test run are listed: jest dies of a signal without cleaning up. */
const LIST = process.env.HANDOVER_PROCESS_LIST;

/**
 * @typedef {{ pid: number, since: string | undefined }} Group a leader, and when it began: a pid alone may come back as another process
 */

/** @param {number} pid @param {NodeJS.Signals | 0} signal @returns {boolean} whether the group is there */
function signalGroup(pid, signal) {
	try {
		process.kill(-pid, signal);
		return true;
	} catch {
		return false;
	}
}

/**
 * When a process began, in the system's own terms.
 * @param {number} pid
 * @returns {string | undefined} undefined when no such process runs
 */
function startedAt(pid) {
	try {
		const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
		const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return state === 'Z' ? undefined : rest[18];
	} catch {
		if (process.platform === 'linux') return undefined;
		try {
			return execFileSync('ps', ['-p', String(pid), '-o', 'lstart='], { encoding: 'utf8' }).trim() || undefined;
		} catch {
			return undefined;
		}
	}
}

/** @param {unknown} group as noted in a file @returns {group is Group} */
export function isRunning(group) {
	const { pid, since } = /** @type {Group} */ (group ?? {});
	return since !== undefined && startedAt(pid) === since;
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {{ child: import('node:child_process').ChildProcess, group: Group | undefined, ended: Promise<string | number> }}
 *   `ended` gives the exit code or the signal, and rejects when the command could not be started
 */
export function startGroup(command, args, options) {
	const child = spawn(command, args, { ...options, detached: true });
	const group = child.pid ? { pid: child.pid, since: startedAt(child.pid) } : undefined;
	if (group) {
		groups.add(group.pid);
		if (LIST) fs.appendFileSync(LIST, `${JSON.stringify(group)}\n`);
	}
	const ended = new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code, signal) => resolve(code ?? signal));
	}).finally(() => group && groups.delete(group.pid));
	// Whoever needs the reason awaits it; nobody has to.
	ended.catch(() => {});
	return { child, group, ended };
}

/** Ends a process group: politely, and after ten seconds for good. @param {Group} group */
export async function stopGroup({ pid }) {
	const deadline = Date.now() + STOP_WITHIN_MS;
	signalGroup(pid, 'SIGTERM');
	while (signalGroup(pid, 0) && Date.now() < deadline) await sleep(50);
	// A zombie nobody collects still counts as there, so not for ever.
	if (signalGroup(pid, 'SIGKILL')) while (signalGroup(pid, 0) && Date.now() < deadline + 2_000) await sleep(50);
}

/** Ends every group this process started, and resolves when they are gone. */
export async function stopAll() {
	await Promise.all([...groups].map((pid) => stopGroup({ pid, since: undefined })));
}

/** Ends the groups noted in a list that still run. @param {string} list */
export async function stopListed(list) {
	const lines = fs.existsSync(list) ? fs.readFileSync(list, 'utf8').trim().split('\n').filter(Boolean) : [];
	await Promise.all(lines.map((line) => JSON.parse(line)).filter(isRunning).map(stopGroup));
}
