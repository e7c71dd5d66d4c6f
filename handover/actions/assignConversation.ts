import {
	asAssignee,
	chooseMember,
	findMember,
	membersFor,
	ownerKeeps,
	teamAtDesk,
	type AssignTo,
	type Choice,
	type KnownOwner,
	type Load,
	type TeamMember,
} from '../assignment';
import { AssigneeRefused, insteadOf, type ThreadView } from '../desks/desk';
import { HandoverError } from '../errors';
import type { Assignee, Handover } from '../receipt';
import type { StepOutcome } from '../steps';
import type { ActionContext } from './context';
import { lookAt } from './desk';
import { findHandover, findOrOpenHandover, stepOf, type ActionResult, type Subject } from './episode';

export interface AssignInput extends Subject {
	/** Whom the operator lists; may be empty at a desk that knows its agents. */
	team: readonly TeamMember[];
	assignTo: AssignTo;
	/** Whom to ask when nobody of `assignTo` is free. */
	ifNobodyFree: 'anyone' | 'queue';
	skipIfOwned: boolean;
	/** The contact's owner as the flow knows them: an e-mail address or a name. */
	owner?: string;
}

/** Somebody who should have had the conversation, and why they don't. */
interface Tried {
	id: string;
	name: string;
	why: string;
}

/** Gives the conversation an owner, or leaves it in the queue and says why. */
export async function assignConversation(ctx: ActionContext, input: AssignInput): Promise<ActionResult> {
	// A wrong name must not open a handover first.
	if (!(await findHandover(ctx, input))) await whoMayHaveIt(ctx, input);
	const handover = await findOrOpenHandover(ctx, input, 'Assign Conversation');
	return stepOf(ctx, handover, 'assign', async () => {
		const known = await lookAt(ctx, handover);
		return giveOwner(ctx, input, known.handover, known.view);
	});
}

async function giveToTeam(ctx: ActionContext, handover: Handover, team: string): Promise<StepOutcome> {
	await ctx.desk.assignTeam(handover, team);
	return { what: `Given to the team ${team}`, why: `Its own rules at ${ctx.desk.title} choose somebody`, data: { team } };
}

async function giveOwner(ctx: ActionContext, input: AssignInput, handover: Handover, view: ThreadView): Promise<StepOutcome> {
	const candidates = await whoMayHaveIt(ctx, input);
	const tried: Tried[] = [];

	const known = input.skipIfOwned ? knownOwner(ctx, input, candidates, view) : undefined;
	const kept = known && ownerKeeps(known, candidates.known);
	if (kept?.keeps) {
		const refused = await tellOwner(ctx, handover, kept.keeps, view);
		if (!refused) {
			await ctx.store.setAssignee(handover.id, asAssignee(kept.keeps), ctx.now);
			return {
				status: 'skipped',
				what: `Stays with ${kept.keeps.name}`,
				why: 'The contact already has an owner',
				data: { assignee: asAssignee(kept.keeps) },
			};
		}
		tried.push(refused);
	}
	if (input.assignTo.to === 'deskTeam') return giveToTeam(ctx, handover, input.assignTo.team);
	const unsuited = kept && !kept.keeps ? kept.why : undefined;

	for (;;) {
		const choice = await ctx.store.assign(
			handover,
			[...new Set([...candidates.members, ...candidates.everybody].map(({ id }) => id))],
			(loads) => choose(input, candidates, tried, loads),
			ctx.now,
		);
		// Assigned before by an execution that died: tell the desk again, which is harmless.
		const assignee = choice ? choice.member && asAssignee(choice.member) : (await ctx.store.handover(handover.id))?.assignee;
		const why = [unsuited, ...tried.map((one) => one.why), choice?.why ?? 'Assigned before'].filter(Boolean).join('. ');
		const data = tried.length > 0 ? { tried: tried.map(({ name, why: reason }) => ({ name, why: reason })) } : {};
		if (!assignee) return { status: 'skipped', what: await queue(ctx, input, candidates, handover), why, data };
		const refused = await tell(ctx, handover, assignee);
		if (!refused) return { what: `Assigned to ${described(assignee)}`, why, data: { assignee, ...data } };
		await ctx.store.unassign(handover.id, assignee.id);
		tried.push(refused);
	}
}

/** Tells the desk about the owner, unless it is where we know that from. @returns the refusal, if it was one */
async function tellOwner(ctx: ActionContext, handover: Handover, owner: Assignee, view: ThreadView): Promise<Tried | undefined> {
	const isKnown = insteadOf(ctx.desk, 'agents') !== undefined || view.owner?.id === owner.id;
	return isKnown ? undefined : tell(ctx, handover, owner);
}

async function tell(ctx: ActionContext, handover: Handover, { id, name }: Assignee): Promise<Tried | undefined> {
	try {
		await ctx.desk.assign(handover, { id, name }, ctx.now);
		return undefined;
	} catch (error) {
		if (!(error instanceof AssigneeRefused)) throw error;
		return { id, name, why: error.message };
	}
}

/** Leaves the conversation to whoever is free first; in the team's own queue, where the desk has one. */
async function queue(ctx: ActionContext, { assignTo }: AssignInput, { ofDeskTeam }: Candidates, handover: Handover): Promise<string> {
	if (assignTo.to !== 'team' || !ofDeskTeam) return 'Waits in the queue';
	await ctx.desk.assignTeam(handover, assignTo.team);
	return `Waits in the queue of the team ${assignTo.team}`;
}

/** Who can have the conversation. */
interface Candidates {
	/** Whom the operator's setting speaks of. */
	members: readonly TeamMember[];
	/** Everybody who may be asked instead. */
	everybody: readonly TeamMember[];
	/** Everybody of whom we know whether they are there, also those who take no handovers. */
	known: readonly TeamMember[];
	/** The members are a team that the desk keeps. */
	ofDeskTeam: boolean;
}

/** @throws HandoverError for a person or a team that nobody knows */
async function whoMayHaveIt({ desk }: ActionContext, { assignTo, team: listed }: AssignInput): Promise<Candidates> {
	if (assignTo.to === 'deskTeam') {
		const instead = insteadOf(desk, 'teams');
		if (instead) throw new HandoverError(`${desk.title} has no teams of its own`, `Choose "Team" instead. ${instead}.`);
	} else if (insteadOf(desk, 'agents')) {
		return { members: membersFor(assignTo, listed), everybody: listed, known: listed, ofDeskTeam: false };
	}

	const agents = await desk.agents();
	const team = teamAtDesk(listed, agents, desk.title);
	const others = teamAtDesk([], agents, desk.title).filter(({ id }) => !team.some((member) => member.id === id));
	const known = [...team, ...others];
	if (assignTo.to === 'deskTeam') return { members: [], everybody: [], known, ofDeskTeam: true };
	if (assignTo.to === 'team' && !insteadOf(desk, 'teams') && !listed.some((member) => isCalled(member.team, assignTo.team))) {
		const ids = new Set((await desk.agents(assignTo.team)).map(({ id }) => id));
		const members = team.filter(({ id }) => ids.has(id)).map((member) => ({ ...member, team: assignTo.team }));
		return { members, everybody: team, known, ofDeskTeam: true };
	}
	const members = membersFor(assignTo, assignTo.to === 'member' ? known : team, `at ${desk.title}`);
	return { members, everybody: team, known, ofDeskTeam: false };
}

function isCalled(team: string | undefined, name: string): boolean {
	return team?.trim().toLowerCase() === name.trim().toLowerCase();
}

function knownOwner({ desk }: ActionContext, { owner }: AssignInput, { known }: Candidates, view: ThreadView): KnownOwner | undefined {
	const noDesk = insteadOf(desk, 'agents') !== undefined;
	if (owner && (noDesk || findMember(known, owner))) return { owner: { id: owner.toLowerCase(), name: owner }, source: 'flow' };
	return view.owner && { owner: view.owner, source: noDesk ? 'record' : 'desk' };
}

function choose(
	{ assignTo, ifNobodyFree }: AssignInput,
	{ members, everybody }: Candidates,
	tried: readonly Tried[],
	loads: ReadonlyMap<string, Load>,
): Choice {
	const by = 'by' in assignTo ? assignTo.by : 'round_robin';
	const first = chooseMember(without(members, tried), loads, by);
	if (first.member || ifNobodyFree === 'queue' || assignTo.to === 'anyone') return first;
	const second = chooseMember(without(everybody, tried), loads, by);
	return second.member ? { ...second, why: `${first.why}. ${second.why}` } : second;
}

function without(members: readonly TeamMember[], tried: readonly Tried[]): TeamMember[] {
	return members.filter(({ id }) => !tried.some((one) => one.id === id));
}

function described({ name, team }: Assignee): string {
	return team ? `${name} (${team})` : name;
}
