import { execFile, execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = resolve(__dirname, '../..');

/** What `migrating.mjs` prints. */
interface Report {
	opened: number;
	failed: string[];
	found: number[];
	kills: { points: number; killed: number; half: number; unfinished: number };
}

const hasPostgres = execFileSync(process.execPath, ['--input-type=module', '-e', "import { findPostgres } from './scripts/lib/services.mjs'; process.stdout.write(String(findPostgres() !== null))"], { cwd: ROOT, encoding: 'utf8' }) === 'true';

async function migrating(database: string): Promise<Record<'fresh' | 'old', Report>> {
	const { stdout } = await run(process.execPath, [resolve(__dirname, 'migrating.mjs'), database]);
	return JSON.parse(stdout) as Record<'fresh' | 'old', Report>;
}

/** Eight at once see the same whole store; whoever is killed leaves all of it or nothing, and the next start finishes. */
async function isSafe(database: string): Promise<void> {
	const { fresh, old } = await migrating(database);
	for (const [report, handovers] of [[fresh, 0], [old, 3]] as const) {
		expect(report).toMatchObject({ opened: 8, failed: [], found: [handovers], kills: { half: 0, unfinished: 0 } });
		expect(report.kills.points).toBeGreaterThan(2);
		expect(report.kills.killed).toBe(report.kills.points);
	}
}

describe('processes that open a store at the same time, or are killed while they bring it to this version', () => {
	it('do no harm on SQLite', () => isSafe('sqlite'));
	if (hasPostgres) it('do no harm on PostgreSQL', () => isSafe('postgres'));
	else it.skip('extra: do no harm on PostgreSQL, skipped: there is no PostgreSQL server', () => undefined);
});
