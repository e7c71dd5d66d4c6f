import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { sql, type Kysely } from 'kysely';
import { StoreUnavailableError, reasonOf } from '../../errors';
import { OPEN, type Db, type Trx } from '../access';
import { takeTurns } from '../migrate';
import type { Schema } from '../schema';
import { openSqlite } from '../sqlite/open';

/** Added to the name of a file whose content has moved. */
const MOVED = '.moved-to-postgres';

/** Few enough that a row's columns times this stay below what one statement takes. */
const BATCH = 500;

/** What goes with a handover, what with a conversation, and the rest; `cases` are worked out anew by the database itself. */
const OF_HANDOVERS = ['steps', 'assignments', 'desk_tasks', 'events', 'event_deliveries'] as const;
const OTHERS = ['pauses', 'attempts', 'sent_messages', 'rotation', 'desk_tags', 'desk_owners', 'deliveries', 'subscribers', 'teams'] as const;
type Table = 'handovers' | 'messages' | (typeof OF_HANDOVERS)[number] | (typeof OTHERS)[number];

type Row = Record<string, unknown>;

/**
 * Brings what the store knew while n8n ran on SQLite, so that nobody who has a
 * conversation loses it when n8n moves to Postgres: everything or nothing, in
 * one transaction. What is known here already is newer, and stays. Afterwards
 * the file has another name, so that it happens once; a process that dies just
 * before that does it again, which changes nothing.
 * @param file of the SQLite store; nothing happens when it is not there
 * @throws StoreUnavailableError when the file can't be read or renamed
 */
export async function moveIn(db: Kysely<Schema>, schema: string, file: string): Promise<void> {
	if (!existsSync(file)) return;
	try {
		await db.transaction().execute(async (trx) => {
			await takeTurns(trx, schema);
			if (existsSync(file)) await copyFile(file, trx);
		});
		await rename(file, file + MOVED);
	} catch (error) {
		// Another process was faster.
		if (existsSync(file)) throw unmoved(file, error);
	}
}

async function copyFile(file: string, to: Trx): Promise<void> {
	const former = await openSqlite(file);
	try {
		await former.transaction().execute((from) => copyAll(from, to));
	} finally {
		await former.destroy();
	}
}

async function copyAll(from: Trx, to: Trx): Promise<void> {
	// Before anything is added: whoever wrote here already wrote later.
	const known = new Set((await to.selectFrom('messages').select('conversation').distinct().execute()).map(({ conversation }) => conversation));
	const superseded = new Set<unknown>();
	for await (const rows of batchesOf(from, 'handovers')) {
		const open = await openAmong(to, rows.map(({ conversation }) => String(conversation)));
		for (const { id, conversation, status } of rows) {
			const newer = status === 'open' ? open.get(String(conversation)) : undefined;
			if (newer !== undefined && newer !== id) superseded.add(id);
		}
		await add(to, 'handovers', rows.filter(({ id }) => !superseded.has(id)));
	}
	for (const table of OF_HANDOVERS) {
		for await (const rows of batchesOf(from, table)) await add(to, table, rows.filter(({ handover_id: id }) => !superseded.has(id)));
	}
	for await (const rows of batchesOf(from, 'messages')) {
		// Their numbers are this database's own.
		await add(to, 'messages', rows.filter(({ conversation }) => !known.has(String(conversation))).map((row) => without(row, 'id')));
	}
	for (const table of OTHERS) {
		for await (const rows of batchesOf(from, table)) await add(to, table, rows);
	}
}

/** All rows, in the order in which they were written. */
async function* batchesOf(from: Db, table: Table): AsyncGenerator<Row[]> {
	for (let last = 0; ; ) {
		const { rows } = await sql<Row>`select rowid as row_number, * from ${sql.table(table)} where rowid > ${last} order by rowid limit ${sql.lit(BATCH)}`.execute(from);
		if (rows.length === 0) return;
		last = Number(rows.at(-1)?.row_number);
		yield rows.map((row) => without(row, 'row_number'));
	}
}

/** The handovers that are open here, by conversation. */
async function openAmong(to: Trx, conversations: readonly string[]): Promise<Map<string, string>> {
	const rows = await to.selectFrom('handovers').select(['id', 'conversation']).where('status', '=', OPEN).where('conversation', 'in', conversations).execute();
	return new Map(rows.map(({ id, conversation }) => [conversation, id]));
}

async function add(to: Trx, table: Table, rows: readonly Row[]): Promise<void> {
	if (rows.length === 0) return;
	// The columns are those of the table they come from.
	await to.insertInto(table as 'events').values(rows as never).onConflict((conflict) => conflict.doNothing()).execute();
}

function without(row: Row, column: string): Row {
	return Object.fromEntries(Object.entries(row).filter(([name]) => name !== column));
}

function unmoved(file: string, error: unknown): StoreUnavailableError {
	return new StoreUnavailableError(
		`What the handover store knew while n8n ran on SQLite can't be moved to Postgres: ${reasonOf(error)}`,
		`Let n8n read and write the file ${file} and its folder, then run this execution again. To go on without what is in it, move the file away.`,
		{ cause: error },
	);
}
