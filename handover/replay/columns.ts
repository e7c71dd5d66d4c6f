import { readRoles } from './roles';
import { readLabel, readWord } from './values';

/** What is read of a message. */
export type Field = 'conversationId' | 'contactId' | 'role' | 'text' | 'at' | 'transfer';

/** Column names as exports write them, without blanks, signs and capitals; the likeliest first. */
const NAMES: Record<Field, readonly string[]> = {
	conversationId: [
		'conversationid', 'conversation', 'convid', 'sessionid', 'session', 'chatid', 'chat', 'threadid', 'thread',
		'ticketid', 'ticket', 'ticketnumber', 'dialogueid', 'dialogue', 'dialogid', 'dialog', 'caseid', 'case', 'roomid',
	],
	contactId: ['contactid', 'contact', 'customerid', 'customer', 'clientid', 'visitorid', 'userid', 'phone', 'email'],
	role: [
		'role', 'sendertype', 'senderrole', 'sender', 'fromtype', 'from', 'authortype', 'authorrole', 'author',
		'speaker', 'participant', 'direction', 'messagetype', 'type',
	],
	text: ['text', 'message', 'content', 'body', 'chatinput', 'messagetext', 'messagebody', 'msg', 'utterance'],
	at: ['at', 'time', 'timestamp', 'createdat', 'created', 'datetime', 'date', 'sentat', 'dateadded', 'ts'],
	transfer: ['transfer', 'handover', 'handoff', 'transferable', 'label'],
};

const ALL_NAMES = new Set(Object.values(NAMES).flat());

/** A message as it was found: the columns under their plain names, and where to look for it. */
export interface Row {
	/** For errors, e.g. `Row 12`. */
	where: string;
	fields: ReadonlyMap<string, unknown>;
	/** Of the conversation it stood in, where the file nests messages. */
	conversationId?: string;
	contactId?: string;
}

/** Which columns hold what, the first that has a value counting. */
export type Columns = Record<Field, readonly string[]>;

/** Column names as the operator maps them; what is left out is recognised. */
export type FieldNames = Partial<Record<Field, string>>;

/** `Conversation ID`, `conversation_id` and `conversationId` are one name; one of nothing but signs, such as `#`, stays as written. */
export function plainName(name: string): string {
	return name.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '') || name.trim();
}

/**
 * Puts objects' values under plain names; of two with one name the first counts.
 * One reader for a file: its objects share their names, which are made plain once.
 */
export function fieldsReader(): (object: Record<string, unknown>) => Map<string, unknown> {
	const plainNames = new Map<string, string>();
	return (object) => {
		const fields = new Map<string, unknown>();
		for (const name of Object.keys(object)) {
			const plain = plainNames.get(name) ?? plainName(name);
			plainNames.set(name, plain);
			if (!fields.has(plain)) fields.set(plain, object[name]);
		}
		return fields;
	};
}

/** Whether a name is one that is recognised, or mapped by the operator. */
export function isKnownName(name: string, fieldNames: FieldNames): boolean {
	const plain = plainName(name);
	return ALL_NAMES.has(plain) || Object.values(fieldNames).some((own) => plainName(own) === plain);
}

/** The names of all columns that occur. */
export function columnNames(rows: readonly Row[]): Set<string> {
	const names = new Set<string>();
	for (const { fields } of rows) for (const name of fields.keys()) names.add(name);
	return names;
}

/** The plain names under which a field is looked for. */
export function namesOf(field: Field, fieldNames: FieldNames): readonly string[] {
	const own = fieldNames[field];
	return own ? [plainName(own)] : NAMES[field];
}

/**
 * Finds the columns. Several may bear a likely name (`from` is a phone number,
 * `direction` says who): for the role the one whose every word is understood
 * comes first, and a `label` is one only when it speaks of transfers.
 */
export function findColumns(rows: readonly Row[], fieldNames: FieldNames): Columns {
	const names = columnNames(rows);
	const present = (field: Field) => namesOf(field, fieldNames).filter((name) => names.has(name));
	const role = present('role');
	const understood = role.find((name) => saysWhoSpeaks(rows, name));
	const isMapped = fieldNames.transfer !== undefined;
	return {
		conversationId: present('conversationId'),
		contactId: present('contactId'),
		role: understood ? [understood, ...role.filter((name) => name !== understood)] : role,
		text: present('text'),
		at: present('at'),
		transfer: present('transfer').filter((name) => isMapped || name !== 'label' || saysWhatToTransfer(rows, name)),
	};
}

/** The value of the first column that has one in this row; where all are blank, that of the first that is there. */
export function valueOf({ fields }: Row, names: readonly string[]): unknown {
	const filled = names.find((name) => !isBlank(fields.get(name)));
	const name = filled ?? names.find((candidate) => isGiven(fields.get(candidate)));
	return name === undefined ? undefined : fields.get(name);
}

function isGiven(value: unknown): boolean {
	return value !== undefined && value !== null;
}

function isBlank(value: unknown): boolean {
	return !isGiven(value) || (typeof value === 'string' && value.trim() === '');
}

function saysWhoSpeaks(rows: readonly Row[], name: string): boolean {
	const words = new Set(rows.map((row) => readWord(row.fields.get(name))));
	words.delete('');
	return words.size > 0 && readRoles(words).size === words.size;
}

function saysWhatToTransfer(rows: readonly Row[], name: string): boolean {
	return rows.every(({ fields }) => readLabel(fields.get(name) ?? '') !== undefined);
}
