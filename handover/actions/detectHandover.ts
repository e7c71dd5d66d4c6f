import type { Contact } from '../contact';
import type { ConversationRef } from '../conversation';
import { NO_ATTEMPTS, countAttempts, type Attempts, type TurnEvent } from '../detection/attempts';
import { DEFAULT_ATTEMPTS, certain, decide, type ScenarioRule } from '../detection/decide';
import type { Detector, Finding, Verdict } from '../detection/detector';
import type { BotState } from '../pause';
import { toReceipt, type Handover, type Receipt, type StepResults } from '../receipt';
import { LEASE_MS } from '../steps';
import { startOf } from '../text';
import type { ActionContext } from './context';
import { FLOW_DETECTOR, currentEpisode, openHandover, type Episode } from './episode';

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
	detector: string;
	degraded?: string;
	attempts: { failed: number; of: number };
}

/** Evidence goes into the reason and onto the item: longer, and nobody would read it. */
const LONGEST_EVIDENCE = 500;

/**
 * Judges a customer message and/or a bot reply, counts failed attempts, and
 * opens the handover when a scenario holds.
 */
export async function detectHandover(ctx: ActionContext, input: DetectInput): Promise<DetectOutput> {
	const { ref } = input;
	if (input.message) await ctx.store.addMessage(ref, { from: 'customer', text: input.message, at: ctx.now });

	const episode = await currentEpisode(ctx, ref);
	if (!episode.bot.mayReply) return whileQuiet(ctx, input, episode);

	if (nothingToRead(input)) {
		return proceed(input, { findings: [], detector: 'built-in' }, 'Nothing to read', 1, NO_ATTEMPTS);
	}
	const judged = await input.detector({
		message: input.message,
		botReply: input.botReply,
		history: await ctx.store.messages(ref),
		examplePhrases: input.rules.flatMap((rule) => rule.examplePhrases ?? []),
	});
	const verdict = { ...judged, findings: judged.findings.map(kept) };
	const events = turnEvents(input, certain(verdict.findings), ctx.now);
	const attempts = await ctx.store.updateAttempts(ref, (before) => events.reduce(countAttempts, before));
	const decision = decide(verdict, input.rules, attempts.failed);
	if (!decision.handover) {
		if (input.botReply) await ctx.store.addMessage(ref, { from: 'bot', text: input.botReply, at: ctx.now });
		return proceed(input, verdict, decision.reason, decision.confidence, attempts);
	}

	const { handover, opened } = await openHandover(ctx, ref, {
		scenario: decision.scenario,
		reason: decision.reason,
		confidence: decision.confidence,
		evidence: decision.evidence,
		language: verdict.language ?? decision.language,
		detector: verdict.detector,
		degraded: verdict.degraded,
		priority: verdict.priority,
		summary: verdict.summary,
		contact: input.contact,
		channel: input.channel,
		message: input.message ?? input.about,
		messageId: input.messageId,
	});
	if (opened) return { branch: 'handover', receipt: toReceipt(handover, {}), resumed: false };
	return whileQuiet(ctx, input, await currentEpisode(ctx, ref));
}

/** A finding with as much of its evidence as people read; the offsets stay true. */
function kept(finding: Finding): Finding {
	const { text, start, rule } = finding.evidence;
	const words = startOf(text, LONGEST_EVIDENCE);
	const evidence = { text: words, start, end: start + words.length, rule: startOf(rule, LONGEST_EVIDENCE) };
	return { ...finding, evidence };
}

function nothingToRead({ message, botReply }: DetectInput): boolean {
	// An empty reply is something to judge: the bot had no answer.
	return botReply === undefined && (message ?? '').trim() === '';
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

function isSameMessage({ messageId }: DetectInput, open: Handover): boolean {
	return messageId !== undefined && messageId === open.messageId;
}

function turnEvents({ message, botReply, messageId: id, turnId }: DetectInput, findings: readonly Finding[], at: number): TurnEvent[] {
	const messageId = id ?? turnId;
	return [
		...(message === undefined ? [] : [{ text: 'customer-message' as const, findings, messageId, at }]),
		...(botReply === undefined ? [] : [{ text: 'bot-reply' as const, findings, messageId, at }]),
	];
}

function proceed(
	{ ref, rules }: DetectInput,
	verdict: Verdict,
	reason: string,
	confidence: number,
	attempts: Attempts,
): DetectOutput {
	const rule = rules.find(({ scenario }) => scenario === 'failed_to_resolve');
	const check: NoHandover = {
		status: 'none',
		conversationId: ref.conversationId,
		reason,
		confidence,
		detector: verdict.detector,
		attempts: { failed: attempts.failed, of: rule?.attempts ?? DEFAULT_ATTEMPTS },
	};
	if (verdict.degraded !== undefined) check.degraded = verdict.degraded;
	return { branch: 'continue', check };
}
