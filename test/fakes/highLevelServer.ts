import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { ServedDesk, type DeskState, type FakeAnswer, type FakeDesk, type FakeRequest, type NewConversation, type SentDelivery } from './fakeDesk';

type Fields = Record<string, unknown>;

interface User {
	id: string;
	name: string;
	email: string;
	deleted: boolean;
}

interface Task {
	id: string;
	title: string;
	body: string;
	dueDate: string;
	completed: boolean;
	assignedTo?: string;
}

interface Message {
	id: string;
	/** Such as `TYPE_SMS`. */
	messageType: string;
	body: string;
	direction: 'inbound' | 'outbound';
	/** ISO time */
	dateAdded: string;
	source?: string;
	userId?: string;
	conversationProviderId?: string;
	status: string;
}

type NewMessage = Pick<Message, 'body' | 'direction'> & Partial<Message>;

/** A contact and the one conversation with them. */
interface Contact {
	id: string;
	conversationId: string;
	channel: Channel;
	name?: string;
	phone?: string;
	email?: string;
	assignedTo?: string;
	tags: string[];
	customFields: Array<{ id: string; value: unknown }>;
	tasks: Task[];
	notes: Array<{ id: string; body: string }>;
	messages: Message[];
	workflows: Set<string>;
	/** Whether a workflow has switched the bot; undefined as long as none has. */
	botOn?: boolean;
	effects: DeskState['effects'];
	sent: DeskState['sent'];
}

interface Channel {
	/** As the API sends on it. */
	type: string;
	/** As lists of messages call it. */
	messageType: string;
	/** As webhooks call it. */
	webhook: string;
}

/** One webhook that went out. */
export interface HighLevelDelivery extends SentDelivery {
	type: string;
}

const LOCATION = 'loc5GhT1acme';
/** A location that exists, and that the token has nothing to do with. */
export const FOREIGN_LOCATION = 'loc9ZzQ8other';
/** An app's own channel. */
export const PROVIDER = 'provider61ab';
/** A user who works in another location only. */
export const FOREIGN_USER = 'usr0foreign';

const SMS: Channel = { type: 'SMS', messageType: 'TYPE_SMS', webhook: 'SMS' };
const CHANNELS: Readonly<Record<string, Channel>> = {
	SMS,
	Email: { type: 'Email', messageType: 'TYPE_EMAIL', webhook: 'Email' },
	WhatsApp: { type: 'WhatsApp', messageType: 'TYPE_WHATSAPP', webhook: 'WhatsApp' },
	Instagram: { type: 'IG', messageType: 'TYPE_INSTAGRAM', webhook: 'IG' },
	Facebook: { type: 'FB', messageType: 'TYPE_FACEBOOK', webhook: 'FB' },
	Website: { type: 'Live_Chat', messageType: 'TYPE_LIVE_CHAT', webhook: 'Live Chat' },
	RCS: { type: 'RCS', messageType: 'TYPE_RCS', webhook: 'RCS' },
	TikTok: { type: 'TIKTOK', messageType: 'TYPE_TIKTOK', webhook: 'TIKTOK' },
	App: { type: 'Custom', messageType: 'TYPE_CUSTOM_PROVIDER_SMS', webhook: 'Custom' },
	/** One that the API can't send on. */
	Google: { type: 'GMB', messageType: 'TYPE_GMB', webhook: 'GMB' },
};
const SEND_TYPES = ['SMS', 'RCS', 'Email', 'WhatsApp', 'IG', 'FB', 'Custom', 'Live_Chat', 'TIKTOK', 'InternalComment'];
const COMMENT = 'TYPE_INTERNAL_COMMENT';

const LIMIT = { requests: 100, per: 10_000 };
const ISO_WITHOUT_MILLISECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/;

/** What a field of a body must be; `?` behind it for one that may be missing. */
type Shape = Readonly<Record<string, 'text' | 'text?' | 'texts' | 'flag' | 'flag?' | 'texts?' | 'text or null?'>>;

const CHECKS = {
	text: { fits: (value: unknown) => typeof value === 'string', words: 'must be a string' },
	texts: { fits: (value: unknown) => Array.isArray(value) && value.every((one) => typeof one === 'string'), words: 'must be an array of strings' },
	flag: { fits: (value: unknown) => typeof value === 'boolean', words: 'must be a boolean value' },
	'text or null': { fits: (value: unknown) => value === null || typeof value === 'string', words: 'must be a string' },
} as const;

const answer = (status: number, body: Fields): FakeAnswer => ({ status, body });
const ok = (body: Fields): FakeAnswer => answer(200, body);
const created = (body: Fields): FakeAnswer => answer(201, body);
const badRequest = (message: string): FakeAnswer => answer(400, { statusCode: 400, message, error: 'Bad Request' });
const unauthorized = (message: string): FakeAnswer => answer(401, { statusCode: 401, message, error: 'Unauthorized' });
const forbidden = (): FakeAnswer => answer(403, { statusCode: 403, message: 'The token does not have access to this location.', error: 'Forbidden' });
const unprocessable = (...message: string[]): FakeAnswer => answer(422, { statusCode: 422, message, error: 'Unprocessable Entity' });

interface Route {
	method: string;
	path: RegExp;
	version: '2021-04-15' | '2021-07-28';
	/** Bodies are closed: any other field is refused. */
	body?: Shape;
	answer: (at: { ids: string[]; body: Fields; query: URLSearchParams }) => FakeAnswer;
}

/**
 * As much of HighLevel as a handover needs: one location with its users and
 * contacts, each with one conversation. As the platform does, it writes tags
 * in lower case, refuses a due date with milliseconds, and sends no idea of a
 * bot along with its messages.
 */
export class HighLevelServer extends ServedDesk<HighLevelDelivery> implements FakeDesk {
	readonly credentials: Record<string, string>;
	/** Where webhooks go. */
	target?: string;
	/** What webhooks are signed with fits this: Ed25519, SPKI DER in base64. */
	readonly publicKey: string;
	/** Milliseconds since 1970 */
	now: () => number = Date.now;
	/** Whether it refuses more than 100 requests in 10 seconds of its own clock. */
	isLimited = false;

	private readonly privateKey;
	private readonly users = new Map<string, User>();
	private readonly contacts = new Map<string, Contact>();
	private readonly fieldNames = new Map<string, string>();
	private readonly times: number[] = [];
	private lastTime = 0;

	private constructor(private lastId = 0) {
		super();
		const { publicKey, privateKey } = generateKeyPairSync('ed25519');
		this.privateKey = privateKey;
		this.publicKey = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
		this.credentials = { token: 'pit-1f0c7a52-token-of-acme', locationId: LOCATION, url: '', webhookSecret: this.publicKey };
	}

	/** @param options.idsFrom where its ids begin: servers of the same account, one after the other, must not share any */
	static async start({ port, idsFrom }: { port?: number; idsFrom?: number } = {}): Promise<HighLevelServer> {
		const fake = new HighLevelServer(idsFrom);
		await fake.server.listen(port);
		fake.credentials.url = fake.server.url;
		return fake;
	}

	/** HighLevel's API knows neither teams nor who is there. */
	addAgent({ name, email }: { name: string; email?: string; available?: boolean; team?: string }): string {
		const id = this.newId('usr');
		this.users.set(id, { id, name, email: email ?? `${id}@acme.example`, deleted: false });
		return id;
	}

	removeAgent(id: string): void {
		const user = this.users.get(id);
		if (user) user.deleted = true;
	}

	addConversation({ contact, channel = 'SMS', owner, tags = [], messages = [] }: NewConversation): { conversationId: string; contactId: string } {
		const { fields = {}, ...known } = contact;
		const one: Contact = {
			...known,
			id: this.newId('con'),
			conversationId: this.newId('cnv'),
			channel: CHANNELS[channel] ?? SMS,
			assignedTo: owner,
			tags: tags.map((tag) => tag.toLowerCase()),
			customFields: Object.entries(fields).map(([name, value]) => ({ id: this.fieldCalled(name), value })),
			tasks: [],
			notes: [],
			messages: [],
			workflows: new Set(),
			effects: [],
			sent: [],
		};
		this.contacts.set(one.id, one);
		for (const { from, text } of messages) {
			if (from === 'customer') this.keep(one, { body: text, direction: 'inbound' });
			else this.keep(one, { body: text, direction: 'outbound', ...(from === 'agent' ? { source: 'app', userId: owner ?? this.anybody() } : { source: 'workflow' }) });
		}
		return { conversationId: one.conversationId, contactId: one.id };
	}

	/** Takes a custom field's definition away; contacts keep its values. */
	removeField(name: string): void {
		this.fieldNames.delete(this.fieldCalled(name));
	}

	/** Something that happened to the contact, as it stands between messages. */
	addActivity(conversationId: string, text: string): void {
		this.keep(this.having(conversationId), { body: text, direction: 'outbound', messageType: 'TYPE_ACTIVITY_CONTACT' });
	}

	state(conversationId: string): DeskState {
		const { assignedTo, tags, tasks, notes, messages, sent, botOn, effects } = this.having(conversationId);
		const comments = messages.filter(({ messageType }) => messageType === COMMENT);
		return {
			owner: assignedTo,
			tags: [...tags],
			tasks: tasks.map(({ id, title, body, dueDate, assignedTo: assigneeId, completed }) => ({ id, title, body, dueAt: Date.parse(dueDate), assigneeId, completed })),
			notes: [...comments, ...notes].map(({ body }) => body),
			sent: [...sent],
			botOn,
			effects: [...effects],
		};
	}

	customerWrites(conversationId: string, text: string): Promise<string> {
		return this.says(this.having(conversationId), { body: text, direction: 'inbound' });
	}

	async agentWrites(conversationId: string, agentId: string, text: string): Promise<string> {
		if (!this.isUser(agentId)) throw new Error(`There is no user ${agentId}`);
		const contact = this.having(conversationId);
		const id = await this.says(contact, { body: text, direction: 'outbound', userId: agentId, source: 'app' });
		contact.sent.push({ id, text, channel: contact.channel.type });
		return id;
	}

	/** A workflow of HighLevel's own, or its bot, writes. */
	workflowWrites(conversationId: string, text: string): Promise<string> {
		return this.says(this.having(conversationId), { body: text, direction: 'outbound', source: 'workflow' });
	}

	/** Somebody ticks the task off in HighLevel's own window. */
	async completesTask(taskId: string): Promise<void> {
		const contact = [...this.contacts.values()].find(({ tasks }) => tasks.some(({ id }) => id === taskId));
		if (!contact) throw new Error(`There is no task ${taskId}`);
		this.complete(contact, taskId, true);
		await this.settled();
	}

	/** Somebody gives the contact to somebody else, or to nobody, in HighLevel's own window. */
	async changesOwner(conversationId: string, owner: string | undefined): Promise<void> {
		this.own(this.having(conversationId), owner);
		await this.settled();
	}

	/* ---- what the API answers ---- */

	protected handle(request: FakeRequest): FakeAnswer {
		const limit = this.limitHeaders();
		if (limit.remaining < 0) {
			return { status: 429, body: { statusCode: 429, message: 'Too Many Requests' }, headers: { ...limit.headers, 'X-RateLimit-Remaining': '0' } };
		}
		return { ...this.route(request), headers: limit.headers };
	}

	private limitHeaders(): { remaining: number; headers: Record<string, string> } {
		const now = this.now();
		while (this.times.length > 0 && (this.times[0] ?? 0) <= now - LIMIT.per) this.times.shift();
		const isOver = this.isLimited && this.times.length >= LIMIT.requests;
		if (this.isLimited && !isOver) this.times.push(now);
		const remaining = isOver ? -1 : LIMIT.requests - this.times.length;
		return {
			remaining,
			headers: {
				'X-RateLimit-Max': String(LIMIT.requests),
				'X-RateLimit-Remaining': String(remaining),
				'X-RateLimit-Interval-Milliseconds': String(LIMIT.per),
				'X-RateLimit-Limit-Daily': '200000',
				'X-RateLimit-Daily-Remaining': '199000',
			},
		};
	}

	private route({ method, path, query, headers, body }: FakeRequest): FakeAnswer {
		if (headers.authorization !== `Bearer ${this.credentials.token}`) return unauthorized('Invalid Private Integration token');
		const route = this.routes.find((one) => one.method === method && one.path.test(path));
		if (!route) return answer(404, { statusCode: 404, message: `Cannot ${method} ${path}`, error: 'Not Found' });
		if (headers.version === undefined) return unauthorized('version header was not found.');
		if (headers.version !== route.version) return unauthorized('version header is invalid.');
		if (route.body) {
			const problems = problemsOf(body, route.body);
			if (problems.length > 0) return unprocessable(...problems);
		}
		const ids = (route.path.exec(path) ?? []).slice(1).map(decodeURIComponent);
		return route.answer({ ids, query, body: (body ?? {}) as Fields });
	}

	private readonly routes: readonly Route[] = [
		{ method: 'GET', path: /^\/locations\/([^/]+)$/, version: '2021-07-28', answer: ({ ids: [id] }) => this.inLocation(id, () => ({ location: { id, name: 'Acme', companyId: 'cmp1' } })) },
		{
			method: 'GET',
			path: /^\/locations\/([^/]+)\/customFields$/,
			version: '2021-07-28',
			answer: ({ ids: [location] }) =>
				this.inLocation(location, () => ({
					customFields: [...this.fieldNames].map(([id, name], position) => ({ id, name, fieldKey: `contact.${id}`, dataType: 'TEXT', position, locationId: LOCATION, model: 'contact' })),
				})),
		},
		{
			method: 'GET',
			path: /^\/users\/$/,
			version: '2021-07-28',
			answer: ({ query }) => this.inLocation(query.get('locationId'), () => ({ users: [...this.users.values()].map((user) => ({ ...user, roles: { type: 'account', role: 'user', locationIds: [LOCATION] } })) })),
		},
		this.contactRoute('GET', '', undefined, (contact) => ok({ contact: this.shown(contact) })),
		this.contactRoute('PUT', '', { assignedTo: 'text or null?', tags: 'texts?' }, (contact, { body }) => this.update(contact, body)),
		this.contactRoute('GET', '/tasks', undefined, (contact) => ok({ tasks: contact.tasks.map((task) => ({ ...task, contactId: contact.id })) })),
		this.contactRoute('POST', '/tasks', { title: 'text', body: 'text?', dueDate: 'text', completed: 'flag', assignedTo: 'text?' }, (contact, { body }) => this.createTask(contact, body)),
		this.contactRoute('PUT', '/tasks/([^/]+)/completed', { completed: 'flag' }, (contact, { body, ids }) => {
			const task = this.complete(contact, ids[1] ?? '', body.completed === true);
			return task ? ok({ task: { ...task, contactId: contact.id } }) : badRequest(`Task with id ${ids[1]} not found`);
		}),
		this.contactRoute('PUT', '/tasks/([^/]+)', { title: 'text?', body: 'text?', dueDate: 'text?', completed: 'flag?', assignedTo: 'text?' }, (contact, { body, ids }) => this.changeTask(contact, ids[1] ?? '', body)),
		this.contactRoute('POST', '/tags', { tags: 'texts' }, (contact, { body }) => {
			contact.tags = [...new Set([...contact.tags, ...lowerCase(body.tags)])];
			contact.effects.push('tag');
			return created({ tags: contact.tags });
		}),
		this.contactRoute('DELETE', '/tags', { tags: 'texts' }, (contact, { body }) => {
			const gone = lowerCase(body.tags);
			contact.tags = contact.tags.filter((tag) => !gone.includes(tag));
			contact.effects.push('tag');
			return ok({ tags: contact.tags });
		}),
		this.contactRoute('GET', '/notes', undefined, ({ id, notes }) => ok({ notes: notes.map((note) => ({ ...note, contactId: id })) })),
		this.contactRoute('POST', '/notes', { body: 'text', userId: 'text?' }, (contact, { body }) => {
			const note = { id: this.newId('not'), body: String(body.body) };
			contact.notes.push(note);
			contact.effects.push('note');
			return created({ note: { ...note, contactId: contact.id } });
		}),
		this.contactRoute('POST', '/workflow/([^/]+)', { eventStartTime: 'text?' }, (contact, { ids }) => this.switchBot(contact, ids[1] ?? '', false)),
		this.contactRoute('DELETE', '/workflow/([^/]+)', { eventStartTime: 'text?' }, (contact, { ids }) => this.switchBot(contact, ids[1] ?? '', true)),
		{
			method: 'GET',
			path: /^\/conversations\/search$/,
			version: '2021-04-15',
			answer: ({ query }) => this.inLocation(query.get('locationId'), () => this.found(query.get('contactId'))),
		},
		{
			method: 'GET',
			path: /^\/conversations\/([^/]+)$/,
			version: '2021-04-15',
			answer: ({ ids: [id = ''] }) => {
				const contact = this.withConversation(id);
				return contact
					? ok({ id, contactId: contact.id, locationId: LOCATION, deleted: false, inbox: true, type: 1, unreadCount: 0, starred: false, ...(contact.assignedTo !== undefined && { assignedTo: contact.assignedTo }) })
					: noConversation(id);
			},
		},
		{
			method: 'GET',
			path: /^\/conversations\/([^/]+)\/messages$/,
			version: '2021-04-15',
			answer: ({ ids: [id = ''], query }) => {
				const contact = this.withConversation(id);
				return contact ? ok({ messages: this.page(contact, Number(query.get('limit') ?? 20)) }) : noConversation(id);
			},
		},
		{
			method: 'POST',
			path: /^\/conversations\/messages$/,
			version: '2021-04-15',
			body: { type: 'text', contactId: 'text', message: 'text?', html: 'text?', subject: 'text?', conversationProviderId: 'text?', mentions: 'texts?', userId: 'text?' },
			answer: ({ body }) => this.write(body),
		},
	];

	private contactRoute(method: string, below: string, body: Shape | undefined, reply: (contact: Contact, at: { ids: string[]; body: Fields }) => FakeAnswer): Route {
		return {
			method,
			path: new RegExp(`^/contacts/([^/]+)${below}$`),
			version: '2021-07-28',
			body,
			answer: ({ ids, body: given }) => {
				const contact = this.contacts.get(ids[0] ?? '');
				return contact ? reply(contact, { ids, body: given }) : noContact(ids[0]);
			},
		};
	}

	private inLocation(id: string | null | undefined, body: () => Fields): FakeAnswer {
		if (!id) return badRequest('locationId is required');
		return id === LOCATION ? ok(body()) : forbidden();
	}

	private update(contact: Contact, { assignedTo, tags }: Fields): FakeAnswer {
		if (typeof assignedTo === 'string' && !this.isUser(assignedTo)) return unprocessable(`assignedTo: no user with id ${assignedTo} in this location`);
		if (Array.isArray(tags)) contact.tags = lowerCase(tags);
		if (assignedTo !== undefined) {
			this.own(contact, assignedTo === null ? undefined : String(assignedTo));
			contact.effects.push('assign');
		}
		return ok({ succeded: true, contact: this.shown(contact) });
	}

	private createTask(contact: Contact, { title, body, dueDate, completed, assignedTo }: Fields): FakeAnswer {
		if (title === '') return unprocessable('title should not be empty');
		if (!ISO_WITHOUT_MILLISECONDS.test(String(dueDate))) return unprocessable('dueDate must be a valid ISO 8601 date string');
		if (assignedTo !== undefined && !this.isUser(String(assignedTo))) return unprocessable('assignedTo must be a user of this location');
		const task: Task = {
			id: this.newId('tsk'),
			title: String(title),
			body: String(body ?? ''),
			dueDate: new Date(String(dueDate)).toISOString(),
			completed: completed === true,
			...(assignedTo !== undefined && { assignedTo: String(assignedTo) }),
		};
		contact.tasks.push(task);
		contact.effects.push('task');
		return created({ task: { ...task, contactId: contact.id } });
	}

	/** As much of it as we ask for. */
	private changeTask(contact: Contact, taskId: string, { assignedTo }: Fields): FakeAnswer {
		const task = contact.tasks.find(({ id }) => id === taskId);
		if (!task) return badRequest(`Task with id ${taskId} not found`);
		if (typeof assignedTo === 'string') {
			if (!this.isUser(assignedTo)) return unprocessable('assignedTo must be a user of this location');
			task.assignedTo = assignedTo;
		}
		return ok({ task: { ...task, contactId: contact.id } });
	}

	private switchBot(contact: Contact, workflow: string, on: boolean): FakeAnswer {
		if (on) contact.workflows.delete(workflow);
		else contact.workflows.add(workflow);
		contact.botOn = on;
		contact.effects.push('bot');
		return ok({ succeded: true });
	}

	private write({ type, contactId, message, html, conversationProviderId, userId }: Fields): FakeAnswer {
		const contact = this.contacts.get(String(contactId));
		if (!contact) return noContact(String(contactId));
		if (!SEND_TYPES.includes(String(type))) return unprocessable(`type must be one of the following values: ${SEND_TYPES.join(', ')}`);
		const text = typeof message === 'string' && message !== '' ? message : html;
		if (typeof text !== 'string' || text === '') return badRequest('There is no message or attachments for this message. Skip sending.');
		if (type === 'Email' && typeof html !== 'string') return badRequest('html is required for type Email');
		if (type === 'Custom' && conversationProviderId !== PROVIDER) return badRequest('No conversation provider found with this id');
		const isComment = type === 'InternalComment';
		const { messageType } = isComment ? { messageType: COMMENT } : (Object.values(CHANNELS).find((one) => one.type === type) ?? SMS);
		const { id } = this.add(contact, {
			body: type === 'Email' ? String(html) : text,
			direction: 'outbound',
			messageType,
			source: 'api',
			...(typeof userId === 'string' && { userId }),
		});
		contact.effects.push(isComment ? 'note' : 'message');
		if (!isComment) contact.sent.push({ id, text, channel: String(type) });
		return ok({ conversationId: contact.conversationId, messageId: id, status: 'pending' });
	}

	private found(contactId: string | null): Fields {
		const contacts = [...this.contacts.values()].filter(({ id }) => contactId === null || id === contactId);
		return {
			conversations: contacts.map(({ id, conversationId, messages, channel, name = '', email = '', phone = '' }) => ({
				id: conversationId,
				contactId: id,
				locationId: LOCATION,
				lastMessageBody: messages.at(-1)?.body ?? '',
				lastMessageType: messages.at(-1)?.messageType ?? channel.messageType,
				type: 'TYPE_PHONE',
				unreadCount: 0,
				fullName: name,
				contactName: name,
				email,
				phone,
			})),
			total: contacts.length,
		};
	}

	/** Newest first. */
	private page({ id, conversationId, messages }: Contact, limit: number): Fields {
		const shown = messages.slice(-limit).reverse();
		return {
			lastMessageId: shown.at(-1)?.id ?? '',
			nextPage: messages.length > limit,
			messages: shown.map((message) => ({ ...message, type: 2, locationId: LOCATION, contactId: id, conversationId, contentType: 'text/plain' })),
		};
	}

	private shown({ id, name, phone, email, assignedTo, tags, customFields }: Contact): Fields {
		const [firstName, ...rest] = name?.split(' ') ?? [];
		return {
			id,
			locationId: LOCATION,
			...(name !== undefined && { name, firstName, lastName: rest.join(' ') }),
			...(phone !== undefined && { phone }),
			...(email !== undefined && { email }),
			...(assignedTo !== undefined && { assignedTo }),
			tags: [...tags],
			customFields,
			dnd: false,
		};
	}

	/* ---- what happens, and who is told ---- */

	private keep(contact: Contact, { messageType = contact.channel.messageType, ...message }: NewMessage): Message {
		// Two messages never share a time, so that their order is plain.
		this.lastTime = Math.max(this.now(), this.lastTime + 1);
		const kept: Message = {
			id: this.newId('msg'),
			messageType,
			dateAdded: new Date(this.lastTime).toISOString(),
			status: 'delivered',
			...(messageType === CHANNELS.App?.messageType && { conversationProviderId: PROVIDER }),
			...message,
		};
		contact.messages.push(kept);
		return kept;
	}

	/** Keeps a message and tells of it. */
	private add(contact: Contact, message: NewMessage): Message {
		const added = this.keep(contact, message);
		const { id: messageId, messageType, ...rest } = added;
		this.tell(message.direction === 'inbound' ? 'InboundMessage' : 'OutboundMessage', {
			...rest,
			contactId: contact.id,
			conversationId: contact.conversationId,
			messageId,
			messageType: messageType === COMMENT ? 'InternalComment' : (Object.values(CHANNELS).find((one) => one.messageType === messageType) ?? SMS).webhook,
			contentType: 'text/plain',
			attachments: [],
		});
		return added;
	}

	private async says(contact: Contact, message: NewMessage): Promise<string> {
		const { id } = this.add(contact, message);
		await this.settled();
		return id;
	}

	private own(contact: Contact, owner: string | undefined): void {
		if (contact.assignedTo === owner) return;
		contact.assignedTo = owner;
		const { id, ...shown } = this.shown(contact);
		this.tell('ContactUpdate', { ...shown, id, assignedTo: owner ?? null });
	}

	private complete(contact: Contact, taskId: string, completed: boolean): Task | undefined {
		const task = contact.tasks.find(({ id }) => id === taskId);
		if (!task || task.completed === completed) return task;
		task.completed = completed;
		const { completed: _completed, ...shown } = task;
		if (completed) this.tell('TaskComplete', { ...shown, contactId: contact.id, dateAdded: new Date(this.now()).toISOString() });
		return task;
	}

	private tell(type: string, payload: Fields): void {
		if (this.target === undefined) return;
		const rawBody = JSON.stringify({ type, locationId: LOCATION, ...payload, timestamp: new Date(this.now()).toISOString(), webhookId: randomUUID() });
		const headers = { 'X-GHL-Signature': sign(null, Buffer.from(rawBody), this.privateKey).toString('base64') };
		this.post(this.target, { type, headers, rawBody });
	}

	private isUser(id: string): boolean {
		return this.users.get(id)?.deleted === false;
	}

	private anybody(): string {
		return this.users.keys().next().value ?? FOREIGN_USER;
	}

	private fieldCalled(name: string): string {
		const known = [...this.fieldNames].find(([, one]) => one === name)?.[0] ?? this.newId('fld');
		this.fieldNames.set(known, name);
		return known;
	}

	private withConversation(id: string): Contact | undefined {
		return [...this.contacts.values()].find(({ conversationId }) => conversationId === id);
	}

	private having(conversationId: string): Contact {
		const contact = this.withConversation(conversationId);
		if (!contact) throw new Error(`There is no conversation ${conversationId}`);
		return contact;
	}

	/** Like HighLevel's own ids, letters and digits without a meaning. */
	private newId(kind: string): string {
		return `${kind}${++this.lastId}Xq7`;
	}
}

function noContact(id?: string): FakeAnswer {
	return badRequest(`Contact with id ${id} not found`);
}

function noConversation(id: string): FakeAnswer {
	return badRequest(`Conversation with id ${id} not found`);
}

function lowerCase(tags: unknown): string[] {
	return (tags as string[]).map((tag) => tag.toLowerCase());
}

/** What is wrong with a body, in the platform's words. */
function problemsOf(body: unknown, shape: Shape): string[] {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) return ['Request body must be an object'];
	const unknown = Object.keys(body).filter((name) => !(name in shape));
	const wrong = Object.entries(shape).flatMap(([name, kind]) => {
		const value = (body as Fields)[name];
		if (value === undefined && kind.endsWith('?')) return [];
		const { fits, words } = CHECKS[kind.replace('?', '') as keyof typeof CHECKS];
		return fits(value) ? [] : [`${name} ${words}`];
	});
	return [...unknown.map((name) => `property ${name} should not exist`), ...wrong];
}
