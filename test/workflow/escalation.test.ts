import { randomUUID } from 'node:crypto';
import type { IDataObject, ILoadOptionsFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Receipt } from '../../handover/receipt';
import { openStore } from '../../handover/store/openStore';
import { AssignConversation } from '../../nodes/AssignConversation/AssignConversation.node';
import { HOUR } from '../support/builders';
import { START, chat, runWorkflow, workflowOf, type NodeSpec } from '../support/engine';

/** A team of its own for each test, since all share one store. */
function aTeam(over: Record<string, IDataObject> = {}): { names: [string, string, string]; team: IDataObject } {
	const [ana, ben, cleo] = ['Ana', 'Ben', 'Cleo'].map((name) => `${name} ${randomUUID().slice(0, 4)}`) as [string, string, string];
	const row = (name: string, more: IDataObject) => ({ name, email: '', team: 'Support', capacity: 5, available: true, lead: false, hours: '', notify: ['conversation', 'task'], ...more });
	return { names: [ana, ben, cleo], team: { members: [row(ana, over.ana ?? {}), row(ben, over.ben ?? {}), row(cleo, { lead: true, ...over.cleo })] } };
}

const DETECT: NodeSpec = { name: 'Detect', type: 'detectHandover' };
const assign = (parameters: IDataObject): NodeSpec => ({ name: 'Assign', type: 'assignConversation', parameters: parameters as NodeSpec['parameters'] });
const ESCALATED = 0;
const NOT_NEEDED = 1;

const asked = () => ({ sessionId: randomUUID(), chatInput: 'Can I speak to a person?' });
const receiptOf = (json: IDataObject | undefined) => json?.handover as unknown as Receipt;

/** A customer asks for a person, and the flow assigns one. */
async function handedOver(parameters: IDataObject, item: IDataObject = asked()): Promise<Receipt> {
	const ran = await runWorkflow(workflowOf([START, DETECT, assign(parameters)]), 'Start', chat(item));
	expect(ran.error).toBeUndefined();
	return receiptOf(ran.json('Assign')[0]);
}

/** An item of On Handover Event. */
function event(receipt: Receipt, over: IDataObject = {}): INodeExecutionData {
	const { conversationId, contact, channel } = receipt;
	const about = { id: `${receipt.id}/unanswered/${randomUUID()}`, type: 'unanswered', at: new Date().toISOString(), ...over };
	return { json: { event: about, handover: receipt, conversationId, contact, channel } as unknown as IDataObject };
}

const escalating = (items: INodeExecutionData[], parameters: IDataObject = {}, over: Partial<NodeSpec> = {}) =>
	runWorkflow(workflowOf([START, { ...assign({ operation: 'escalate', ...parameters }), ...over }]), 'Start', items);

describe('Escalate', () => {
	it('behind the trigger, with nothing but its defaults, asks the next, then the lead, then leaves it in the queue', async () => {
		const { names: [ana, ben, cleo], team } = aTeam();
		const receipt = await handedOver({ team, assignTo: 'member', member: ana });
		const order: Array<IDataObject | undefined> = [];
		for (let turn = 0; turn < 3; turn++) {
			// Each falls due after the escalation before.
			const item = event(receipt, { at: new Date(Date.now() + HOUR).toISOString() });
			const ran = await escalating([item]);
			expect(ran.error).toBeUndefined();
			const [json] = ran.json('Assign', ESCALATED);
			expect(json).toMatchObject({ event: item.json.event, conversationId: receipt.conversationId, handover: { id: receipt.id } });
			order.push(json?.escalation as IDataObject);
		}
		expect(order).toMatchObject([
			{ escalated: true, level: 1, from: { name: ana }, to: { name: ben } },
			{ escalated: true, level: 2, from: { name: ben }, to: { name: cleo } },
			{ escalated: true, level: 3, from: { name: cleo } },
		]);
		expect(order[2]).not.toHaveProperty('to');
	});

	it('lets the flow go on by Escalated again for the same event, and by Not Needed once a person has answered', async () => {
		const { names: [ana, ben], team } = aTeam();
		const receipt = await handedOver({ team, assignTo: 'member', member: ana });
		const item = event(receipt);
		const first = await escalating([item]);
		const again = await escalating([item]);
		expect(again.json('Assign', ESCALATED)[0]?.escalation).toEqual(first.json('Assign', ESCALATED)[0]?.escalation);
		expect(receiptOf(again.json('Assign', ESCALATED)[0]).assignee?.name).toBe(ben);

		const store = await openStore(process.env);
		await store.humanActed({ desk: 'built-in', account: 'default', conversationId: receipt.conversationId }, { at: Date.now(), replied: true }, (pause) => pause);
		const late = await escalating([event(receipt)]);
		expect(late.items('Assign', ESCALATED)).toEqual([]);
		expect(late.json('Assign', NOT_NEEDED)[0]).toMatchObject({ escalation: { escalated: false, why: 'A person has answered' }, handover: { assignee: { name: ben } } });
	});

	it('asks whom the operator lists', async () => {
		const { names: [ana, ben], team } = aTeam({ ben: { team: 'Sales' } });
		const lines = (...rows: IDataObject[]) => ({ order: { lines: rows } });
		const last = async (parameters: IDataObject) => {
			const ran = await escalating([event(await handedOver({ team, assignTo: 'member', member: ana }))], parameters);
			return (ran.json('Assign', ESCALATED)[0]?.escalation as { to?: { name: string } } | undefined)?.to?.name;
		};
		expect(await last(lines({ who: 'team', team: 'Sales' }))).toBe(ben);
		expect(await last(lines({ who: 'member', member: ben }))).toBe(ben);
		expect(await last(lines({ who: 'queue' }))).toBeUndefined();
	});

	it('says what is wrong with the list, and with On Error set to continue, keeps the item out of Escalated', async () => {
		const { names: [ana], team } = aTeam();
		const receipt = await handedOver({ team, assignTo: 'member', member: ana });
		const wrong = { order: { lines: [{ who: 'member', member: 'Zoe' }] } };
		const ran = await escalating([event(receipt)], wrong);
		expect(ran.error?.message).toContain('"Member" names Zoe, who is not in the team table');
		const continued = await escalating([event(receipt)], wrong, { onError: 'continueRegularOutput' });
		expect([continued.items('Assign', ESCALATED).length, continued.json('Assign', NOT_NEEDED)[0]?.error]).toEqual([0, expect.stringContaining('Zoe')]);
		expect((await escalating([event(receipt)], { order: {} })).error?.message).toContain('"Ask in This Order" is empty');
	});

	it('goes by the conversation alone, and counts each run, without an event', async () => {
		const { names: [ana], team } = aTeam();
		const receipt = await handedOver({ team, assignTo: 'member', member: ana });
		const alone = [{ json: { conversationId: receipt.conversationId } }];
		const levels: unknown[] = [];
		for (let turn = 0; turn < 2; turn++) levels.push((await escalating(alone)).json('Assign', ESCALATED)[0]?.escalation);
		expect(levels).toMatchObject([{ level: 1 }, { level: 2 }]);
	});

	it('needs no handover to say that nothing is needed', async () => {
		const ran = await escalating([{ json: { conversationId: randomUUID() } }]);
		expect(ran.json('Assign', NOT_NEEDED)[0]).toMatchObject({ escalation: { escalated: false, why: 'No handover is open in this conversation' } });
	});
});

describe('Assign From Queue', () => {
	it('runs once for all items, and gives one item for each conversation assigned', async () => {
		const { names: [ana, ben], team } = aTeam({ ana: { capacity: 1 }, ben: { capacity: 1 }, cleo: { available: false } });
		const { team: nobody } = aTeam({ ana: { available: false }, ben: { available: false }, cleo: { available: false } });
		const drain = (table: IDataObject) =>
			runWorkflow(workflowOf([START, assign({ operation: 'fromQueue', team: table })]), 'Start', [{ json: { tick: 1 } }, { json: { tick: 2 } }]);
		// What other tests left.
		await drain(aTeam({ ana: { capacity: 1000 } }).team);
		const waiting: Receipt[] = [];
		for (let i = 0; i < 3; i++) waiting.push(await handedOver({ team: nobody }));
		expect(waiting.every(({ inQueue }) => inQueue)).toBe(true);
		const ran = await drain(team);
		expect(ran.error).toBeUndefined();
		const assigned = ran.json('Assign').map((json) => [receiptOf(json).id, receiptOf(json).assignee?.name]);
		expect(assigned).toEqual([[waiting[0]?.id, ana], [waiting[1]?.id, ben]]);
		expect(ran.items('Assign')[0]).toMatchObject({ pairedItem: { item: 0 }, json: { conversationId: waiting[0]?.conversationId, contact: { id: expect.any(String) } } });
		expect(ran.json('Assign')[0]).not.toHaveProperty('tick');
		// Nobody has room: no items.
		expect((await drain(team)).items('Assign')).toEqual([]);
	});
});

describe('Assign', () => {
	it('is what a flow does that was saved before there were operations', async () => {
		const { names: [ana], team } = aTeam();
		expect((await handedOver({ team })).assignee?.name).toBe(ana);
	});

	it('sets the deadline, by priority, and keeps the hours for the nodes behind it', async () => {
		const { team } = aTeam();
		const receipt = await handedOver({ team, businessHours: 'daily 0:00-24:00', holidays: '12-25', timeZone: 'Europe/Lisbon', answerWithin: 3 });
		expect(Date.parse(receipt.deadline) - Date.parse(receipt.openedAt)).toBeGreaterThanOrEqual(3 * HOUR);
		const store = await openStore(process.env);
		expect((await store.handover(receipt.id))?.hours).toEqual({ weekly: 'daily 0:00-24:00', holidays: '12-25', zone: 'Europe/Lisbon' });
	});

	it.each<[IDataObject, string]>([
		[{ answerWithin: 0 }, '"Answer Within (Hours)" must be above 0'],
		[{ businessHours: 'sometimes' }, '"Business Hours"'],
		[{ team: { members: [{ name: 'Ana', hours: 'sometimes' }] } }, '"Hours of Ana"'],
	])('says what is wrong with %j', async (parameters, message) => {
		const ran = await runWorkflow(workflowOf([START, DETECT, assign(parameters)]), 'Start', chat(asked()));
		expect(ran.error?.message).toContain(message);
	});

	it('leaves it in the queue while nobody is in if so wished, else gives it to somebody all the same', async () => {
		const closed = `${['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][(new Date().getUTCDay() + 3) % 7]} 9:00-17:00`;
		const { names, team } = aTeam();
		const receipt = await handedOver({ team, businessHours: closed, outsideHours: 'queue' });
		expect(receipt.inQueue).toBe(true);
		expect(receipt.steps.assign).toMatchObject({ status: 'skipped', why: expect.stringContaining(`${names[0]} is off until`), data: { opens: expect.any(String) } });
		const anyway = await handedOver({ team, businessHours: closed });
		expect(names).toContain(anyway.assignee?.name);
		expect(anyway.steps.assign?.data).toHaveProperty('opens');
	});

	it('lists the team that was filled in last where the node\'s own table is empty', async () => {
		const { names, team } = aTeam();
		await handedOver({ team });
		const parameters: Record<string, unknown> = { team: {}, desk: 'built-in' };
		const node = { getCurrentNodeParameter: (name: string) => parameters[name], getNode: () => ({ name: 'Assign' }), getWorkflow: () => ({ id: 'test' }) } as unknown as ILoadOptionsFunctions;
		const { members } = new AssignConversation().methods.loadOptions;
		expect((await members.call(node)).map(({ name }) => name)).toEqual(names.map((name) => `${name} (Support)`));
		parameters.team = { members: [{ name: 'Zoe' }] };
		expect((await members.call(node)).map(({ name }) => name)).toEqual(['Zoe']);
	});
});
