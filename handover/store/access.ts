import type { Kysely, Transaction } from 'kysely';
import { HandoverError, StoreUnavailableError, messageOf } from '../errors';
import type { Schema } from './schema';

export type Db = Kysely<Schema>;
export type Trx = Transaction<Schema>;

/** Runs queries, and says in plain words when the database can't be used. */
export class Access {
	constructor(private readonly db: Db) {}

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
}

function unavailable(error: unknown): HandoverError {
	if (error instanceof HandoverError) return error;
	return new StoreUnavailableError(
		`The handover store can't be used right now: ${messageOf(error)}`,
		'Check that its file is writable and the disk has free space, then run this execution again: only the missing steps are done.',
		{ cause: error },
	);
}
