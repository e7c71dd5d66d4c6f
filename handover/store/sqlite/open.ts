import { chmodSync, mkdirSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, sql } from 'kysely';
import { StoreUnavailableError, messageOf } from '../../errors';
import { KyselyStore } from '../kyselyStore';
import { migrate } from '../migrate';
import type { Schema } from '../schema';
import { nodeSqliteDialect, whenFree } from './dialect';

/**
 * How long SQLite itself waits for a lock. It blocks the event loop meanwhile,
 * so the longer wait is ours, between tries.
 */
const LOCK_TIMEOUT_MS = 50;

/** With the pauses in between about eight seconds: longer than any write of ours takes. */
const TRIES = 100;

/** Closed when the process ends, which folds the log into the file: one file to back up. */
const openDatabases = new Set<DatabaseSync>();
process.once('exit', () => {
	for (const database of openDatabases) if (database.isOpen) database.close();
});

/**
 * Opens (and when needed creates or migrates) the store in a SQLite file.
 * @param tries how often a write asks for the lock before it gives up
 * @throws StoreUnavailableError when the file can't be opened, written or understood
 */
export async function openSqliteStore(file: string, tries = TRIES): Promise<KyselyStore> {
	const db = new Kysely<Schema>({ dialect: nodeSqliteDialect(await openDatabase(file, tries), tries) });
	try {
		await migrate(db);
	} catch (error) {
		await db.destroy();
		throw unusable(file, error);
	}
	return new KyselyStore(db, () => emptyLog(db));
}

async function openDatabase(file: string, tries: number): Promise<DatabaseSync> {
	try {
		// Loaded here and not on top, so that an n8n on an older Node shows the cause below.
		const sqlite = await import('node:sqlite');
		mkdirSync(dirname(file), { recursive: true });
		const database = new sqlite.DatabaseSync(file, { timeout: LOCK_TIMEOUT_MS });
		// It holds what customers wrote; SQLite gives its log files the same mode.
		chmodSync(file, 0o600);
		// WAL lets several processes read while one writes; NORMAL survives a killed process; what is erased leaves no traces.
		await whenFree(() => database.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma secure_delete = on;'), tries);
		openDatabases.add(database);
		return database;
	} catch (error) {
		throw unusable(file, error);
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

function unusable(file: string, error: unknown): StoreUnavailableError {
	if (error instanceof StoreUnavailableError) return error;
	return new StoreUnavailableError(
		`The handover store ${file} can't be opened: ${messageOf(error)}`,
		'Check that the folder exists, is writable for n8n and has free space. To keep the store elsewhere, set the environment variable HANDOVER_DATABASE_URL to a file path. n8n must run on Node 22.13 or newer.',
		{ cause: error },
	);
}
