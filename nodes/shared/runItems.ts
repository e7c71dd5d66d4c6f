import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';
import type { ActionContext } from '../../handover/actions/context';
import { builtInDesk } from '../../handover/desks/builtIn/builtInDesk';
import { HandoverError, messageOf } from '../../handover/errors';
import { openStore } from '../../handover/store/openStore';

/** Where an item leaves the node, and the fields it gets. */
export interface ItemResult {
	/** Index of the output. */
	output?: number;
	/** Added to the incoming ones. */
	fields: IDataObject;
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
			const { output = 0, fields } = await work(await contextOf(node), item, index);
			const result: INodeExecutionData = { json: { ...item.json, ...fields }, pairedItem };
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
