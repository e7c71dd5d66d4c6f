import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { Client } from 'pg';
import { chooseMember } from '../../handover/assignment';
import { StoreUnavailableError } from '../../handover/errors';
import type { KyselyStore } from '../../handover/store/kyselyStore';
import { storeLocation, type PostgresLocation } from '../../handover/store/location';
import { openPostgresStore } from '../../handover/store/postgres/open';
import { aHandover, aMember, NOW } from '../support/builders';
import { servicesScripts, type TestPostgres } from '../support/scripts';
import { conversation } from '../support/world';

/** What operators set up, on a server of its own that may be set up like theirs. */
let server: TestPostgres;
beforeAll(async () => {
	server = await (await servicesScripts()).startPostgres();
});
afterAll(() => server.remove());

/** Runs statements as the administrator, each in a transaction of its own. */
async function asAdmin(...statements: string[]): Promise<Array<Record<string, unknown>>> {
	const client = new Client({ connectionString: server.admin });
	await client.connect();
	try {
		let rows: Array<Record<string, unknown>> = [];
		for (const statement of statements) ({ rows } = await client.query<Record<string, unknown>>(statement));
		return rows;
	} finally {
		await client.end();
	}
}

/** Who may come in how: pg_hba.conf. The administrator always may. */
async function letIn(...lines: string[]): Promise<void> {
	const file = join(server.folder, 'data/pg_hba.conf');
	writeFileSync(file, ['host all admin 127.0.0.1/32 trust', ...lines].join('\n') + '\n');
	await server.stop('SIGINT');
	await server.start();
}
const EVERYBODY = 'host all all 127.0.0.1/32 trust';
const WITH_PASSWORD = 'host all all 127.0.0.1/32 scram-sha-256';

const at = (env: NodeJS.ProcessEnv = {}): PostgresLocation => storeLocation({ ...server.env, ...env }) as PostgresLocation;
const addressed = (query = '', login = 'n8n:n8n', database = 'n8n', host = '127.0.0.1') =>
	at({ HANDOVER_DATABASE_URL: `postgres://${login}@${host}:${server.port}/${database}${query}` });

/** Opens the store, uses it and closes it. */
async function works(location: PostgresLocation, use: (store: KyselyStore) => Promise<unknown> = async () => undefined): Promise<void> {
	const store = await openPostgresStore(location, 0);
	try {
		await store.setPause(conversation(), () => ({ setAt: NOW, until: NOW + 1, reason: 'test' }));
		expect(await store.situation(conversation())).toMatchObject({ pause: { until: NOW + 1 } });
		await use(store);
	} finally {
		await store.close();
	}
}

/** What the operator reads when it doesn't open. Never a password. */
async function refused(location: PostgresLocation): Promise<{ message: string; fix: string }> {
	const error: unknown = await openPostgresStore(location, 0).then(
		(store) => store.close().then(() => 'it opened'),
		(thrown: unknown) => thrown,
	);
	expect(error).toBeInstanceOf(StoreUnavailableError);
	const { message, fix, cause, stack } = error as StoreUnavailableError;
	expect([message, fix, stack, inspect(cause)].join('\n')).not.toContain('hidden');
	return { message, fix };
}

/** Connections of ours that are open at the server. */
const connections = async () =>
	asAdmin("select coalesce(bool_and(s.ssl), false) as tls, count(*)::int as n from pg_stat_activity a join pg_stat_ssl s using (pid) where application_name = 'n8n human handover'").then(([row]) => row);

afterEach(async () => {
	await asAdmin('drop schema if exists handover cascade', 'alter role n8n reset all', 'grant create on database n8n to n8n');
});

describe('the password', () => {
	beforeAll(() => letIn(WITH_PASSWORD));
	afterAll(() => letIn(EVERYBODY));

	it('comes from a file', async () => {
		const file = join(server.folder, 'password');
		writeFileSync(file, 'n8n\n');
		await works(at({ DB_POSTGRESDB_PASSWORD: undefined, DB_POSTGRESDB_PASSWORD_FILE: file }));
	});

	it('holds any signs', async () => {
		await asAdmin(`create role odd login password 'p@s/s:w#o%r?d ''"'`, 'grant create on database n8n to odd');
		await works(addressed('?', `odd:${encodeURIComponent('p@s/s:w#o%r?d \'"')}`));
		await works(at({ DB_POSTGRESDB_USER: 'odd', DB_POSTGRESDB_PASSWORD: 'p@s/s:w#o%r?d \'"' }));
		await asAdmin('drop schema handover cascade', 'drop owned by odd', 'drop role odd');
	});

	it.each([
		['wrong', 'hidden', 'password authentication failed for user "n8n"'],
		['missing', '', 'password'],
	])('is asked for when it is %s', async (_what, password, reason) => {
		const { message, fix } = await refused(at({ DB_POSTGRESDB_PASSWORD: password }));
		expect(message).toContain(`the Postgres database "n8n" at 127.0.0.1:${server.port} can't be opened`);
		expect(message).toContain(reason);
		expect(fix).toContain('DB_POSTGRESDB_PASSWORD_FILE');
	});
});

describe('what the user may do', () => {
	it('creates the schema where nothing has been prepared', async () => {
		await works(at());
		expect(await asAdmin("select nspowner::regrole::text as owner from pg_namespace where nspname = 'handover'")).toEqual([{ owner: 'n8n' }]);
	});

	it('says with which statement an administrator helps, and works after it', async () => {
		await asAdmin('alter database n8n owner to admin', 'revoke create on database n8n from n8n, public', 'create role "odd ""user" login superuser', 'alter role "odd ""user" nosuperuser');
		for (const location of [at(), addressed('', `${encodeURIComponent('odd "user')}:n8n`)]) {
			const { message, fix } = await refused(location);
			expect(message).toContain('may not create the schema handover');
			const [statement = ''] = /CREATE SCHEMA .*?;/.exec(fix) ?? [];
			await asAdmin(statement);
			await works(location);
			await asAdmin('drop schema handover cascade');
		}
		await asAdmin('drop role "odd ""user"', 'alter database n8n owner to n8n');
	});

	it('says so when the schema belongs to somebody else', async () => {
		await asAdmin('create schema handover');
		const { message, fix } = await refused(at());
		expect(message).toContain('permission denied for schema handover');
		expect(fix).toContain('belong to another user');
	});

	it('needs nothing but the schema: not even to see the others', async () => {
		await asAdmin('create schema handover authorization n8n', 'revoke create on database n8n from n8n', 'revoke all on schema public from public');
		await works(at());
		await asAdmin('grant usage on schema public to public');
	});

	it('says so when the database is missing', async () => {
		const { message, fix } = await refused(addressed('', 'n8n:hidden', 'nowhere'));
		expect(message).toContain('database "nowhere" does not exist');
		expect(fix).toContain('Create the database');
	});

	it('opens on a server that takes no writes, and says so when there is nothing to open', async () => {
		await asAdmin('alter role n8n set default_transaction_read_only = on');
		expect((await refused(at())).message).toContain('read-only transaction');
		await asAdmin('alter role n8n reset all');
		await works(at());
		await asAdmin('alter role n8n set default_transaction_read_only = on');
		const store = await openPostgresStore(at(), 0);
		expect(await store.situation(conversation())).toMatchObject({ pause: { until: NOW + 1 } });
		await store.close();
	});
});

describe('a server with settings of its own', () => {
	it.each(['nowhere, "$user"', "''", 'public'])('works with the search path %s', async (path) => {
		await asAdmin(`alter role n8n set search_path = ${path}`);
		await works(at());
		expect(await asAdmin("select count(*)::int as n from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = 'public'")).toEqual([{ n: 0 }]);
	});

	it('takes its time for a migration whatever the server allows for queries', async () => {
		await asAdmin('alter role n8n set statement_timeout = 100', 'alter role n8n set lock_timeout = 100');
		const holder = new Client({ connectionString: server.admin });
		await holder.connect();
		await holder.query("begin; select pg_advisory_xact_lock(hashtextextended('handover migrations', 0))");
		const opening = openPostgresStore(at(), 0);
		await waitsForLock();
		await holder.query('select pg_sleep(0.3); commit');
		await holder.end();
		await (await opening).close();
	});

	// Whoever waited must see what the one before wrote: otherwise all of them see an agent who is free.
	it.each(['repeatable read', 'serializable'])('keeps to capacities where transactions are %s', async (isolation) => {
		await asAdmin(`alter role n8n set default_transaction_isolation = '${isolation}'`);
		const stores = await Promise.all(Array.from({ length: 4 }, () => openPostgresStore(at())));
		const team = [aMember('Ana', { capacity: 2 })];
		await Promise.all(
			Array.from({ length: 12 }, async (_, n) => {
				const store = stores[n % stores.length] as KyselyStore;
				const { handover } = await store.openHandover(aHandover({ id: `h-${n}`, conversation: conversation(`c-${n}`) }), { setAt: NOW, until: NOW + 1, reason: 'test' });
				await store.assign(handover, ['ana'], (loads) => chooseMember(team, loads, 'least_busy'), NOW);
			}),
		);
		expect(await asAdmin('select assignee_id, count(*)::int as n from handover.handovers group by 1 order by 1')).toEqual([{ assignee_id: 'ana', n: 2 }, { assignee_id: null, n: 10 }]);
		await Promise.all(stores.map((store) => store.close()));
	});
});

/** Until so many wait for a lock. */
async function waitsForLock(waiting = 1): Promise<void> {
	for (let n: unknown; n !== waiting; ) [{ n } = { n: 0 }] = await asAdmin('select count(*)::int as n from pg_locks where not granted');
}

describe('connections', () => {
	it('are given back: twenty stores opened and closed leave none', async () => {
		for (let n = 0; n < 20; n++) await works(at());
		expect(await connections()).toMatchObject({ n: 0 });
		const failing = at({ HANDOVER_DATABASE_SCHEMA: 'information_schema' });
		for (let n = 0; n < 5; n++) await refused(failing);
		expect(await connections()).toMatchObject({ n: 0 });
	});

	it('are no more than the setting says', async () => {
		await works(at({ HANDOVER_DATABASE_POOL_SIZE: '2' }), async (store) => {
			await Promise.all(Array.from({ length: 20 }, () => store.situation(conversation())));
			expect(await connections()).toMatchObject({ n: 2 });
		});
		await works(at(), async (store) => {
			await Promise.all(Array.from({ length: 20 }, () => store.situation(conversation())));
			expect(await connections()).toMatchObject({ n: 4 });
		});
	});
});

describe('two stores in one database', () => {
	it('have nothing to do with each other, even while one of them stands still in a write or a migration', async () => {
		const [one, other, third] = [at(), at({ HANDOVER_DATABASE_SCHEMA: 'Other "desk"' }), at({ HANDOVER_DATABASE_SCHEMA: 'third' })];
		const holder = new Client({ connectionString: server.admin });
		await holder.connect();
		await works(one, async (first) => {
			await holder.query('begin; lock table handover.pauses in share mode');
			const writing = first.setPause(conversation(), () => ({ setAt: NOW, until: NOW + 9, reason: 'first' }));
			await waitsForLock();
			// Where nobody sees it yet, so that the third one finds it in its way.
			await holder.query('create schema third');
			const migrating = openPostgresStore(third, 0);
			await waitsForLock(2);
			await works(other);
			await waitsForLock(2);
			await holder.query('rollback');
			await writing;
			expect(await first.situation(conversation())).toMatchObject({ pause: { until: NOW + 9 } });
			await (await migrating).close();
		});
		await holder.end();
		await asAdmin('drop schema "Other ""desk""" cascade', 'drop schema third cascade');
	});
});

/** Certificates, made by OpenSSL's program where there is one. */
function openssl(...args: string[]): void {
	execFileSync('openssl', args, { cwd: join(server.folder, 'tls'), stdio: ['ignore', 'ignore', 'pipe'] });
}

const hasOpenssl = (() => {
	try {
		execFileSync('openssl', ['version'], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
})();

(hasOpenssl ? describe : describe.skip)(hasOpenssl ? 'TLS' : 'extra: TLS, skipped: there is no program openssl', () => {
	const tls = (name: string) => join(server.folder, 'tls', name);
	const text = (name: string) => readFileSync(tls(name), 'utf8');

	/** A certificate signed by `ca` for a name or an address. */
	function sign(ca: string, name: string, subject: string, more: string): void {
		openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', subject);
		writeFileSync(tls(`${name}.ext`), more);
		openssl('x509', '-req', '-in', `${name}.csr`, '-CA', `${ca}.pem`, '-CAkey', `${ca}.key`, '-CAcreateserial', '-days', '2', '-out', `${name}.pem`, '-extfile', `${name}.ext`);
	}

	beforeAll(async () => {
		mkdirSync(join(server.folder, 'tls'));
		for (const ca of ['ca', 'stranger']) openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', `${ca}.key`, '-out', `${ca}.pem`, '-days', '2', '-subj', `/CN=${ca} of the tests`);
		sign('ca', 'server', '/CN=127.0.0.1', 'subjectAltName=IP:127.0.0.1');
		sign('ca', 'client', '/CN=n8n', 'extendedKeyUsage=clientAuth');
		// PostgreSQL reads a key only when it is its own.
		const { uid, gid } = statSync(server.folder);
		for (const name of ['server.key', 'server.pem', 'ca.pem']) chownSync(tls(name), uid, gid);
		await asAdmin(...Object.entries({ ssl: 'on', ssl_cert_file: tls('server.pem'), ssl_key_file: tls('server.key'), ssl_ca_file: tls('ca.pem') }).map(([name, value]) => `alter system set ${name} = '${value}'`));
		await letIn('hostssl all all 127.0.0.1/32 scram-sha-256');
	});
	afterAll(async () => {
		await asAdmin('alter system reset all');
		await letIn(EVERYBODY);
	});

	const encrypted = async () => expect(await connections()).toEqual({ tls: true, n: 1 });

	it('is asked for when the server wants it', async () => {
		const { message, fix } = await refused(at());
		expect(message).toMatch(/no encryption/);
		expect(fix).toContain('DB_POSTGRESDB_SSL_ENABLED=true');
		expect(fix).toContain('sslmode=verify-full');
	});

	it.each<[string, () => NodeJS.ProcessEnv]>([
		['the text of the authority', () => ({ DB_POSTGRESDB_SSL_CA: text('ca.pem') })],
		['the file of the authority', () => ({ DB_POSTGRESDB_SSL_CA_FILE: tls('ca.pem') })],
		['no check of the certificate', () => ({ DB_POSTGRESDB_SSL_ENABLED: 'true', DB_POSTGRESDB_SSL_REJECT_UNAUTHORIZED: 'false' })],
	])('works with %s, by n8n\'s variables', async (_how, env) => {
		await works(at(env()), encrypted);
	});

	it.each<[string, () => string]>([
		['the authority', () => `?sslmode=verify-full&sslrootcert=${tls('ca.pem')}`],
		['no check', () => '?sslmode=no-verify'],
	])('works with %s, by the address', async (_how, query) => {
		await works(addressed(query()), encrypted);
	});

	it.each<[string, () => PostgresLocation]>([
		['another authority', () => at({ DB_POSTGRESDB_SSL_CA: text('stranger.pem') })],
		['no authority', () => at({ DB_POSTGRESDB_SSL_ENABLED: 'true' })],
		['an empty switch for the check', () => at({ DB_POSTGRESDB_SSL_ENABLED: 'true', DB_POSTGRESDB_SSL_REJECT_UNAUTHORIZED: '' })],
		['another authority in the address', () => addressed(`?sslmode=verify-full&sslrootcert=${tls('stranger.pem')}`)],
		['a host name that the certificate is not for', () => addressed(`?sslmode=verify-full&sslrootcert=${tls('ca.pem')}`, 'n8n:hidden', 'n8n', 'localhost')],
	])('trusts no certificate with %s', async (_what, location) => {
		const { message, fix } = await refused(location());
		expect(message).toMatch(/certificate/i);
		expect(fix).toContain('DB_POSTGRESDB_SSL_CA');
		expect(fix).toContain('sslrootcert');
	});

	it('says which certificate file is missing', async () => {
		expect((await refused(addressed(`?sslmode=verify-full&sslrootcert=${tls('missing.pem')}`))).message).toContain('missing.pem');
	});

	it('shows a certificate of its own where the server knows people by theirs', async () => {
		await letIn('hostssl all all 127.0.0.1/32 cert');
		await works(at({ DB_POSTGRESDB_PASSWORD: '', DB_POSTGRESDB_SSL_CA: text('ca.pem'), DB_POSTGRESDB_SSL_CERT: text('client.pem'), DB_POSTGRESDB_SSL_KEY: text('client.key') }), encrypted);
		await works(addressed(`?sslmode=verify-full&sslrootcert=${tls('ca.pem')}&sslcert=${tls('client.pem')}&sslkey=${tls('client.key')}`), encrypted);
		const { message } = await refused(at({ DB_POSTGRESDB_SSL_CA: text('ca.pem') }));
		expect(message).toContain('certificate');
		await letIn('hostssl all all 127.0.0.1/32 scram-sha-256');
	});

	it('is not to be had where the server has none', async () => {
		await asAdmin('alter system set ssl = off');
		await letIn(EVERYBODY);
		const { message, fix } = await refused(at({ DB_POSTGRESDB_SSL_ENABLED: 'true' }));
		expect(message).toContain('does not support SSL');
		expect(fix).toContain('sslmode=disable');
	});
});
