import { createTask } from '../../handover/actions/createTask';
import { detectHandover, type DetectInput, type DetectOutput } from '../../handover/actions/detectHandover';
import type { Subject } from '../../handover/actions/episode';
import { checkBot, humanReplied, pauseBot, resumeBot } from '../../handover/actions/pauseBot';
import { builtInDetector } from '../../handover/detection/builtInDetector';
import type { Detector } from '../../handover/detection/detector';
import { readRules } from '../../handover/detection/scenarios';
import { DEFAULT_PAUSE, type PauseUntil } from '../../handover/pause';
import { toIso } from '../../handover/receipt';
import { DAY, HOUR, MINUTE, NOW } from '../support/builders';
import { aSubject, aWorld, conversation, type World } from '../support/world';

let world: World;
beforeEach(async () => {
	world = await aWorld();
});
afterEach(() => world.close());

const RULES = readRules([{ scenario: 'human_requested' }, { scenario: 'failed_to_resolve', attempts: 2 }]);
const QUESTION = 'How can I change the delivery address of my order?';

function detect(input: Partial<DetectInput>, at = 0): Promise<DetectOutput> {
	return detectHandover(world.ctx(at), { ...aSubject(), rules: RULES, detector: builtInDetector, ...input });
}

/** The customer asks for a person, and gets one. */
async function handedOver(at = 0, over: Partial<DetectInput> = {}): Promise<Subject> {
	const result = await detect({ message: 'Can I talk to a human?', ...over }, at);
	if (result.branch !== 'handover') throw new Error(`No handover, but ${result.branch}`);
	return aSubject('c-1', { id: result.receipt.id });
}

const check = (at: number) => checkBot(world.ctx(at), aSubject());
const statusOf = async ({ incoming }: Subject) => (await world.store.handover(incoming.id ?? ''))?.status;

/** A desk that notes when its own bot is switched on or off. */
function aBotSwitch(): { switched: boolean[]; switchBot: (thread: unknown, on: boolean) => Promise<undefined> } {
	const switched: boolean[] = [];
	return {
		switched,
		switchBot: async (_thread, on) => {
			switched.push(on);
			return undefined;
		},
	};
}

describe('Pause', () => {
	it.each<[string, PauseUntil, string, object]>([
		['until a date', { at: '2026-03-30T09:00' }, 'for 2 days, 21 hours, until 30 Mar 2026, 09:00', { until: '2026-03-30T09:00:00.000Z' }],
		['until a person acts', { person: 'claimed', alertEveryHours: 4 }, 'until a person acts, with an alert every 4 hours', { ends: 'claimed' }],
		['until a person closes it', { person: 'closed', alertEveryHours: 1 }, 'until a person closes it, with an alert every 1 hour', { ends: 'closed' }],
	])('shows in the receipt: %s', async (_, until, words, data) => {
		const { receipt } = await pauseBot(world.ctx(), await handedOver(), until);
		expect(receipt?.steps.pause).toMatchObject({ status: 'done', what: `Bot paused ${words}`, data });
		expect(JSON.stringify(receipt)).not.toContain('275760');
	});

	it.each(['claimed', 'closed'] as const)('stays quiet for years until a person comes (%s), also for a customer the bot has never met', async (person) => {
		const output = await pauseBot(world.ctx(), aSubject('new'), { person, alertEveryHours: 1 });
		const years = await checkBot(world.ctx(3000 * DAY), aSubject('new'), 'Hello?');
		for (const { bot } of [output, years]) {
			expect(bot).toMatchObject({ mayReply: false, why: expect.stringContaining('Paused by the flow, until a person') });
			expect(bot.until).toBeUndefined();
		}
		await humanReplied(world.ctx(3000 * DAY), aSubject('new'));
		expect((await checkBot(world.ctx(3000 * DAY + 8 * HOUR), aSubject('new'))).bot.mayReply).toBe(person === 'claimed');
		await resumeBot(world.ctx(3001 * DAY), aSubject('new'));
		expect((await checkBot(world.ctx(3001 * DAY), aSubject('new'))).bot.mayReply).toBe(true);
	});

	it('survives another connection to the same store', async () => {
		await pauseBot(world.ctx(), aSubject(), { person: 'claimed', alertEveryHours: 1 }, { idleHours: 2 });
		const ctx = { ...world.ctx(HOUR), store: await world.another() };
		await humanReplied(ctx, aSubject());
		expect((await check(3 * HOUR - 1)).bot.mayReply).toBe(false);
		expect((await check(3 * HOUR)).bot.mayReply).toBe(true);
	});
});

describe('Human Replied', () => {
	it.each([
		['as the pause says', undefined, undefined, 2],
		['as the pause says, whatever a trigger says', undefined, { ...DEFAULT_PAUSE, hours: 12 }, 2],
		['as this message says', { ...DEFAULT_PAUSE, hours: 5 }, undefined, 5],
	])('keeps the bot quiet %s', async (_, length, otherwise, hours) => {
		await pauseBot(world.ctx(), await handedOver(), { ...DEFAULT_PAUSE, hours: 1 }, { idleHours: 2 });
		await humanReplied(world.ctx(30 * MINUTE), aSubject(), { length, otherwise });
		expect((await check(30 * MINUTE + hours * HOUR - 1)).bot.mayReply).toBe(false);
		expect((await check(30 * MINUTE + hours * HOUR)).bot.mayReply).toBe(true);
	});

	it('counts each message from then on', async () => {
		await pauseBot(world.ctx(), await handedOver(), { ...DEFAULT_PAUSE, hours: 1 }, { idleHours: 2 });
		for (const at of [30, 90, 150]) await humanReplied(world.ctx(at * MINUTE), aSubject());
		expect((await check(270 * MINUTE - 1)).bot.mayReply).toBe(false);
		expect((await check(270 * MINUTE)).bot.mayReply).toBe(true);
	});

	it('is noted in the handover: it has been claimed, and the customer no longer waits', async () => {
		const { incoming } = await handedOver();
		const agent = { id: 'ana', name: 'Ana' };
		const { receipt } = await humanReplied(world.ctx(MINUTE), aSubject(), { text: 'Hello', agent });
		expect(receipt).toMatchObject({ claimedAt: toIso(NOW + MINUTE), firstReplyAt: toIso(NOW + MINUTE), assignee: agent, inQueue: false });
		expect((await world.store.handover(incoming.id ?? ''))?.waitingSince).toBeUndefined();
	});

	it('leaves the owner who was found', async () => {
		const { incoming } = await handedOver();
		await world.store.setAssignee(incoming.id ?? '', { id: 'ben', name: 'Ben' }, NOW);
		const { receipt } = await humanReplied(world.ctx(MINUTE), aSubject(), { agent: { id: 'ana', name: 'Ana' } });
		expect(receipt?.assignee?.name).toBe('Ben');
	});

	it('counts a message once that comes twice, so that a customer who has written since still waits', async () => {
		const { incoming } = await handedOver();
		const reply = { text: '', messageId: 'm-1' };
		await humanReplied(world.ctx(MINUTE), aSubject(), reply);
		await checkBot(world.ctx(2 * MINUTE), aSubject(), 'And now?');
		const before = await world.store.situation(conversation());
		const again = await humanReplied(world.ctx(HOUR), aSubject(), reply);
		expect(again).toMatchObject({ receipt: { id: incoming.id }, bot: { mayReply: false } });
		expect(await world.store.situation(conversation())).toEqual(before);
		expect(before.open?.waitingSince).toBe(NOW + 2 * MINUTE);
		expect((await world.store.messages(conversation())).filter(({ from }) => from === 'agent')).toHaveLength(1);
	});

	it('that comes again when the bot is back, leaves the bot alone', async () => {
		await handedOver();
		await humanReplied(world.ctx(MINUTE), aSubject(), { text: 'Hello', messageId: 'm-1' });
		await resumeBot(world.ctx(2 * MINUTE), aSubject());
		expect((await humanReplied(world.ctx(3 * MINUTE), aSubject(), { text: 'Hello', messageId: 'm-1' })).bot.mayReply).toBe(true);
		expect((await check(3 * MINUTE)).bot.mayReply).toBe(true);
	});
});

describe('Resume', () => {
	it('behind a handover that is open ends that one', async () => {
		const subject = await handedOver();
		const desk = aBotSwitch();
		const { receipt, bot } = await resumeBot(world.ctx(MINUTE, desk), subject);
		expect(receipt).toMatchObject({ status: 'closed', outcome: 'back_to_bot' });
		expect(bot.mayReply).toBe(true);
		expect(desk.switched).toEqual([true]);
	});

	it('behind a handover that is over ends no newer one', async () => {
		const first = await handedOver();
		await resumeBot(world.ctx(MINUTE), first);
		const second = await handedOver(HOUR);
		const desk = aBotSwitch();
		const { receipt, bot } = await resumeBot(world.ctx(2 * HOUR, desk), first);
		expect(receipt?.id).toBe(first.incoming.id);
		expect(bot.mayReply).toBe(false);
		expect(await statusOf(second)).toBe('open');
		expect(desk.switched).toEqual([]);
	});

	it('behind a handover that is over leaves a pause that was set since', async () => {
		const first = await handedOver();
		await resumeBot(world.ctx(MINUTE), first);
		await humanReplied(world.ctx(HOUR), aSubject());
		const desk = aBotSwitch();
		expect((await resumeBot(world.ctx(2 * HOUR, desk), first)).bot.mayReply).toBe(false);
		expect((await check(2 * HOUR)).bot.mayReply).toBe(false);
		expect(desk.switched).toEqual([]);
	});

	it('behind a pause that ended by itself switches the desk\'s own bot on', async () => {
		const subject = await handedOver();
		await check(8 * HOUR);
		expect(await statusOf(subject)).toBe('closed');
		const desk = aBotSwitch();
		const { receipt, bot } = await resumeBot(world.ctx(8 * HOUR + MINUTE, desk), subject);
		expect(receipt).toMatchObject({ outcome: 'bot_returned' });
		expect(bot.mayReply).toBe(true);
		expect(desk.switched).toEqual([true]);
	});
});

describe('Check', () => {
	it('tells a bot that is back what it should know, for 30 days', async () => {
		const { incoming } = await handedOver();
		await humanReplied(world.ctx(MINUTE), aSubject(), { text: 'I refund the 40 €' });
		expect((await check(2 * MINUTE)).last).toBeUndefined();
		await world.store.resume(conversation(), 'resolved', NOW + HOUR, { closing: { note: 'Refund until Friday' } });
		const { last } = await check(HOUR + 30 * DAY);
		expect(last).toEqual({ id: incoming.id, outcome: 'resolved', closedAt: toIso(NOW + HOUR), memory: expect.stringMatching(/“I refund the 40 €”[^]*“Refund until Friday”/) });
		expect((await check(HOUR + 30 * DAY + 1)).last).toBeUndefined();
		expect(await detect({ message: 'Thanks, and when do you open?' }, 2 * HOUR)).toMatchObject({ branch: 'continue', check: { last } });
	});

	it('has nothing to tell about a customer who never had a person', async () => {
		expect(await check(0)).toEqual({ bot: { mayReply: true, why: 'The bot is not paused' } });
	});

	it('keeps a message once, by its id', async () => {
		await handedOver();
		for (const at of [1, 2]) await checkBot(world.ctx(at), aSubject(), 'Hello?', 'm-9');
		await checkBot(world.ctx(3), aSubject(), 'Hello?');
		expect((await world.store.messages(conversation())).filter(({ text }) => text === 'Hello?')).toHaveLength(2);
	});
});

// Invariant 9: a closed episode's triggers, counters and timers have no effect on the next one.
describe('after an episode', () => {
	it.each<[string, Partial<DetectInput>]>([
		['with the id the channel gave it', { messageId: 'm-1' }],
		['by an execution that is retried', { isRetry: true }],
	])('its trigger delivered again, %s, opens nothing and counts nothing', async (_, how) => {
		const subject = await handedOver(0, { ...how, isRetry: false });
		await humanReplied(world.ctx(MINUTE), aSubject(), { text: 'Hi' });
		await resumeBot(world.ctx(HOUR), aSubject());
		const messages = await world.store.messages(conversation());
		const again = await detect({ message: 'Can I talk to a human?', ...how }, 2 * HOUR);
		expect(again).toEqual({ branch: 'with_human', bot: { mayReply: false, why: expect.stringContaining('came before') } });
		expect((await world.store.situation(conversation())).open).toBeUndefined();
		expect(await world.store.messages(conversation())).toEqual(messages);
		expect((await world.store.attempts(conversation())).failed).toBe(0);
		expect(await statusOf(subject)).toBe('closed');
	});

	it('its trigger is known also when many messages have come since', async () => {
		await handedOver(0, { messageId: 'm-1' });
		await resumeBot(world.ctx(HOUR), aSubject());
		for (let n = 2; n < 20; n++) await detect({ message: `Question ${n}`, messageId: `m-${n}` }, HOUR + n);
		expect((await detect({ message: 'Can I talk to a human?', messageId: 'm-1' }, 2 * HOUR)).branch).toBe('with_human');
	});

	it('a message that the bot had answered before it is not answered again', async () => {
		await detect({ message: 'When do you open?', messageId: 'm-0' });
		await handedOver(MINUTE);
		await resumeBot(world.ctx(HOUR), aSubject());
		expect((await detect({ message: 'When do you open?', messageId: 'm-0' }, 2 * HOUR)).branch).toBe('with_human');
	});

	it('a new message with the same words is a new one', async () => {
		await handedOver(0, { messageId: 'm-1' });
		await resumeBot(world.ctx(HOUR), aSubject());
		expect((await detect({ message: 'Can I talk to a human?', messageId: 'm-2' }, 2 * HOUR)).branch).toBe('handover');
	});

	it('the failed attempts before it are forgotten', async () => {
		const failed = { botReply: 'I am sorry, I do not know that.' };
		await detect({ message: QUESTION, ...failed });
		await handedOver(MINUTE);
		await resumeBot(world.ctx(HOUR), aSubject());
		expect(await detect({ message: 'Do you sell gift cards?', ...failed }, 2 * HOUR)).toMatchObject({ branch: 'continue', check: { attempts: { failed: 1 } } });
	});

	it.each([
		['a person gave it back', (at: number) => resumeBot(world.ctx(at), aSubject())],
		['the time was over', () => check(9 * HOUR)],
	])('nothing said before it tells the detector what is asked again, when %s', async (_, end) => {
		await detect({ message: QUESTION });
		await detect({ botReply: 'In your account, under orders.' });
		await handedOver(MINUTE);
		await humanReplied(world.ctx(2 * MINUTE), aSubject(), { text: 'Ana here', length: { days: 0, hours: 1, minutes: 0 } });
		await end(8 * HOUR);
		const heard: string[][] = [];
		const detector: Detector = async ({ history = [] }) => {
			heard.push(history.map(({ text }) => text));
			return { findings: [], detector: 'built-in' };
		};
		await detect({ message: QUESTION, detector }, 10 * HOUR);
		await detect({ message: 'Hello?', detector }, 11 * HOUR);
		expect(heard).toEqual([[], [QUESTION]]);
	});

	it('a message to the bot is none that the team has left without an answer', async () => {
		const { incoming } = await handedOver();
		await humanReplied(world.ctx(MINUTE), aSubject(), { text: 'Done' });
		await detect({ message: 'When do you open?' }, 9 * HOUR);
		expect(await world.store.handover(incoming.id ?? '')).toMatchObject({ status: 'closed', waitingSince: undefined });
	});

	it('its steps run late change nothing', async () => {
		const subject = await handedOver();
		await resumeBot(world.ctx(MINUTE), subject);
		const { receipt, bot } = await pauseBot(world.ctx(HOUR), subject, { person: 'closed', alertEveryHours: 1 });
		expect(receipt?.steps.pause?.status).toBe('skipped');
		expect(bot.mayReply).toBe(true);
		expect((await createTask(world.ctx(HOUR), { ...subject, due: { hours: 1 } })).result.status).toBe('skipped');
	});
});
