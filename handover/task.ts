import { DateTime, Duration } from 'luxon';
import { contactLabel } from './contact';
import { HandoverError } from './errors';
import type { Handover, StepResults } from './receipt';
import { scenarioTitle } from './scenario';
import { clip } from './text';
import type { TranscriptMessage } from './transcript';

/** Due 24 hours after the trigger, as in the product being modelled. */
export const DEFAULT_DUE_HOURS = 24;

/** Task lists cut titles; desks we know take at least this much. */
const LONGEST_TITLE = 120;
/** Room for a long story; desks we know refuse far more than this. */
const LONGEST_QUOTE = 2000;
/** Longer is no name or address, and must not push out the rest. */
const LONGEST_LABEL = 200;
/** The whole task, a little under the smallest limit of the desks we know. */
const LONGEST_BODY = 12_000;

/** When a task is due: some hours after the trigger, or at a set time. */
export type Due = { hours: number } | { at: string };

/**
 * When the task is due, in milliseconds since 1970.
 * @param triggeredAt when the handover began, milliseconds since 1970
 * @param now milliseconds since 1970
 * @param zone IANA time zone for a date without one
 * @throws HandoverError for a length that is not above zero, or for a date that can't be read or is past
 */
export function dueAt(due: Due, triggeredAt: number, now: number, zone: string): number {
	if ('hours' in due) {
		if (!Number.isFinite(due.hours) || due.hours <= 0 || due.hours > 24 * 3650) {
			throw new HandoverError(
				`"Due In (Hours)" must be more than zero and at most ten years, but is ${String(due.hours)}`,
				`Enter the hours after the customer's request, for example ${DEFAULT_DUE_HOURS}.`,
			);
		}
		return triggeredAt + Duration.fromObject({ hours: due.hours }).toMillis();
	}
	const at = DateTime.fromISO(due.at.trim().replace(' ', 'T'), { zone });
	if (!at.isValid) {
		throw new HandoverError(
			due.at.trim() === '' ? '"Due Date" is empty' : `"Due Date" is not a date: ${due.at.slice(0, 60)}`,
			'Pick a date, or map a field such as 2026-12-24T09:00:00.',
		);
	}
	if (at.toMillis() <= now) {
		throw new HandoverError(
			`"Due Date" is in the past: ${at.toFormat('d LLL yyyy, HH:mm')} (${zone})`,
			'Choose a later date, or let the task be due some hours after the trigger.',
		);
	}
	return at.toMillis();
}

/** What the agent reads first: the operator's own title, or else why and who. */
export function taskTitle(handover: Handover, own?: string): string {
	return clip(own ?? `${scenarioTitle(handover.scenario, handover.scenarioName)}: ${contactLabel(handover.contact)}`, LONGEST_TITLE);
}

/**
 * The operator's own description, or else what we know. Ends with the
 * handover's id, by which a crashed run finds the task it may have created.
 * @param messages the last messages, oldest first
 * @param zone IANA time zone in which times are written
 * @param link where an agent opens the conversation
 */
export function taskBody(
	handover: Handover,
	{ messages, zone, own, link }: { messages: readonly TranscriptMessage[]; zone: string; own?: string; link?: string },
): string {
	const conversation = link ?? `Conversation ${handover.conversation.conversationId}`;
	const footer = `\n\n${conversation} · Handover ${handover.id}`;
	return clip(own ?? composed(handover, messages, zone), LONGEST_BODY - footer.length) + footer;
}

/**
 * What agents see in the conversation itself: why it is theirs and what has
 * been done. Ends with the handover's id, by which it is found again.
 */
export function handoverNote(handover: Handover, steps: StepResults): string {
	const wants = clip(handover.summary ?? handover.message ?? '', LONGEST_QUOTE);
	const done = [steps.assign, steps.task, steps.pause].flatMap((step) => (step && step.status !== 'failed' ? [step.what] : []));
	return [
		`Handed over to the team: ${scenarioTitle(handover.scenario, handover.scenarioName)}. ${clip(handover.reason, LONGEST_QUOTE)}`,
		line('They want', wants),
		...done,
		`Handover ${handover.id}`,
	]
		.filter((text) => text !== undefined && text !== '')
		.join('\n');
}

/**
 * All an agent needs to act without opening the chat, as plain text. Parts
 * that nobody knows are left out.
 * @param messages the last messages, oldest first
 * @param zone IANA time zone in which times are written
 */
function composed(handover: Handover, messages: readonly TranscriptMessage[], zone: string): string {
	const { contact } = handover;
	const fields = Object.entries(contact.fields ?? {}).filter(
		([, value]) => value !== undefined && value !== null && value !== '',
	);
	return [
		section('Contact', [
			line('Name', contact.name),
			line('Phone', contact.phone),
			line('E-mail', contact.email),
			line('Contact ID', contact.id),
			line('Channel', handover.channel),
		]),
		section('What they want', [clip(handover.summary ?? handover.message ?? '', LONGEST_QUOTE)]),
		section('Why it was handed over', [`${scenarioTitle(handover.scenario, handover.scenarioName)}. ${clip(handover.reason, LONGEST_QUOTE)}`]),
		section('What the bot collected', fields.map(([name, value]) => `${clip(name, LONGEST_LABEL)}: ${readable(value)}`)),
		section(
			'Last messages',
			messages.map((m) => `${clock(m.at, zone)} ${SPEAKERS[m.from]}: ${clip(m.text, LONGEST_QUOTE)}`),
		),
	]
		.filter((part) => part !== '')
		.join('\n\n');
}

const SPEAKERS: Record<TranscriptMessage['from'], string> = {
	customer: 'Customer',
	bot: 'Bot',
	agent: 'Agent',
};

function section(title: string, lines: ReadonlyArray<string | undefined>): string {
	const known = lines.filter((l) => l !== undefined && l !== '');
	return known.length === 0 ? '' : `${title}\n${known.join('\n')}`;
}

function line(name: string, value: string | undefined): string | undefined {
	return value === undefined || value === '' ? undefined : `${name}: ${clip(value, LONGEST_LABEL)}`;
}

function readable(value: unknown): string {
	return clip(typeof value === 'object' ? JSON.stringify(value) : String(value), LONGEST_QUOTE);
}

function clock(at: number, zone: string): string {
	return DateTime.fromMillis(at, { zone }).toFormat('d LLL HH:mm');
}
