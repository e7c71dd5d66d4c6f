import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import template from '../../templates/human-handover.json';
import { chat, runWorkflow, type Ran, type WorkflowFile } from '../support/engine';

const START = 'When a customer writes';

/** One customer chatting with the starter workflow. */
function customer(sessionId = randomUUID()) {
	return async (chatInput: string): Promise<Ran & { reply: IDataObject }> => {
		const ran = await runWorkflow(template as unknown as WorkflowFile, START, chat({ sessionId, chatInput }));
		if (ran.error) throw new Error(ran.error.message);
		const last = ran.order.at(-1) ?? '';
		return { ...ran, reply: ran.json(last)[0] ?? {} };
	};
}

const SILENCE = { executionStarted: true };

describe('the starter workflow', () => {
	it('answers, hands over when asked for a person, then keeps quiet', async () => {
		const say = customer();
		expect((await say('What are your opening hours?')).reply.output).toContain('Monday to Friday');
		expect((await say('How much is shipping?')).reply.output).toContain('4.90');

		const asked = await say('Can I talk to a human?');
		expect(asked.order).toEqual([
			START,
			'Does the customer need a person?',
			'Pause Bot',
			'Assign Conversation',
			'Create Task',
			'Tag Contact',
			'Send Final Message',
			'Tell the customer',
		]);
		expect(asked.reply).toEqual({ output: 'Thank you! Someone from the team will get back to you.' });

		expect((await say('Hello? Is anybody there?')).reply).toEqual(SILENCE);
	});

	it('hands over when the bot lacks the information, and says so in the task', async () => {
		const ran = await customer()('Can you engrave my initials on a ring?');
		const { handover } = ran.json('Send Final Message')[0] as { handover: IDataObject };
		expect(handover.scenario).toBe('lack_of_information');
		expect(handover.message).toBe('Can you engrave my initials on a ring?');
		expect(JSON.stringify(handover.steps)).toContain('engrave my initials');
	});

	it('hands over after two answers that did not help', async () => {
		const say = customer();
		await say('What are your opening hours?');
		expect((await say('That is not what I asked')).order).toContain('Answer');
		const second = await say('No, that did not help either');
		expect(second.json('Send Final Message')[0]).toMatchObject({
			handover: { scenario: 'failed_to_resolve', priority: 'high' },
		});
	});

	it('tells the customer only the text, never the receipt', async () => {
		const { reply } = await customer()('I want to speak with a real person');
		expect(Object.keys(reply)).toEqual(['output']);
	});
});
