import type { ReplayMessage } from './conversations';
import { grouped } from './grouped';
import type { ReplayedHandover } from './report';
import { timelines } from './timeline';

/** A dialogue with the positions (from 1, of all its messages) of the transfers that should be and of those that would be. */
export interface LabelledDialogue {
	golden: readonly number[];
	predicted: readonly number[];
}

export interface ToleranceScore {
	/** T: how many messages off a transfer may be. */
	tolerance: number;
	/** GT-T, the mean over the dialogues. */
	score: number;
	/** Of the golden transfers the share with a handover at most T messages before or after; undefined when there are none. */
	recall?: number;
}

export interface GoldenTransferReport {
	/** Labelled dialogues, those in which nobody should take over included. */
	dialogues: number;
	dialoguesWithTransfer: number;
	goldenTransfers: number;
	/** Handovers in labelled dialogues. */
	handovers: number;
	scores: ToleranceScore[];
}

/** T of the paper's GT-I, GT-II and GT-III. */
const TOLERANCES = [1, 2, 3];

/** Keeps the width above zero for T = 0. */
const EPSILON = 1e-7;

/**
 * "Golden Transfer within Tolerance" of one dialogue, as defined by Liu et al.,
 * "Time to Transfer: Predicting and Evaluating Machine-Human Chatting Handoff",
 * AAAI 2021, https://ojs.aaai.org/index.php/AAAI/article/view/16731:
 * 1 when nobody should take over and nobody does, 0 when only one of both
 * holds; else the mean over the predictions p of the maximum over the golden
 * positions q of exp(-(1 / (1 - λ·sign(p - q))) · (p - q)² / (2·(T + ε)²)).
 * @param tolerance T, in messages
 * @param lambda λ from -1 to 1: above 0 a late transfer costs more than an early one
 * @returns 0…1
 */
export function goldenTransferWithin(tolerance: number, { golden, predicted }: LabelledDialogue, lambda = 0): number {
	if (golden.length === 0 && predicted.length === 0) return 1;
	if (golden.length === 0 || predicted.length === 0) return 0;
	const closeness = (p: number, q: number) =>
		Math.exp((-1 / (1 - lambda * Math.sign(p - q))) * ((p - q) ** 2 / (2 * (tolerance + EPSILON) ** 2)));
	return meanOf(predicted.map((p) => closeness(p, nearestOf(p, golden))));
}

/**
 * GT-T for T = 1, 2, 3 over labelled dialogues (Liu et al., AAAI 2021; see
 * goldenTransferWithin), and next to it the recall, since GT-T alone rewards
 * silence where most dialogues have no transfer.
 * @returns undefined without dialogues
 */
export function goldenTransfer(dialogues: readonly LabelledDialogue[], lambda = 0): GoldenTransferReport | undefined {
	if (dialogues.length === 0) return undefined;
	const goldenTransfers = dialogues.flatMap(({ golden, predicted }) => golden.map((q) => nearest(q, predicted)));
	return {
		dialogues: dialogues.length,
		dialoguesWithTransfer: dialogues.filter(({ golden }) => golden.length > 0).length,
		goldenTransfers: goldenTransfers.length,
		handovers: dialogues.reduce((sum, { predicted }) => sum + predicted.length, 0),
		scores: TOLERANCES.map((tolerance) => ({
			tolerance,
			score: meanOf(dialogues.map((dialogue) => goldenTransferWithin(tolerance, dialogue, lambda))),
			...(goldenTransfers.length > 0 && { recall: meanOf(goldenTransfers.map((distance) => Number(distance <= tolerance))) }),
		})),
	};
}

/**
 * The labelled dialogues of a replay: those in which any message says whether a
 * person should take over. The predictions are the handovers the replay
 * reports, so those that the pause after an earlier one silenced are missing:
 * that is what the operator would get. In dialogues with several golden
 * transfers close together the recall is lower than with a classifier that
 * goes on after each; pass positions of your own to compare with one.
 * @param messages the ones that were replayed
 */
export function labelledDialogues(
	messages: readonly ReplayMessage[],
	handovers: readonly Pick<ReplayedHandover, 'conversationId' | 'messageNumber'>[],
): LabelledDialogue[] {
	const predicted = grouped(handovers, ({ conversationId }) => conversationId);
	return timelines(messages)
		.filter((conversation) => conversation.messages.some(({ transfer }) => transfer !== undefined))
		.map(({ id, messages: said }) => ({
			golden: said.filter(({ transfer }) => transfer).map(({ number }) => number),
			predicted: (predicted.get(id) ?? []).map(({ messageNumber }) => messageNumber),
		}));
}

function nearest(position: number, others: readonly number[]): number {
	return Math.abs(nearestOf(position, others) - position);
}

/** The nearest of positions that rise; of two that are as near, the one before. */
function nearestOf(position: number, others: readonly number[]): number {
	let [low, high] = [0, others.length - 1];
	while (high - low > 1) {
		const middle = (low + high) >> 1;
		if (others[middle] <= position) low = middle;
		else high = middle;
	}
	return Math.abs(others[high] - position) < Math.abs(others[low] - position) ? others[high] : others[low];
}

function meanOf(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}
