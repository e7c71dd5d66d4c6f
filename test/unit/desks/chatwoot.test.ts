import { HumanHandoverChatwootApi } from '../../../credentials/HumanHandoverChatwootApi.credentials';
import { AssigneeRefused, DeskError, type Attempt, type Desk, type NewTask } from '../../../handover/desks/desk';
import { CHATWOOT } from '../../../handover/desks/chatwoot/chatwootDesk';
import type { DeskTools, Subscriptions } from '../../../handover/desks/kind';
import { CHATWOOT_INBOUND } from '../../../handover/desks/chatwoot/webhook';
import { Memory } from '../../../handover/desks/memory';
import { HandoverError } from '../../../handover/errors';
import type { Assignee, Handover } from '../../../handover/receipt';
import type { Priority } from '../../../handover/scenario';
import { ChatwootServer, FOREIGN_ACCOUNT } from '../../fakes/chatwootServer';
import { TROUBLE, type FakeRequest, type NewConversation } from '../../fakes/fakeDesk';
import { DAY, MINUTE, NOW, aHandover, refusal } from '../../support/builders';
import { deskTools, testClock, type OpenOptions } from '../../support/desks';

let fake: ChatwootServer;
beforeEach(async () => {
	fake = await ChatwootServer.start();
	fake.now = () => NOW;
});
afterEach(() => fake.close());

const NO_BOT = { botAccessToken: '' };

/** What one run of a flow opens the desk with. @param over what the operator entered differently */
function tools(over: Record<string, string> = {}, options: OpenOptions = {}): DeskTools {
	const { apiAccessToken = '', botAccessToken = '', ...rest } = { ...fake.credentials, ...over };
	const token = ({ as }: { as?: 'bot' }) => ({ api_access_token: as === 'bot' ? botAccessToken : apiAccessToken });
	// Long enough for a busy machine: requests are counted here, and one that is given up is repeated.
	return deskTools(CHATWOOT, { ...rest, apiAccessToken, botAccessToken }, token, { timeout: 10_000, ...options });
}

function open(over: Record<string, string> = {}, options: OpenOptions = {}): Desk {
	return CHATWOOT.open(tools(over, options));
}

function begun(conversation: Partial<NewConversation> = {}, over: Partial<Handover> = {}): Handover {
	const { conversationId, contactId } = fake.addConversation({ contact: { name: 'Rosa Lima' }, ...conversation });
	return aHandover({ id: 'handover-1', conversation: { desk: 'chatwoot', account: '1', conversationId }, contact: { id: contactId }, channel: 'Website', ...over });
}

function aTask(over: Partial<NewTask> = {}): NewTask {
	return { title: 'Call back: Rosa Lima', body: 'Wants a person.\n\nHandover handover-1', dueAt: NOW + DAY, priority: 'normal', ...over };
}

function attempt(over: Partial<Attempt> = {}): Attempt {
	return { now: NOW, repeated: false, since: NOW - 10 * MINUTE, newId: 'new-id', ...over };
}

const idOf = ({ conversation }: Handover) => conversation.conversationId;
const stateOf = (handover: Handover) => fake.state(idOf(handover));
const attributesOf = (handover: Handover) => fake.details(idOf(handover)).attributes;

/** Who is free, as an owner. */
function agent(name: string, over: { available?: boolean; team?: string; confirmed?: boolean } = {}): Assignee {
	return { id: fake.addAgent({ name, ...over }), name };
}

/** What was asked for, e.g. `POST /conversations/11/labels`. */
function asked(requests: readonly FakeRequest[] = fake.requests): string[] {
	return requests.map(({ method, path }) => `${method} ${path.replace('/api/v1/accounts/1', '')}`);
}

/** What was asked for in a conversation with changing methods, e.g. `POST labels`. */
function writes(): string[] {
	return asked().flatMap((request) => /^(?:POST|PATCH) \/conversations\/\d+/.test(request) ? [request.replace(/ \/conversations\/\d+\/?/, ' ').trim()] : []);
}

/** The error that a call ends with. */
async function errorOf(call: Promise<unknown>): Promise<HandoverError> {
	const error: unknown = await call.then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	if (error instanceof HandoverError) return error;
	throw new Error(`Expected a HandoverError, but got ${String(error)}`);
}

describe('the credential', () => {
	it.each([
		['text', '12', '12'],
		['a number', 12, '12'],
		['with blanks', ' 12 ', '12'],
	])('names the account as %s', (_name, accountId, account) => {
		expect(CHATWOOT.account({ accountId })).toBe(account);
	});

	it.each([undefined, '', 'acme', '1/2', '-1', 1.5, {}])('without a usable account ID (%j) is refused', (accountId) => {
		expect(refusal(() => CHATWOOT.account({ accountId })).fix).toContain('/accounts/');
	});

	it.each([
		[undefined, 'https://app.chatwoot.com'],
		['', 'https://app.chatwoot.com'],
		[' https://chat.example.com/ ', 'https://chat.example.com'],
		['http://localhost:3000//', 'http://localhost:3000'],
		['https://example.com/chat/', 'https://example.com/chat'],
	])('with the URL %j leads to %s', (url, address) => {
		expect(CHATWOOT.address({ url })).toBe(address);
	});

	it.each(['chat.example.com', 'ftp://chat.example.com', 'https://'])('with the URL %j is refused', (url) => {
		expect(refusal(() => CHATWOOT.address({ url })).message).toContain('The address in the credential');
	});

	const { authenticate, test } = new HumanHandoverChatwootApi();
	const signed = async (credentials: Record<string, string>, headers: Record<string, string>) => {
		if (typeof authenticate !== 'function') throw new Error('it has to choose between two tokens');
		return (await authenticate(credentials, { url: '/', headers })).headers;
	};

	it.each([
		['the user\'s', { apiAccessToken: 'user', botAccessToken: 'bot' }, {}, 'user'],
		['the bot\'s when asked', { apiAccessToken: 'user', botAccessToken: 'bot' }, { 'x-handover-as': 'bot' }, 'bot'],
		['the user\'s when there is no bot', { apiAccessToken: 'user', botAccessToken: '' }, { 'x-handover-as': 'bot' }, 'user'],
		['without the blanks it was pasted with', { apiAccessToken: ' user\n', botAccessToken: ' ' }, { 'x-handover-as': 'bot' }, 'user'],
	])('sends a token: %s', async (_name, credentials, headers, token) => {
		expect(await signed(credentials, { Accept: 'application/json', ...headers })).toEqual({ Accept: 'application/json', api_access_token: token });
	});

	/** What n8n tells somebody who saves the credential: it goes through the rules in this way. */
	async function tested(over: Record<string, string> = {}): Promise<string> {
		const credentials = { ...fake.credentials, ...over };
		const url = `${credentials.url}${test?.request.url?.replace(/^=/, '').replace('{{$credentials.accountId}}', credentials.accountId ?? '')}`;
		const response = await fetch(url, { headers: (await signed(credentials, {})) as Record<string, string> });
		const { except } = test?.request.ignoreHttpStatusErrors as { except: number[] };
		if (except.includes(response.status)) return response.statusText;
		const text = await response.text();
		const body = (text.startsWith('<') ? text : JSON.parse(text)) as Record<string, unknown> | Array<Record<string, unknown>>;
		const item = Array.isArray(body) ? body[0] : body;
		const broken = test?.rules?.find(({ type, properties }) => type === 'responseSuccessBody' && 'key' in properties && item?.[properties.key] === properties.value);
		return broken?.properties.message ?? 'OK';
	}

	it.each<[string, Record<string, string>, RegExp]>([
		['is right', {}, /^OK$/],
		['has a wrong token', { apiAccessToken: 'wrong' }, /Wrong access token/],
		['has the bot\'s token in the user\'s place', { apiAccessToken: 'bot-token-of-acme' }, /agent bot/],
		['has an account of somebody else', { accountId: String(FOREIGN_ACCOUNT) }, /does not belong to this account/],
		['has an account that isn\'t there', { accountId: '99' }, /no account with this ID/],
	])('is tested, and n8n says so when it %s', async (_name, over, message) => {
		expect(await tested(over)).toMatch(message);
	});

	it.each([
		['no Chatwoot', TROUBLE.page, /check the URL/],
		['no Chatwoot, and no page', { answer: { status: 404, body: TROUBLE.page.answer.body } }, /check the URL/],
		['a proxy that drops the token', { answer: { status: 401, body: { errors: ['You need to sign in or sign up before continuing.'] } } }, /underscores_in_headers/],
		['a Chatwoot that is down', TROUBLE.down, /Internal Server Error/],
	])('is tested, and n8n says so when there is %s', async (_name, does, message) => {
		fake.will({ does });
		expect(await tested()).toMatch(message);
	});
});

describe('agents', () => {
	it('are available when they are online, in the product\'s word and in the description\'s', async () => {
		const [rosa, ben] = [agent('Rosa'), agent('Ben', { available: false })];
		for (const word of ['online', 'available'] as const) {
			fake.online = word;
			const agents = await open().agents();
			expect(agents).toContainEqual({ ...rosa, email: `agent-${rosa.id}@acme.example`, available: true });
			expect(agents.find(({ id }) => id === ben.id)).toMatchObject({ available: false });
		}
	});

	it('are those who have accepted their invitation', async () => {
		const rosa = agent('Rosa', { confirmed: false });
		expect((await open().agents()).map(({ id }) => id)).not.toContain(rosa.id);
	});

	it('are asked for again after a minute', async () => {
		const clock = testClock();
		const accountMemory = new Memory(clock);
		agent('Rosa', { team: 'Sales' });
		const ask = async () => {
			const desk = open({}, { clock, accountMemory });
			for (const team of [undefined, 'Sales']) await desk.agents(team);
			return asked(fake.requests.splice(0));
		};
		const all = [expect.stringMatching(/^GET \/agents$/), expect.stringMatching(/^GET \/teams$/), expect.stringMatching(/^GET \/teams\/\d+\/team_members$/)];
		expect(await ask()).toEqual(all);
		await clock.sleep(MINUTE - 1);
		expect(await ask()).toEqual([]);
		await clock.sleep(1);
		expect(await ask()).toEqual(all);
	});

	it('of a team that isn\'t there: the error lists those that are', async () => {
		agent('Rosa', { team: 'Sales' });
		const { message, fix } = await errorOf(open().agents('Support'));
		expect(message).toBe('Chatwoot has no team called "Support"');
		expect(fix).toContain('sales');
	});
});

describe('look', () => {
	it('gives the contact, the owner, the channel and a link', async () => {
		const rosa = agent('Ana Silva');
		const contact = { name: 'Rosa', phone: '+15550100', email: 'rosa@example.com', fields: { budget: 90 } };
		const handover = begun({ contact, channel: 'WhatsApp', owner: rosa.id });
		expect(await open().look(handover)).toEqual({
			contact: { ...contact, id: handover.contact.id },
			owner: { ...rosa, email: `agent-${rosa.id}@acme.example` },
			channel: 'WhatsApp',
			link: `${fake.credentials.url}/app/accounts/1/conversations/${idOf(handover)}`,
		});
	});

	it('takes an agent bot for no owner', async () => {
		const handover = begun();
		await fake.byHand(idOf(handover), { botAssigned: true });
		expect((await open().look(handover)).owner).toBeUndefined();
	});

	it('is remembered for five seconds, and sees changes after that', async () => {
		const handover = begun();
		const clock = testClock();
		const desk = open({}, { clock });
		const rosa = agent('Rosa');
		await desk.look(handover);
		await fake.byHand(idOf(handover), { assignee: rosa.id });
		await clock.sleep(4999);
		expect((await desk.look(handover)).owner).toBeUndefined();
		await clock.sleep(1);
		expect((await desk.look(handover)).owner?.id).toBe(rosa.id);
		expect(fake.requests).toHaveLength(2);
	});
});

describe('switching the bot', () => {
	it('off opens the conversation and on gives it back, both as the bot', async () => {
		const handover = begun();
		expect(await open().switchBot(handover, false)).toContain('Opened for people');
		expect(fake.details(idOf(handover)).status).toBe('open');
		expect(await open().switchBot(handover, true)).toContain('Given back');
		expect(fake.details(idOf(handover)).status).toBe('pending');
		expect(fake.requests.map(({ headers }) => headers.api_access_token)).toEqual(['bot-token-of-acme', 'bot-token-of-acme']);
	});

	it.each([
		// It begins with the bot.
		[false, ['POST toggle_status']],
		[true, ['POST toggle_status', 'POST toggle_status']],
	])('is not done again when a look said that it is so (on: %s)', async (on, requests) => {
		const handover = begun();
		const desk = open();
		for (const wanted of [!on, on]) {
			await desk.look(handover);
			await desk.switchBot(handover, wanted);
		}
		await desk.look(handover);
		expect(await desk.switchBot(handover, on)).toContain('already');
		expect(writes()).toEqual(requests);
	});

	it('off shows whom the inbox\'s own rules made the owner', async () => {
		const rosa = agent('Rosa');
		const handover = begun();
		const desk = open();
		await desk.look(handover);
		await desk.switchBot(handover, false);
		await fake.byHand(idOf(handover), { assignee: rosa.id });
		expect((await desk.look(handover)).owner?.id).toBe(rosa.id);
	});

	describe('off with a user\'s token', () => {
		it.each([
			['an administrator\'s', 'administrator', false],
			['an administrator\'s', 'administrator', true],
			// Chatwoot makes an agent the owner of what they open.
			['an agent\'s', 'agent', false],
			['an agent\'s', 'agent', true],
		] as const)('leaves the owner alone: %s (%s, owned: %s)', async (_name, role, owned) => {
			fake.role = role;
			const owner = owned ? agent('Rosa').id : undefined;
			const handover = begun({ owner });
			const desk = open(NO_BOT);
			await desk.switchBot(handover, false);
			expect(stateOf(handover)).toMatchObject({ botOn: false });
			expect(stateOf(handover).owner).toBe(owner);
			expect((await desk.look(handover)).owner?.id).toBe(owner);
		});

		it('does nothing to a conversation that is open', async () => {
			fake.role = 'agent';
			const handover = begun();
			await fake.byHand(idOf(handover), { status: 'open' });
			expect(await open(NO_BOT).switchBot(handover, false)).toContain('already');
			expect(writes()).toEqual([]);
		});

		it('asks only once who that is', async () => {
			const accountMemory = new Memory(testClock());
			for (const handover of [begun(), begun()]) await open(NO_BOT, { accountMemory }).switchBot(handover, false);
			expect(asked().filter((request) => request.includes('profile'))).toHaveLength(1);
		});
	});
});

describe('assigning', () => {
	it('sends the agent alone, and is remembered', async () => {
		const rosa = agent('Rosa', { team: 'Sales' });
		const handover = begun();
		const desk = open();
		await desk.look(handover);
		await desk.assign(handover, rosa, NOW);
		expect(fake.requests.at(-1)?.body).toEqual({ assignee_id: Number(rosa.id) });
		expect((await desk.look(handover)).owner).toMatchObject(rosa);
		expect(fake.requests).toHaveLength(2);
	});

	it('somebody unknown is refused, shows as nobody\'s, and the agents are asked for again', async () => {
		const [rosa, gone] = [agent('Rosa', { team: 'Sales' }), agent('Gone', { team: 'Sales' })];
		const handover = begun({ owner: rosa.id });
		const desk = open();
		await desk.look(handover);
		for (const team of [undefined, 'Sales']) await desk.agents(team);
		fake.removeAgent(gone.id);
		const error = await errorOf(desk.assign(handover, gone, NOW));
		expect(error).toBeInstanceOf(AssigneeRefused);
		expect(error.message).toContain('Gone');
		expect((await desk.look(handover)).owner).toBeUndefined();
		for (const team of [undefined, 'Sales']) expect((await desk.agents(team)).map(({ id }) => id)).not.toContain(gone.id);
	});

	it('somebody whose id is none of Chatwoot\'s is refused without asking, so that the owner stays', async () => {
		const rosa = agent('Rosa');
		const handover = begun({ owner: rosa.id });
		expect(await errorOf(open().assign(handover, { id: 'ana@acme.example', name: 'Ana' }, NOW))).toBeInstanceOf(AssigneeRefused);
		expect(stateOf(handover).owner).toBe(rosa.id);
	});

	it('an answer that names somebody else is a refusal', async () => {
		const rosa = agent('Rosa');
		fake.will({ does: { answer: { status: 200, body: { id: 1, name: 'Somebody' } } } });
		expect(await errorOf(open().assign(begun(), rosa, NOW))).toBeInstanceOf(AssigneeRefused);
	});

	it('a team sends the team alone', async () => {
		agent('Rosa', { team: 'Sales' });
		const handover = begun();
		await open().assignTeam(handover, ' SALES ');
		expect(fake.requests.at(-1)?.body).toEqual({ team_id: expect.any(Number) });
		expect(stateOf(handover).team).toBe('sales');
	});

	it('a team that is gone meanwhile is refused', async () => {
		agent('Rosa', { team: 'Sales' });
		fake.will({ method: 'POST', does: { answer: { status: 200, body: null } } });
		expect((await errorOf(open().assignTeam(begun(), 'Sales'))).message).toContain('no longer has the team');
	});
});

describe('a task', () => {
	it('is a private note and custom attributes, which are added to what is there', async () => {
		const handover = begun();
		await fake.byHand(idOf(handover), { custom_attributes: { order: 'A-7', handover_task: 'done' } });
		const created = await open().createTask(handover, aTask(), attempt());
		expect(created).toEqual({ id: stateOf(handover).tasks[0]?.id, title: 'Call back: Rosa Lima', dueAt: NOW + DAY });
		const note = fake.requests.find(({ path }) => path.endsWith('/messages'));
		expect(note).toMatchObject({
			headers: { api_access_token: 'user-token-of-acme' },
			body: { content: 'Task: Call back: Rosa Lima\nDue 2026-03-28 12:00 UTC\n\nWants a person.\n\nHandover handover-1', message_type: 'outgoing', private: true },
		});
		expect(attributesOf(handover)).toEqual({
			order: 'A-7',
			handover_id: 'handover-1',
			handover_task: 'open',
			handover_task_id: created.id,
			handover_task_title: 'Call back: Rosa Lima',
			handover_task_due: '2026-03-28T12:00:00.000Z',
		});
	});

	it.each<[Priority, string | undefined]>([
		['low', 'low'],
		['normal', undefined],
		['high', 'high'],
		['urgent', 'urgent'],
	])('of %s priority sets the conversation\'s to %s', async (priority, set) => {
		const handover = begun();
		await open().createTask(handover, aTask({ priority }), attempt());
		expect(stateOf(handover).priority).toBe(set);
		expect(writes().includes('PATCH')).toBe(set !== undefined);
	});

	it('adds to the attributes as they were when the priority was set', async () => {
		const handover = begun();
		const desk = open();
		await desk.look(handover);
		await fake.byHand(idOf(handover), { custom_attributes: { order: 'A-7' } });
		await desk.createTask(handover, aTask({ priority: 'high' }), attempt());
		expect(attributesOf(handover)).toMatchObject({ order: 'A-7', handover_task: 'open' });
	});

	it.each([
		['the connection breaks', TROUBLE.reset],
		['it says it failed', TROUBLE.down],
		['a page comes back', TROUBLE.page],
		['the answer has no id', { answer: { status: 200, body: {} } }],
	])('is created once when the note is there but %s', async (_name, does) => {
		const handover = begun();
		fake.will({ method: 'POST', path: /messages$/, acts: true, does });
		const { id } = await open().createTask(handover, aTask(), attempt());
		expect(stateOf(handover).tasks).toMatchObject([{ id }]);
	});

	it('is completed by a run that finds the note of one that died', async () => {
		const handover = begun();
		fake.will({ method: 'POST', path: /custom_attributes$/, does: TROUBLE.forbidden });
		await errorOf(open().createTask(handover, aTask(), attempt()));
		expect(await open().completeTask(handover, NOW)).toBeUndefined();
		await open().createTask(handover, aTask(), attempt({ repeated: true }));
		expect(stateOf(handover)).toMatchObject({ tasks: [{ completed: false }], effects: ['task', 'tag'], tags: ['handover_task_open'] });
		expect(await open().completeTask(handover, NOW)).toMatchObject({ completedAt: NOW });
	});

	it('is not another handover\'s', async () => {
		const handover = begun();
		await open().createTask(handover, aTask({ body: 'Handover handover-12' }), attempt());
		await open().note(handover, 'Handover handover-1', attempt());
		await open().createTask(handover, aTask(), attempt({ repeated: true }));
		expect(stateOf(handover).tasks).toHaveLength(2);
	});

	it.each([
		['after it', ['task', 'tags']],
		['before it', ['tags', 'task']],
	])('gets its label with one request for the tags that come %s', async (_name, order) => {
		const handover = begun({ tags: ['vip'] });
		const desk = open();
		for (const step of order) {
			if (step === 'task') await desk.createTask(handover, aTask(), attempt());
			else await desk.addTags(handover, ['human_handover'], NOW);
		}
		expect([...stateOf(handover).tags].sort()).toEqual(['handover_task_open', 'human_handover', 'vip']);
		expect(writes().filter((write) => write === 'POST labels')).toHaveLength(order[0] === 'task' ? 1 : 2);
	});

	it('is completed: the label goes, the attributes say when', async () => {
		const handover = begun({ tags: ['vip'] });
		await fake.byHand(idOf(handover), { custom_attributes: { order: 'A-7' } });
		const desk = open();
		await desk.createTask(handover, aTask(), attempt());
		await desk.addTags(handover, ['human_handover'], NOW);
		const done = { id: stateOf(handover).tasks[0]?.id, title: 'Call back: Rosa Lima', dueAt: NOW + DAY, completedAt: NOW + MINUTE };
		expect(await open().completeTask(handover, NOW + MINUTE)).toEqual(done);
		expect(stateOf(handover).tags).toEqual(['vip', 'human_handover']);
		expect(attributesOf(handover)).toMatchObject({ order: 'A-7', handover_task: 'done', handover_task_completed: '2026-03-27T12:01:00.000Z' });
		fake.requests.length = 0;
		expect(await open().completeTask(handover, NOW + 2 * MINUTE)).toEqual(done);
		expect(writes()).toEqual([]);
	});

	it('is completed by its own handover only, and gives way to the next one\'s', async () => {
		const handover = begun();
		const next = { ...handover, id: 'handover-2' };
		await open().createTask(handover, aTask(), attempt());
		expect(await open().completeTask(next, NOW)).toBeUndefined();
		expect(await open().completeTask(handover, NOW)).toMatchObject({ completedAt: NOW });
		await open().createTask(next, aTask({ body: 'Handover handover-2' }), attempt());
		expect(attributesOf(handover)).not.toHaveProperty('handover_task_completed');
		expect(await open().completeTask(next, NOW + MINUTE)).toMatchObject({ completedAt: NOW + MINUTE });
	});

	it('is completed again when an agent has opened it again', async () => {
		const handover = begun();
		await open().createTask(handover, aTask(), attempt());
		await open().completeTask(handover, NOW);
		await fake.byHand(idOf(handover), { custom_attributes: { ...attributesOf(handover), handover_task: 'open' } });
		expect(await open().completeTask(handover, NOW + MINUTE)).toMatchObject({ completedAt: NOW + MINUTE });
	});

	it('keeps its label when it is not completed after all', async () => {
		const handover = begun();
		const desk = open();
		await desk.createTask(handover, aTask(), attempt());
		await desk.addTags(handover, ['a'], NOW);
		fake.will({ method: 'POST', path: /custom_attributes$/, does: TROUBLE.forbidden });
		await errorOf(open().completeTask(handover, NOW));
		await open().completeTask(handover, NOW);
		expect(stateOf(handover)).toMatchObject({ tags: ['a'], tasks: [{ completed: true }] });
	});
});

describe('tags', () => {
	it.each([
		['VIP', 'vip'],
		['wholesale enquiry', 'wholesale_enquiry'],
		['a & b / c', 'a_b_c'],
		['handover-1', 'handover-1'],
		['Größe: XL!', 'größe_xl'],
		['समस्या', 'समस्या'],
		['__x', 'x'],
	])('%s becomes the label %s', async (tag, label) => {
		const handover = begun();
		expect(await open().addTags(handover, [tag], NOW)).toEqual([label]);
		expect(await open().removeTags(handover, [tag])).toEqual([]);
	});

	it('that leave nothing are refused', async () => {
		expect((await errorOf(open().addTags(begun(), ['!!!'], NOW))).message).toContain('"!!!"');
		expect(fake.requests).toEqual([]);
	});

	it('need one request within five seconds of a look, and none when nothing changes', async () => {
		const handover = begun({ tags: ['vip'] });
		const desk = open();
		await desk.look(handover);
		expect(await desk.addTags(handover, ['vip'], NOW)).toEqual(['vip']);
		expect(await desk.removeTags(handover, ['unknown'])).toEqual(['vip']);
		expect(await desk.addTags(handover, ['a'], NOW)).toEqual(['vip', 'a']);
		expect(await desk.addTags(handover, ['b'], NOW)).toEqual(['vip', 'a', 'b']);
		expect(fake.requests).toHaveLength(3);
	});

	it('keep what an agent changes after those five seconds, also when we wrote in between', async () => {
		const handover = begun({ tags: ['vip'] });
		const clock = testClock();
		const desk = open({}, { clock });
		await desk.look(handover);
		await clock.sleep(4000);
		await desk.addTags(handover, ['a'], NOW);
		await fake.byHand(idOf(handover), { labels: ['by_hand'] });
		await clock.sleep(1000);
		expect(await desk.addTags(handover, ['b'], NOW)).toEqual(['by_hand', 'b']);
	});
});

describe('writing', () => {
	it('a message is the bot\'s, a note the user\'s', async () => {
		const handover = begun();
		const desk = open();
		await desk.note(handover, 'For you. handover-1', attempt());
		await desk.send(handover, 'Thank you!', attempt());
		expect(fake.requests.map(({ headers, body }) => [headers.api_access_token, body])).toEqual([
			['user-token-of-acme', { content: 'For you. handover-1', message_type: 'outgoing', private: true }],
			['bot-token-of-acme', { content: 'Thank you!', message_type: 'outgoing', private: false }],
		]);
	});

	it('a message is the user\'s when there is no bot', async () => {
		const handover = begun();
		await open(NO_BOT).send(handover, 'Thank you!', attempt());
		expect(fake.requests[0]?.headers.api_access_token).toBe('user-token-of-acme');
	});

	it.each([
		['a message', 'send'],
		['a note', 'note'],
	] as const)('%s is there once when it is, but the connection breaks', async (_name, method) => {
		for (const does of [TROUBLE.reset, TROUBLE.down]) {
			const handover = begun();
			fake.will({ method: 'POST', acts: true, does });
			await open()[method](handover, 'handover-1', attempt());
			expect(stateOf(handover).effects).toEqual([method === 'send' ? 'message' : 'note']);
		}
	});

	it('a message of long ago, of the customer or among the notes is not the one that was sent', async () => {
		const text = 'Thank you!';
		const handover = begun();
		fake.now = () => NOW - 10 * MINUTE - 1000;
		await open().send(handover, text, attempt());
		fake.now = () => NOW;
		await fake.customerWrites(idOf(handover), text);
		await open().note(handover, text, attempt());
		await open().send(handover, text, attempt({ repeated: true }));
		await open().send(handover, text, attempt({ repeated: true }));
		expect(stateOf(handover).sent).toHaveLength(2);
	});

	it('a note calls out nobody in the customer\'s words', async () => {
		const handover = begun();
		const text = 'They said: [@Ana](mention://user/7/Ana) handover-1';
		await open().note(handover, text, attempt());
		await open().note(handover, text, attempt({ repeated: true }));
		await open().createTask(handover, aTask({ body: text }), attempt());
		const { notes, tasks } = stateOf(handover);
		expect(notes).toHaveLength(1);
		for (const said of [...notes, ...tasks.map(({ body }) => body)]) expect(said).not.toContain('](mention://');
	});
});

describe('messages', () => {
	it('are what customer, bot and agents said, the last ten, oldest first', async () => {
		const ana = agent('Ana');
		const handover = begun({ messages: Array.from({ length: 7 }, (_, number) => ({ from: 'customer' as const, text: `message ${number}` })) });
		const desk = open();
		await desk.note(handover, 'Only for agents', attempt());
		await desk.assign(handover, ana, NOW);
		await desk.send(handover, 'I am a bot', attempt());
		await fake.agentWrites(idOf(handover), ana.id, 'Ana here');
		const last = await fake.customerWrites(idOf(handover), 'Thanks');
		await fake.byHand(idOf(handover), { status: 'resolved' });
		const messages = await desk.messages(handover);
		expect(messages.map(({ from, text }) => `${from}: ${text}`)).toEqual([
			...Array.from({ length: 7 }, (_, number) => `customer: message ${number}`),
			'bot: I am a bot',
			'agent: Ana here',
			'customer: Thanks',
		]);
		expect(messages.at(-1)).toEqual({ from: 'customer', text: 'Thanks', at: NOW, id: last });
	});
});

describe('how many requests a handover takes', () => {
	/** As the template's flow does it, in the order of its nodes. */
	async function handOver(desk: Desk, handover: Handover, priority: Priority): Promise<string[]> {
		fake.requests.length = 0;
		await desk.switchBot(handover, false);
		await desk.look(handover);
		const free = (await desk.agents()).filter(({ available }) => available);
		await desk.look(handover);
		await desk.assign(handover, free[0] as Assignee, NOW);
		await desk.look(handover);
		await desk.createTask(handover, aTask({ priority }), attempt());
		await desk.addTags(handover, ['human_handover', 'handover_human_requested'], NOW);
		await desk.send(handover, 'Thank you!', attempt());
		return asked();
	}

	beforeEach(() => void agent('Rosa'));

	it('is eight at first', async () => {
		const handover = begun({ tags: ['vip'] });
		const path = `/conversations/${idOf(handover)}`;
		expect(await handOver(open(), handover, 'normal')).toEqual([
			`POST ${path}/toggle_status`,
			`GET ${path}`,
			'GET /agents',
			`POST ${path}/assignments`,
			`POST ${path}/messages`,
			`POST ${path}/custom_attributes`,
			`POST ${path}/labels`,
			`POST ${path}/messages`,
		]);
		expect(stateOf(handover).tags).toEqual(['vip', 'human_handover', 'handover_human_requested', 'handover_task_open']);
	});

	it.each<[string, Priority, Record<string, string>, 'administrator' | 'agent', number]>([
		['a bot', 'normal', {}, 'administrator', 7],
		['a bot', 'urgent', {}, 'administrator', 8],
		['no bot and an administrator\'s token', 'normal', NO_BOT, 'administrator', 7],
		['no bot and an agent\'s token', 'normal', NO_BOT, 'agent', 8],
	])('from then on with %s, %s: %#', async (_name, priority, over, role, count) => {
		fake.role = role;
		const accountMemory = new Memory(testClock());
		await handOver(open(over, { accountMemory }), begun(), priority);
		const handover = begun();
		expect(await handOver(open(over, { accountMemory }), handover, priority)).toHaveLength(count);
		expect(stateOf(handover)).toMatchObject({ botOn: false, tasks: [{ completed: false }], sent: [{ text: 'Thank you!' }] });
	});
});

describe('in trouble', () => {
	const calls: Array<[string, (desk: Desk, handover: Handover) => Promise<unknown>]> = [
		['look', (desk, handover) => desk.look(handover)],
		['messages', (desk, handover) => desk.messages(handover)],
		['assign', (desk, handover) => desk.assign(handover, { id: '7', name: 'Ana' }, NOW)],
		['assignTeam', (desk, handover) => desk.assignTeam(handover, 'sales')],
		['createTask', (desk, handover) => desk.createTask(handover, aTask(), attempt())],
		['completeTask', (desk, handover) => desk.completeTask(handover, NOW)],
		['addTags', (desk, handover) => desk.addTags(handover, ['a'], NOW)],
		['removeTags', (desk, handover) => desk.removeTags(handover, ['a'])],
		['note', (desk, handover) => desk.note(handover, 'handover-1', attempt())],
		['send', (desk, handover) => desk.send(handover, 'Thank you!', attempt())],
		['switchBot', (desk, handover) => desk.switchBot(handover, false)],
	];

	it.each(calls)('a conversation that has no number is refused without asking for it: %s', async (_name, call) => {
		agent('Rosa', { team: 'sales' });
		for (const conversationId of ['abc', '12/messages', '1e3', '', '-1', '..']) {
			const handover = begun({}, { conversation: { desk: 'chatwoot', account: '1', conversationId } });
			const { message, fix } = await errorOf(call(open(), handover));
			expect(message).toContain('is not a conversation of Chatwoot');
			expect(fix).toContain('Conversation ID');
		}
		expect(asked().filter((request) => request !== 'GET /teams')).toEqual([]);
	});

	it.each([
		['{error}', { answer: { status: 422, body: { error: 'Content can\'t be blank' } } }, 'Chatwoot answered 422: Content can\'t be blank'],
		['{message, attributes}', { answer: { status: 422, body: { message: 'Labels is invalid', attributes: ['labels'] } } }, 'Chatwoot answered 422: Labels is invalid'],
		['{description, errors}', { answer: { status: 404, body: { description: 'Conversation not found', errors: [] } } }, 'Chatwoot answered 404: Conversation not found'],
		['{errors}', { answer: { status: 401, body: { errors: ['You need to sign in'] } } }, 'Chatwoot answered 401: You need to sign in'],
		['a text', { answer: { status: 429, body: 'Retry later', headers: { 'Content-Type': 'text/plain' } } }, 'Chatwoot answered 429: Retry later'],
	])('says what Chatwoot says in an error of the form %s', async (_name, does, message) => {
		fake.will({ does, times: Infinity });
		expect((await errorOf(open().look(begun()))).message).toBe(message);
	});

	const harmless: Array<[string, (desk: Desk, handover: Handover, rosa: Assignee) => Promise<unknown>]> = [
		['toggle_status', (desk, handover) => desk.switchBot(handover, false)],
		['assignments', (desk, handover, rosa) => desk.assign(handover, rosa, NOW)],
		['labels', (desk, handover) => desk.addTags(handover, ['a'], NOW)],
		['custom_attributes', (desk, handover) => desk.createTask(handover, aTask(), attempt())],
		['conversations/\\d+', (desk, handover) => desk.createTask(handover, aTask({ priority: 'high' }), attempt())],
	];

	it.each(harmless)('repeats what can\'t act twice: %s', async (path, call) => {
		const handover = begun();
		for (const does of [TROUBLE.reset, TROUBLE.down]) for (const method of ['POST', 'PATCH']) fake.will({ method, path: new RegExp(`${path}$`), acts: true, does });
		await call(open(), handover, agent('Rosa'));
		expect(writes().filter((write) => write === `POST ${path}` || write === 'PATCH')).toHaveLength(3);
	});

	it('waits as long as Chatwoot says', async () => {
		const clock = testClock();
		fake.will({ does: TROUBLE.tooMany });
		await open({}, { clock }).send(begun(), 'Thank you!', attempt());
		expect(clock.slept).toEqual([2000]);
	});

	it.each(calls)('a Chatwoot that never answers is given up: %s', async (_name, call) => {
		fake.will({ does: TROUBLE.silence, times: Infinity });
		const error = await errorOf(call(open({}, { timeout: 10 }), begun()));
		expect(error).toBeInstanceOf(DeskError);
		expect(error.message).toContain('can\'t be reached');
	});

	it('a page in place of data leads to the credential', async () => {
		fake.will({ does: TROUBLE.page });
		const { message, fix } = await errorOf(open().look(begun()));
		expect(message).toContain('with a web page');
		expect(fix).toContain('Human Handover Chatwoot API');
	});

	it('a bot that isn\'t at the inbox leads to the bot', async () => {
		fake.will({ does: { answer: { status: 401, body: { error: 'You are not authorized to access this account' } } } });
		expect((await errorOf(open().switchBot(begun(), false))).fix).toContain('connected to this inbox');
	});

	it.each([401, 403, 422, 500])('shows no token that comes back with a %i', async (status) => {
		const secrets = ['user-token-of-acme', 'bot-token-of-acme'];
		fake.will({ does: { answer: { status, body: { error: `Wrong: ${secrets.join(', ')}` } } }, times: Infinity });
		// A blank around a pasted token is dropped on the way.
		for (const over of [fake.credentials, { apiAccessToken: ` ${secrets[0]} `, botAccessToken: ` ${secrets[1]}` }]) {
			const { message, fix, stack } = await errorOf(open(over).look(begun()));
			expect(message).toContain('Wrong: •••, •••');
			for (const secret of secrets) expect(`${message}${fix}${stack}`).not.toContain(secret);
		}
	});
});

describe('webhooks', () => {
	const ADDRESS = 'https://n8n.example.com/webhook/1';
	const EVENTS = ['message_created', 'conversation_updated', 'conversation_status_changed'];
	const subscriptions = () => CHATWOOT.subscriptions?.(tools()) as Subscriptions;

	it('are ordered with their events, found and cancelled', async () => {
		const ordered = await subscriptions().add(ADDRESS);
		expect(fake.requests.at(-1)?.body).toEqual({ url: ADDRESS, subscriptions: EVENTS });
		expect(ordered).toEqual({ id: expect.any(String), secret: expect.stringMatching(/.{16,}/) });
		expect(await subscriptions().find(ADDRESS)).toEqual(ordered);
		expect(await subscriptions().find(`${ADDRESS}0`)).toBeUndefined();
		await subscriptions().remove(ordered.id);
		expect(await subscriptions().find(ADDRESS)).toBeUndefined();
		await subscriptions().remove(ordered.id);
	});

	it('have no secret in older versions', async () => {
		fake.tellsSecrets = false;
		expect(await subscriptions().add(ADDRESS)).toEqual({ id: expect.any(String) });
	});

	it('are ordered once when the connection breaks', async () => {
		fake.will({ method: 'POST', acts: true, does: TROUBLE.reset });
		expect(await subscriptions().add(ADDRESS)).toEqual(await subscriptions().find(ADDRESS));
		expect(asked().filter((request) => request === 'POST /webhooks')).toHaveLength(1);
	});

	it('are read in the form of the API description, too', async () => {
		fake.will({ does: { answer: { status: 200, body: [{ id: 7, url: ADDRESS }] } } });
		expect(await subscriptions().find(ADDRESS)).toEqual({ id: '7' });
		fake.will({ does: { answer: { status: 200, body: { id: 7, url: ADDRESS } } } });
		expect(await subscriptions().add(ADDRESS)).toEqual({ id: '7' });
	});

	it('are an administrator\'s to change', async () => {
		fake.role = 'agent';
		expect((await errorOf(subscriptions().add(ADDRESS))).message).toContain('not authorized to do this action');
		fake.will({ method: 'DELETE', does: TROUBLE.forbidden });
		expect(await errorOf(subscriptions().remove('7'))).toBeInstanceOf(DeskError);
	});

	/** What our reader makes of what Chatwoot sent. */
	function heard(secret = fake.secret): string[] {
		return fake.deliveries.splice(0).flatMap(({ headers, rawBody }) => {
			const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
			const delivery = { headers: lower, rawBody: Buffer.from(rawBody), body: JSON.parse(rawBody) as unknown };
			expect(CHATWOOT_INBOUND.verify(delivery, secret, NOW)).toEqual({ genuine: true });
			const event = CHATWOOT_INBOUND.read(delivery, NOW);
			return event ? [`${event.kind} ${event.conversationId}`] : [];
		});
	}

	it('tell what people do from what we do', async () => {
		// Nobody listens there, which is no concern of Chatwoot's.
		fake.target = 'http://127.0.0.1:9/webhook';
		const ana = agent('Ana');
		const handover = begun();
		const id = idOf(handover);
		await fake.customerWrites(id, 'I want a person');
		expect(heard()).toEqual([`customer_message ${id}`]);
		const desk = open();
		await desk.switchBot(handover, false);
		await desk.createTask(handover, aTask(), attempt());
		await desk.addTags(handover, ['a'], NOW);
		await desk.send(handover, 'Thank you!', attempt());
		expect(heard()).toEqual([`automatic_message ${id}`]);
		await desk.assign(handover, ana, NOW);
		expect(heard()).toEqual([`assigned ${id}`]);
		await fake.agentWrites(id, ana.id, 'Ana here');
		expect(heard()).toEqual([`human_message ${id}`]);
		await fake.byHand(id, { assignee: null });
		expect(heard()).toEqual([`assigned ${id}`]);
		await fake.byHand(id, { status: 'resolved' });
		expect(heard()).toEqual([`resolved ${id}`]);
		await fake.customerWrites(id, 'One more thing');
		expect(heard()).toEqual([`given_to_bot ${id}`, `customer_message ${id}`]);
	});

	it('of older versions are not signed', async () => {
		fake.target = 'http://127.0.0.1:9/webhook';
		fake.secret = undefined;
		await fake.customerWrites(idOf(begun()), 'Hello');
		expect(fake.deliveries[0]?.headers).toEqual({});
		expect(heard()).toHaveLength(1);
	});
});
