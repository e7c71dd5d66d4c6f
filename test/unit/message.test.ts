import type { TeamMember } from '../../handover/assignment';
import { DEFAULT_FINAL_MESSAGE, DEFAULT_TEXTS, finalMessage, readCustomerText, readOwnTexts, type MessageFacts } from '../../handover/message';
import type { MessageKind } from '../../handover/finalMessages';
import { asWritten, filledIn, missingIn, readExpression, readTemplate } from '../../handover/placeholders';
import type { Handover, StepResult } from '../../handover/receipt';
import { DAY, HOUR, MINUTE, NOW, aHandover, aMember, refusal } from '../support/builders';

describe('readCustomerText', () => {
	it.each([
		['the default', DEFAULT_FINAL_MESSAGE, 'Thank you! Someone from the team will get back to you.'],
		['blanks around it', ' \n Hold on. \t', 'Hold on.'],
		['several lines', 'Olá!\n\nJá volto.', 'Olá!\n\nJá volto.'],
		['one character', '…', '…'],
		['the longest', 'x'.repeat(4096), 'x'.repeat(4096)],
		['the longest with blanks around it', ` ${'x'.repeat(4096)} `, 'x'.repeat(4096)],
	])('reads %s', (_name, value, text) => {
		expect(readCustomerText(value, 'Message')).toBe(text);
	});

	it.each(['', '   ', '\n\t', '\u00a0'])('refuses %j as empty', (value) => {
		const { message, fix } = refusal(() => readCustomerText(value, 'Message'));
		expect(message).toBe('"Message" is empty');
		expect(fix).toContain(DEFAULT_FINAL_MESSAGE);
	});

	it.each([4097, 1_000_000])('refuses %i characters, more than channels take', (count) => {
		const { message, fix } = refusal(() => readCustomerText('x'.repeat(count), 'Message'));
		expect(message).toBe(`"Message" has ${count} characters; chat channels take 4096`);
		expect(fix).toContain('Shorten');
	});
});

describe('a template', () => {
	it('is filled in with what is known, as plain text', () => {
		const template = readTemplate('Hi {{name}}, {{ agent }}\nwill write.{{  team}}', 'Message');
		expect(filledIn(template, { name: 'Rosa', agent: '{{name}} $& \u0000O\'Neil\n', team: 'x'.repeat(200) })).toBe(`Hi Rosa, {{name}} $& O'Neil\nwill write.${'x'.repeat(99)}…`);
		expect(missingIn(template, { name: 'Rosa', team: '' })).toEqual(['agent', 'team']);
		expect(asWritten(template)).toBe('Hi {{name}}, {{agent}}\nwill write.{{team}}');
	});

	it('keeps names that join their parts without a space', () => {
		expect(filledIn(readTemplate('{{name}}', 'Message'), { name: 'علی\u200cرضا' })).toBe('علی\u200cرضا');
	});

	it.each(['{{Agent}}', '{{ agnet }}', 'Hi {{name}} {{first_name}}'])('refuses %s, and lists what is known', (text) => {
		const { message, fix } = refusal(() => readTemplate(text, 'Message If Urgent'));
		expect(message).toMatch(/^"Message If Urgent" contains \{\{.*\}\}, which is not known$/);
		expect(fix).toBe('Known are {{agent}}, {{name}}, {{opens}}, {{reason}}, {{team}}, {{wait}}.');
	});

	it('refuses what n8n would have to evaluate', () => {
		expect(refusal(() => readTemplate('Hi {{ $json.name }}', 'Message')).fix).toContain('Switch the field to Expression');
	});

	it('leaves everything but placeholders to n8n, and what that brings as it is', () => {
		const seen: string[] = [];
		const template = readExpression('{{agent}}: {{ $json.text }}', 'Message', (expression) => {
			seen.push(expression);
			return expression.replace('{{ $json.text }}', 'say {{agent}} or {{anything}}');
		});
		expect(seen[0]).not.toContain('{{agent}}');
		expect(filledIn(template, { agent: 'Ana' })).toBe('Ana: say {{agent}} or {{anything}}');
	});

	it('reads a text that an expression brings whole as the operator\'s', () => {
		expect(filledIn(readExpression(' {{ $json.text }} ', 'Message', () => 'Hi {{name}}'), { name: 'Rosa' })).toBe('Hi Rosa');
		expect(refusal(() => readExpression('{{ $json.text }}', 'Message', () => 'Hi {{nmae}}')).message).toContain('{{nmae}}');
	});
});

const ANA = aMember('Ana', { name: 'Ana Silva', team: 'Support' });
const OFFICE = { weekly: 'Mon-Fri 9:00-17:00', holidays: '', zone: 'UTC' };
/** NOW is a Friday at noon. */
const FRIDAY_NIGHT = NOW + 8 * HOUR;

const ASSIGNED: StepResult = { status: 'done', at: '', what: 'Assigned', data: { assignee: ANA } };
const NOBODY: StepResult = { status: 'skipped', at: '', what: 'Waits in the queue' };

const facts = (over: Partial<MessageFacts> = {}, handover: Partial<Handover> = {}): MessageFacts => ({
	handover: aHandover({ assignee: ANA, deadlineAt: NOW + 2 * HOUR, ...handover }),
	assign: ASSIGNED,
	team: [ANA],
	zone: 'UTC',
	now: NOW,
	...over,
});

/** A text of the operator's for each kind. */
const OWN = readOwnTexts({ standard: 'standard', urgent: 'urgent', afterHours: 'afterHours', informationGap: 'informationGap', queue: 'queue' });
const unassigned = { assign: NOBODY };

describe('which text is said', () => {
	const night = { hours: OFFICE, now: FRIDAY_NIGHT };
	it.each<[string, MessageKind, Partial<MessageFacts>, Partial<Handover>]>([
		['somebody has it', 'standard', {}, {}],
		['the flow assigns nobody', 'standard', { assign: undefined }, { assignee: undefined }],
		['nobody was free', 'queue', unassigned, { assignee: undefined }],
		['assigning failed', 'queue', { assign: { ...NOBODY, status: 'failed' } }, { assignee: undefined }],
		['a team of the desk has it', 'standard', { assign: { ...ASSIGNED, data: { team: 'Sales' } } }, { assignee: undefined }],
		['it is urgent', 'urgent', {}, { scenario: 'urgent_or_high_value' }],
		['its priority is urgent', 'urgent', {}, { priority: 'urgent' }],
		['the bot lacked information', 'informationGap', {}, { scenario: 'lack_of_information' }],
		['the bot lacked information, urgently', 'urgent', {}, { scenario: 'lack_of_information', priority: 'urgent' }],
		['it is urgent and nobody was free', 'queue', unassigned, { assignee: undefined, priority: 'urgent' }],
		['nobody is in', 'afterHours', night, {}],
		['nobody is in, and it is urgent', 'afterHours', night, { priority: 'urgent' }],
		['nobody is in, and the bot lacked information', 'afterHours', night, { scenario: 'lack_of_information' }],
		['nobody is in, nor assigned', 'afterHours', { ...night, ...unassigned }, { assignee: undefined }],
		['nobody was free, since nobody is in', 'afterHours', { assign: { ...NOBODY, data: { opens: new Date(NOW + HOUR).toISOString() } } }, { assignee: undefined }],
		['nobody was free, and somebody is in by now', 'queue', { assign: { ...NOBODY, data: { opens: new Date(NOW).toISOString() } } }, { assignee: undefined }],
		['the office is open', 'standard', { hours: OFFICE }, {}],
		['the assignee works at night', 'standard', { ...night, team: [{ ...ANA, hours: 'daily 18-24' }] }, {}],
		['the assignee works other hours that are over, too', 'afterHours', { ...night, team: [{ ...ANA, hours: 'Fri 9-19' }] }, {}],
		['the assignee is off, but the team is in', 'standard', { hours: OFFICE, team: [{ ...ANA, hours: 'Mon 9-17' }] }, {}],
		['the assignee is off, and of the team nothing is known', 'afterHours', { team: [{ ...ANA, hours: 'Mon 9-17' }] }, {}],
		['it is a holiday of the team', 'afterHours', { hours: { ...OFFICE, holidays: '03-27' }, team: [{ ...ANA, hours: 'daily 9-17' }] }, {}],
	])('when %s: %s', (_when, kind, over, handover) => {
		expect(finalMessage(OWN, facts(over, handover), true)).toEqual({ text: kind, kind });
	});

	it.each<[string, Partial<Record<MessageKind, string>>, Partial<MessageFacts>, Partial<Handover>, string, MessageKind, string]>([
		['names an agent', { urgent: '{{agent}} is on it', standard: 'standard' }, { assign: undefined }, { priority: 'urgent', assignee: undefined }, 'standard', 'standard', '"Message If Urgent" was not said: nothing is known for {{agent}}'],
		['names an agent and a team', { standard: '{{agent}} ({{team}})', queue: 'queue' }, { assign: undefined }, { assignee: undefined }, 'queue', 'queue', '"Message" was not said: nothing is known for {{agent}}, {{team}}'],
		['names an agent, as the next does', { standard: '{{agent}}', queue: '{{agent}}!' }, unassigned, { assignee: undefined, language: 'de' }, 'Vielen Dank! Jemand aus unserem Team meldet sich bei Ihnen.', 'standard', '"Message If Nobody Is Assigned" was not said: nothing is known for {{agent}}'],
		['says when somebody is in, and they are', { standard: 'Back {{opens}}', queue: 'queue' }, {}, {}, 'queue', 'queue', '"Message" was not said: nothing is known for {{opens}}'],
		['promises what nobody promised', { standard: 'In {{wait}}', queue: 'queue' }, { assign: undefined }, {}, 'queue', 'queue', '"Message" was not said: nothing is known for {{wait}}'],
		['promises what is past', { standard: 'In {{wait}}', queue: 'queue' }, { now: NOW + 2 * HOUR }, {}, 'queue', 'queue', '"Message" was not said: nothing is known for {{wait}}'],
	])('a text that %s is left for the next', (_what, texts, over, handover, text, kind, why) => {
		expect(finalMessage(readOwnTexts(texts), facts(over, handover), true)).toMatchObject({ text, kind, why });
	});

	it('a text that names somebody who refused is not said', () => {
		const texts = readOwnTexts({ standard: 'Ana will write to you here.', queue: 'Somebody will write to you here.' });
		const refused = { ...ASSIGNED, data: { tried: [{ name: 'Ana', why: 'gone' }] } };
		const ben = { id: 'ben', name: 'Ben' };
		expect(finalMessage(texts, facts({ assign: refused }, { assignee: ben }), true)).toMatchObject({ kind: 'queue', why: '"Message" was not said: it names Ana, who refused' });
		expect(finalMessage(texts, facts({ assign: refused }, { assignee: { id: 'ana', name: 'Ana' } }), true)).toMatchObject({ kind: 'standard' });
		expect(finalMessage(readOwnTexts({ standard: '{{agent}} will write.' }), facts({ assign: refused }, { assignee: ben }), true).text).toBe('Ben will write.');
	});

	it('an empty text for a special case is not said, but the standard one', () => {
		expect(finalMessage(readOwnTexts({ standard: 'standard', urgent: ' ' }), facts({}, { priority: 'urgent' }), true)).toEqual({ text: 'standard', kind: 'standard' });
	});

	it.each(['standard', 'queue'] as const)('the text for %s must not be empty', (kind) => {
		expect(refusal(() => readOwnTexts({ [kind]: ' ' })).message).toContain('is empty');
	});
});

describe('our own texts', () => {
	const said = (over: Partial<MessageFacts>, handover: Partial<Handover>, inCustomersLanguage = true) =>
		finalMessage(readOwnTexts(DEFAULT_TEXTS), facts(over, handover), inCustomersLanguage);

	it('are said in the language of the customer, else in English', () => {
		expect(said({}, { language: 'fr' })).toEqual({ text: 'Merci ! Un membre de notre équipe vous répondra.', kind: 'standard', language: 'fr' });
		for (const language of [undefined, 'sw', '']) expect(said({}, { language })).toEqual({ text: DEFAULT_FINAL_MESSAGE, kind: 'standard', language: 'en' });
		expect(said({}, { language: 'fr' }, false)).toEqual({ text: DEFAULT_FINAL_MESSAGE, kind: 'standard', language: 'en' });
	});

	it('say only what is known', () => {
		const urgent = { priority: 'urgent' } as const;
		expect(said({}, urgent).text).toContain('get back to you within 2 hours.');
		expect(said({ assign: undefined }, urgent).text).toBe('Thank you! We have marked your request as urgent. Someone from the team will get back to you.');
		expect(said({ hours: OFFICE, now: FRIDAY_NIGHT }, {}).text).toContain('will be back on Monday at 9:00 AM.');
		const over = { ...OFFICE, weekly: 'Sat 9-10', holidays: Array.from({ length: 12 }, (_, month) => Array.from({ length: 29 }, (__, day) => [month + 1, day + 1].map((part) => String(part).padStart(2, '0')).join('-'))).flat().join(' ') + ' 01-30 01-31 03-30 03-31 04-30 05-30 05-31 06-30 07-30 07-31 08-30 08-31 09-30 10-30 10-31 11-30 12-30 12-31' };
		expect(said({ hours: over }, {}).text).toBe('Thank you! Our team is not in right now. Someone will get back to you.');
	});

	it('are the operator\'s as soon as they are changed', () => {
		expect(readOwnTexts(DEFAULT_TEXTS)).toEqual({});
		expect(Object.keys(readOwnTexts({ ...DEFAULT_TEXTS, urgent: 'Now!' }))).toEqual(['urgent']);
	});
});

describe('what is filled in', () => {
	const filled = (text: string, over: Partial<MessageFacts> = {}, handover: Partial<Handover> = {}) => finalMessage(readOwnTexts({ standard: text, afterHours: text, queue: '(nothing known)' }), facts(over, handover), true).text;

	it.each([
		['the agent', '{{agent}}', 'Ana Silva'],
		['their team', '{{team}}', 'Support'],
		['why', 'It is about {{reason}}.', 'It is about your wish to talk to a person.'],
		['how long it takes', 'We will answer within {{wait}}.', 'We will answer within 2 hours.'],
	])('%s', (_what, text, expected) => {
		expect(filled(text)).toBe(expected);
	});

	it('the team at the desk that has it', () => {
		expect(filled('{{team}}', { assign: { ...ASSIGNED, data: { team: 'Sales' } } }, { assignee: undefined })).toBe('Sales');
	});

	it.each<[string, Partial<TeamMember>, string]>([
		['the assignee, with the zone of the team', { hours: 'Sat 11-12' }, 'tomorrow at 11:00 AM'],
		['the team, when the assignee has no hours of their own', {}, 'on Monday at 9:00 AM'],
		['the team, when the table knows nothing of the assignee', { id: 'x', name: 'X' }, 'on Monday at 9:00 AM'],
	])('when somebody is in: %s', (_who, member, opens) => {
		expect(filled('We will be back {{opens}}.', { team: [{ ...ANA, ...member }], hours: { ...OFFICE, zone: 'Europe/Berlin' }, now: FRIDAY_NIGHT })).toBe(`We will be back ${opens}.`);
	});

	it('when somebody of the team is in, if nobody is assigned', () => {
		const assign = { ...NOBODY, data: { opens: new Date(NOW + DAY).toISOString() } };
		expect(filled('We will be back {{opens}}.', { assign, hours: { ...OFFICE, zone: 'Europe/Berlin' } }, { assignee: undefined })).toBe('We will be back tomorrow at 1:00 PM.');
	});

	it('when a desk\'s agent is in, who has another id in the table', () => {
		const assignee = { id: '17', name: 'Ana Silva', email: 'ana@example.com' };
		expect(filled('We will be back {{opens}}.', { team: [{ ...ANA, email: 'ana@example.com', hours: 'Sat 9-10' }] }, { assignee })).toBe('We will be back tomorrow at 9:00 AM.');
	});

	it.each([
		['Rosa Lima', 'Rosa'],
		['Rosa', 'Rosa'],
		['Lima, Rosa Maria', 'Rosa'],
		['Frau Meier', 'Frau Meier'],
		['Dr. Rosa Lima', 'Dr. Rosa Lima'],
		['  Rosa   Lima ', 'Rosa'],
		['{{agent}} Lima', '{{agent}}'],
		['rosa@example.com', undefined],
		['+351 912 345 678', undefined],
		['Visitor 4711', undefined],
		['', undefined],
		[undefined, undefined],
	])('the customer who is called %s as %s', (name, expected) => {
		expect(filled('Thank you {{name}}, we will be back.', {}, { contact: { id: 'k', name } })).toBe(expected === undefined ? '(nothing known)' : `Thank you ${expected}, we will be back.`);
	});

	it('the whole name in languages that begin with the family\'s', () => {
		expect(filled('Cảm ơn {{name}}! Chúng tôi sẽ liên hệ lại.', {}, { contact: { id: 'k', name: 'Nguyễn Văn An' } })).toBe('Cảm ơn Nguyễn Văn An! Chúng tôi sẽ liên hệ lại.');
	});

	it('in the language of the text, whatever the customer\'s is', () => {
		expect(filled('Danke! {{agent}} meldet sich bei Ihnen, das dauert höchstens {{wait}}.', {}, { language: 'es' })).toBe('Danke! Ana Silva meldet sich bei Ihnen, das dauert höchstens 2 Stunden.');
		expect(filled('We will get back to you within {{wait}}.', {}, { language: 'es' })).toBe('We will get back to you within 2 hours.');
		expect(filled('{{wait}}', {}, { language: 'es' })).toBe('2 horas');
	});

	it.each([
		[30_000, '5 minutes'], [45 * MINUTE, '45 minutes'], [HOUR - 1000, '1 hour'], [90 * MINUTE, '90 minutes'], [2 * HOUR - 1000, '2 hours'],
		[DAY - 1000, '24 hours'], [2 * DAY, '48 hours'], [2 * DAY + HOUR, '3 days'],
	])('%i ms as %s', (length, words) => {
		expect(filled('We will answer within {{wait}}.', {}, { deadlineAt: NOW + length })).toBe(`We will answer within ${words}.`);
	});
});
