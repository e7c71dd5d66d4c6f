/**
 * Gets a fresh checkout ready: dependencies, the pinned n8n, the build.
 * Every function may be called again at any time: it does only what is missing,
 * and a stamp is written last, so that a half-finished install is done over.
 * Node built-ins only, because it runs before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isRunning, sleep, startGroup, stopGroup } from './processes.mjs';
import { stage } from './terminal.mjs';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const N8N_ROOT = path.join(ROOT, 'scripts/n8n');
/** Everything our commands leave behind, apart from node_modules and dist. Ignored by git. */
export const DEMO_ROOT = path.join(ROOT, '.demo');

/** The registry holds releases newer than the lock file's; without the date npm takes some of those. */
const N8N_FLAGS = ['--before=2026-10-01', '--legacy-peer-deps'];
const QUIET = ['--no-audit', '--no-fund', '--no-update-notifier'];
const SOURCES = ['nodes', 'credentials', 'handover', 'templates', 'package.json', 'tsconfig.json', 'gulpfile.js'];

/** A failure whose message already says what to do; shown without a stack. */
export class SetupError extends Error {}

// ---------------------------------------------------------------- running commands

/**
 * The environment for a command of ours, with Node 24 first on the path if asked.
 * npm exports its own settings to the scripts it runs; in a nested npm they
 * would speak for the wrong folder, and `node_modules/.bin` may vanish under us.
 * @param {{ node24?: boolean }} [options]
 * @returns {NodeJS.ProcessEnv}
 */
export function commandEnv({ node24: with24 = false } = {}) {
	const env = Object.fromEntries(
		Object.entries(process.env).filter(
			([name]) => !/^npm_(package|lifecycle)_|^npm_config_(local_prefix|ignore_scripts|legacy_peer_deps)$|^INIT_CWD$/i.test(name),
		),
	);
	const ours = path.join(ROOT, 'node_modules');
	const entries = (env.PATH ?? '').split(path.delimiter).filter((entry) => !entry.startsWith(ours));
	if (with24) entries.unshift(path.dirname(node24()));
	return { ...env, PATH: entries.join(path.delimiter) };
}

/**
 * Runs a command in a process group of its own, silently.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, advice?: string, uid?: number, gid?: number }} [options]
 * @throws SetupError with the end of its output and the advice, when it fails
 */
export async function run(command, args, { cwd = ROOT, env = commandEnv(), advice = '', ...as } = {}) {
	const { child, group, ended } = startGroup(command, args, { ...as, cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
	noteInLock(group);
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream?.on('data', (chunk) => {
			output = (output + chunk).slice(-200_000);
		});
	}
	const code = await ended.catch((error) => {
		throw new SetupError(`Could not start ${command}: ${error.message}\nIt must be on the path: install Node.js 20 or newer, with npm.`);
	});
	noteInLock(undefined);
	if (code !== 0) {
		throw new SetupError(`"${command} ${args.join(' ')}" ended with ${code}:\n${excerpt(output)}\n${advice}`.trimEnd());
	}
}

/** The start of what a failed command printed, where npm says what is wrong, and its end, where others do. @param {string} output */
function excerpt(output) {
	const lines = output.trimEnd().split('\n').filter((line) => !/^npm warn/.test(line));
	const cut = lines.length - 60;
	const shown = cut > 0 ? [...lines.slice(0, 20), `… ${cut} lines …`, ...lines.slice(-40)] : lines;
	return shown.map((line) => `    ${line}`).join('\n');
}

/** @param {string} file @param {string[]} args @param {string} [cwd] */
function works(file, args, cwd = ROOT) {
	return spawnSync(file, args, { cwd, stdio: 'ignore', timeout: 60_000 }).status === 0;
}

// ---------------------------------------------------------------- stamps and the lock

/** @param {string[]} files @param {string[]} extra */
function hash(files, extra = []) {
	const sum = createHash('sha256');
	for (const file of files) sum.update(fs.existsSync(file) ? fs.readFileSync(file) : '').update('\0');
	return sum.update(extra.join(' ')).digest('hex');
}

/** @param {string} file */
const read = (file) => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined);

const LOCK = path.join(DEMO_ROOT, 'setup.lock');
/** The holder touches the lock all the time; an old one was left by a command that is gone. */
const LOCK_STALE_MS = 60_000;
/** Ours, while we hold it. @type {{ token: string, pid: number, command?: import('./processes.mjs').Group } | undefined} */
let held;

/** @returns {typeof held} */
function readLock() {
	try {
		return JSON.parse(fs.readFileSync(LOCK, 'utf8'));
	} catch {
		return undefined;
	}
}

/** So that whoever finds our lock after we were killed can end what we had running. @param {typeof held['command']} command */
function noteInLock(command) {
	if (!held) return;
	held.command = command;
	fs.writeFileSync(LOCK, JSON.stringify(held));
}

/**
 * Two commands started together must not install, build or start the demo in the same folder.
 * @template T
 * @param {(text: string) => void} say
 * @param {() => Promise<T> | T} work
 * @returns {Promise<T>}
 */
export async function locked(say, work) {
	const mine = { token: randomUUID(), pid: process.pid };
	fs.mkdirSync(DEMO_ROOT, { recursive: true });
	for (;;) {
		try {
			fs.writeFileSync(LOCK, JSON.stringify(mine), { flag: 'wx' });
			// Of two that removed the same stale lock, the one that wrote last holds it.
			await sleep(100);
			if (readLock()?.token === mine.token) break;
		} catch (error) {
			if (error.code !== 'EEXIST') throw error;
			await removeStaleLock();
		}
		say('waiting for another command that is setting up');
		await sleep(500);
	}
	say('');
	held = mine;
	const release = () => {
		held = undefined;
		if (readLock()?.token === mine.token) fs.rmSync(LOCK, { force: true });
	};
	const touch = setInterval(() => fs.existsSync(LOCK) && fs.utimesSync(LOCK, new Date(), new Date()), 5_000);
	process.once('exit', release);
	try {
		return await work();
	} finally {
		clearInterval(touch);
		process.off('exit', release);
		release();
	}
}

async function removeStaleLock() {
	const age = Date.now() - (fs.statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
	const lock = readLock();
	// Not yet written out, or just released.
	if (!lock && age < 2_000) return;
	if (lock && age < LOCK_STALE_MS && alive(lock.pid)) return;
	if (isRunning(lock?.command)) await stopGroup(lock.command);
	fs.rmSync(LOCK, { force: true });
}

/** @param {number} pid */
function alive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}

// ---------------------------------------------------------------- dependencies

/** The Node 24 that n8n and the tests run on; there once `ensureDependencies` has run. */
export function node24() {
	return path.join(ROOT, 'node_modules/node/bin/node');
}

const node24Works = () => works(node24(), ['-e', 'process.exit(+process.versions.node.split(".")[0] >= 24 ? 0 : 1)']);

const INSTALL_ADVICE =
	'Run the same command again: it starts over where needed. If it fails again, check the network and the free disk space (3 GB).';

/** The package's own dependencies, Node 24 among them. */
export async function ensureDependencies() {
	const stamp = path.join(ROOT, 'node_modules/.setup-stamp');
	const wanted = hash(['package-lock.json', '.npmrc'].map((name) => path.join(ROOT, name)));
	await stage('Dependencies', async (say) => {
		const ready = () => read(stamp) === wanted && node24Works();
		if (ready()) return say('already there');
		await locked(say, async () => {
			if (ready()) return say('already there');
			if (read(stamp) !== wanted) {
				say('installing, a minute or so');
				fs.rmSync(stamp, { force: true });
				await run('npm', ['ci', ...QUIET], { advice: INSTALL_ADVICE });
			}
			if (!node24Works()) {
				say('linking Node 24');
				// The only install script we run here: it puts the binary for this machine in place.
				await run('npm', ['rebuild', 'node', '--ignore-scripts=false', ...QUIET], { advice: INSTALL_ADVICE });
			}
			if (!node24Works()) throw new SetupError(`Node 24 does not run on this machine. ${INSTALL_ADVICE}`);
			fs.writeFileSync(stamp, wanted);
			say('');
		});
	});
}

/** Node 24's headers, so that native code compiles without a download. */
function node24Headers() {
	for (const folder of [path.join(ROOT, 'node_modules/node/node_modules'), path.join(ROOT, 'node_modules')]) {
		for (const name of fs.existsSync(folder) ? fs.readdirSync(folder) : []) {
			if (!/^node-(bin-)?(linux|darwin|win)-/.test(name)) continue;
			if (fs.existsSync(path.join(folder, name, 'include/node'))) return path.join(folder, name);
		}
	}
	return undefined;
}

/** The pinned n8n, in its own folder. Needs `ensureDependencies` first. */
export async function ensureN8n() {
	const modules = path.join(N8N_ROOT, 'node_modules');
	const stamp = path.join(modules, '.setup-stamp');
	const wanted = hash([path.join(N8N_ROOT, 'package-lock.json')], N8N_FLAGS);
	const sqliteWorks = () => works(node24(), ['-e', 'require("sqlite3")'], N8N_ROOT);
	await stage('n8n', async (say) => {
		const ready = () => read(stamp) === wanted && sqliteWorks();
		if (!ready()) await locked(say, () => (ready() ? undefined : install(say)));
		say(JSON.parse(fs.readFileSync(path.join(modules, 'n8n/package.json'), 'utf8')).version);
	});

	/** @param {(text: string) => void} say */
	async function install(say) {
		const options = { cwd: N8N_ROOT, env: commandEnv({ node24: true }), advice: INSTALL_ADVICE };
		if (read(stamp) !== wanted) {
			say('installing 2 GB, about three minutes');
			fs.rmSync(stamp, { force: true });
			await run('npm', ['ci', ...N8N_FLAGS, '--ignore-scripts', ...QUIET], options);
		}
		if (!sqliteWorks()) {
			say('building its SQLite driver, a minute or so');
			const headers = node24Headers();
			const nodedir = headers ? [`--nodedir=${headers}`] : [];
			await run('npm', ['rebuild', 'sqlite3', '--ignore-scripts=false', ...nodedir, ...QUIET], {
				...options,
				advice: 'Compiling needs python3, make and a C++ compiler (Debian: apt-get install python3 make g++). Then run the same command again.',
			});
		}
		if (!sqliteWorks()) throw new SetupError(`n8n's SQLite driver does not load under Node 24. ${INSTALL_ADVICE}`);
		fs.writeFileSync(stamp, wanted);
	}
}

// ---------------------------------------------------------------- build

/** Changes when a source is edited, added, removed or checked out. */
function sourcesNow() {
	const sum = createHash('sha256');
	/** @param {string} name */
	const add = (name) => {
		const stat = fs.statSync(path.join(ROOT, name), { throwIfNoEntry: false });
		if (!stat) return;
		if (!stat.isDirectory()) return sum.update(`${name} ${stat.size} ${stat.mtimeMs}\n`);
		for (const entry of fs.readdirSync(path.join(ROOT, name)).sort()) add(`${name}/${entry}`);
	};
	SOURCES.forEach(add);
	return sum.digest('hex');
}

/** Builds the package into dist/ when a source has changed since the last build. */
export async function build() {
	const stamp = path.join(ROOT, 'dist/.build-stamp');
	await stage('Build', async (say) => {
		if (read(stamp) === sourcesNow()) return say('up to date');
		await locked(say, async () => {
			const wanted = sourcesNow();
			if (read(stamp) === wanted) return say('up to date');
			fs.rmSync(stamp, { force: true });
			await run('npm', ['run', 'build'], { env: commandEnv({ node24: true }), advice: 'Correct the code above and run the same command again.' });
			fs.mkdirSync(path.dirname(stamp), { recursive: true });
			fs.writeFileSync(stamp, wanted);
		});
	});
}

/** A Chromium for the browser tests, or null. @returns {string | null} */
export function findChromium() {
	const places = [
		process.env.CHROMIUM_PATH,
		'/usr/bin/chromium',
		'/usr/bin/chromium-browser',
		'/usr/bin/google-chrome',
		'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	];
	return places.find((place) => place && fs.existsSync(place)) ?? null;
}
