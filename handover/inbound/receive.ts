import type { ActionContext } from '../actions/context';
import { currentEpisode, receiptOf } from '../actions/episode';
import { humanReplied } from '../actions/pauseBot';
import type { ConversationRef } from '../conversation';
import type { BotState, PauseLength } from '../pause';
import type { Assignee, Handover, Outcome, Receipt } from '../receipt';
import { LEASE_MS } from '../steps';
import type { InboundEvent } from './event';

/** How long the echo of a text may take while the desk has not told us its id. */
const ECHO_MS = 5 * 60_000;

/** What a flow is told about an event; nothing when it need not know. */
export interface Received {
	branch: 'customer' | 'human' | 'update';
	ref: ConversationRef;
	receipt?: Receipt;
	bot: BotState;
}

/**
 * Takes note of what happened at the desk. A person's message to the customer
 * keeps the bot quiet for `takeover` from now, without anybody clicking.
 * @returns undefined for our own doings coming back, and for what changes nothing
 */
export async function receive(ctx: ActionContext, event: InboundEvent, takeover: PauseLength): Promise<Received | undefined> {
	const found = await placeOf(ctx, event);
	if (!found) return undefined;
	const { ref } = found;
	switch (event.kind) {
		case 'customer_message':
			return told(ctx, 'customer', ref);
		case 'human_message': {
			if (await ctx.store.isOurs(ref, { id: event.messageId, text: event.text }, ctx.now - ECHO_MS)) return undefined;
			await humanReplied(ctx, { ref }, takeover, event.text, event.messageId);
			// Whoever answers a customer that waits in the queue has them.
			const { open } = await ctx.store.situation(ref);
			if (open && !open.assignee && event.agent) await ctx.store.reassign(open.id, await named(ctx, event.agent), ctx.now);
			return told(ctx, 'human', ref);
		}
		case 'automatic_message':
			return undefined;
		case 'assigned':
			return found.open && assigned(ctx, found.open, event.assignee);
		case 'task_completed':
			return isTaskOf(found.open && (await ctx.store.steps(found.open.id)).task?.data?.id, event.taskId) ? told(ctx, 'update', ref) : undefined;
		case 'resolved':
			return ended(ctx, ref, 'resolved');
		case 'given_to_bot':
			return ended(ctx, ref, 'back_to_bot');
	}
}

/** The conversation an event is about; for what names only a contact, that of its open handover. */
async function placeOf(ctx: ActionContext, event: InboundEvent): Promise<{ ref: ConversationRef; open?: Handover } | undefined> {
	const account = { desk: ctx.desk.name, account: ctx.desk.account };
	const isMessage = event.kind === 'customer_message' || event.kind === 'human_message';
	const conversationId = event.conversationId ?? (isMessage ? await ctx.desk.conversationOf(event.contact.id) : undefined);
	if (conversationId !== undefined) {
		const ref = { ...account, conversationId };
		return { ref, open: (await currentEpisode(ctx, ref)).open };
	}
	const open = await ctx.store.openHandoverOf(account, event.contact.id);
	if (open) return { ref: open.conversation, open };
	return isMessage ? { ref: { ...account, conversationId: event.contact.id } } : undefined;
}

async function told(ctx: ActionContext, branch: Received['branch'], ref: ConversationRef): Promise<Received> {
	const { bot, open } = await currentEpisode(ctx, ref);
	return { branch, ref, bot, receipt: open && (await receiptOf(ctx, open.id, open)) };
}

/**
 * Our own assignment comes back as well: then nothing is new. Events overtake
 * each other, so the desk is asked who has it now; and while the flow has yet
 * to assign, opening the conversation may have made the token's owner look
 * like one: Assign Conversation will see for itself.
 */
async function assigned(ctx: ActionContext, open: Handover, assignee: Assignee | undefined): Promise<Received | undefined> {
	if (open.assignee?.id === assignee?.id) return undefined;
	const { assign } = await ctx.store.steps(open.id);
	if (!assign && ctx.now - open.openedAt < LEASE_MS) return undefined;
	const { owner } = await ctx.desk.look(open);
	if (open.assignee?.id === owner?.id) return undefined;
	await ctx.store.reassign(open.id, owner, ctx.now);
	return told(ctx, 'update', open.conversation);
}

async function ended(ctx: ActionContext, ref: ConversationRef, outcome: Outcome): Promise<Received | undefined> {
	const before = await currentEpisode(ctx, ref);
	if (before.bot.mayReply) return undefined;
	await ctx.store.resume(ref, outcome, ctx.now);
	const receipt = before.open && (await receiptOf(ctx, before.open.id, before.open));
	return { branch: 'update', ref, receipt, bot: { mayReply: true, why: 'Somebody at the desk finished the conversation' } };
}

/** An agent whom the event gives only an id, with the name the desk knows. */
async function named({ desk }: ActionContext, agent: Assignee): Promise<Assignee> {
	if (agent.name !== agent.id) return agent;
	const known = (await desk.agents()).find(({ id }) => id === agent.id);
	return known ? { id: known.id, name: known.name, email: known.email } : agent;
}

function isTaskOf(known: unknown, taskId: string): boolean {
	return typeof known === 'string' && known === taskId;
}
