/**
 * `npm run queue`: starts n8n in queue mode (a main, a webhook process, two
 * workers, on a PostgreSQL and a Redis of their own), lets customers write to
 * the starter workflow, kills processes in mid-flow, and shows what became of
 * every message. Takes five minutes or so; status 0 if each came to exactly
 * one end.
 *
 *   npm run queue -- --conversations 30   more customers in each act (15)
 */
import { parseArgs } from 'node:util';
import { runCommand } from './lib/command.mjs';
import { build, ensureDependencies, ensureN8n, SetupError } from './lib/setup.mjs';
import { bold, dim, green, heading, red, stage } from './lib/terminal.mjs';

function readArguments() {
	const { values } = parseArgs({ options: { conversations: { type: 'string', default: '15' } } });
	const conversations = Number(values.conversations);
	if (!Number.isInteger(conversations) || conversations < 5) throw new SetupError('--conversations must be a whole number from 5 up.');
	return { conversations };
}

/** Rows of text in columns. @param {string[][]} rows */
function table(rows) {
	const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
	rows.forEach((row, index) => {
		const line = row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join('   ');
		console.log(`  ${index === 0 ? bold(line) : line}`);
	});
}

/** @param {Record<string, number>} counts */
const listed = (counts) => Object.entries(counts).map(([name, count]) => `${count} ${name}`).join(', ') || 'none';

/** @param {import('./lib/queueTrial.mjs').Outcome} outcome */
function show({ acts, handovers, events, executions, connections, problems }) {
	heading('What became of every message');
	const ends = ['answered', 'handed over', 'quiet', 'lost'];
	const untold = acts.reduce((sum, act) => sum + act.untold, 0);
	table([
		['', 'messages', ...ends, 'delivered again', 'seconds'],
		...acts.map(({ act, messages, again, ends: counts, seconds }) => [
			act,
			String(messages),
			...ends.map((end) => String(counts[end] ?? 0)),
			String(Object.values(again).reduce((sum, count) => sum + count, 0)),
			seconds.toFixed(1),
		]),
	]);
	console.log(`\n  ${handovers} handovers, each with one owner, one task and one final message; ${untold} of these messages died with a process on its way to the customer.`);
	console.log(`  ${events.events} events: ${events.once} started the flow that listens once; ${events.died} died with their worker (n8n shows them as failed), ${events.lost} with Redis (n8n shows them as crashed at main's next start).`);
	console.log(dim(`  Executions in n8n: ${listed(executions)}. Connections to PostgreSQL at most: ${listed(connections)}.`));
	for (const act of acts) if (Object.keys(act.again).length) console.log(dim(`  Delivered again, ${act.act}: ${listed(act.again)}`));
	if (problems.length === 0) return console.log(`\n${green('✓')} OK: every message came to exactly one end.`);
	heading(red('Not as it should be'));
	for (const problem of problems) console.log(`  ${red('✗')} ${problem}`);
	console.log(`\n${red('✗')} FAILED`);
}

async function main() {
	const { conversations } = readArguments();
	heading('Setting up');
	await ensureDependencies();
	await ensureN8n();
	await build();
	heading('Queue mode');
	// Needs what has just been installed.
	const { runTrial } = await import('./lib/queueTrial.mjs');
	const outcome = await stage('Customers write, processes die', (say) => runTrial({ conversations, say }));
	show(outcome);
	return outcome.problems.length ? 1 : 0;
}

await runCommand(main);
