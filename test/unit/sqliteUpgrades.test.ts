import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, SqliteDialect } from 'kysely';
import { StoreUnavailableError } from '../../handover/errors';
import { migrationsFor } from '../../handover/store/migrations';
import { openSqliteStore } from '../../handover/store/sqlite/open';
import { expectEverythingThere, expectItGoesOn, frozenStore, frozenStores } from '../support/frozen';
import { fingerprint, RELEASED } from '../support/releasedSchemas';

/** What package.json says. */
const { version: VERSION } = JSON.parse(readFileSync(resolve(__dirname, '../../package.json'), 'utf8')) as { version: string };
const MIGRATIONS = migrationsFor('sqlite');
const NAMES = Object.keys(MIGRATIONS);

let folder: string;
let file: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'handover-upgrade-'));
	file = join(folder, 'store.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Works on the file past the store. */
function past<T>(work: (database: DatabaseSync) => T): T {
	const database = new DatabaseSync(file);
	try {
		return work(database);
	} finally {
		database.close();
	}
}

/** Everything that is not a row, without the notes about migrations. */
function schemaOf(database: DatabaseSync): string[] {
	const rows = database.prepare("select sql from sqlite_master where sql is not null and tbl_name not like 'kysely_%' and name not like 'sqlite_%' order by sql").all();
	return rows.map(({ sql }) => String(sql));
}

const notesOf = (database: DatabaseSync) => database.prepare('select * from kysely_migration order by name').all().map((row) => ({ ...row }));

const thaw = (name: string) => past((database) => database.exec(frozenStore(name)));

describe.each(frozenStores('sqlite'))('the store %s', (name) => {
	it('opens with everything in it, as if it were new, and goes on', async () => {
		thaw(name);
		const before = past(notesOf).map((note) => String(note.name));
		expect(NAMES.slice(0, before.length)).toEqual(before);
		expect(fingerprint(past(schemaOf))).toBe(RELEASED[before.at(-1) ?? '']?.sqlite);

		const store = await openSqliteStore(file);
		await expectEverythingThere(store);
		await expectItGoesOn(store);
		await store.close();

		const upgraded = past(schemaOf);
		const fresh = join(folder, 'fresh.sqlite');
		await (await openSqliteStore(fresh)).close();
		const database = new DatabaseSync(fresh);
		expect(upgraded).toEqual(schemaOf(database));
		database.close();
		expect(past((on) => on.prepare('pragma integrity_check').all().map((row) => ({ ...row })))).toEqual([{ integrity_check: 'ok' }]);
	});
});

// The last of those migrations creates this table, after many other changes.
it.each(frozenStores('sqlite').slice(0, 4))('the store %s stays as it was when its upgrade fails half way, and opens the next time', async (name) => {
	thaw(name);
	const before = past((database) => [schemaOf(database), notesOf(database)]);
	past((database) => database.exec('create table teams (in_the_way text)'));
	await expect(openSqliteStore(file)).rejects.toThrow(StoreUnavailableError);
	past((database) => database.exec('drop table teams'));
	expect(past((database) => [schemaOf(database), notesOf(database)])).toEqual(before);

	const store = await openSqliteStore(file);
	await expectEverythingThere(store);
	await store.close();
});

it('takes the order of migrations from their list, not from the clock of the machine that ran them', async () => {
	thaw('sqlite-4-deliveries-and-sent-messages.sql');
	past((database) => database.exec("update kysely_migration set timestamp = '2030-01-01T00:00:00.000Z' where name like '%first-release'"));
	const store = await openSqliteStore(file);
	await expectEverythingThere(store);
	await store.close();
	await (await openSqliteStore(file)).close();
});

describe('a store that a newer version has written', () => {
	const refused = async (): Promise<StoreUnavailableError> => {
		const error: unknown = await openSqliteStore(file).catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(StoreUnavailableError);
		return error as StoreUnavailableError;
	};
	beforeEach(async () => (await openSqliteStore(file)).close());

	it('is refused with both versions and what to do, and stays as it is', async () => {
		past((database) => database.exec("insert into kysely_migration values ('2099-01-01-flying', '2099-01-01', '9.8.0'), ('2099-02-01-diving', '2099-02-01', '9.10.1')"));
		const before = past(notesOf);
		const { message, fix } = await refused();
		expect(message).toContain('written by version 9.10.1 of n8n-nodes-human-handover; this is version ' + VERSION);
		expect(fix).toContain('Install version 9.10.1 or a newer one');
		expect(past(notesOf)).toEqual(before);
	});

	it('is refused when only some of what it ran is unknown here', async () => {
		past((database) => database.exec("update kysely_migration set name = '2099-01-01-flying', version = '9.8.0' where name = (select max(name) from kysely_migration)"));
		expect((await refused()).message).toContain('version 9.8.0');
	});

	it('is refused though that version did not leave its number', async () => {
		past((database) => database.exec("insert into kysely_migration (name, timestamp) values ('2099-01-01-flying', '2099-01-01')"));
		const { message, fix } = await refused();
		expect(message).toContain('written by a newer version of n8n-nodes-human-handover; this is version ' + VERSION);
		expect(fix).toContain('Install the newer version');
	});
});

it('notes which version ran a migration', async () => {
	thaw('sqlite-4-deliveries-and-sent-messages.sql');
	await (await openSqliteStore(file)).close();
	const notes = past(notesOf);
	expect(notes.slice(0, 4).map(({ version }) => version)).toEqual([null, null, null, null]);
	expect(notes.length).toBeGreaterThan(4);
	for (const { version } of notes.slice(4)) expect(version).toBe(VERSION);
});

// Stores out there have run them: a change would reach new stores only.
it.each(NAMES)('the migration %s makes what it made when it was released', async (last) => {
	const database = new DatabaseSync(':memory:');
	// As Kysely's own dialect wants it: nothing here is read.
	const prepare = (sql: string) => ({ reader: false, all: () => [], iterate: () => [][Symbol.iterator](), run: () => database.prepare(sql).run() });
	const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: { prepare, close: () => database.close() } }) });
	for (const name of NAMES.slice(0, NAMES.indexOf(last) + 1)) await MIGRATIONS[name]?.up(db);
	expect({ [last]: fingerprint(schemaOf(database)) }).toEqual({ [last]: RELEASED[last]?.sqlite });
	await db.destroy();
});
