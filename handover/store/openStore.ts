import type { KyselyStore } from './kyselyStore';
import { locationKey, storeLocation, type StoreLocation } from './location';

/** One store per process and place, opened when it is first needed. */
const stores = new Map<string, Promise<KyselyStore>>();

/**
 * The store this n8n is set up to use.
 * @throws HandoverError when its settings make no sense; StoreUnavailableError when it can't be opened; the next call tries again
 */
export async function openStore(env: NodeJS.ProcessEnv): Promise<KyselyStore> {
	const place = locationKey(env);
	const known = stores.get(place);
	if (known) return known;
	const opening = open(storeLocation(env));
	stores.set(place, opening);
	opening.catch(() => {
		if (stores.get(place) === opening) stores.delete(place);
	});
	return opening;
}

/** Loads only what it needs, and only now: n8n loads every node when it starts, also where nobody uses them. */
async function open(location: StoreLocation): Promise<KyselyStore> {
	if (location.kind === 'postgres') return (await import('./postgres/open')).openPostgresStore(location);
	return (await import('./sqlite/open')).openSqliteStore(location.file);
}

/** Closes what this process has opened; what could not be opened needs no closing. */
export async function closeStores(): Promise<void> {
	const opening = [...stores.values()];
	stores.clear();
	for (const store of await Promise.allSettled(opening)) if (store.status === 'fulfilled') await store.value.close();
}
