import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreUnavailableError } from '../../handover/errors';
import type { KyselyStore } from '../../handover/store/kyselyStore';
import { storeLocation } from '../../handover/store/location';
import { openPostgresStore } from '../../handover/store/postgres/open';
import { openSqliteStore } from '../../handover/store/sqlite/open';
import { aHandover, HOUR, MINUTE, NOW } from '../support/builders';
import { expectEverythingThere, expectItGoesOn, frozenStore, frozenStores } from '../support/frozen';
import { postgresStorage, postgresUrl, type Storage } from '../support/storage';
import { conversation } from '../support/world';

let folder: string;
let file: string;
let storage: Storage & { schema: string };
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'handover-moving-'));
	file = join(folder, '.n8n', 'human-handover.sqlite');
	mkdirSync(dirname(file));
	storage = postgresStorage(postgresUrl());
});
afterEach(async () => {
	await storage.remove();
	rmSync(folder, { recursive: true });
});

/** As n8n is set up that ran on SQLite and runs on Postgres now. */
function open(): Promise<KyselyStore> {
	const { hostname, port, pathname, username } = new URL(postgresUrl());
	const env = {
		N8N_USER_FOLDER: folder, DB_TYPE: 'postgresdb', DB_POSTGRESDB_HOST: hostname, DB_POSTGRESDB_PORT: port, DB_POSTGRESDB_DATABASE: pathname.slice(1), DB_POSTGRESDB_USER: username,
		HANDOVER_DATABASE_SCHEMA: storage.schema,
	};
	const location = storeLocation(env);
	if (location.kind !== 'postgres') throw new Error('Not on Postgres');
	return openPostgresStore(location);
}

function thaw(name: string): void {
	const database = new DatabaseSync(file);
	database.exec(frozenStore(name));
	database.close();
}

const contents = async () =>
	Object.fromEntries(
		await Promise.all(
			(await storage.tables()).sort().map(async (table) => [table, (await storage.rows(`select * from ${table}`)).map((row) => JSON.stringify(row)).sort()] as const),
		),
	);

describe.each(frozenStores('sqlite'))('when n8n moves to Postgres, the store %s', (name) => {
	it('moves with it: everything is there, and goes on', async () => {
		thaw(name);
		const store = await open();
		await expectEverythingThere(store);
		await expectItGoesOn(store);
		await store.close();
		expect(existsSync(file)).toBe(false);
		expect(existsSync(`${file}.moved-to-postgres`)).toBe(true);
	});
});

it('moves once, however many processes start at the same time, and whoever dies before the file has its new name', async () => {
	thaw(frozenStores('sqlite').at(-1) ?? '');
	for (const store of await Promise.all([open(), open(), open(), open()])) await store.close();
	const before = await contents();
	expect(before.messages?.length).toBeGreaterThan(2);
	renameSync(`${file}.moved-to-postgres`, file);
	await (await open()).close();
	expect(await contents()).toEqual(before);
});

it('leaves what is known here already, which is newer', async () => {
	thaw(frozenStores('sqlite').at(-1) ?? '');
	const here = await storage.open();
	const newer = aHandover({ id: 'newer', conversation: conversation('c-1'), openedAt: NOW + HOUR });
	await here.openHandover(newer, { setAt: NOW + HOUR, until: NOW + 2 * HOUR, reason: 'Newer' });
	await here.addMessage(conversation('c-1'), { from: 'customer', text: 'Newer', at: NOW + HOUR, id: 'newer' });
	await here.close();

	const store = await open();
	expect(await store.situation(conversation('c-1'))).toMatchObject({ open: { id: 'newer' }, pause: { until: NOW + 2 * HOUR } });
	expect((await store.messages(conversation('c-1'))).map(({ text }) => text)).toEqual(['Newer']);
	expect((await store.log.find({})).map(({ id }) => id).sort()).toEqual(['h-2', 'h-3', 'newer']);
	expect(await store.steps('h-1')).toEqual({});
	await store.close();
});

it('takes thousands of handovers with all that belongs to them, and the report counts them', async () => {
	const former = await openSqliteStore(file);
	for (let n = 0; n < 1200; n++) {
		const ref = conversation(`c-${n}`);
		await former.openHandover(aHandover({ id: `h-${n}`, conversation: ref, openedAt: NOW + n }), { setAt: NOW, until: NOW + HOUR, reason: 'x' });
		if (n % 2) await former.resume(ref, 'resolved', NOW + MINUTE);
	}
	await former.close();
	const store = await open();
	expect((await store.log.find({ status: 'open' })).length).toBe(600);
	const account = { desk: 'built-in', account: 'default' };
	let counted = 0;
	for await (const cases of store.log.cases.between(account, { from: 0, to: NOW + HOUR }, NOW + HOUR)) counted += cases.length;
	expect(counted).toBe(1200);
	await store.close();
});

it.each<[string, () => void]>([
	['is damaged', () => writeFileSync(file, 'This is no database, but long enough to look like one.'.repeat(20))],
	['was written by a newer version', () => {
		thaw(frozenStores('sqlite').at(-1) ?? '');
		const database = new DatabaseSync(file);
		database.exec("insert into kysely_migration (name, timestamp) values ('2099-01-01-flying', '2099-01-01')");
		database.close();
	}],
])('says so when the file %s, and leaves it as it is', async (_, spoil) => {
	spoil();
	const error: unknown = await open().catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(StoreUnavailableError);
	const { message, fix } = error as StoreUnavailableError;
	expect(message).toMatch(/^What the handover store knew while n8n ran on SQLite can't be moved to Postgres: /);
	expect(fix).toContain(file);
	expect(existsSync(file)).toBe(true);
	// Without it, it begins afresh.
	renameSync(file, `${file}.aside`);
	const store = await open();
	expect(await store.log.find({})).toEqual([]);
	await store.close();
});

it('leaves the file of another setting alone', async () => {
	thaw(frozenStores('sqlite').at(-1) ?? '');
	const location = storeLocation({ N8N_USER_FOLDER: folder, DB_TYPE: 'postgresdb', HANDOVER_DATABASE_URL: postgresUrl(), HANDOVER_DATABASE_SCHEMA: storage.schema });
	if (location.kind !== 'postgres') throw new Error('Not on Postgres');
	const store = await openPostgresStore(location);
	expect(await store.log.find({})).toEqual([]);
	await store.close();
	expect(existsSync(file)).toBe(true);
});
