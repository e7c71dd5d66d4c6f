import { conversationKey, type ConversationRef } from './conversation';
import { takenAt } from './escalation';
import { FOREVER, type Pause } from './pause';
import { toIso, type Handover, type Outcome } from './receipt';
import { afterOpenTime, readSchedule } from './schedule';

/** What can happen to a handover. The first group is written down when it happens, the second is computed from the clocks. */
export const HAPPENINGS = ['opened', 'assigned', 'claimed', 'human_replied', 'task_completed', 'bot_returned', 'closed'] as const;
export const TIMERS = ['unanswered', 'task_due_soon', 'task_overdue', 'bot_about_to_return', 'still_paused', 'stuck', 'queue_waiting'] as const;

export type Happening = (typeof HAPPENINGS)[number];
export type Timer = (typeof TIMERS)[number];
export type EventType = Happening | Timer;

/** Something that flows are told once. */
export interface HandoverEvent {
	/** The same for the same event, whoever notices it and however often. */
	id: string;
	type: EventType;
	/** When it happened or fell due, milliseconds since 1970. */
	at: number;
	conversation: ConversationRef;
	/** Missing for a pause without a handover. */
	handoverId?: string;
	/** What else there is to say: who replied, when the task is due … Plain JSON, times as ISO text. */
	data?: Record<string, unknown>;
}

/** The handover of an example: no store knows it, so nothing is done about it. */
export const SAMPLE_ID = 'sample';

/** The id of an event; `which` tells apart what can happen more than once to a handover. */
export function eventId(handoverId: string, type: EventType, which?: string | number): string {
	return which === undefined ? `${handoverId}/${type}` : `${handoverId}/${type}/${which}`;
}

/** Whatever clocks may concern: a handover with the pause of its conversation, or a pause alone. Times are milliseconds since 1970. */
export interface Watched {
	conversation: ConversationRef;
	handover?: Handover;
	/** Only one that holds, and only with an open handover or without any: a closed one has none of its own. */
	pause?: Pause;
	/** A step failed, or was left behind by an execution that died; the earliest sign of it. */
	stuckSince?: number;
}

/** Those who wait without an owner at one desk account. */
export interface Queue {
	desk: string;
	account: string;
	waiting: number;
	/** Who has waited longest. */
	oldest: { handoverId: string; conversation: ConversationRef; openedAt: number };
	/** When somebody's conversation ended last, so that they may have become free. */
	freedAt?: number;
}

/** What a flow wants to be told, and when. */
export interface EventSettings {
	types: readonly EventType[];
	/** After how many minutes without an answer; each once per wait. */
	unansweredMinutes: readonly number[];
	/** How long before a task falls due. */
	dueSoonMinutes: number;
	/** How long before the bot speaks again. */
	returnMinutes: number;
	/** How long a step may stay undone. */
	stuckMinutes: number;
	/** How long the first in the queue waits for it to be told, and told again. */
	queueMinutes: number;
	/** Whether minutes without an answer count only while the team is there, as far as the handover knows when that is. */
	businessHoursOnly: boolean;
}

const MINUTE_MS = 60_000;

/** Then the bot is back without a person having said that it is done: their task still counts. */
const LEFT_TO_THE_BOT: readonly (Outcome | undefined)[] = ['back_to_bot', 'bot_returned'];

/**
 * The timers that have gone off, of those the settings ask for. Computed from
 * the state alone: asked twice, it answers the same ids.
 * @param now milliseconds since 1970
 */
export function dueEvents(watched: Watched, settings: EventSettings, now: number): HandoverEvent[] {
	const due = [
		...unanswered(watched, settings, now),
		...taskEvents(watched, settings, now),
		...botAboutToReturn(watched, settings, now),
		...stillPaused(watched, now),
		...stuck(watched, settings, now),
	];
	return due.filter(({ type }) => settings.types.includes(type));
}

/**
 * Whether to tell of an event after a fresh look: what happened stays true, a
 * timer must still be the one that has gone off.
 * @param found what there is now; undefined when it is gone
 */
export function stillApplies(event: HandoverEvent, found: Watched | undefined, settings: EventSettings, now: number): boolean {
	if (!isTimer(event.type)) return true;
	return found !== undefined && dueEvents(found, settings, now).some(({ id }) => id === event.id);
}

export function isTimer(type: EventType): type is Timer {
	return (TIMERS as readonly EventType[]).includes(type);
}

/**
 * That somebody waits in the queue: when the first in line has waited for the
 * settings' minutes and again each time they pass, and when somebody may have
 * become free. Naming the first lets a flow assign them; the next one is then
 * first, so a queue empties as fast as the team has room.
 */
export function queueEvents(queue: Queue, settings: EventSettings, now: number): HandoverEvent[] {
	if (!settings.types.includes('queue_waiting')) return [];
	const { desk, account, waiting, oldest, freedAt = 0 } = queue;
	const every = settings.queueMinutes * MINUTE_MS;
	const times = Math.floor((now - oldest.openedAt) / every);
	const dueAt = oldest.openedAt + times * every;
	if (times < 1 && freedAt <= oldest.openedAt) return [];
	const [at, which] = freedAt > dueAt ? [freedAt, `freed-${freedAt}`] : [dueAt, `${settings.queueMinutes}m-${times}`];
	const { conversation, handoverId } = oldest;
	return [{ id: eventId(handoverId, 'queue_waiting', which), type: 'queue_waiting', at, conversation, handoverId, data: { desk, account, waiting } }];
}

/**
 * A person has not answered for so long. The clock runs from the customer's
 * first unanswered message, and anew for whoever took it or was given it by an
 * escalation since, so that a chain of people each get their time. An escalation that ended with
 * nobody ends the chain. When several times have passed, only the longest is
 * told: after a break one escalation is due, not one for each.
 */
function unanswered({ handover, pause }: Watched, settings: EventSettings, now: number): HandoverEvent[] {
	if (!handover || !isUnderWay(handover, pause) || handover.waitingSince === undefined) return [];
	const { waitingSince, escalatedAt = 0, assignedAt = 0, assignee } = handover;
	const escalated = escalatedAt >= waitingSince;
	if (escalated && !assignee) return [];
	const start = escalated ? Math.max(escalatedAt, assignedAt) : Math.max(waitingSince, takenAt(handover) ?? 0);
	const [longest] = settings.unansweredMinutes
		.map((minutes) => ({ minutes, at: passed(handover, start, minutes * MINUTE_MS, settings) }))
		.filter(({ at }) => at !== undefined && at <= now)
		.sort((a, b) => b.minutes - a.minutes);
	return longest?.at === undefined ? [] : [ofHandover(handover, 'unanswered', longest.at, { minutes: longest.minutes }, `${longest.minutes}m-${start}`)];
}

/** Moments that were computed before: they don't change, and every look asks for them again. */
const openTimes = new Map<string, number | undefined>();
const MOST_OPEN_TIMES = 10_000;

/** When so much time has passed, of the team's time if the settings say so. Undefined when that never comes. */
function passed({ hours }: Handover, from: number, milliseconds: number, { businessHoursOnly }: EventSettings): number | undefined {
	if (!businessHoursOnly || !hours) return from + milliseconds;
	const key = JSON.stringify([hours, from, milliseconds]);
	if (!openTimes.has(key)) {
		if (openTimes.size >= MOST_OPEN_TIMES) openTimes.clear();
		openTimes.set(key, afterOpenTime(readSchedule(hours), from, milliseconds));
	}
	return openTimes.get(key);
}

function taskEvents({ handover }: Watched, { dueSoonMinutes }: EventSettings, now: number): HandoverEvent[] {
	if (handover?.taskDueAt === undefined || handover.taskCompletedAt !== undefined) return [];
	if (handover.status === 'closed' && !LEFT_TO_THE_BOT.includes(handover.outcome)) return [];
	const { taskDueAt } = handover;
	if (now >= taskDueAt) return [ofHandover(handover, 'task_overdue', taskDueAt, { dueAt: toIso(taskDueAt) }, taskDueAt)];
	const noticeAt = taskDueAt - dueSoonMinutes * MINUTE_MS;
	return now >= noticeAt ? [ofHandover(handover, 'task_due_soon', noticeAt, { dueAt: toIso(taskDueAt) }, taskDueAt)] : [];
}

function botAboutToReturn(watched: Watched, { returnMinutes }: EventSettings, now: number): HandoverEvent[] {
	const { pause } = watched;
	if (!pause || pause.until <= now) return [];
	const noticeAt = pause.until - returnMinutes * MINUTE_MS;
	return now >= noticeAt ? [ofPause(watched, pause, 'bot_about_to_return', noticeAt, { returnsAt: toIso(pause.until) }, pause.until)] : [];
}

/** Every so often while only a person can end the pause. Of several that were missed, the last one. */
function stillPaused(watched: Watched, now: number): HandoverEvent[] {
	const { pause } = watched;
	if (!pause || pause.until !== FOREVER || !pause.alertEvery) return [];
	const times = Math.floor((now - pause.setAt) / pause.alertEvery);
	if (times < 1) return [];
	const at = pause.setAt + times * pause.alertEvery;
	return [ofPause(watched, pause, 'still_paused', at, { pausedSince: toIso(pause.setAt) }, `${pause.setAt}-${times}`)];
}

function stuck({ handover, pause, stuckSince }: Watched, { stuckMinutes }: EventSettings, now: number): HandoverEvent[] {
	if (!handover || !isUnderWay(handover, pause) || stuckSince === undefined) return [];
	const at = stuckSince + stuckMinutes * MINUTE_MS;
	return now >= at ? [ofHandover(handover, 'stuck', at, { stuckSince: toIso(stuckSince) }, stuckSince)] : [];
}

/** An episode whose pause is over is over, though nobody may have closed it yet. */
function isUnderWay({ status }: Handover, pause: Pause | undefined): boolean {
	return status === 'open' && pause !== undefined;
}

function ofHandover({ id, conversation }: Handover, type: Timer, at: number, data: Record<string, unknown>, which: string | number): HandoverEvent {
	return { id: eventId(id, type, which), type, at, conversation, handoverId: id, data };
}

function ofPause({ conversation, handover }: Watched, { reason }: Pause, type: Timer, at: number, data: Record<string, unknown>, which: string | number): HandoverEvent {
	const known = { ...data, pauseReason: reason };
	return handover ? ofHandover(handover, type, at, known, which) : { id: eventId(conversationKey(conversation), type, which), type, at, conversation, data: known };
}
