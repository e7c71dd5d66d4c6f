import fc from 'fast-check';
import { assignConversation } from '../../handover/actions/assignConversation';
import { assignFromQueue } from '../../handover/actions/assignFromQueue';
import type { ActionContext } from '../../handover/actions/context';
import { openHandover } from '../../handover/actions/episode';
import { escalate } from '../../handover/actions/escalate';
import { claimHandover } from '../../handover/actions/log';
import { checkBot, humanReplied, pauseBot } from '../../handover/actions/pauseBot';
import { AssigneeRefused } from '../../handover/desks/desk';
import { DEFAULT_PAUSE } from '../../handover/pause';
import { HOUR, MINUTE, NOW, aMember } from '../support/builders';
import { aSubject, aWorld, conversation, type World } from '../support/world';

/** Dora gets nothing, but may take it. */
const TEAM = [aMember('Ana', { capacity: 1 }), aMember('Ben'), aMember('Cleo', { lead: true }), aMember('Dora', { capacity: 0 })];
const ACTS = ['assigns', 'escalates', 'escalates again', 'drains', 'claims', 'replies', 'closes', 'pauses', 'looks'] as const;

let world: World;
beforeAll(async () => {
	world = await aWorld();
});
afterAll(() => world.close());

/** Two processes whose steps happen in an order that the scheduler chooses: each call of the store, and each of the desk. */
describe('whatever the order in which executions that run at the same time get their turns', () => {
	it('what the handover, its history, its step and its pause say fits together', async () => {
		const other = await world.another();
		let round = 0;
		let ids = 0;
		await fc.assert(
			fc.asyncProperty(fc.scheduler(), fc.shuffledSubarray([...ACTS], { minLength: 2, maxLength: 4 }), fc.boolean(), fc.subarray(TEAM.slice(0, 3), { maxLength: 2 }), async (scheduler, acts, owned, refused) => {
				const id = `c-${++round}`;
				const ref = { ...conversation(id), account: `account ${round}` };
				const subject = { ...aSubject(id), ref };
				const told: string[] = [];
				const contextAt = (at: number, index: number): ActionContext => {
					const plain = world.ctx(at);
					const store = index % 2 ? other : world.store;
					const desk = {
						...plain.desk,
						account: ref.account,
						assign: async (_thread: unknown, { name }: { name: string }) => {
							await scheduler.schedule(Promise.resolve());
							if (refused.some((member) => member.name === name)) throw new AssigneeRefused(`${name} may not`, 'Choose somebody else.');
							told.push(name);
						},
					};
					const inTurn = new Proxy(store, {
						get(target, name) {
							const value: unknown = Reflect.get(target, name, target);
							if (typeof value !== 'function') return value;
							return async (...args: unknown[]) => {
								await scheduler.schedule(Promise.resolve());
								return Reflect.apply(value, target, args) as unknown;
							};
						},
					});
					return { ...plain, store: inTurn, desk, newId: () => `${round}-${index}-${++ids}` };
				};
				const { handover } = await openHandover({ ...world.ctx(), newId: () => `h-${round}` }, ref, {
					scenario: 'human_requested', reason: 'x', confidence: 1, detector: 'test', contact: subject.contact, channel: 'chat',
				});
				if (owned) {
					await world.store.setAssignee(handover.id, { id: 'ben', name: 'Ben' }, NOW);
					await world.store.confirmAssignment(handover.id, { how: 'assigned', cause: 'assigned', to: { id: 'ben', name: 'Ben' } }, NOW);
				}
				const order = [{ who: 'next', among: 'anyone' }, { who: 'lead' }, { who: 'queue' }] as const;
				const raise = (ctx: ActionContext, cause: string) => escalate(ctx, { ...subject, team: TEAM, order, by: 'round_robin', cause, causedAt: NOW + 15 * MINUTE });
				const perform: Record<(typeof ACTS)[number], (ctx: ActionContext) => Promise<unknown>> = {
					assigns: (ctx) => assignConversation(ctx, { ...subject, incoming: { id: handover.id }, team: TEAM, assignTo: { to: 'anyone', by: 'round_robin' }, ifNobodyFree: 'anyone', skipIfOwned: true }),
					escalates: (ctx) => raise(ctx, 'e-1'),
					'escalates again': (ctx) => raise(ctx, 'e-1'),
					drains: (ctx) => assignFromQueue(ctx, { team: TEAM, by: 'round_robin', limit: 5 }),
					claims: (ctx) => claimHandover(ctx, { ...subject, agent: 'Dora', takeOver: true }),
					replies: (ctx) => humanReplied(ctx, subject, { text: 'Hello', messageId: 'm-1' }),
					closes: (ctx) => ctx.store.resume(ref, 'resolved', ctx.now, { only: handover.id }),
					pauses: (ctx) => pauseBot(ctx, { ...subject, incoming: { id: handover.id } }, { ...DEFAULT_PAUSE, hours: 0, minutes: 1 }),
					looks: (ctx) => checkBot(ctx, subject, 'Hello?', 'm-2'),
				};
				await world.store.saveTeam(ref, TEAM, NOW);
				const running = acts.map((act, index) => perform[act](contextAt(16 * MINUTE, index)).catch((error: unknown) => error));
				await scheduler.waitFor(Promise.all(running));
				for (const error of await Promise.all(running)) if (error instanceof Error && !(error instanceof AssigneeRefused)) throw error;

				const now = (await world.store.handover(handover.id)) as typeof handover;
				const situation = await world.store.situation(ref);
				const quiet = situation.pause !== undefined && situation.pause.until > NOW + 16 * MINUTE;
				// The bot keeps quiet while a handover is open, and after it only for a person who has written since.
				if (now.status === 'open') expect(quiet).toBe(true);
				else if (!acts.includes('replies')) expect(quiet).toBe(false);
				const history = await world.store.assignments(handover.id);
				if (history.length > 0 && now.status === 'open') expect(history.map(({ assignee }) => assignee?.name)).toContain(now.assignee?.name);
				expect(new Set(history.map(({ cause }) => cause)).size).toBe(history.length);
				if (acts.includes('replies') && now.status === 'open') expect(situation.pause?.until).toBeGreaterThanOrEqual(NOW + 16 * MINUTE + 8 * HOUR);
				if (acts.includes('claims') && now.status === 'open') expect(now.assignee?.name).toBe('Dora');
				// Of the one who has it the desk heard last.
				if (now.status === 'open' && now.assignee && told.length > 0) expect(told.at(-1)).toBe(now.assignee.name);
			}),
			{ numRuns: 150 },
		);
	});
});
