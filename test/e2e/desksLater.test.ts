import { randomUUID } from 'node:crypto';
import chatwootTemplate from '../../templates/human-handover-chatwoot.json';
import highLevelTemplate from '../../templates/human-handover-highlevel.json';
import { ChatwootServer } from '../fakes/chatwootServer';
import type { FakeDesk } from '../fakes/fakeDesk';
import { HighLevelServer } from '../fakes/highLevelServer';
import { eventually, parametersOf, sharedUrl, signedIn } from '../support/n8n';
import { told } from '../support/told';

/** Twelve seconds without an answer are too many. */
const PATIENCE = '0.2';
/** For so long after a person's message the bot keeps quiet: twenty seconds. */
const IDLE_HOURS = 20 / 3600;
/** What n8n remembers of the same accounts from other tests is about other conversations. */
const IDS_FROM = 50_000;
const WORKFLOW = 'quiet-7c1d';
const NOBODY_ANSWERS = 'When nobody answers';
const TEAM_SHOULD_KNOW = 'When the team should know';

/** A desk, with what differs from the other one. */
interface Bench {
	fake: FakeDesk;
	type: string;
	template: { name: string; nodes: object[] };
	channel: string;
	/** Who can take over, but not yet. */
	later: () => () => string;
	/** How nobody is made the owner. */
	nobody: object;
	/** The desk keeps tasks, and somebody ticks one off. */
	completesTask?: (taskId: string) => Promise<void>;
}

const CLEO = { name: 'Cleo Brandt', email: 'cleo@example.com' };

async function chatwoot(): Promise<Bench> {
	const fake = await ChatwootServer.start({ idsFrom: IDS_FROM });
	const later = () => {
		const id = fake.addAgent({ ...CLEO, available: false });
		return () => {
			fake.setAvailable(id, true);
			return id;
		};
	};
	return { fake, type: 'humanHandoverChatwootApi', template: chatwootTemplate, channel: 'WhatsApp', later, nobody: { assignee_id: 0 } };
}

/** HighLevel doesn't tell who is online: somebody new comes. */
async function highLevel(): Promise<Bench> {
	const fake = await HighLevelServer.start({ idsFrom: IDS_FROM });
	fake.credentials.webhookSecret = fake.publicKey;
	return {
		fake,
		type: 'humanHandoverHighLevelApi',
		template: highLevelTemplate,
		channel: 'SMS',
		later: () => () => fake.addAgent(CLEO),
		nobody: { assignedTo: null },
		completesTask: (taskId) => fake.completesTask(taskId),
	};
}

/**
 * What an operator imports, with minutes shortened to seconds. A process
 * remembers for a minute who works at an address. The flows that escalate and
 * empty the queue know the desk by other spellings of it, so they see at once
 * who has come.
 */
async function hastyFlow({ fake, type, template }: Bench) {
	const client = await signedIn();
	const webhookId = randomUUID();
	const { url = '' } = fake.credentials;
	const credentialFor = async (name: string, address: string) => ({ [type]: await client.createCredential({ name: `${name} ${webhookId}`, type, data: { ...fake.credentials, url: address } }) });
	const usual = await credentialFor('desk', url);
	const others: Record<string, object> = {
		'Ask the next person': await credentialFor('escalation', url.replace('http', 'HTTP')),
		'Assign from the queue': await credentialFor('queue', url.replace('http', 'Http')),
	};
	const nodes = (structuredClone(template.nodes) as Array<{ name: string; parameters: object; credentials?: object; webhookId?: string }>).map((node) => ({
		...node,
		...(node.credentials && { credentials: others[node.name] ?? usual }),
		...(node.webhookId !== undefined && { webhookId }),
	}));
	const copy = { ...template, name: `${template.name} later ${webhookId}`, nodes };
	Object.assign(parametersOf(copy, 'Pause Bot'), { ends: 'claimed', alertEvery: 4, afterHumanReply: IDLE_HOURS, deskWorkflow: WORKFLOW });
	Object.assign(parametersOf(copy, 'Switch the bot on again'), { deskWorkflow: WORKFLOW });
	Object.assign(parametersOf(copy, NOBODY_ANSWERS), { unansweredMinutes: PATIENCE });
	Object.assign(parametersOf(copy, 'When somebody may be free'), { queueMinutes: 0.02 });
	Object.assign(parametersOf(copy, TEAM_SHOULD_KNOW), { events: ['opened', 'assigned', 'claimed', 'human_replied', 'task_completed', 'bot_returned', 'closed'] });
	const id = await client.importWorkflow(copy);
	await client.activate(id);
	if (fake instanceof HighLevelServer) fake.target = `${sharedUrl()}/webhook/${webhookId}/highlevel`;
	return { client, id };
}

it.concurrent.each([
	['Chatwoot', chatwoot],
	['HighLevel', highLevel],
])('%s: nobody answers, the next one neither, it waits in the queue, somebody comes and answers, and at last the bot is back', async (_name, setUp) => {
	const bench = await setUp();
	const { fake, completesTask } = bench;
	const [ana, ben] = ['Ana Silva', 'Ben Okafor'].map((name) => fake.addAgent({ name }));
	const comes = bench.later();
	const { client, id } = await hastyFlow(bench);
	try {
		const { conversationId } = fake.addConversation({ contact: { name: 'Rosa Lima', phone: '+351910000000' }, channel: bench.channel });
		const state = () => fake.state(conversationId);
		const has = (owner: string | undefined) =>
			eventually(() => {
				expect(state().owner).toBe(owner);
				// Where the desk keeps tasks, they go with the conversation.
				if (completesTask) expect(state().tasks).toMatchObject([{ assigneeId: owner }]);
			});

		await fake.customerWrites(conversationId, 'Can I talk to a human, please?');
		await has(ana);
		await eventually(() => expect(state().sent).toHaveLength(1));
		expect(state().botOn).toBe(false);
		await fake.customerWrites(conversationId, 'Hello? What are your opening hours?');
		await has(ben);
		const cleo = comes();
		await has(cleo);
		expect(fake.requests.map(({ body }) => body)).toContainEqual(bench.nobody);

		await fake.agentWrites(conversationId, cleo, 'Hi Rosa, Cleo here.');
		if (completesTask) await completesTask(state().tasks[0]?.id ?? '');
		await eventually(() => expect(state().botOn).toBe(true));
		await fake.customerWrites(conversationId, 'What are your opening hours?');
		await eventually(() => expect(state().sent.map(({ text }) => text)).toEqual([expect.stringContaining('Thank you'), 'Hi Rosa, Cleo here.', expect.stringContaining('Monday to Friday')]));

		await eventually(async () => expect((await told(client, id, 'When the bot is back')).map(({ event }) => event.type)).toEqual(['bot_returned']));
		const events = await told(client, id, TEAM_SHOULD_KNOW);
		const of = (type: string) => events.flatMap(({ event }) => (event.type === type ? [event] : []));
		expect(of('assigned').map(({ assignee }) => assignee)).toMatchObject([{ id: ana }, { id: ben }, { id: cleo }]);
		expect(of('claimed')).toMatchObject([{ agent: { id: cleo, name: CLEO.name } }]);
		expect(of('human_replied')).toMatchObject([{ agent: { id: cleo }, text: 'Hi Rosa, Cleo here.' }]);
		for (const type of ['opened', 'closed', 'bot_returned']) expect(of(type)).toHaveLength(1);
		expect(of('task_completed')).toHaveLength(completesTask ? 1 : 0);
		// Since the answer nobody has been waiting.
		expect(await told(client, id, NOBODY_ANSWERS)).toHaveLength(2);
		expect((await client.executions({ workflowId: id, limit: 250 })).map(({ status }) => status).filter((status) => status !== 'success')).toEqual([]);
	} finally {
		await client.request('POST', `/workflows/${id}/deactivate`);
		await fake.close();
	}
});
