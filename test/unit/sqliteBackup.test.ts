import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { KyselyStore } from '../../handover/store/kyselyStore';
import { openSqliteStore } from '../../handover/store/sqlite/open';
import { BUSY_ROWS, aBusyWriter, documentedCommand, hasProgram, runDocumented } from '../support/documented';
import { expectEverythingThere, frozenStore } from '../support/frozen';

let folder: string;
let file: string;
let backup: string;
let store: KyselyStore;
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'handover-backup-'));
	[file, backup] = [join(folder, 'human-handover.sqlite'), join(folder, 'handover-backup.sqlite')];
	const database = new DatabaseSync(file);
	database.exec(frozenStore('sqlite-5-clocks-and-events.sql'));
	database.close();
	store = await openSqliteStore(file);
});
afterEach(async () => {
	await store.close();
	rmSync(folder, { recursive: true });
});

function busyRows(of: string): Record<'handovers' | 'pauses' | 'events', number> {
	const database = new DatabaseSync(of);
	try {
		return { ...database.prepare(BUSY_ROWS).get() } as ReturnType<typeof busyRows>;
	} finally {
		database.close();
	}
}

describe.each(['sqlite3', 'node'])('a backup with %s', (program) => {
	(hasProgram(program) ? it : it.skip)(`${hasProgram(program) ? '' : 'extra: '}is the store of one moment while customers write, and can be put back`, async () => {
		const writer = aBusyWriter(store);
		while (writer.written() < 20) await new Promise(setImmediate);
		await runDocumented(documentedCommand(`${program} `), { '~/.n8n/human-handover.sqlite': file }, folder);
		await writer.stop();

		const copied = busyRows(backup);
		expect(copied).toEqual({ handovers: copied.handovers, pauses: copied.handovers, events: copied.handovers });
		expect(copied.handovers).toBeGreaterThanOrEqual(20);
		// Written after the copy, so they show whether it was put back.
		expect(busyRows(file).handovers).toBeGreaterThan(copied.handovers);

		// What a killed n8n leaves: its log belongs to the store that is replaced.
		const killed = join(folder, 'killed.sqlite');
		const writing = new DatabaseSync(file);
		writing.exec('pragma wal_autocheckpoint = 0; update pauses set until = 0; delete from steps');
		for (const part of ['', '-wal']) copyFileSync(file + part, killed + part);
		writing.close();
		expect(statSync(`${killed}-wal`).size).toBeGreaterThan(0);
		await runDocumented(documentedCommand('cp handover-backup'), { '~/.n8n/human-handover.sqlite': killed }, folder);
		expect(busyRows(killed)).toEqual(copied);
		const tidy = new DatabaseSync(killed);
		tidy.exec("delete from handovers where id like 'busy-%'");
		tidy.close();
		const restored = await openSqliteStore(killed);
		await expectEverythingThere(restored);
		await restored.close();
	});

	(hasProgram(program) ? it : it.skip)(`${hasProgram(program) ? '' : 'extra: '}does not write over an older one`, async () => {
		const command = documentedCommand(`${program} `);
		await runDocumented(command, { '~/.n8n/human-handover.sqlite': file }, folder);
		await expect(runDocumented(command, { '~/.n8n/human-handover.sqlite': file }, folder)).rejects.toThrow(/exists/);
	});
});
