import type { ConversationRef } from '../conversation';
import type { Assignee } from '../receipt';
import type { Access, Db, Scope } from './access';
import { isKept } from './happenings';
import type { DeskRecords, DeskTask } from './store';

/** The built-in desk's records on any database Kysely speaks to. */
export class KyselyDeskRecords implements DeskRecords {
	constructor(private readonly access: Access) {}

	async addTask(task: DeskTask): Promise<DeskTask> {
		return this.access.write({ handover: task.handoverId }, async (trx) => {
			if (!(await isKept(trx, task.handoverId))) return task;
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
		return this.access.read((db) => deskTaskOf(db, handoverId));
	}

	async completeTask(handoverId: string, at: number): Promise<DeskTask | undefined> {
		return this.access.write({ handover: handoverId }, async (trx) => {
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
		return this.access.write(ofContact(ref, contactId), async (trx) => {
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
		return this.access.write(ofContact(ref, contactId), async (trx) => {
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
		return this.access.read((db) => ownerOf(db, ref, contactId));
	}

	async setOwner(ref: ConversationRef, contactId: string, owner: Assignee, at: number): Promise<void> {
		await this.access.write(ofContact(ref, contactId), async (trx) => {
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

	async removeOwner(ref: ConversationRef, contactId: string, ownerId: string): Promise<void> {
		await this.access.write(ofContact(ref, contactId), async (trx) => {
			if ((await ownerOf(trx, ref, contactId))?.id !== ownerId) return;
			await trx
				.deleteFrom('desk_owners')
				.where('desk', '=', ref.desk)
				.where('account', '=', ref.account)
				.where('contact_id', '=', contactId)
				.execute();
		});
	}
}

function ofContact({ desk, account }: ConversationRef, contactId: string): Scope {
	return { other: `contact ${JSON.stringify([desk, account, contactId])}` };
}

async function deskTaskOf(db: Db, handoverId: string): Promise<DeskTask | undefined> {
	const row = await db
		.selectFrom('desk_tasks')
		.select(['task', 'assignee_id', 'completed_at'])
		.where('handover_id', '=', handoverId)
		.executeTakeFirst();
	if (!row) return undefined;
	const { assigneeId: _first, ...task } = JSON.parse(row.task) as DeskTask;
	return {
		...task,
		...(row.assignee_id !== null && { assigneeId: row.assignee_id }),
		...(row.completed_at !== null && { completedAt: row.completed_at }),
	};
}

async function ownerOf(db: Db, ref: ConversationRef, contactId: string): Promise<Assignee | undefined> {
	const row = await db
		.selectFrom('desk_owners')
		.select('owner')
		.where('desk', '=', ref.desk)
		.where('account', '=', ref.account)
		.where('contact_id', '=', contactId)
		.executeTakeFirst();
	return row && (JSON.parse(row.owner) as Assignee);
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
