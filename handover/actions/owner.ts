import {
	asAssignee,
	chooseAmong,
	findMember,
	ownerKeeps,
	type AssignTo,
	type Choice,
	type KnownOwner,
	type Load,
	type Strategy,
	type TeamMember,
} from '../assignment';
import { teamOpens } from '../availability';
import { describedAssignee } from '../brief';
import { AssigneeRefused, DeskError, insteadOf, type ThreadView } from '../desks/desk';
import { toIso, type Assignee, type Handover, type StepResult } from '../receipt';
import type { BusinessHours } from '../schedule';
import type { StepOutcome } from '../steps';
import type { AssignedHow } from '../store/logStore';
import type { Members, People } from './candidates';
import type { ActionContext } from './context';
import { CLOSED } from './episode';

/** Who should get a conversation. */
export interface Wish {
	assignTo: AssignTo;
	/** Whom to ask when nobody of `assignTo` is free. */
	ifNobodyFree: 'anyone' | 'queue';
	skipIfOwned: boolean;
	/** The contact's owner as the flow knows them: an e-mail address or a name. */
	owner?: string;
	hours?: BusinessHours;
	/** Ids of those who had it in this episode and did not answer: the last to be asked, and no owner of the contact. */
	had?: readonly string[];
}

/** Somebody who should have had the conversation, and why they don't. */
export interface Tried {
	id: string;
	name: string;
	why: string;
}

/** Gives the conversation an owner, or leaves it in the queue and says why. */
export async function giveOwner(
	ctx: ActionContext,
	wish: Wish,
	people: People,
	{ members, ofDeskTeam }: Members,
	handover: Handover,
	view: ThreadView,
): Promise<StepOutcome> {
	const tried: Tried[] = [];
	const known = wish.skipIfOwned ? knownOwner(ctx, wish, people, view) : undefined;
	const kept = known && ownerKeeps(known, people.known);
	if (kept?.keeps) {
		const refused = await tellOwner(ctx, handover, kept.keeps, view);
		if (!refused) {
			const assignee = asAssignee(kept.keeps);
			await ctx.store.setAssignee(handover.id, assignee, ctx.now);
			const confirmed = await confirm(ctx, handover, assignee, 'owner');
			if (confirmed) {
				return {
					status: 'skipped',
					what: `Stays with ${assignee.name}`,
					why: ['The contact already has an owner', confirmed.left].filter(Boolean).join('. '),
					data: { assignee, ...opensFor(people, assignee) },
				};
			}
		} else tried.push(refused);
	}
	const { assignTo } = wish;
	if (assignTo.to === 'deskTeam') return giveToTeam(ctx, handover, assignTo.team);
	const unsuited = kept && !kept.keeps ? kept.why : undefined;
	const by = 'by' in assignTo ? assignTo.by : 'round_robin';

	for (;;) {
		const choice = await ctx.store.assign(
			handover,
			[...new Set([...members, ...people.team].map(({ id }) => id))],
			(loads) => choose(wish, members, people.team, tried, loads, by),
			ctx.now,
		);
		const now = choice ? handover : await ctx.store.handover(handover.id);
		if (now?.status !== 'open') return { status: 'skipped', what: 'Not done', why: CLOSED };
		// Assigned before by an execution that died, or taken by a person: tell the desk again, which is harmless.
		const assignee = choice ? choice.member && asAssignee(choice.member) : now.assignee;
		const why = [unsuited, ...tried.map((one) => one.why), choice?.why ?? 'Assigned before'].filter(Boolean).join('. ');
		if (!assignee) {
			const data = { ...triedData(tried), ...opensInQueue(people, wish.hours, ctx.now), ...waitsForData(wish), ...passedOverData(view) };
			return { status: 'skipped', what: await queue(ctx, assignTo, ofDeskTeam, handover), why, data };
		}
		const refused = await tell(ctx, handover, assignee);
		if (!refused) {
			const confirmed = await confirm(ctx, handover, assignee, 'assigned');
			if (!confirmed) continue;
			return { what: `Assigned to ${describedAssignee(assignee)}`, why: [why, confirmed.left].filter(Boolean).join('. '), data: { assignee, ...triedData(tried), ...opensFor(people, assignee) } };
		}
		await ctx.store.unassign(handover.id, assignee.id);
		tried.push(refused);
	}
}

function choose(
	{ assignTo, ifNobodyFree, had = [] }: Wish,
	members: readonly TeamMember[],
	everybody: readonly TeamMember[],
	tried: readonly Tried[],
	loads: ReadonlyMap<string, Load>,
	by: Strategy,
): Choice {
	const asked = ifNobodyFree === 'queue' || assignTo.to === 'anyone' ? [members] : [members, everybody];
	const groups = asked.map((group) => without(group, tried.map(({ id }) => id)));
	return chooseAmong(had.length === 0 ? groups : groups.flatMap((group) => [without(group, had), group]), loads, by);
}

function without(members: readonly TeamMember[], ids: readonly string[]): TeamMember[] {
	return members.filter(({ id }) => !ids.includes(id));
}

function knownOwner({ desk }: ActionContext, { owner, had = [] }: Wish, { known }: People, view: ThreadView): KnownOwner | undefined {
	const noDesk = insteadOf(desk, 'agents') !== undefined;
	if (owner && (noDesk || findMember(known, owner))) return { owner: { id: owner.toLowerCase(), name: owner }, source: 'flow' };
	if (!view.owner || had.includes(view.owner.id)) return undefined;
	return { owner: view.owner, source: noDesk ? 'record' : 'desk' };
}

async function giveToTeam(ctx: ActionContext, handover: Handover, team: string): Promise<StepOutcome> {
	await ctx.desk.assignTeam(handover, team);
	return { what: `Given to the team ${team}`, why: `Its own rules at ${ctx.desk.title} choose somebody`, data: { team } };
}

/** Tells the desk about the owner, unless it is where we know that from. @returns the refusal, if it was one */
async function tellOwner(ctx: ActionContext, handover: Handover, owner: Assignee, view: ThreadView): Promise<Tried | undefined> {
	const isKnown = insteadOf(ctx.desk, 'agents') !== undefined || view.owner?.id === owner.id;
	return isKnown ? undefined : tell(ctx, handover, owner);
}

/** Tells the desk who has the conversation; last of whoever has it by then. @returns the refusal, if it was one */
export async function tell(ctx: ActionContext, handover: Handover, assignee: Assignee): Promise<Tried | undefined> {
	const refused = await assignAtDesk(ctx, handover, assignee);
	if (!refused) await tellWhoHasIt(ctx, handover, assignee);
	return refused;
}

/**
 * Of those who get a conversation at the same time, the desk may hear last of
 * another than the one who has it, also for a handover that is over by then:
 * it is told again until it has heard last of whoever has it.
 * @param told of whom it has just heard
 */
export async function tellWhoHasIt(ctx: ActionContext, { conversation }: Handover, told?: Assignee): Promise<void> {
	for (let last = told; ; ) {
		const { open } = await ctx.store.situation(conversation);
		if (!open?.assignee || open.assignee.id === last?.id) return;
		// Whoever chose somebody whom the desk refuses looks for another.
		if (await assignAtDesk(ctx, open, open.assignee)) return;
		last = open.assignee;
	}
}

async function assignAtDesk({ desk, now }: ActionContext, handover: Handover, { id, name }: Assignee): Promise<Tried | undefined> {
	try {
		await desk.assign(handover, { id, name }, now);
		return undefined;
	} catch (error) {
		if (!(error instanceof AssigneeRefused)) throw error;
		return { id, name, why: error.message };
	}
}

/**
 * The open task goes with the conversation. What keeps it back must not keep
 * the conversation back.
 * @returns why it stays where it is; undefined when it doesn't
 */
export async function moveTask({ desk }: ActionContext, handover: Handover, assignee: Assignee): Promise<string | undefined> {
	if (handover.taskDueAt === undefined || handover.taskCompletedAt !== undefined) return undefined;
	return problemOf(desk.assignTask(handover, assignee), 'The task stays with whoever had it');
}

/** At the desk, too, nobody has what waits in the queue. @returns why the desk still shows them; undefined when it doesn't */
export async function takeFrom(ctx: ActionContext, handover: Handover, former: Assignee): Promise<string | undefined> {
	const problem = await problemOf(ctx.desk.unassign(handover, former, ctx.now), `${ctx.desk.title} still shows ${former.name}`);
	await tellWhoHasIt(ctx, handover);
	return problem;
}

async function problemOf(doing: Promise<void>, what: string): Promise<string | undefined> {
	try {
		await doing;
		return undefined;
	} catch (error) {
		if (!(error instanceof DeskError)) throw error;
		return `${what}: ${error.message}`;
	}
}

/**
 * Notes that the desk has taken the assignee, once for each time somebody gets
 * the handover: a repeated run confirms what stands already.
 * @returns why the task is not theirs, if it isn't; undefined when somebody else has the handover by now
 */
async function confirm(ctx: ActionContext, handover: Handover, assignee: Assignee, how: AssignedHow): Promise<{ left?: string } | undefined> {
	const { store, now } = ctx;
	const before = await store.assignments(handover.id);
	const last = before.at(-1);
	const cause = before.length === 0 ? 'assigned' : `assigned/${before.length}`;
	const entry = last?.assignee?.id === assignee.id ? { how: last.how, cause: last.cause } : { how, cause };
	if (!(await store.confirmAssignment(handover.id, { ...entry, to: assignee }, now))) return undefined;
	return { left: await moveTask(ctx, handover, assignee) };
}

/** Leaves the conversation to whoever is free first; in the team's own queue, where the desk has one. */
async function queue(ctx: ActionContext, assignTo: AssignTo, ofDeskTeam: boolean, handover: Handover): Promise<string> {
	if (assignTo.to !== 'team' || !ofDeskTeam) return 'Waits in the queue';
	await ctx.desk.assignTeam(handover, assignTo.team);
	return `Waits in the queue of the team ${assignTo.team}`;
}

/** Whom a conversation in the queue waits for, when not for anyone. */
function waitsForData({ assignTo, ifNobodyFree }: Wish): Record<string, unknown> {
	return ifNobodyFree === 'anyone' || assignTo.to === 'anyone' ? {} : { waitsFor: assignTo };
}

/** @param assign what became of the step that left it in the queue */
export function waitsFor(assign: StepResult | undefined): AssignTo | undefined {
	return assign?.data?.waitsFor as AssignTo | undefined;
}

/** Whom the desk goes on showing as the owner although nobody has it: what it says about them is no news. */
function passedOverData({ owner }: ThreadView): Record<string, unknown> {
	return owner ? { passedOver: owner.id } : {};
}

/** @param assign what became of the step that left it in the queue */
export function passedOver(assign: StepResult | undefined): string | undefined {
	return assign?.data?.passedOver as string | undefined;
}

export function triedData(tried: readonly Tried[]): Record<string, unknown> {
	return tried.length > 0 ? { tried: tried.map(({ name, why }) => ({ name, why })) } : {};
}

/** When the assignee is next in, if they are not in now. */
export function opensFor({ known }: People, { id }: Assignee): Record<string, unknown> {
	const until = known.find((member) => member.id === id)?.off?.until;
	return until === undefined ? {} : { opens: toIso(until) };
}

/** When somebody of the team is next in, if nobody is in now. */
export function opensInQueue({ team }: People, hours: BusinessHours | undefined, now: number): Record<string, unknown> {
	const opens = teamOpens(team, hours, now);
	return opens === undefined ? {} : { opens: toIso(opens) };
}

/** The step as it stands, when there was nothing to do; one that failed is over by then. */
export function asBefore(former: StepResult | undefined, why: string): StepOutcome {
	if (former && former.status !== 'failed') return { ...former, status: former.status };
	return { status: 'skipped', what: 'Not done', why };
}
