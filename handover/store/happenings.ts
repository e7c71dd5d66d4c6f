import { eventId, type EventType, type HandoverEvent } from '../events';
import type { Pause } from '../pause';
import type { Assignee, Handover } from '../receipt';
import type { TranscriptMessage } from '../transcript';
import type { Db, Trx } from './access';
import type { AssignedHow, Assignment } from './logStore';
import { toEventRow, toHandover, toPause, toPauseRow } from './rows';
import type { AssignmentRow } from './schema';
import type { HumanAct } from './store';

/*
 * What is read and written when something happens to a handover, inside the
 * transaction that makes it so, with the event for whoever listens.
 */

export function happened(handover: Handover, type: EventType, at: number, data?: Record<string, unknown>, which?: string | number): HandoverEvent {
	return { id: eventId(handover.id, type, which), type, at, conversation: handover.conversation, handoverId: handover.id, data };
}

/** Whether a handover is there: a customer may be erased while others still act for them. */
export async function isKept(trx: Trx, handoverId: string): Promise<boolean> {
	return (await trx.selectFrom('handovers').select('id').where('id', '=', handoverId).executeTakeFirst()) !== undefined;
}

export async function putEvent(trx: Trx, event: HandoverEvent): Promise<void> {
	await trx
		.insertInto('events')
		.values(toEventRow(event))
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}

/** Notes in an open handover that a person has acted. @returns the handover as it is now */
export async function noteHumanAct(trx: Trx, open: Handover, act: HumanAct): Promise<Handover> {
	const { at, agent, replied } = act;
	const row = await trx
		.updateTable('handovers')
		.set({
			claimed_at: open.claimedAt ?? at,
			...(replied && {
				first_reply_at: open.firstReplyAt ?? at,
				last_reply_at: Math.max(open.lastReplyAt ?? 0, at),
				waiting_since: null,
			}),
		})
		.where('id', '=', open.id)
		.returningAll()
		.executeTakeFirstOrThrow();
	if (open.claimedAt === undefined) await putEvent(trx, happened(open, 'claimed', at, { agent }));
	if (replied) await putEvent(trx, happened(open, 'human_replied', at, { agent, text: act.text }, act.messageId ?? at));
	return toHandover(row);
}

/** Somebody, or nobody, as rows have them: the id for queries, and everything known. */
export function assigneeColumns(assignee: Assignee | undefined): { assignee_id: string | null; assignee: string | null } {
	return { assignee_id: assignee?.id ?? null, assignee: assignee ? JSON.stringify(assignee) : null };
}

/** Notes who has it now, or nobody, and tells whoever listens. @returns the handover as it is now; undefined when there is none */
export async function giveTo(
	trx: Trx,
	handoverId: string,
	assignee: Assignee | undefined,
	now: number,
	how: AssignedHow,
): Promise<Handover | undefined> {
	const row = await trx
		.updateTable('handovers')
		.set({ ...assigneeColumns(assignee), assigned_at: assignee ? now : null })
		.where('id', '=', handoverId)
		.returningAll()
		.executeTakeFirst();
	if (!row) return undefined;
	const handover = toHandover(row);
	// Whoever takes it here is told to the desk after that; what the desk says it knows.
	await putAssignment(trx, handover, { how, cause: `${how}/${assignee?.id ?? 'queue'}/${now}`, pending: how === 'claimed' }, now);
	return handover;
}

/** Writes down who has it now. The same cause counts once. */
export async function putAssignment(trx: Trx, handover: Handover, { how, cause, pending }: Pick<Assignment, 'how' | 'cause' | 'pending'>, now: number): Promise<void> {
	const { assignee } = handover;
	const entry = { how, ...assigneeColumns(assignee), at: now, confirmed: pending ? 0 : 1 };
	const written = await trx
		.insertInto('assignments')
		.values({ handover_id: handover.id, cause, ...entry })
		.onConflict((conflict) =>
			conflict.columns(['handover_id', 'cause']).doUpdateSet(entry).where('assignments.confirmed', '=', 0),
		)
		.returning('cause')
		.executeTakeFirst();
	await moveTask(trx, handover.id, assignee);
	if (written && assignee) await putEvent(trx, happened(handover, 'assigned', now, { assignee, how }, cause));
}

/** The built-in desk's task goes with the conversation. */
async function moveTask(trx: Trx, handoverId: string, assignee: Assignee | undefined): Promise<void> {
	await trx
		.updateTable('desk_tasks')
		.set({ assignee_id: assignee?.id ?? null })
		.where('handover_id', '=', handoverId)
		.where('completed_at', 'is', null)
		.execute();
}

/** Oldest first, also one that the desk has yet to take. */
export async function assignmentsOf(db: Db, handoverId: string): Promise<Assignment[]> {
	const rows = await db
		.selectFrom('assignments')
		.selectAll()
		.where('handover_id', '=', handoverId)
		.orderBy('at')
		.execute();
	return rows.map(toAssignment);
}

export function toAssignment({ assignee, at, how, cause, confirmed }: AssignmentRow): Assignment {
	return {
		...(assignee !== null && { assignee: JSON.parse(assignee) as Assignee }),
		at,
		how: how as AssignedHow,
		cause,
		...(confirmed === 0 && { pending: true }),
	};
}

/** What is still kept of a conversation, oldest first. */
export async function messagesOf(db: Db, conversation: string): Promise<TranscriptMessage[]> {
	const rows = await db
		.selectFrom('messages')
		.select(['sender', 'text', 'at', 'message_id'])
		.where('conversation', '=', conversation)
		.orderBy('id', 'asc')
		.execute();
	return rows.map(({ sender, text, at, message_id: id }) => ({
		from: sender as TranscriptMessage['from'],
		text,
		at,
		...(id !== null && { id }),
	}));
}

export async function pauseOf(db: Db, conversation: string): Promise<Pause | undefined> {
	const row = await db
		.selectFrom('pauses')
		.selectAll()
		.where('conversation', '=', conversation)
		.executeTakeFirst();
	return row && toPause(row);
}

export async function putPause(trx: Trx, conversation: string, pause: Pause): Promise<void> {
	const row = toPauseRow(pause);
	await trx
		.insertInto('pauses')
		.values({ conversation, ...row })
		.onConflict((conflict) => conflict.column('conversation').doUpdateSet(row))
		.execute();
}
