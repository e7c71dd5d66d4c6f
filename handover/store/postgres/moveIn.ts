import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { sql, type Kysely } from 'kysely';
import { StoreUnavailableError, reasonOf } from '../../errors';
import { OPEN, type Trx } from '../access';
import { takeTurns } from '../migrate';
import type { Schema } from '../schema';
import { openSqlite } from '../sqlite/open';

/** Added to the name of a file whose content has moved. */
const MOVED = '.moved-to-postgres';

/** Few enough that a row's columns times this stay below what one statement takes. */
const BATCH = 500;

type Table = Exclude<keyof Schema, 'cases'>;

/** Every table, handovers first; `cases` are kept up to date by the database itself. */
const TABLES: Record<Table, true> = {
	handovers: true, steps: true, assignments: true, pauses: true, attempts: true, messages: true, sent_messages: true, deliveries: true, rotation: true, teams: true,
	desk_tasks: true, desk_tags: true, desk_owners: true, events: true, subscribers: true, event_deliveries: true,
};

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
		await reading(file, () => rename(file, file + MOVED));
	} catch (error) {
		// Unless another process was faster.
		if (existsSync(file)) throw error;
	}
}

async function copyFile(file: string, to: Trx): Promise<void> {
	const former = await reading(file, () => openSqlite(file));
	try {
		await former.transaction().execute((from) => copyAll((table, after) => reading(file, () => batchOf(from, table, after)), to));
	} finally {
		await former.destroy();
	}
}

/** Some rows of a table and their place in it, from a place on. */
type Read = (table: Table, after: number) => Promise<{ rows: Row[]; last: number }>;

async function copyAll(read: Read, to: Trx): Promise<void> {
	// Before anything is added: whoever wrote here already wrote later.
	const known = new Set((await to.selectFrom('messages').select('conversation').distinct().execute()).map(({ conversation }) => conversation));
	const superseded = new Set<unknown>();
	for (const table of Object.keys(TABLES) as Table[]) {
		for (let { rows, last } = await read(table, 0); rows.length > 0; { rows, last } = await read(table, last)) {
			if (table === 'handovers') for (const id of await supersededAmong(to, rows)) superseded.add(id);
			const isNew = (row: Row) => !superseded.has(table === 'handovers' ? row.id : row.handover_id) && !(table === 'messages' && known.has(String(row.conversation)));
			// The numbers of messages are the database's own.
			await add(to, table, rows.filter(isNew).map((row) => (table === 'messages' ? without(row, 'id') : row)));
		}
	}
}

/** In the order in which they were written. */
async function batchOf(from: Trx, table: Table, after: number): Promise<{ rows: Row[]; last: number }> {
	const { rows } = await sql<Row>`select rowid as row_number, * from ${sql.table(table)} where rowid > ${after} order by rowid limit ${sql.lit(BATCH)}`.execute(from);
	return { rows: rows.map((row) => without(row, 'row_number')), last: Number(rows.at(-1)?.row_number ?? after) };
}

/** Those that were open, where another one is open in the same conversation here. */
async function supersededAmong(to: Trx, rows: readonly Row[]): Promise<unknown[]> {
	const conversations = rows.map(({ conversation }) => String(conversation));
	const open = await to.selectFrom('handovers').select(['id', 'conversation']).where('status', '=', OPEN).where('conversation', 'in', conversations).execute();
	const here = new Map(open.map(({ id, conversation }) => [conversation, id]));
	return rows.filter(({ id, conversation, status }) => status === 'open' && (here.get(String(conversation)) ?? id) !== id).map(({ id }) => id);
}

async function add(to: Trx, table: Table, rows: readonly Row[]): Promise<void> {
	if (rows.length === 0) return;
	// The columns are those of the table they come from.
	await to.insertInto(table as 'events').values(rows as never).onConflict((conflict) => conflict.doNothing()).execute();
}

function without(row: Row, column: string): Row {
	return Object.fromEntries(Object.entries(row).filter(([name]) => name !== column));
}

/** @throws StoreUnavailableError for whatever is wrong with the file */
async function reading<T>(file: string, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw new StoreUnavailableError(
			`What the handover store knew while n8n ran on SQLite can't be moved to Postgres: ${reasonOf(error)}`,
			`Let n8n read and write the file ${file} and its folder, then run this execution again. To go on without what is in it, move the file away.`,
			{ cause: error },
		);
	}
}
