import type { Delivery, InboundEvent, InboundReader, Verdict } from '../../inbound/event';
import { contentId, freshness, hmacFits, refused } from '../../inbound/signature';
import { agentOf, contactOf, idOf, linksOf, part, textOf, timeOf, type Part } from '../../inbound/values';
import { channelName } from './channels';

/** By name in webhooks, by number where a conversation shows its last message. */
const MESSAGE_TYPES = new Map<unknown, 'incoming' | 'outgoing' | 'template'>([
	['incoming', 'incoming'],
	[0, 'incoming'],
	['outgoing', 'outgoing'],
	[1, 'outgoing'],
	['template', 'template'],
	[3, 'template'],
]);

/** Reads what Chatwoot sends to a webhook, an agent bot or the webhook of an API inbox. */
export const CHATWOOT_INBOUND: InboundReader = {
	/**
	 * Chatwoot signs the time and the body with the webhook's own secret; older
	 * versions don't sign. So without a secret everything is taken, and the
	 * webhook's address is what an outsider would have to know.
	 */
	verify({ headers, rawBody }: Delivery, secret: string | undefined, now: number): Verdict {
		const key = secret?.trim();
		if (!key) return { genuine: true };
		const signature = headers['x-chatwoot-signature'];
		const timestamp = headers['x-chatwoot-timestamp'] ?? '';
		if (signature === undefined) {
			return refused('It is not signed, but the credential has a webhook secret; older versions of Chatwoot don\'t sign: for those leave the secret empty');
		}
		if (!hmacFits(key, [`${timestamp}.`, rawBody], signature.replace(/^sha256=/, ''))) {
			return refused('Its signature does not fit: the secret in the credential must be the one that Chatwoot shows for this webhook');
		}
		return freshness(/^\d{1,12}$/.test(timestamp) ? Number(timestamp) * 1000 : undefined, now);
	},

	/**
	 * A message by its own id, which is signed and which two webhooks with the
	 * same address share; anything else by the id that Chatwoot gives each delivery.
	 */
	deliveryId({ headers, rawBody, body }: Delivery, now: number): string {
		const payload = part(body);
		const event = textOf(payload.event);
		const id = idOf(payload.id);
		const account = accountOf(payload) ?? '';
		if (event === 'message_created' && id !== undefined) return `${event}:${account}:${id}`;
		const delivery = idOf(headers['x-chatwoot-delivery']);
		if (delivery !== undefined) return delivery;
		const version = timeOf(payload.updated_at);
		return event === '' || id === undefined || version === undefined ? contentId(rawBody, now) : `${event}:${account}:${id}:${version}`;
	},

	read({ body }: Delivery, now: number): InboundEvent | undefined {
		const payload = part(body);
		switch (payload.event) {
			case 'message_created':
				return message(payload, now);
			case 'conversation_updated':
				return assigned(payload, now);
			case 'conversation_status_changed':
				return statusChanged(payload, now);
			// Agent bots are told so, and not of other changes.
			case 'conversation_resolved':
				return ended(payload, 'resolved', now);
			default:
				return undefined;
		}
	},
};

function message(payload: Part, now: number): InboundEvent | undefined {
	const type = MESSAGE_TYPES.get(payload.message_type);
	const messageId = idOf(payload.id);
	const about = aboutConversation(part(payload.conversation), accountOf(payload));
	if (!about || !type || messageId === undefined || payload.private === true) return undefined;
	const said = { ...about, at: timeOf(payload.created_at) ?? now, messageId, text: textOf(payload.content) };
	if (type === 'incoming') {
		const attachments = Array.isArray(payload.attachments) ? payload.attachments : [];
		return { kind: 'customer_message', ...said, attachments: linksOf(attachments.map((attachment) => part(attachment).data_url)) };
	}
	const sender = part(payload.sender);
	if (type === 'template' || !isFromPerson(payload, sender)) return { kind: 'automatic_message', ...said };
	return { kind: 'human_message', ...said, agent: agentOf(sender) };
}

/**
 * Chatwoot's own rule for "a person answered" (`Message#human_response?` in its
 * source): campaigns are sent in the name of a user, and what somebody typed in
 * WhatsApp's or Instagram's own app has no sender at all.
 */
function isFromPerson(payload: Part, sender: Part): boolean {
	const { automation_rule_id: rule, external_echo: isEcho } = part(payload.content_attributes);
	const { campaign_id: campaign } = part(payload.additional_attributes);
	return !rule && !campaign && (sender.type === 'user' || Boolean(isEcho));
}

function assigned(payload: Part, now: number): InboundEvent | undefined {
	const about = aboutConversation(payload, accountOf(payload));
	const changes = Array.isArray(payload.changed_attributes) ? payload.changed_attributes : [payload.changed_attributes];
	if (!about || !changes.some((change) => 'assignee_id' in part(change))) return undefined;
	const { assignee, assignee_type: type } = part(payload.meta);
	const owner = part(assignee);
	// Older versions have no bots as owners, and don't say the type.
	const isPerson = ['User', ''].includes(textOf(type)) && ['user', ''].includes(textOf(owner.type));
	return { kind: 'assigned', ...about, at: timeOf(payload.updated_at) ?? now, assignee: isPerson ? agentOf(owner) : undefined };
}

/** Nothing follows from `open`: a customer's own message opens a conversation, too, and must not silence the bot. */
function statusChanged(payload: Part, now: number): InboundEvent | undefined {
	if (payload.status === 'resolved') return ended(payload, 'resolved', now);
	return payload.status === 'pending' ? ended(payload, 'given_to_bot', now) : undefined;
}

function ended(payload: Part, kind: 'resolved' | 'given_to_bot', now: number): InboundEvent | undefined {
	const about = aboutConversation(payload, accountOf(payload));
	return about && { kind, ...about, at: timeOf(payload.updated_at) ?? now };
}

/** Which conversation it is about, and with whom. */
function aboutConversation(conversation: Part, account: string | undefined) {
	const { sender } = part(conversation.meta);
	const contact = part(sender);
	const conversationId = idOf(conversation.id);
	const contactId = idOf(contact.id) ?? idOf(part(conversation.contact_inbox).contact_id);
	if (conversationId === undefined || contactId === undefined) return undefined;
	const { name, email, phone_number: phone, custom_attributes: fields } = contact;
	return { account, conversationId, contact: contactOf(contactId, { name, email, phone, fields }), channel: channelName(conversation.channel) };
}

/** Events about a conversation name the account only in its last message, if there is one. */
function accountOf(payload: Part): string | undefined {
	const last: unknown = Array.isArray(payload.messages) ? payload.messages[0] : undefined;
	return idOf(part(payload.account).id) ?? idOf(part(last).account_id);
}
