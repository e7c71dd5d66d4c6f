import { HumanHandoverHighLevelApi } from '../../../credentials/HumanHandoverHighLevelApi.credentials';
import { AssigneeRefused, DeskError, type Attempt, type Desk, type NewTask } from '../../../handover/desks/desk';
import { isComment, isSaid, sendType } from '../../../handover/desks/highLevel/channels';
import { HIGH_LEVEL } from '../../../handover/desks/highLevel/highLevelDesk';
import { Memory } from '../../../handover/desks/memory';
import { HandoverError } from '../../../handover/errors';
import type { Handover } from '../../../handover/receipt';
import { TROUBLE, type Fault, type NewConversation } from '../../fakes/fakeDesk';
import { FOREIGN_LOCATION, HighLevelServer, PROVIDER } from '../../fakes/highLevelServer';
import { DAY, HOUR, MINUTE, NOW, aHandover, refusal } from '../../support/builders';
import { openDesk, testClock, type OpenOptions } from '../../support/desks';

// A busy machine may take its time; nothing here is slow by itself.
jest.setTimeout(30_000);

/** Where nobody listens: what was to be delivered is looked at instead. */
const NOBODY = 'http://127.0.0.1:9/';

let server: HighLevelServer;
beforeEach(async () => {
	server = await HighLevelServer.start();
	server.now = () => NOW;
});
afterEach(() => server.close());

/** One run of a flow. */
function open(options: OpenOptions & { credentials?: Record<string, string> } = {}): Desk {
	const credentials = { ...server.credentials, ...options.credentials };
	// No test here is about silence.
	return openDesk(HIGH_LEVEL, credentials, () => ({ Authorization: `Bearer ${credentials.token}` }), { timeout: 4000, ...options });
}

/** A handover in a new conversation. */
function begin(conversation: Partial<NewConversation> = {}): Handover {
	const { conversationId, contactId } = server.addConversation({ contact: { name: 'Rosa Lima' }, ...conversation });
	return aHandover({
		conversation: { desk: 'highLevel', account: HIGH_LEVEL.account(server.credentials), conversationId },
		contact: { id: contactId },
		channel: conversation.channel ?? 'SMS',
	});
}

function attempt(over: Partial<Attempt> = {}): Attempt {
	return { now: NOW, repeated: false, since: NOW - 10 * MINUTE, newId: 'new', ...over };
}

function aTask(handover: Handover, over: Partial<NewTask> = {}): NewTask {
	return { title: 'Call Rosa', body: `She wants a person.\n\nHandover ${handover.id}`, dueAt: NOW + DAY, priority: 'normal', ...over };
}

const state = (handover: Handover) => server.state(handover.conversation.conversationId);
const asked = (): string[] => server.requests.map(({ method, path }) => `${method} ${path.replace(/\/[a-z]{3}\d+Xq7/g, '/*')}`);
const bodies = (method: string, path: RegExp): unknown[] => server.requests.filter((one) => one.method === method && path.test(one.path)).map(({ body }) => body);

/** The requests that a whole handover makes. */
async function wholeHandover(accountMemory: Memory, owner: string): Promise<string[]> {
	const handover = begin({ contact: { name: 'Rosa Lima', fields: { Budget: '500' } }, owner });
	const before = server.requests.length;
	const desk = open({ accountMemory });
	expect((await desk.look(handover)).owner).toMatchObject({ id: owner, name: 'Ana Silva' });
	const [agent] = await desk.agents();
	if (!agent) throw new Error('there is no agent');
	await desk.assign(handover, agent, NOW);
	await desk.look(handover);
	await desk.createTask(handover, aTask(handover, { assignee: agent }), attempt());
	await desk.addTags(handover, ['human_handover', 'handover_human_requested'], NOW);
	await desk.note(handover, `Handed over. ${handover.id}`, attempt());
	await desk.send(handover, 'Somebody will get back to you.', attempt());
	return asked().slice(before);
}

describe('requests', () => {
	it('of a whole handover are eight, and six once users and field names are known', async () => {
		const accountMemory = new Memory(testClock());
		const ana = server.addAgent({ name: 'Ana Silva' });
		expect(await wholeHandover(accountMemory, ana)).toEqual([
			'GET /contacts/*',
			`GET /locations/${server.credentials.locationId}/customFields`,
			'GET /users/',
			'PUT /contacts/*',
			'POST /contacts/*/tasks',
			'POST /contacts/*/tags',
			'POST /conversations/messages',
			'POST /conversations/messages',
		]);
		expect(await wholeHandover(accountMemory, ana)).toHaveLength(6);
	});

	it('each carry the API\'s version for their path', async () => {
		const handover = begin({ channel: 'chat', contact: { fields: { Budget: '500' } }, messages: [{ from: 'customer', text: 'Hello' }], owner: server.addAgent({ name: 'Ana' }) });
		const desk = open();
		const alone = { ...handover, contact: { id: handover.conversation.conversationId } };
		const [ana] = await desk.agents();
		await desk.look(alone);
		await desk.messages(handover);
		await desk.conversationOf(handover.contact.id);
		if (ana) await desk.assign(handover, ana, NOW);
		await desk.createTask(handover, aTask(handover), attempt({ repeated: true }));
		await desk.completeTask(handover, NOW);
		await desk.addTags(handover, ['a'], NOW);
		await desk.removeTags(handover, ['a']);
		server.will({ method: 'POST', path: /messages$/, does: TROUBLE.unprocessable });
		await desk.note(handover, handover.id, attempt({ repeated: true }));
		await desk.send(handover, 'Hello', attempt());
		await desk.switchBot(handover, false, 'wf1');
		await desk.switchBot(handover, true, 'wf1');
		const versions = new Set(server.requests.map(({ path, headers }) => `${path.split('/')[1]} ${String(headers.version)}`));
		expect([...versions].sort()).toEqual(['contacts 2021-07-28', 'conversations 2021-04-15', 'locations 2021-07-28', 'users 2021-07-28']);
		// As many as the desk knows.
		expect(new Set(asked()).size).toBe(17);
	});

	it('without a version, or with the wrong one, would be refused', async () => {
		for (const version of [{}, { Version: '2021-04-15' }]) {
			const response = await fetch(`${server.credentials.url}/users/?locationId=x`, { headers: { Authorization: `Bearer ${server.credentials.token}`, ...version } as Record<string, string> });
			expect(response.status).toBe(401);
		}
	});

	it('keep to 100 in 10 seconds', async () => {
		const clock = testClock();
		server.now = clock.now;
		server.isLimited = true;
		const handover = begin();
		const desk = open({ clock });
		for (let count = 0; count < 120; count++) await desk.addTags(handover, [`t${count}`], NOW);
		expect(clock.now() - NOW).toBeGreaterThanOrEqual(10_000);
		// Without being told to.
		expect(server.requests).toHaveLength(120);
		expect(state(handover).tags).toHaveLength(120);
	});

	it('wait as they are told when somebody else has used up the limit', async () => {
		const clock = testClock();
		server.now = clock.now;
		server.isLimited = true;
		const handover = begin();
		for (let count = 0; count < 100; count++) await fetch(`${server.credentials.url}/users/`);
		expect(await open({ clock }).addTags(handover, ['a'], NOW)).toEqual(['a']);
		expect(clock.now() - NOW).toBeGreaterThanOrEqual(10_000);
	});
});

describe('look', () => {
	it('shows custom fields by name, without empty and unknown ones', async () => {
		const handover = begin({ contact: { name: 'Rosa', fields: { Budget: '500', Interests: ['a', 'b'], Empty: '', None: [], Nothing: null, Old: 'x' } } });
		server.removeField('Old');
		expect((await open().look(handover)).contact).toMatchObject({ id: handover.contact.id, name: 'Rosa', fields: { Budget: '500', Interests: ['a', 'b'] } });
		expect(Object.keys((await open().look(handover)).contact.fields ?? {})).toEqual(['Budget', 'Interests']);
	});

	it('asks for names of fields once in an hour, and only when there are fields', async () => {
		const clock = testClock();
		const accountMemory = new Memory(clock);
		const named = () => asked().filter((one) => one.endsWith('customFields')).length;
		await open({ clock, accountMemory }).look(begin());
		expect(named()).toBe(0);
		for (const wait of [0, HOUR - 1, 1]) {
			await clock.sleep(wait);
			await open({ clock, accountMemory }).look(begin({ contact: { fields: { Budget: '1' } } }));
		}
		expect(named()).toBe(2);
	});

	it.each(['unauthorized', 'forbidden'] as const)('does without custom fields when the token lacks the scope (%s)', async (name) => {
		server.will({ path: /customFields$/, does: TROUBLE[name] });
		const handover = begin({ contact: { name: 'Rosa', fields: { Budget: '1' } } });
		expect((await open().look(handover)).contact).toMatchObject({ name: 'Rosa' });
	});

	it('asks once in five seconds, whatever we write meanwhile', async () => {
		const clock = testClock();
		const desk = open({ clock });
		const [ana, ben] = ['Ana', 'Ben'].map((name) => ({ id: server.addAgent({ name }), name }));
		const handover = begin({ owner: ana?.id });
		await desk.look(handover);
		await clock.sleep(4000);
		if (ben) await desk.assign(handover, ben, NOW);
		expect((await desk.look(handover)).owner?.name).toBe('Ben');
		expect(asked().filter((one) => one === 'GET /contacts/*')).toHaveLength(1);
		await clock.sleep(1000);
		await server.changesOwner(handover.conversation.conversationId, ana?.id);
		expect((await desk.look(handover)).owner?.name).toBe('Ana');
	});

	it('links to the conversation', async () => {
		const handover = begin();
		const { locationId } = server.credentials;
		expect((await open().look(handover)).link).toBe(`https://app.gohighlevel.com/v2/location/${locationId}/conversations/conversations/${handover.conversation.conversationId}`);
	});

	it('reads names in one piece or in two', async () => {
		const handover = begin();
		server.will({ path: /^\/contacts/, does: { answer: { status: 200, body: { contact: { id: 'x', firstName: 'Rosa', lastName: 'Lima' } } } } });
		expect((await open().look(handover)).contact.name).toBe('Rosa Lima');
	});
});

describe('an item with one id for both', () => {
	const withOne = (handover: Handover, id: string): Handover => ({ ...handover, conversation: { ...handover.conversation, conversationId: id }, contact: { id } });

	it.each(['conversation', 'contact'])('which is the %s\'s', async (which) => {
		const handover = begin({ channel: 'chat', messages: [{ from: 'customer', text: 'Hello' }] });
		const { conversationId } = handover.conversation;
		const one = withOne(handover, which === 'contact' ? handover.contact.id : conversationId);
		const desk = open();
		const { contact, link } = await desk.look(one);
		expect(contact.id).toBe(handover.contact.id);
		expect(link?.endsWith(conversationId) ?? 'none').toBe(which === 'conversation' ? true : 'none');
		expect(await desk.messages(one)).toMatchObject([{ text: 'Hello' }]);
		await desk.send(one, 'Hi', attempt());
		await desk.addTags(one, ['a'], NOW);
		expect(state(handover)).toMatchObject({ tags: ['a'], sent: [{ text: 'Hi' }] });
		// Which of them it is, is asked once.
		expect(asked().filter((line) => line === 'GET /conversations/*')).toHaveLength(1);
	});

	it('that nobody knows has no messages', async () => {
		expect(await open().messages(withOne(begin(), 'nobody'))).toEqual([]);
	});
});

describe('agents', () => {
	it('are asked for once in a minute', async () => {
		const clock = testClock();
		const accountMemory = new Memory(clock);
		server.addAgent({ name: 'Ana', email: 'ana@acme.example' });
		const names = async () => (await open({ clock, accountMemory }).agents()).map(({ name }) => name);
		expect(await names()).toEqual(['Ana']);
		server.addAgent({ name: 'Ben' });
		await clock.sleep(MINUTE - 1);
		expect(await names()).toEqual(['Ana']);
		await clock.sleep(1);
		expect(await names()).toEqual(['Ana', 'Ben']);
	});

	it('have a name, one way or another', async () => {
		const users = [{ id: 'u1', firstName: 'Ana', lastName: 'Silva' }, { id: 'u2', email: 'ben@acme.example' }, { name: 'Nobody' }, { id: 'u3', name: 'Gone', deleted: true }];
		server.will({ path: /^\/users/, does: { answer: { status: 200, body: { users } } } });
		expect(await open().agents()).toMatchObject([{ id: 'u1', name: 'Ana Silva', available: true }, { id: 'u2', email: 'ben@acme.example' }]);
	});
});

describe('assign', () => {
	it('changes the owner, and nothing else', async () => {
		const ana = { id: server.addAgent({ name: 'Ana' }), name: 'Ana' };
		const handover = begin({ tags: ['vip'] });
		await open().assign(handover, ana, NOW);
		expect(bodies('PUT', /./)).toEqual([{ assignedTo: ana.id }]);
		expect(state(handover)).toMatchObject({ owner: ana.id, tags: ['vip'] });
	});

	const says = (status: number, message: string | string[]): Fault['does'] => ({ answer: { status, body: { statusCode: status, message } } });
	it.each([
		{ words: 'names the field', does: says(422, ['assignedTo is invalid']), known: true, refused: true },
		{ words: 'names the user', does: says(404, 'User not found'), known: true, refused: true },
		{ words: 'names the contact', does: says(404, 'Contact not found'), known: false, refused: false },
		{ words: 'is unclear, and the user is there', does: says(400, 'Bad Request'), known: true, refused: false },
		{ words: 'is unclear, and the user is gone', does: says(400, 'Bad Request'), known: false, refused: true },
		{ words: 'is about the token', does: says(401, 'No access for this user'), known: true, refused: false },
		{ words: 'is no refusal, but somebody else has it', does: { answer: { status: 200, body: { contact: { id: 'x', assignedTo: 'other' } } } }, known: true, refused: true },
		{ words: 'is no refusal, but nobody has it', does: { answer: { status: 200, body: { contact: { id: 'x' } } } }, known: true, refused: true },
	] as const)('when the answer $words', async ({ does, known, refused }) => {
		const id = server.addAgent({ name: 'Ana' });
		if (!known) server.removeAgent(id);
		server.will({ method: 'PUT', does });
		const error: unknown = await open().assign(begin(), { id, name: 'Ana' }, NOW).catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(refused ? AssigneeRefused : DeskError);
	});

	it('is repeated when the connection breaks', async () => {
		const ana = { id: server.addAgent({ name: 'Ana' }), name: 'Ana' };
		const handover = begin();
		server.will({ method: 'PUT', acts: true, does: 'reset' });
		await open().assign(handover, ana, NOW);
		expect(state(handover).effects).toEqual(['assign', 'assign']);
	});
});

describe('unassign', () => {
	it('takes the owner away, and nothing else', async () => {
		const ana = { id: server.addAgent({ name: 'Ana' }), name: 'Ana' };
		const handover = begin({ owner: ana.id, tags: ['vip'] });
		await open().unassign(handover, ana, NOW);
		expect(bodies('PUT', /./)).toEqual([{ assignedTo: null }]);
		expect(state(handover)).toMatchObject({ owner: undefined, tags: ['vip'] });
	});

	it('is no success when HighLevel names the owner all the same', async () => {
		const ana = { id: server.addAgent({ name: 'Ana' }), name: 'Ana' };
		const handover = begin({ owner: ana.id });
		server.will({ method: 'PUT', does: { answer: { status: 200, body: { contact: { id: 'x', assignedTo: ana.id } } } } });
		await expect(open().unassign(handover, ana, NOW)).rejects.toThrow('HighLevel did not take the contact from Ana');
	});
});

describe('tasks', () => {
	it('change only their assignee when they go to somebody else', async () => {
		const [ana, ben] = ['Ana', 'Ben'].map((name) => ({ id: server.addAgent({ name }), name }));
		if (!ana || !ben) throw new Error('there are no users');
		const handover = begin();
		const task = aTask(handover, { assignee: ana });
		await open().createTask(handover, task, attempt());
		await open().assignTask(handover, ben);
		await open().assignTask(handover, ben);
		expect(bodies('PUT', /./)).toEqual([{ assignedTo: ben.id }]);
		expect(state(handover).tasks).toMatchObject([{ title: task.title, body: task.body, dueAt: task.dueAt, assigneeId: ben.id, completed: false }]);
	});

	it('are sent as HighLevel wants them: due without milliseconds, and open', async () => {
		const ana = { id: server.addAgent({ name: 'Ana' }), name: 'Ana' };
		const handover = begin();
		const task = aTask(handover, { dueAt: Date.UTC(2026, 2, 28, 12, 0, 0, 7), assignee: ana });
		await open().createTask(handover, task, attempt());
		await open().createTask(begin(), aTask(handover), attempt());
		expect(bodies('POST', /tasks$/)).toEqual([
			{ title: task.title, body: task.body, dueDate: '2026-03-28T12:00:00Z', completed: false, assignedTo: ana.id },
			{ title: task.title, body: task.body, dueDate: '2026-03-28T12:00:00Z', completed: false },
		]);
	});

	it('are not created without their assignee when HighLevel refuses that one', async () => {
		const handover = begin();
		const creating = open().createTask(handover, aTask(handover, { assignee: { id: 'gone', name: 'Ana' } }), attempt());
		await expect(creating).rejects.toThrow('HighLevel answered 422: assignedTo must be a user of this location');
		expect(state(handover).tasks).toEqual([]);
	});

	it('that somebody has completed are left alone', async () => {
		const handover = begin();
		const { id } = await open().createTask(handover, aTask(handover), attempt());
		await server.completesTask(id);
		expect(await open().completeTask(handover, NOW)).toMatchObject({ id, completedAt: NOW });
		expect(bodies('PUT', /completed$/)).toEqual([]);
	});
});

it('tags are written as HighLevel writes them, in lower case', async () => {
	const handover = begin({ tags: ['VIP'] });
	expect(await open().addTags(handover, ['Human Handover'], NOW)).toEqual(['vip', 'human handover']);
	expect(await open().removeTags(handover, ['HUMAN handover'])).toEqual(['vip']);
});

describe('send', () => {
	it.each([
		['SMS', 'SMS'],
		['TYPE_WHATSAPP', 'WhatsApp'],
		['Facebook', 'FB'],
		['TYPE_INSTAGRAM', 'IG'],
		['Live Chat', 'Live_Chat'],
		['tiktok', 'TIKTOK'],
		['RCS', 'RCS'],
	])('on %s asks for nothing first', async (channel, type) => {
		const handover = { ...begin(), channel };
		await open().send(handover, 'Hello', attempt());
		expect(server.requests).toHaveLength(1);
		expect(bodies('POST', /messages$/)).toEqual([{ type, contactId: handover.contact.id, message: 'Hello' }]);
	});

	it('by e-mail writes HTML, and a subject in the customer\'s language', async () => {
		const text = 'Danke! Ana & Ben <Team> melden sich.\nBis bald';
		const handover = begin({ channel: 'Email' });
		const sent = await open().send(handover, text, attempt());
		expect(bodies('POST', /messages$/)).toEqual([
			{
				type: 'Email',
				contactId: handover.contact.id,
				message: text,
				subject: 'Danke! Ana & Ben <Team> melden sich. Bis bald',
				html: 'Danke! Ana &amp; Ben &lt;Team&gt; melden sich.<br>Bis bald',
			},
		]);
		// What HighLevel keeps is the HTML; it is known again all the same.
		expect(await open().send(handover, text, attempt({ repeated: true }))).toEqual(sent);
		expect(await open().messages(handover)).toMatchObject([{ from: 'bot', text }]);
	});

	it.each([
		['Website', { type: 'Live_Chat' }],
		['WhatsApp', { type: 'WhatsApp' }],
		['App', { type: 'Custom', conversationProviderId: PROVIDER }],
	])('without a channel takes that of the customer\'s last message: %s', async (channel, route) => {
		for (const named of ['chat', '', 'Custom', 'Fax']) {
			const handover = { ...begin({ channel, messages: [{ from: 'customer', text: 'Hi' }, { from: 'bot', text: 'Hello' }] }), channel: named };
			await open().send(handover, 'Text', attempt());
			expect(bodies('POST', /messages$/).at(-1)).toEqual({ ...route, contactId: handover.contact.id, message: 'Text' });
		}
	});

	it.each([
		['the customer has not written', { channel: 'SMS', messages: [{ from: 'bot' as const, text: 'Hello' }] }],
		['they wrote where the API can\'t answer', { channel: 'Google', messages: [{ from: 'customer' as const, text: 'Hi' }] }],
	])('says what to do when %s', async (_when, conversation) => {
		const sending = open().send({ ...begin(conversation), channel: 'chat' }, 'Text', attempt());
		await expect(sending).rejects.toMatchObject({ message: expect.stringContaining('"chat"') as string, fix: expect.stringContaining('SMS, RCS, Email, WhatsApp') as string });
		await expect(sending).rejects.toBeInstanceOf(HandoverError);
	});

	it('is no success when HighLevel says it failed', async () => {
		server.will({ method: 'POST', does: { answer: { status: 200, body: { conversationId: 'c', messageId: 'm', status: 'failed', msg: 'DND is active' } } } });
		await expect(open().send(begin(), 'Text', attempt())).rejects.toThrow('HighLevel could not deliver the message: DND is active');
		expect(server.requests).toHaveLength(1);
	});

	it.each([
		{ what: 'the same text of long ago', sentAt: NOW - 11 * MINUTE, status: 'delivered', times: 2 },
		{ what: 'the same text of a moment ago', sentAt: NOW - 9 * MINUTE, status: 'delivered', times: 1 },
		{ what: 'one that never arrived', sentAt: NOW, status: 'failed', times: 2 },
	])('repeated, tells $what', async ({ sentAt, status, times }) => {
		const handover = begin();
		server.now = () => sentAt;
		const { messageId } = (await open().send(handover, 'Text', attempt())) as { messageId: string };
		if (status !== 'delivered') {
			const [first] = await messagesAt(handover);
			server.will({ method: 'GET', does: { answer: { status: 200, body: { messages: { messages: [{ ...first, status }] } } } } });
		}
		const again = await open().send(handover, ' Text\n', attempt({ repeated: true }));
		expect(state(handover).sent).toHaveLength(times);
		expect('messageId' in again && again.messageId === messageId).toBe(times === 1);
	});
});

/** A conversation's messages as the API lists them. */
async function messagesAt({ conversation: { conversationId } }: Handover): Promise<object[]> {
	const headers = { Authorization: `Bearer ${server.credentials.token}`, Version: '2021-04-15' };
	const response = await fetch(`${server.credentials.url}/conversations/${conversationId}/messages`, { headers });
	return ((await response.json()) as { messages: { messages: object[] } }).messages.messages;
}

describe('note', () => {
	it('is a comment in the conversation', async () => {
		const handover = begin();
		await open().note(handover, `Handed over: ${handover.id}`, attempt());
		expect(bodies('POST', /messages$/)).toEqual([{ type: 'InternalComment', contactId: handover.contact.id, message: `Handed over: ${handover.id}` }]);
	});

	it.each([400, 401, 403, 422])('is one on the contact where comments are refused (%i), and there once', async (status) => {
		const handover = begin();
		const text = `Handed over: ${handover.id}`;
		server.will({ method: 'POST', path: /messages$/, times: 2, does: { answer: { status, body: { message: 'type not possible' } } } });
		server.will({ method: 'POST', path: /notes$/, acts: true, does: 'reset' });
		await open().note(handover, text, attempt());
		await open().note(handover, text, attempt({ repeated: true }));
		expect(state(handover).notes).toEqual([text]);
	});

	it('is no other one when HighLevel is down', async () => {
		const handover = begin();
		server.will({ method: 'POST', path: /messages$/, times: Infinity, does: TROUBLE.down });
		await expect(open().note(handover, handover.id, attempt())).rejects.toBeInstanceOf(DeskError);
		expect(state(handover).notes).toEqual([]);
	});
});

describe('messages', () => {
	it('are what was said, without what happened meanwhile', async () => {
		const ana = server.addAgent({ name: 'Ana' });
		const handover = begin({ owner: ana, messages: [{ from: 'customer', text: 'Hi' }, { from: 'bot', text: 'Hello' }, { from: 'agent', text: 'Ana here' }] });
		server.addActivity(handover.conversation.conversationId, 'Opportunity created');
		await open().note(handover, 'Only for us', attempt());
		expect((await open().messages(handover)).map(({ from, text }) => `${from}: ${text}`)).toEqual(['customer: Hi', 'bot: Hello', 'agent: Ana here']);
	});

	it('may come in a flat list, and in any order', async () => {
		const messages = [2, 3, 1].map((second) => ({ id: `m${second}`, messageType: 'TYPE_SMS', direction: 'inbound', body: `${second}`, dateAdded: `2026-03-27T12:00:0${second}Z` }));
		server.will({ path: /messages$/, does: { answer: { status: 200, body: { messages } } } });
		expect((await open().messages(begin())).map(({ text }) => text)).toEqual(['1', '2', '3']);
	});

	it('of e-mails are what a person reads', async () => {
		const handover = begin({ channel: 'Email', messages: [{ from: 'customer', text: '<div>Hello &amp; thanks<br>Rosa</div>' }] });
		expect(await open().messages(handover)).toMatchObject([{ text: 'Hello & thanks\nRosa' }]);
	});
});

it('the workflow that the operator names switches the bot', async () => {
	const handover = begin();
	expect(await open().switchBot(handover, false, 'wf1')).toBe('Put the contact into the HighLevel workflow wf1');
	expect(state(handover).botOn).toBe(false);
	expect(await open().switchBot(handover, true, 'wf1')).toBe('Took the contact out of the HighLevel workflow wf1');
	expect(state(handover).botOn).toBe(true);
	expect(asked()).toEqual(['POST /contacts/*/workflow/wf1', 'DELETE /contacts/*/workflow/wf1']);
});

describe('an error', () => {
	it.each([
		[401, 'lacks a scope'],
		[400, 'belong to the location'],
	])('%i says what it means here', async (status, fix) => {
		server.will({ does: { answer: { status, body: { message: 'No' } } } });
		await expect(open().agents()).rejects.toMatchObject({ message: `HighLevel answered ${status}: No`, fix: expect.stringContaining(fix) as string });
	});

	it('never shows the token, although the server does', async () => {
		const { token } = server.credentials;
		server.will({ does: { answer: { status: 401, body: { message: `Invalid token ${token}` } } } });
		const error: unknown = await open({ credentials: { token: ` ${token} ` } }).agents().catch((thrown: unknown) => thrown);
		expect((error as Error).message).toBe('HighLevel answered 401: Invalid token •••');
	});

	it.each([
		['contact', /^\/contacts/, (desk: Desk, handover: Handover) => desk.look(handover)],
		['users', /^\/users/, (desk: Desk) => desk.agents()],
		['task', /tasks$/, (desk: Desk, handover: Handover) => desk.createTask(handover, aTask(handover), attempt())],
		['tags', /tags$/, (desk: Desk, handover: Handover) => desk.addTags(handover, ['a'], NOW)],
		['message\'s id', /messages$/, (desk: Desk, handover: Handover) => desk.send(handover, 'Text', attempt())],
		['contact\'s id', /^\/conversations/, (desk: Desk, { conversation, channel }: Handover) => desk.look({ conversation, contact: { id: conversation.conversationId }, channel })],
	])('says that the answer lacks the %s', async (what, path, act) => {
		server.will({ path, times: Infinity, does: { answer: { status: 200, body: { hello: 'world' } } } });
		await expect(act(open(), begin())).rejects.toMatchObject({ message: `HighLevel's answer lacks the ${what}`, fix: expect.stringContaining('Check the address') as string });
	});
});

describe('channels', () => {
	it.each([
		['TYPE_SMS', 'SMS'],
		['TYPE_PHONE', 'SMS'],
		['email', 'Email'],
		['TYPE_FB_MESSENGER', 'FB'],
		['TYPE_WEBCHAT', 'Live_Chat'],
		['Live_Chat', 'Live_Chat'],
		['TYPE_CUSTOM_PROVIDER_EMAIL', 'Custom'],
		['TYPE_CALL', undefined],
		['TYPE_FACEBOOK_COMMENT', undefined],
		['chat', undefined],
		['', undefined],
	])('%s is sent on as %s', (channel, type) => {
		expect(sendType(channel)).toBe(type);
	});

	it.each([
		['TYPE_SMS', true, false],
		['TYPE_ACTIVITY_CONTACT', false, false],
		['TYPE_INTERNAL_COMMENT', false, true],
		['TYPE_INTERNAL_COMMENTS', false, true],
		['TYPE_LIVE_CHAT_INFO_MESSAGE', false, false],
	])('%s is said: %s, a comment: %s', (type, said, comment) => {
		expect([isSaid(type), isComment(type)]).toEqual([said, comment]);
	});
});

describe('the credential', () => {
	it('says which account it opens, and where', () => {
		expect(HIGH_LEVEL.account({ locationId: ' loc1 ' })).toBe('loc1');
		expect(HIGH_LEVEL.address({ url: ' https://proxy.example/ghl// ' })).toBe('https://proxy.example/ghl');
		expect(HIGH_LEVEL.address({})).toBe('https://services.leadconnectorhq.com');
		expect(refusal(() => HIGH_LEVEL.account({ locationId: ' ' })).fix).toContain('/location/');
		expect(refusal(() => HIGH_LEVEL.address({ url: 'services.leadconnectorhq.com' })).message).toContain('services.leadconnectorhq.com');
	});

	/** What n8n does with the credential's test: the first rule that fits the answer is shown. */
	async function tested(over: Record<string, string>): Promise<string | undefined> {
		const { test, authenticate } = new HumanHandoverHighLevelApi();
		const credentials: Record<string, string> = { ...server.credentials, ...over };
		const resolved = (text = '') => text.replace(/^=/, '').replace(/\{\{.*?\$credentials\.(\w+).*?\}\}/g, (_all, name: string) => credentials[name] ?? '');
		const headers = { ...test.request.headers, Authorization: resolved(String(authenticate.properties.headers?.Authorization)) } as Record<string, string>;
		const response = await fetch(resolved(test.request.baseURL) + resolved(test.request.url), { headers });
		const text = await response.text();
		const answer = (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, unknown>;
		const rules = test.rules as Array<{ properties: { key: string; value: unknown; message: string } }>;
		return rules.find(({ properties: { key, value } }) => answer[key] === value)?.properties.message;
	}

	it.each([
		['is right', {}, undefined],
		['has a wrong token', { token: 'pit-wrong' }, 'does not take the token'],
		['names somebody else\'s location', { locationId: FOREIGN_LOCATION }, 'not for this location'],
	])('that %s', async (_how, over, message) => {
		const said = await tested(over as Record<string, string>);
		if (message === undefined) expect(said).toBeUndefined();
		else expect(said).toContain(message);
	});

	it('that leads to another site', async () => {
		server.will({ does: TROUBLE.page });
		expect(await tested({})).toContain('No HighLevel answers here');
	});
});

/** The server's webhooks are as real as our reader can tell. */
describe('webhooks of the fake', () => {
	const { inbound } = HIGH_LEVEL;
	const received = () =>
		server.deliveries.map(({ headers, rawBody }) => {
			const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
			const delivery = { headers: lower, rawBody: Buffer.from(rawBody), body: JSON.parse(rawBody) as unknown };
			expect(inbound?.verify(delivery, server.publicKey, NOW)).toEqual({ genuine: true });
			return inbound?.read(delivery, NOW);
		});

	it('are signed, and say what happened', async () => {
		server.target = NOBODY;
		const ana = server.addAgent({ name: 'Ana' });
		const handover = begin({ messages: [{ from: 'customer', text: 'From before' }] });
		const { conversationId } = handover.conversation;
		await server.customerWrites(conversationId, 'Hi');
		await server.agentWrites(conversationId, ana, 'Ana here');
		await server.workflowWrites(conversationId, 'Campaign');
		await open().send(handover, 'Ours', attempt());
		await open().note(handover, 'Only for us', attempt());
		await server.changesOwner(conversationId, ana);
		const { id } = await open().createTask(handover, aTask(handover), attempt());
		await server.completesTask(id);
		await server.settled();
		const contact = { id: handover.contact.id };
		expect(received()).toMatchObject([
			{ kind: 'customer_message', text: 'Hi', conversationId, contact },
			{ kind: 'human_message', text: 'Ana here', agent: { id: ana }, conversationId },
			{ kind: 'automatic_message', text: 'Campaign' },
			{ kind: 'automatic_message', text: 'Ours' },
			// A comment is no message.
			undefined,
			{ kind: 'assigned', assignee: { id: ana }, contact },
			{ kind: 'task_completed', taskId: id, contact },
		]);
	});
});
