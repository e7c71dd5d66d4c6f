import { closeSync, openSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import { StoreUnavailableError } from '../../handover/errors';
import type { KyselyStore } from '../../handover/store/kyselyStore';
import { openSqliteStore } from '../../handover/store/sqlite/open';
import { HOUR, NOW, aHandover, aMember } from '../support/builders';
import { aWorld, conversation, type World } from '../support/world';

const EIGHT_HOURS = { setAt: NOW, until: NOW + 8 * HOUR, reason: 'test' };

let world: World;
let store: KyselyStore;
beforeEach(async () => {
	world = await aWorld();
	store = world.store;
});
afterEach(() => world.close());

describe('a store that can not be used', () => {
	const refusal = async (act: Promise<unknown>): Promise<StoreUnavailableError> => {
		const error = await act.then(() => undefined, (e: unknown) => e);
		expect(error).toBeInstanceOf(StoreUnavailableError);
		return error as StoreUnavailableError;
	};

	it('says so when its folder is a file', async () => {
		const file = join(world.folder, 'taken');
		closeSync(openSync(file, 'w'));
		const error = await refusal(openSqliteStore(join(file, 'store.sqlite')));
		expect(error.message).toContain(file);
		expect(error.fix).toContain('HANDOVER_DATABASE_URL');
	});

	it('says so when the file is not a database', async () => {
		const file = join(world.folder, 'text.sqlite');
		writeFileSync(file, 'This is not a database, but a long enough text to look like a broken one.');
		expect((await refusal(openSqliteStore(file))).message).toContain('text.sqlite');
	});

	it('refuses a file that a newer version has written', async () => {
		const database = new DatabaseSync(world.file);
		database.exec("insert into kysely_migration (name, timestamp) values ('2099-01-01-from-the-future', '2099-01-01')");
		database.close();
		expect((await refusal(openSqliteStore(world.file))).message).toContain('newer version');
	});

	it('says what to do when it is locked for too long', async () => {
		const impatient = await openSqliteStore(world.file, 100);
		const blocker = new DatabaseSync(world.file);
		blocker.exec('begin immediate');
		const error = await refusal(impatient.setPause(conversation(), () => EIGHT_HOURS));
		expect(error.message).toContain('locked');
		expect(error.fix).toContain('run this execution again');
		blocker.close();
		await impatient.close();
	});

	it('waits for a lock that keeps it from reading, as there is where SQLite can\'t have its log (simulated)', async () => {
		jest.spyOn(StatementSync.prototype, 'all').mockImplementationOnce(() => {
			throw Object.assign(new Error('database is locked'), { errcode: 5 });
		});
		expect(await store.messages(conversation())).toEqual([]);
		jest.restoreAllMocks();
	});

	it('waits for a lock that is given back', async () => {
		const blocker = new DatabaseSync(world.file);
		blocker.exec('begin immediate');
		const waiting = store.setPause(conversation(), () => EIGHT_HOURS);
		setImmediate(() => {
			blocker.exec('rollback');
			blocker.close();
		});
		expect(await waiting).toEqual(EIGHT_HOURS);
	});
});

it('searches every table by an index, so that it stays quick when they grow', async () => {
	const prepare = jest.spyOn(DatabaseSync.prototype, 'prepare');
	const fresh = await world.another();
	const handover = aHandover();
	const ref = handover.conversation;
	await fresh.openHandover(handover, EIGHT_HOURS);
	await fresh.situation(ref);
	await fresh.latestHandover(ref);
	await fresh.closeIfPauseOver(handover.id, 'bot_returned', NOW);
	await fresh.assign(handover, ['ana'], () => ({ member: aMember('Ana'), why: '' }), NOW);
	await fresh.usualSteps(handover);
	await fresh.hasUnfinishedSteps(handover.id, NOW);
	await fresh.addMessage(ref, { from: 'bot', text: 'x', at: NOW });
	await fresh.messages(ref);
	await fresh.updateAttempts(ref, (before) => before);
	await fresh.deskRecords.addTags(ref, 'k', ['t'], NOW);
	await fresh.deskRecords.owner(ref, 'k');
	await fresh.deskRecords.completeTask(handover.id, NOW);
	await fresh.isStepUnderway({ handoverId: handover.id, step: 'assign' }, NOW);
	await fresh.noteTold(handover.id, { id: 'ana', name: 'Ana' });
	const { conversationId, ...account } = ref;
	await fresh.log.find({ account, conversationId, status: 'closed', limit: 4 });
	await fresh.log.find({ account, contactId: 'k', limit: 10 });
	const queries = new Set(prepare.mock.calls.map(([query]) => query).filter((query) => /^(select|update|delete)/.test(query) && !/kysely|sqlite_master/.test(query)));
	prepare.mockRestore();

	const database = new DatabaseSync(world.file);
	const plans = [...queries].map((query) => {
		const values = Array.from(query.matchAll(/\?/g), () => 1);
		return { query, plan: database.prepare(`explain query plan ${query}`).all(...values).map(({ detail }) => String(detail)) };
	});
	database.close();
	expect(plans.length).toBeGreaterThan(15);
	expect(plans.filter(({ plan }) => plan.some((step) => step.startsWith('SCAN')))).toEqual([]);
	// Nor by one that holds the whole account in the order of time.
	expect(plans.filter(({ plan }) => plan.some((step) => step.includes('handovers_by_opening')))).toEqual([]);
});

it('is readable only by the user n8n runs as', async () => {
	await store.setPause(conversation(), () => EIGHT_HOURS);
	const modes = readdirSync(world.folder).map((name) => statSync(join(world.folder, name)).mode & 0o077);
	expect(modes.length).toBeGreaterThan(1);
	expect(new Set(modes)).toEqual(new Set([0]));
});

it('is safe to open from several places at once', async () => {
	const file = join(world.folder, 'fresh', 'store.sqlite');
	const stores = await Promise.all(Array.from({ length: 5 }, () => openSqliteStore(file)));
	await Promise.all(stores.map((one) => one.setPause(conversation(), () => EIGHT_HOURS)));
	await Promise.all(stores.map((one) => one.close()));
});
