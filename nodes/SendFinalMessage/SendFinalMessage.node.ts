import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import type { ActionContext } from '../../handover/actions/context';
import type { Subject } from '../../handover/actions/episode';
import { sendFinalMessage, sendReply } from '../../handover/actions/sendFinalMessage';
import { businessHoursOf } from '../shared/hours';
import { botStateData, receiptData, subjectOf } from '../shared/items';
import { deskCredentials } from '../shared/parameters';
import { runItems, type ItemResult } from '../shared/runItems';
import { asText, parameterOf, textParameter } from '../shared/values';
import { sendFinalMessageProperties } from './description';
import { templateParameter } from './template';

/** Nothing is to be sent: it was said already, or a person has the conversation. */
const NOT_SENT_OUTPUT = 1;

export class SendFinalMessage implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Send Final Message',
		name: 'sendFinalMessage',
		icon: { light: 'file:sendFinalMessage.svg', dark: 'file:sendFinalMessage.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] === "reply" ? "Bot reply" : $parameter["message"] }}',
		description: 'Tell the customer once that a person will answer, or send the bot\'s reply',
		defaults: { name: 'Send Final Message' },
		inputs: [NodeConnectionTypes.Main],
		// Two outputs, so that a repeated run can't make a channel node say it twice.
		outputs:
			'={{ $parameter["operation"] === "reply" ? [{ type: "main", displayName: "Message" }, { type: "main", displayName: "Bot Paused" }] : [{ type: "main", displayName: "Message" }, { type: "main", displayName: "Already Sent" }] }}',
		credentials: deskCredentials,
		usableAsTool: true,
		properties: sendFinalMessageProperties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const isReply = this.getNodeParameter('operation', 0, 'final') === 'reply';
		return runItems(
			this,
			async (ctx, item, index) => {
				const subject = subjectOf(ctx, this, item, index);
				return isReply ? reply(ctx, this, subject, item, index) : final(ctx, this, subject, index);
			},
			{ ...(isReply ? {} : { step: 'message' }), outputs: 2, errorOutput: NOT_SENT_OUTPUT },
		);
	}
}

async function final(ctx: ActionContext, node: IExecuteFunctions, subject: Subject, index: number): Promise<ItemResult> {
	const { receipt, text } = await sendFinalMessage(ctx, subject, {
		text: templateParameter(node, 'message', index, 'standard'),
		inQueue: templateParameter(node, 'messageInQueue', index, 'queue'),
		afterHours: templateParameter(node, 'messages.messageAfterHours', index, 'afterHours'),
		informationGap: templateParameter(node, 'messages.messageInformationGap', index, 'informationGap'),
		urgent: templateParameter(node, 'messages.messageUrgent', index, 'urgent'),
		inCustomersLanguage: node.getNodeParameter('inCustomersLanguage', index, true) as boolean,
		hours: businessHoursOf(node, index, ctx.zone),
		note: node.getNodeParameter('note', index, true) as boolean,
	});
	const handover = receiptData(receipt);
	return text === undefined ? { output: NOT_SENT_OUTPUT, fields: { handover } } : { fields: { output: text, handover } };
}

async function reply(
	ctx: ActionContext,
	node: IExecuteFunctions,
	subject: Subject,
	item: INodeExecutionData,
	index: number,
): Promise<ItemResult> {
	const about: Subject = {
		...subject,
		contact: { ...subject.contact, id: asText(parameterOf(node, 'contactId', index, '')) ?? subject.contact.id },
		channel: asText(parameterOf(node, 'channel', index, '')) ?? subject.channel,
	};
	const result = await sendReply(ctx, about, textParameter(node, 'reply', index, 'Reply'), node.getMode() === 'retry');
	const handover = botStateData(result, item.json.handover, subject.ref.conversationId);
	return result.sent ? { fields: { output: result.text, handover } } : { output: NOT_SENT_OUTPUT, fields: { handover } };
}
