import { sql } from 'kysely';
import type { Choice, Load, TeamMember } from '../assignment';
import type { Contact } from '../contact';
import { conversationKey, type ConversationRef } from '../conversation';
import { NO_ATTEMPTS, type Attempts } from '../detection/attempts';
import { eventId } from '../events';
import type { Pause } from '../pause';
import { STEPS, toIso, type Assignee, type Closing, type Handover, type Outcome, type StepName, type StepResult, type StepResults } from '../receipt';
import type { BusinessHours } from '../schedule';
import { startOf } from '../text';
import { KEPT_CHARACTERS, KEPT_MESSAGES, NO_TEXT, type TranscriptMessage } from '../transcript';
import { NO_SCOPE, OPEN, Access, type Backend, type Db, type Scope, type Trx } from './access';
import { assignmentsOf, giveTo, happened, messagesOf, noteHumanAct, pauseOf, putAssignment, putEvent, putPause } from './happenings';
import { KyselyDeskRecords } from './kyselyDeskRecords';
import { KyselyEventStore } from './kyselyEventStore';
import { KyselyLogStore } from './kyselyLogStore';
import type { AssignedHow, Assignment } from './logStore';
import { giveToFree, giveToNext, putAssignee } from './owners';
import { toAttempts, toHandover, toHandoverRow, toPause, toStepResult } from './rows';
import type { HandoverRow, StepRow } from './schema';
import type {
	Claim,
	DeskAccount,
	Escalation,
	EscalationFacts,
	HandoverStore,
	HumanAct,
	Situation,
	StepClaim,
	StepKey,
	Taking,
} from './store';

/** How many handovers tell what a flow usually does: enough that one that broke off doesn't decide. */
const USUAL_HANDOVERS = 5;

/** Written into the SQL: SQLite plans a query anew for each limit that comes as a parameter, which takes longer than running it. */
const ONE = sql.lit(1);

const DAY_MS = 24 * 60 * 60 * 1000;
/** A delivery is sent again within hours, if at all; its signature is stale after minutes. */
const KEPT_DELIVERIES_MS = 3 * DAY_MS;
/** Echoes come within seconds; a desk that was down delivers them later. */
const KEPT_SENT_MS = 30 * DAY_MS;

/** The store on any database Kysely speaks to. */
export class KyselyStore implements HandoverStore {
	readonly deskRecords: KyselyDeskRecords;
	readonly events: KyselyEventStore;
	readonly log: KyselyLogStore;
	private readonly access: Access;

	constructor(
		private readonly db: Db,
		backend: Backend,
	) {
		this.access = new Access(db, backend);
		this.deskRecords = new KyselyDeskRecords(this.access);
		this.events = new KyselyEventStore(this.access);
		this.log = new KyselyLogStore(this.access);
	}

	async situation(ref: ConversationRef): Promise<Situation> {
		return this.access.read((db) => situationOf(db, conversationKey(ref)));
	}

	async openHandover(
		handover: Handover,
		pause: Pause,
	): Promise<{ handover: Handover; opened: boolean }> {
		return this.access.write({ conversation: conversationKey(handover.conversation) }, async (trx) => {
			const row = toHandoverRow(handover);
			const inserted = await trx
				.insertInto('handovers')
				.values(row)
				.onConflict((conflict) => conflict.doNothing())
				.returning('id')
				.executeTakeFirst();
			if (!inserted) {
				const open = await openHandoverOf(trx, row.conversation);
				return { handover: open ?? handover, opened: false };
			}
			const current = await pauseOf(trx, row.conversation);
			const holding = current && current.until > Math.max(pause.setAt, current.setAt) ? current : undefined;
			await putPause(trx, row.conversation, { ...pause, ...holding, handoverId: handover.id, reason: pause.reason });
			await forgetFailures(trx, row.conversation);
			await putEvent(trx, happened(handover, 'opened', handover.openedAt));
			return { handover, opened: true };
		});
	}

	async handover(id: string): Promise<Handover | undefined> {
		return this.access.read(async (db) => {
			const row = await db.selectFrom('handovers').selectAll().where('id', '=', id).executeTakeFirst();
			return row && toHandover(row);
		});
	}

	async latestHandover(ref: ConversationRef): Promise<Handover | undefined> {
		return this.access.read(async (db) => {
			const row = await db
				.selectFrom('handovers')
				.selectAll()
				.where('conversation', '=', conversationKey(ref))
				.orderBy('opened_at', 'desc')
				.limit(ONE)
				.executeTakeFirst();
			return row && toHandover(row);
		});
	}

	async openHandoverOf({ desk, account }: DeskAccount, contactId: string): Promise<Handover | undefined> {
		return this.access.read(async (db) => {
			const row = await db
				.selectFrom('handovers')
				.selectAll()
				.where('desk', '=', desk)
				.where('account', '=', account)
				.where('contact_id', '=', contactId)
				.where('status', '=', OPEN)
				.orderBy('opened_at', 'desc')
				.limit(ONE)
				.executeTakeFirst();
			return row && toHandover(row);
		});
	}

	async countHandovers({ desk, account }: ConversationRef, contactId: string, since: number): Promise<number> {
		return this.access.read(async (db) => {
			const row = await db
				.selectFrom('handovers')
				.select((eb) => eb.fn.countAll<number>().as('count'))
				.where('desk', '=', desk)
				.where('account', '=', account)
				.where('contact_id', '=', contactId)
				.where('opened_at', '>', since)
				.executeTakeFirstOrThrow();
			return Number(row.count);
		});
	}

	async closeIfPauseOver(id: string, outcome: Outcome, at: number): Promise<boolean> {
		return this.access.write({ handover: id }, async (trx) => {
			const closed = await closing(trx, id, outcome, at)
				.returningAll()
				.where((eb) =>
					eb.not(
						eb.exists(
							eb
								.selectFrom('pauses')
								.select('until')
								.whereRef('pauses.conversation', '=', 'handovers.conversation')
								.where('until', '>', at),
						),
					),
				)
				.executeTakeFirst();
			if (!closed) return false;
			const pause = await pauseOf(trx, closed.conversation);
			if (pause) await endPause(trx, closed.conversation, pause, at);
			await afterClosing(trx, toHandover(closed), at);
			return true;
		});
	}

	async setPause(
		ref: ConversationRef,
		next: (current: Pause | undefined, open: Handover | undefined) => Pause | undefined,
	): Promise<Pause | undefined> {
		return this.access.write({ conversation: conversationKey(ref) }, async (trx) => {
			const key = conversationKey(ref);
			const before = await situationOf(trx, key);
			const pause = next(before.pause, before.open);
			if (!pause) return before.pause;
			await putPause(trx, key, pause);
			return pause;
		});
	}

	async resume(
		ref: ConversationRef,
		outcome: Outcome,
		at: number,
		{ closing: words, only }: { closing?: Closing; only?: string | null } = {},
	): Promise<Situation & { ended: boolean }> {
		return this.access.write({ conversation: conversationKey(ref) }, async (trx) => {
			const key = conversationKey(ref);
			const before = await situationOf(trx, key);
			if (only !== undefined && before.open?.id !== (only ?? undefined)) return { ...before, ended: false };
			if (before.pause) await endPause(trx, key, before.pause, at);
			if (before.open) {
				const closed = await closing(trx, before.open.id, outcome, at, words).returningAll().executeTakeFirst();
				if (closed) await afterClosing(trx, toHandover(closed), at);
			}
			return { ...before, ended: true };
		});
	}

	async humanActed(
		ref: ConversationRef,
		act: HumanAct,
		next: (current: Pause | undefined) => Pause | undefined,
	): Promise<Situation> {
		return this.access.write({ conversation: conversationKey(ref) }, async (trx) => {
			const key = conversationKey(ref);
			const before = await situationOf(trx, key);
			const { open } = before;
			const message: TranscriptMessage = { from: 'agent', text: act.text || NO_TEXT, at: act.at, id: act.messageId };
			if (act.messageId !== undefined && (await cameBefore(trx, key, message, open))) return before;
			const renewed = next(before.pause) ?? before.pause;
			// By a clock that is behind, one that was ended may still hold: its handover is over all the same.
			const pause = renewed && { ...renewed, handoverId: open?.id };
			if (pause) await putPause(trx, key, pause);
			if (act.text || act.messageId !== undefined) await putMessage(trx, key, message);
			if (!open) return { pause };
			const acted = await noteHumanAct(trx, open, act);
			const taken = act.replied && act.agent && !open.assignee && (await giveTo(trx, open.id, act.agent, act.at, 'claimed'));
			return { pause, open: taken || acted };
		});
	}

	async attempts(ref: ConversationRef): Promise<Attempts> {
		return this.access.read((db) => attemptsOf(db, conversationKey(ref)));
	}

	async updateAttempts(
		ref: ConversationRef,
		next: (current: Attempts) => Attempts,
	): Promise<Attempts> {
		return this.access.write({ conversation: conversationKey(ref) }, async (trx) => {
			const conversation = conversationKey(ref);
			const after = next(await attemptsOf(trx, conversation));
			const row = {
				turn: after.turn,
				failed: after.failed,
				judged_turn: after.judgedTurn,
				replies_only: after.repliesOnly ? 1 : 0,
				updated_at: after.updatedAt,
				message_id: after.messageId ?? null,
			};
			await trx
				.insertInto('attempts')
				.values({ conversation, ...row })
				.onConflict((conflict) => conflict.column('conversation').doUpdateSet(row))
				.execute();
			return after;
		});
	}

	async addMessage(ref: ConversationRef, message: TranscriptMessage): Promise<void> {
		await this.access.write({ conversation: conversationKey(ref) }, async (trx) => {
			const conversation = conversationKey(ref);
			if (await cameBefore(trx, conversation, message)) return;
			await putMessage(trx, conversation, message);
			if (message.from === 'customer') await startsWaiting(trx, conversation, message.at);
		});
	}

	async messages(ref: ConversationRef): Promise<TranscriptMessage[]> {
		return this.access.read((db) => messagesOf(db, conversationKey(ref)));
	}

	async claimStep(
		{ handoverId, step }: StepKey,
		claim: Claim,
	): Promise<StepClaim> {
		return this.access.write({ handover: handoverId }, async (trx): Promise<StepClaim> => {
			const row = await trx
				.selectFrom('handovers')
				.leftJoin('steps', (join) => join.onRef('steps.handover_id', '=', 'handovers.id').on('steps.step', '=', step))
				.selectAll('steps')
				.where('handovers.id', '=', handoverId)
				.executeTakeFirst();
			if (!row) return { granted: false, result: erasedMeanwhile(claim.at) };
			const current = row.step === null ? undefined : (row as StepRow);
			const result = current && toStepResult(current);
			if (current?.status === 'done' && result && !claim.again) return { granted: false, result };
			if (current?.status === 'claimed' && current.claimed_until > claim.at) return { granted: false };
			const claimed = { status: 'claimed' as const, claim_id: claim.id, claimed_until: claim.until };
			await trx
				.insertInto('steps')
				.values({ handover_id: handoverId, step, result: null, ...claimed })
				.onConflict((conflict) => conflict.columns(['handover_id', 'step']).doUpdateSet(claimed))
				.execute();
			const repeated = current?.status === 'claimed' || current?.status === 'failed';
			return { granted: true, repeated };
		});
	}

	async finishStep(key: StepKey, claimId: string, result: StepResult): Promise<StepResult | undefined> {
		return this.access.write({ handover: key.handoverId }, async (trx) => {
			const written = await trx
				.updateTable('steps')
				.set({ status: result.status, result: JSON.stringify(result) })
				.where('handover_id', '=', key.handoverId)
				.where('step', '=', key.step)
				.where('claim_id', '=', claimId)
				.where('status', '=', 'claimed')
				.returning('step')
				.executeTakeFirst();
			return written ? result : (await stepsOf(trx, key.handoverId))[key.step];
		});
	}

	async steps(handoverId: string): Promise<StepResults> {
		return this.access.read((db) => stepsOf(db, handoverId));
	}

	async usualSteps({ id, flow, scenario }: Handover): Promise<StepName[]> {
		return this.access.read(async (db) => {
			const recent = await db
				.selectFrom('handovers')
				.leftJoin('steps', (join) =>
					join.onRef('steps.handover_id', '=', 'handovers.id').on('steps.result', 'is not', null),
				)
				.select(['handovers.id', 'steps.step'])
				.where('handovers.id', 'in', (eb) =>
					eb
						.selectFrom('handovers')
						.select('id')
						.where('flow', '=', flow)
						.where('scenario', '=', scenario)
						.where('id', '!=', id)
						.orderBy('opened_at', 'desc')
						.limit(sql.lit(USUAL_HANDOVERS)),
				)
				.execute();
			const handovers = new Set(recent.map((row) => row.id)).size;
			const reached = (step: StepName) => recent.filter((row) => row.step === step).length;
			return STEPS.filter((step) => reached(step) * 2 > handovers);
		});
	}

	async isStepUnderway({ handoverId, step }: StepKey, now: number): Promise<boolean> {
		return this.access.read(async (db) => {
			const row = await db
				.selectFrom('steps')
				.select('step')
				.where('handover_id', '=', handoverId)
				.where('step', '=', step)
				.where('status', '=', 'claimed')
				.where('claimed_until', '>', now)
				.executeTakeFirst();
			return row !== undefined;
		});
	}

	async hasUnfinishedSteps(handoverId: string, now: number): Promise<boolean> {
		return this.access.read(async (db) => {
			const row = await db
				.selectFrom('steps')
				.select('step')
				.where('handover_id', '=', handoverId)
				.where((eb) =>
					eb.or([
						eb('status', '=', 'failed'),
						eb.and([eb('status', '=', 'claimed'), eb('claimed_until', '<=', now)]),
					]),
				)
				.executeTakeFirst();
			return row !== undefined;
		});
	}

	async assign(
		handover: Handover,
		memberIds: readonly string[],
		choose: (loads: ReadonlyMap<string, Load>) => Choice,
		now: number,
	): Promise<Choice | undefined> {
		return this.access.write(choosing(handover), (trx) => giveToFree(trx, handover, memberIds, choose, now));
	}

	async confirmAssignment(
		handoverId: string,
		{ how, cause, to }: { how: AssignedHow; cause: string; to: Assignee | undefined },
		now: number,
	): Promise<boolean> {
		return this.access.write({ handover: handoverId }, async (trx) => {
			const row = await trx.selectFrom('handovers').selectAll().where('id', '=', handoverId).executeTakeFirst();
			if (!row || row.assignee_id !== (to?.id ?? null)) return false;
			await putAssignment(trx, toHandover(row), { how, cause }, now);
			return true;
		});
	}

	async noteTold(handoverId: string, { id }: Assignee): Promise<void> {
		await this.access.write(NO_SCOPE, (trx) =>
			trx.updateTable('assignments').set({ confirmed: 1 }).where('handover_id', '=', handoverId).where('assignee_id', '=', id).where('how', '=', 'claimed').execute(),
		);
	}

	async assignments(handoverId: string): Promise<Assignment[]> {
		return this.access.read((db) => assignmentsOf(db, handoverId));
	}

	async escalate(
		handover: Handover,
		cause: string,
		memberIds: readonly string[],
		choose: (facts: EscalationFacts) => Choice,
		now: number,
		refused?: Assignee,
	): Promise<Escalation> {
		return this.access.write(choosing(handover), (trx) => giveToNext(trx, handover, cause, memberIds, choose, now, refused));
	}

	async queue({ desk, account }: DeskAccount, now: number): Promise<Handover[]> {
		return this.access.read(async (db) => {
			const rows = await db
				.selectFrom('handovers')
				.innerJoin('pauses', 'pauses.conversation', 'handovers.conversation')
				.selectAll('handovers')
				.where('handovers.desk', '=', desk)
				.where('handovers.account', '=', account)
				.where('handovers.status', '=', OPEN)
				.where('handovers.assignee_id', 'is', null)
				.where('pauses.until', '>', now)
				.orderBy('handovers.opened_at')
				.orderBy('handovers.id')
				.execute();
			return rows.map(toHandover);
		});
	}

	async setPlan(handoverId: string, { deadlineAt, hours }: { deadlineAt: number; hours?: BusinessHours }): Promise<void> {
		await this.access.write({ handover: handoverId }, async (trx) => {
			await trx.updateTable('handovers').set({ deadline_at: deadlineAt }).where('id', '=', handoverId).execute();
			if (hours) await putDetails(trx, handoverId, { hours });
		});
	}

	async noteTask(handoverId: string, dueAt: number): Promise<void> {
		await this.access.write({ handover: handoverId }, (trx) => trx.updateTable('handovers').set({ task_due_at: dueAt }).where('id', '=', handoverId).execute());
	}

	async noteTaskCompleted(handoverId: string, at: number): Promise<void> {
		await this.access.write({ handover: handoverId }, async (trx) => {
			const row = await trx
				.updateTable('handovers')
				.set({ task_completed_at: at })
				.where('id', '=', handoverId)
				.where('task_completed_at', 'is', null)
				.returningAll()
				.executeTakeFirst();
			if (row) await putEvent(trx, happened(toHandover(row), 'task_completed', at));
		});
	}

	async saveTeam({ desk, account }: DeskAccount, team: readonly TeamMember[], at: number, flow = ''): Promise<void> {
		await this.access.write(NO_SCOPE, async (trx) => {
			const row = { team: JSON.stringify(team), at };
			await trx
				.insertInto('teams')
				.values({ desk, account, flow, ...row })
				.onConflict((conflict) => conflict.columns(['desk', 'account', 'flow']).doUpdateSet(row))
				.execute();
		});
	}

	async team({ desk, account }: DeskAccount, flow?: string): Promise<TeamMember[]> {
		return this.access.read(async (db) => {
			const rows = await db
				.selectFrom('teams')
				.select(['flow', 'team'])
				.where('desk', '=', desk)
				.where('account', '=', account)
				.orderBy('at', 'desc')
				.execute();
			const own = rows.filter((row) => row.flow === flow);
			const listed = (own.length > 0 ? own : rows).flatMap(({ team }) => JSON.parse(team) as TeamMember[]);
			return listed.filter(({ id }, index) => listed.findIndex((member) => member.id === id) === index);
		});
	}

	async setAssignee(handoverId: string, assignee: Assignee, now: number): Promise<void> {
		await this.access.write({ handover: handoverId }, (trx) => putAssignee(trx, handoverId, assignee, now));
	}

	async unassign(handoverId: string, assigneeId: string): Promise<void> {
		await this.access.write({ handover: handoverId }, (trx) =>
			trx
				.updateTable('handovers')
				.set({ assignee_id: null, assignee: null, assigned_at: null })
				.where('id', '=', handoverId)
				.where('assignee_id', '=', assigneeId)
				.execute(),
		);
	}

	async reassign(handoverId: string, assignee: Assignee | undefined, now: number, how: AssignedHow = 'desk', taking?: Taking): Promise<boolean> {
		return this.access.write({ handover: handoverId }, async (trx) => {
			const row = await trx.selectFrom('handovers').selectAll().where('id', '=', handoverId).where('status', '=', OPEN).executeTakeFirst();
			if (!row || (taking && row.assignee_id !== (taking.from?.id ?? null))) return false;
			await giveTo(trx, handoverId, assignee, now, how);
			if (taking && assignee) {
				await putPause(trx, row.conversation, taking.next(await pauseOf(trx, row.conversation)));
				await noteHumanAct(trx, toHandover(row), { at: now, agent: assignee, replied: false });
			}
			return true;
		});
	}

	async setContact(handoverId: string, contact: Contact): Promise<void> {
		await this.access.write({ handover: handoverId }, async (trx) => {
			await trx.updateTable('handovers').set({ contact_id: contact.id }).where('id', '=', handoverId).execute();
			await putDetails(trx, handoverId, { contact });
		});
	}

	async claimDelivery({ desk, account }: DeskAccount, id: string, at: number): Promise<boolean> {
		return this.access.write(NO_SCOPE, async (trx) => {
			await trx.deleteFrom('deliveries').where('at', '<', at - KEPT_DELIVERIES_MS).execute();
			const inserted = await trx
				.insertInto('deliveries')
				.values({ desk, account, id, at })
				.onConflict((conflict) => conflict.doNothing())
				.returning('id')
				.executeTakeFirst();
			return inserted !== undefined;
		});
	}

	async releaseDelivery({ desk, account }: DeskAccount, id: string): Promise<void> {
		await this.access.write(NO_SCOPE, (trx) =>
			trx
				.deleteFrom('deliveries')
				.where('desk', '=', desk)
				.where('account', '=', account)
				.where('id', '=', id)
				.execute(),
		);
	}

	async beginSending(ref: ConversationRef, sendingId: string, text: string, at: number): Promise<void> {
		await this.access.write(NO_SCOPE, async (trx) => {
			await trx.deleteFrom('sent_messages').where('at', '<', at - KEPT_SENT_MS).execute();
			await trx
				.insertInto('sent_messages')
				.values({ id: sendingId, conversation: conversationKey(ref), message_id: null, text: comparable(text), at })
				.execute();
		});
	}

	async endSending(sendingId: string, messageId: string): Promise<void> {
		await this.access.write(NO_SCOPE, (trx) =>
			trx.updateTable('sent_messages').set({ message_id: messageId }).where('id', '=', sendingId).execute(),
		);
	}

	async isOurs(ref: ConversationRef, message: { id: string; text: string }, since: number): Promise<boolean> {
		return this.access.read(async (db) => {
			const row = await db
				.selectFrom('sent_messages')
				.select('id')
				.where('conversation', '=', conversationKey(ref))
				.where((eb) =>
					eb.or([
						eb('message_id', '=', message.id),
						eb.and([eb('message_id', 'is', null), eb('text', '=', comparable(message.text)), eb('at', '>=', since)]),
					]),
				)
				.executeTakeFirst();
			return row !== undefined;
		});
	}

	async close(): Promise<void> {
		await this.db.destroy();
	}
}

/** Desks trim texts and change line ends; e-mail loses the paragraphs. */
function comparable(text: string): string {
	return startOf(text.replace(/\s+/g, ' ').trim(), KEPT_CHARACTERS);
}

/** Who chooses an owner looks at what everybody at the account has. */
function choosing({ conversation }: Handover): Scope {
	return { conversation: conversationKey(conversation), account: conversation };
}

/**
 * In one statement, so that what it says was true at one moment. Whatever is
 * open has a pause, from the transaction that opened it.
 */
async function situationOf(db: Db, conversation: string): Promise<Situation> {
	const row = await db
		.selectFrom('pauses')
		.leftJoin('handovers', (join) => join.onRef('handovers.conversation', '=', 'pauses.conversation').on('handovers.status', '=', OPEN))
		.where('pauses.conversation', '=', conversation)
		.selectAll('handovers')
		.select(['pauses.set_at', 'pauses.until', 'pauses.handover_id', 'pauses.reason', 'pauses.ends', 'pauses.idle', 'pauses.alert_every'])
		.executeTakeFirst();
	if (!row) return {};
	return { pause: toPause({ ...row, conversation }), open: row.id === null ? undefined : toHandover(row as HandoverRow) };
}

async function openHandoverOf(db: Db, conversation: string): Promise<Handover | undefined> {
	const row = await db
		.selectFrom('handovers')
		.selectAll()
		.where('conversation', '=', conversation)
		.where('status', '=', OPEN)
		.executeTakeFirst();
	return row && toHandover(row);
}

function closing(trx: Trx, id: string, outcome: Outcome, at: number, words?: Closing) {
	return trx
		.updateTable('handovers')
		.set({ status: 'closed', outcome, closed_at: at, ...(words && { closing: JSON.stringify(words) }) })
		.where('id', '=', id)
		.where('status', '=', OPEN);
}

/** Nothing is begun for a customer who was erased since it was decided. */
function erasedMeanwhile(at: number): StepResult {
	return { status: 'skipped', at: toIso(at), what: 'Not done', why: 'The handover was erased' };
}

/** Failed attempts belong to one episode. */
async function forgetFailures(trx: Trx, conversation: string): Promise<void> {
	await trx
		.updateTable('attempts')
		.set((eb) => ({ failed: 0, judged_turn: eb.ref('turn') }))
		.where('conversation', '=', conversation)
		.execute();
}

/** Ends a pause for everybody: also for an execution that began before, by whose clock it would still hold. */
async function endPause(trx: Trx, conversation: string, { until, handoverId, reason }: Pause, at: number): Promise<void> {
	const end = Math.min(until, at);
	await putPause(trx, conversation, { setAt: end, until: end, handoverId, reason });
}

/** The bot begins afresh, and whoever listens is told. */
async function afterClosing(trx: Trx, handover: Handover, at: number): Promise<void> {
	await forgetFailures(trx, conversationKey(handover.conversation));
	await putEvent(trx, happened(handover, 'closed', at, { outcome: handover.outcome }));
	await putEvent(trx, happened(handover, 'bot_returned', at, { outcome: handover.outcome }));
}

/** Whether a message with an id is in the transcript; a person's message is known by its event for longer. */
async function cameBefore(trx: Trx, conversation: string, { from, id }: TranscriptMessage, open?: Handover): Promise<boolean> {
	if (id === undefined) return false;
	const kept = await trx
		.selectFrom('messages')
		.select('id')
		.where('conversation', '=', conversation)
		.where('sender', '=', from)
		.where('message_id', '=', id)
		.executeTakeFirst();
	if (kept || !open) return kept !== undefined;
	const told = await trx.selectFrom('events').select('id').where('id', '=', eventId(open.id, 'human_replied', id)).executeTakeFirst();
	return told !== undefined;
}

async function putMessage(trx: Trx, conversation: string, { from, text, at, id }: TranscriptMessage): Promise<void> {
	await trx
		.insertInto('messages')
		.values({ conversation, sender: from, text: startOf(text, KEPT_CHARACTERS), at, message_id: id ?? null })
		.execute();
	const oldestKept = trx
		.selectFrom('messages')
		.select('id')
		.where('conversation', '=', conversation)
		.orderBy('id', 'desc')
		.limit(ONE)
		.offset(sql.lit(KEPT_MESSAGES - 1));
	await trx
		.deleteFrom('messages')
		.where('conversation', '=', conversation)
		.where('id', '<', oldestKept)
		.execute();
}

/** The customer has written to the team, and nobody has answered yet. */
async function startsWaiting(trx: Trx, conversation: string, at: number): Promise<void> {
	await trx
		.updateTable('handovers')
		.set({ waiting_since: at })
		.where('conversation', '=', conversation)
		.where('status', '=', OPEN)
		.where('waiting_since', 'is', null)
		.execute();
}

/** Changes what no query looks into. */
async function putDetails(trx: Trx, handoverId: string, change: Partial<Pick<Handover, 'contact' | 'hours'>>): Promise<void> {
	const row = await trx.selectFrom('handovers').select('details').where('id', '=', handoverId).executeTakeFirst();
	if (!row) return;
	const details = JSON.stringify({ ...(JSON.parse(row.details) as object), ...change });
	await trx.updateTable('handovers').set({ details }).where('id', '=', handoverId).execute();
}

async function attemptsOf(db: Db, conversation: string): Promise<Attempts> {
	const row = await db
		.selectFrom('attempts')
		.selectAll()
		.where('conversation', '=', conversation)
		.executeTakeFirst();
	return row ? toAttempts(row) : NO_ATTEMPTS;
}

async function stepsOf(db: Db, handoverId: string): Promise<StepResults> {
	const rows = await db
		.selectFrom('steps')
		.selectAll()
		.where('handover_id', '=', handoverId)
		.execute();
	return Object.fromEntries(
		rows.flatMap((row) => {
			const result = toStepResult(row);
			return result ? [[row.step, result]] : [];
		}),
	);
}
