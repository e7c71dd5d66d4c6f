import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
	NodeOperationError,
	type IBinaryKeyData,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';
import type { ActionContext } from '../../handover/actions/context';
import type { Desk } from '../../handover/desks/desk';
import { HandoverError, StoreUnavailableError, messageOf } from '../../handover/errors';
import { readReceipt, toReceipt, type StepName } from '../../handover/receipt';
import { noteFailure } from '../../handover/steps';
import { openStore } from '../../handover/store/openStore';
import { openDesk } from './desk';
import { receiptData } from './items';

/** Where an item leaves the node, and the fields it gets. */
export interface ItemResult {
	/** Index of the output. */
	output?: number;
	/** Added to the incoming ones. */
	fields: IDataObject;
	/** Files, in the place of the incoming ones. */
	binary?: IBinaryKeyData;
	/** A result of its own, such as one of many that were found: nothing of the incoming item goes with it. */
	alone?: boolean;
}

interface RunOptions {
	/** The step of a handover that the node does; a failure shows in the receipt. */
	step?: StepName;
	/** How many outputs the node has. */
	outputs?: number;
	/** Where an item leaves that failed, when the run continues. */
	errorOutput?: number;
	/** What becomes of an item when the store can't be used; without it, it fails. */
	withoutStore?: (error: StoreUnavailableError, item: INodeExecutionData, index: number) => ItemResult;
}

/** The store answers without waiting, so a long run must give others a turn. */
const ITEMS_PER_TURN = 50;

/**
 * Runs a node's work on every item. Keeps the incoming fields and binary data,
 * pairs the items, and turns what goes wrong into an error that names the
 * node and the item, or into an item of the error output.
 */
export async function runItems(
	node: IExecuteFunctions,
	work: (ctx: ActionContext, item: INodeExecutionData, index: number) => Promise<ItemResult | ItemResult[]>,
	{ step, outputs = 1, errorOutput = 0, withoutStore }: RunOptions = {},
): Promise<INodeExecutionData[][]> {
	const contextOf = contexts(node);
	const results: INodeExecutionData[][] = Array.from({ length: outputs }, () => []);
	for (const [index, item] of node.getInputData().entries()) {
		const pairedItem = { item: index };
		try {
			const done = await contextOf()
				.then((ctx) => work(ctx, item, index))
				.catch((error: unknown) => {
					if (withoutStore && error instanceof StoreUnavailableError) return withoutStore(error, item, index);
					throw error;
				});
			for (const { output = 0, fields, alone, binary = alone ? undefined : item.binary } of [done].flat()) {
				const result: INodeExecutionData = { json: alone ? fields : { ...item.json, ...fields }, pairedItem };
				if (binary) result.binary = binary;
				results[output]?.push(result);
			}
		} catch (thrown) {
			const error = asNodeError(node, thrown, index);
			const handover = await receiptAfter(contextOf, item, step, thrown);
			if (!node.continueOnFail()) throw error;
			const json =
				node.getNode().onError === 'continueErrorOutput'
					? // By having nothing else n8n knows items for the error output; it adds the incoming fields.
						{ error: error.message }
					: { ...item.json, ...(handover ? { handover } : {}), error: error.message };
			results[errorOutput]?.push({ json, pairedItem });
		}
		if (index % ITEMS_PER_TURN === ITEMS_PER_TURN - 1) await nextTurn();
	}
	return results;
}

/** What the actions of one run get: the store and the desk, opened when first needed, and the time of each item. */
function contexts(node: IExecuteFunctions): () => Promise<ActionContext> {
	let desk: Promise<Desk> | undefined;
	return async () => {
		const store = await openStore(process.env);
		desk ??= openDesk(node, node.getNodeParameter('desk', 0, 'built-in') as string);
		return {
			store,
			desk: await desk,
			now: Date.now(),
			newId: randomUUID,
			flow: node.getWorkflow().id ?? '',
			zone: node.getTimezone(),
		};
	};
}

/** The receipt with the failed step in it; nothing when the item has no handover, or the store is away. */
async function receiptAfter(
	contextOf: () => Promise<ActionContext>,
	item: INodeExecutionData,
	step: StepName | undefined,
	thrown: unknown,
): Promise<IDataObject | undefined> {
	// Where the store is away, that takes a while to find out a second time.
	if (!step || thrown instanceof StoreUnavailableError) return undefined;
	try {
		const { id } = readReceipt(item.json.handover);
		const ctx = await contextOf();
		const handover = id === undefined ? undefined : await ctx.store.handover(id);
		if (!handover) return undefined;
		await noteFailure(ctx.store, { handoverId: handover.id, step }, ctx, thrown);
		return receiptData(toReceipt(handover, await ctx.store.steps(handover.id)));
	} catch {
		// What went wrong first is what the operator has to see.
		return undefined;
	}
}

/** What went wrong, as n8n shows it: the node, the item, what to do. */
export function asNodeError(node: IExecuteFunctions, thrown: unknown, itemIndex: number): NodeOperationError {
	if (thrown instanceof NodeOperationError) return thrown;
	const { name } = node.getNode();
	const description = thrown instanceof HandoverError ? thrown.fix : undefined;
	const message = `${name}: ${messageOf(thrown)}`;
	const error = new NodeOperationError(node.getNode(), message, { itemIndex, description });
	// n8n puts a general sentence in the place of a message that names a system error (EEXIST, ECONNREFUSED …).
	error.message = message;
	return error;
}
