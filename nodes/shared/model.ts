import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { chatModel, type ConnectedChatModel } from '../../handover/detection/ai/chatModel';
import type { ModelPort } from '../../handover/detection/ai/model';
import { openAiModel, type AiConnection } from '../../handover/detection/ai/openAi';
import { HandoverError } from '../../handover/errors';
import { textParameter } from './values';

/** The credential for OpenAI and compatible servers. */
export const AI_CREDENTIAL = 'humanHandoverAiApi';

/** The input below a node for a chat model, in the list that an `inputs` expression returns. */
export const MODEL_INPUT = '{ type: "ai_languageModel", displayName: "Model", maxConnections: 1, required: false }';

/** Which model to ask by the credential. @param show when the node asks one */
export function modelName(show: Record<string, string[]>): INodeProperties {
	return {
		displayName: 'Model',
		name: 'model',
		type: 'string',
		default: 'gpt-4.1-mini',
		placeholder: 'e.g. gpt-4.1-mini',
		displayOptions: { show },
		description: 'Which model of the credential\'s server to ask. A chat model connected to the node brings its own name and comes first.',
	};
}

/**
 * The model the operator gave the node. A connected chat model comes before
 * the credential: it is what the canvas shows.
 * @param setting the parameter that asks for a model, as it is labelled
 * @throws HandoverError when there is none
 */
export async function modelOf(node: IExecuteFunctions, setting: string): Promise<ModelPort> {
	// A deactivated model is connected, but nothing comes from it.
	const connected = hasConnectedModel(node) ? await node.getInputConnectionData('ai_languageModel', 0) : undefined;
	if (connected) return chatModel(connected as ConnectedChatModel);
	if (!hasCredential(node)) {
		throw new HandoverError(
			`The ${setting.toLowerCase()} is AI, but there is no model to ask`,
			`Connect a chat model to the input "Model" below the node, choose a credential for an OpenAI-compatible server, or set ${setting} to Built-In.`,
		);
	}
	const credentials = await node.getCredentials<AiConnection & IDataObject>(AI_CREDENTIAL);
	const name = textParameter(node, 'model', 0, 'Model').trim();
	if (name !== '') return openAiModel(credentials, name);
	throw new HandoverError('"Model" is empty', 'Enter a model that your server offers, for example gpt-4.1-mini.');
}

/** Whether there is a model to ask. */
export function hasModel(node: IExecuteFunctions): boolean {
	return hasConnectedModel(node) || hasCredential(node);
}

function hasCredential(node: IExecuteFunctions): boolean {
	return node.getNode().credentials?.[AI_CREDENTIAL] !== undefined;
}

function hasConnectedModel(node: IExecuteFunctions): boolean {
	const above = node.getParentNodes(node.getNode().name, { connectionType: 'ai_languageModel', depth: 1 });
	return above.some(({ disabled }) => !disabled);
}

/**
 * How long to wait for the model, from the option "Timeout".
 * @param longest seconds
 * @returns milliseconds
 * @throws HandoverError when it is not above zero, or longer
 */
export function modelTimeout(node: IExecuteFunctions, longest: number): number {
	const seconds = Number(node.getNodeParameter('options.timeout', 0, 10));
	if (seconds > 0 && seconds <= longest) return seconds * 1000;
	throw new HandoverError(
		`"Timeout" must be more than zero and at most ${longest} seconds, but is ${seconds}`,
		'Enter the seconds to wait for the AI, for example 10.',
	);
}
