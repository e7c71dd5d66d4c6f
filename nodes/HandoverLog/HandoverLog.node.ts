import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { deskCredentials } from '../shared/parameters';
import { runItems } from '../shared/runItems';
import { handoverLogOutputs, handoverLogProperties, outputsOf } from './description';
import { perform, type Operation } from './operations';

export class HandoverLog implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Handover Log',
		name: 'handoverLog',
		icon: { light: 'file:handoverLog.svg', dark: 'file:handoverLog.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { claim: "Claim", close: "Close: " + $parameter["outcome"], deleteOld: "Delete Old", erase: "Erase Contact", export: "Export", get: "Get", humanReplied: "Record Human Reply", list: "Get Many", notify: "Write Notification", report: "Report" }[$parameter["operation"]] }}',
		description: 'Look up, claim and close handovers, write to the team, report, export and erase',
		defaults: { name: 'Handover Log' },
		inputs: [NodeConnectionTypes.Main],
		outputs: handoverLogOutputs,
		credentials: deskCredentials,
		usableAsTool: true,
		properties: handoverLogProperties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = this.getNodeParameter('operation', 0) as Operation;
		const outputs = outputsOf(operation);
		return runItems(this, (ctx, item, index) => perform[operation]({ ctx, node: this, item, index }), {
			outputs,
			// An item that failed is no success: it leaves beside those.
			errorOutput: operation === 'claim' ? outputs - 1 : 0,
		});
	}
}
