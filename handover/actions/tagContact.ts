import type { Receipt, StepResults } from '../receipt';
import { reasonTag } from '../tags';
import type { ActionContext } from './context';
import { threadOf } from './desk';
import { findHandover, receiptOf, stepOf, type Subject } from './episode';

export interface TagOutput {
	receipt?: Receipt;
	/** All tags the contact has now. */
	tags: string[];
}

/** Tags the contact, with a handover also by its reason when asked. */
export async function addTags(
	ctx: ActionContext,
	subject: Subject,
	tags: readonly string[],
	withReason: boolean,
): Promise<TagOutput> {
	const handover = await findHandover(ctx, subject);
	if (!handover) return { tags: await ctx.desk.addTags(threadOf(subject), tags, ctx.now) };

	const all = withReason ? [...new Set([...tags, reasonTag(handover.scenario, handover.scenarioName)])] : [...tags];
	// A second Tag Contact node in the flow adds to what the first one did.
	const before = addedBy(await ctx.store.steps(handover.id));
	const added = [...new Set([...before, ...all])];
	const addsMore = before.length > 0 && added.length > before.length;
	const act = async () => {
		const now = await ctx.desk.addTags(handover, all, ctx.now);
		return { what: `Tagged ${added.join(', ')}`, data: { added, tags: now } };
	};
	const { receipt, result } = await stepOf(ctx, handover, 'tag', act, addsMore);
	return { receipt, tags: (result.data?.tags as string[] | undefined) ?? [] };
}

function addedBy({ tag }: StepResults): string[] {
	return (tag?.data?.added as string[] | undefined) ?? [];
}

/** Takes tags off the contact; one that isn't there is left alone. */
export async function removeTags(
	ctx: ActionContext,
	subject: Subject,
	tags: readonly string[],
): Promise<TagOutput> {
	const handover = await findHandover(ctx, subject);
	return {
		tags: await ctx.desk.removeTags(handover ?? threadOf(subject), tags),
		receipt: handover && (await receiptOf(ctx, handover.id, handover)),
	};
}
