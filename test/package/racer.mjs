/**
 * One of several processes that race for the same conversations, as n8n's
 * workers do: it gets jobs from `race.mjs`, several at a time, and does each
 * with the package's own actions on its own connection to the store.
 */
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const core = (/** @type {string} */ name) => require(path.resolve(import.meta.dirname, '../../dist/handover', name));

const { assignConversation } = core('actions/assignConversation.js');
const { assignFromQueue } = core('actions/assignFromQueue.js');
const { createTask } = core('actions/createTask.js');
const { deliverEvents } = core('actions/deliverEvents.js');
const { detectHandover } = core('actions/detectHandover.js');
const { escalate } = core('actions/escalate.js');
const { claimHandover, closeHandover } = core('actions/log.js');
const { checkBot, humanReplied, pauseBot, resumeBot } = core('actions/pauseBot.js');
const { sendFinalMessage } = core('actions/sendFinalMessage.js');
const { addTags } = core('actions/tagContact.js');
const { builtInDesk } = core('desks/builtIn/builtInDesk.js');
const { AssigneeRefused } = core('desks/desk.js');
const { builtInDetector } = core('detection/builtInDetector.js');
const { readRules } = core('detection/scenarios.js');
const { DEFAULT_EVENTS, readEventSettings } = core('eventSettings.js');
const { receive } = core('inbound/receive.js');
const { DEFAULT_FINAL_MESSAGE } = core('message.js');
const { DEFAULT_PAUSE } = core('pause.js');
const { closeStores, openStore } = core('store/openStore.js');

/** @typedef {import('./race.mjs').Job} Job */
/** @typedef {import('../../handover/actions/context').ActionContext} Context */

const { url, team } = JSON.parse(process.argv[2]);
const store = await openStore(process.env);

const RULES = readRules([{ scenario: 'human_requested' }]);
const LISTENER = { id: 'listener', settings: readEventSettings({ ...DEFAULT_EVENTS, types: ['opened', 'closed'] }) };
const underway = new Map();
/** Nobody on the team answers so fast; whoever is chosen next must have room. */
const ORDER = [{ who: 'next', among: 'anyone' }, { who: 'queue' }];

/**
 * The desk outside: it keeps what it is told in the referee's process, which counts.
 * @param {Job} job
 * @returns {import('../../handover/desks/desk').Desk}
 */
function outsideDesk(job) {
	/** @param {string} what @param {object} body @returns {Promise<any>} */
	const ask = async (what, body) => {
		const response = await fetch(`${url}/${what}`, { method: 'POST', body: JSON.stringify({ ...body, job }) });
		return response.json();
	};
	const about = (/** @type {import('../../handover/desks/desk').Thread & { id?: string }} */ { conversation, id }) => ({ conversationId: conversation.conversationId, handoverId: id });
	const listed = { instead: 'The table lists them' };
	return {
		name: 'outside',
		title: 'Outside',
		account: 'race',
		capabilities: { agents: listed, presence: listed, teams: listed, tasks: 'native', tags: 'native', note: 'native', messages: 'native', botSwitch: 'native' },
		agents: async () => [],
		teams: async () => [],
		look: async (thread) => ({ contact: {}, ...(await ask('look', about(thread))) }),
		conversationOf: async (/** @type {string} */ id) => id,
		messages: async () => [],
		assign: async (thread, { id }) => {
			const { refused } = await ask('assign', { ...about(thread), agent: id });
			if (refused) throw new AssigneeRefused(`${id} is gone`, 'Choose somebody else.');
		},
		unassign: (thread, { id }) => ask('unassign', { ...about(thread), agent: id }),
		assignTeam: async () => undefined,
		createTask: (handover, { title, dueAt }, { repeated }) => ask('task', { ...about(handover), title, dueAt, repeated }),
		assignTask: async () => undefined,
		completeTask: (handover) => ask('complete', about(handover)),
		addTags: (thread, tags) => ask('tag', { ...about(thread), tags }),
		removeTags: async () => [],
		note: (handover, _text, { repeated }) => ask('note', { ...about(handover), repeated }),
		send: (thread, text, { repeated }) => ask('message', { ...about(thread), text, repeated }),
		switchBot: async () => 'Switched',
	};
}

/** @param {Job} job @returns {Context} what an action gets when its node begins */
function contextOf(job) {
	const desk = job.outside ? outsideDesk(job) : builtInDesk(store.deskRecords);
	return { store, desk, now: Date.now(), newId: randomUUID, flow: 'race', zone: 'UTC' };
}

/** @param {Job} job @param {{ id?: string }} [incoming] */
function subjectOf({ conversationId, outside }, incoming = {}) {
	const [desk, account] = outside ? ['outside', 'race'] : ['built-in', 'default'];
	return { incoming, ref: { desk, account, conversationId }, contact: { id: conversationId, name: 'Rosa Lima' }, channel: 'chat' };
}

/**
 * A customer asks for a person: the whole flow, node after node.
 * @param {Job} job
 */
async function trigger(job) {
	const { ref, contact, channel } = subjectOf(job);
	const found = await detectHandover(contextOf(job), { ref, contact, channel, message: job.text, messageId: job.messageId, rules: RULES, detector: builtInDetector });
	if (found.branch !== 'handover') return { branch: found.branch, handoverId: found.receipt?.id, quiet: found.bot?.mayReply === false };
	const { id } = found.receipt;
	const subject = subjectOf(job, { id });
	await pauseBot(contextOf(job), subject, DEFAULT_PAUSE);
	const spokeTooSoon = await mayReplyThough(job, id);
	await assignConversation(contextOf(job), { ...subject, team, assignTo: { to: 'anyone', by: job.number % 2 ? 'round_robin' : 'least_busy' }, ifNobodyFree: 'anyone', skipIfOwned: true });
	await createTask(contextOf(job), { ...subject, due: { hours: 24 } });
	await addTags(contextOf(job), subject, ['human_handover'], true);
	await sendFinalMessage(contextOf(job), subject, { text: DEFAULT_FINAL_MESSAGE, inQueue: DEFAULT_FINAL_MESSAGE, note: true });
	return { branch: found.branch, handoverId: id, resumed: found.resumed, quiet: true, spokeTooSoon };
}

/** Whether the bot may speak right after it was paused by this process, although the handover is open. */
async function mayReplyThough(/** @type {Job} */ job, /** @type {string} */ id) {
	const { bot } = await checkBot(contextOf(job), subjectOf(job));
	// Only somebody who has closed it meanwhile makes that right.
	return bot.mayReply && (await store.handover(id)).status === 'open';
}

/** @param {Job} job */
async function close(job) {
	const ctx = contextOf(job);
	const open = await store.situation(subjectOf(job).ref);
	if (!open.open) return {};
	const { closedNow } = await closeHandover(ctx, { ...subjectOf(job, { id: open.open.id }), outcome: 'resolved', completeTask: true });
	return { closedNow };
}

/**
 * The desk tells that somebody has a conversation.
 * @param {Job} job
 */
async function deskAssigns(job) {
	const event = { kind: 'assigned', conversationId: job.conversationId, contact: subjectOf(job).contact, at: Date.now(), assignee: { id: String(job.agent), name: String(job.agent) } };
	await receive(contextOf(job), event, DEFAULT_PAUSE);
}

/** @param {Job} job */
async function replies(job) {
	if (!job.outside) return void (await humanReplied(contextOf(job), subjectOf(job), { text: 'I am on it', messageId: job.messageId }));
	const agent = { id: String(job.agent), name: String(job.agent) };
	const event = { kind: 'human_message', conversationId: job.conversationId, contact: subjectOf(job).contact, at: Date.now(), messageId: job.messageId, text: 'I am on it', agent };
	await receive(contextOf(job), event, DEFAULT_PAUSE);
}

/** Tells the referee what happened, as a flow that listens would be told. @returns {Promise<{ told: string[] }>} */
async function listen() {
	/** @type {string[]} */
	const told = [];
	const clock = { now: Date.now, sleep: (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms)) };
	await deliverEvents({ store, newId: randomUUID, zone: 'UTC', clock, ended: () => false }, LISTENER, async (/** @type {{ event: { id: string } }} */ { event }) => told.push(event.id), underway);
	return { told };
}

/** @type {Record<Job['kind'], (job: Job) => Promise<unknown>>} */
const PERFORM = {
	trigger,
	close,
	deskAssigns,
	deskSays: deskAssigns,
	replies,
	listen,
	claim: (job) => claimHandover(contextOf(job), { ...subjectOf(job), agent: job.agent, takeOver: true }).catch(unlessNoHandover),
	resume: (job) => resumeBot(contextOf(job), subjectOf(job)),
	escalate: (job) => escalate(contextOf(job), { ...subjectOf(job), team: [], order: ORDER, by: 'round_robin', cause: `waits too long ${job.number}` }),
	drain: (job) => assignFromQueue(contextOf(job), { team: [], by: 'least_busy', limit: 5 }),
	check: (job) => checkBot(contextOf(job), subjectOf(job), 'Are you there?', job.messageId),
};

/** Whoever claims a conversation before its first handover is told that there is none. @param {Error} error */
function unlessNoHandover(error) {
	if (!/has had no handover/.test(error.message)) throw error;
}

process.on('message', async (/** @type {Job | 'end'} */ job) => {
	if (job === 'end') {
		await closeStores();
		process.disconnect();
		return;
	}
	try {
		process.send?.({ number: job.number, result: await PERFORM[job.kind](job) });
	} catch (error) {
		process.send?.({ number: job.number, error: String(/** @type {Error} */ (error).stack) });
	}
});
// Whoever hands out the work is gone.
process.once('disconnect', () => process.exit());
process.send?.('ready');
