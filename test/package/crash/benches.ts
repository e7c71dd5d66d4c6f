import { randomUUID } from 'node:crypto';
import type { IConnections, IDataObject, INode } from 'n8n-workflow';
import starter from '../../../templates/human-handover.json';
import chatwootStarter from '../../../templates/human-handover-chatwoot.json';
import highLevelStarter from '../../../templates/human-handover-highlevel.json';
import { ChatwootServer } from '../../fakes/chatwootServer';
import type { FakeDesk } from '../../fakes/fakeDesk';
import { HighLevelServer } from '../../fakes/highLevelServer';
import type { Job } from './n8nProcess';

/** A desk, and the starter flow that works with it. */
export interface Bench extends Pick<Job, 'flow' | 'start' | 'credentials'> {
	name: string;
	/** A customer asks for a person: what the trigger puts out. */
	begin(): IDataObject & { sessionId: string };
	/** What agents and the customer see at the desk; nothing where all of it lies in our store. */
	state(conversationId: string): unknown;
	/** Ids of the desk, with what stands in their place when states are compared. */
	names: ReadonlyMap<string, string>;
	/** Moves the desk's clock on. */
	setTime(now: number): void;
	close(): Promise<void>;
}

const REQUEST = 'Can I talk to a human?';
const AGENTS = ['Ana Silva', 'Ben Okafor'];

/** Of the nodes that are n8n's own these do something here: one tells the customer where the desk can't, one must not be reached. */
const PLAYED_BY: Record<string, string> = { 'Tell the customer': 'test.channel', 'Your bot (put your AI Agent here)': 'n8n-nodes-base.set' };

/** A template's way from its trigger to the last step of a handover. */
function handoverFlow(template: unknown, start: string): Pick<Bench, 'flow' | 'start'> {
	const { nodes, connections } = template as { nodes: INode[]; connections: IConnections };
	const used = reachable(connections, start);
	const played = nodes
		.filter(({ name }) => used.has(name))
		.map((node) => ({ ...node, type: PLAYED_BY[node.name] ?? (node.type.startsWith('n8n-nodes-base.') ? 'n8n-nodes-base.noOp' : node.type) }));
	return { start, flow: { nodes: played, connections: Object.fromEntries(Object.entries(connections).filter(([name]) => used.has(name))) } };
}

/** The nodes an item can come to. */
function reachable(connections: IConnections, from: string, found = new Set<string>()): Set<string> {
	if (found.has(from)) return found;
	found.add(from);
	for (const { node } of (connections[from]?.main ?? []).flatMap((output) => output ?? [])) reachable(connections, node, found);
	return found;
}

export async function builtIn(): Promise<Bench> {
	return {
		name: 'Built-In',
		...handoverFlow(starter, 'When a customer writes'),
		credentials: {},
		// A Chat Trigger gives no id to a message.
		begin: () => ({ action: 'sendMessage', sessionId: randomUUID(), chatInput: REQUEST }),
		state: () => undefined,
		names: new Map(),
		setTime: () => undefined,
		close: async () => undefined,
	};
}

export async function chatwoot(): Promise<Bench> {
	const fake = await ChatwootServer.start({ idsFrom: 5_000_000 });
	const bench = remote('chatwoot', fake, 'humanHandoverChatwootApi', 'WhatsApp');
	return {
		name: 'Chatwoot',
		...handoverFlow(chatwootStarter, 'When something happens in Chatwoot'),
		...bench,
		state: (id) => ({ ...bench.state(id), ...fake.details(id) }),
	};
}

export async function highLevel(): Promise<Bench> {
	const fake = await HighLevelServer.start();
	return { name: 'HighLevel', ...handoverFlow(highLevelStarter, 'When something happens in HighLevel'), ...remote('highLevel', fake, 'humanHandoverHighLevelApi', 'SMS') };
}

function remote(desk: string, fake: FakeDesk, credential: string, channel: string) {
	const names = new Map(AGENTS.map((name) => [fake.addAgent({ name, email: `${name.split(' ')[0]?.toLowerCase()}@example.com` }), name]));
	let latest = 0;
	const contact = { name: 'Rosa Lima', phone: '+351910000000', email: 'rosa@example.com' };
	return {
		names,
		credentials: { [credential]: fake.credentials },
		begin: () => {
			const { conversationId, contactId } = fake.addConversation({ contact, channel, tags: ['vip'], messages: [{ from: 'customer', text: REQUEST }] });
			return { event: 'customer_message', desk, conversationId, sessionId: conversationId, chatInput: REQUEST, messageId: randomUUID(), contact: { id: contactId, ...contact }, channel };
		},
		state: (id: string) => {
			const { effects, tags, ...state } = fake.state(id);
			// What may be done again without anybody noticing need not be counted.
			const seen = effects.filter((effect) => effect === 'task' || effect === 'note' || effect === 'message');
			return { ...state, tags: tags.sort(), effects: seen.sort() };
		},
		setTime: (now: number) => {
			// Stories overlap; a desk's clock never goes back.
			latest = Math.max(latest, now);
			fake.now = () => latest;
		},
		close: () => fake.close(),
	};
}
