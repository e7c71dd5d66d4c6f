import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';
import type { ActionContext } from '../../handover/actions/context';
import type { Subject } from '../../handover/actions/episode';
import { readConversationId } from '../../handover/conversation';
import { builtInConversation, builtInDesk } from '../../handover/desks/builtIn/builtInDesk';
import { HandoverError, messageOf } from '../../handover/errors';
import type { PauseOutput } from '../../handover/actions/pauseBot';
import { readReceipt, toIso, type Receipt } from '../../handover/receipt';
import { openStore } from '../../handover/store/openStore';

/** Where an item leaves the node, and the fields it gets. */
export interface ItemResult {
	/** Index of the output. */
	output?: number;
	/** Added to the incoming fields. */
	json: IDataObject;
}

/** The store answers without waiting, so a long run must give others a turn. */
const ITEMS_PER_TURN = 50;

/**
 * Runs a node's work on every item. Keeps the incoming fields and binary data,
 * pairs the items, and turns what goes wrong into an error that names the
 * node and the item, or into an item of the error output.
 * @param outputs how many outputs the node has
 * @param errorOutput where an item leaves that failed, when the run continues
 */
export async function runItems(
	node: IExecuteFunctions,
	work: (ctx: ActionContext, item: INodeExecutionData, index: number) => Promise<ItemResult>,
	{ outputs = 1, errorOutput = 0 } = {},
): Promise<INodeExecutionData[][]> {
	const results: INodeExecutionData[][] = Array.from({ length: outputs }, () => []);
	for (const [index, item] of node.getInputData().entries()) {
		const pairedItem = { item: index };
		try {
			const { output = 0, json } = await work(await contextOf(node), item, index);
			const result: INodeExecutionData = { json: { ...item.json, ...json }, pairedItem };
			if (item.binary) result.binary = item.binary;
			results[output]?.push(result);
		} catch (thrown) {
			const error = asNodeError(node, thrown, index);
			if (!node.continueOnFail()) throw error;
			results[errorOutput]?.push({ json: { ...item.json, error: error.message }, error, pairedItem });
		}
		if (index % ITEMS_PER_TURN === ITEMS_PER_TURN - 1) await nextTurn();
	}
	return results;
}

async function contextOf(node: IExecuteFunctions): Promise<ActionContext> {
	const store = await openStore(process.env);
	return {
		store,
		desk: builtInDesk(store),
		now: Date.now(),
		newId: randomUUID,
		zone: node.getTimezone(),
	};
}

function asNodeError(node: IExecuteFunctions, thrown: unknown, itemIndex: number): NodeOperationError {
	if (thrown instanceof NodeOperationError) return thrown;
	const { name } = node.getNode();
	const description = thrown instanceof HandoverError ? thrown.fix : undefined;
	return new NodeOperationError(node.getNode(), `${name}: ${messageOf(thrown)}`, { itemIndex, description });
}

/** Reads a text parameter; a number becomes text, nothing becomes ''. */
export function textParameter(node: IExecuteFunctions, name: string, index: number, label: string): string {
	const value = node.getNodeParameter(name, index, '') as unknown;
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	throw new HandoverError(
		`"${label}" is not text, but ${Array.isArray(value) ? 'a list' : 'an object'}`,
		'Check its expression: it should point at one field that holds text.',
	);
}

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

export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text or a number as text; undefined for anything else and for ''. */
export function asText(value: unknown): string | undefined {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
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
