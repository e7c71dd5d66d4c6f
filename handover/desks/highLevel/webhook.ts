import type { KeyObject } from 'node:crypto';
import type { Delivery, InboundEvent, InboundReader, Verdict } from '../../inbound/event';
import { textOfHtml } from '../../inbound/html';
import { contentId, ed25519Fits, ed25519Key, freshness, refused, sameSecret } from '../../inbound/signature';
import { agentOf, contactOf, idOf, linksOf, part, textOf, timeOf, type Part } from '../../inbound/values';
import type { Assignee } from '../../receipt';
import { isSaid } from './channels';

/** The key that all of HighLevel's webhooks are signed with, as its webhook guide publishes it. */
const PUBLIC_KEY = 'MCowBQYDK2VwAyEAi2HR1srL4o18O8BRa7gVJY7G7bupbN3H9AwJrHCDiOg=';

/**
 * What a message's source says when no person wrote it. Published are
 * workflow, bulk_actions, campaign, api and app; the rest is what more of the
 * kind would be called. Whatever else comes with a user counts as that
 * person's: a bot that is quiet for no reason does less harm than one that
 * talks over somebody.
 */
const AUTOMATIC_WORDS: ReadonlySet<string> = new Set([
	...['workflow', 'workflows', 'bulk', 'campaign', 'campaigns', 'api'],
	...['automation', 'automated', 'bot', 'chatbot', 'ai', 'conversationai', 'autoresponder'],
]);

/** What a message's source says when it was written in HighLevel's own windows; its examples leave the user out. */
const PERSONAL_WORDS: ReadonlySet<string> = new Set(['app', 'mobile']);

/** Types that no person sends by hand: campaigns, requests for a review or after a no-show, and recorded calls. */
const AUTOMATIC_TYPE = /^(?:TYPE_)?(?:campaign(?!.?manual)|sms.review.request|sms.no.?show.request|ivr)/i;
const CALL = /call|voicemail/i;
/** A status of a call that the team didn't answer; it is `completed` when a person did. */
const UNANSWERED = /voicemail|no.?answer|busy|cancel|fail|miss/i;

/**
 * Reads what HighLevel sends: the webhooks of an app, which HighLevel signs,
 * and those of a workflow's Webhook action, which it doesn't.
 * @param publicKey what apps' webhooks are signed with: Ed25519, SPKI DER in base64
 */
export function highLevelInbound(publicKey: string): InboundReader {
	const key = ed25519Key(publicKey);
	return {
		verify: (delivery, secret, now) => verify(key, delivery, secret?.trim() ?? '', now),
		deliveryId,
		read,
	};
}

export const HIGH_LEVEL_INBOUND = highLevelInbound(PUBLIC_KEY);

/**
 * @param secret the text a workflow sends in the header X-Handover-Secret, or
 *   the public key of whoever else may sign; empty when there is none
 */
function verify(platformKey: KeyObject | undefined, { headers, rawBody, body }: Delivery, secret: string, now: number): Verdict {
	const ownKey = ed25519Key(secret);
	const signature = headers['x-ghl-signature'];
	if (signature !== undefined) {
		const isSigned = [platformKey, ownKey].some((key) => key && ed25519Fits(key, rawBody, signature));
		return isSigned ? age(part(body), now) : refused('Its signature (X-GHL-Signature) does not fit what came in');
	}
	const said = headers['x-handover-secret'];
	if (said === undefined) return refused('It has neither HighLevel\'s signature (X-GHL-Signature) nor the header X-Handover-Secret, which a workflow\'s Webhook action must send');
	// A public key is known to all, so knowing it proves nothing.
	if (secret === '' || ownKey) return refused('It has the header X-Handover-Secret, but the credential has no webhook secret to compare it with');
	// Nothing says when a workflow sent it, so an old one can't be told from a new one.
	return sameSecret(said, secret) ? { genuine: true } : refused('Its header X-Handover-Secret is not the webhook secret of the credential');
}

/**
 * Whether a signed delivery is fresh. Its own time counts, else the message's;
 * HighLevel's published examples of other events carry none, and refusing them
 * all would be worse: then the signature and the delivery's id have to do.
 */
function age({ type, timestamp, dateAdded }: Part, now: number): Verdict {
	const isMessage = type === 'InboundMessage' || type === 'OutboundMessage';
	const sentAt = timeOf(timestamp) ?? (isMessage ? timeOf(dateAdded) : undefined);
	return sentAt === undefined ? { genuine: true } : freshness(sentAt, now);
}

function deliveryId({ rawBody, body }: Delivery, now: number): string {
	const payload = part(body);
	const messageId = idOf(payload.messageId) ?? idOf(part(payload.customData).messageId);
	return idOf(payload.webhookId) ?? (messageId === undefined ? contentId(rawBody, now) : `${textOf(payload.type)}:${messageId}`);
}

function read(delivery: Delivery, now: number): InboundEvent | undefined {
	const payload = part(delivery.body);
	if (payload.type === undefined) return fromWorkflow(delivery, payload, now);
	// One key signs for all accounts, so a delivery that doesn't say which one it is about counts for none.
	if (idOf(payload.locationId) === undefined) return undefined;
	switch (textOf(payload.type)) {
		case 'InboundMessage':
		case 'OutboundMessage':
			return message(delivery, payload, now);
		case 'TaskComplete':
			return taskCompleted(payload, now);
		case 'ContactUpdate':
			return contactUpdated(payload, now);
		default:
			return undefined;
	}
}

function message(delivery: Delivery, payload: Part, now: number): InboundEvent | undefined {
	const contactId = idOf(payload.contactId);
	const type = textOf(payload.messageType);
	if (contactId === undefined || !isSaid(type)) return undefined;
	const body = textOf(payload.body);
	const agent = agentOf({ id: payload.userId });
	const attachments = linksOf(payload.attachments);
	const said = {
		account: idOf(payload.locationId),
		conversationId: idOf(payload.conversationId),
		contact: contactOf(contactId, {}),
		channel: type || undefined,
		at: timeOf(payload.dateAdded) ?? timeOf(payload.timestamp) ?? now,
		// A message that is sent once more gets a new id, but is the same one to the customer.
		messageId: idOf(payload.originalMessageId) ?? idOf(payload.messageId) ?? idOf(payload.emailMessageId) ?? deliveryId(delivery, now),
		text: /email/i.test(type) ? textOfHtml(body) : body,
	};
	const isCall = CALL.test(type);
	// HighLevel's own example of an incoming call comes as an OutboundMessage.
	const isInbound = payload.type === 'InboundMessage' || (isCall && payload.direction === 'inbound');
	if (!isInbound) return isPersons(payload.source, type, agent) ? { kind: 'human_message', ...said, agent } : { kind: 'automatic_message', ...said };
	if (isCall) {
		// Somebody of the team is talking to the customer.
		if (agent && !UNANSWERED.test(textOf(payload.callStatus ?? payload.status))) return { kind: 'human_message', ...said, agent };
		// A missed call says nothing that could be answered.
		if (attachments.length === 0) return undefined;
	}
	return { kind: 'customer_message', ...said, attachments };
}

function isPersons(source: unknown, type: string, agent: Assignee | undefined): boolean {
	const words = textOf(source).toLowerCase().split(/[^a-z]+/);
	const isAutomatic = AUTOMATIC_TYPE.test(type) || words.some((word) => AUTOMATIC_WORDS.has(word));
	return !isAutomatic && (agent !== undefined || words.some((word) => PERSONAL_WORDS.has(word)));
}

function taskCompleted(payload: Part, now: number): InboundEvent | undefined {
	const taskId = idOf(payload.id);
	const contactId = idOf(payload.contactId);
	if (taskId === undefined || contactId === undefined) return undefined;
	return {
		kind: 'task_completed',
		account: idOf(payload.locationId),
		contact: contactOf(contactId, {}),
		at: timeOf(payload.timestamp) ?? now,
		taskId,
		title: textOf(payload.title) || undefined,
	};
}

/** Comes at any change of the contact, and says who owns it, not whether that is what changed. */
function contactUpdated(payload: Part, now: number): InboundEvent | undefined {
	const contactId = idOf(payload.id) ?? idOf(payload.contactId);
	const { assignedTo: owner, locationId, timestamp } = payload;
	if (contactId === undefined || owner === undefined) return undefined;
	const { name, firstName, lastName, phone, email } = payload;
	return {
		kind: 'assigned',
		account: idOf(locationId),
		contact: contactOf(contactId, { name: textOf(name) || fullName(firstName, lastName), phone, email }),
		at: timeOf(timestamp) ?? now,
		assignee: agentOf({ id: owner }),
	};
}

/** What a workflow's Webhook action sends: the contact, the message that started the workflow, and the operator's own values. */
function fromWorkflow(delivery: Delivery, payload: Part, now: number): InboundEvent | undefined {
	const contactId = idOf(payload.contact_id);
	const own = part(payload.customData);
	const written = part(payload.message);
	const text = textOf(own.message) || textOf(written.body);
	if (contactId === undefined || text === '') return undefined;
	const { full_name: name, first_name: firstName, last_name: lastName, phone, email } = payload;
	return {
		kind: 'customer_message',
		account: idOf(part(payload.location).id),
		conversationId: idOf(own.conversationId),
		contact: contactOf(contactId, { name: textOf(name) || fullName(firstName, lastName), phone, email }),
		channel: textOf(own.channel) || textOf(written.type) || undefined,
		at: now,
		messageId: idOf(own.messageId) ?? deliveryId(delivery, now),
		text,
		attachments: linksOf(written.attachments),
	};
}

function fullName(first: unknown, last: unknown): string {
	return [textOf(first), textOf(last)].filter((name) => name !== '').join(' ');
}
