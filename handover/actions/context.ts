import type { Desk } from '../desks/desk';
import type { DeskAccount, HandoverStore } from '../store/store';

/** What an action needs from outside: memory, the agents' desk, time and ids. */
export interface ActionContext {
	store: HandoverStore;
	desk: Desk;
	/** Milliseconds since 1970 */
	now: number;
	newId: () => string;
	/** The flow (n8n workflow) that acts. */
	flow: string;
	/** IANA time zone in which people read times. */
	zone: string;
}

/** The account at the desk that an action works with. */
export function accountOf({ desk }: Pick<ActionContext, 'desk'>): DeskAccount {
	return { desk: desk.name, account: desk.account };
}
