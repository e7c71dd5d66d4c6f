import { isDeepStrictEqual } from 'node:util';
import type { AssignTo, Strategy, TeamMember } from '../assignment';
import { DeskError } from '../desks/desk';
import { HandoverError } from '../errors';
import type { Handover, Receipt, StepResult } from '../receipt';
import { LEASE_MS, type StepOutcome } from '../steps';
import { listedTeam, membersAt, peopleAt, type Members, type People } from './candidates';
import { accountOf, type ActionContext } from './context';
import { lookAt } from './desk';
import { stepOf } from './episode';
import { asBefore, giveOwner, waitsFor } from './owner';

export interface QueueInput {
	/** Whom the operator lists; empty stands for those listed last. */
	team: readonly TeamMember[];
	by: Strategy;
	/** How many conversations to assign at most. */
	limit: number;
}

export interface QueueRun {
	/** Those that have an owner now, oldest first. */
	assigned: Receipt[];
	/** Those that could not be given away; they stay in the queue. */
	failed: Array<{ handover: Handover; error: unknown }>;
}

/**
 * Gives the conversations that wait in the queue to whoever is in and free, the
 * oldest first, until nobody is. Each goes to those it waits for, the
 * customer's owner before others; whoever had it in this episode and did not
 * answer is asked last.
 * @throws HandoverError for a limit below 1
 */
export async function assignFromQueue(ctx: ActionContext, input: QueueInput): Promise<QueueRun> {
	if (!(input.limit >= 1)) {
		throw new HandoverError(`"Limit" must be 1 or more, but is ${String(input.limit)}`, 'Enter how many conversations to assign at most, for example 50.');
	}
	const run: QueueRun = { assigned: [], failed: [] };
	/** Whom nobody is free of: those who wait for the same need not be tried. */
	const busy: unknown[] = [];
	for (const handover of await ctx.store.queue(accountOf(ctx), ctx.now)) {
		if (run.assigned.length >= input.limit) break;
		const { assign } = await ctx.store.steps(handover.id);
		if (isOthersToAssign(handover, assign, ctx.now)) continue;
		const listed = await listedTeam(ctx, input.team, handover.flow);
		const target = { assignTo: waitsFor(assign), hours: handover.hours, listed };
		if (busy.some((other) => isDeepStrictEqual(other, target))) continue;
		try {
			const { receipt, given } = await giveFromQueue(ctx, input, listed, handover, waitsFor(assign));
			if (given === 'somebody') run.assigned.push(receipt);
			if (given === 'nobody free') busy.push(target);
		} catch (error) {
			run.failed.push({ handover, error });
		}
	}
	return run;
}

/** Nobody is chosen for what a team of the desk has, or what the flow that began it is just about to assign. */
function isOthersToAssign({ openedAt }: Handover, assign: StepResult | undefined, now: number): boolean {
	if (!assign) return now - openedAt < LEASE_MS;
	return assign.status === 'done' && assign.data?.team !== undefined;
}

type Given = 'somebody' | 'nobody free' | 'not done';

async function giveFromQueue(
	ctx: ActionContext,
	{ by }: QueueInput,
	listed: readonly TeamMember[],
	queued: Handover,
	waiting: AssignTo | undefined,
): Promise<{ receipt: Receipt; given: Given }> {
	const { hours } = queued;
	const people = await peopleAt(ctx, listed, { hours, outsideHours: 'queue' });
	const { assignTo, members } = await targetOf(ctx, people, waiting, by);
	let given: Given = 'not done';
	const act = async (): Promise<StepOutcome> => {
		// Somebody may have taken, assigned or closed it since the queue was read.
		const { assign: former } = await ctx.store.steps(queued.id);
		const now = await ctx.store.handover(queued.id);
		if (!now || now.status === 'closed' || now.assignee) return asBefore(former, 'It was no longer in the queue');
		const { handover, view } = await lookAt(ctx, now);
		const had = (await ctx.store.assignments(handover.id)).flatMap(({ assignee }) => assignee?.id ?? []);
		const wish = { assignTo, ifNobodyFree: 'queue' as const, skipIfOwned: true, hours, had };
		const outcome = await giveOwner(ctx, wish, people, members, handover, view);
		given = outcome.data?.assignee ? 'somebody' : outcome.data?.tried ? 'not done' : 'nobody free';
		return given === 'nobody free' && former ? asBefore(former, 'Nobody is free') : outcome;
	};
	try {
		const { receipt } = await stepOf(ctx, queued, 'assign', act, true);
		return { receipt, given };
	} catch (error) {
		await backIntoQueue(ctx, queued.id);
		throw error;
	}
}

/** An owner whom the desk was not told of would keep it out of the queue. */
async function backIntoQueue({ store }: ActionContext, handoverId: string): Promise<void> {
	const { assignee, assignedAt = 0 } = (await store.handover(handoverId)) ?? {};
	if (!assignee) return;
	const wasTold = (await store.assignments(handoverId)).some((entry) => entry.assignee?.id === assignee.id && entry.at >= assignedAt);
	if (!wasTold) await store.unassign(handoverId, assignee.id);
}

/** Those it waits for; anybody when they are no longer on the team. */
async function targetOf(ctx: ActionContext, people: People, waiting: AssignTo | undefined, by: Strategy): Promise<{ assignTo: AssignTo; members: Members }> {
	const anyone: AssignTo = { to: 'anyone', by };
	if (!waiting) return { assignTo: anyone, members: await membersAt(ctx, people, anyone) };
	const assignTo = waiting.to === 'team' ? { ...waiting, by } : waiting;
	try {
		return { assignTo, members: await membersAt(ctx, people, assignTo) };
	} catch (error) {
		if (error instanceof DeskError || !(error instanceof HandoverError)) throw error;
		return { assignTo: anyone, members: await membersAt(ctx, people, anyone) };
	}
}
