import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventItem } from '../../handover/eventItem';
import { SILENCE, copyOfTemplate, customerOf, eventually, parametersOf, sharedUrl, signedIn } from '../support/n8n';
import { n8nScripts } from '../support/scripts';
import { told } from '../support/told';

/** About five seconds: an answer is awaited for so long. */
const PATIENCE = '0.08';
const NOBODY_ANSWERS = 'When nobody answers';
const TEAM_SHOULD_KNOW = 'When the team should know';

/** The starter workflow with minutes shortened to seconds, and its notification flow told of everything. */
function hastyCopy() {
	const copy = copyOfTemplate('clocks');
	Object.assign(parametersOf(copy, 'Pause Bot'), { hours: 0, minutes: 0.75 });
	Object.assign(parametersOf(copy, 'Create Task'), { dueHours: 15 / 3600 });
	Object.assign(parametersOf(copy, NOBODY_ANSWERS), { unansweredMinutes: PATIENCE });
	Object.assign(parametersOf(copy, TEAM_SHOULD_KNOW), {
		events: ['opened', 'assigned', 'unanswered', 'task_overdue', 'bot_returned', 'closed', 'human_replied', 'claimed', 'stuck'],
		unansweredMinutes: PATIENCE,
	});
	return copy;
}

const types = (items: EventItem[]) => items.map(({ event }) => event.type);

it('nobody answers: the next person gets it, the task is overdue, the bot returns, and each event comes once although n8n is killed in between', async () => {
	const { startN8n, freePort } = await n8nScripts();
	const folder = mkdtempSync(join(tmpdir(), 'handover-clocks-'));
	const port = await freePort();
	let n8n = await startN8n({ folder, port });
	try {
		const copy = hastyCopy();
		let client = await signedIn(n8n.url);
		const id = await client.importWorkflow(copy);
		await client.activate(id);
		const say = customerOf(n8n.url, copy.webhookId);
		expect((await say('Can I talk to a human?')).output).toContain('Thank you');

		// Nobody answers: the second person gets it.
		await eventually(async () => expect(types(await told(client, id, NOBODY_ANSWERS))).toContain('unanswered'));
		await eventually(async () => expect(types(await told(client, id, TEAM_SHOULD_KNOW)).filter((type) => type === 'assigned').length).toBeGreaterThan(1));

		process.kill(-n8n.pid, 'SIGKILL');
		await n8n.stop();
		n8n = await startN8n({ folder, port });
		client = await signedIn(n8n.url);

		// The rest happens as if n8n had never been away.
		await eventually(async () => expect(types(await told(client, id, TEAM_SHOULD_KNOW))).toEqual(expect.arrayContaining(['task_overdue', 'bot_returned', 'closed'])));
		expect((await say('What are your opening hours?')).output).toContain('Monday');

		// Two more ticks: nothing is told again.
		await new Promise((resolve) => setTimeout(resolve, 11_000));
		const all = await told(client, id, TEAM_SHOULD_KNOW);
		const ids = all.map(({ event }) => event.id);
		expect(ids).toEqual([...new Set(ids)]);
		for (const once of ['opened', 'task_overdue', 'bot_returned', 'closed']) expect(types(all).filter((type) => type === once)).toHaveLength(1);
		const assignees = all.filter(({ event }) => event.type === 'assigned').map(({ event }) => (event.assignee as { name: string }).name);
		expect(assignees.slice(0, 2)).toEqual(['Ana Silva', 'Ben Okafor']);
		expect(all.at(-1)?.botMemory).toContain('Can I talk to a human?');
	} finally {
		await n8n.stop();
		rmSync(folder, { recursive: true, force: true });
	}
});

it('what slips in while the bot thinks is stopped right before the answer', async () => {
	const copy = copyOfTemplate('slow bot');
	// A bot that takes three seconds: long enough for a person to step in.
	const bot = copy.nodes.find(({ name }) => name.startsWith('Your bot'));
	if (!bot) throw new Error('The template has no bot');
	const wait = { id: 'wait', name: 'Thinks', type: 'n8n-nodes-base.wait', typeVersion: 1.1, position: [1000, 100], parameters: { amount: 3, unit: 'seconds' } };
	const pause = {
		id: 'by-hand', name: 'A person takes over', type: 'n8n-nodes-base.webhook', typeVersion: 2, position: [0, 3000],
		parameters: { path: `${copy.webhookId}-person`, httpMethod: 'POST', responseMode: 'lastNode', options: {} }, webhookId: `${copy.webhookId}-person`,
	};
	const quiet = {
		id: 'quiet', name: 'Quiet from now on', type: 'n8n-nodes-human-handover.pauseBot', typeVersion: 1, position: [300, 3000],
		parameters: { operation: 'humanReplied', conversationId: '={{ $json.body.sessionId }}', agentMessage: 'I am on it' },
	};
	const connections = copy.connections as Record<string, { main: Array<Array<{ node: string; type: string; index: number }>> }>;
	const behindBot = connections[bot.name];
	if (!behindBot) throw new Error('Nothing is connected to the bot');
	connections[bot.name] = { main: [[{ node: wait.name, type: 'main', index: 0 }]] };
	connections[wait.name] = behindBot;
	connections[pause.name] = { main: [[{ node: quiet.name, type: 'main', index: 0 }]] };
	const client = await signedIn();
	const id = await client.importWorkflow({ ...copy, nodes: [...copy.nodes, wait, pause, quiet] as typeof copy.nodes });
	await client.activate(id);

	const sessionId = `slow-${copy.webhookId}`;
	const say = customerOf(sharedUrl(), copy.webhookId, sessionId);
	expect((await say('What are your opening hours?')).output).toContain('Monday');

	const answer = say('How much is shipping?');
	await new Promise((resolve) => setTimeout(resolve, 1000));
	const taken = await fetch(`${sharedUrl()}/webhook/${copy.webhookId}-person`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', connection: 'close' },
		body: JSON.stringify({ sessionId }),
	});
	expect(taken.status).toBe(200);
	expect(await answer).toEqual(SILENCE);
	expect(await say('Hello?')).toEqual(SILENCE);
});
