import { sql, type Kysely, type Transaction } from 'kysely';
import { HandoverError, type StoreUnavailableError } from '../errors';
import { retry, type WorthRetrying } from './retry';
import type { Schema } from './schema';

export type Db = Kysely<Schema>;
export type Trx = Transaction<Schema>;

/** Written into the SQL, since SQLite uses our indexes on open handovers only for a literal. */
export const OPEN = sql.lit('open' as const);

/**
 * What a write looks at before it decides: nobody else may change that until it
 * is through. Writes of the same scope take turns.
 */
export interface Scope {
	/** The key of a conversation: its handovers, pause, attempts and messages. */
	conversation?: string;
	/** The id of a handover: the same as its conversation. */
	handover?: string;
	/** Who has how much to do at an account, and whose turn it is. */
	account?: { desk: string; account: string };
	/** Anything else that has a name. */
	other?: string;
}

/** The scope of a write that is one statement, or several that don't depend on each other. */
export const NO_SCOPE: Scope = {};

/** What differs between databases, beside their dialects. */
export interface Backend {
	/** Waits until no other write of this scope runs; it is ours until the transaction ends. */
	enter(trx: Trx, scope: Scope): Promise<void>;
	worthRetrying: WorthRetrying;
	/** Leaves nothing behind of what has been erased, where the database keeps a log of its own. */
	emptyLog(): Promise<void>;
	/** Why it can't be used, and what to do about that. */
	explain(error: unknown): StoreUnavailableError;
}

/** Runs queries, and says in plain words when the database can't be used. */
export class Access {
	constructor(
		private readonly db: Db,
		private readonly backend: Backend,
	) {}

	async read<T>(work: (db: Db) => Promise<T>): Promise<T> {
		return this.patiently(() => work(this.db), () => true);
	}

	/** Everything in `work` happens, or nothing. It may be called again, so it must only read and write. */
	async write<T>(scope: Scope, work: (trx: Trx) => Promise<T>): Promise<T> {
		let worked = false;
		return this.patiently(
			() => {
				worked = false;
				return this.db.transaction().execute(async (trx) => {
					await this.backend.enter(trx, scope);
					const result = await work(trx);
					worked = true;
					return result;
				});
			},
			// What fails in the commit may have been written all the same.
			() => !worked,
		);
	}

	/** Widens the scope of a write that learns what it is about only while it runs. */
	async enter(trx: Trx, scope: Scope): Promise<void> {
		await this.backend.enter(trx, scope);
	}

	/** A write that leaves nothing behind of what it erases. */
	async erase<T>(scope: Scope, work: (trx: Trx) => Promise<T>): Promise<T> {
		const erased = await this.write(scope, work);
		await this.read(() => this.backend.emptyLog());
		return erased;
	}

	/** @param mayRepeat whether what failed has certainly written nothing */
	private async patiently<T>(attempt: () => Promise<T>, mayRepeat: () => boolean): Promise<T> {
		try {
			return await retry(attempt, async (error, ...tried) => !(error instanceof HandoverError) && mayRepeat() && this.backend.worthRetrying(error, ...tried));
		} catch (error) {
			throw error instanceof HandoverError ? error : this.backend.explain(error);
		}
	}
}
