import {
	asAssignee,
	chooseMember,
	membersFor,
	ownerKeeps,
	type AssignTo,
	type Choice,
	type KnownOwner,
	type Load,
	type TeamMember,
} from '../assignment';
import type { Assignee, Handover } from '../receipt';
import type { StepOutcome } from '../steps';
import type { ActionContext } from './context';
import { findOrOpenHandover, stepOf, type ActionResult, type Subject } from './episode';

export interface AssignInput extends Subject {
	team: readonly TeamMember[];
	assignTo: AssignTo;
	/** Whom to ask when nobody of `assignTo` is free. */
	ifNobodyFree: 'anyone' | 'queue';
	skipIfOwned: boolean;
	/** The contact's owner as the flow knows them: an e-mail address or a name. */
	owner?: string;
}

/** Gives the conversation an owner, or leaves it in the queue and says why. */
export async function assignConversation(ctx: ActionContext, input: AssignInput): Promise<ActionResult> {
	const members = membersFor(input.assignTo, input.team);
	const handover = await findOrOpenHandover(ctx, input, 'Assign Conversation');
	return stepOf(ctx, handover, 'assign', () => giveOwner(ctx, input, handover, members));
}

async function giveOwner(
	ctx: ActionContext,
	input: AssignInput,
	handover: Handover,
	members: readonly TeamMember[],
): Promise<StepOutcome> {
	const known = input.skipIfOwned ? await knownOwner(ctx, input, handover) : undefined;
	const kept = known && ownerKeeps(known, input.team);
	if (kept?.keeps) {
		await ctx.store.setAssignee(handover.id, asAssignee(kept.keeps), ctx.now);
		return {
			status: 'skipped',
			what: `Stays with ${kept.keeps.name}`,
			why: 'The contact already has an owner',
			data: { assignee: asAssignee(kept.keeps) },
		};
	}

	const choice = await ctx.store.assign(
		handover,
		input.team.map((member) => member.id),
		(loads) => choose(input, members, loads),
		ctx.now,
	);
	// Assigned before by an execution that died: tell the desk again, which is harmless.
	const assignee = choice ? choice.member && asAssignee(choice.member) : (await ctx.store.handover(handover.id))?.assignee;
	const why = [kept?.why, choice?.why ?? 'Assigned before'].filter(Boolean).join('. ');
	if (!assignee) return { status: 'skipped', what: 'Waits in the queue', why };
	await ctx.desk.assign(handover, assignee, ctx.now);
	return { what: `Assigned to ${described(assignee)}`, why, data: { assignee } };
}

async function knownOwner(
	ctx: ActionContext,
	{ owner, ref }: AssignInput,
	handover: Handover,
): Promise<KnownOwner | undefined> {
	if (owner) return { owner: { id: owner.toLowerCase(), name: owner }, source: 'flow' };
	const recorded = await ctx.desk.owner(ref, handover.contact);
	return recorded && { owner: recorded, source: 'desk' };
}

function choose(
	{ assignTo, ifNobodyFree, team }: AssignInput,
	members: readonly TeamMember[],
	loads: ReadonlyMap<string, Load>,
): Choice {
	const by = assignTo.to === 'member' ? 'round_robin' : assignTo.by;
	const first = chooseMember(members, loads, by);
	if (first.member || ifNobodyFree === 'queue' || assignTo.to === 'anyone') return first;
	const second = chooseMember(team, loads, by);
	return second.member ? { ...second, why: `${first.why}. ${second.why}` } : second;
}

function described({ name, team }: Assignee): string {
	return team ? `${name} (${team})` : name;
}
