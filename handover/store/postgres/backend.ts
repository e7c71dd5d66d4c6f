import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { RUN_AGAIN, StoreUnavailableError, reasonOf } from '../../errors';
import type { Backend, Scope, Trx } from '../access';
import { pauseAfter, type WorthRetrying } from '../retry';

/** How long a database that restarts is waited for: the message waits with it, and n8n's own retry follows. */
const PATIENCE_MS = 10_000;
const PAUSE_MS = { first: 50, longest: 1_000 };

/** Waiting for a scope longer than this is an error, which is tried again. Ours takes milliseconds. */
const LOCK_TIMEOUT_MS = 5_000;
/** After that long without a word from a process that holds a scope, the database gives it to others. */
const SILENT_MS = 30_000;

/**
 * Codes after which trying again may help: deadlocks and locks held too long,
 * a server that stops, starts, has no connection free or takes no writes while
 * another takes its place, a connection that broke.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const PASSING = new Set([
	'40001', '40P01', '55P03',
	'57P01', '57P02', '57P03', '57P05', '53300', '25P03', '25006',
	'08000', '08001', '08003', '08004', '08006', '08P01',
	'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN', 'ENOTFOUND', 'ENOENT',
]);

/** What the driver says, without a code, when a connection is lost or can't be made. */
const LOST = /connection terminated|timeout exceeded when trying to connect|connection error and is not queryable|connection ended/i;

/** What to do about an error, by its code. */
const REMEDIES: Readonly<Record<string, string>> = {
	'25006': `The server only lets us read: it is a replica, or its disk is nearly full. Check that n8n is connected to the server that takes writes, ${RUN_AGAIN}`,
	'28P01': `The password is no longer right. Set DB_POSTGRESDB_PASSWORD or HANDOVER_DATABASE_URL to the new one and restart n8n, ${RUN_AGAIN}`,
	'42501': `Give n8n's user back its rights on the schema of the store, ${RUN_AGAIN}`,
	'53100': `The disk of the database server is full. Free space there, ${RUN_AGAIN}`,
	'53300': `The server has no connection free. Raise its max_connections, or let each n8n process open fewer with HANDOVER_DATABASE_POOL_SIZE, ${RUN_AGAIN}`,
	XX001: 'The database is damaged. Have its administrator restore a backup (docs/store.md).',
	XX002: 'An index of the database is damaged. Have its administrator run REINDEX, or restore a backup (docs/store.md).',
};

/** PostgreSQL lets many write at the same time, so those of one scope take turns by its advisory locks. */
export class PostgresBackend implements Backend {
	/** @param patience milliseconds that it is tried for */
	constructor(
		private readonly schema: string,
		private readonly patience = PATIENCE_MS,
	) {}

	/** In one round trip, and always in this order, so that nobody waits in a circle. */
	async enter(trx: Trx, { conversation, handover, account, other }: Scope): Promise<void> {
		const locks = [
			conversation === undefined ? undefined : sql`${conversation}::text`,
			// One that is not there has a turn, too.
			handover === undefined ? undefined : sql`coalesce((select conversation from ${sql.id(this.schema, 'handovers')} where id = ${handover}), ${handover})`,
			account && sql`${`account ${JSON.stringify([account.desk, account.account])}`}::text`,
			other === undefined ? undefined : sql`${`other ${other}`}::text`,
		].filter((name) => name !== undefined);
		if (locks.length === 0) return;
		const settings = sql`set_config('lock_timeout', '${sql.lit(LOCK_TIMEOUT_MS)}', true), set_config('idle_in_transaction_session_timeout', '${sql.lit(SILENT_MS)}', true)`;
		const taken = locks.map((name) => sql`pg_advisory_xact_lock(hashtextextended(${`${this.schema} `} || ${name}, 0))`);
		await sql`select ${settings}, ${sql.join(taken)}`.execute(trx);
	}

	readonly worthRetrying: WorthRetrying = async (error, triedFor, tries) => {
		if (!isPassing(error) || triedFor >= this.patience) return false;
		await sleep(pauseAfter(tries, PAUSE_MS));
		return true;
	};

	explain(error: unknown): StoreUnavailableError {
		const reason = isLost(error) ? 'the connection to the database broke' : reasonOf(error);
		return new StoreUnavailableError(
			`The handover store in Postgres can't be used right now: ${reason}`,
			REMEDIES[codeOf(error)] ?? `Check that the database server runs and that n8n can reach it, ${RUN_AGAIN}`,
			{ cause: error },
		);
	}

	/** What is erased is gone for readers at once; the space is freed by the database's own vacuum. */
	async emptyLog(): Promise<void> {}
}

/** Whether the database may be back in a moment. */
function isPassing(error: unknown): boolean {
	// A certificate that is not there won't come; a socket may.
	if ((error as { syscall?: unknown }).syscall === 'open') return false;
	return PASSING.has(codeOf(error)) || isLost(error);
}

function codeOf(error: unknown): string {
	return String((error as { code?: unknown }).code ?? '');
}

function isLost(error: unknown): boolean {
	return LOST.test(reasonOf(error));
}
