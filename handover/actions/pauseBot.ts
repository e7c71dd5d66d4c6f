import {
	DEFAULT_PAUSE,
	afterHumanAct,
	botState,
	idleTime,
	newPause,
	pauseInWords,
	pauseMilliseconds,
	renewedByHuman,
	type BotState,
	type Pause,
	type PauseLength,
	type PauseUntil,
} from '../pause';
import { toIso, type Assignee, type Handover, type Receipt } from '../receipt';
import type { StepOutcome } from '../steps';
import { startOf } from '../text';
import { KEPT_CHARACTERS } from '../transcript';
import type { ActionContext } from './context';
import { threadOf } from './desk';
import { CLOSED, currentEpisode, findHandover, lastHandover, receiptOf, stepOf, type LastHandover, type Subject } from './episode';

/** What Pause Bot puts on the item: the receipt when there is a handover, and the bot's state. */
export interface PauseOutput {
	receipt?: Receipt;
	bot: BotState;
	/** The handover before, when the bot may speak: what it should know of it. */
	last?: LastHandover;
}

/**
 * Keeps the bot quiet, from now. With a handover it is a step of it; without
 * one it is a pause alone, also for a contact never seen. A repeated run of the
 * handover's own flow changes nothing; a pause from elsewhere (no receipt on
 * the item) is a new decision and counts.
 * The desk's own bot is switched off after our pause is stored, which is what
 * keeps this flow quiet whatever the desk answers.
 * @param idleHours how long it keeps quiet after each message of a person; as elsewhere set when left out
 * @param workflow what switches the desk's own bot, on a desk that needs one
 * @throws HandoverError for a length, a date or an interval that can't be
 */
export async function pauseBot(
	ctx: ActionContext,
	subject: Subject,
	until: PauseUntil,
	{ idleHours, workflow }: { idleHours?: number; workflow?: string } = {},
): Promise<PauseOutput> {
	const pause = newPause(until, idleHours, ctx.now, ctx.zone);
	const handover = await findHandover(ctx, subject);
	const ref = handover?.conversation ?? subject.ref;
	const isNew = subject.incoming.id === undefined;

	if (!handover) {
		const stored = await ctx.store.setPause(ref, (_current, open) => ({ ...pause, handoverId: open?.id, reason: 'Paused by the flow' }));
		await ctx.desk.switchBot(threadOf(subject), false, workflow);
		return { bot: botState(stored, ctx.now) };
	}
	const next = (current: Pause | undefined, open: Handover | undefined): Pause | undefined => {
		// A person may have closed it, or answered, since this flow began: neither is undone.
		if (open?.id !== handover.id) return undefined;
		const own = { ...pause, handoverId: handover.id, reason: 'A handover is open' };
		return current && open.claimedAt !== undefined && !isNew ? afterHumanAct(current, own) : own;
	};
	const act = async (): Promise<StepOutcome> => {
		const set = await ctx.store.setPause(ref, next);
		if (set?.handoverId !== handover.id || set.until <= ctx.now) return { status: 'skipped', what: 'Not done', why: CLOSED };
		const switched = await ctx.desk.switchBot(handover, false, workflow);
		return {
			what: `Bot paused ${pauseInWords(pause, ctx.zone)}`,
			data: { ...(pause.ends ? { ends: pause.ends } : { until: toIso(pause.until) }), ...(switched !== undefined && { desk: switched }) },
		};
	};
	const { receipt } = await stepOf(ctx, handover, 'pause', act, isNew);
	return { receipt, bot: (await currentEpisode(ctx, ref)).bot };
}

/**
 * Lets the bot speak again at once, and closes the open handover. With a
 * handover on the item it ends that one only: when it is over by now, nothing
 * but the desk's own bot is switched on, and not even that while another
 * handover or a pause keeps it quiet.
 * @param workflow what switches the desk's own bot, on a desk that needs one
 * @throws HandoverError when the item names a handover that the store doesn't know
 */
export async function resumeBot(ctx: ActionContext, subject: Subject, workflow?: string): Promise<PauseOutput> {
	const only = subject.incoming.id;
	const named = only === undefined ? undefined : await findHandover(ctx, subject);
	const ref = named?.conversation ?? subject.ref;
	const { ended, open } = await ctx.store.resume(ref, 'back_to_bot', ctx.now, { only });
	const about = named ?? open;
	const bot = ended ? { mayReply: true, why: 'Resumed by the flow' } : (await currentEpisode(ctx, ref)).bot;
	if (bot.mayReply) await ctx.desk.switchBot(about ?? threadOf(subject), true, workflow);
	return { receipt: about && (await receiptOf(ctx, about.id, about)), bot };
}

/** What a person wrote to the customer. */
export interface HumanReply {
	/** How long the bot keeps quiet from now; as the pause itself says when left out. */
	length?: PauseLength;
	/** The same for a pause that says nothing; eight hours when left out. */
	otherwise?: PauseLength;
	text?: string;
	/** What the channel calls it: the same message counts once. */
	messageId?: string;
	agent?: Assignee;
}

/**
 * A person wrote to the customer: the handover is theirs, the customer no
 * longer waits, and the bot stays quiet for a while from now. Whoever answers
 * a customer in the queue has them. An episode that is over stays over; the
 * pause is then one without a handover.
 * @throws HandoverError for a length that can't be
 */
export async function humanReplied(ctx: ActionContext, { ref }: Pick<Subject, 'ref'>, reply: HumanReply = {}): Promise<PauseOutput> {
	const { messageId, agent } = reply;
	const length = reply.length && pauseMilliseconds(reply.length);
	const otherwise = pauseMilliseconds(reply.otherwise ?? DEFAULT_PAUSE);
	// Closes an episode whose pause is over.
	await currentEpisode(ctx, ref);
	const act = { at: ctx.now, agent, replied: true, messageId, text: reply.text && startOf(reply.text, KEPT_CHARACTERS) };
	const { pause, open } = await ctx.store.humanActed(ref, act, (current) =>
		renewedByHuman(current, length ?? idleTime(current, otherwise, ctx.now), ctx.now),
	);
	return { receipt: open && (await receiptOf(ctx, open.id, open)), bot: botState(pause, ctx.now) };
}

/**
 * Whether the bot may speak; and if so, what it should know of the handover before.
 * @param message what the customer wrote meanwhile: kept for the agent when the bot stays quiet
 * @param messageId what the channel calls it: the same message is kept once
 */
export async function checkBot(ctx: ActionContext, { ref }: Pick<Subject, 'ref'>, message?: string, messageId?: string): Promise<PauseOutput> {
	const { bot, open } = await currentEpisode(ctx, ref);
	if (bot.mayReply) return { bot, last: await lastHandover(ctx, ref) };
	if (message) await ctx.store.addMessage(ref, { from: 'customer', text: message, at: ctx.now, id: messageId });
	return { receipt: open && (await receiptOf(ctx, open.id, open)), bot };
}
