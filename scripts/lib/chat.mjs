/** Speaks to a published Chat Trigger the way n8n's chat widget does. */

/**
 * @typedef {{ output?: unknown, text?: unknown, executionStarted?: boolean, [key: string]: unknown }} ChatReply
 */

/**
 * @param {string} webhookUrl …/webhook/<webhookId>/chat
 * @param {string} sessionId
 * @param {string} text
 * @returns {Promise<ChatReply>}
 * @throws Error when the workflow fails or takes longer than three minutes
 */
export async function sendChat(webhookUrl, sessionId, text) {
	const response = await fetch(webhookUrl, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ action: 'sendMessage', sessionId, chatInput: text }),
		signal: AbortSignal.timeout(180_000),
	});
	const body = await response.text();
	if (!response.ok) throw new Error(`The chat answered ${response.status}: ${body.slice(0, 300)}`);
	try {
		const reply = JSON.parse(body);
		return Array.isArray(reply) ? (reply[0] ?? {}) : reply;
	} catch {
		throw new Error(`The chat answered something that is not JSON: ${body.slice(0, 300)}`);
	}
}

/** What the widget would show, or '' for nothing. @param {ChatReply} reply */
export function replyText(reply) {
	const text = reply.output ?? reply.text ?? '';
	return typeof text === 'string' ? text : JSON.stringify(text);
}

/**
 * True for the reply with which our template keeps the bot quiet: the widget
 * shows nothing for it, whereas any other reply without a text is shown as JSON.
 * @param {ChatReply} reply
 */
export function isSilence(reply) {
	return reply.executionStarted === true && replyText(reply) === '';
}
