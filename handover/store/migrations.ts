import { sql, type Kysely, type Migration } from 'kysely';

/**
 * The schema's history. Forward only: a released migration is never edited,
 * a change is a new one. Kysely records which have run.
 */
export const MIGRATIONS: Record<string, Migration> = {
	'2026-11-21-first-release': { up: firstRelease },
	'2026-11-21-handovers-by-contact': { up: handoversByContact },
	'2026-11-21-messages-with-ids': { up: messagesWithIds },
	'2026-11-22-deliveries-and-sent-messages': { up: deliveriesAndSentMessages },
	'2026-11-23-clocks-and-events': { up: clocksAndEvents },
};

async function firstRelease(db: Kysely<unknown>): Promise<void> {
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
		.addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
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
