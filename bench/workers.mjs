/**
 * How much does a second worker bring in queue mode, and what is the limit?
 * Sends questions and requests for a person to the starter workflow in a
 * cluster on this machine, with one worker and with two in turn, and reads
 * from /proc how much of a core each process used meanwhile: one that uses a
 * whole core is the limit, and so is the machine when all of its cores are
 * used. Prints JSON; figures to compare are the ratios.
 *
 *   npm run bench:workers -- [--rounds 3] [--messages 120] [--at-once 8]
 */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { sendChat } from '../scripts/lib/chat.mjs';
import { startCluster } from '../scripts/lib/cluster.mjs';
import { N8nClient } from '../scripts/lib/n8n.mjs';
import { readStarter } from '../scripts/lib/queueTrial.mjs';
import { build, ensureDependencies, ensureN8n } from '../scripts/lib/setup.mjs';
import { percentile } from './measure.mjs';

const { values } = parseArgs({
	options: { rounds: { type: 'string', default: '3' }, messages: { type: 'string', default: '120' }, 'at-once': { type: 'string', default: '8' } },
});
const rounds = Number(values.rounds);
const messages = Number(values.messages);
const atOnce = Number(values['at-once']);
/** Ticks a second in /proc, on every Linux. */
const TICKS = 100;

const PATHS = {
	// A customer asks five times.
	botContinues: () => {
		const session = randomUUID();
		return Array.from({ length: 5 }, () => ({ session, text: 'What are your opening hours?' }));
	},
	handover: () => [{ session: randomUUID(), text: 'Can I talk to a human?' }],
};

/** CPU seconds of a process and all its descendants, ended ones included; nothing where there is no /proc. @param {number | undefined} root */
function cpuSeconds(root) {
	if (!root || !fs.existsSync('/proc/self/stat')) return undefined;
	const stats = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
		try {
			const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
			const [, parent, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
			// utime, stime and those of children that have ended.
			return [{ pid: Number(pid), parent: Number(parent), ticks: rest.slice(9, 13).reduce((sum, one) => sum + Number(one), 0) }];
		} catch {
			// It has just ended.
			return [];
		}
	});
	const below = (/** @type {number} */ pid) => stats.filter((one) => one.parent === pid).reduce((sum, one) => sum + one.ticks + below(one.pid), 0);
	const own = stats.find(({ pid }) => pid === root)?.ticks ?? 0;
	return (own + below(root)) / TICKS;
}

/** CPU seconds that anything on this machine has used. */
const machineSeconds = () => os.cpus().reduce((sum, { times: { idle, ...busy } }) => sum + Object.values(busy).reduce((all, one) => all + one, 0), 0) / 1000;

const round = (value, digits = 2) => Math.round(value * 10 ** digits) / 10 ** digits;

await ensureDependencies();
await ensureN8n();
await build();

const cluster = await startCluster({ workers: 2 });
const { main, webhook, workers, postgres, redis } = cluster;
const second = workers[1];
const processes = { main, webhook, 'worker 1': workers[0], 'worker 2': second, postgres, redis };

/** Sends messages down one path, and says how it went. @param {() => { session: string, text: string }[]} customer */
async function measure(chatUrl, customer) {
	const queue = [];
	for (let left = messages; left > 0; ) {
		const turns = customer().slice(0, left);
		queue.push(turns);
		left -= turns.length;
	}
	const latencies = [];
	const lane = async () => {
		for (let turns = queue.shift(); turns; turns = queue.shift()) {
			for (const { session, text } of turns) {
				const began = performance.now();
				await sendChat(chatUrl, session, text);
				latencies.push(performance.now() - began);
			}
		}
	};
	const cpu = () => Object.fromEntries(Object.entries(processes).map(([name, one]) => [name, cpuSeconds(one.pid())]));
	const [before, machineBefore] = [cpu(), machineSeconds()];
	const began = performance.now();
	await Promise.all(Array.from({ length: atOnce }, lane));
	const seconds = (performance.now() - began) / 1000;
	const after = cpu();
	const used = Object.fromEntries(Object.entries(after).flatMap(([name, now]) => (now === undefined || before[name] === undefined ? [] : [[name, now - before[name]]])));
	const others = machineSeconds() - machineBefore - Object.values(used).reduce((sum, one) => sum + one, 0);
	return { perSecond: messages / seconds, p50: percentile(latencies, 0.5), p95: percentile(latencies, 0.95), seconds, used, others };
}

/** Middle values over the rounds. @param {Awaited<ReturnType<typeof measure>>[]} list */
function summary(list) {
	const middle = (pick) => percentile(list.map(pick), 0.5);
	const of = (digits, pick) => Object.fromEntries(Object.keys(list[0].used).map((name) => [name, round(middle((one) => pick(one, one.used[name])), digits)]));
	return {
		messagesPerSecond: round(middle((one) => one.perSecond)),
		spread: [Math.min, Math.max].map((pick) => round(pick(...list.map((one) => one.perSecond)))),
		p50Ms: round(middle((one) => one.p50), 0),
		p95Ms: round(middle((one) => one.p95), 0),
		// 1 is a whole core, which is the most the JavaScript of one n8n process can use.
		coresUsed: of(2, (one, cpu) => cpu / one.seconds),
		cpuMsPerMessage: of(1, (_, cpu) => (cpu / messages) * 1000),
		// This script is among them; more than a tenth of a core or two says that the machine was not quiet.
		coresUsedByOthers: round(middle((one) => one.others / one.seconds)),
	};
}

try {
	const client = new N8nClient(main.url);
	await client.setupOwner({ email: 'bench@example.com', password: 'Bench-Owner-1', firstName: 'B', lastName: 'B' });
	const { workflow, webhookId } = readStarter();
	await client.activate(await client.importWorkflow(workflow));
	const chatUrl = `${webhook.url}/webhook/${webhookId}/chat`;
	// Both workers load what they need, which is no part of the figures.
	for (const customer of Object.values(PATHS)) await measure(chatUrl, customer);

	const results = { 1: { botContinues: [], handover: [] }, 2: { botContinues: [], handover: [] } };
	for (let index = 0; index < rounds; index++) {
		for (const count of index % 2 === 0 ? [2, 1] : [1, 2]) {
			if (count === 1) await second.stop();
			else if (second.pid() === undefined) await second.start();
			// One that has just started is slow at first.
			await measure(chatUrl, PATHS.handover);
			for (const [path, customer] of Object.entries(PATHS)) results[count][path].push(await measure(chatUrl, customer));
		}
	}
	const workersTable = Object.fromEntries(Object.entries(results).map(([count, paths]) => [count, Object.fromEntries(Object.entries(paths).map(([path, list]) => [path, summary(list)]))]));
	const gain = Object.fromEntries(Object.keys(PATHS).map((path) => [path, round(workersTable[2][path].messagesPerSecond / workersTable[1][path].messagesPerSecond)]));
	console.log(JSON.stringify({ cores: os.availableParallelism(), rounds, messages, atOnce, workers: workersTable, secondWorkerGain: gain }, null, '\t'));
} finally {
	await cluster.remove();
}
