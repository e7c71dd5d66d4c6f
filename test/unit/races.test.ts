import { assignConversation, type AssignInput } from '../../handover/actions/assignConversation';
import { assignFromQueue } from '../../handover/actions/assignFromQueue';
import type { ActionContext } from '../../handover/actions/context';
import { createTask } from '../../handover/actions/createTask';
import { detectHandover } from '../../handover/actions/detectHandover';
import { openHandover } from '../../handover/actions/episode';
import { escalate, type EscalateInput } from '../../handover/actions/escalate';
import { claimHandover } from '../../handover/actions/log';
import { checkBot, humanReplied, pauseBot } from '../../handover/actions/pauseBot';
import { sendFinalMessage, sendReply } from '../../handover/actions/sendFinalMessage';
import { AssigneeRefused, type Desk } from '../../handover/desks/desk';
import { builtInDetector } from '../../handover/detection/builtInDetector';
import { readRules } from '../../handover/detection/scenarios';
import { receive } from '../../handover/inbound/receive';
import { DEFAULT_PAUSE, takenByHuman, type Pause } from '../../handover/pause';
import type { Handover } from '../../handover/receipt';
import type { KyselyStore } from '../../handover/store/kyselyStore';
import type { Situation } from '../../handover/store/store';
import { aFinalMessage, aHandover, aMember, HOUR, MINUTE, NOW } from '../support/builders';
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
		// Once more for the step's own result, which is harmless.
		expect(told).toEqual(['Ana', 'Cleo', 'Cleo']);
		expect(receipt).toMatchObject({ assignee: { name: 'Cleo' }, steps: { assign: { what: 'Assigned to Cleo' } } });
	});
});

it('of two people who take a handover at once, the desk hears last of the one who has it', async () => {
	const { id } = await handedOver();
	const told: string[] = [];
	const slow = world.ctx(MINUTE, {
		assign: async (_, { name }) => {
			// Ana has taken it, and the desk is told of Ben before it is told of her.
			if (told.length === 0) await claims('Ben', MINUTE, world.ctx(MINUTE, { assign: async (__, ben) => void told.push(ben.name) }));
			told.push(name);
		},
	});
	await claims('Ana', MINUTE, slow);
	expect(told).toEqual(['Ben', 'Ana', 'Ben']);
	expect((await now(id)).assignee?.name).toBe('Ben');
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

it('a handover that is over goes to nobody, whoever is found for it then', async () => {
	const { id } = await handedOver();
	await world.store.resume(REF, 'resolved', NOW + 1);
	await world.store.setAssignee(id, { id: 'ana', name: 'Ana' }, NOW + 2);
	expect(await now(id)).not.toHaveProperty('assignee.id');
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

describe('opening a handover in the moment in which a person ends the one before', () => {
	it.each([
		['until a person acts', { person: 'claimed' as const, alertEveryHours: 4 }],
		['for a time', DEFAULT_PAUSE],
	])('keeps the bot quiet for the new one, also by a clock that is behind; the first was paused %s', async (_, until) => {
		const { id } = await handedOver();
		await pauseBot(world.ctx(), aSubject('c-1', { id }), until);
		await world.store.resume(REF, 'resolved', NOW + MINUTE);
		// Its execution began before, so by its clock the pause still holds.
		const { handover, opened } = await openHandover(world.ctx(MINUTE - 50), REF, {
			scenario: 'human_requested', reason: 'x', confidence: 1, detector: 'test', contact: aSubject().contact, channel: 'chat',
		});
		expect(opened).toBe(true);
		expect((await checkBot(world.ctx(HOUR), aSubject())).bot).toMatchObject({ mayReply: false, until: NOW + MINUTE - 50 + 8 * HOUR });
		expect(await now(handover.id)).toMatchObject({ status: 'open' });
	});

	it('does so when the pause ends by itself, and another clock has seen it', async () => {
		await handedOver();
		await checkBot(world.ctx(8 * HOUR), aSubject());
		const { handover } = await openHandover(world.ctx(8 * HOUR - 50), REF, {
			scenario: 'human_requested', reason: 'x', confidence: 1, detector: 'test', contact: aSubject().contact, channel: 'chat',
		});
		await checkBot(world.ctx(9 * HOUR), aSubject());
		expect(await now(handover.id)).toMatchObject({ status: 'open' });
	});
});

it('a person who writes in the moment in which another ends the handover keeps the bot quiet', async () => {
	await handedOver();
	const ctx = interrupted(world.ctx(MINUTE - 50), 'humanActed', () => world.store.resume(REF, 'resolved', NOW + MINUTE));
	await humanReplied(ctx, aSubject(), { text: 'One more thing' });
	expect((await checkBot(world.ctx(MINUTE + 50), aSubject())).bot.mayReply).toBe(false);
	expect((await checkBot(world.ctx(HOUR), aSubject())).bot.mayReply).toBe(false);
});

describe('a customer who is erased while a flow acts for them', () => {
	const left = async () => {
		const counts = await Promise.all((await world.tables()).map(async (table) => [table, Number((await world.rows(`select count(*) as n from ${table}`))[0].n)] as const));
		return counts.filter(([, count]) => count > 0).map(([table]) => table);
	};
	const erase = () => world.store.log.eraseContact(REF, 'contact of c-1', []);

	it.each<[string, (ctx: ActionContext, subject: ReturnType<typeof aSubject>) => Promise<unknown>]>([
		['a task', (ctx, subject) => createTask(interrupted(ctx, 'claimStep', erase), { ...subject, due: { hours: 24 } })],
		['a task that is just being written', (ctx, subject) => createTask({ ...ctx, desk: { ...ctx.desk, createTask: async (...args) => erase().then(() => ctx.desk.createTask(...args)) } }, { ...subject, due: { hours: 24 } })],
		['a pause', (ctx, subject) => pauseBot(interrupted(ctx, 'claimStep', erase), subject, DEFAULT_PAUSE)],
		['an assignment', (ctx, subject) => assignConversation(interrupted(ctx, 'assign', erase), { ...subject, team: [], assignTo: { to: 'anyone', by: 'round_robin' }, ifNobodyFree: 'anyone', skipIfOwned: true })],
		['an escalation', (ctx, subject) => escalate(interrupted(ctx, 'escalate', erase), { ...subject, team: TEAM, order: [{ who: 'queue' }], by: 'round_robin', cause: 'e-1' })],
	])('leaves nothing behind of %s, and the flow goes on', async (_, act) => {
		const { id } = await handedOver();
		await act(world.ctx(MINUTE), aSubject('c-1', { id }));
		expect(await left()).toEqual([]);
	});
});

describe('the desk\'s word about who has it', () => {
	const ANA = { id: 'ana', name: 'Ana' };
	const taking = (from: typeof ANA | undefined) => ({ from, next: (pause?: Pause) => takenByHuman(pause, HOUR, NOW + MINUTE) });

	it('is noted together with the takeover', async () => {
		const { id } = await handedOver();
		expect(await world.store.reassign(id, ANA, NOW + MINUTE, 'desk', taking(undefined))).toBe(true);
		expect(await now(id)).toMatchObject({ assignee: ANA, claimedAt: NOW + MINUTE });
		expect((await world.store.situation(REF)).pause).toMatchObject({ reason: 'A person has the conversation' });
	});

	it('does not count for a handover that is over', async () => {
		const { id } = await handedOver();
		await world.store.resume(REF, 'resolved', NOW + 1);
		expect(await world.store.reassign(id, ANA, NOW + MINUTE)).toBe(false);
		expect(await now(id)).not.toHaveProperty('assignee.id');
		expect(await world.store.assignments(id)).toEqual([]);
	});

	it('does not count against somebody who got it since', async () => {
		const { id } = await handedOver();
		await world.store.setAssignee(id, { id: 'ben', name: 'Ben' }, NOW + 1);
		const before = await world.store.situation(REF);
		expect(await world.store.reassign(id, ANA, NOW + MINUTE, 'desk', taking(undefined))).toBe(false);
		expect(await world.store.situation(REF)).toEqual(before);
		expect(await world.store.reassign(id, ANA, NOW + MINUTE, 'desk', taking({ id: 'ben', name: 'Ben' }))).toBe(true);
	});

	/** A desk outside that says who has it, and what was done meanwhile. */
	const deskOf = (owner: () => typeof ANA | undefined, told: string[] = []): Partial<Desk> => ({
		look: async () => ({ contact: {}, owner: owner() }),
		assign: async (_thread, { name }) => void told.push(name),
	});

	it('is asked for again when somebody got it while the desk was asked', async () => {
		const { id } = await handedOver();
		let looks = 0;
		const ctx = world.ctx(16 * MINUTE, deskOf(() => (++looks === 1 ? ANA : { id: 'cleo', name: 'Cleo' })));
		const claimed = interrupted(ctx, 'reassign', () => world.store.reassign(id, { id: 'cleo', name: 'Cleo' }, NOW + 16 * MINUTE, 'claimed'));
		await receive(claimed, { kind: 'assigned', conversationId: 'c-1', contact: aSubject().contact, at: NOW + 16 * MINUTE, assignee: ANA }, DEFAULT_PAUSE);
		expect((await now(id)).assignee?.name).toBe('Cleo');
		expect((await world.store.assignments(id)).map(({ assignee }) => assignee?.name)).toEqual(['Cleo']);
	});

	it('changes nothing when it is closed while the desk is asked', async () => {
		const { id } = await handedOver();
		const ctx = interrupted(world.ctx(16 * MINUTE, deskOf(() => ANA)), 'reassign', () => world.store.resume(REF, 'resolved', NOW + 16 * MINUTE));
		const event = { kind: 'assigned' as const, conversationId: 'c-1', contact: aSubject().contact, at: NOW + 16 * MINUTE, assignee: ANA };
		expect(await receive(ctx, event, DEFAULT_PAUSE)).toBeUndefined();
		expect(await now(id)).not.toHaveProperty('assignee.id');
		expect((await checkBot(world.ctx(16 * MINUTE), aSubject())).bot.mayReply).toBe(true);
	});

	describe('while somebody who waited in the queue is being assigned', () => {
		const ZOE = { id: 'zoe', name: 'Zoe' };

		/** Says it right before the desk is told of the one who was chosen. @returns whom the desk was told of */
		async function saidMeanwhile(before: typeof ANA | undefined, says: typeof ANA | undefined): Promise<string[]> {
			await handedOver();
			await assignConversation(world.ctx(0, deskOf(() => before)), assigning({ skipIfOwned: false, team: TEAM.map((member) => ({ ...member, available: false })) }));
			const told: string[] = [];
			const at = 16 * MINUTE;
			const desk = deskOf(() => before, told);
			const assign: Desk['assign'] = async (_thread, { name }) => {
				const event = { kind: 'assigned' as const, conversationId: 'c-1', contact: aSubject().contact, at: NOW + at, assignee: says };
				if (told.length === 0) await receive(world.ctx(at, deskOf(() => says)), event, DEFAULT_PAUSE);
				told.push(name);
			};
			const withoutBen = TEAM.map((member) => ({ ...member, available: member.name !== 'Ben' }));
			await assignFromQueue(world.ctx(at, { ...desk, assign }), { team: withoutBen, by: 'round_robin', limit: 5 });
			return told;
		}

		it('that nobody has it is no news', async () => {
			expect(await saidMeanwhile(undefined, undefined)).toEqual(['Ana']);
		});

		it('nor is who was passed over', async () => {
			const ben = { id: 'ben', name: 'Ben' };
			expect(await saidMeanwhile(ben, ben)).toEqual(['Ana']);
		});

		it('but that somebody took it is', async () => {
			expect(await saidMeanwhile(undefined, ZOE)).toEqual(['Ana', 'Zoe', 'Zoe']);
		});
	});

	it('counts for somebody whom the desk was never told of, once their execution must be dead', async () => {
		const { id } = await handedOver();
		await world.store.setAssignee(id, ANA, NOW);
		const event = { kind: 'assigned' as const, conversationId: 'c-1', contact: aSubject().contact, at: NOW + 16 * MINUTE };
		await receive(world.ctx(16 * MINUTE, deskOf(() => undefined)), event, DEFAULT_PAUSE);
		expect(await now(id)).not.toHaveProperty('assignee.id');
	});

	describe('that may not have heard yet', () => {
		const AT = 16 * MINUTE;
		const echo = (assignee: typeof ANA | undefined) => ({ kind: 'assigned' as const, conversationId: 'c-1', contact: aSubject().contact, at: NOW + AT, assignee });
		/** A desk that shows whom it was told of last, and what it was told. */
		function outside(): { desk: Partial<Desk>; told: string[]; shows: (who: typeof ANA) => void } {
			const told: string[] = [];
			let owner: typeof ANA | undefined;
			const shows = (who: typeof ANA): void => void (owner = who);
			const assign: Desk['assign'] = async (_thread, who) => {
				shows(who as typeof ANA);
				told.push(who.name);
			};
			return { told, shows, desk: { look: async () => ({ contact: {}, owner }), assign } };
		}

		it('of a person who claims it does not take it from them, and hears of them', async () => {
			const { id } = await handedOver();
			const { desk, told } = outside();
			await assignConversation(world.ctx(0, desk), assigning());
			const claiming: Desk['assign'] = async (...args) => {
				if (told.length === 1) await receive(world.ctx(AT, desk), echo(ANA), DEFAULT_PAUSE);
				await desk.assign?.(...args);
			};
			await claims('Cleo', AT, world.ctx(AT, { ...desk, assign: claiming }));
			expect((await world.store.assignments(id)).map(({ assignee }) => assignee?.name)).toEqual(['Ana', 'Cleo']);
			expect(told).toEqual(['Ana', 'Cleo', 'Cleo']);
		});

		it('of a person who claims it from the queue shows nobody, which takes it from nobody', async () => {
			const { id } = await handedOver();
			await world.store.saveTeam(REF, TEAM, NOW);
			await assignConversation(world.ctx(0, deskOf(() => undefined)), assigning({ team: TEAM.map((member) => ({ ...member, available: false })) }));
			const claiming: Desk['assign'] = async () => void (await receive(world.ctx(AT, deskOf(() => undefined)), echo(undefined), DEFAULT_PAUSE));
			await claims('Cleo', AT, world.ctx(AT, { ...deskOf(() => undefined), assign: claiming }));
			expect((await now(id)).assignee?.name).toBe('Cleo');
		});

		it('counts as soon as it has heard, also when it names who had it before', async () => {
			const { id } = await handedOver();
			const { desk, shows } = outside();
			await assignConversation(world.ctx(0, desk), assigning());
			await claims('Cleo', AT, world.ctx(AT, desk));
			shows(ANA);
			await receive(world.ctx(AT + 1, desk), echo(ANA), DEFAULT_PAUSE);
			expect((await now(id)).assignee?.name).toBe('Ana');
		});

		it('of an episode that closed while it was told is put right in the next one', async () => {
			const first = await handedOver();
			const { desk, told, shows } = outside();
			let second = '';
			const slow: Desk['assign'] = async (...args) => {
				await world.store.resume(REF, 'resolved', NOW + 1);
				second = (await openHandover(world.ctx(2), REF, { ...first, contact: first.contact })).handover.id;
				await assignConversation(world.ctx(2, desk), assigning());
				await desk.assign?.(...args);
				// The desk says so before this execution has looked again.
				await receive(world.ctx(3, desk), { ...echo(ANA), at: NOW + 3 }, DEFAULT_PAUSE);
			};
			await assignConversation(world.ctx(0, { ...desk, assign: slow }), assigning());
			expect(told).toEqual(['Ben', 'Ana', 'Ben', 'Ben']);
			expect((await world.store.assignments(second)).map(({ assignee }) => assignee?.name)).toEqual(['Ben']);
			shows(ANA);
			await receive(world.ctx(4, desk), { ...echo(ANA), at: NOW + 4 }, DEFAULT_PAUSE);
			expect((await now(second)).assignee?.name).toBe('Ana');
		});
	});

	it('is told of a person who answers while the desk refuses somebody', async () => {
		const { id } = await handedOver();
		await world.store.setAssignee(id, { id: 'ben', name: 'Ben' }, NOW);
		const told: string[] = [];
		const ctx = interrupted(world.ctx(MINUTE, deskOf(() => undefined, told)), 'humanActed', () => world.store.unassign(id, 'ben'));
		await receive(ctx, { kind: 'human_message', conversationId: 'c-1', contact: aSubject().contact, at: NOW + MINUTE, messageId: 'm-1', text: 'Hello', agent: ANA }, DEFAULT_PAUSE);
		expect(told).toEqual(['Ana']);
		expect((await now(id)).assignee?.name).toBe('Ana');
	});

	it('is not changed for a person who answers while somebody is assigned', async () => {
		const { id } = await handedOver();
		const told: string[] = [];
		const ctx = interrupted(world.ctx(MINUTE, deskOf(() => undefined, told)), 'humanActed', () => world.store.setAssignee(id, { id: 'ben', name: 'Ben' }, NOW + MINUTE));
		await receive(ctx, { kind: 'human_message', conversationId: 'c-1', contact: aSubject().contact, at: NOW + MINUTE, messageId: 'm-1', text: 'Hello', agent: ANA }, DEFAULT_PAUSE);
		expect(told).toEqual([]);
		expect((await now(id)).assignee?.name).toBe('Ben');
	});
});

it('what is said of a conversation was true at one moment, while another process opens and closes handovers', async () => {
	const other = await world.another();
	let over = false;
	const episodes = (async () => {
		for (let n = 0; n < 150; n++) {
			await other.openHandover(aHandover({ id: `h-${n}`, conversation: REF, openedAt: NOW + n }), { setAt: NOW + n, until: NOW + n + HOUR, reason: 'x' });
			await other.resume(REF, 'resolved', NOW + n + 1);
		}
		over = true;
	})();
	const seen: Situation[] = [];
	while (!over) seen.push(await world.store.situation(REF));
	await episodes;
	expect(new Set(seen.map(({ open }) => open?.id)).size).toBeGreaterThan(1);
	// The pause is that of the open handover; without one it is over.
	const fitting = seen.filter(({ open, pause }) => (open ? pause?.handoverId === open.id && pause.until === open.openedAt + HOUR : pause?.until === pause?.setAt));
	expect(fitting).toEqual(seen);
});

describe('a customer who asks for a person in the moment in which another handover opens and ends', () => {
	/** The store of an execution that comes second, and hears of the first when it is over. */
	const second = (messageId?: string): ActionContext => {
		const ctx = world.ctx(MINUTE);
		let first = true;
		const openHandover: KyselyStore['openHandover'] = async (...args) => {
			if (!first) return world.store.openHandover(...args);
			first = false;
			await world.store.openHandover(aHandover({ conversation: REF, messageId }), { setAt: NOW, until: NOW + HOUR, reason: 'x' });
			const lost = await world.store.openHandover(...args);
			await world.store.resume(REF, 'resolved', NOW + 1);
			return lost;
		};
		return { ...ctx, store: Object.assign(Object.create(world.store) as KyselyStore, { openHandover }) };
	};
	const asks = (ctx: ActionContext) =>
		detectHandover(ctx, {
			ref: REF, contact: aSubject().contact, channel: 'chat', message: 'Can I talk to a human?', messageId: 'm-1', rules: readRules([{ scenario: 'human_requested' }]), detector: builtInDetector,
		});

	it('gets one of their own', async () => {
		expect(await asks(second('another message'))).toMatchObject({ branch: 'handover', resumed: false });
		expect((await world.store.situation(REF)).open).toMatchObject({ messageId: 'm-1' });
	});

	it('gets none when that began with the same message, delivered twice', async () => {
		expect(await asks(second('m-1'))).toMatchObject({ branch: 'with_human', bot: { mayReply: false } });
		expect((await world.store.situation(REF)).open).toBeUndefined();
	});
});

describe('an execution whose claim is no longer its own', () => {
	const claim = (id: string, at = NOW) => ({ id, at, until: at + MINUTE });

	it('leaves a result that was written although it heard that it was not', async () => {
		const { id } = await handedOver();
		const key = { handoverId: id, step: 'task' } as const;
		await world.store.claimStep(key, claim('a'));
		const done = { status: 'done' as const, at: '', what: 'Did it' };
		await world.store.finishStep(key, 'a', done);
		// The connection broke in the commit, so it takes it for failed.
		expect(await world.store.finishStep(key, 'a', { status: 'failed', at: '', what: 'Not done' })).toEqual(done);
		expect(await world.store.steps(id)).toEqual({ task: done });
	});

	it('does not give back an event that another one tells by now', async () => {
		const { id } = await handedOver();
		const { events } = world.store;
		const [opened] = await events.pending('flow', { types: ['opened'] }, 0, NOW, 10);
		await events.claimEvent('flow', opened, claim('slow'));
		await events.claimEvent('flow', opened, claim('fast', NOW + MINUTE));
		await events.releaseEvent('flow', opened.id, 'slow');
		expect(await events.claimEvent('flow', opened, claim('third', NOW + MINUTE))).toBe(false);
		expect(opened.handoverId).toBe(id);
	});
});
