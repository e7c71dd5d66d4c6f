import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { StoreUnavailableError } from '../../handover/errors';
import type { KyselyStore } from '../../handover/store/kyselyStore';
import { openPostgresStore } from '../../handover/store/postgres/open';
import { HOUR, NOW, aHandover } from '../support/builders';
import { aProxy, type Proxy } from '../support/proxy';
import { servicesScripts, type TestPostgres } from '../support/scripts';
import { aStoreProcess } from '../support/storeProcess';
import { conversation } from '../support/world';

/*
 * A database server that goes away, stops answering or refuses, and what the
 * store makes of it. A server of our own, which is stopped, killed and frozen.
 */

const PAUSE = { setAt: NOW, until: NOW + 8 * HOUR, reason: 'test' };
/** Milliseconds: for the tests in which the store gives up. */
const IMPATIENT = 300;

let server: TestPostgres;
let admin: Client;
let store: KyselyStore;
let proxy: Proxy;
let schemas = 0;

const open = async (settings: { patience?: number; silence?: number; poolSize?: number; port?: number } = {}) => {
	const { patience, silence, poolSize = 2, port = server.port } = settings;
	store = await openPostgresStore(
		{ kind: 'postgres', connection: { connectionString: `postgres://n8n:n8n@127.0.0.1:${port}/n8n` }, schema: `away_${++schemas}`, poolSize, name: 'the test database' },
		patience,
		silence,
	);
};
const asAdmin = async <R>(statement: string) => (await admin.query(statement)).rows as R[];
const connectAdmin = async () => {
	admin = new Client({ connectionString: server.admin });
	admin.on('error', () => undefined);
	await admin.connect();
};
const refusal = async (act: Promise<unknown>) => {
	const error = await act.then(() => undefined, (thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(StoreUnavailableError);
	return error as StoreUnavailableError;
};
const write = (id = 'c-1') => store.setPause(conversation(id), () => PAUSE);
const read = (id = 'c-1') => store.situation(conversation(id));
const count = async (table: string) => Number((await asAdmin<{ n: string }>(`select count(*) as n from away_${schemas}.${table}`))[0]?.n);
/** Ends our connections, as an administrator or a restart does. @returns how many */
const terminate = async () => (await asAdmin("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'n8n'")).length;
const until = async (what: () => Promise<boolean>) => {
	while (!(await what())) await new Promise((resolve) => setTimeout(resolve, 20));
};
const isWaiting = async () => (await asAdmin("select 1 from pg_stat_activity where usename = 'n8n' and wait_event_type = 'Lock'")).length > 0;

beforeAll(async () => {
	const { startPostgres } = await servicesScripts();
	// So that it writes down how clients leave.
	server = await startPostgres({ settings: { log_min_messages: 'debug1' } });
	proxy = await aProxy(server.port);
});
beforeEach(connectAdmin);
afterEach(async () => {
	await store.close();
	await admin.end();
});
afterAll(async () => {
	await proxy.close();
	await server.remove();
});

describe('a server that restarts', () => {
	it.each(['SIGINT', 'SIGQUIT', 'SIGKILL'] as const)('by %s in the middle of everything: what was answered is there, once, and the store goes on by itself', async (signal) => {
		await open();
		const answered: string[] = [];
		let stopped = false;
		const worker = async (name: string) => {
			for (let n = 0; !stopped; n++) {
				const id = `${name}-${n}`;
				const outcome = await store.openHandover(aHandover({ id, conversation: conversation(id) }), PAUSE).then(() => 'done', (error: unknown) => error);
				// Only what broke in its commit may fail: nobody knows whether it was written.
				if (outcome === 'done') answered.push(id);
				else expect(outcome).toBeInstanceOf(StoreUnavailableError);
			}
		};
		const workers = ['a', 'b', 'c'].map(worker);
		await until(async () => answered.length > 20);
		await admin.end();
		await server.stop(signal);
		await server.start();
		await connectAdmin();
		const before = answered.length;
		await until(async () => answered.length > before + 20);
		stopped = true;
		await Promise.all(workers);
		const kept = (await asAdmin<{ id: string }>(`select id from away_${schemas}.handovers`)).map(({ id }) => id);
		expect(kept).toEqual(expect.arrayContaining(answered));
		// One for each process that was in its commit at most.
		expect(kept.length - answered.length).toBeLessThanOrEqual(3);
		expect(await count('pauses')).toBe(kept.length);
		expect(await count('events')).toBe(kept.length);
	});

	it('while nobody asks anything: the next question is answered', async () => {
		await open();
		await write();
		await admin.end();
		await server.stop('SIGINT');
		await server.start();
		await connectAdmin();
		expect((await read()).pause).toEqual(PAUSE);
	});

	it('a write whose connection is ended while it waits is done once, on another', async () => {
		await open();
		await write();
		// On a connection of its own: who looks from inside a transaction sees the activity of others only once.
		const blocker = new Client({ connectionString: server.admin });
		await blocker.connect();
		await blocker.query(`begin; select * from away_${schemas}.pauses for update`);
		let calls = 0;
		const writing = store.setPause(conversation(), () => {
			calls++;
			return { ...PAUSE, reason: 'after' };
		});
		await until(isWaiting);
		await terminate();
		await until(async () => calls === 2);
		await blocker.query('commit');
		await blocker.end();
		expect(await writing).toMatchObject({ reason: 'after' });
		// The first call wrote nothing.
		expect(calls).toBe(2);
		expect((await read()).pause?.reason).toBe('after');
	});
});

describe('a connection that breaks', () => {
	it('in the commit is an error and no second try: it may have been written', async () => {
		await open({ port: proxy.port });
		let calls = 0;
		proxy.cutAfter('commit\0');
		const error = await refusal(
			store.setPause(conversation(), () => {
				calls++;
				return PAUSE;
			}),
		);
		expect(calls).toBe(1);
		expect(error.message).toBe("The handover store in Postgres can't be used right now: the connection to the database broke");
		expect(error.fix).toContain('run this execution again');
		// It was: the server had it all.
		expect((await read()).pause).toEqual(PAUSE);
	});

	it('before is tried again', async () => {
		await open({ port: proxy.port });
		proxy.cutAfter('insert into');
		expect(await write()).toEqual(PAUSE);
		proxy.cut();
		expect((await read()).pause).toEqual(PAUSE);
	});

	it('without anybody being told is ended after a while, and the store goes on', async () => {
		await open({ port: proxy.port, silence: 500, patience: 0 });
		await write();
		proxy.swallow(true);
		const error = await refusal(read());
		expect(error.message).toContain('the database has not answered for 0.5 seconds');
		proxy.swallow(false);
		expect((await read()).pause).toEqual(PAUSE);
	});
});

describe('a server that is away for longer', () => {
	it('is an error that says what to do, fifty times, and all is well when it is back', async () => {
		await open({ patience: IMPATIENT });
		await write();
		await admin.end();
		await server.stop('SIGINT');
		const errors = await Promise.all(Array.from({ length: 50 }, (_, n) => refusal(n % 2 ? read() : write(`c-${n}`))));
		for (const { message, fix } of errors) {
			expect(message).toMatch(/^The handover store in Postgres can't be used right now: /);
			expect(fix).toContain('Check that the database server runs and that n8n can reach it, then run this execution again: only the missing steps are done.');
		}
		await server.start();
		await connectAdmin();
		// No connection was lost on the way: the pool has two.
		const found = await Promise.all(Array.from({ length: 10 }, () => read()));
		expect(found.map(({ pause }) => pause)).toEqual(found.map(() => PAUSE));
	});

	it('that is there, but hangs, is given up as well', async () => {
		await open({ patience: IMPATIENT, silence: 500 });
		await write();
		const postmaster = Number(readFileSync(join(server.folder, 'data/postmaster.pid'), 'utf8').split('\n')[0]);
		const backends = (await asAdmin<{ pid: number }>("select pid from pg_stat_activity where usename = 'n8n'")).map(({ pid }) => pid);
		const all = (signal: NodeJS.Signals) => [postmaster, ...backends].forEach((pid) => process.kill(pid, signal));
		all('SIGSTOP');
		try {
			// Those on an open connection, and one that would need a new one.
			const messages = (await Promise.all([refusal(read()), refusal(write()), refusal(read('c-2'))])).map(({ message }) => message);
			expect(messages).toEqual(messages.map(() => expect.stringMatching(/has not answered|connection to the database broke/) as string));
		} finally {
			all('SIGCONT');
		}
		expect((await read()).pause).toEqual(PAUSE);
	});
});

describe('a server that refuses', () => {
	it('because it has no connection free: waits, and says so', async () => {
		await open({ patience: IMPATIENT });
		await write();
		await asAdmin('alter role n8n connection limit 0');
		try {
			await terminate();
			const { message, fix } = await refusal(read());
			expect(message).toContain('too many connections');
			expect(fix).toContain('HANDOVER_DATABASE_POOL_SIZE');
		} finally {
			await asAdmin('alter role n8n connection limit -1');
		}
		expect((await read()).pause).toEqual(PAUSE);
	});

	it('to write, since another is taking its place: waits until it does not', async () => {
		const readOnly = async (value: 'on' | 'off') => {
			await asAdmin(`alter role n8n set default_transaction_read_only = ${value}`);
			await terminate();
		};
		await open();
		await write();
		await readOnly('on');
		try {
			let calls = 0;
			const writing = store.setPause(conversation(), () => {
				calls++;
				return { ...PAUSE, reason: 'after' };
			});
			await until(async () => calls > 1);
			await readOnly('off');
			expect(await writing).toMatchObject({ reason: 'after' });
		} finally {
			await readOnly('off');
		}
	});

	it('to write, for good: says so, and still reads', async () => {
		await open({ patience: IMPATIENT });
		await write();
		await asAdmin('alter role n8n set default_transaction_read_only = on');
		try {
			await terminate();
			const { message, fix } = await refusal(write());
			expect(message).toContain('read-only transaction');
			expect(fix).toContain('The server only lets us read');
			expect((await read()).pause).toEqual(PAUSE);
		} finally {
			await asAdmin('alter role n8n set default_transaction_read_only = off');
			await terminate();
		}
	});

	it('the password, which has changed', async () => {
		await open({ patience: IMPATIENT });
		await write();
		const rules = join(server.folder, 'data/pg_hba.conf');
		const trusting = readFileSync(rules, 'utf8');
		await asAdmin("alter role n8n password 'new'");
		writeFileSync(rules, `host all n8n 127.0.0.1/32 scram-sha-256\n${trusting}`);
		try {
			await asAdmin('select pg_reload_conf()');
			await until(async () => (await asAdmin<{ auth: string }>("select coalesce(max(auth_method), '') as auth from pg_hba_file_rules where user_name = '{n8n}'"))[0]?.auth === 'scram-sha-256');
			await terminate();
			const { message, fix } = await refusal(read());
			expect(message).toContain('password authentication failed');
			expect(fix).toContain('restart n8n');
		} finally {
			writeFileSync(rules, trusting);
			await asAdmin("alter role n8n password 'n8n'");
			await asAdmin('select pg_reload_conf()');
		}
	});

	it('because its disk is full (as the server says it; here a trigger does): nothing is written by half', async () => {
		await open();
		await asAdmin(`create function away_${schemas}.no_space() returns trigger language plpgsql as $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`);
		await asAdmin(`create trigger no_space before insert on away_${schemas}.events execute function away_${schemas}.no_space()`);
		const { message, fix } = await refusal(store.openHandover(aHandover({ conversation: conversation() }), PAUSE));
		expect(message).toContain('No space left on device');
		expect(fix).toContain('The disk of the database server is full');
		expect([await count('handovers'), await count('pauses')]).toEqual([0, 0]);
		await asAdmin(`drop trigger no_space on away_${schemas}.events`);
		expect((await store.openHandover(aHandover({ conversation: conversation() }), PAUSE)).opened).toBe(true);
	});
});

it('a process that ends says goodbye', async () => {
	await open();
	const log = () => readFileSync(join(server.folder, 'log'), 'utf8');
	const before = log().length;
	const n8n = await aStoreProcess({ HANDOVER_DATABASE_URL: server.url });
	expect(await n8n.ask('messages', conversation())).toMatchObject({ result: [] });
	expect((await asAdmin("select 1 from pg_stat_activity where usename = 'n8n' and application_name = 'n8n human handover'")).length).toBeGreaterThan(1);
	expect(await n8n.end()).toEqual({ said: '', code: 0 });
	await store.close();
	await until(async () => (await asAdmin("select 1 from pg_stat_activity where usename = 'n8n'")).length === 0);
	expect(log().slice(before)).not.toMatch(/unexpected EOF|could not receive data|connection to client lost/);
	await open();
});
