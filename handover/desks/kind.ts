import type { InboundReader } from '../inbound/event';
import type { DeskRecords } from '../store/store';
import type { Capabilities, Desk } from './desk';
import type { Memory } from './memory';
import type { Clock, Exchange, Limiter } from './transport';

/** What an operator entered in the credential. */
export type Credentials = Readonly<Record<string, unknown>>;

/** What an adapter is given to work with. */
export interface DeskTools {
	credentials: Credentials;
	/** Sends a request with the credential's secret. */
	exchange: Exchange;
	clock: Clock;
	/** Shared by everything in this process that uses the same account. */
	limiter: Limiter;
	/** What this process knows about the account: agents, names of fields … */
	accountMemory: Memory;
	/** What this run of the flow has read. */
	runMemory: Memory;
	/** The built-in desk's own records. */
	records: DeskRecords;
}

/** One kind of desk: what the nodes need to offer and open it. */
export interface DeskKind {
	/** As stored with every conversation, and the value of the nodes' parameter. */
	name: string;
	/** As people write it. */
	title: string;
	capabilities: Capabilities;
	/** The n8n credential type and how it is called; a desk of our own needs none. */
	credential?: { type: string; title: string };
	/** How many requests the account takes. */
	limit?: { requests: number; per: number };
	/**
	 * The account that a credential opens: part of every conversation's key.
	 * @throws HandoverError when the credential doesn't say
	 */
	account(credentials: Credentials): string;
	/** Where the API is. @throws HandoverError when the credential doesn't say */
	address(credentials: Credentials): string;
	open(tools: DeskTools): Desk;
	/** Reads the desk's webhooks, where it has any. */
	inbound?: InboundReader;
	/** Orders and cancels webhooks, where the API allows. */
	subscriptions?(tools: DeskTools): Subscriptions;
}

/** A webhook that the desk was asked to send. */
export interface Subscription {
	id: string;
	/** What it signs deliveries with; older versions don't say. */
	secret?: string;
}

export interface Subscriptions {
	/** The one that leads to this address, if there is one. */
	find(address: string): Promise<Subscription | undefined>;
	add(address: string): Promise<Subscription>;
	/** Also for one that is gone already. */
	remove(id: string): Promise<void>;
}
