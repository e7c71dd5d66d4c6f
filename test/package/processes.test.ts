import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const DIST = resolve(__dirname, '../../dist/handover');
const CONVERSATIONS = 60;
const PROCESSES = 4;

/** What each process does: races with the others for the same conversations and people. */
const RACER = `
	const { openSqliteStore } = require(${JSON.stringify(join(DIST, 'store/sqlite/open.js'))});
	const { builtInConversation } = require(${JSON.stringify(join(DIST, 'desks/builtIn/builtInDesk.js'))});
	const { chooseMember } = require(${JSON.stringify(join(DIST, 'assignment.js'))});
	const { randomUUID } = require('node:crypto');
	const [file, conversations] = process.argv.slice(1);
	const team = ['ana', 'ben', 'cleo'].map((id) => ({ id, name: id, capacity: 15, available: true }));
	(async () => {
		const store = await openSqliteStore(file);
		const now = Date.now();
		let opened = 0, tasks = 0;
		for (let n = 0; n < Number(conversations); n++) {
			const result = await store.openHandover({
				id: randomUUID(), conversation: builtInConversation('c-' + n), contact: { id: 'k' }, channel: 'chat', flow: 'test',
				scenario: 'human_requested', reason: 'test', confidence: 1, detector: 'test', priority: 'normal',
				status: 'open', openedAt: now, deadlineAt: now + 1,
			}, { setAt: now, until: now + 3600000, reason: 'test' });
			opened += result.opened;
			await store.assign(result.handover, team.map((m) => m.id), (loads) => chooseMember(team, loads, 'round_robin'), now);
			const claim = { id: randomUUID(), at: now, until: now + 60000 };
			const { granted } = await store.claimStep({ handoverId: result.handover.id, step: 'task' }, claim);
			if (granted) tasks++;
		}
		console.log(JSON.stringify({ opened, tasks }));
		await store.close();
	})();
`;

it(`${PROCESSES} processes racing for ${CONVERSATIONS} conversations: nothing twice, nobody over capacity, nothing lost`, async () => {
	const folder = mkdtempSync(join(tmpdir(), 'handover-race-'));
	try {
		const file = join(folder, 'store.sqlite');
		const run = promisify(execFile);
		const results = await Promise.all(
			Array.from({ length: PROCESSES }, async () => {
				const { stdout } = await run(process.execPath, ['-e', RACER, file, String(CONVERSATIONS)]);
				return JSON.parse(stdout) as { opened: number; tasks: number };
			}),
		);
		const sum = (field: 'opened' | 'tasks') => results.reduce((total, result) => total + result[field], 0);
		expect({ opened: sum('opened'), tasks: sum('tasks') }).toEqual({ opened: CONVERSATIONS, tasks: CONVERSATIONS });

		const { DatabaseSync } = await import('node:sqlite');
		const database = new DatabaseSync(file);
		const loads = database.prepare("select assignee_id as id, count(*) as n from handovers where status = 'open' group by 1").all();
		database.close();
		// 3 people take 15 each; the other 15 of 60 wait in the queue.
		expect(loads).toEqual([
			{ id: null, n: 15 },
			{ id: 'ana', n: 15 },
			{ id: 'ben', n: 15 },
			{ id: 'cleo', n: 15 },
		]);
	} finally {
		rmSync(folder, { recursive: true });
	}
}, 120_000);
