import { accountOf, type ActionContext } from '../actions/context';
import { currentEpisode, receiptOf, type Episode } from '../actions/episode';
import { moveTask, passedOver, tell, tellWhoHasIt } from '../actions/owner';
import { humanReplied } from '../actions/pauseBot';
import type { ConversationRef } from '../conversation';
import { DeskError } from '../desks/desk';
import { pauseMilliseconds, takenByHuman, type BotState, type Pause, type PauseLength } from '../pause';
import type { Assignee, Handover, Outcome, Receipt } from '../receipt';
import { LEASE_MS } from '../steps';
import type { Assignment } from '../store/logStore';
import { NO_TEXT } from '../transcript';
import type { InboundEvent } from './event';

/** How long the echo of a text may take while the desk has not told us its id. */
const ECHO_MS = 5 * 60_000;

/** By how much a desk's deliveries overtake each other: "send and resolve" is two of them in one moment. */
const OVERTAKING_MS = 10_000;

/** How many episodes of a conversation can begin while an execution is telling the desk. */
const EPISODES_LOOKED_AT = 4;

/** Among how many handovers of a contact a completed task is looked for: tasks of older ones interest nobody. */
const TASKS_LOOKED_FOR = 10;

/** What a flow is told about an event; nothing when it need not know. */
export interface Received {
	branch: 'customer' | 'human' | 'update';
	ref: ConversationRef;
	receipt?: Receipt;
	bot: BotState;
}

/**
 * Takes note of what happened at the desk: a person's message or claim keeps
 * the bot quiet from now, without anybody clicking, and a customer who writes
 * to the team waits for an answer. What a desk tells late, of an episode that
 * is over, doesn't touch the next one.
 * @param takeover how long a person's message keeps the bot quiet where the pause says nothing else
 * @returns undefined for our own doings coming back, and for what changes nothing
 */
export async function receive(ctx: ActionContext, event: InboundEvent, takeover: PauseLength): Promise<Received | undefined> {
	if (event.kind === 'automatic_message') return undefined;
	if (event.kind === 'task_completed') return taskCompleted(ctx, event.contact.id, event.taskId);
	const ref = await placeOf(ctx, event);
	if (!ref) return undefined;
	const episode = await currentEpisode(ctx, ref);
	switch (event.kind) {
		case 'customer_message':
			// While the bot is quiet the customer waits for a person, however the flow is wired.
			if (!episode.bot.mayReply) {
				await ctx.store.addMessage(ref, { from: 'customer', text: event.text || NO_TEXT, at: ctx.now, id: event.messageId });
			}
			return told(ctx, 'customer', ref);
		case 'human_message': {
			const { messageId, text } = event;
			if (await ctx.store.isOurs(ref, { id: messageId, text }, ctx.now - ECHO_MS)) return undefined;
			if (await wroteBefore(ctx, ref, episode, event.at)) return undefined;
			const agent = event.agent && (await named(ctx, event.agent, episode.open?.assignee));
			const { receipt } = await humanReplied(ctx, { ref }, { otherwise: takeover, text, messageId, agent });
			// By this very message, unless somebody has been assigned in this moment: then they keep it.
			const isNew = agent && receipt?.assignee?.id === agent.id && episode.open?.assignee?.id !== agent.id;
			const open = isNew && (await ctx.store.handover(receipt.id));
			if (open) await quietly(makeOwner(ctx, open, agent));
			return told(ctx, 'human', ref);
		}
		case 'assigned':
			return episode.open && assigned(ctx, episode.open, event, takeover);
		case 'resolved':
			return ended(ctx, ref, episode, 'resolved', event.at);
		case 'given_to_bot':
			return ended(ctx, ref, episode, 'back_to_bot', event.at);
	}
}

/** The conversation an event is about; for what names only a contact, that of its open handover. */
async function placeOf(ctx: ActionContext, event: InboundEvent): Promise<ConversationRef | undefined> {
	const account = accountOf(ctx);
	const isMessage = event.kind === 'customer_message' || event.kind === 'human_message';
	const conversationId = event.conversationId ?? (isMessage ? await ctx.desk.conversationOf(event.contact.id) : undefined);
	if (conversationId !== undefined) return { ...account, conversationId };
	const open = await ctx.store.openHandoverOf(account, event.contact.id);
	if (open) return open.conversation;
	return isMessage ? { ...account, conversationId: event.contact.id } : undefined;
}

async function told(ctx: ActionContext, branch: Received['branch'], ref: ConversationRef): Promise<Received> {
	const { bot, open } = await currentEpisode(ctx, ref);
	return { branch, ref, bot, receipt: open && (await receiptOf(ctx, open.id, open)) };
}

/** Whether a message was written before the open handover began, or before a person ended the last one. */
async function wroteBefore({ store }: ActionContext, ref: ConversationRef, { open, bot }: Episode, at: number): Promise<boolean> {
	if (open) return at < open.openedAt;
	if (!bot.mayReply) return false;
	const last = await store.latestHandover(ref);
	return last?.closedAt !== undefined && last.outcome !== 'bot_returned' && at < last.closedAt;
}

/**
 * Somebody was given the conversation at the desk, or took it: they have
 * claimed it. Our own assignment comes back as well: then nothing is new.
 * Events overtake each other, so the desk is asked who has it now; and while
 * the flow has yet to assign, opening the conversation may have made the
 * token's owner look like one: Assign Conversation will see for itself.
 */
async function assigned(
	ctx: ActionContext,
	open: Handover,
	event: { at: number; assignee?: Assignee },
	takeover: PauseLength,
): Promise<Received | undefined> {
	const { at, assignee } = event;
	if (open.assignee?.id === assignee?.id || at < open.openedAt) return undefined;
	const { assign } = await ctx.store.steps(open.id);
	if (!assign && ctx.now - open.openedAt < LEASE_MS) return undefined;
	// Read first: who is being told now may be told before the desk answers.
	const history = await ctx.store.assignments(open.id);
	const isLate = await isToldLate(ctx, open);
	const { owner } = await ctx.desk.look(open);
	// Somebody got or closed it while the desk was asked, so the desk may say something else by now.
	const again = async () => {
		const { open: now } = await currentEpisode(ctx, open.conversation);
		return now && assigned(ctx, now, event, takeover);
	};
	if (open.assignee?.id === owner?.id) return (await ctx.store.handover(open.id))?.assignee?.id === owner?.id ? undefined : again();
	if (isLate || isOldNews(owner, open, history, passedOver(assign), ctx.now)) {
		// It may also be newer than what it was told.
		await quietly(tellWhoHasIt(ctx, open));
		return undefined;
	}
	const otherwise = pauseMilliseconds(takeover);
	const next = (current: Pause | undefined) => takenByHuman(current, otherwise, ctx.now);
	if (!(await ctx.store.reassign(open.id, owner, ctx.now, 'desk', { from: open.assignee, next }))) return again();
	if (owner) await moveTask(ctx, open, owner);
	return told(ctx, 'update', open.conversation);
}

/** Whoever answers a customer in the queue has them at the desk, too. */
async function makeOwner(ctx: ActionContext, open: Handover, agent: Assignee): Promise<void> {
	if (await tell(ctx, open, agent)) return;
	await ctx.store.noteTold(open.id, agent);
	await moveTask(ctx, open, agent);
}

/** A desk that can't be told must not cost us what happened. */
async function quietly(telling: Promise<void>): Promise<void> {
	try {
		await telling;
	} catch (error) {
		if (!(error instanceof DeskError)) throw error;
	}
}

/**
 * Whether the desk names, or goes on showing, nobody or somebody who had it
 * before, because it may not have heard yet who got it here.
 * @param history who had it, before the desk was asked
 * @param passed whom the desk shows although it went into the queue: some desks name the owner at every change of the contact
 */
function isOldNews(owner: Assignee | undefined, { assignee, assignedAt = 0, escalatedAt = 0 }: Handover, history: readonly Assignment[], passed: string | undefined, now: number): boolean {
	const isPassed = owner !== undefined && owner.id === passed;
	if (!assignee && isPassed) return true;
	if (owner && !isPassed && !history.some((entry) => entry.assignee?.id === owner.id)) return false;
	const isTold = history.some((entry) => !entry.pending && entry.assignee?.id === assignee?.id && entry.at >= assignedAt);
	return !isTold && now - Math.max(assignedAt, escalatedAt) < LEASE_MS;
}

/** Whether the desk may hear only now of somebody whose handover is over: it closed while they got it. */
async function isToldLate({ store, now }: ActionContext, { conversation }: Handover): Promise<boolean> {
	const { conversationId, ...account } = conversation;
	const recent = await store.log.find({ account, conversationId, status: 'closed', limit: EPISODES_LOOKED_AT });
	for (const { id } of recent.filter(({ closedAt = 0 }) => now - closedAt < LEASE_MS)) {
		if (await store.isStepUnderway({ handoverId: id, step: 'assign' }, now)) return true;
		if ((await store.assignments(id)).some(({ pending, at }) => pending && now - at < LEASE_MS)) return true;
	}
	return false;
}

/** @param at when it happened at the desk, milliseconds since 1970 */
async function ended(ctx: ActionContext, ref: ConversationRef, { bot, open, pause }: Episode, outcome: Outcome, at: number): Promise<Received | undefined> {
	// A takeover alone has begun when we heard of the person's last message, which may be after they ended it.
	const began = open ? open.openedAt : (pause?.setAt ?? 0) - OVERTAKING_MS;
	if (bot.mayReply || at < began) return undefined;
	if (!(await ctx.store.resume(ref, outcome, ctx.now, { only: open?.id ?? null })).ended) return undefined;
	const receipt = open && (await receiptOf(ctx, open.id, open));
	return { branch: 'update', ref, receipt, bot: { mayReply: true, why: 'Somebody at the desk finished the conversation' } };
}

/** A task is done: of the open handover, or of an earlier one, since tasks stay when the bot is back. */
async function taskCompleted(ctx: ActionContext, contactId: string, taskId: string): Promise<Received | undefined> {
	const recent = await ctx.store.log.find({ account: accountOf(ctx), contactId, limit: TASKS_LOOKED_FOR });
	for (const handover of recent) {
		if ((await ctx.store.steps(handover.id)).task?.data?.id !== taskId) continue;
		if (handover.taskCompletedAt !== undefined) return undefined;
		await ctx.store.noteTaskCompleted(handover.id, ctx.now);
		const { bot } = await currentEpisode(ctx, handover.conversation);
		return { branch: 'update', ref: handover.conversation, bot, receipt: await receiptOf(ctx, handover.id, handover) };
	}
	return undefined;
}

/** An agent whom the event gives only an id, with the name we know, if they are the assignee, or the desk. */
async function named({ desk }: ActionContext, agent: Assignee, assignee: Assignee | undefined): Promise<Assignee> {
	if (agent.name !== agent.id) return agent;
	if (assignee?.id === agent.id) return { id: assignee.id, name: assignee.name, email: assignee.email };
	// A desk that can't say it now must not cost us the takeover.
	const agents = await desk.agents().catch(() => []);
	const known = agents.find(({ id }) => id === agent.id);
	return known ? { id: known.id, name: known.name, email: known.email } : agent;
}
