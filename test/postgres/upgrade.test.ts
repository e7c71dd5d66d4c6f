import { Kysely, PostgresDialect, WithSchemaPlugin } from 'kysely';
import { Pool } from 'pg';
import { StoreUnavailableError } from '../../handover/errors';
import { migrationsFor } from '../../handover/store/migrations';
import { expectEverythingThere, expectItGoesOn, frozenStore, frozenStores } from '../support/frozen';
import { fingerprint, RELEASED } from '../support/releasedSchemas';
import { postgresStorage, postgresUrl, type Storage } from '../support/storage';

const NAMES = Object.keys(migrationsFor('postgres'));

let storage: Storage & { schema: string };
beforeEach(() => {
	storage = postgresStorage(postgresUrl());
});
afterEach(() => storage.remove());

/** Everything that is not a row, without the notes about migrations. */
async function schemaOf({ rows, schema }: Storage & { schema: string }): Promise<string[]> {
	const found = await rows(`
		select format('%s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default) as what from information_schema.columns where table_schema = '${schema}' and table_name not like 'kysely%'
		union all select indexdef from pg_indexes where schemaname = '${schema}' and tablename not like 'kysely%'
		union all select pg_get_constraintdef(oid) from pg_constraint where connamespace = '${schema}'::regnamespace and conrelid::regclass::text not like '%kysely%' and contype in ('p', 'u', 'f', 'c')
		union all select pg_get_triggerdef(oid) from pg_trigger where tgrelid in (select oid from pg_class where relnamespace = '${schema}'::regnamespace)
		union all select pg_get_functiondef(oid) from pg_proc where pronamespace = '${schema}'::regnamespace`);
	return found.map(({ what }) => String(what).replaceAll(schema, 'S')).sort();
}

const notesOf = () => storage.rows('select * from kysely_migration order by name');

const thaw = (name: string) => storage.rows(frozenStore(name).replace(/\bhandover(?=[.;])/g, storage.schema));

describe.each(frozenStores('postgres'))('the store %s', (name) => {
	it('opens with everything in it, as if it were new, and goes on', async () => {
		await thaw(name);
		const before = (await notesOf()).map((note) => String(note.name));
		expect(NAMES.slice(0, before.length)).toEqual(before);
		expect(fingerprint(await schemaOf(storage))).toBe(RELEASED[before.at(-1) ?? '']?.postgres);

		const store = await storage.open();
		await expectEverythingThere(store);
		await expectItGoesOn(store);
		await store.close();

		const fresh = postgresStorage(postgresUrl());
		await (await fresh.open()).close();
		expect(await schemaOf(storage)).toEqual(await schemaOf(fresh));
		await fresh.remove();
	});
});

it('changes nothing when an upgrade fails half way, and opens the next time', async () => {
	await storage.rows(`create schema ${storage.schema}`);
	// The table of a late migration is in the way.
	await storage.rows('create table teams (in_the_way text)');
	await expect(storage.open()).rejects.toThrow(/already exists/);
	expect(await storage.tables()).toEqual(['teams']);
	await storage.rows('drop table teams');
	await (await storage.open()).close();
	expect(await storage.tables()).toContain('teams');
});

it('refuses a store that a newer version has written, with both versions, and leaves it as it is', async () => {
	await (await storage.open()).close();
	await storage.rows("insert into kysely_migration values ('2099-01-01-flying', '2099-01-01', '9.8.0')");
	const before = await notesOf();
	const error: unknown = await storage.open().catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(StoreUnavailableError);
	const { message, fix } = error as StoreUnavailableError;
	expect(message).toMatch(/written by version 9\.8\.0 of n8n-nodes-human-handover; this is version \d+\.\d+\.\d+/);
	expect(fix).toContain('Install version 9.8.0 or a newer one');
	expect(await notesOf()).toEqual(before);
});

// Stores out there have run them: a change would reach new stores only.
it.each(NAMES)('the migration %s makes what it made when it was released', async (last) => {
	await storage.rows(`create schema ${storage.schema}`);
	const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: new Pool({ connectionString: postgresUrl(), max: 1 }) }), plugins: [new WithSchemaPlugin(storage.schema)] });
	const migrations = migrationsFor('postgres', storage.schema);
	for (const name of NAMES.slice(0, NAMES.indexOf(last) + 1)) await migrations[name]?.up(db);
	await db.destroy();
	expect({ [last]: fingerprint(await schemaOf(storage)) }).toEqual({ [last]: RELEASED[last]?.postgres });
});
