import { CHATWOOT_INBOUND } from '../../../handover/desks/chatwoot/webhook';
import { HIGH_LEVEL_INBOUND } from '../../../handover/desks/highLevel/webhook';
import type { InboundEvent, InboundReader } from '../../../handover/inbound/event';
import { ChatwootServer } from '../../fakes/chatwootServer';
import type { FakeDesk } from '../../fakes/fakeDesk';
import { HighLevelServer } from '../../fakes/highLevelServer';
import { NOW } from '../../support/builders';

/** Nobody listens there: the fakes keep what they sent. */
const TARGET = 'http://127.0.0.1:9/webhook';

/** What the reader makes of all that a fake has sent. */
function readAll(reader: InboundReader, secret: string | undefined, sent: ReadonlyArray<{ headers: Record<string, string>; rawBody: string }>): InboundEvent[] {
	const deliveries = sent.map(({ headers, rawBody }) => ({
		headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
		rawBody: Buffer.from(rawBody),
		body: JSON.parse(rawBody) as unknown,
	}));
	for (const delivery of deliveries) expect(reader.verify(delivery, secret, NOW)).toEqual({ genuine: true });
	expect(new Set(deliveries.map((delivery) => reader.deliveryId(delivery, NOW))).size).toBe(sent.length);
	return deliveries.flatMap((delivery) => reader.read(delivery, NOW) ?? []);
}

/** Somebody to write, and a conversation to write in. */
function setUp(fake: FakeDesk & { target?: string; now: () => number }) {
	fake.now = () => NOW;
	const agent = fake.addAgent({ name: 'Ana Silva' });
	const { conversationId, contactId } = fake.addConversation({ contact: { name: 'Rosa Lima' } });
	fake.target = TARGET;
	return { agent, conversationId, contactId };
}

it('reads what the fake Chatwoot sends', async () => {
	const fake = await ChatwootServer.start();
	const { agent, conversationId, contactId } = setUp(fake);
	const asked = await fake.customerWrites(conversationId, 'I need a person');
	await fake.byHand(conversationId, { assignee: agent });
	const answered = await fake.agentWrites(conversationId, agent, 'Hello');
	await fake.byHand(conversationId, { assignee: null });
	await fake.byHand(conversationId, { status: 'resolved' });
	await fake.byHand(conversationId, { status: 'pending' });
	await fake.close();

	const ana = expect.objectContaining({ id: agent, name: 'Ana Silva' }) as unknown;
	const about = { account: '1', conversationId, contact: expect.objectContaining({ id: contactId }) as unknown, channel: 'Website', at: expect.any(Number) as unknown };
	expect(readAll(CHATWOOT_INBOUND, fake.secret, fake.deliveries)).toEqual([
		{ kind: 'customer_message', ...about, messageId: asked, text: 'I need a person', attachments: [] },
		{ kind: 'assigned', ...about, assignee: ana },
		{ kind: 'human_message', ...about, messageId: answered, text: 'Hello', agent: ana },
		{ kind: 'assigned', ...about, assignee: undefined },
		{ kind: 'resolved', ...about },
		{ kind: 'given_to_bot', ...about },
	]);
});

it('reads what the fake HighLevel sends', async () => {
	const fake = await HighLevelServer.start();
	const { agent, conversationId, contactId } = setUp(fake);
	const asked = await fake.customerWrites(conversationId, 'I need a person');
	await fake.changesOwner(conversationId, agent);
	const answered = await fake.agentWrites(conversationId, agent, 'Hello');
	const confirmed = await fake.workflowWrites(conversationId, 'We have your request');
	await fake.changesOwner(conversationId, undefined);
	await fake.close();

	const ana = { id: agent, name: agent };
	const about = { account: fake.credentials.locationId, contact: expect.objectContaining({ id: contactId }) as unknown, at: expect.any(Number) as unknown };
	const message = { ...about, conversationId, channel: 'SMS' };
	expect(readAll(HIGH_LEVEL_INBOUND, fake.publicKey, fake.deliveries)).toEqual([
		{ kind: 'customer_message', ...message, messageId: asked, text: 'I need a person', attachments: [] },
		{ kind: 'assigned', ...about, assignee: ana },
		{ kind: 'human_message', ...message, messageId: answered, text: 'Hello', agent: ana },
		{ kind: 'automatic_message', ...message, messageId: confirmed, text: 'We have your request' },
		{ kind: 'assigned', ...about, assignee: undefined },
	]);
});
