import { createHash } from 'node:crypto';

/**
 * What the tables and indexes are after each migration, as a fingerprint: an
 * edit of a migration that has been released shows here. A new migration gets
 * its line when it is released; the failing test shows the values.
 */
export const RELEASED: Record<string, { sqlite: string; postgres: string } | undefined> = {
	'2026-11-21-first-release': { sqlite: '2fdce040fe6d079e', postgres: 'dc465c5762b3b2d8' },
	'2026-11-21-handovers-by-contact': { sqlite: '36d5696d9a65729b', postgres: '0cbb4551e8ec49f8' },
	'2026-11-21-messages-with-ids': { sqlite: '2d0ce6169ce6a60a', postgres: '18cb12c729c75b1f' },
	'2026-11-22-deliveries-and-sent-messages': { sqlite: '544bf71c28ba10d9', postgres: '243595356cc879fe' },
	'2026-11-23-clocks-and-events': { sqlite: 'e089485928465969', postgres: '2ebee7c2ed11e4de' },
	'2026-11-24-large-stores': { sqlite: 'a6a4b47480ecb9f2', postgres: '5609408efc6b5c58' },
};

export function fingerprint(schema: readonly string[]): string {
	return createHash('sha256').update(schema.join('\n')).digest('hex').slice(0, 16);
}
