import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { detectHandover, type DetectInput, type DetectOutput } from '../../handover/actions/detectHandover';
import { DETECTABLE, type DetectableScenario } from '../../handover/detection/decide';
import type { Detector } from '../../handover/detection/detector';
import { botStateData, receiptData } from '../shared/items';
import { runItems } from '../shared/runItems';
import { detectHandoverOutputs, detectHandoverProperties } from './description';
import { detectorOf, inputOf } from './input';

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
				const fields = { handover: handoverData(result, input) };
				if (result.branch === 'continue') return { output: outputs.continue, fields };
				if (result.branch === 'with_human') return { output: outputs.withHuman, fields };
				const scenario = DETECTABLE.indexOf(result.receipt.scenario as DetectableScenario);
				return { output: perScenario ? Math.max(scenario, 0) : 0, fields };
			},
			// When nothing can be said about an item, the bot had better keep quiet.
			{ outputs: handoverOutputs + 2, errorOutput: outputs.withHuman },
		);
	}
}

function handoverData(result: DetectOutput, { ref }: Pick<DetectInput, 'ref'>): IDataObject {
	if (result.branch === 'handover') return receiptData(result.receipt);
	if (result.branch === 'with_human') return botStateData(result, undefined, ref.conversationId);
	return { ...result.check };
}
