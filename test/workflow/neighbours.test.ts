import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, INode } from 'n8n-workflow';
import { builtInConversation } from '../../handover/desks/builtIn/builtInDesk';
import { closeStores, openStore } from '../../handover/store/openStore';
import chatwootTemplate from '../../templates/human-handover-chatwoot.json';
import highLevelTemplate from '../../templates/human-handover-highlevel.json';
import starter from '../../templates/human-handover.json';
import { START, chat, runWorkflow, workflowOf, type NodeSpec } from '../support/engine';

/*
 * What an operator sees in n8n while the store is away, and what becomes of
 * the message. The store is away because a file stands where its folder should be.
 */

let folder: string;
beforeEach(async () => {
	await closeStores();
	folder = mkdtempSync(join(tmpdir(), 'handover-away-'));
	process.env.HANDOVER_DATABASE_URL = join(folder, 'data', 'store.sqlite');
	takeAway();
});
afterEach(async () => {
	await closeStores();
	delete process.env.HANDOVER_DATABASE_URL;
	rmSync(folder, { recursive: true });
});

const takeAway = () => writeFileSync(join(folder, 'data'), '');
const bringBack = () => rmSync(join(folder, 'data'));

const NODES: NodeSpec[] = [
	{ name: 'Detect', type: 'detectHandover' },
	{ name: 'Pause', type: 'pauseBot' },
	{ name: 'Resume', type: 'pauseBot', parameters: { operation: 'resume' } },
	{ name: 'Human', type: 'pauseBot', parameters: { operation: 'humanReplied' } },
	{ name: 'Assign', type: 'assignConversation' },
	{ name: 'Task', type: 'createTask' },
	{ name: 'Tag', type: 'tagContact' },
	{ name: 'Message', type: 'sendFinalMessage' },
	{ name: 'Reply', type: 'sendFinalMessage', parameters: { operation: 'reply', reply: 'We open at nine.' } },
	{ name: 'Log', type: 'handoverLog' },
];

const ASKS = { chatInput: 'Can I talk to a human?' };
const item = (over: IDataObject = {}) => ({ sessionId: randomUUID(), ...ASKS, ...over });

describe.each(NODES)('$name, with the store away', (node) => {
	it('fails: the error names the node, the place of the store, what to do, and the item', async () => {
		const { error } = await runWorkflow(workflowOf([START, node]), 'Start', chat(item()));
		expect(error?.message).toContain(`${node.name}: The handover store ${process.env.HANDOVER_DATABASE_URL} can't be opened: `);
		expect(error?.description).toContain('Check that the folder exists, is writable for n8n and has free space.');
		expect(error?.context).toMatchObject({ itemIndex: 0 });
	});

	it('puts every item with the error on the error output, and none on the others', async () => {
		const ran = await runWorkflow(workflowOf([START, { ...node, onError: 'continueErrorOutput' }]), 'Start', chat(item(), item()));
		expect(ran.error).toBeUndefined();
		const outputs = ran.run.data.resultData.runData[node.name]?.at(-1)?.data?.main ?? [];
		const filled = outputs.flatMap((items, output) => (items && items.length > 0 ? [{ output, messages: items.map(({ json }) => String(json.error)) }] : []));
		expect(filled).toEqual([{ output: outputs.length - 1, messages: [expect.stringContaining('The handover store') as string, expect.stringContaining('The handover store') as string] }]);
	});
});

it('is quiet where the bot is asked whether it may reply, in whatever way the run goes on', async () => {
	for (const onError of ['stopWorkflow', 'continueRegularOutput'] as const) {
		const ran = await runWorkflow(workflowOf([START, { name: 'Check', type: 'pauseBot', parameters: { operation: 'check' }, onError }]), 'Start', chat(item()));
		expect([ran.items('Check', 0).length, ran.items('Check', 1).length]).toEqual([0, 1]);
		expect(ran.json('Check', 1)[0]).toMatchObject({ handover: { bot: { mayReply: false, why: expect.stringContaining('Nobody can tell whether a person has the conversation') as string } } });
	}
});

it('never lets the starter\'s bot answer', async () => {
	const file = { ...starter, nodes: starter.nodes.map((node) => ({ ...node, retryOnFail: false })) };
	const ran = await runWorkflow(file as never, 'When a customer writes', chat(item({ chatInput: 'What are your opening hours?' })));
	expect(ran.error?.message).toContain('The handover store');
	expect(ran.order).not.toContain('Answer');
});

it('loses no message with Retry On Fail: what failed is done when the store is back, once', async () => {
	const sessionId = randomUUID();
	const nodes = NODES.filter(({ name }) => ['Detect', 'Pause', 'Assign', 'Task', 'Tag', 'Message'].includes(name));
	const retried = nodes.map((node) => ({ ...node, retryOnFail: true, maxTries: 5, waitBetweenTries: 200 }));
	const running = runWorkflow(workflowOf([START, ...retried]), 'Start', chat(item({ sessionId })));
	setTimeout(bringBack, 300);
	const ran = await running;
	expect(ran.error).toBeUndefined();
	const store = await openStore(process.env);
	expect((await store.messages(builtInConversation(sessionId))).map(({ text, from }) => `${from}: ${text}`)).toEqual([`customer: ${ASKS.chatInput}`, expect.stringMatching(/^bot: Thank you!/)]);
	expect((await store.log.find({ limit: 10 })).length).toBe(1);
});

it.each([
	['starter', starter],
	['Chatwoot', chatwootTemplate],
	['HighLevel', highLevelTemplate],
])('every node of ours in the %s workflow tries again, as often and as long as bridges a restart', (_, template) => {
	const ours = (template.nodes as unknown as INode[]).filter(({ type }) => type.startsWith('n8n-nodes-human-handover.') && !type.endsWith('Trigger'));
	expect(ours.length).toBeGreaterThan(8);
	expect(ours.filter(({ retryOnFail, maxTries, waitBetweenTries }) => !retryOnFail || maxTries !== 3 || waitBetweenTries !== 5000)).toEqual([]);
});
