import type { Attempt, Desk, NewTask } from '../../handover/desks/desk';
import type { Credentials, DeskKind, DeskTools } from '../../handover/desks/kind';
import type { Assignee, Handover } from '../../handover/receipt';
import type { DeskState, FakeDesk, NewConversation } from '../fakes/fakeDesk';
import { DAY, HOUR, NOW, aHandover } from './builders';
import type { OpenOptions } from './desks';

/** One desk as these tests see it. */
export interface DeskBench {
	readonly credentials: Credentials;
	/** The server behind it; a desk of our own has none. */
	readonly fake?: FakeDesk;
	/** What one run of a flow opens it with. */
	tools(options?: OpenOptions): DeskTools;
	/** A customer in a conversation. */
	begin(conversation: NewConversation): Promise<{ conversationId: string; contactId: string }>;
	/** Where the desk keeps its records with the handover. */
	open?: (handover: Handover) => Promise<void>;
	/** Makes the desk's own bot the owner, where it can be one. */
	assignBot?(handover: Handover): Promise<void>;
	/** What an agent sees at the desk. */
	state(handover: Handover): Promise<DeskState>;
	close(): Promise<void>;
}

export const ROSA = { name: 'Rosa Lima', phone: '+15550100', email: 'rosa@example.com' };
/** One that every desk knows. */
export const CHANNEL = 'SMS';
export const WORKFLOW = 'a-workflow';
/** What arrives has to be what was sent, in any language and with anything that a format could trip over. */
export const TEXT = 'Thank you! “Someone” from the team will get back to you 👋 – 50 % <b>&amp; more</b> {{name}}\nBis später';

/** A task as Create Task makes it: its body ends with the handover's id. */
export function aTask(handover: Handover, over: Partial<NewTask> = {}): NewTask {
	return { title: 'Call back: Rosa Lima', body: `Wants a person 👋\n\nHandover ${handover.id}`, dueAt: NOW + DAY, priority: 'normal', ...over };
}

export function aNote(handover: Handover): string {
	return `The bot handed over: asks for a person.\nHandover ${handover.id}`;
}

let ids = 0;

export function attempt(repeated = false): Attempt {
	return { now: NOW, repeated, since: NOW - HOUR, newId: `id-${++ids}` };
}

/** What a test does with a desk. */
export interface Scene {
	bench: () => DeskBench;
	/** Opens the desk as another run would. */
	open: (options?: OpenOptions) => Desk;
	/** Begins anew, without what was there and what went wrong. */
	renew: () => Promise<void>;
	/** A handover in a new conversation. */
	handover: (conversation?: Partial<NewConversation>) => Promise<Handover>;
	/** Somebody whom the desk takes as an owner. */
	agent: (name: string, over?: { available?: boolean; team?: string }) => Assignee;
}

export function scene(kind: DeskKind, setUp: () => Promise<DeskBench>): Scene {
	let bench: DeskBench;
	let handovers = 0;
	beforeEach(async () => {
		bench = await setUp();
	});
	afterEach(() => bench.close());
	return {
		bench: () => bench,
		renew: async () => {
			await bench.close();
			bench = await setUp();
		},
		open: (options) => kind.open(bench.tools(options)),
		handover: async (conversation = {}) => {
			const { channel = CHANNEL } = conversation;
			const { conversationId, contactId } = await bench.begin({ contact: { name: 'Rosa Lima' }, ...conversation, channel });
			const handover = aHandover({
				id: `5f1c2a9e-0b7d-4c1e-9a44-00000000000${++handovers}`,
				conversation: { desk: kind.name, account: kind.account(bench.credentials), conversationId },
				contact: { id: contactId },
				channel,
			});
			await bench.open?.(handover);
			return handover;
		},
		agent: (name, over) => {
			const email = `${name.toLowerCase()}@example.com`;
			return { id: bench.fake?.addAgent({ name, email, ...over }) ?? name, name, email };
		},
	};
}
