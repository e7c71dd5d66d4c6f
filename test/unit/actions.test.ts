import { assignConversation, type AssignInput } from '../../handover/actions/assignConversation';
import { completeTask, createTask } from '../../handover/actions/createTask';
import { detectHandover, type DetectInput } from '../../handover/actions/detectHandover';
import { currentEpisode } from '../../handover/actions/episode';
import { checkBot, humanReplied, pauseBot, resumeBot } from '../../handover/actions/pauseBot';
import { sendFinalMessage } from '../../handover/actions/sendFinalMessage';
import { addTags, removeTags } from '../../handover/actions/tagContact';
import { builtInDetector } from '../../handover/detection/builtInDetector';
import type { Finding } from '../../handover/detection/detector';
import { readRules } from '../../handover/detection/scenarios';
import { HandoverError } from '../../handover/errors';
import { DEFAULT_FINAL_MESSAGE } from '../../handover/message';
import { DEFAULT_PAUSE } from '../../handover/pause';
import type { Receipt } from '../../handover/receipt';
import { aFinalMessage, HOUR, MINUTE, aMember } from '../support/builders';
import { aSubject, aWorld, conversation, type World } from '../support/world';

let world: World;
beforeEach(async () => {
	world = await aWorld();
});
afterEach(() => world.close());

const ALL_SCENARIOS = readRules([
	{ scenario: 'human_requested' },
	{ scenario: 'lack_of_information' },
	{ scenario: 'failed_to_resolve', attempts: 2 },
]);

const NO_GAP_SCENARIO = ALL_SCENARIOS.filter(({ scenario }) => scenario !== 'lack_of_information');

const detect = (input: Partial<DetectInput>, at = 0) =>
	detectHandover(world.ctx(at), {
		ref: conversation(),
		contact: { id: 'contact of c-1', name: 'Rosa Lima' },
		channel: 'chat',
		rules: ALL_SCENARIOS,
		detector: builtInDetector,
		...input,
	});

/** A customer asks for a person: the receipt of the handover that opens. */
async function handedOver(at = 0): Promise<Receipt> {
	const result = await detect({ message: 'Can I talk to a human?' }, at);
	if (result.branch !== 'handover') throw new Error(`No handover, but ${result.branch}`);
	return result.receipt;
}

const TEAM = [aMember('Ana'), aMember('Ben')];

const assigning = (receipt: Receipt, over: Partial<AssignInput> = {}): AssignInput => ({
	...aSubject('c-1', { id: receipt.id }),
	team: TEAM,
	assignTo: { to: 'anyone', by: 'round_robin' },
	ifNobodyFree: 'anyone',
	skipIfOwned: true,
	...over,
});

const on = ({ id }: Receipt) => aSubject('c-1', { id });

describe('Detect Handover Trigger', () => {
	it('takes an older message that is delivered again for the same, not for a repeated question', async () => {
		const rules = readRules([{ scenario: 'failed_to_resolve', attempts: 1 }]);
		const first = { message: 'How can I change the delivery address of my order?', messageId: 'm-1', rules };
		await detect(first);
		await detect({ botReply: 'In your account, under orders.', messageId: 'm-1', rules });
		await detect({ message: 'Do you also sell gift cards for birthdays?', messageId: 'm-2', rules });
		await detect({ botReply: 'Yes, from 10 to 200 euros.', messageId: 'm-2', rules });
		expect(await detect(first)).toMatchObject({ branch: 'continue', check: { attempts: { failed: 0 } } });
		expect((await world.store.messages(conversation())).filter(({ from }) => from === 'customer')).toHaveLength(2);
		expect(await detect({ ...first, messageId: 'm-3' })).toMatchObject({ branch: 'handover' });
	});

	it('takes a message of an execution that runs again for the same', async () => {
		const rules = readRules([{ scenario: 'failed_to_resolve', attempts: 1 }]);
		const message = 'How can I change the delivery address of my order?';
		await detect({ message, turnId: 'run 1', rules });
		expect(await detect({ message, turnId: 'run 2', isRetry: true, rules })).toMatchObject({ branch: 'continue' });
		expect(await detect({ message, turnId: 'run 3', rules })).toMatchObject({ branch: 'handover' });
	});

	it('opens a handover that says why, with the words and where they stand', async () => {
		expect(await handedOver()).toMatchObject({
			scenario: 'human_requested',
			conversationId: 'c-1',
			status: 'open',
			inQueue: true,
			message: 'Can I talk to a human?',
			evidence: { text: expect.stringContaining('talk to a human'), start: expect.any(Number) },
			detector: 'built-in',
			openedAt: '2026-03-27T12:00:00.000Z',
			deadline: '2026-03-28T12:00:00.000Z',
			steps: {},
		});
	});

	it('keeps quiet while the handover is open, also for another request', async () => {
		const first = await handedOver();
		const second = await detect({ message: 'I want a human, please!' }, MINUTE);
		expect(second).toMatchObject({ branch: 'with_human', receipt: { id: first.id }, bot: { mayReply: false } });
	});

	it('gives the same message delivered twice to the handover it opened', async () => {
		const first = await detect({ message: 'A human please', messageId: 'm-1' });
		const again = await detect({ message: 'A human please', messageId: 'm-1' }, MINUTE);
		expect([first.branch, again]).toEqual([
			'handover',
			expect.objectContaining({ branch: 'handover', resumed: true }),
		]);
	});

	it('opens one handover when messages race', async () => {
		const results = await Promise.all(
			Array.from({ length: 10 }, () => detect({ message: 'I need a human' })),
		);
		expect(results.filter(({ branch }) => branch === 'handover')).toHaveLength(1);
		expect(results.filter(({ branch }) => branch === 'with_human')).toHaveLength(9);
	});

	it('sends the next message into a handover whose step failed', async () => {
		const receipt = await handedOver();
		const refuses = { createTask: () => Promise.reject(new Error('The desk is away')) };
		const task = { ...on(receipt), due: { hours: 24 } };
		await expect(createTask(world.ctx(0, refuses), task)).rejects.toThrow('The desk is away');
		const next = await detect({ message: 'Hello?' }, MINUTE);
		expect(next).toMatchObject({
			branch: 'handover',
			resumed: true,
			receipt: { id: receipt.id, steps: { task: { status: 'failed', why: 'The desk is away' } } },
		});
		expect((await createTask(world.ctx(MINUTE), task)).result.status).toBe('done');
		expect((await detect({ message: 'Hello??' }, 2 * MINUTE)).branch).toBe('with_human');
	});

	it('sends the next message into a handover whose flow ended before its usual steps', async () => {
		const usual = async (id: string, text: string, at: number) => {
			const result = await detect({ ref: conversation(id), message: text }, at);
			if (result.branch !== 'handover') throw new Error(result.branch);
			return aSubject(id, { id: result.receipt.id });
		};
		const whole = await usual('whole', 'I want a human', 0);
		await pauseBot(world.ctx(), whole, DEFAULT_PAUSE);
		await sendFinalMessage(world.ctx(), whole, aFinalMessage('Hi'));
		const broken = await usual('broken', 'I want a human', HOUR);
		await pauseBot(world.ctx(HOUR), broken, DEFAULT_PAUSE);

		const next = (at: number) => detect({ ref: conversation('broken'), message: 'Hello?' }, HOUR + at);
		// It may still be running.
		expect((await next(30_000)).branch).toBe('with_human');
		expect(await next(2 * MINUTE)).toMatchObject({ branch: 'handover', resumed: true });
		await sendFinalMessage(world.ctx(HOUR + 2 * MINUTE), broken, aFinalMessage('Hi'));
		expect((await next(10 * MINUTE)).branch).toBe('with_human');
		expect((await detect({ ref: conversation('whole'), message: 'Hello?' }, HOUR)).branch).toBe('with_human');
	});

	it('completes a handover that a tool of the bot opened, so that the customer is told', async () => {
		await createTask(world.ctx(), { ...aSubject(), due: { hours: 24 } });
		const reply = await detect({ botReply: 'I have made a note for my colleagues.' });
		expect(reply).toMatchObject({ branch: 'handover', receipt: { scenario: 'custom', steps: { task: { status: 'done' } } } });
		await sendFinalMessage(world.ctx(), aSubject(), aFinalMessage('Hi'));
		expect((await detect({ message: 'Thanks' })).branch).toBe('with_human');
	});

	it('counts a complaint once that two nodes of a run have judged', async () => {
		const turn = (message: string, turnId: string, botReply?: string) =>
			detect({ message, botReply, turnId, rules: NO_GAP_SCENARIO });
		await turn('Do you sell rings?', 'run 1', 'We sell rings and necklaces.');
		await turn('That did not help', 'run 2');
		expect(await turn('That did not help', 'run 2', 'We sell rings and necklaces.')).toMatchObject({
			check: { attempts: { failed: 1 } },
		});
	});

	it('forgets an episode when the bot is back (invariant 9)', async () => {
		const first = await handedOver();
		expect((await detect({ message: 'What are your hours?' }, 8 * HOUR)).branch).toBe('continue');
		expect(await world.store.handover(first.id)).toMatchObject({ status: 'closed', outcome: 'bot_returned' });
		const second = await handedOver(9 * HOUR);
		expect(second.id).not.toBe(first.id);
		expect(second.steps).toEqual({});
	});

	it.each(['', '   ', '\u0000'])('has nothing to read in %j', async (message) => {
		expect(await detect({ message })).toMatchObject({ branch: 'continue' });
	});

	it('judges the reply, with what the customer wanted for the task', async () => {
		const result = await detect({ botReply: 'I am sorry, I have no information about that.', about: 'Do you engrave?' });
		expect(result).toMatchObject({
			branch: 'handover',
			receipt: { scenario: 'lack_of_information', message: 'Do you engrave?' },
		});
	});

	it('hands over after two failed replies in a flow that only looks at replies', async () => {
		const failed = { botReply: 'I am sorry, I do not know that.', rules: NO_GAP_SCENARIO };
		expect(await detect(failed)).toMatchObject({ check: { attempts: { failed: 1 } } });
		expect(await detect(failed, MINUTE)).toMatchObject({ branch: 'handover', receipt: { scenario: 'failed_to_resolve' } });
	});

	describe('puts only short, whole text on the item', () => {
		const LONG = `a\ud800${'😀'.repeat(100_000)}`;
		const finding = (text: string, confidence: number): Finding => ({
			kind: 'human_requested',
			confidence,
			evidence: { text, start: 7, end: 7 + text.length, rule: `example: ${text}` },
		});
		const finds = (text: string, confidence = 0.9): Partial<DetectInput> => ({
			detector: async () => ({ findings: [finding(text, confidence)], detector: 'built-in' }),
		});
		const contact = { id: 'k', name: LONG, fields: { story: LONG, parts: [LONG], seen: false } };

		it.each<[string, Partial<DetectInput>]>([
			['evidence', { message: 'hi', ...finds(LONG) }],
			['message', { message: LONG, ...finds('hi') }],
			['message that the reply is about', { botReply: 'hi', about: LONG, ...finds('hi') }],
			['contact', { message: 'hi', contact, ...finds('hi') }],
			['evidence that is not enough', { message: 'hi', ...finds(LONG, 0.3) }],
		])('%s', async (_name, input) => {
			const result = await detect(input);
			const texts: string[] = [];
			JSON.stringify(result, (_key, value: unknown) => {
				if (typeof value === 'string') texts.push(value);
				return value;
			});
			expect(texts.length).toBeGreaterThan(3);
			for (const text of texts) {
				expect(text.length).toBeLessThanOrEqual(4000);
				expect(text.isWellFormed()).toBe(true);
			}
		});

		it('with offsets that fit the words', async () => {
			const result = await detect({ message: 'hi', ...finds(`x${LONG}`) });
			const evidence = result.branch === 'handover' ? result.receipt.evidence : undefined;
			expect(evidence).toMatchObject({ text: expect.stringMatching(/^xa\ufffd😀+$/u), start: 7, end: 7 + (evidence?.text.length ?? 0) });
		});

		it('and leaves ordinary contacts as they are', async () => {
			const rosa = { id: 'k', name: 'Rosa 💍', fields: { budget: 90, items: ['a'], seen: false } };
			expect(await detect({ message: 'hi', contact: rosa, ...finds('hi') })).toMatchObject({ receipt: { contact: rosa } });
		});
	});

	it('takes an empty reply for a bot without an answer', async () => {
		expect(await detect({ botReply: '' })).toMatchObject({ receipt: { scenario: 'lack_of_information' } });
	});

	it('hands over after two failed attempts, however the turns are split between nodes', async () => {
		const rules = NO_GAP_SCENARIO;
		const gap = 'I am sorry, I do not know that.';
		await detect({ message: 'Do you sell rings?', rules });
		expect(await detect({ botReply: gap, rules })).toMatchObject({ check: { attempts: { failed: 1, of: 2 } } });
		// The complaint is about the same answer, which has been counted.
		expect(await detect({ message: 'That did not help', rules }, 1)).toMatchObject({ check: { attempts: { failed: 1 } } });
		expect(await detect({ botReply: gap, rules }, 2)).toMatchObject({
			branch: 'handover',
			receipt: { scenario: 'failed_to_resolve', priority: 'high' },
		});
	});

	it('does nothing for scenarios that are switched off', async () => {
		expect(await detect({ message: 'I want a human', rules: [] })).toMatchObject({ branch: 'continue' });
	});
});

describe('Assign Conversation', () => {
	it('gives the handover an owner and tells the desk', async () => {
		const { receipt, result } = await assignConversation(world.ctx(), assigning(await handedOver()));
		expect(receipt).toMatchObject({ assignee: { name: 'Ana' }, inQueue: false });
		expect(result).toMatchObject({ status: 'done', what: 'Assigned to Ana' });
		const thread = { conversation: conversation(), contact: { id: 'contact of c-1' }, channel: 'chat' };
		expect((await world.ctx().desk.look(thread)).owner).toMatchObject({ name: 'Ana' });
	});

	it('returns the first owner when it runs again', async () => {
		const input = assigning(await handedOver());
		await assignConversation(world.ctx(), input);
		const again = await assignConversation(world.ctx(MINUTE), { ...input, assignTo: { to: 'member', member: 'Ben' } });
		expect(again).toMatchObject({ doneNow: false, receipt: { assignee: { name: 'Ana' } } });
	});

	it('leaves it in the queue and says why nobody was free', async () => {
		const away = [aMember('Ana', { available: false }), aMember('Ben', { capacity: 0 })];
		const { receipt } = await assignConversation(world.ctx(), assigning(await handedOver(), { team: away }));
		expect(receipt).toMatchObject({
			inQueue: true,
			steps: {
				assign: {
					status: 'skipped',
					what: 'Waits in the queue',
					why: 'Nobody is free: Ana is not available, Ben is at capacity (0 of 0)',
				},
			},
		});
	});

	it('finds an owner later for one that waits in the queue', async () => {
		const receipt = await handedOver();
		await assignConversation(world.ctx(), assigning(receipt, { team: [] }));
		const later = await assignConversation(world.ctx(MINUTE), assigning(receipt));
		expect(later.receipt).toMatchObject({ assignee: { name: 'Ana' }, inQueue: false });
	});

	it.each([
		['asks somebody else', 'anyone', 'Ben'],
		['waits for them', 'queue', undefined],
	] as const)('%s when the one person is not available', async (_, ifNobodyFree, name) => {
		const team = [aMember('Ana', { available: false }), aMember('Ben')];
		const input = assigning(await handedOver(), { team, ifNobodyFree, assignTo: { to: 'member', member: 'Ana' } });
		const { receipt } = await assignConversation(world.ctx(), input);
		expect(receipt.assignee?.name).toBe(name);
		expect(receipt.steps.assign?.why).toContain('Ana is not available');
	});

	it('skips a contact who has an owner, and brings them back to the same agent', async () => {
		await assignConversation(world.ctx(), assigning(await handedOver(), { assignTo: { to: 'member', member: 'Ben' } }));
		const next = await handedOver(9 * HOUR);
		const { receipt } = await assignConversation(world.ctx(9 * HOUR), assigning(next));
		expect(receipt).toMatchObject({
			assignee: { name: 'Ben' },
			steps: { assign: { status: 'skipped', what: 'Stays with Ben', why: 'The contact already has an owner' } },
		});
	});

	it('looks for somebody else when the owner is not available, or has left', async () => {
		await assignConversation(world.ctx(), assigning(await handedOver(), { assignTo: { to: 'member', member: 'Ben' } }));
		const next = await handedOver(9 * HOUR);
		const { receipt } = await assignConversation(world.ctx(9 * HOUR), assigning(next, { team: [aMember('Ana')] }));
		expect(receipt.assignee?.name).toBe('Ana');
		expect(receipt.steps.assign?.why).toContain('Ben is no longer on the team');
	});

	it('refuses an unknown person before anything is opened', async () => {
		const input = { ...assigning({ id: '' } as Receipt), ...aSubject(), assignTo: { to: 'member', member: 'Zoe' } } as const;
		await expect(assignConversation(world.ctx(), input)).rejects.toThrow('Zoe');
		expect((await currentEpisode(world.ctx(), conversation())).open).toBeUndefined();
	});

	it('tells the desk again after a crash between choosing and telling', async () => {
		const receipt = await handedOver();
		const refuses = { assign: () => Promise.reject(new Error('gone')) };
		await expect(assignConversation(world.ctx(0, refuses), assigning(receipt))).rejects.toThrow('gone');
		const { result } = await assignConversation(world.ctx(1), assigning(receipt));
		expect(result).toMatchObject({ status: 'done', what: 'Assigned to Ana' });
	});
});

describe('Pause Bot', () => {
	it('pauses a contact never seen, without a handover', async () => {
		const output = await pauseBot(world.ctx(), aSubject('new'), { days: 0, hours: 1, minutes: 30 });
		expect(output).toEqual({ bot: expect.objectContaining({ mayReply: false }) });
		const check = (at: number) => checkBot(world.ctx(at), aSubject('new'));
		expect((await check(90 * MINUTE - 1)).bot.mayReply).toBe(false);
		expect((await check(90 * MINUTE)).bot.mayReply).toBe(true);
	});

	it('is a step of the handover, counted from when it ran', async () => {
		const { receipt, bot } = await pauseBot(world.ctx(), on(await handedOver()), { days: 0, hours: 0, minutes: 20 });
		expect(receipt?.steps.pause).toMatchObject({
			status: 'done',
			what: 'Bot paused for 20 minutes, until 27 Mar 2026, 12:20',
			data: { until: '2026-03-27T12:20:00.000Z' },
		});
		expect(bot.until).toBe(world.ctx(20 * MINUTE).now);
	});

	it('is not longer when it runs again', async () => {
		const receipt = await handedOver();
		await pauseBot(world.ctx(), on(receipt), { days: 0, hours: 1, minutes: 0 });
		await pauseBot(world.ctx(30 * MINUTE), on(receipt), { days: 0, hours: 1, minutes: 0 });
		const after = await checkBot(world.ctx(HOUR), aSubject());
		expect(after.bot.mayReply).toBe(true);
	});

	it('is set anew by a decision from elsewhere', async () => {
		const receipt = await handedOver();
		await pauseBot(world.ctx(), on(receipt), { days: 0, hours: 1, minutes: 0 });
		const longer = await pauseBot(world.ctx(MINUTE), aSubject(), { days: 2, hours: 0, minutes: 0 });
		expect(longer.bot.until).toBe(world.ctx(48 * HOUR + MINUTE).now);
		expect(longer.receipt).toMatchObject({ id: receipt.id, steps: { pause: { what: expect.stringContaining('2 days') } } });
	});

	it('does nothing for a handover that is closed', async () => {
		const receipt = await handedOver();
		await resumeBot(world.ctx(1), aSubject());
		const late = await pauseBot(world.ctx(2), on(receipt), DEFAULT_PAUSE);
		expect(late.receipt?.steps.pause).toMatchObject({ status: 'skipped', why: expect.stringContaining('closed') });
		expect(late.bot.mayReply).toBe(true);
	});

	it('resumes at once and closes the handover', async () => {
		await handedOver();
		const { receipt, bot } = await resumeBot(world.ctx(MINUTE), aSubject());
		expect(receipt).toMatchObject({ status: 'closed', outcome: 'back_to_bot' });
		expect(bot.mayReply).toBe(true);
		expect((await detect({ message: 'Opening hours?' }, MINUTE)).branch).toBe('continue');
	});

	it('no customer message changes a pause (invariant 3)', async () => {
		await handedOver();
		const before = await world.store.situation(conversation());
		for (let minute = 1; minute <= 5; minute++) {
			await detect({ message: 'Are you there? I want a human!' }, minute * MINUTE);
			await checkBot(world.ctx(minute * MINUTE), aSubject(), 'Hello');
		}
		expect((await world.store.situation(conversation())).pause).toEqual(before.pause);
	});

	it('a human reply renews the pause, and keeps what was said', async () => {
		await handedOver();
		const renewed = await humanReplied(world.ctx(7 * HOUR), aSubject(), { length: DEFAULT_PAUSE, text: 'Hi, Ana here' });
		expect(renewed.bot.until).toBe(world.ctx(15 * HOUR).now);
		expect((await world.store.messages(conversation())).at(-1)).toMatchObject({ from: 'agent', text: 'Hi, Ana here' });
		const shorter = await humanReplied(world.ctx(7 * HOUR), aSubject(), { length: { days: 0, hours: 0, minutes: 1 } });
		expect(shorter.bot.until).toBe(world.ctx(15 * HOUR).now);
	});

	it('a human reply after the pause ran out does not revive the old handover (invariant 9)', async () => {
		const { id } = await handedOver();
		const { receipt, bot } = await humanReplied(world.ctx(9 * HOUR), aSubject(), { length: DEFAULT_PAUSE, text: 'Hi, Ana here' });
		expect(receipt).toBeUndefined();
		expect(bot).toMatchObject({ mayReply: false, until: world.ctx(17 * HOUR).now });
		expect(await world.store.handover(id)).toMatchObject({ status: 'closed', outcome: 'bot_returned' });
		const { pause, open } = await world.store.situation(conversation());
		expect(open).toBeUndefined();
		expect(pause?.handoverId).toBeUndefined();
		expect((await detect({ message: 'A human please' }, 10 * HOUR)).branch).toBe('with_human');
	});

	it('keeps what the customer writes while the bot is quiet', async () => {
		await handedOver();
		await checkBot(world.ctx(1), aSubject(), 'My order is A-1042');
		expect((await world.store.messages(conversation())).map(({ text }) => text)).toContain('My order is A-1042');
	});
});

describe('Create Task', () => {
	it('composes a task an agent can act on, due 24 hours after the trigger, for the assignee', async () => {
		const receipt = await handedOver();
		await assignConversation(world.ctx(), assigning(receipt));
		const { result } = await createTask(world.ctx(3 * HOUR), { ...on(receipt), due: { hours: 24 } });
		expect(result).toMatchObject({
			what: 'Task for Ana, due 28 Mar 2026, 12:00',
			data: { title: 'Human requested: Rosa Lima', due: '2026-03-28T12:00:00.000Z', priority: 'normal' },
		});
		const task = await world.store.deskRecords.taskOf(receipt.id);
		expect(task).toMatchObject({ assigneeId: 'ana', title: 'Human requested: Rosa Lima' });
		expect(task?.body).toContain('Can I talk to a human?');
		expect(task?.body).toContain(receipt.id);
	});

	it('creates one task, however often it runs and races', async () => {
		const input = { ...on(await handedOver()), due: { hours: 24 } };
		const ids = await Promise.all(
			[0, 1, 2].map(async (at) => (await createTask(world.ctx(at), input)).receipt.steps.task?.data?.id),
		);
		expect(new Set(ids.filter((id) => id !== undefined)).size).toBe(1);
		const again = await createTask(world.ctx(HOUR), input);
		expect(ids).toContain(again.result.data?.id);
		expect(again.doneNow).toBe(false);
	});

	it('finds the task of an execution that died before writing its result', async () => {
		const receipt = await handedOver();
		const input = { ...on(receipt), due: { hours: 24 } };
		const first = await world.store.deskRecords.addTask({
			id: 'made before the crash',
			handoverId: receipt.id,
			title: 't',
			body: 'b',
			dueAt: world.ctx(24 * HOUR).now,
			priority: 'normal',
			createdAt: world.ctx().now,
		});
		expect((await createTask(world.ctx(HOUR), input)).result.data?.id).toBe(first.id);
	});

	it('takes the operator\'s own words and date', async () => {
		const { result } = await createTask(world.ctx(), {
			...on(await handedOver()),
			title: 'Call Rosa',
			body: 'About the ring',
			due: { at: '2026-03-30 09:00' },
			priority: 'urgent',
		});
		expect(result.data).toMatchObject({ title: 'Call Rosa', due: '2026-03-30T09:00:00.000Z', priority: 'urgent' });
		expect(result.data?.body).toContain('About the ring');
	});

	it('refuses a date in the past before anything is opened', async () => {
		const past = { ...aSubject(), due: { at: '2020-01-01T00:00:00Z' } };
		await expect(createTask(world.ctx(), past)).rejects.toThrow(/Due Date.*past/);
		expect((await currentEpisode(world.ctx(), conversation())).open).toBeUndefined();
	});

	it('completes the task', async () => {
		const receipt = await handedOver();
		await createTask(world.ctx(), { ...on(receipt), due: { hours: 24 } });
		const { receipt: after } = await completeTask(world.ctx(HOUR), on(receipt));
		expect(after.steps.task?.data).toMatchObject({ completedAt: '2026-03-27T13:00:00.000Z' });
		expect(await world.store.deskRecords.taskOf(receipt.id)).toMatchObject({ completedAt: world.ctx(HOUR).now });
	});

	it('completes the task also when the bot is back and the handover closed', async () => {
		const receipt = await handedOver();
		await createTask(world.ctx(), { ...on(receipt), due: { hours: 24 } });
		await resumeBot(world.ctx(HOUR), aSubject());
		const { receipt: after } = await completeTask(world.ctx(20 * HOUR), aSubject());
		expect(after).toMatchObject({ id: receipt.id, steps: { task: { data: { completedAt: '2026-03-28T08:00:00.000Z' } } } });
		const again = await completeTask(world.ctx(21 * HOUR), aSubject());
		expect(again.receipt.steps.task?.data?.completedAt).toBe('2026-03-28T08:00:00.000Z');
	});

	it.each([
		['without a handover', async () => aSubject()],
		['without a task', async () => on(await handedOver())],
	])('has nothing to complete %s', async (_, subject) => {
		await expect(completeTask(world.ctx(), await subject())).rejects.toThrow(HandoverError);
	});
});

describe('Tag Contact', () => {
	it('adds the tags and the reason, as a step', async () => {
		const { receipt, tags } = await addTags(world.ctx(), on(await handedOver()), ['human_handover'], true);
		expect(tags).toEqual(['handover_human_requested', 'human_handover']);
		expect(receipt?.steps.tag).toMatchObject({ status: 'done', what: 'Tagged human_handover, handover_human_requested' });
	});

	it('adds what a second node in the flow asks for', async () => {
		const receipt = await handedOver();
		await addTags(world.ctx(), on(receipt), ['human_handover'], false);
		const { receipt: after, tags } = await addTags(world.ctx(1), on(receipt), ['vip'], false);
		expect(tags).toEqual(['human_handover', 'vip']);
		expect(after?.steps.tag?.data).toMatchObject({ added: ['human_handover', 'vip'] });
	});

	it('tags a contact without opening a handover', async () => {
		expect((await addTags(world.ctx(), aSubject(), ['vip'], true)).tags).toEqual(['vip']);
		expect((await currentEpisode(world.ctx(), conversation())).open).toBeUndefined();
	});

	it('removes tags and leaves the others', async () => {
		await addTags(world.ctx(), aSubject(), ['a', 'b', 'c'], false);
		expect((await removeTags(world.ctx(), aSubject(), ['b', 'not there'])).tags).toEqual(['a', 'c']);
	});
});

describe('Send Final Message', () => {
	it('gives the text to the flow once', async () => {
		const receipt = await handedOver();
		const first = await sendFinalMessage(world.ctx(), on(receipt), aFinalMessage(DEFAULT_FINAL_MESSAGE));
		const again = await sendFinalMessage(world.ctx(MINUTE), on(receipt), aFinalMessage(DEFAULT_FINAL_MESSAGE));
		expect(first).toMatchObject({ text: DEFAULT_FINAL_MESSAGE, doneNow: true });
		expect(again.text).toBeUndefined();
		expect(again.result).toEqual(first.result);
	});

	it('says it once when executions race', async () => {
		const receipt = await handedOver();
		const sent = await Promise.all([0, 1, 2, 3].map((at) => sendFinalMessage(world.ctx(at), on(receipt), aFinalMessage('Hi'))));
		expect(sent.filter(({ text }) => text !== undefined)).toHaveLength(1);
	});

	it('opens a handover in a flow without detection', async () => {
		const { receipt } = await sendFinalMessage(world.ctx(), aSubject(), aFinalMessage('Hi'));
		expect(receipt).toMatchObject({ scenario: 'custom', status: 'open', detector: 'flow' });
		expect((await checkBot(world.ctx(1), aSubject())).bot.mayReply).toBe(false);
	});
});

it('refuses a receipt the store does not know', async () => {
	const stranger = aSubject('c-1', { id: 'from another n8n' });
	await expect(pauseBot(world.ctx(), stranger, DEFAULT_PAUSE)).rejects.toThrow('from another n8n');
});

it('every open handover has an owner or waits in the queue with a deadline (invariant 8)', async () => {
	const receipt = await handedOver();
	expect(receipt).toMatchObject({ inQueue: true, deadline: expect.stringContaining('2026-03-28') });
	const { receipt: owned } = await assignConversation(world.ctx(), assigning(receipt));
	expect(owned).toMatchObject({ inQueue: false, assignee: { name: 'Ana' }, deadline: receipt.deadline });
});
