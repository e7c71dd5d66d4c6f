import { mkdirSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { dirname } from 'node:path';
import { Kysely } from 'kysely';
import { StoreUnavailableError, messageOf } from '../../errors';
import { KyselyStore } from '../kyselyStore';
import { migrate } from '../migrate';
import type { Schema } from '../schema';
import { nodeSqliteDialect, whenFree } from './dialect';

/** How long one read may block the event loop while another process recovers the file. */
const READ_TIMEOUT_MS = 50;

/**
 * Opens (and when needed creates or migrates) the store in a SQLite file.
 * @throws StoreUnavailableError when the file can't be opened, written or understood
 */
export async function openSqliteStore(file: string): Promise<KyselyStore> {
	const db = new Kysely<Schema>({ dialect: nodeSqliteDialect(await openDatabase(file)) });
	try {
		await migrate(db);
	} catch (error) {
		await db.destroy();
		throw unusable(file, error);
	}
	return new KyselyStore(db);
}

async function openDatabase(file: string): Promise<DatabaseSync> {
	try {
		// Loaded here and not on top, so that an n8n on an older Node shows the cause below.
		const sqlite = await import('node:sqlite');
		mkdirSync(dirname(file), { recursive: true });
		const database = new sqlite.DatabaseSync(file, { timeout: READ_TIMEOUT_MS });
		// WAL lets several processes read while one writes; NORMAL survives a killed process.
		await whenFree(() => database.exec('pragma journal_mode = wal; pragma synchronous = normal;'));
		// Folds the log into the file, so that a stopped n8n leaves one file to back up.
		process.once('exit', () => database.isOpen && database.close());
		return database;
	} catch (error) {
		throw unusable(file, error);
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
