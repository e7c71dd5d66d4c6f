import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sql, type Kysely, type Transaction } from 'kysely';
import { StoreUnavailableError } from '../errors';
import { migrationsFor, type Database } from './migrations';
import type { Schema } from './schema';

/** Which migrations have run; named as Kysely's own migrator did, which wrote it first. */
const TABLE = 'kysely_migration';

/** A migration that has run. */
interface Noted {
	name: string;
	/** When, as ISO text. */
	timestamp: string;
	/** The version of this package that ran it. */
	version: string | null;
}

/** Kysely takes only a type here, no interface. */
type Notes = { [TABLE]: Noted };

/** How long others that migrate, or a backup that reads, are waited for. */
const LOCK_TIMEOUT_MS = 60_000;
/** After that long without a word from a process that migrates, the database forgets what it did. */
const SILENT_MS = 30_000;

/** PostgreSQL's "permission denied". */
const NOT_ALLOWED = '42501';

/**
 * Brings the database to the schema of this release: all of it or nothing, in
 * one transaction. Several processes may do so at once.
 * @param schema where the tables are, on a database that has such
 * @throws StoreUnavailableError when a newer release has written it, or the schema is missing and can't be created
 */
export async function migrate(db: Kysely<Schema>, database: Database, schema?: string): Promise<void> {
	const migrations = migrationsFor(database, schema);
	const names = Object.keys(migrations);
	if (await isUpToDate(db, names)) return;
	await db.transaction().execute(async (trx) => {
		if (schema !== undefined) {
			await takeTurns(trx, schema);
			await createSchema(trx, schema);
		}
		const notes = await openNotes(trx, schema);
		const done = await notes.selectFrom(TABLE).selectAll().execute();
		refuseNewer(done, names);
		for (const [name, { up }] of Object.entries(migrations)) {
			if (done.some((noted) => noted.name === name)) continue;
			await up(trx);
			await notes.insertInto(TABLE).values({ name, timestamp: new Date().toISOString(), version: packageVersion() }).execute();
		}
	});
}

/** Nearly always; then there is no need to wait for anybody. */
async function isUpToDate(db: Kysely<Schema>, names: readonly string[]): Promise<boolean> {
	try {
		const done = await db.withTables<Notes>().selectFrom(TABLE).select('name').execute();
		return done.length === names.length && done.every(({ name }) => names.includes(name));
	} catch {
		// The table is not there, or something is wrong that is met again below.
		return false;
	}
}

/** Lets one process after the other change the whole of a store in Postgres. SQLite has one writer anyway. Gone with the transaction, so that nothing stays locked behind a connection pooler. */
export async function takeTurns(trx: Transaction<Schema>, schema: string): Promise<void> {
	const set = (name: string, ms: number) => sql`set_config(${sql.lit(name)}, '${sql.lit(ms)}', true)`;
	// Building an index may take longer than what a server allows for queries.
	await sql`select ${set('lock_timeout', LOCK_TIMEOUT_MS)}, ${set('idle_in_transaction_session_timeout', SILENT_MS)}, ${set('statement_timeout', 0)}`.execute(trx);
	await sql`select pg_advisory_xact_lock(hashtextextended(${`${schema} migrations`}, 0))`.execute(trx);
}

/** Only when it is missing: a user who may not create schemas may use one that was made for it. */
async function createSchema(trx: Transaction<Schema>, schema: string): Promise<void> {
	const { rows } = await sql<{ who: string; place: string; there: boolean }>`
		select current_user as who, current_database() as place, exists (select from pg_namespace where nspname = ${schema}) as there`.execute(trx);
	const [{ who, place, there } = { who: '', place: '', there: false }] = rows;
	if (there) return;
	try {
		await trx.schema.createSchema(schema).execute();
	} catch (error) {
		if ((error as { code?: unknown }).code !== NOT_ALLOWED) throw error;
		throw new StoreUnavailableError(
			`The user ${who} may not create the schema ${schema} for the handover store in the Postgres database "${place}"`,
			`Have an administrator run in that database: CREATE SCHEMA ${quoted(schema)} AUTHORIZATION ${quoted(who)}; Then run this execution again.`,
			{ cause: error },
		);
	}
}

function quoted(name: string): string {
	return `"${name.replaceAll('"', '""')}"`;
}

/** Our notes about migrations, created where they are missing; Kysely's have no version. */
async function openNotes(trx: Transaction<Schema>, schema: string | undefined): Promise<Transaction<Schema & Notes>> {
	const tables = await trx.introspection.getTables({ withInternalKyselyTables: true });
	const found = tables.find((table) => table.name === TABLE && table.schema === schema);
	if (!found) {
		await trx.schema
			.createTable(TABLE)
			.addColumn('name', 'varchar(255)', (c) => c.notNull().primaryKey())
			.addColumn('timestamp', 'varchar(255)', (c) => c.notNull())
			.addColumn('version', 'text')
			.execute();
	} else if (!found.columns.some(({ name }) => name === 'version')) {
		await trx.schema.alterTable(TABLE).addColumn('version', 'text').execute();
	}
	return trx.withTables<Notes>();
}

function refuseNewer(done: readonly Noted[], names: readonly string[]): void {
	const unknown = done.filter(({ name }) => !names.includes(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
	if (unknown.length === 0) return;
	const version = unknown.at(-1)?.version ?? undefined;
	throw new StoreUnavailableError(
		`The handover store was written by ${version === undefined ? 'a newer version' : `version ${version}`} of n8n-nodes-human-handover; this is version ${packageVersion()}, which can't read it`,
		`Install ${version === undefined ? 'the newer version' : `version ${version} or a newer one`} again, or restore the copy of the store made before the upgrade.`,
	);
}

/** What package.json says: above this file, how far depends on whether it was compiled. */
function packageVersion(): string {
	for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
		try {
			return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
		} catch {
			// Not in this folder.
		}
	}
	return 'unknown';
}
