import { spawnSync } from 'node:child_process';
import { build, commandEnv, ensureDependencies, node24 } from '../scripts/lib/setup.mjs';

/**
 * Runs a bench once more on the Node that n8n needs, which has SQLite built in
 * and may be newer than the one that started us, and ends with its status.
 * Does nothing in that second run.
 * @param {string} file the bench
 * @param {() => Promise<unknown>} [prepare] what else must be there
 */
export async function onNode24(file, prepare = async () => undefined) {
	if (process.env.HANDOVER_BENCH) return;
	await ensureDependencies();
	await prepare();
	await build();
	const { status } = spawnSync(node24(), [file, ...process.argv.slice(2)], {
		env: { ...commandEnv({ node24: true }), HANDOVER_BENCH: '1' },
		stdio: 'inherit',
	});
	process.exit(status ?? 1);
}

/** The value below which that share of a list lies. @param {readonly number[]} list @param {number} [share] half when left out */
export function percentile(list, share = 0.5) {
	return [...list].sort((a, b) => a - b)[Math.floor((list.length - 1) * share)];
}
