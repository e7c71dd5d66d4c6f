import { RUN_AGAIN, StoreUnavailableError, messageOf } from '../../errors';

/** SQLite's result codes that we tell apart. https://www.sqlite.org/rescode.html */
const CODE = { perm: 3, busy: 5, readonly: 8, ioerr: 10, corrupt: 11, full: 13, cantopen: 14, protocol: 15, auth: 23, notadb: 26 } as const;

const DAMAGED = 'The file is damaged. Stop n8n, keep the file aside, put the latest backup in its place (docs/store.md), and start n8n again.';
const WRITABLE = `Let n8n's user write the file and its folder, ${RUN_AGAIN}`;
const SPACE = `Check that its disk works and has free space, ${RUN_AGAIN}`;

/** By SQLite's codes, and by those of the system. */
const REMEDIES: Readonly<Record<string, string>> = {
	[CODE.busy]: `Another program keeps the file locked: end it (a backup, a SQLite browser, an n8n that hangs), ${RUN_AGAIN}`,
	[CODE.perm]: WRITABLE,
	[CODE.readonly]: WRITABLE,
	[CODE.cantopen]: WRITABLE,
	[CODE.auth]: WRITABLE,
	[CODE.ioerr]: SPACE,
	[CODE.full]: SPACE,
	[CODE.corrupt]: DAMAGED,
	[CODE.notadb]: DAMAGED,
	EACCES: WRITABLE,
	EPERM: WRITABLE,
	EROFS: WRITABLE,
	ENOSPC: SPACE,
	EDQUOT: SPACE,
};

/** Why the file can't be used, and what to do about that. */
export function unavailable(file: string, error: unknown): StoreUnavailableError {
	return explained(file, 'can\'t be used right now', error, `Check that the file is writable and its disk has free space, ${RUN_AGAIN}`);
}

/** The same for one that could not be opened at all. */
export function unusable(file: string, error: unknown): StoreUnavailableError {
	return explained(
		file,
		'can\'t be opened',
		error,
		'Check that the folder exists, is writable for n8n and has free space. To keep the store elsewhere, set the environment variable HANDOVER_DATABASE_URL to a file path. n8n must run on Node 22.13 or newer.',
	);
}

function explained(file: string, state: string, error: unknown, otherwise: string): StoreUnavailableError {
	if (error instanceof StoreUnavailableError) return error;
	const remedy = REMEDIES[sqliteCode(error) || systemCode(error)] ?? otherwise;
	return new StoreUnavailableError(`The handover store ${file} ${state}: ${messageOf(error)}`, remedy, { cause: error });
}

/** Whether another process holds a lock, or is just setting one up. */
export function isBusy(error: unknown): boolean {
	const code = sqliteCode(error);
	return code === CODE.busy || code === CODE.protocol;
}

/** Without the details that SQLite puts into the higher bits; 0 for what is no error of SQLite. */
function sqliteCode(error: unknown): number {
	return ((error as { errcode?: number }).errcode ?? 0) & 0xff;
}

function systemCode(error: unknown): string {
	return String((error as { code?: unknown }).code);
}
