import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ActionContext } from '../../handover/actions/context';
import type { DetectInput } from '../../handover/actions/detectHandover';
import { DEFAULT_LIMITS, type HoldBackLimits } from '../../handover/detection/holdBack';
import { readRules, type ScenarioRow, type ScenarioRule } from '../../handover/detection/scenarios';
import { HandoverError } from '../../handover/errors';
import { MESSAGE_DEFAULT } from './description';
import { contactOf, subjectOf } from '../shared/items';
import { asText, collectionOf, isObject, parameterOf, textFrom, textParameter } from '../shared/values';

const MINUTE_MS = 60_000;

/** What the parameters say about one item. */
export function inputOf(ctx: ActionContext, node: IExecuteFunctions, item: INodeExecutionData, index: number): Omit<DetectInput, 'detector'> {
	const lookAt = node.getNodeParameter('lookAt', index) as 'message' | 'reply' | 'both';
	const { ref, channel } = subjectOf(ctx, node, item, index);
	const message = lookAt === 'reply' ? textParameter(node, 'message', index, 'Customer Message') : messageOf(node, index);
	const options = collectionOf(node, 'options', index);
	const known = contactOf(item.json, ref.conversationId);
	const contact = {
		...known,
		id: asText(options.contactId) ?? known.id,
		name: asText(parameterOf(node, 'contactName', index, '')) ?? known.name,
		phone: asText(parameterOf(node, 'contactPhone', index, '')) ?? known.phone,
		email: asText(parameterOf(node, 'contactEmail', index, '')) ?? known.email,
		fields: collectedFields(options.fields) ?? known.fields,
	};
	return {
		ref,
		contact,
		channel: asText(options.channel) ?? channel,
		message: lookAt === 'reply' ? undefined : message,
		botReply: lookAt === 'message' ? undefined : botReplyOf(node, item, index),
		about: message || undefined,
		messageId: asText(options.messageId) ?? asText(item.json.messageId),
		turnId: `run ${node.getExecutionId()}, item ${index}`,
		rules: rulesOf(node, index),
		limits: limitsOf(options),
		isRetry: node.getMode() === 'retry',
	};
}

/** The scenarios that are switched on. */
export function rulesOf(node: IExecuteFunctions, index: number): ScenarioRule[] {
	const { rows } = node.getNodeParameter('scenarios', index, {}) as { rows?: ScenarioRow[] };
	return readRules(rows ?? []);
}

/** When all but an explicit request is held back. */
export function limitsOf(options: IDataObject): HoldBackLimits {
	return {
		coolDown: countOf(options.coolDown, 'Cool-Down', DEFAULT_LIMITS.coolDown / MINUTE_MS) * MINUTE_MS,
		perContactAndDay: countOf(options.perContactAndDay, 'Handovers per Contact and Day', DEFAULT_LIMITS.perContactAndDay),
	};
}

function countOf(value: unknown, label: string, fallback: number): number {
	const count = value === undefined ? fallback : Number(value);
	if (Number.isFinite(count) && count >= 0 && value !== '' && value !== null) return count;
	throw new HandoverError(`"${label}" must be zero or more, but is ${String(value)}`, `Enter a number, for example ${fallback}, or 0 for none.`);
}

/**
 * The default finds the text of a Chat Trigger. Where it finds nothing, the
 * operator has yet to say where the text is: going on would switch detection
 * off without a word. An expression of their own may find nothing: a photo.
 */
function messageOf(node: IExecuteFunctions, index: number): string {
	const message = parameterOf(node, 'message', index);
	const expression = node.getNodeParameter('message', index, '', { rawExpressions: true });
	if (message !== undefined || expression !== MESSAGE_DEFAULT) return textFrom(message, 'Customer Message');
	throw new HandoverError(
		'"Customer Message" finds nothing on the item',
		'Point it to the field with the customer\'s text: {{ $json.message.text }} behind a Telegram Trigger, {{ $json.body.text }} behind many webhooks.',
	);
}

/**
 * An empty reply is a bot without an answer, and so is an error that took the
 * reply's place; a field that isn't there is a wrong connection.
 */
function botReplyOf(node: IExecuteFunctions, item: INodeExecutionData, index: number): string {
	const reply = parameterOf(node, 'botReply', index);
	if (reply === undefined && (item.json.error ?? item.error)) return '';
	if (reply !== undefined) return textFrom(reply, 'Bot Reply');
	throw new HandoverError(
		'"Bot Reply" finds nothing on the item',
		'Point it to the field with the bot\'s answer: {{ $json.output }} behind an AI Agent, {{ $json.text }} behind a Basic LLM Chain.',
	);
}

function collectedFields(value: unknown): Record<string, unknown> | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const fields: unknown = typeof value === 'string' ? parsed(value) : value;
	if (isObject(fields)) return fields;
	throw new HandoverError('"Collected Fields" is not an object', 'Enter JSON such as { "order": "A-1042" }, or map an object.');
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
