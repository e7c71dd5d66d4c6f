import { findMember, type Notify, type TeamMember } from './assignment';
import { briefOf, sectionText, sectionsOf, type BriefFacts } from './brief';
import { contactLabel, type Contact } from './contact';
import { HAPPENINGS, TIMERS, type EventType, type Happening } from './events';
import { oneLine } from './line';
import { asHtml } from './notification/html';
import { OPEN, type Notice } from './notification/notice';
import { asSlack, type SlackMessage } from './notification/slack';
import type { Assignee, Handover, StepResults } from './receipt';
import { clip } from './text';

/** A message for one agent, ready for the node that sends it. */
export interface Notification {
	to: { name: string; email?: string };
	/** Which of the two things agents can be told of it tells. */
	preference: Notify | 'both';
	subject: string;
	text: string;
	html: string;
	slack: SlackMessage;
}

/** What a notification is about. */
export interface NotificationFacts extends BriefFacts {
	/** Missing for what concerns no single handover: a long queue, a pause without one. */
	handover?: Handover;
	/** Who wrote, where no handover says it. */
	contact?: Contact;
	/** What happened, as On Handover Event says it; without one, that the handover begins. */
	event?: { type: string; what?: string };
	/** The team table, as it stands. */
	team: readonly TeamMember[];
}

/** Mail clients cut longer subjects. */
const LONGEST_SUBJECT = 120;
const LONGEST_LEAD = 600;
/** A notification shows how it came to this; the whole is in the task and the chat. */
const SHOWN_MESSAGES = 5;

const HEADLINES: Record<EventType, string> = {
	opened: 'New handover',
	assigned: 'New conversation',
	claimed: 'Taken by a person',
	human_replied: 'Answered by a person',
	task_completed: 'Task done',
	bot_returned: 'The bot is back',
	closed: 'Handover closed',
	unanswered: 'Nobody has answered',
	task_due_soon: 'Task due soon',
	task_overdue: 'Task overdue',
	bot_about_to_return: 'The bot is about to return',
	still_paused: 'The bot is still paused',
	stuck: 'A handover is stuck',
	queue_waiting: 'Customers are waiting',
};

/** That something is somebody's now: a matter of theirs alone. Everything else, those who lead should know, too. */
const BEGINNINGS: readonly string[] = ['opened', 'assigned'] satisfies Happening[];
const ABOUT_THE_TASK: readonly string[] = ['task_completed', 'task_due_soon', 'task_overdue'] satisfies EventType[];

/**
 * Who is to be told, and of what. A handover that begins is its assignee's
 * matter, or everybody's who is there while nobody has it, those who lead
 * first. Whatever else happens, those who lead the assignee's team are told,
 * too; when none of them wants to be, everybody who is there, so that no
 * warning gets lost. Nobody is told of what they don't want to be told of, and
 * nobody twice.
 * @param topics what there is to tell
 */
export function recipientsOf(
	eventType: string | undefined,
	topics: readonly Notify[],
	{ assignee, team }: { assignee?: Assignee; team: readonly TeamMember[] },
): Array<{ to: Assignee; topics: Notify[] }> {
	const everybody = whoIsThere(team).sort((a, b) => Number(b.lead ?? false) - Number(a.lead ?? false));
	const listed = assignee && listedAs(assignee, team);
	const owner = assignee && { ...assignee, ...listed, id: assignee.id };
	const leads = isBeginning(eventType) || !owner ? [] : leadsOf(owner, everybody).filter((lead) => lead !== listed);
	const concerned = wanting(owner ? [owner, ...leads] : everybody, topics);
	return concerned.length > 0 || isBeginning(eventType) ? concerned : wanting(everybody, topics);
}

/** Those who take conversations now; everybody, when it is nobody. */
function whoIsThere(team: readonly TeamMember[]): TeamMember[] {
	const there = team.filter(({ available, off }) => available && !off);
	return there.length > 0 ? there : [...team];
}

function listedAs({ id, email, name }: Assignee, team: readonly TeamMember[]): TeamMember | undefined {
	return findMember(team, id) ?? (email === undefined ? undefined : findMember(team, email)) ?? findMember(team, name);
}

/** Those who lead the assignee's team; everybody who leads, where it has nobody who does. */
function leadsOf({ team }: Assignee, members: readonly TeamMember[]): TeamMember[] {
	const leads = members.filter(({ lead }) => lead);
	const own = leads.filter((lead) => lead.team?.toLowerCase() === team?.toLowerCase());
	return own.length > 0 ? own : leads;
}

function wanting(people: ReadonlyArray<Assignee & Pick<Partial<TeamMember>, 'notify'>>, topics: readonly Notify[]): Array<{ to: Assignee; topics: Notify[] }> {
	return people
		.map((to) => ({ to, topics: topics.filter((topic) => to.notify?.includes(topic) ?? true) }))
		.filter((told) => told.topics.length > 0);
}

/** What there is to tell: of the conversation, of the task, or, when a handover begins, of both. */
export function topicsOf(eventType: string | undefined, { task }: StepResults): Notify[] {
	if (eventType !== undefined && ABOUT_THE_TASK.includes(eventType)) return ['task'];
	return isBeginning(eventType) && task?.status === 'done' ? ['conversation', 'task'] : ['conversation'];
}

/** Of the queue an event names only whoever waits longest. */
const QUEUE: EventType = 'queue_waiting';

/** The notifications about a handover or an event: one for each person who is to be told. */
export function notificationsAbout(facts: NotificationFacts): Notification[] {
	const type = typeOf(facts);
	const assignee = facts.handover?.assignee;
	return recipientsOf(type, topicsOf(type, facts.steps), { assignee, team: facts.team }).map(({ to, topics }) => {
		const notice = noticeOf(facts, to, topics);
		return {
			to: { name: to.name, ...(to.email && { email: to.email }) },
			preference: topics.length > 1 ? 'both' : topics[0],
			subject: notice.headline,
			text: asPlainText(notice),
			html: asHtml(notice),
			slack: asSlack(notice),
		};
	});
}

/** What happened; that a handover is over needs no event to say so. */
function typeOf({ event, handover }: NotificationFacts): string | undefined {
	const closed: Happening = 'closed';
	return event?.type ?? (handover?.status === 'closed' ? closed : undefined);
}

function noticeOf(facts: NotificationFacts, to: Assignee, topics: readonly Notify[]): Notice {
	const { handover, contact, event, link } = facts;
	const type = typeOf(facts);
	const brief = handover && briefOf(handover, { ...facts, messages: facts.messages.slice(-SHOWN_MESSAGES) });
	const who = brief?.who ?? (contact && contactLabel(contact));
	const urgent = handover?.status === 'open' && handover.priority === 'urgent' ? 'Urgent: ' : '';
	const isAboutMany = type === QUEUE;
	// Told that something is theirs, people are addressed, not spoken of.
	const isTheirNews = isBeginning(type) && handover?.assignee?.id === to.id;
	const headline = `${urgent}${headlineOf(type, topics, handover)}${who === undefined || isAboutMany ? '' : `: ${who}`}`;
	return {
		headline: clip(oneLine(headline), LONGEST_SUBJECT),
		lead: clip((isTheirNews ? '' : oneLine(event?.what ?? '')) || leadOf(topics, handover, to), LONGEST_LEAD),
		tone: urgent !== '' || isTimer(type) ? 'warning' : 'news',
		sections: brief ? sectionsOf(brief) : [],
		...(isWebAddress(link) && { link }),
		footer: brief ? `${brief.conversation} · ${brief.handover}` : 'Human handover',
	};
}

function headlineOf(type: string | undefined, topics: readonly Notify[], handover: Handover | undefined): string {
	if (!isBeginning(type)) return isKnown(type) ? HEADLINES[type] : 'Handover';
	if (handover && !handover.assignee) return 'Waiting for somebody';
	if (topics.length > 1) return 'New conversation and task';
	return topics[0] === 'task' ? 'New task' : HEADLINES[type ?? 'assigned'];
}

/** Whether something is somebody's now; without an event, it is. */
function isBeginning(type: string | undefined): type is Happening | undefined {
	return type === undefined || BEGINNINGS.includes(type);
}

/** What it means for whoever reads it. */
function leadOf(topics: readonly Notify[], handover: Handover | undefined, to: Assignee): string {
	if (!handover) return 'Have a look at the conversations that wait for a person.';
	const { assignee, status, outcome = 'bot_returned', closing: { by, note } = {} } = handover;
	if (status === 'closed') return `Closed${by ? ` by ${by}` : ''}: ${outcome.replaceAll('_', ' ')}${note ? `. ${oneLine(note)}` : ''}`;
	if (!assignee) return 'Nobody has it yet. Whoever takes it answers the customer.';
	const what = topics.length > 1 ? 'This conversation and its task are' : topics[0] === 'task' ? 'This task is' : 'This conversation is';
	return assignee.id === to.id ? `${what} yours now.` : `${what} with ${assignee.name}.`;
}

function asPlainText({ headline, lead, sections, link, footer }: Notice): string {
	return [headline, lead, ...sections.map(sectionText), ...(link === undefined ? [] : [`${OPEN}: ${link}`]), footer].join('\n\n');
}

function isKnown(type: string): type is EventType {
	return [...HAPPENINGS, ...TIMERS].some((known) => known === type);
}

function isTimer(type: string | undefined): boolean {
	return TIMERS.some((timer) => timer === type);
}

/** Only such a link is safe to click, and only such a one Slack takes. */
function isWebAddress(link: string | undefined): link is string {
	return link !== undefined && /^https?:\/\/\S+$/i.test(link) && URL.canParse(link);
}
