import type { ConversationRef } from '../conversation';
import type { EventType, Happening, HandoverEvent, Queue, Watched } from '../events';
import type { Claim } from './store';

/** The outbox: what happened, who listens, and what they were told. Times are milliseconds since 1970. */
export interface EventStore {
	/** Notes that a flow listens, once. @returns since when it does */
	subscribe(subscriber: string, at: number): Promise<number>;
	/**
	 * What happened since then that this subscriber has not been told, or not
	 * for sure (its claim has run out). Oldest first.
	 */
	pending(subscriber: string, wanted: Wanted<Happening>, since: number, now: number, limit: number): Promise<HandoverEvent[]>;
	/** Which of these ids this subscriber has been told, or is being told. */
	toldAlready(subscriber: string, eventIds: readonly string[], now: number): Promise<Set<string>>;
	/**
	 * Compare-and-set: the right to tell this subscriber of this event, once.
	 * Notes a timer that nobody has noticed before.
	 */
	claimEvent(subscriber: string, event: HandoverEvent, claim: Claim): Promise<boolean>;
	/** The subscriber has been told. */
	finishEvent(subscriber: string, eventId: string, claimId: string, at: number): Promise<void>;
	/** The right is given back: nobody was told, because it no longer applies or the telling failed. */
	releaseEvent(subscriber: string, eventId: string, claimId: string): Promise<void>;
	/** The last event of these types that is known, whoever was told. */
	newest(wanted: Wanted<EventType>): Promise<HandoverEvent | undefined>;

	/**
	 * Open handovers, closed ones whose task is not done, and pauses that hold without one.
	 * @param tasks between when a closed handover's task falls due, to count
	 */
	watched(now: number, tasks: { from: number; to: number }): Promise<Watched[]>;
	/** The same for one conversation: to look again right before telling. */
	watchedOne(handoverId: string | undefined, conversation: ConversationRef, now: number): Promise<Watched | undefined>;
	/** Who waits without an owner, by desk account. */
	queues(now: number): Promise<Queue[]>;
	/** Ids of open handovers whose pause is over. */
	overdueToClose(now: number): Promise<string[]>;
}

/** Which events a subscriber wants: of these types, at one kind of desk or at any, of handovers that one flow began or of any. */
export interface Wanted<T extends EventType> {
	types: readonly T[];
	desk?: string;
	/** A pause without a handover belongs to no flow, and so to each. */
	flow?: string;
}
