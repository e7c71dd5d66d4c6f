import type { Contact } from '../contact';
import type { ConversationRef } from '../conversation';
import { NO_ATTEMPTS, type Attempts } from '../detection/attempts';
import { decide, type Explanation } from '../detection/decide';
import type { AiUsage, Detector, Verdict } from '../detection/detector';
import { DAY_MS, DEFAULT_LIMITS, heldBack, type HoldBackLimits } from '../detection/holdBack';
import { DEFAULT_ATTEMPTS, type ScenarioRule } from '../detection/scenarios';
import { attemptsAfter, nothingToRead, withShortEvidence } from '../detection/turn';
import { episodeStart, type BotState } from '../pause';
import { toReceipt, type Handover, type Receipt, type StepResults } from '../receipt';
import { LEASE_MS } from '../steps';
import { startOf } from '../text';
import { KEPT_CHARACTERS, type TranscriptMessage } from '../transcript';
import type { ActionContext } from './context';
import { FLOW_DETECTOR, currentEpisode, lastHandover, openHandover, type Beginning, type Episode, type LastHandover } from './episode';

export interface DetectInput {
	ref: ConversationRef;
	contact: Contact;
	channel: string;
	/** What the customer wrote; undefined when only the reply is to be judged. */
	message?: string;
	/** What the bot is about to say; undefined when only the message is to be judged. */
	botReply?: string;
	/** What the customer wrote, for the task, when only the reply is judged. */
	about?: string;
	messageId?: string;
	/** The same for all nodes that judge one turn, so that it counts once. */
	turnId?: string;
	rules: readonly ScenarioRule[];
	detector: Detector;
	/** The execution was run before, so the message is in the transcript already. */
	isRetry?: boolean;
	/** When all but an explicit request is held back. */
	limits?: HoldBackLimits;
}

export type DetectOutput =
	| { branch: 'handover'; receipt: Receipt; resumed: boolean }
	| { branch: 'continue'; check: NoHandover }
	| { branch: 'with_human'; receipt?: Receipt; bot: BotState };

/** Why no handover was started; takes the receipt's place on the item. */
export interface NoHandover {
	status: 'none';
	conversationId: string;
	reason: string;
	confidence: number;
	explanation?: Explanation;
	detector: string;
	degraded?: string;
	ai?: AiUsage;
	attempts: { failed: number; of: number };
	/** The handover before: what a bot should know of it when it answers now. */
	last?: LastHandover;
}

/**
 * Judges a customer message and/or a bot reply, counts failed attempts, and
 * opens the handover when a scenario holds.
 */
export async function detectHandover(ctx: ActionContext, input: DetectInput): Promise<DetectOutput> {
	const { ref } = input;
	// Before the message is kept, so that it is no part of an episode that is over.
	const episode = await currentEpisode(ctx, ref);
	const known = await ctx.store.messages(ref);
	const place = placeOf(input, known);
	// The bot begins afresh after an episode: nothing said before tells it what the customer asks again.
	const begun = episodeStart(episode.pause, ctx.now);
	const history = (place === -1 ? known : known.slice(0, place)).filter(({ at }) => at >= begun);
	if (episode.bot.mayReply && (await wasHandled(ctx, input, known[place], begun))) return { branch: 'with_human', bot: HANDLED_BEFORE };
	if (input.message && place === -1) {
		await ctx.store.addMessage(ref, { from: 'customer', text: input.message, at: ctx.now, id: input.messageId });
	}
	if (!episode.bot.mayReply) return whileQuiet(ctx, input, episode);

	if (nothingToRead(input)) {
		const nothing = { handover: false, reason: 'Nothing to read', confidence: 1 } as const;
		return proceed(ctx, input, { findings: [], detector: 'built-in' }, nothing, NO_ATTEMPTS);
	}
	const { message, botReply, rules } = input;
	const keptAt = known[place]?.at;
	const verdict = withShortEvidence(await input.detector({ message, botReply, history, rules }));
	const turn = { botReply, id: input.messageId ?? input.turnId, at: ctx.now };
	const attempts = await ctx.store.updateAttempts(ref, (before) => {
		// A message that was there before was counted then, unless its execution died in between.
		const isCounted = keptAt !== undefined && before.updatedAt >= keptAt;
		return attemptsAfter(before, { ...turn, message: isCounted ? undefined : message }, verdict, rules);
	});
	const contactHandovers = await ctx.store.countHandovers(ref, input.contact.id, ctx.now - DAY_MS);
	const decision = decide(verdict, rules, {
		failedAttempts: attempts.failed,
		onlyReply: message === undefined,
		heldBack: heldBack({ pause: episode.pause, contactHandovers }, input.limits ?? DEFAULT_LIMITS, ctx.now),
	});
	if (!decision.handover) {
		if (botReply) await ctx.store.addMessage(ref, { from: 'bot', text: botReply, at: ctx.now });
		return proceed(ctx, input, verdict, decision, attempts);
	}

	const beginning: Beginning = {
		scenario: decision.scenario,
		scenarioName: decision.scenario === 'custom' ? decision.name : undefined,
		reason: decision.reason,
		confidence: decision.confidence,
		evidence: decision.evidence,
		explanation: decision.explanation,
		language: verdict.language ?? decision.language,
		detector: decision.detector,
		degraded: verdict.degraded,
		ai: verdict.ai,
		priority: verdict.priority,
		summary: verdict.summary,
		contact: input.contact,
		channel: input.channel,
		message: input.message ?? input.about,
		messageId: input.messageId,
	};
	for (;;) {
		const { handover, opened } = await openHandover(ctx, ref, beginning);
		if (opened) return { branch: 'handover', receipt: toReceipt(handover, {}), resumed: false };
		const now = await currentEpisode(ctx, ref);
		if (!now.bot.mayReply) return whileQuiet(ctx, input, now);
		// The one that was open has just ended: the customer asks anew, unless it began with this very message.
		if (isSameMessage(input, handover)) return { branch: 'with_human', bot: HANDLED_BEFORE };
	}
}

/** Where the message stands in the transcript when it was delivered or run before; -1 for a new one. */
function placeOf({ message, messageId, isRetry }: DetectInput, known: readonly TranscriptMessage[]): number {
	if (!message) return -1;
	if (messageId !== undefined) return known.findIndex(({ from, id }) => from === 'customer' && id === messageId);
	const last = isRetry ? known.findLastIndex(({ from }) => from === 'customer') : -1;
	return known[last]?.text === startOf(message, KEPT_CHARACTERS) ? last : -1;
}

const HANDLED_BEFORE: BotState = { mayReply: false, why: 'This message came before: the handover it belongs to is over' };

/**
 * Whether the message belongs to an episode that is over: it was dealt with
 * then, and must neither be answered nor begin another.
 * @param kept the same message in the transcript
 * @param begun when the present episode began, milliseconds since 1970
 */
async function wasHandled(ctx: ActionContext, { ref, messageId }: DetectInput, kept: TranscriptMessage | undefined, begun: number): Promise<boolean> {
	if (kept && kept.at < begun) return true;
	// The transcript is short: what began the last handover is known longer.
	return messageId !== undefined && messageId === (await ctx.store.latestHandover(ref))?.messageId;
}

/**
 * A handover that lost its execution half way is completed by the same message
 * delivered again, or by the customer's next one. Otherwise a person has the
 * conversation and the bot keeps quiet.
 */
async function whileQuiet(ctx: ActionContext, input: DetectInput, { bot, open }: Episode): Promise<DetectOutput> {
	if (!open) return { branch: 'with_human', bot };
	const steps = await ctx.store.steps(open.id);
	const receipt = toReceipt(open, steps);
	const resumed = isSameMessage(input, open) || (await isHalfDone(ctx, open, steps));
	return resumed ? { branch: 'handover', receipt, resumed } : { branch: 'with_human', receipt, bot };
}

/**
 * Whether steps are missing that nobody is about to do: one failed or was left
 * behind; the flow ended before steps it usually does; or an action opened the
 * handover on its own (as a bot's tool does) and the customer was told nothing.
 */
async function isHalfDone(ctx: ActionContext, open: Handover, steps: StepResults): Promise<boolean> {
	if (await ctx.store.hasUnfinishedSteps(open.id, ctx.now)) return true;
	if (open.detector === FLOW_DETECTOR && !steps.message) return true;
	const lastSign = Math.max(open.openedAt, ...Object.values(steps).map(({ at }) => Date.parse(at)));
	if (ctx.now - lastSign < LEASE_MS) return false;
	return (await ctx.store.usualSteps(open)).some((step) => !steps[step]);
}

/** Whether it is the message that began the handover; where the channel gives no ids, its words tell that of an execution that is run again. */
function isSameMessage({ messageId, message, about = '', isRetry }: DetectInput, open: Handover): boolean {
	if (messageId !== undefined) return messageId === open.messageId;
	return isRetry === true && startOf(message ?? about, KEPT_CHARACTERS) === open.message;
}

async function proceed(
	ctx: ActionContext,
	{ ref, rules, botReply }: DetectInput,
	verdict: Verdict,
	{ reason, confidence, explanation }: { reason: string; confidence: number; explanation?: Explanation },
	attempts: Attempts,
): Promise<DetectOutput> {
	// Where the bot has answered, it is too late to remind it.
	const last = botReply === undefined ? await lastHandover(ctx, ref) : undefined;
	const rule = rules.find(({ scenario }) => scenario === 'failed_to_resolve');
	const check: NoHandover = {
		status: 'none',
		conversationId: ref.conversationId,
		reason,
		confidence,
		...(explanation && { explanation }),
		detector: verdict.detector,
		...(verdict.degraded !== undefined && { degraded: verdict.degraded }),
		...(verdict.ai && { ai: verdict.ai }),
		attempts: { failed: attempts.failed, of: rule?.attempts ?? DEFAULT_ATTEMPTS },
		...(last && { last }),
	};
	return { branch: 'continue', check };
}
