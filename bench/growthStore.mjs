/**
 * Fills an empty store with conversations as months of traffic leave them:
 * the same statements for both databases. Half of the conversations have had a
 * handover; a few are open. Ids are in no order, as real ones are.
 */

/** When the store is looked at. */
export const NOW = Date.UTC(2026, 2, 27, 12);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Over how long the conversations are spread. */
export const SPREAD_MS = 700 * DAY;
export const ACCOUNT = { desk: 'built-in', account: 'default' };

/** As big as real details: what was decided, why, and on which words. */
const EXPLANATION = {
	whatWouldChangeIt: 'Below 0.5 it would have gone on',
	considered: [
		{ finding: 'human_requested', confidence: 0.93, needed: 0.5, rule: 'en.ask-for-person', text: 'talk to a human' },
		{ finding: 'upset_customer', confidence: 0.21, needed: 0.6, rule: 'model', text: 'third time' },
	],
};

/** A number that looks like none: the same for the same i. */
const scrambled = (i = 'i') => `((${i} * 2654435761) % 4294967296)`;
export const conversationId = (/** @type {number} */ i) => `c-${(i * 2654435761) % 4294967296}-${i}`;
export const contactId = (/** @type {number} */ i) => `k-${(i * 2654435761) % 4294967296}-${i}`;
const text = (/** @type {string} */ kind, i = 'i') => `('${kind}-' || ${scrambled(i)} || '-' || ${i})`;
const key = (i = 'i') => `('built-in/default/c-' || ${scrambled(i)} || '-' || ${i})`;
const json = (/** @type {object} */ value) => `'${JSON.stringify(value).replaceAll("'", "''")}'`;

const SCENARIO = `case i % 7 when 1 then 'lack_of_information' when 3 then 'failed_to_resolve' when 5 then 'upset_customer' else 'human_requested' end`;
const OUTCOME = `case i % 9 when 0 then 'booked' when 1 then 'sold' when 2 then 'lost' when 3 then 'bot_returned' when 4 then 'spam' when 5 then 'back_to_bot' else 'resolved' end`;
const AGENT = `'agent-' || (i % 20)`;
const PERSON = `'{"id":"agent-' || (i % 20) || '","name":"Agent ' || (i % 20) || '"}'`;
const RESULT = (/** @type {string} */ data) => `'{"status":"done","at":"2026-03-01T12:00:00.000Z","what":"Done","data":${data}}'`;

/**
 * Statements that fill a store, in an order in which triggers have little to do.
 * @param {object} of
 * @param {number} of.conversations
 * @param {number} of.open how many of the newest handovers are open
 * @param {string} of.schema `handover.` or nothing
 * @returns {Array<[name: string, statement: string]>}
 */
export function fillStatements({ conversations, open, schema }) {
	const step = Math.floor(SPREAD_MS / conversations);
	const at = `(${NOW - SPREAD_MS} + i * ${step})`;
	const handovers = Math.floor(conversations / 2);
	// Handovers are those of even conversations.
	const counted = (/** @type {number} */ many, /** @type {number} */ by) => `with recursive n(i) as (select cast(${by} as bigint) union all select i + ${by} from n where i < ${many * by}) `;
	const all = counted(conversations, 1);
	const handed = counted(handovers, 2);
	const isOpen = `i > ${2 * (handovers - open)}`;
	const id = text('h');
	const replied = `(${at} + (i * 7919) % ${5 * HOUR})`;
	const closed = `(${at} + ${5 * HOUR} + (i * 104729) % ${DAY})`;
	const insert = (/** @type {string} */ table, /** @type {string} */ columns, /** @type {string} */ from, /** @type {string} */ values) =>
		/** @type {[string, string]} */ ([table, `insert into ${schema}${table} (${columns}) ${from} select ${values} from n`]);
	const stepOf = (/** @type {string} */ name, /** @type {string} */ data) =>
		insert('steps', 'handover_id, step, status, claim_id, claimed_until, result', handed, `${id}, '${name}', 'done', ${text('s')}, ${at} + 120000, ${RESULT(data)}`);
	const event = (/** @type {string} */ type, /** @type {string} */ when, where = '') => {
		const [table, statement] = insert(
			'events',
			'id, type, at, handover_id, conversation, desk, account, conversation_id',
			handed,
			`${id} || '/${type}', '${type}', ${when}, ${id}, ${key()}, 'built-in', 'default', ${text('c')}`,
		);
		return /** @type {[string, string]} */ ([table, statement + where]);
	};
	return [
		...['customer', 'bot'].map((sender, more) =>
			insert('messages', 'conversation, sender, text, at, message_id', all, `${key()}, '${sender}', 'Where is my order ' || i || '? I have been waiting for it since Monday.', ${at} + ${more}, ${text(`m${more}`)}`),
		),
		insert('attempts', 'conversation, turn, failed, judged_turn, replies_only, updated_at, message_id', all, `${key()}, 3, 0, 3, 0, ${at}, ${text('m0')}`),
		stepOf('task', '{"taskId":"t-1"}'),
		stepOf('tag', '{"added":["human_handover","vip"]}'),
		insert('assignments', 'handover_id, cause, how, assignee_id, assignee, at, confirmed', handed, `${id}, 'assign', 'assigned', ${AGENT}, ${PERSON}, ${at} + 60000, 1`),
		insert(
			'handovers',
			'id, conversation, desk, account, conversation_id, contact_id, status, scenario, flow, opened_at, deadline_at, closed_at, outcome, assignee_id, assignee, assigned_at, claimed_at, first_reply_at, last_reply_at, waiting_since, task_due_at, task_completed_at, details',
			handed,
			`${id}, ${key()}, 'built-in', 'default', ${text('c')}, ${text('k')}, case when ${isOpen} then 'open' else 'closed' end, ${SCENARIO}, 'flow-' || (i % 3), ${at}, ${at} + ${DAY},
			case when ${isOpen} then null else ${closed} end, case when ${isOpen} then null else ${OUTCOME} end, ${AGENT}, ${PERSON}, ${at} + 60000,
			case when i % 9 in (3, 4) or ${isOpen} then null else ${replied} end, case when i % 9 in (3, 4, 5) or ${isOpen} then null else ${replied} end, case when i % 9 in (3, 4, 5) or ${isOpen} then null else ${closed} end,
			case when ${isOpen} then ${NOW - HOUR} else null end, ${at} + ${DAY}, case when i % 10 = 0 then null else ${closed} end,
			'{"contact":{"id":' || '"' || ${text('k')} || '","name":"Rosa Lima","email":"rosa@example.com"},"channel":"chat","reason":"The customer asks for a person","confidence":0.93,"detector":"built-in","language":"en","priority":' ||
			case when i % 11 = 0 then '"urgent"' else '"normal"' end || ',"message":"Where is my order ' || (i % 5000) || ' and can I talk to a human?","evidence":{"text":"talk to a human","start":27,"end":42,"rule":"en.ask-for-person"},"explanation":' || ${json(EXPLANATION)} || '}'`,
		),
		insert('pauses', 'conversation, set_at, until, handover_id, reason', handed, `${key()}, ${at}, case when ${isOpen} then ${NOW + 90 * DAY} else ${closed} end, ${id}, 'A handover is open'`),
		event('opened', at),
		event('closed', closed, ` where not (${isOpen})`),
		insert('event_deliveries', 'subscriber, event_id, handover_id, claim_id, claimed_until, delivered_at', handed, `'flow', ${id} || '/opened', ${id}, ${text('x')}, ${at} + 60000, ${at}`),
		insert('desk_tasks', 'id, handover_id, task, assignee_id, due_at, completed_at', handed, `${text('t')}, ${id}, '{"title":"Call Rosa Lima"}', ${AGENT}, ${at} + ${DAY}, ${closed}`),
		insert('desk_tags', 'desk, account, contact_id, tag, at', handed, `'built-in', 'default', ${text('k')}, 'human_handover', ${at}`),
		// A desk's deliveries and our own messages are kept for days.
		insert('deliveries', 'desk, account, id, at', counted(Math.min(conversations, 5_000), 1), `'built-in', 'default', ${text('d')}, ${NOW - HOUR} + i`),
		insert('sent_messages', 'id, conversation, message_id, text, at', counted(Math.min(conversations, 20_000), 1), `${text('s')}, ${key()}, ${text('m')}, 'Thank you!', ${NOW - HOUR} + i`),
	];
}
