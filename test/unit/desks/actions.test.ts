import { assignConversation, type AssignInput } from '../../../handover/actions/assignConversation';
import { assignFromQueue } from '../../../handover/actions/assignFromQueue';
import { completeTask, createTask } from '../../../handover/actions/createTask';
import { openHandover, type Subject } from '../../../handover/actions/episode';
import { escalate, type EscalateInput } from '../../../handover/actions/escalate';
import { checkBot, pauseBot } from '../../../handover/actions/pauseBot';
import { sendFinalMessage, sendReply } from '../../../handover/actions/sendFinalMessage';
import { ABILITIES, AssigneeRefused, DeskError, type Capabilities, type Desk, type DeskAgent } from '../../../handover/desks/desk';
import type { EscalationLine } from '../../../handover/escalation';
import type { InboundEvent } from '../../../handover/inbound/event';
import { receive } from '../../../handover/inbound/receive';
import { DEFAULT_PAUSE } from '../../../handover/pause';
import type { Receipt } from '../../../handover/receipt';
import { HOUR, MINUTE, NOW, aFinalMessage, aMember } from '../../support/builders';
import { aWorld, type World } from '../../support/world';

const EVERYTHING = Object.fromEntries(ABILITIES.map((ability) => [ability, 'native'])) as Capabilities;
const ANA: DeskAgent = { id: '1', name: 'Ana', email: 'ana@example.com', available: true };
const BEN: DeskAgent = { id: '2', name: 'Ben', available: true };
const OUT: DeskAgent = { id: '3', name: 'Cleo', available: false };
const ACCOUNT = { desk: 'chatwoot', account: '7' };

let world: World;
beforeEach(async () => {
	world = await aWorld();
});
afterEach(() => world.close());

/** A desk that can do everything; what it did is in `done`. */
function aDesk(over: Partial<Desk> = {}): Partial<Desk> & { done: string[] } {
	const done: string[] = [];
	return {
		done,
		name: ACCOUNT.desk,
		title: 'Chatwoot',
		account: ACCOUNT.account,
		capabilities: EVERYTHING,
		agents: async () => [ANA, BEN, OUT],
		look: async () => ({ contact: {} }),
		assign: async (_thread, { name }) => void done.push(`assign ${name}`),
		unassign: async (_thread, { name }) => void done.push(`unassign ${name}`),
		createTask: async (_handover, { title, dueAt }) => ({ id: 't-1', title, dueAt }),
		assignTask: async (_handover, { name }) => void done.push(`task ${name}`),
		assignTeam: async (_thread, team) => void done.push(`team ${team}`),
		note: async (_handover, text) => void done.push(`note ${text.split('\n')[0]}`),
		send: async (_thread, text, { repeated }) => {
			done.push(`${repeated ? 'again ' : ''}send ${text}`);
			return { by: 'desk', messageId: `m-${done.length}` };
		},
		...over,
	};
}

function subject(over: Partial<Subject> = {}): Subject {
	return { incoming: {}, ref: { ...ACCOUNT, conversationId: '42' }, contact: { id: 'k-1' }, channel: 'WhatsApp', ...over };
}

async function handedOver(desk: Partial<Desk>): Promise<Subject> {
	const { handover } = await openHandover(world.ctx(0, desk), subject().ref, {
		scenario: 'human_requested', reason: 'The customer asks for a person', confidence: 1, detector: 'test', contact: { id: 'k-1' }, channel: 'WhatsApp',
	});
	return subject({ incoming: { id: handover.id } });
}

const assigning = (about: Subject, over: Partial<AssignInput> = {}): AssignInput => ({
	...about, team: [], assignTo: { to: 'anyone', by: 'round_robin' }, ifNobodyFree: 'anyone', skipIfOwned: true, ...over,
});

const escalating = (about: Subject, cause: string, order: EscalationLine[]): EscalateInput => ({ ...about, team: [], order, by: 'round_robin', cause });

const refuses = (...names: string[]): Desk['assign'] => async (_thread, { name }) => {
	if (names.includes(name)) throw new AssigneeRefused(`Chatwoot doesn't know ${name}`, 'Choose somebody else.');
};

describe('assigning at a desk that knows its agents', () => {
	it('asks everybody who works there and is on line, in turn, when nobody is listed', async () => {
		const desk = aDesk();
		const { receipt, result } = await assignConversation(world.ctx(0, desk), assigning(await handedOver(desk)));
		expect(receipt.assignee).toEqual({ id: '1', name: 'Ana', email: 'ana@example.com' });
		expect(result).toMatchObject({ what: 'Assigned to Ana', why: 'Next in turn, with 0 open conversations' });
		expect(desk.done).toEqual(['assign Ana']);
	});

	it('finds the people of the table by e-mail address or name, and takes the desk\'s id', async () => {
		const desk = aDesk();
		const team = [aMember('Somebody', { email: 'ANA@example.com', available: false }), aMember('Zoe'), aMember('ben', { team: 'Sales', capacity: 1 })];
		const { receipt } = await assignConversation(world.ctx(0, desk), assigning(await handedOver(desk), { team }));
		expect(receipt.assignee).toEqual({ id: '2', name: 'Ben', team: 'Sales' });
	});

	it('goes on to the next when the desk refuses somebody, and says who was tried', async () => {
		const desk = aDesk({ assign: refuses('Ana') });
		const { receipt, result } = await assignConversation(world.ctx(0, desk), assigning(await handedOver(desk)));
		expect(receipt).toMatchObject({ assignee: { name: 'Ben' }, inQueue: false });
		expect(result.data?.tried).toEqual([{ name: 'Ana', why: 'Chatwoot doesn\'t know Ana' }]);
		expect(result.why).toContain('Chatwoot doesn\'t know Ana');
	});

	it('leaves it in the queue when all are refused or away, and tells the customer no name', async () => {
		const desk = aDesk({ assign: refuses('Ana', 'Ben') });
		const about = await handedOver(desk);
		const { receipt, result } = await assignConversation(world.ctx(0, desk), assigning(about));
		expect(receipt).toMatchObject({ inQueue: true });
		expect(receipt.assignee).toBeUndefined();
		expect(result).toMatchObject({ status: 'skipped', what: 'Waits in the queue' });
		expect(result.why).toContain('Cleo is offline');
		const { text } = await sendFinalMessage(world.ctx(1, desk), about, { text: 'Ana will write to you.', inQueue: 'Somebody will write to you.', note: false });
		expect(text).toBe('Somebody will write to you.');
	});

	it('gives the open task to whoever gets the conversation later, by escalation or from the queue', async () => {
		const desk = aDesk();
		const about = await handedOver(desk);
		await assignConversation(world.ctx(0, desk), assigning(about, { assignTo: { to: 'member', member: 'Ana' } }));
		await createTask(world.ctx(0, desk), { ...about, due: { hours: 24 } });
		await escalate(world.ctx(HOUR, desk), escalating(about, 'e-1', [{ who: 'member', member: 'Ben' }]));
		await escalate(world.ctx(2 * HOUR, desk), escalating(about, 'e-2', [{ who: 'queue' }]));
		await assignFromQueue(world.ctx(3 * HOUR, desk), { team: [], by: 'round_robin', limit: 50 });
		expect(desk.done).toEqual(['assign Ana', 'assign Ben', 'task Ben', 'unassign Ben', 'assign Ana', 'task Ana']);
	});

	it('leaves a task alone that is done', async () => {
		const desk = aDesk();
		const about = await handedOver(desk);
		await assignConversation(world.ctx(0, desk), assigning(about, { assignTo: { to: 'member', member: 'Ana' } }));
		await createTask(world.ctx(0, desk), { ...about, due: { hours: 24 } });
		await completeTask(world.ctx(MINUTE, { ...desk, completeTask: async () => ({ id: 't-1', title: 'x', dueAt: NOW }) }), about);
		await escalate(world.ctx(HOUR, desk), escalating(about, 'e-1', [{ who: 'member', member: 'Ben' }]));
		expect(desk.done).toEqual(['assign Ana', 'assign Ben']);
	});

	it('takes nothing from anybody when it was in the queue already', async () => {
		const desk = aDesk({ agents: async () => [OUT] });
		const about = await handedOver(desk);
		await escalate(world.ctx(HOUR, desk), escalating(about, 'e-1', [{ who: 'queue' }]));
		expect(desk.done).toEqual([]);
	});

	it('escalates all the same when the desk keeps the task or the owner, and says so', async () => {
		const down = () => Promise.reject(new DeskError('Chatwoot answered 500', 'Try again.', { status: 500, mayHaveActed: false }));
		const desk = aDesk({ assignTask: down, unassign: down });
		const about = await handedOver(desk);
		await assignConversation(world.ctx(0, desk), assigning(about, { assignTo: { to: 'member', member: 'Ana' } }));
		await createTask(world.ctx(0, desk), { ...about, due: { hours: 24 } });
		const first = await escalate(world.ctx(HOUR, desk), escalating(about, 'e-1', [{ who: 'member', member: 'Ben' }]));
		expect(first.escalation).toMatchObject({ escalated: true, to: { name: 'Ben' }, why: expect.stringContaining('The task stays with whoever had it: Chatwoot answered 500') });
		const second = await escalate(world.ctx(2 * HOUR, desk), escalating(about, 'e-2', [{ who: 'queue' }]));
		expect(second.escalation).toMatchObject({ escalated: true, why: expect.stringContaining('Chatwoot still shows Ben: Chatwoot answered 500') });
	});

	it('keeps the owner the desk names, without telling it what it knows', async () => {
		const desk = aDesk({ look: async () => ({ contact: {}, owner: BEN }) });
		const { receipt, result } = await assignConversation(world.ctx(0, desk), assigning(await handedOver(desk), { team: [aMember('Ana')] }));
		expect(receipt.assignee).toMatchObject({ id: '2', name: 'Ben' });
		expect(result).toMatchObject({ status: 'skipped', what: 'Stays with Ben' });
		expect(desk.done).toEqual([]);
	});

	it('passes over an owner who is offline', async () => {
		const desk = aDesk({ look: async () => ({ contact: {}, owner: OUT }) });
		const { receipt, result } = await assignConversation(world.ctx(0, desk), assigning(await handedOver(desk)));
		expect(receipt.assignee).toMatchObject({ name: 'Ana' });
		expect(result.why).toContain('The contact\'s owner Cleo is offline');
	});

	it('asks the desk for the members of one of its teams, and leaves it to that team when nobody is free', async () => {
		const desk = aDesk({ agents: async (team) => (team === 'Billing' ? [OUT] : [ANA, BEN, OUT]) });
		const input = assigning(await handedOver(desk), { assignTo: { to: 'team', team: 'Billing', by: 'least_busy' }, ifNobodyFree: 'queue' });
		const { result } = await assignConversation(world.ctx(0, desk), input);
		expect(result).toMatchObject({ status: 'skipped', what: 'Waits in the queue of the team Billing' });
		expect(desk.done).toEqual(['team Billing']);
	});

	it('gives it to a team of the desk, whose rules choose', async () => {
		const desk = aDesk();
		const { receipt, result } = await assignConversation(world.ctx(0, desk), assigning(await handedOver(desk), { assignTo: { to: 'deskTeam', team: 'Billing' } }));
		expect(result).toMatchObject({ status: 'done', what: 'Given to the team Billing' });
		expect(receipt.inQueue).toBe(true);
	});

	it('refuses a team of the desk where there are none, before it opens a handover', async () => {
		const desk = aDesk({ capabilities: { ...EVERYTHING, teams: { instead: 'Use the column Team' } } });
		await expect(assignConversation(world.ctx(0, desk), assigning(subject(), { assignTo: { to: 'deskTeam', team: 'x' } }))).rejects.toThrow('has no teams');
		expect((await world.store.situation(subject().ref)).open).toBeUndefined();
	});

	it('tells the desk again after a failure on the way, and then only that', async () => {
		let fails = true;
		const desk = aDesk();
		const shaky = { ...desk, assign: async (...args: Parameters<Desk['assign']>) => {
			if (fails) throw new DeskError('Chatwoot answered 500', 'Later.', { status: 500, mayHaveActed: true });
			await desk.assign?.(...args);
		} };
		const input = assigning(await handedOver(desk));
		await expect(assignConversation(world.ctx(0, shaky), input)).rejects.toThrow('500');
		fails = false;
		const { receipt } = await assignConversation(world.ctx(1, shaky), input);
		expect(receipt.assignee).toMatchObject({ name: 'Ana' });
		expect(desk.done).toEqual(['assign Ana']);
	});
});

describe('what the desk knows', () => {
	it('goes into the receipt and the task; what the flow has said stands', async () => {
		const bodies: string[] = [];
		const desk = aDesk({
			look: async () => ({ contact: { name: 'Rosa Lima', phone: '+351 91', fields: { Plan: 'Gold' } }, link: 'https://desk.example/42' }),
			messages: async () => [{ from: 'customer', text: 'An older question', at: NOW - HOUR }],
			createTask: async (_handover, task) => {
				bodies.push(task.body);
				return { id: 't-1', title: task.title, dueAt: task.dueAt };
			},
		});
		const { receipt } = await createTask(world.ctx(0, desk), { ...(await handedOver(desk)), due: { hours: 24 } });
		expect(receipt.contact).toEqual({ id: 'k-1', name: 'Rosa Lima', phone: '+351 91', fields: { Plan: 'Gold' } });
		expect(bodies[0]).toContain('Phone: +351 91');
		expect(bodies[0]).toContain('Plan: Gold');
		expect(bodies[0]).toContain('An older question');
		expect(bodies[0]).toMatch(/https:\/\/desk\.example\/42 · Handover \S+$/);
	});

	it('is asked to look for an earlier effect only when there may be one', async () => {
		const asked: boolean[] = [];
		const desk = aDesk({
			createTask: async (_handover, task, { repeated }) => {
				asked.push(repeated);
				if (asked.length === 1) throw new DeskError('lost', 'Later.', { mayHaveActed: true });
				return { id: 't-1', title: task.title, dueAt: task.dueAt };
			},
		});
		const input = { ...(await handedOver(desk)), due: { hours: 24 } };
		await expect(createTask(world.ctx(0, desk), input)).rejects.toThrow('lost');
		await createTask(world.ctx(1, desk), input);
		await createTask(world.ctx(2, desk), input);
		expect(asked).toEqual([false, true]);
	});
});

describe('what the customer and the agents are told', () => {
	it('leaves the note first, then the message, each once', async () => {
		const desk = aDesk();
		const about = await handedOver(desk);
		const { receipt } = await sendFinalMessage(world.ctx(0, desk), about, aFinalMessage('Hi'));
		await sendFinalMessage(world.ctx(1, desk), about, aFinalMessage('Hi'));
		expect(desk.done).toEqual(['note Handed over to the team: Human requested. The customer asks for a person', 'send Hi']);
		expect(receipt.steps).toMatchObject({ note: { status: 'done' }, message: { status: 'done', what: 'Told the customer' } });
	});

	it('tells the customer although the note failed, shows that, and leaves it when it runs again', async () => {
		let fails = true;
		const desk = aDesk();
		const shaky = { ...desk, note: async (...args: Parameters<Desk['note']>) => {
			if (fails) throw new Error('no notes today');
			await desk.note?.(...args);
		} };
		const about = await handedOver(desk);
		const { receipt } = await sendFinalMessage(world.ctx(0, shaky), about, aFinalMessage('Hi'));
		expect(receipt.steps).toMatchObject({ note: { status: 'failed', why: 'no notes today' }, message: { status: 'done' } });
		fails = false;
		await sendFinalMessage(world.ctx(1, shaky), about, aFinalMessage('Hi'));
		expect(desk.done.map((what) => what.split(' ')[0])).toEqual(['send', 'note']);
	});

	it('leaves no second note where the task is one', async () => {
		const desk = aDesk({ capabilities: { ...EVERYTHING, tasks: { instead: 'A private note' } }, createTask: async (_h, { title, dueAt }) => ({ id: 't', title, dueAt }) });
		const about = await handedOver(desk);
		await createTask(world.ctx(0, desk), { ...about, due: { hours: 1 } });
		const { receipt } = await sendFinalMessage(world.ctx(1, desk), about, aFinalMessage('Hi'));
		expect(receipt.steps.note).toMatchObject({ status: 'skipped' });
		expect(desk.done).toEqual(['send Hi']);
	});

	it('sends the bot\'s answer while the bot may speak, and not a moment longer', async () => {
		const desk = aDesk();
		expect(await sendReply(world.ctx(0, desk), subject(), 'We open at nine.', false)).toMatchObject({ sent: true, by: { messageId: 'm-1' } });
		await handedOver(desk);
		expect(await sendReply(world.ctx(1, desk), subject(), 'We close at five.', false)).toMatchObject({ sent: false, bot: { mayReply: false } });
		expect(desk.done).toEqual(['send We open at nine.']);
	});

	it('switches the desk\'s own bot after the pause is stored', async () => {
		const seen: Array<boolean | undefined> = [];
		const desk = aDesk({
			switchBot: async (_thread, on) => {
				seen.push(on, (await checkBot(world.ctx(0), subject())).bot.mayReply);
				return 'Opened for people';
			},
		});
		const { receipt } = await pauseBot(world.ctx(0, desk), await handedOver(desk), DEFAULT_PAUSE);
		expect(seen).toEqual([false, false]);
		expect(receipt?.steps.pause?.data).toMatchObject({ desk: 'Opened for people' });
	});
});

describe('what comes in from the desk', () => {
	const event = <E extends Partial<InboundEvent> & Pick<InboundEvent, 'kind'>>(over: E): InboundEvent =>
		({ account: '7', conversationId: '42', contact: { id: 'k-1' }, at: NOW, messageId: 'in-1', text: 'Hello', attachments: [], ...over }) as unknown as InboundEvent;
	const take = (desk: Partial<Desk>, what: InboundEvent, at = 0) => receive(world.ctx(at, desk), what, DEFAULT_PAUSE);
	const mayReply = async (at = 0) => (await checkBot(world.ctx(at), subject())).bot.mayReply;

	it('hands a customer\'s message on, and never pauses because of it', async () => {
		expect(await take(aDesk(), event({ kind: 'customer_message' }))).toMatchObject({ branch: 'customer', ref: { conversationId: '42' } });
		expect(await mayReply()).toBe(true);
	});

	it('takes a person\'s message for a takeover: the bot is quiet from then on, also without a handover', async () => {
		expect(await take(aDesk(), event({ kind: 'human_message', text: 'Ana here' }))).toMatchObject({ branch: 'human', bot: { mayReply: false } });
		expect(await mayReply(8 * HOUR - 1)).toBe(false);
		expect(await mayReply(8 * HOUR)).toBe(true);
		expect(await world.store.messages(subject().ref)).toEqual([{ from: 'agent', text: 'Ana here', at: NOW, id: 'in-1' }]);
	});

	it('extends the pause, and gives a customer in the queue to whoever answers', async () => {
		const desk = aDesk();
		await handedOver(desk);
		// HighLevel says only the id.
		const received = await take(desk, event({ kind: 'human_message', agent: { id: '2', name: '2' } }), HOUR);
		expect(received?.receipt).toMatchObject({ status: 'open', assignee: { name: 'Ben' }, inQueue: false });
		expect(await mayReply(9 * HOUR - 1)).toBe(false);
	});

	it.each(['known by its id', 'known by its words while it is on its way'])('leaves out our own message coming back, %s', async (how) => {
		let during: unknown;
		const desk = aDesk();
		const sending = how.includes('words')
			? { ...desk, send: async (...args: Parameters<Desk['send']>) => {
				during = await take(desk, event({ kind: 'human_message', messageId: 'm-1', text: 'We open\nat nine. ' }));
				return desk.send?.(...args) ?? { by: 'flow' as const };
			} }
			: desk;
		await sendReply(world.ctx(0, sending), subject(), 'We open at nine.', false);
		expect(during).toBeUndefined();
		expect(await take(desk, event({ kind: 'human_message', messageId: 'm-1', text: 'We open at nine.' }), HOUR)).toBeUndefined();
		expect(await mayReply(HOUR)).toBe(true);
		// A person who says the same later is a person.
		expect(await take(desk, event({ kind: 'human_message', messageId: 'in-9', text: 'We open at nine.' }), HOUR)).toMatchObject({ branch: 'human' });
	});

	it.each([
		['resolved', 'resolved'],
		['given_to_bot', 'back_to_bot'],
	] as const)('brings the bot back when the conversation is %s', async (kind, outcome) => {
		const desk = aDesk();
		await handedOver(desk);
		expect(await take(desk, event({ kind }))).toMatchObject({ branch: 'update', bot: { mayReply: true }, receipt: { status: 'closed', outcome } });
		expect(await mayReply()).toBe(true);
		expect(await take(desk, event({ kind }))).toBeUndefined();
	});

	it('notes whom the desk names as the owner now, whatever the event says', async () => {
		const desk = aDesk({ look: async () => ({ contact: {}, owner: { id: '2', name: 'Ben' } }) });
		await handedOver(desk);
		const assigned = event({ kind: 'assigned', assignee: { id: '9', name: 'Old news' } });
		expect(await take(desk, assigned, 2 * MINUTE)).toMatchObject({ branch: 'update', receipt: { assignee: { id: '2', name: 'Ben' } } });
		expect(await take(desk, assigned, 3 * MINUTE)).toBeUndefined();
	});

	it('leaves out an assignment of our own, and any while the flow has yet to assign', async () => {
		const desk = aDesk();
		const about = await handedOver(desk);
		expect(await take(desk, event({ kind: 'assigned', assignee: { id: '9', name: 'The token\'s owner' } }), 1000)).toBeUndefined();
		const { receipt } = await assignConversation(world.ctx(2000, desk), assigning(about));
		expect(receipt.assignee?.name).toBe('Ana');
		expect(await take(desk, event({ kind: 'assigned', assignee: receipt.assignee }), 3000)).toBeUndefined();
	});

	it('knows its task when it is completed, by the contact alone', async () => {
		const desk = aDesk({ createTask: async (_h, { title, dueAt }) => ({ id: 't-1', title, dueAt }) });
		await createTask(world.ctx(0, desk), { ...(await handedOver(desk)), due: { hours: 1 } });
		const completed = (taskId: string) => event({ kind: 'task_completed', taskId, conversationId: undefined });
		expect(await take(desk, completed('t-1'))).toMatchObject({ branch: 'update', ref: { conversationId: '42' } });
		expect(await take(desk, completed('t-2'))).toBeUndefined();
	});

	it('finds the conversation of a message that names only the contact', async () => {
		const desk = aDesk({ conversationOf: async (contactId) => (contactId === 'k-1' ? '42' : undefined) });
		expect(await take(desk, event({ kind: 'customer_message', conversationId: undefined }))).toMatchObject({ ref: { conversationId: '42' } });
		expect(await take(desk, event({ kind: 'customer_message', conversationId: undefined, contact: { id: 'k-2' } }))).toMatchObject({ ref: { conversationId: 'k-2' } });
	});

	it('leaves out what is automatic, and events about conversations without a handover', async () => {
		for (const kind of ['automatic_message', 'assigned', 'resolved', 'given_to_bot', 'task_completed'] as const) {
			expect(await take(aDesk(), event({ kind }))).toBeUndefined();
		}
		expect(await mayReply()).toBe(true);
	});
});

it('remembers deliveries for each account, until they are released', async () => {
	const other: Receipt['desk'] = 'highLevel';
	expect(await world.store.claimDelivery(ACCOUNT, 'd-1', NOW)).toBe(true);
	expect(await world.store.claimDelivery(ACCOUNT, 'd-1', NOW + HOUR)).toBe(false);
	expect(await world.store.claimDelivery({ ...ACCOUNT, desk: other }, 'd-1', NOW)).toBe(true);
	await world.store.releaseDelivery(ACCOUNT, 'd-1');
	expect(await world.store.claimDelivery(ACCOUNT, 'd-1', NOW)).toBe(true);
});
