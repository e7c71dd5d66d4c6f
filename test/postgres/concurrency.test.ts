import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { NO_ATTEMPTS } from '../../handover/detection/attempts';
import type { HandoverEvent } from '../../handover/events';
import type { KyselyStore } from '../../handover/store/kyselyStore';
import { HOUR, NOW, aHandover } from '../support/builders';
import { postgresStorage, postgresUrl } from '../support/storage';
import { conversation } from '../support/world';

/** Two processes, and somebody who holds up what they do. */
let storage: ReturnType<typeof postgresStorage>;
let store: KyselyStore;
let other: KyselyStore;
let holder: Client;
let watcher: Client;

const REF = conversation();
const CONTACT = aHandover().contact;
const ANA = { id: 'ana', name: 'Ana' };
const PAUSE = { setAt: NOW, until: NOW + HOUR, reason: 'test' };
const CLAIM = { id: 'claim', at: NOW, until: NOW + HOUR };
const EVENT: HandoverEvent = { id: 'h-1/unanswered/15m-1', type: 'unanswered', at: NOW, conversation: REF, handoverId: 'h-1' };
const nobody = () => ({ why: 'Nobody is free' });

beforeAll(async () => {
	storage = postgresStorage(postgresUrl());
	[store, other] = [await storage.open(), await storage.open()];
	[holder, watcher] = await Promise.all(
		['holder', 'watcher'].map(async (name) => {
			const client = new Client({ connectionString: postgresUrl(), application_name: `${storage.schema} ${name}` });
			await client.connect();
			return client;
		}),
	);
});
afterAll(async () => {
	for (const one of [holder, watcher]) await one.end();
	for (const one of [store, other]) await one.close();
	await storage.remove();
});

beforeEach(async () => {
	for (const id of ['h-1', 'h-2']) {
		await store.openHandover(aHandover({ id, conversation: conversation(`c-${id.at(-1)}`) }), PAUSE);
	}
	await store.claimStep({ handoverId: 'h-1', step: 'task' }, CLAIM);
});
afterEach(async () => {
	await store.log.eraseContact(REF, CONTACT.id, []);
	await watcher.query(`truncate ${storage.schema}.event_deliveries`);
});

/** How many wait for a table of this test's, and how many for their turn. */
async function waiting(): Promise<{ table: number; turn: number }> {
	const { rows } = await watcher.query<{ locktype: string }>(
		`select waiting.locktype from pg_locks waiting join pg_stat_activity on pg_stat_activity.pid = waiting.pid
		where not waiting.granted and $1::int = any(pg_blocking_pids(waiting.pid)) or not waiting.granted and exists (
			select 1 from unnest(pg_blocking_pids(waiting.pid)) blocking where $1::int = any(pg_blocking_pids(blocking)))`,
		[(holder as Client & { processID: number }).processID],
	);
	return { table: rows.filter(({ locktype }) => locktype === 'relation').length, turn: rows.filter(({ locktype }) => locktype === 'advisory').length };
}

/** What becomes of the second write while the first has begun and is held up at a table. */
async function whileHeldUp(table: string, first: () => Promise<unknown>, second: () => Promise<unknown>): Promise<'waits its turn' | 'goes ahead'> {
	await holder.query(`begin; lock table ${storage.schema}.${table} in access exclusive mode`);
	const running: Array<Promise<unknown>> = [];
	try {
		running.push(first());
		while ((await waiting()).table < 1) await sleep(5);
		let over = false;
		running.push(second().finally(() => (over = true)));
		for (;;) {
			const { table: held, turn } = await waiting();
			if (turn > 0) return 'waits its turn';
			if (over || held > 1) return 'goes ahead';
			await sleep(5);
		}
	} finally {
		await holder.query('rollback');
		await Promise.all(running);
	}
}

/** Holds up whoever writes down attempts; what it looks at is its conversation. */
const countsAttempts = () => store.updateAttempts(REF, () => NO_ATTEMPTS);

describe('of two that write in one conversation, the second waits until the first is through', () => {
	it.each<[string, (id: string, ref: typeof REF) => Promise<unknown>]>([
		['opening', (_, ref) => other.openHandover(aHandover({ id: 'new', conversation: ref }), PAUSE)],
		['closing when the pause is over', (id) => other.closeIfPauseOver(id, 'bot_returned', NOW)],
		['pausing', (_, ref) => other.setPause(ref, () => PAUSE)],
		['resuming', (_, ref) => other.resume(ref, 'resolved', NOW)],
		['a person who acts', (_, ref) => other.humanActed(ref, { at: NOW, replied: true, messageId: 'm' }, () => PAUSE)],
		['counting attempts', (_, ref) => other.updateAttempts(ref, () => NO_ATTEMPTS)],
		['keeping a message', (_, ref) => other.addMessage(ref, { from: 'customer', text: 'Hello', at: NOW })],
		['claiming a step', (id) => other.claimStep({ handoverId: id, step: 'tag' }, CLAIM)],
		['finishing a step', (id) => other.finishStep({ handoverId: id, step: 'task' }, CLAIM.id, { status: 'done', at: '', what: '' })],
		['assigning', (id, ref) => other.assign(aHandover({ id, conversation: ref }), [], nobody, NOW)],
		['escalating', (id, ref) => other.escalate(aHandover({ id, conversation: ref }), 'e', [], nobody, NOW)],
		['confirming who has it', (id) => other.confirmAssignment(id, { how: 'assigned', cause: 'a', to: undefined }, NOW)],
		['noting the owner', (id) => other.setAssignee(id, ANA, NOW)],
		['taking it back', (id) => other.unassign(id, 'ana')],
		['the desk\'s word', (id) => other.reassign(id, ANA, NOW)],
		['a claim', (id) => other.log.claim(id, { agent: ANA, at: NOW, takeOver: true, next: (pause) => pause })],
		['planning', (id) => other.setPlan(id, { deadlineAt: NOW })],
		['what is learnt about the contact', (id) => other.setContact(id, CONTACT)],
		['noting a task', (id) => other.noteTask(id, NOW)],
		['completing a task', (id) => other.noteTaskCompleted(id, NOW)],
		['a task of the built-in desk', (id) => other.deskRecords.addTask({ id: `task of ${id}`, handoverId: id, title: '', body: '', dueAt: NOW, priority: 'normal', createdAt: NOW })],
		['completing that', (id) => other.deskRecords.completeTask(id, NOW)],
		['erasing the contact', () => other.log.eraseContact(REF, CONTACT.id, [])],
	])('%s', async (name, write) => {
		expect(await whileHeldUp('attempts', countsAttempts, () => write('h-1', REF))).toBe('waits its turn');
		// In another conversation nobody waits, but who erases all of the contact's.
		if (name !== 'erasing the contact') expect(await whileHeldUp('attempts', countsAttempts, () => write('h-2', conversation('c-2')))).toBe('goes ahead');
	});
});

describe('of two that choose somebody at one account, the second waits until the first is through', () => {
	const assigns = () => store.assign(aHandover(), ['ana'], nobody, NOW);
	const elsewhere = { ...REF, account: 'elsewhere' };
	it.each<[string, (ref: typeof REF) => Promise<unknown>]>([
		['assigning', (ref) => other.assign(aHandover({ id: 'h-2', conversation: { ...ref, conversationId: 'c-2' } }), ['ana'], nobody, NOW)],
		['escalating', (ref) => other.escalate(aHandover({ id: 'h-2', waitingSince: NOW, conversation: { ...ref, conversationId: 'c-2' } }), 'e', ['ana'], nobody, NOW)],
	])('%s', async (_, write) => {
		expect(await whileHeldUp('rotation', assigns, () => write(REF))).toBe('waits its turn');
		expect(await whileHeldUp('rotation', assigns, () => write(elsewhere))).toBe('goes ahead');
	});
});

describe('of two that write about one contact at the built-in desk, the second waits until the first is through', () => {
	const owns = () => store.deskRecords.setOwner(REF, 'k', ANA, NOW);
	it.each<[string, (contactId: string) => Promise<unknown>]>([
		['adding tags', (contactId) => other.deskRecords.addTags(REF, contactId, ['a'], NOW)],
		['removing tags', (contactId) => other.deskRecords.removeTags(REF, contactId, ['a'])],
		['noting the owner', (contactId) => other.deskRecords.setOwner(REF, contactId, ANA, NOW)],
		['removing the owner', (contactId) => other.deskRecords.removeOwner(REF, contactId, 'ana')],
	])('%s', async (_, write) => {
		expect(await whileHeldUp('desk_owners', owns, () => write('k'))).toBe('waits its turn');
		expect(await whileHeldUp('desk_owners', owns, () => write('another'))).toBe('goes ahead');
	});
});

it('of two that tell of one event, the second waits until the first is through', async () => {
	const tells = () => store.events.claimEvent('flow', EVENT, CLAIM);
	expect(await whileHeldUp('event_deliveries', tells, () => other.events.claimEvent('another flow', EVENT, CLAIM))).toBe('waits its turn');
	expect(await whileHeldUp('event_deliveries', tells, () => other.events.releaseEvent('flow', EVENT.id, 'old claim'))).toBe('waits its turn');
	expect(await whileHeldUp('event_deliveries', tells, () => other.events.claimEvent('flow', { ...EVENT, id: 'h-1/stuck/1' }, CLAIM))).toBe('goes ahead');
});

it('a timer that one flow gives back stays noted for the other that tells it', async () => {
	for (let round = 0; round < 30; round++) {
		const event = { ...EVENT, id: `${EVENT.id}-${round}` };
		await store.events.claimEvent('flow', event, CLAIM);
		await Promise.all([store.events.releaseEvent('flow', event.id, CLAIM.id), other.events.claimEvent('another flow', event, CLAIM)]);
		expect(await store.events.newest({ types: ['unanswered'] })).toBeDefined();
		await store.events.releaseEvent('another flow', event.id, CLAIM.id);
	}
});
