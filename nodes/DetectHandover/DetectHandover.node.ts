import {
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { detectHandover, type DetectInput, type DetectOutput } from '../../handover/actions/detectHandover';
import type { Detector } from '../../handover/detection/detector';
import type { ScenarioRule } from '../../handover/detection/scenarios';
import type { Receipt } from '../../handover/receipt';
import { botStateData, receiptData } from '../shared/items';
import { runItems } from '../shared/runItems';
import { detectHandoverInputs, detectHandoverOutputs, detectHandoverProperties } from './description';
import { detectorOf } from './engine';
import { inputOf, rulesOf } from './input';
import { replayConversations } from './replay';

export class DetectHandover implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Detect Handover Trigger',
		name: 'detectHandover',
		icon: { light: 'file:detectHandover.svg', dark: 'file:detectHandover.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ $parameter["operation"] === "replay" ? "Replay" : { message: "Customer message", reply: "Bot reply", both: "Customer message and bot reply" }[$parameter["lookAt"]] }}',
		description: 'Decide whether a person should take over, and say why',
		defaults: { name: 'Detect Handover Trigger' },
		inputs: detectHandoverInputs,
		outputs: detectHandoverOutputs,
		credentials: [
			{
				name: 'humanHandoverAiApi',
				// A connected chat model does as well.
				required: false,
				displayOptions: { show: { engine: ['ai', 'builtInThenAi'] } },
			},
		],
		usableAsTool: true,
		properties: detectHandoverProperties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		if (this.getNodeParameter('operation', 0, 'detect') === 'replay') return replayConversations(this);
		const perScenario = this.getNodeParameter('options.onePerScenario', 0, false) === true;
		const handoverOutputs = perScenario ? rulesOf(this, 0).length : 1;
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
				return { output: perScenario ? outputOf(result.receipt, input.rules) : 0, fields };
			},
			// When nothing can be said about an item, the bot had better keep quiet.
			{ outputs: handoverOutputs + 2, errorOutput: outputs.withHuman },
		);
	}
}

/** The output of the row that held; the first one for a handover that no row of this node began. */
function outputOf({ scenario, scenarioName }: Receipt, rules: readonly ScenarioRule[]): number {
	return Math.max(rules.findIndex((rule) => rule.scenario === scenario && (scenarioName === undefined || rule.name === scenarioName)), 0);
}

function handoverData(result: DetectOutput, { ref }: Pick<DetectInput, 'ref'>): IDataObject {
	if (result.branch === 'handover') return receiptData(result.receipt);
	if (result.branch === 'with_human') return botStateData(result, undefined, ref.conversationId);
	return { ...result.check };
}
