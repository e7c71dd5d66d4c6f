import { assignConversation } from '../../../handover/actions/assignConversation';
import { createTask } from '../../../handover/actions/createTask';
import { detectHandover } from '../../../handover/actions/detectHandover';
import type { Subject } from '../../../handover/actions/episode';
import { checkBot, pauseBot, resumeBot } from '../../../handover/actions/pauseBot';
import { AssigneeRefused, DeskError, type Desk } from '../../../handover/desks/desk';
import { builtInDetector } from '../../../handover/detection/builtInDetector';
import { readRules } from '../../../handover/detection/scenarios';
import type { InboundEvent } from '../../../handover/inbound/event';
import { receive, type Received } from '../../../handover/inbound/receive';
import { DEFAULT_PAUSE } from '../../../handover/pause';
import type { Handover } from '../../../handover/receipt';
import { DAY, HOUR, MINUTE, NOW } from '../../support/builders';
import { aSubject, aWorld, conversation, type World } from '../../support/world';

let world: World;
beforeEach(async () => {
	world = await aWorld();
});
afterEach(() => world.close());

const REF = conversation();
const ANA = { id: 'ana', name: 'Ana' };
const BEN = { id: 'ben', name: 'Ben' };
/** What a desk's trigger has been told: how long a person's message keeps the bot quiet. */
const TAKEOVER = { days: 0, hours: 2, minutes: 0 };

/** An event about the conversation; it happened when it came in unless told otherwise. */
type Told = { kind: InboundEvent['kind'] } & Partial<Record<'at' | 'messageId' | 'text' | 'agent' | 'assignee' | 'taskId' | 'conversationId', unknown>>;

function take(what: Told, at: number, desk: Partial<Desk> = {}): Promise<Received | undefined> {
	const event = { conversationId: 'c-1', contact: { id: 'contact of c-1' }, at: NOW + at, messageId: `in-${at}`, text: 'Hello', attachments: [], ...what };
	return receive(world.ctx(at, desk), event as unknown as InboundEvent, TAKEOVER);
}

async function handedOver(at = 0): Promise<Subject> {
	const result = await detectHandover(world.ctx(at), {
		...aSubject(),
		message: 'Can I talk to a human?',
		rules: readRules([{ scenario: 'human_requested' }]),
		detector: builtInDetector,
	});
	if (result.branch !== 'handover') throw new Error(`No handover, but ${result.branch}`);
	return aSubject('c-1', { id: result.receipt.id });
}

const mayReply = async (at: number) => (await checkBot(world.ctx(at), aSubject())).bot.mayReply;
const known = async ({ incoming }: Subject) => (await world.store.handover(incoming.id ?? '')) as Handover;
const owner = (who?: { id: string; name: string }): Partial<Desk> => ({ look: async () => ({ contact: {}, owner: who }) });

describe('a person writes at the desk', () => {
	it('and has claimed and answered the handover', async () => {
		const subject = await handedOver();
		expect(await take({ kind: 'human_message', agent: ANA }, MINUTE)).toMatchObject({ branch: 'human', receipt: { assignee: ANA } });
		expect(await known(subject)).toMatchObject({ claimedAt: NOW + MINUTE, firstReplyAt: NOW + MINUTE, waitingSince: undefined });
		expect((await world.store.assignments(subject.incoming.id ?? '')).map(({ how }) => how)).toEqual(['claimed']);
	});

	it.each([
		['as the trigger says', undefined, 2],
		['as the pause itself says', 5, 5],
	])('and the bot is quiet %s', async (_, idleHours, hours) => {
		await pauseBot(world.ctx(), await handedOver(), { ...DEFAULT_PAUSE, hours: 1 }, { idleHours });
		await take({ kind: 'human_message' }, 30 * MINUTE);
		expect(await mayReply(30 * MINUTE + hours * HOUR - 1)).toBe(false);
		expect(await mayReply(30 * MINUTE + hours * HOUR)).toBe(true);
	});

	it('by the name under which they got it, which the desk need not be asked', async () => {
		const subject = await handedOver();
		await world.store.setAssignee(subject.incoming.id ?? '', ANA, NOW);
		await take({ kind: 'human_message', agent: { id: 'ana', name: 'ana' } }, MINUTE, { agents: () => Promise.reject(new Error('Asked')) });
		const happened = await world.store.events.pending('a flow', { types: ['claimed'] }, 0, NOW + DAY, 10);
		expect(happened.map(({ data }) => data?.agent)).toEqual([ANA]);
	});

	it('although the desk can\'t say who it is', async () => {
		await handedOver();
		const away = { agents: () => Promise.reject(new Error('The desk is away')) };
		expect(await take({ kind: 'human_message', agent: { id: '7', name: '7' } }, MINUTE, away)).toMatchObject({ receipt: { assignee: { id: '7' } } });
	});

	it('and a picture counts as well', async () => {
		await take({ kind: 'human_message', text: '' }, MINUTE);
		expect(await world.store.messages(REF)).toMatchObject([{ from: 'agent', text: '(no text)' }]);
	});
});

describe('a person answers a customer in the queue', () => {
	const GONE = new AssigneeRefused('Unknown', 'Choose somebody else.');
	const DOWN = new DeskError('The desk is down', 'Try again.', { mayHaveActed: false });

	it('and has them at the desk as well, with the task', async () => {
		const subject = await handedOver();
		await createTask(world.ctx(), { ...subject, due: { hours: 24 } });
		const done: string[] = [];
		const desk: Partial<Desk> = {
			assign: async (_thread, { name }) => void done.push(`assign ${name}`),
			assignTask: async (_handover, { name }) => void done.push(`task ${name}`),
		};
		await take({ kind: 'human_message', agent: ANA }, MINUTE, desk);
		await take({ kind: 'human_message', agent: BEN }, 2 * MINUTE, desk);
		expect(done).toEqual(['assign Ana', 'task Ana']);
		expect(await known(subject)).toMatchObject({ assignee: ANA, claimedAt: NOW + MINUTE });
	});

	it.each([['refuses', GONE], ['can\'t be told', DOWN]])('also when the desk %s', async (_words, error) => {
		const subject = await handedOver();
		expect(await take({ kind: 'human_message', agent: ANA }, MINUTE, { assign: () => Promise.reject(error) })).toMatchObject({ branch: 'human' });
		expect(await known(subject)).toMatchObject({ assignee: ANA, claimedAt: NOW + MINUTE });
	});
});

describe('a customer writes at the desk', () => {
	it('and waits for the team, however the flow is wired', async () => {
		const subject = await handedOver();
		await take({ kind: 'human_message' }, MINUTE);
		expect((await known(subject)).waitingSince).toBeUndefined();
		await take({ kind: 'customer_message', messageId: 'm-1', text: 'And now?' }, 2 * MINUTE);
		expect((await known(subject)).waitingSince).toBe(NOW + 2 * MINUTE);
		// The flow's own check sees the same message.
		await checkBot(world.ctx(2 * MINUTE + 1), aSubject(), 'And now?', 'm-1');
		expect((await world.store.messages(REF)).filter(({ text }) => text === 'And now?')).toHaveLength(1);
	});

	it('and the bot, when it may speak, finds a message that nobody has seen', async () => {
		await take({ kind: 'customer_message' }, MINUTE);
		expect(await world.store.messages(REF)).toEqual([]);
	});

	it('never changes a pause', async () => {
		await handedOver();
		const before = (await world.store.situation(REF)).pause;
		for (let minute = 1; minute < 5; minute++) await take({ kind: 'customer_message' }, minute * MINUTE);
		expect((await world.store.situation(REF)).pause).toEqual(before);
	});
});

describe('somebody is given the conversation at the desk', () => {
	it('and has claimed it: a pause that waited for that gets an end', async () => {
		const subject = await handedOver();
		await pauseBot(world.ctx(), subject, { person: 'claimed', alertEveryHours: 4 });
		expect(await take({ kind: 'assigned', assignee: ANA }, 5 * MINUTE, owner(ANA))).toMatchObject({ branch: 'update', receipt: { assignee: ANA }, bot: { why: 'A person has the conversation' } });
		expect(await known(subject)).toMatchObject({ claimedAt: NOW + 5 * MINUTE, waitingSince: NOW });
		expect(await mayReply(5 * MINUTE + 2 * HOUR - 1)).toBe(false);
		expect(await mayReply(5 * MINUTE + 2 * HOUR)).toBe(true);
	});

	it.each<[string, Partial<Desk>, object]>([
		['the desk names nobody now', owner(undefined), { assignee: ANA }],
		['it is our own assignment', owner(BEN), { assignee: BEN }],
		['the desk names our own choice again', owner(BEN), { assignee: ANA }],
	])('but has claimed nothing when %s', async (_, desk, what) => {
		const subject = await handedOver();
		await world.store.setAssignee(subject.incoming.id ?? '', BEN, NOW);
		const before = (await world.store.situation(REF)).pause;
		await take({ kind: 'assigned', ...what }, 5 * MINUTE, desk);
		expect((await known(subject)).claimedAt).toBeUndefined();
		expect((await world.store.situation(REF)).pause).toEqual(before);
	});

	it('and gets the task with it', async () => {
		const subject = await handedOver();
		await createTask(world.ctx(), { ...subject, due: { hours: 24 } });
		const moved: string[] = [];
		await take({ kind: 'assigned', assignee: BEN }, 5 * MINUTE, { ...owner(BEN), assignTask: async (_handover, { name }) => void moved.push(name) });
		expect(moved).toEqual(['Ben']);
	});

	it('but not while Escalate is just taking it from them', async () => {
		const subject = await handedOver();
		const { id } = await known(subject);
		await world.store.setAssignee(id, ANA, NOW);
		await world.store.confirmAssignment(id, { how: 'assigned', cause: 'assigned', to: ANA }, NOW);
		const member = { ...BEN, capacity: 5, available: true };
		await world.store.escalate(await known(subject), 'e-1', ['ben'], () => ({ member, why: 'test' }), NOW + HOUR);
		const told = (at: number) => take({ kind: 'assigned', assignee: ANA }, at, owner(ANA));
		expect(await told(HOUR + MINUTE)).toBeUndefined();
		expect((await known(subject)).assignee?.id).toBe('ben');
		expect(await told(HOUR + 3 * MINUTE)).toMatchObject({ receipt: { assignee: ANA } });
	});
});

describe('what waits in the queue although the desk shows an owner', () => {
	/** Ana has gone home, and nobody else is there. */
	async function queued(): Promise<Subject> {
		const subject = await handedOver();
		const team = [{ id: 'ana', name: 'Ana', capacity: 5, available: false }];
		await assignConversation(world.ctx(0, owner(ANA)), { ...subject, team, assignTo: { to: 'anyone', by: 'round_robin' }, ifNobodyFree: 'queue', skipIfOwned: true });
		expect((await known(subject)).assignee).toBeUndefined();
		return subject;
	}

	it('is not claimed by a desk that names them again, whatever it was that changed', async () => {
		const subject = await queued();
		expect(await take({ kind: 'assigned', assignee: ANA }, HOUR, owner(ANA))).toBeUndefined();
		expect(await known(subject)).toMatchObject({ waitingSince: NOW });
		expect((await known(subject)).claimedAt).toBeUndefined();
	});

	it('is claimed by anybody else', async () => {
		const subject = await queued();
		expect(await take({ kind: 'assigned', assignee: BEN }, HOUR, owner(BEN))).toMatchObject({ branch: 'update', receipt: { assignee: BEN } });
		expect(await take({ kind: 'assigned', assignee: ANA }, 2 * HOUR, owner(ANA))).toMatchObject({ receipt: { assignee: ANA } });
		expect((await known(subject)).claimedAt).toBe(NOW + HOUR);
	});
});

describe('a task is done at the desk', () => {
	const withTask: Partial<Desk> = { createTask: async (_handover, { title, dueAt }) => ({ id: 't-1', title, dueAt }) };

	it.each([
		['while a person has it', false],
		['when the bot is back', true],
	])('is noted once, %s', async (_, isBack) => {
		const subject = await handedOver();
		await createTask(world.ctx(0, withTask), { ...subject, due: { hours: 1 } });
		if (isBack) await resumeBot(world.ctx(MINUTE), aSubject());
		const done = (at: number) => take({ kind: 'task_completed', taskId: 't-1', conversationId: undefined }, at);
		expect(await done(HOUR)).toMatchObject({ branch: 'update', ref: REF, receipt: { id: subject.incoming.id }, bot: { mayReply: isBack } });
		expect((await known(subject)).taskCompletedAt).toBe(NOW + HOUR);
		expect(await done(2 * HOUR)).toBeUndefined();
	});

	it('and is none of ours', async () => {
		await createTask(world.ctx(0, withTask), { ...(await handedOver()), due: { hours: 1 } });
		expect(await take({ kind: 'task_completed', taskId: 't-2', conversationId: undefined }, HOUR)).toBeUndefined();
	});
});

// Invariant 9: what a desk tells late, of an episode that is over, doesn't touch the next one.
describe('what happened before', () => {
	/** One handover that a person resolved after an hour, and a second one from the second hour on. */
	async function second(): Promise<Subject> {
		await handedOver();
		await take({ kind: 'resolved' }, HOUR);
		return handedOver(2 * HOUR);
	}

	it.each<[string, Told]>([
		['a message of a person', { kind: 'human_message', agent: ANA }],
		['an assignment', { kind: 'assigned', assignee: ANA }],
		['its end', { kind: 'resolved' }],
		['its return to the bot', { kind: 'given_to_bot' }],
	])('is no part of the handover that is open now: %s', async (_, what) => {
		const subject = await second();
		const before = await world.store.situation(REF);
		expect(await take({ ...what, at: NOW + 30 * MINUTE }, 3 * HOUR, owner(ANA))).toBeUndefined();
		expect(await world.store.situation(REF)).toEqual(before);
		// The same now is.
		await take(what, 3 * HOUR + 1, owner(ANA));
		expect(await known(subject)).not.toEqual(before.open);
	});

	it('a message that was written before its writer resolved the conversation pauses nobody', async () => {
		await handedOver();
		await take({ kind: 'resolved' }, HOUR);
		expect(await take({ kind: 'human_message', at: NOW + HOUR - 1 }, HOUR + 5)).toBeUndefined();
		expect(await mayReply(HOUR + 5)).toBe(true);
		expect(await take({ kind: 'human_message' }, HOUR + MINUTE)).toMatchObject({ branch: 'human' });
		expect(await mayReply(HOUR + MINUTE)).toBe(false);
	});

	it('a message that was written while the pause was running out pauses the bot', async () => {
		await handedOver();
		expect(await take({ kind: 'human_message', at: NOW + 8 * HOUR - 1 }, 8 * HOUR + 5)).toMatchObject({ branch: 'human', bot: { mayReply: false } });
	});

	it('a takeover ends with "send and resolve", in whichever order the two arrive', async () => {
		await take({ kind: 'human_message' }, 2000);
		expect(await take({ kind: 'resolved', at: NOW + 1000 }, 2001)).toMatchObject({ branch: 'update', bot: { mayReply: true } });
		await take({ kind: 'human_message' }, DAY);
		expect(await take({ kind: 'resolved', at: NOW + HOUR }, DAY + 1)).toBeUndefined();
		expect(await mayReply(DAY + 2)).toBe(false);
	});
});
