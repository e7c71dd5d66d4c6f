import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { locationKey, storeLocation, type PostgresLocation } from '../../handover/store/location';
import { refusal } from '../support/builders';

describe('storeLocation', () => {
	it.each<[string, NodeJS.ProcessEnv, string]>([
		['n8n\'s own folder at home', {}, join(homedir(), '.n8n', 'human-handover.sqlite')],
		['the user folder', { N8N_USER_FOLDER: '/data' }, '/data/.n8n/human-handover.sqlite'],
		['where n8n keeps its own for an empty user folder', { N8N_USER_FOLDER: '' }, '.n8n/human-handover.sqlite'],
		['n8n\'s own folder when n8n says SQLite', { DB_TYPE: 'sqlite', DB_POSTGRESDB_HOST: 'db', N8N_USER_FOLDER: '/data' }, '/data/.n8n/human-handover.sqlite'],
		['n8n\'s own folder for a database type that n8n doesn\'t take', { DB_TYPE: 'postgres', N8N_USER_FOLDER: '/data' }, '/data/.n8n/human-handover.sqlite'],
		['a path though n8n runs on Postgres', { DB_TYPE: 'postgresdb', HANDOVER_DATABASE_URL: '/h.db' }, '/h.db'],
		['a path in quotes', { HANDOVER_DATABASE_URL: '"/data/my desk.db"' }, '/data/my desk.db'],
		['a path', { HANDOVER_DATABASE_URL: '/var/lib/h.db', N8N_USER_FOLDER: '/data' }, '/var/lib/h.db'],
		['a relative path', { HANDOVER_DATABASE_URL: './h.db' }, './h.db'],
		['a path with blanks around it', { HANDOVER_DATABASE_URL: ' /h.db\n' }, '/h.db'],
		['a file address', { HANDOVER_DATABASE_URL: 'file:///var/lib/my%20desk.db' }, '/var/lib/my desk.db'],
		['a Windows path', { HANDOVER_DATABASE_URL: 'C:\\n8n\\h.db' }, 'C:\\n8n\\h.db'],
		['a path with a colon', { HANDOVER_DATABASE_URL: '/data/a:b.db' }, '/data/a:b.db'],
		['the user folder for a blank address', { HANDOVER_DATABASE_URL: ' ', N8N_USER_FOLDER: '/data' }, '/data/.n8n/human-handover.sqlite'],
	])('is %s', (_name, env, file) => {
		expect(storeLocation(env)).toEqual({ kind: 'sqlite', file });
	});

	it.each([
		['MySQL', 'MySQL://user:secret@db/n8n'],
		['postgres+tls', 'postgres+tls://user:secret@db/n8n'],
	])('refuses %s without showing the password', (protocol, url) => {
		const { message, fix } = refusal(() => storeLocation({ HANDOVER_DATABASE_URL: url }));
		expect(message).toContain('HANDOVER_DATABASE_URL');
		expect(message).toContain(protocol);
		expect(message + fix).not.toContain('secret');
		expect(fix).toContain('path of a SQLite file');
	});

	// Two slashes make "data" a host; Node throws a TypeError without a fix.
	it.each([
		['with a host', 'file://data/h.db'],
		['with a login', 'file://user:secret@data/h.db'],
		['with a slash in a name', 'file:///data/a%2Fh.db'],
	])('refuses a file address %s', (_name, url) => {
		const { message, fix } = refusal(() => storeLocation({ HANDOVER_DATABASE_URL: url }));
		expect(message).toContain('HANDOVER_DATABASE_URL');
		expect(message).not.toContain('secret');
		expect(fix).toContain('three slashes');
	});

	// Without a base, `new URL` makes it /h.db, a file in the root folder.
	it.each([
		['file:./h.db', join(process.cwd(), 'h.db')],
		['file:my%20data/h.db', join(process.cwd(), 'my data/h.db')],
		['file:../h.db', join(process.cwd(), '../h.db')],
		['file:/data/h.db', '/data/h.db'],
	])('reads %s', (url, file) => {
		expect(storeLocation({ HANDOVER_DATABASE_URL: url })).toEqual({ kind: 'sqlite', file });
	});
});

describe('storeLocation on the Postgres of n8n', () => {
	/** As n8n 2.40.7 connects by its own defaults. */
	const DEFAULTS = { host: 'localhost', port: 5432, database: 'n8n', user: 'postgres', password: '', ssl: false };
	const of = (env: NodeJS.ProcessEnv) => storeLocation({ DB_TYPE: 'postgresdb', ...env }) as PostgresLocation;
	const verified = { ca: undefined, cert: undefined, key: undefined, rejectUnauthorized: true };

	it('is beside n8n\'s tables, by all of n8n\'s variables', () => {
		expect(
			of({
				N8N_USER_FOLDER: '/data', DB_POSTGRESDB_HOST: 'db.example', DB_POSTGRESDB_PORT: '6432', DB_POSTGRESDB_DATABASE: 'bots', DB_POSTGRESDB_USER: 'n8n', DB_POSTGRESDB_PASSWORD: 'a secret',
				DB_POSTGRESDB_SSL_CA: 'CA', DB_POSTGRESDB_SSL_CERT: 'CERT', DB_POSTGRESDB_SSL_KEY: 'KEY',
			}),
		).toEqual({
			kind: 'postgres',
			connection: { host: 'db.example', port: 6432, database: 'bots', user: 'n8n', password: 'a secret', ssl: { ca: 'CA', cert: 'CERT', key: 'KEY', rejectUnauthorized: true } },
			schema: 'handover',
			name: 'the Postgres database "bots" at db.example:6432',
			formerFile: '/data/.n8n/human-handover.sqlite',
		});
	});

	// What n8n makes of them: `readEnv` and `normalizeEnvValue` in @n8n/config, `getPostgresConnectionOptions` in @n8n/db.
	it.each<[string, NodeJS.ProcessEnv, object]>([
		['nothing', {}, {}],
		['a type in quotes with blanks', { DB_TYPE: ' "postgresdb" ' }, {}],
		['an empty port', { DB_POSTGRESDB_PORT: '' }, {}],
		['a port of blanks', { DB_POSTGRESDB_PORT: '  ' }, {}],
		['a port that is no number', { DB_POSTGRESDB_PORT: 'five' }, {}],
		['a port with blanks', { DB_POSTGRESDB_PORT: ' 6432 ' }, { port: 6432 }],
		['a port in quotes', { DB_POSTGRESDB_PORT: '"6432"' }, {}],
		['a password in quotes', { DB_POSTGRESDB_PASSWORD: '"a b"' }, { password: 'a b' }],
		['a password in different quotes', { DB_POSTGRESDB_PASSWORD: '"a\'' }, { password: '"a\'' }],
		['a password with blanks around', { DB_POSTGRESDB_PASSWORD: ' a b\n' }, { password: 'a b' }],
		['an empty host, which is the driver\'s to choose', { DB_POSTGRESDB_HOST: '' }, { host: '' }],
		['a socket as host', { DB_POSTGRESDB_HOST: '/var/run/postgresql' }, { host: '/var/run/postgresql' }],
		['TLS on', { DB_POSTGRESDB_SSL_ENABLED: 'true' }, { ssl: true }],
		['TLS 1', { DB_POSTGRESDB_SSL_ENABLED: '1' }, { ssl: true }],
		['TLS TRUE', { DB_POSTGRESDB_SSL_ENABLED: 'TRUE' }, { ssl: true }],
		['TLS off', { DB_POSTGRESDB_SSL_ENABLED: 'false' }, {}],
		['TLS yes, which n8n doesn\'t know', { DB_POSTGRESDB_SSL_ENABLED: 'yes' }, {}],
		['empty TLS', { DB_POSTGRESDB_SSL_ENABLED: '' }, {}],
		['a CA without TLS on', { DB_POSTGRESDB_SSL_CA: 'CA', DB_POSTGRESDB_SSL_ENABLED: 'false' }, { ssl: { ...verified, ca: 'CA' } }],
		['an empty CA', { DB_POSTGRESDB_SSL_CA: '', DB_POSTGRESDB_SSL_ENABLED: 'true' }, { ssl: true }],
		['a client certificate', { DB_POSTGRESDB_SSL_CERT: 'CERT', DB_POSTGRESDB_SSL_KEY: 'KEY' }, { ssl: { ...verified, cert: 'CERT', key: 'KEY' } }],
		['any certificate', { DB_POSTGRESDB_SSL_REJECT_UNAUTHORIZED: 'false' }, { ssl: { ...verified, rejectUnauthorized: false } }],
		['any certificate by 0', { DB_POSTGRESDB_SSL_REJECT_UNAUTHORIZED: '0' }, { ssl: { ...verified, rejectUnauthorized: false } }],
		// An empty variable must not switch the check off.
		['an empty check of certificates', { DB_POSTGRESDB_SSL_REJECT_UNAUTHORIZED: '', DB_POSTGRESDB_SSL_CA: 'CA' }, { ssl: { ...verified, ca: 'CA' } }],
		['a check that is neither on nor off', { DB_POSTGRESDB_SSL_REJECT_UNAUTHORIZED: 'no', DB_POSTGRESDB_SSL_CA: 'CA' }, { ssl: { ...verified, ca: 'CA' } }],
	])('connects as n8n does with %s', (_name, env, differs) => {
		expect(of(env).connection).toEqual({ ...DEFAULTS, ...differs });
	});

	it.each<[string, NodeJS.ProcessEnv, string]>([
		['handover', {}, 'public and no prefix'],
		['handover', { DB_POSTGRESDB_SCHEMA: '', DB_TABLE_PREFIX: '' }, 'empty ones'],
		['handover_sales', { DB_POSTGRESDB_SCHEMA: 'sales' }, 'a schema'],
		['sales_handover', { DB_TABLE_PREFIX: 'sales_' }, 'a prefix'],
		['a_handover_b', { DB_TABLE_PREFIX: 'a_', DB_POSTGRESDB_SCHEMA: 'b' }, 'both'],
		['desk', { DB_TABLE_PREFIX: 'a_', DB_POSTGRESDB_SCHEMA: 'b', HANDOVER_DATABASE_SCHEMA: 'desk' }, 'a name of its own'],
	])('lies in the schema %s', (schema, env) => {
		expect(of(env).schema).toBe(schema);
	});

	it.each([['too long', 'x'.repeat(64)], ['too long in bytes', 'é'.repeat(32)], ['kept by PostgreSQL', 'pg_handover']])('refuses a schema that is %s', (_why, schema) => {
		const { message, fix } = refusal(() => of({ HANDOVER_DATABASE_SCHEMA: schema }));
		expect(message).toContain(schema);
		expect(fix).toContain('HANDOVER_DATABASE_SCHEMA');
	});

	it('takes the longest name there is', () => {
		expect(of({ HANDOVER_DATABASE_SCHEMA: 'x'.repeat(63) }).schema).toBe('x'.repeat(63));
	});

	it.each([['1', 1], [' 50 ', 50], ['', undefined]])('opens "%s" connections at most', (given, poolSize) => {
		expect(of({ HANDOVER_DATABASE_POOL_SIZE: given }).poolSize).toBe(poolSize);
	});

	it.each(['0', '51', '2.5', '-1', 'many'])('refuses %s connections', (given) => {
		expect(refusal(() => of({ HANDOVER_DATABASE_POOL_SIZE: given })).message).toContain(`HANDOVER_DATABASE_POOL_SIZE is not a number of connections: ${given}`);
	});
});

describe('storeLocation at a Postgres address', () => {
	it.each([
		['postgres://n8n:secret@db.example:6432/bots', '"bots" at db.example:6432'],
		['postgresql://n8n:secret@db.example/bots', '"bots" at db.example'],
		['POSTGRES://n8n:secret@db.example/bots', '"bots" at db.example'],
		['postgres://n8n:secret@[::1]:6432/bots', '"bots" at [::1]:6432'],
		['postgres://n8n:p%40s%2Fs%3Asecret%23%25@db/my%20bots', '"my bots" at db'],
		['postgres://n8n:secret@with@at@db/bots', '"bots" at db'],
		['postgres://n8n:secret@db/bots?sslmode=verify-full&sslrootcert=/ca.pem', '"bots" at db'],
		['postgres:///bots?host=/var/run/postgresql&user=n8n&password=secret', '"bots" at /var/run/postgresql'],
		['postgres://n8n:secret@/bots?host=/var/run/postgresql&port=6432', '"bots" at /var/run/postgresql:6432'],
		['postgres://n8n:secret@%2Fvar%2Frun%2Fpostgresql/bots', '"bots" at /var/run/postgresql'],
	])('takes %s as it is, and names it without the password', (url, name) => {
		expect(storeLocation({ HANDOVER_DATABASE_URL: ` "${url}"\n`, DB_TYPE: 'postgresdb', DB_POSTGRESDB_SCHEMA: 'n8n' })).toEqual({
			kind: 'postgres',
			connection: { connectionString: url },
			schema: 'handover',
			name: `the Postgres database ${name}`,
		});
		expect(name).not.toContain('secret');
	});

	// What stands before a sign that should have been encoded is taken for a host, a port, a database: none of it may be shown.
	it.each([
		['a slash', 'postgres://n8n:2024/secret@db/bots'],
		['a hash', 'postgres://n8n:2024#secret@db/bots'],
		['a question mark', 'postgres://n8n:2024?secret@db/bots'],
		['a per cent sign', 'postgres://n8n:2024%secret@db/bots'],
		['half a character', 'postgres://n8n:2024%ff@db/bots'],
		['a word for a port', 'postgres://n8n:2024@db:secret/bots'],
		['nothing but the protocol and a colon', 'postgres://:2024@'],
	])('refuses %s in the password without showing it', (_name, url) => {
		let error: unknown;
		try {
			storeLocation({ HANDOVER_DATABASE_URL: url });
		} catch (thrown) {
			error = thrown;
		}
		const { message, fix, cause, stack } = error as Error & { fix: string };
		expect(fix).toContain('percent-encoded');
		expect([message, fix, stack, JSON.stringify(cause)].join('\n')).not.toMatch(/2024|secret/);
	});
});

describe('the form with _FILE', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'handover-secrets-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));
	const file = (content: string) => {
		const path = join(folder, 'secret');
		writeFileSync(path, content);
		return path;
	};
	const password = (env: NodeJS.ProcessEnv) => (storeLocation({ DB_TYPE: 'postgresdb', ...env }) as { connection: { password: string } }).connection.password;

	it('reads a password from a file, without the line break at its end', () => {
		expect(password({ DB_POSTGRESDB_PASSWORD_FILE: file('from a file\n') })).toBe('from a file');
	});

	it('prefers the variable, even an empty one, as n8n does', () => {
		const path = file('from a file');
		expect(password({ DB_POSTGRESDB_PASSWORD: 'from the variable', DB_POSTGRESDB_PASSWORD_FILE: path })).toBe('from the variable');
		expect(password({ DB_POSTGRESDB_PASSWORD: '', DB_POSTGRESDB_PASSWORD_FILE: path })).toBe('');
	});

	it('takes an empty name for none', () => {
		expect(password({ DB_POSTGRESDB_PASSWORD_FILE: '' })).toBe('');
	});

	it('reads an address, a type and a certificate from files', () => {
		expect(storeLocation({ HANDOVER_DATABASE_URL_FILE: file('/data/h.db\n') })).toEqual({ kind: 'sqlite', file: '/data/h.db' });
		expect(storeLocation({ DB_TYPE_FILE: file('postgresdb') }).kind).toBe('postgres');
		expect(storeLocation({ DB_TYPE: 'postgresdb', DB_POSTGRESDB_SSL_CA_FILE: file('-----BEGIN\nCA\n') })).toMatchObject({ connection: { ssl: { ca: '-----BEGIN\nCA' } } });
	});

	it('names a file that is missing, and the variable that names it', () => {
		const missing = join(folder, 'missing');
		const { message, fix } = refusal(() => password({ DB_POSTGRESDB_PASSWORD_FILE: missing }));
		expect(message).toContain('DB_POSTGRESDB_PASSWORD_FILE');
		expect(message).toContain(missing);
		expect(fix).toContain('may read');
	});
});

it('knows a store by every variable that decides where it lies', () => {
	const read = new Set<string>();
	const env = (values: NodeJS.ProcessEnv) => new Proxy(values, { get: (target, name: string) => (read.add(name), target[name]) });
	storeLocation(env({}));
	storeLocation(env({ DB_TYPE: 'postgresdb' }));
	storeLocation(env({ HANDOVER_DATABASE_URL: 'postgres://db/n8n' }));
	expect(read.size).toBeGreaterThan(20);
	const before = locationKey({});
	for (const name of read) expect([name, locationKey({ [name]: 'x' }) === before]).toEqual([name, false]);
	// Not set is not the same as empty.
	expect(locationKey({ DB_POSTGRESDB_PASSWORD: '' })).not.toBe(before);
});
