import { createHmac } from 'node:crypto';
import { channelName } from '../../../handover/desks/chatwoot/channels';
import { CHATWOOT_INBOUND } from '../../../handover/desks/chatwoot/webhook';
import type { Delivery } from '../../../handover/inbound/event';
import { MINUTE, NOW } from '../../support/builders';
import { aDelivery, surviveAnything } from '../../support/deliveries';

const SECRET = 'wh-secret';
/** When it was written, a little before it came in. */
const WRITTEN = NOW - 2000;

const CONTACT = {
	id: 14,
	name: 'Rosa Lima',
	email: 'rosa@example.org',
	phone_number: '+5511999990000',
	custom_attributes: { order: 'A-17' },
	type: 'contact',
};
const AGENT = { id: 7, name: 'Ana Silva', email: 'ana@example.org', type: 'user' };

/** A conversation as webhooks describe it. */
function conversation(over: Record<string, unknown> = {}): Record<string, unknown> {
	return {
		id: 10,
		channel: 'Channel::WebWidget',
		status: 'open',
		meta: { sender: CONTACT, assignee: AGENT, assignee_type: 'User' },
		messages: [{ id: 120, account_id: 3, message_type: 0 }],
		updated_at: WRITTEN / 1000,
		...over,
	};
}

function messageCreated(over: Record<string, unknown> = {}): Record<string, unknown> {
	return {
		event: 'message_created',
		id: 118,
		content: 'I need a person',
		message_type: 'incoming',
		private: false,
		content_attributes: {},
		additional_attributes: {},
		created_at: new Date(WRITTEN).toISOString(),
		sender: CONTACT,
		conversation: conversation(),
		account: { id: 3, name: 'Acme' },
		inbox: { id: 1, name: 'Website' },
		...over,
	};
}

function changed(event: string, over: Record<string, unknown>): Record<string, unknown> {
	return { ...conversation(over), event };
}

function read(body: unknown) {
	return CHATWOOT_INBOUND.read(aDelivery(body), NOW);
}

/** What every event about that conversation says. */
const ABOUT = {
	account: '3',
	conversationId: '10',
	contact: { id: '14', name: 'Rosa Lima', email: 'rosa@example.org', phone: '+5511999990000', fields: { order: 'A-17' } },
	channel: 'Website',
	at: WRITTEN,
};

describe('verify', () => {
	/** Signs as Chatwoot does; what the test gives replaces it afterwards. */
	function signed({ secret = SECRET, at = NOW, ...over }: Partial<Delivery> & { secret?: string; at?: number } = {}): Delivery {
		const delivery = aDelivery(messageCreated());
		const timestamp = String(Math.floor(at / 1000));
		const hash = createHmac('sha256', secret).update(`${timestamp}.${delivery.rawBody.toString()}`).digest('hex');
		const headers = { 'x-chatwoot-signature': `sha256=${hash}`, 'x-chatwoot-timestamp': timestamp };
		return { ...delivery, ...over, headers: { ...headers, ...over.headers } };
	}

	it.each([-5 * MINUTE, 0, 5 * MINUTE])('takes what was signed with the secret %d ms from now', (away) => {
		expect(CHATWOOT_INBOUND.verify(signed({ at: NOW + away }), SECRET, NOW)).toEqual({ genuine: true });
	});

	it('forgives blanks around the secret, as they come with copying', () => {
		expect(CHATWOOT_INBOUND.verify(signed(), ` ${SECRET}\n`, NOW)).toEqual({ genuine: true });
	});

	it.each<[string, Delivery, string]>([
		['a changed body', signed({ rawBody: Buffer.from('{}') }), 'does not fit'],
		['another secret', signed({ secret: 'another' }), 'does not fit'],
		['another time', signed({ headers: { 'x-chatwoot-timestamp': String(NOW / 1000 + 1) } }), 'does not fit'],
		['no time', signed({ headers: { 'x-chatwoot-timestamp': undefined } }), 'does not fit'],
		['no signature', signed({ headers: { 'x-chatwoot-signature': undefined } }), 'It is not signed'],
		['an empty signature', signed({ headers: { 'x-chatwoot-signature': '' } }), 'does not fit'],
		['a malformed signature', signed({ headers: { 'x-chatwoot-signature': 'sha256=§§' } }), 'does not fit'],
		['an old one', signed({ at: NOW - 6 * MINUTE }), 'too long ago'],
		['one from the future', signed({ at: NOW + 6 * MINUTE }), 'in the future'],
	])('refuses %s', (_name, delivery, why) => {
		expect(CHATWOOT_INBOUND.verify(delivery, SECRET, NOW)).toEqual({ genuine: false, why: expect.stringContaining(why) });
	});

	it('refuses a time that is signed, but is none', () => {
		const delivery = aDelivery(messageCreated());
		const hash = createHmac('sha256', SECRET).update(`soon.${delivery.rawBody.toString()}`).digest('hex');
		const headers = { 'x-chatwoot-signature': `sha256=${hash}`, 'x-chatwoot-timestamp': 'soon' };
		expect(CHATWOOT_INBOUND.verify({ ...delivery, headers }, SECRET, NOW)).toEqual({ genuine: false, why: expect.stringContaining('does not say when') });
	});

	it.each([undefined, '', '  '])('takes everything with the secret %j, signed or not', (secret) => {
		expect(CHATWOOT_INBOUND.verify(aDelivery({}), secret, NOW)).toEqual({ genuine: true });
		expect(CHATWOOT_INBOUND.verify(signed({ at: 0 }), secret, NOW)).toEqual({ genuine: true });
	});
});

describe('deliveryId', () => {
	function id(body: unknown, delivery?: string, now = NOW): string {
		return CHATWOOT_INBOUND.deliveryId(aDelivery(body, delivery === undefined ? {} : { 'x-chatwoot-delivery': delivery }), now);
	}
	const status = changed('conversation_status_changed', { status: 'resolved', updated_at: WRITTEN / 1000 + 0.123 });

	it('is the message\'s own, however often and from how many webhooks it is sent', () => {
		expect(id(messageCreated(), 'uuid-1')).toBe(id(messageCreated({ content: 'edited' }), 'uuid-2', NOW + MINUTE));
		expect(id(messageCreated())).not.toBe(id(messageCreated({ id: 119 })));
		expect(id(messageCreated())).not.toBe(id(messageCreated({ account: { id: 4 } })));
	});

	it('is the one of the header for everything else', () => {
		expect(id(status, 'uuid-1')).toBe('uuid-1');
		expect(id('nonsense', 'uuid-1')).toBe('uuid-1');
	});

	it('is made of conversation and version where older versions send none', () => {
		expect(id(status)).toBe(id({ ...status, unread_count: 1 }, undefined, NOW + MINUTE));
		expect(id(status)).not.toBe(id({ ...status, id: 11 }));
		expect(id(status)).not.toBe(id({ ...status, updated_at: WRITTEN / 1000 + 0.124 }));
		expect(id(status)).not.toBe(id({ ...status, event: 'conversation_updated' }));
	});

	it('is made of the content where nothing else is there', () => {
		const { updated_at: _unknown, ...old } = status;
		expect(id(old)).toBe(id(old));
		expect(id(old)).not.toBe(id({ ...old, status: 'open' }));
		expect(id(old)).not.toBe(id(old, undefined, NOW + MINUTE));
	});
});

describe('read', () => {
	it('reads a customer\'s message', () => {
		expect(read(messageCreated())).toEqual({ kind: 'customer_message', ...ABOUT, messageId: '118', text: 'I need a person', attachments: [] });
	});

	it('reads a person\'s message', () => {
		expect(read(messageCreated({ message_type: 'outgoing', content: 'Hello', sender: AGENT }))).toEqual({
			kind: 'human_message',
			...ABOUT,
			messageId: '118',
			text: 'Hello',
			agent: { id: '7', name: 'Ana Silva', email: 'ana@example.org' },
		});
	});

	it.each<[string, Record<string, unknown>, string | undefined]>([
		['a customer', {}, 'customer_message'],
		['a customer, by number', { message_type: 0 }, 'customer_message'],
		['a person', { message_type: 'outgoing', sender: AGENT }, 'human_message'],
		['a person, by number', { message_type: 1, sender: AGENT }, 'human_message'],
		['somebody in the channel\'s own app', { message_type: 'outgoing', sender: null, content_attributes: { external_echo: true } }, 'human_message'],
		['a bot', { message_type: 'outgoing', sender: { id: 2, name: 'Bot', type: 'agent_bot' } }, 'automatic_message'],
		['Chatwoot\'s own assistant', { message_type: 'outgoing', sender: { id: 2, name: 'Captain', type: 'captain_assistant' } }, 'automatic_message'],
		['nobody', { message_type: 'outgoing', sender: null }, 'automatic_message'],
		['a campaign in somebody\'s name', { message_type: 'outgoing', sender: AGENT, additional_attributes: { campaign_id: 5 } }, 'automatic_message'],
		['an automation in somebody\'s name', { message_type: 'outgoing', sender: AGENT, content_attributes: { automation_rule_id: 9 } }, 'automatic_message'],
		['a template', { message_type: 'template', sender: AGENT }, 'automatic_message'],
		['a template, by number', { message_type: 3 }, 'automatic_message'],
		['a note', { message_type: 'outgoing', sender: AGENT, private: true }, undefined],
		['what happened', { message_type: 'activity' }, undefined],
		['what happened, by number', { message_type: 2 }, undefined],
		['an unknown type', { message_type: 'constructor' }, undefined],
		['no id', { id: null }, undefined],
		['an inexact id', { id: 2 ** 60 }, undefined],
		['an endless id', { id: 'x'.repeat(513) }, undefined],
		['no conversation', { conversation: undefined }, undefined],
		['a conversation without id', { conversation: conversation({ id: undefined }) }, undefined],
		['a conversation with nobody', { conversation: conversation({ meta: {} }) }, undefined],
	])('knows who wrote: %s', (_name, over, kind) => {
		expect(read(messageCreated(over))?.kind).toBe(kind);
	});

	it('reads what was attached', () => {
		const attachments = [{ file_type: 'image', data_url: 'https://chat.example.org/a.png' }, { file_type: 'location' }, null];
		expect(read(messageCreated({ content: null, attachments }))).toMatchObject({ text: '', attachments: ['https://chat.example.org/a.png'] });
	});

	it.each<[string, unknown, number]>([
		['ISO text', '2026-03-27T11:00:00.000Z', NOW - 60 * MINUTE],
		['an older version\'s text', '2026-03-27 11:00:00 UTC', NOW - 60 * MINUTE],
		['seconds', NOW / 1000 - 60, NOW - MINUTE],
		['nothing', undefined, NOW],
		['nonsense', 'soon', NOW],
	])('reads when it was written from %s', (_name, created_at, at) => {
		expect(read(messageCreated({ created_at }))?.at).toBe(at);
	});

	it('knows the contact by id where no more is said', () => {
		const bare = conversation({ meta: {}, contact_inbox: { contact_id: 14 }, channel: null });
		expect(read(messageCreated({ conversation: bare }))).toMatchObject({ conversationId: '10', contact: { id: '14', name: undefined }, channel: undefined });
	});

	describe('changes of the conversation', () => {
		const reassigned = { changed_attributes: [{ assignee_id: { previous_value: null, current_value: 7 } }] };
		const bot = { id: 2, name: 'Bot' };

		it.each<[string, Record<string, unknown>, unknown]>([
			['somebody', {}, { id: '7', name: 'Ana Silva', email: 'ana@example.org' }],
			['somebody, as older versions say it', { meta: { sender: CONTACT, assignee: AGENT } }, { id: '7', name: 'Ana Silva', email: 'ana@example.org' }],
			['nobody', { meta: { sender: CONTACT, assignee: null } }, undefined],
			['a bot', { meta: { sender: CONTACT, assignee: bot, assignee_type: 'AgentBot' } }, undefined],
			['a bot that says so itself', { meta: { sender: CONTACT, assignee: { ...bot, type: 'agent_bot' } } }, undefined],
			['somebody, among other changes', { changed_attributes: [{ status: {} }, ...reassigned.changed_attributes] }, { id: '7', name: 'Ana Silva', email: 'ana@example.org' }],
			['somebody, with changes as one object', { changed_attributes: reassigned.changed_attributes[0] }, { id: '7', name: 'Ana Silva', email: 'ana@example.org' }],
		])('reads that it was given to %s', (_name, over, assignee) => {
			expect(read(changed('conversation_updated', { ...reassigned, ...over }))).toEqual({ kind: 'assigned', ...ABOUT, assignee });
		});

		it.each<[string, string, Record<string, unknown>, string | undefined]>([
			['another change', 'conversation_updated', { changed_attributes: [{ label_list: {} }] }, undefined],
			['no change', 'conversation_updated', {}, undefined],
			['resolved', 'conversation_status_changed', { status: 'resolved' }, 'resolved'],
			['resolved, as agent bots are told', 'conversation_resolved', {}, 'resolved'],
			['pending', 'conversation_status_changed', { status: 'pending' }, 'given_to_bot'],
			['open: a customer\'s message does that, too', 'conversation_status_changed', { status: 'open' }, undefined],
			['snoozed', 'conversation_status_changed', { status: 'snoozed' }, undefined],
			['resolved, of no conversation', 'conversation_status_changed', { status: 'resolved', id: null }, undefined],
			['typing', 'conversation_typing_on', {}, undefined],
			['a changed message', 'message_updated', { message_type: 'incoming' }, undefined],
		])('reads %s', (_name, event, over, kind) => {
			expect(read(changed(event, over))?.kind).toBe(kind);
		});

		it('says no account when the conversation has no message yet', () => {
			expect(read(changed('conversation_status_changed', { status: 'resolved', messages: [] }))).toEqual({ kind: 'resolved', ...ABOUT, account: undefined });
		});

		it('happened when it came in, where older versions don\'t say', () => {
			expect(read(changed('conversation_status_changed', { status: 'resolved', updated_at: undefined }))?.at).toBe(NOW);
		});
	});

	it.each([null, 'text', 7, [], {}, { event: 'message_created' }, { event: null }])('reads nothing in %j', (body) => {
		expect(read(body)).toBeUndefined();
	});

	it('survives anything', () => {
		surviveAnything(
			CHATWOOT_INBOUND,
			['event', 'id', 'content', 'message_type', 'private', 'created_at', 'updated_at', 'sender', 'conversation', 'account', 'meta', 'assignee', 'changed_attributes', 'assignee_id', 'status', 'messages', 'attachments', 'channel', 'contact_inbox', 'contact_id'],
			['message_created', 'conversation_updated', 'conversation_status_changed', 'incoming', 'outgoing', 'resolved', 'user', 10, messageCreated(), changed('conversation_updated', { changed_attributes: { assignee_id: 1 } })],
			['x-chatwoot-signature', 'x-chatwoot-timestamp', 'x-chatwoot-delivery'],
		);
	});
});

describe('channelName', () => {
	it.each([
		['Channel::WebWidget', 'Website'],
		['Channel::Whatsapp', 'WhatsApp'],
		['Channel::TwilioSms', 'SMS'],
		['Channel::FacebookPage', 'Facebook'],
		['Channel::Line', 'LINE'],
		['Channel::Pigeon', 'Pigeon'],
		['', undefined],
		[null, undefined],
	])('calls %j %j', (type, name) => {
		expect(channelName(type)).toBe(name);
	});
});
