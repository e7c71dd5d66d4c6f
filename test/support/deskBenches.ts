import { BUILT_IN } from '../../handover/desks/builtIn/builtInDesk';
import { CHATWOOT } from '../../handover/desks/chatwoot/chatwootDesk';
import { HIGH_LEVEL } from '../../handover/desks/highLevel/highLevelDesk';
import type { DeskKind } from '../../handover/desks/kind';
import { ChatwootServer } from '../fakes/chatwootServer';
import type { FakeDesk } from '../fakes/fakeDesk';
import { HighLevelServer } from '../fakes/highLevelServer';
import { HOUR, NOW } from './builders';
import type { DeskBench } from './deskScene';
import { deskTools, type OpenOptions } from './desks';
import { aWorld, conversation } from './world';

/** Servers in the same process answer at once, but not always on a busy machine. */
const PATIENCE_MS = 5_000;

/** How a desk's secret travels, and the server that stands in for it. */
export interface RemoteDesk {
	kind: DeskKind;
	start: (options?: { port?: number }) => Promise<FakeDesk>;
	secret: (credentials: Readonly<Record<string, string>>) => (request: { as?: 'bot' }) => Record<string, string>;
	/** Fields of the credential that change what the desk does, and may be left empty. */
	optional: readonly string[];
	/** Makes the desk's own bot the owner, where it can be one. */
	assignBot?(fake: FakeDesk, conversationId: string): Promise<void>;
}

/** All desks with a server; a new one is added here. */
export const REMOTE_DESKS: readonly RemoteDesk[] = [
	{
		kind: HIGH_LEVEL,
		start: (options) => HighLevelServer.start(options),
		secret: ({ token }) => () => ({ Authorization: `Bearer ${token}` }),
		optional: [],
	},
	{
		kind: CHATWOOT,
		start: (options) => ChatwootServer.start(options),
		secret: ({ apiAccessToken = '', botAccessToken }) => ({ as }) => ({ api_access_token: (as === 'bot' && botAccessToken) || apiAccessToken }),
		optional: ['botAccessToken'],
		assignBot: (fake: ChatwootServer, conversationId) => fake.byHand(conversationId, { botAssigned: true }),
	},
];

/** How a desk is opened, unless a test says otherwise. */
interface BenchOptions extends OpenOptions {
	/** Where the server listens; anywhere unless given. */
	port?: number;
	/** A field of the credential that is left empty. */
	without?: string;
}

/** A desk behind a server of its own. */
export async function remoteBench({ kind, start, secret, assignBot }: RemoteDesk, { port, without, ...defaults }: BenchOptions = {}): Promise<DeskBench> {
	const fake = await start({ port });
	fake.now = () => NOW;
	const credentials = { ...fake.credentials, ...(without !== undefined && { [without]: '' }) };
	return {
		credentials,
		fake,
		tools: (options) => deskTools(kind, credentials, secret(credentials), { timeout: PATIENCE_MS, ...defaults, ...options }),
		begin: async (conversation) => fake.addConversation(conversation),
		state: async (handover) => fake.state(handover.conversation.conversationId),
		...(assignBot && { assignBot: ({ conversation: { conversationId } }) => assignBot(fake, conversationId) }),
		close: () => fake.close(),
	};
}

/** The built-in desk with a store of its own. */
export async function builtInBench(): Promise<DeskBench> {
	const { store, close } = await aWorld();
	let conversations = 0;
	return {
		credentials: {},
		tools: (options) => deskTools(BUILT_IN, {}, () => ({}), { ...options, records: store.deskRecords }),
		begin: async ({ owner, tags = [] }) => {
			const [ref, contactId] = [conversation(`c-${++conversations}`), `k-${conversations}`];
			if (owner !== undefined) await store.deskRecords.setOwner(ref, contactId, { id: owner, name: owner }, NOW);
			await store.deskRecords.addTags(ref, contactId, tags, NOW);
			return { conversationId: ref.conversationId, contactId };
		},
		open: async (handover) => {
			await store.openHandover(handover, { setAt: NOW, until: NOW + HOUR, reason: 'test' });
		},
		state: async ({ id, conversation: ref, contact }) => {
			const task = await store.deskRecords.taskOf(id);
			return {
				owner: (await store.deskRecords.owner(ref, contact.id))?.id,
				tags: await store.deskRecords.addTags(ref, contact.id, [], NOW),
				tasks: task ? [{ ...task, completed: task.completedAt !== undefined }] : [],
				notes: [],
				sent: [],
				effects: [],
			};
		},
		close,
	};
}
