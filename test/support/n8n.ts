import { randomUUID } from 'node:crypto';
import template from '../../templates/human-handover.json';
import type { Receipt } from '../../handover/receipt';
import { n8nScripts, OWNER, type ExecutionData, type N8nClient } from './scripts';

export { default as template } from '../../templates/human-handover.json';

/** The address of the n8n that all end-to-end tests share. */
export function sharedUrl(): string {
	const url = process.env.E2E_N8N_URL;
	if (!url) throw new Error('The shared n8n is not running');
	return url;
}

/** Signed in to an n8n of the tests. */
export async function signedIn(url = sharedUrl()): Promise<N8nClient> {
	const { N8nClient } = await n8nScripts();
	const client = new N8nClient(url);
	await client.setupOwner(OWNER);
	return client;
}

/** What an operator imports and may change: the template, under its own name and chat address, with people of its own: those of other tests may have their hands full. */
export function copyOfTemplate(name: string): typeof template & { webhookId: string } {
	const copy = structuredClone(template);
	const webhookId = randomUUID();
	for (const node of copy.nodes) {
		if ('webhookId' in node) node.webhookId = webhookId;
		if ('team' in node.parameters) for (const member of node.parameters.team?.members ?? []) member.email = `${webhookId}.${member.email}`;
	}
	return { ...copy, name, webhookId };
}

/** Parameters of a node of a copy, to be changed in place. */
export function parametersOf(copy: { nodes: Array<{ name: string; parameters: object }> }, node: string): Record<string, unknown> {
	const found = copy.nodes.find(({ name }) => name === node);
	if (!found) throw new Error(`The template has no node ${node}`);
	return found.parameters as Record<string, unknown>;
}

export type Reply = { output?: string; executionStarted?: boolean } & Record<string, unknown>;

/** A customer in a chat of their own. */
export function customerOf(url: string, webhookId: string, sessionId: string = randomUUID()) {
	return async (chatInput: string): Promise<Reply> => {
		const response = await fetch(`${url}/webhook/${webhookId}/chat`, {
			method: 'POST',
			// A connection kept open may be closed by a busy n8n just when it is used again.
			headers: { 'content-type': 'application/json', connection: 'close' },
			body: JSON.stringify({ action: 'sendMessage', sessionId, chatInput }),
		});
		return (await response.json()) as Reply;
	};
}

export const SILENCE: Reply = { executionStarted: true };

/** The executions of a workflow that messages began, newest first. On Handover Event, which tells of them a little later, begins others. */
async function executionsOf(client: N8nClient, workflowId: string): Promise<ExecutionData[]> {
	return (await client.executions({ workflowId, limit: 100 })).filter(({ mode }) => mode !== 'trigger');
}

/** The newest execution of a workflow that a message began, once it has ended. */
export async function lastExecution(client: N8nClient, workflowId: string): Promise<ExecutionData> {
	for (let tries = 0; tries < 3000; tries++) {
		const [latest] = await executionsOf(client, workflowId);
		if (latest && !['new', 'running', 'waiting'].includes(latest.status)) return client.execution(latest.id);
		await new Promise((resolve) => setTimeout(resolve, 40));
	}
	throw new Error('The execution has not ended');
}

/** The receipt a node put out in an execution. */
export function receiptIn(execution: ExecutionData, node: string): Receipt {
	const items = (execution.data?.resultData.runData[node]?.at(-1)?.data?.main ?? []).flatMap((output) => output ?? []);
	return items[0]?.json.handover as Receipt;
}

/** A template of a desk, published, with the credential of a fake. */
export interface DeskFlow {
	/** As nodes name it. */
	credentials: Record<string, { id: string; name: string }>;
	webhookId: string;
	/** Where the desk sends its webhooks. */
	webhookUrl: string;
	/** How many executions there were. */
	deliveries: () => Promise<number>;
	/** Does something that starts one execution, and waits until that has ended. */
	after: (act: () => Promise<unknown>) => Promise<void>;
	/** All that n8n keeps of the executions, as text. */
	kept: () => Promise<string>;
	unpublish: () => Promise<void>;
}

/** Imports and publishes a copy of a desk's template. */
export async function deskFlow(
	client: N8nClient,
	file: { name: string; nodes: object[] },
	type: string,
	data: Record<string, string>,
): Promise<DeskFlow> {
	const webhookId = randomUUID();
	const credential = await client.createCredential({ name: `${file.name} ${webhookId}`, type, data });
	const nodes = (structuredClone(file.nodes) as Array<{ credentials?: object; webhookId?: string; name: string; type: string; parameters: { path?: string } }>).map((node) => ({
		...node,
		...(node.credentials && { credentials: { [type]: credential } }),
		...(node.webhookId !== undefined && { webhookId }),
	}));
	const id = await client.importWorkflow({ ...file, name: `${file.name} ${webhookId}`, nodes });
	await client.activate(id);
	const ended = async () => {
		const all = await executionsOf(client, id);
		if (all.some(({ status }) => ['new', 'running', 'waiting'].includes(status))) throw new Error('An execution has not ended');
		const failed = all.find(({ status }) => status !== 'success');
		if (failed) throw new Error(`Execution ${failed.id}: ${(await client.execution(failed.id)).data?.resultData.error?.message}`);
		return all.length;
	};
	return {
		credentials: { [type]: credential },
		webhookId,
		webhookUrl: `${sharedUrl()}/webhook/${webhookId}/${type.includes('Chatwoot') ? 'chatwoot' : 'highlevel'}`,
		deliveries: ended,
		after: async (act) => {
			const before = await ended();
			await act();
			await eventually(async () => {
				if ((await ended()) <= before) throw new Error('Nothing has come in');
			});
		},
		kept: async () => {
			const all = await client.executions({ workflowId: id, limit: 100 });
			return JSON.stringify(await Promise.all(all.map((one) => client.execution(one.id))));
		},
		unpublish: async () => {
			await client.request('POST', `/workflows/${id}/deactivate`);
		},
	};
}

/** Waits until a check holds; throws what it threw last. */
export async function eventually(check: () => unknown): Promise<void> {
	for (const deadline = Date.now() + 300_000; ; ) {
		try {
			await check();
			return;
		} catch (error) {
			if (Date.now() > deadline) throw error;
		}
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}
