import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';

const DIST = resolve(__dirname, '../../dist/handover');

/** Opens the store as a node does, each time it is asked, and does with it what it is asked. */
const SERVANT = `
	const { openStore } = require(${JSON.stringify(join(DIST, 'store/openStore.js'))});
	let turns = 0;
	setInterval(() => turns++, 10).unref();
	process.on('message', async ({ id, method, args }) => {
		const before = turns;
		try {
			const result = await (await openStore(process.env))[method](...args);
			process.send({ id, result, turns: turns - before });
		} catch (error) {
			process.send({ id, failed: { kind: error.constructor.name, message: error.message, fix: error.fix }, turns: turns - before });
		}
	});
	process.send('ready');
`;

/** What became of something that was asked. */
export interface Answer {
	result?: unknown;
	failed?: { kind: string; message: string; fix?: string };
	/** How often the process came to do something else meanwhile, every 10 ms at most. */
	turns: number;
}

/** A process with the built package, as n8n is one. */
export interface StoreProcess {
	pid: number;
	/** Calls a method of the store. */
	ask: (method: string, ...args: unknown[]) => Promise<Answer>;
	/** Lets it end by itself, or kills it. @returns what it wrote to stderr, and how it ended */
	end: (signal?: 'SIGKILL') => Promise<{ said: string; code: number | null }>;
}

/** @param as whom to run as, where that is not who runs the tests */
export async function aStoreProcess(env: Record<string, string>, as: { uid?: number; gid?: number } = {}): Promise<StoreProcess> {
	const child = spawn(process.execPath, ['-e', SERVANT], { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'inherit', 'pipe', 'ipc'], ...as });
	let said = '';
	child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
	const closed = Promise.all([once(child, 'exit'), child.stderr && once(child.stderr, 'end')]);
	const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
	child.on('message', (message) => {
		const { id, ...answer } = message as Answer & { id: number };
		waiting.get(id)?.resolve(answer);
		waiting.delete(id);
	});
	void closed.then(() => waiting.forEach(({ reject }) => reject(new Error(`The process ended: ${said}`))));
	await Promise.race([once(child, 'message'), closed.then(() => Promise.reject(new Error(`The process did not start: ${said}`)))]);
	let ids = 0;
	return {
		pid: child.pid ?? 0,
		ask: (method, ...args) =>
			new Promise((fulfil, reject) => {
				const id = ++ids;
				waiting.set(id, { resolve: fulfil, reject });
				child.send({ id, method, args });
			}),
		end: async (signal) => {
			if (signal) child.kill(signal);
			else if (child.connected) child.disconnect();
			const [[code]] = (await closed) as [[number | null], unknown];
			return { said, code };
		},
	};
}
