import { isDeepStrictEqual } from 'node:util';
import { completedContact, keptContact } from '../contact';
import { insteadOf, type Attempt, type Sent, type Thread, type ThreadView } from '../desks/desk';
import type { Handover } from '../receipt';
import type { ActionContext } from './context';
import type { Subject } from './episode';

/** A run that died, and of which nothing else is known, was no longer ago than this. */
const EARLIER_RUN_MS = 10 * 60_000;
/** The desk's clock is not ours, and Chatwoot's knows only whole seconds. */
const CLOCKS_DIFFER_MS = 60_000;

/**
 * How an effect of this run is to be brought about.
 * @param begun when the first attempt can have been, in milliseconds since 1970; a retry may come a day later
 */
export function attempt(ctx: ActionContext, repeated: boolean, begun = ctx.now - EARLIER_RUN_MS): Attempt {
	return { now: ctx.now, repeated, since: begun - CLOCKS_DIFFER_MS, newId: ctx.newId() };
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
export async function sendThrough(ctx: ActionContext, thread: Thread, text: string, how: Attempt): Promise<Sent> {
	if (insteadOf(ctx.desk, 'messages')) return ctx.desk.send(thread, text, how);
	await ctx.store.beginSending(thread.conversation, how.newId, text, ctx.now);
	const sent = await ctx.desk.send(thread, text, how);
	if (sent.by === 'desk') await ctx.store.endSending(how.newId, sent.messageId);
	return sent;
}
