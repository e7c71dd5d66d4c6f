import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ConversationRef } from '../../handover/conversation';
import { builtInConversation } from '../../handover/desks/builtIn/builtInDesk';
import type { KyselyStore } from '../../handover/store/kyselyStore';
import { aHandover, DAY, HOUR, MINUTE, NOW } from './builders';

const FOLDER = resolve(__dirname, '../fixtures/stores');
const ACCOUNT = { desk: 'built-in', account: 'default' };
const of = (n: number): ConversationRef => builtInConversation(`c-${n}`);

/** The frozen stores of one database, oldest first. */
export function frozenStores(database: 'sqlite' | 'postgres'): string[] {
	return readdirSync(FOLDER).filter((name) => name.startsWith(`${database}-`)).sort();
}

/** Statements that make the store. */
export function frozenStore(name: string): string {
	return readFileSync(join(FOLDER, name), 'utf8');
}

/** What stands in every frozen store: h-1 open with Ana and a failed task, h-2 closed, h-3 in the queue, c-4 with the bot, c-5 paused by hand. */
export async function expectEverythingThere(store: KyselyStore): Promise<void> {
	const one = await store.situation(of(1));
	expect(one).toMatchObject({
		pause: { handoverId: 'h-1', setAt: NOW + MINUTE, until: NOW + MINUTE + 8 * HOUR },
		open: {
			id: 'h-1', status: 'open', flow: 'flow-1', scenario: 'human_requested', openedAt: NOW + MINUTE, deadlineAt: NOW + DAY, assignee: { id: 'ana', name: 'Ana' },
			contact: { id: 'k-1', name: 'Rosa Lima', email: 'rosa@example.com' }, message: 'Can I talk to a human? 🙋', evidence: { text: 'talk to a human', rule: 'en/human' },
		},
	});
	expect(await store.handover('h-2')).toMatchObject({ status: 'closed', outcome: 'back_to_bot', closedAt: NOW + 30 * MINUTE, assignee: { id: 'ben' } });
	expect(await store.situation(of(5))).toMatchObject({ pause: { until: NOW + HOUR, reason: 'Paused by hand' }, open: undefined });
	expect(await store.steps('h-1')).toMatchObject({ pause: { status: 'done' }, assign: { status: 'done', what: 'Assigned to Ana' }, task: { status: 'failed', why: 'The desk did not answer' } });
	expect(await store.steps('h-2')).toMatchObject({ task: { status: 'done', data: { taskId: 'task-2' } } });
	expect(await store.attempts(of(4))).toMatchObject({ turn: 2, failed: 1, judgedTurn: 1, messageId: 'm-4' });
	expect(await store.messages(of(4))).toMatchObject([{ from: 'customer', text: 'Where is my parcel?' }, { from: 'bot', text: 'I don\'t know.' }]);
	expect((await store.queue(ACCOUNT, NOW + HOUR)).map(({ id }) => id)).toEqual(['h-3']);

	expect((await store.log.find({})).map(({ id, status }) => `${id} ${status}`).sort()).toEqual(['h-1 open', 'h-2 closed', 'h-3 open']);
	expect((await store.log.find({ assigneeId: 'ana' })).map(({ id }) => id)).toEqual(['h-1']);
	expect(await store.log.transcript(one.open ?? aHandover())).toMatchObject([{ from: 'customer', text: 'Can I talk to a human? 🙋' }]);

	expect(await store.deskRecords.taskOf('h-2')).toMatchObject({ id: 'task-2', title: 'Call Rosa', assigneeId: 'ben', dueAt: NOW + DAY });
	expect(await store.deskRecords.owner(of(1), 'k-1')).toMatchObject({ id: 'ana', name: 'Ana' });
	expect(await store.deskRecords.addTags(of(1), 'k-1', ['human_handover', 'new'], NOW)).toEqual(['human_handover', 'new']);

	const watched = await store.events.watched(NOW + HOUR, { from: NOW, to: NOW + 2 * DAY });
	expect(watched.map(({ handover }) => handover?.id)).toEqual(expect.arrayContaining(['h-1', 'h-3']));
}

/** What was begun by the version that left the store goes on with this one. */
export async function expectItGoesOn(store: KyselyStore): Promise<void> {
	const now = NOW + HOUR;
	// Not a second one, and the step that failed may be done again.
	expect(await store.openHandover(aHandover({ id: 'h-9', conversation: of(1) }), { setAt: now, until: now + HOUR, reason: 'test' })).toMatchObject({ opened: false, handover: { id: 'h-1' } });
	expect(await store.claimStep({ handoverId: 'h-1', step: 'pause' }, { id: 'again', at: now, until: now + MINUTE })).toMatchObject({ granted: false, result: { what: 'Paused for 8 hours' } });
	expect(await store.claimStep({ handoverId: 'h-1', step: 'task' }, { id: 'again', at: now, until: now + MINUTE })).toEqual({ granted: true, repeated: true });
	await store.finishStep({ handoverId: 'h-1', step: 'task' }, 'again', { status: 'done', at: new Date(now).toISOString(), what: 'Task created' });
	await store.deskRecords.addTask({ id: 'task-1', handoverId: 'h-1', title: 'Call', body: '', dueAt: now, priority: 'normal', createdAt: now });
	await store.noteTask('h-1', now);
	// Ana answers, then gives it back; whoever listens hears of it.
	await store.events.subscribe('a new flow', NOW);
	await store.humanActed(of(1), { at: now, agent: { id: 'ana', name: 'Ana' }, replied: true, messageId: 'reply', text: 'Hello Rosa' }, (pause) => pause);
	expect(await store.resume(of(1), 'resolved', now + MINUTE)).toMatchObject({ ended: true });
	expect(await store.handover('h-1')).toMatchObject({ status: 'closed', outcome: 'resolved', firstReplyAt: now, closedAt: now + MINUTE });
	const told = await store.events.pending('a new flow', { types: ['claimed', 'closed'] }, NOW, now + HOUR, 10);
	expect(told.filter(({ handoverId }) => handoverId === 'h-1').map(({ type }) => type)).toEqual(['claimed', 'closed']);
	// The next episode of the same customer.
	expect(await store.openHandover(aHandover({ id: 'h-10', conversation: of(1), openedAt: now + HOUR }), { setAt: now, until: now + 2 * HOUR, reason: 'test' })).toMatchObject({ opened: true });
	expect(await store.attempts(of(1))).toMatchObject({ failed: 0 });
	expect((await store.messages(of(1))).map(({ text }) => text)).toEqual(['Can I talk to a human? 🙋', 'Hello Rosa']);
}
