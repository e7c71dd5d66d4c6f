import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { HandoverError, messageOf } from '../errors';

/** Where n8n keeps its own data, below `N8N_USER_FOLDER` or the home folder. */
const N8N_FOLDER = '.n8n';
const FILE_NAME = 'human-handover.sqlite';

/** The schema of the store, beside n8n's own tables. */
const SCHEMA = 'handover';
/** PostgreSQL cuts longer names off, and keeps this beginning to itself. */
const NAME_BYTES = 63;
const RESERVED = 'pg_';

/** A PostgreSQL server takes 100 connections in all unless it is told otherwise. */
const LARGEST_POOL_SIZE = 50;

/** Where the store lies. */
export type StoreLocation = SqliteLocation | PostgresLocation;

export interface SqliteLocation {
	kind: 'sqlite';
	file: string;
}

export interface PostgresLocation {
	kind: 'postgres';
	/** As the driver wants it. */
	connection: PostgresConnection;
	schema: string;
	/** How many connections a process opens at most. */
	poolSize?: number;
	/** What to call it in messages: without user and password. */
	name: string;
	/** The file of the store from when n8n ran on SQLite, if there is one. */
	formerFile?: string;
}

/** An address, or its parts. */
export type PostgresConnection =
	| { connectionString: string }
	| {
			host: string;
			port: number;
			database: string;
			user: string;
			password: string;
			ssl: boolean | { ca?: string; cert?: string; key?: string; rejectUnauthorized: boolean };
	  };

/**
 * Where this n8n keeps the store: where `HANDOVER_DATABASE_URL` says (a Postgres
 * address, a path or a `file:` address; a relative path counts from the folder
 * n8n was started in), else in n8n's own Postgres when it runs on one, else in
 * `human-handover.sqlite` in n8n's own folder.
 * Variables are read as n8n 2.40 reads its own (`@n8n/config`, `@n8n/db`):
 * each may be given as a file, by its name with `_FILE`.
 * @throws HandoverError for settings that make no sense, or a file that can't be read; never shows a password
 */
export function storeLocation(env: NodeJS.ProcessEnv): StoreLocation {
	const url = text(env, 'HANDOVER_DATABASE_URL');
	const file = join(env.N8N_USER_FOLDER ?? homedir(), N8N_FOLDER, FILE_NAME);
	if (url) return locationOf(url, env);
	if (text(env, 'DB_TYPE') === 'postgresdb') return { ...n8nPostgres(env), formerFile: file };
	return { kind: 'sqlite', file };
}

/** What decides where the store lies. */
const SETTINGS = [
	'HANDOVER_DATABASE_URL', 'HANDOVER_DATABASE_SCHEMA', 'HANDOVER_DATABASE_POOL_SIZE', 'DB_TYPE', 'DB_TABLE_PREFIX', 'N8N_USER_FOLDER',
	...['HOST', 'PORT', 'DATABASE', 'USER', 'PASSWORD', 'SCHEMA', 'SSL_ENABLED', 'SSL_CA', 'SSL_CERT', 'SSL_KEY', 'SSL_REJECT_UNAUTHORIZED'].map((name) => `DB_POSTGRESDB_${name}`),
].flatMap((name) => [name, `${name}_FILE`]);

/** The same for the same settings; reads no file. */
export function locationKey(env: NodeJS.ProcessEnv): string {
	return JSON.stringify(SETTINGS.map((name) => env[name] ?? null));
}

function locationOf(url: string, env: NodeJS.ProcessEnv): StoreLocation {
	if (/^postgres(ql)?:\/\//i.test(url)) {
		return { kind: 'postgres', connection: { connectionString: url }, schema: schemaOf(env, SCHEMA), poolSize: poolSizeOf(env), name: nameOf(url) };
	}
	if (url.startsWith('file:')) return { kind: 'sqlite', file: fileOf(url) };
	// A letter and a colon is a Windows drive, more letters are a protocol.
	if (/^[a-z][a-z+]+:/i.test(url)) {
		throw new HandoverError(
			`HANDOVER_DATABASE_URL names a database this version can't use: ${url.split(':')[0]}`,
			'Set it to a Postgres address (postgres://user:password@host:5432/database) or to the path of a SQLite file, or remove it to keep the store with n8n\'s own data.',
		);
	}
	return { kind: 'sqlite', file: url };
}

/** n8n's own database, by the variables and defaults n8n has for it. What is empty is left to the driver, as n8n does. */
function n8nPostgres(env: NodeJS.ProcessEnv): PostgresLocation {
	const of = (name: string) => `DB_POSTGRESDB_${name}`;
	const host = text(env, of('HOST')) ?? 'localhost';
	const port = number(env, of('PORT'), 5432);
	const database = text(env, of('DATABASE')) ?? 'n8n';
	const [ca, cert, key] = [text(env, of('SSL_CA')) || undefined, text(env, of('SSL_CERT')) || undefined, text(env, of('SSL_KEY')) || undefined];
	const rejectUnauthorized = flag(env, of('SSL_REJECT_UNAUTHORIZED'), true);
	const detailed = ca !== undefined || cert !== undefined || key !== undefined || !rejectUnauthorized;
	return {
		kind: 'postgres',
		connection: {
			host,
			port,
			database,
			user: text(env, of('USER')) ?? 'postgres',
			password: text(env, of('PASSWORD')) ?? '',
			ssl: detailed ? { ca, cert, key, rejectUnauthorized } : flag(env, of('SSL_ENABLED'), false),
		},
		schema: schemaOf(env, besideN8n(text(env, of('SCHEMA')) ?? '', text(env, 'DB_TABLE_PREFIX') ?? '')),
		poolSize: poolSizeOf(env),
		name: `the Postgres database "${database}" at ${host}:${port}`,
	};
}

/** Several n8n in one database each have their own schema or prefix; so have their stores. */
function besideN8n(schema: string, prefix: string): string {
	return `${prefix}${SCHEMA}${schema === '' || schema === 'public' ? '' : `_${schema}`}`;
}

function schemaOf(env: NodeJS.ProcessEnv, byDefault: string): string {
	const schema = text(env, 'HANDOVER_DATABASE_SCHEMA') || byDefault;
	if (Buffer.byteLength(schema) <= NAME_BYTES && !schema.startsWith(RESERVED)) return schema;
	throw new HandoverError(
		`PostgreSQL takes no schema of the name ${schema}, in which the handover store would lie`,
		`Set HANDOVER_DATABASE_SCHEMA to a name of at most ${NAME_BYTES} letters that does not begin with ${RESERVED}.`,
	);
}

function poolSizeOf(env: NodeJS.ProcessEnv): number | undefined {
	const given = text(env, 'HANDOVER_DATABASE_POOL_SIZE');
	if (!given) return undefined;
	const size = Number(given);
	if (Number.isInteger(size) && size >= 1 && size <= LARGEST_POOL_SIZE) return size;
	throw new HandoverError(
		`HANDOVER_DATABASE_POOL_SIZE is not a number of connections: ${given}`,
		`Set it to a whole number from 1 to ${LARGEST_POOL_SIZE}, or remove it.`,
	);
}

/** A variable, or the content of the file that its `_FILE` form names; a variable wins, even an empty one. */
function setting(env: NodeJS.ProcessEnv, name: string): string | undefined {
	const value = env[name];
	const file = env[`${name}_FILE`];
	if (value !== undefined || !file) return value;
	try {
		// Editors end files with a line break.
		return readFileSync(file, 'utf8').trim();
	} catch (error) {
		throw new HandoverError(`The file that ${name}_FILE names can't be read: ${messageOf(error)}`, 'Check the path, and that n8n may read the file.', { cause: error });
	}
}

/** Without blanks around it, and without the quotes that some ways to set a variable leave in it. */
function text(env: NodeJS.ProcessEnv, name: string): string | undefined {
	return setting(env, name)?.trim().replace(/^(['"])(.*)\1$/, '$2');
}

/** n8n takes its default for what is no number. */
function number(env: NodeJS.ProcessEnv, name: string, byDefault: number): number {
	const parsed = text(env, name) ? Number(setting(env, name)) : NaN;
	return Number.isNaN(parsed) ? byDefault : parsed;
}

/** n8n takes its default for what is neither on nor off. */
function flag(env: NodeJS.ProcessEnv, name: string, byDefault: boolean): boolean {
	const value = setting(env, name)?.toLowerCase() ?? '';
	if (['true', '1'].includes(value)) return true;
	return ['false', '0'].includes(value) ? false : byDefault;
}

/** @throws HandoverError for an address that the driver would refuse, or read otherwise than it was meant */
function nameOf(url: string): string {
	try {
		// A password that holds a / ends the part before the database; what follows must not be shown.
		if (/^[^:]+:\/\/[^/?#]*[/?#].*@/.test(url)) throw new Error('an @ after the host');
		// As the driver does with an address that names its socket only in the query.
		const { hostname, port, pathname, searchParams, username, password } = new URL(url.replace('@/', '@localhost/'));
		for (const part of [username, password]) decodeURIComponent(part);
		const host = searchParams.get('host') || decodeURIComponent(hostname) || 'localhost';
		const at = [host, searchParams.get('port') || port].filter(Boolean).join(':');
		return `the Postgres database "${decodeURIComponent(pathname.slice(1))}" at ${at}`;
	} catch {
		// Without the cause, which holds the whole address.
		throw new HandoverError(
			'HANDOVER_DATABASE_URL is not a valid Postgres address',
			'Write it as postgres://user:password@host:5432/database. In user and password, signs such as @ : / ? # % have to be percent-encoded: %40 %3A %2F %3F %23 %25.',
		);
	}
}

function fileOf(url: string): string {
	try {
		return fileURLToPath(new URL(url, pathToFileURL(join(process.cwd(), '/'))));
	} catch (error) {
		throw new HandoverError(
			`HANDOVER_DATABASE_URL is not the address of a file on this machine: ${messageOf(error)}`,
			'Set it to the path of a SQLite file such as /data/handover.sqlite; as an address that is file:///data/handover.sqlite, with three slashes.',
			{ cause: error },
		);
	}
}
