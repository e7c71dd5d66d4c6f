import { accessSync, chmodSync, constants, existsSync, mkdirSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, sql } from 'kysely';
import type { Backend } from '../access';
import { KyselyStore } from '../kyselyStore';
import { migrate } from '../migrate';
import type { Schema } from '../schema';
import { nodeSqliteDialect, whenFree, whileBusy, type OpenDatabase } from './dialect';
import { unavailable, unusable } from './errors';
import { SqliteFile, refuseLogAlone } from './file';

/** How long a lock of another process is waited for: longer than any write of ours takes. */
const PATIENCE_MS = 8_000;

/** Closed when the process ends, which folds the log into the file: one file to back up. */
const openDatabases = new Set<OpenDatabase>();
process.once('exit', () => {
	for (const database of openDatabases) database.close();
});

/**
 * Opens (and when needed creates or migrates) the store in a SQLite file.
 * @param patience how long a lock of another process is waited for, in milliseconds
 * @throws StoreUnavailableError when the file can't be opened, written or understood
 */
export async function openSqliteStore(file: string, patience = PATIENCE_MS): Promise<KyselyStore> {
	const db = await openSqlite(file, patience);
	return new KyselyStore(db, sqliteBackend(db, file, patience));
}

/** The same, to read past the store. */
export async function openSqlite(file: string, patience = PATIENCE_MS): Promise<Kysely<Schema>> {
	const db = new Kysely<Schema>({ dialect: nodeSqliteDialect(await openDatabase(file, patience), patience) });
	try {
		await whenFree(() => migrate(db, 'sqlite'), patience);
		return db;
	} catch (error) {
		await db.destroy();
		throw unusable(file, error);
	}
}

/** Every write has the whole file to itself, and the driver waits for that. */
function sqliteBackend(db: Kysely<Schema>, file: string, patience: number): Backend {
	return {
		enter: async () => undefined,
		worthRetrying: whileBusy(patience),
		emptyLog: () => emptyLog(db),
		explain: (error) => unavailable(file, error),
	};
}

async function openDatabase(name: string, patience: number): Promise<OpenDatabase> {
	try {
		// Loaded here and not on top, so that an n8n on an older Node shows the cause below.
		const sqlite = await import('node:sqlite');
		mkdirSync(dirname(name), { recursive: true });
		refuseLogAlone(name);
		// What SQLite opens for reading only stays so, and so does the log it makes.
		if (existsSync(name)) accessSync(name, constants.W_OK);
		const database = new sqlite.DatabaseSync(name);
		try {
			keepPrivate(name);
			// WAL lets several processes read while one writes; NORMAL survives a killed process; what is erased leaves no traces. Reading makes the log.
			await whenFree(() => database.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma secure_delete = on; pragma schema_version;'), patience);
			return opened(database, new SqliteFile(name));
		} catch (error) {
			database.close();
			throw error;
		}
	} catch (error) {
		throw unusable(name, error);
	}
}

function opened(database: DatabaseSync, file: SqliteFile): OpenDatabase {
	const open = {
		database,
		check: () => file.check(),
		close: () => {
			openDatabases.delete(open);
			file.forgetLogOfReplaced();
			database.close();
		},
	};
	openDatabases.add(open);
	return open;
}

/** It holds what customers wrote; SQLite gives its log files the same mode. */
function keepPrivate(file: string): void {
	try {
		chmodSync(file, 0o600);
	} catch {
		// It is somebody else's, who lets us use it: that is their decision.
	}
}

/** How often it is tried to empty the log while others use it, and how long apart. */
const LOG_TRIES = 20;
const LOG_PAUSE_MS = 25;

/**
 * Folds the log into the file: until then it holds what was erased. Where
 * others keep using it, that is left to whoever writes next.
 */
async function emptyLog(db: Kysely<Schema>): Promise<void> {
	for (let left = LOG_TRIES; left > 0; left--) {
		const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(db);
		if (rows[0]?.busy === 0) return;
		await sleep(LOG_PAUSE_MS);
	}
}
