import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { KyselyStore } from '../../handover/store/kyselyStore';
import { aHandover, DAY, NOW } from './builders';
import { conversation } from './world';

/** The commands that docs/store.md gives operators and that contain `part`, in their order. */
export function documentedCommand(part: string): string {
	const text = readFileSync(resolve(__dirname, '../../docs/store.md'), 'utf8');
	const [command] = [...text.matchAll(/```sh\n([^]*?)```/g)].flatMap(([, commands = '']) => (commands.includes(part) ? [commands.trim()] : []));
	if (command === undefined) throw new Error(`docs/store.md has no command with ${part}`);
	return command;
}

/** Runs such a command with other paths or addresses than it names. */
export async function runDocumented(command: string, instead: Record<string, string>, cwd: string): Promise<void> {
	const given = Object.entries(instead).reduce((text, [from, to]) => {
		if (!text.includes(from)) throw new Error(`"${command}" does not name ${from}`);
		return text.replaceAll(from, to);
	}, command);
	await promisify(execFile)('sh', ['-ec', given], { cwd });
}

/** Whether there is such a program. */
export function hasProgram(name: string): boolean {
	return spawnSync(name, ['--version']).status === 0;
}

/** Customers whose conversations are handed over, one after another, until it is stopped; each leaves a row in three tables, in one transaction. */
export function aBusyWriter(store: KyselyStore): { written: () => number; stop: () => Promise<void> } {
	let [count, stopped] = [0, false];
	const writing = (async () => {
		for (; !stopped; count++) {
			const handover = aHandover({ id: `busy-${count}`, conversation: conversation(`busy-${count}`) });
			await store.openHandover(handover, { setAt: NOW, until: NOW + DAY, reason: 'test' });
			await setImmediate();
		}
	})();
	return {
		written: () => count,
		stop: async () => {
			stopped = true;
			await writing;
		},
	};
}

/** How many rows those customers have in each of the three tables. */
export const BUSY_ROWS = `select
	(select count(*) from handovers where id like 'busy-%') as handovers,
	(select count(*) from pauses where handover_id like 'busy-%') as pauses,
	(select count(*) from events where handover_id like 'busy-%') as events`;
