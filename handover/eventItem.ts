import { Duration } from 'luxon';
import { contactLabel } from './contact';
import { SAMPLE_ID, type EventType, type HandoverEvent } from './events';
import { oneLine } from './line';
import { botMemory } from './memory';
import { STEPS, toIso, toReceipt, type Handover, type Receipt, type StepResults } from './receipt';
import type { TranscriptMessage } from './transcript';

/** What a flow gets when something happened. Its field `handover` is all that the action nodes need. */
export interface EventItem {
	event: {
		id: string;
		type: EventType;
		/** What happened, in a few words. */
		title: string;
		/** The same with the customer's name and what else there is to know, as one sentence. */
		what: string;
		/** ISO time when it happened or fell due */
		at: string;
		/** For how long the customer has waited for a person, when they do. */
		waitingMinutes?: number;
	} & Record<string, unknown>;
	handover: Receipt | { conversationId: string; desk: string };
	conversationId: string;
	contact?: Handover['contact'];
	channel?: string;
	/** What the bot should know, once it has the conversation back. */
	botMemory?: string;
}

/** What is known about an event when it is told. Times are milliseconds since 1970. */
export interface EventFacts {
	event: HandoverEvent;
	/** Missing for a pause without one. */
	handover?: Handover;
	steps: StepResults;
	/** The last messages, oldest first; for the bot's memory. */
	messages: readonly TranscriptMessage[];
	now: number;
	/** IANA time zone in which people read times. */
	zone: string;
}

const MINUTE_MS = 60_000;

/** When the bot has the conversation back. */
const BOT_IS_BACK: readonly EventType[] = ['closed', 'bot_returned'];

/** The item for an event: plain JSON. */
export function eventItem({ event, handover, steps, messages, now, zone }: EventFacts): EventItem {
	const { id, type, at, conversation: { conversationId, desk }, data } = event;
	const waitingSince = handover?.status === 'open' ? handover.waitingSince : undefined;
	const words = WORDS[type]({
		customer: handover ? oneLine(contactLabel(handover.contact)) : `conversation ${conversationId}`,
		handover,
		steps,
		data: data ?? {},
		now,
	});
	return {
		event: {
			...data,
			id,
			type,
			...words,
			at: toIso(at),
			...(waitingSince !== undefined && { waitingMinutes: Math.floor((now - waitingSince) / MINUTE_MS) }),
		},
		handover: handover ? toReceipt(handover, steps) : { conversationId, desk },
		conversationId,
		...(handover && { contact: handover.contact, channel: handover.channel }),
		...(handover && BOT_IS_BACK.includes(type) && { botMemory: botMemory(handover, messages, zone) }),
	};
}

/**
 * An item to build a flow with when nothing has happened yet. It names a
 * handover that no store knows, so nodes behind it refuse to act on it.
 */
export function sampleItem(type: EventType, now: number, zone: string): EventItem {
	const conversation = { desk: 'built-in', account: 'default', conversationId: SAMPLE_ID };
	const handover: Handover = {
		id: SAMPLE_ID,
		conversation,
		contact: { id: SAMPLE_ID, name: 'Sample Customer', email: 'customer@example.com' },
		channel: 'chat',
		flow: SAMPLE_ID,
		scenario: 'human_requested',
		reason: 'The customer asks for a person: “talk to a human”',
		confidence: 1,
		detector: SAMPLE_ID,
		priority: 'normal',
		message: 'Can I talk to a human?',
		status: 'open',
		openedAt: now - 15 * MINUTE_MS,
		waitingSince: now - 15 * MINUTE_MS,
		deadlineAt: now + 15 * MINUTE_MS,
	};
	const soon = toIso(now + 15 * MINUTE_MS);
	const data = { minutes: 15, waiting: 1, dueAt: soon, returnsAt: soon, pausedSince: toIso(handover.openedAt) };
	const item = eventItem({ event: { id: SAMPLE_ID, type, at: now, conversation, handoverId: SAMPLE_ID, data }, handover, steps: {}, messages: [], now, zone });
	return { ...item, event: { ...item.event, title: `Sample: ${item.event.title}`, sample: true } };
}

interface Told {
	customer: string;
	handover: Handover | undefined;
	steps: StepResults;
	data: Record<string, unknown>;
	now: number;
}

interface Words {
	title: string;
	what: string;
}

const WORDS: Record<EventType, (told: Told) => Words> = {
	opened: ({ customer, handover }) => ({ title: 'A customer was handed over', what: `${customer} was handed over: ${oneLine(handover?.reason ?? '')}` }),
	assigned: ({ customer, data }) => ({ title: `Assigned to ${nameOf(data.assignee)}`, what: `${customer} was given to ${nameOf(data.assignee)}` }),
	claimed: ({ customer, data }) => ({
		title: `${nameOf(data.agent)} has taken the conversation`,
		what: `${nameOf(data.agent)} has taken the conversation with ${customer}`,
	}),
	human_replied: ({ customer, data }) => ({ title: `${nameOf(data.agent)} has replied`, what: `${nameOf(data.agent)} has replied to ${customer}` }),
	task_completed: ({ customer }) => ({ title: 'The task is done', what: `The task about ${customer} is done` }),
	bot_returned: ({ customer }) => ({ title: 'The bot is back', what: `The bot answers ${customer} again` }),
	closed: ({ customer, handover }) => {
		const outcome = (handover?.outcome ?? 'bot_returned').replaceAll('_', ' ');
		return { title: `Closed: ${outcome}`, what: `The handover of ${customer} has ended: ${oneLine(handover?.closing?.note ?? outcome)}` };
	},
	unanswered: ({ customer, handover, data, now }) => ({
		title: `Nobody has answered for ${span(Number(data.minutes) * MINUTE_MS)}`,
		what: `${customer} has waited ${span(now - (handover?.waitingSince ?? now))} for ${handover?.assignee ? nameOf(handover.assignee) : 'a person'} to answer`,
	}),
	task_due_soon: ({ customer, data, now }) => ({
		title: `The task is due in ${span(timeOf(data.dueAt) - now)}`,
		what: `The task about ${customer} is due in ${span(timeOf(data.dueAt) - now)} and not done`,
	}),
	task_overdue: ({ customer, data, now }) => ({
		title: 'The task is overdue',
		what: `The task about ${customer} was due ${span(now - timeOf(data.dueAt))} ago and is not done`,
	}),
	bot_about_to_return: ({ customer, data, now }) => ({
		title: `The bot is back in ${span(timeOf(data.returnsAt) - now)}`,
		what: `In ${span(timeOf(data.returnsAt) - now)} the bot answers ${customer} again, unless the pause is made longer`,
	}),
	still_paused: ({ customer, data, now }) => ({
		title: `The bot has been quiet for ${span(now - timeOf(data.pausedSince))}`,
		what: `The bot has kept quiet for ${span(now - timeOf(data.pausedSince))} towards ${customer}, until a person ends it`,
	}),
	stuck: ({ customer, steps }) => {
		const [step, why] = STEPS.flatMap((name) => (steps[name]?.status === 'failed' ? [[name, steps[name].why]] : []))[0] ?? ['a step', undefined];
		return { title: 'A step was not done', what: `The handover of ${customer} is stuck: ${step} was not done${why ? ` (${oneLine(why)})` : ''}` };
	},
	queue_waiting: ({ customer, handover, data, now }) => ({
		title: data.waiting === 1 ? '1 conversation waits in the queue' : `${String(data.waiting)} conversations wait in the queue`,
		what: `${customer} is first in the queue and has waited ${span(now - (handover?.openedAt ?? now))}`,
	}),
};

/** A person's name as events carry it. */
function nameOf(person: unknown): string {
	const name = typeof person === 'object' && person !== null && 'name' in person ? person.name : undefined;
	return typeof name === 'string' && name !== '' ? oneLine(name) : 'Somebody';
}

function timeOf(iso: unknown): number {
	return Date.parse(String(iso));
}

/** `15 minutes`, `1 hour, 30 minutes`; seconds only below a minute. */
function span(milliseconds: number): string {
	const unit = milliseconds < MINUTE_MS ? 1000 : MINUTE_MS;
	return Duration.fromMillis(Math.max(unit, Math.round(milliseconds / unit) * unit), { locale: 'en' }).rescale().toHuman();
}
