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

/** A server of our own that may be stopped, killed and started again. */
export interface TestService {
	port: number;
	folder: string;
	start: () => Promise<void>;
	stop: (signal?: NodeJS.Signals) => Promise<void>;
	remove: () => Promise<void>;
	/** Makes n8n use it. */
	env: Record<string, string>;
}

export interface TestPostgres extends TestService {
	url: string;
	/** The same as a superuser. */
	admin: string;
}

export const servicesScripts = () =>
	import('../../scripts/lib/services.mjs' as string) as Promise<{
		startPostgres: (options?: { settings?: Record<string, string> }) => Promise<TestPostgres>;
		startRedis: () => Promise<TestService>;
		findPostgres: () => string | null;
		findRedis: () => string | null;
	}>;

/** What became of the messages of a trial of queue mode. */
export interface TrialOutcome {
	acts: Array<{ act: string; messages: number; again: Record<string, number>; ends: Record<string, number>; untold: number }>;
	handovers: number;
	events: { events: number; once: number; died: number; lost: number };
	executions: Record<string, number>;
	connections: Record<string, number>;
	problems: string[];
}

export const trialScripts = () =>
	import('../../scripts/lib/queueTrial.mjs' as string) as Promise<{
		runTrial: (options?: { conversations?: number; say?: (text: string) => void }) => Promise<TrialOutcome>;
	}>;
