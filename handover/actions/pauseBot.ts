import { DateTime, Duration } from 'luxon';
import { pauseMilliseconds, renewedByHuman, type BotState, type PauseLength } from '../pause';
import { toIso, toReceipt, type Outcome, type Receipt } from '../receipt';
import type { ActionContext } from './context';
import { threadOf } from './desk';
import { currentEpisode, findHandover, receiptOf, stepOf, type Subject } from './episode';

/** What Pause Bot puts on the item: the receipt when there is a handover, and the bot's state. */
export interface PauseOutput {
	receipt?: Receipt;
	bot: BotState;
}

/**
 * Keeps the bot quiet for a time, counted from now. With a handover it is a
 * step of it; without one it is a pause alone, also for a contact never seen.
 * A repeated run of the handover's own flow changes nothing; a pause from
 * elsewhere (no receipt on the item) is a new decision and counts.
 * The desk's own bot is switched off after our pause is stored, which is what
 * keeps this flow quiet whatever the desk answers.
 * @param workflow what switches the desk's own bot, on a desk that needs one
 */
export async function pauseBot(
	ctx: ActionContext,
	subject: Subject,
	length: PauseLength,
	workflow?: string,
): Promise<PauseOutput> {
	const milliseconds = pauseMilliseconds(length);
	const until = ctx.now + milliseconds;
	const handover = await findHandover(ctx, subject);
	const ref = handover?.conversation ?? subject.ref;
	const set = (reason: string) =>
		ctx.store.setPause(ref, () => ({ setAt: ctx.now, until, handoverId: handover?.id, reason }));

	if (!handover) {
		const pause = await set('Paused by the flow');
		await ctx.desk.switchBot(threadOf(subject), false, workflow);
		return { bot: { mayReply: false, until: pause.until, why: pause.reason } };
	}
	const act = async () => {
		await set('A handover is open');
		const switched = await ctx.desk.switchBot(handover, false, workflow);
		return {
			what: `Bot paused for ${inWords(milliseconds)}, until ${clock(until, ctx.zone)}`,
			data: { until: toIso(until), ...(switched !== undefined && { desk: switched }) },
		};
	};
	const { receipt } = await stepOf(ctx, handover, 'pause', act, subject.incoming.id === undefined);
	return { receipt, bot: (await currentEpisode(ctx, ref)).bot };
}

/**
 * Lets the bot speak again at once, and closes the open handover.
 * @param workflow what switches the desk's own bot, on a desk that needs one
 */
export async function resumeBot(ctx: ActionContext, subject: Subject, workflow?: string): Promise<PauseOutput> {
	const outcome: Outcome = 'back_to_bot';
	const before = await ctx.store.resume(subject.ref, outcome, ctx.now);
	await ctx.desk.switchBot(before.open ?? threadOf(subject), true, workflow);
	const receipt = before.open && (await receiptOf(ctx, before.open.id, before.open));
	return { receipt, bot: { mayReply: true, why: 'Resumed by the flow' } };
}

/**
 * A person wrote to the customer: the bot stays quiet for `length` from now. An
 * episode that is over stays over; the pause is then one without a handover.
 */
export async function humanReplied(
	ctx: ActionContext,
	{ ref }: Pick<Subject, 'ref'>,
	length: PauseLength,
	text?: string,
	messageId?: string,
): Promise<PauseOutput> {
	const milliseconds = pauseMilliseconds(length);
	const { open } = await currentEpisode(ctx, ref);
	const pause = await ctx.store.setPause(ref, (current) => renewedByHuman(current, milliseconds, ctx.now));
	if (text) await ctx.store.addMessage(ref, { from: 'agent', text, at: ctx.now, id: messageId });
	return {
		receipt: open && toReceipt(open, await ctx.store.steps(open.id)),
		bot: { mayReply: false, until: pause.until, why: pause.reason },
	};
}

/**
 * Whether the bot may speak.
 * @param message what the customer wrote meanwhile: kept for the agent when the bot stays quiet
 */
export async function checkBot(
	ctx: ActionContext,
	{ ref }: Subject,
	message?: string,
): Promise<PauseOutput> {
	const { bot, open } = await currentEpisode(ctx, ref);
	if (bot.mayReply) return { bot };
	if (message) await ctx.store.addMessage(ref, { from: 'customer', text: message, at: ctx.now });
	return { receipt: open && toReceipt(open, await ctx.store.steps(open.id)), bot };
}

function inWords(milliseconds: number): string {
	return Duration.fromMillis(milliseconds)
		.shiftTo('days', 'hours', 'minutes')
		.toHuman({ showZeros: false } as Parameters<Duration['toHuman']>[0]);
}

function clock(at: number, zone: string): string {
	return DateTime.fromMillis(at, { zone }).toFormat('d LLL yyyy, HH:mm');
}
