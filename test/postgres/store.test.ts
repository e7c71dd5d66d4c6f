import { migrationsFor } from '../../handover/store/migrations';
import { conversation } from '../support/world';
import { NOW } from '../support/builders';
import { postgresStorage, postgresUrl, type Storage } from '../support/storage';

let storage: Storage;
beforeEach(() => {
	storage = postgresStorage(postgresUrl());
});
afterEach(() => storage.remove());

it('is safe to open from several places at once, before it is there', async () => {
	const stores = await Promise.all(Array.from({ length: 8 }, () => storage.open()));
	await Promise.all(stores.map((store) => store.setPause(conversation(), () => ({ setAt: NOW, until: NOW + 1, reason: 'test' }))));
	expect((await storage.rows('select name from kysely_migration order by name')).map(({ name }) => name)).toEqual(Object.keys(migrationsFor('postgres')));
	await Promise.all(stores.map((store) => store.close()));
});

it('keeps a text that holds the character zero, without it', async () => {
	const store = await storage.open();
	await store.addMessage(conversation(), { from: 'customer', text: 'one\u0000two', at: NOW });
	expect(await store.messages(conversation())).toMatchObject([{ text: 'onetwo' }]);
	await store.close();
});
