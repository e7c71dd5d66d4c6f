import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ActionContext } from '../../handover/actions/context';
import type { Subject } from '../../handover/actions/episode';
import type { PauseOutput } from '../../handover/actions/pauseBot';
import { readConversationId } from '../../handover/conversation';
import { readReceipt, toIso, type Receipt } from '../../handover/receipt';
import { asText, isObject, parameterOf } from './values';

/** Which handover, conversation and contact an item is about. */
export function subjectOf({ desk }: ActionContext, node: IExecuteFunctions, item: INodeExecutionData, index: number): Subject {
	const incoming = readReceipt(item.json.handover);
	const conversationId = conversationIdOf(node, index);
	return {
		incoming,
		ref: { desk: desk.name, account: desk.account, conversationId },
		contact: contactOf(item.json, conversationId),
		channel: channelOf(item.json),
	};
}

/** @throws HandoverError when the parameter holds none */
export function conversationIdOf(node: IExecuteFunctions, index: number): string {
	return readConversationId(parameterOf(node, 'conversationId', index, ''));
}

/** How the customer writes, as far as the item says. */
export function channelOf({ channel, handover }: IDataObject): string {
	return asText(channel) ?? (isObject(handover) ? asText(handover.channel) : undefined) ?? 'chat';
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

/** `json.handover` after a look at the pause: the receipt, if any, the bot's state, and what it should know of the handover before. */
export function botStateData(
	{ receipt, bot, last }: PauseOutput,
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
		...(last && { last: { ...last } }),
	};
}
