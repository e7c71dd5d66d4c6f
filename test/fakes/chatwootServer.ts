import { createHmac, randomUUID } from 'node:crypto';
import { ServedDesk, type DeskState, type FakeAnswer, type FakeDesk, type FakeRequest, type NewConversation, type SentDelivery } from './fakeDesk';

type Fields = Record<string, unknown>;
type Status = 'open' | 'pending' | 'resolved' | 'snoozed';
type Role = 'agent' | 'administrator';

interface User {
	id: number;
	name: string;
	email: string;
	role: Role;
	available: boolean;
	confirmed: boolean;
}

interface Team {
	id: number;
	name: string;
	members: Set<number>;
}

/** Who acts: a person, the agent bot, the customer, or nobody in particular. */
type Sender = { type: 'user'; user: User } | { type: 'agent_bot' } | { type: 'contact' } | undefined;

interface Message {
	id: number;
	content: string;
	/** incoming, outgoing, activity, template */
	type: 0 | 1 | 2 | 3;
	private: boolean;
	/** Seconds since 1970 */
	at: number;
	sender: Sender;
}

interface Conversation {
	id: number;
	contact: { id: number; name: string; email: string | null; phone_number: string | null; custom_attributes: Fields };
	channel: string;
	status: Status;
	/** A user's id. */
	assignee?: number;
	/** Assigned to the agent bot, which makes nobody its owner. */
	botAssigned?: boolean;
	team?: number;
	labels: string[];
	custom_attributes: Fields;
	priority: string | null;
	messages: Message[];
	effects: DeskState['effects'];
	sent: DeskState['sent'];
}

interface Webhook {
	id: number;
	url: string;
	subscriptions: string[];
	secret: string;
}

/** One webhook that went out. */
export interface ChatwootDelivery extends SentDelivery {
	event: string;
}

const ACCOUNT = 1;
/** An account that exists, and that the token's user has nothing to do with. */
export const FOREIGN_ACCOUNT = 2;
const INBOX = { id: 1, name: 'Acme' };
const BOT = { id: 1, name: 'Acme Bot', type: 'agent_bot' };
/** The user of the access token. */
const API_USER = 1;
const PAGE = 20;

const STATUSES: readonly unknown[] = ['open', 'pending', 'resolved', 'snoozed'];
const PRIORITIES: readonly unknown[] = ['low', 'medium', 'high', 'urgent', null];
const TYPES = ['incoming', 'outgoing', 'activity', 'template'] as const;
const CHANNELS: Record<string, string> = { Website: 'Channel::WebWidget', WhatsApp: 'Channel::Whatsapp', SMS: 'Channel::TwilioSms', Email: 'Channel::Email' };

const NOT_FOUND: FakeAnswer = { status: 404, body: { error: 'Resource could not be found' } };
const unauthorized = (error: string): FakeAnswer => ({ status: 401, body: { error } });
const invalid = (message: string, attribute: string): FakeAnswer => ({ status: 422, body: { message, attributes: [attribute] } });
const ok = (body?: unknown): FakeAnswer => ({ status: 200, body });

interface Route {
	method: string;
	path: RegExp;
	/** An agent bot's token may use it, too. */
	bots?: boolean;
	/** Only administrators may. */
	admins?: boolean;
	answer: (at: { id: number; body: Fields; request: FakeRequest; who: Sender }) => FakeAnswer;
}

/**
 * As much of Chatwoot as a handover needs, with the product's own quirks: an
 * unknown assignee takes the owner away, labels and custom attributes replace,
 * and whoever opens a conversation as an agent has it.
 */
export class ChatwootServer extends ServedDesk<ChatwootDelivery> implements FakeDesk {
	readonly credentials: Record<string, string>;
	/** Where webhooks go besides the registered ones; signed with `secret`, if there is one. */
	target?: string;
	/** Older versions sign nothing. */
	secret?: string = 'webhook-secret-of-acme';
	/** Older versions tell no secret when a webhook is registered. */
	tellsSecrets = true;
	/** Whether the access token is an administrator's or an agent's. */
	role: Role = 'administrator';
	/** What an agent who is there is called: the published description says "available". */
	online: 'online' | 'available' = 'online';
	/** Milliseconds since 1970 */
	now: () => number = Date.now;

	private readonly users = new Map<number, User>();
	private readonly teams = new Map<number, Team>();
	private readonly conversations = new Map<number, Conversation>();
	private readonly webhooks = new Map<number, Webhook>();

	private constructor(private lastId = 10) {
		super();
		this.credentials = { url: '', accountId: String(ACCOUNT), apiAccessToken: 'user-token-of-acme', botAccessToken: 'bot-token-of-acme', webhookSecret: this.secret ?? '' };
	}

	/** @param options.idsFrom where its ids begin: servers of the same account, one after the other, must not share any */
	static async start({ port, idsFrom }: { port?: number; idsFrom?: number } = {}): Promise<ChatwootServer> {
		const fake = new ChatwootServer(idsFrom);
		await fake.server.listen(port);
		fake.credentials.url = fake.server.url;
		return fake;
	}

	addAgent({ name, email, available = true, team, confirmed = true }: { name: string; email?: string; available?: boolean; team?: string; confirmed?: boolean }): string {
		const id = this.newId();
		this.users.set(id, { id, name, email: email ?? `agent-${id}@acme.example`, role: 'agent', available, confirmed });
		if (team !== undefined) this.teamCalled(team).members.add(id);
		return String(id);
	}

	/** Somebody comes online, or goes. */
	setAvailable(id: string, available: boolean): void {
		const user = this.users.get(Number(id));
		if (user) user.available = available;
	}

	removeAgent(id: string): void {
		this.users.delete(Number(id));
		for (const team of this.teams.values()) team.members.delete(Number(id));
		for (const conversation of this.conversations.values()) if (conversation.assignee === Number(id)) conversation.assignee = undefined;
	}

	addConversation({ contact, channel = 'Website', owner, tags = [], messages = [] }: NewConversation): { conversationId: string; contactId: string } {
		const conversation: Conversation = {
			id: this.newId(),
			contact: {
				id: this.newId(),
				name: contact.name ?? '',
				email: contact.email ?? null,
				phone_number: contact.phone ?? null,
				custom_attributes: contact.fields ?? {},
			},
			channel: CHANNELS[channel] ?? `Channel::${channel}`,
			status: 'pending',
			assignee: owner === undefined ? undefined : Number(owner),
			labels: [...tags],
			custom_attributes: {},
			priority: null,
			messages: [],
			effects: [],
			sent: [],
		};
		this.conversations.set(conversation.id, conversation);
		for (const { from, text } of messages) this.add(conversation, text, from === 'customer' ? 0 : 1, this.seeded(from));
		return { conversationId: String(conversation.id), contactId: String(conversation.contact.id) };
	}

	state(conversationId: string): DeskState {
		const { assignee, team, labels, messages, status, priority, effects, sent } = this.find(conversationId);
		const notes = messages.filter((message) => message.private);
		return {
			owner: assignee === undefined ? undefined : String(assignee),
			team: team === undefined ? undefined : this.teams.get(team)?.name,
			tags: [...labels],
			tasks: notes.filter(isTask).map((note) => this.taskOf(note, this.find(conversationId))),
			notes: notes.filter((note) => !isTask(note)).map(({ content }) => content),
			sent: [...sent],
			botOn: status === 'pending',
			priority: priority ?? undefined,
			effects: [...effects],
		};
	}

	/** The conversation's status and custom attributes, as they stand. */
	details(conversationId: string): { status: Status; attributes: Fields } {
		const { status, custom_attributes: attributes } = this.find(conversationId);
		return { status, attributes: { ...attributes } };
	}

	async customerWrites(conversationId: string, text: string): Promise<string> {
		const conversation = this.find(conversationId);
		// With a bot at its inbox a finished conversation begins again with the bot.
		if (conversation.status === 'resolved') this.change(conversation, { status: 'pending' });
		return this.says(conversation, text, 0, { type: 'contact' });
	}

	async agentWrites(conversationId: string, agentId: string, text: string): Promise<string> {
		const user = this.users.get(Number(agentId));
		if (!user) throw new Error(`There is no agent ${agentId}`);
		const conversation = this.find(conversationId);
		const id = await this.says(conversation, text, 1, { type: 'user', user });
		conversation.sent.push({ id, text, channel: conversation.channel });
		return id;
	}

	/** Somebody changes the conversation in Chatwoot's own window. @param changes `assignee: null` takes the owner away */
	async byHand(
		conversationId: string,
		{ assignee, ...changes }: { status?: Status; assignee?: string | null; labels?: string[]; custom_attributes?: Fields; botAssigned?: boolean },
	): Promise<void> {
		this.change(this.find(conversationId), { ...changes, ...(assignee !== undefined && { assignee: assignee === null ? undefined : Number(assignee) }) });
		await this.settled();
	}

	private async says(conversation: Conversation, text: string, type: 0 | 1, sender: Sender): Promise<string> {
		const { id } = this.add(conversation, text, type, sender);
		await this.settled();
		return String(id);
	}

	private seeded(from: 'customer' | 'bot' | 'agent'): Sender {
		if (from === 'agent') return { type: 'user', user: [...this.users.values()][0] ?? this.apiUser() };
		return { type: from === 'bot' ? 'agent_bot' : 'contact' };
	}

	private newId(): number {
		return ++this.lastId;
	}

	private find(conversationId: string): Conversation {
		const conversation = this.conversations.get(Number(conversationId));
		if (!conversation) throw new Error(`There is no conversation ${conversationId}`);
		return conversation;
	}

	/** Chatwoot writes the names of teams in lower case. */
	private teamCalled(name: string): Team {
		const known = [...this.teams.values()].find((team) => team.name === name.toLowerCase());
		if (known) return known;
		const team = { id: this.newId(), name: name.toLowerCase(), members: new Set<number>() };
		this.teams.set(team.id, team);
		return team;
	}

	private apiUser(): User {
		return { id: API_USER, name: 'Integration', email: 'integration@acme.example', role: this.role, available: false, confirmed: true };
	}

	private userOf(id: number | undefined): User | undefined {
		return id === API_USER ? this.apiUser() : this.users.get(id ?? 0);
	}

	/* ---- what the API answers ---- */

	protected handle(request: FakeRequest): FakeAnswer {
		const token = request.headers.api_access_token;
		const who: Sender =
			token === this.credentials.apiAccessToken
				? { type: 'user', user: this.apiUser() }
				: token === this.credentials.botAccessToken
					? { type: 'agent_bot' }
					: undefined;
		if (!who) return unauthorized('Invalid Access Token');
		if (request.path === '/api/v1/profile') return who.type === 'user' ? ok(this.profile(who.user)) : unauthorized('Access to this endpoint is not authorized for bots');
		const [, account, rest = ''] = /^\/api\/v1\/accounts\/(\d+)(\/.*)$/.exec(request.path) ?? [];
		if (Number(account) === FOREIGN_ACCOUNT) return unauthorized('You are not authorized to access this account');
		if (Number(account) !== ACCOUNT) return NOT_FOUND;
		return this.route(request, rest, who);
	}

	private route(request: FakeRequest, path: string, who: Sender): FakeAnswer {
		const route = this.routes.find((one) => one.method === request.method && one.path.test(path));
		if (!route) return NOT_FOUND;
		if (who?.type === 'agent_bot' && !route.bots) return unauthorized('Access to this endpoint is not authorized for bots');
		if (route.admins && this.role !== 'administrator') return unauthorized('You are not authorized to do this action');
		const body = typeof request.body === 'object' && request.body !== null ? (request.body as Fields) : {};
		return route.answer({ id: Number(route.path.exec(path)?.[1]), body, request, who });
	}

	private readonly routes: readonly Route[] = [
		{ method: 'GET', path: /^\/agents$/, answer: () => ok([this.apiUser(), ...this.users.values()].map((user) => this.agent(user))) },
		{ method: 'GET', path: /^\/teams$/, answer: () => ok([...this.teams.values()].map(teamBody)) },
		{ method: 'GET', path: /^\/teams\/(\d+)\/team_members$/, answer: ({ id }) => this.members(id) },
		this.conversationRoute('GET', '', (conversation) => ok(this.shown(conversation))),
		this.conversationRoute('PATCH', '', (conversation, { body }) => this.prioritise(conversation, body), true),
		this.conversationRoute('POST', '/toggle_status', (conversation, { body, who }) => this.toggle(conversation, body, who), true),
		this.conversationRoute('POST', '/assignments', (conversation, { body }) => this.assign(conversation, body), true),
		this.conversationRoute('POST', '/custom_attributes', (conversation, { body }) => this.attribute(conversation, body), true),
		this.conversationRoute('GET', '/labels', ({ labels }) => ok({ payload: labels })),
		this.conversationRoute('POST', '/labels', (conversation, { body }) => this.label(conversation, body)),
		this.conversationRoute('GET', '/messages', (conversation, { request }) => this.page(conversation, request.query.get('before'))),
		this.conversationRoute('POST', '/messages', (conversation, { body, who }) => this.write(conversation, body, who), true),
		{ method: 'GET', path: /^\/webhooks$/, admins: true, answer: () => ok({ payload: { webhooks: [...this.webhooks.values()].map((webhook) => this.webhook(webhook)) } }) },
		{ method: 'POST', path: /^\/webhooks$/, admins: true, answer: ({ body }) => this.register(body) },
		{ method: 'DELETE', path: /^\/webhooks\/(\d+)$/, admins: true, answer: ({ id }) => (this.webhooks.delete(id) ? ok() : NOT_FOUND) },
	];

	private conversationRoute(
		method: string,
		what: string,
		answer: (conversation: Conversation, at: { body: Fields; request: FakeRequest; who: Sender }) => FakeAnswer,
		bots = false,
	): Route {
		return {
			method,
			path: new RegExp(`^/conversations/(\\d+)${what}$`),
			bots,
			answer: ({ id, ...at }) => {
				const conversation = this.conversations.get(id);
				return conversation ? answer(conversation, at) : NOT_FOUND;
			},
		};
	}

	private members(id: number): FakeAnswer {
		const team = this.teams.get(id);
		return team ? ok([...team.members].flatMap((member) => this.userOf(member) ?? []).map((user) => this.agent(user))) : NOT_FOUND;
	}

	private prioritise(conversation: Conversation, { priority }: Fields): FakeAnswer {
		if (!PRIORITIES.includes(priority)) return invalid('Priority is not included in the list', 'priority');
		this.change(conversation, { priority: priority as string | null });
		return ok(this.shown(conversation));
	}

	private toggle(conversation: Conversation, { status }: Fields, who: Sender): FakeAnswer {
		if (!STATUSES.includes(status)) return invalid('Status is not included in the list', 'status');
		this.change(conversation, { status: status as Status });
		if (status === 'open' && who?.type === 'user' && this.role === 'agent') this.change(conversation, { assignee: API_USER });
		conversation.effects.push('bot');
		return ok({ meta: {}, payload: { success: true, current_status: status, conversation_id: conversation.id, snoozed_until: null } });
	}

	private assign(conversation: Conversation, { assignee_id: assignee, team_id: teamId }: Fields): FakeAnswer {
		conversation.effects.push('assign');
		if (assignee !== undefined) {
			const user = this.userOf(Number(assignee));
			this.change(conversation, { assignee: user?.id, botAssigned: false });
			return ok(user ? this.agent(user) : null);
		}
		const team = this.teams.get(Number(teamId));
		this.change(conversation, { team: team?.id });
		return ok(team ? teamBody(team) : null);
	}

	private attribute(conversation: Conversation, { custom_attributes: attributes }: Fields): FakeAnswer {
		this.change(conversation, { custom_attributes: (attributes ?? {}) as Fields });
		return ok({ custom_attributes: conversation.custom_attributes });
	}

	private label(conversation: Conversation, { labels }: Fields): FakeAnswer {
		this.change(conversation, { labels: [...new Set((labels ?? []) as string[])] });
		conversation.effects.push('tag');
		return ok({ payload: conversation.labels });
	}

	private page(conversation: Conversation, before: string | null): FakeAnswer {
		const messages = conversation.messages.filter(({ id }) => before === null || id < Number(before)).slice(-PAGE);
		const { labels } = conversation;
		return ok({ meta: { labels, additional_attributes: {} }, payload: messages.map((message) => this.message(message, conversation)) });
	}

	private write(conversation: Conversation, { content, message_type: type = 'outgoing', private: isPrivate = false }: Fields, who: Sender): FakeAnswer {
		if (typeof content !== 'string' || content === '') return { status: 422, body: { error: 'Content can\'t be blank' } };
		if (type !== 'outgoing') return { status: 422, body: { error: 'Incoming messages are only allowed in Api inboxes' } };
		const message = this.add(conversation, content, 1, who, isPrivate === true);
		if (isPrivate !== true) conversation.sent.push({ id: String(message.id), text: content, channel: conversation.channel });
		conversation.effects.push(isPrivate !== true ? 'message' : isTask(message) ? 'task' : 'note');
		return ok(this.message(message, conversation));
	}

	private register({ url, subscriptions }: Fields): FakeAnswer {
		if (typeof url !== 'string' || !/^https?:\/\//.test(url)) return invalid('Url is invalid', 'url');
		if ([...this.webhooks.values()].some((webhook) => webhook.url === url)) return invalid('Url has already been taken', 'url');
		if (!Array.isArray(subscriptions) || subscriptions.length === 0) return invalid('Subscriptions Invalid events', 'subscriptions');
		const webhook: Webhook = { id: this.newId(), url, subscriptions, secret: randomUUID() };
		this.webhooks.set(webhook.id, webhook);
		return ok({ payload: { webhook: this.webhook(webhook) } });
	}

	/* ---- how the API writes things ---- */

	private agent({ id, name, email, role, available, confirmed }: User): Fields {
		return {
			id,
			account_id: ACCOUNT,
			availability_status: available ? this.online : 'offline',
			auto_offline: true,
			confirmed,
			email,
			available_name: name,
			name,
			role,
			thumbnail: '',
		};
	}

	private profile({ id, name, email, role }: User): Fields {
		return { id, name, email, role, available_name: name, account_id: ACCOUNT, accounts: [{ id: ACCOUNT, name: 'Acme', status: 'active', role }] };
	}

	private webhook({ id, url, subscriptions, secret }: Webhook): Fields {
		return { id, url, subscriptions, account_id: ACCOUNT, ...(this.tellsSecrets && { secret }) };
	}

	private message(message: Message, conversation: Conversation): Fields {
		return {
			id: message.id,
			content: message.content,
			account_id: ACCOUNT,
			inbox_id: INBOX.id,
			conversation_id: conversation.id,
			message_type: message.type,
			content_type: 'text',
			content_attributes: {},
			created_at: message.at,
			private: message.private,
			status: 'sent',
			source_id: null,
			...(message.sender && { sender: senderBody(message.sender, conversation) }),
		};
	}

	private meta({ contact, channel, assignee, botAssigned, team }: Conversation): Fields {
		const user = this.userOf(assignee);
		const known = team === undefined ? undefined : this.teams.get(team);
		return {
			sender: contact,
			channel,
			...(botAssigned ? { assignee: BOT, assignee_type: 'AgentBot' } : user && { assignee: this.agent(user), assignee_type: 'User' }),
			...(known && { team: teamBody(known) }),
			hmac_verified: false,
		};
	}

	private shown(conversation: Conversation): Fields {
		const { id, status, labels, custom_attributes, priority, messages } = conversation;
		const last = messages.at(-1);
		return {
			meta: this.meta(conversation),
			id,
			messages: last ? [this.message(last, conversation)] : [],
			account_id: ACCOUNT,
			additional_attributes: {},
			can_reply: true,
			custom_attributes,
			inbox_id: INBOX.id,
			labels,
			muted: false,
			snoozed_until: null,
			status,
			created_at: messages[0]?.at ?? this.seconds(),
			timestamp: last?.at ?? this.seconds(),
			unread_count: 0,
			priority,
		};
	}

	/* ---- what happens, and who is told ---- */

	private seconds(): number {
		return Math.floor(this.now() / 1000);
	}

	private add(conversation: Conversation, content: string, type: Message['type'], sender: Sender, isPrivate = false): Message {
		const message: Message = { id: this.newId(), content, type, private: isPrivate, at: this.seconds(), sender };
		conversation.messages.push(message);
		if (type === 2) return message;
		this.tell('message_created', {
			id: message.id,
			content,
			message_type: TYPES[type],
			content_type: 'text',
			private: isPrivate,
			content_attributes: {},
			additional_attributes: {},
			created_at: new Date(message.at * 1000).toISOString(),
			source_id: null,
			sender: sender && senderBody(sender, conversation),
			conversation: this.told(conversation),
			account: { id: ACCOUNT, name: 'Acme' },
			inbox: INBOX,
			attachments: [],
		});
		return message;
	}

	/** Changes it and tells so; what is already so is no change. */
	private change(conversation: Conversation, changes: Partial<Pick<Conversation, 'status' | 'assignee' | 'team' | 'labels' | 'custom_attributes' | 'priority' | 'botAssigned'>>): void {
		const before = { ...conversation };
		Object.assign(conversation, changes);
		const names = { status: 'status', assignee: 'assignee_id', team: 'team_id', labels: 'label_list', custom_attributes: 'custom_attributes', priority: 'priority' } as const;
		const changed = Object.entries(names).flatMap(([key, name]) => {
			const [previous, current] = [before, conversation].map((state) => state[key as keyof typeof names] ?? null);
			return JSON.stringify(previous) === JSON.stringify(current) ? [] : [{ [name]: { previous_value: previous, current_value: current } }];
		});
		if (changed.length === 0) return;
		this.add(conversation, `Changed: ${changed.flatMap(Object.keys).join(', ')}`, 2, undefined);
		const status = changed.filter((change) => 'status' in change);
		if (status.length > 0) this.tell('conversation_status_changed', { ...this.told(conversation), changed_attributes: status });
		this.tell('conversation_updated', { ...this.told(conversation), changed_attributes: changed });
	}

	/** A conversation as webhooks write it: it names the account only in its last message. */
	private told(conversation: Conversation): Fields {
		const { id, status, channel, labels, custom_attributes, priority, messages } = conversation;
		const last = messages.findLast(({ type }) => type !== 2);
		return {
			id,
			status,
			channel,
			labels,
			custom_attributes,
			priority,
			inbox_id: INBOX.id,
			meta: this.meta(conversation),
			messages: last ? [this.message(last, conversation)] : [],
			created_at: messages[0]?.at ?? this.seconds(),
			updated_at: this.now() / 1000,
		};
	}

	private tell(event: string, payload: Fields): void {
		const rawBody = JSON.stringify({ ...payload, event });
		if (this.target !== undefined) this.sign(this.target, event, rawBody, this.secret);
		for (const { url, subscriptions, secret } of this.webhooks.values()) if (subscriptions.includes(event)) this.sign(url, event, rawBody, this.tellsSecrets ? secret : undefined);
	}

	private sign(url: string, event: string, rawBody: string, secret: string | undefined): void {
		const timestamp = String(this.seconds());
		const headers: Record<string, string> =
			secret === undefined
				? {}
				: {
						'X-Chatwoot-Signature': `sha256=${createHmac('sha256', secret).update(`${timestamp}.${rawBody}`).digest('hex')}`,
						'X-Chatwoot-Timestamp': timestamp,
						'X-Chatwoot-Delivery': randomUUID(),
					};
		this.post(url, { event, headers, rawBody });
	}

	private taskOf({ id, content }: Message, { custom_attributes: attributes, assignee }: Conversation): DeskState['tasks'][number] {
		const [first = '', , ...rest] = content.split('\n');
		return {
			id: String(id),
			title: first.replace(/^Task: /, ''),
			body: rest.join('\n').trim(),
			dueAt: Date.parse(String(attributes.handover_task_due)),
			assigneeId: assignee === undefined ? undefined : String(assignee),
			completed: attributes.handover_task === 'done',
		};
	}
}

/** How our desk begins the note that stands for a task. */
function isTask({ private: isPrivate, content }: Message): boolean {
	return isPrivate && content.startsWith('Task: ');
}

function teamBody({ id, name }: Team): Fields {
	return { id, name, description: '', allow_auto_assign: true, account_id: ACCOUNT, is_member: false };
}

function senderBody(sender: NonNullable<Sender>, { contact }: Conversation): Fields {
	if (sender.type === 'contact') return { ...contact, type: 'contact' };
	if (sender.type === 'agent_bot') return BOT;
	const { id, name, email } = sender.user;
	return { id, name, email, type: 'user' };
}
