import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import type { Receipt } from '../../handover/receipt';
import { closeStores } from '../../handover/store/openStore';
import { OpenAiServer, completion } from '../fakes/openAiServer';
import { START, chat, runWorkflow, workflowOf, type Link, type NodeSpec } from '../support/engine';

/** Team, as an operator fills in the table. */
const TEAM = {
	members: [
		{ name: 'Ana Silva', email: 'ana@example.com', team: 'Support', capacity: 5, available: true },
		{ name: 'Ben Okafor', email: 'ben@example.com', team: 'Sales', capacity: 5, available: true },
	],
};

const DETECT: NodeSpec = { name: 'Detect', type: 'detectHandover' };
const PAUSE: NodeSpec = { name: 'Pause', type: 'pauseBot' };
const ASSIGN: NodeSpec = { name: 'Assign', type: 'assignConversation', parameters: { team: TEAM } };
const TASK: NodeSpec = { name: 'Task', type: 'createTask' };
const TAG: NodeSpec = { name: 'Tag', type: 'tagContact' };
const MESSAGE: NodeSpec = { name: 'Message', type: 'sendFinalMessage' };

const HANDOVER = 0;
const CONTINUE = 1;
const WITH_HUMAN = 2;

const session = () => ({ sessionId: randomUUID() });

/** One node after the start. */
const only = (node: NodeSpec, over: Partial<NodeSpec> = {}) => workflowOf([START, { ...node, ...over }]);
const run = (node: NodeSpec, items: IDataObject[], over: Partial<NodeSpec> = {}) =>
	runWorkflow(only(node, over), 'Start', chat(...items));

const receiptOf = (json: IDataObject | undefined) => json?.handover as unknown as Receipt;

describe('wired in a row with nothing but defaults', () => {
	it('does all five steps and keeps the incoming fields', async () => {
		const file = workflowOf([START, DETECT, PAUSE, ASSIGN, TASK, TAG, MESSAGE]);
		const asked = { ...session(), chatInput: 'Can I speak to a person?', orderId: 'A-1042' };
		const ran = await runWorkflow(file, 'Start', chat(asked));
		expect(ran.error).toBeUndefined();
		const [json] = ran.json('Message');
		expect(json).toMatchObject({ ...asked, output: 'Thank you! Someone from the team will get back to you.' });
		const { steps, assignee } = receiptOf(json);
		expect(Object.entries(steps).map(([name, { status }]) => [name, status])).toEqual(
			expect.arrayContaining([['pause', 'done'], ['assign', 'done'], ['task', 'done'], ['tag', 'done'], ['message', 'done']]),
		);
		expect(assignee).toMatchObject({ team: expect.any(String), email: expect.stringContaining('@') });
	});

	it.each([
		['the other way round', [MESSAGE, TAG, TASK, ASSIGN, PAUSE]],
		['only a part', [TASK, MESSAGE]],
		['without detection', [ASSIGN, TASK]],
	])('works %s', async (_, nodes) => {
		const first = nodes[0] === ASSIGN ? [] : [DETECT];
		const ran = await runWorkflow(workflowOf([START, ...first, ...nodes]), 'Start', chat({ ...session(), chatInput: 'A human please' }));
		expect(ran.error).toBeUndefined();
		const steps = Object.values(receiptOf(ran.json(nodes.at(-1)?.name ?? '')[0]).steps);
		expect(steps).toHaveLength(nodes.length);
		expect(steps.every(({ status }) => status === 'done')).toBe(true);
	});

	it('completes only what is missing when it runs again', async () => {
		const asked = { ...session(), chatInput: 'A human please', messageId: 'm-7' };
		await runWorkflow(workflowOf([START, DETECT, PAUSE, MESSAGE]), 'Start', chat(asked));
		const ran = await runWorkflow(workflowOf([START, DETECT, PAUSE, ASSIGN, MESSAGE]), 'Start', chat(asked));
		expect(ran.items('Message', 0)).toHaveLength(0);
		const receipt = receiptOf(ran.json('Message', 1)[0]);
		expect(receipt.steps).toMatchObject({ assign: { status: 'done' }, message: { status: 'done' } });
	});
});

describe('Detect Handover Trigger', () => {
	it('splits several items, each paired with where it came from', async () => {
		const human = session();
		await run(DETECT, [{ ...human, chatInput: 'I want a human' }]);
		const ran = await run(DETECT, [
			{ ...session(), chatInput: 'Opening hours?' },
			{ ...session(), chatInput: 'Quiero hablar con una persona' },
			{ ...human, chatInput: 'Hello?' },
		]);
		const paired = (output: number) => ran.items('Detect', output).map((item) => item.pairedItem);
		expect([paired(HANDOVER), paired(CONTINUE), paired(WITH_HUMAN)]).toEqual([
			[{ item: 1 }],
			[{ item: 0 }],
			[{ item: 2 }],
		]);
		expect(receiptOf(ran.json('Detect', HANDOVER)[0])).toMatchObject({ language: 'es' });
		expect(ran.json('Detect', CONTINUE)[0]?.handover).toMatchObject({ status: 'none', reason: 'No reason to hand over' });
		expect(ran.json('Detect', WITH_HUMAN)[0]?.handover).toMatchObject({ bot: { mayReply: false } });
	});

	it('knows the operator\'s own phrases', async () => {
		const rows = [{ scenario: 'human_requested', enabled: true, examplePhrases: 'Ring the night porter' }];
		const ran = await run(DETECT, [{ ...session(), chatInput: 'could you ring the nigth porter for me pls' }], {
			parameters: { scenarios: { rows } },
		});
		expect(receiptOf(ran.json('Detect')[0]).evidence?.rule).toContain('night porter');
	});

	it('takes the contact from the item', async () => {
		const contact = { id: 'k-9', name: 'Rosa', phone: '+49 30 901820', email: 'rosa@example.com', fields: { order: 'A-1' } };
		const ran = await run(DETECT, [{ ...session(), chatInput: 'human please', contact }]);
		expect(receiptOf(ran.json('Detect')[0]).contact).toEqual(contact);
	});

	it('has an output for each scenario when asked', async () => {
		const file = only(DETECT, { parameters: { lookAt: 'reply', options: { onePerScenario: true } } });
		const ran = await runWorkflow(file, 'Start', chat({ ...session(), output: 'I don\'t know that.' }));
		expect([0, 1, 2, 3, 4, 5, 6, 7].map((output) => ran.items('Detect', output).length)).toEqual([0, 1, 0, 0, 0, 0, 0, 0]);
	});

	it('takes a bot that failed for one without an answer', async () => {
		const ran = await run(DETECT, [{ ...session(), error: 'Rate limit' }], { parameters: { lookAt: 'reply' } });
		expect(receiptOf(ran.json('Detect')[0])).toMatchObject({ scenario: 'lack_of_information' });
	});

	it('lets a message without text pass when the operator has said where text would be', async () => {
		const ran = await run(DETECT, [{ ...session(), photo: 'x' }], { parameters: { message: '={{ $json.text }}' } });
		expect(ran.json('Detect', CONTINUE)[0]?.handover).toMatchObject({ reason: 'Nothing to read' });
	});

	it('works on telegram\'s numbers', async () => {
		const parameters = { conversationId: '={{ $json.message.chat.id }}', message: '={{ $json.message.text }}' };
		const chatId = Math.floor(Math.random() * 1e9);
		const ran = await run(DETECT, [{ message: { chat: { id: chatId }, text: 'agent' } }], { parameters });
		expect(receiptOf(ran.json('Detect')[0]).conversationId).toBe(String(chatId));
	});
});

it.each(['={{ $now.plus({ days: 2 }) }}', '={{ new Date(Date.now() + 172800000) }}', '={{ Date.now() + 172800000 }}', '={{ $now.plus({ days: 2 }).toISO() }}'])(
	'Create Task takes the date %s',
	async (dueDate) => {
		const ran = await run(TASK, [session()], { parameters: { due: 'date', dueDate } });
		expect(ran.error?.message).toBeUndefined();
		const due = Date.parse(String(receiptOf(ran.json('Task')[0]).steps.task?.data?.due));
		expect(Math.round((due - Date.now()) / 3_600_000)).toBe(48);
	},
);

describe('the AI engine', () => {
	let server: OpenAiServer;
	beforeAll(async () => {
		server = await OpenAiServer.start();
	});
	afterAll(() => server.close());

	const withAi: Partial<NodeSpec> = {
		parameters: { engine: 'ai', model: 'test-model', options: { timeout: 5 } },
		credentials: { humanHandoverAiApi: { id: '1', name: 'AI' } },
	};
	const ask = (chatInput: string) =>
		runWorkflow(only(DETECT, withAi), 'Start', chat({ ...session(), chatInput }), {
			humanHandoverAiApi: { apiKey: 'sk-secret', url: server.url, organizationId: '' },
		});

	it('decides through the credential, with a summary for the agent', async () => {
		const no = { holds: false, confidence: 0.9, quote: '' };
		const verdict = {
			human_requested: { holds: true, confidence: 0.9, quote: 'my sister' },
			attempt_failed: no,
			resolved: no,
			upset_customer: no,
			urgent_or_high_value: no,
			complex_request: no,
			summary: 'Wants a call.',
			priority: 'low',
			language: 'en',
		};
		server.will({ body: completion(JSON.stringify(verdict)) });
		const ran = await ask('my sister should ring me');
		expect(receiptOf(ran.json('Detect')[0])).toMatchObject({
			detector: 'ai',
			summary: 'Wants a call.',
			evidence: { text: 'my sister', rule: 'ai: test-model' },
		});
	});

	it('falls back to the built-in engine, says so, and shows no key', async () => {
		server.will({ status: 401, body: { error: { message: 'Incorrect API key provided: sk-secret' } } });
		const ran = await ask('I want to talk to a human');
		const receipt = receiptOf(ran.json('Detect')[0]);
		expect(receipt).toMatchObject({ detector: 'built-in', degraded: expect.stringContaining('built-in') });
		expect(JSON.stringify(receipt)).not.toContain('sk-secret');
	});
});

describe('Pause Bot', () => {
	it('checks with two outputs, and survives a restart of the flow', async () => {
		const who = session();
		const check = () => run(PAUSE, [who], { parameters: { operation: 'check' } });
		expect((await check()).items('Pause', 0)).toHaveLength(1);
		await run(PAUSE, [who], { parameters: { hours: 0, minutes: 5 } });
		const quiet = await check();
		expect([quiet.items('Pause', 0), quiet.items('Pause', 1)].map(({ length }) => length)).toEqual([0, 1]);
		expect(quiet.json('Pause', 1)[0]?.handover).toMatchObject({
			bot: { mayReply: false, quietUntil: expect.any(String), why: 'Paused by the flow' },
		});
		await run(PAUSE, [who], { parameters: { operation: 'resume' } });
		expect((await check()).items('Pause', 0)).toHaveLength(1);
	});

	it('stops an answer when somebody took over while the bot was thinking', async () => {
		const who = session();
		const takeOver: NodeSpec = { name: 'Human', type: 'pauseBot', parameters: { operation: 'humanReplied' } };
		const check = (name: string): NodeSpec => ({ name, type: 'pauseBot', parameters: { operation: 'check' } });
		const ran = await runWorkflow(workflowOf([START, check('In'), takeOver, check('Out')]), 'Start', chat(who));
		expect([ran.items('In', 0), ran.items('Out', 0), ran.items('Out', 1)].map(({ length }) => length)).toEqual([1, 0, 1]);
	});
});

describe('errors', () => {
	const bad: Array<[string, NodeSpec, IDataObject, RegExp]> = [
		['no conversation id', DETECT, { chatInput: 'hi', sessionId: undefined }, /^Detect: "Conversation ID" is empty/],
		['an object as conversation id', DETECT, { chatInput: 'hi', sessionId: { a: 1 } as never }, /"Conversation ID" is empty/],
		['an object as message', DETECT, { chatInput: { text: 'hi' } }, /^Detect: "Customer Message" is not text, but an object/],
		['a message that is not there', DETECT, { message: { text: 'I want a human' } }, /^Detect: "Customer Message" finds nothing on the item/],
		['tags that are objects', { ...TAG, parameters: { tags: '={{ [{ name: "vip" }] }}' } }, {}, /^Tag: "Tags" contains an object/],
		['a reply that is not there', { ...DETECT, parameters: { lookAt: 'reply' } }, { chatInput: 'hi' }, /^Detect: "Bot Reply" finds nothing on the item/],
		['a receipt that is text', PAUSE, { handover: 'broken' }, /^Pause: The incoming field "handover" is not a handover receipt/],
		['a receipt nobody knows', TASK, { handover: { id: 'nowhere' } }, /^Task: The handover nowhere/],
		['a negative duration', { ...PAUSE, parameters: { hours: -2 } }, {}, /^Pause: "Hours" must be zero or more, but is -2/],
		['no duration', { ...PAUSE, parameters: { hours: 0 } }, {}, /^Pause: The pause has no length/],
		['an unknown agent', { ...ASSIGN, parameters: { assignTo: 'member', member: 'zoe', team: TEAM } }, {}, /^Assign: "Member" names zoe/],
		['an unknown team', { ...ASSIGN, parameters: { assignTo: 'team', teamName: 'Ops', team: TEAM } }, {}, /^Assign: "Team Name" names Ops/],
		['a negative capacity', { ...ASSIGN, parameters: { team: { members: [{ name: 'Ana', capacity: -1 }] } } }, {}, /^Assign: "Capacity" of Ana/],
		['a date in the past', { ...TASK, parameters: { due: 'date', dueDate: '2020-01-01T10:00:00' } }, {}, /^Task: "Due Date" is in the past/],
		['no time to do it', { ...TASK, parameters: { dueHours: 0 } }, {}, /^Task: "Due In \(Hours\)" must be more than zero/],
		['an empty tag', { ...TAG, parameters: { tags: ' , ' } }, {}, /^Tag: "Tags" is empty/],
		['an empty message', { ...MESSAGE, parameters: { message: ' ' } }, {}, /^Message: "Message" is empty/],
		['a scenario listed twice', { ...DETECT, parameters: { scenarios: { rows: [{ scenario: 'human_requested' }, { scenario: 'human_requested' }] } } }, { chatInput: 'x' }, /lists Human requested twice/],
		['fields that are no object', { ...DETECT, parameters: { options: { fields: '[1]' } } }, { chatInput: 'x' }, /"Collected Fields" is not an object/],
	];

	it.each(bad)('name node, parameter and item for %s, and say what to do', async (_, node, fields, message) => {
		const ran = await run(node, [{ ...session(), ...fields }]);
		expect(ran.error?.message).toMatch(message);
		expect(ran.error?.context).toMatchObject({ itemIndex: 0 });
		expect(ran.error?.description?.length).toBeGreaterThan(20);
	});

	it('leave nothing half done: an item that fails opens no handover', async () => {
		const who = session();
		await run({ ...TASK, parameters: { dueHours: -1 } }, [who]);
		const check = await run(PAUSE, [who], { parameters: { operation: 'check' } });
		expect(check.items('Pause', 0)).toHaveLength(1);
	});

	it('show in the receipt, also when a parameter was wrong, and are mended by the next run', async () => {
		const asked = { ...session(), chatInput: 'A human please', messageId: 'm-1' };
		const wrong: NodeSpec = { ...TASK, parameters: { dueHours: -1 }, onError: 'continueRegularOutput' };
		const ran = await runWorkflow(workflowOf([START, DETECT, wrong, TAG]), 'Start', chat(asked));
		const receipt = receiptOf(ran.json('Tag')[0]);
		expect(receipt.steps).toMatchObject({
			task: { status: 'failed', why: expect.stringContaining('Due In (Hours)') },
			tag: { status: 'done' },
		});
		const again = await runWorkflow(workflowOf([START, DETECT, TASK]), 'Start', chat({ ...asked, messageId: 'm-2' }));
		expect(receiptOf(again.json('Task')[0])).toMatchObject({ id: receipt.id, steps: { task: { status: 'done' } } });
	});

	const mixed = () => [session(), { orderId: 'A-1042' }, session()];

	it('stay on their item with "continue", which goes on with its fields', async () => {
		const ran = await run(TAG, mixed(), { onError: 'continueRegularOutput' });
		expect(ran.error).toBeUndefined();
		const results = ran.json('Tag');
		expect(results.map(({ error }) => typeof error)).toEqual(['undefined', 'string', 'undefined']);
		expect(results[1]).toMatchObject({ orderId: 'A-1042', error: expect.stringContaining('Tag: "Conversation ID" is empty') });
		expect(ran.items('Tag').map((item) => item.pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
	});

	it('leave by the error output when there is one', async () => {
		const ran = await run(TAG, mixed(), { onError: 'continueErrorOutput' });
		expect([ran.items('Tag', 0).length, ran.items('Tag', 1).length]).toEqual([2, 1]);
		expect(ran.json('Tag', 1)[0]).toMatchObject({ orderId: 'A-1042', error: expect.stringContaining('Conversation ID') });
	});

	it.each<[string, NodeSpec, number]>([
		['Detect', DETECT, WITH_HUMAN],
		['Check', { ...PAUSE, parameters: { operation: 'check' } }, 1],
	])('keep an item away from the bot: %s', async (_, node, quietOutput) => {
		const ran = await run({ ...node, onError: 'continueRegularOutput' } as NodeSpec, [{ chatInput: 'hello' }]);
		const outputs = Array.from({ length: quietOutput + 1 }, (__, output) => ran.items(node.name, output).length);
		expect(outputs).toEqual([...Array.from({ length: quietOutput }, () => 0), 1]);
	});
});

describe('a store that can\'t be opened', () => {
	beforeAll(async () => {
		await closeStores();
		// A folder can't be below a file.
		process.env.HANDOVER_DATABASE_URL = join(__filename, 'store.sqlite');
	});
	afterAll(() => {
		delete process.env.HANDOVER_DATABASE_URL;
	});

	it('is an error that says what to do', async () => {
		const ran = await run(DETECT, [{ ...session(), chatInput: 'hi' }]);
		expect(ran.error?.message).toMatch(/^Detect: The handover store .* can't be opened/);
		expect(ran.error?.description).toContain('HANDOVER_DATABASE_URL');
	});

	it.each([
		['quiet', {}, 1],
		['talkative, if the operator prefers that', { whenStoreUnreachable: 'reply' }, 0],
	])('makes Check %s (invariant 4)', async (_, parameters, output) => {
		const ran = await run(PAUSE, [session()], { parameters: { operation: 'check', ...parameters } });
		expect(ran.error).toBeUndefined();
		expect(ran.json('Pause', output)[0]?.handover).toMatchObject({
			bot: { mayReply: output === 0, why: expect.stringContaining('store') },
		});
	});
});

describe('large input', () => {
	it('reads a message of 1 MB, and puts no more than a part of it on the item', async () => {
		const chatInput = `${'lorem ipsum '.repeat(90_000)} I want to talk to a human`;
		const ran = await run(DETECT, [{ ...session(), chatInput }]);
		const receipt = receiptOf(ran.json('Detect')[0]);
		expect(receipt.scenario).toBe('human_requested');
		expect(JSON.stringify(receipt).length).toBeLessThan(10_000);
	});

	it('takes 10,000 items in one run, each on its way', async () => {
		const batch = randomUUID();
		const items = Array.from({ length: 10_000 }, (_, index) => ({
			sessionId: `${batch}-${index}`,
			chatInput: index % 2 === 0 ? 'Opening hours?' : 'A human, please',
		}));
		const links: Link[] = [['Start', 0, 'Detect'], ['Detect', HANDOVER, 'Pause'], ['Pause', 0, 'Tag']];
		const ran = await runWorkflow(workflowOf([START, DETECT, PAUSE, TAG], links), 'Start', chat(...items));
		expect(ran.error).toBeUndefined();
		expect([ran.items('Tag').length, ran.items('Detect', CONTINUE).length]).toEqual([5000, 5000]);
		expect(new Set(ran.json('Tag').map((json) => receiptOf(json).id)).size).toBe(5000);
	}, 20 * 60_000);
});

describe('descriptions', () => {
	it('every parameter of a default node resolves without a red mark', async () => {
		const nodes = [DETECT, PAUSE, ASSIGN, TASK, TAG, MESSAGE].map((node) => ({ ...node, parameters: {} }));
		for (const node of nodes) {
			const ran = await run(node, [{ ...session(), chatInput: 'Hello' }]);
			expect([node.name, ran.error?.message]).toEqual([node.name, undefined]);
		}
	});
});

