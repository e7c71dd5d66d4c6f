import { realpathSync, rmSync, statSync } from 'node:fs';
import { StoreUnavailableError } from '../../errors';

/**
 * The file of an open database, and SQLite's log beside it. SQLite goes on
 * writing into a file that was deleted or replaced, where nobody finds it
 * again: so we look.
 */
export class SqliteFile {
	private readonly path: string;
	private readonly log: string;
	private readonly id: string | undefined;
	private readonly logId: string | undefined;

	/** @param name of a database that is open and has been read, so that its log is there */
	constructor(private readonly name: string) {
		this.path = realpathSync(name);
		this.log = logOf(this.path);
		this.id = idOf(this.path);
		this.logId = idOf(this.log);
	}

	/** @throws StoreUnavailableError when the database is no longer the one that was opened */
	check(): void {
		if (idOf(this.path) === this.id && (this.logId === undefined || idOf(this.log) === this.logId)) return;
		throw new StoreUnavailableError(
			`The handover store ${this.name} was deleted or replaced while n8n was using it`,
			'Stop n8n, put the right file in its place, the old one or a copy (docs/store.md), and start n8n again. Then run this execution again: only the missing steps are done.',
		);
	}

	/** Before it is closed: a log that belongs to a file which was replaced would be taken for one of the file that is there now. */
	forgetLogOfReplaced(): void {
		const now = idOf(this.path);
		if (now === undefined || now === this.id || idOf(this.log) !== this.logId) return;
		for (const left of [this.log, `${this.path}-shm`]) rmSync(left, { force: true });
	}
}

/** @throws StoreUnavailableError when the file is gone, but not its log: SQLite would begin an empty one */
export function refuseLogAlone(name: string): void {
	if (sizeOf(name) > 0n || sizeOf(logOf(name)) === 0n) return;
	throw new StoreUnavailableError(
		`The handover store ${name} is gone, but its log ${logOf(name)} is there`,
		`Put the file back, or a copy of it (docs/store.md). To begin with an empty store, delete ${logOf(name)} as well.`,
	);
}

function logOf(path: string): string {
	return `${path}-wal`;
}

function sizeOf(path: string): bigint {
	return statSync(path, { throwIfNoEntry: false, bigint: true })?.size ?? 0n;
}

/** What stays the same for a file as long as it is that file. */
function idOf(path: string): string | undefined {
	const found = statSync(path, { throwIfNoEntry: false, bigint: true });
	return found && `${found.dev} ${found.ino}`;
}
