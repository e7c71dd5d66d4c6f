import { randomUUID } from 'node:crypto';
import type { IConnections } from 'n8n-workflow';
import { builtInConversation } from '../../handover/desks/builtIn/builtInDesk';
import { openStore } from '../../handover/store/openStore';
import starter from '../../templates/human-handover.json';
import { chat, runWorkflow, type WorkflowFile } from '../support/engine';

const START = 'When a customer writes';
const template = starter as unknown as WorkflowFile;

/** The template as a process runs it that dies right behind a node. */
function endingAt(node: string): WorkflowFile {
	return { ...template, connections: Object.fromEntries(Object.entries(template.connections).filter(([from]) => from !== node)) as IConnections };
}

const request = () => ({ sessionId: randomUUID(), chatInput: 'Can I talk to a human?', messageId: 'm-1' });

describe('a handover that lost its execution half way', () => {
	it.each([
		['the customer asked for a person', 'Does the customer need a person?', 'Can I talk to a human?', 'Thank you! Someone from the team will get back to you.'],
		['the bot did not know', 'Does the bot know the answer?', 'Which planet is the nearest to Saturn?', 'Thank you! I can\'t answer that myself'],
	])('is completed by the starter workflow when the channel delivers the message again: %s', async (_, detect, chatInput, closing) => {
		const message = { ...request(), chatInput };
		expect((await runWorkflow(endingAt(detect), START, chat(message))).order.at(-1)).toBe(detect);

		const again = await runWorkflow(template, START, chat(message));
		expect(again.json('Tell the customer')).toEqual([{ output: expect.stringContaining(closing) }]);
		const { handover } = again.json('Send Final Message')[0] as { handover: { assignee: unknown; steps: Record<string, { status: string }> } };
		expect(handover.assignee).toBeDefined();
		expect(Object.entries(handover.steps).map(([step, { status }]) => [step, status])).toEqual(
			expect.arrayContaining(['pause', 'assign', 'task', 'tag', 'message'].map((step) => [step, 'done'])),
		);

		// And once more: nothing is left to do or to say.
		const third = await runWorkflow(template, START, chat(message));
		expect(third.order.at(-1)).toBe('Nothing twice');
		expect(third.json('Send Final Message', 1)[0]?.handover).toEqual(handover);
	});

	it('keeps what the customer writes meanwhile once, although two nodes see it', async () => {
		const { messageId: _, ...message } = request();
		await runWorkflow(template, START, chat(message));
		const quiet = await runWorkflow(template, START, chat({ ...message, chatInput: 'It is about my parcel' }));
		expect(quiet.order.at(-1)).toBe('Stay quiet');
		const kept = await (await openStore(process.env)).messages(builtInConversation(message.sessionId));
		expect(kept.filter(({ text }) => text === 'It is about my parcel')).toHaveLength(1);
	});
});
