import { Migrator, type Kysely } from 'kysely';
import { StoreUnavailableError } from '../errors';
import { MIGRATIONS } from './migrations';
import type { Schema } from './schema';

/**
 * Brings the database to the schema of this release.
 * @throws StoreUnavailableError when a newer release has written it
 */
export async function migrate(db: Kysely<Schema>): Promise<void> {
	const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
	const { error } = await migrator.migrateToLatest();
	if (error === undefined) return;
	const message = error instanceof Error ? error.message : String(error);
	if (message.includes('corrupted migrations')) {
		throw new StoreUnavailableError(
			'The handover store was written by a newer version of n8n-nodes-human-handover',
			'Install that version again, or restore the copy of the store made before the upgrade.',
			{ cause: error },
		);
	}
	throw error;
}
