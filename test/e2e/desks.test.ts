import { join } from 'node:path';
import { openSqliteStore } from '../../handover/store/sqlite/open';
import type { KyselyStore } from '../../handover/store/kyselyStore';
import chatwootTemplate from '../../templates/human-handover-chatwoot.json';
import highLevelTemplate from '../../templates/human-handover-highlevel.json';
import { ChatwootServer } from '../fakes/chatwootServer';
import { deliver, type FakeDesk } from '../fakes/fakeDesk';
import { HighLevelServer } from '../fakes/highLevelServer';
import { deskFlow, eventually, sharedUrl, signedIn, type DeskFlow } from '../support/n8n';

let store: KyselyStore;
beforeAll(async () => {
	store = await openSqliteStore(join(process.env.E2E_N8N_FOLDER ?? '', '.n8n', 'human-handover.sqlite'));
});
afterAll(() => store.close());

/** A desk, and a flow in n8n that is connected to it. */
interface Bench {
	fake: FakeDesk & { deliveries: Array<{ rawBody: string; headers: Record<string, string> }> };
	flow: DeskFlow;
	channel: string;
	/** As the conversations are stored. */
	account: { desk: string; account: string };
}

const BENCHES: Array<[string, () => Promise<Bench>]> = [
	['Chatwoot', chatwoot],
	['HighLevel', highLevel],
];

/** Chatwoot registers the webhook itself. */
async function chatwoot(): Promise<Bench> {
	const fake = await ChatwootServer.start();
	const flow = await deskFlow(await signedIn(), chatwootTemplate, 'humanHandoverChatwootApi', fake.credentials);
	return { fake, flow, channel: 'WhatsApp', account: { desk: 'chatwoot', account: fake.credentials.accountId ?? '' } };
}

/** HighLevel is told where to by hand; its signatures are checked against the key of the fake. */
async function highLevel(): Promise<Bench> {
	const fake = await HighLevelServer.start();
	const credentials = { ...fake.credentials, webhookSecret: fake.publicKey };
	const flow = await deskFlow(await signedIn(), highLevelTemplate, 'humanHandoverHighLevelApi', credentials);
	fake.target = `${sharedUrl()}/webhook/${flow.webhookId}/highlevel`;
	return { fake, flow, channel: 'SMS', account: { desk: 'highLevel', account: fake.credentials.locationId ?? '' } };
}

describe.each(BENCHES)('%s', (name, setUp) => {
	let bench: Bench;
	let conversationId: string;
	let agentId: string;

	beforeAll(async () => {
		bench = await setUp();
		agentId = bench.fake.addAgent({ name: 'Ana Silva', email: 'ana@example.com' });
		({ conversationId } = bench.fake.addConversation({
			contact: { name: 'Rosa Lima', phone: '+351910000000', email: 'rosa@example.com' },
			channel: bench.channel,
		}));
	});
	afterAll(async () => {
		await bench.flow.unpublish();
		await bench.fake.close();
	});

	const sent = () => bench.fake.state(conversationId).sent.map(({ text }) => text);

	/** The customer writes, and the flow has dealt with it. */
	async function customer(text: string): Promise<void> {
		await bench.flow.after(() => bench.fake.customerWrites(conversationId, text));
	}

	it('lists the people of the desk in the panel', async () => {
		const options = await (await signedIn()).request('POST', '/dynamic-node-parameters/options', {
			path: 'parameters.member',
			methodName: 'members',
			nodeTypeAndVersion: { name: 'n8n-nodes-human-handover.assignConversation', version: 1 },
			currentNodeParameters: { desk: bench.account.desk, assignTo: 'member', team: {} },
			credentials: bench.flow.credentials,
		});
		expect(options).toEqual(expect.arrayContaining([{ name: 'Ana Silva', value: agentId }]));
	});

	it('answers as the bot, on the channel of the conversation', async () => {
		await customer('What are your opening hours?');
		const [answer] = bench.fake.state(conversationId).sent;
		expect(answer?.text).toContain('Monday to Friday');
		expect(answer?.channel).toMatch(new RegExp(bench.channel, 'i'));
	});

	it('hands over: assignee, task, tags, note, message, in that order, with few requests', async () => {
		const before = bench.fake.requests.length;
		await customer('Can I talk to a human, please?');
		const state = bench.fake.state(conversationId);
		expect(state).toMatchObject({ owner: agentId, tags: expect.arrayContaining(['human_handover', 'handover_human_requested']) });
		expect(state.tasks).toHaveLength(1);
		expect(state.tasks[0]).toMatchObject({ completed: false, body: expect.stringContaining('Rosa Lima') });
		expect(sent().at(-1)).toBe('Thank you! Someone from the team will get back to you.');
		const done = state.effects.filter((effect) => effect !== 'bot');
		const order = done.filter((effect, index) => done.indexOf(effect) === index || effect === 'message').slice(-5);
		expect(order).toEqual(name === 'Chatwoot' ? ['message', 'assign', 'task', 'tag', 'message'] : ['assign', 'task', 'tag', 'note', 'message']);
		expect(bench.fake.requests.length - before).toBeLessThanOrEqual(8);
		if (name === 'Chatwoot') expect(state.botOn).toBe(false);
	});

	it('says nothing more while a person has it, whoever writes', async () => {
		const before = sent().length;
		await customer('Hello? Are you there?');
		await bench.flow.after(() => bench.fake.agentWrites(conversationId, agentId, 'Hi Rosa, Ana here. One moment.'));
		await customer('Great, thank you!');
		// The agent's own message is in the conversation, the bot's silence is what counts.
		expect(sent().length - before).toBe(1);
		expect(sent().at(-1)).toContain('Ana here');
	});

	it('keeps quiet for longer when a person writes, without anybody clicking', async () => {
		const ref = { ...bench.account, conversationId };
		await store.setPause(ref, (pause) => ({ ...(pause ?? { setAt: 0, reason: '' }), until: Date.now() + 60_000 }));
		await bench.flow.after(() => bench.fake.agentWrites(conversationId, agentId, 'I am looking it up.'));
		const { pause } = await store.situation(ref);
		expect(pause?.reason).toBe('A person replied');
		expect((pause?.until ?? 0) - Date.now()).toBeGreaterThan(7 * 60 * 60 * 1000);
	});

	it('answers again when the pause is over', async () => {
		const ref = { ...bench.account, conversationId };
		await store.setPause(ref, (pause) => ({ ...(pause ?? { setAt: 0, reason: '' }), until: Date.now() }));
		await customer('What are your opening hours?');
		expect(sent().at(-1)).toContain('Monday to Friday');
		expect((await store.latestHandover(ref))?.outcome).toBe('bot_returned');
	});

	it('takes the echo of its own answer for no takeover', async () => {
		const { pause } = await store.situation({ ...bench.account, conversationId });
		expect(pause?.until ?? 0).toBeLessThanOrEqual(Date.now());
		await customer('How much is shipping?');
		await eventually(() => expect(sent().at(-1)).toContain('4.90'));
	});

	it('refuses a delivery that is not genuine, and takes a genuine one only once', async () => {
		const { deliveries } = bench.flow;
		const forged = await fetch(bench.flow.webhookUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"event":"message_created","type":"InboundMessage"}' });
		expect(forged.status).toBe(401);
		const before = await deliveries();
		await bench.flow.after(() => bench.fake.customerWrites(conversationId, 'How can I pay?'));
		const asked = bench.fake.deliveries.find(({ rawBody }) => rawBody.includes('How can I pay?'));
		expect(await deliver(bench.flow.webhookUrl, asked?.rawBody ?? '', asked?.headers ?? {})).toBe(200);
		expect((await deliveries()) - before).toBe(1);
	});

	it('leaves no secret in what n8n keeps of its runs', async () => {
		const kept = await bench.flow.kept();
		expect(kept).toContain('human_handover');
		for (const secret of [bench.fake.credentials.token, bench.fake.credentials.apiAccessToken, bench.fake.credentials.botAccessToken]) {
			if (secret !== undefined) expect(kept).not.toContain(secret);
		}
	});
});

it.each(BENCHES)('the %s credential tells a wrong token from a wrong account and from a host that is not there', async (name, setUp) => {
	const { fake, flow } = await setUp();
	const client = await signedIn();
	const type = name === 'Chatwoot' ? 'humanHandoverChatwootApi' : 'humanHandoverHighLevelApi';
	const wrong: Record<'token' | 'account', Record<string, string>> = name === 'Chatwoot' ? { token: { apiAccessToken: 'nonsense' }, account: { accountId: '99' } } : { token: { token: 'nonsense' }, account: { locationId: 'elsewhere' } };
	const test = async (change: Record<string, string>) => {
		const data = { ...fake.credentials, ...change };
		const saved = await client.createCredential({ name: `${name} ${Object.keys(change).join()}`, type, data });
		return client.request('POST', '/credentials/test', { credentials: { ...saved, type, data } }) as Promise<{ status: string; message: string }>;
	};
	try {
		expect(await test({})).toMatchObject({ status: 'OK' });
		const said = [await test(wrong.token), await test(wrong.account), await test({ url: 'http://127.0.0.1:9' })];
		expect(said.map(({ status }) => status)).toEqual(['Error', 'Error', 'Error']);
		expect(new Set(said.map(({ message }) => message)).size).toBe(3);
		expect(said[0]?.message).toMatch(/token/i);
		expect(said[1]?.message).toMatch(/account|location/i);
		for (const { message } of said) expect(message).not.toContain('nonsense');
	} finally {
		await flow.unpublish();
		await fake.close();
	}
});
