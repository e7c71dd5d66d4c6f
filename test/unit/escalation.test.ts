import fc from 'fast-check';
import { assignConversation, type AssignInput } from '../../handover/actions/assignConversation';
import { assignFromQueue, type QueueInput } from '../../handover/actions/assignFromQueue';
import type { ActionContext } from '../../handover/actions/context';
import { openHandover } from '../../handover/actions/episode';
import { escalate, type EscalateInput } from '../../handover/actions/escalate';
import type { Load } from '../../handover/assignment';
import { AssigneeRefused, type Desk } from '../../handover/desks/desk';
import { chooseNext, leadRung, nextRung, QUEUE_RUNG, readOrder, type EscalationLine, type Rung } from '../../handover/escalation';
import type { Assignee, Handover } from '../../handover/receipt';
import type { KyselyStore } from '../../handover/store/kyselyStore';
import { aMember, DAY, HOUR, MINUTE, NOW, refusal } from '../support/builders';
import { aSubject, aWorld, type World } from '../support/world';

const ORDER: EscalationLine[] = [{ who: 'next', among: 'anyone' }, { who: 'lead' }, { who: 'queue' }];
const ana = aMember('Ana', { team: 'Support' });
const ben = aMember('Ben', { team: 'Support' });
const cleo = aMember('Cleo', { team: 'Sales', lead: true });
const TEAM = [ana, ben, cleo];

describe('whom a line speaks of', () => {
	const names = ({ members = [] }: Rung) => members.map(({ name }) => name);
	const dora = aMember('Dora', { team: 'support', lead: true });

	it.each<[string, Rung, string[]]>([
		['everybody as the next', nextRung(TEAM, 'anyone', 'Support'), ['Ana', 'Ben', 'Cleo']],
		['the same team as the next', nextRung(TEAM, 'team', ' support '), ['Ana', 'Ben']],
		['everybody as the next of the same team, for somebody in none', nextRung(TEAM, 'team', undefined), ['Ana', 'Ben', 'Cleo']],
		['the lead of the team that has it', leadRung([...TEAM, dora], 'Support'), ['Dora']],
		['any lead, when that team has none', leadRung(TEAM, 'Support'), ['Cleo']],
		['any lead, when nobody has it', leadRung([...TEAM, dora], undefined), ['Cleo', 'Dora']],
		['everybody, when there are no leads', leadRung([ana, ben], 'Support'), ['Ana', 'Ben']],
	])('is %s', (_name, rung, expected) => {
		expect(names(rung)).toEqual(expected);
	});

	it.each<[string, Parameters<typeof readOrder>[0], string]>([
		['no lines', [], '"Ask in This Order" is empty'],
		['a line without anybody', [{ who: 'queue' }, {}], 'Line 2 of "Ask in This Order" does not say whom to ask'],
	])('refuses %s', (_name, rows, message) => {
		expect(refusal(() => readOrder(rows)).message).toBe(message);
	});

	it('reads lines as the node has them', () => {
		const filledIn: EscalationLine[] = [{ who: 'next', among: 'team' }, { who: 'lead' }, { who: 'member', member: 'ana' }, { who: 'team', team: 'Sales' }, { who: 'queue' }];
		expect(readOrder(filledIn.map((line) => ({ member: '', ...line })))).toEqual(filledIn);
		expect(readOrder([{ who: 'next' }])).toEqual([{ who: 'next', among: 'anyone' }]);
	});
});

describe('who gets it next', () => {
	const rungs = [nextRung(TEAM, 'anyone', undefined), leadRung(TEAM, 'Support'), QUEUE_RUNG, nextRung(TEAM, 'anyone', undefined)];
	const busy = (...ids: string[]): Map<string, Load> => new Map(ids.map((id) => [id, { open: 5, lastTurn: 1 }]));

	it.each<[string, number, string[], Map<string, Load>, string | undefined, RegExp]>([
		['somebody else first', 0, ['ana'], busy(), 'Ben', /^Next who is free: Next in turn/],
		['the lead second', 1, ['ana', 'ben'], busy(), 'Cleo', /^Team lead: /],
		['the lead, above their capacity', 1, ['ana'], busy('cleo'), 'Cleo', /with 5 open conversations/],
		['the lead at once, when all others are busy or had it', 0, ['ana'], busy('ben', 'cleo'), 'Cleo', /Ben is at capacity.*Team lead/],
		['the queue, when the lead had it', 1, ['cleo'], busy(), undefined, /^Team lead: already had it$/],
		['the queue third', 2, ['ana'], busy(), undefined, /^$/],
		['the queue behind the last line', 9, [], busy(), undefined, /^$/],
	])('is %s', (_name, level, had, loads, expected, why) => {
		const choice = chooseNext(rungs, { level, had, loads, by: 'round_robin' });
		expect(choice.member?.name).toBe(expected);
		expect(choice.why).toMatch(why);
	});

	it('is nobody who is not in', () => {
		const off = leadRung([{ ...cleo, available: false, away: 'is off until Monday 9:00' }], 'Support');
		expect(chooseNext([off], { level: 0, had: [], loads: new Map(), by: 'round_robin' })).toEqual({ why: 'Team lead: Nobody is free: Cleo is off until Monday 9:00' });
	});
});

let world: World;
beforeEach(async () => {
	world = await aWorld();
});
afterEach(() => world.close());

async function handedOver(id = 'c-1', at = 0): Promise<Handover> {
	const { handover } = await openHandover(world.ctx(at), aSubject(id).ref, {
		scenario: 'human_requested', reason: 'Asks for a person', confidence: 1, detector: 'test', contact: aSubject(id).contact, channel: 'chat',
	});
	return handover;
}

const assigning = (id: string, over: Partial<AssignInput> = {}): AssignInput => ({
	...aSubject(id), team: TEAM, assignTo: { to: 'anyone', by: 'round_robin' }, ifNobodyFree: 'anyone', skipIfOwned: true, ...over,
});

/** Nobody has answered, at a moment of the episode. */
const unanswered = (cause: string, over: Partial<EscalateInput> = {}, id = 'c-1'): EscalateInput => ({ ...aSubject(id), team: [], order: ORDER, by: 'round_robin', cause, ...over });

async function toAna(id = 'c-1', over: Partial<AssignInput> = {}): Promise<Handover> {
	const handover = await handedOver(id);
	await assignConversation(world.ctx(1000), assigning(id, { assignTo: { to: 'member', member: 'Ana' }, ...over }));
	return handover;
}

const humanAnswers = (at: number, id = 'c-1') => world.store.humanActed(aSubject(id).ref, { at: NOW + at, replied: true }, (pause) => pause);
const ownerOf = async ({ id }: Handover) => (await world.store.handover(id))?.assignee?.name;
/** What flows are told about who has it. */
const events = async (): Promise<string[]> =>
	(await world.store.events.pending('a flow', { types: ['assigned'] }, 0, NOW + 7 * DAY, 100)).map(
		({ data }) => `${String(data?.how)} ${(data?.assignee as Assignee | undefined)?.name ?? 'queue'}`,
	);

const refuses = (...names: string[]): Partial<Desk> => ({
	assign: async (_thread, { name }) => {
		if (names.includes(name)) throw new AssigneeRefused(`The desk doesn't know ${name}`, 'Choose somebody else.');
	},
});

/** A desk that says whom it was told of. */
function listening(over: Partial<Desk> = {}): Partial<Desk> & { told: string[] } {
	const told: string[] = [];
	return { ...over, told, assign: async (_thread, { name }) => void told.push(name) };
}

describe('Escalate', () => {
	it('asks the people of the flow that handed over, whichever flow escalates', async () => {
		const people: Record<string, AssignInput['team']> = { shop: [ana, ben], hotel: [aMember('Dora'), aMember('Emil')] };
		for (const [flow, team] of Object.entries(people)) await assignConversation({ ...world.ctx(1000), flow }, assigning(flow, { team }));
		const next = async (id: string) => (await escalate({ ...world.ctx(HOUR), flow: 'clocks' }, unanswered(`late ${id}`, {}, id))).escalation;
		expect([await next('shop'), await next('hotel')]).toMatchObject([{ to: { name: 'Ben' } }, { to: { name: 'Emil' } }]);
	});

	it('asks a colleague, then the lead, then leaves it in the queue', async () => {
		const handover = await toAna();
		const desk = listening();
		const first = await escalate(world.ctx(15 * MINUTE, desk), unanswered('e-1'));
		expect(first.escalation).toMatchObject({ escalated: true, level: 1, from: { name: 'Ana' }, to: { name: 'Ben' } });
		expect(first.receipt).toMatchObject({ assignee: { name: 'Ben' }, inQueue: false });
		expect(first.receipt?.steps.assign).toMatchObject({ status: 'done', what: 'Escalated to Ben (Support)', data: { assignee: { name: 'Ben' } } });
		expect(first.receipt?.steps.assign?.why).toBe('Ana had it and has not answered. Next who is free: Next in turn, with 0 of 5 open conversations');

		const second = await escalate(world.ctx(30 * MINUTE, desk), unanswered('e-2'));
		expect(second.escalation).toMatchObject({ escalated: true, level: 2, from: { name: 'Ben' }, to: { name: 'Cleo' } });

		const third = await escalate(world.ctx(45 * MINUTE, desk), unanswered('e-3'));
		expect(third.escalation).toMatchObject({ escalated: true, level: 3, from: { name: 'Cleo' }, why: 'Ana, Ben and Cleo had it and have not answered' });
		expect(third.escalation).not.toHaveProperty('to');
		expect(third.receipt).toMatchObject({ inQueue: true, deadline: new Date(handover.deadlineAt).toISOString(), steps: { assign: { status: 'skipped', what: 'Waits in the queue' } } });
		expect(desk.told).toEqual(['Ben', 'Cleo']);
		expect(await events()).toEqual(['assigned Ana', 'escalated Ben', 'escalated Cleo']);
	});

	it('gives the same event the same result, whoever answers it and however often', async () => {
		const handover = await toAna();
		const first = await escalate(world.ctx(15 * MINUTE), unanswered('e-1', { causedAt: NOW + 15 * MINUTE }));
		const again = await escalate(world.ctx(16 * MINUTE), unanswered('e-1', { causedAt: NOW + 15 * MINUTE }));
		expect(again.escalation).toEqual(first.escalation);
		expect(again.receipt?.steps).toEqual(first.receipt?.steps);
		expect(await ownerOf(handover)).toBe('Ben');
		expect(await events()).toEqual(['assigned Ana', 'escalated Ben']);
	});

	it('completes what an execution began that died before the desk knew', async () => {
		const handover = await toAna();
		const down = { assign: () => Promise.reject(new Error('The desk is away')) };
		await expect(escalate(world.ctx(15 * MINUTE, down), unanswered('e-1'))).rejects.toThrow('The desk is away');
		expect(await world.store.hasUnfinishedSteps(handover.id, NOW + HOUR)).toBe(true);
		const desk = listening();
		const { escalation } = await escalate(world.ctx(20 * MINUTE, desk), unanswered('e-1', { causedAt: NOW + 15 * MINUTE }));
		expect(escalation).toMatchObject({ escalated: true, level: 1, from: { name: 'Ana' }, to: { name: 'Ben' } });
		expect(desk.told).toEqual(['Ben']);
		expect(await events()).toEqual(['assigned Ana', 'escalated Ben']);
	});

	it('does not give back what somebody else has by now', async () => {
		const handover = await toAna();
		const down = { assign: () => Promise.reject(new Error('The desk is away')) };
		await expect(escalate(world.ctx(15 * MINUTE, down), unanswered('e-1'))).rejects.toThrow('The desk is away');
		await world.store.reassign(handover.id, { id: 'zoe', name: 'Zoe' }, NOW + 16 * MINUTE, 'claimed');
		const desk = listening();
		const { escalation } = await escalate(world.ctx(20 * MINUTE, desk), unanswered('e-1'));
		expect(escalation).toEqual({ escalated: false, why: 'Somebody else has it by now' });
		expect([desk.told, await ownerOf(handover)]).toEqual([[], 'Zoe']);
	});

	it.each<[string, (handover: Handover) => Promise<unknown>, string]>([
		['a person has answered', () => humanAnswers(10 * MINUTE), 'A person has answered'],
		['a person has closed it', ({ conversation }) => world.store.resume(conversation, 'resolved', NOW + 10 * MINUTE), 'The handover is closed: the bot is back'],
		['it was escalated after the event', () => escalate(world.ctx(16 * MINUTE), unanswered('e-0')), 'It was escalated after this had fallen due'],
	])('does nothing once %s', async (_name, happens, why) => {
		const handover = await toAna();
		await happens(handover);
		const before = await ownerOf(handover);
		const steps = await world.store.steps(handover.id);
		const { escalation, receipt } = await escalate(world.ctx(20 * MINUTE, refuses('Ana', 'Ben', 'Cleo')), unanswered('e-1', { incoming: { id: handover.id }, causedAt: NOW + 15 * MINUTE }));
		expect(escalation).toEqual({ escalated: false, why });
		expect(receipt?.id).toBe(handover.id);
		expect(await ownerOf(handover)).toBe(before);
		expect(await world.store.steps(handover.id)).toEqual(steps);
	});

	it('does nothing for an event that was answered by a later one', async () => {
		await toAna();
		await escalate(world.ctx(15 * MINUTE), unanswered('e-1'));
		await escalate(world.ctx(30 * MINUTE), unanswered('e-2'));
		expect((await escalate(world.ctx(31 * MINUTE), unanswered('e-1'))).escalation).toMatchObject({ escalated: false });
	});

	it('does nothing, and closes the episode, when the pause is over', async () => {
		const handover = await toAna();
		const { escalation } = await escalate(world.ctx(9 * HOUR), unanswered('e-1', { incoming: { id: handover.id } }));
		expect(escalation).toEqual({ escalated: false, why: 'The handover is closed: the bot is back' });
		expect(await world.store.handover(handover.id)).toMatchObject({ status: 'closed', outcome: 'bot_returned', assignee: { name: 'Ana' } });
	});

	it('does nothing without a handover', async () => {
		expect(await escalate(world.ctx(), unanswered('e-1'))).toEqual({ escalation: { escalated: false, why: 'No handover is open in this conversation' } });
	});

	it('leaves the next episode alone', async () => {
		const old = await toAna();
		await world.store.resume(old.conversation, 'resolved', NOW + HOUR);
		await handedOver('c-1', 2 * HOUR);
		const { escalation } = await escalate(world.ctx(3 * HOUR), unanswered('e-1', { incoming: { id: old.id } }));
		expect(escalation.escalated).toBe(false);
		expect((await world.store.situation(old.conversation)).open?.assignee).toBeUndefined();
	});

	it('goes on to the next when the desk refuses somebody', async () => {
		await toAna();
		const { escalation, receipt } = await escalate(world.ctx(15 * MINUTE, refuses('Ben')), unanswered('e-1'));
		expect(escalation).toMatchObject({ escalated: true, from: { name: 'Ana' }, to: { name: 'Cleo' } });
		expect(receipt?.steps.assign?.data?.tried).toEqual([{ name: 'Ben', why: 'The desk doesn\'t know Ben' }]);
		expect(await events()).toEqual(['assigned Ana', 'escalated Cleo']);
	});

	it('leaves it in the queue when the desk refuses everybody', async () => {
		const handover = await toAna();
		const { escalation } = await escalate(world.ctx(15 * MINUTE, refuses('Ben', 'Cleo')), unanswered('e-1'));
		expect(escalation).toMatchObject({ escalated: true, from: { name: 'Ana' } });
		expect(await ownerOf(handover)).toBeUndefined();
		expect(await world.store.queue(handover.conversation, NOW + 15 * MINUTE)).toHaveLength(1);
	});

	it('leaves it to whoever has it when a person answers while the desk refuses somebody', async () => {
		const handover = await toAna();
		const desk: Partial<Desk> = {
			assign: async () => {
				await humanAnswers(15 * MINUTE);
				throw new AssigneeRefused('Gone', 'Choose somebody else.');
			},
		};
		expect((await escalate(world.ctx(15 * MINUTE, desk), unanswered('e-1'))).escalation).toEqual({ escalated: false, why: 'A person has answered' });
		expect(await ownerOf(handover)).toBe('Ana');
	});

	it('keeps to capacity, but for the lead', async () => {
		const full = [ana, { ...ben, capacity: 0 }, { ...cleo, capacity: 0 }];
		await toAna('c-1', { team: full });
		expect((await escalate(world.ctx(15 * MINUTE), unanswered('e-1'))).escalation).toMatchObject({ to: { name: 'Cleo' }, level: 1 });
		await toAna('c-2', { team: full });
		const noLead = unanswered('e-2', { order: [{ who: 'next', among: 'anyone' }, { who: 'member', member: 'cleo' }, { who: 'team', team: 'Sales' }] }, 'c-2');
		expect((await escalate(world.ctx(15 * MINUTE), noLead)).escalation).not.toHaveProperty('to');
	});

	it('asks only those who are in', async () => {
		const night = aMember('Nina', { hours: 'daily 20:00-4:00' });
		const hours = { weekly: 'Mon-Fri 9:00-17:00', holidays: '', zone: 'UTC' };
		await toAna('c-1', { team: [ana, ben, night], hours });
		const order: EscalationLine[] = [{ who: 'next', among: 'anyone' }];
		expect((await escalate(world.ctx(7.9 * HOUR), unanswered('e-1', { order }))).escalation).not.toHaveProperty('to');
		await toAna('c-2', { team: [ana, ben, night], hours });
		await world.store.setPause(aSubject('c-2').ref, (pause) => ({ setAt: NOW, reason: 'x', ...pause, until: NOW + DAY }));
		const late = await escalate(world.ctx(9 * HOUR), unanswered('e-2', { order }, 'c-2'));
		expect(late.escalation).toMatchObject({ to: { name: 'Nina' } });
	});

	it('says when somebody is in again, when it has to wait', async () => {
		const hours = { weekly: 'Mon-Fri 9:00-17:00', holidays: '', zone: 'UTC' };
		await toAna('c-1', { hours });
		const { receipt } = await escalate(world.ctx(6 * HOUR), unanswered('e-1'));
		expect(receipt?.steps.assign).toMatchObject({ status: 'skipped', data: { opens: '2026-03-30T09:00:00.000Z' } });
	});

	it('refuses a name nobody knows, and changes nothing', async () => {
		const handover = await toAna();
		const steps = await world.store.steps(handover.id);
		const wrong = unanswered('e-1', { order: [{ who: 'next', among: 'anyone' }, { who: 'member', member: 'Zoe' }] });
		await expect(escalate(world.ctx(15 * MINUTE), wrong)).rejects.toThrow('"Member" names Zoe');
		expect([await ownerOf(handover), await world.store.steps(handover.id)]).toEqual(['Ana', steps]);
	});

	it('gives somebody what waits in the queue because nobody was free', async () => {
		await handedOver();
		await assignConversation(world.ctx(0), assigning('c-1', { team: TEAM.map((one) => ({ ...one, available: false })) }));
		const { escalation } = await escalate(world.ctx(15 * MINUTE), unanswered('e-1', { team: TEAM }));
		expect(escalation).toMatchObject({ escalated: true, to: { name: 'Ana' }, why: expect.stringContaining('Nobody had it') });
		expect(escalation).not.toHaveProperty('from');
	});

	it('leaves it to the execution that is giving it to somebody right now', async () => {
		const handover = await toAna();
		await world.store.claimStep({ handoverId: handover.id, step: 'assign' }, { id: 'other', at: NOW + 15 * MINUTE, until: NOW + 17 * MINUTE, again: true });
		expect((await escalate(world.ctx(16 * MINUTE), unanswered('e-1'))).escalation).toEqual({ escalated: false, why: 'Another execution is giving it to somebody right now' });
		expect(await ownerOf(handover)).toBe('Ana');
	});

	it('happens once when two processes are told of the same event', async () => {
		const other = await world.another();
		for (let round = 1; round <= 10; round++) {
			const id = `race-${round}`;
			const handover = await toAna(id);
			const contexts: ActionContext[] = [world.ctx(15 * MINUTE), { ...world.ctx(15 * MINUTE), store: other }];
			const results = await Promise.all(contexts.map((ctx) => escalate(ctx, unanswered('e-1', {}, id))));
			const owner = await ownerOf(handover);
			expect(owner).not.toBe('Ana');
			for (const { escalation } of results) if (escalation.escalated) expect(escalation.to?.name).toBe(owner);
			expect((await world.store.assignments(handover.id)).map(({ how }) => how)).toEqual(['assigned', 'escalated']);
			await world.store.resume(handover.conversation, 'resolved', NOW + HOUR);
		}
	});
});

describe('Assign From Queue', () => {
	const NOBODY = TEAM.map((one) => ({ ...one, available: false }));
	const draining: QueueInput = { team: [], by: 'round_robin', limit: 50 };

	async function waiting(id: string, at = 0, over: Partial<AssignInput> = {}): Promise<Handover> {
		const handover = await handedOver(id, at);
		await assignConversation(world.ctx(at), assigning(id, { team: NOBODY, ...over }));
		expect(await ownerOf(handover)).toBeUndefined();
		return handover;
	}

	const drained = async (at: number, over: Partial<QueueInput> = {}, desk: Partial<Desk> = {}) => {
		const { assigned, failed } = await assignFromQueue(world.ctx(at, desk), { ...draining, ...over });
		return [...assigned.map(({ conversationId, assignee }) => `${conversationId} ${assignee?.name ?? 'nobody'}`), ...failed.map(({ error }) => String(error))];
	};

	it('gives the oldest first to whoever is free, until nobody is', async () => {
		for (const [index, id] of ['c-3', 'c-1', 'c-2'].entries()) await waiting(id, index * MINUTE);
		const team = [{ ...ana, capacity: 1 }, { ...ben, capacity: 1 }];
		expect(await drained(HOUR, { team })).toEqual(['c-3 Ana', 'c-1 Ben']);
		expect(await drained(HOUR + 1, { team })).toEqual([]);
		await world.store.resume(aSubject('c-3').ref, 'resolved', NOW + HOUR + 2);
		expect(await drained(HOUR + 3, { team })).toEqual(['c-2 Ana']);
		expect(await events()).toEqual(expect.arrayContaining(['assigned Ana', 'assigned Ben']));
	});

	it('leaves a receipt that says who has it', async () => {
		await waiting('c-1');
		const { assigned } = await assignFromQueue(world.ctx(HOUR), { ...draining, team: TEAM });
		expect(assigned).toMatchObject([{ inQueue: false, assignee: { name: 'Ana' }, steps: { assign: { status: 'done', what: 'Assigned to Ana (Support)' } } }]);
	});

	it('goes by the table that was filled in last, and by who is in', async () => {
		await waiting('c-1', 0, { team: [aMember('Nina', { hours: 'daily 20:00-4:00' })], assignTo: { to: 'anyone', by: 'round_robin' } });
		expect(await drained(HOUR)).toEqual([]);
		await world.store.setPause(aSubject('c-1').ref, (pause) => ({ setAt: NOW, reason: 'x', ...pause, until: NOW + DAY }));
		expect(await drained(9 * HOUR)).toEqual(['c-1 Nina']);
	});

	it('keeps to business hours as the flow has set them', async () => {
		const hours = { weekly: 'Mon-Fri 9:00-12:00', holidays: '', zone: 'UTC' };
		await waiting('c-1', 0, { team: TEAM, hours, outsideHours: 'queue' });
		await world.store.setPause(aSubject('c-1').ref, (pause) => ({ setAt: NOW, reason: 'x', ...pause, until: NOW + 7 * DAY }));
		expect(await drained(HOUR)).toEqual([]);
		expect(await drained(2 * DAY + 21 * HOUR)).toEqual(['c-1 Ana']);
	});

	it('assigns no more than asked for', async () => {
		for (const id of ['c-1', 'c-2', 'c-3']) await waiting(id);
		expect(await drained(HOUR, { team: TEAM, limit: 2 })).toHaveLength(2);
		expect(await drained(HOUR, { team: TEAM, limit: 2 })).toHaveLength(1);
	});

	it.each([0, NaN])('refuses a limit of %p', async (limit) => {
		await expect(drained(HOUR, { limit })).rejects.toThrow('"Limit" must be 1 or more');
	});

	it('gives a conversation that waits for a team only to that team', async () => {
		await waiting('c-1', 0, { assignTo: { to: 'team', team: 'Sales', by: 'round_robin' }, ifNobodyFree: 'queue' });
		await waiting('c-2', MINUTE, { assignTo: { to: 'member', member: 'ben' }, ifNobodyFree: 'queue' });
		await waiting('c-3', 2 * MINUTE);
		const team = [ana, ben, { ...cleo, available: false }];
		expect(await drained(HOUR, { team })).toEqual(['c-2 Ben', 'c-3 Ana']);
		expect(await drained(HOUR, { team: TEAM })).toEqual(['c-1 Cleo']);
	});

	it('gives it to anyone when those it waits for have left', async () => {
		await waiting('c-1', 0, { assignTo: { to: 'team', team: 'Sales', by: 'round_robin' }, ifNobodyFree: 'queue' });
		expect(await drained(HOUR, { team: [ana] })).toEqual(['c-1 Ana']);
	});

	it('asks those who had it and did not answer last', async () => {
		await handedOver('c-2');
		await assignConversation(world.ctx(0), assigning('c-2', { team: [ana, ben], assignTo: { to: 'member', member: 'Ben' } }));
		const handover = await toAna('c-1', { team: [ana, ben] });
		await escalate(world.ctx(15 * MINUTE), unanswered('e-1', { order: [{ who: 'queue' }] }));
		expect(await ownerOf(handover)).toBeUndefined();
		// Ana is less busy.
		expect(await drained(16 * MINUTE, { by: 'least_busy' })).toEqual(['c-1 Ben']);
		await escalate(world.ctx(30 * MINUTE), unanswered('e-2', { order: [{ who: 'queue' }] }));
		// Both had it: rather somebody again than nobody.
		expect(await drained(31 * MINUTE, { by: 'least_busy' })).toEqual(['c-1 Ana']);
		expect(await events()).toEqual(['assigned Ben', 'assigned Ana', 'assigned Ben', 'assigned Ana']);
	});

	it('keeps the customer with their owner, who is in again', async () => {
		await handedOver('c-0');
		await world.store.deskRecords.setOwner(aSubject('c-1').ref, 'contact of c-1', ben, NOW);
		await waiting('c-1');
		expect(await drained(HOUR, { team: TEAM })).toEqual(expect.arrayContaining(['c-1 Ben']));
	});

	it('leaves alone what its own flow is just about to assign', async () => {
		await handedOver('c-1');
		expect(await drained(MINUTE, { team: TEAM })).toEqual([]);
		expect(await drained(3 * MINUTE, { team: TEAM })).toEqual(['c-1 Ana']);
	});

	it('leaves alone what a team of the desk has', async () => {
		const desk: Partial<Desk> = { capabilities: { ...world.ctx().desk.capabilities, teams: 'native' }, assignTeam: async () => {} };
		await handedOver('c-1');
		await assignConversation(world.ctx(0, desk), assigning('c-1', { assignTo: { to: 'deskTeam', team: 'Billing' } }));
		expect(await drained(HOUR, { team: TEAM })).toEqual([]);
	});

	it('takes what the desk took away from its owner', async () => {
		const handover = await toAna();
		await world.store.reassign(handover.id, undefined, NOW + MINUTE);
		expect(await drained(HOUR, { team: TEAM })).toEqual(['c-1 Ben']);
	});

	it('leaves closed conversations and those whose bot is back', async () => {
		const closed = await waiting('c-1');
		await waiting('c-2');
		await world.store.resume(closed.conversation, 'resolved', NOW + MINUTE);
		expect(await drained(9 * HOUR, { team: TEAM })).toEqual([]);
	});

	it('is not held up by a conversation that nobody can be given', async () => {
		await waiting('c-1');
		await waiting('c-2', MINUTE);
		const desk: Partial<Desk> = {
			assign: async ({ conversation }) => {
				if (conversation.conversationId === 'c-1') throw new Error('No such contact');
			},
		};
		expect(await drained(HOUR, { team: TEAM }, desk)).toEqual([expect.stringMatching(/^c-2 /), 'Error: No such contact']);
		// It stays in the queue, and the receipt shows why.
		const [queued] = await world.store.queue(aSubject().ref, NOW + HOUR);
		expect(queued?.conversation.conversationId).toBe('c-1');
		expect((await world.store.steps(queued?.id ?? '')).assign).toMatchObject({ status: 'failed', why: 'No such contact' });
		expect(await drained(2 * HOUR, { team: TEAM })).toEqual([expect.stringMatching(/^c-1 /)]);
	});

	it('goes on when the desk refuses everybody for one of them', async () => {
		await waiting('c-1');
		await waiting('c-2', MINUTE);
		const desk: Partial<Desk> = {
			assign: async ({ conversation }, { name }) => {
				if (conversation.conversationId === 'c-1') throw new AssigneeRefused(`${name} may not`, 'Choose somebody else.');
			},
		};
		expect(await drained(HOUR, { team: TEAM }, desk)).toEqual([expect.stringMatching(/^c-2 /)]);
	});

	it('assigns each once when two processes do it at the same time', async () => {
		const other = await world.another();
		const ids = Array.from({ length: 12 }, (_, index) => `c-${index}`);
		for (const [index, id] of ids.entries()) await waiting(id, index);
		const desk = listening();
		const team = [{ ...ana, capacity: 4 }, { ...ben, capacity: 4 }];
		const runs = await Promise.all([world.ctx(HOUR, desk), { ...world.ctx(HOUR, desk), store: other }].map((ctx) => assignFromQueue(ctx, { ...draining, team })));
		const assigned = runs.flatMap((run) => run.assigned.map(({ conversationId }) => conversationId));
		expect(new Set(assigned).size).toBe(assigned.length);
		expect(desk.told).toHaveLength(8);
		expect(await world.store.queue(aSubject().ref, NOW + HOUR)).toHaveLength(4);
	});
});

describe('business hours at assignment', () => {
	const hours = { weekly: 'Mon-Fri 9:00-12:00', holidays: '', zone: 'UTC' };
	const assigned = async (over: Partial<AssignInput>, at = HOUR) => {
		await handedOver();
		return assignConversation(world.ctx(at), assigning('c-1', over));
	};

	it('gives it to somebody all the same, and says when they are in', async () => {
		const { receipt, result } = await assigned({ hours });
		expect(receipt.assignee?.name).toBe('Ana');
		expect(result).toMatchObject({ why: 'Next in turn, with 0 of 5 open conversations; in from Monday 9:00', data: { opens: '2026-03-30T09:00:00.000Z' } });
	});

	it('prefers somebody who is in', async () => {
		const { receipt, result } = await assigned({ hours, team: [ana, aMember('Nina', { hours: 'Fri 13-20' })] });
		expect(receipt.assignee?.name).toBe('Nina');
		expect(result.data).not.toHaveProperty('opens');
	});

	it('leaves it in the queue until somebody is in, if so wished', async () => {
		const { receipt, result } = await assigned({ hours, outsideHours: 'queue' });
		expect(receipt.inQueue).toBe(true);
		expect(result).toMatchObject({ status: 'skipped', why: expect.stringContaining('Ana is off until Monday 9:00'), data: { opens: '2026-03-30T09:00:00.000Z' } });
	});

	it('passes over the owner who has gone home, and says so', async () => {
		await world.store.deskRecords.setOwner(aSubject().ref, 'contact of c-1', ana, NOW);
		const { receipt, result } = await assigned({ team: [{ ...ana, hours: 'Mon-Fri 8-12' }, ben] });
		expect(receipt.assignee?.name).toBe('Ben');
		expect(result.why).toContain('The contact\'s owner Ana is off until Monday 8:00');
	});

	it('keeps the owner while everybody is off', async () => {
		await world.store.deskRecords.setOwner(aSubject().ref, 'contact of c-1', ben, NOW);
		const { result } = await assigned({ hours });
		expect(result).toMatchObject({ what: 'Stays with Ben', data: { opens: '2026-03-30T09:00:00.000Z' } });
	});

	it('does not say when somebody is in who only has no room', async () => {
		const { result } = await assigned({ team: [{ ...ana, capacity: 0 }] });
		expect(result.data).not.toHaveProperty('opens');
	});

	it.each<[string, Partial<AssignInput>, string]>([
		['in business hours, from the request on', { hours }, '2026-03-30T11:00:00.000Z'],
		['by the clock without them', {}, '2026-03-27T14:00:00.000Z'],
	])('sets the deadline %s', async (_name, over, deadline) => {
		const { receipt } = await assigned({ answerWithin: { normal: 2, urgent: 1 }, ...over }, 3 * HOUR);
		expect(receipt.deadline).toBe(deadline);
		expect((await world.store.handover(receipt.id))?.hours).toEqual(over.hours);
	});

	it('sets the deadline of what waits in the queue as well', async () => {
		const { receipt } = await assigned({ answerWithin: { normal: 3, urgent: 1 }, team: [aMember('Ana', { available: false })] });
		expect(receipt).toMatchObject({ inQueue: true, deadline: '2026-03-27T15:00:00.000Z' });
	});

	it('refuses hours nobody understands before a handover is opened', async () => {
		await expect(assignConversation(world.ctx(), assigning('c-9', { hours: { ...hours, weekly: 'sometimes' } }))).rejects.toThrow('sometimes');
		expect((await world.store.situation(aSubject('c-9').ref)).open).toBeUndefined();
	});

	it('remembers the table for other nodes, and does without one of its own', async () => {
		await assigned({ team: [{ ...ben, lead: true, hours: 'daily 0-24', notify: ['task'] }] });
		expect(await world.store.team(aSubject().ref)).toEqual([{ ...ben, lead: true, hours: 'daily 0-24', notify: ['task'] }]);
		await handedOver('c-2');
		expect((await assignConversation(world.ctx(HOUR), assigning('c-2', { team: [] }))).receipt.assignee?.name).toBe('Ben');
	});

	it('tells whoever listens once, also when it runs again', async () => {
		const handover = await toAna();
		await assignConversation(world.ctx(HOUR), assigning('c-1'));
		await handedOver('c-2');
		await world.store.deskRecords.setOwner(aSubject('c-2').ref, 'contact of c-2', ben, NOW);
		for (const at of [HOUR, 2 * HOUR]) await assignConversation(world.ctx(at), assigning('c-2'));
		expect((await world.store.assignments(handover.id)).map(({ how, cause }) => [how, cause])).toEqual([['assigned', 'assigned']]);
		expect((await events()).sort()).toEqual(['assigned Ana', 'owner Ben']);
	});
});

/** What may happen to conversations, in any order. */
const CONVERSATIONS = ['p-1', 'p-2', 'p-3', 'p-4'];
const aThing = fc.record({
	what: fc.constantFrom('opens', 'assigns', 'escalates', 'escalates', 'repeats', 'drains', 'a person answers', 'the customer writes', 'closes', 'leaves', 'comes'),
	conversation: fc.constantFrom(...CONVERSATIONS),
	refused: fc.subarray(['Ana', 'Ben', 'Cleo']),
	other: fc.boolean(),
});

describe('whatever the order of assigning, escalating, draining, refusals, replies and closing', () => {
	it('every open handover has an owner or is in the queue with a deadline, nobody but the lead is over capacity, and no cause acts twice', async () => {
		const small = await aWorld();
		const other = await small.another();
		let ids = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(aThing, { maxLength: 30 }), async (things) => {
				const round = ++ids;
				const account = { desk: 'built-in', account: `team ${round}` };
				const subject = (id: string) => ({ ...aSubject(id), ref: { ...account, conversationId: id }, contact: { id: `${round} ${id}` } });
				const team = [aMember('Ana', { capacity: 1 }), aMember('Ben', { capacity: 2 }), aMember('Cleo', { capacity: 1, lead: true })];
				let told = 0;
				/** Whom the desk was told of last, by handover. */
				const atDesk = new Map<string, string>();
				const causes = new Map<string, Assignee | undefined>();
				let at = 0;
				let lastCause = '';
				for (const { what, conversation, refused, other: elsewhere } of things) {
					at += MINUTE;
					const store: KyselyStore = elsewhere ? other : small.store;
					const desk: Partial<Desk> = {
						account: account.account,
						assign: async (thread, { name }) => {
							if (refused.includes(name)) throw new AssigneeRefused(`${name} may not`, 'Choose somebody else.');
							told++;
							atDesk.set((thread as Handover).id, name);
						},
					};
					const ctx: ActionContext = { ...small.ctx(at, desk), store, newId: () => `${round}-${++ids}` };
					const about = subject(conversation);
					const { open } = await store.situation(about.ref);
					if (what === 'opens') {
						await openHandover(ctx, about.ref, { scenario: 'custom', reason: 'x', confidence: 1, detector: 'test', contact: about.contact, channel: 'chat' });
					}
					if (what === 'assigns' && open) await assignConversation(ctx, { ...assigning(conversation), ...about, team });
					if (what === 'escalates' || (what === 'repeats' && lastCause !== '')) {
						const cause = what === 'escalates' ? `cause ${at}` : lastCause;
						const before = told;
						const { escalation } = await escalate(ctx, { ...unanswered(cause), ...about, team });
						if (escalation.escalated && open) {
							const key = `${open.id} ${cause}`;
							// The same event has the same result, and the desk is not told of somebody else.
							if (causes.has(key)) expect([escalation.to?.name, told]).toEqual([causes.get(key)?.name, before]);
							causes.set(key, escalation.to);
						}
						lastCause = cause;
					}
					if (what === 'drains') await assignFromQueue(ctx, { team, by: 'least_busy', limit: 2 });
					if (what === 'a person answers') await store.humanActed(about.ref, { at: NOW + at, replied: true }, (pause) => pause);
					if (what === 'the customer writes') await store.addMessage(about.ref, { from: 'customer', text: 'Hello?', at: NOW + at });
					if (what === 'closes') await store.resume(about.ref, 'resolved', NOW + at);
					if (what === 'leaves' && open) await store.reassign(open.id, undefined, NOW + at);
					if (what === 'comes') team[0] = { ...aMember('Ana', { capacity: 1 }), available: !team[0]?.available };

					const queue = await store.queue(account, NOW + at);
					const owned = new Map<string, number>();
					for (const id of CONVERSATIONS) {
						const { open: now } = await store.situation(subject(id).ref);
						if (!now) continue;
						expect(now.deadlineAt).toBeGreaterThan(0);
						expect(now.assignee !== undefined).toBe(!queue.some((one) => one.id === now.id));
						if (now.assignee) owned.set(now.assignee.name, (owned.get(now.assignee.name) ?? 0) + 1);
						const written = (await store.assignments(now.id)).map(({ cause }) => cause);
						expect(new Set(written).size).toBe(written.length);
						// The desk knows the same.
						if (now.assignee) expect(atDesk.get(now.id)).toBe(now.assignee.name);
					}
					expect(owned.get('Ana') ?? 0).toBeLessThanOrEqual(1);
					expect(owned.get('Ben') ?? 0).toBeLessThanOrEqual(2);
				}
			}),
			{ numRuns: 60 },
		);
		await small.close();
	});
});
