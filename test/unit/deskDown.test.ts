import type { ActionContext } from '../../handover/actions/context';
import { assignConversation } from '../../handover/actions/assignConversation';
import { createTask } from '../../handover/actions/createTask';
import { deliverEvents } from '../../handover/actions/deliverEvents';
import { detectHandover } from '../../handover/actions/detectHandover';
import type { Subject } from '../../handover/actions/episode';
import { checkBot, pauseBot } from '../../handover/actions/pauseBot';
import { sendFinalMessage } from '../../handover/actions/sendFinalMessage';
import { addTags } from '../../handover/actions/tagContact';
import { DeskError } from '../../handover/desks/desk';
import { builtInDetector } from '../../handover/detection/builtInDetector';
import { readRules } from '../../handover/detection/scenarios';
import { DEFAULT_EVENTS, readEventSettings } from '../../handover/eventSettings';
import { DEFAULT_PAUSE } from '../../handover/pause';
import { STEPS } from '../../handover/receipt';
import { freePort } from '../support/freePort';
import { HOUR, MINUTE, NOW, aFinalMessage } from '../support/builders';
import { REMOTE_DESKS, remoteBench } from '../support/deskBenches';
import { CHANNEL } from '../support/deskScene';
import { aWorld } from '../support/world';

const RULES = readRules([{ scenario: 'human_requested' }]);

/** The steps of the template, in its order. */
const FLOW: Array<(ctx: ActionContext, about: Subject) => Promise<unknown>> = [
	(ctx, about) => pauseBot(ctx, about, DEFAULT_PAUSE),
	(ctx, about) => assignConversation(ctx, { ...about, team: [], assignTo: { to: 'anyone', by: 'round_robin' }, ifNobodyFree: 'anyone', skipIfOwned: true }),
	(ctx, about) => createTask(ctx, { ...about, due: { hours: 24 } }),
	(ctx, about) => addTags(ctx, about, ['human_handover'], true),
	(ctx, about) => sendFinalMessage(ctx, about, aFinalMessage('Thank you! Someone from the team will get back to you.')),
];

it.each(REMOTE_DESKS)('$kind.title is down for an hour: the bot is quiet, what was written is kept, people are told, and a later run does exactly what is missing', async (remote) => {
	const { kind } = remote;
	const bench = await remoteBench(remote);
	const world = await aWorld();
	const nobody = `http://127.0.0.1:${await freePort()}`;
	try {
		bench.fake?.addAgent({ name: 'Ana', email: 'ana@example.com' });
		const { conversationId, contactId } = await bench.begin({ contact: { name: 'Rosa Lima' }, channel: CHANNEL });
		const ref = { desk: kind.name, account: kind.account(bench.credentials), conversationId };
		const ctx = (at: number, isDown: boolean) => world.ctx(at, kind.open(bench.tools({ records: world.store.deskRecords, ...(isDown && { address: nobody }) })));
		const says = (message: string, messageId: string, at: number, isDown: boolean) =>
			detectHandover(ctx(at, isDown), { ref, contact: { id: contactId }, channel: CHANNEL, message, messageId, rules: RULES, detector: builtInDetector });

		const asked = await says('Can I talk to a human?', 'm-1', 0, true);
		if (asked.branch !== 'handover') throw new Error(`Expected a handover, but got ${asked.branch}`);
		const about: Subject = { incoming: { id: asked.receipt.id }, ref, contact: { id: contactId }, channel: CHANNEL };
		const statuses = async () => Object.fromEntries(Object.entries(await world.store.steps(asked.receipt.id)).map(([step, result]) => [step, result?.status]));
		const all = (status: string) => Object.fromEntries(STEPS.map((step) => [step, status]));
		/** Runs the steps, each whatever became of the one before, as n8n does when they continue on error. */
		const run = async (at: number, isDown: boolean) => {
			const failures: unknown[] = [];
			for (const step of FLOW) await step(ctx(at, isDown), about).catch((error: unknown) => failures.push(error));
			return failures;
		};

		const failures = await run(0, true);
		expect(failures.length).toBe(kind.name === 'chatwoot' ? 5 : 4);
		for (const error of failures) {
			expect(error).toBeInstanceOf(DeskError);
			expect((error as DeskError).message).toContain(`${kind.title} can't be reached`);
			expect((error as DeskError).fix).toContain('run this execution again: only the missing steps are done');
		}
		// Our own pause needs no desk; only where it has a bot to switch off does that fail.
		expect(await statuses()).toEqual({ ...all('failed'), pause: kind.name === 'chatwoot' ? 'failed' : 'done' });

		// The customer writes again: the bot keeps quiet, and the message is kept. It completes what is missing as far as it can.
		expect((await checkBot(ctx(10 * MINUTE, true), { ref })).bot.mayReply).toBe(false);
		expect((await says('Hello? Is anybody there?', 'm-2', 10 * MINUTE, true)).branch).not.toBe('continue');
		expect((await run(10 * MINUTE, true)).length).toBe(failures.length);
		expect((await world.store.messages(ref)).map(({ text }) => text)).toEqual(['Can I talk to a human?', 'Hello? Is anybody there?']);

		// Whoever listens is told that it is stuck.
		const told: string[] = [];
		await deliverEvents(
			{ store: world.store, clock: { now: () => NOW + 30 * MINUTE, sleep: async () => undefined }, ended: () => false, newId: () => 'claim', zone: 'UTC' },
			{ id: 'flow', settings: readEventSettings({ ...DEFAULT_EVENTS, types: ['stuck'] }) },
			async ({ event }) => void told.push(event.type),
			new Map(),
		);
		expect(told).toEqual(['stuck']);

		// An hour later.
		expect(await run(HOUR, false)).toEqual([]);
		expect(await run(HOUR + MINUTE, false)).toEqual([]);
		// Where tasks are notes, one of them is enough.
		expect(await statuses()).toEqual({ ...all('done'), note: kind.name === 'chatwoot' ? 'skipped' : 'done' });
		const state = bench.fake?.state(conversationId);
		expect(state).toMatchObject({ sent: [{ text: 'Thank you! Someone from the team will get back to you.' }], tasks: [{ completed: false }], tags: expect.arrayContaining(['human_handover']) as string[] });
		expect(state?.owner).toBeDefined();
		expect([state?.sent.length, state?.tasks.length]).toEqual([1, 1]);
	} finally {
		await bench.close();
		await world.close();
	}
});
