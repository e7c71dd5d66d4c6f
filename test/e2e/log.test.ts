import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { IDataObject } from 'n8n-workflow';
import Papa from 'papaparse';
import type { Receipt } from '../../handover/receipt';
import { mailServer, type Mail, type MailServer } from '../fakes/mailServer';
import { describeInBrowser, launch, screenshot } from '../support/browser';
import { SILENCE, copyOfTemplate, customerOf, eventually, lastExecution, parametersOf, sharedUrl, signedIn } from '../support/n8n';
import type { ExecutionData, N8nClient } from '../support/scripts';
import { webhookFlow, type FlowNode, type WebhookFlow } from '../support/webhooks';

/** Eight people, so that all of them can press a button at once. */
const TEAM = ['Ana', 'Ben', 'Chloe', 'Dan', 'Eva', 'Finn', 'Gita', 'Hugo'].map((name) => ({
	name, email: `${name.toLowerCase()}@example.com`, team: 'Support', capacity: 500, available: true,
}));

const DAY = 24 * 60 * 60 * 1000;
const EMAIL = 'Send it by e-mail';

const log = (name: string, operation: string, parameters: object = {}, over: Partial<FlowNode> = {}): FlowNode => ({
	name,
	type: 'handoverLog',
	parameters: { operation, ...parameters } as FlowNode['parameters'],
	...over,
});

/** A node that says by which output an item came. */
const says = (name: string): FlowNode => ({
	name,
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: { assignments: { assignments: [{ id: name, name: 'by', value: name, type: 'string' }] }, includeOtherFields: true, options: {} },
});

let client: N8nClient;
let mail: MailServer;
/** The starter workflow, with its notifications switched on. */
let bot: { id: string; webhookId: string };
/** What the operator has wired to buttons, forms and other programs. */
let office: WebhookFlow;

beforeAll(async () => {
	client = await signedIn();
	mail = await mailServer();
	const data = { host: '127.0.0.1', port: mail.port, secure: false, disableStartTls: true, user: '', password: '' };
	const smtp = { smtp: await client.createCredential({ name: `Mail ${randomUUID()}`, type: 'smtp', data }) };

	const copy = copyOfTemplate(`log ${randomUUID()}`);
	Object.assign(parametersOf(copy, 'Assign Conversation'), { team: { members: TEAM } });
	const nodes = copy.nodes.map((node) => (node.name === EMAIL ? { ...node, disabled: false, credentials: smtp } : node));
	bot = { id: await client.importWorkflow({ ...copy, nodes }), webhookId: copy.webhookId };
	await client.activate(bot.id);

	const reportMail = copy.nodes.find(({ name }) => name === 'E-mail the report');
	if (!reportMail) throw new Error('The template mails no report');
	const id = '={{ $json.handoverId }}';
	const conversation = { filters: { conversationId: '={{ $json.conversation }}' } };
	office = await webhookFlow(client, 'Office', {
		list: { nodes: [log('List', 'list', conversation)], responds: 'allEntries' },
		get: { nodes: [log('Get', 'get', { conversationId: '={{ $json.conversation }}' })] },
		claim: {
			nodes: [log('Claim', 'claim', { handoverId: id }), says('yours'), says('too late')],
			links: [['Claim', 0, 'yours'], ['Claim', 1, 'too late']],
		},
		replied: { nodes: [log('Replied', 'humanReplied', { conversationId: '={{ $json.conversation }}', agentMessage: '={{ $json.text }}' })] },
		close: { nodes: [log('Close', 'close', { handoverId: id, outcome: '={{ $json.outcome }}', note: '={{ $json.note }}' })] },
		notify: { nodes: [log('Notify', 'notify', { conversationId: '={{ $json.conversation }}', link: '={{ $json.link }}' }), { ...mailNode(copy), name: 'Mail', credentials: smtp }], responds: 'allEntries' },
		report: { nodes: [log('Report', 'report', { title: '={{ $json.title }}' }), { ...(reportMail as unknown as FlowNode), name: 'Mail the report', disabled: false, credentials: smtp }] },
		export: { nodes: [log('Export', 'export', conversation)], responds: 'firstEntryBinary' },
		erase: { nodes: [log('Erase', 'erase', { contactId: '={{ $json.contact }}', confirmErase: '={{ $json.sure }}' })] },
		deleteOld: { nodes: [log('Delete', 'deleteOld', { keepDays: 2 })] },
		// What goes wrong does not stop the flow.
		goesOn: { nodes: [log('Goes on', 'get', { handoverId: id }, { onError: 'continueRegularOutput' })] },
		errorOutput: {
			nodes: [log('Look', 'get', { handoverId: id }, { onError: 'continueErrorOutput' }), says('found'), says('failed')],
			links: [['Look', 0, 'found'], ['Look', 1, 'failed']],
		},
		claimErrorOutput: {
			nodes: [log('Take', 'claim', { handoverId: id }, { onError: 'continueErrorOutput' }), says('taken'), says('not taken'), says('take failed')],
			links: [['Take', 0, 'taken'], ['Take', 1, 'not taken'], ['Take', 2, 'take failed']],
		},
		escalateErrorOutput: {
			nodes: [
				{ name: 'Escalate', type: 'assignConversation', parameters: { operation: 'escalate', conversationId: '={{ $json.conversation }}', order: { lines: [{ who: 'team', team: '={{ $json.team }}' }] } }, onError: 'continueErrorOutput' },
				says('escalated'),
				says('not needed'),
				says('escalation failed'),
			],
			links: [['Escalate', 0, 'escalated'], ['Escalate', 1, 'not needed'], ['Escalate', 2, 'escalation failed']],
		},
	});
});

afterAll(async () => {
	await client.request('POST', `/workflows/${bot.id}/deactivate`);
	await client.request('POST', `/workflows/${office.id}/deactivate`);
	await mail.close();
});

function mailNode(copy: { nodes: Array<{ name: string }> }): FlowNode {
	const node = copy.nodes.find(({ name }) => name === EMAIL);
	if (!node) throw new Error('The template sends no e-mail');
	return { ...(node as unknown as FlowNode), disabled: false };
}

/** A customer who has asked for a person. */
async function handedOver(asks = 'Can I talk to a human?') {
	const conversation = randomUUID();
	const say = customerOf(sharedUrl(), bot.webhookId, conversation);
	expect((await say(asks)).output).toContain('Thank you');
	const { handover } = await office.json('get', { conversation });
	return { conversation, say, handover: handover as unknown as Receipt };
}

/** The executions in which people were told of a handover, newest first. */
async function told({ id }: Receipt): Promise<ExecutionData[]> {
	const latest = await client.executions({ workflowId: bot.id, limit: 20 });
	const executions = await Promise.all(latest.map((one) => client.execution(one.id)));
	const eventOf = ({ data }: ExecutionData) => data?.resultData.runData['When the team should know']?.[0]?.data?.main?.[0]?.[0]?.json;
	return executions.filter((one) => (eventOf(one)?.handover as Receipt | undefined)?.id === id);
}

/** What went wrong in the last execution of the office. */
async function whatWentWrong() {
	return (await lastExecution(client, office.id)).data?.resultData.error as { message: string; description?: string } | undefined;
}

interface ParsedMail {
	subject?: string;
	text?: string;
	html?: string | false;
	to?: { text: string };
	attachments: Array<{ filename?: string; contentType: string; content: Buffer }>;
}

/** As a mail program reads it: by the parser that n8n itself has. */
async function read({ source }: Mail): Promise<ParsedMail> {
	const { simpleParser } = createRequire(resolve(__dirname, '../../scripts/n8n/package.json'))('mailparser') as { simpleParser: (source: Buffer) => Promise<ParsedMail> };
	return simpleParser(Buffer.from(source, 'latin1'));
}

/** As a spreadsheet reads it. */
const rowsOf = (csv: string) => Papa.parse<string[]>(csv.replace(/^\uFEFF/, '')).data;

/** The mails in which a word stands, also where the encoding (quoted-printable) breaks it over two lines. */
const mailsWith = (word: string) => mail.mails.filter(({ source }) => source.replaceAll('=\r\n', '').includes(word));

const about = (handover: Receipt) => mailsWith(handover.id);

describe('from the request to the bot that is back', () => {
	it('eight people claim at once: one gets it, the others are told who', async () => {
		const { conversation, handover } = await handedOver();
		const answers = await Promise.all(TEAM.map(({ email }) => office.json('claim', { handoverId: handover.id, agent: email })));
		const [winner, ...more] = answers.filter(({ by }) => by === 'yours');
		expect(more).toEqual([]);
		const { name } = (winner?.claim as { by: { name: string } }).by;
		const late = answers.filter(({ by }) => by === 'too late');
		expect(late.map(({ claim }) => claim)).toEqual(Array.from({ length: 7 }, () => ({ claimed: false, by: expect.objectContaining({ name }), what: `${name} has it already` })));
		expect(await office.json('get', { conversation })).toMatchObject({ handover: { assignee: { name }, claimedAt: expect.any(String) } });
		const { assignments } = await office.json('get', { conversation });
		expect((assignments as Array<{ how: string }>).filter(({ how }) => how === 'claimed').length).toBeLessThanOrEqual(1);
	});

	it('a person answers and closes it, and the bot knows what they did', async () => {
		const { conversation, say, handover } = await handedOver('I want to talk to a person about my broken boiler');
		await office.json('claim', { handoverId: handover.id, agent: 'Ana' });
		expect(await office.json('replied', { conversation, agent: 'Ana', text: 'I am on it, Rosa', messageId: 'm-1' })).toMatchObject({ handover: { bot: { mayReply: false } } });
		expect(await say('Thank you!')).toEqual(SILENCE);

		const known = await office.json('get', { conversation });
		expect(known).toMatchObject({ times: { minutesToClaim: expect.any(Number), minutesToFirstReply: expect.any(Number), waitingMinutes: expect.any(Number) } });
		expect((known.transcript as Array<{ from: string; text: string }>).map(({ from, text }) => `${from}: ${text}`)).toEqual([
			'customer: I want to talk to a person about my broken boiler',
			'bot: Thank you! Someone from the team will get back to you.',
			'agent: I am on it, Rosa',
			'customer: Thank you!',
		]);

		const closed = await office.json('close', { handoverId: handover.id, outcome: 'Booked', note: 'Visit on Tuesday at 9:00', agent: 'Ana' });
		expect(closed).toMatchObject({
			outcome: 'booked',
			closing: { closedNow: true, what: 'Closed: the bot is back' },
			handover: { status: 'closed', outcome: 'booked', closedBy: 'Ana', closingNote: 'Visit on Tuesday at 9:00' },
		});
		expect(closed.botMemory).toContain('Visit on Tuesday at 9:00');

		expect((await say('What are your opening hours?')).output).toContain('Monday');
		const detect = (await lastExecution(client, bot.id)).data?.resultData.runData['Does the customer need a person?']?.[0]?.data?.main?.[1]?.[0]?.json;
		const { last } = detect?.handover as { last: { memory: string; outcome: string } };
		expect(last).toMatchObject({ outcome: 'booked', memory: expect.stringContaining('Visit on Tuesday at 9:00') });
	});

	it('an outcome that nobody knows closes nothing', async () => {
		const { conversation, say, handover } = await handedOver();
		expect((await office.call('close', { handoverId: handover.id, outcome: 'banana' })).status).toBe(500);
		expect(await whatWentWrong()).toMatchObject({ message: 'Close: "Outcome" is banana, which is not known', description: expect.stringContaining('booked') });
		expect(await office.json('get', { conversation })).toMatchObject({ handover: { status: 'open' } });
		expect(await say('Hello?')).toEqual(SILENCE);
	});
});

describe('telling people', () => {
	it('whoever got it has one mail, with everything, also when the mail server was away at first', async () => {
		mail.refuse(() => true);
		const { handover } = await handedOver('Can I talk to a human about order A-1042?');
		let failed: ExecutionData | undefined;
		await eventually(async () => {
			[failed] = (await told(handover)).filter(({ status }) => status === 'error');
			expect(failed).toBeDefined();
		});
		expect(about(handover)).toEqual([]);
		mail.refuse(() => false);
		await client.request('POST', `/executions/${failed?.id}/retry`, { loadWorkflow: false });
		await eventually(async () => expect((await told(handover)).map(({ status }) => status)).toEqual(['success', 'error']));
		expect(about(handover)).toHaveLength(1);
		const [got] = about(handover);
		if (!got) throw new Error('No mail');
		expect(got.to).toEqual([handover.assignee?.email]);
		const { subject, text, html } = await read(got);
		expect(subject).toMatch(/^New conversation and task: /);
		for (const form of [text, String(html)]) {
			expect(form).toContain('This conversation and its task are yours now.');
			expect(form).toContain('Can I talk to a human about order A-1042?');
			expect(form).toContain(`Handover ${handover.id}`);
		}
		expect(html).toMatch(/^<!doctype html>/i);
	});

	it('each person concerned gets their own mail, with the link that the flow has', async () => {
		const { conversation, handover } = await handedOver();
		const word = randomUUID();
		const what = `Three customers wait ${word}`;
		await office.json('notify', { event: { id: 'q', type: 'queue_waiting', what } });
		const told = mailsWith(word).flatMap(({ to }) => to);
		expect(told).toEqual([...new Set(told)]);
		// Without a handover it concerns the people of every flow; other tests have some of their own.
		expect(told).toEqual(expect.arrayContaining(TEAM.map(({ email }) => email)));

		await office.json('notify', { conversation, link: `https://desk.example.com/c/${conversation}` });
		const [linked] = mailsWith(`/c/${conversation}`);
		if (!linked) throw new Error('No mail with a link');
		expect(linked.to).toEqual([handover.assignee?.email]);
		expect((await read(linked)).html).toContain(`<a href="https://desk.example.com/c/${conversation}"`);
	});
});

describe('the report by e-mail', () => {
	/** The two files as they arrive. */
	async function mailed(title: string): Promise<{ html: string; csv: string }> {
		const before = mail.mails.length;
		await office.json('report', { title });
		const got = mail.mails.slice(before).find(({ to }) => to.includes('team@example.com'));
		if (!got) throw new Error('No mail with the report');
		const { attachments } = await read(got);
		expect(attachments.map(({ filename }) => filename)).toEqual(['report.html', 'report.csv']);
		const [html = '', csv = ''] = attachments.map(({ content }) => content.toString('utf8'));
		return { html, csv };
	}

	it('arrives whole', async () => {
		await handedOver();
		const { html, csv } = await mailed('Unsere Woche – Übersicht');
		expect(html).toContain('Unsere Woche – Übersicht');
		expect(html.trimEnd()).toMatch(/<\/html>$/);
		const [header, ...rows] = rowsOf(csv);
		expect(rows.length).toBeGreaterThan(10);
		for (const row of rows) expect(row).toHaveLength(header?.length ?? 0);
	});

	describeInBrowser('opened from the mail', () => {
		it('draws its charts, asking nobody for anything', async () => {
			await handedOver();
			const folder = mkdtempSync(join(tmpdir(), 'handover-mail-'));
			const browser = await launch();
			try {
				const file = join(folder, 'report.html');
				writeFileSync(file, (await mailed('The week')).html);
				const page = await (await browser.newContext({ offline: true, viewport: { width: 1280, height: 900 } })).newPage();
				const noise: string[] = [];
				page.on('console', (message) => noise.push(message.text()));
				page.on('pageerror', (error) => noise.push(error.message));
				page.on('request', (request) => noise.push(request.url()));
				await page.goto(pathToFileURL(file).href);
				expect(noise.slice(1)).toEqual([]);
				const drawn = 'Array.from(document.querySelectorAll("canvas[data-chart]"), (canvas) => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some((part) => part > 0))';
				const charts = await page.evaluate<boolean[]>(drawn);
				expect(charts.length).toBeGreaterThan(0);
				expect(charts).not.toContain(false);
				await screenshot(page, 'log-report-mailed');
			} finally {
				await browser.close();
				rmSync(folder, { recursive: true });
			}
		});
	});
});

describe('keeping and forgetting', () => {
	const folder = () => join(process.env.E2E_N8N_FOLDER ?? '', '.n8n');
	const file = () => join(folder(), 'human-handover.sqlite');

	/** Whether a word stands anywhere in the files of the store. */
	const isKept = (word: string) => ['', '-wal'].some((end) => existsSync(file() + end) && readFileSync(file() + end).includes(word));

	it('exports a customer, and forgets them only when that is confirmed, without a trace', async () => {
		const word = `zanzibar${randomUUID()}`;
		const { conversation, say } = await handedOver(`Can I talk to a human about ${word}?`);
		expect(await say('My number is +49 30 901820')).toEqual(SILENCE);
		const exported = await office.call('export', { conversation });
		expect(exported.headers.get('content-type')).toContain('text/csv');
		const [header = [], row = []] = rowsOf(await exported.text());
		expect(Object.fromEntries(header.map((name, index) => [name, row[index]]))).toMatchObject({
			conversationId: conversation, status: 'open', scenario: 'human_requested', message: `Can I talk to a human about ${word}?`,
		});

		expect((await office.call('erase', { contact: conversation, sure: false })).status).toBe(500);
		expect((await whatWentWrong())?.message).toBe('Erase: Nothing was erased: "I Want to Erase This for Good" is off');
		expect(isKept(word)).toBe(true);

		expect(await office.json('erase', { contact: conversation, sure: true })).toMatchObject({ erased: { handovers: 1, conversations: 1, tasks: 1 } });
		expect(await office.json('list', { conversation })).toEqual([]);
		expect([isKept(word), isKept(conversation)]).toEqual([false, false]);
		// The bot knows nothing any more, and begins anew.
		expect((await say('What are your opening hours?')).output).toContain('Monday');
	});

	it('deletes what was closed long ago, and nothing else', async () => {
		const [old, fresh] = [await handedOver(), await handedOver()];
		for (const { handover } of [old, fresh]) await office.json('close', { handoverId: handover.id, outcome: 'resolved' });
		const database = new DatabaseSync(file());
		database.prepare('update handovers set opened_at = opened_at - ?, closed_at = closed_at - ? where id = ?').run(3 * DAY, 3 * DAY, old.handover.id);
		database.close();
		expect(await office.json('deleteOld')).toMatchObject({ deleted: { handovers: 1, tasks: 1 } });
		expect(await office.json('list', { conversation: old.conversation })).toEqual([]);
		expect(await office.json('list', { conversation: fresh.conversation })).toHaveLength(1);
	});
});

describe('when something goes wrong', () => {
	it('the flow goes on with the item, and says what it was', async () => {
		const asked: IDataObject = { handoverId: 'h-0', ticket: 17 };
		expect(await office.json('goesOn', asked)).toEqual({ ...asked, error: 'Goes on: "Handover ID" names h-0, which is not in the store' });
	});

	it('the item leaves by the error output', async () => {
		const asked: IDataObject = { handoverId: 'h-0', ticket: 17 };
		expect(await office.json('errorOutput', asked)).toEqual({ ...asked, by: 'failed', error: expect.stringContaining('not in the store') });
		const { handover } = await handedOver();
		expect(await office.json('errorOutput', { handoverId: handover.id })).toMatchObject({ by: 'found', handover: { id: handover.id } });
		expect(await office.json('claimErrorOutput', { handoverId: handover.id, agent: 'Nobody' })).toMatchObject({ by: 'take failed', error: expect.stringContaining('not on the team') });
		expect(await office.json('claimErrorOutput', { handoverId: handover.id, agent: 'Eva' })).toMatchObject({ by: 'taken' });
		expect(await office.json('claimErrorOutput', { handoverId: handover.id, agent: 'Ben' })).toMatchObject({ by: 'not taken', claim: { what: 'Eva has it already' } });
	});

	it('an escalation that fails leaves by the error output, too', async () => {
		const { conversation } = await handedOver();
		expect(await office.json('escalateErrorOutput', { conversation, team: 'Nobody\'s' })).toMatchObject({ by: 'escalation failed', error: expect.stringContaining('"Team Name"') });
		expect(await office.json('escalateErrorOutput', { conversation, team: 'Support' })).toMatchObject({ by: 'escalated', handover: { assignee: { team: 'Support' } } });
		await office.json('replied', { conversation, text: 'Hello' });
		expect(await office.json('escalateErrorOutput', { conversation, team: 'Support' })).toMatchObject({ by: 'not needed', escalation: { why: 'A person has answered' } });
	});
});
