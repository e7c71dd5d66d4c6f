import { SILENCE, copyOfTemplate, customerOf, lastExecution, parametersOf, receiptIn, sharedUrl, signedIn } from '../support/n8n';
import type { N8nClient } from '../support/scripts';

let client: N8nClient;
beforeAll(async () => {
	client = await signedIn();
});

/** Imports and publishes a copy of the template. */
async function published(name: string, change: (copy: ReturnType<typeof copyOfTemplate>) => void = () => {}) {
	const copy = copyOfTemplate(name);
	change(copy);
	const id = await client.importWorkflow(copy);
	await client.activate(id);
	return { id, copy, customer: (sessionId?: string) => customerOf(sharedUrl(), copy.webhookId, sessionId) };
}

it('knows the nodes under their names', async () => {
	const ours = (await client.nodeTypes()).filter(({ name }) => name.startsWith('n8n-nodes-human-handover.'));
	expect([...new Set(ours.map(({ displayName }) => displayName.replace(/ Tool$/, '')))].sort()).toEqual([
		'Assign Conversation',
		'Chatwoot Handover Trigger',
		'Create Task',
		'Detect Handover Trigger',
		'Handover Log',
		'HighLevel Handover Trigger',
		'On Handover Event',
		'Pause Bot',
		'Send Final Message',
		'Tag Contact',
	]);
});

it('answers, hands over with every step done, and keeps quiet afterwards', async () => {
	const { id, customer } = await published('conversation');
	const say = customer();
	expect((await say('What are your opening hours?')).output).toContain('Monday to Friday');
	expect(await say('Can I talk to a human?')).toEqual({ output: 'Thank you! Someone from the team will get back to you.' });
	const receipt = receiptIn(await lastExecution(client, id), 'Send Final Message');
	expect(Object.values(receipt.steps).map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'done'));
	expect(receipt).toMatchObject({ scenario: 'human_requested', inQueue: false, assignee: { name: expect.any(String) } });
	expect(await say('Hello?')).toEqual(SILENCE);
});

it('hands over once when a customer is impatient, and says it once', async () => {
	const { customer } = await published('impatient');
	const say = customer();
	const replies = await Promise.all(Array.from({ length: 8 }, () => say('I want a human NOW')));
	expect(replies.filter(({ output }) => output !== undefined)).toHaveLength(1);
	expect(replies.filter(({ executionStarted }) => executionStarted)).toHaveLength(7);
});

it('spreads conversations over the team', async () => {
	const { id, customer } = await published('round robin');
	const owners = new Set<string | undefined>();
	for (let n = 0; n < 3; n++) {
		await customer()('Can I speak to an agent?');
		owners.add(receiptIn(await lastExecution(client, id), 'Send Final Message').assignee?.name);
	}
	expect([...owners].sort()).toEqual(['Ana Silva', 'Ben Okafor', 'Chloe Martin']);
});

it('completes only what is missing when an execution is retried from the node that failed', async () => {
	const { id, copy, customer } = await published('retry', (broken) => {
		parametersOf(broken, 'Create Task').dueHours = -1;
	});
	const say = customer();
	await say('Can I talk to a human?');
	const failed = await lastExecution(client, id);
	expect(failed.status).toBe('error');
	expect(failed.data?.resultData.error?.message).toContain('Create Task: "Due In (Hours)"');

	parametersOf(copy, 'Create Task').dueHours = 24;
	await client.importWorkflow(copy);
	await client.request('POST', `/executions/${failed.id}/retry`, { loadWorkflow: true });
	const retried = await lastExecution(client, id);
	expect(retried.status).toBe('success');
	const before = receiptIn(failed, 'Assign Conversation');
	const after = receiptIn(retried, 'Send Final Message');
	expect(after.id).toBe(before.id);
	expect([after.steps.pause, after.steps.assign]).toEqual([before.steps.pause, before.steps.assign]);
	expect(Object.values(after.steps).map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'done'));
});

it('resumes the bot from another workflow', async () => {
	const { customer } = await published('resumed');
	const sessionId = `resumed-${Date.now()}`;
	const say = customer(sessionId);
	await say('Can I talk to a human?');
	expect(await say('Hello?')).toEqual(SILENCE);

	const path = `resume-${sessionId}`;
	const resume = await client.importWorkflow({
		name: 'resume',
		settings: {},
		nodes: [
			{ id: '1', name: 'Webhook', type: 'n8n-nodes-base.webhook', typeVersion: 2, position: [0, 0], webhookId: path, parameters: { httpMethod: 'POST', path, responseMode: 'lastNode' } },
			{ id: '2', name: 'Resume', type: 'n8n-nodes-human-handover.pauseBot', typeVersion: 1, position: [200, 0], parameters: { operation: 'resume', conversationId: '={{ $json.body.conversation }}' } },
		],
		connections: { Webhook: { main: [[{ node: 'Resume', type: 'main', index: 0 }]] } },
	});
	await client.activate(resume);
	const response = await fetch(`${sharedUrl()}/webhook/${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ conversation: sessionId }),
	});
	expect(await response.json()).toMatchObject({ handover: { status: 'closed', outcome: 'back_to_bot', bot: { mayReply: true } } });
	expect((await say('What are your opening hours?')).output).toContain('Monday to Friday');
});
