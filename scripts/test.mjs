/**
 * `npm test`: everything that must hold, in visible stages, from a fresh
 * checkout. The last line is `N passed, N failed`, with `, N skipped` when
 * something was; the exit status is 1 when anything failed.
 *
 *   npm test -- unit          only that project (unit, workflow, postgres, package, e2e)
 *   npm test -- --no-skip     a skipped test is a failure (HANDOVER_FORBID_SKIP=1 does the same)
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startGroup, stopAll, stopListed } from './lib/processes.mjs';
import { findPostgres } from './lib/services.mjs';
import { build, commandEnv, ensureDependencies, ensureN8n, findChromium, node24, ROOT, run, SetupError } from './lib/setup.mjs';
import { dim, elapsed, green, heading, red, stage, yellow } from './lib/terminal.mjs';

/** In this order: the quick ones first. Those of one group share a jest run. */
const GROUPS = [
	{ projects: ['unit', 'workflow'], needsBuild: false, needsN8n: false },
	{ projects: ['postgres'], needsBuild: false, needsN8n: false },
	{ projects: ['package'], needsBuild: true, needsN8n: false },
	{ projects: ['e2e'], needsBuild: true, needsN8n: true },
];
/** Tests that start processes take turns, and one that a test forgot must not keep jest from ending: it is stopped after the run. */
const FLAGS_FOR_PROCESSES = ['--runInBand', '--forceExit'];
const NAMES = GROUPS.flatMap(({ projects }) => projects);

const totals = { passed: 0, failed: 0, skipped: 0 };
/** Why tests may be skipped here, and which ones were. @type {string[]} */
const skips = [];
/** How checks begin that need files which are no part of the project; without them they are left out. */
const EXTRA = 'extra: ';
/** @type {string[]} */
const extras = [];
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'handover-test-'));
/** What the tests started and may have left running. */
const processList = path.join(work, 'processes');
process.on('exit', () => fs.rmSync(work, { recursive: true, force: true }));

/** A stage that counts as one failed test when it throws. @param {() => Promise<void>} step @returns {Promise<boolean>} */
async function counted(step) {
	try {
		await step();
		return true;
	} catch (error) {
		totals.failed++;
		console.log(error instanceof SetupError ? error.message : error.stack);
		return false;
	}
}

/** @param {string} project */
const hasTests = (project) => {
	const folder = path.join(ROOT, 'test', project);
	return fs.existsSync(folder) && fs.readdirSync(folder, { recursive: true }).some((name) => /\.test\.[cm]?[jt]sx?$/.test(String(name)));
};

/**
 * Runs jest with its own output, and adds its counts to the totals.
 * @param {string[]} projects
 * @param {string[]} flags
 * @param {Record<string, string>} env
 */
async function jest(projects, flags, env) {
	heading(`Tests: ${projects.join(' and ')}`);
	const started = Date.now();
	const outputFile = path.join(work, `${projects.join('-')}.json`);
	const args = [
		// Tests load these scripts, which are ES modules, by `import()`.
		'--experimental-vm-modules',
		'--disable-warning=ExperimentalWarning',
		path.join(ROOT, 'node_modules/jest/bin/jest.js'),
		...['--selectProjects', ...projects],
		...flags,
		...['--json', `--outputFile=${outputFile}`],
	];
	const { ended } = startGroup(node24(), args, {
		cwd: ROOT,
		env: { ...commandEnv({ node24: true }), ...env, HANDOVER_PROCESS_LIST: processList },
		// Results go to the file; standard output would only name that file.
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	const code = await ended;
	await stopListed(processList);
	const failedBefore = totals.failed;
	if (fs.existsSync(outputFile)) addResults(JSON.parse(fs.readFileSync(outputFile, 'utf8')));
	// Such as a bad configuration, a crash, or an open handle jest was told to fail on.
	if (code !== 0 && totals.failed === failedBefore) {
		totals.failed++;
		console.log(red(`jest ended with ${code}`));
	}
	const mark = totals.failed === failedBefore ? green('✓') : red('✗');
	console.log(`${mark} ${projects.join(' and ')}  ${dim(elapsed(Date.now() - started))}`);
}

/** @param {any} results as `jest --json` writes them */
function addResults(results) {
	totals.passed += results.numPassedTests;
	// A suite that doesn't load has no tests to fail.
	totals.failed += results.numFailedTests + results.numRuntimeErrorTestSuites;
	for (const suite of results.testResults) {
		for (const test of suite.assertionResults) {
			if (test.status !== 'pending' && test.status !== 'todo') continue;
			if (test.fullName.startsWith(EXTRA)) {
				extras.push(test.fullName);
				continue;
			}
			totals.skipped++;
			skips.push(`${path.relative(ROOT, suite.name)}: ${test.fullName}`);
		}
	}
}

async function main() {
	const { values, positionals } = parseArgs({ options: { 'no-skip': { type: 'boolean' } }, allowPositionals: true });
	const unknown = positionals.filter((name) => !NAMES.includes(name));
	if (unknown.length) throw new SetupError(`There is no test project "${unknown[0]}". Choose from: ${NAMES.join(', ')}.`);
	const forbidSkip = values['no-skip'] || ['1', 'true'].includes(process.env.HANDOVER_FORBID_SKIP ?? '');
	const wanted = (/** @type {string} */ name) => positionals.length === 0 || positionals.includes(name);

	heading('Set-up');
	// Nothing else can run without them.
	if (!(await counted(ensureDependencies))) return;
	await counted(() => stage('Lint', () => run('npm', ['run', '--silent', 'lint'], { env: commandEnv({ node24: true }) })));
	const built = await counted(build);
	const n8nReady = wanted('e2e') && hasTests('e2e') && (await counted(ensureN8n));

	const chromium = findChromium();
	if (!chromium && wanted('e2e')) skips.push('browser tests: no Chromium here (install it, or set CHROMIUM_PATH)');
	for (const { projects, needsBuild, needsN8n } of GROUPS) {
		const names = projects.filter(wanted);
		const ready = names.filter(hasTests);
		for (const name of names) if (!ready.includes(name)) skips.push(`${name}: there are no tests in test/${name}`);
		if (ready.includes('postgres') && !findPostgres()) {
			skips.push('postgres: no PostgreSQL server here (install it, or set POSTGRES_BIN to the folder of its programs)');
			continue;
		}
		if (!ready.length) continue;
		if ((needsBuild && !built) || (needsN8n && !n8nReady)) {
			skips.push(`${ready.join(', ')}: not run, because a stage before it failed`);
			continue;
		}
		await counted(() => jest(ready, needsBuild ? FLAGS_FOR_PROCESSES : [], chromium ? { CHROMIUM_PATH: chromium } : {}));
	}

	for (const extra of extras) console.log(`${yellow('–')} ${extra}`);
	if (!skips.length) return;
	heading('Skipped');
	for (const skip of skips) console.log(`  ${yellow('–')} ${skip}`);
	if (forbidSkip) {
		console.log(red('  Skipping is forbidden here, so this is a failure.'));
		totals.failed += Math.max(1, totals.skipped);
		totals.skipped = 0;
	}
}

let stopping = false;
for (const [signal, code] of /** @type {const} */ ([['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]])) {
	process.on(signal, async () => {
		if (stopping) return;
		stopping = true;
		await stopAll();
		await stopListed(processList);
		process.exit(code);
	});
}

await counted(main);
if (!stopping) {
	console.log(`\n${totals.passed} passed, ${totals.failed} failed${totals.skipped ? `, ${totals.skipped} skipped` : ''}`);
	process.exitCode = totals.failed ? 1 : 0;
}
