import { sql, type Kysely, type Transaction } from 'kysely';
import { HandoverError, StoreUnavailableError, messageOf } from '../errors';
import type { Schema } from './schema';

export type Db = Kysely<Schema>;
export type Trx = Transaction<Schema>;

/** Written into the SQL, since SQLite uses our indexes on open handovers only for a literal. */
export const OPEN = sql.lit('open' as const);

/** Runs queries, and says in plain words when the database can't be used. */
export class Access {
	/** @param emptyLog where the database keeps a log that still holds what was erased */
	constructor(
		private readonly db: Db,
		private readonly emptyLog: () => Promise<void> = () => Promise.resolve(),
	) {}

	async read<T>(work: (db: Db) => Promise<T>): Promise<T> {
		try {
			return await work(this.db);
		} catch (error) {
			throw unavailable(error);
		}
	}

	/** Everything in `work` happens, or nothing. */
	async write<T>(work: (trx: Trx) => Promise<T>): Promise<T> {
		try {
			return await this.db.transaction().execute(work);
		} catch (error) {
			throw unavailable(error);
		}
	}

	/** A write that leaves nothing behind of what it erases. */
	async erase<T>(work: (trx: Trx) => Promise<T>): Promise<T> {
		const erased = await this.write(work);
		await this.read(() => this.emptyLog());
		return erased;
	}
}

function unavailable(error: unknown): HandoverError {
	if (error instanceof HandoverError) return error;
	return new StoreUnavailableError(
		`The handover store can't be used right now: ${messageOf(error)}`,
		'Check that its file is writable and the disk has free space, then run this execution again: only the missing steps are done.',
		{ cause: error },
	);
}
