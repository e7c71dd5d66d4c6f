/** The flows that bench/traffic.mjs compares. They differ only in what lies between the chat and its answer. */
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../scripts/lib/setup.mjs';

/**
 * @typedef {{ id: string, name: string, type: string, typeVersion: number, position: number[], parameters: any, webhookId?: string, alwaysOutputData?: boolean }} FlowNode
 * @typedef {{ main: { node: string, type: 'main', index: number }[][] }} Outputs
 * @typedef {{ name: string, nodes: FlowNode[], connections: Record<string, Outputs>, settings: object }} Flow
 */

const TRIGGER = 'When a customer writes';
const BOT = 'Your bot (put your AI Agent here)';

/** @returns {Flow} */
function template() {
	return JSON.parse(fs.readFileSync(path.join(ROOT, 'templates/human-handover.json'), 'utf8'));
}

/** A node of the starter workflow. @param {string} name */
function fromTemplate(name) {
	const node = template().nodes.find((one) => one.name === name);
	if (!node) throw new Error(`The starter workflow has no node "${name}" any more`);
	return node;
}

/**
 * The same for every flow: a webhook that answers with what the last node gives.
 * The starter's chat takes n8n longer, and would make every difference look smaller.
 * @param {string} webhookId
 */
function trigger(webhookId) {
	return { ...node(TRIGGER, 'webhook', 2, { httpMethod: 'POST', path: webhookId, responseMode: 'lastNode', options: {} }), webhookId };
}

/** A node of the starter as it stands behind a webhook, which puts what came into `body`. @param {FlowNode} one @returns {FlowNode} */
function behindWebhook(one) {
	const { parameters, ...rest } = JSON.parse(JSON.stringify(one).replaceAll(/json\.(chatInput|sessionId)/g, 'json.body.$1'));
	// Where the starter leaves the parameter as it is, its default speaks of the chat's fields.
	if (one.name === 'Does the customer need a person?') Object.assign(parameters, { conversationId: '={{ $json.body.sessionId }}', message: '={{ $json.body.chatInput }}' });
	return { ...rest, parameters };
}

/**
 * @param {string} name
 * @param {string} type
 * @param {number} typeVersion
 * @param {object} [parameters]
 * @returns {FlowNode}
 */
function node(name, type, typeVersion, parameters = {}) {
	return { id: name.toLowerCase().replaceAll(' ', '-'), name, type: `n8n-nodes-base.${type}`, typeVersion, position: [0, 0], parameters };
}

/**
 * @param {string} name
 * @param {FlowNode[]} nodes
 * @param {[from: string, output: number, to: string][]} links
 * @returns {Flow}
 */
function flow(name, nodes, links) {
	/** @type {Flow['connections']} */
	const connections = {};
	for (const [from, output, to] of links) {
		const { main } = (connections[from] ??= { main: [] });
		while (main.length <= output) main.push([]);
		main[output].push({ node: to, type: 'main', index: 0 });
	}
	return { name, nodes, connections, settings: { executionOrder: 'v1' } };
}

/**
 * What the starter workflow does with a customer's message. The flows beside
 * it, which look after open handovers later, are left out: the flow built by
 * hand has nothing of the kind.
 * @param {string} webhookId
 * @returns {Flow}
 */
export function ours(webhookId) {
	const whole = template();
	const reached = new Set([TRIGGER]);
	for (const name of reached) for (const { node: next } of whole.connections[name]?.main.flat() ?? []) reached.add(next);
	const nodes = whole.nodes.filter(({ name }) => reached.has(name));
	// Room for everybody, or most conversations would end in the queue.
	for (const { parameters } of nodes) for (const member of parameters.team?.members ?? []) member.capacity = 1_000_000;
	return {
		name: 'Ours',
		nodes: nodes.map((one) => (one.name === TRIGGER ? trigger(webhookId) : behindWebhook(one))),
		connections: Object.fromEntries(Object.entries(whole.connections).filter(([name]) => reached.has(name))),
		settings: whole.settings,
	};
}

/** What the flow built by hand answers when a person is asked for: the words of ours. */
const BY_HAND_ANSWER = 'Thank you! Someone from the team will get back to you.';

/** The tables of the flow built by hand, as n8n's REST interface creates them. */
export const BY_HAND_TABLES = [
	{ name: 'paused', columns: [{ name: 'session', type: 'string' }, { name: 'paused', type: 'boolean' }] },
	{
		name: 'tasks',
		columns: [
			{ name: 'session', type: 'string' },
			{ name: 'title', type: 'string' },
			{ name: 'message', type: 'string' },
			{ name: 'due', type: 'date' },
		],
	},
];

/**
 * The same bot, stopped the way people do it with n8n's own nodes: a flag in a
 * Data Table, a regular expression in a Code node, a task in a second table.
 * @param {string} webhookId
 * @param {Record<string, string>} tables the ids of `BY_HAND_TABLES` by name
 * @returns {Flow}
 */
export function byHand(webhookId, tables) {
	const session = `={{ $('${TRIGGER}').item.json.body.sessionId }}`;
	const message = `={{ $('${TRIGGER}').item.json.body.chatInput }}`;
	const table = (/** @type {string} */ name) => ({ dataTableId: { __rl: true, mode: 'id', value: tables[name] } });
	const row = (/** @type {object} */ value) => ({ columns: { mappingMode: 'defineBelow', value, schema: [] } });
	const ofSession = { filters: { conditions: [{ keyName: 'session', condition: 'eq', keyValue: session }] } };
	const isTrue = (/** @type {string} */ value) => ({
		conditions: {
			options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
			conditions: [{ id: 'is', leftValue: value, rightValue: '', operator: { type: 'boolean', operation: 'true', singleValue: true } }],
			combinator: 'and',
		},
		looseTypeValidation: true,
		options: {},
	});
	const says = (/** @type {string} */ name, /** @type {unknown} */ value, type = 'string') => ({
		assignments: { assignments: [{ id: name, name, value, type }] },
		includeOtherFields: false,
		options: {},
	});
	const code = `const text = $('${TRIGGER}').item.json.body.chatInput;
return { json: { body: { chatInput: text }, wantsHuman: /\\b(human|agent|person|representative|real people|someone|support team)\\b/i.test(text) } };`;
	const nodes = [
		trigger(webhookId),
		// Goes on without a row, too: the customer writes for the first time.
		{ ...node('Is it paused', 'dataTable', 1.1, { operation: 'get', ...table('paused'), ...ofSession, limit: 1 }), alwaysOutputData: true },
		node('Paused?', 'if', 2.2, isTrue('={{ $json.paused }}')),
		node('Look for words', 'code', 2, { mode: 'runOnceForEachItem', jsCode: code }),
		node('Wants a person?', 'if', 2.2, isTrue('={{ $json.wantsHuman }}')),
		node('Pause the bot', 'dataTable', 1.1, { operation: 'upsert', ...table('paused'), ...ofSession, ...row({ session, paused: true }) }),
		node('Create a task', 'dataTable', 1.1, {
			operation: 'insert',
			...table('tasks'),
			...row({ session, title: 'A customer wants a person', message, due: '={{ $now.plus({ days: 1 }).toISO() }}' }),
		}),
		node('Tell the customer', 'set', 3.4, says('output', BY_HAND_ANSWER)),
		behindWebhook(fromTemplate(BOT)),
		node('Stay quiet', 'set', 3.4, says('executionStarted', true, 'boolean')),
	];
	return flow('By hand', nodes, [
		[TRIGGER, 0, 'Is it paused'],
		['Is it paused', 0, 'Paused?'],
		['Paused?', 0, 'Stay quiet'],
		['Paused?', 1, 'Look for words'],
		['Look for words', 0, 'Wants a person?'],
		['Wants a person?', 0, 'Pause the bot'],
		['Pause the bot', 0, 'Create a task'],
		['Create a task', 0, 'Tell the customer'],
		['Wants a person?', 1, BOT],
	]);
}

/**
 * The starter with our nodes doing nothing: its bot, and the node that answers.
 * @param {string} webhookId
 * @param {string[]} ran the names of the starter's nodes on a path, in order
 * @returns {Flow}
 */
export function botAlone(webhookId, ran) {
	const rest = ran.slice(1).map((name) => {
		const one = fromTemplate(name);
		return one.type.startsWith('n8n-nodes-base.') ? behindWebhook(one) : node(name, 'noOp', 1);
	});
	return inARow('Bot alone', [trigger(webhookId), ...rest]);
}

/**
 * Nodes that do nothing: n8n's own share.
 * @param {string} webhookId
 * @param {number} count how many nodes run, the trigger among them
 * @returns {Flow}
 */
export function nothing(webhookId, count) {
	const rest = Array.from({ length: count - 1 }, (_, index) => node(`Nothing ${index + 1}`, 'noOp', 1));
	return inARow('Nothing', [trigger(webhookId), ...rest]);
}

/** @param {string} name @param {FlowNode[]} nodes @returns {Flow} */
function inARow(name, nodes) {
	return flow(name, nodes, nodes.slice(1).map((next, index) => [nodes[index].name, 0, next.name]));
}
