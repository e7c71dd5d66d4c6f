import { DateTime } from 'luxon';
import { contactLabel } from './contact';
import { oneLine } from './line';
import type { Handover, StepResults } from './receipt';
import { scenarioTitle } from './scenario';
import { reasonTag } from './tags';
import { clip } from './text';
import type { TranscriptMessage } from './transcript';

/** A label and what belongs to it, each on one line. */
export type Fact = readonly [label: string, value: string];

/** Everything an agent needs to act without opening the chat. What nobody knows is left out. */
export interface Brief {
	/** What to call the customer. */
	who: string;
	/** Why it was handed over, in two words. */
	title: string;
	/** What the customer wants, in one line; undefined when they have not said. */
	wants?: string;
	/** What they wrote when it began, unless that is the line above. */
	words?: string;
	why: string;
	contact: Fact[];
	/** Who answers by when, and how soon it matters. */
	plan: Fact[];
	/** What the bot collected. */
	collected: Fact[];
	/** Oldest first. */
	messages: Line[];
	/** Where an agent opens the conversation. */
	link?: string;
	/** `Conversation 17` */
	conversation: string;
	/** `Handover …`, by which people and a crashed run find it again. */
	handover: string;
}

/** One message of the conversation. */
export interface Line {
	at: string;
	from: string;
	text: string;
}

/** A part of a brief, as it is shown one after the other. */
export type Section = { title: string } & ({ text: string } | { quote: string } | { facts: Fact[] } | { messages: Line[] });

/** What a brief is made from, besides the handover. */
export interface BriefFacts {
	steps: StepResults;
	/** The last messages, oldest first. */
	messages: readonly TranscriptMessage[];
	/** IANA time zone in which times are written */
	zone: string;
	/** What the customer wants, in one line. */
	summary?: string;
	link?: string;
}

/** Room for a long story; desks we know refuse far more than this. */
const LONGEST_QUOTE = 2000;
/** Longer is no name or address, and must not push out the rest. */
const LONGEST_LABEL = 200;
/** More fields than people read. */
const MOST_FIELDS = 40;

const SPEAKERS: Record<TranscriptMessage['from'], string> = {
	customer: 'Customer',
	bot: 'Bot',
	agent: 'Agent',
};

/** What an agent needs to know about a handover. */
export function briefOf(handover: Handover, { steps, messages, zone, summary, link }: BriefFacts): Brief {
	const { contact, conversation, assignee } = handover;
	const wants = oneLine(summary ?? handover.summary ?? '');
	const words = quoteOf(handover.message ?? '');
	return {
		who: label(contactLabel(contact)),
		title: label(scenarioTitle(handover.scenario, handover.scenarioName)),
		...(wants !== '' && { wants: clip(wants, LONGEST_QUOTE) }),
		...(words !== '' && oneLine(words) !== wants && { words }),
		why: quoteOf(handover.reason),
		contact: facts([
			['Name', contact.name],
			['Phone', contact.phone],
			['E-mail', contact.email],
			['Contact ID', contact.id],
			['Channel', handover.channel],
		]),
		plan: facts([
			['Answer by', handover.firstReplyAt === undefined ? timeOf(handover.deadlineAt, zone) : undefined],
			['Answered', handover.firstReplyAt === undefined ? undefined : timeOf(handover.firstReplyAt, zone)],
			['Waiting since', handover.status === 'open' && handover.waitingSince !== undefined ? timeOf(handover.waitingSince, zone) : undefined],
			['Assigned to', assignee ? describedAssignee(assignee) : 'nobody yet'],
			['Task due', handover.taskCompletedAt === undefined && handover.taskDueAt !== undefined ? timeOf(handover.taskDueAt, zone) : undefined],
			['Task done', handover.taskCompletedAt === undefined ? undefined : timeOf(handover.taskCompletedAt, zone)],
			['Priority', handover.priority],
			['Tags', tagsOf(handover, steps).join(', ')],
		]),
		collected: Object.entries(contact.fields ?? {})
			.filter(([, value]) => value !== undefined && value !== null && value !== '')
			.slice(0, MOST_FIELDS)
			.map(([name, value]) => [label(name), clip(oneLine(typeof value === 'object' ? JSON.stringify(value) : String(value)), LONGEST_QUOTE)]),
		messages: messages.map(({ at, from, text }) => ({
			at: DateTime.fromMillis(at, { zone }).toFormat('d LLL HH:mm'),
			from: SPEAKERS[from],
			text: quoteOf(text),
		})),
		...(link && { link }),
		conversation: `Conversation ${conversation.conversationId}`,
		handover: `Handover ${handover.id}`,
	};
}

/** Said when the customer has only asked for a person. */
export const WANTS_UNKNOWN = 'They have not said yet what it is about';

/** The parts of a brief in the order in which an agent needs them; empty ones are left out. */
export function sectionsOf({ wants, words, title, why, contact, plan, collected, messages }: Brief): Section[] {
	return [
		{ title: 'What they want', text: wants ?? WANTS_UNKNOWN },
		...(words === undefined ? [] : [{ title: 'In their own words', quote: words }]),
		{ title: 'Why it was handed over', text: `${title}. ${why}` },
		{ title: 'Contact', facts: contact },
		{ title: 'To do', facts: plan },
		...(collected.length === 0 ? [] : [{ title: 'What the bot collected', facts: collected }]),
		...(messages.length === 0 ? [] : [{ title: 'Last messages', messages }]),
	];
}

/** A section as plain text. */
export function sectionText(section: Section): string {
	return `${section.title}\n${linesOf(section).join('\n')}`;
}

function linesOf(section: Section): string[] {
	if ('text' in section) return [section.text];
	if ('quote' in section) return [`“${section.quote}”`];
	if ('facts' in section) return section.facts.map(([name, value]) => `${name}: ${value}`);
	return section.messages.map(messageText);
}

export function messageText({ at, from, text }: Line): string {
	return `${at} ${from}: ${text}`;
}

/** The tags that say what it is: why it was handed over, and those that the contact got. */
export function tagsOf({ scenario, scenarioName }: Handover, { tag }: StepResults): string[] {
	const given = (tag?.data?.tags as string[] | undefined) ?? [];
	return [...new Set([reasonTag(scenario, scenarioName), ...given])];
}

/** A moment as people write it, with its time zone. @param at milliseconds since 1970 */
export function timeOf(at: number, zone: string): string {
	return `${DateTime.fromMillis(at, { zone }).toFormat('d LLL yyyy, HH:mm')} (${zone})`;
}

/** Somebody with their team, where they have one. */
export function describedAssignee({ name, team }: { name: string; team?: string }): string {
	return team ? `${name} (${team})` : name;
}

function facts(known: ReadonlyArray<readonly [string, string | undefined]>): Fact[] {
	return known.flatMap(([name, value]) => (value === undefined || value.trim() === '' ? [] : [[name, label(value)] as const]));
}

function label(text: string): string {
	return clip(oneLine(text), LONGEST_LABEL);
}

/** What somebody wrote, in which no line can pass for one of ours. */
function quoteOf(text: string): string {
	return clip(text.trim(), LONGEST_QUOTE).replace(/\s*[\r\n\u2028\u2029]+\s*/g, '\n    ');
}
