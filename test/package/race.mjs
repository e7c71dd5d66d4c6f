/**
 * The concurrency suite: several processes, each with its own connections to
 * one store, race for the same conversations with the package's own actions,
 * while people claim, answer and close them. This process hands out the work,
 * is the desk that counts what it is told, and judges what came of it.
 *
 *   node test/package/race.mjs sqlite|postgres [seed] [conversations]
 *
 * Prints one line of JSON: how much there was, and how often each thing went
 * wrong that must never happen. What is raced for follows from the seed, in
 * which order the processes get their turns doesn't.
 */
import { fork } from 'node:child_process';
import fs from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { startPostgres } from '../../scripts/lib/services.mjs';

const PROCESSES = 4;
/** How much a process does at the same time. */
const LANES = 6;
const CONVERSATIONS = 500;
/** Each conversation comes up so often, with so many messages in one moment. */
const ROUNDS = 2;
const BURST = 10;
/** Of how many things that went wrong the story is printed. */
const EXAMPLES = 3;

/** Twenty agents with limits, somebody whom the desk outside refuses, and people who get nothing but take what they like. */
const AGENTS = Array.from({ length: 20 }, (_, index) => ({ id: `agent-${index + 1}`, name: `agent-${index + 1}`, capacity: 2 + (index % 4), available: true }));
const GONE = { id: 'gone', name: 'gone', capacity: 2, available: true };
const SENIORS = ['zoe', 'yan', 'xia'].map((name) => ({ id: name, name, capacity: 0, available: true }));
const TEAM = [...AGENTS, GONE, ...SENIORS];
const STEPS = ['pause', 'assign', 'task', 'tag', 'note', 'message'];

const isSenior = (/** @type {string} */ id) => SENIORS.some((one) => one.id === id);

/**
 * What a process is to do.
 * @typedef {object} Job
 * @property {number} number
 * @property {'trigger' | 'replies' | 'claim' | 'close' | 'resume' | 'escalate' | 'drain' | 'deskAssigns' | 'deskSays' | 'check' | 'listen'} kind
 * @property {string} conversationId
 * @property {boolean} outside at the desk outside, not the built-in one
 * @property {string} [messageId]
 * @property {string} [text]
 * @property {string} [agent] who does it
 */

/**
 * Numbers from 0 up to 1, the same for the same seed (mulberry32).
 * @param {number} seed @returns {() => number}
 */
function random(seed) {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = state;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}

/**
 * Everything that happens, in the order in which it is handed out: bursts of a
 * customer's messages, some delivered twice, with people acting in between.
 * @param {() => number} next
 * @param {number} size how many conversations
 * @returns {Job[]}
 */
function traffic(next, size) {
	/** @type {Job[]} */
	const jobs = [];
	const pick = (/** @type {any[]} */ list) => list[Math.floor(next() * list.length)];
	const conversations = Array.from({ length: size }, (_, index) => index);
	for (let round = 0; round < ROUNDS; round++) {
		for (let i = conversations.length - 1; i > 0; i--) {
			const j = Math.floor(next() * (i + 1));
			[conversations[i], conversations[j]] = [conversations[j], conversations[i]];
		}
		for (const [place, conversation] of conversations.entries()) {
			const about = { conversationId: `c-${conversation}`, outside: conversation % 2 === 1 };
			const write = (/** @type {number} */ n) => ({ ...about, kind: 'trigger', text: pick(['Can I talk to a human?', 'I want to speak to a real person, please']), messageId: `${about.conversationId}/${round}/${n}` });
			/** @type {any[]} */
			const burst = Array.from({ length: BURST }, (_, n) => write(next() < 0.1 && n > 0 ? n - 1 : n));
			const meanwhile = (/** @type {number} */ chance, /** @type {object} */ job) => {
				if (next() < chance) burst.splice(1 + Math.floor(next() * burst.length), 0, { ...about, agent: pick(SENIORS).id, ...job });
			};
			meanwhile(0.2, { kind: 'replies', messageId: `${about.conversationId}/${round}/reply` });
			meanwhile(0.15, { kind: 'claim' });
			meanwhile(0.15, { kind: 'claim' });
			meanwhile(0.15, { kind: 'escalate' });
			meanwhile(0.15, { kind: 'escalate' });
			meanwhile(0.35, { kind: 'close' });
			meanwhile(0.1, { kind: 'close' });
			meanwhile(0.1, { kind: 'resume' });
			meanwhile(0.3, { kind: 'check', messageId: `${about.conversationId}/${round}/check` });
			if (about.outside) meanwhile(0.15, { kind: 'deskAssigns' });
			if (place % 12 === 0) burst.push({ ...about, kind: 'drain' });
			if (place % 10 === 0) burst.push({ ...about, kind: 'listen' });
			jobs.push(...burst);
		}
	}
	return jobs.map((job, number) => ({ ...job, number }));
}

// ---------------------------------------------------------------- the desk outside

/**
 * Keeps who has what, and counts what it is told about each handover.
 * @param {() => number} next how long it takes to answer
 * @param {(conversationId: string) => void} tell that somebody else has a conversation, as desks do by webhook
 */
function outsideDesk(next, tell) {
	/** @type {Map<string, string>} */
	const owners = new Map();
	/** @type {Map<string, { tasks: object[], messages: number, notes: number, tags: number, told: string[] }>} */
	const records = new Map();
	const recordOf = (/** @type {string} */ id) => {
		const known = records.get(id) ?? { tasks: [], messages: 0, notes: 0, tags: 0, told: [] };
		records.set(id, known);
		return known;
	};
	/** Who was named, when, and for which handover, by conversation. @type {Map<string, any[]>} */
	const calls = new Map();
	/** @param {string} what @param {any} body */
	const answer = (what, { conversationId, handoverId, agent, title, dueAt, tags, repeated, job }) => {
		const record = recordOf(handoverId);
		if (['look', 'assign', 'unassign'].includes(what)) calls.set(conversationId, [...(calls.get(conversationId) ?? []), { at: Date.now(), what, agent, handoverId, by: job.kind }]);
		if (what === 'look') {
			// What a person at the desk did is what it shows from then on.
			if (job.kind === 'deskAssigns') owners.set(conversationId, job.agent);
			const owner = owners.get(conversationId);
			return owner ? { owner: { id: owner, name: owner } } : {};
		}
		if (what === 'assign') {
			if (agent === GONE.id) return { refused: true };
			if (owners.get(conversationId) !== agent) tell(conversationId);
			owners.set(conversationId, agent);
			if (['trigger', 'drain'].includes(job.kind) && !isSenior(agent)) record.told.push(agent);
		}
		if (what === 'unassign' && owners.get(conversationId) === agent) owners.delete(conversationId);
		if (what === 'task') {
			if (!repeated || record.tasks.length === 0) record.tasks.push({ id: `task of ${handoverId}`, title, dueAt });
			return record.tasks[0];
		}
		if (what === 'complete') return record.tasks[0] ? { ...record.tasks[0], completedAt: Date.now() } : {};
		if (what === 'tag') {
			record.tags++;
			return tags;
		}
		if (what === 'note') record.notes++;
		if (what === 'message') {
			record.messages++;
			return { by: 'desk', messageId: `message ${job.number}` };
		}
		return {};
	};
	const server = createServer(async (request, response) => {
		let text = '';
		for await (const chunk of request) text += chunk;
		const found = answer(String(request.url).slice(1), JSON.parse(text));
		setTimeout(() => response.end(JSON.stringify(found)), next() * 6);
	});
	return { server, owners, recordOf, calls };
}

// ---------------------------------------------------------------- the store, as it was at every moment

const SQLITE_NOW = "cast((julianday('now') - 2440587.5) * 86400000 as integer)";
/** Notes every change of who has what and how long the bot is quiet, past the package. */
const SQLITE_AUDIT = `
	create table race_audit (seq integer primary key autoincrement, conversation text, handover text, status text, assignee text, until integer, at integer);
	${['insert', 'update of status, assignee_id'].map((change, n) => `
		create trigger race_handovers_${n} after ${change} on handovers begin
			insert into race_audit (conversation, handover, status, assignee, at) values (new.conversation, new.id, new.status, new.assignee_id, ${SQLITE_NOW});
		end;`).join('')}
	${['insert', 'update'].map((change, n) => `
		create trigger race_pauses_${n} after ${change} on pauses begin
			insert into race_audit (conversation, until, at) values (new.conversation, new.until, ${SQLITE_NOW});
		end;`).join('')}`;
const POSTGRES_AUDIT = `
	create table handover.race_audit (seq bigserial primary key, conversation text, handover text, status text, assignee text, until bigint, at bigint);
	create function handover.race_handovers() returns trigger language plpgsql as $$ begin
		insert into handover.race_audit (conversation, handover, status, assignee, at) values (new.conversation, new.id, new.status, new.assignee_id, extract(epoch from clock_timestamp()) * 1000);
		return null;
	end $$;
	create function handover.race_pauses() returns trigger language plpgsql as $$ begin
		insert into handover.race_audit (conversation, until, at) values (new.conversation, new.until, extract(epoch from clock_timestamp()) * 1000);
		return null;
	end $$;
	create trigger race_handovers after insert or update of status, assignee_id on handover.handovers for each row execute function handover.race_handovers();
	create trigger race_pauses after insert or update on handover.pauses for each row execute function handover.race_pauses();`;

/**
 * The place to race for.
 * @typedef {object} Place
 * @property {Record<string, string>} env makes a process use it
 * @property {(statements: string) => Promise<void>} run
 * @property {(query: string) => Promise<any[]>} rows
 * @property {string} audit what notes every change
 * @property {string} inOrder the changes in the order in which they came true
 * @property {string} [deadlocks] how many there were
 * @property {() => Promise<void>} remove
 */

/** @returns {Promise<Place>} */
async function onSqlite() {
	const { DatabaseSync } = await import('node:sqlite');
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handover-race-'));
	const file = path.join(folder, 'store.sqlite');
	const use = (/** @type {(database: import('node:sqlite').DatabaseSync) => any} */ work) => {
		const database = new DatabaseSync(file, { timeout: 5_000 });
		try {
			return work(database);
		} finally {
			database.close();
		}
	};
	return {
		env: { HANDOVER_DATABASE_URL: file },
		run: async (statements) => use((database) => database.exec(statements)),
		rows: async (query) => use((database) => database.prepare(query.replaceAll('handover.', '')).all()),
		audit: SQLITE_AUDIT,
		inOrder: 'seq',
		remove: async () => fs.rmSync(folder, { recursive: true, force: true }),
	};
}

/** @returns {Promise<Place>} */
async function onPostgres() {
	const { Client, types } = createRequire(import.meta.url)('pg');
	const server = await startPostgres({ settings: { track_commit_timestamp: 'on' } });
	const use = async (/** @type {string} */ statements) => {
		const client = new Client({ connectionString: server.url, types: { getTypeParser: (/** @type {number} */ oid) => (oid === 20 ? Number : types.getTypeParser(oid)) } });
		await client.connect();
		try {
			return await client.query(statements);
		} finally {
			await client.end();
		}
	};
	return {
		env: { HANDOVER_DATABASE_URL: server.url },
		run: async (statements) => void (await use(statements)),
		rows: async (query) => (await use(query)).rows,
		audit: POSTGRES_AUDIT,
		inOrder: 'pg_xact_commit_timestamp(xmin), seq',
		deadlocks: 'select deadlocks from pg_stat_database where datname = current_database()',
		remove: server.remove,
	};
}

// ---------------------------------------------------------------- the race

/** @typedef {{ result?: any, error?: string }} Outcome of a job */

/**
 * Starts one process.
 * @param {Place} place @param {string} url of the desk outside
 * @returns {Promise<{ ask: (job: Job) => Promise<Outcome>, end: () => Promise<unknown> }>}
 */
async function startRacer(place, url) {
	const racer = fork(path.join(import.meta.dirname, 'racer.mjs'), [JSON.stringify({ url, team: TEAM })], { env: { ...process.env, NODE_OPTIONS: '', ...place.env } });
	const kill = () => racer.kill('SIGKILL');
	process.once('exit', kill);
	/** @type {Map<number, { resolve: (outcome: Outcome) => void, reject: (error: Error) => void }>} */
	const underway = new Map();
	const ended = new Promise((resolve) => racer.once('exit', resolve));
	await new Promise((resolve, reject) => {
		racer.once('message', resolve);
		racer.once('exit', (code) => reject(new Error(`A process ended with ${code}`)));
	});
	racer.on('message', (/** @type {any} */ { number, ...outcome }) => {
		underway.get(number)?.resolve(outcome);
		underway.delete(number);
	});
	racer.once('exit', (code, signal) => {
		process.off('exit', kill);
		for (const { reject } of underway.values()) reject(new Error(`A process ended with ${code ?? signal}`));
	});
	return {
		ask: (job) =>
			new Promise((resolve, reject) => {
				underway.set(job.number, { resolve, reject });
				racer.send(job);
			}),
		end: async () => {
			racer.send('end');
			await ended;
		},
	};
}

/** @param {number} number @returns {Job} to tell whoever listens what has happened */
const listening = (number) => ({ kind: 'listen', number, conversationId: '', outside: false });

/**
 * @param {Place} place @param {string} url of the desk outside
 * @param {readonly Job[]} jobs
 * @param {(job: Job, outcome: Outcome) => void} note
 * @returns {Promise<number>} how long it took, in seconds
 */
async function race(place, url, jobs, note) {
	const racers = await Promise.all(Array.from({ length: PROCESSES }, () => startRacer(place, url)));
	const [first] = racers;
	// It begins to listen before anything happens.
	await first.ask(listening(-1));
	const began = performance.now();
	let begun = 0;
	// More come in while they run.
	const run = async (/** @type {typeof first} */ racer) => {
		for (let job = jobs[begun++]; job; job = jobs[begun++]) note(job, await racer.ask(job));
	};
	await Promise.all(racers.flatMap((racer) => Array.from({ length: LANES }, () => run(racer))));
	const seconds = Math.round((performance.now() - began) / 100) / 10;
	for (let told = -1; told !== 0; ) {
		const outcome = await first.ask(listening(-1));
		note(listening(-1), outcome);
		told = outcome.result?.told.length ?? 0;
	}
	await Promise.all(racers.map((racer) => racer.end()));
	return seconds;
}

// ---------------------------------------------------------------- the verdict

/** @typedef {(what: string, conversation: string) => void} Note something that must never happen */

/**
 * Plays back every change in order.
 * @param {any[]} changes @param {Map<string, any[]>} assignments by handover
 * @param {Note} note
 */
function playedBack(changes, assignments, note) {
	/** @type {Map<string, { open?: string, until: number, wrong: boolean }>} */
	const conversations = new Map();
	/** @typedef {{ conversation: string, open: boolean, assignee: string | null, last?: string }} State `last`: who had it last */
	/** @type {Map<string, State>} */
	const handovers = new Map();
	/** @type {Map<string, number>} */
	const loads = new Map();
	const weigh = (/** @type {State | undefined} */ state, /** @type {number} */ by) => {
		if (!state?.open || !state.assignee) return 0;
		const key = `${state.conversation.split('/')[0]} ${state.assignee}`;
		loads.set(key, (loads.get(key) ?? 0) + by);
		return loads.get(key) ?? 0;
	};
	for (const { conversation, handover, status, assignee, until, at } of changes) {
		const place = conversations.get(conversation) ?? { until: 0, wrong: false };
		conversations.set(conversation, place);
		if (handover === null) place.until = until;
		else {
			if (status === 'open' && place.open !== undefined && place.open !== handover) note('doubleHandovers', conversation);
			if (status === 'open') place.open = handover;
			else if (place.open === handover) place.open = undefined;
			const before = handovers.get(handover);
			const kept = (assignments.get(handover) ?? []).some(({ how }) => how === 'owner');
			const now = { conversation, open: status === 'open' && !kept, assignee, last: assignee && assignee !== GONE.id ? assignee : before?.last };
			if (before?.assignee && assignee && before.assignee !== assignee && !isSenior(assignee) && assignee !== GONE.id) {
				const why = (assignments.get(handover) ?? []).find((entry) => entry.assignee_id === assignee && entry.how === 'escalated');
				if (!why) note('doubleAssignments', conversation);
			}
			weigh(before, -1);
			// Whoever had it gets it back when it is over with asking somebody else, and the desk refused them.
			const limit = assignee === before?.last ? Infinity : ([...AGENTS, GONE].find(({ id }) => id === assignee)?.capacity ?? Infinity);
			if (weigh(now, 1) > limit) note('overCapacity', conversation);
			handovers.set(handover, now);
		}
		// A transaction may take two steps to it, but no more.
		const wrong = place.open !== undefined && place.until <= at;
		if (wrong && place.wrong) note('botMaySpeak', conversation);
		place.wrong = wrong;
	}
	for (const [conversation, { wrong }] of conversations) if (wrong) note('botMaySpeak', conversation);
}

/**
 * @param {Place} place
 * @param {ReturnType<typeof outsideDesk>} desk
 * @param {Map<string, number>} told how often each event was
 */
async function verdict(place, desk, told) {
	const handovers = await place.rows('select * from handover.handovers');
	const grouped = async (/** @type {string} */ query) => Map.groupBy(await place.rows(query), ({ handover_id: id }) => id);
	const steps = await grouped('select handover_id, step, status from handover.steps');
	const assignments = await grouped('select handover_id, how, assignee_id, at from handover.assignments order by at');
	const tasks = await grouped('select handover_id from handover.desk_tasks');
	const pauses = new Map((await place.rows('select conversation, until from handover.pauses')).map(({ conversation, until }) => [conversation, until]));
	const owners = new Map((await place.rows("select contact_id, owner from handover.desk_owners where desk = 'built-in'")).map(({ contact_id: contact, owner }) => [contact, JSON.parse(owner).id]));
	const changes = await place.rows(`select conversation, handover, status, assignee, until, at from handover.race_audit order by ${place.inOrder}`);
	const found = { doubleHandovers: 0, doubleAssignments: 0, overCapacity: 0, botMaySpeak: 0, effectsTwice: 0, effectsMissing: 0, nowhere: 0, deskDisagrees: 0, eventsTwice: 0, eventsMissing: 0, deadlocks: place.deadlocks ? (await place.rows(place.deadlocks))[0].deadlocks : 0 };
	/** The stories of the first, so that it can be told how it came to that. @type {object[]} */
	const examples = [];
	/** @type {Note} */
	const note = (what, conversation) => {
		found[/** @type {keyof typeof found} */ (what)]++;
		if (examples.length >= EXAMPLES) return;
		const its = changes.filter((change) => change.conversation === conversation);
		const had = Object.fromEntries([...new Set(its.flatMap(({ handover }) => handover ?? []))].map((id) => [id, assignments.get(id)]));
		examples.push({ what, conversation, changes: its, had, calls: [...desk.calls].find(([id]) => conversation.endsWith(`/${id}`))?.[1] });
	};
	playedBack(changes, assignments, note);
	for (const { id, status, desk: name, conversation_id: conversationId, conversation, assignee_id: assignee } of handovers) {
		const done = new Set((steps.get(id) ?? []).filter((row) => row.status === 'done').map(({ step }) => step));
		const open = status === 'open';
		const outside = name === 'outside';
		const escalations = (assignments.get(id) ?? []).filter(({ how }) => how === 'escalated').length;
		if (outside) {
			const record = desk.recordOf(id);
			const counts = { task: record.tasks.length, message: record.messages, note: record.notes, tag: record.tags };
			for (const [step, count] of Object.entries(counts)) {
				if (count > 1) note('effectsTwice', conversation);
				if (count < (done.has(step) ? 1 : 0)) note('effectsMissing', conversation);
			}
			if (new Set(record.told).size > 1 + escalations) note('doubleAssignments', conversation);
		} else if ((tasks.get(id)?.length ?? 0) !== (done.has('task') ? 1 : 0)) note('effectsMissing', conversation);
		if (!open) continue;
		// What waits in the queue may still show whoever had the customer before; what an owner keeps, the desk is not told again;
		// and right after an escalation its word about those who had it is not taken.
		const isTold = assignee !== null && !(assignments.get(id) ?? []).some(({ how }) => how === 'escalated' || how === 'owner');
		if (isTold && (outside ? desk.owners : owners).get(conversationId) !== assignee) note('deskDisagrees', conversation);
		// The bot is quiet, and whoever is not assigned is in the queue.
		if ((pauses.get(conversation) ?? 0) <= Date.now()) note('nowhere', conversation);
		const reached = (steps.get(id) ?? []).filter((row) => ['done', 'skipped'].includes(row.status)).map(({ step }) => step);
		for (const step of STEPS) if (!reached.includes(step) && (outside || step !== 'note')) note('effectsMissing', conversation);
	}
	for (const { id, status, conversation } of handovers) {
		const [opened, closed] = ['opened', 'closed'].map((type) => told.get(`${id}/${type}`) ?? 0);
		if (opened > 1 || closed > 1) note('eventsTwice', conversation);
		if (opened < 1 || closed < (status === 'closed' ? 1 : 0)) note('eventsMissing', conversation);
	}
	const all = [...assignments.values()].flat();
	const size = {
		handovers: handovers.length,
		open: handovers.filter(({ status }) => status === 'open').length,
		inQueue: handovers.filter(({ status, assignee_id: assignee }) => status === 'open' && assignee === null).length,
		assignments: Object.fromEntries([...Map.groupBy(all, ({ how }) => how)].map(([how, rows]) => [how, rows.length])),
	};
	return { size, found, examples };
}

async function main() {
	const [database, given, conversations = CONVERSATIONS] = process.argv.slice(2);
	const seed = Number(given ?? Math.floor(Math.random() * 2 ** 31));
	const next = random(seed);
	const jobs = traffic(next, Number(conversations));
	const desk = outsideDesk(next, (conversationId) => jobs.push({ number: jobs.length, kind: 'deskSays', conversationId, outside: true }));
	await new Promise((resolve) => desk.server.listen(0, '127.0.0.1', () => resolve(undefined)));
	const { port } = /** @type {import('node:net').AddressInfo} */ (desk.server.address());
	const place = await (database === 'postgres' ? onPostgres() : onSqlite());
	/** @type {Map<string, number>} */
	const told = new Map();
	const counts = { triggers: 0, lost: 0, spokeTooSoon: 0, errors: 0 };
	/** How often each thing went wrong. @type {Record<string, number>} */
	const errors = {};
	/** @type {Set<string>} */
	const seen = new Set();
	try {
		// The tables must be there before they can be watched.
		await (await startRacer(place, '')).end();
		await place.run(place.audit);
		const seconds = await race(place, `http://127.0.0.1:${port}`, jobs, (job, { result, error }) => {
			if (error) {
				counts.errors++;
				errors[`${job.kind}: ${error}`] = (errors[`${job.kind}: ${error}`] ?? 0) + 1;
			}
			for (const id of result?.told ?? []) told.set(id, (told.get(id) ?? 0) + 1);
			if (job.kind !== 'trigger') return;
			counts.triggers++;
			if (result?.spokeTooSoon) counts.spokeTooSoon++;
			const isRepeated = seen.has(String(job.messageId));
			seen.add(String(job.messageId));
			if (!result || (!result.handoverId && !result.quiet && !isRepeated)) counts.lost++;
		});
		const { size, found, examples } = await verdict(place, desk, told);
		const figures = { database, seed, processes: PROCESSES, seconds, jobs: jobs.length, triggers: counts.triggers, conversations: Number(conversations), agents: AGENTS.length, ...size };
		console.log(JSON.stringify({ figures, wrong: { ...found, lost: counts.lost, spokeTooSoon: counts.spokeTooSoon, errors: counts.errors }, errors, examples }));
	} finally {
		desk.server.close();
		desk.server.closeAllConnections();
		await place.remove();
	}
}

await main();
