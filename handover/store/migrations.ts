import { sql, type Kysely, type Migration, type RawBuilder } from 'kysely';

/**
 * The schema's history. Forward only: a released migration is never edited,
 * a change is a new one. `migrate.ts` notes which have run.
 * @param schema where the tables are, for statements that Kysely has no words for
 */
export function migrationsFor(database: Database, schema?: string): Record<string, Migration> {
	return {
		'2026-11-21-first-release': { up: (db: Kysely<unknown>) => firstRelease(db, database) },
		'2026-11-21-handovers-by-contact': { up: handoversByContact },
		'2026-11-21-messages-with-ids': { up: messagesWithIds },
		'2026-11-22-deliveries-and-sent-messages': { up: deliveriesAndSentMessages },
		'2026-11-23-clocks-and-events': { up: clocksAndEvents },
		'2026-11-24-large-stores': { up: (db: Kysely<unknown>) => largeStores(db, database, schema) },
	};
}

/** The databases the store can be kept in. */
export type Database = 'sqlite' | 'postgres';

async function firstRelease(db: Kysely<unknown>, database: Database): Promise<void> {
	await db.schema
		.createTable('handovers')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('conversation', 'text', (c) => c.notNull())
		.addColumn('desk', 'text', (c) => c.notNull())
		.addColumn('account', 'text', (c) => c.notNull())
		.addColumn('conversation_id', 'text', (c) => c.notNull())
		.addColumn('status', 'text', (c) => c.notNull())
		.addColumn('scenario', 'text', (c) => c.notNull())
		.addColumn('flow', 'text', (c) => c.notNull())
		.addColumn('opened_at', 'bigint', (c) => c.notNull())
		.addColumn('deadline_at', 'bigint', (c) => c.notNull())
		.addColumn('closed_at', 'bigint')
		.addColumn('outcome', 'text')
		.addColumn('assignee_id', 'text')
		.addColumn('assigned_at', 'bigint')
		.addColumn('assignee', 'text')
		.addColumn('details', 'text', (c) => c.notNull())
		.execute();
	// What makes "at most one open handover per conversation" true, whoever races.
	await db.schema
		.createIndex('handovers_one_open')
		.unique()
		.on('handovers')
		.column('conversation')
		.where(sql.ref('status'), '=', sql.lit('open'))
		.execute();
	await db.schema
		.createIndex('handovers_open_by_assignee')
		.on('handovers')
		.columns(['desk', 'account', 'assignee_id'])
		.where(sql.ref('status'), '=', sql.lit('open'))
		.execute();

	await db.schema
		.createIndex('handovers_by_conversation')
		.on('handovers')
		.columns(['conversation', 'opened_at'])
		.execute();
	await db.schema
		.createIndex('handovers_by_flow')
		.on('handovers')
		.columns(['flow', 'scenario', 'opened_at'])
		.execute();

	await db.schema
		.createTable('steps')
		.addColumn('handover_id', 'text', (c) => c.notNull())
		.addColumn('step', 'text', (c) => c.notNull())
		.addColumn('status', 'text', (c) => c.notNull())
		.addColumn('claim_id', 'text', (c) => c.notNull())
		.addColumn('claimed_until', 'bigint', (c) => c.notNull())
		.addColumn('result', 'text')
		.addPrimaryKeyConstraint('steps_pk', ['handover_id', 'step'])
		.execute();

	await db.schema
		.createTable('pauses')
		.addColumn('conversation', 'text', (c) => c.primaryKey())
		.addColumn('set_at', 'bigint', (c) => c.notNull())
		.addColumn('until', 'bigint', (c) => c.notNull())
		.addColumn('handover_id', 'text')
		.addColumn('reason', 'text', (c) => c.notNull())
		.execute();

	await db.schema
		.createTable('attempts')
		.addColumn('conversation', 'text', (c) => c.primaryKey())
		.addColumn('turn', 'integer', (c) => c.notNull())
		.addColumn('failed', 'integer', (c) => c.notNull())
		.addColumn('judged_turn', 'integer', (c) => c.notNull())
		.addColumn('replies_only', 'integer', (c) => c.notNull())
		.addColumn('updated_at', 'bigint', (c) => c.notNull())
		.addColumn('message_id', 'text')
		.execute();

	await db.schema
		.createTable('messages')
		// Counts up by itself; each database has its own way of saying so.
		.$call((table) => (database === 'sqlite' ? table.addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement()) : table.addColumn('id', 'bigserial', (c) => c.primaryKey())))
		.addColumn('conversation', 'text', (c) => c.notNull())
		.addColumn('sender', 'text', (c) => c.notNull())
		.addColumn('text', 'text', (c) => c.notNull())
		.addColumn('at', 'bigint', (c) => c.notNull())
		.execute();
	await db.schema
		.createIndex('messages_by_conversation')
		.on('messages')
		.columns(['conversation', 'id'])
		.execute();

	await db.schema
		.createTable('rotation')
		.addColumn('desk', 'text', (c) => c.notNull())
		.addColumn('account', 'text', (c) => c.notNull())
		.addColumn('agent_id', 'text', (c) => c.notNull())
		.addColumn('last_turn', 'bigint', (c) => c.notNull())
		.addPrimaryKeyConstraint('rotation_pk', ['desk', 'account', 'agent_id'])
		.execute();

	await db.schema
		.createTable('desk_tasks')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('handover_id', 'text', (c) => c.notNull().unique())
		.addColumn('task', 'text', (c) => c.notNull())
		.addColumn('assignee_id', 'text')
		.addColumn('due_at', 'bigint', (c) => c.notNull())
		.addColumn('completed_at', 'bigint')
		.execute();

	await db.schema
		.createTable('desk_tags')
		.addColumn('desk', 'text', (c) => c.notNull())
		.addColumn('account', 'text', (c) => c.notNull())
		.addColumn('contact_id', 'text', (c) => c.notNull())
		.addColumn('tag', 'text', (c) => c.notNull())
		.addColumn('at', 'bigint', (c) => c.notNull())
		.addPrimaryKeyConstraint('desk_tags_pk', ['desk', 'account', 'contact_id', 'tag'])
		.execute();

	await db.schema
		.createTable('desk_owners')
		.addColumn('desk', 'text', (c) => c.notNull())
		.addColumn('account', 'text', (c) => c.notNull())
		.addColumn('contact_id', 'text', (c) => c.notNull())
		.addColumn('owner', 'text', (c) => c.notNull())
		.addColumn('at', 'bigint', (c) => c.notNull())
		.addPrimaryKeyConstraint('desk_owners_pk', ['desk', 'account', 'contact_id'])
		.execute();
}

/** For the daily limit of handovers per contact. Older rows stay without: the limit looks back one day. */
async function handoversByContact(db: Kysely<unknown>): Promise<void> {
	await db.schema.alterTable('handovers').addColumn('contact_id', 'text').execute();
	await db.schema
		.createIndex('handovers_by_contact')
		.on('handovers')
		.columns(['desk', 'account', 'contact_id', 'opened_at'])
		.execute();
}

/** To know a message that is delivered again, also after others. */
async function messagesWithIds(db: Kysely<unknown>): Promise<void> {
	await db.schema.alterTable('messages').addColumn('message_id', 'text').execute();
}

/** For desks that call us: what came before, and what of it was ours. */
async function deliveriesAndSentMessages(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('deliveries')
		.addColumn('desk', 'text', (c) => c.notNull())
		.addColumn('account', 'text', (c) => c.notNull())
		.addColumn('id', 'text', (c) => c.notNull())
		.addColumn('at', 'bigint', (c) => c.notNull())
		.addPrimaryKeyConstraint('deliveries_pk', ['desk', 'account', 'id'])
		.execute();
	await db.schema.createIndex('deliveries_by_age').on('deliveries').column('at').execute();
	await db.schema
		.createTable('sent_messages')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('conversation', 'text', (c) => c.notNull())
		.addColumn('message_id', 'text')
		.addColumn('text', 'text', (c) => c.notNull())
		.addColumn('at', 'bigint', (c) => c.notNull())
		.execute();
	await db.schema.createIndex('sent_messages_by_conversation').on('sent_messages').columns(['conversation', 'message_id']).execute();
	await db.schema.createIndex('sent_messages_by_age').on('sent_messages').column('at').execute();
}

/** For what happens after a handover began: who had it, when people acted, when something falls due, and who is told. */
async function clocksAndEvents(db: Kysely<unknown>): Promise<void> {
	const times = ['escalated_at', 'claimed_at', 'first_reply_at', 'last_reply_at', 'waiting_since', 'task_due_at', 'task_completed_at'];
	for (const time of times) await db.schema.alterTable('handovers').addColumn(time, 'bigint').execute();
	await db.schema.alterTable('handovers').addColumn('closing', 'text').execute();
	await db.schema.alterTable('pauses').addColumn('ends', 'text').execute();
	await db.schema.alterTable('pauses').addColumn('idle', 'bigint').execute();
	await db.schema.alterTable('pauses').addColumn('alert_every', 'bigint').execute();
	await db.schema.createIndex('pauses_by_end').on('pauses').column('until').execute();
	await db.schema
		.createIndex('handovers_by_open_task')
		.on('handovers')
		.column('task_due_at')
		.where(sql.ref('task_completed_at'), 'is', null)
		.execute();
	await db.schema.createIndex('handovers_by_opening').on('handovers').columns(['desk', 'account', 'opened_at', 'id']).execute();

	await db.schema
		.createTable('assignments')
		.addColumn('handover_id', 'text', (c) => c.notNull())
		.addColumn('cause', 'text', (c) => c.notNull())
		.addColumn('how', 'text', (c) => c.notNull())
		.addColumn('assignee_id', 'text')
		.addColumn('assignee', 'text')
		.addColumn('at', 'bigint', (c) => c.notNull())
		.addColumn('confirmed', 'integer', (c) => c.notNull())
		.addPrimaryKeyConstraint('assignments_pk', ['handover_id', 'cause'])
		.execute();

	await db.schema
		.createTable('events')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('type', 'text', (c) => c.notNull())
		.addColumn('at', 'bigint', (c) => c.notNull())
		.addColumn('handover_id', 'text')
		.addColumn('conversation', 'text', (c) => c.notNull())
		.addColumn('desk', 'text', (c) => c.notNull())
		.addColumn('account', 'text', (c) => c.notNull())
		.addColumn('conversation_id', 'text', (c) => c.notNull())
		.addColumn('data', 'text')
		.execute();
	await db.schema.createIndex('events_by_time').on('events').column('at').execute();
	await db.schema.createIndex('events_by_handover').on('events').column('handover_id').execute();

	await db.schema
		.createTable('subscribers')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('since', 'bigint', (c) => c.notNull())
		.execute();
	await db.schema
		.createTable('event_deliveries')
		.addColumn('subscriber', 'text', (c) => c.notNull())
		.addColumn('event_id', 'text', (c) => c.notNull())
		.addColumn('handover_id', 'text')
		.addColumn('claim_id', 'text', (c) => c.notNull())
		.addColumn('claimed_until', 'bigint', (c) => c.notNull())
		.addColumn('delivered_at', 'bigint')
		.addPrimaryKeyConstraint('event_deliveries_pk', ['subscriber', 'event_id'])
		.execute();
	await db.schema.createIndex('event_deliveries_by_handover').on('event_deliveries').column('handover_id').execute();

	await db.schema
		.createTable('teams')
		.addColumn('desk', 'text', (c) => c.notNull())
		.addColumn('account', 'text', (c) => c.notNull())
		.addColumn('flow', 'text', (c) => c.notNull())
		.addColumn('team', 'text', (c) => c.notNull())
		.addColumn('at', 'bigint', (c) => c.notNull())
		.addPrimaryKeyConstraint('teams_pk', ['desk', 'account', 'flow'])
		.execute();
}

/** For stores with millions of conversations: what is looked for now and then is found without reading all. */
async function largeStores(db: Kysely<unknown>, database: Database, schema: string | undefined): Promise<void> {
	await cases(db, database, schema);
	await db.schema.createIndex('handovers_by_closing').on('handovers').column('closed_at').execute();
	await db.schema.createIndex('events_of_pauses').on('events').column('conversation').where(sql.ref('handover_id'), 'is', null).execute();
	await db.schema.createIndex('desk_tags_by_age').on('desk_tags').column('at').execute();
}

/**
 * For reports over very many handovers: what they need of each, side by side.
 * The database itself keeps track of handovers that are new, gone or have to be
 * worked out again, whoever writes.
 */
async function cases(db: Kysely<unknown>, database: Database, schema: string | undefined): Promise<void> {
	await db.schema
		.createTable('cases')
		.addColumn('desk', 'text', (c) => c.notNull())
		.addColumn('account', 'text', (c) => c.notNull())
		.addColumn('opened_at', 'bigint', (c) => c.notNull())
		.addColumn('handover_id', 'text', (c) => c.notNull())
		.addColumn('closed', 'integer', (c) => c.notNull())
		.addColumn('changed', 'bigint', (c) => c.notNull())
		.addColumn('about', 'text')
		.addColumn('claim', 'bigint')
		.addColumn('reply', 'bigint')
		.addColumn('agent_reply', 'bigint')
		.addColumn('task_due_at', 'bigint')
		.addPrimaryKeyConstraint('cases_pk', ['desk', 'account', 'opened_at', 'handover_id'])
		// So that a period lies in one piece.
		.$call((table) => (database === 'sqlite' ? table.modifyEnd(sql`without rowid`) : table))
		.execute();
	await db.schema
		.createIndex('cases_to_work_out')
		.on('cases')
		.column('handover_id')
		.where(sql.ref('closed'), '=', sql.lit(1))
		.where(sql.ref('about'), 'is', null)
		.execute();
	const named = (name: string) => sql.id(...(schema === undefined ? [] : [schema]), name);
	const closed = sql`case when status = 'closed' then 1 else 0 end`;
	await sql`insert into ${named('cases')} (desk, account, opened_at, handover_id, closed, changed) select desk, account, opened_at, id, ${closed}, 0 from ${named('handovers')}`.execute(db);
	for (const statement of database === 'sqlite' ? sqliteTriggers() : postgresTriggers(named)) await statement.execute(db);
}

/** The step results that say something about a case. */
const STEPS_OF_CASES = sql`('tag', 'task')`;

/** What becomes of a case: `handover` names the row of `handovers` that is new, changed or gone. */
const caseOf = (handover: 'new' | 'old') =>
	['desk', 'account', 'opened_at'].map((column) => `${column} = ${handover}.${column}`).join(' and ') + ` and handover_id = ${handover}.id`;

function sqliteTriggers() {
	const added = sql`insert into cases (desk, account, opened_at, handover_id, closed, changed) values (new.desk, new.account, new.opened_at, new.id, new.status = 'closed', 0)`;
	const stale = sql`update cases set closed = 1, changed = changed + 1, about = null`;
	const ofOther = sql`${stale} where (desk, account, opened_at, handover_id) = (select desk, account, opened_at, id from handovers where id = new.handover_id and status = 'closed')`;
	return [
		sql`create trigger cases_added after insert on handovers begin ${added}; end`,
		sql`create trigger cases_changed after update on handovers when new.status = 'closed' begin ${stale} where ${sql.raw(caseOf('new'))}; end`,
		sql`create trigger cases_gone after delete on handovers begin delete from cases where ${sql.raw(caseOf('old'))}; end`,
		...['insert', 'update'].flatMap((event) => [
			sql`create trigger ${sql.raw(`cases_step_${event}`)} after ${sql.raw(event)} on steps when new.step in ${STEPS_OF_CASES} begin ${ofOther}; end`,
			sql`create trigger ${sql.raw(`cases_assignment_${event}`)} after ${sql.raw(event)} on assignments begin ${ofOther}; end`,
		]),
	];
}

function postgresTriggers(named: (name: string) => RawBuilder<unknown>) {
	const [known, handovers, steps, assignments] = ['cases', 'handovers', 'steps', 'assignments'].map(named);
	const [added, changed, gone, touched] = ['case_added', 'case_changed', 'case_gone', 'case_touched'].map(named);
	const stale = sql`update ${known} set closed = 1, changed = changed + 1, about = null`;
	const define = (name: RawBuilder<unknown>, body: RawBuilder<unknown>) => sql`create function ${name}() returns trigger language plpgsql as $$ begin ${body}; return null; end $$`;
	return [
		define(added, sql`insert into ${known} (desk, account, opened_at, handover_id, closed, changed) values (new.desk, new.account, new.opened_at, new.id, case when new.status = 'closed' then 1 else 0 end, 0)`),
		define(changed, sql`${stale} where ${sql.raw(caseOf('new'))}`),
		define(gone, sql`delete from ${known} where ${sql.raw(caseOf('old'))}`),
		define(touched, sql`${stale} where (desk, account, opened_at, handover_id) = (select desk, account, opened_at, id from ${handovers} where id = new.handover_id and status = 'closed')`),
		sql`create trigger cases_added after insert on ${handovers} for each row execute function ${added}()`,
		sql`create trigger cases_changed after update on ${handovers} for each row when (new.status = 'closed') execute function ${changed}()`,
		sql`create trigger cases_gone after delete on ${handovers} for each row execute function ${gone}()`,
		sql`create trigger cases_steps after insert or update on ${steps} for each row when (new.step in ${STEPS_OF_CASES}) execute function ${touched}()`,
		sql`create trigger cases_assignments after insert or update on ${assignments} for each row execute function ${touched}()`,
	];
}
