import { SYSTEM_CLOCK, askModel, type AskSettings, type Clock } from '../detection/ai/ask';
import type { ModelPort } from '../detection/ai/model';
import type { AiUsage } from '../detection/detector';
import { messageOf } from '../errors';
import { oneLine } from '../line';
import type { Handover } from '../receipt';
import { clip } from '../text';
import type { TranscriptMessage } from '../transcript';
import { readSummary, summaryRequest } from './ai';
import { builtInSummary } from './builtIn';

/** What the customer wants in one line, and who says so. */
export interface Summary {
	/** Undefined when they have not said what it is about. */
	text?: string;
	/** `detection`: the model that judged the message wrote it in passing. */
	by: 'built-in' | 'ai' | 'detection';
	/** Why it is not the AI's, when that was asked for. */
	why?: string;
	/** What asking a language model took. */
	ai?: AiUsage;
}

/**
 * Sums up a handover. Never throws, and always in time: a task has to be
 * created whatever becomes of its summary.
 * @param messages the last messages, oldest first
 */
export type Summariser = (handover: Handover, messages: readonly TranscriptMessage[]) => Promise<Summary>;

/** Why there is no model is shown in the receipt. */
const LONGEST_REASON = 200;

/** Without key or network: the customer's own words. */
export const builtInSummariser: Summariser = async (handover, messages) => fromDetection(handover) ?? fromWords(handover, messages);

/**
 * Asks a language model, unless the detection has asked one already.
 * @param model sets it up; only called when it is needed
 */
export function aiSummariser(model: () => Promise<ModelPort>, settings: AskSettings, clock: Clock = SYSTEM_CLOCK): Summariser {
	return async (handover, messages) => {
		const known = fromDetection(handover);
		if (known) return known;
		const port = await model().catch((error: unknown) => clip(oneLine(messageOf(error)), LONGEST_REASON));
		if (typeof port === 'string') return { ...fromWords(handover, messages), why: `The summary is the built-in one: ${port}` };

		const asked = await askModel(port, summaryRequest(handover, messages), readSummary, settings, clock);
		if (asked.answer) return { text: asked.answer, by: 'ai', ai: asked.usage };
		const why = asked.why === undefined ? 'the AI found nothing to sum up' : `the AI gave no usable answer (${asked.why})`;
		return { ...fromWords(handover, messages), why: `The summary is the built-in one: ${why}`, ai: asked.usage };
	};
}

function fromDetection({ summary }: Handover): Summary | undefined {
	return summary === undefined ? undefined : { text: summary, by: 'detection' };
}

function fromWords(handover: Handover, messages: readonly TranscriptMessage[]): Summary {
	return { text: builtInSummary(handover, messages), by: 'built-in' };
}
