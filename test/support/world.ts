import { rmSync } from 'node:fs';
import type { ActionContext } from '../../handover/actions/context';
import type { Subject } from '../../handover/actions/episode';
import type { ConversationRef } from '../../handover/conversation';
import { builtInConversation, builtInDesk } from '../../handover/desks/builtIn/builtInDesk';
import type { Desk } from '../../handover/desks/desk';
import type { KyselyStore } from '../../handover/store/kyselyStore';
import { NOW } from './builders';
import { newStorage, type Storage } from './storage';

/** A store in a folder of its own, a desk, and a clock that only the test moves. */
export interface World extends Pick<Storage, 'rows' | 'tables'> {
	store: KyselyStore;
	/** Of its own, for files of the test. */
	folder: string;
	/** The store's, where it is SQLite. */
	file: string;
	/** What actions get. `at` milliseconds after the start; time stands still in between. */
	ctx: (at?: number, desk?: Partial<Desk>) => ActionContext;
	/** A second connection to the same store, as another process would have. */
	another: () => Promise<KyselyStore>;
	close: () => Promise<void>;
}

export async function aWorld(): Promise<World> {
	const { open, folder, file, rows, tables, remove } = newStorage();
	const store = await open();
	const opened = [store];
	let ids = 0;
	return {
		store,
		folder,
		file,
		rows,
		tables,
		ctx: (at = 0, desk = {}) => ({
			store,
			desk: { ...builtInDesk(store.deskRecords), ...desk },
			now: NOW + at,
			newId: () => `id-${++ids}`,
			flow: 'a flow',
			zone: 'UTC',
		}),
		another: async () => {
			const second = await open();
			opened.push(second);
			return second;
		},
		close: async () => {
			for (const one of opened) await one.close();
			await remove();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

export function conversation(id = 'c-1'): ConversationRef {
	return builtInConversation(id);
}

/** An item without a receipt in a conversation. */
export function aSubject(id = 'c-1', incoming: Subject['incoming'] = {}): Subject {
	return { incoming, ref: conversation(id), contact: { id: `contact of ${id}` }, channel: 'chat' };
}
