import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { KyselyStore } from '../../handover/store/kyselyStore';
import { storeLocation, type PostgresLocation } from '../../handover/store/location';
import { openPostgresStore } from '../../handover/store/postgres/open';
import { BUSY_ROWS, aBusyWriter, documentedCommand, hasProgram, runDocumented } from '../support/documented';
import { expectEverythingThere, expectItGoesOn, frozenStore } from '../support/frozen';
import { servicesScripts, type TestPostgres } from '../support/scripts';

const DOCUMENTED = 'postgres://n8n:password@localhost:5432/n8n';
const installed = hasProgram('pg_dump') && hasProgram('pg_restore');

let server: TestPostgres;
let folder: string;
beforeAll(async () => {
	server = await (await servicesScripts()).startPostgres();
	folder = mkdtempSync(join(tmpdir(), 'handover-backup-'));
});
afterAll(async () => {
	await server.remove();
	rmSync(folder, { recursive: true });
});

async function rows(statement: string): Promise<Array<Record<string, unknown>>> {
	const client = new Client({ connectionString: server.url, options: '-c search_path=handover' });
	await client.connect();
	try {
		return (await client.query<Record<string, unknown>>(statement)).rows;
	} finally {
		await client.end();
	}
}

const open = (): Promise<KyselyStore> => openPostgresStore(storeLocation(server.env) as PostgresLocation);

(installed ? it : it.skip)(`${installed ? '' : 'extra: '}a backup with pg_dump is the store of one moment while customers write, and can be put back`, async () => {
	await rows(frozenStore('postgres-5-clocks-and-events.sql'));
	await rows('create table public.of_n8n as select 1 as untouched');
	const store = await open();
	const writer = aBusyWriter(store);
	while (writer.written() < 20) await new Promise(setImmediate);
	await runDocumented(documentedCommand('pg_dump'), { [DOCUMENTED]: server.url }, folder);
	const meanwhile = writer.written();
	while (writer.written() === meanwhile) await new Promise(setImmediate);
	await writer.stop();
	await store.close();
	await rows("update pauses set until = 0; delete from steps; insert into subscribers values ('after the copy', 1)");

	await runDocumented(documentedCommand('pg_restore'), { [DOCUMENTED]: server.url }, folder);
	const [copied] = await rows(BUSY_ROWS);
	expect(Number(copied?.handovers)).toBeGreaterThanOrEqual(20);
	expect(Number(copied?.handovers)).toBeLessThanOrEqual(meanwhile + 1);
	expect(copied).toEqual({ handovers: copied?.handovers, pauses: copied?.handovers, events: copied?.handovers });
	expect(await rows("select * from subscribers where id = 'after the copy'")).toEqual([]);
	expect(await rows('select * from public.of_n8n')).toEqual([{ untouched: 1 }]);

	await rows("delete from handovers where id like 'busy-%'");
	const restored = await open();
	await expectEverythingThere(restored);
	await expectItGoesOn(restored);
	await restored.close();
});
