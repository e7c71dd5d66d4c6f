import type { Pause } from '../pause';
import type { Assignee, Closing, Handover, Outcome, StepResults } from '../receipt';
import type { Case } from '../report/cases';
import type { Scenario } from '../scenario';
import type { TranscriptMessage } from '../transcript';
import type { DeskAccount } from './store';

/** Which handovers; what is left out does not count. Times are milliseconds since 1970. */
export interface HandoverFilter {
	id?: string;
	account?: DeskAccount;
	status?: 'open' | 'closed';
	/** Only those that nobody owns. */
	inQueue?: boolean;
	assigneeId?: string;
	contactId?: string;
	conversationId?: string;
	scenario?: Scenario;
	outcome?: Outcome;
	/** Opened from then on. */
	from?: number;
	/** Opened before. */
	to?: number;
	limit?: number;
}

/** Who had a handover, from when, and how it came to them. Nobody: the queue. */
export interface Assignment {
	assignee?: Assignee;
	at: number;
	how: AssignedHow;
	cause: string;
	/** The desk has yet to take it. */
	pending?: boolean;
}
export type AssignedHow = 'assigned' | 'owner' | 'escalated' | 'claimed' | 'desk';

/** Everything known about a handover. */
export interface HandoverRecord {
	handover: Handover;
	steps: StepResults;
	assignments: Assignment[];
	/** Tags that were put on the contact because of it. */
	tags: string[];
}

/** A person takes a handover. */
export interface HandoverClaim {
	agent: Assignee;
	/** Milliseconds since 1970 */
	at: number;
	/** Also when a colleague has it. */
	takeOver: boolean;
	/** The pause that follows. */
	next: (current: Pause) => Pause;
}

/** What became of a claim. */
export type Claimed =
	| { claimed: true; handover: Handover }
	/** A colleague has it. */
	| { claimed: false; by: Assignee }
	/** The episode is over: closed, or its pause has run out. */
	| { claimed: false; by?: undefined };

/** How much was erased. */
export interface Erased {
	handovers: number;
	conversations: number;
	messages: number;
	tasks: number;
	tags: number;
}

/** Handovers as the report counts them. */
export interface CaseStore {
	/**
	 * Those of a period in the order in which they began, some at a time. One that begins meanwhile may be in it or not.
	 * @param now until when lengths of open ones count
	 */
	between(account: DeskAccount, period: { from: number; to: number }, now: number): AsyncIterable<Case[]>;
	/** Works out what has been closed or has changed since it was last, at any account, so that the next report needn't. @param most how many */
	prepare(most: number, now: number): Promise<void>;
}

/** What people look up, decide afterwards, export and erase. */
export interface LogStore {
	/** Newest first. */
	find(filter: HandoverFilter): Promise<Handover[]>;
	/** Newest first, with everything that belongs to each. */
	records(filter: HandoverFilter): Promise<HandoverRecord[]>;
	/** The same, some at a time, so that not all need to be in memory. */
	recordPages(filter: HandoverFilter): AsyncIterable<HandoverRecord[]>;
	/** What the report counts. */
	readonly cases: CaseStore;
	/** What is still kept of the conversation until the handover ended, oldest first. */
	transcript(handover: Handover): Promise<TranscriptMessage[]>;
	/**
	 * Compare-and-set: gives the handover to whoever claims it first. A colleague
	 * has it when they claimed it, when the desk says so, or when a person has
	 * acted since it was given to them; being chosen alone is not enough.
	 */
	claim(handoverId: string, claim: HandoverClaim): Promise<Claimed>;
	/** Notes what a person says came of a handover that ended by itself. @returns false when a person closed it */
	settle(handoverId: string, outcome: Outcome, closing: Closing): Promise<boolean>;
	/**
	 * Everything about a contact at one desk account, in every table.
	 * @param conversationIds what else belongs to the contact, besides the conversations that had a handover
	 */
	eraseContact(account: DeskAccount, contactId: string, conversationIds: readonly string[]): Promise<Erased>;
	/**
	 * Closed handovers that ended before then, with everything that belongs to
	 * them; and what else is older and belongs to no handover. Open ones and
	 * pauses that hold stay, with their conversations.
	 */
	eraseBefore(at: number): Promise<Erased>;
}
