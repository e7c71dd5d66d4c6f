import type { TeamMember } from '../assignment';
import { answerDue, type AnswerWithin, type OutsideHours } from '../availability';
import { insteadOf, type ThreadView } from '../desks/desk';
import type { Handover } from '../receipt';
import { listedTeam, membersAt, peopleAt, rememberTeam, type Members, type People } from './candidates';
import type { ActionContext } from './context';
import { lookAt } from './desk';
import { findHandover, findOrOpenHandover, stepOf, type ActionResult, type Subject } from './episode';
import { giveOwner, type Wish } from './owner';

export interface AssignInput extends Subject, Omit<Wish, 'had'> {
	/**
	 * Whom the operator lists. Empty: everybody at a desk that knows its agents,
	 * else those listed last.
	 */
	team: readonly TeamMember[];
	/** What to do outside `hours`; somebody is assigned all the same when left out. */
	outsideHours?: OutsideHours;
	/** Sets by when a person should answer; without it, the deadline stays as it is. */
	answerWithin?: AnswerWithin;
}

/** Gives the conversation an owner, or leaves it in the queue and says why. */
export async function assignConversation(ctx: ActionContext, input: AssignInput): Promise<ActionResult> {
	// A wrong name must not open a handover first.
	if (!(await findHandover(ctx, input))) await whoMayHaveIt(ctx, input, ctx.flow);
	const found = await findOrOpenHandover(ctx, input, 'Assign Conversation');
	return stepOf(ctx, found, 'assign', async (repeated) => {
		const { people, members } = await whoMayHaveIt(ctx, input, found.flow);
		const { handover, view: shown } = await lookAt(ctx, found);
		const view = repeated && (await isOurDoing(ctx, handover, shown)) ? { ...shown, owner: undefined } : shown;
		if (input.team.length > 0) await rememberTeam(ctx, input.team, found.flow);
		const { answerWithin, hours } = input;
		const deadlineAt = answerWithin ? answerDue(handover, answerWithin, hours) : handover.deadlineAt;
		await ctx.store.setPlan(handover.id, { deadlineAt, hours });
		return giveOwner(ctx, input, people, members, handover, view);
	});
}

/** Whether the desk shows as the owner whom a run that died had chosen: that one did not have the contact before. */
async function isOurDoing({ store }: ActionContext, { id, assignee }: Handover, { owner }: ThreadView): Promise<boolean> {
	if (!assignee || assignee.id !== owner?.id) return false;
	return (await store.assignments(id)).at(-1)?.how !== 'owner';
}

async function whoMayHaveIt(ctx: ActionContext, input: AssignInput, flow: string): Promise<{ people: People; members: Members }> {
	const listed = insteadOf(ctx.desk, 'agents') ? await listedTeam(ctx, input.team, flow) : input.team;
	const people = await peopleAt(ctx, listed, input);
	return { people, members: await membersAt(ctx, people, input.assignTo) };
}
