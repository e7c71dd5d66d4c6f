import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { chatModel, type ConnectedChatModel } from '../../handover/detection/ai/chatModel';
import { aiJudge } from '../../handover/detection/ai/judge';
import type { ModelPort } from '../../handover/detection/ai/model';
import { openAiModel, type AiConnection } from '../../handover/detection/ai/openAi';
import { builtInDetector } from '../../handover/detection/builtInDetector';
import type { Detector } from '../../handover/detection/detector';
import { builtInThenAi } from '../../handover/detection/hybrid';
import { HandoverError, messageOf } from '../../handover/errors';
import { clip } from '../../handover/text';
import { textParameter } from '../shared/values';

/** Nobody waits longer for an answer in a chat. */
const LONGEST_TIMEOUT_SECONDS = 120;

/** `degraded` travels on the item. */
const LONGEST_REASON = 200;

const CREDENTIAL = 'humanHandoverAiApi';

/**
 * The engine the operator chose, set up.
 * @throws HandoverError when the AI is to judge every message but no model is there
 */
export async function detectorOf(node: IExecuteFunctions): Promise<Detector> {
	const engine = node.getNodeParameter('engine', 0);
	if (engine === 'builtIn') return builtInDetector;
	const timeout = timeoutOf(node);
	if (engine === 'ai') return aiJudge(await modelOf(node), { timeout }, builtInDetector);
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
			judge ??= modelOf(node).then((model) => aiJudge(model, { timeout }, builtInDetector));
			return await (await judge)(facts);
		} catch (error) {
			const degraded = clip(`The model could not be set up (${messageOf(error)}), so the built-in detection decided`, LONGEST_REASON);
			return { ...(await builtInDetector(facts)), degraded };
		}
	};
}

/** A connected chat model comes before the credential: it is what the canvas shows. */
async function modelOf(node: IExecuteFunctions): Promise<ModelPort> {
	// A deactivated model is connected, but nothing comes from it.
	const connected = hasConnectedModel(node) ? await node.getInputConnectionData('ai_languageModel', 0) : undefined;
	if (connected) return chatModel(connected as ConnectedChatModel);
	if (!hasCredential(node)) {
		throw new HandoverError(
			'The engine is AI, but there is no model to ask',
			'Connect a chat model to the input "Model" below the node, choose a credential for an OpenAI-compatible server, or set Engine to Built-In.',
		);
	}
	const credentials = await node.getCredentials<AiConnection & IDataObject>(CREDENTIAL);
	const name = textParameter(node, 'model', 0, 'Model').trim();
	if (name !== '') return openAiModel(credentials, name);
	throw new HandoverError('"Model" is empty', 'Enter a model that your server offers, for example gpt-4.1-mini.');
}

function hasModel(node: IExecuteFunctions): boolean {
	return hasConnectedModel(node) || hasCredential(node);
}

function hasCredential(node: IExecuteFunctions): boolean {
	return node.getNode().credentials?.[CREDENTIAL] !== undefined;
}

function hasConnectedModel(node: IExecuteFunctions): boolean {
	const above = node.getParentNodes(node.getNode().name, { connectionType: 'ai_languageModel', depth: 1 });
	return above.some(({ disabled }) => !disabled);
}

/** @returns milliseconds */
function timeoutOf(node: IExecuteFunctions): number {
	const seconds = Number(node.getNodeParameter('options.timeout', 0, 10));
	if (seconds > 0 && seconds <= LONGEST_TIMEOUT_SECONDS) return seconds * 1000;
	throw new HandoverError(
		`"Timeout" must be more than zero and at most ${LONGEST_TIMEOUT_SECONDS} seconds, but is ${seconds}`,
		'Enter the seconds to wait for the AI, for example 10.',
	);
}
