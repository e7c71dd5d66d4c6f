import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import type { Receipt } from '../../handover/receipt';
import { START, chat, runWorkflow, workflowOf, type NodeSpec } from '../support/engine';

const TEAM = {
	members: [
		{ name: 'Ana Silva', email: 'ana@example.com', team: 'Support', capacity: 50, available: true },
		{ name: 'Ben Okafor', email: 'ben@example.com', team: 'Support', capacity: 50, available: true },
	],
};

const DETECT: NodeSpec = { name: 'Detect', type: 'detectHandover' };
const ASSIGN: NodeSpec = { name: 'Assign', type: 'assignConversation', parameters: { team: TEAM } };
const TASK: NodeSpec = { name: 'Task', type: 'createTask' };
const TAG: NodeSpec = { name: 'Tag', type: 'tagContact' };

const log = (operation: string, parameters: IDataObject = {}, over: Partial<NodeSpec> = {}): NodeSpec => ({
	name: 'Log',
	type: 'handoverLog',
	parameters: { operation, ...parameters } as NodeSpec['parameters'],
	...over,
});

const run = (node: NodeSpec, ...items: IDataObject[]) => runWorkflow(workflowOf([START, node]), 'Start', chat(...items));

/** A customer is handed over. @returns the item as the flow has it */
async function handedOver(nodes: NodeSpec[] = [ASSIGN], sessionId: string = randomUUID()): Promise<IDataObject & { handover: Receipt }> {
	const ran = await runWorkflow(workflowOf([START, DETECT, ...nodes]), 'Start', chat({ sessionId, chatInput: 'Can I speak to a person?' }));
	return ran.json(nodes.at(-1)?.name ?? 'Detect')[0] as IDataObject & { handover: Receipt };
}

const receiptOf = (json: IDataObject | undefined) => json?.handover as unknown as Receipt;
const bytes = (binary: { data: string } | undefined) => Buffer.from(binary?.data ?? '', 'base64').toString();

describe('Claim', () => {
	it('leaves by Claimed for the first, and by Not Claimed for who comes second', async () => {
		const { handover } = await handedOver();
		// As a button in a chat calls a webhook: only the id is known.
		const asked = { body: { handoverId: handover.id, user: 'ben@example.com' } };
		const claim = log('claim', { handoverId: '={{ $json.body.handoverId }}', agent: '={{ $json.body.user }}' });
		const first = await run(claim, asked);
		expect(first.items('Log', 1)).toHaveLength(0);
		expect(first.json('Log')[0]).toMatchObject({ ...asked, claim: { claimed: true, what: 'Ben Okafor has it' } });
		expect(receiptOf(first.json('Log')[0]).assignee).toMatchObject({ id: 'ben@example.com' });

		const second = await run(claim, { body: { ...asked.body, user: 'ana@example.com' } });
		expect(second.items('Log')).toHaveLength(0);
		expect(second.json('Log', 1)[0]).toMatchObject({ claim: { claimed: false, what: 'Ben Okafor has it already', by: { name: 'Ben Okafor' } } });

		const takesOver = await run({ ...claim, parameters: { ...claim.parameters, takeOver: true } }, { body: { ...asked.body, user: 'ana@example.com' } });
		expect(takesOver.json('Log')[0]).toMatchObject({ claim: { claimed: true } });
	});

	it('lets one of two items of the same run have it', async () => {
		const { handover } = await handedOver();
		const ran = await run(log('claim'), { handover: handover as unknown as IDataObject, agent: 'Ana Silva' }, { handover: handover as unknown as IDataObject, agent: 'Ben Okafor' });
		expect(ran.json('Log').map(({ agent }) => agent)).toEqual(['Ana Silva']);
		expect(ran.json('Log', 1).map(({ agent }) => agent)).toEqual(['Ben Okafor']);
	});

	it('names the node and what to do when the agent is not known, and goes on by Not Claimed', async () => {
		const item = { ...(await handedOver()), agent: 'Anna' } as unknown as IDataObject;
		const stopped = await run(log('claim'), item);
		expect(stopped.error).toMatchObject({ message: 'Log: "Agent" names Anna, who is not on the team', description: expect.stringContaining('ana@example.com') });
		const goes = await run(log('claim', {}, { onError: 'continueRegularOutput' }), item);
		expect(goes.items('Log')).toHaveLength(0);
		expect(goes.json('Log', 1)[0]).toMatchObject({ error: expect.stringContaining('Anna') });
	});
});

describe('Close', () => {
	it('notes what came of it, gives the bot its memory and brings it back', async () => {
		const item = await handedOver([ASSIGN, TASK]);
		const ran = await run(log('close', { outcome: 'booked', note: 'Visit on Tuesday' }), item as unknown as IDataObject);
		expect(ran.json('Log')[0]).toMatchObject({
			sessionId: item.sessionId,
			outcome: 'booked',
			closing: { closedNow: true },
			botMemory: expect.stringContaining('Visit on Tuesday'),
			handover: { status: 'closed', outcome: 'booked', closingNote: 'Visit on Tuesday', closedBy: item.handover.assignee?.name },
		});
		const check = { name: 'Check', type: 'pauseBot', parameters: { operation: 'check' } };
		expect((await run(check, { sessionId: item.sessionId })).items('Check')).toHaveLength(1);
		const again = await run(log('close', { outcome: 'lost' }), item as unknown as IDataObject);
		expect(again.json('Log')[0]).toMatchObject({ outcome: 'booked', closing: { closedNow: false } });
		const known = await run(log('get'), item as unknown as IDataObject);
		expect(known.json('Log')[0]).toMatchObject({ times: { taskCompletedAt: expect.any(String) } });
	});
});

describe('an outcome from a form or a button', () => {
	const close = log('close', { outcome: '={{ $json.choice }}' });

	it.each([['Back to Bot', 'back_to_bot'], [' sold', 'sold'], ['LOST', 'lost']])('is known as “%s”', async (choice, outcome) => {
		const ran = await run(close, { ...((await handedOver()) as unknown as IDataObject), choice });
		expect(ran.json('Log')[0]).toMatchObject({ outcome, handover: { status: 'closed', outcome } });
	});

	it.each([
		['banana', 'Log: "Outcome" is banana, which is not known'],
		// By the clock alone.
		['bot_returned', 'Log: "Outcome" is bot_returned, which is not known'],
		[undefined, 'Log: "Outcome" is empty'],
	])('closes nothing as “%s”', async (choice, message) => {
		const item = (await handedOver()) as unknown as IDataObject;
		expect((await run(close, { ...item, choice })).error).toMatchObject({ message, description: expect.stringContaining('resolved, booked, sold, lost, spam, back_to_bot') });
		expect((await run(log('get'), item)).json('Log')[0]).toMatchObject({ handover: { status: 'open' } });
	});
});

describe('Record Human Reply', () => {
	it('ends the wait once per message, with the words and who wrote them', async () => {
		const { sessionId, handover } = await handedOver();
		const said = { sessionId, agent: 'Ana Silva', agentMessage: 'I am on it', messageId: 'm-1' };
		const ran = await run(log('humanReplied'), said, said);
		expect(ran.json('Log')[0]).toMatchObject({ handover: { id: handover.id, firstReplyAt: expect.any(String), bot: { mayReply: false } } });
		const [known] = (await run(log('get'), { sessionId })).json('Log');
		expect(known).toMatchObject({ times: { minutesToFirstReply: expect.any(Number) } });
		expect((known?.transcript as IDataObject[]).filter(({ from }) => from === 'agent')).toMatchObject([{ text: 'I am on it' }]);
		expect(known?.times).not.toHaveProperty('waitingMinutes');
	});
});

describe('Get Many', () => {
	it('gives an item per handover, newest first, which the other nodes understand', async () => {
		const contactId = randomUUID();
		const first = await handedOver([ASSIGN], contactId);
		await run(log('close'), first as unknown as IDataObject);
		const second = await handedOver([TAG], contactId);
		const ran = await run(log('list', { filters: { contactId: '={{ $json.who }}' } }), { who: contactId });
		expect(ran.json('Log').map((json) => receiptOf(json).id)).toEqual([second.handover.id, first.handover.id]);
		expect(ran.json('Log')[0]).toMatchObject({ tags: expect.arrayContaining(['human_handover']), times: { minutesOpen: expect.any(Number) } });
		expect(ran.json('Log')[0]).not.toHaveProperty('who');
		expect(ran.items('Log').map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 0 }]);
		const tagged = await runWorkflow(workflowOf([START, log('list', { filters: { contactId, status: 'open' } }), TAG]), 'Start', chat({}));
		expect(receiptOf(tagged.json('Tag')[0]).id).toBe(second.handover.id);
	});

	it.each<[string, IDataObject, number]>([
		['up to the limit', { returnAll: false, limit: 2 }, 2],
		['all of them', { returnAll: true }, 3],
	])('returns %s', async (_, parameters, count) => {
		const name = `Agent ${randomUUID()}`;
		for (let i = 0; i < 3; i++) {
			const { handover } = await handedOver([TAG]);
			await run({ name: 'Assign', type: 'assignConversation', parameters: { team: { members: [{ name, capacity: 9 }] } } }, { handover: handover as unknown as IDataObject });
		}
		const ran = await run(log('list', { ...parameters, filters: { assignee: name } }), {});
		expect(ran.items('Log')).toHaveLength(count);
	});

	it.each([
		[{ filters: { from: 'soon' } }, 'Log: "From" is not a date: soon'],
		[{ limit: 0 }, 'Log: "Limit" must be a whole number from 1 up, but is 0'],
		[{ filters: { status: '={{ "waiting" }}' } }, 'Log: "Status" is waiting, which is not known'],
		[{ filters: { outcome: '={{ "won" }}' } }, 'Log: "Outcome" is won, which is not known'],
		[{ filters: { scenario: '={{ "angry" }}' } }, 'Log: "Scenario" is angry, which is not known'],
		// These would stand for everybody.
		[{ filters: { contactId: '={{ $json.nobody }}' } }, 'Log: The filter "Contact ID" is empty'],
		[{ filters: { conversationId: '={{ $json.nobody }}' } }, 'Log: The filter "Conversation ID" is empty'],
		[{ filters: { assignee: ' ' } }, 'Log: The filter "Assigned To" is empty'],
	])('refuses %j', async (parameters, message) => {
		expect((await run(log('list', parameters), {})).error?.message).toBe(message);
	});
});

describe('Export', () => {
	it('gives the file, and the handovers beside it', async () => {
		const contactId = randomUUID();
		const { handover } = await handedOver([ASSIGN], contactId);
		const ran = await run(log('export', { format: 'jsonl', binaryField: 'file', filters: { contactId } }), { kept: false });
		const [file] = ran.items('Log');
		expect(file?.json).toEqual({ exported: 1, fileName: 'handovers.jsonl' });
		expect(file?.binary?.file).toMatchObject({ fileName: 'handovers.jsonl', mimeType: 'application/x-ndjson' });
		expect(JSON.parse(bytes(file?.binary?.file))).toMatchObject({ handover: { id: handover.id } });
		expect(ran.json('Log', 1)).toMatchObject([{ handover: { id: handover.id } }]);
		const csv = await run(log('export', { filters: { contactId } }), {});
		expect(bytes(csv.items('Log')[0]?.binary?.data).split('\r\n')).toHaveLength(2);
	});
});

it('exports in no format that it does not know', async () => {
	expect((await run(log('export', { format: '={{ "xml" }}' }), {})).error).toMatchObject({
		message: 'Log: "Format" is xml, which is not known',
		description: expect.stringContaining('csv, json, jsonl'),
	});
});

describe('Report', () => {
	it('gives the figures with the page and the table as files', async () => {
		await handedOver();
		const ran = await run(log('report', { title: 'Our week' }), {});
		const [item] = ran.items('Log');
		expect(item?.json).toMatchObject({ title: 'Our week', handovers: expect.any(Number), slaMinutes: { normal: 1440, urgent: 120 } });
		expect(item?.binary?.page).toMatchObject({ fileName: 'report.html', mimeType: 'text/html' });
		expect(bytes(item?.binary?.page)).toMatch(/^<!doctype html>/i);
		expect(item?.binary?.table).toMatchObject({ fileName: 'report.csv', mimeType: 'text/csv' });
	});

	it('gives the figures as items, of the period between two dates', async () => {
		await handedOver();
		const count = async (from: string, to: string) => {
			const ran = await run(log('report', { period: 'dates', from, to, output: 'items' }), {});
			expect(ran.items('Log').length).toBeGreaterThan(3);
			return ran.json('Log');
		};
		expect(await count('2020-01-01', '')).not.toEqual(await count('2020-01-01', '2020-01-31'));
	});

	it.each([
		[{ period: 'dates', from: '={{ $json.day }}' }, 'Log: "From" is empty'],
		[{ period: 'dates', from: '2999-01-01' }, 'Log: "From" is in the future'],
		[{ period: '={{ "30 days" }}', from: '2020-01-01' }, 'Log: "Period" is 30 days, which is no number of days'],
		[{ answerWithinHours: 0 }, 'Log: "Answer Within (Hours)" must be above 0 and at most 8784, but is 0'],
	])('refuses %j', async (parameters, message) => {
		expect((await run(log('report', parameters), {})).error?.message).toBe(message);
	});
});

describe('Write Notification', () => {
	it('gives an item per notification, with what came in', async () => {
		const item = await handedOver();
		const ran = await run(log('notify'), { ...(item as unknown as IDataObject), event: { id: 'x', type: 'unanswered', what: 'Nobody has answered for 15 minutes' } });
		expect(ran.error).toBeUndefined();
		const [first] = ran.json('Log');
		expect(first).toMatchObject({
			sessionId: item.sessionId,
			event: { type: 'unanswered' },
			handover: { id: item.handover.id },
			notification: { to: { email: item.handover.assignee?.email }, subject: expect.any(String), html: expect.any(String), slack: { blocks: expect.any(Array) } },
		});
	});

	it('writes about the queue without a conversation', async () => {
		const ran = await run(log('notify'), { event: { id: 'q', type: 'queue_waiting', what: '3 conversations wait in the queue' } });
		expect(ran.error).toBeUndefined();
	});

	it('without an event tells the assignee what came of one that is over', async () => {
		const item = (await handedOver()) as unknown as IDataObject & { handover: Receipt };
		await run(log('close', { outcome: 'booked', note: 'Visit on Tuesday', closedBy: 'Ana' }), item as IDataObject);
		const ran = await run(log('notify'), { sessionId: item.sessionId });
		expect(ran.json('Log')).toMatchObject([
			{
				handover: { id: item.handover.id },
				notification: {
					to: { email: item.handover.assignee?.email },
					subject: expect.stringMatching(/^Handover closed: /),
					text: expect.stringContaining('Closed by Ana: booked. Visit on Tuesday'),
				},
			},
		]);
	});

	it('without an event tells nobody of a conversation that was never handed over', async () => {
		expect((await run(log('notify'), { sessionId: randomUUID() })).error?.message).toBe('Log: This conversation has had no handover');
	});

	it('without an event needs to know which conversation', async () => {
		expect((await run(log('notify'), {})).error?.message).toBe('Log: "Conversation ID" is empty');
	});
});

describe('forgetting', () => {
	it('erases a contact only when that is confirmed', async () => {
		const item = await handedOver();
		const parameters = { contactId: '={{ $json.sessionId }}' };
		const careful = await run(log('erase', parameters), item as unknown as IDataObject);
		expect(careful.error?.message).toBe('Log: Nothing was erased: "I Want to Erase This for Good" is off');
		const done = await run(log('erase', { ...parameters, confirmErase: true }), { sessionId: item.sessionId });
		expect(done.json('Log')[0]).toMatchObject({ erased: { handovers: 1, conversations: 1 } });
		expect((await run(log('get'), item as unknown as IDataObject)).error?.message).toContain('is not in the store');
	});

	it('takes no contact from the item by itself, and no empty one', async () => {
		const item = (await handedOver()) as unknown as IDataObject;
		await expect(run(log('erase', { confirmErase: true }), item)).rejects.toThrow('Parameter "Contact ID" is required');
		const ran = await run(log('erase', { confirmErase: true, contactId: '={{ $json.nobody }}' }), item);
		expect(ran.error?.message).toBe('Log: "Contact ID" is empty');
	});

	it('deletes what is old, and nothing of today', async () => {
		const item = await handedOver();
		await run(log('close'), item as unknown as IDataObject);
		const ran = await run(log('deleteOld', { keepDays: 1 }), {});
		expect(ran.json('Log')[0]).toEqual({ action: 'sendMessage', deleted: { handovers: 0, conversations: 0, messages: 0, tasks: 0, tags: 0 } });
		expect((await run(log('get'), item as unknown as IDataObject)).error).toBeUndefined();
	});
});

it('says which handover or conversation it does not know', async () => {
	expect((await run(log('get', { handoverId: 'h-0' }), {})).error?.message).toBe('Log: "Handover ID" names h-0, which is not in the store');
	expect((await run(log('get'), { sessionId: randomUUID() })).error?.message).toBe('Log: This conversation has had no handover');
});
