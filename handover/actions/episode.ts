import { keptContact, type Contact } from '../contact';
import type { ConversationRef } from '../conversation';
import { HandoverError } from '../errors';
import { SAMPLE_ID } from '../events';
import { botMemory } from '../memory';
import { DEFAULT_PAUSE, botState, pauseMilliseconds, type BotState, type Pause } from '../pause';
import {
	toIso,
	toReceipt,
	type Handover,
	type IncomingReceipt,
	type Outcome,
	type Receipt,
	type StepName,
	type StepResult,
} from '../receipt';
import { priorityOf } from '../scenario';
import { runStep, type StepOutcome } from '../steps';
import { DEFAULT_DUE_HOURS } from '../task';
import { startOf } from '../text';
import { KEPT_CHARACTERS } from '../transcript';
import type { ActionContext } from './context';

const HOUR_MS = 60 * 60 * 1000;

/** What stands in the place of the detector when an action node opened the handover. */
export const FLOW_DETECTOR = 'flow';

/** Where a conversation stands right now. */
export interface Episode {
	bot: BotState;
	open?: Handover;
	/** The last pause, whether it holds or is over. */
	pause?: Pause;
}

/**
 * Reads where a conversation stands. An open handover whose pause has run out
 * is over, the bot is back: it is closed here, so that it can't hold up or
 * colour the next one.
 */
export async function currentEpisode(ctx: ActionContext, ref: ConversationRef): Promise<Episode> {
	const { pause, open } = await ctx.store.situation(ref);
	const bot = botState(pause, ctx.now);
	if (!open && !bot.mayReply && (await endLeftOver(ctx, ref))) return currentEpisode(ctx, ref);
	if (!open || !bot.mayReply) return { bot, open, pause };
	const closed = await ctx.store.closeIfPauseOver(open.id, 'bot_returned', ctx.now);
	// Somebody was faster: they closed it, or a person has just written and the bot is quiet again.
	return closed ? { bot, pause } : currentEpisode(ctx, ref);
}

/**
 * Ends a pause that holds again although its handover is closed: the clock was
 * set back since. Nobody would answer the customer.
 * @returns whether there was one
 */
async function endLeftOver({ store, now }: ActionContext, ref: ConversationRef): Promise<boolean> {
	let ended = false;
	await store.setPause(ref, (pause, open) => {
		ended = !open && pause?.handoverId !== undefined && pause.until > now;
		return ended && pause ? { ...pause, until: now } : undefined;
	});
	return ended;
}

/**
 * Closes every handover whose pause is over. The bot speaks again without
 * this; it is so that people and flows see and hear of it.
 */
export async function closeWhatIsOver({ store, now }: Pick<ActionContext, 'store' | 'now'>): Promise<void> {
	for (const id of await store.events.overdueToClose(now)) await store.closeIfPauseOver(id, 'bot_returned', now);
}

/** For how long a bot is reminded of a handover: 30 days. Later the customer comes with something new. */
const REMEMBERED_MS = 30 * 24 * HOUR_MS;

/** The handover before, as a bot should know it. */
export interface LastHandover {
	id: string;
	outcome?: Outcome;
	/** ISO time */
	closedAt: string;
	/** For the bot's system prompt. */
	memory: string;
}

/** @returns undefined when there was none lately, or it is still open */
export async function lastHandover(ctx: ActionContext, ref: ConversationRef): Promise<LastHandover | undefined> {
	const last = await ctx.store.latestHandover(ref);
	if (last?.closedAt === undefined || ctx.now - last.closedAt > REMEMBERED_MS) return undefined;
	const { id, outcome, closedAt } = last;
	return { id, outcome, closedAt: toIso(closedAt), memory: botMemory(last, await ctx.store.messages(ref), ctx.zone) };
}

/** What is known when a handover begins. */
export type Beginning = Pick<Handover, 'scenario' | 'reason' | 'confidence' | 'detector'> &
	Partial<Pick<Handover, 'scenarioName' | 'evidence' | 'explanation' | 'degraded' | 'ai' | 'priority' | 'summary' | 'language' | 'message' | 'messageId'>> & {
		contact: Contact;
		channel: string;
	};

/**
 * Opens a handover, unless one is open: then that one is returned.
 * It starts in the queue, with a deadline, and keeps the bot quiet.
 */
export async function openHandover(
	ctx: ActionContext,
	ref: ConversationRef,
	beginning: Beginning,
): Promise<{ handover: Handover; opened: boolean }> {
	const handover: Handover = {
		...beginning,
		id: ctx.newId(),
		flow: ctx.flow,
		conversation: ref,
		contact: keptContact(beginning.contact),
		message: beginning.message && startOf(beginning.message, KEPT_CHARACTERS),
		priority: beginning.priority ?? priorityOf(beginning.scenario),
		status: 'open',
		openedAt: ctx.now,
		waitingSince: ctx.now,
		deadlineAt: ctx.now + DEFAULT_DUE_HOURS * HOUR_MS,
	};
	return ctx.store.openHandover(handover, {
		setAt: ctx.now,
		until: ctx.now + pauseMilliseconds(DEFAULT_PAUSE),
		handoverId: handover.id,
		reason: 'A handover is open',
	});
}

/** Who an action node is about when no Detect node said so. */
export interface Subject {
	incoming: IncomingReceipt;
	ref: ConversationRef;
	contact: Contact;
	/** `SMS`, `WhatsApp`, `chat` … */
	channel: string;
}

/**
 * The handover an action belongs to, as it stands now: the one on the item,
 * else the open one of the conversation.
 * @throws HandoverError when the item names a handover that the store doesn't know, or one at another desk
 */
export async function findHandover(ctx: ActionContext, { incoming, ref }: Subject): Promise<Handover | undefined> {
	const { open: current } = await currentEpisode(ctx, ref);
	if (incoming.id === undefined) return current;
	if (current?.id === incoming.id) {
		checkDesk(ctx, current);
		return current;
	}
	const handover = await ctx.store.handover(incoming.id);
	if (handover) {
		checkDesk(ctx, handover);
		if (handover.status === 'closed') return handover;
		// Closes it when its pause is over.
		const { open } = await currentEpisode(ctx, handover.conversation);
		return open?.id === handover.id ? open : ((await ctx.store.handover(handover.id)) ?? handover);
	}
	refuseSample(incoming.id);
	throw new HandoverError(
		`The handover ${incoming.id.slice(0, 60)} on this item is not in the store`,
		'The item was pinned, edited, or comes from another n8n. Run the flow again from its trigger, or remove the field "handover" to act on the conversation alone.',
	);
}

/** What is to be done at a desk must not be done at another one. */
function checkDesk({ desk }: ActionContext, { conversation }: Handover): void {
	if (conversation.desk === desk.name && conversation.account === desk.account) return;
	throw new HandoverError(
		`The handover belongs to another desk (${conversation.desk}) or account than this node's, which is ${desk.title}`,
		'Choose the desk and the credential of the flow in which it began as "Desk" of this node.',
	);
}

/** @throws HandoverError when the id is that of the example which On Handover Event shows */
export function refuseSample(id: string): void {
	if (id !== SAMPLE_ID) return;
	throw new HandoverError(
		'This is a sample, not a real handover',
		'Hand a conversation over first, for example by asking for a person in the chat, and run the trigger again; or publish the workflow and wait for an event.',
	);
}

/**
 * The handover an action belongs to; without one the action begins one, so
 * that the nodes also work in flows with a detection of their own.
 */
export async function findOrOpenHandover(ctx: ActionContext, subject: Subject, by: string): Promise<Handover> {
	const found = await findHandover(ctx, subject);
	if (found) return found;
	const { handover } = await openHandover(ctx, subject.ref, {
		scenario: 'custom',
		reason: `The flow handed over (${by})`,
		confidence: 1,
		detector: FLOW_DETECTOR,
		contact: subject.contact,
		channel: subject.channel,
	});
	return handover;
}

export interface ActionResult {
	receipt: Receipt;
	result: StepResult;
	/** Whether this very call did the step. */
	doneNow: boolean;
}

/**
 * Does one step of a handover, at most once, and returns the receipt with its
 * result.
 * @param act does it; is told whether an earlier attempt may have had its effect
 * @param again do it although it was done: for effects that add to the first
 */
export async function stepOf(
	ctx: ActionContext,
	handover: Handover,
	step: StepName,
	act: (repeated: boolean) => Promise<StepOutcome>,
	again = false,
): Promise<ActionResult> {
	const { result, doneNow } =
		handover.status === 'open'
			? await runStep(ctx.store, { handoverId: handover.id, step }, ctx, act, again)
			: { result: tooLate(ctx.now), doneNow: false };
	const receipt = await receiptOf(ctx, handover.id, handover);
	return { receipt: { ...receipt, steps: { ...receipt.steps, [step]: result } }, result, doneNow };
}

/** Why nothing is done any more. */
export const CLOSED = 'The handover is closed: the bot is back';

function tooLate(now: number): StepResult {
	return {
		status: 'skipped',
		at: toIso(now),
		what: 'Not done',
		why: CLOSED,
	};
}

/** The receipt as the store knows it now. */
export async function receiptOf(ctx: ActionContext, id: string, fallback: Handover): Promise<Receipt> {
	const handover = (await ctx.store.handover(id)) ?? fallback;
	return toReceipt(handover, await ctx.store.steps(id));
}
