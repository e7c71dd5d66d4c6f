import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { chatModel, type ConnectedChatModel } from '../../handover/detection/ai/chatModel';
import { aiJudge } from '../../handover/detection/ai/judge';
import type { ModelPort } from '../../handover/detection/ai/model';
import { openAiModel, type AiConnection } from '../../handover/detection/ai/openAi';
import { builtInDetector } from '../../handover/detection/builtInDetector';
import type { Detector } from '../../handover/detection/detector';
import { builtInThenAi } from '../../handover/detection/hybrid';
import { HandoverError } from '../../handover/errors';
import { textParameter } from '../shared/values';

/** Nobody waits longer for an answer in a chat. */
const LONGEST_TIMEOUT_SECONDS = 120;

const CREDENTIAL = 'humanHandoverAiApi';

/**
 * The engine the operator chose, set up.
 * @throws HandoverError when the AI is to judge every message but no model is there
 */
export async function detectorOf(node: IExecuteFunctions): Promise<Detector> {
	const engine = node.getNodeParameter('engine', 0);
	if (engine === 'builtIn') return builtInDetector;
	const model = await modelOf(node);
	if (model) {
		const judge = aiJudge(model, { timeout: timeoutOf(node) }, builtInDetector);
		return engine === 'ai' ? judge : builtInThenAi(builtInDetector, judge);
	}
	if (engine !== 'ai') return builtInDetector;
	throw new HandoverError(
		'The engine is AI, but there is no model to ask',
		'Connect a chat model to the input "Model" below the node, choose a credential for an OpenAI-compatible server, or set Engine to Built-In.',
	);
}

/** A connected chat model comes before the credential: it is what the canvas shows. */
async function modelOf(node: IExecuteFunctions): Promise<ModelPort | undefined> {
	if (hasConnectedModel(node)) {
		return chatModel((await node.getInputConnectionData('ai_languageModel', 0)) as ConnectedChatModel);
	}
	if (!node.getNode().credentials?.[CREDENTIAL]) return undefined;
	const credentials = await node.getCredentials<AiConnection & IDataObject>(CREDENTIAL);
	const name = textParameter(node, 'model', 0, 'Model').trim();
	if (name !== '') return openAiModel(credentials, name);
	throw new HandoverError('"Model" is empty', 'Enter a model that your server offers, for example gpt-4.1-mini.');
}

function hasConnectedModel(node: IExecuteFunctions): boolean {
	return node.getParentNodes(node.getNode().name, { connectionType: 'ai_languageModel', depth: 1 }).length > 0;
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
