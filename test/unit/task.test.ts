import fc from 'fast-check';
import { DateTime } from 'luxon';
import { briefOf, type BriefFacts } from '../../handover/brief';
import type { Contact } from '../../handover/contact';
import type { Handover } from '../../handover/receipt';
import type { BusinessHours } from '../../handover/schedule';
import { DEFAULT_DUE_HOURS, dueAt, handoverNote, taskBody, taskTitle } from '../../handover/task';
import type { TranscriptMessage } from '../../handover/transcript';
import { DAY, HOUR, MINUTE, NOW, aHandover, refusal } from '../support/builders';

const BERLIN = 'Europe/Berlin';
const ZONES = ['UTC', BERLIN, 'America/New_York', 'America/Sao_Paulo', 'Asia/Kolkata', 'Australia/Lord_Howe'];
const TITLE_LIMIT = 120;
const BODY_LIMIT = 12_000;

function said(text: string, from: TranscriptMessage['from'] = 'customer', at = NOW): TranscriptMessage {
	return { from, text, at };
}

/** The task of a handover, as Create Task composes it. */
function bodyOf(handover: Handover, over: Partial<BriefFacts> = {}): string {
	return taskBody(briefOf(handover, { steps: {}, messages: [], zone: 'UTC', ...over }));
}

function titleOf(handover: Handover, summary?: string): string {
	return taskTitle(briefOf(handover, { steps: {}, messages: [], zone: 'UTC', summary }));
}

function iso(milliseconds: number): string {
	return new Date(milliseconds).toISOString();
}

describe('dueAt', () => {
	describe('some hours after the trigger', () => {
		it('is 24 hours by default', () => {
			expect(dueAt({ hours: DEFAULT_DUE_HOURS }, NOW, NOW, 'UTC')).toBe(NOW + DAY);
		});

		it.each([
			['clocks go forward', '2026-03-28T12:00', '2026-03-29T13:00'],
			['clocks go back', '2026-10-24T12:00', '2026-10-25T11:00'],
			['nothing changes', '2026-06-01T12:00', '2026-06-02T12:00'],
		])('is 24 hours of elapsed time when %s', (_name, from, to) => {
			const triggered = DateTime.fromISO(from, { zone: BERLIN }).toMillis();
			const due = dueAt({ hours: 24 }, triggered, triggered, BERLIN);
			expect(due - triggered).toBe(DAY);
			expect(DateTime.fromMillis(due, { zone: BERLIN }).toFormat('yyyy-MM-dd\'T\'HH:mm')).toBe(to);
		});

		it('is elapsed time in any zone at any time', () => {
			const instant = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2040, 0) });
			fc.assert(
				fc.property(instant, fc.integer({ min: 1, max: 240 }), fc.constantFrom(...ZONES), (triggered, hours, zone) => {
					expect(dueAt({ hours }, triggered, triggered, zone)).toBe(triggered + hours * HOUR);
				}),
			);
		});

		it('counts from the trigger, not from now', () => {
			expect(dueAt({ hours: 24 }, NOW - 3 * HOUR, NOW, 'UTC')).toBe(NOW + 21 * HOUR);
		});

		it('takes half an hour and ten years', () => {
			expect(dueAt({ hours: 0.5 }, NOW, NOW, 'UTC')).toBe(NOW + 30 * MINUTE);
			expect(dueAt({ hours: 24 * 3650 }, NOW, NOW, 'UTC')).toBe(NOW + 3650 * DAY);
		});

		it.each([0, -1, NaN, Infinity, 24 * 3650 + 1])('refuses %d hours', (hours) => {
			const { message, fix } = refusal(() => dueAt({ hours }, NOW, NOW, 'UTC'));
			expect(message).toContain('"Due In (Hours)"');
			expect(message).toContain(String(hours));
			expect(fix).toContain('for example 24');
		});
	});

	describe('some business hours after the trigger', () => {
		const hours: BusinessHours = { weekly: 'Mon-Fri 9:00-17:00', holidays: '', zone: BERLIN };
		const FRIDAY_16 = DateTime.fromISO('2026-03-27T16:00', { zone: BERLIN }).toMillis();
		const dueIn = (openHours: number, schedule?: BusinessHours, ofHandover?: BusinessHours) =>
			DateTime.fromMillis(dueAt({ openHours, schedule }, FRIDAY_16, FRIDAY_16, 'UTC', ofHandover), { zone: BERLIN }).toFormat('ccc HH:mm');

		it('counts only those in which the team is there', () => {
			expect(dueIn(8, hours)).toBe('Mon 16:00');
			expect(dueIn(0.5, hours)).toBe('Fri 16:30');
		});

		it('takes the hours of the handover when the node has none of its own', () => {
			expect(dueIn(8, undefined, hours)).toBe('Mon 16:00');
			expect(dueIn(8, { ...hours, weekly: 'Sat 10:00-20:00' }, hours)).toBe('Sat 18:00');
		});

		it('counts every hour when nobody has said when the team is there', () => {
			expect(dueIn(8)).toBe('Sat 00:00');
		});

		it.each([0, -1, NaN, 24 * 3650 + 1])('refuses %d hours', (openHours) => {
			const { message, fix } = refusal(() => dueAt({ openHours, schedule: hours }, NOW, NOW, 'UTC'));
			expect(message).toContain('"Due In (Business Hours)"');
			expect(fix).toContain('for example 8');
		});
	});

	describe('at a date', () => {
		it.each([
			['a time of the zone', '2026-12-24T09:00:00', BERLIN, '2026-12-24T08:00:00.000Z'],
			['the same in summer', '2026-07-24T09:00:00', BERLIN, '2026-07-24T07:00:00.000Z'],
			['a blank between date and time', '2026-12-24 09:00', BERLIN, '2026-12-24T08:00:00.000Z'],
			['blanks around it', ' 2026-12-24T09:00 ', 'UTC', '2026-12-24T09:00:00.000Z'],
			['an offset of its own', '2026-12-24T09:00:00-05:00', BERLIN, '2026-12-24T14:00:00.000Z'],
			['UTC', '2026-12-24T09:00:00.000Z', BERLIN, '2026-12-24T09:00:00.000Z'],
			['a day alone', '2026-12-24', BERLIN, '2026-12-23T23:00:00.000Z'],
			['an hour that the clock change skips', '2026-03-29T02:30', BERLIN, '2026-03-29T01:30:00.000Z'],
		])('reads %s', (_name, at, zone, due) => {
			expect(iso(dueAt({ at }, NOW, NOW, zone))).toBe(due);
		});

		it('takes the next millisecond, but not this one', () => {
			expect(dueAt({ at: iso(NOW + 1) }, 0, NOW, 'UTC')).toBe(NOW + 1);
			expect(refusal(() => dueAt({ at: iso(NOW) }, 0, NOW, 'UTC')).message).toContain('in the past');
		});

		it('refuses a past date, and shows it in the zone', () => {
			const { message, fix } = refusal(() => dueAt({ at: '2026-03-27T12:00' }, NOW, NOW, BERLIN));
			expect(message).toBe('"Due Date" is in the past: 27 Mar 2026, 12:00 (Europe/Berlin)');
			expect(fix).toContain('later date');
		});

		it.each(['', '  '])('refuses %j as empty', (at) => {
			expect(refusal(() => dueAt({ at }, NOW, NOW, 'UTC')).message).toBe('"Due Date" is empty');
		});

		it.each(['tomorrow', '24.12.2026', '2026-02-30', '2026-12-24T25:00'])('refuses %j', (at) => {
			const { message, fix } = refusal(() => dueAt({ at }, NOW, NOW, 'UTC'));
			expect(message).toBe(`"Due Date" is not a date: ${at}`);
			expect(fix).toContain('2026-12-24T09:00:00');
		});

		it('shows only the beginning of a long text', () => {
			expect(refusal(() => dueAt({ at: 'x'.repeat(1000) }, NOW, NOW, 'UTC')).message).toBe(`"Due Date" is not a date: ${'x'.repeat(60)}`);
		});
	});
});

describe('taskTitle', () => {
	it.each<[string, Contact, string]>([
		['name', { id: 'k', name: 'Rosa', email: 'r@x.org', phone: '1' }, 'Rosa'],
		['e-mail address', { id: 'k', email: 'r@x.org', phone: '1' }, 'r@x.org'],
		['phone number', { id: 'k', name: '', email: '', phone: '+55 11 9' }, '+55 11 9'],
		['id', { id: 'k-1' }, 'Contact k-1'],
	])('calls the contact by %s', (_name, contact, label) => {
		expect(titleOf(aHandover({ contact }))).toBe(`Human requested: ${label}`);
	});

	it('says why in words', () => {
		expect(titleOf(aHandover({ scenario: 'failed_to_resolve' }))).toBe('Failed to resolve: Rosa Lima');
		expect(titleOf(aHandover({ scenario: 'custom' }))).toBe('Handed over by the flow: Rosa Lima');
	});

	it('says what the customer wants, where they have said it', () => {
		expect(titleOf(aHandover(), 'Where is my order A-1042?')).toBe('Human requested: Rosa Lima – Where is my order A-1042?');
	});

	it('is the operator\'s own when there is one', () => {
		expect(taskTitle(briefOf(aHandover(), { steps: {}, messages: [], zone: 'UTC', summary: 'x' }), 'Call back')).toBe('Call back');
	});

	it('is one line, whatever the contact is called', () => {
		expect(titleOf(aHandover({ contact: { id: 'k', name: 'Rosa\r\nBcc: all' } }), 'My\norder')).toBe('Human requested: Rosa Bcc: all – My order');
	});

	it.each([0, 1])('is cut at the limit, never inside a character (%i)', (shift) => {
		const title = titleOf(aHandover({ contact: { id: 'k', name: 'x'.repeat(shift) + '😀'.repeat(200) } }));
		expect(title.length).toBeLessThanOrEqual(TITLE_LIMIT);
		expect(title.length).toBeGreaterThanOrEqual(TITLE_LIMIT - 1);
		expect(title).toMatch(/😀…$/u);
		expect(title.isWellFormed()).toBe(true);
	});

	it('keeps a title of exactly the limit whole', () => {
		const name = 'x'.repeat(TITLE_LIMIT - 'Human requested: '.length);
		expect(titleOf(aHandover({ contact: { id: 'k', name } }))).toBe(`Human requested: ${name}`);
	});
});

describe('taskBody', () => {
	it('tells an agent all they need', () => {
		const handover = aHandover({
			contact: { id: 'k-1', name: 'Rosa', phone: '+55 11', email: 'r@x.org', fields: { order: 'A-7', budget: 90, seen: false, items: ['a', 'b'] } },
			assignee: { id: 'ana', name: 'Ana Silva', team: 'Support' },
			waitingSince: NOW,
			priority: 'high',
		});
		const messages = [said('My order?'), said('I don\'t know.', 'bot', NOW + MINUTE), said('Hi, Ana here.', 'agent', NOW + HOUR)];
		const steps = { tag: { status: 'done' as const, at: iso(NOW), what: 'Tagged', data: { tags: ['human_handover', 'vip'] } } };
		const link = 'https://desk.example.com/c-1';
		expect(bodyOf(handover, { messages, zone: BERLIN, summary: 'Wants to cancel order A-7.', steps, link })).toBe(
			[
				'What they want\nWants to cancel order A-7.',
				'In their own words\n“Can I talk to a human?”',
				'Why it was handed over\nHuman requested. The customer asks for a person: “talk to a human”',
				'Contact\nName: Rosa\nPhone: +55 11\nE-mail: r@x.org\nContact ID: k-1\nChannel: chat',
				'To do\nAnswer by: 28 Mar 2026, 13:00 (Europe/Berlin)\nWaiting since: 27 Mar 2026, 13:00 (Europe/Berlin)\nAssigned to: Ana Silva (Support)\nPriority: high\nTags: handover_human_requested, human_handover, vip',
				'What the bot collected\norder: A-7\nbudget: 90\nseen: false\nitems: ["a","b"]',
				'Last messages\n27 Mar 13:00 Customer: My order?\n27 Mar 13:01 Bot: I don\'t know.\n27 Mar 14:00 Agent: Hi, Ana here.',
				'https://desk.example.com/c-1 · Handover h-1',
			].join('\n\n'),
		);
	});

	it('says so when the customer has only asked for a person, and when nobody has it', () => {
		const body = bodyOf(aHandover());
		expect(body).toContain('What they want\nThey have not said yet what it is about');
		expect(body).toContain('Assigned to: nobody yet');
	});

	it('does not say the same twice', () => {
		expect(bodyOf(aHandover({ message: 'Where is\nmy order?' }), { summary: 'Where is my order?' })).not.toContain('In their own words');
	});

	it('names the tag of the reason before anything is tagged', () => {
		expect(bodyOf(aHandover({ scenario: 'custom', scenarioName: 'Wholesale enquiry' }))).toContain('Tags: handover_wholesale_enquiry');
	});

	it('leaves out what nobody knows', () => {
		const body = bodyOf(aHandover({ contact: { id: 'k-1', name: '', fields: { order: '', size: undefined } }, message: '' }));
		for (const part of ['Name', 'Phone', 'In their own words', 'What the bot collected', 'Last messages', 'undefined']) {
			expect(body).not.toContain(part);
		}
	});

	it('lets no line of the customer pass for one of ours', () => {
		const forged = 'Hi\nWhy it was handed over\n27 Mar 12:00 Agent: refund granted';
		const body = bodyOf(aHandover({ message: forged, contact: { id: 'k', name: forged, fields: { note: forged } } }), { messages: [said(forged)], summary: forged });
		const lines = body.split('\n');
		expect(lines.filter((line) => line === 'Why it was handed over')).toHaveLength(1);
		expect(lines.filter((line) => line.startsWith('27 Mar 12:00 Agent'))).toEqual([]);
	});

	it('writes times across the clock change as the clock showed them', () => {
		const before = DateTime.fromISO('2026-03-29T01:59', { zone: BERLIN }).toMillis();
		const body = bodyOf(aHandover(), { messages: [said('a', 'customer', before), said('b', 'customer', before + MINUTE)], zone: BERLIN });
		expect(body).toContain('29 Mar 01:59 Customer: a\n29 Mar 03:00 Customer: b');
	});

	it.each([
		['message', aHandover({ message: 'x'.repeat(2001) }), []],
		['transcript message', aHandover({ message: '' }), [said('x'.repeat(2001))]],
		['field', aHandover({ message: '', contact: { id: 'k', fields: { story: 'x'.repeat(2001) } } }), []],
	])('cuts a long %s', (_name, handover, messages) => {
		const quote = /x{9}x+…?/.exec(bodyOf(handover, { messages }))?.[0];
		expect(quote).toBe(`${'x'.repeat(1999)}…`);
	});

	it('keeps a message of exactly the limit whole', () => {
		expect(bodyOf(aHandover({ message: 'x'.repeat(2000) }))).toMatch(/“x{2000}”\n/);
	});

	it('drops the oldest messages first when there is no room for all', () => {
		const messages = Array.from({ length: 10 }, (_, index) => said(`${index}:${'x'.repeat(1900)}`));
		const body = bodyOf(aHandover(), { messages });
		const shown = [...body.matchAll(/Customer: (\d):/g)].map((match) => Number(match[1]));
		expect(shown.at(-1)).toBe(9);
		expect(shown).toHaveLength(6);
		expect(body).not.toMatch(/x…/);
	});

	it.each([
		['message', aHandover({ message: '😀'.repeat(500_000) })],
		['message, shifted by one', aHandover({ message: `x${'😀'.repeat(500_000)}` })],
		['summary', aHandover({ summary: '😀'.repeat(500_000) })],
		['reason', aHandover({ reason: `x${'😀'.repeat(500_000)}` })],
		['name', aHandover({ contact: { id: 'k', name: '😀'.repeat(500_000) } })],
		['field', aHandover({ contact: { id: 'k', fields: { all: 'x'.repeat(1_000_000) } } })],
		['number of fields', aHandover({ contact: { id: 'k', fields: Object.fromEntries(Array.from({ length: 9000 }, (_, index) => [`f${index}`, index])) } })],
	])('stays short and whole with a %s of 1 MB', (_name, handover) => {
		const body = bodyOf(handover, { messages: [said('😀'.repeat(500_000)), said('z'.repeat(1_000_000), 'bot')] });
		const footer = '\n\nConversation c-1 · Handover h-1';
		expect(body.length).toBeLessThanOrEqual(BODY_LIMIT);
		expect(body.isWellFormed()).toBe(true);
		expect(body.endsWith(footer)).toBe(true);
	});

	it('is short, names its handover and is well formed, whatever was said', () => {
		const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary', maxLength: 3 }).map((s) => `${s}😀`.repeat(3000)));
		fc.assert(
			fc.property(text, fc.array(text, { maxLength: 10 }), fc.uuid(), (message, said10, id) => {
				const body = bodyOf(aHandover({ id, message }), { messages: said10.map((t) => said(t)) });
				const footer = `\n\nConversation c-1 · Handover ${id}`;
				expect(body.endsWith(footer)).toBe(true);
				expect(body.length).toBeLessThanOrEqual(BODY_LIMIT);
				expect(body.isWellFormed()).toBe(true);
			}),
		);
	});

	const LONE = 'a\ud800b\udc00';
	const withLone = [
		['message', aHandover({ message: LONE }), []],
		['reason', aHandover({ reason: LONE }), []],
		['name', aHandover({ contact: { id: 'k', name: LONE } }), []],
		['field', aHandover({ contact: { id: 'k', fields: { story: LONE } } }), []],
		['transcript message', aHandover(), [said(LONE)]],
	] as const;

	// Desks refuse a body with half a character.
	it.each(withLone)('is well formed for a %s with lone surrogates', (_name, handover, messages) => {
		expect(bodyOf(handover, { messages }).isWellFormed()).toBe(true);
	});

	it('gives a well-formed title for a name with lone surrogates', () => {
		expect(titleOf(aHandover({ contact: { id: 'k', name: LONE } })).isWellFormed()).toBe(true);
	});

	// null is how JSON says that nobody knows.
	it('leaves out a collected field that is null', () => {
		expect(bodyOf(aHandover({ contact: { id: 'k', fields: { order: null } } }))).not.toContain('order');
	});

	const LONG = 'x'.repeat(20_000);
	it.each([
		['summary', aHandover({ summary: LONG })],
		['reason', aHandover({ reason: LONG })],
		['name', aHandover({ contact: { id: 'k', name: LONG } })],
		['e-mail address', aHandover({ contact: { id: 'k', email: LONG } })],
		['field', aHandover({ contact: { id: 'k', fields: { story: LONG } } })],
		['name of a field', aHandover({ contact: { id: 'k', fields: { [LONG]: 'story' } } })],
	])('keeps the other parts when the %s is very long', (_name, handover) => {
		const body = bodyOf(handover, { messages: [said('My order?')] });
		for (const part of ['Contact ID: k', 'What they want', 'Why it was handed over', 'Customer: My order?']) expect(body).toContain(part);
	});
});

describe('handoverNote', () => {
	const task = { status: 'done' as const, at: iso(NOW), what: 'Task for Ana, due 28 Mar', data: { summary: 'Where is my order?' } };

	it('says why, what the customer wants in one line, and what has been done', () => {
		expect(handoverNote(aHandover(), { task })).toBe(
			'Handed over to the team: Human requested. The customer asks for a person: “talk to a human”\nThey want: Where is my order?\nTask for Ana, due 28 Mar\nHandover h-1',
		);
	});

	it('quotes the message when there is no summary', () => {
		expect(handoverNote(aHandover(), {})).toContain('They want: Can I talk to a human?');
	});
});
