import type { KyselyStore } from './kyselyStore';
import { sqliteFile } from './location';
import { openSqliteStore } from './sqlite/open';

/** One store per process and file, opened when it is first needed. */
const stores = new Map<string, Promise<KyselyStore>>();

/**
 * The store this n8n is set up to use.
 * @throws StoreUnavailableError when it can't be opened; the next call tries again
 */
export async function openStore(env: NodeJS.ProcessEnv): Promise<KyselyStore> {
	const file = sqliteFile(env);
	const known = stores.get(file);
	if (known) return known;
	const opening = openSqliteStore(file);
	stores.set(file, opening);
	opening.catch(() => stores.delete(file));
	return opening;
}

/** Closes what this process has opened. */
export async function closeStores(): Promise<void> {
	const opened = [...stores.values()];
	stores.clear();
	for (const store of opened) await (await store).close();
}
