import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { askedOfChatModel } from '../fakes/n8nNodes';
import { OpenAiServer, completion } from '../fakes/openAiServer';
import type { Receipt } from '../../handover/receipt';
import { START, chat, runWorkflow, workflowOf, type NodeSpec, type Ran } from '../support/engine';

const DETECT: NodeSpec = { name: 'Detect', type: 'detectHandover', parameters: { engine: 'builtIn' } };
const TASK: NodeSpec = { name: 'Task', type: 'createTask' };
const WITH_AI: NodeSpec = { ...TASK, parameters: { summary: 'ai' } };
const HOUR = 3_600_000;

const taskOf = (ran: Ran) => {
	expect(ran.error?.message).toBeUndefined();
	return (ran.json('Task')[0]?.handover as unknown as Receipt).steps.task;
};

/** A customer asks something, then for a person; the task that comes of it. */
async function taskAfter(task: NodeSpec, credentials?: Parameters<typeof runWorkflow>[3], fields: IDataObject = {}) {
	const sessionId = randomUUID();
	const say = (chatInput: string) => runWorkflow(workflowOf([START, DETECT, task]), 'Start', chat({ sessionId, chatInput, ...fields }), credentials);
	await say('Where is my order A-1042?');
	return taskOf(await say('Can I talk to a human?'));
}

describe('a task with nothing but defaults', () => {
	it('says what the customer wants in the title, and everything else in the body', async () => {
		const contact = { id: 'k-1', name: 'Rosa Lima', phone: '+49 30 901820', email: 'rosa@example.com', fields: { budget: '90 EUR' } };
		const task = await taskAfter(TASK, undefined, { contact });
		expect(task).toMatchObject({
			status: 'done',
			data: {
				title: 'Human requested: Rosa Lima – Where is my order A-1042?',
				summary: 'Where is my order A-1042?',
				summaryBy: 'built-in',
				priority: 'normal',
				tags: ['handover_human_requested'],
			},
		});
		for (const part of ['What they want\nWhere is my order A-1042?', '“Can I talk to a human?”', 'Phone: +49 30 901820', 'budget: 90 EUR', 'Answer by:', 'Tags: handover_human_requested']) {
			expect(task?.data?.body).toContain(part);
		}
	});
});

describe('a task that is due in business hours', () => {
	const openNow = { due: 'businessHours', dueOpenHours: 48 };
	const dueIn = async (parameters: IDataObject) => {
		const task = taskOf(await runWorkflow(workflowOf([START, { ...TASK, parameters: { ...openNow, ...parameters } as NodeSpec['parameters'] }]), 'Start', chat({ sessionId: randomUUID() })));
		return { task, hours: Math.round((Date.parse(String(task?.data?.due)) - Date.now()) / HOUR) };
	};

	it('counts the hours of the node', async () => {
		// Half of every day, so two days of them are four.
		const { task, hours } = await dueIn({ businessHours: 'daily 0:00-12:00', timeZone: 'UTC' });
		expect(hours).toBeGreaterThan(80);
		expect(hours).toBeLessThan(112);
		expect(task?.what).toContain('48 business hours after the request');
	});

	it('counts every hour when nobody has said when the team is there, and says so', async () => {
		const { task, hours } = await dueIn({});
		expect(hours).toBe(48);
		expect(task?.why).toContain('No business hours are set');
		expect(task?.what).not.toContain('business hours');
	});

	it.each([
		[{ businessHours: 'Mon-Fry 9-17' }, /^Task: .*"Business Hours"/],
		[{ dueOpenHours: 0 }, /^Task: "Due In \(Business Hours\)" must be more than zero/],
	])('refuses %j before anything is opened', async (parameters, message) => {
		const sessionId = randomUUID();
		const node: NodeSpec = { ...TASK, parameters: { ...openNow, ...parameters } as NodeSpec['parameters'] };
		expect((await runWorkflow(workflowOf([START, node]), 'Start', chat({ sessionId }))).error?.message).toMatch(message);
		const check = await runWorkflow(workflowOf([START, { name: 'Check', type: 'pauseBot', parameters: { operation: 'check' } }]), 'Start', chat({ sessionId }));
		expect(check.items('Check', 0)).toHaveLength(1);
	});
});

describe('a summary by AI', () => {
	let server: OpenAiServer;
	beforeAll(async () => {
		server = await OpenAiServer.start();
	});
	afterAll(() => server.close());

	const withCredential: NodeSpec = { ...WITH_AI, credentials: { humanHandoverAiApi: { id: '1', name: 'AI' } } };
	const credentials = () => ({ humanHandoverAiApi: { apiKey: 'sk-secret', url: server.url, organizationId: '' } });

	it('comes from the credential\'s model, and says what it took', async () => {
		const before = server.requests.length;
		server.will({ body: completion(JSON.stringify({ summary: 'Asks where order A-1042 is.' })) });
		expect((await taskAfter(withCredential, credentials()))?.data).toMatchObject({
			title: expect.stringContaining('– Asks where order A-1042 is.'),
			summary: 'Asks where order A-1042 is.',
			summaryBy: 'ai',
			ai: { model: 'gpt-4.1-mini', calls: 1 },
		});
		expect(server.requests.slice(before)).toHaveLength(1);
		expect(JSON.stringify(server.requests.at(-1)?.body)).toContain('handover_summary');
	});

	it('comes from a connected chat model', async () => {
		const file = workflowOf(
			[START, WITH_AI, { name: 'Model', type: '@n8n/n8n-nodes-langchain.lmChatOpenAi', parameters: { answer: '{"summary":"Wants to know about rings."}' } }],
			[['Start', 0, 'Task'], ['Model', 0, 'Task', 'ai_languageModel']],
		);
		const task = taskOf(await runWorkflow(file, 'Start', chat({ sessionId: randomUUID() })));
		expect(task?.data).toMatchObject({ summary: 'Wants to know about rings.', summaryBy: 'ai' });
		expect(JSON.stringify(askedOfChatModel.at(-1))).toContain('material to summarise');
	});

	it('gives way to the built-in one when the AI fails: the task is there all the same, and shows no key', async () => {
		server.will({ status: 401, body: { error: { message: 'Incorrect API key provided: sk-secret' } } });
		const task = await taskAfter(withCredential, credentials());
		expect(task).toMatchObject({
			status: 'done',
			why: expect.stringContaining('The summary is the built-in one: the AI gave no usable answer'),
			data: { summary: 'Where is my order A-1042?', summaryBy: 'built-in' },
		});
		expect(JSON.stringify(task)).not.toContain('sk-secret');
	});

	it('gives way to the built-in one when there is no model', async () => {
		const task = await taskAfter(WITH_AI);
		expect(task).toMatchObject({ status: 'done', why: expect.stringContaining('there is no model to ask'), data: { summaryBy: 'built-in' } });
	});

	it('is not asked for when the task is there already', async () => {
		const sessionId = randomUUID();
		const run = () => runWorkflow(workflowOf([START, withCredential]), 'Start', chat({ sessionId }), credentials());
		server.will({ body: completion('{"summary":"Once."}') });
		await run();
		const before = server.requests.length;
		expect(taskOf(await run())?.data).toMatchObject({ summary: 'Once.' });
		expect(server.requests).toHaveLength(before);
	});

	it('refuses a timeout that is too long', async () => {
		const node: NodeSpec = { ...WITH_AI, parameters: { summary: 'ai', options: { timeout: 31 } } };
		const ran = await runWorkflow(workflowOf([START, node]), 'Start', chat({ sessionId: randomUUID() }));
		expect(ran.error?.message).toBe('Task: "Timeout" must be more than zero and at most 30 seconds, but is 31');
	});
});
