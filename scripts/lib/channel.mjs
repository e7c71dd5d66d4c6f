/**
 * Plays customers and the channel they write through: each message has an id,
 * and one that was not answered in time, or with an error, is delivered again
 * under the same id, as channels do.
 */
import { isSilence, replyText } from './chat.mjs';
import { sleep } from './processes.mjs';

/** Longer than n8n needs to notice that a worker died, with the settings of the trial. */
const ANSWER_WITHIN_MS = 30_000;
const AGAIN_AFTER_MS = 1_000;
const GIVES_UP_AFTER_MS = 5 * 60_000;

/** What the bot of the starter workflow knows. */
const QUESTIONS = ['What are your opening hours?', 'How much is shipping?', 'Can I return a parcel?', 'Can I pay by card?'];
const REQUESTS = [
	'Can I talk to a human?',
	'Ich möchte mit einem Menschen sprechen',
	'Quiero hablar con una persona',
	'Je veux parler à un humain',
	'Quero falar com um atendente',
	'Voglio parlare con un operatore',
	'Ik wil een medewerker spreken',
	'Please connect me to an agent',
];
const UNKNOWN = 'Which planet is the nearest to Saturn?';
const AFTERWARDS = ['Are you still there?', 'How much is shipping?', 'What are your opening hours?'];

/**
 * What should become of a message. Of two requests sent at once either opens
 * the handover, and the other finds a person there.
 * @typedef {'answered' | 'handed over' | 'quiet' | 'handed over or quiet'} Expected
 * @typedef {{ sentAt: number, endedAt: number, reply?: import('./chat.mjs').ChatReply, problem?: string }} Attempt
 * @typedef {{ id: string, conversation: string, text: string, expected: Expected, attempts: Attempt[] }} Message
 * @typedef {{ id: string, handedOver: boolean, turns: Message[][] }} Conversation messages of one turn are sent at once
 */

/**
 * Customers of all kinds, always the same ones for a name.
 * @param {string} name the beginning of their conversations' ids
 * @param {number} count
 * @returns {Conversation[]}
 */
export function customers(name, count) {
	return Array.from({ length: count }, (_, index) => {
		const question = QUESTIONS[index % QUESTIONS.length];
		const request = REQUESTS[index % REQUESTS.length];
		const other = REQUESTS[(index + 1) % REQUESTS.length];
		const courses = /** @type {[string, Expected][][][]} */ ([
			[[[question, 'answered']], [[request, 'handed over']], [[AFTERWARDS[0], 'quiet']]],
			[[[request, 'handed over']], [[AFTERWARDS[1], 'quiet']], [[AFTERWARDS[2], 'quiet']]],
			[[[question, 'answered']], [['Hello?', 'answered']], [[QUESTIONS[(index + 1) % QUESTIONS.length], 'answered']]],
			[[[request, 'handed over or quiet'], [other, 'handed over or quiet']], [[AFTERWARDS[1], 'quiet']]],
			[[[question, 'answered']], [[UNKNOWN, 'handed over']], [[AFTERWARDS[0], 'quiet']]],
		]);
		const course = courses[index % courses.length];
		const handedOver = course.flat().some(([, expected]) => expected.startsWith('handed over'));
		/** @type {Conversation} */
		const conversation = { id: `${name}-${index + 1}`, handedOver, turns: [] };
		for (const turn of course) conversation.turns.push(turn.map(([text, expected], at) => message(conversation, text, expected, at)));
		return conversation;
	});
}

/** One more turn of a customer who wrote before. @param {Conversation} conversation @returns {Conversation} */
export function returning(conversation) {
	// Words that were not used before, since the record names a message by its words.
	const next = conversation.handedOver ? message(conversation, 'Is anybody there?', 'quiet', 0) : message(conversation, 'Are you open on Fridays?', 'answered', 0);
	return { ...conversation, turns: [[next]] };
}

/** @param {{ id: string, turns: Message[][] }} conversation @param {string} text @param {Expected} expected @param {number} at @returns {Message} */
function message({ id, turns }, text, expected, at) {
	return { id: `${id}/${turns.length + 1}.${at + 1}`, conversation: id, text, expected, attempts: [] };
}

/**
 * Delivers a message until it has been answered.
 * @param {string} chatUrl
 * @param {Message} message
 * @throws Error when it never is
 */
async function deliver(chatUrl, message) {
	for (const deadline = Date.now() + GIVES_UP_AFTER_MS; Date.now() < deadline; await sleep(AGAIN_AFTER_MS)) {
		const attempt = await once(chatUrl, message);
		message.attempts.push(attempt);
		if (attempt.reply) return;
	}
	throw new Error(`Message ${message.id} was delivered ${message.attempts.length} times and never answered: ${message.attempts.at(-1)?.problem}`);
}

/** @param {string} chatUrl @param {Message} message @returns {Promise<Attempt>} */
async function once(chatUrl, { id, conversation, text }) {
	const sentAt = Date.now();
	try {
		const response = await fetch(chatUrl, {
			method: 'POST',
			headers: { 'content-type': 'application/json', connection: 'close' },
			body: JSON.stringify({ action: 'sendMessage', sessionId: conversation, chatInput: text, messageId: id }),
			signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
		});
		if (!response.ok) return { sentAt, endedAt: Date.now(), problem: `answered ${response.status}` };
		const reply = await response.json();
		return { sentAt, endedAt: Date.now(), reply: Array.isArray(reply) ? (reply[0] ?? {}) : reply };
	} catch (error) {
		return { sentAt, endedAt: Date.now(), problem: error.cause?.code ?? error.name };
	}
}

/** What a message was answered with, or '' for silence; nothing when it was not answered. @param {Message} message */
export function answerOf({ attempts }) {
	const reply = attempts.find((attempt) => attempt.reply)?.reply;
	if (!reply) return undefined;
	return isSilence(reply) ? '' : replyText(reply) || JSON.stringify(reply);
}

/**
 * Lets customers write, so many at a time; each waits for an answer before going on.
 * @param {string} chatUrl
 * @param {Conversation[]} conversations
 * @param {object} [options]
 * @param {number} [options.atOnce]
 * @param {(done: number, underway: number) => void} [options.progress] told after each message, in messages
 */
export async function play(chatUrl, conversations, { atOnce = 6, progress = () => {} } = {}) {
	const waiting = [...conversations];
	let done = 0;
	let underway = 0;
	const lane = async () => {
		for (let next = waiting.shift(); next; next = waiting.shift()) {
			for (const turn of next.turns) {
				underway += turn.length;
				await Promise.all(
					turn.map(async (message) => {
						await deliver(chatUrl, message);
						underway--;
						progress(++done, underway);
					}),
				);
			}
		}
	};
	await Promise.all(Array.from({ length: atOnce }, lane));
}
