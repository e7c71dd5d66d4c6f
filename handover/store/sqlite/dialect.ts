import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import {
	CompiledQuery,
	SqliteAdapter,
	SqliteIntrospector,
	SqliteQueryCompiler,
	type DatabaseConnection,
	type Dialect,
	type Driver,
	type QueryResult,
} from 'kysely';
import { pauseAfter, retry, type WorthRetrying } from '../retry';
import { isBusy } from './errors';

/** Between two tries to get the lock. */
const PAUSE_MS = { first: 2, longest: 25 };

/** What the driver needs to know of its database. */
export interface OpenDatabase {
	database: DatabaseSync;
	/** @throws StoreUnavailableError when it is no longer the one that was opened */
	check(): void;
	close(): void;
}

/**
 * Kysely on Node's own SQLite. There is one connection: `node:sqlite` answers
 * synchronously, so a second one would only wait for the first.
 * @param patience how long a write asks for the lock before it gives up, in milliseconds
 */
export function nodeSqliteDialect(database: OpenDatabase, patience: number): Dialect {
	return {
		createAdapter: () => new SqliteAdapter(),
		createDriver: () => new NodeSqliteDriver(database, patience),
		createIntrospector: (db) => new SqliteIntrospector(db),
		createQueryCompiler: () => new SqliteQueryCompiler(),
	};
}

class NodeSqliteDriver implements Driver {
	private readonly connection: NodeSqliteConnection;
	private readonly connections = new Turns();
	/** To begin a transaction. */
	private readonly beginnings = new Turns();

	constructor(
		private readonly open: OpenDatabase,
		private readonly patience: number,
	) {
		this.connection = new NodeSqliteConnection(open.database);
	}

	async init(): Promise<void> {}

	async acquireConnection(): Promise<DatabaseConnection> {
		await this.connections.take();
		try {
			this.open.check();
		} catch (error) {
			this.connections.give();
			throw error;
		}
		return this.connection;
	}

	async releaseConnection(): Promise<void> {
		this.connections.give();
	}

	/**
	 * Takes the write lock at once, so a transaction never has to give up half
	 * way. Meanwhile others read, and n8n as a whole goes on: SQLite's own busy
	 * timeout would stop it.
	 */
	async beginTransaction(): Promise<void> {
		const began = performance.now();
		if (this.beginnings.taken) await this.aside(() => this.beginnings.take());
		else await this.beginnings.take();
		try {
			const left = this.patience - (performance.now() - began);
			await whenFree(() => this.connection.run('begin immediate'), left, (milliseconds) => this.aside(() => sleep(milliseconds)));
		} finally {
			this.beginnings.give();
		}
	}

	/** Lets others have the connection while we wait for something else. */
	private async aside(wait: () => Promise<unknown>): Promise<void> {
		this.connections.give();
		await wait();
		await this.connections.take();
	}

	async commitTransaction(): Promise<void> {
		await whenFree(() => this.connection.run('commit'), this.patience);
	}

	async rollbackTransaction(): Promise<void> {
		// SQLite rolls back by itself on some errors (disk full).
		if (this.open.database.isTransaction) this.connection.run('rollback');
	}

	async destroy(): Promise<void> {
		await this.connections.take();
		this.open.close();
	}
}

/** Whoever comes first has it first. */
class Turns {
	private last: Promise<void> = Promise.resolve();
	private done: () => void = () => {};
	private count = 0;

	get taken(): boolean {
		return this.count > 0;
	}

	async take(): Promise<void> {
		const before = this.last;
		let done: () => void = () => {};
		this.last = new Promise((resolve) => {
			done = resolve;
		});
		this.count++;
		await before;
		this.done = done;
	}

	give(): void {
		this.count--;
		this.done();
	}
}

/**
 * Tries until no other process holds the lock.
 * @param patience milliseconds
 * @throws what `work` throws: at once, or after the last try when it is the lock
 */
export async function whenFree<T>(work: () => T | Promise<T>, patience: number, wait?: (milliseconds: number) => Promise<unknown>): Promise<T> {
	return retry(work, whileBusy(patience, wait));
}

/** Worth another try as long as it is another process that holds a lock. @param patience milliseconds */
export function whileBusy(patience: number, wait: (milliseconds: number) => Promise<unknown> = sleep): WorthRetrying {
	return async (error, triedFor, tries) => {
		if (!isBusy(error) || triedFor >= patience) return false;
		await wait(pauseAfter(tries, PAUSE_MS));
		return true;
	};
}

class NodeSqliteConnection implements DatabaseConnection {
	/** Our queries are few and fixed, so every statement is prepared once. */
	private readonly statements = new Map<string, StatementSync>();

	constructor(private readonly database: DatabaseSync) {}

	run(sql: string): void {
		this.prepare(sql).run();
	}

	async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
		const statement = this.prepare(sql);
		const values = parameters as Array<string | number | bigint | null>;
		const names = statement.columns().map(({ name }) => name);
		if (names.length > 0) return { rows: rowsOf(names, statement.all(...values) as unknown as unknown[][]) as R[] };
		const { changes } = statement.run(...values);
		return { rows: [], numAffectedRows: BigInt(changes) };
	}

	// Kysely's interface asks for it; nothing here streams.
	async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
		throw new Error('The SQLite store does not stream');
	}

	private prepare(sql: string): StatementSync {
		let statement = this.statements.get(sql);
		if (!statement) {
			statement = this.database.prepare(sql);
			statement.setReturnArrays(true);
			this.statements.set(sql, statement);
		}
		return statement;
	}
}

/** Objects as JavaScript makes them: reading one that `node:sqlite` has made takes several times as long. */
function rowsOf(names: readonly string[], rows: readonly unknown[][]): Array<Record<string, unknown>> {
	return rows.map((values) => {
		const row: Record<string, unknown> = {};
		for (let index = 0; index < names.length; index++) row[names[index]] = values[index];
		return row;
	});
}
