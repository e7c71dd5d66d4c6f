import type { Socket } from 'node:net';
import type { Pool, PoolClient } from 'pg';

/**
 * After that long without a word the server hangs, or is gone without having
 * said so. No query of ours takes a tenth of it; waiting for others ends by itself.
 */
const SILENT_MS = 30_000;

/**
 * Keeps what happens to connections from ending n8n: an error that nobody
 * listens to would. Idle ones that broke are replaced by the next query, and
 * a query whose connection breaks fails by itself.
 * @returns a function that from then on also ends connections whose server is silent: not before the store is migrated, which may take long
 */
export function watch(pool: Pool): (silence?: number) => void {
	let limit = 0;
	pool.on('error', () => undefined);
	pool.on('connect', (client) => {
		client.on('error', () => undefined);
		const socket = socketOf(client);
		socket.on('timeout', () => socket.destroy(silent(limit)));
	});
	pool.on('acquire', (client) => socketOf(client).setTimeout(limit));
	// Whoever asks nothing gets no answer.
	pool.on('release', (_error, client) => socketOf(client).setTimeout(0));
	return (silence = SILENT_MS) => {
		limit = silence;
	};
}

/** The driver has it, but not in its types. */
function socketOf(client: PoolClient): Socket {
	return (client as PoolClient & { connection: { stream: Socket } }).connection.stream;
}

function silent(milliseconds: number): Error {
	return Object.assign(new Error(`the database has not answered for ${milliseconds / 1000} seconds`), { code: 'ETIMEDOUT' });
}
