import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const DIST = resolve(__dirname, '../../dist/handover');
const HANDOVERS = 40;
/** Milliseconds after the start: when nobody has answered for too long, when the pauses end, and when processes stop looking. */
const [UNANSWERED, PAUSE, LOOKING] = [1200, 2400, 3000];

const BASICS = `
	const { openSqliteStore } = require(${JSON.stringify(join(DIST, 'store/sqlite/open.js'))});
	const { builtInConversation } = require(${JSON.stringify(join(DIST, 'desks/builtIn/builtInDesk.js'))});
	const { deliverEvents } = require(${JSON.stringify(join(DIST, 'actions/deliverEvents.js'))});
	const { readEventSettings, DEFAULT_EVENTS } = require(${JSON.stringify(join(DIST, 'eventSettings.js'))});
	const { randomUUID } = require('node:crypto');
	const { appendFileSync } = require('node:fs');
	const [file, log, mode] = process.argv.slice(1);
	const settings = readEventSettings({ ...DEFAULT_EVENTS, types: ['opened', 'unanswered', 'closed'], unanswered: '${UNANSWERED / 60_000}' });
	const underway = new Map();
	/** What was told goes to a file of its own at once, as n8n stores an execution. */
	const { setTimeout: sleep } = require('node:timers/promises');
	const tick = (store, now, take = async () => {}) => deliverEvents({ store, clock: { now, sleep }, ended: () => false, newId: randomUUID, zone: 'UTC' }, { id: 'flow', settings }, async ({ event }) => {
		appendFileSync(log, event.id + '\\n');
		await take();
	}, underway);
`;

/** Opens the handovers, as flows do, after somebody has begun to listen. */
const OPENER = `${BASICS}
	(async () => {
		const store = await openSqliteStore(file);
		const now = Date.now();
		await store.events.subscribe('flow', now);
		for (let n = 0; n < ${HANDOVERS}; n++) {
			await store.openHandover({
				id: 'h-' + n, conversation: builtInConversation('c-' + n), contact: { id: 'k' }, channel: 'chat', flow: 'test',
				scenario: 'human_requested', reason: 'test', confidence: 1, detector: 'test', priority: 'normal',
				status: 'open', openedAt: now, waitingSince: now, deadlineAt: now + 1,
			}, { setAt: now, until: now + ${PAUSE}, reason: 'test' });
		}
		await store.close();
	})();
`;

/** Looks as often as it can until everything has happened. */
const TICKER = `${BASICS}
	(async () => {
		const store = await openSqliteStore(file);
		for (const end = Date.now() + ${LOOKING}; Date.now() < end; await new Promise(setImmediate)) await tick(store, Date.now);
		await tick(store, Date.now);
		await new Promise(setImmediate);
		await store.close();
	})();
`;

/** Dies while it tells the first it has to tell. @param mode how much later than now it looks, milliseconds */
const VICTIM = `${BASICS}
	(async () => {
		const store = await openSqliteStore(file);
		await tick(store, () => Date.now() + Number(mode), async () => process.kill(process.pid, 'SIGKILL'));
	})();
`;

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'handover-events-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** @returns the signal that ended it, if one did */
function run(code: string, mode = ''): Promise<NodeJS.Signals | null> {
	return new Promise((done, fail) => {
		const child = spawn(process.execPath, ['-e', code, join(folder, 'store.sqlite'), join(folder, 'told'), mode], { stdio: ['ignore', 'ignore', 'pipe'] });
		let problems = '';
		child.stderr.on('data', (text: Buffer) => (problems += text.toString()));
		child.on('exit', (status, signal) => (status === 0 || signal ? done(signal) : fail(new Error(problems))));
	});
}

/** How often each event was told. */
function told(): Map<string, number> {
	const counts = new Map<string, number>();
	for (const line of readFileSync(join(folder, 'told'), 'utf8').trim().split('\n')) {
		const id = line.split('/').slice(0, 2).join('/');
		counts.set(id, (counts.get(id) ?? 0) + 1);
	}
	return counts;
}

const EVERY = Array.from({ length: HANDOVERS }, (_, n) => [`h-${n}/opened`, `h-${n}/unanswered`, `h-${n}/closed`]).flat().sort();

it('3 processes that look at the same time: each event is told once', async () => {
	await run(OPENER);
	await Promise.all([run(TICKER), run(TICKER), run(TICKER)]);
	const counts = told();
	expect([...counts.keys()].sort()).toEqual(EVERY);
	expect([...counts].filter(([, times]) => times > 1)).toEqual([]);
}, 120_000);

it('a process killed while it tells: what it had not told for sure is told again, and nothing else', async () => {
	await run(OPENER);
	expect(await run(VICTIM, '0')).toBe('SIGKILL');
	const [first] = [...told().keys()];
	// Its claim holds as long as it might still live.
	await run(TICKER);
	expect([...told().keys()].sort()).toEqual(EVERY);
	expect([...told()].filter(([, times]) => times > 1)).toEqual([]);
	expect(await run(VICTIM, String(10 * 60_000))).toBe('SIGKILL');
	expect([...told()].filter(([, times]) => times > 1)).toEqual([[first, 2]]);
}, 120_000);
