import { execFile, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const SCRIPT = resolve(__dirname, 'race.mjs');
const SERVICES = resolve(__dirname, '../../scripts/lib/services.mjs');

/** Runs where a PostgreSQL is installed; `npm test` says where there is none. */
const hasPostgres = spawnSync(process.execPath, ['-e', `import(${JSON.stringify(SERVICES)}).then(({ findPostgres }) => process.exit(findPostgres() ? 0 : 1))`]).status === 0;

/** A minute where nothing else runs, much more where a lot does. */
const PATIENCE_MS = 900_000;

interface Verdict {
	figures: { triggers: number; conversations: number; agents: number; processes: number; handovers: number; assignments: Record<string, number> };
	/** How often each thing happened that must not. */
	wrong: Record<string, number>;
	errors: Record<string, number>;
	/** How it came to some of it. */
	examples: unknown[];
}

const NOTHING_WRONG = {
	doubleHandovers: 0,
	doubleAssignments: 0,
	overCapacity: 0,
	botMaySpeak: 0,
	effectsTwice: 0,
	effectsMissing: 0,
	nowhere: 0,
	deskDisagrees: 0,
	eventsTwice: 0,
	eventsMissing: 0,
	lost: 0,
	spokeTooSoon: 0,
	deadlocks: 0,
	errors: 0,
};

describe('10,000 messages of customers who ask for a person, over 500 conversations and 20 agents with limits, in several processes at once, while people claim, answer, reassign and close', () => {
	it('on one SQLite file: nothing twice, nobody over capacity, nothing lost', () => race('sqlite'), PATIENCE_MS);
	(hasPostgres ? it : it.skip)('on one PostgreSQL: nothing twice, nobody over capacity, nothing lost', () => race('postgres'), PATIENCE_MS);
});

async function race(database: 'sqlite' | 'postgres'): Promise<void> {
	const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, database], { env: { ...process.env, NODE_OPTIONS: '' } });
	process.stdout.write(stdout);
	const { figures, wrong, errors, examples } = JSON.parse(stdout) as Verdict;
	expect({ wrong, errors, examples }).toEqual({ wrong: NOTHING_WRONG, errors: {}, examples: [] });
	expect(figures).toMatchObject({ conversations: 500, agents: 20, processes: 4 });
	expect(figures.triggers).toBeGreaterThanOrEqual(10_000);
	// It was a race: people took over, the flow assigned, somebody else was asked.
	expect(figures.handovers).toBeGreaterThan(500);
	for (const how of ['assigned', 'claimed', 'escalated', 'desk']) expect(figures.assignments[how]).toBeGreaterThan(5);
}
