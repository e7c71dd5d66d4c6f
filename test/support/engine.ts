import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// n8n-core reads the folder when it is loaded, so it must be set before.
const folder = mkdtempSync(join(tmpdir(), 'handover-n8n-'));
process.env.N8N_USER_FOLDER = folder;
// Errors are what many tests provoke.
process.env.N8N_LOG_LEVEL = 'silent';

import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	Workflow,
	type IConnections,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IRun,
	type ITaskData,
	type IVersionedNodeType,
	type IWorkflowExecuteAdditionalData,
	type NodeConnectionType,
} from 'n8n-workflow';
import { closeStores } from '../../handover/store/openStore';
import { AssignConversation } from '../../nodes/AssignConversation/AssignConversation.node';
import { CreateTask } from '../../nodes/CreateTask/CreateTask.node';
import { DetectHandover } from '../../nodes/DetectHandover/DetectHandover.node';
import { HandoverLog } from '../../nodes/HandoverLog/HandoverLog.node';
import { OnHandoverEventTrigger } from '../../nodes/OnHandoverEvent/OnHandoverEventTrigger.node';
import { PauseBot } from '../../nodes/PauseBot/PauseBot.node';
import { SendFinalMessage } from '../../nodes/SendFinalMessage/SendFinalMessage.node';
import { TagContact } from '../../nodes/TagContact/TagContact.node';
import { fakeNodes } from '../fakes/n8nNodes';

afterAll(async () => {
	await closeStores();
	rmSync(folder, { recursive: true, force: true });
});

/** What a workflow file holds, as far as the engine reads it. */
export interface WorkflowFile {
	nodes: INode[];
	connections: IConnections;
}

const PACKAGE = 'n8n-nodes-human-handover';

const OURS: INodeType[] = [
	new DetectHandover(),
	new AssignConversation(),
	new PauseBot(),
	new OnHandoverEventTrigger(),
	new CreateTask(),
	new TagContact(),
	new SendFinalMessage(),
	new HandoverLog(),
];

const byName = new Map<string, INodeType>([
	...OURS.map((type): [string, INodeType] => [`${PACKAGE}.${type.description.name}`, type]),
	...Object.entries(fakeNodes),
]);

const nodeTypes: INodeTypes = {
	getByName: (name) => byName.get(name) as INodeType | IVersionedNodeType,
	getByNameAndVersion: (name) => {
		const type = byName.get(name);
		if (!type) throw new Error(`The test engine has no node type ${name}`);
		return type;
	},
	getKnownTypes: () => ({}),
};

/** How a run went. */
export interface Ran {
	run: IRun;
	/** The items of one output of a node's last run; [] when it did not run. */
	items: (node: string, output?: number) => INodeExecutionData[];
	/** The same, only the data. */
	json: (node: string, output?: number) => IDataObject[];
	/** The names of the nodes that ran, in order. */
	order: string[];
	error?: { message: string; description?: string | null; context?: IDataObject };
}

/**
 * Runs a workflow in n8n's own engine.
 * @param start the name of the first node; `input`, when given, takes the place of what it puts out
 */
export async function runWorkflow(
	file: WorkflowFile,
	start: string,
	input: INodeExecutionData[] | undefined,
	credentials: Record<string, ICredentialDataDecryptedObject> = {},
): Promise<Ran> {
	const workflow = new Workflow({
		id: 'test',
		name: 'test',
		nodes: structuredClone(file.nodes).filter((node) => !node.type.endsWith('.stickyNote')),
		connections: structuredClone(file.connections),
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1', timezone: 'UTC' },
	});
	const startNode = workflow.getNode(start);
	if (!startNode) throw new Error(`The workflow has no node ${start}`);
	const run = await new WorkflowExecute(additionalData(credentials), 'manual').run({
		workflow,
		startNode,
		pinData: input && { [start]: input },
	});
	const { runData, error } = run.data.resultData;
	const last = (node: string): ITaskData | undefined => runData[node]?.at(-1);
	const items = (node: string, output = 0) => last(node)?.data?.main[output] ?? [];
	return {
		run,
		items,
		json: (node, output) => items(node, output).map((item) => item.json),
		order: Object.entries(runData)
			.flatMap(([name, tasks]) => tasks.map((task) => ({ name, at: task.executionIndex })))
			.sort((a, b) => a.at - b.at)
			.map(({ name }) => name),
		error: error as Ran['error'],
	};
}

function additionalData(
	credentials: Record<string, ICredentialDataDecryptedObject>,
): IWorkflowExecuteAdditionalData {
	const workflowData = { id: 'test', name: 'test', nodes: [], connections: {}, active: false };
	return {
		hooks: new ExecutionLifecycleHooks('manual', '1', workflowData as never),
		currentNodeExecutionIndex: 0,
		executionId: randomUUID(),
		restApiUrl: 'http://localhost/rest',
		instanceBaseUrl: 'http://localhost',
		webhookBaseUrl: 'http://localhost/webhook',
		formWaitingBaseUrl: 'http://localhost/form-waiting',
		webhookWaitingBaseUrl: 'http://localhost/webhook-waiting',
		variables: {},
		credentialsHelper: {
			getDecrypted: async (_data: unknown, _node: unknown, type: string) => credentials[type],
			getParentTypes: () => [],
			updateCredentials: async () => {},
			updateCredentialsOauthTokenData: async () => {},
			isCredentialUsableByNode: () => true,
		},
	} as unknown as IWorkflowExecuteAdditionalData;
}

/** A workflow of nodes in a row, or with the connections given by output. */
export function workflowOf(nodes: NodeSpec[], links: Link[] = inARow(nodes)): WorkflowFile {
	const connections: IConnections = {};
	for (const [from, output, to, type = 'main'] of links) {
		const outputs = ((connections[from] ??= {})[type] ??= []);
		while (outputs.length <= output) outputs.push([]);
		outputs[output]?.push({ node: to, type, index: 0 });
	}
	return {
		connections,
		nodes: nodes.map(({ name, type, parameters = {}, ...rest }, index) => ({
			id: String(index),
			name,
			type: type.includes('.') ? type : `${PACKAGE}.${type}`,
			typeVersion: 1,
			position: [index * 200, 0] as [number, number],
			parameters,
			...rest,
		})),
	};
}

export type NodeSpec = Pick<INode, 'name' | 'type'> & Partial<INode>;
/** From node, output, to node; the kind of connection when it is not the flow's. */
export type Link = [string, number, string, NodeConnectionType?];

function inARow(nodes: NodeSpec[]): Link[] {
	return nodes.slice(1).map((node, index) => [nodes[index]?.name ?? '', 0, node.name]);
}

/** The node at which test workflows begin. */
export const START: NodeSpec = { name: 'Start', type: 'n8n-nodes-base.noOp' };

/** Items as a Chat Trigger puts them out. */
export function chat(...turns: Array<{ sessionId?: string; chatInput?: unknown } & IDataObject>): INodeExecutionData[] {
	return turns.map((json) => ({ json: { action: 'sendMessage', ...json } as IDataObject }));
}
