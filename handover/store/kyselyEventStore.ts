import type { ExpressionBuilder } from 'kysely';
import { conversationKey, type ConversationRef } from '../conversation';
import { TIMERS, isTimer, type EventType, type Happening, type HandoverEvent, type Queue, type Watched } from '../events';
import type { Pause } from '../pause';
import type { StepResult } from '../receipt';
import { NO_SCOPE, OPEN, type Access, type Db } from './access';
import type { EventStore, Wanted } from './eventStore';
import { pauseOf, putEvent } from './happenings';
import { toEvent, toHandover, toPause } from './rows';
import type { Schema } from './schema';
import type { Claim } from './store';

/** Databases take a few ten thousand values in a query at most. */
const IDS_PER_QUERY = 1000;

/** How long ago somebody may have become free for the queue to be told. */
const FREED_MS = 60 * 60 * 1000;

/** The events of one desk and flow, as far as somebody wants just those. */
function concerning(eb: ExpressionBuilder<Schema, 'events'>, { desk, flow }: Omit<Wanted<EventType>, 'types'>) {
	return eb.and([
		...(desk === undefined ? [] : [eb('desk', '=', desk)]),
		...(flow === undefined
			? []
			: [
					eb.or([
						eb('handover_id', 'is', null),
						eb('handover_id', 'in', eb.selectFrom('handovers').select('handovers.id').where('handovers.flow', '=', flow)),
					]),
				]),
	]);
}

/** The outbox on any database Kysely speaks to. */
export class KyselyEventStore implements EventStore {
	constructor(private readonly access: Access) {}

	async subscribe(subscriber: string, at: number): Promise<number> {
		const known = await this.access.read((db) => sinceOf(db, subscriber));
		if (known !== undefined) return known;
		return this.access.write(NO_SCOPE, async (trx) => {
			await trx
				.insertInto('subscribers')
				.values({ id: subscriber, since: at })
				.onConflict((conflict) => conflict.doNothing())
				.execute();
			return (await sinceOf(trx, subscriber)) ?? at;
		});
	}

	async pending(subscriber: string, { types, ...wanted }: Wanted<Happening>, since: number, now: number, limit: number): Promise<HandoverEvent[]> {
		if (types.length === 0) return [];
		return this.access.read(async (db) => {
			const rows = await db
				.selectFrom('events')
				.selectAll()
				.where('at', '>=', since)
				.where('type', 'in', types)
				.where((eb) => concerning(eb, wanted))
				.where((eb) =>
					eb.not(
						eb.exists(
							eb
								.selectFrom('event_deliveries')
								.select('event_id')
								.where('subscriber', '=', subscriber)
								.whereRef('event_id', '=', 'events.id')
								.where((told) => told.or([told('delivered_at', 'is not', null), told('claimed_until', '>', now)])),
						),
					),
				)
				.orderBy('at')
				.orderBy('id')
				.limit(limit)
				.execute();
			return rows.map(toEvent);
		});
	}

	async toldAlready(subscriber: string, eventIds: readonly string[], now: number): Promise<Set<string>> {
		return this.access.read(async (db) => {
			const told = new Set<string>();
			for (let begin = 0; begin < eventIds.length; begin += IDS_PER_QUERY) {
				const rows = await db
					.selectFrom('event_deliveries')
					.select('event_id')
					.where('subscriber', '=', subscriber)
					.where('event_id', 'in', eventIds.slice(begin, begin + IDS_PER_QUERY))
					.where((eb) => eb.or([eb('delivered_at', 'is not', null), eb('claimed_until', '>', now)]))
					.execute();
				for (const { event_id: id } of rows) told.add(id);
			}
			return told;
		});
	}

	async claimEvent(subscriber: string, event: HandoverEvent, claim: Claim): Promise<boolean> {
		return this.access.write({ other: event.id }, async (trx) => {
			const row = { claim_id: claim.id, claimed_until: claim.until };
			const granted = await trx
				.insertInto('event_deliveries')
				.values({ subscriber, event_id: event.id, handover_id: event.handoverId ?? null, delivered_at: null, ...row })
				.onConflict((conflict) =>
					conflict
						.columns(['subscriber', 'event_id'])
						.doUpdateSet(row)
						.where('event_deliveries.delivered_at', 'is', null)
						.where('event_deliveries.claimed_until', '<=', claim.at),
				)
				.returning('event_id')
				.executeTakeFirst();
			// What happened was noted when it did; if it is gone by now, it was erased.
			if (granted && isTimer(event.type)) await putEvent(trx, event);
			return granted !== undefined;
		});
	}

	async finishEvent(subscriber: string, eventId: string, claimId: string, at: number): Promise<void> {
		await this.access.write(NO_SCOPE, (trx) =>
			trx
				.updateTable('event_deliveries')
				.set({ delivered_at: at })
				.where('subscriber', '=', subscriber)
				.where('event_id', '=', eventId)
				.where('claim_id', '=', claimId)
				.execute(),
		);
	}

	async releaseEvent(subscriber: string, eventId: string, claimId: string): Promise<void> {
		await this.access.write({ other: eventId }, async (trx) => {
			await trx
				.deleteFrom('event_deliveries')
				.where('subscriber', '=', subscriber)
				.where('event_id', '=', eventId)
				.where('claim_id', '=', claimId)
				.where('delivered_at', 'is', null)
				.execute();
			// A timer that nobody was told of has not gone off.
			await trx
				.deleteFrom('events')
				.where('id', '=', eventId)
				.where('type', 'in', TIMERS)
				.where((eb) => eb.not(eb.exists(eb.selectFrom('event_deliveries').select('event_id').where('event_id', '=', eventId))))
				.execute();
		});
	}

	async newest({ types, ...wanted }: Wanted<EventType>): Promise<HandoverEvent | undefined> {
		if (types.length === 0) return undefined;
		return this.access.read(async (db) => {
			const row = await db
				.selectFrom('events')
				.selectAll()
				.where('type', 'in', types)
				.where((eb) => concerning(eb, wanted))
				.orderBy('at', 'desc')
				.limit(1)
				.executeTakeFirst();
			return row && toEvent(row);
		});
	}

	async watched(now: number, tasks: { from: number; to: number }): Promise<Watched[]> {
		return this.access.read(async (db) => {
			const open = await db.selectFrom('handovers').selectAll().where('status', '=', OPEN).execute();
			const withTask = await db
				.selectFrom('handovers')
				.selectAll()
				.where('status', '=', 'closed')
				.where('task_completed_at', 'is', null)
				.where('task_due_at', '>=', tasks.from)
				.where('task_due_at', '<=', tasks.to)
				.execute();
			const holding = await db.selectFrom('pauses').selectAll().where('until', '>', now).execute();
			const pauses = new Map(holding.map((row): [string, Pause] => [row.conversation, toPause(row)]));
			const stuck = await stuckSince(db, now);
			const watched = open.map((row): Watched => {
				const pause = pauses.get(row.conversation);
				pauses.delete(row.conversation);
				const handover = toHandover(row);
				return { conversation: handover.conversation, handover, pause, stuckSince: stuck.get(row.id) };
			});
			for (const row of withTask) {
				const handover = toHandover(row);
				watched.push({ conversation: handover.conversation, handover });
			}
			for (const [key, pause] of pauses) watched.push({ conversation: conversationOf(key), pause });
			return watched;
		});
	}

	async watchedOne(handoverId: string | undefined, conversation: ConversationRef, now: number): Promise<Watched | undefined> {
		return this.access.read(async (db) => {
			const key = conversationKey(conversation);
			const row = await db
				.selectFrom('handovers')
				.selectAll()
				.where((eb) => (handoverId === undefined ? eb.and([eb('conversation', '=', key), eb('status', '=', OPEN)]) : eb('id', '=', handoverId)))
				.executeTakeFirst();
			if (!row && handoverId !== undefined) return undefined;
			const handover = row && toHandover(row);
			if (handover?.status === 'closed') return { conversation, handover };
			const pause = await pauseOf(db, key);
			return {
				conversation,
				handover,
				pause: pause && pause.until > now ? pause : undefined,
				stuckSince: handover && (await stuckSince(db, now, handover.id)).get(handover.id),
			};
		});
	}

	async queues(now: number): Promise<Queue[]> {
		return this.access.read(async (db) => {
			const rows = await db
				.selectFrom('handovers')
				.innerJoin('pauses', 'pauses.conversation', 'handovers.conversation')
				.select(['handovers.id', 'handovers.desk', 'handovers.account', 'handovers.conversation_id', 'handovers.opened_at'])
				.where('handovers.status', '=', OPEN)
				.where('handovers.assignee_id', 'is', null)
				.where('pauses.until', '>', now)
				.orderBy('handovers.opened_at')
				.orderBy('handovers.id')
				.execute();
			const queues = new Map<string, Queue>();
			for (const { id, desk, account, conversation_id: conversationId, opened_at: openedAt } of rows) {
				const key = conversationKey({ desk, account, conversationId: '' });
				const queue = queues.get(key);
				if (queue) queue.waiting++;
				else queues.set(key, { desk, account, waiting: 1, oldest: { handoverId: id, conversation: { desk, account, conversationId }, openedAt } });
			}
			for (const queue of queues.values()) queue.freedAt = await freedAt(db, queue, now);
			return [...queues.values()];
		});
	}

	async overdueToClose(now: number): Promise<string[]> {
		return this.access.read(async (db) => {
			const rows = await db
				.selectFrom('handovers')
				.select('id')
				.where('status', '=', OPEN)
				.where((eb) =>
					eb.not(
						eb.exists(
							eb.selectFrom('pauses').select('until').whereRef('pauses.conversation', '=', 'handovers.conversation').where('until', '>', now),
						),
					),
				)
				.execute();
			return rows.map(({ id }) => id);
		});
	}
}

async function sinceOf(db: Db, subscriber: string): Promise<number | undefined> {
	const row = await db.selectFrom('subscribers').select('since').where('id', '=', subscriber).executeTakeFirst();
	return row?.since;
}

/** Since when a step of an open handover is not done that was begun: it failed, or its execution died. */
async function stuckSince(db: Db, now: number, only?: string): Promise<Map<string, number>> {
	const rows = await db
		.selectFrom('steps')
		.innerJoin('handovers', 'handovers.id', 'steps.handover_id')
		.select(['steps.handover_id', 'steps.status', 'steps.claimed_until', 'steps.result'])
		.where('handovers.status', '=', OPEN)
		.$if(only !== undefined, (query) => query.where('handovers.id', '=', only ?? ''))
		.where((eb) =>
			eb.or([eb('steps.status', '=', 'failed'), eb.and([eb('steps.status', '=', 'claimed'), eb('steps.claimed_until', '<=', now)])]),
		)
		.execute();
	const since = new Map<string, number>();
	for (const { handover_id: id, status, claimed_until: claimedUntil, result } of rows) {
		const at = status === 'failed' && result !== null ? Date.parse((JSON.parse(result) as StepResult).at) : claimedUntil;
		since.set(id, Math.min(since.get(id) ?? at, at));
	}
	return since;
}

/** When a conversation that somebody had ended last at this account, if that is not long ago. */
async function freedAt(db: Db, { desk, account }: Pick<Queue, 'desk' | 'account'>, now: number): Promise<number | undefined> {
	const row = await db
		.selectFrom('events')
		.innerJoin('handovers', 'handovers.id', 'events.handover_id')
		.select('events.at')
		.where('events.at', '>', now - FREED_MS)
		.where('events.type', '=', 'closed')
		.where('events.desk', '=', desk)
		.where('events.account', '=', account)
		.where('handovers.assignee_id', 'is not', null)
		.orderBy('events.at', 'desc')
		.limit(1)
		.executeTakeFirst();
	return row?.at;
}

/** The conversation that a key of the store stands for. */
function conversationOf(key: string): ConversationRef {
	const [desk = '', account = '', conversationId = ''] = key.split('/').map(decodeURIComponent);
	return { desk, account, conversationId };
}
