import fc from 'fast-check';
import { detectHandover } from '../../../handover/actions/detectHandover';
import { humanReplied } from '../../../handover/actions/pauseBot';
import { builtInDetector } from '../../../handover/detection/builtInDetector';
import type { DetectionFacts, Detector, Finding } from '../../../handover/detection/detector';
import { DEFAULT_LIMITS, type HoldBackLimits } from '../../../handover/detection/holdBack';
import type { ScenarioRule } from '../../../handover/detection/scenarios';
import { DEFAULT_PAUSE } from '../../../handover/pause';
import type { ReplayMessage } from '../../../handover/replay/conversations';
import { replay, type ReplayOptions } from '../../../handover/replay/replay';
import type { ReplayedHandover } from '../../../handover/replay/report';
import { startOf } from '../../../handover/text';
import { KEPT_CHARACTERS } from '../../../handover/transcript';
import { DAY, HOUR, MINUTE, NOW, aFinding, aRule } from '../../support/builders';
import { aWorld, conversation } from '../../support/world';

const RULES: ScenarioRule[] = [
	aRule('human_requested'),
	aRule('lack_of_information', { sensitivity: 'low' }),
	aRule('failed_to_resolve'),
	aRule('upset_customer'),
	aRule('custom', { name: 'Wholesale', examplePhrases: ['we want to buy a thousand pieces'] }),
];
const ROLES: Record<string, ReplayMessage['role']> = { C: 'customer', B: 'bot', A: 'agent' };

/** `C hello` is the customer's; each a minute after the one before. */
function chat(lines: string[], conversationId = 'c', start: number | 'unknown' = NOW): ReplayMessage[] {
	return lines.map((line, i) => ({
		conversationId,
		role: ROLES[line[0]],
		text: line.slice(2),
		...(start !== 'unknown' && { at: start + i * MINUTE }),
	}));
}

/** Finds `kind 0.6` where a message says so; anything else says nothing. */
const scripted: Detector = async ({ message, botReply }) => {
	const text = message ?? botReply ?? '';
	const findings = [...text.matchAll(/(\w+) ([01]\.?\d*)/g)].map(([words, kind, sure]) => aFinding(kind as Finding['kind'], words, Number(sure)));
	return { findings, detector: 'built-in' };
};

const play = (messages: ReplayMessage[], over: Partial<ReplayOptions> = {}) => replay(messages, { rules: RULES, detector: scripted, ...over });
const placesOf = (handovers: ReplayedHandover[]) => handovers.map(({ conversationId, messageNumber, name }) => `${conversationId} ${messageNumber} ${name}`);

describe('a handover that would have started', () => {
	it('says when, where, why and on which words', async () => {
		const { handovers } = await replay(chat(['C Hi', 'B Hello', 'C I want to talk to a human']), { rules: RULES, detector: builtInDetector });
		expect(handovers).toEqual([
			{
				conversationId: 'c',
				at: '2026-03-27T12:02:00.000Z',
				messageNumber: 3,
				text: 'I want to talk to a human',
				scenario: 'human_requested',
				name: 'Human requested',
				reason: expect.stringContaining('The customer asks for a person'),
				confidence: expect.any(Number),
				evidence: expect.objectContaining({ rule: expect.stringMatching(/^en\./) }),
				explanation: expect.objectContaining({ whatWouldChangeIt: expect.any(String) }),
				detector: 'built-in',
			},
		]);
	});

	it('has no time where the data have none', async () => {
		const { handovers } = await play(chat(['C human_requested 1'], 'c', 'unknown'));
		expect(handovers[0]).not.toHaveProperty('at');
	});

	it('leaves the conversation to the person for the pause, and after that the bot is back', async () => {
		const asks = (at: number): ReplayMessage => ({ conversationId: 'c', role: 'customer', text: 'human_requested 1', at });
		const times = [NOW, NOW + 8 * HOUR - 1, NOW + 8 * HOUR].map(asks);
		expect(placesOf((await play(times)).handovers)).toEqual(['c 1 Human requested', 'c 3 Human requested']);
		const short = { days: 0, hours: 1, minutes: 0 };
		expect((await play([asks(NOW), asks(NOW + HOUR)], { pause: short })).handovers).toHaveLength(2);
	});

	it('is not counted again while the person goes on writing', async () => {
		const messages: ReplayMessage[] = [0, 7, 14, 21].flatMap((hours) => [
			{ conversationId: 'c', role: 'customer', text: 'human_requested 1', at: NOW + hours * HOUR },
			{ conversationId: 'c', role: 'agent', text: 'I am here', at: NOW + hours * HOUR + MINUTE },
		]);
		expect((await play(messages)).handovers).toHaveLength(1);
	});

	it('is none of what the bot said to a message that would have gone to a person', async () => {
		const messages = chat(['C human_requested 1', 'B lack_of_information 1', 'C hello', 'B lack_of_information 1']).map((message, i) => ({
			...message,
			at: NOW + [0, 9 * HOUR, 10 * HOUR, 10 * HOUR + 1][i],
		}));
		expect(placesOf((await play(messages)).handovers)).toEqual(['c 1 Human requested', 'c 4 Lack of information']);
	});

	it('counts one bad answer once, though both sides say so', async () => {
		const onlyFailed = { rules: [aRule('failed_to_resolve')] };
		const once = chat(['C Where?', 'B lack_of_information 1', 'C attempt_failed 1', 'B Here', 'C Thanks']);
		expect((await play(once, onlyFailed)).handovers).toEqual([]);
		const twice = chat(['C Where?', 'B lack_of_information 1', 'C attempt_failed 1', 'B Here', 'C attempt_failed 1']);
		expect(placesOf((await play(twice, onlyFailed)).handovers)).toEqual(['c 5 Failed to resolve']);
		const inTwoParts = chat(['C ', 'B lack_of_information 1', 'B lack_of_information 1']);
		expect((await play(inTwoParts, onlyFailed)).handovers).toEqual([]);
	});

	it('comes in the order of the data, whichever conversation is done first', async () => {
		const slow: Detector = async (facts) => {
			for (let i = 0; i < (facts.message?.length ?? 0); i++) await Promise.resolve();
			return scripted(facts);
		};
		const messages = [60, 40, 20, 1].flatMap((padding, i) => chat([`C human_requested 1${' '.repeat(padding)}`], `c-${i}`));
		const { handovers } = await play(messages, { detector: slow });
		expect(handovers.map(({ conversationId }) => conversationId)).toEqual(['c-0', 'c-1', 'c-2', 'c-3']);
	});
});

describe('what is held back', () => {
	it('in the cool-down, except an explicit request', async () => {
		const at = (minutes: number, text: string): ReplayMessage => ({ conversationId: 'c', role: 'customer', text, at: NOW + minutes * MINUTE });
		const back = 8 * 60;
		const { handovers, totals } = await play([at(0, 'upset_customer 1'), at(back + 9, 'upset_customer 1'), at(back + 9.5, 'human_requested 1')]);
		expect(placesOf(handovers)).toEqual(['c 1 Upset customer', 'c 3 Human requested']);
		expect(totals.heldBack).toEqual({ coolDown: 1, contactLimit: 0 });
	});

	it('by the contact\'s limit, across its conversations in the order of time', async () => {
		const upset = (i: number, hours: number): ReplayMessage => ({ conversationId: `c-${i}`, contactId: 'k', role: 'customer', text: 'upset_customer 1', at: NOW + hours * HOUR });
		// Listed out of order; c-2 is the third within 24 hours, c-3 comes when the first is a day ago.
		const messages = [upset(3, 24), upset(2, 2), upset(0, 0), upset(1, 1)];
		const { handovers, totals } = await play(messages, { limits: { coolDown: 0, perContactAndDay: 2 } });
		expect(handovers.map(({ conversationId }) => conversationId)).toEqual(['c-3', 'c-0', 'c-1']);
		expect(totals.heldBack).toEqual({ coolDown: 0, contactLimit: 1 });
		const others = messages.map((message, i) => ({ ...message, contactId: `k-${i}` }));
		expect((await play(others, { limits: { coolDown: 0, perContactAndDay: 1 } })).handovers).toHaveLength(4);
	});

	it('by the contact\'s limit in the order of the rows, where times are equal', async () => {
		const row = (conversationId: string, text: string): ReplayMessage => ({ conversationId, contactId: 'k', role: 'customer', text, at: NOW });
		const { handovers } = await play([row('a', 'hi'), row('b', 'upset_customer 1'), row('a', 'upset_customer 1')], { limits: { coolDown: 0, perContactAndDay: 1 } });
		expect(placesOf(handovers)).toEqual(['b 1 Upset customer']);
	});

	it('not by a contact\'s other conversations, when nobody knows when they were', async () => {
		const messages = ['a', 'b'].flatMap((id) => chat(['C upset_customer 1'], id, 'unknown').map((message) => ({ ...message, contactId: 'k' })));
		expect((await play(messages, { limits: { coolDown: 0, perContactAndDay: 1 } })).handovers).toHaveLength(2);
	});
});

describe('the totals', () => {
	it('count conversations, messages, handovers and scenarios', async () => {
		const messages = [...chat(['C hi', 'B hello', 'C upset_customer 0.9', 'A hi'], 'a'), ...chat(['C hi', 'B lack_of_information 1'], 'b'), ...chat(['C  '], 'd')];
		const { totals } = await play(messages);
		expect(totals).toEqual({
			conversations: 3,
			messages: { all: 7, customer: 4, bot: 2, agent: 1 },
			handovers: 2,
			conversationsWithHandover: 2,
			scenarios: [
				{ scenario: 'human_requested', name: 'Human requested', count: 0, per1000Messages: 0 },
				{ scenario: 'lack_of_information', name: 'Lack of information', count: 1, per1000Messages: 250 },
				{ scenario: 'failed_to_resolve', name: 'Failed to resolve', count: 0, per1000Messages: 0 },
				{ scenario: 'upset_customer', name: 'Upset customer', count: 1, per1000Messages: 250 },
				{ scenario: 'custom', name: 'Wholesale', count: 0, per1000Messages: 0 },
			],
			heldBack: { coolDown: 0, contactLimit: 0 },
		});
	});

	it('add up what the AI took', async () => {
		const replies = [{ calls: 1, inputTokens: 100, outputTokens: 10 }, { calls: 2 }, { calls: 1, inputTokens: 50, outputTokens: 5 }];
		let asked = 0;
		const detector: Detector = async () => {
			const reply = replies[asked++];
			return { findings: [], detector: 'ai', ai: { model: 'm', milliseconds: 7, ...reply }, ...(reply.calls === 2 && { degraded: 'timed out' }) };
		};
		const { totals } = await play(chat(['C a', 'C b', 'C c']), { detector });
		expect(totals.ai).toEqual({ models: ['m'], calls: 4, inputTokens: 150, outputTokens: 15, milliseconds: 21, degraded: 1, degradedBecause: 'timed out' });
	});

	it('say once, with the first reason, why the AI could not answer', async () => {
		const reasons = [undefined, 'timed out', undefined, 'no JSON'];
		const ai = { model: 'm', calls: 1, milliseconds: 7 };
		const detector: Detector = async () => {
			const degraded = reasons.shift();
			return { findings: [], detector: 'ai', ai, ...(degraded !== undefined && { degraded }) };
		};
		const messages = chat(['C a', 'C b', 'C c', 'C d']);
		expect((await play(messages, { detector })).totals.ai).toMatchObject({ calls: 4, degraded: 2, degradedBecause: 'timed out' });
		expect((await play(messages, { detector })).totals.ai).not.toHaveProperty('degradedBecause');
	});

	it('say why the AI could not even be asked', async () => {
		const detector: Detector = async () => ({ findings: [], detector: 'built-in', degraded: 'could not be set up' });
		const { totals } = await play(chat(['C a', 'C b']), { detector });
		expect(totals.ai).toEqual({ models: [], calls: 0, milliseconds: 0, degraded: 2, degradedBecause: 'could not be set up' });
	});

	it('of nothing are zero', async () => {
		const { handovers, totals } = await play([]);
		expect(handovers).toEqual([]);
		expect(totals).toMatchObject({ conversations: 0, handovers: 0, messages: { all: 0 } });
	});
});

describe('what if', () => {
	it('shows what low, medium and high sensitivity would have made of it', async () => {
		const messages = [0.8, 0.6, 0.4, 0.2].flatMap((sure, i) => chat([`C upset_customer ${sure}`], `c-${i}`));
		const { totals, whatIf } = await play(messages);
		expect(totals.handovers).toBe(2);
		expect([whatIf?.low, whatIf?.medium, whatIf?.high].map((counts) => counts?.handovers)).toEqual([1, 2, 3]);
		expect(whatIf?.high.scenarios.find(({ name }) => name === 'Upset customer')).toMatchObject({ count: 3, per1000Messages: 750 });
		expect((await play(messages, { whatIf: false })).whatIf).toBeUndefined();
	});

	it('asks the detector once about each message, with the operator\'s own rules', async () => {
		const facts: DetectionFacts[] = [];
		const detector: Detector = async (one) => {
			facts.push(one);
			return scripted(one);
		};
		const messages = chat(['C upset_customer 0.4', 'B hello', 'C human_requested 1', 'B hello']);
		const { whatIf } = await play(messages, { detector });
		expect(facts.map(({ message, botReply }) => message ?? botReply)).toEqual(['upset_customer 0.4', 'hello', 'human_requested 1']);
		expect(facts.every(({ rules }) => rules === RULES)).toBe(true);
		expect(whatIf?.high.handovers).toBe(1);
	});

	it('of the operator\'s own sensitivity is what the replay says', async () => {
		const kinds = ['upset_customer', 'attempt_failed', 'human_requested', 'resolved'];
		const line = fc.oneof(
			fc.tuple(fc.constantFrom(...kinds), fc.constantFrom(0.3, 0.4, 0.6, 0.8)).map(([kind, sure]) => `C ${kind} ${sure}`),
			fc.constantFrom('B lack_of_information 0.6', 'B fine', 'A hello'),
		);
		const sensitivity = fc.constantFrom('low' as const, 'medium' as const, 'high' as const);
		await fc.assert(
			fc.asyncProperty(fc.array(fc.array(line, { maxLength: 12 }), { maxLength: 3 }), sensitivity, async (chats, chosen) => {
				const rules = RULES.map((rule) => ({ ...rule, sensitivity: chosen }));
				const { totals, whatIf } = await play(chats.flatMap((lines, i) => chat(lines, `c-${i}`)), { rules, pause: { days: 0, hours: 0, minutes: 3 } });
				const { handovers, conversationsWithHandover, scenarios } = totals;
				expect(whatIf?.[chosen]).toEqual({ handovers, conversationsWithHandover, scenarios });
			}),
		);
	});
});

describe('a long replay', () => {
	it('of 2,000 conversations comes to its end and reports on the way', async () => {
		const lines = ['C Hello, where is my order A-1042?', 'B It is on its way.', 'C That is not what I asked', 'B Sorry, I don\'t know.', 'C Let me talk to a human please'];
		const messages = Array.from({ length: 2000 }, (_, i) => chat(lines, `c-${i}`, NOW + i * MINUTE)).flat();
		const seen: number[] = [];
		const { totals, handovers } = await replay(messages, { rules: RULES, detector: builtInDetector, onProgress: (done, total) => seen.push(done, total) });
		expect(totals).toMatchObject({ conversations: 2000, messages: { all: 10_000, customer: 6000 }, conversationsWithHandover: 2000 });
		expect(handovers).toHaveLength(2000);
		expect(seen.filter((_, i) => i % 2 === 0)).toEqual(Array.from({ length: 20 }, (_, i) => (i + 1) * 500));
		expect(seen.every((value, i) => i % 2 === 0 || value === 10_000)).toBe(true);
	});

	it('asks about at most four conversations at a time', async () => {
		let open = 0;
		let most = 0;
		const detector: Detector = async (facts) => {
			most = Math.max(most, ++open);
			await new Promise(setImmediate);
			open--;
			return scripted(facts);
		};
		await play(Array.from({ length: 30 }, (_, i) => chat(['C hi', 'B hi'], `c-${i}`)).flat(), { detector });
		expect(most).toBe(4);
	});

	it('stops with the error of the detector or of the report, and asks no more', async () => {
		let asked = 0;
		const failing: Detector = async (facts) => {
			await new Promise(setImmediate);
			if (++asked === 10) throw new Error('no more');
			return scripted(facts);
		};
		const messages = Array.from({ length: 300 }, (_, i) => chat(['C hi', 'B hi'], `c-${i}`)).flat();
		await expect(play(messages, { detector: failing })).rejects.toThrow('no more');
		const then = asked;
		for (let i = 0; i < 10; i++) await new Promise(setImmediate);
		expect(asked).toBeLessThanOrEqual(then + 3);
		const stop = () => {
			throw new Error('cancelled');
		};
		await expect(play(messages, { onProgress: stop })).rejects.toThrow('cancelled');
	});
});

describe('texts of any kind', () => {
	it('come back as they were, evidence at its place', async () => {
		const text = '👩‍👩‍👧 Hola, ¡quiero hablar con una persona! 你好 \u202eabc';
		const { handovers } = await replay(chat([`C ${text}`]), { rules: RULES, detector: builtInDetector });
		expect(handovers[0].text).toBe(text);
		const { start = 0, end = 0, text: words } = handovers[0].evidence ?? {};
		expect(text.slice(start, end)).toBe(words);
	});

	it('never end a replay', async () => {
		const message = fc.record({
			conversationId: fc.constantFrom('a', 'b', '__proto__', 'ü'),
			role: fc.constantFrom('customer' as const, 'bot' as const, 'agent' as const),
			text: fc.string({ unit: 'binary', maxLength: 80 }),
			at: fc.option(fc.integer({ min: 0, max: 8.64e14 }), { nil: undefined }),
			contactId: fc.constantFrom(undefined, 'k', 'constructor'),
		});
		await fc.assert(
			fc.asyncProperty(fc.array(message, { maxLength: 20 }), async (messages) => {
				const { totals } = await replay(messages, { rules: RULES, detector: builtInDetector });
				expect(totals.messages.all).toBe(messages.length);
			}),
		);
	});
});

/** What the live flow makes of it: Detect on the message, then on the reply, Human Replied on a person's message. */
async function liveHandovers(messages: readonly ReplayMessage[], detector: Detector, limits: HoldBackLimits): Promise<ReplayedHandover[]> {
	const world = await aWorld();
	const numbers = new Map<string, number>();
	const turns = new Map<string, { id: string; reachedBot: boolean }>();
	const found: ReplayedHandover[] = [];
	for (const { conversationId, contactId, role, text, at = NOW } of messages) {
		const number = (numbers.get(conversationId) ?? 0) + 1;
		numbers.set(conversationId, number);
		const ctx = world.ctx(at - NOW);
		const ref = conversation(conversationId);
		const contact = { id: contactId ?? conversationId };
		if (role === 'agent') {
			await humanReplied(ctx, { ref }, { length: DEFAULT_PAUSE, text });
			continue;
		}
		const turn = role === 'bot' ? turns.get(conversationId) : undefined;
		if (turn && !turn.reachedBot) continue;
		const id = turn?.id ?? `run ${number}`;
		const texts = role === 'bot' ? { botReply: text } : { message: text };
		const output = await detectHandover(ctx, { ref, contact, channel: 'chat', ...texts, turnId: id, rules: RULES, detector, limits });
		if (role === 'customer' || turn) turns.set(conversationId, { id, reachedBot: output.branch === 'continue' });
		if (output.branch !== 'handover' || output.resumed) continue;
		const { scenario, scenarioName, reason, confidence, evidence, explanation } = (await world.store.latestHandover(ref)) ?? {};
		found.push({
			conversationId,
			at: new Date(at).toISOString(),
			messageNumber: number,
			text: startOf(text, KEPT_CHARACTERS),
			scenario,
			name: scenarioName ?? RULES.find((rule) => rule.scenario === scenario)?.name,
			reason,
			confidence,
			evidence,
			explanation,
			detector: 'built-in',
		} as ReplayedHandover);
	}
	await world.close();
	return found;
}

describe('the replay decides as the live flow does', () => {
	// Asked twice, its evidence is longer than what people read.
	const REPEATED = Array.from({ length: 40 }, (_, i) => `invoice${'x'.repeat(i)}`).join(' ');
	const texts = {
		customer: [
			'Where is my order A-1042?', REPEATED, 'I want to talk to a human', 'That did not help', 'No, that is not what I asked', 'Thanks, that solved it!',
			'This is unacceptable, I am furious', 'We want to buy a thousand pieces', 'ok', '', '  ', 'quiero hablar con una persona', `${'word '.repeat(900)}I want to talk to a human`,
		],
		bot: ['It is on its way.', 'Sorry, I don\'t know.', 'I have no information about that.', 'How else can I help?', ''],
		agent: ['Hello, this is Anna', ''],
	};
	const role = fc.constantFrom<ReplayMessage['role']>('customer', 'customer', 'customer', 'bot', 'bot', 'bot', 'agent');
	const message = role.chain((who) =>
		fc.record({
			conversationId: fc.constantFrom('a', 'b', 'c'),
			role: fc.constant(who),
			text: fc.constantFrom(...texts[who]),
			gap: fc.constantFrom(0, 5000, MINUTE, 9 * MINUTE, 20 * MINUTE, 8 * HOUR, 9 * HOUR, DAY + 1),
		}),
	);
	const contacts: Record<string, string | undefined> = { a: 'k', b: 'k', c: undefined };

	function timed(said: readonly { conversationId: string; role: ReplayMessage['role']; text: string; gap: number }[]): ReplayMessage[] {
		let at = NOW;
		return said.map(({ gap, ...rest }) => ({ ...rest, at: (at += gap), contactId: contacts[rest.conversationId] }));
	}
	const byPlace = (handovers: ReplayedHandover[]) => [...handovers].sort((a, b) => a.conversationId.localeCompare(b.conversationId) || a.messageNumber - b.messageNumber);

	it('over random short conversations', async () => {
		let handovers = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 25 }), fc.integer({ min: 0, max: 3 }), async (said, perContactAndDay) => {
				const messages = timed(said);
				const limits = { coolDown: 10 * MINUTE, perContactAndDay };
				const live = await liveHandovers(messages, builtInDetector, limits);
				const played = await replay(messages, { rules: RULES, detector: builtInDetector, limits });
				expect(byPlace(played.handovers)).toEqual(byPlace(live));
				handovers += live.length;
			}),
			{ numRuns: 100 },
		);
		// Were there none, the comparison would say nothing.
		expect(handovers).toBeGreaterThan(50);
	}, 120_000);

	it('and shows as much of long evidence', async () => {
		const messages = chat([`C ${REPEATED}`, 'B On its way', `C ${REPEATED}`, 'B On its way', `C ${REPEATED}`]);
		const { handovers } = await replay(messages, { rules: RULES, detector: builtInDetector });
		expect(handovers[0].evidence?.text).toHaveLength(500);
		expect(handovers).toEqual(await liveHandovers(messages, builtInDetector, DEFAULT_LIMITS));
	});

	it('and gives the detector the same history', async () => {
		const heard = async (run: (detector: Detector) => Promise<unknown>) => {
			const facts: unknown[] = [];
			await run(async (one) => {
				facts.push({ message: one.message, botReply: one.botReply, history: one.history });
				return scripted(one);
			});
			return facts;
		};
		const lines = ['B Welcome', 'C hi', 'B hello', 'C ', `C ${'😀'.repeat(3000)}`, ...Array.from({ length: 8 }, () => ['C more', 'B and more']).flat(), 'A me', 'C wait', 'C human_requested 1', 'B no'];
		const messages = chat(lines);
		const limits = { coolDown: 0, perContactAndDay: 0 };
		const live = await heard((detector) => liveHandovers(messages, detector, limits));
		const played = await heard((detector) => play(messages, { detector, limits, whatIf: false }));
		expect(live.length).toBeGreaterThan(15);
		expect(played).toEqual(live);
	});
});
