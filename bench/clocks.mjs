/**
 * What does looking after open handovers cost? Fills a store of its own with
 * open handovers and prints as JSON, for each number of them, the CPU time of
 * one idle tick of On Handover Event (every event subscribed, nothing to tell;
 * n8n makes one every five seconds per trigger) and of one report over them,
 * and both as multiples of one indexed read in the same run.
 *
 *   npm run bench:clocks
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from '../scripts/lib/setup.mjs';
import { onNode24 } from './measure.mjs';

await onNode24(import.meta.filename);

const load = createRequire(path.join(ROOT, 'dist/'));
const { openSqliteStore } = load('./handover/store/sqlite/open.js');
const { deliverEvents } = load('./handover/actions/deliverEvents.js');
const { DEFAULT_EVENTS, readEventSettings } = load('./handover/eventSettings.js');
const { HAPPENINGS, TIMERS } = load('./handover/events.js');
const { reportHandovers } = load('./handover/actions/log.js');
const { builtInDesk } = load('./handover/desks/builtIn/builtInDesk.js');

const NOW = Date.UTC(2026, 2, 27, 12);
const HOUR = 3_600_000;
const RUNS = 30;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handover-bench-'));

/** @param {() => Promise<unknown>} work @returns {Promise<number>} milliseconds of CPU, the median of the runs */
async function cpu(work, runs = RUNS) {
	const times = [];
	for (let run = 0; run < runs; run++) {
		const before = process.cpuUsage();
		await work();
		const { user, system } = process.cpuUsage(before);
		times.push((user + system) / 1000);
	}
	return times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
}

const rounded = (/** @type {number} */ value) => Number(value.toPrecision(3));

try {
	for (const open of [10, 100, 1000]) {
		const store = await openSqliteStore(path.join(folder, `${open}.sqlite`));
		for (let index = 0; index < open; index++) {
			const conversation = { desk: 'built-in', account: 'default', conversationId: `c-${index}` };
			const handover = {
				id: `h-${index}`, conversation, contact: { id: `k-${index}`, name: 'Rosa Lima' }, channel: 'chat', flow: 'bench',
				scenario: 'human_requested', reason: 'bench', confidence: 1, detector: 'bench', priority: 'normal', status: 'open',
				message: `Where is my order ${index}?`, openedAt: NOW - index, waitingSince: NOW - index, deadlineAt: NOW + 24 * HOUR,
				hours: { weekly: 'Mon-Fri 9:00-17:00', holidays: '12-25', zone: 'Europe/Berlin' }, assignee: { id: 'ana', name: 'Ana Silva' },
			};
			await store.openHandover(handover, { setAt: NOW - index, until: NOW + 8 * HOUR, handoverId: handover.id, reason: 'bench' });
		}
		const settings = readEventSettings({ ...DEFAULT_EVENTS, types: [...HAPPENINGS, ...TIMERS], unanswered: '15, 60' });
		const clock = { now: () => NOW + 60_000, sleep: async () => undefined };
		let ids = 0;
		const ctx = { store, clock, newId: () => `${++ids}`, zone: 'UTC', ended: () => false };
		// Listening begins now: nothing that happened before is told.
		const tick = () => deliverEvents(ctx, { id: 'bench', settings }, async () => undefined, new Map());
		await tick();
		const read = await cpu(() => store.handover('h-1'), 300);
		const idle = await cpu(tick);
		const reporting = { store, desk: builtInDesk(store.deskRecords), now: NOW + HOUR, newId: () => `${++ids}`, flow: 'bench', zone: 'UTC' };
		const report = await cpu(() => reportHandovers(reporting, { from: NOW - 24 * HOUR, to: NOW + HOUR, slaMinutes: { normal: 1440, urgent: 120 } }), 5);
		console.log(
			JSON.stringify({
				open,
				read: { ms: rounded(read) },
				idleTick: { ms: rounded(idle), reads: Math.round(idle / read), ofFiveSeconds: `${rounded(idle / 50)} %` },
				report: { ms: rounded(report), reads: Math.round(report / read) },
			}),
		);
		await store.close();
	}
} finally {
	fs.rmSync(folder, { recursive: true, force: true });
}
