import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeSync, closeSync, copyFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { aStoreProcess, type StoreProcess } from '../support/storeProcess';

/*
 * A store in a SQLite file, in a process of its own, and what can happen to
 * that file and its disk. Nothing is faked: the disk is full, the folder is
 * read-only, the file is damaged.
 */

const ref = { desk: 'built-in', account: 'local', conversationId: 'c-1' };
const AT = 1_700_000_000_000;

const message = (text: string, id?: string) => ({ from: 'customer', text, at: AT, ...(id && { id }) });

const handover = (id: string, conversationId: string) => ({
	id, conversation: { ...ref, conversationId }, contact: { id: 'k' }, channel: 'chat', flow: 'test', scenario: 'human_requested', reason: 'test',
	confidence: 1, detector: 'test', priority: 'normal', status: 'open', openedAt: AT, deadlineAt: AT + 1, message: 'x'.repeat(4000),
});
const pause = { setAt: AT, until: AT + 3_600_000, reason: 'test' };

let folder: string;
let file: string;
const running: StoreProcess[] = [];

const start = async (at = file, as = {}) => {
	const one = await aStoreProcess({ HANDOVER_DATABASE_URL: at }, as);
	running.push(one);
	return one;
};

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'handover-neighbours-'));
	file = join(folder, 'human-handover.sqlite');
});
afterEach(async () => {
	for (const one of running.splice(0)) await one.end('SIGKILL');
	rmSync(folder, { recursive: true, force: true });
});

const rows = (sql: string, of = file) => {
	const database = new DatabaseSync(of, { readOnly: true });
	try {
		return database.prepare(sql).all().map((row) => ({ ...row }));
	} finally {
		database.close();
	}
};

/** How the disk of a process is filled and freed: a small one where that may be mounted, else a limit on how long its files may be. */
interface Disk {
	called: string;
	prepare: () => string;
	fill: (n8n: StoreProcess, file: string) => void;
	free: (n8n: StoreProcess, file: string) => void;
	remove: () => void;
}

const limited: Disk = {
	called: 'files that may not grow',
	prepare: () => file,
	fill: (n8n) => execFileSync('prlimit', [`--pid=${n8n.pid}`, '--fsize=4096:unlimited']),
	free: (n8n) => execFileSync('prlimit', [`--pid=${n8n.pid}`, '--fsize=unlimited:unlimited']),
	remove: () => undefined,
};

const mounted: Disk = {
	called: 'a disk of one megabyte',
	prepare: () => {
		const disk = join(folder, 'disk');
		mkdirSync(disk);
		execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]);
		return join(disk, 'human-handover.sqlite');
	},
	fill: (_n8n, at) => {
		const other = openSync(join(at, '../other'), 'w');
		expect(() => {
			for (;;) writeSync(other, Buffer.alloc(4096));
		}).toThrow('ENOSPC');
		closeSync(other);
	},
	free: (_n8n, at) => rmSync(join(at, '../other')),
	remove: () => execFileSync('umount', ['-l', join(folder, 'disk')]),
};

function mayMount(): boolean {
	const place = mkdtempSync(join(tmpdir(), 'handover-mount-'));
	try {
		execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', place], { stdio: 'ignore' });
		execFileSync('umount', [place]);
		return true;
	} catch {
		return false;
	} finally {
		rmSync(place, { recursive: true });
	}
}

const disks = [...(process.platform === 'linux' ? [limited] : []), ...(mayMount() ? [mounted] : [])];

describe.each(disks)('a full disk: $called', ({ prepare, fill, free, remove }) => {
	it('fails with what to do, writes nothing by half, and goes on when there is space', async () => {
		const at = prepare();
		const n8n = await start(at);
		try {
			expect(await n8n.ask('addMessage', ref, message('before'))).not.toHaveProperty('failed');
			fill(n8n, at);
			// As long as SQLite finds room in its files, it takes more.
			const taken: string[] = [];
			let refused: Awaited<ReturnType<StoreProcess['ask']>> | undefined;
			for (let n = 0; n < 400 && !refused; n++) {
				const answer = await n8n.ask('openHandover', handover(`h-${n}`, `c-${n}`), pause);
				if (answer.failed) refused = answer;
				else taken.push(`h-${n}`);
			}
			expect(refused?.failed).toMatchObject({ kind: 'StoreUnavailableError', message: expect.stringContaining(at) as string, fix: expect.stringContaining('free space') as string });
			// Reading needs no space.
			expect(await n8n.ask('messages', ref)).toMatchObject({ result: [{ text: 'before' }] });

			free(n8n, at);
			expect(await n8n.ask('openHandover', handover('after', 'c-after'), pause)).not.toHaveProperty('failed');
			expect(rows('select id from handovers', at).map(({ id }) => id).sort()).toEqual([...taken, 'after'].sort());
			// Its pause and its event came with each, or not at all.
			expect(rows('select (select count(*) from pauses) as pauses, (select count(*) from events) as events', at)).toEqual([{ pauses: taken.length + 1, events: taken.length + 1 }]);
			expect(rows('pragma integrity_check', at)).toEqual([{ integrity_check: 'ok' }]);
		} finally {
			await n8n.end('SIGKILL');
			remove();
		}
	});
});

describe('a folder or a file that can only be read', () => {
	// Root may write everywhere.
	const as = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
	const own = (path: string) => as.uid !== undefined && chownSync(path, as.uid, as.gid);
	beforeEach(() => own(folder));
	afterEach(() => chmodSync(folder, 0o700));

	it('says so when it should make its file there, and makes it as soon as it may', async () => {
		chmodSync(folder, 0o500);
		const n8n = await start(file, as);
		expect((await n8n.ask('messages', ref)).failed).toMatchObject({
			kind: 'StoreUnavailableError',
			message: expect.stringContaining(file) as string,
			fix: expect.stringContaining('write the file and its folder') as string,
		});
		chmodSync(folder, 0o700);
		expect(await n8n.ask('messages', ref)).toMatchObject({ result: [] });
	});

	it.each([
		['in a folder that can only be read, too', 0o500],
		['in a folder of its own', 0o700],
	])('says so for a file that is there, %s, and uses it as soon as it may', async (_, mode) => {
		const first = await start(file, as);
		await first.ask('addMessage', ref, message('kept'));
		await first.end();
		chmodSync(file, 0o400);
		own(file);
		// Whoever owns a file may change that; so it is somebody else's, as on a volume of another user.
		if (as.uid !== undefined) chownSync(file, 0, as.gid);
		if (as.uid !== undefined) chmodSync(file, 0o440);
		chmodSync(folder, mode);
		const n8n = await start(file, as);
		const refused = await n8n.ask('addMessage', ref, message('refused'));
		expect(refused.failed).toMatchObject({ kind: 'StoreUnavailableError', message: expect.stringContaining(file) as string, fix: expect.stringContaining("Let n8n's user write") as string });
		chmodSync(folder, 0o700);
		chmodSync(file, 0o660);
		expect(await n8n.ask('addMessage', ref, message('taken'))).not.toHaveProperty('failed');
		expect(await n8n.ask('messages', ref)).toMatchObject({ result: [{ text: 'kept' }, { text: 'taken' }] });
	});
});

describe('a locked file', () => {
	it('is waited for while n8n goes on with other things, and reads are not held up', async () => {
		const n8n = await start();
		await n8n.ask('addMessage', ref, message('before'));
		const other = new DatabaseSync(file);
		other.exec('begin immediate');
		let over = false;
		const waiting = n8n.ask('addMessage', ref, message('late')).finally(() => (over = true));
		for (let n = 0; n < 20; n++) expect(await n8n.ask('messages', ref)).toMatchObject({ result: [{ text: 'before' }] });
		await new Promise((resolve) => setTimeout(resolve, 500));
		expect(over).toBe(false);
		other.exec('rollback');
		other.close();
		const { failed, turns } = await waiting;
		expect(failed).toBeUndefined();
		// Where SQLite does the waiting, there are none.
		expect(turns).toBeGreaterThan(0);
		expect(await n8n.ask('messages', ref)).toMatchObject({ result: [{ text: 'before' }, { text: 'late' }] });
	});

	it('that stays locked is an error that says what to do; afterwards all is well', async () => {
		const n8n = await start();
		await n8n.ask('messages', ref);
		const other = new DatabaseSync(file);
		other.exec('begin immediate');
		const { failed } = await n8n.ask('addMessage', ref, message('refused'));
		expect(failed).toMatchObject({ kind: 'StoreUnavailableError', message: expect.stringContaining('locked') as string, fix: expect.stringContaining('Another program keeps the file locked') as string });
		other.close();
		expect(await n8n.ask('addMessage', ref, message('taken'))).not.toHaveProperty('failed');
		expect(await n8n.ask('messages', ref)).toMatchObject({ result: [{ text: 'taken' }] });
	});

	it('is waited for by reads, too, where the other wants it for itself alone', async () => {
		const n8n = await start();
		await n8n.ask('addMessage', ref, message('before'));
		await n8n.end();
		const other = new DatabaseSync(file);
		other.exec('pragma locking_mode = exclusive; begin immediate');
		const next = await start();
		const reading = next.ask('messages', ref);
		await new Promise((resolve) => setTimeout(resolve, 300));
		other.exec('rollback');
		other.close();
		expect(await reading).toMatchObject({ result: [{ text: 'before' }] });
	});
});

describe('a damaged file', () => {
	/** A store with enough in it that its tables have pages of their own. */
	const full = async () => {
		const n8n = await start();
		for (let n = 0; n < 30; n++) await n8n.ask('openHandover', handover(`h-${n}`, `c-${n}`), pause);
		await n8n.end();
	};
	const overwrite = (position: number, length: number) => {
		const handle = openSync(file, 'r+');
		writeSync(handle, Buffer.alloc(length, 0xa5), 0, length, position);
		closeSync(handle);
	};
	const DAMAGED = { kind: 'StoreUnavailableError', fix: expect.stringContaining('put the latest backup in its place (docs/store.md)') as string };

	it('is refused when its beginning is garbage, is left as it is, and a copy in its place is used', async () => {
		await full();
		copyFileSync(file, `${file}.copy`);
		overwrite(0, 100);
		const garbage = readFileSync(file);
		const n8n = await start();
		const { failed } = await n8n.ask('messages', ref);
		expect(failed).toMatchObject(DAMAGED);
		expect(failed?.message).toContain(file);
		expect((await n8n.ask('openHandover', handover('new', 'new'), pause)).failed).toMatchObject(DAMAGED);
		expect(readFileSync(file).equals(garbage)).toBe(true);
		renameSync(`${file}.copy`, file);
		expect(await n8n.ask('handover', 'h-3')).toMatchObject({ result: { id: 'h-3' } });
	});

	it('says so when a query comes to a page that is garbage', async () => {
		await full();
		const pages = rows("select rootpage from sqlite_master where name in ('handovers', 'sqlite_autoindex_handovers_1')").map(({ rootpage }) => Number(rootpage));
		const { page_size: size } = rows('pragma page_size')[0] as { page_size: number };
		for (const page of pages) overwrite((page - 1) * size, size);
		const n8n = await start();
		const { failed } = await n8n.ask('handover', 'h-3');
		expect(failed).toMatchObject(DAMAGED);
		expect(failed?.message).toContain(`${file} can't be used right now: database disk image is malformed`);
		// What is whole still answers.
		expect(await n8n.ask('messages', ref)).toMatchObject({ result: [] });
	});
});

describe('a file that is taken away while n8n uses it', () => {
	it('is missed at once, is not made anew, and is used again when it is back', async () => {
		const n8n = await start();
		await n8n.ask('addMessage', ref, message('kept'));
		renameSync(file, `${file}.away`);
		const { failed } = await n8n.ask('addMessage', ref, message('refused'));
		expect(failed).toMatchObject({ kind: 'StoreUnavailableError', message: `The handover store ${file} was deleted or replaced while n8n was using it`, fix: expect.stringContaining('Stop n8n') as string });
		expect((await n8n.ask('messages', ref)).failed).toMatchObject({ kind: 'StoreUnavailableError' });
		expect(existsSync(file)).toBe(false);
		renameSync(`${file}.away`, file);
		expect(await n8n.ask('messages', ref)).toMatchObject({ result: [{ text: 'kept' }] });
	});

	it('is missed by the next n8n as well, when it left its log', async () => {
		const n8n = await start();
		await n8n.ask('addMessage', ref, message('lost'));
		await n8n.end('SIGKILL');
		rmSync(file);
		const next = await start();
		const { failed } = await next.ask('messages', ref);
		expect(failed).toMatchObject({ kind: 'StoreUnavailableError', message: `The handover store ${file} is gone, but its log ${file}-wal is there`, fix: expect.stringContaining('To begin with an empty store') as string });
		expect(existsSync(file)).toBe(false);
		rmSync(`${file}-wal`);
		expect(await next.ask('messages', ref)).toMatchObject({ result: [] });
	});

	it('is not mixed with the one in its place', async () => {
		const n8n = await start();
		await n8n.ask('addMessage', ref, message('in the copy'));
		execFileSync(process.execPath, ['-e', `const d = new (require('node:sqlite').DatabaseSync)(${JSON.stringify(file)}); d.exec("vacuum into '" + ${JSON.stringify(`${file}.copy`)} + "'")`]);
		for (let n = 0; n < 10; n++) await n8n.ask('addMessage', ref, message(`after the copy ${n}`));
		renameSync(`${file}.copy`, file);
		expect((await n8n.ask('addMessage', ref, message('refused'))).failed).toMatchObject({ message: expect.stringContaining('deleted or replaced') as string });
		expect(await n8n.end()).toEqual({ said: '', code: 0 });
		const next = await start();
		expect(await next.ask('messages', ref)).toMatchObject({ result: [{ text: 'in the copy' }] });
		await next.end();
		expect(rows('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
	});

	it('a log that is deleted under n8n is missed, too; nothing is lost when n8n then ends', async () => {
		const n8n = await start();
		await n8n.ask('addMessage', ref, message('in the log'));
		rmSync(`${file}-wal`);
		expect((await n8n.ask('messages', ref)).failed).toMatchObject({ kind: 'StoreUnavailableError' });
		await n8n.end();
		const next = await start();
		expect(await next.ask('messages', ref)).toMatchObject({ result: [{ text: 'in the log' }] });
	});
});

describe('after a crash', () => {
	const crashed = async () => {
		const n8n = await start();
		for (let n = 0; n < 5; n++) await n8n.ask('addMessage', ref, message(`${n}`));
		await n8n.end('SIGKILL');
		expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
		return start();
	};
	const texts = async (n8n: StoreProcess) => ((await n8n.ask('messages', ref)).result as Array<{ text: string }>).map(({ text }) => text);

	it('everything that was answered is there', async () => {
		expect(await texts(await crashed())).toEqual(['0', '1', '2', '3', '4']);
	});

	it('also without the index of the log', async () => {
		const n8n = await crashed();
		rmSync(`${file}-shm`);
		expect(await texts(n8n)).toEqual(['0', '1', '2', '3', '4']);
	});

	it('also when the end of the log was not written: as far as it goes', async () => {
		const n8n = await crashed();
		truncateSync(`${file}-wal`, statSync(`${file}-wal`).size - 100);
		expect(await texts(n8n)).toEqual(['0', '1', '2', '3']);
	});
});

it('leaves one file behind when it ends', async () => {
	const n8n = await start();
	await n8n.ask('addMessage', ref, message('kept'));
	expect(await n8n.end()).toEqual({ said: '', code: 0 });
	expect(readdirSync(folder)).toEqual(['human-handover.sqlite']);
});
