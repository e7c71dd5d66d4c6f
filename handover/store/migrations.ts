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
