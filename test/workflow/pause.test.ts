import { thinking } from '../fakes/thinkingBot';
import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { openHandover } from '../../handover/actions/episode';
import { humanReplied, pauseBot } from '../../handover/actions/pauseBot';
import type { ActionContext } from '../../handover/actions/context';
import { builtInConversation, builtInDesk } from '../../handover/desks/builtIn/builtInDesk';
import { DEFAULT_PAUSE } from '../../handover/pause';
import { openStore } from '../../handover/store/openStore';
import { HOUR } from '../support/builders';
import { START, chat, runWorkflow, workflowOf, type NodeSpec } from '../support/engine';

const DETECT: NodeSpec = { name: 'Detect', type: 'detectHandover' };
const BOT: NodeSpec = { name: 'Bot', type: 'test.thinkingBot' };
const pauseNode = (name: string, parameters: IDataObject = {}): NodeSpec => ({ name, type: 'pauseBot', parameters: parameters as NodeSpec['parameters'] });
const check = (name: string) => pauseNode(name, { operation: 'check' });
const SEND: NodeSpec = { name: 'Send', type: 'sendFinalMessage', parameters: { operation: 'reply', reply: '={{ $json.output }}' } };

const session = () => ({ sessionId: randomUUID() });
const run = (nodes: NodeSpec[], ...items: IDataObject[]) => runWorkflow(workflowOf([START, ...nodes]), 'Start', chat(...items));

type State = { bot: { mayReply: boolean; quietUntil?: string; why: string }; last?: { memory: string; outcome: string } } & IDataObject;
const handoverOf = (json: IDataObject | undefined) => json?.handover as State;

/** The same store as the nodes', as another execution has it. */
async function another(): Promise<ActionContext> {
	const store = await openStore(process.env);
	return { store, desk: builtInDesk(store.deskRecords), now: Date.now(), newId: randomUUID, flow: 'another', zone: 'UTC' };
}

const subjectOf = ({ sessionId }: { sessionId: string }) => ({ incoming: {}, ref: builtInConversation(sessionId), contact: { id: sessionId }, channel: 'chat' });

// Invariant 4: the bot speaks only after a check made immediately before sending.
describe('while the bot thinks', () => {
	type Meanwhile = (about: ReturnType<typeof subjectOf>) => Promise<unknown>;
	const events: Array<[string, Meanwhile]> = [
		['a person replies', async (about) => humanReplied(await another(), about, { text: 'Ana here' })],
		['the bot is paused', async (about) => pauseBot(await another(), about, DEFAULT_PAUSE)],
		['another execution hands over', async (about) => {
			const beginning = { scenario: 'custom', reason: 'test', confidence: 1, detector: 'flow', contact: about.contact, channel: 'chat' } as const;
			await openHandover(await another(), about.ref, beginning);
		}],
	];

	it.each(events)('%s: its answer is stopped before it goes out', async (_, meanwhile) => {
		for (const last of [check('Send'), SEND]) {
			const who = session();
			thinking.meanwhile = () => meanwhile(subjectOf(who));
			const ran = await run([check('In'), BOT, last], who);
			expect([ran.items('In', 0), ran.items('Send', 0), ran.items('Send', 1)].map(({ length }) => length)).toEqual([1, 0, 1]);
			expect(handoverOf(ran.json('Send', 1)[0]).bot.mayReply).toBe(false);
		}
	});

	it('nothing happens: its answer goes out', async () => {
		thinking.meanwhile = async () => undefined;
		for (const last of [check('Send'), SEND]) {
			const ran = await run([check('In'), BOT, last], session());
			expect(ran.json('Send', 0)).toMatchObject([{ output: 'We open at nine.' }]);
		}
	});

	it('another customer gets a person: this one gets the answer', async () => {
		const [one, other] = [session(), session()];
		thinking.meanwhile = async () => humanReplied(await another(), subjectOf(one));
		const ran = await run([check('In'), BOT, check('Out')], one, other);
		expect([0, 1].map((output) => ran.json('Out', output).map(({ sessionId }) => sessionId))).toEqual([[other.sessionId], [one.sessionId]]);
	});
});

describe('Pause', () => {
	const paused = async (parameters: IDataObject) => {
		const ran = await run([pauseNode('Pause', parameters)], session());
		expect(ran.error?.message).toBeUndefined();
		return handoverOf(ran.json('Pause')[0]).bot;
	};
	const hoursUntil = (quietUntil: string | undefined) => Math.round((Date.parse(String(quietUntil)) - Date.now()) / HOUR);

	it('is for eight hours unless told otherwise', async () => {
		expect(hoursUntil((await paused({})).quietUntil)).toBe(8);
		expect(hoursUntil((await paused({ ends: 'time', days: 1, hours: 1 })).quietUntil)).toBe(25);
	});

	it.each(['={{ $now.plus({ days: 2 }) }}', '={{ new Date(Date.now() + 172800000) }}', '={{ Date.now() + 172800000 }}'])('takes the date %s', async (date) => {
		expect(hoursUntil((await paused({ ends: 'date', date })).quietUntil)).toBe(48);
	});

	it.each([
		['claimed', 'Paused by the flow, until a person acts'],
		['closed', 'Paused by the flow, until a person closes it'],
	])('names no date when no time ends it (%s)', async (ends, why) => {
		expect(await paused({ ends })).toEqual({ mayReply: false, why });
	});

	it('is renewed by a person\'s message as it says itself, or as the message says', async () => {
		const who = session();
		const replied = async (parameters: IDataObject = {}) => {
			const ran = await run([pauseNode('Human', { operation: 'humanReplied', ...parameters })], { ...who, agentMessage: 'Hi' });
			return hoursUntil(handoverOf(ran.json('Human')[0]).bot.quietUntil);
		};
		await run([pauseNode('Pause', { ends: 'claimed', afterHumanReply: 3 })], who);
		expect(await replied()).toBe(3);
		expect(await replied({ quietFor: 'other', hours: 1 })).toBe(3);
		expect(await replied({ quietFor: 'other', hours: 5 })).toBe(5);
	});

	it.each<[string, IDataObject, RegExp]>([
		['no alert for a pause without an end', { ends: 'closed', alertEvery: 0 }, /^Pause: "Alert Every \(Hours\)" must be more than zero/],
		['a date in the past', { ends: 'date', date: '2020-01-01T10:00:00' }, /^Pause: "Date" is in the past/],
		['no date', { ends: 'date', date: '={{ "" }}' }, /^Pause: "Date" is empty/],
		['no time after a human reply', { afterHumanReply: 0 }, /^Pause: "After a Human Reply \(Hours\)" must be more than zero/],
	])('refuses %s, and says what to do', async (_, parameters, message) => {
		const ran = await run([pauseNode('Pause', parameters)], session());
		expect(ran.error?.message).toMatch(message);
		expect(ran.error?.description?.length).toBeGreaterThan(20);
	});
});

describe('when the bot is back', () => {
	/** A customer who had a person. */
	async function served(): Promise<{ sessionId: string; handover: IDataObject }> {
		const who = session();
		const human = pauseNode('Human', { operation: 'humanReplied' });
		const back = pauseNode('Back', { operation: 'resume' });
		const ran = await run([DETECT, human, back], { ...who, chatInput: 'A human please', messageId: 'm-1', agentMessage: 'I refund the 40 €' });
		return { ...who, handover: ran.json('Back')[0]?.handover as IDataObject };
	}

	it('it is told what a person did, by Check and by Detect', async () => {
		const { sessionId } = await served();
		const ran = await run([check('Check'), DETECT], { sessionId, chatInput: 'When do you open?', messageId: 'm-2' });
		for (const json of [ran.json('Check', 0)[0], ran.json('Detect', 1)[0]]) {
			expect(handoverOf(json).last).toMatchObject({ outcome: 'back_to_bot', memory: expect.stringContaining('“I refund the 40 €”') });
		}
	});

	it('the old request delivered again goes to With Human, with a reason', async () => {
		const { sessionId } = await served();
		const ran = await run([DETECT], { sessionId, chatInput: 'A human please', messageId: 'm-1' });
		expect([0, 1, 2].map((output) => ran.items('Detect', output).length)).toEqual([0, 0, 1]);
		expect(handoverOf(ran.json('Detect', 2)[0]).bot).toMatchObject({ mayReply: false, why: expect.stringContaining('came before') });
	});

	it('a late Resume behind the old handover leaves the new one', async () => {
		const { sessionId, handover } = await served();
		await run([DETECT], { sessionId, chatInput: 'A human please', messageId: 'm-2' });
		const ran = await run([pauseNode('Back', { operation: 'resume' })], { event: { type: 'bot_returned' }, handover });
		expect(handoverOf(ran.json('Back')[0])).toMatchObject({ id: handover.id, bot: { mayReply: false } });
		expect((await run([check('Check')], { sessionId })).items('Check', 1)).toHaveLength(1);
	});
});
