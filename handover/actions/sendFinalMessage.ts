import { insteadOf, type Sent } from '../desks/desk';
import { finalMessage, readCustomerText, readOwnTexts } from '../message';
import type { BotState } from '../pause';
import type { Template } from '../placeholders';
import type { Handover, Receipt } from '../receipt';
import type { BusinessHours } from '../schedule';
import { handoverNote } from '../task';
import type { ActionContext } from './context';
import { attempt, sendThrough, threadOf } from './desk';
import { currentEpisode, findOrOpenHandover, receiptOf, stepOf, type ActionResult, type Subject } from './episode';

/** What to say, by what happened. A text left out is ours; placeholders are filled in. */
export interface FinalMessageInput {
	text: string | Template;
	/** When nobody could be assigned. */
	inQueue: string | Template;
	urgent?: string | Template;
	/** Outside business hours. */
	afterHours?: string | Template;
	/** When the bot lacked information. */
	informationGap?: string | Template;
	/** Whether our own texts are said in the customer's language; they are when left out. */
	inCustomersLanguage?: boolean;
	/** When the team is there; as Assign Conversation has set when left out. */
	hours?: BusinessHours;
	/** Leave a note for the agents, where the desk has notes. */
	note: boolean;
}

export interface MessageOutput extends ActionResult {
	/** What was or is to be sent now; undefined when the customer has been told already. */
	text?: string;
}

/** Tells the customer, once per handover, that a person will answer; before that the agents, by a note. */
export async function sendFinalMessage(ctx: ActionContext, subject: Subject, message: FinalMessageInput): Promise<MessageOutput> {
	const { text: standard, inQueue: queue, urgent, afterHours, informationGap, inCustomersLanguage = true } = message;
	const texts = readOwnTexts({ standard, queue, urgent, afterHours, informationGap });
	const found = await findOrOpenHandover(ctx, subject, 'Send Final Message');
	// The customer is waiting: a note that fails shows in the receipt, and the next run repeats it.
	const noted = message.note && !insteadOf(ctx.desk, 'note') ? await leaveNote(ctx, found).catch(() => undefined) : undefined;

	let text: string | undefined;
	const action = await stepOf(ctx, found, 'message', async (repeated) => {
		const handover = (await ctx.store.handover(found.id)) ?? found;
		const facts = {
			handover,
			assign: (await ctx.store.steps(found.id)).assign,
			team: await ctx.store.team(handover.conversation, handover.flow),
			hours: message.hours ?? handover.hours,
			zone: ctx.zone,
			now: ctx.now,
		};
		const { why, ...chosen } = finalMessage(texts, facts, inCustomersLanguage);
		const sent = await sendThrough(ctx, handover, chosen.text, attempt(ctx, repeated, handover.openedAt));
		text = chosen.text;
		await ctx.store.addMessage(handover.conversation, { from: 'bot', text, at: ctx.now, id: sent.by === 'desk' ? sent.messageId : handover.id });
		return {
			what: sent.by === 'desk' ? 'Told the customer' : 'Gave the text to the flow to send',
			why,
			data: { ...chosen, ...sent },
		};
	});
	// One that is left to another execution stands nowhere else.
	const steps = { ...(noted && { note: noted.result }), ...action.receipt.steps };
	return { ...action, receipt: { ...action.receipt, steps }, text: action.doneNow ? text : undefined };
}

async function leaveNote(ctx: ActionContext, handover: Handover): Promise<ActionResult> {
	return stepOf(ctx, handover, 'note', async (repeated) => {
		const steps = await ctx.store.steps(handover.id);
		if (insteadOf(ctx.desk, 'tasks') && steps.task?.status === 'done') {
			return { status: 'skipped', what: 'No note of its own', why: `At ${ctx.desk.title} the task is a note` };
		}
		await ctx.desk.note(handover, handoverNote(handover, steps), attempt(ctx, repeated));
		return { what: 'Left a note for the agents' };
	});
}

export type ReplyOutput =
	| { sent: true; text: string; by: Sent; receipt?: Receipt; bot: BotState }
	| { sent: false; receipt?: Receipt; bot: BotState };

/**
 * Sends the bot's answer, unless a person has the conversation by now: the
 * check and the sending belong together.
 * @param repeated the execution was run before, so the answer may be out already
 */
export async function sendReply(ctx: ActionContext, subject: Subject, reply: string, repeated: boolean): Promise<ReplyOutput> {
	const text = readCustomerText(reply, 'Message');
	const { bot, open } = await currentEpisode(ctx, subject.ref);
	if (!bot.mayReply) return { sent: false, bot, receipt: open && (await receiptOf(ctx, open.id, open)) };
	return { sent: true, text, by: await sendThrough(ctx, threadOf(subject), text, attempt(ctx, repeated)), bot };
}
