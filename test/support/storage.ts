import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import type { KyselyStore } from '../../handover/store/kyselyStore';
import { openPostgresStore } from '../../handover/store/postgres/open';
import { openSqliteStore } from '../../handover/store/sqlite/open';

declare global {
	/** Set by jest's project `postgres`: the tests of the project `unit` that use a store run there again. */
	var storesOnPostgres: boolean | undefined;
}

/** A place for one store of a test. */
export interface Storage {
	/** A connection like that of one more process. */
	open(): Promise<KyselyStore>;
	/** Runs a statement past the store. */
	rows(statement: string): Promise<Array<Record<string, unknown>>>;
	/** The tables, without those that note migrations. */
	tables(): Promise<string[]>;
	remove(): Promise<void>;
}

/** An empty place in the database that this project tests. */
export function newStorage(): Storage & { file: string; folder: string } {
	const folder = mkdtempSync(join(tmpdir(), 'handover-store-'));
	const file = join(folder, 'human-handover.sqlite');
	return { ...(globalThis.storesOnPostgres ? postgresStorage(postgresUrl()) : sqliteStorage(file)), folder, file };
}

function sqliteStorage(file: string): Storage {
	const rows = async (statement: string) => {
		const database = new DatabaseSync(file);
		try {
			return database.prepare(statement).all().map((row) => ({ ...row }));
		} finally {
			database.close();
		}
	};
	return {
		open: () => openSqliteStore(file),
		rows,
		tables: async () => (await rows("select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like 'kysely_%'")).map(({ name }) => String(name)),
		remove: async () => rmSync(join(file, '..'), { recursive: true }),
	};
}

/** The server of the project `postgres`. */
export function postgresUrl(): string {
	const url = process.env.HANDOVER_TEST_POSTGRES;
	if (!url) throw new Error('The Postgres of the tests is not running');
	return url;
}

/** A schema of its own at a server. */
export function postgresStorage(url: string): Storage & { schema: string } {
	const schema = `test_${randomUUID().replaceAll('-', '')}`;
	const location = { kind: 'postgres' as const, connection: { connectionString: url }, schema, name: 'the test database' };
	const rows = async (statement: string) => {
		const client = new Client({ connectionString: url, options: `-c search_path=${schema}` });
		await client.connect();
		try {
			return (await client.query<Record<string, unknown>>(statement)).rows;
		} finally {
			await client.end();
		}
	};
	return {
		schema,
		open: () => openPostgresStore(location),
		rows,
		tables: async () => (await rows(`select table_name as name from information_schema.tables where table_schema = '${schema}' and table_name not like 'kysely_%'`)).map(({ name }) => String(name)),
		remove: async () => {
			await rows(`drop schema if exists "${schema}" cascade`);
		},
	};
}
