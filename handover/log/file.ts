import { BYTE_ORDER_MARK, toCsv } from '../report/csv';
import type { LogEntry, LoggedAssignment } from './entry';

/** A file of handovers, as programs like to read it. */
export const FILE_FORMATS = ['csv', 'json', 'jsonl'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

export interface ExportFile {
	name: string;
	mimeType: string;
	text: string;
}

const MIME_TYPES: Record<FileFormat, string> = { csv: 'text/csv', json: 'application/json', jsonl: 'application/x-ndjson' };

/** How many entries are written before others have their turn: some milliseconds of work. */
const SLICE = 200;

/**
 * The entries as a file. CSV has one row per handover with the columns people
 * sort and count by, safe to open in a spreadsheet; the other two have
 * everything that the items have. Yields where others may have a turn.
 */
export function* exporting(entries: readonly LogEntry[], format: FileFormat): Generator<undefined, ExportFile> {
	const { begin, slice, between, end } = WRITERS[format];
	const parts: string[] = [];
	for (let at = 0; at < entries.length; at += SLICE) {
		parts.push(slice(entries.slice(at, at + SLICE), at === 0));
		yield;
	}
	return { name: `handovers.${format}`, mimeType: MIME_TYPES[format], text: `${begin}${parts.join(between)}${end(parts.length > 0)}` };
}

/** How a file is put together from slices. */
interface Writer {
	begin: string;
	slice: (entries: readonly LogEntry[], isFirst: boolean) => string;
	between: string;
	end: (hasAny: boolean) => string;
}

const WRITERS: Record<FileFormat, Writer> = {
	csv: { begin: BYTE_ORDER_MARK, slice: (entries, isFirst) => toCsv(entries.map(row), isFirst), between: '\r\n', end: () => '' },
	json: {
		begin: '[',
		slice: (entries) => entries.map((entry) => `\n\t${JSON.stringify(entry, null, '\t').replaceAll('\n', '\n\t')}`).join(','),
		between: ',',
		end: (hasAny) => (hasAny ? '\n]' : ']'),
	},
	jsonl: { begin: '', slice: (entries) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''), between: '', end: () => '' },
};

function row({ handover, times, assignments, escalations, tags }: LogEntry): Record<string, string | number | undefined> {
	const { contact, assignee, steps } = handover;
	return {
		id: handover.id,
		openedAt: handover.openedAt,
		status: handover.status,
		outcome: handover.outcome,
		scenario: handover.scenario,
		scenarioName: handover.scenarioName,
		reason: handover.reason,
		evidence: handover.evidence?.text,
		confidence: handover.confidence,
		detector: handover.detector,
		priority: handover.priority,
		language: handover.language,
		message: handover.message,
		summary: handover.summary,
		contactId: contact.id,
		contactName: contact.name,
		contactPhone: contact.phone,
		contactEmail: contact.email,
		contactFields: contact.fields && JSON.stringify(contact.fields),
		conversationId: handover.conversationId,
		channel: handover.channel,
		desk: handover.desk,
		assignee: assignee?.name,
		assigneeEmail: assignee?.email,
		team: assignee?.team,
		deadline: handover.deadline,
		claimedAt: handover.claimedAt,
		firstReplyAt: handover.firstReplyAt,
		lastReplyAt: handover.lastReplyAt,
		closedAt: handover.closedAt,
		closedBy: handover.closedBy,
		closingNote: handover.closingNote,
		minutesToClaim: times.minutesToClaim,
		minutesToFirstReply: times.minutesToFirstReply,
		minutesOpen: times.minutesOpen,
		waitingMinutes: times.waitingMinutes,
		assignedAt: times.assignedAt,
		escalatedAt: times.escalatedAt,
		escalations,
		assignments: assignments.map(inWords).join('; '),
		taskDueAt: times.taskDueAt,
		taskCompletedAt: times.taskCompletedAt,
		tags: tags.join(', '),
		steps: Object.entries(steps).map(([step, { status }]) => `${step}: ${status}`).join(', '),
	};
}

function inWords({ assignee, how, at }: LoggedAssignment): string {
	return `${at} ${assignee?.name ?? 'the queue'} (${how})`;
}
