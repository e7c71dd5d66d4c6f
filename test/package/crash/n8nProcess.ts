import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { IConnections, IDataObject, INode } from 'n8n-workflow';

/** What a process is to do. */
export interface Job {
	/** Of the story: what survives a crash lies there. */
	folder: string;
	/** Where the store is. */
	env: Record<string, string>;
	flow: { nodes: INode[]; connections: IConnections };
	/** The name of the node where it begins. */
	start: string;
	/** What that node puts out. */
	item: IDataObject;
	credentials: Record<string, Record<string, string>>;
	/** The customer's message, or a retry: from the trigger, or from where n8n saved the progress. */
	from: 'message' | Retry;
	execution: string;
	/** Milliseconds since 1970; time stands still. */
	now: number;
	/** At which point it stops: for good, unless it is woken at that time. */
	stop?: { at: number; until?: number };
}

/** An operator's "Retry": n8n begins with the trigger, or goes on where it saved the progress, which is a setting. */
export type Retry = 'start' | 'saved';

/** How an execution went. */
export interface Played {
	/** As n8n has it; `broken` when the test's own process failed. */
	status: string;
	error?: string;
	/** What each node put out. */
	nodes: Record<string, IDataObject[]>;
	/** Where it could have been stopped. */
	points: string[];
}

/** A process of n8n that can be killed. */
export class N8nProcess {
	private readonly child: ChildProcess;
	private readonly ended: Promise<void>;
	private said = '';

	/** @param cache a folder for compiled code, so that the next one starts sooner */
	constructor(cache: string) {
		this.child = fork(join(__dirname, 'process.mjs'), [], {
			execArgv: ['--disable-warning=ExperimentalWarning'],
			env: { PATH: process.env.PATH, HOME: cache, N8N_USER_FOLDER: cache, N8N_LOG_LEVEL: 'silent', NODE_COMPILE_CACHE: cache, TZ: 'UTC' },
			stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
		});
		this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.said += text));
		this.ended = new Promise((resolve) => this.child.once('exit', () => resolve()));
	}

	/** @returns undefined when it was killed in the middle */
	async play(job: Job): Promise<Played | undefined> {
		const played = new Promise<Played>((resolve) => {
			const listen = (message: Played | 'ready') => {
				if (message === 'ready') return;
				this.child.off('message', listen);
				resolve(message);
			};
			this.child.on('message', listen);
		});
		this.child.send(job);
		const result = await Promise.race([played, this.ended]);
		if (!result && this.child.signalCode !== 'SIGKILL') throw new Error(`A process ended by itself (${this.child.exitCode ?? this.child.signalCode}): ${this.said}`);
		if (result?.status === 'broken') throw new Error(result.error);
		return result ?? undefined;
	}

	/** Lets one go on that stands still. */
	wake(): void {
		this.child.kill('SIGCONT');
	}

	async end(): Promise<void> {
		if (this.child.connected) this.child.disconnect();
		// It can't hear that when it stands still.
		this.wake();
		await this.ended;
	}
}
