import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { sendFinalMessage } from '../../handover/actions/sendFinalMessage';
import { DEFAULT_FINAL_MESSAGE } from '../../handover/message';
import { conversationId } from '../shared/parameters';
import { receiptData, subjectOf } from '../shared/items';
import { runItems } from '../shared/runItems';
import { textParameter } from '../shared/values';

const ALREADY_SENT_OUTPUT = 1;

const properties: INodeProperties[] = [
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 3 },
		default: DEFAULT_FINAL_MESSAGE,
		placeholder: 'e.g. Thank you! Ana from our team will write to you here.',
		description:
			'What the customer reads. Goes on in the field "output": connect the node of your channel (a chat reply, Telegram, WhatsApp …) and let it send {{ $json.output }}.',
	},
	conversationId,
];

export class SendFinalMessage implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Send Final Message',
		name: 'sendFinalMessage',
		icon: { light: 'file:sendFinalMessage.svg', dark: 'file:sendFinalMessage.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["message"] }}',
		description: 'Tell the customer once that a person will answer',
		defaults: { name: 'Send Final Message' },
		inputs: [NodeConnectionTypes.Main],
		// Two outputs, so that a repeated run can't make a channel node say it twice.
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Message', 'Already Sent'],
		usableAsTool: true,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return runItems(
			this,
			async (ctx, item, index) => {
				const message = textParameter(this, 'message', index, 'Message');
				const { receipt, text } = await sendFinalMessage(ctx, subjectOf(this, item, index), message);
				const handover = receiptData(receipt);
				return text === undefined
					? { output: ALREADY_SENT_OUTPUT, fields: { handover } }
					: { fields: { output: text, handover } };
			},
			{ step: 'message', outputs: 2, errorOutput: ALREADY_SENT_OUTPUT },
		);
	}
}
