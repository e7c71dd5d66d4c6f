import type { IExecuteFunctions } from 'n8n-workflow';
import { aiJudge } from '../../handover/detection/ai/judge';
import { builtInDetector } from '../../handover/detection/builtInDetector';
import type { Detector } from '../../handover/detection/detector';
import { builtInThenAi } from '../../handover/detection/hybrid';
import { messageOf } from '../../handover/errors';
import { clip } from '../../handover/text';
import { hasModel, modelOf, modelTimeout } from '../shared/model';

/** Nobody waits longer for an answer in a chat. */
const LONGEST_TIMEOUT_SECONDS = 120;

/** `degraded` travels on the item. */
const LONGEST_REASON = 200;

/**
 * The engine the operator chose, set up.
 * @throws HandoverError when the AI is to judge every message but no model is there
 */
export async function detectorOf(node: IExecuteFunctions): Promise<Detector> {
	const engine = node.getNodeParameter('engine', 0);
	if (engine === 'builtIn') return builtInDetector;
	const timeout = modelTimeout(node, LONGEST_TIMEOUT_SECONDS);
	if (engine === 'ai') return aiJudge(await modelOf(node, 'Engine'), { timeout }, builtInDetector);
	return hasModel(node) ? builtInThenAi(builtInDetector, askingLater(node, timeout)) : builtInDetector;
}

/**
 * The AI for what the built-in engine leaves open. The model is set up with
 * the first such message: a model that can't be is no reason to lose one that
 * doesn't need it.
 */
function askingLater(node: IExecuteFunctions, timeout: number): Detector {
	let judge: Promise<Detector> | undefined;
	return async (facts) => {
		try {
			judge ??= modelOf(node, 'Engine').then((model) => aiJudge(model, { timeout }, builtInDetector));
			return await (await judge)(facts);
		} catch (error) {
			const degraded = clip(`The model could not be set up (${messageOf(error)}), so the built-in detection decided`, LONGEST_REASON);
			return { ...(await builtInDetector(facts)), degraded };
		}
	};
}
