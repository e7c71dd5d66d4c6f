import { sql, type Kysely, type Transaction } from 'kysely';
import { asAssignee, type Choice, type Load } from '../assignment';
import type { Contact } from '../contact';
import { conversationKey, type ConversationRef } from '../conversation';
import { NO_ATTEMPTS, type Attempts } from '../detection/attempts';
import { HandoverError, StoreUnavailableError, messageOf } from '../errors';
import type { Pause } from '../pause';
import { STEPS, type Assignee, type Handover, type Outcome, type StepName, type StepResult, type StepResults } from '../receipt';
import { startOf } from '../text';
import { KEPT_CHARACTERS, KEPT_MESSAGES, type TranscriptMessage } from '../transcript';
import {
	toAttempts,
	toHandover,
	toHandoverRow,
	toPause,
	toPauseRow,
	toStepResult,
} from './rows';
import type { Schema } from './schema';
import type {
	Claim,
	DeskAccount,
	DeskRecords,
	DeskTask,
	HandoverStore,
	Situation,
	StepClaim,
	StepKey,
} from './store';

/** Written into the SQL, since SQLite uses our indexes on open handovers only for a literal. */
const OPEN = sql.lit('open' as const);

type Db = Kysely<Schema>;
type Trx = Transaction<Schema>;

/** How many handovers tell what a flow usually does: enough that one that broke off doesn't decide. */
const USUAL_HANDOVERS = 5;

const DAY_MS = 24 * 60 * 60 * 1000;
/** A delivery is sent again within hours, if at all; its signature is stale after minutes. */
const KEPT_DELIVERIES_MS = 3 * DAY_MS;
/** Echoes come within seconds; a desk that was down delivers them later. */
const KEPT_SENT_MS = 30 * DAY_MS;

/** The store on any database Kysely speaks to. */
export class KyselyStore implements HandoverStore, DeskRecords {
	constructor(private readonly db: Db) {}

	async situation(ref: ConversationRef): Promise<Situation> {
		return this.read((db) => situationOf(db, conversationKey(ref)));
	}

	async openHandover(
		handover: Handover,
		pause: Pause,
	): Promise<{ handover: Handover; opened: boolean }> {
		return this.write(async (trx) => {
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
			await putPause(trx, row.conversation, {
				...pause,
				until: current && current.until > pause.setAt ? current.until : pause.until,
			});
			await trx
				.updateTable('attempts')
				.set((eb) => ({ failed: 0, judged_turn: eb.ref('turn') }))
				.where('conversation', '=', row.conversation)
				.execute();
			return { handover, opened: true };
		});
	}

	async handover(id: string): Promise<Handover | undefined> {
		return this.read(async (db) => {
			const row = await db.selectFrom('handovers').selectAll().where('id', '=', id).executeTakeFirst();
			return row && toHandover(row);
		});
	}

	async latestHandover(ref: ConversationRef): Promise<Handover | undefined> {
		return this.read(async (db) => {
			const row = await db
				.selectFrom('handovers')
				.selectAll()
				.where('conversation', '=', conversationKey(ref))
				.orderBy('opened_at', 'desc')
				.limit(1)
				.executeTakeFirst();
			return row && toHandover(row);
		});
	}

	async openHandoverOf({ desk, account }: DeskAccount, contactId: string): Promise<Handover | undefined> {
		return this.read(async (db) => {
			const row = await db
				.selectFrom('handovers')
				.selectAll()
				.where('desk', '=', desk)
				.where('account', '=', account)
				.where('contact_id', '=', contactId)
				.where('status', '=', OPEN)
				.orderBy('opened_at', 'desc')
				.limit(1)
				.executeTakeFirst();
			return row && toHandover(row);
		});
	}

	async countHandovers({ desk, account }: ConversationRef, contactId: string, since: number): Promise<number> {
		return this.read(async (db) => {
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
		return this.write(async (trx) => {
			const closed = await closing(trx, id, outcome, at)
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
			return closed !== undefined;
		});
	}

	async setPause(
		ref: ConversationRef,
		next: (current: Pause | undefined) => Pause,
	): Promise<Pause> {
		return this.write(async (trx) => {
			const key = conversationKey(ref);
			const pause = next(await pauseOf(trx, key));
			await putPause(trx, key, pause);
			return pause;
		});
	}

	async resume(ref: ConversationRef, outcome: Outcome, at: number): Promise<Situation> {
		return this.write(async (trx) => {
			const key = conversationKey(ref);
			const before = await situationOf(trx, key);
			if (before.pause) await putPause(trx, key, { ...before.pause, until: Math.min(before.pause.until, at) });
			if (before.open) await closing(trx, before.open.id, outcome, at).execute();
			return before;
		});
	}

	async attempts(ref: ConversationRef): Promise<Attempts> {
		return this.read((db) => attemptsOf(db, conversationKey(ref)));
	}

	async updateAttempts(
		ref: ConversationRef,
		next: (current: Attempts) => Attempts,
	): Promise<Attempts> {
		return this.write(async (trx) => {
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
		await this.write(async (trx) => {
			const conversation = conversationKey(ref);
			await trx
				.insertInto('messages')
				.values({
					conversation,
					sender: message.from,
					text: startOf(message.text, KEPT_CHARACTERS),
					at: message.at,
					message_id: message.id ?? null,
				})
				.execute();
			const oldestKept = trx
				.selectFrom('messages')
				.select('id')
				.where('conversation', '=', conversation)
				.orderBy('id', 'desc')
				.limit(1)
				.offset(KEPT_MESSAGES - 1);
			await trx
				.deleteFrom('messages')
				.where('conversation', '=', conversation)
				.where('id', '<', oldestKept)
				.execute();
		});
	}

	async messages(ref: ConversationRef): Promise<TranscriptMessage[]> {
		return this.read(async (db) => {
			const rows = await db
				.selectFrom('messages')
				.select(['sender', 'text', 'at', 'message_id'])
				.where('conversation', '=', conversationKey(ref))
				.orderBy('id', 'asc')
				.execute();
			return rows.map(({ sender, text, at, message_id: id }) => ({
				from: sender as TranscriptMessage['from'],
				text,
				at: Number(at),
				...(id !== null && { id }),
			}));
		});
	}

	async claimStep(
		{ handoverId, step }: StepKey,
		claim: Claim,
	): Promise<StepClaim> {
		return this.write(async (trx): Promise<StepClaim> => {
			const current = await trx
				.selectFrom('steps')
				.selectAll()
				.where('handover_id', '=', handoverId)
				.where('step', '=', step)
				.executeTakeFirst();
			const result = current && toStepResult(current);
			if (current?.status === 'done' && result && !claim.again) return { granted: false, result };
			if (current?.status === 'claimed' && current.claimed_until > claim.at) return { granted: false };
			const row = { status: 'claimed' as const, claim_id: claim.id, claimed_until: claim.until };
			await trx
				.insertInto('steps')
				.values({ handover_id: handoverId, step, result: null, ...row })
				.onConflict((conflict) => conflict.columns(['handover_id', 'step']).doUpdateSet(row))
				.execute();
			const repeated = current?.status === 'claimed' || current?.status === 'failed';
			return { granted: true, repeated };
		});
	}

	async finishStep(key: StepKey, claimId: string, result: StepResult): Promise<StepResult> {
		return this.write(async (trx) => {
			const written = await trx
				.updateTable('steps')
				.set({ status: result.status, result: JSON.stringify(result) })
				.where('handover_id', '=', key.handoverId)
				.where('step', '=', key.step)
				.where('claim_id', '=', claimId)
				.where('status', '=', 'claimed')
				.returning('step')
				.executeTakeFirst();
			if (written) return result;
			return (await stepsOf(trx, key.handoverId))[key.step] ?? result;
		});
	}

	async steps(handoverId: string): Promise<StepResults> {
		return this.read((db) => stepsOf(db, handoverId));
	}

	async usualSteps({ id, flow, scenario }: Handover): Promise<StepName[]> {
		return this.read(async (db) => {
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
						.limit(USUAL_HANDOVERS),
				)
				.execute();
			const handovers = new Set(recent.map((row) => row.id)).size;
			const reached = (step: StepName) => recent.filter((row) => row.step === step).length;
			return STEPS.filter((step) => reached(step) * 2 > handovers);
		});
	}

	async hasUnfinishedSteps(handoverId: string, now: number): Promise<boolean> {
		return this.read(async (db) => {
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
		return this.write(async (trx) => {
			const { assignee_id: owner } = await trx
				.selectFrom('handovers')
				.select('assignee_id')
				.where('id', '=', handover.id)
				.executeTakeFirstOrThrow();
			if (owner !== null) return undefined;
			const loads = new Map<string, Load>();
			for (const id of memberIds) loads.set(id, await loadOf(trx, handover.conversation, id, now));
			const choice = choose(loads);
			if (choice.member) {
				await putAssignee(trx, handover.id, asAssignee(choice.member), now);
				await takeTurn(trx, handover.conversation, choice.member.id);
			}
			return choice;
		});
	}

	async setAssignee(handoverId: string, assignee: Assignee, now: number): Promise<void> {
		await this.write((trx) => putAssignee(trx, handoverId, assignee, now));
	}

	async unassign(handoverId: string, assigneeId: string): Promise<void> {
		await this.write((trx) =>
			trx
				.updateTable('handovers')
				.set({ assignee_id: null, assignee: null, assigned_at: null })
				.where('id', '=', handoverId)
				.where('assignee_id', '=', assigneeId)
				.execute(),
		);
	}

	async reassign(handoverId: string, assignee: Assignee | undefined, now: number): Promise<void> {
		await this.write((trx) =>
			trx
				.updateTable('handovers')
				.set({
					assignee_id: assignee?.id ?? null,
					assignee: assignee ? JSON.stringify(assignee) : null,
					assigned_at: assignee ? now : null,
				})
				.where('id', '=', handoverId)
				.execute(),
		);
	}

	async setContact(handoverId: string, contact: Contact): Promise<void> {
		await this.write(async (trx) => {
			const row = await trx
				.selectFrom('handovers')
				.select('details')
				.where('id', '=', handoverId)
				.executeTakeFirst();
			if (!row) return;
			const details = JSON.stringify({ ...(JSON.parse(row.details) as object), contact });
			await trx.updateTable('handovers').set({ details }).where('id', '=', handoverId).execute();
		});
	}

	async claimDelivery({ desk, account }: DeskAccount, id: string, at: number): Promise<boolean> {
		return this.write(async (trx) => {
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
		await this.write((trx) =>
			trx
				.deleteFrom('deliveries')
				.where('desk', '=', desk)
				.where('account', '=', account)
				.where('id', '=', id)
				.execute(),
		);
	}

	async beginSending(ref: ConversationRef, sendingId: string, text: string, at: number): Promise<void> {
		await this.write(async (trx) => {
			await trx.deleteFrom('sent_messages').where('at', '<', at - KEPT_SENT_MS).execute();
			await trx
				.insertInto('sent_messages')
				.values({ id: sendingId, conversation: conversationKey(ref), message_id: null, text: comparable(text), at })
				.execute();
		});
	}

	async endSending(sendingId: string, messageId: string): Promise<void> {
		await this.write((trx) =>
			trx.updateTable('sent_messages').set({ message_id: messageId }).where('id', '=', sendingId).execute(),
		);
	}

	async isOurs(ref: ConversationRef, message: { id: string; text: string }, since: number): Promise<boolean> {
		return this.read(async (db) => {
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

	async addTask(task: DeskTask): Promise<DeskTask> {
		return this.write(async (trx) => {
			await trx
				.insertInto('desk_tasks')
				.values({
					id: task.id,
					handover_id: task.handoverId,
					task: JSON.stringify(task),
					assignee_id: task.assigneeId ?? null,
					due_at: task.dueAt,
					completed_at: null,
				})
				.onConflict((conflict) => conflict.column('handover_id').doNothing())
				.execute();
			return (await deskTaskOf(trx, task.handoverId)) ?? task;
		});
	}

	async taskOf(handoverId: string): Promise<DeskTask | undefined> {
		return this.read((db) => deskTaskOf(db, handoverId));
	}

	async completeTask(handoverId: string, at: number): Promise<DeskTask | undefined> {
		return this.write(async (trx) => {
			await trx
				.updateTable('desk_tasks')
				.set({ completed_at: at })
				.where('handover_id', '=', handoverId)
				.where('completed_at', 'is', null)
				.execute();
			return deskTaskOf(trx, handoverId);
		});
	}

	async addTags(
		ref: ConversationRef,
		contactId: string,
		tags: readonly string[],
		at: number,
	): Promise<string[]> {
		return this.write(async (trx) => {
			const contact = { desk: ref.desk, account: ref.account, contact_id: contactId };
			for (const tag of tags) {
				await trx
					.insertInto('desk_tags')
					.values({ ...contact, tag, at })
					.onConflict((conflict) => conflict.doNothing())
					.execute();
			}
			return tagsOf(trx, ref, contactId);
		});
	}

	async removeTags(ref: ConversationRef, contactId: string, tags: readonly string[]): Promise<string[]> {
		return this.write(async (trx) => {
			for (const tag of tags) {
				await trx
					.deleteFrom('desk_tags')
					.where('desk', '=', ref.desk)
					.where('account', '=', ref.account)
					.where('contact_id', '=', contactId)
					.where('tag', '=', tag)
					.execute();
			}
			return tagsOf(trx, ref, contactId);
		});
	}

	async owner(ref: ConversationRef, contactId: string): Promise<Assignee | undefined> {
		return this.read(async (db) => {
			const row = await db
				.selectFrom('desk_owners')
				.select('owner')
				.where('desk', '=', ref.desk)
				.where('account', '=', ref.account)
				.where('contact_id', '=', contactId)
				.executeTakeFirst();
			return row && (JSON.parse(row.owner) as Assignee);
		});
	}

	async setOwner(ref: ConversationRef, contactId: string, owner: Assignee, at: number): Promise<void> {
		await this.write(async (trx) => {
			const row = { owner: JSON.stringify(owner), at };
			await trx
				.insertInto('desk_owners')
				.values({ desk: ref.desk, account: ref.account, contact_id: contactId, ...row })
				.onConflict((conflict) =>
					conflict.columns(['desk', 'account', 'contact_id']).doUpdateSet(row),
				)
				.execute();
		});
	}

	async close(): Promise<void> {
		await this.db.destroy();
	}

	private async read<T>(work: (db: Db) => Promise<T>): Promise<T> {
		try {
			return await work(this.db);
		} catch (error) {
			throw unavailable(error);
		}
	}

	private async write<T>(work: (trx: Trx) => Promise<T>): Promise<T> {
		try {
			return await this.db.transaction().execute(work);
		} catch (error) {
			throw unavailable(error);
		}
	}
}

/** Desks trim texts and change line ends; e-mail loses the paragraphs. */
function comparable(text: string): string {
	return startOf(text.replace(/\s+/g, ' ').trim(), KEPT_CHARACTERS);
}

function unavailable(error: unknown): HandoverError {
	if (error instanceof HandoverError) return error;
	return new StoreUnavailableError(
		`The handover store can't be used right now: ${messageOf(error)}`,
		'Check that its file is writable and the disk has free space, then run this execution again: only the missing steps are done.',
		{ cause: error },
	);
}

async function situationOf(db: Db, conversation: string): Promise<Situation> {
	return {
		pause: await pauseOf(db, conversation),
		open: await openHandoverOf(db, conversation),
	};
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

function closing(trx: Trx, id: string, outcome: Outcome, at: number) {
	return trx
		.updateTable('handovers')
		.set({ status: 'closed', outcome, closed_at: at })
		.where('id', '=', id)
		.where('status', '=', OPEN)
		.returning('id');
}

async function pauseOf(db: Db, conversation: string): Promise<Pause | undefined> {
	const row = await db
		.selectFrom('pauses')
		.selectAll()
		.where('conversation', '=', conversation)
		.executeTakeFirst();
	return row && toPause(row);
}

async function putPause(trx: Trx, conversation: string, pause: Pause): Promise<void> {
	const row = toPauseRow(pause);
	await trx
		.insertInto('pauses')
		.values({ conversation, ...row })
		.onConflict((conflict) => conflict.column('conversation').doUpdateSet(row))
		.execute();
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

/**
 * A conversation weighs on its owner until the bot is back: an episode whose
 * pause has run out is over, though nobody may have written since.
 */
async function loadOf(trx: Trx, ref: ConversationRef, agentId: string, now: number): Promise<Load> {
	const { open } = await trx
		.selectFrom('handovers')
		.innerJoin('pauses', 'pauses.conversation', 'handovers.conversation')
		.select((eb) => eb.fn.countAll().as('open'))
		.where('handovers.status', '=', OPEN)
		.where('handovers.desk', '=', ref.desk)
		.where('handovers.account', '=', ref.account)
		.where('handovers.assignee_id', '=', agentId)
		.where('pauses.until', '>', now)
		.executeTakeFirstOrThrow();
	const rotation = await trx
		.selectFrom('rotation')
		.select('last_turn')
		.where('desk', '=', ref.desk)
		.where('account', '=', ref.account)
		.where('agent_id', '=', agentId)
		.executeTakeFirst();
	return { open: Number(open), lastTurn: Number(rotation?.last_turn ?? 0) };
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

async function putAssignee(
	trx: Trx,
	handoverId: string,
	assignee: Assignee,
	now: number,
): Promise<void> {
	await trx
		.updateTable('handovers')
		.set({ assignee_id: assignee.id, assignee: JSON.stringify(assignee), assigned_at: now })
		.where('id', '=', handoverId)
		.where('assignee_id', 'is', null)
		.execute();
}

async function deskTaskOf(db: Db, handoverId: string): Promise<DeskTask | undefined> {
	const row = await db
		.selectFrom('desk_tasks')
		.select(['task', 'completed_at'])
		.where('handover_id', '=', handoverId)
		.executeTakeFirst();
	if (!row) return undefined;
	const task = JSON.parse(row.task) as DeskTask;
	return row.completed_at === null ? task : { ...task, completedAt: Number(row.completed_at) };
}

async function tagsOf(db: Db, ref: ConversationRef, contactId: string): Promise<string[]> {
	const rows = await db
		.selectFrom('desk_tags')
		.select('tag')
		.where('desk', '=', ref.desk)
		.where('account', '=', ref.account)
		.where('contact_id', '=', contactId)
		.orderBy('tag')
		.execute();
	return rows.map((row) => row.tag);
}
