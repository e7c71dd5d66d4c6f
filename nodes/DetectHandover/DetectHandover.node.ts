import {
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { detectHandover, type DetectInput, type DetectOutput } from '../../handover/actions/detectHandover';
import type { Detector } from '../../handover/detection/detector';
import type { ScenarioRow } from '../../handover/detection/scenarios';
import type { Receipt } from '../../handover/receipt';
import { botStateData, receiptData } from '../shared/items';
import { runItems } from '../shared/runItems';
import { detectHandoverCredentials, detectHandoverInputs, detectHandoverOutputs, detectHandoverProperties } from './description';
import { detectorOf } from './engine';
import { inputOf } from './input';
import { replayConversations } from './replay';

export class DetectHandover implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Detect Handover Trigger',
		name: 'detectHandover',
		icon: { light: 'file:detectHandover.svg', dark: 'file:detectHandover.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ $parameter["task"] === "replay" ? "Replay" : { message: "Customer message", reply: "Bot reply", both: "Customer message and bot reply" }[$parameter["lookAt"]] }}',
		description: 'Decide whether a person should take over, and say why',
		defaults: { name: 'Detect Handover Trigger' },
		inputs: detectHandoverInputs,
		outputs: detectHandoverOutputs,
		credentials: detectHandoverCredentials,
		usableAsTool: true,
		properties: detectHandoverProperties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		if (this.getNodeParameter('task', 0, 'detect') === 'replay') return replayConversations(this);
		const rows = outputRows(this);
		const handoverOutputs = rows ? rows.length : 1;
		const outputs = { continue: handoverOutputs, withHuman: handoverOutputs + 1 };
		let detector: Promise<Detector> | undefined;
		return runItems(
			this,
			async (ctx, item, index) => {
				detector ??= detectorOf(this);
				const input = { ...inputOf(ctx, this, item, index), detector: await detector };
				const result = await detectHandover(ctx, input);
				const fields = { handover: handoverData(result, input) };
				if (result.branch === 'continue') return { output: outputs.continue, fields };
				if (result.branch === 'with_human') return { output: outputs.withHuman, fields };
				return { output: rows ? outputOf(result.receipt, rows, outputs.withHuman) : 0, fields };
			},
			// When nothing can be said about an item, the bot had better keep quiet.
			{ outputs: handoverOutputs + 2, errorOutput: outputs.withHuman },
		);
	}
}

/**
 * The rows that have an output of their own, as the canvas draws them: by what
 * stands in the panel, since an expression is not worked out there.
 * @returns nothing when all scenarios share one output
 */
function outputRows(node: IExecuteFunctions): ScenarioRow[] | undefined {
	if (node.getNodeParameter('options.onePerScenario', 0, false) !== true) return undefined;
	const { rows } = node.getNodeParameter('scenarios', 0, {}, { rawExpressions: true }) as { rows?: ScenarioRow[] };
	return (rows ?? []).filter((row) => row.enabled !== false);
}

/** The output of the row that held. A handover that no row of this node began is a person's already. */
function outputOf({ scenario, scenarioName }: Receipt, rows: readonly ScenarioRow[], withHuman: number): number {
	const ofScenario = rows.flatMap((row, output) => (row.scenario === scenario ? [{ row, output }] : []));
	const named = ofScenario.find(({ row }) => scenario !== 'custom' || String(row.name).trim() === scenarioName);
	// A name given by expression can't be compared; the only custom row it can be is the right one.
	const only = scenarioName !== undefined && ofScenario.length === 1 ? ofScenario[0] : undefined;
	return (named ?? only)?.output ?? withHuman;
}

function handoverData(result: DetectOutput, { ref }: Pick<DetectInput, 'ref'>): IDataObject {
	if (result.branch === 'handover') return receiptData(result.receipt);
	if (result.branch === 'with_human') return botStateData(result, undefined, ref.conversationId);
	return { ...result.check };
}
