/**
 * `npm start`: from a fresh checkout to a handover one can watch. Sets up what
 * is missing, starts n8n with the starter workflow published, plays a short
 * conversation, and leaves n8n running until Ctrl-C.
 *
 *   npm start -- --fresh             forgets the demo's n8n first
 *   npm start -- --once              ends after the conversation; status 0 if it went as expected
 *   npm start -- --template <file>   another workflow than templates/human-handover.json
 */
import { randomBytes, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isSilence, replyText, sendChat } from './lib/chat.mjs';
import { runCommand } from './lib/command.mjs';
import { freePort, N8nClient, runningIn, startN8n } from './lib/n8n.mjs';
import { sleep, stopGroup } from './lib/processes.mjs';
import { build, DEMO_ROOT, ensureDependencies, ensureN8n, locked, ROOT, SetupError } from './lib/setup.mjs';
import { bold, bubble, cyan, dim, elapsed, green, heading, receiptCard, red, silence, stage } from './lib/terminal.mjs';

/** What the customer writes, and what the starter workflow should do about it. */
const CONVERSATION = [
	{ text: 'What are your opening hours?', expect: 'answer' },
	{ text: 'How much is shipping?', expect: 'answer' },
	{ text: 'Can I talk to a human?', expect: 'handover' },
	{ text: 'Are you still there?', expect: 'silence' },
];
const FIRST_PORT = 5678;
const FOLDER = path.join(DEMO_ROOT, 'n8n');

/** @typedef {import('./lib/terminal.mjs').Receipt} Receipt */

function readArguments() {
	try {
		const { values } = parseArgs({
			options: { fresh: { type: 'boolean' }, once: { type: 'boolean' }, template: { type: 'string' } },
		});
		return values;
	} catch (error) {
		throw new SetupError(`${error.message}\nUse: npm start -- [--fresh] [--once] [--template <file>]`);
	}
}

/** @param {string} file @returns {{ workflow: import('./lib/n8n.mjs').WorkflowJson, webhookId: string }} */
function readTemplate(file) {
	if (!fs.existsSync(file)) throw new SetupError(`There is no workflow at ${path.relative(ROOT, file)}.`);
	const workflow = JSON.parse(fs.readFileSync(file, 'utf8'));
	const trigger = workflow.nodes.find((/** @type {{ type: string }} */ node) => node.type.endsWith('.chatTrigger'));
	if (!trigger?.webhookId) throw new SetupError(`${path.relative(ROOT, file)} has no Chat Trigger with a webhookId.`);
	return { workflow, webhookId: trigger.webhookId };
}

/** The account of the demo's n8n; made once, kept with the demo. */
function readOwner() {
	const file = path.join(DEMO_ROOT, 'owner.json');
	if (!fs.existsSync(file)) {
		// n8n asks for a capital and a number.
		const owner = { email: 'demo@example.com', firstName: 'Demo', lastName: 'Owner', password: `Demo1-${randomBytes(9).toString('base64url')}` };
		fs.mkdirSync(DEMO_ROOT, { recursive: true });
		fs.writeFileSync(file, JSON.stringify(owner), { mode: 0o600 });
	}
	return JSON.parse(fs.readFileSync(file, 'utf8'));
}

/**
 * The demo's n8n, with what was just built. One that an earlier `npm start`
 * left or still runs is ended first.
 * @param {boolean} fresh
 */
async function startDemo(fresh) {
	return await stage('Start n8n', (say) =>
		locked(say, async () => {
			const earlier = runningIn(FOLDER);
			if (earlier) {
				say(`stopping the demo that still runs on port ${earlier.port}`);
				await stopGroup(earlier);
			}
			if (fresh) fs.rmSync(FOLDER, { recursive: true, force: true });
			const n8n = await startN8n({ folder: FOLDER, port: await choosePort(), log: say });
			say(earlier ? `${n8n.url}, in place of the demo that was still running` : n8n.url);
			return n8n;
		}),
	);
}

async function choosePort() {
	const wanted = process.env.HANDOVER_DEMO_PORT;
	if (!wanted) return await freePort(FIRST_PORT);
	const port = Number(wanted);
	if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new SetupError(`HANDOVER_DEMO_PORT is not a port: ${wanted}`);
	if ((await freePort(port)) !== port) throw new SetupError(`Port ${port} (HANDOVER_DEMO_PORT) is in use. Choose another one.`);
	return port;
}

/**
 * The receipt of a chat turn, from its execution: the last one a node put out.
 * @param {N8nClient} client
 * @param {string} workflowId
 * @param {string} sessionId
 * @returns {Promise<Receipt | undefined>}
 */
async function receiptOfLastTurn(client, workflowId, sessionId) {
	// n8n saves the run just after it has answered the chat.
	for (const deadline = Date.now() + 10_000; Date.now() < deadline; await sleep(250)) {
		const [latest] = await client.executions({ workflowId, limit: 1 });
		if (!latest || ['new', 'running', 'waiting'].includes(latest.status)) continue;
		const { data } = await client.execution(latest.id);
		const runs = Object.values(data?.resultData.runData ?? {}).flat();
		const items = runs
			.sort((a, b) => (a.executionIndex ?? a.startTime) - (b.executionIndex ?? b.startTime))
			.flatMap((run) => (run.data?.main ?? []).flat())
			.map((item) => item?.json ?? {});
		if (!items.some((json) => json.sessionId === sessionId)) continue;
		return items.map((json) => json.handover).filter((handover) => handover?.id).pop();
	}
	return undefined;
}

/**
 * Plays the conversation and prints it.
 * @param {N8nClient} client
 * @param {string} workflowId
 * @param {string} chatUrl
 * @returns {Promise<string[]>} what was not as expected
 */
async function playConversation(client, workflowId, chatUrl) {
	const sessionId = `demo-${randomUUID().slice(0, 8)}`;
	const problems = [];
	for (const [index, { text, expect }] of CONVERSATION.entries()) {
		bubble('customer', text);
		const sent = Date.now();
		const reply = await sendChat(chatUrl, sessionId, text);
		const answer = replyText(reply);
		if (answer) bubble('bot', answer, elapsed(Date.now() - sent));
		else silence('the bot keeps quiet: the conversation is with a person');

		const turn = `Turn ${index + 1} ("${text}")`;
		if (expect === 'silence' && !isSilence(reply)) problems.push(`${turn}: the bot should have kept quiet.`);
		if (expect !== 'silence' && !answer) problems.push(`${turn}: no answer; got ${JSON.stringify(reply).slice(0, 200)}`);
		if (expect === 'handover') {
			const receipt = await receiptOfLastTurn(client, workflowId, sessionId);
			if (receipt) receiptCard(receipt);
			problems.push(...receiptProblems(receipt).map((problem) => `${turn}: ${problem}`));
		}
	}
	return problems;
}

/** @param {Receipt | undefined} receipt @returns {string[]} */
function receiptProblems(receipt) {
	if (!receipt) return ['no handover receipt.'];
	const steps = Object.entries(receipt.steps ?? {});
	const problems = steps
		.filter(([, step]) => step.status !== 'done' && step.status !== 'skipped')
		.map(([name, step]) => `the step "${name}" ${step.status}: ${step.why ?? step.what}`);
	if (receipt.status !== 'open') problems.push(`the handover is ${receipt.status}, not open.`);
	if (steps.length === 0) problems.push('the handover has no steps.');
	return problems;
}

async function main() {
	const options = readArguments();
	// npm runs us in the project root; INIT_CWD is where the person typed the command.
	const template = options.template
		? path.resolve(process.env.INIT_CWD ?? process.cwd(), options.template)
		: path.join(ROOT, 'templates/human-handover.json');

	heading('Setting up');
	await ensureDependencies();
	await ensureN8n();
	await build();
	const { workflow, webhookId } = readTemplate(template);

	const owner = readOwner();
	const n8n = await startDemo(options.fresh ?? false);
	let ended = false;
	void n8n.exited.then(() => {
		ended = true;
	});
	try {
		return await demo(n8n, workflow, webhookId, owner, options.once ?? false);
	} catch (error) {
		await sleep(500);
		// Then what failed is only a symptom.
		if (ended) throw new SetupError(`n8n has ended. Another \`npm start\` took its place, or its log says why: ${path.relative(ROOT, n8n.logFile)}`);
		throw error;
	}
}

/**
 * @param {import('./lib/n8n.mjs').RunningN8n} n8n
 * @param {import('./lib/n8n.mjs').WorkflowJson} workflow
 * @param {string} webhookId
 * @param {{ email: string, password: string, firstName: string, lastName: string }} owner
 * @param {boolean} once
 * @returns {Promise<number>} the exit status
 */
async function demo(n8n, workflow, webhookId, owner, once) {
	const client = new N8nClient(n8n.url);
	const workflowId = await stage('Publish the workflow', async (say) => {
		await client.setupOwner(owner).catch((error) => {
			if (error.status !== 401) throw error;
			throw new SetupError('The demo\'s n8n has another owner than ours. Start over with: npm start -- --fresh');
		});
		const id = await client.importWorkflow(workflow);
		await client.activate(id);
		say(workflow.name);
		return id;
	});

	heading('A sample conversation');
	const chatUrl = `${n8n.url}/webhook/${webhookId}/chat`;
	const problems = await playConversation(client, workflowId, chatUrl);
	if (problems.length) {
		heading(red('Not as expected'));
		for (const problem of problems) console.log(`  ${red('✗')} ${problem}`);
		console.log(dim(`  n8n's log: ${path.relative(ROOT, n8n.logFile)}`));
	}
	if (once) {
		if (!problems.length) console.log(`\n${green('✓')} All ${CONVERSATION.length} turns went as expected.`);
		return problems.length ? 1 : 0;
	}

	heading('Your turn');
	console.log(`  Chat     ${cyan(chatUrl)}`);
	console.log(`  Editor   ${cyan(`${n8n.url}/workflow/${workflowId}`)}`);
	console.log(`  Sign in  ${bold(owner.email)}  password ${bold(owner.password)}`);
	console.log(dim('\n  n8n keeps running. Ctrl-C stops it; `npm start -- --fresh` starts over.'));
	await n8n.exited;
	throw new Error('n8n has ended');
}

await runCommand(main);
