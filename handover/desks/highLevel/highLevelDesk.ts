import { HandoverError } from '../../errors';
import { idOf, textOf } from '../../inbound/values';
import { toIso, type Assignee } from '../../receipt';
import { clip } from '../../text';
import { KEPT_MESSAGES } from '../../transcript';
import { apiAddress } from '../address';
import { AssigneeRefused, DeskError, type Capabilities, type Desk, type DeskAgent, type Sent, type Thread } from '../desk';
import type { Credentials, DeskKind, DeskTools } from '../kind';
import { caller, createOnce, segment, type DeskRequest } from '../transport';
import {
	readContact,
	readContactId,
	readFieldNames,
	readFoundConversation,
	readMessages,
	readNotes,
	readSent,
	readTags,
	readTask,
	readTasks,
	readUsers,
	type ContactRecord,
	type MessageRecord,
	type TaskRecord,
} from './answers';
import { isComment, isSaid, SEND_TYPES, sendType, type SendType } from './channels';
import { HIGH_LEVEL_INBOUND } from './webhook';

const NAME = 'highLevel';
const TITLE = 'HighLevel';
const CREDENTIAL = { type: 'humanHandoverHighLevelApi', title: 'Human Handover HighLevel API' };
const DEFAULT_URL = 'https://services.leadconnectorhq.com';

/** As published: 100 requests in 10 seconds for each location. */
const LIMIT = { requests: 100, per: 10_000 };

/** Where an agent opens a conversation: HighLevel's own app. */
const APP_URL = 'https://app.gohighlevel.com/v2/location';

/** The API's versions, as its description gives them for each path. */
const CONVERSATIONS_VERSION = '2021-04-15';
const OTHER_VERSION = '2021-07-28';

const USERS = 'users';
const FIELD_NAMES = 'names of custom fields';
const USERS_AGE_MS = 60_000;
const FIELD_NAMES_AGE_MS = 60 * 60_000;
const CONTACT_AGE_MS = 5_000;

/** Activities take up places among the last messages, so more are read than are shown. */
const READ_MESSAGES = 2 * KEPT_MESSAGES;

/** E-mail programs cut longer subjects. */
const LONGEST_SUBJECT = 78;

const TOKEN_FIX = `The token is wrong, was withdrawn, or lacks a scope. Compare it with Settings > Private Integrations in HighLevel; the credential "${CREDENTIAL.title}" lists the scopes it needs.`;
const REQUEST_FIX = `Check that the contact and the conversation on the item belong to the location of the credential "${CREDENTIAL.title}", and that the contact can be reached on this channel.`;

const CAPABILITIES: Capabilities = {
	agents: 'native',
	presence: { instead: 'The column "Available" of the table "Team" says so: HighLevel\'s API does not tell who is online' },
	teams: { instead: 'The column "Team" of the table "Team" groups people: HighLevel\'s API has no teams' },
	tasks: 'native',
	tags: 'native',
	note: 'native',
	messages: 'native',
	botSwitch: {
		instead: 'Pause Bot (Check) keeps this flow quiet. HighLevel\'s own bot has no switch per contact in its API, but a workflow that you name can do it',
	},
};

/** Which contact and which conversation a thread is about. */
interface Place {
	contactId: string;
	/** Missing when the flow knows only the contact. */
	conversationId?: string;
}

/** Contacts, tasks, tags and messages in one location (sub-account) of HighLevel. */
function highLevelDesk({ credentials, exchange, clock, limiter, accountMemory, runMemory }: DeskTools): Desk {
	const locationId = locationOf(credentials);
	const call = caller(
		exchange,
		{
			title: TITLE,
			credential: CREDENTIAL.title,
			secrets: [textOf(credentials.token).trim()],
			fixes: { 400: REQUEST_FIX, 401: TOKEN_FIX },
		},
		clock,
		limiter,
	);
	const api = (request: DeskRequest): Promise<unknown> =>
		call({ ...request, headers: { Version: request.path.startsWith('/conversations') ? CONVERSATIONS_VERSION : OTHER_VERSION } });

	/** A flow may use several accounts, so what a run remembers says of which it is. */
	const here = (key: string): string => `${NAME} ${locationId} ${key}`;

	/**
	 * Items often carry a single id, which then stands for the conversation and
	 * the contact: HighLevel tells which of them it is.
	 */
	async function placeOf({ conversation: { conversationId }, contact }: Thread): Promise<Place> {
		if (contact.id !== conversationId) return { contactId: contact.id, conversationId };
		return runMemory.recall(here(`place of ${conversationId}`), Infinity, async () => {
			try {
				const conversation = await api({ method: 'GET', path: `/conversations/${segment(conversationId)}` });
				return { contactId: readContactId(conversation), conversationId };
			} catch (error) {
				if (hasStatus(error, 400, 404)) return { contactId: conversationId };
				throw error;
			}
		});
	}

	/** The path of the thread's contact, or of something below it. */
	async function contactPath(thread: Thread, below = ''): Promise<string> {
		return `/contacts/${segment((await placeOf(thread)).contactId)}${below}`;
	}

	function contactRecord(path: string): Promise<ContactRecord> {
		return runMemory.recall(here(path), CONTACT_AGE_MS, async () => readContact(await api({ method: 'GET', path })));
	}

	function users(): Promise<DeskAgent[]> {
		return accountMemory.recall(USERS, USERS_AGE_MS, async () => readUsers(await api({ method: 'GET', path: '/users/', query: { locationId } })));
	}

	/** Who has the contact; a deleted user has nobody any more. */
	async function ownerOf({ assignedTo }: ContactRecord): Promise<Assignee | undefined> {
		const user = assignedTo === undefined ? undefined : (await users()).find(({ id }) => id === assignedTo);
		return user && { id: user.id, name: user.name, email: user.email };
	}

	/** The contact's custom fields by name; one that has no name any more is left out. */
	async function namedFields({ customFields }: ContactRecord): Promise<Record<string, unknown> | undefined> {
		if (customFields.length === 0) return undefined;
		const names = await fieldNames();
		const named = customFields.flatMap(({ id, value }) => {
			const name = names.get(id);
			return name ? [[name, value] as const] : [];
		});
		return named.length === 0 ? undefined : Object.fromEntries(named);
	}

	async function fieldNames(): Promise<Map<string, string>> {
		const path = `/locations/${segment(locationId)}/customFields`;
		try {
			return await accountMemory.recall(FIELD_NAMES, FIELD_NAMES_AGE_MS, async () => readFieldNames(await api({ method: 'GET', path, query: { model: 'contact' } })));
		} catch (error) {
			// A token without this scope must not keep the customer from a person.
			if (hasStatus(error, 401, 403)) return new Map();
			throw error;
		}
	}

	/** The last messages of all kinds, oldest first. */
	async function recent(thread: Thread): Promise<MessageRecord[]> {
		const { contactId, conversationId } = await placeOf(thread);
		const id = conversationId ?? (await conversationWith(contactId));
		if (id === undefined) return [];
		return readMessages(await api({ method: 'GET', path: `/conversations/${segment(id)}/messages`, query: { limit: READ_MESSAGES } }));
	}

	async function conversationWith(contactId: string): Promise<string | undefined> {
		return readFoundConversation(await api({ method: 'GET', path: '/conversations/search', query: { locationId, contactId } }));
	}

	async function assign(thread: Thread, assignee: Assignee): Promise<void> {
		const path = await contactPath(thread);
		let owner: string | undefined;
		try {
			// Never with tags: they would replace those the contact has.
			owner = readContact(await api({ method: 'PUT', path, body: { assignedTo: assignee.id }, repeatable: true })).assignedTo;
		} catch (error) {
			throw (await isAboutUser(error, assignee.id)) ? refused(assignee, error) : error;
		}
		if (owner !== assignee.id) {
			accountMemory.forget(USERS);
			runMemory.forget(here(path));
			throw refused(assignee);
		}
		keepOwner(path, assignee.id);
	}

	async function unassign(thread: Thread, { id, name }: Assignee): Promise<void> {
		const path = await contactPath(thread);
		if ((await contactRecord(path)).assignedTo !== id) return;
		const { assignedTo } = readContact(await api({ method: 'PUT', path, body: { assignedTo: null }, repeatable: true }));
		keepOwner(path, assignedTo);
		if (assignedTo === undefined) return;
		throw new DeskError(`HighLevel did not take the contact from ${name || id}`, 'Take the owner off the contact in HighLevel, so that nobody relies on them.', { mayHaveActed: true });
	}

	/** In place, so that what was read doesn't seem younger than it is. */
	function keepOwner(path: string, owner: string | undefined): void {
		const known = runMemory.last<ContactRecord>(here(path));
		if (known) known.assignedTo = owner;
	}

	/** Whether a request was refused because of the user in it, not because of the contact. */
	async function isAboutUser(error: unknown, userId: string): Promise<boolean> {
		if (!(error instanceof DeskError) || !hasStatus(error, 400, 404, 422)) return false;
		accountMemory.forget(USERS);
		if (/\buser\b|assign/i.test(error.message)) return true;
		if (/\bcontact\b/i.test(error.message)) return false;
		return !(await users()).some(({ id }) => id === userId);
	}

	async function taskOf(path: string, handoverId: string): Promise<TaskRecord | undefined> {
		return readTasks(await api({ method: 'GET', path })).find(({ body }) => body.includes(handoverId));
	}

	async function changeTags(method: 'POST' | 'DELETE', thread: Thread, tags: readonly string[]): Promise<string[]> {
		return readTags(await api({ method, path: await contactPath(thread, '/tags'), body: { tags }, repeatable: true }));
	}

	function post(body: Record<string, unknown>): Promise<unknown> {
		return api({ method: 'POST', path: '/conversations/messages', body });
	}

	/** On which channel the customer is written to: the named one, else the one they wrote on last. */
	async function routeOf(thread: Thread): Promise<{ type: SendType; conversationProviderId?: string }> {
		const named = sendType(thread.channel);
		if (named !== undefined && named !== 'Custom') return { type: named };
		for (const message of (await recent(thread)).reverse()) {
			const type = message.inbound ? sendType(message.type) : undefined;
			if (type === 'Custom' && message.providerId) return { type, conversationProviderId: message.providerId };
			if (type !== undefined && type !== 'Custom') return { type };
		}
		throw new HandoverError(
			`HighLevel can't tell on which channel to write to this contact${thread.channel ? `: it knows none called "${clip(thread.channel, 40)}"` : ''}`,
			`Set "Channel" in Detect Handover Trigger to one of: ${SEND_TYPES}. Without one, the channel of the customer's last message is taken.`,
		);
	}

	/** What an earlier attempt sent, which HighLevel marks with no id of ours: the same words. */
	async function sentBefore(thread: Thread, text: string, since: number): Promise<Sent | undefined> {
		const message = (await recent(thread)).find(
			({ inbound, failed, at, type, text: said }) =>
				!inbound && !failed && at >= since && isSaid(type) && inOneLine(said) === inOneLine(text),
		);
		return message && { by: 'desk', messageId: message.id };
	}

	async function hasNote(thread: Thread, handoverId: string): Promise<true | undefined> {
		const isOurs = (text: string) => text.includes(handoverId);
		if ((await recent(thread)).some(({ type, text }) => isComment(type) && isOurs(text))) return true;
		const notes = readNotes(await api({ method: 'GET', path: await contactPath(thread, '/notes') }));
		return notes.some(isOurs) ? true : undefined;
	}

	/** A comment stands in the conversation, where agents look; accounts and tokens that can't have any get a note on the contact. */
	async function comment(thread: Thread, text: string): Promise<true> {
		const { contactId } = await placeOf(thread);
		try {
			await post({ type: 'InternalComment', contactId, message: text });
		} catch (error) {
			if (!hasStatus(error, 400, 401, 403, 422)) throw error;
			await api({ method: 'POST', path: await contactPath(thread, '/notes'), body: { body: text } });
		}
		return true;
	}

	return {
		name: NAME,
		title: TITLE,
		account: locationId,
		capabilities: CAPABILITIES,
		agents: async (team) => {
			if (team !== undefined) throw noTeams();
			return users();
		},
		teams: async () => [],
		look: async (thread) => {
			const { contactId, conversationId } = await placeOf(thread);
			const record = await contactRecord(`/contacts/${segment(contactId)}`);
			return {
				contact: { ...record.contact, fields: await namedFields(record) },
				owner: await ownerOf(record),
				link: conversationId === undefined ? undefined : `${APP_URL}/${segment(locationId)}/conversations/conversations/${segment(conversationId)}`,
			};
		},
		conversationOf: conversationWith,
		messages: async (thread) =>
			(await recent(thread))
				.filter(({ type, text }) => isSaid(type) && text !== '')
				.slice(-KEPT_MESSAGES)
				.map(({ id, text, at, inbound, userId }) => ({ from: inbound ? 'customer' : userId ? 'agent' : 'bot', text, at, id })),
		assign,
		unassign,
		assignTeam: async () => {
			throw noTeams();
		},
		createTask: async (handover, { title, body, dueAt, assignee }, { repeated }) => {
			const path = await contactPath(handover, '/tasks');
			const created = await createOnce(
				{ repeated, clock },
				() => taskOf(path, handover.id),
				async () => {
					const dueDate = withoutMilliseconds(dueAt);
					return readTask(await api({ method: 'POST', path, body: { title, body, dueDate, completed: false, ...(assignee && { assignedTo: assignee.id }) } }));
				},
			);
			return { id: created.id, title: created.title, dueAt: created.dueAt || dueAt };
		},
		assignTask: async (handover, assignee) => {
			const path = await contactPath(handover, '/tasks');
			const task = await taskOf(path, handover.id);
			if (!task || task.completed || task.assignedTo === assignee.id) return;
			await api({ method: 'PUT', path: `${path}/${segment(task.id)}`, body: { assignedTo: assignee.id }, repeatable: true });
		},
		completeTask: async (handover, now) => {
			const path = await contactPath(handover, '/tasks');
			const task = await taskOf(path, handover.id);
			if (!task) return undefined;
			if (!task.completed) await api({ method: 'PUT', path: `${path}/${segment(task.id)}/completed`, body: { completed: true }, repeatable: true });
			// HighLevel doesn't say since when one that was completed before is.
			return { id: task.id, title: task.title, dueAt: task.dueAt, completedAt: now };
		},
		addTags: (thread, tags) => changeTags('POST', thread, tags),
		removeTags: (thread, tags) => changeTags('DELETE', thread, tags),
		note: async (handover, text, { repeated }) => {
			await createOnce(
				{ repeated, clock },
				() => hasNote(handover, handover.id),
				() => comment(handover, text),
			);
		},
		send: (thread, text, { repeated, since }) =>
			createOnce<Sent>(
				{ repeated, clock },
				() => sentBefore(thread, text, since),
				async () => {
					const { contactId } = await placeOf(thread);
					const route = await routeOf(thread);
					return { by: 'desk', messageId: readSent(await post({ ...route, contactId, message: text, ...(route.type === 'Email' && asEmail(text)) })) };
				},
			),
		switchBot: async (thread, on, workflow) => {
			if (!workflow) return undefined;
			const path = await contactPath(thread, `/workflow/${segment(workflow)}`);
			await api({ method: on ? 'DELETE' : 'POST', path, body: {}, repeatable: true });
			return on ? `Took the contact out of the HighLevel workflow ${workflow}` : `Put the contact into the HighLevel workflow ${workflow}`;
		},
	};
}

function hasStatus(error: unknown, ...statuses: number[]): boolean {
	return error instanceof DeskError && statuses.includes(error.details.status ?? 0);
}

function refused({ id, name }: Assignee, cause?: unknown): AssigneeRefused {
	return new AssigneeRefused(
		`HighLevel doesn't take ${name || id} as the contact's owner`,
		'They may have been deleted, or have no access to this location. Look at Settings > My Staff in HighLevel, and choose somebody else.',
		{ cause },
	);
}

function noTeams(): HandoverError {
	return new HandoverError(
		'HighLevel\'s API has no teams',
		'Fill the column "Team" of the table "Team" in Assign Conversation, and choose "Round Robin" or "Least Busy".',
	);
}

/** HighLevel refuses a due date with milliseconds. */
function withoutMilliseconds(at: number): string {
	return toIso(at).replace(/\.\d+Z$/, 'Z');
}

/** A subject in the customer's own language can only come from the text itself. */
function asEmail(text: string): { subject: string; html: string } {
	return { subject: clip(inOneLine(text), LONGEST_SUBJECT), html: escaped(text).replace(/\r?\n/g, '<br>') };
}

function escaped(text: string): string {
	return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

function inOneLine(text: string): string {
	return text.replace(/\s+/g, ' ').trim();
}

function locationOf({ locationId }: Credentials): string {
	const id = idOf(locationId);
	if (id !== undefined) return id;
	throw new HandoverError(
		`The credential "${CREDENTIAL.title}" has no location ID`,
		'Enter it there. It stands in the address of every page of the sub-account, after /location/.',
	);
}

function addressOf({ url }: Credentials): string {
	return apiAddress(url, CREDENTIAL.title, DEFAULT_URL, `Enter ${DEFAULT_URL}, unless you have a proxy of your own.`);
}

export const HIGH_LEVEL: DeskKind = {
	name: NAME,
	title: TITLE,
	capabilities: CAPABILITIES,
	credential: CREDENTIAL,
	limit: LIMIT,
	account: locationOf,
	address: addressOf,
	open: highLevelDesk,
	inbound: HIGH_LEVEL_INBOUND,
};
