import { randomUUID } from 'node:crypto';
import type { IDataObject, INode } from 'n8n-workflow';
import { sharedUrl } from './n8n';
import type { N8nClient } from './scripts';

/** A node as a test names it; of our package when it has no other. */
export type FlowNode = Pick<INode, 'name' | 'type'> & Partial<INode>;

/** What happens behind a webhook: nodes in a row, and connections besides. */
export interface Branch {
	nodes: FlowNode[];
	/** From node, output, to node. */
	links?: Array<[string, number, string]>;
	/** What the webhook answers with; the last node's first item when left out. */
	responds?: 'allEntries' | 'firstEntryBinary';
}

/** An operator's own workflow, which people call from elsewhere. */
export interface WebhookFlow {
	id: string;
	/** Calls a branch, as a button or another program does. */
	call: (branch: string, body?: object) => Promise<Response>;
	/** The same, read as JSON. @throws Error with what n8n answered, when it failed */
	json: (branch: string, body?: object) => Promise<IDataObject>;
}

/** Imports and publishes a workflow with a webhook before each branch; the body is what its nodes get. */
export async function webhookFlow(client: N8nClient, name: string, branches: Record<string, Branch>): Promise<WebhookFlow> {
	const run = randomUUID();
	const connections: Record<string, { main: Array<Array<{ node: string; type: 'main'; index: 0 }>> }> = {};
	const connect = (from: string, output: number, to: string) => {
		const { main } = (connections[from] ??= { main: [] });
		while (main.length <= output) main.push([]);
		main[output]?.push({ node: to, type: 'main', index: 0 });
	};
	const nodes = Object.entries(branches).flatMap(([branch, { nodes: behind, links = [], responds }], row) => {
		const path = `${run}-${branch}`;
		const webhook: FlowNode = {
			name: `On ${branch}`,
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			webhookId: path,
			parameters: { httpMethod: 'POST', path, responseMode: 'lastNode', ...(responds && { responseData: responds }), options: {} },
		};
		const body: FlowNode = {
			name: `Body of ${branch}`,
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: { mode: 'raw', jsonOutput: '={{ JSON.stringify($json.body) }}', options: {} },
		};
		const inARow = [webhook, body, ...behind.filter((node) => !links.some(([, , to]) => to === node.name))];
		inARow.slice(1).forEach((node, index) => connect(inARow[index]?.name ?? '', 0, node.name));
		for (const [from, output, to] of links) connect(from, output, to);
		return [webhook, body, ...behind].map((node, column) => ({
			typeVersion: 1,
			parameters: {},
			...node,
			// A node of a template may be in several branches.
			id: randomUUID(),
			position: [column * 250, row * 200] as [number, number],
			type: node.type.includes('.') ? node.type : `n8n-nodes-human-handover.${node.type}`,
		}));
	});
	const id = await client.importWorkflow({ name: `${name} ${run}`, nodes, connections, settings: { executionOrder: 'v1' } });
	await client.activate(id);

	const call = (branch: string, body: object = {}) =>
		fetch(`${sharedUrl()}/webhook/${run}-${branch}`, {
			method: 'POST',
			// A connection kept open may be closed by a busy n8n just when it is used again.
			headers: { 'content-type': 'application/json', connection: 'close' },
			body: JSON.stringify(body),
		});
	return {
		id,
		call,
		json: async (branch, body) => {
			const response = await call(branch, body);
			const text = await response.text();
			if (!response.ok) throw new Error(`${branch} answered ${response.status}: ${text}`);
			return JSON.parse(text) as IDataObject;
		},
	};
}
