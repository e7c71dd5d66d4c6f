/*
 * The scripts behind `npm start` are ES modules, which jest loads only by a
 * dynamic import; here are their types, once.
 */

export interface RunningN8n {
	url: string;
	pid: number;
	logFile: string;
	stop: () => Promise<void>;
}

export interface ExecutionData {
	id: string;
	status: string;
	/** What began it: `webhook`, `trigger`, `retry`, `manual` … */
	mode: string;
	data?: {
		resultData: {
			lastNodeExecuted?: string;
			runData: Record<string, Array<{ executionIndex: number; data?: { main: Array<Array<{ json: Record<string, unknown> }> | null> } }>>;
			error?: { message: string };
		};
	};
}

export interface N8nClient {
	request: (method: string, route: string, body?: unknown) => Promise<never>;
	setupOwner: (owner: typeof OWNER) => Promise<void>;
	importWorkflow: (json: object) => Promise<string>;
	activate: (id: string) => Promise<void>;
	createCredential: (credential: { name: string; type: string; data: Record<string, unknown> }) => Promise<{ id: string; name: string }>;
	execution: (id: string) => Promise<ExecutionData>;
	executions: (filter: { workflowId: string; limit?: number }) => Promise<ExecutionData[]>;
	nodeTypes: () => Promise<Array<{ name: string; displayName: string; iconUrl?: unknown }>>;
}

interface N8nScripts {
	startN8n: (options: { folder: string; port: number; packageDir?: string; env?: Record<string, string> }) => Promise<RunningN8n>;
	freePort: () => Promise<number>;
	N8nClient: new (url: string) => N8nClient;
}

export const n8nScripts = () => import('../../scripts/lib/n8n.mjs' as string) as Promise<N8nScripts>;

export const OWNER = { email: 'test@example.com', password: 'Test-Owner-1', firstName: 'Test', lastName: 'Owner' };
