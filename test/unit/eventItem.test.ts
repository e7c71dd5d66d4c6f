import { eventItem, type EventFacts } from '../../handover/eventItem';
import type { EventType } from '../../handover/events';
import type { Handover } from '../../handover/receipt';
import { HOUR, MINUTE, NOW, aHandover } from '../support/builders';
import { conversation } from '../support/world';

const ANA = { id: 'ana', name: 'Ana' };
const iso = (at: number) => new Date(at).toISOString();

function item(type: EventType, data?: Record<string, unknown>, handover: Partial<Handover> = {}, facts: Partial<EventFacts> = {}) {
	const event = { id: 'e-1', type, at: NOW, conversation: conversation(), handoverId: 'h-1', data };
	return eventItem({ event, handover: aHandover(handover), steps: {}, messages: [], now: NOW + 90 * MINUTE, zone: 'UTC', ...facts });
}

it.each<[EventType, Record<string, unknown> | undefined, Partial<Handover>, string, string]>([
	['opened', undefined, {}, 'A customer was handed over', 'Rosa Lima was handed over: The customer asks for a person: “talk to a human”'],
	['assigned', { assignee: ANA }, {}, 'Assigned to Ana', 'Rosa Lima was given to Ana'],
	['claimed', { agent: ANA }, {}, 'Ana has taken the conversation', 'Ana has taken the conversation with Rosa Lima'],
	['claimed', {}, {}, 'Somebody has taken the conversation', 'Somebody has taken the conversation with Rosa Lima'],
	['human_replied', { agent: ANA }, {}, 'Ana has replied', 'Ana has replied to Rosa Lima'],
	['task_completed', undefined, {}, 'The task is done', 'The task about Rosa Lima is done'],
	['bot_returned', undefined, {}, 'The bot is back', 'The bot answers Rosa Lima again'],
	['closed', undefined, { status: 'closed', outcome: 'back_to_bot' }, 'Closed: back to bot', 'The handover of Rosa Lima has ended: back to bot'],
	['closed', undefined, { status: 'closed', outcome: 'sold', closing: { note: 'Two\nrings' } }, 'Closed: sold', 'The handover of Rosa Lima has ended: Two rings'],
	['unanswered', { minutes: 0.05 }, { waitingSince: NOW }, 'Nobody has answered for 3 seconds', 'Rosa Lima has waited 1 hour, 30 minutes for a person to answer'],
	['task_due_soon', { dueAt: iso(NOW + 2 * HOUR) }, {}, 'The task is due in 30 minutes', 'The task about Rosa Lima is due in 30 minutes and not done'],
	['task_overdue', { dueAt: iso(NOW) }, {}, 'The task is overdue', 'The task about Rosa Lima was due 1 hour, 30 minutes ago and is not done'],
	['bot_about_to_return', { returnsAt: iso(NOW + 100 * MINUTE) }, {}, 'The bot is back in 10 minutes', 'In 10 minutes the bot answers Rosa Lima again, unless the pause is made longer'],
	['still_paused', { pausedSince: iso(NOW - 24 * HOUR) }, {}, 'The bot has been quiet for 1 day, 1 hour, 30 minutes', 'The bot has kept quiet for 1 day, 1 hour, 30 minutes towards Rosa Lima, until a person ends it'],
	['stuck', undefined, {}, 'A step was not done', 'The handover of Rosa Lima is stuck: a step was not done'],
	['queue_waiting', { waiting: 1 }, {}, '1 conversation waits in the queue', 'Rosa Lima is first in the queue and has waited 1 hour, 30 minutes'],
	['queue_waiting', { waiting: 3 }, {}, '3 conversations wait in the queue', 'Rosa Lima is first in the queue and has waited 1 hour, 30 minutes'],
])('says in words what happened: %s %j', (type, data, handover, title, what) => {
	const { event } = item(type, data, handover);
	expect({ title: event.title, what: event.what }).toEqual({ title, what });
});

it('names the step that failed, and why', () => {
	const steps = { task: { status: 'failed' as const, at: iso(NOW), what: 'Not done', why: 'The desk is away' } };
	expect(item('stuck', undefined, {}, { steps }).event.what).toBe('The handover of Rosa Lima is stuck: task was not done (The desk is away)');
});

it('lets nothing that was noted with an event take the place of what it is', () => {
	expect(item('human_replied', { type: 'closed', id: 'x', text: 'Hello' }).event).toMatchObject({ id: 'e-1', type: 'human_replied', text: 'Hello' });
});

it('says how long the customer waits while they do, and what the bot should know once it is back', () => {
	const waiting = item('assigned', { assignee: ANA }, { waitingSince: NOW });
	expect(waiting.event.waitingMinutes).toBe(90);
	expect(waiting).not.toHaveProperty('botMemory');
	const over = item('bot_returned', undefined, { status: 'closed', outcome: 'bot_returned', waitingSince: NOW, closedAt: NOW + HOUR });
	expect(over.event).not.toHaveProperty('waitingMinutes');
	expect(over.botMemory).toMatch(/./);
});
