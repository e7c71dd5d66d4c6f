import fc from 'fast-check';
import Papa from 'papaparse';
import { MOST_MESSAGES, readConversationsBytes, readConversationsRows, readConversationsText, type ReplayMessage } from '../../../handover/replay/conversations';
import { refusal } from '../../support/builders';

const read = (text: string, options = {}) => readConversationsText(text, options).messages;
const rolesOf = (words: string[]) =>
	readConversationsRows(words.map((role) => ({ conversationId: 'c', role, text: 'x' }))).messages.map(({ role }) => role);

const TWO: ReplayMessage[] = [
	{ conversationId: 'c-1', role: 'customer', text: 'Hello', at: Date.UTC(2026, 2, 27, 12) },
	{ conversationId: 'c-1', role: 'bot', text: 'How can I help?', at: Date.UTC(2026, 2, 27, 12, 0, 5) },
];

describe('the shapes that are read', () => {
	const time = ['2026-03-27T12:00:00Z', '2026-03-27T12:00:05Z'];
	const rows = [
		{ conversationId: 'c-1', role: 'user', text: 'Hello', time: time[0] },
		{ conversationId: 'c-1', role: 'assistant', text: 'How can I help?', time: time[1] },
	];
	const messages = rows.map(({ role, text, time: at }) => ({ role, text, time: at }));

	it.each([
		['comma', ','],
		['semicolon', ';'],
		['tab', '\t'],
		['bar', '|'],
	])('CSV with %s', (_name, delimiter) => {
		expect(read(Papa.unparse(rows, { delimiter }))).toEqual(TWO);
	});

	it.each([
		['an array of messages', JSON.stringify(rows)],
		['messages of one conversation', JSON.stringify({ id: 'c-1', messages })],
		['conversations with messages', JSON.stringify({ conversations: [{ id: 'c-1', messages }] })],
		['an array of conversations', JSON.stringify([{ conversation_id: 'c-1', messages }])],
		['a message a line', rows.map((row) => JSON.stringify(row)).join('\n')],
		['a conversation a line, and blank lines', `\n${JSON.stringify({ sessionId: 'c-1', messages })}\r\n\r\n`],
	])('JSON: %s', (_name, text) => {
		expect(read(text)).toEqual(TWO);
		expect(read(`\uFEFF${text}`)).toEqual(TWO);
	});

	it('names conversations that have no id', () => {
		const both = read(JSON.stringify([{ messages }, { messages }]));
		expect(both.map(({ conversationId }) => conversationId)).toEqual(['conversation 1', 'conversation 1', 'conversation 2', 'conversation 2']);
		expect(read(JSON.stringify({ messages }))[0].conversationId).toBe('conversation 1');
		expect(read(JSON.stringify(messages))[0].conversationId).toBe('conversation 1');
	});

	it('CSV with byte order mark, Windows line ends, quoted separators, quotes and line breaks', () => {
		const text = '\uFEFF"Conversation ID";"Sender";"Message";"Created at"\r\n7;Customer;"Say ""hi"";\r\nplease, now, at once, thanks";2026-03-27 12:00:00\r\n\r\n7;Bot;;1774612805\r\n';
		expect(read(text)).toEqual([
			{ conversationId: '7', role: 'customer', text: 'Say "hi";\nplease, now, at once, thanks', at: Date.UTC(2026, 2, 27, 12) },
			{ conversationId: '7', role: 'bot', text: '', at: 1774612805000 },
		]);
	});

	it('the rows of n8n\'s chat memory, without the calls of tools', () => {
		const memory = [
			{ id: 1, session_id: 's', message: { type: 'human', content: 'Where is A-1?', additional_kwargs: {} } },
			{ id: 2, session_id: 's', message: { type: 'ai', content: '', tool_calls: [{ name: 'orders' }] } },
			{ id: 3, session_id: 's', message: { type: 'tool', content: '{"status":"sent"}' } },
			{ id: 4, session_id: 's', message: { type: 'ai', content: 'On its way.', tool_calls: [] } },
		];
		const expected = [
			{ conversationId: 's', role: 'customer', text: 'Where is A-1?' },
			{ conversationId: 's', role: 'bot', text: 'On its way.' },
		];
		expect(readConversationsRows(memory)).toEqual({ messages: expected, leftOut: 2 });
		const csv = Papa.unparse(memory.map((row) => ({ ...row, message: JSON.stringify(row.message) })));
		expect(readConversationsText(csv)).toEqual({ messages: expected, leftOut: 2 });
	});

	it('an OpenAI export: system prompts are left out, parts are joined', () => {
		const text = JSON.stringify({ messages: [
			{ role: 'system', content: 'You are a bot' },
			{ role: 'user', content: [{ type: 'text', text: 'Hi' }, { type: 'image_url', image_url: {} }, { type: 'text', text: 'there' }] },
			{ role: 'assistant', content: null, tool_calls: [{}] },
			{ role: 'assistant', content: 'Hello' },
		] });
		const { messages: found, leftOut } = readConversationsText(text);
		expect(found.map((message) => message.text)).toEqual(['Hi\nthere', 'Hello']);
		expect(leftOut).toBe(2);
	});

	it.each([
		['UTF-8', (text: string) => Buffer.from(text)],
		['UTF-8 with a byte order mark', (text: string) => Buffer.from(`\uFEFF${text}`)],
		['UTF-16 LE', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
		['UTF-16 BE', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
	])('a file in %s', (_name, encoded) => {
		const expected = [{ conversationId: '1', role: 'bot', text: 'Grüße 你 👋', at: Date.UTC(2026, 2, 27, 11) }];
		const options = { zone: 'Europe/Berlin' };
		const csv = 'conversation\trole\ttext\ttime\r\n1\tbot\tGrüße 你 👋\t2026-03-27 12:00\r\n';
		expect(readConversationsBytes(encoded(csv), options).messages).toEqual(expected);
		const json = '[{"conversation": 1, "role": "bot", "text": "Grüße 你 👋", "time": "2026-03-27 12:00"}]';
		expect(readConversationsBytes(new Uint8Array(encoded(json)), options).messages).toEqual(expected);
	});

	it('an empty file is refused', () => {
		expect(refusal(() => readConversationsBytes(new Uint8Array())).message).toBe('The conversations are empty');
	});

	it.each([['sep=;', ';'], ['SEP=|', '|'], ['"sep=,"', ','], ['sep=\t', '\t'], ['sep=^', '^']])('Excel\'s line %j', (line, delimiter) => {
		const csv = Papa.unparse(rows, { delimiter });
		expect(read(`\uFEFF${line}\r\n${csv}`)).toEqual(TWO);
		expect(refusal(() => read(`${line}\n${csv.replace('assistant', 'wizard')}`)).message).toContain('Row 3 was written by "wizard"');
	});

	it('Excel\'s line decides against the likelier delimiter', () => {
		expect(read('sep=;\nid;role;text;date,time,at\n1;bot;Hi, there;', { fields: { conversationId: 'id' } })).toEqual([{ conversationId: '1', role: 'bot', text: 'Hi, there' }]);
		expect(refusal(() => read('sep=;\n')).message).toBe('This is neither CSV with a header line nor JSON');
	});

	it('the operator\'s own column names', () => {
		const fields = { conversationId: 'Vorgang', role: 'Wer', text: 'Was', at: 'Wann', contactId: 'Kunde' };
		expect(read('Vorgang,Wer,Was,Wann,Kunde\n1,bot,Hallo,2026-03-27 12:00,k', { fields, zone: 'Europe/Berlin' })).toEqual([
			{ conversationId: '1', role: 'bot', text: 'Hallo', at: Date.UTC(2026, 2, 27, 11), contactId: 'k' },
		]);
	});

	it('a mapped column has to be there, at the conversation or at its messages', () => {
		expect(refusal(() => read('conversation,role,text\n1,bot,Hi', { fields: { at: 'Wann' } })).message).toBe('No column is called Wann; the columns are: conversation, role, text');
		const nested = '[{"Nr": 7, "messages": [{"role": "bot", "text": "Hi"}]}]';
		expect(read(nested, { fields: { conversationId: 'Nr' } })[0].conversationId).toBe('7');
	});

	it('a mapped name of nothing but signs is matched as written', () => {
		const fields = { conversationId: '#', text: '💬' };
		expect(read('%,#,role,💬, \nno,1,bot,Hi,no', { fields })[0]).toMatchObject({ conversationId: '1', text: 'Hi' });
		expect(read('[{"#": 7, "messages": [{"role": "bot", "💬": "Hi"}]}]', { fields })[0]).toMatchObject({ conversationId: '7', text: 'Hi' });
		expect(refusal(() => read('%,role,text\n1,bot,Hi', { fields: { conversationId: '#' } })).message).toBe('No column is called #; the columns are: %, role, text');
	});

	it.each([[''], [' \t'], [null], [undefined]])('a cell with %j hides no other known column', (empty) => {
		const row = { conversation: empty, ticket: 't', role: empty, direction: 'inbound', text: empty, body: 'Hi', at: empty, created: 1774612800, transfer: empty, handoff: 'yes', contact: empty, email: 'e' };
		expect(readConversationsRows([row]).messages).toEqual([
			{ conversationId: 't', role: 'customer', text: 'Hi', at: 1774612800000, transfer: true, contactId: 'e' },
		]);
	});

	it('a message whose texts are all empty stays an empty one, blanks as they are', () => {
		const csv = 'conversation,role,text,body\n1,bot,,\n1,bot, ,\n1,bot,,Hi\n1,bot,Hello,Hi';
		expect(read(csv).map(({ text }) => text)).toEqual(['', ' ', 'Hi', 'Hello']);
	});

	it('one conversation without an id column, when no other column could be one', () => {
		expect(read('role,text\ncustomer,Hi')[0].conversationId).toBe('conversation 1');
		expect(refusal(() => read('id,role,text\n1,customer,Hi')).message).toContain('which conversation');
	});

	it('keeps empty texts, skips blank rows', () => {
		expect(read('conversation,role,text\n1,customer,\n , ,\n1,customer,Hi').map(({ text }) => text)).toEqual(['', 'Hi']);
	});

	it('takes the column that says who speaks, though `from` has the likelier name', () => {
		const found = read('ticket,from,direction,body\n1,+49 30 1,inbound,Hi\n1,+49 30 2,outbound,Hello');
		expect(found.map(({ role }) => role)).toEqual(['customer', 'bot']);
	});

	it('takes the contact, also from the conversation', () => {
		const text = JSON.stringify([{ id: 'c', contact: { id: 7, name: 'Rosa' }, messages: [{ author: { type: 'user' }, body: 'Hi' }] }]);
		expect(read(text)).toEqual([{ conversationId: 'c', role: 'customer', text: 'Hi', contactId: '7' }]);
	});

	it('any text, in any script, comes back from CSV and JSON as it was', () => {
		const unit = fc.oneof(fc.constantFrom('"', ',', ';', '\t', '|', '\n', 'é', 'e\u0301', '你', '👩‍👩‍👧', 'ش', '\u202e', '\u0000', ' '), fc.string({ unit: 'binary' }));
		const text = fc.array(unit).map((units) => units.join('').replace(/\r/g, ''));
		fc.assert(fc.property(fc.array(text, { minLength: 1 }), (texts) => {
			const data = texts.map((one) => ({ conversation: 'c', role: 'customer', text: one }));
			expect(read(Papa.unparse(data, { quotes: true })).map((message) => message.text)).toEqual(texts);
			expect(read(JSON.stringify(data)).map((message) => message.text)).toEqual(texts);
		}));
	});
});

describe('who speaks', () => {
	it.each([
		[['customer', 'Bot', 'AGENT'], ['customer', 'bot', 'agent']],
		[['user', 'assistant', 'human'], ['customer', 'bot', 'agent']],
		[['human', 'ai'], ['customer', 'bot']],
		[['human', 'ai', 'operator'], ['customer', 'bot', 'agent']],
		[['User', 'Contact', 'AgentBot'], ['agent', 'customer', 'bot']],
		[['user', 'lead', 'contact', 'admin', 'bot'], ['customer', 'customer', 'customer', 'agent', 'bot']],
		[['incoming', 'outgoing'], ['customer', 'bot']],
		[['incoming', 'outgoing', 'outgoing_bot'], ['customer', 'agent', 'bot']],
		[['visitor', 'AI agent', 'Support staff', 'customer support'], ['customer', 'bot', 'agent', 'agent']],
		[['client', 'chatbot', 'human agent'], ['customer', 'bot', 'agent']],
		[['Customer', 'Customer Service', 'customer_care', 'CustomerSuccess', 'Customer Success Manager'], ['customer', 'agent', 'agent', 'agent', 'agent']],
		[['Help Desk', 'helpdesk', 'Service Desk', 'customerservice', 'Customer service bot'], ['agent', 'agent', 'agent', 'agent', 'bot']],
		[['Consultant', 'Client specialist', 'Account Manager', 'Customer Advisor', 'adviser'], ['agent', 'agent', 'agent', 'agent', 'agent']],
	])('%j', (words, roles) => {
		expect(rolesOf(words)).toEqual(roles);
	});
});

describe('times and labels', () => {
	const atOf = (time: unknown) => readConversationsRows([{ conversation: 1, role: 'bot', text: '', time }]).messages[0].at;
	const labelOf = (label: unknown) => readConversationsRows([{ conversation: 1, role: 'bot', text: '', transfer: label }]).messages[0].transfer;

	it.each([
		['2026-03-27T12:00:00Z'],
		['2026-03-27T13:00:00+01:00'],
		['2026-03-27 12:00:00'],
		['2026-03-27 12:00:00.000+00:00'],
		[1774612800],
		['1774612800'],
		['1774612800.0'],
		[1774612800000],
		['1774612800000'],
		[new Date(1774612800000)],
	])('reads %p', (time) => {
		expect(atOf(time)).toBe(Date.UTC(2026, 2, 27, 12));
	});

	it.each([['2026-02-30T12:00:00Z'], ['2026-13-01T12:00:00Z'], ['2026-03-00T12:00:00Z'], ['27/03/2026'], [-5], [9e15], [true]])('refuses %p', (time) => {
		expect(refusal(() => atOf(time)).message).toContain('Row 1 has a time that can\'t be read');
	});

	it('takes an empty time for none', () => {
		expect(atOf('')).toBeUndefined();
		expect(atOf(null)).toBeUndefined();
	});

	it.each([[1], ['1'], [true], ['TRUE'], ['yes'], ['transfer'], ['Transferable'], ['human_requested'], ['Upset customer']])('%p is a transfer', (label) => {
		expect(labelOf(label)).toBe(true);
	});

	it.each([[0], ['0'], [false], ['no'], ['normal'], ['non-transferable'], ['']])('%p is none', (label) => {
		expect(labelOf(label)).toBe(false);
	});

	it('a label about something else is not read, a handover that says neither is refused', () => {
		expect(read('conversation,role,text,label\n1,bot,Hi,greeting')[0]).not.toHaveProperty('transfer');
		expect(refusal(() => read('conversation,role,text,handover\n1,bot,Hi,no\n1,bot,Hi,later')).message).toBe('Row 3 has a label that can\'t be read: later');
	});
});

describe('what is refused, and where', () => {
	it.each([
		['', 'The conversations are empty'],
		['\uFEFF \n', 'The conversations are empty'],
		['conversation,role,text\n', 'The conversations hold no message'],
		['[]', 'The conversations hold no message'],
		['Dear all, please find attached the chats', 'This is neither CSV with a header line nor JSON'],
		['PK\u0003\u0004', 'This is neither CSV with a header line nor JSON'],
		['{"messages": [', 'This is not valid JSON'],
		['{"role": "bot", "text": "a"}\n{"role": }', 'Line 2 is not valid JSON'],
		['[1]', 'Row 1 is not an object'],
		['conversation,role\n1,bot', 'No column has the text of the messages; the columns are: conversation, role'],
		['conversation,text\n1,Hi', 'No column says who wrote a message'],
		['conversation,role,text\n1,bot,Hi\n1,wizard,Hi', 'Row 3 was written by "wizard", which is no known role'],
		['conversation,role,text\n1,,Hi', 'Row 2 does not say who wrote the message'],
		['conversation,role,text\n,bot,Hi', 'Row 2 does not say which conversation it belongs to'],
		['conversation,role,text,time\n1,bot,Hi,noon', 'Row 2 has a time that can\'t be read: noon'],
		['conversation,role,text\n1,bot,Hi, there', 'Row 2 has 4 columns, but the first line names 3'],
		['conversation,role,text\n1,bot,"Hi\n1,bot,Hello', 'Row 2 has a quote that is not closed'],
		['{"messages": [{"role": "bot", "text": {"a": 1}}]}', 'Message 1 of conversation 1 has a text that is an object'],
		['{"id": 9, "messages": [{"role": "bot", "text": "a"}, {"role": "elf", "text": "a"}]}', 'Message 2 of 9 was written by "elf"'],
		['[{"conversationId": 12345678901234567890, "role": "bot", "text": "a"}]', 'Row 1 has an id that is not an exact whole number'],
	])('%j', (text, message) => {
		const refused = refusal(() => read(text));
		expect(refused.message).toContain(message);
		expect(refused.fix).toMatch(/\.$/);
	});

	it('more messages than fit', () => {
		const rows = Array.from({ length: MOST_MESSAGES + 1 }, () => ({ conversation: 1, role: 'bot', text: '' }));
		expect(refusal(() => readConversationsRows(rows)).message).toContain('200,001 messages');
		expect(readConversationsRows(rows.slice(1)).messages).toHaveLength(MOST_MESSAGES);
	});
});
