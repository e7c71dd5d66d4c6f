import { Kysely } from 'kysely';
import type { Pool, PoolConfig } from 'pg';
import { StoreUnavailableError, messageOf, reasonOf } from '../../errors';
import { KyselyStore } from '../kyselyStore';
import type { PostgresLocation } from '../location';
import { migrate } from '../migrate';
import { retry } from '../retry';
import type { Schema } from '../schema';
import { PostgresBackend } from './backend';
import { ReadCommittedDialect } from './dialect';
import { moveIn } from './moveIn';
import { watch } from './watch';
import { WithoutNul } from './withoutNul';

/** A process asks for few things at a time; connections are what a Postgres server has least of. */
const POOL_SIZE = 4;
const IDLE_MS = 10_000;
const CONNECT_MS = 5_000;
/** So that a firewall doesn't forget a connection that is seldom used. */
const KEEP_ALIVE_MS = 10_000;

/** PostgreSQL's number for a bigint: our times and counts, which JavaScript's numbers hold exactly. */
const INT8 = 20;

/**
 * Closed when the process ends, so that the server doesn't log lost connections.
 * What a connection says in its end is small enough to leave at once.
 */
const openPools = new Set<Pool>();
process.once('exit', () => {
	for (const pool of openPools) void pool.end();
});

/**
 * Opens (and when needed creates or migrates) the store in a schema of a Postgres database.
 * @param patience how long a server that is away is waited for, in milliseconds
 * @param silence how long an answer may take, in milliseconds
 * @throws StoreUnavailableError when it can't be reached, written or understood
 */
export async function openPostgresStore(location: PostgresLocation, patience?: number, silence?: number): Promise<KyselyStore> {
	const backend = new PostgresBackend(location.schema, patience);
	const { pool, endSilent } = await openPool(location);
	const db = new Kysely<Schema>({ dialect: new ReadCommittedDialect({ pool }), plugins: [new WithoutNul()] }).withSchema(location.schema);
	try {
		await retry(async () => {
			await migrate(db, 'postgres', location.schema);
			if (location.formerFile !== undefined) await moveIn(db, location.schema, location.formerFile);
		}, backend.worthRetrying);
	} catch (error) {
		await db.destroy();
		throw unusable(location, error);
	}
	endSilent(silence);
	return new KyselyStore(db, backend);
}

async function openPool({ connection, poolSize = POOL_SIZE }: PostgresLocation): Promise<{ pool: Pool; endSilent: ReturnType<typeof watch> }> {
	const { Pool, types } = await import('pg');
	const config: PoolConfig = {
		application_name: 'n8n human handover',
		connectionTimeoutMillis: CONNECT_MS,
		...connection,
		max: poolSize,
		idleTimeoutMillis: IDLE_MS,
		// A process that has nothing else to do may end.
		allowExitOnIdle: true,
		keepAlive: true,
		keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
		types: { getTypeParser: ((oid: number, format: 'text') => (oid === INT8 ? Number : types.getTypeParser(oid, format))) as typeof types.getTypeParser },
	};
	const pool = new Pool(config);
	const endSilent = watch(pool);
	openPools.add(pool);
	const end = pool.end.bind(pool);
	pool.end = async () => {
		openPools.delete(pool);
		await end();
	};
	return { pool, endSilent };
}

/** What to do about what goes wrong in a first set-up. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const REMEDIES: Array<{ when: (error: { code?: unknown; message: string }) => boolean; then: (location: PostgresLocation) => string }> = [
	{
		when: ({ code }) => code === '42501',
		then: ({ schema }) => `The schema ${schema} or its tables belong to another user. Let n8n connect as that user, or have an administrator give them to n8n's user.`,
	},
	{
		when: ({ code, message }) => code === '28P01' || message.includes('client password must be'),
		then: () => 'Check the password, in HANDOVER_DATABASE_URL if it is set, else in DB_POSTGRESDB_PASSWORD or the file that DB_POSTGRESDB_PASSWORD_FILE names.',
	},
	{
		when: ({ code }) => code === '28000',
		then: () => `The server does not let this user in this way. If it wants TLS, ${TLS_ON}; else check the user name and the server's pg_hba.conf.`,
	},
	{ when: ({ code }) => code === '3D000', then: () => 'Create the database, or correct its name in HANDOVER_DATABASE_URL if that is set, else in DB_POSTGRESDB_DATABASE.' },
	{ when: ({ code }) => code === '25006', then: () => 'This server is a copy that can only be read. Set the address of the primary.' },
	{
		when: ({ code }) => code === '55P03',
		then: () => 'Another process is bringing it to the new version, or a backup is reading it. Run this execution again when that is through.',
	},
	{
		when: ({ message }) => message.includes('does not support SSL'),
		then: () => 'The server has no TLS: turn it off with sslmode=disable in HANDOVER_DATABASE_URL, or with DB_POSTGRESDB_SSL_ENABLED=false and no other DB_POSTGRESDB_SSL variable.',
	},
	{
		when: ({ code }) => typeof code === 'string' && CERTIFICATE.test(code),
		then: () =>
			'Name the authority that signed the server\'s certificate: its file as sslrootcert in HANDOVER_DATABASE_URL, or its text in DB_POSTGRESDB_SSL_CA. The certificate must be for the host name that n8n uses. To trust any certificate, on a network you trust: sslmode=no-verify, or DB_POSTGRESDB_SSL_REJECT_UNAUTHORIZED=false.',
	},
];

const TLS_ON = 'add sslmode=verify-full to HANDOVER_DATABASE_URL, or set DB_POSTGRESDB_SSL_ENABLED=true';

/** Node's codes for a certificate that it doesn't trust. https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const CERTIFICATE = /SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|^CERT_|ALTNAME_INVALID/;

function unusable(location: PostgresLocation, error: unknown): StoreUnavailableError {
	if (error instanceof StoreUnavailableError) return error;
	const facts = { code: (error as { code?: unknown }).code, message: messageOf(error) };
	return new StoreUnavailableError(
		`The handover store in ${location.name} can't be opened: ${reasonOf(error)}`,
		REMEDIES.find(({ when }) => when(facts))?.then(location) ??
			'Check that the database server runs and that n8n can reach it, then run this execution again. To keep the store elsewhere, set the environment variable HANDOVER_DATABASE_URL.',
		{ cause: error },
	);
}
