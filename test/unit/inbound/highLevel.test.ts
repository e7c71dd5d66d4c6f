import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { HIGH_LEVEL_INBOUND, highLevelInbound } from '../../../handover/desks/highLevel/webhook';
import type { Delivery, Verdict } from '../../../handover/inbound/event';
import { MINUTE, NOW } from '../../support/builders';
import { aDelivery, surviveAnything } from '../../support/deliveries';

const SECRET = 'a workflow\'s secret';
/** When it was written, a little before it came in. */
const WRITTEN = NOW - 2000;

function keyPair(): { privateKey: KeyObject; spki: string } {
	const { publicKey, privateKey } = generateKeyPairSync('ed25519');
	return { privateKey, spki: publicKey.export({ format: 'der', type: 'spki' }).toString('base64') };
}

function message(over: Record<string, unknown> = {}): Record<string, unknown> {
	return {
		type: 'InboundMessage',
		locationId: 'loc-1',
		contactId: 'contact-1',
		conversationId: 'conv-1',
		messageId: 'msg-1',
		body: 'I need a person',
		messageType: 'SMS',
		direction: 'inbound',
		contentType: 'text/plain',
		status: 'delivered',
		attachments: [],
		dateAdded: new Date(WRITTEN).toISOString(),
		timestamp: new Date(NOW).toISOString(),
		webhookId: 'webhook-1',
		...over,
	};
}

function outbound(over: Record<string, unknown> = {}): Record<string, unknown> {
	return message({ type: 'OutboundMessage', direction: 'outbound', body: 'Hello', userId: 'user-7', source: 'app', ...over });
}

/** What a workflow's Webhook action sends when a customer has replied. */
function fromWorkflow(over: Record<string, unknown> = {}): Record<string, unknown> {
	return {
		contact_id: 'contact-1',
		full_name: 'Rosa Lima',
		email: 'rosa@example.org',
		phone: '+5511999990000',
		tags: 'vip',
		location: { id: 'loc-1', name: 'Acme' },
		message: { type: 'SMS', body: 'I need a person' },
		workflow: { id: 'wf-1', name: 'To n8n' },
		customData: {},
		...over,
	};
}

function read(body: unknown) {
	return HIGH_LEVEL_INBOUND.read(aDelivery(body), NOW);
}

describe('verify', () => {
	const platform = keyPair();
	const inbound = highLevelInbound(platform.spki);

	/** Signs as HighLevel does. */
	function signed(body: Record<string, unknown>, { privateKey } = platform): Delivery {
		const delivery = aDelivery(body);
		return { ...delivery, headers: { 'x-ghl-signature': sign(null, delivery.rawBody, privateKey).toString('base64') } };
	}

	it.each<[string, unknown]>([
		['five minutes ago', new Date(NOW - 5 * MINUTE).toISOString()],
		['in five minutes, by another clock', NOW + 5 * MINUTE],
		['now, as text', String(NOW)],
	])('takes what was sent %s', (_name, timestamp) => {
		expect(inbound.verify(signed(message({ timestamp })), undefined, NOW)).toEqual({ genuine: true });
	});

	it.each<[string, Delivery, string]>([
		['a changed body', { ...signed(message()), rawBody: Buffer.from(JSON.stringify(message({ body: 'No' }))) }, 'does not fit'],
		['a time that was put in later', aDelivery(message(), signed(message({ timestamp: 0 })).headers), 'does not fit'],
		['another key\'s signature', signed(message(), keyPair()), 'does not fit'],
		['a malformed signature', aDelivery(message(), { 'x-ghl-signature': 'N/A' }), 'does not fit'],
		['an empty signature', aDelivery(message(), { 'x-ghl-signature': '' }), 'does not fit'],
		['an old one', signed(message({ timestamp: NOW - 6 * MINUTE })), 'too long ago'],
		['one from the future', signed(message({ timestamp: NOW + 6 * MINUTE })), 'in the future'],
		['an old one that says only when the message was written', signed(message({ timestamp: undefined, dateAdded: NOW - 6 * MINUTE })), 'too long ago'],
		['no signature', aDelivery(message()), 'neither'],
		['the retired signature', aDelivery(message(), { 'x-wh-signature': 'abc=' }), 'neither'],
		['a wrong signature, whatever else is right', aDelivery(message(), { 'x-ghl-signature': 'abc=', 'x-handover-secret': SECRET }), 'does not fit'],
	])('refuses %s', (_name, delivery, why) => {
		expect(inbound.verify(delivery, SECRET, NOW)).toEqual({ genuine: false, why: expect.stringContaining(why) });
	});

	it('refuses what a test signed, when HighLevel\'s own key counts', () => {
		expect(HIGH_LEVEL_INBOUND.verify(signed(message()), undefined, NOW)).toMatchObject({ genuine: false });
	});

	describe('with a key of one\'s own as the secret', () => {
		const own = keyPair();

		it('takes what either key signed, and nothing else', () => {
			expect(inbound.verify(signed(message(), own), own.spki, NOW)).toEqual({ genuine: true });
			expect(inbound.verify(signed(message()), own.spki, NOW)).toEqual({ genuine: true });
			expect(inbound.verify(signed(message(), keyPair()), own.spki, NOW)).toMatchObject({ genuine: false });
			expect(inbound.verify(signed(message({ timestamp: 0 }), own), own.spki, NOW)).toMatchObject({ genuine: false });
		});

		it('does not take the key for a password: everybody may know it', () => {
			expect(inbound.verify(aDelivery(fromWorkflow(), { 'x-handover-secret': own.spki }), own.spki, NOW)).toMatchObject({ genuine: false });
		});
	});

	it.each<[string, string | undefined, string | undefined, Verdict['genuine']]>([
		['the secret', SECRET, SECRET, true],
		['another secret', 'another', SECRET, false],
		['an empty one', '', SECRET, false],
		['a secret where none is set', SECRET, undefined, false],
		['an empty one where none is set', '', '', false],
		['none', undefined, SECRET, false],
	])('judges a workflow\'s delivery with %s', (_name, said, secret, genuine) => {
		const delivery = aDelivery(fromWorkflow(), said === undefined ? {} : { 'x-handover-secret': said });
		expect(HIGH_LEVEL_INBOUND.verify(delivery, secret, NOW).genuine).toBe(genuine);
	});
});

describe('deliveryId', () => {
	function id(body: unknown, now = NOW): string {
		return HIGH_LEVEL_INBOUND.deliveryId(aDelivery(body), now);
	}
	const unnamed = message({ webhookId: undefined });

	it('is HighLevel\'s own', () => {
		expect(id(message())).toBe('webhook-1');
	});

	it('is made of message and type where there is none', () => {
		expect(id(unnamed)).toBe(id({ ...unnamed, status: 'read' }, NOW + MINUTE));
		expect(id(unnamed)).not.toBe(id({ ...unnamed, type: 'OutboundMessage' }));
		expect(id(unnamed)).not.toBe(id({ ...unnamed, messageId: 'msg-2' }));
	});

	it('is the message\'s that a workflow names', () => {
		const named = fromWorkflow({ customData: { messageId: 'msg-1' } });
		expect(id(named)).toBe(id({ ...named, tags: '' }, NOW + MINUTE));
	});

	it('is made of the content where nothing is named, so that the same words a minute later are new', () => {
		expect(id(fromWorkflow())).toBe(id(fromWorkflow()));
		expect(id(fromWorkflow())).not.toBe(id(fromWorkflow({ message: { body: 'Yes' } })));
		expect(id(fromWorkflow())).not.toBe(id(fromWorkflow(), NOW + MINUTE));
	});
});

describe('read', () => {
	const ABOUT = {
		account: 'loc-1',
		conversationId: 'conv-1',
		contact: { id: 'contact-1' },
		channel: 'SMS',
		at: WRITTEN,
		messageId: 'msg-1',
	};
	const ANA = { id: 'user-7', name: 'user-7' };

	it('reads a customer\'s message', () => {
		expect(read(message({ attachments: ['https://files.example.org/a.png', null, ''] }))).toEqual({
			kind: 'customer_message',
			...ABOUT,
			text: 'I need a person',
			attachments: ['https://files.example.org/a.png'],
		});
	});

	it('reads a person\'s message', () => {
		expect(read(outbound())).toEqual({ kind: 'human_message', ...ABOUT, text: 'Hello', agent: ANA });
	});

	it.each<[string, Record<string, unknown>, string | undefined]>([
		['a user in HighLevel\'s own window', { source: 'app' }, 'human_message'],
		['a user, by no source', { source: undefined }, 'human_message'],
		['a user, by an unknown source', { source: 'carrier pigeon' }, 'human_message'],
		['a user, by a source that only sounds like one of ours', { source: 'therapist' }, 'human_message'],
		['a user by hand, for a campaign', { messageType: 'TYPE_CAMPAIGN_MANUAL_SMS' }, 'human_message'],
		['a user, as HighLevel\'s example has it', { direction: 'inbound' }, 'human_message'],
		['a workflow', { source: 'workflow' }, 'automatic_message'],
		['a workflow, in capitals', { source: 'WORKFLOW' }, 'automatic_message'],
		['an API', { source: 'api' }, 'automatic_message'],
		['a bulk action', { source: 'bulk_actions' }, 'automatic_message'],
		['a campaign', { source: 'campaign' }, 'automatic_message'],
		['HighLevel\'s own bot', { source: 'conversation_ai' }, 'automatic_message'],
		['a campaign, by its type', { source: undefined, messageType: 'TYPE_CAMPAIGN_SMS' }, 'automatic_message'],
		['a campaign, by another way to write it', { source: undefined, messageType: 'Campaign SMS' }, 'automatic_message'],
		['a request for a review', { source: undefined, messageType: 'TYPE_SMS_REVIEW_REQUEST' }, 'automatic_message'],
		['somebody in HighLevel\'s own window whom it does not name', { userId: undefined }, 'human_message'],
		['nobody', { userId: undefined, source: undefined }, 'automatic_message'],
		['nobody, said as null', { userId: null, source: undefined }, 'automatic_message'],
		['somebody to the team', { messageType: 'Internal Comment' }, undefined],
		['somebody to the team, by the API\'s name', { messageType: 'TYPE_INTERNAL_COMMENT' }, undefined],
		['nobody: it only happened', { messageType: 'TYPE_ACTIVITY_OPPORTUNITY' }, undefined],
	])('knows who wrote: %s', (_name, over, kind) => {
		expect(read(outbound(over))?.kind).toBe(kind);
	});

	it.each<[string, Record<string, unknown>, string | undefined]>([
		['a user calling', outbound({ messageType: 'CALL', body: undefined }), 'human_message'],
		['a user leaving a voicemail', outbound({ messageType: 'Voicemail', body: undefined }), 'human_message'],
		['a campaign calling', outbound({ messageType: 'TYPE_CAMPAIGN_VOICEMAIL' }), 'automatic_message'],
		['a customer\'s call that a user took', message({ messageType: 'CALL', userId: 'user-7', callStatus: 'completed' }), 'human_message'],
		['the same, as HighLevel\'s example has it', outbound({ messageType: 'CALL', direction: 'inbound', status: 'completed' }), 'human_message'],
		['a voicemail', message({ messageType: 'CALL', body: undefined, status: 'voicemail', attachments: ['https://files.example.org/v.mp3'] }), 'customer_message'],
		['a voicemail for a user', message({ messageType: 'TYPE_CALL', userId: 'user-7', callStatus: 'voicemail', attachments: ['https://files.example.org/v.mp3'] }), 'customer_message'],
		['a voicemail, said as the example says calls', outbound({ messageType: 'CALL', direction: 'inbound', status: 'voicemail', attachments: ['https://files.example.org/v.mp3'] }), 'customer_message'],
		['a missed call', message({ messageType: 'CALL', userId: 'user-7', status: 'no-answer' }), undefined],
	])('reads %s', (_name, body, kind) => {
		expect(read(body)?.kind).toBe(kind);
	});

	it('reads a call as a message without words', () => {
		expect(read(outbound({ messageType: 'CALL', body: undefined }))).toMatchObject({ text: '', agent: ANA });
	});

	it('reads e-mails as text, and other channels as they are', () => {
		const body = '<div>1 &lt; 2<br>Rosa</div>';
		expect(read(message({ messageType: 'Email', body }))).toMatchObject({ text: '1 < 2\nRosa', channel: 'Email' });
		expect(read(message({ messageType: 'SMS', body }))).toMatchObject({ text: body });
	});

	it('knows a message that is sent once more by its first id', () => {
		expect(read(outbound({ messageId: 'msg-2', originalMessageId: 'msg-1' }))).toMatchObject({ messageId: 'msg-1' });
	});

	it('knows a message without an id by its e-mail\'s, or by the delivery\'s', () => {
		expect(read(message({ messageId: undefined, emailMessageId: 'mail-1' }))).toMatchObject({ messageId: 'mail-1' });
		expect(read(message({ messageId: undefined }))).toMatchObject({ messageId: 'webhook-1' });
	});

	it.each<[string, Record<string, unknown>, number]>([
		['its own date', {}, WRITTEN],
		['the delivery\'s', { dateAdded: undefined, timestamp: NOW - 1000 }, NOW - 1000],
		['when it came in', { dateAdded: 'soon', timestamp: undefined }, NOW],
	])('happened at %s', (_name, over, at) => {
		expect(read(message(over))?.at).toBe(at);
	});

	it('reads a completed task', () => {
		const task = { type: 'TaskComplete', locationId: 'loc-1', id: 'task-1', title: 'Call Rosa', contactId: 'contact-1', assignedTo: 'user-7', timestamp: new Date(WRITTEN).toISOString() };
		expect(read(task)).toEqual({ kind: 'task_completed', account: 'loc-1', contact: { id: 'contact-1' }, at: WRITTEN, taskId: 'task-1', title: 'Call Rosa' });
		expect(read({ ...task, id: undefined })).toBeUndefined();
		expect(read({ ...task, contactId: undefined })).toBeUndefined();
	});

	describe('a changed contact', () => {
		const contact = { type: 'ContactUpdate', locationId: 'loc-1', id: 'contact-1', firstName: 'Rosa', lastName: 'Lima', email: 'rosa@example.org', phone: '+5511999990000', timestamp: new Date(WRITTEN).toISOString() };

		it.each<[string, unknown, unknown]>([
			['somebody', 'user-7', ANA],
			['nobody', null, undefined],
			['nobody, as an empty text', '', undefined],
		])('belongs to %s', (_name, assignedTo, assignee) => {
			expect(read({ ...contact, assignedTo })).toEqual({
				kind: 'assigned',
				account: 'loc-1',
				contact: { id: 'contact-1', name: 'Rosa Lima', email: 'rosa@example.org', phone: '+5511999990000' },
				at: WRITTEN,
				assignee,
			});
		});

		it('says nothing when it names no owner, or no contact', () => {
			expect(read(contact)).toBeUndefined();
			expect(read({ ...contact, id: undefined, assignedTo: 'user-7' })).toBeUndefined();
		});
	});

	describe('a workflow\'s delivery', () => {
		const ROSA = { id: 'contact-1', name: 'Rosa Lima', email: 'rosa@example.org', phone: '+5511999990000' };

		it('is a customer\'s message', () => {
			const body = fromWorkflow();
			expect(read(body)).toEqual({
				kind: 'customer_message',
				account: 'loc-1',
				contact: ROSA,
				channel: 'SMS',
				at: NOW,
				messageId: HIGH_LEVEL_INBOUND.deliveryId(aDelivery(body), NOW),
				text: 'I need a person',
				attachments: [],
			});
		});

		it('takes what the operator names before what is there anyway', () => {
			const customData = { message: 'Help', conversationId: 'conv-1', messageId: 'msg-1', channel: 'WhatsApp' };
			expect(read(fromWorkflow({ customData }))).toMatchObject({ text: 'Help', conversationId: 'conv-1', messageId: 'msg-1', channel: 'WhatsApp' });
		});

		it('need not name the account: it knew the secret', () => {
			expect(read(fromWorkflow({ location: undefined }))).toMatchObject({ kind: 'customer_message', account: undefined });
		});

		it('puts the name together where it comes in parts', () => {
			expect(read(fromWorkflow({ full_name: undefined, first_name: 'Rosa', last_name: 'Lima' }))?.contact.name).toBe('Rosa Lima');
			expect(read(fromWorkflow({ full_name: '', first_name: 'Rosa' }))?.contact.name).toBe('Rosa');
		});

		it.each([
			['no message', { message: undefined }],
			['an empty message', { message: { body: '' } }],
			['no contact', { contact_id: undefined }],
		])('says nothing with %s', (_name, over) => {
			expect(read(fromWorkflow(over))).toBeUndefined();
		});
	});

	it.each([null, 'text', 7, [], {}, { type: 'ConversationUnreadUpdate', contactId: 'c' }, message({ contactId: undefined }), message({ locationId: undefined }), message({ type: null })])('reads nothing in %j', (body) => {
		expect(read(body)).toBeUndefined();
	});

	it('survives anything', () => {
		surviveAnything(
			HIGH_LEVEL_INBOUND,
			['type', 'contactId', 'contact_id', 'id', 'messageId', 'originalMessageId', 'conversationId', 'body', 'messageType', 'userId', 'source', 'attachments', 'dateAdded', 'timestamp', 'webhookId', 'assignedTo', 'title', 'message', 'customData', 'location', 'status'],
			['InboundMessage', 'OutboundMessage', 'TaskComplete', 'ContactUpdate', 'Email', 'CALL', '<p>a', 10, message({ messageType: 'Email' }), fromWorkflow()],
			['x-ghl-signature', 'x-handover-secret'],
		);
	});
});
