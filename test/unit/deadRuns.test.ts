import { assignConversation } from '../../handover/actions/assignConversation';
import type { ActionContext } from '../../handover/actions/context';
import { createTask } from '../../handover/actions/createTask';
import { detectHandover, type DetectInput } from '../../handover/actions/detectHandover';
import { openHandover } from '../../handover/actions/episode';
import { sendFinalMessage } from '../../handover/actions/sendFinalMessage';
import { builtInDetector } from '../../handover/detection/builtInDetector';
import { readRules } from '../../handover/detection/scenarios';
import type { Attempt, Sent } from '../../handover/desks/desk';
import type { Handover } from '../../handover/receipt';
import { runStep } from '../../handover/steps';
import { aFinalMessage, aMember, DAY, HOUR, MINUTE, NOW } from '../support/builders';
import { aSubject, aWorld, conversation, type World } from '../support/world';

/*
 * What a run that died in the middle leaves, a retry completes as if nothing
 * had been. test/package/crash.test.ts kills real processes; here is why.
 */

let world: World;
beforeEach(async () => {
	world = await aWorld();
});
afterEach(() => world.close());

const opened = async (): Promise<Handover> =>
	(await openHandover(world.ctx(), conversation(), { scenario: 'human_requested', reason: 'test', confidence: 1, detector: 'test', contact: { id: 'k-1', name: 'Rosa Lima' }, channel: 'chat' })).handover;

/** A store whose writing of a step's result is the point where the process dies. */
function dying(ctx: ActionContext, method: 'finishStep' | 'confirmAssignment' | 'updateAttempts' = 'finishStep'): ActionContext {
	const store = new Proxy(ctx.store, {
		get: (target, name) => (name === method || name === 'finishStep' ? () => Promise.reject(new Error('killed')) : Reflect.get(target, name, target)),
	});
	return { ...ctx, store };
}

const died = (run: Promise<unknown>) => expect(run).rejects.toThrow('killed');

describe('Detect Handover Trigger', () => {
	const detect = (ctx: ActionContext, input: Partial<DetectInput>) =>
		detectHandover(ctx, { ref: conversation(), contact: { id: 'k-1' }, channel: 'chat', rules: readRules([{ scenario: 'human_requested' }]), detector: builtInDetector, ...input });
	const message = 'Can I talk to a human?';

	it('goes on with the handover that the same execution opened, also where messages have no ids', async () => {
		const first = await detect(world.ctx(), { message });
		const again = await detect(world.ctx(5000), { message, isRetry: true });
		expect(again).toMatchObject({ branch: 'handover', resumed: true, receipt: { id: first.branch === 'handover' && first.receipt.id } });
		// Another execution, or another message, is not the one that died.
		expect((await detect(world.ctx(6000), { message })).branch).toBe('with_human');
		expect((await detect(world.ctx(7000), { message: 'Hello?', isRetry: true })).branch).toBe('with_human');
	});

	it('goes on also where only the bot\'s reply is judged', async () => {
		const rules = readRules([{ scenario: 'lack_of_information' }]);
		const reply = { rules, about: 'Do you engrave rings?', botReply: 'I am sorry, I do not have that information.' };
		expect((await detect(world.ctx(), reply)).branch).toBe('handover');
		expect(await detect(world.ctx(5000), { ...reply, isRetry: true })).toMatchObject({ branch: 'handover', resumed: true });
	});

	it('counts a message that was kept, but not yet counted', async () => {
		const input = { message: 'When do you open?', turnId: 'run 1' };
		await died(detect(dying(world.ctx(), 'updateAttempts'), input));
		const retry = { ...input, turnId: 'run 2', isRetry: true };
		await detect(world.ctx(MINUTE), retry);
		await detect(world.ctx(2 * MINUTE), { ...retry, turnId: 'run 3' });
		expect(await world.store.attempts(conversation())).toMatchObject({ turn: 1 });
		expect(await world.store.messages(conversation())).toHaveLength(1);
	});
});

describe('Assign Conversation', () => {
	const input = (handover: Handover) => ({
		...aSubject('c-1', { id: handover.id }),
		team: [aMember('Ana'), aMember('Ben')],
		assignTo: { to: 'anyone' as const, by: 'round_robin' as const },
		ifNobodyFree: 'anyone' as const,
		skipIfOwned: true,
	});

	it.each(['confirmAssignment', 'finishStep'] as const)('does not take for the customer\'s own owner whom a run chose that died before %s', async (where) => {
		const handover = await opened();
		await died(assignConversation(dying(world.ctx(), where), input(handover)));
		const { result } = await assignConversation(world.ctx(HOUR), input(handover));
		expect(result).toMatchObject({ status: 'done', what: 'Assigned to Ana' });
		expect(await world.store.assignments(handover.id)).toMatchObject([{ how: 'assigned', assignee: { id: 'ana' } }]);
	});

	it('leaves the contact with the owner they had', async () => {
		const handover = await opened();
		await world.store.deskRecords.setOwner(conversation(), 'k-1', { id: 'ben', name: 'Ben' }, NOW);
		await died(assignConversation(dying(world.ctx()), input(handover)));
		const { result } = await assignConversation(world.ctx(HOUR), input(handover));
		expect(result).toMatchObject({ status: 'skipped', what: 'Stays with Ben' });
		expect(await world.store.assignments(handover.id)).toMatchObject([{ how: 'owner', assignee: { id: 'ben' } }]);
	});
});

it('Create Task writes the same text again', async () => {
	const handover = await opened();
	const input = { ...aSubject('c-1', { id: handover.id }), due: { hours: 24 } };
	await died(createTask(dying(world.ctx()), input));
	const { result } = await createTask(world.ctx(HOUR), input);
	expect(result.data?.body).toBe((await world.store.deskRecords.taskOf(handover.id))?.body);
});

describe('Send Final Message', () => {
	const tell = (ctx: ActionContext, { id }: Handover) => sendFinalMessage(ctx, aSubject('c-1', { id }), aFinalMessage('Hello'));
	const transcript = () => world.store.messages(conversation());

	it.each<[string, Sent]>([
		['the flow', { by: 'flow' }],
		['the desk', { by: 'desk', messageId: 'm-1' }],
	])('keeps once what %s sends', async (_, sent) => {
		const handover = await opened();
		const desk = { send: async () => sent };
		await died(tell(dying(world.ctx(0, desk)), handover));
		await tell(world.ctx(HOUR, desk), handover);
		expect(await transcript()).toMatchObject([{ from: 'bot', text: 'Hello' }]);
	});

	it('lets the desk look back to the beginning, however late the retry is', async () => {
		const handover = await opened();
		const looked: Attempt[] = [];
		const desk = { capabilities: { ...world.ctx().desk.capabilities, messages: 'native' as const }, send: async (_thread: unknown, _text: string, attempt: Attempt) => (looked.push(attempt), { by: 'desk' as const, messageId: 'm-1' }) };
		await died(tell(dying(world.ctx(0, desk)), handover));
		await tell(world.ctx(7 * HOUR, desk), handover);
		expect(looked.map(({ repeated }) => repeated)).toEqual([false, true]);
		const { since = 0 } = looked[1] ?? {};
		// The desk's clock may be slow, but an earlier episode is another one.
		expect(since).toBeLessThan(NOW);
		expect(since).toBeGreaterThan(NOW - DAY);
	});
});

it('a run that was overtaken while it stood still did nothing itself', async () => {
	const handover = await opened();
	const step = { handoverId: handover.id, step: 'message' as const };
	let wake: () => void = () => undefined;
	const stood = runStep(world.store, step, world.ctx(), () => new Promise((resolve) => (wake = () => resolve({ what: 'slow' }))));
	// It has its claim by then: the next one comes when that has run out.
	while (!(await world.store.hasUnfinishedSteps(handover.id, NOW + DAY))) continue;
	const faster = await runStep(world.store, step, world.ctx(HOUR), async () => ({ what: 'fast' }));
	wake();
	expect(faster).toMatchObject({ doneNow: true, result: { what: 'fast' } });
	expect(await stood).toMatchObject({ doneNow: false, result: { what: 'fast' } });
});
