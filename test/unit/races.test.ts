import { assignConversation, type AssignInput } from '../../handover/actions/assignConversation';
import { assignFromQueue } from '../../handover/actions/assignFromQueue';
import type { ActionContext } from '../../handover/actions/context';
import { createTask } from '../../handover/actions/createTask';
import { openHandover } from '../../handover/actions/episode';
import { escalate, type EscalateInput } from '../../handover/actions/escalate';
import { claimHandover } from '../../handover/actions/log';
import { checkBot, humanReplied, pauseBot } from '../../handover/actions/pauseBot';
import { sendFinalMessage, sendReply } from '../../handover/actions/sendFinalMessage';
import { AssigneeRefused } from '../../handover/desks/desk';
import { DEFAULT_PAUSE } from '../../handover/pause';
import type { Handover } from '../../handover/receipt';
import type { KyselyStore } from '../../handover/store/kyselyStore';
import { aFinalMessage, aMember, HOUR, MINUTE, NOW } from '../support/builders';
import { aSubject, aWorld, conversation, type World } from '../support/world';

let world: World;
beforeEach(async () => {
	world = await aWorld();
});
afterEach(() => world.close());

const TEAM = [aMember('Ana'), aMember('Ben'), aMember('Cleo', { lead: true })];
const REF = conversation();

async function handedOver(id = 'c-1'): Promise<Handover> {
	const { handover } = await openHandover(world.ctx(), conversation(id), {
		scenario: 'human_requested', reason: 'Asks for a person', confidence: 1, detector: 'test', contact: aSubject(id).contact, channel: 'chat',
	});
	return handover;
}

const assigning = (over: Partial<AssignInput> = {}): AssignInput => ({
	...aSubject(), team: TEAM, assignTo: { to: 'anyone', by: 'round_robin' }, ifNobodyFree: 'anyone', skipIfOwned: true, ...over,
});
const escalating = (over: Partial<EscalateInput> = {}): EscalateInput => ({
	...aSubject(), team: TEAM, order: [{ who: 'next', among: 'anyone' }, { who: 'lead' }, { who: 'queue' }], by: 'round_robin', cause: 'e-1', ...over,
});
const claims = (agent: string, at: number, ctx = world.ctx(at)) => claimHandover(ctx, { ...aSubject(), agent, takeOver: true });
const now = async (id: string) => (await world.store.handover(id)) as Handover;

/** An action whose execution stands still right before it first calls a method of the store; meanwhile something else happens. */
function interrupted(ctx: ActionContext, method: keyof KyselyStore, meanwhile: () => Promise<unknown>): ActionContext {
	let waits = true;
	const store = new Proxy(ctx.store, {
		get(target, name) {
			const value: unknown = Reflect.get(target, name, target);
			if (typeof value !== 'function') return value;
			return async (...args: unknown[]) => {
				if (name === method && waits) {
					waits = false;
					await meanwhile();
				}
				return Reflect.apply(value, target, args) as unknown;
			};
		},
	});
	return { ...ctx, store };
}

describe('the moment in which a pause ends', () => {
	it('the bot keeps quiet when a person writes in it', async () => {
		const { id } = await handedOver();
		const late = interrupted(world.ctx(8 * HOUR), 'closeIfPauseOver', () => humanReplied(world.ctx(8 * HOUR - 1), aSubject(), { text: 'I am on it' }));
		expect(await sendReply(late, aSubject(), 'Hello, I am the bot', false)).toMatchObject({ sent: false, bot: { mayReply: false } });
		expect(await now(id)).toMatchObject({ status: 'open', lastReplyAt: NOW + 8 * HOUR - 1 });
	});

	it('the bot speaks when another execution closes the handover in it', async () => {
		await handedOver();
		const late = interrupted(world.ctx(8 * HOUR), 'closeIfPauseOver', () => checkBot(world.ctx(8 * HOUR), aSubject()));
		expect((await checkBot(late, aSubject())).bot.mayReply).toBe(true);
	});
});

describe('a flow that is run again when the pause of its handover is over', () => {
	it.each<[string, (ctx: ActionContext, incoming: { id: string }) => Promise<unknown>]>([
		['assigns nobody', (ctx, incoming) => assignConversation(ctx, assigning({ incoming }))],
		['creates no task', (ctx, incoming) => createTask(ctx, { ...aSubject('c-1', incoming), due: { hours: 24 } })],
		['promises the customer nothing', (ctx, incoming) => sendFinalMessage(ctx, aSubject('c-1', incoming), aFinalMessage('Somebody will answer.'))],
		['pauses nothing', (ctx, incoming) => pauseBot(ctx, aSubject('c-1', incoming), DEFAULT_PAUSE)],
	])('%s', async (_, act) => {
		const { id } = await handedOver();
		await act(world.ctx(9 * HOUR), { id });
		expect(await now(id)).toMatchObject({ status: 'closed', outcome: 'bot_returned' });
		expect(await now(id)).not.toHaveProperty('assignee.id');
		expect(await world.store.steps(id)).toEqual({});
		expect((await checkBot(world.ctx(9 * HOUR), aSubject())).bot.mayReply).toBe(true);
	});
});

describe('pausing, while a person acts', () => {
	it('does not make the bot quiet again after they have closed the handover', async () => {
		const { id } = await handedOver();
		const ctx = interrupted(world.ctx(MINUTE), 'setPause', () => world.store.resume(REF, 'resolved', NOW + MINUTE));
		const { bot } = await pauseBot(ctx, aSubject('c-1', { id }), DEFAULT_PAUSE);
		expect(bot.mayReply).toBe(true);
		expect((await world.store.steps(id)).pause).toMatchObject({ status: 'skipped', why: 'The handover is closed: the bot is back' });
	});

	it.each([
		['for a time', { ...DEFAULT_PAUSE, hours: 0, minutes: 5 }],
		['until a person acts', { person: 'claimed' as const, alertEveryHours: 4 }],
	])('%s does not shorten what their answer began, when it is done again after it failed', async (_, until) => {
		const { id } = await handedOver();
		const subject = aSubject('c-1', { id });
		const broken = world.ctx(0, { switchBot: () => Promise.reject(new Error('The desk is down')) });
		await expect(pauseBot(broken, subject, until, { idleHours: 2 })).rejects.toThrow('The desk is down');
		await humanReplied(world.ctx(MINUTE), aSubject());
		await pauseBot(world.ctx(2 * MINUTE), subject, until, { idleHours: 2 });
		expect((await checkBot(world.ctx(MINUTE + 2 * HOUR - 1), aSubject())).bot.mayReply).toBe(false);
		expect((await checkBot(world.ctx(MINUTE + 2 * HOUR), aSubject())).bot.mayReply).toBe(true);
	});

	it('until a person closes it stays that way after they have answered', async () => {
		const { id } = await handedOver();
		await humanReplied(world.ctx(MINUTE), aSubject());
		await pauseBot(world.ctx(2 * MINUTE), aSubject('c-1', { id }), { person: 'closed', alertEveryHours: 4 });
		expect((await checkBot(world.ctx(1000 * HOUR), aSubject())).bot.mayReply).toBe(false);
	});
});

describe('a person\'s message that comes twice', () => {
	const reply = { text: 'I am on it', messageId: 'm-1' };

	it('counts once when two processes get it in the same moment', async () => {
		await handedOver();
		const ctx = interrupted(world.ctx(MINUTE), 'humanActed', async () => {
			await humanReplied(world.ctx(MINUTE), aSubject(), reply);
			await checkBot(world.ctx(2 * MINUTE), aSubject(), 'And now?');
		});
		await humanReplied(ctx, aSubject(), reply);
		expect((await world.store.situation(REF)).open).toMatchObject({ waitingSince: NOW + 2 * MINUTE });
		expect((await world.store.messages(REF)).filter(({ from }) => from === 'agent')).toHaveLength(1);
	});

	it('counts once also when many others came in between', async () => {
		await handedOver();
		await humanReplied(world.ctx(MINUTE), aSubject(), reply);
		for (let index = 0; index < 12; index++) await checkBot(world.ctx(2 * MINUTE + index), aSubject(), 'And now?');
		const before = await world.store.situation(REF);
		await humanReplied(world.ctx(HOUR), aSubject(), reply);
		expect(await world.store.situation(REF)).toEqual(before);
	});

	it('is kept once when a customer\'s message is noted by two processes', async () => {
		await handedOver();
		const ctx = interrupted(world.ctx(), 'addMessage', () => checkBot(world.ctx(), aSubject(), 'Hello?', 'm-2'));
		await checkBot(ctx, aSubject(), 'Hello?', 'm-2');
		expect(await world.store.messages(REF)).toHaveLength(1);
	});
});

describe('ending a takeover that has no handover', () => {
	it('leaves a handover alone that opens in the same moment', async () => {
		await humanReplied(world.ctx(), aSubject(), { text: 'Hello' });
		const { id } = await handedOver();
		expect(await world.store.resume(REF, 'resolved', NOW + 1, { only: null })).toMatchObject({ ended: false, open: { id } });
		expect(await world.store.resume(REF, 'resolved', NOW + 1)).toMatchObject({ ended: true });
		expect(await world.store.resume(REF, 'resolved', NOW + 1, { only: null })).toMatchObject({ ended: true });
	});
});

describe('somebody who takes a handover that nobody has answered', () => {
	async function withBen(): Promise<Handover> {
		const { id } = await handedOver();
		await assignConversation(world.ctx(), assigning({ assignTo: { to: 'member', member: 'Ben' } }));
		return now(id);
	}

	it('keeps it from an escalation that was due before', async () => {
		const { id } = await withBen();
		await claims('Ana', 16 * MINUTE);
		const { escalation } = await escalate(world.ctx(17 * MINUTE), escalating({ causedAt: NOW + 15 * MINUTE }));
		expect(escalation).toEqual({ escalated: false, why: 'Somebody else has it by now' });
		expect((await now(id)).assignee?.name).toBe('Ana');
	});

	it('loses it when they don\'t answer, either', async () => {
		const { id } = await withBen();
		await claims('Ana', 16 * MINUTE);
		await escalate(world.ctx(40 * MINUTE), escalating({ causedAt: NOW + 31 * MINUTE }));
		expect((await now(id)).assignee?.name).toBe('Cleo');
	});

	it('keeps it when the escalation has just read who has it', async () => {
		const { id } = await withBen();
		const ctx = interrupted(world.ctx(15 * MINUTE), 'escalate', () => claims('Ana', 15 * MINUTE));
		expect((await escalate(ctx, escalating())).escalation).toEqual({ escalated: false, why: 'Somebody else has it by now' });
		expect((await now(id)).assignee?.name).toBe('Ana');
		expect((await world.store.assignments(id)).map(({ how }) => how)).toEqual(['assigned', 'claimed']);
	});

	it('keeps it while the desk is told of somebody else, and the desk hears of them last', async () => {
		const { id } = await withBen();
		const told: string[] = [];
		const ctx = world.ctx(15 * MINUTE, {
			assign: async (_, { name }) => {
				if (told.length === 0) await claims('Cleo', 15 * MINUTE);
				told.push(name);
			},
		});
		expect((await escalate(ctx, escalating())).escalation).toEqual({ escalated: false, why: 'Somebody else has it by now' });
		expect(told).toEqual(['Ana', 'Cleo']);
		expect((await now(id)).assignee?.name).toBe('Cleo');
		// It is not told that Cleo got it by an escalation.
		expect((await world.store.events.pending('flow', { types: ['assigned'] }, 0, NOW + HOUR, 10)).map(({ data }) => data?.how)).toEqual(['assigned', 'claimed']);
	});

	it('keeps it when the desk refuses whom the escalation chose', async () => {
		const { id } = await withBen();
		const ctx = world.ctx(15 * MINUTE, {
			assign: async (_, { name }) => {
				await claims('Cleo', 15 * MINUTE);
				throw new AssigneeRefused(`${name} may not`, 'Choose somebody else.');
			},
		});
		await escalate(ctx, escalating());
		expect((await now(id)).assignee?.name).toBe('Cleo');
	});

	it('keeps it while Assign Conversation tells the desk of somebody else, and the desk hears of them last', async () => {
		const { id } = await handedOver();
		const told: string[] = [];
		const ctx = world.ctx(0, {
			assign: async (_, { name }) => {
				if (told.length === 0) await world.store.reassign(id, { id: 'cleo', name: 'Cleo' }, NOW, 'claimed');
				told.push(name);
			},
		});
		const { receipt } = await assignConversation(ctx, assigning());
		expect(told).toEqual(['Ana', 'Cleo']);
		expect(receipt).toMatchObject({ assignee: { name: 'Cleo' }, steps: { assign: { what: 'Assigned to Cleo' } } });
	});
});

describe('a handover that is closed while somebody is looked for', () => {
	it('does not wait in a queue', async () => {
		const { id } = await handedOver();
		const ctx = interrupted(world.ctx(MINUTE), 'assign', () => world.store.resume(REF, 'resolved', NOW + MINUTE));
		const { result } = await assignConversation(ctx, assigning());
		expect(result).toMatchObject({ status: 'skipped', what: 'Not done', why: 'The handover is closed: the bot is back' });
		expect((await now(id)).assignee).toBeUndefined();
	});
});

describe('two processes that empty the queue', () => {
	it('leave what the other has noted', async () => {
		const { id } = await handedOver();
		await assignConversation(world.ctx(), assigning({ team: TEAM.map((member) => ({ ...member, available: false })) }));
		const drain = (ctx: ActionContext) => assignFromQueue(ctx, { team: TEAM, by: 'round_robin', limit: 5 });
		const second = await drain(interrupted({ ...world.ctx(HOUR), store: await world.another() }, 'claimStep', () => drain(world.ctx(HOUR))));
		expect(second).toEqual({ assigned: [], failed: [] });
		expect((await world.store.steps(id)).assign).toMatchObject({ status: 'done', what: 'Assigned to Ana' });
	});
});
