import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { caseOf, type Case } from '../report/cases';
import { businessClock } from '../report/durations';
import { NO_SCOPE, type Access, type Db } from './access';
import type { CaseStore, HandoverRecord } from './logStore';
import type { CaseRow } from './schema';
import type { DeskAccount } from './store';

/** How many rows one query reads: a few milliseconds of work, then others have their turn. */
const PAGE = 5_000;
/** How many are worked out before others have their turn: the same time, since each is read as a whole. */
const BATCH = 500;

/** What tells one row from another, and whether it has changed. */
type CaseKey = Pick<CaseRow, 'desk' | 'account' | 'opened_at' | 'handover_id' | 'changed'>;
/** A case as it is read, perhaps not worked out. */
type Row = { [Name in keyof Case]: Case[Name] | null } & { openedAt: number; id: string; changed: number };
type Recorder = (db: Db, ids: readonly string[]) => Promise<HandoverRecord[]>;

/**
 * The cases on any database Kysely speaks to. What a closed one says is worked out
 * once and kept; triggers mark it when anything about it changes. Open ones are
 * worked out each time.
 */
export class Cases implements CaseStore {
	private readonly clock = businessClock();

	/** @param recordsOf reads what is known of some handovers */
	constructor(
		private readonly access: Access,
		private readonly recordsOf: Recorder,
	) {}

	/** In the order in which they began, some at a time; one that begins meanwhile may be in it or not. */
	async *between({ desk, account }: DeskAccount, { from, to }: { from: number; to: number }, now: number): AsyncGenerator<Case[]> {
		let last = { openedAt: from, id: '' };
		for (;;) {
			const rows = await this.access.read((db) =>
				db
					.selectFrom('cases')
					.select(['opened_at as openedAt', 'handover_id as id', 'changed', 'about', 'claim', 'reply', 'agent_reply as agentReply', 'task_due_at as taskDueAt'])
					.where('desk', '=', desk)
					.where('account', '=', account)
					.where('opened_at', '>=', last.openedAt)
					.where('opened_at', '<', to)
					.where((eb) => eb.or([eb('opened_at', '>', last.openedAt), eb('handover_id', '>', last.id)]))
					.orderBy('opened_at')
					.orderBy('handover_id')
					.limit(PAGE)
					.execute(),
			);
			yield rows.some(({ about }) => about === null) ? await this.completed({ desk, account }, rows, now) : (rows as Case[]);
			const end = rows.at(-1);
			if (!end || rows.length < PAGE) return;
			last = end;
			await nextTurn();
		}
	}

	/** The rows with what was missing; without those that are gone by now, which were erased. */
	private async completed(account: DeskAccount, rows: readonly Row[], now: number): Promise<Case[]> {
		const { desk, account: name } = account;
		const missing = rows.filter(({ about }) => about === null).map(({ id, openedAt, changed }) => ({ desk, account: name, opened_at: openedAt, handover_id: id, changed }));
		const found = await this.workOut(missing, now);
		return rows.flatMap((row) => (row.about === null ? (found.get(row.id) ?? []) : [row as Case]));
	}

	/** Works out handovers that have been closed, or changed since, so that the next report needn't. @param most how many */
	async prepare(most: number, now: number): Promise<void> {
		const rows = await this.access.read((db) =>
			db
				.selectFrom('cases')
				.select(['desk', 'account', 'opened_at', 'handover_id', 'changed'])
				.where('closed', '=', sql.lit(1))
				.where('about', 'is', null)
				.limit(most)
				.execute(),
		);
		await this.workOut(rows, now);
	}

	/** @param keys as they were before now: what changes from here on counts as changed */
	private async workOut(keys: readonly CaseKey[], now: number): Promise<Map<string, Case>> {
		const found = new Map<string, Case>();
		for (let start = 0; start < keys.length; start += BATCH) {
			const some = keys.slice(start, start + BATCH);
			const records = await this.access.read((db) => this.recordsOf(db, some.map((key) => key.handover_id)));
			for (const record of records) found.set(record.handover.id, caseOf(record, now, this.clock));
			const closed = new Set(records.filter(({ handover }) => handover.status === 'closed').map(({ handover }) => handover.id));
			await this.keep(some.filter((key) => closed.has(key.handover_id)), found);
			await nextTurn();
		}
		return found;
	}

	/** One that has changed, or gone, since it was read stays as it is. */
	private async keep(keys: readonly CaseKey[], found: ReadonlyMap<string, Case>): Promise<void> {
		const values = keys.flatMap(({ desk, account, opened_at: openedAt, handover_id: id, changed }) => {
			const one = found.get(id);
			return one ? [sql`(${sql.join([desk, account, openedAt, id, changed, one.about, one.claim, one.reply, one.agentReply, one.taskDueAt])})`] : [];
		});
		if (values.length === 0) return;
		const number = (column: string) => sql<number>`cast(${sql.ref(`found.${column}`)} as bigint)`;
		await this.access.write(NO_SCOPE, (trx) =>
			trx
				.with('found(desk, account, opened_at, handover_id, changed, about, claim, reply, agent_reply, task_due_at)', () => sql<CaseRow>`(values ${sql.join(values)})`)
				.updateTable('cases')
				.from('found')
				.set((eb) => ({
					about: eb.ref('found.about'),
					claim: number('claim'),
					reply: number('reply'),
					agent_reply: number('agent_reply'),
					task_due_at: number('task_due_at'),
				}))
				.whereRef('cases.desk', '=', 'found.desk')
				.whereRef('cases.account', '=', 'found.account')
				.where('cases.opened_at', '=', number('opened_at'))
				.whereRef('cases.handover_id', '=', 'found.handover_id')
				.where('cases.changed', '=', number('changed'))
				.execute(),
		);
	}
}
