import type { TeamMember } from '../assignment';
import { teamAt } from '../availability';
import { notificationsAbout, type Notification } from '../notification';
import type { Handover, Receipt } from '../receipt';
import { builtInSummary } from '../summary/builtIn';
import type { TranscriptMessage } from '../transcript';
import { listedTeam, peopleAt } from './candidates';
import type { ActionContext } from './context';
import { lastMessages } from './createTask';
import { findHandover, receiptOf, type Subject } from './episode';
import { handoverMeant } from './log';

/** What a notification is about, besides the handover. */
export interface NotificationInput {
	/** As an item of On Handover Event names it; without one, that the handover begins, or is over. */
	event?: { type: string; what?: string };
	/** Where an agent opens the conversation; the desk's own address when left out. */
	link?: string;
}

/**
 * Writes what agents are to be told, each in their own words and as they want
 * it; sending it is up to the flow.
 * @param subject left out for what concerns no single conversation, such as a long queue
 * @throws HandoverError when the item names a handover that the store doesn't know, or neither an event nor a handover
 */
export async function writeNotifications(
	ctx: ActionContext,
	subject: Subject | undefined,
	{ event, link }: NotificationInput,
): Promise<{ receipt?: Receipt; notifications: Notification[] }> {
	// What happened may be about a pause alone; that something begins or is over can't be.
	const handover = subject && (await (event ? findHandover : handoverMeant)(ctx, subject));
	const team = await teamOf(ctx, handover);
	const common = { event, team, zone: ctx.zone, contact: subject?.contact };
	if (!handover) return { notifications: notificationsAbout({ ...common, steps: {}, messages: [], link }) };

	const receipt = await receiptOf(ctx, handover.id, handover);
	const messages = await messagesOf(ctx, handover);
	const summary = (receipt.steps.task?.data?.summary as string | undefined) ?? handover.summary ?? builtInSummary(handover, messages);
	const facts = { ...common, handover, steps: receipt.steps, messages, summary, link: link || (await linkTo(ctx, handover)) };
	return { receipt, notifications: notificationsAbout(facts) };
}

/*
 * The desk may be what is out of order: without its word on who is there, a
 * link or the last messages a notification is still worth more than none.
 */

/** The team as it stands now: as Assign Conversation last had it, and as the desk says. */
async function teamOf(ctx: ActionContext, handover: Handover | undefined): Promise<readonly TeamMember[]> {
	const listed = await listedTeam(ctx, [], handover?.flow);
	const hours = { hours: handover?.hours };
	return peopleAt(ctx, listed, hours).then(
		({ team }) => team,
		() => teamAt(listed, { ...hours, zone: ctx.zone }, ctx.now),
	);
}

async function messagesOf(ctx: ActionContext, handover: Handover): Promise<TranscriptMessage[]> {
	return lastMessages(ctx, handover).catch(() => []);
}

async function linkTo(ctx: ActionContext, handover: Handover): Promise<string | undefined> {
	return ctx.desk.look(handover).then(
		({ link }) => link,
		() => undefined,
	);
}
