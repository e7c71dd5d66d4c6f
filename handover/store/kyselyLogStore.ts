import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql, type RawBuilder, type SelectQueryBuilder, type SqlBool } from 'kysely';
import { conversationKey } from '../conversation';
import type { Assignee, Closing, Handover, Outcome, StepResult, StepResults } from '../receipt';
import type { TranscriptMessage } from '../transcript';
import { Cases } from './cases';
import { NO_SCOPE, OPEN, type Access, type Db, type Trx } from './access';
import { giveTo, messagesOf, noteHumanAct, pauseOf, putPause, toAssignment } from './happenings';
import type { Assignment, Claimed, Erased, HandoverClaim, HandoverFilter, HandoverRecord, LogStore } from './logStore';
import { toHandover, toStepResult } from './rows';
import type { HandoverRow, Schema } from './schema';
import type { DeskAccount } from './store';

/** How many rows one query reads or one transaction erases: some milliseconds of work, then others have their turn. */
const BATCH = 500;
/** How many rows one transaction looks at, to erase those that are old: the same time. */
const STRETCH = 2_000;

/** The log on any database Kysely speaks to. */
export class KyselyLogStore implements LogStore {
	readonly cases: Cases;

	constructor(private readonly access: Access) {
		this.cases = new Cases(access, recordsById);
	}

	async find(filter: HandoverFilter): Promise<Handover[]> {
		const found: Handover[] = [];
		for await (const page of this.pages(filter)) found.push(...page);
		return found;
	}

	async records(filter: HandoverFilter): Promise<HandoverRecord[]> {
		const records: HandoverRecord[] = [];
		for await (const page of this.recordPages(filter)) records.push(...page);
		return records;
	}

	async *recordPages(filter: HandoverFilter): AsyncGenerator<HandoverRecord[]> {
		for await (const page of this.pages(filter)) yield this.access.read((db) => recordsOf(db, page));
	}

	async transcript({ conversation, closedAt = Infinity }: Handover): Promise<TranscriptMessage[]> {
		const kept = await this.access.read((db) => messagesOf(db, conversationKey(conversation)));
		return kept.filter(({ at }) => at <= closedAt);
	}

	async claim(handoverId: string, { agent, at, takeOver, next }: HandoverClaim): Promise<Claimed> {
		return this.access.write({ handover: handoverId }, async (trx): Promise<Claimed> => {
			const row = await trx.selectFrom('handovers').selectAll().where('id', '=', handoverId).where('status', '=', OPEN).executeTakeFirst();
			const pause = row && (await pauseOf(trx, row.conversation));
			if (!row || !pause || pause.until <= at) return { claimed: false };
			const open = toHandover(row);
			const by = await holder(trx, open);
			if (by?.id === agent.id) return { claimed: true, handover: open };
			if (by && !takeOver) return { claimed: false, by };
			await putPause(trx, row.conversation, next(pause));
			const acted = await noteHumanAct(trx, open, { at, agent, replied: false });
			return { claimed: true, handover: (await giveTo(trx, open.id, agent, at, 'claimed')) ?? acted };
		});
	}

	async settle(handoverId: string, outcome: Outcome, closing: Closing): Promise<boolean> {
		return this.access.write(NO_SCOPE, async (trx) => {
			const settled = await trx
				.updateTable('handovers')
				.set({ outcome, closing: JSON.stringify(closing) })
				.where('id', '=', handoverId)
				.where('outcome', '=', 'bot_returned')
				.returning('id')
				.executeTakeFirst();
			return settled !== undefined;
		});
	}

	async eraseContact(account: DeskAccount, contactId: string, conversationIds: readonly string[]): Promise<Erased> {
		return this.access.erase(NO_SCOPE, async (trx) => {
			const named = conversationIds.map((conversationId) => conversationKey({ ...account, conversationId }));
			const conversations = [...new Set([...named, ...(await conversationsOf(trx, account, contactId))])];
			const erased = { ...NOTHING };
			for (const conversation of conversations.sort()) await this.access.enter(trx, { conversation });
			for (const some of batches(conversations)) add(erased, await eraseConversations(trx, some));
			const owned = { desk: account.desk, account: account.account, contact_id: contactId };
			const tags = await trx.deleteFrom('desk_tags').where((eb) => eb.and(owned)).executeTakeFirst();
			await trx.deleteFrom('desk_owners').where((eb) => eb.and(owned)).execute();
			return { ...erased, tags: Number(tags.numDeletedRows) };
		});
	}

	async eraseBefore(at: number): Promise<Erased> {
		const erased = { ...NOTHING };
		await this.untilNothingIsLeft(async (trx) => {
			const some = await eraseClosedBefore(trx, at);
			add(erased, some);
			return some.handovers;
		});
		const conversations = new Set<string>();
		await this.throughAll('messages', 'id', 0, async (trx, messages) => {
			const gone = await trx
				.deleteFrom('messages')
				.where(messages)
				.where('at', '<', at)
				.where('conversation', 'not in', openConversations(trx))
				.returning('conversation')
				.execute();
			for (const { conversation } of gone) conversations.add(conversation);
			erased.messages += gone.length;
		});
		await this.throughAll('attempts', 'conversation', '', async (trx, attempts) => {
			await trx.deleteFrom('attempts').where(attempts).where('updated_at', '<', at).where('conversation', 'not in', openConversations(trx)).execute();
		});
		await this.untilNothingIsLeft((trx) => erasePausesBefore(trx, at));
		const tags = await this.access.erase(NO_SCOPE, (trx) => eraseTheRestBefore(trx, at));
		return { ...erased, conversations: conversations.size, tags };
	}

	/** Erases batches, each in a transaction of its own, until there is nothing. @param batch returns how many rows it erased */
	private async untilNothingIsLeft(batch: (trx: Trx) => Promise<number>): Promise<void> {
		while ((await this.access.write(NO_SCOPE, batch)) > 0) await nextTurn();
	}

	/**
	 * Goes through a table that has no index by age, a stretch at a time, each in a transaction of its own.
	 * @param begin before the first key
	 * @param erase what is old of a stretch
	 */
	private async throughAll(table: 'messages' | 'attempts', key: 'id' | 'conversation', begin: string | number, erase: (trx: Trx, stretch: RawBuilder<SqlBool>) => Promise<void>): Promise<void> {
		const column = sql.ref(key);
		for (let last: string | number | undefined = begin; last !== undefined; await nextTurn()) {
			const after: RawBuilder<SqlBool> = sql`${column} > ${last}`;
			last = await this.access.write(NO_SCOPE, async (trx): Promise<string | number | undefined> => {
				const keys = trx.selectFrom<'messages' | 'attempts'>(table).select(sql<string | number>`${column}`.as('key'));
				const end = await keys.where(after).orderBy(column).limit(1).offset(STRETCH).executeTakeFirst();
				await erase(trx, end ? sql<SqlBool>`${after} and ${column} <= ${end.key}` : after);
				return end?.key;
			});
		}
	}

	/** Newest first, a batch at a time; one that opens meanwhile is not in it. */
	private async *pages(filter: HandoverFilter): AsyncGenerator<Handover[]> {
		let left = filter.limit ?? Infinity;
		let last: HandoverRow | undefined;
		while (left > 0) {
			const rows = await this.access.read((db) => after(matching(db, filter), last).limit(Math.min(left, BATCH)).execute());
			yield rows.map(toHandover);
			if (rows.length < BATCH) return;
			left -= rows.length;
			last = rows.at(-1);
			await nextTurn();
		}
	}
}

type Handovers = SelectQueryBuilder<Schema, 'handovers', HandoverRow>;

function matching(db: Db, filter: HandoverFilter): Handovers {
	const { id, account, status, inQueue, assigneeId, contactId, conversationId, scenario, outcome, from, to } = filter;
	let query = db.selectFrom('handovers').selectAll();
	if (id !== undefined) query = query.where('id', '=', id);
	const key = account && conversationId !== undefined ? conversationKey({ ...account, conversationId }) : undefined;
	if (account && key === undefined) query = query.where('desk', '=', account.desk).where('account', '=', account.account);
	if (status === 'open') query = query.where('status', '=', OPEN);
	if (status === 'closed') query = query.where('status', '=', 'closed');
	if (inQueue) query = query.where('status', '=', OPEN).where('assignee_id', 'is', null);
	if (assigneeId !== undefined) query = query.where('assignee_id', '=', assigneeId);
	if (contactId !== undefined) query = query.where('contact_id', '=', contactId);
	if (key !== undefined) query = query.where('conversation', '=', key);
	else if (conversationId !== undefined) query = query.where('conversation_id', '=', conversationId);
	if (scenario) query = query.where('scenario', '=', scenario);
	if (outcome) query = query.where('outcome', '=', outcome);
	if (from !== undefined) query = query.where('opened_at', '>=', from);
	if (to !== undefined) query = query.where('opened_at', '<', to);
	// SQLite would rather walk through the whole account in order than look up one customer and sort.
	const isOfOne = key !== undefined || contactId !== undefined;
	return query.orderBy('opened_at', 'desc').orderBy(isOfOne ? sql`id || ''` : 'id', 'desc');
}

/** Those that come after this one. */
function after(query: Handovers, last: HandoverRow | undefined): Handovers {
	if (!last) return query;
	return query
		.where('opened_at', '<=', last.opened_at)
		.where((eb) => eb.or([eb('opened_at', '<', last.opened_at), eb('id', '<', last.id)]));
}

async function recordsById(db: Db, ids: readonly string[]): Promise<HandoverRecord[]> {
	const [some] = batches(ids);
	const rows = await db.selectFrom('handovers').selectAll().where('id', 'in', some).execute();
	return recordsOf(db, rows.map(toHandover));
}

async function recordsOf(db: Db, handovers: readonly Handover[]): Promise<HandoverRecord[]> {
	const steps = new Map<string, Record<string, StepResult>>();
	const assignments = new Map<string, Assignment[]>();
	for (const ids of batches(handovers.map(({ id }) => id))) {
		for (const row of await db.selectFrom('steps').selectAll().where('handover_id', 'in', ids).execute()) {
			const result = toStepResult(row);
			if (result) steps.set(row.handover_id, { ...steps.get(row.handover_id), [row.step]: result });
		}
		for (const row of await db.selectFrom('assignments').selectAll().where('handover_id', 'in', ids).orderBy('at').execute()) {
			assignments.set(row.handover_id, [...(assignments.get(row.handover_id) ?? []), toAssignment(row)]);
		}
	}
	return handovers.map((handover) => {
		const done: StepResults = steps.get(handover.id) ?? {};
		return { handover, steps: done, assignments: assignments.get(handover.id) ?? [], tags: addedTags(done) };
	});
}

function addedTags({ tag }: StepResults): string[] {
	const added = tag?.data?.added;
	return Array.isArray(added) ? added.map(String) : [];
}

/** Who has an open handover for good, so that nobody else may just take it. */
async function holder(trx: Trx, { id, assignee, assignedAt = 0, claimedAt = -1, lastReplyAt = -1 }: Handover): Promise<Assignee | undefined> {
	if (!assignee) return undefined;
	if (Math.max(claimedAt, lastReplyAt) >= assignedAt) return assignee;
	const taken = await trx
		.selectFrom('assignments')
		.select('cause')
		.where('handover_id', '=', id)
		.where('assignee_id', '=', assignee.id)
		.where('how', 'in', ['claimed', 'desk'])
		.where('at', '>=', assignedAt)
		.executeTakeFirst();
	return taken && assignee;
}

const NOTHING: Erased = { handovers: 0, conversations: 0, messages: 0, tasks: 0, tags: 0 };

function add(sum: Erased, more: Partial<Erased>): void {
	for (const [what, count] of Object.entries(more) as [keyof Erased, number][]) sum[what] += count;
}

/**
 * A list in parts for `in (…)`. The last part is filled up with its own
 * first value, so that every list makes the same statement, prepared once.
 */
function* batches(values: readonly string[]): Generator<string[]> {
	for (let start = 0; start < values.length; start += BATCH) {
		const some = values.slice(start, start + BATCH);
		yield [...some, ...Array.from({ length: BATCH - some.length }, () => some[0])];
	}
}

/** The keys of the conversations in which a contact had handovers. */
async function conversationsOf(trx: Trx, { desk, account }: DeskAccount, contactId: string): Promise<string[]> {
	const ofAccount = trx.selectFrom('handovers').where('desk', '=', desk).where('account', '=', account);
	const known = await ofAccount.select('conversation').distinct().where('contact_id', '=', contactId).execute();
	// Rows from before the column was there have the id in their details only.
	const old = await ofAccount.selectAll().where('contact_id', 'is', null).execute();
	return [...known, ...old.filter((row) => toHandover(row).contact.id === contactId)].map(({ conversation }) => conversation);
}

/** @param conversations keys, at most a batch */
async function eraseConversations(trx: Trx, conversations: readonly string[]): Promise<Partial<Erased>> {
	const handovers = await trx.selectFrom('handovers').select(['id', 'conversation']).where('conversation', 'in', conversations).execute();
	const erased: Erased = { ...NOTHING };
	for (const ids of batches(handovers.map(({ id }) => id))) add(erased, await eraseHandovers(trx, ids));
	// Those of handovers went with them; what is left are those of pauses.
	const told = trx.selectFrom('events').select('id').where('handover_id', 'is', null).where('conversation', 'in', conversations);
	await trx.deleteFrom('event_deliveries').where('handover_id', 'is', null).where('event_id', 'in', told).execute();
	await trx.deleteFrom('events').where('handover_id', 'is', null).where('conversation', 'in', conversations).execute();
	for (const table of ['pauses', 'attempts', 'sent_messages'] as const) {
		await trx.deleteFrom(table).where('conversation', 'in', conversations).execute();
	}
	const messages = await trx.deleteFrom('messages').where('conversation', 'in', conversations).returning('conversation').execute();
	const touched = new Set([...handovers, ...messages].map(({ conversation }) => conversation));
	return { ...erased, conversations: touched.size, messages: messages.length };
}

/** @param ids at most a batch */
async function eraseHandovers(trx: Trx, ids: readonly string[]): Promise<Pick<Erased, 'handovers' | 'tasks'>> {
	// First, so that whoever changes one of them waits, and then finds nothing to add to.
	const handovers = await trx.deleteFrom('handovers').where('id', 'in', ids).executeTakeFirst();
	const tasks = await trx.deleteFrom('desk_tasks').where('handover_id', 'in', ids).executeTakeFirst();
	for (const table of ['steps', 'assignments', 'event_deliveries', 'events'] as const) {
		await trx.deleteFrom(table).where('handover_id', 'in', ids).execute();
	}
	return { handovers: Number(handovers.numDeletedRows), tasks: Number(tasks.numDeletedRows) };
}

/** A batch of closed handovers; what is kept of their conversations is erased by its own age. */
async function eraseClosedBefore(trx: Trx, at: number): Promise<Pick<Erased, 'handovers' | 'tasks'>> {
	const rows = await trx
		.selectFrom('handovers')
		.select('id')
		.where('closed_at', '<', at)
		.limit(BATCH)
		.execute();
	const [ids] = batches(rows.map(({ id }) => id));
	return ids ? eraseHandovers(trx, ids) : { handovers: 0, tasks: 0 };
}

/** Conversations that people have right now. */
function openConversations(trx: Trx) {
	return trx.selectFrom('handovers').select('conversation').where('status', '=', OPEN);
}

/** A batch of pauses that were over by then. @returns how many */
async function erasePausesBefore(trx: Trx, at: number): Promise<number> {
	const over = trx.selectFrom('pauses').select('conversation').where('until', '<', at).where('conversation', 'not in', openConversations(trx)).limit(BATCH);
	const erased = await trx.deleteFrom('pauses').where('conversation', 'in', over).executeTakeFirst();
	return Number(erased.numDeletedRows);
}

/** What is few, or found by its age. @returns how many tags */
async function eraseTheRestBefore(trx: Trx, at: number): Promise<number> {
	for (const table of ['sent_messages', 'deliveries'] as const) await trx.deleteFrom(table).where('at', '<', at).execute();
	// Those of a handover go with it, those of a pause that holds stay: they say that nobody is to be told again.
	const paused = trx.selectFrom('pauses').select('conversation');
	await trx.deleteFrom('events').where('handover_id', 'is', null).where('at', '<', at).where('conversation', 'not in', paused).execute();
	const kept = trx.selectFrom('events').select('id').where('handover_id', 'is', null);
	await trx.deleteFrom('event_deliveries').where('handover_id', 'is', null).where('claimed_until', '<', at).where('event_id', 'not in', kept).execute();
	await eraseOfContacts(trx, 'desk_owners', at);
	return eraseOfContacts(trx, 'desk_tags', at);
}

/** What the built-in desk keeps about contacts of whom no handover is left. @returns how many rows */
async function eraseOfContacts(trx: Trx, table: 'desk_tags' | 'desk_owners', at: number): Promise<number> {
	const ofContact = trx
		.selectFrom('handovers')
		.select('id')
		.whereRef('handovers.desk', '=', sql.ref(`${table}.desk`))
		.whereRef('handovers.account', '=', sql.ref(`${table}.account`))
		.whereRef('handovers.contact_id', '=', sql.ref(`${table}.contact_id`));
	const erased = await trx
		.deleteFrom(table)
		.where('at', '<', at)
		.where(({ not, exists }) => not(exists(ofContact)))
		.executeTakeFirst();
	return Number(erased.numDeletedRows);
}
