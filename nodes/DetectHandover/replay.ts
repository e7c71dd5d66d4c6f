import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { HandoverError } from '../../handover/errors';
import { pauseMilliseconds, type PauseLength } from '../../handover/pause';
import { readConversationsBytes, readConversationsRows, type PastConversations, type ReadOptions } from '../../handover/replay/conversations';
import { goldenTransfer, labelledDialogues } from '../../handover/replay/goldenTransfer';
import { replay } from '../../handover/replay/replay';
import { asNodeError } from '../shared/runItems';
import { asText, textParameter } from '../shared/values';
import { detectorOf } from './engine';
import { limitsOf, rulesOf } from './input';

const MINUTES_PER_HOUR = 60;

/**
 * Plays past conversations through the detection as it is set up in the node.
 * @returns an item per handover that would have started, and one with the totals
 */
export async function replayConversations(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	try {
		const { messages, leftOut } = await conversationsOf(node);
		const options = node.getNodeParameter('options', 0, {}) as IDataObject;
		const report = await replay(messages, {
			rules: rulesOf(node, 0),
			detector: await detectorOf(node),
			limits: limitsOf(options),
			pause: pauseOf(options),
			onProgress: (done, total) => stopIfCancelled(node, done, total),
		});
		const golden = goldenTransfer(labelledDialogues(messages, report.handovers));
		const totals = { ...report.totals, leftOut, whatIf: report.whatIf, ...(golden && { goldenTransfer: golden }) };
		return [report.handovers.map((handover) => itemOf(handover)), [itemOf(totals)]];
	} catch (thrown) {
		const error = asNodeError(node, thrown, 0);
		if (!node.continueOnFail()) throw error;
		return [[], [{ json: { error: error.message }, pairedItem: { item: 0 } }]];
	}
}

/** All items together make the replay, so each result comes of all; n8n is told the first. */
function itemOf(json: object): INodeExecutionData {
	return { json: JSON.parse(JSON.stringify(json)) as IDataObject, pairedItem: { item: 0 } };
}

async function conversationsOf(node: IExecuteFunctions): Promise<PastConversations> {
	const readOptions = { fields: columnsOf(node), zone: node.getTimezone() };
	if (node.getNodeParameter('source', 0) === 'items') {
		return readConversationsRows(node.getInputData().map(({ json }) => json), readOptions);
	}
	const field = textParameter(node, 'binaryField', 0, 'Input Binary Field').trim();
	if (field === '') throw new HandoverError('"Input Binary Field" is empty', 'Enter the name of the field that holds the file, for example data.');
	const files = await Promise.all(
		node.getInputData().map(async (_, index) => {
			checkFile(node, field, index);
			return readConversationsBytes(await node.helpers.getBinaryDataBuffer(index, field), readOptions);
		}),
	);
	return {
		messages: files.flatMap(({ messages }) => messages),
		leftOut: files.reduce((sum, { leftOut }) => sum + leftOut, 0),
	};
}

/** @throws HandoverError when the item has no file in that field */
function checkFile(node: IExecuteFunctions, field: string, index: number): void {
	const { binary = {} } = node.getInputData()[index];
	if (binary[field]) return;
	const others = Object.keys(binary);
	throw new HandoverError(
		`Item ${index} has no file in the field "${field}"`,
		others.length > 0 ? `It has: ${others.join(', ')}. Enter that name as Input Binary Field.` : 'Put a node before this one that reads the file, for example a Form Trigger or Read Files from Disk.',
	);
}

/** The operator's own column names. */
function columnsOf(node: IExecuteFunctions): ReadOptions['fields'] {
	const columns = node.getNodeParameter('options.columns.names', 0, {}) as IDataObject;
	return Object.fromEntries(Object.entries(columns).flatMap(([field, name]) => (asText(name) ? [[field, asText(name)]] : [])));
}

function pauseOf({ pauseHours }: IDataObject): PauseLength | undefined {
	if (pauseHours === undefined) return undefined;
	const pause = { days: 0, hours: 0, minutes: Math.round(Number(pauseHours) * MINUTES_PER_HOUR) };
	pauseMilliseconds(pause);
	return pause;
}

/** Shows how far it is, and stops when the operator does. */
function stopIfCancelled(node: IExecuteFunctions, done: number, total: number): void {
	if (node.getExecutionCancelSignal()?.aborted) throw new HandoverError('The replay was stopped', 'Run it again to start over.');
	node.sendMessageToUI(`Replayed ${done} of ${total} messages`);
}
