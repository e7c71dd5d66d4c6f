import { HandoverError, messageOf } from '../errors';
import { clip } from '../text';
import { columnNames, fieldsReader, findColumns, isKnownName, namesOf, valueOf, type Columns, type Field, type FieldNames, type Row } from './columns';
import { readCsv } from './csv';
import { readRoles, type Role, type Speaker } from './roles';
import { isRecord, readId, readLabel, readText, readTime, readWord } from './values';

/** A message of a past conversation. */
export interface ReplayMessage {
	conversationId: string;
	role: Role;
	/** Empty where there is nothing to read, e.g. for a picture. */
	text: string;
	/** Milliseconds since 1970; undefined when the data don't say. */
	at?: number;
	/** Whether a person should take over here, as somebody labelled it. */
	transfer?: boolean;
	contactId?: string;
}

export interface ReadOptions {
	/** The operator's own column names; what is left out is recognised by its usual names. */
	fields?: FieldNames;
	/** IANA zone of times that name none; UTC when left out. */
	zone?: string;
}

export interface PastConversations {
	/** In the order of the file; conversations may be interleaved. */
	messages: ReplayMessage[];
	/** Entries that nobody said to the customer: system prompts, tool calls, notices. */
	leftOut: number;
}

/** More than that is played in parts: it is held in memory as a whole. */
export const MOST_MESSAGES = 200_000;

/**
 * Reads past conversations from a CSV or JSON text.
 * CSV has a header line; comma, semicolon, tab or bar between the columns, or what Excel's line `sep=` says.
 * JSON is an array of messages, `{messages: []}`, `{conversations: [{id, messages: []}]}`,
 * an array of such conversations, or one message or conversation a line.
 * @throws HandoverError naming the row, and what to do about it
 */
export function readConversationsText(text: string, options: ReadOptions = {}): PastConversations {
	const clean = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
	if (clean.trim() === '') throw new HandoverError('The conversations are empty', 'Give a CSV or JSON text with the messages of past conversations.');
	const isJson = /^\s*[[{]/.test(clean);
	return assemble(isJson ? readJson(clean, options) : readCsv(clean, options.fields ?? {}), options);
}

/**
 * Reads past conversations from a file with a CSV or JSON text: UTF-8, or what
 * its byte order mark says (Excel's "Unicode text" is UTF-16).
 * @throws HandoverError naming the row, and what to do about it
 */
export function readConversationsBytes(bytes: Uint8Array, options: ReadOptions = {}): PastConversations {
	return readConversationsText(new TextDecoder(encodingOf(bytes)).decode(bytes), options);
}

function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
	if (first === 0xff && second === 0xfe) return 'utf-16le';
	return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/**
 * Reads past conversations from objects: one message each under the operator's
 * own field names, or one conversation each with its `messages`.
 * @throws HandoverError naming the row, and what to do about it
 */
export function readConversationsRows(rows: readonly unknown[], options: ReadOptions = {}): PastConversations {
	return assemble(unfold(rows, 'Row', options), options);
}

function readJson(text: string, options: ReadOptions): Row[] {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (error) {
		return unfold(readJsonLines(text, messageOf(error)), 'Line', options);
	}
	return unfold(Array.isArray(value) ? value : [value], 'Row', options);
}

/** @param whole why the text as a whole is no JSON */
function readJsonLines(text: string, whole: string): unknown[] {
	const lines = text.split('\n');
	const first = lines.findIndex((line) => line.trim() !== '');
	return lines.map((line, index) => {
		if (line.trim() === '') return undefined;
		try {
			return JSON.parse(line) as unknown;
		} catch (error) {
			const isLines = first < index;
			throw new HandoverError(
				isLines ? `Line ${index + 1} is not valid JSON: ${clip(messageOf(error), 200)}` : `This is not valid JSON: ${clip(whole, 200)}`,
				'Correct it there, or export the conversations again. One JSON object a line is read, too.',
			);
		}
	});
}

/** The messages in what was given, each with where it stood. */
function unfold(values: readonly unknown[], what: 'Row' | 'Line', { fields = {} }: ReadOptions): Row[] {
	const rows: Row[] = [];
	const fieldsOf = fieldsReader();
	let unnamed = 0;
	const add = (value: unknown, where: string, of: Pick<Row, 'conversationId' | 'contactId'> = {}): void => {
		if (value === undefined) return;
		if (!isRecord(value)) throw new HandoverError(`${where} is not an object`, 'Give each message as an object such as {"conversationId": "1", "role": "customer", "text": "Hello"}.');
		const row = { where, fields: fieldsOf(value), ...of };
		const messages = row.fields.get('messages');
		const conversations = row.fields.get('conversations');
		if (Array.isArray(conversations)) {
			conversations.forEach((conversation: unknown, index) => add(conversation, `Conversation ${index + 1}`));
		} else if (Array.isArray(messages)) {
			const id = idOf(row, [...namesOf('conversationId', fields), 'id']) ?? `conversation ${++unnamed}`;
			const contactId = idOf(row, namesOf('contactId', fields));
			messages.forEach((message: unknown, index) => add(message, `Message ${index + 1} of ${clip(id, 60)}`, { conversationId: id, contactId }));
		} else {
			rows.push(row);
		}
	};
	values.forEach((value, index) => add(value, `${what} ${index + 1}`));
	return rows;
}

/** `{"type": "human", "content": "…"}` in the column `message`, as an object or as its JSON. */
function takenOut({ fields, ...rest }: Row): Row {
	const value = fields.get('message');
	const message = typeof value === 'string' && /^\s*\{.*\}\s*$/s.test(value) ? parsed(value) : value;
	if (!isRecord(message) || !('type' in message || 'role' in message)) return { fields, ...rest };
	const inner = isRecord(message.data) ? { ...message, ...message.data } : message;
	const { type, role, content, text } = inner;
	if (content === undefined && text === undefined) return { fields, ...rest };
	const outer = [...fields].filter(([name]) => name !== 'message');
	const taken = new Map([...outer, ['role', role ?? message.type ?? type], ['text', content ?? text], ['toolcalls', inner.tool_calls]]);
	return { fields: taken, ...rest };
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function assemble(found: readonly Row[], { fields = {}, zone = 'utc' }: ReadOptions): PastConversations {
	if (found.length === 0) throw new HandoverError('The conversations hold no message', 'Give at least one message, with its conversation, who wrote it and the text.');
	if (found.length > MOST_MESSAGES) {
		throw new HandoverError(
			`These are ${found.length.toLocaleString('en')} messages, and at most ${MOST_MESSAGES.toLocaleString('en')} are replayed at a time`,
			'Take a part of them, for example the last month.',
		);
	}
	const rows = found.map(takenOut);
	const columns = findColumns(rows, fields);
	checkColumns(rows, columns, fields);
	const speakers = readRoles(new Set(rows.map((row) => readWord(valueOf(row, columns.role)))));
	const messages = rows.flatMap((row) => {
		const role = speakerOf(row, columns, speakers);
		return role === 'nobody' ? [] : [messageIn(row, columns, role, zone)];
	});
	return { messages, leftOut: rows.length - messages.length };
}

/** @throws HandoverError when a mapped column is missing, or none has the texts, says who wrote them, or tells conversations apart */
function checkColumns(rows: readonly Row[], columns: Columns, fieldNames: FieldNames): void {
	const names = [...columnNames(rows)];
	const listed = clip(names.join(', '), 300);
	const missing = (what: string, name: string, also = '') =>
		new HandoverError(`No column ${what}; the columns are: ${listed}`, `Name it ${name}${also}, or say which column it is.`);
	const isNested = rows.every(({ conversationId }) => conversationId !== undefined);
	for (const [field, name] of Object.entries(fieldNames) as [Field, string][]) {
		// What belongs to a conversation may stand with it rather than with its messages.
		if (columns[field].length > 0 || (isNested && (field === 'conversationId' || field === 'contactId'))) continue;
		throw new HandoverError(`No column is called ${clip(name, 60)}; the columns are: ${listed}`, 'Correct the name, or leave it empty to have the column recognised.');
	}
	if (columns.text.length === 0) throw missing('has the text of the messages', 'text');
	if (columns.role.length === 0) throw missing('says who wrote a message', 'role', ' and fill it with customer, bot or agent');
	const isOneConversation = isNested || names.every((name) => isKnownName(name, fieldNames));
	if (columns.conversationId.length === 0 && !isOneConversation) {
		throw missing('says which conversation a message belongs to', 'conversationId', ' (one conversation has the same value in all its rows)');
	}
}

function speakerOf(row: Row, columns: Columns, speakers: ReadonlyMap<string, Speaker>): Speaker {
	const word = readWord(valueOf(row, columns.role));
	const speaker = speakers.get(word);
	if (!speaker) {
		throw new HandoverError(
			`${row.where} ${word === '' ? 'does not say who wrote the message' : `was written by "${clip(word, 60)}", which is no known role`}`,
			`Write customer, bot or agent into the column ${columns.role[0]}, or leave the row out.`,
		);
	}
	return isToolCall(row, columns) ? 'nobody' : speaker;
}

/** A model that calls a tool says nothing yet; as a reply it would be one without an answer. */
function isToolCall(row: Row, columns: Columns): boolean {
	const calls = row.fields.get('toolcalls');
	return Array.isArray(calls) && calls.length > 0 && readText(valueOf(row, columns.text)) === '';
}

function messageIn(row: Row, columns: Columns, role: Role, zone: string): ReplayMessage {
	const text = readText(valueOf(row, columns.text));
	if (text === undefined) throw new HandoverError(`${row.where} has a text that is an object`, 'Give the text itself, without what surrounds it.');
	const at = timeOf(row, columns, zone);
	const transfer = labelOf(row, columns);
	const contactId = idOf(row, columns.contactId) ?? row.contactId;
	return {
		conversationId: conversationOf(row, columns),
		role,
		text,
		...(at !== undefined && { at }),
		...(transfer !== undefined && { transfer }),
		...(contactId !== undefined && { contactId }),
	};
}

function conversationOf(row: Row, { conversationId }: Columns): string {
	const id = idOf(row, conversationId) ?? row.conversationId;
	if (id !== undefined) return id;
	if (conversationId.length === 0) return 'conversation 1';
	throw new HandoverError(`${row.where} does not say which conversation it belongs to`, `Fill the column ${conversationId[0]}, or leave the row out.`);
}

function idOf(row: Row, names: readonly string[]): string | undefined {
	const id = readId(valueOf(row, names));
	if (id !== 'inexact') return id;
	throw new HandoverError(
		`${row.where} has an id that is not an exact whole number: ${String(valueOf(row, names))}`,
		'Long numbers lose their last digits, which would put several customers into one conversation: give ids as text.',
	);
}

function timeOf(row: Row, columns: Columns, zone: string): number | undefined {
	const value = valueOf(row, columns.at);
	const at = readTime(value, zone);
	if (!Number.isNaN(at)) return at;
	throw new HandoverError(
		`${row.where} has a time that can't be read: ${clip(String(value), 60)}`,
		'Give times like 2026-03-27T12:00:00Z, or as seconds or milliseconds since 1970. Leave them all out to play the messages a minute apart.',
	);
}

function labelOf(row: Row, { transfer }: Columns): boolean | undefined {
	const value = valueOf(row, transfer);
	if (value === undefined) return undefined;
	const label = readLabel(value);
	if (label !== undefined) return label;
	throw new HandoverError(
		`${row.where} has a label that can't be read: ${clip(String(value), 60)}`,
		`Write yes where a person should take over and no elsewhere, or rename the column ${transfer[0]} if it is about something else.`,
	);
}
