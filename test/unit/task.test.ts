import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { Contact } from '../../handover/contact';
import { DEFAULT_DUE_HOURS, dueAt, taskBody, taskTitle } from '../../handover/task';
import type { TranscriptMessage } from '../../handover/transcript';
import { DAY, HOUR, MINUTE, NOW, aHandover, refusal } from '../support/builders';

const BERLIN = 'Europe/Berlin';
const ZONES = ['UTC', BERLIN, 'America/New_York', 'America/Sao_Paulo', 'Asia/Kolkata', 'Australia/Lord_Howe'];
const TITLE_LIMIT = 120;
const BODY_LIMIT = 12_000;

function said(text: string, from: TranscriptMessage['from'] = 'customer', at = NOW): TranscriptMessage {
	return { from, text, at };
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
		expect(taskTitle(aHandover({ contact }))).toBe(`Human requested: ${label}`);
	});

	it('says why in words', () => {
		expect(taskTitle(aHandover({ scenario: 'failed_to_resolve' }))).toBe('Failed to resolve: Rosa Lima');
		expect(taskTitle(aHandover({ scenario: 'custom' }))).toBe('Handed over by the flow: Rosa Lima');
	});

	it.each([0, 1])('is cut at the limit, never inside a character (%i)', (shift) => {
		const title = taskTitle(aHandover({ contact: { id: 'k', name: 'x'.repeat(shift) + '😀'.repeat(200) } }));
		expect(title.length).toBeLessThanOrEqual(TITLE_LIMIT);
		expect(title.length).toBeGreaterThanOrEqual(TITLE_LIMIT - 1);
		expect(title).toMatch(/😀…$/u);
		expect(title.isWellFormed()).toBe(true);
	});

	it('keeps a title of exactly the limit whole', () => {
		const name = 'x'.repeat(TITLE_LIMIT - 'Human requested: '.length);
		expect(taskTitle(aHandover({ contact: { id: 'k', name } }))).toBe(`Human requested: ${name}`);
	});
});

describe('taskBody', () => {
	it('tells an agent all they need', () => {
		const handover = aHandover({
			contact: { id: 'k-1', name: 'Rosa', phone: '+55 11', email: 'r@x.org', fields: { order: 'A-7', budget: 90, seen: false, items: ['a', 'b'] } },
			summary: 'Wants to cancel order A-7.',
		});
		const messages = [said('My order?'), said('I don\'t know.', 'bot', NOW + MINUTE), said('Hi, Ana here.', 'agent', NOW + HOUR)];
		expect(taskBody(handover, { messages, zone: BERLIN })).toBe(
			[
				'Contact\nName: Rosa\nPhone: +55 11\nE-mail: r@x.org\nContact ID: k-1\nChannel: chat',
				'What they want\nWants to cancel order A-7.',
				'Why it was handed over\nHuman requested. The customer asks for a person: “talk to a human”',
				'What the bot collected\norder: A-7\nbudget: 90\nseen: false\nitems: ["a","b"]',
				'Last messages\n27 Mar 13:00 Customer: My order?\n27 Mar 13:01 Bot: I don\'t know.\n27 Mar 14:00 Agent: Hi, Ana here.',
				'Conversation c-1 · Handover h-1',
			].join('\n\n'),
		);
	});

	it('quotes the message when there is no summary', () => {
		expect(taskBody(aHandover(), { messages: [], zone: 'UTC' })).toContain('What they want\nCan I talk to a human?');
	});

	it('leaves out what nobody knows', () => {
		const body = taskBody(aHandover({ contact: { id: 'k-1', name: '', fields: { order: '', size: undefined } }, message: '' }), { messages: [], zone: 'UTC' });
		for (const part of ['Name', 'Phone', 'What they want', 'What the bot collected', 'Last messages', 'undefined']) {
			expect(body).not.toContain(part);
		}
	});

	it('writes times across the clock change as the clock showed them', () => {
		const before = DateTime.fromISO('2026-03-29T01:59', { zone: BERLIN }).toMillis();
		const body = taskBody(aHandover(), { messages: [said('a', 'customer', before), said('b', 'customer', before + MINUTE)], zone: BERLIN });
		expect(body).toContain('29 Mar 01:59 Customer: a\n29 Mar 03:00 Customer: b');
	});

	it.each([
		['message', aHandover({ message: 'x'.repeat(2001) }), []],
		['transcript message', aHandover({ message: '' }), [said('x'.repeat(2001))]],
		['field', aHandover({ message: '', contact: { id: 'k', fields: { story: 'x'.repeat(2001) } } }), []],
	])('cuts a long %s', (_name, handover, messages) => {
		const quote = /x+…?/.exec(taskBody(handover, { messages, zone: 'UTC' }))?.[0];
		expect(quote).toBe(`${'x'.repeat(1999)}…`);
	});

	it('keeps a message of exactly the limit whole', () => {
		expect(taskBody(aHandover({ message: 'x'.repeat(2000) }), { messages: [], zone: 'UTC' })).toMatch(/\nx{2000}\n/);
	});

	it.each([
		['message', aHandover({ message: '😀'.repeat(500_000) })],
		['message, shifted by one', aHandover({ message: `x${'😀'.repeat(500_000)}` })],
		['summary', aHandover({ summary: '😀'.repeat(500_000) })],
		['reason', aHandover({ reason: `x${'😀'.repeat(500_000)}` })],
		['name', aHandover({ contact: { id: 'k', name: '😀'.repeat(500_000) } })],
		['field', aHandover({ contact: { id: 'k', fields: { all: 'x'.repeat(1_000_000) } } })],
	])('stays short and whole with a %s of 1 MB', (_name, handover) => {
		const body = taskBody(handover, { messages: [said('😀'.repeat(500_000)), said('z'.repeat(1_000_000), 'bot')], zone: 'UTC' });
		const footer = '\n\nConversation c-1 · Handover h-1';
		expect(body.length).toBeLessThanOrEqual(BODY_LIMIT);
		expect(body.isWellFormed()).toBe(true);
		expect(body.endsWith(footer)).toBe(true);
	});

	it('is short, names its handover and is well formed, whatever was said', () => {
		const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary', maxLength: 3 }).map((s) => `${s}😀`.repeat(3000)));
		fc.assert(
			fc.property(text, fc.array(text, { maxLength: 10 }), fc.uuid(), (message, said10, id) => {
				const body = taskBody(aHandover({ id, message }), { messages: said10.map((t) => said(t)), zone: 'UTC' });
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
		expect(taskBody(handover, { messages, zone: 'UTC' }).isWellFormed()).toBe(true);
	});

	it('gives a well-formed title for a name with lone surrogates', () => {
		expect(taskTitle(aHandover({ contact: { id: 'k', name: LONE } })).isWellFormed()).toBe(true);
	});

	it('is within the limit with its footer', () => {
		const messages = Array.from({ length: 10 }, () => said('x'.repeat(2000)));
		expect(taskBody(aHandover(), { messages, zone: 'UTC' }).length).toBeLessThanOrEqual(BODY_LIMIT);
	});

	// null is how JSON says that nobody knows.
	it('leaves out a collected field that is null', () => {
		expect(taskBody(aHandover({ contact: { id: 'k', fields: { order: null } } }), { messages: [], zone: 'UTC' })).not.toContain('order');
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
		const body = taskBody(handover, { messages: [said('My order?')], zone: 'UTC' });
		for (const part of ['Contact ID: k', 'What they want', 'Why it was handed over', 'Customer: My order?']) expect(body).toContain(part);
	});
});
