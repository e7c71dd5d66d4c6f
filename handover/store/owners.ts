import { asAssignee, type Choice, type Load } from '../assignment';
import type { ConversationRef } from '../conversation';
import type { Assignee, Handover } from '../receipt';
import { OPEN, type Trx } from './access';
import { assigneeColumns, assignmentsOf } from './happenings';
import { toHandover } from './rows';
import type { Escalation, EscalationFacts } from './store';

/*
 * Who gets a handover, chosen in the transaction that counts how busy people
 * are, so that nobody goes over capacity.
 */

/** Gives a handover that nobody has to whom `choose` picks. @returns undefined when somebody has it, or it is closed or gone */
export async function giveToFree(
	trx: Trx,
	{ id, conversation }: Handover,
	memberIds: readonly string[],
	choose: (loads: ReadonlyMap<string, Load>) => Choice,
	now: number,
): Promise<Choice | undefined> {
	const free = await trx
		.selectFrom('handovers')
		.select('id')
		.where('id', '=', id)
		.where('status', '=', OPEN)
		.where('assignee_id', 'is', null)
		.executeTakeFirst();
	if (!free) return undefined;
	const choice = choose(await loadsOf(trx, conversation, memberIds, now));
	if (choice.member) {
		await putAssignee(trx, id, asAssignee(choice.member), now);
		await takeTurn(trx, conversation, choice.member.id);
	}
	return choice;
}

/** Gives a handover that nobody answers to whom `choose` picks, or to nobody, as `HandoverStore.escalate` says. */
export async function giveToNext(
	trx: Trx,
	handover: Handover,
	cause: string,
	memberIds: readonly string[],
	choose: (facts: EscalationFacts) => Choice,
	now: number,
	refused: Assignee | undefined,
): Promise<Escalation> {
	const row = await trx.selectFrom('handovers').selectAll().where('id', '=', handover.id).executeTakeFirst();
	// Erased meanwhile.
	if (!row) return { escalated: false, repeated: false, why: 'closed' };
	const current = toHandover(row);
	const history = await assignmentsOf(trx, handover.id);
	const known = history.find((entry) => entry.cause === cause);
	if (known && !refused) return { escalated: false, repeated: true, assignee: known.assignee };
	if (current.status === 'closed') return { escalated: false, repeated: false, why: 'closed' };
	if (current.waitingSince === undefined) return { escalated: false, repeated: false, why: 'answered' };
	const before = current.assignee;
	if (before?.id !== (refused ?? handover.assignee)?.id) return { escalated: false, repeated: false, why: 'taken' };

	const earlier = history.flatMap((entry) => (entry.assignee && entry.cause !== cause ? entry.assignee.id : []));
	const had = [...new Set([...earlier, ...(before && !refused ? [before.id] : [])])];
	const choice = choose({ loads: await loadsOf(trx, handover.conversation, memberIds, now), had });
	const assignee = choice.member && asAssignee(choice.member);
	await trx
		.updateTable('handovers')
		.set({ ...assigneeColumns(assignee), assigned_at: assignee ? now : null, escalated_at: now })
		.where('id', '=', handover.id)
		.execute();
	if (assignee) await takeTurn(trx, handover.conversation, assignee.id);
	const entry = { how: 'escalated', ...assigneeColumns(assignee), at: now, confirmed: 0 };
	await trx
		.insertInto('assignments')
		.values({ handover_id: handover.id, cause, ...entry })
		.onConflict((conflict) => conflict.columns(['handover_id', 'cause']).doUpdateSet(entry))
		.execute();
	return { escalated: true, choice, before };
}

/**
 * A conversation weighs on its owner until the bot is back: an episode whose
 * pause has run out is over, though nobody may have written since.
 */
async function loadsOf(trx: Trx, { desk, account }: ConversationRef, agentIds: readonly string[], now: number): Promise<Map<string, Load>> {
	if (agentIds.length === 0) return new Map();
	const busy = await trx
		.selectFrom('handovers')
		.innerJoin('pauses', 'pauses.conversation', 'handovers.conversation')
		.select((eb) => ['handovers.assignee_id', eb.fn.countAll().as('open')])
		.where('handovers.status', '=', OPEN)
		.where('handovers.desk', '=', desk)
		.where('handovers.account', '=', account)
		.where('handovers.assignee_id', 'in', agentIds)
		.where('pauses.until', '>', now)
		.groupBy('handovers.assignee_id')
		.execute();
	const turns = await trx
		.selectFrom('rotation')
		.select(['agent_id', 'last_turn'])
		.where('desk', '=', desk)
		.where('account', '=', account)
		.where('agent_id', 'in', agentIds)
		.execute();
	const loads = new Map(agentIds.map((id): [string, Load] => [id, { open: 0, lastTurn: 0 }]));
	for (const { assignee_id: id, open } of busy) loads.set(id ?? '', { open: Number(open), lastTurn: 0 });
	for (const { agent_id: id, last_turn: lastTurn } of turns) loads.set(id, { open: loads.get(id)?.open ?? 0, lastTurn });
	return loads;
}

async function takeTurn(trx: Trx, ref: ConversationRef, agentId: string): Promise<void> {
	const { last } = await trx
		.selectFrom('rotation')
		.select((eb) => eb.fn.max('last_turn').as('last'))
		.where('desk', '=', ref.desk)
		.where('account', '=', ref.account)
		.executeTakeFirstOrThrow();
	const row = { last_turn: Number(last ?? 0) + 1 };
	await trx
		.insertInto('rotation')
		.values({ desk: ref.desk, account: ref.account, agent_id: agentId, ...row })
		.onConflict((conflict) => conflict.columns(['desk', 'account', 'agent_id']).doUpdateSet(row))
		.execute();
}

/** Gives a handover that nobody has to somebody. */
export async function putAssignee(
	trx: Trx,
	handoverId: string,
	assignee: Assignee,
	now: number,
): Promise<void> {
	await trx
		.updateTable('handovers')
		.set({ ...assigneeColumns(assignee), assigned_at: now })
		.where('id', '=', handoverId)
		.where('status', '=', OPEN)
		.where('assignee_id', 'is', null)
		.execute();
}
