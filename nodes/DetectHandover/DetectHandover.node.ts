import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { detectHandover, type DetectInput, type DetectOutput } from '../../handover/actions/detectHandover';
import { aiJudge, type AiConnection } from '../../handover/detection/aiJudge';
import { builtInDetector } from '../../handover/detection/builtInDetector';
import { DETECTABLE, readRules, type DetectableScenario, type ScenarioRow } from '../../handover/detection/decide';
import type { Detector } from '../../handover/detection/detector';
import { HandoverError } from '../../handover/errors';
import { asText, botStateData, contactOf, isObject, receiptData, runItems, subjectOf, textParameter } from '../shared/runItems';
import { detectHandoverOutputs, detectHandoverProperties } from './description';

export class DetectHandover implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Detect Handover Trigger',
		name: 'detectHandover',
		icon: { light: 'file:detectHandover.svg', dark: 'file:detectHandover.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { message: "Customer message", reply: "Bot reply", both: "Customer message and bot reply" }[$parameter["lookAt"]] }}',
		description: 'Decide whether a person should take over, and say why',
		defaults: { name: 'Detect Handover Trigger' },
		inputs: [NodeConnectionTypes.Main],
		outputs: detectHandoverOutputs,
		credentials: [
			{
				name: 'humanHandoverAiApi',
				required: true,
				displayOptions: { show: { engine: ['ai'] } },
			},
		],
		usableAsTool: true,
		properties: detectHandoverProperties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const perScenario = this.getNodeParameter('options.onePerScenario', 0, false) === true;
		const handoverOutputs = perScenario ? DETECTABLE.length : 1;
		const outputs = { continue: handoverOutputs, withHuman: handoverOutputs + 1 };
		let detector: Promise<Detector> | undefined;
		return runItems(
			this,
			async (ctx, item, index) => {
				detector ??= detectorOf(this);
				const input = { ...inputOf(this, item, index), detector: await detector };
				const result = await detectHandover(ctx, input);
				const json = { handover: handoverData(result, input) };
				if (result.branch === 'continue') return { output: outputs.continue, json };
				if (result.branch === 'with_human') return { output: outputs.withHuman, json };
				const scenario = DETECTABLE.indexOf(result.receipt.scenario as DetectableScenario);
				return { output: perScenario ? Math.max(scenario, 0) : 0, json };
			},
			// When nothing can be said about an item, the bot had better keep quiet.
			{ outputs: handoverOutputs + 2, errorOutput: outputs.withHuman },
		);
	}
}

async function detectorOf(node: IExecuteFunctions): Promise<Detector> {
	if (node.getNodeParameter('engine', 0) !== 'ai') return builtInDetector;
	const credentials = await node.getCredentials<AiConnection & IDataObject>('humanHandoverAiApi');
	const model = textParameter(node, 'model', 0, 'Model').trim();
	if (model === '') {
		throw new HandoverError('"Model" is empty', 'Enter a model that your server offers, for example gpt-4.1-mini.');
	}
	const seconds = Number(node.getNodeParameter('options.timeout', 0, 10));
	if (!(seconds > 0)) {
		throw new HandoverError(`"Timeout" must be more than zero, but is ${seconds}`, 'Enter the seconds to wait for the AI, for example 10.');
	}
	return aiJudge(credentials, { model, timeout: seconds * 1000 }, builtInDetector);
}

function inputOf(node: IExecuteFunctions, item: INodeExecutionData, index: number): Omit<DetectInput, 'detector'> {
	const lookAt = node.getNodeParameter('lookAt', index) as 'message' | 'reply' | 'both';
	const { ref } = subjectOf(node, item, index);
	const message = textParameter(node, 'message', index, 'Customer Message');
	const options = node.getNodeParameter('options', index, {}) as IDataObject;
	const rows = node.getNodeParameter('scenarios', index, {}) as { rows?: ScenarioRow[] };
	const known = contactOf(item.json, ref.conversationId);
	const contact = {
		...known,
		id: asText(options.contactId) ?? known.id,
		name: asText(node.getNodeParameter('contactName', index, '')) ?? known.name,
		phone: asText(node.getNodeParameter('contactPhone', index, '')) ?? known.phone,
		email: asText(node.getNodeParameter('contactEmail', index, '')) ?? known.email,
		fields: collectedFields(options.fields) ?? known.fields,
	};
	return {
		ref,
		contact,
		channel: asText(options.channel) ?? 'chat',
		message: lookAt === 'reply' ? undefined : message,
		botReply: lookAt === 'message' ? undefined : textParameter(node, 'botReply', index, 'Bot Reply'),
		about: message || undefined,
		messageId: asText(options.messageId) ?? asText(item.json.messageId),
		rules: readRules(rows.rows ?? []),
	};
}

function collectedFields(value: unknown): Record<string, unknown> | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const fields: unknown = typeof value === 'string' ? parsed(value) : value;
	if (isObject(fields)) return fields;
	throw new HandoverError('"Collected Fields" is not an object', 'Enter JSON such as { "order": "A-1042" }, or map an object.');
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function handoverData(result: DetectOutput, { ref }: Pick<DetectInput, 'ref'>): IDataObject {
	if (result.branch === 'handover') return receiptData(result.receipt);
	if (result.branch === 'with_human') return botStateData(result, undefined, ref.conversationId);
	return { ...result.check };
}
