import { isDeepStrictEqual } from 'node:util';
import { completedContact, keptContact } from '../contact';
import { insteadOf, type Attempt, type Sent, type Thread, type ThreadView } from '../desks/desk';
import type { Handover } from '../receipt';
import type { ActionContext } from './context';
import type { Subject } from './episode';

/** How an effect of this run is to be brought about. */
export function attempt(ctx: ActionContext, repeated: boolean): Attempt {
	return { now: ctx.now, repeated, newId: ctx.newId() };
}

/** The thread that an item is about, when it has no handover. */
export function threadOf({ ref, contact, channel }: Subject): Thread {
	return { conversation: ref, contact, channel };
}

/** What the desk knows about a handover's thread; what is new about the contact is kept. */
export async function lookAt(ctx: ActionContext, handover: Handover): Promise<{ handover: Handover; view: ThreadView }> {
	const view = await ctx.desk.look(handover);
	const contact = keptContact(completedContact(handover.contact, view.contact));
	if (isDeepStrictEqual(contact, keptContact(handover.contact))) return { handover, view };
	await ctx.store.setContact(handover.id, contact);
	return { handover: { ...handover, contact }, view };
}

/**
 * Sends a text through the desk and remembers it, so that its echo is not
 * taken for a person's message. A desk without a channel leaves it to the flow.
 */
export async function sendThrough(ctx: ActionContext, thread: Thread, text: string, repeated: boolean): Promise<Sent> {
	const how = attempt(ctx, repeated);
	if (insteadOf(ctx.desk, 'messages')) return ctx.desk.send(thread, text, how);
	await ctx.store.beginSending(thread.conversation, how.newId, text, ctx.now);
	const sent = await ctx.desk.send(thread, text, how);
	if (sent.by === 'desk') await ctx.store.endSending(how.newId, sent.messageId);
	return sent;
}
