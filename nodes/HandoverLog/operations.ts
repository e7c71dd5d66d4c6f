import { setImmediate as nextTurn } from 'node:timers/promises';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ActionContext } from '../../handover/actions/context';
import type { Subject } from '../../handover/actions/episode';
import {
	agentOrStranger,
	claimHandover,
	closeHandover,
	deleteOld,
	eraseContact,
	exportHandovers,
	getHandover,
	listHandovers,
	namedHandover,
	reportHandovers,
	type LogFilter,
} from '../../handover/actions/log';
import { writeNotifications, type NotificationInput } from '../../handover/actions/notify';
import { humanReplied } from '../../handover/actions/pauseBot';
import { readAnswerWithin } from '../../handover/availability';
import { HandoverError } from '../../handover/errors';
import { FILE_FORMATS } from '../../handover/log/file';
import { lastDays, readPeriod } from '../../handover/log/period';
import { OUTCOMES } from '../../handover/receipt';
import type { ReportOptions } from '../../handover/report/report';
import { SCENARIOS } from '../../handover/scenario';
import { dateParameter } from '../shared/dates';
import { botStateData, receiptData, subjectOf } from '../shared/items';
import type { ItemResult } from '../shared/runItems';
import { asText, isObject, textParameter } from '../shared/values';
import { SECOND_OUTPUT } from './description';

export type Operation = 'claim' | 'close' | 'deleteOld' | 'erase' | 'export' | 'get' | 'humanReplied' | 'list' | 'notify' | 'report';

/** What an operation works on. */
interface Call {
	ctx: ActionContext;
	node: IExecuteFunctions;
	item: INodeExecutionData;
	index: number;
}

const MINUTES_PER_HOUR = 60;
/** Some milliseconds of work. */
const RESULTS_PER_TURN = 200;
/** Ten years: more is a typing slip. */
const LONGEST_PERIOD_DAYS = 3660;

/** What people say came of a handover; the other one is said by the clock. */
const PEOPLES_OUTCOMES = OUTCOMES.filter((outcome) => outcome !== 'bot_returned');
const STATUSES = ['open', 'closed'] as const;

export const perform: Record<Operation, (call: Call) => Promise<ItemResult | ItemResult[]>> = {
	claim,
	close,
	deleteOld: forget,
	erase,
	export: toFile,
	get,
	humanReplied: reply,
	list,
	notify,
	report,
};

async function list({ ctx, node, index }: Call): Promise<ItemResult[]> {
	const limit = node.getNodeParameter('returnAll', index) === true ? undefined : limitOf(node, index);
	return allFound(await listHandovers(ctx, { ...filterOf(ctx, node, index), limit }));
}

async function get(call: Call): Promise<ItemResult> {
	return { fields: plain(await getHandover(call.ctx, await subjectFor(call))) };
}

async function claim(call: Call): Promise<ItemResult> {
	const { ctx, node, index } = call;
	const { receipt, claimed, by, what } = await claimHandover(ctx, {
		...(await subjectFor(call)),
		agent: textParameter(node, 'agent', index, 'Agent'),
		takeOver: node.getNodeParameter('takeOver', index) === true,
	});
	return { output: claimed ? 0 : SECOND_OUTPUT, fields: { handover: receiptData(receipt), claim: plain({ claimed, by, what }) } };
}

async function reply(call: Call): Promise<ItemResult> {
	const { ctx, node, item, index } = call;
	const subject = await subjectFor(call);
	const result = await humanReplied(ctx, subject, {
		text: asText(textParameter(node, 'agentMessage', index, 'Agent Message')),
		messageId: asText(textParameter(node, 'messageId', index, 'Message ID')),
		agent: await agentOrStranger(ctx, textParameter(node, 'agent', index, 'Agent')),
	});
	return { fields: { handover: botStateData(result, item.json.handover, subject.ref.conversationId) } };
}

async function close(call: Call): Promise<ItemResult> {
	const { ctx, node, index } = call;
	const { receipt, closedNow, what, botMemory } = await closeHandover(ctx, {
		...(await subjectFor(call)),
		outcome: oneOf(PEOPLES_OUTCOMES, textParameter(node, 'outcome', index, 'Outcome'), 'Outcome'),
		note: asText(textParameter(node, 'note', index, 'Note for the Bot')),
		by: asText(textParameter(node, 'closedBy', index, 'Closed By')),
		completeTask: node.getNodeParameter('completeTask', index) === true,
		workflow: asText(node.getNodeParameter('deskWorkflow', index, '')),
	});
	return { fields: { handover: receiptData(receipt), outcome: receipt.outcome, closing: { closedNow, what }, botMemory } };
}

async function notify(call: Call): Promise<ItemResult[]> {
	const { ctx, node, item, index } = call;
	const event = eventOf(item);
	const link = asText(textParameter(node, 'link', index, 'Link'));
	const { receipt, notifications } = await writeNotifications(ctx, await subjectOrQueue(call), { event, link });
	return notifications.map((notification) => ({
		fields: { ...(receipt && { handover: receiptData(receipt) }), notification: plain(notification) },
	}));
}

async function toFile({ ctx, node, index }: Call): Promise<ItemResult[]> {
	const field = textParameter(node, 'binaryField', index, 'Put Output File in Field').trim();
	if (field === '') throw new HandoverError('"Put Output File in Field" is empty', 'Enter the name of the field that is to hold the file, for example data.');
	const format = oneOf(FILE_FORMATS, textParameter(node, 'format', index, 'Format'), 'Format');
	const { file, entries } = await exportHandovers(ctx, filterOf(ctx, node, index), format);
	const binary = { [field]: await node.helpers.prepareBinaryData(Buffer.from(file.text), file.name, file.mimeType) };
	const fields = { exported: entries.length, fileName: file.name };
	const items = await allFound(entries);
	return [{ fields, binary, alone: true }, ...items.map((one) => ({ ...one, output: SECOND_OUTPUT }))];
}

async function report({ ctx, node, index }: Call): Promise<ItemResult[]> {
	const { summary, items, csv, html } = await reportHandovers(ctx, reportOptionsOf(ctx, node, index));
	if (node.getNodeParameter('output', index) === 'items') return items.map(found);
	const binary = {
		page: await node.helpers.prepareBinaryData(Buffer.from(html), 'report.html', 'text/html'),
		table: await node.helpers.prepareBinaryData(Buffer.from(csv), 'report.csv', 'text/csv'),
	};
	return [{ ...found(summary), binary }];
}

async function erase({ ctx, node, index }: Call): Promise<ItemResult> {
	if (node.getNodeParameter('confirmErase', index) !== true) {
		throw new HandoverError('Nothing was erased: "I Want to Erase This for Good" is off', 'Switch it on. There is no way back; export first what you still need.');
	}
	const contactId = textParameter(node, 'contactId', index, 'Contact ID').trim();
	const others = textParameter(node, 'conversationIds', index, 'Further Conversation IDs').split(/[,\n]/).flatMap((id) => asText(id) ?? []);
	return { fields: { erased: plain(await eraseContact(ctx, contactId, others)) } };
}

async function forget({ ctx, node, index }: Call): Promise<ItemResult> {
	return { fields: { deleted: plain(await deleteOld(ctx, Number(node.getNodeParameter('keepDays', index)))) } };
}

/** The handover that the parameters name, else the conversation. */
async function subjectFor({ ctx, node, item, index }: Call): Promise<Subject> {
	const id = textParameter(node, 'handoverId', index, 'Handover ID').trim();
	return id === '' ? { ...subjectOf(ctx, node, item, index), incoming: {} } : namedHandover(ctx, id);
}

/** An event about the queue is about no single conversation. */
async function subjectOrQueue(call: Call): Promise<Subject | undefined> {
	const { node, item, index } = call;
	const named = ['handoverId', 'conversationId'].some((name) => asText(node.getNodeParameter(name, index, '')) !== undefined);
	return named || eventOf(item) === undefined ? subjectFor(call) : undefined;
}

function eventOf({ json: { event } }: INodeExecutionData): NotificationInput['event'] {
	if (!isObject(event)) return undefined;
	const type = asText(event.type);
	return type === undefined ? undefined : { type, what: asText(event.what) };
}

function filterOf({ zone }: ActionContext, node: IExecuteFunctions, index: number): LogFilter {
	const filters = node.getNodeParameter('filters', index, {}) as IDataObject;
	const chosen = <T extends string>(known: readonly T[], value: unknown, label: string) => {
		const choice = asText(value);
		return choice === undefined ? undefined : oneOf(known, choice, label);
	};
	// A name that comes out empty must not stand for everybody.
	const named = (name: string, label: string) => {
		const value = asText(filters[name]);
		if (value !== undefined || !(name in filters)) return value;
		throw new HandoverError(`The filter "${label}" is empty`, 'Remove it to get all of them, or check its expression.');
	};
	const date = (name: string, label: string) => (name in filters ? asText(dateParameter(node, `filters.${name}`, index, label)) : undefined);
	return {
		status: chosen(STATUSES, filters.status, 'Status'),
		outcome: chosen(OUTCOMES, filters.outcome, 'Outcome'),
		scenario: chosen(SCENARIOS, filters.scenario, 'Scenario'),
		inQueue: filters.inQueue === true,
		assignee: named('assignee', 'Assigned To'),
		contactId: named('contactId', 'Contact ID'),
		conversationId: named('conversationId', 'Conversation ID'),
		...readPeriod({ from: date('from', 'From'), to: date('to', 'To') }, zone),
	};
}

/**
 * The choice that an expression names, in the words of the panel or by its value: "Back to Bot", back_to_bot.
 * @throws HandoverError for any other
 */
function oneOf<T extends string>(known: readonly T[], named: string, label: string): T {
	const value = named.trim().toLowerCase().replace(/\W+/g, '_');
	const found = known.find((one) => one === value);
	if (found !== undefined) return found;
	throw new HandoverError(
		named.trim() === '' ? `"${label}" is empty` : `"${label}" is ${named.trim().slice(0, 60)}, which is not known`,
		`Choose one from the list, or let the expression give one of: ${known.join(', ')}.`,
	);
}

function limitOf(node: IExecuteFunctions, index: number): number {
	const limit = Number(node.getNodeParameter('limit', index));
	if (Number.isInteger(limit) && limit >= 1) return limit;
	throw new HandoverError(`"Limit" must be a whole number from 1 up, but is ${String(limit)}`, 'Enter how many handovers you want at most, for example 50.');
}

function reportOptionsOf({ now, zone }: ActionContext, node: IExecuteFunctions, index: number): Omit<ReportOptions, 'zone' | 'now'> {
	const within = readAnswerWithin({
		normal: Number(node.getNodeParameter('answerWithinHours', index)),
		urgent: Number(node.getNodeParameter('answerUrgentWithinHours', index)),
	});
	return {
		...periodOf(node, index, now, zone),
		slaMinutes: { normal: within.normal * MINUTES_PER_HOUR, urgent: within.urgent * MINUTES_PER_HOUR },
		title: asText(textParameter(node, 'title', index, 'Title')),
	};
}

function periodOf(node: IExecuteFunctions, index: number, now: number, zone: string): { from: number; to: number } {
	const period = node.getNodeParameter('period', index) as string;
	if (period !== 'dates') return lastDays(daysOf(period), now, zone);
	const { from, to = now } = readPeriod({ from: dateParameter(node, 'from', index, 'From'), to: dateParameter(node, 'to', index, 'To') }, zone);
	if (from === undefined) throw new HandoverError('"From" is empty', 'Pick the day on which the period begins.');
	if (from >= to) throw new HandoverError('"From" is in the future', 'Pick a day that is past.');
	return { from, to };
}

/** @throws HandoverError when an expression gives no number of days */
function daysOf(period: string): number {
	const days = Number(period);
	if (days >= 1 && days <= LONGEST_PERIOD_DAYS) return days;
	throw new HandoverError(`"Period" is ${String(period).slice(0, 60)}, which is no number of days`, 'Choose one from the list, or let the expression give a number of days, for example 14.');
}

/** One of many results. */
function found(result: object): ItemResult {
	return { fields: plain(result), alone: true };
}

/** The same of all of them; there may be very many, so others have their turn in between. */
async function allFound(results: readonly object[]): Promise<ItemResult[]> {
	const items: ItemResult[] = [];
	for (const [index, result] of results.entries()) {
		items.push(found(result));
		if (index % RESULTS_PER_TURN === RESULTS_PER_TURN - 1) await nextTurn();
	}
	return items;
}

/** Item data: plain JSON, without what is not there. */
function plain(value: object): IDataObject {
	return JSON.parse(JSON.stringify(value)) as IDataObject;
}
