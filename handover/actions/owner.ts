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
import { AssigneeRefused, insteadOf, type ThreadView } from '../desks/desk';
import { toIso, type Assignee, type Handover, type StepResult } from '../receipt';
import type { BusinessHours } from '../schedule';
import type { StepOutcome } from '../steps';
import type { AssignedHow } from '../store/logStore';
import type { Members, People } from './candidates';
import type { ActionContext } from './context';

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
			await confirm(ctx, handover.id, assignee, 'owner');
			return {
				status: 'skipped',
				what: `Stays with ${assignee.name}`,
				why: 'The contact already has an owner',
				data: { assignee, ...opensFor(people, assignee) },
			};
		}
		tried.push(refused);
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
		// Assigned before by an execution that died: tell the desk again, which is harmless.
		const assignee = choice ? choice.member && asAssignee(choice.member) : (await ctx.store.handover(handover.id))?.assignee;
		const why = [unsuited, ...tried.map((one) => one.why), choice?.why ?? 'Assigned before'].filter(Boolean).join('. ');
		if (!assignee) {
			const data = { ...triedData(tried), ...opensInQueue(people, wish.hours, ctx.now), ...waitsForData(wish) };
			return { status: 'skipped', what: await queue(ctx, assignTo, ofDeskTeam, handover), why, data };
		}
		const refused = await tell(ctx, handover, assignee);
		if (!refused) {
			await confirm(ctx, handover.id, assignee, 'assigned');
			return { what: `Assigned to ${described(assignee)}`, why, data: { assignee, ...triedData(tried), ...opensFor(people, assignee) } };
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

/** @returns the refusal, if it was one */
export async function tell(ctx: ActionContext, handover: Handover, { id, name }: Assignee): Promise<Tried | undefined> {
	try {
		await ctx.desk.assign(handover, { id, name }, ctx.now);
		return undefined;
	} catch (error) {
		if (!(error instanceof AssigneeRefused)) throw error;
		return { id, name, why: error.message };
	}
}

/**
 * Notes that the desk has taken the assignee, once for each time somebody gets
 * the handover: a repeated run confirms what stands already.
 */
async function confirm({ store, now }: ActionContext, handoverId: string, assignee: Assignee, how: AssignedHow): Promise<void> {
	const before = await store.assignments(handoverId);
	const last = before.at(-1);
	const cause = before.length === 0 ? 'assigned' : `assigned/${before.length}`;
	await store.confirmAssignment(handoverId, last?.assignee?.id === assignee.id ? last : { how, cause }, now);
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

export function described({ name, team }: Assignee): string {
	return team ? `${name} (${team})` : name;
}
