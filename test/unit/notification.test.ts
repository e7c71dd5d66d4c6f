import fc from 'fast-check';
import { writeNotifications } from '../../handover/actions/notify';
import { createTask } from '../../handover/actions/createTask';
import { addTags } from '../../handover/actions/tagContact';
import type { Notify, TeamMember } from '../../handover/assignment';
import { DeskError, type Desk } from '../../handover/desks/desk';
import { notificationsAbout, recipientsOf, type Notification, type NotificationFacts } from '../../handover/notification';
import type { SlackBlock } from '../../handover/notification/slack';
import type { StepResults } from '../../handover/receipt';
import type { TranscriptMessage } from '../../handover/transcript';
import { HOUR, MINUTE, NOW, aHandover, aMember } from '../support/builders';
import { aSubject, aWorld, conversation, type World } from '../support/world';

const ANA = aMember('Ana', { email: 'ana@example.com', team: 'Support' });
const BEN = aMember('Ben', { team: 'Sales' });
const LEA = aMember('Lea', { team: 'Support', lead: true });
const SAM = aMember('Sam', { team: 'Sales', lead: true });
const TEAM = [ANA, BEN, LEA, SAM];

const wants = (member: TeamMember, ...notify: Notify[]): TeamMember => ({ ...member, notify });
const TASK_DONE: StepResults = { task: { status: 'done', at: new Date(NOW).toISOString(), what: 'Task for Ana' } };

describe('who is told', () => {
	const BOTH: Notify[] = ['conversation', 'task'];
	const told = (type: string | undefined, team: readonly TeamMember[], assignee: TeamMember | undefined, topics: readonly Notify[] = ['conversation']) =>
		recipientsOf(type, topics, { assignee, team }).map(({ to, topics: of }) => `${to.name}: ${of.join('+')}`);

	it.each<[string, string | undefined, TeamMember[], TeamMember | undefined, Notify[], string[]]>([
		['the assignee alone, when it begins', undefined, TEAM, ANA, BOTH, ['Ana: conversation+task']],
		['the assignee alone, when it is assigned', 'assigned', TEAM, ANA, BOTH, ['Ana: conversation+task']],
		['the whole team, those who lead first, while nobody has it', undefined, TEAM, undefined, ['conversation'], ['Lea: conversation', 'Sam: conversation', 'Ana: conversation', 'Ben: conversation']],
		['only those who are there, of the whole team', undefined, [{ ...ANA, available: false }, { ...BEN, off: { until: 1, inWords: 'later' } }, LEA], undefined, ['conversation'], ['Lea: conversation']],
		['everybody when nobody is there', undefined, [{ ...ANA, available: false }, { ...BEN, available: false }], undefined, ['conversation'], ['Ana: conversation', 'Ben: conversation']],
		['the assignee also when they are not there', undefined, [{ ...ANA, available: false }, BEN], ANA, ['conversation'], ['Ana: conversation']],
		['the assignee and who leads their team, when nobody answers', 'unanswered', TEAM, ANA, ['conversation'], ['Ana: conversation', 'Lea: conversation']],
		['the assignee and who leads their team, when a task is overdue', 'task_overdue', TEAM, BEN, ['task'], ['Ben: task', 'Sam: task']],
		['everybody who leads, for a team in which nobody does', 'unanswered', TEAM, aMember('Cem', { team: 'Shop' }), ['conversation'], ['Cem: conversation', 'Lea: conversation', 'Sam: conversation']],
		['somebody who leads and has it themselves, once', 'unanswered', TEAM, LEA, ['conversation'], ['Lea: conversation']],
		['an assignee of whom the table knows nothing', undefined, [], ANA, BOTH, ['Ana: conversation+task']],
		['only of what they want', undefined, [wants(ANA, 'task')], ANA, BOTH, ['Ana: task']],
		['nobody, when it begins and the assignee does not want to be told', undefined, [wants(ANA, 'task'), LEA], ANA, ['conversation'], []],
		['who leads, when the assignee does not want warnings', 'unanswered', [wants(ANA, 'task'), LEA], ANA, ['conversation'], ['Lea: conversation']],
		['the rest of the team, before a warning gets lost', 'unanswered', [wants(ANA, 'task'), BEN, wants(LEA)], ANA, ['conversation'], ['Ben: conversation']],
		['nobody who wants nothing', 'unanswered', [wants(ANA), wants(BEN)], ANA, ['conversation'], []],
	])('%s', (_name, type, team, assignee, topics, expected) => {
		expect(told(type, team, assignee, topics)).toEqual(expected);
	});

	it('knows the assignee in the table by e-mail address when the desk has ids of its own', () => {
		const atDesk = { id: '17', name: 'Ana Silva', email: 'ANA@example.com' };
		expect(recipientsOf('unanswered', ['conversation'], { assignee: atDesk, team: [wants({ ...ANA, lead: true }, 'conversation'), LEA] })).toEqual([
			{ to: expect.objectContaining({ id: '17', email: 'ana@example.com' }), topics: ['conversation'] },
			{ to: LEA, topics: ['conversation'] },
		]);
	});
});

/** The notifications about a handover that Ana has, with a task, unless told otherwise. */
function notify(over: Partial<NotificationFacts> = {}): Notification[] {
	return notificationsAbout({
		handover: aHandover({ assignee: ANA, taskDueAt: NOW + 24 * HOUR, waitingSince: NOW }),
		steps: TASK_DONE,
		messages: [],
		zone: 'Europe/Berlin',
		summary: 'Where is my order A-1042?',
		team: TEAM,
		...over,
	});
}

const only = (notifications: readonly Notification[]): Notification => {
	expect(notifications).toHaveLength(1);
	return notifications[0];
};

describe('what it says', () => {
	it('has everything an agent needs, in each form', () => {
		const { to, preference, subject, text, html, slack } = only(notify({ link: 'https://desk.example.com/c-1' }));
		expect({ to, preference, subject }).toEqual({
			to: { name: 'Ana', email: 'ana@example.com' },
			preference: 'both',
			subject: 'New conversation and task: Rosa Lima',
		});
		for (const form of [text, html, JSON.stringify(slack)]) {
			for (const part of ['This conversation and its task are yours now.', 'Where is my order A-1042?', 'Human requested', 'Rosa Lima', '28 Mar 2026, 13:00 (Europe/Berlin)', 'Task due', 'https://desk.example.com/c-1', 'Handover h-1']) {
				expect(form).toContain(part);
			}
		}
	});

	it.each<[string, Partial<NotificationFacts>, string, string]>([
		['a conversation alone', { steps: {} }, 'New conversation: Rosa Lima', 'This conversation is yours now.'],
		['a task alone', { team: [wants(ANA, 'task')] }, 'New task: Rosa Lima', 'This task is yours now.'],
		['one that is over', { handover: aHandover({ assignee: ANA, status: 'closed', outcome: 'back_to_bot' }), team: [ANA] }, 'Handover closed: Rosa Lima', 'Closed: back to bot'],
		['a handover that waits', { handover: aHandover(), steps: {}, team: [BEN] }, 'Waiting for somebody: Rosa Lima', 'Nobody has it yet.'],
		['an assignment, to whose it is now', { event: { type: 'assigned', what: 'Rosa was given to Ben' }, team: [ANA] }, 'New conversation and task: Rosa Lima', 'This conversation and its task are yours now.'],
		['an event, in its own words', { event: { type: 'unanswered', what: 'Rosa has waited for 30 minutes' }, team: [ANA] }, 'Nobody has answered: Rosa Lima', 'Rosa has waited for 30 minutes'],
		['an event without words', { event: { type: 'task_overdue' }, team: [ANA] }, 'Task overdue: Rosa Lima', 'This task is yours now.'],
		['an event that nobody here knows', { event: { type: 'escalated', what: 'Given to Ana' }, team: [ANA] }, 'Handover: Rosa Lima', 'Given to Ana'],
		['an urgent one', { handover: aHandover({ assignee: ANA, priority: 'urgent' }), steps: {} }, 'Urgent: New conversation: Rosa Lima', 'yours now'],
		['a pause without a handover', { handover: undefined, contact: { id: 'k', name: 'Rosa' }, event: { type: 'still_paused', what: 'Paused for 8 hours' }, steps: {}, team: [BEN] }, 'The bot is still paused: Rosa', 'Paused for 8 hours'],
		['a queue, whoever waits longest', { event: { type: 'queue_waiting', what: 'Three wait' }, steps: {}, team: [ANA] }, 'Customers are waiting', 'Three wait'],
	])('of %s', (_name, over, subject, lead) => {
		const notification = notify(over)[0];
		expect(notification.subject).toBe(subject);
		for (const form of [notification.text, notification.html, JSON.stringify(notification.slack)]) expect(form).toContain(lead);
	});

	it('tells those who lead whose it is', () => {
		const [ana, lea] = notify({ event: { type: 'unanswered' } });
		expect([ana.to.name, lea.to.name]).toEqual(['Ana', 'Lea']);
		expect(ana.text).toContain('This conversation is yours now.');
		expect(lea.text).toContain('This conversation is with Ana.');
	});

	it('shows the last messages, not all of them', () => {
		const messages = Array.from({ length: 10 }, (_, index): TranscriptMessage => ({ from: 'customer', text: `message ${index}`, at: NOW + index * MINUTE }));
		const { text } = only(notify({ messages }));
		expect([...text.matchAll(/message (\d)/g)].map(([, index]) => index)).toEqual(['5', '6', '7', '8', '9']);
	});

	it.each(['javascript:alert(1)', 'data:text/html,x', '//example.com', 'https://', 'https://a b', 'ftp://example.com', '"><script>'])('offers no link to %s', (link) => {
		const { html, text, slack } = only(notify({ link }));
		expect(html).not.toContain('<a ');
		expect(text).not.toContain(link);
		expect(slack.blocks.some(({ type }) => type === 'actions')).toBe(false);
	});

	it('has a subject that no line break gets into', () => {
		const contact = { id: 'k', name: 'Rosa\r\nBcc: everybody@example.com' };
		expect(only(notify({ handover: aHandover({ assignee: ANA, contact }) })).subject).toBe('New conversation and task: Rosa Bcc: everybody@example.com');
	});
});

const HOSTILE = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '\' onmouseover=\'alert(1)', '</td></table><h1>Paid</h1>', '&lt;script&gt;', '<!channel> <@U1> <https://evil.example|click>'];

/** A customer who puts this wherever they can. */
function from(hostile: string): Notification {
	const contact = { id: hostile, name: hostile, phone: hostile, email: hostile, fields: { [hostile]: hostile } };
	const handover = aHandover({ assignee: ANA, contact, channel: hostile, message: `1 ${hostile}`, reason: hostile, scenario: 'custom', scenarioName: hostile });
	const link = `https://example.com/?q=${hostile.replaceAll(/\s/g, '')}`;
	return only(notify({ handover, summary: hostile, messages: [{ from: 'customer', text: hostile, at: NOW }], event: { type: 'opened', what: hostile }, link }));
}

describe('hostile text', () => {
	it.each(HOSTILE)('%j is no mark-up in a mail', (hostile) => {
		const { html } = from(hostile);
		const { html: harmless } = from('harmless');
		const tags = (page: string) => [...page.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/href="[^"]*"/, 'href=""'));
		expect(tags(html)).toEqual(tags(harmless));
		expect(html.replaceAll(/<[^>]*>/g, '')).not.toMatch(/[<>"']/);
	});

	it.each(HOSTILE)('%j calls nobody and links nowhere in Slack', (hostile) => {
		const { slack } = from(hostile);
		for (const text of [slack.text, ...markdownOf(slack.blocks)]) {
			// Our own quotation mark stands at the beginning of a line.
			expect(text.replaceAll(/^>/gm, '')).not.toMatch(/[<>]/);
			expect(text.replaceAll(/&(?:amp|lt|gt);/g, '')).not.toContain('&');
		}
	});
});

/** All texts in which Slack reads mark-up. */
function markdownOf(blocks: readonly SlackBlock[]): string[] {
	return [...JSON.stringify(blocks).matchAll(/\{"type":"mrkdwn","text":("(?:[^"\\]|\\.)*")\}/g)].map(([, text]) => JSON.parse(text) as string);
}

/** What Slack would refuse, by the limits of Block Kit. */
function refusals({ text, blocks }: Notification['slack']): string[] {
	return [
		...(text.length > 40_000 || text.length === 0 ? ['text'] : []),
		...(blocks.length > 50 ? ['blocks'] : []),
		...blocks.flatMap((block): string[] => {
			switch (block.type) {
				case 'header':
					return block.text.text.length > 150 || block.text.text === '' ? ['header'] : [];
				case 'section': {
					if (block.fields === undefined) return block.text.text.length > 3000 || block.text.text === '' ? ['section'] : [];
					return block.fields.length > 10 || block.fields.length === 0 || block.fields.some((field) => field.text.length > 2000) ? ['fields'] : [];
				}
				case 'actions':
					return block.elements.some(({ url, text: { text: label } }) => url.length > 3000 || label.length > 75) ? ['button'] : [];
				case 'context':
					return block.elements.length > 10 || block.elements.some((element) => element.text === '') ? ['context'] : [];
			}
		}),
	];
}

describe('a message to Slack', () => {
	it.each(['x', '&', '<!channel>', '😀', '\n', 'a\n', '\ud800'])('keeps to the limits when everything is %j a thousand times over', (unit) => {
		const long = unit.repeat(5000);
		const fields = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`${index}${long}`, long]));
		const handover = aHandover({ assignee: ANA, contact: { id: long, name: long, fields }, message: long, reason: long });
		const messages = Array.from({ length: 10 }, (): TranscriptMessage => ({ from: 'customer', text: long, at: NOW }));
		const { slack } = only(notify({ handover, summary: long, messages, event: { type: 'opened', what: long }, link: `https://example.com/${'x'.repeat(4000)}` }));
		expect(refusals(slack)).toEqual([]);
		expect(JSON.stringify(slack).isWellFormed()).toBe(true);
	});

	it('keeps to the limits and breaks no entity, whatever was said', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom('&', '<', '>', '\n', 'x', '😀', '`'), maxLength: 4000 }), (text) => {
				const { slack } = only(notify({ handover: aHandover({ assignee: ANA, message: text, reason: text }), summary: text }));
				expect(refusals(slack)).toEqual([]);
				for (const markdown of markdownOf(slack.blocks)) expect(markdown.replaceAll(/&(?:amp|lt|gt);/g, '')).not.toContain('&');
			}),
			{ numRuns: 50 },
		);
	});

	it('keeps to the limits at each length around them, counted as Slack counts', () => {
		for (let more = 150; more < 300; more++) {
			const message = `${'&'.repeat(550)}${'x'.repeat(more)}`;
			expect(refusals(only(notify({ handover: aHandover({ assignee: ANA, message }) })).slack)).toEqual([]);
		}
	});

	it('has a button that opens the conversation', () => {
		const { slack } = only(notify({ link: 'https://desk.example.com/c-1' }));
		expect(slack.blocks).toContainEqual({
			type: 'actions',
			elements: [{ type: 'button', text: { type: 'plain_text', text: 'Open the conversation' }, url: 'https://desk.example.com/c-1', style: 'primary' }],
		});
	});
});

describe('writing notifications', () => {
	let world: World;
	beforeEach(async () => {
		world = await aWorld();
	});
	afterEach(() => world.close());

	const account = { desk: 'built-in', account: 'default' };
	const due = { hours: 24 };

	/** A handover with a task, in the queue unless somebody is named. */
	async function handedOver(assignee?: TeamMember): Promise<{ id: string }> {
		await world.store.addMessage(conversation(), { from: 'customer', text: 'Where is my order A-1042?', at: NOW - MINUTE });
		const { receipt } = await createTask(world.ctx(), { ...aSubject(), due });
		if (assignee) await world.store.setAssignee(receipt.id, assignee, NOW);
		return { id: receipt.id };
	}

	it('knows the team that Assign Conversation had last', async () => {
		await world.store.saveTeam(account, [ANA, wants(BEN, 'task')], NOW);
		const { receipt, notifications } = await writeNotifications(world.ctx(), aSubject('c-1', await handedOver()), {});
		expect(notifications.map(({ to, preference }) => [to.name, preference])).toEqual([['Ana', 'both'], ['Ben', 'task']]);
		expect(notifications[0].text).toContain('Where is my order A-1042?');
		expect(receipt?.steps.task?.status).toBe('done');
	});

	it('leaves out who is off by their own hours', async () => {
		const saturdays = { ...BEN, hours: 'Sat 9:00-17:00' };
		await world.store.saveTeam(account, [ANA, saturdays], NOW);
		const { notifications } = await writeNotifications(world.ctx(), aSubject('c-1', await handedOver()), {});
		expect(notifications.map(({ to }) => to.name)).toEqual(['Ana']);
	});

	it('shows the tags that the contact got after the task', async () => {
		const handover = await handedOver(ANA);
		await addTags(world.ctx(), aSubject('c-1', handover), ['human_handover'], true);
		const { notifications } = await writeNotifications(world.ctx(), aSubject('c-1', handover), {});
		expect(only(notifications).text).toContain('Tags: handover_custom, human_handover');
	});

	it('says what the event says, also of a conversation without a handover, and of none at all', async () => {
		await world.store.saveTeam(account, [BEN], NOW);
		const event = { type: 'still_paused', what: 'Paused for 8 hours' };
		const { receipt, notifications } = await writeNotifications(world.ctx(), aSubject('c-9'), { event });
		expect(receipt).toBeUndefined();
		expect(only(notifications)).toMatchObject({ to: { name: 'Ben' }, text: expect.stringContaining('Paused for 8 hours') });
		expect(only((await writeNotifications(world.ctx(), undefined, { event: { type: 'queue_waiting' } })).notifications).subject).toBe('Customers are waiting');
	});

	it('tells everybody at a desk that knows its agents, by their presence there', async () => {
		const agents: Desk['agents'] = async () => [{ id: '17', name: 'Ana', email: 'ana@example.com', available: true }, { id: '18', name: 'Zoe', available: false }];
		const desk: Partial<Desk> = { agents, capabilities: { ...world.ctx().desk.capabilities, agents: 'native' } };
		const handover = await handedOver();
		const { notifications } = await writeNotifications(world.ctx(0, desk), aSubject('c-1', handover), {});
		expect(notifications.map(({ to }) => to)).toEqual([{ name: 'Ana', email: 'ana@example.com' }]);
	});

	it('writes without what a desk that is down would have added', async () => {
		const down = () => Promise.reject(new DeskError('The desk is down', 'Wait.', { mayHaveActed: false }));
		const desk: Partial<Desk> = { agents: down, look: down, messages: down, capabilities: { ...world.ctx().desk.capabilities, agents: 'native' } };
		const handover = await handedOver();
		await world.store.saveTeam(account, [BEN], NOW);
		expect(only((await writeNotifications(world.ctx(0, desk), aSubject('c-1', handover), {})).notifications).to.name).toBe('Ben');
	});

	it('takes the link that the flow gives, or else the desk\'s', async () => {
		const handover = await handedOver(ANA);
		const desk: Partial<Desk> = { look: async () => ({ contact: {}, link: 'https://desk.example.com/c-1' }) };
		const linkIn = async (link?: string) => only((await writeNotifications(world.ctx(0, desk), aSubject('c-1', handover), { link })).notifications).text;
		expect(await linkIn()).toContain('https://desk.example.com/c-1');
		expect(await linkIn('https://crm.example.com/rosa')).toContain('Open the conversation: https://crm.example.com/rosa');
	});
});
