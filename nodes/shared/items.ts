import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Subject } from '../../handover/actions/episode';
import type { PauseOutput } from '../../handover/actions/pauseBot';
import { readConversationId } from '../../handover/conversation';
import { builtInConversation } from '../../handover/desks/builtIn/builtInDesk';
import { readReceipt, toIso, type Receipt } from '../../handover/receipt';
import { asText, isObject } from './values';

/** Which handover, conversation and contact an item is about. */
export function subjectOf(node: IExecuteFunctions, item: INodeExecutionData, index: number): Subject {
	const incoming = readReceipt(item.json.handover);
	const conversationId = readConversationId(node.getNodeParameter('conversationId', index, ''));
	return {
		incoming,
		ref: builtInConversation(conversationId),
		contact: contactOf(item.json, conversationId),
	};
}

/** The customer as `json.contact` describes them; known by the conversation when by nothing else. */
export function contactOf(json: IDataObject, conversationId: string): Subject['contact'] {
	const known = isObject(json.contact) ? json.contact : {};
	return {
		id: asText(known.id) ?? conversationId,
		name: asText(known.name),
		phone: asText(known.phone),
		email: asText(known.email),
		fields: isObject(known.fields) ? known.fields : undefined,
	};
}

/** The receipt as plain item data. */
export function receiptData(receipt: Receipt): IDataObject {
	return receipt as unknown as IDataObject;
}

/** `json.handover` after a look at the pause: the receipt, if any, and the bot's state. */
export function botStateData(
	{ receipt, bot }: PauseOutput,
	incoming: unknown,
	conversationId: string,
): IDataObject {
	return {
		...(isObject(incoming) ? incoming : {}),
		...(receipt ? receiptData(receipt) : { conversationId }),
		bot: {
			mayReply: bot.mayReply,
			...(bot.until === undefined ? {} : { quietUntil: toIso(bot.until) }),
			why: bot.why,
		},
	};
}
