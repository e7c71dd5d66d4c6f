/**
 * How much time does each node of the handover flow take inside a real n8n,
 * next to n8n's own Edit Fields node in the same runs? Plays handovers and
 * questions through the starter workflow, and reads n8n's own measurement of
 * every node. Prints JSON; figures to compare are the ratios.
 *
 *   npm run bench:nodes -- [--runs 60]
 */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { sendChat } from '../scripts/lib/chat.mjs';
import { freePort, N8nClient, startN8n } from '../scripts/lib/n8n.mjs';
import { build, ensureDependencies, ensureN8n, ROOT } from '../scripts/lib/setup.mjs';
import { percentile } from './measure.mjs';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '60' } } });
const runs = Number(values.runs);
const WARM_UP = 5;
/** n8n's own, in the same executions: what a node costs at least. */
const BASELINE = ['Tell the customer', 'Answer'];

await ensureDependencies();
await ensureN8n();
await build();

const template = JSON.parse(fs.readFileSync(path.join(ROOT, 'templates/human-handover.json'), 'utf8'));
// Room for everybody, or most conversations would end in the queue.
const assign = template.nodes.find((node) => node.name === 'Assign Conversation');
for (const member of assign.parameters.team.members) member.capacity = 1_000_000;
const { webhookId } = template.nodes.find((node) => node.type.endsWith('.chatTrigger'));

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handover-bench-'));
const n8n = await startN8n({ folder, port: await freePort() });
try {
	const client = new N8nClient(n8n.url);
	await client.setupOwner({ email: 'bench@example.com', password: 'Bench-Owner-1', firstName: 'B', lastName: 'B' });
	const workflowId = await client.importWorkflow(template);
	await client.activate(workflowId);
	const chat = `${n8n.url}/webhook/${webhookId}/chat`;
	const times = new Map();
	const totals = { handover: [], answer: [] };
	for (let run = -WARM_UP; run < runs; run++) {
		for (const [kind, text] of [['handover', 'Can I talk to a human?'], ['answer', 'What are your opening hours?']]) {
			const began = performance.now();
			await sendChat(chat, randomUUID(), text);
			if (run >= 0) totals[kind].push(performance.now() - began);
		}
	}
	for (const { id } of (await client.executions({ workflowId, limit: Math.min(runs * 2, 100) }))) {
		const { data } = await client.execution(id);
		for (const [name, tasks] of Object.entries(data.resultData.runData)) {
			times.set(name, [...(times.get(name) ?? []), ...tasks.map((task) => task.executionTime)]);
		}
	}
	const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;
	const baseline = mean(BASELINE.flatMap((name) => times.get(name)));
	const round = (value) => Math.round(value * 100) / 100;
	const nodes = Object.fromEntries(
		[...times].map(([name, list]) => [name, { ms: round(mean(list)), ratioToEditFields: round(mean(list) / baseline) }]),
	);
	const flow = Object.fromEntries(
		Object.entries(totals).map(([kind, list]) => [kind, { p50Ms: round(percentile(list, 0.5)), p95Ms: round(percentile(list, 0.95)) }]),
	);
	console.log(JSON.stringify({ runs, baselineEditFieldsMs: round(baseline), nodes, flow }, null, '\t'));
} finally {
	await n8n.stop();
	fs.rmSync(folder, { recursive: true, force: true });
}
