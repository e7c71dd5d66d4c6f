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

/** Between two tries to get the lock. SQLite's own wait comes on top, see `open.ts`. */
const BUSY_PAUSE_MS = 25;

/** SQLite's result code for "another connection holds the lock". */
const SQLITE_BUSY = 5;

/**
 * Kysely on Node's own SQLite. There is one connection: `node:sqlite` answers
 * synchronously, so a second one would only wait for the first.
 * @param tries how often a write asks for the lock before it gives up
 */
export function nodeSqliteDialect(database: DatabaseSync, tries: number): Dialect {
	return {
		createAdapter: () => new TransactionalAdapter(),
		createDriver: () => new NodeSqliteDriver(database, tries),
		createIntrospector: (db) => new SqliteIntrospector(db),
		createQueryCompiler: () => new SqliteQueryCompiler(),
	};
}

/**
 * SQLite can change its schema inside a transaction. Saying so makes Kysely
 * migrate in one, so that processes starting together don't migrate twice.
 */
class TransactionalAdapter extends SqliteAdapter {
	override get supportsTransactionalDdl(): boolean {
		return true;
	}
}

class NodeSqliteDriver implements Driver {
	private readonly connection: NodeSqliteConnection;
	/** Resolves when whoever holds the connection gives it back. */
	private free: Promise<void> = Promise.resolve();
	private release: () => void = () => {};

	constructor(
		private readonly database: DatabaseSync,
		private readonly tries: number,
	) {
		this.connection = new NodeSqliteConnection(database);
	}

	async init(): Promise<void> {}

	async acquireConnection(): Promise<DatabaseConnection> {
		const turn = this.free;
		let release: () => void = () => {};
		this.free = new Promise((resolve) => {
			release = resolve;
		});
		await turn;
		this.release = release;
		return this.connection;
	}

	async releaseConnection(): Promise<void> {
		this.release();
	}

	/**
	 * Takes the write lock at once, so a transaction never has to give up half
	 * way. Waits without blocking the event loop: SQLite's own busy timeout
	 * would stop n8n as a whole.
	 */
	async beginTransaction(): Promise<void> {
		await whenFree(() => this.connection.run('begin immediate'), this.tries);
	}

	async commitTransaction(): Promise<void> {
		this.connection.run('commit');
	}

	async rollbackTransaction(): Promise<void> {
		// SQLite rolls back by itself on some errors (disk full).
		if (this.database.isTransaction) this.connection.run('rollback');
	}

	async destroy(): Promise<void> {
		await this.acquireConnection();
		this.database.close();
	}
}

/**
 * Tries until no other process holds the lock.
 * @throws what `work` throws: at once, or after the last try when it is the lock
 */
export async function whenFree<T>(work: () => T, tries: number): Promise<T> {
	for (let left = tries - 1; ; left--) {
		try {
			return work();
		} catch (error) {
			if (!isBusy(error) || left <= 0) throw error;
			await sleep(BUSY_PAUSE_MS);
		}
	}
}

function isBusy(error: unknown): boolean {
	return (error as { errcode?: number }).errcode === SQLITE_BUSY;
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
		if (statement.columns().length > 0) return { rows: statement.all(...values) as R[] };
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
			this.statements.set(sql, statement);
		}
		return statement;
	}
}
