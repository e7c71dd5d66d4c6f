import { dueEvents, queueEvents, stillApplies, type EventSettings, type HandoverEvent, type Queue, type Watched } from '../../handover/events';
import { readEventSettings, type EventParameters, DEFAULT_EVENTS } from '../../handover/eventSettings';
import { FOREVER, type Pause } from '../../handover/pause';
import type { Handover } from '../../handover/receipt';
import { HOUR, MINUTE, NOW, aHandover, refusal } from '../support/builders';
import { conversation } from '../support/world';

const SETTINGS: EventSettings = {
	types: ['unanswered', 'task_due_soon', 'task_overdue', 'bot_about_to_return', 'still_paused', 'stuck', 'queue_waiting'],
	unansweredMinutes: [15],
	dueSoonMinutes: 60,
	returnMinutes: 10,
	stuckMinutes: 5,
	queueMinutes: 5,
	businessHoursOnly: false,
};
const ANA = { id: 'ana', name: 'Ana' };
const PAUSE: Pause = { setAt: NOW, until: NOW + 8 * HOUR, reason: 'A handover is open' };

function watched(handover: Partial<Handover> = {}, over: Partial<Watched> = {}): Watched {
	return { conversation: conversation(), handover: aHandover({ assignee: ANA, assignedAt: NOW, ...handover }), pause: PAUSE, ...over };
}

const idsOf = (events: HandoverEvent[]) => events.map(({ id }) => id);
const typesOf = (events: HandoverEvent[]) => events.map(({ type }) => type);

/** The ids that are due at each of these times after the start. */
function over(state: Watched, times: number[], settings: Partial<EventSettings> = {}): string[][] {
	return times.map((at) => idsOf(dueEvents(state, { ...SETTINGS, ...settings }, NOW + at)));
}

describe('unanswered', () => {
	const waiting = watched({ waitingSince: NOW });

	it('goes off when so many minutes have passed since the customer began to wait, and keeps its id', () => {
		const id = `h-1/unanswered/15m-${NOW}`;
		expect(over(waiting, [0, 15 * MINUTE - 1, 15 * MINUTE, 3 * HOUR])).toEqual([[], [], [id], [id]]);
		expect(dueEvents(waiting, SETTINGS, NOW + HOUR)[0]).toMatchObject({ at: NOW + 15 * MINUTE, handoverId: 'h-1', data: { minutes: 15 } });
	});

	it('goes off once for each of several times, and after a break only for the longest', () => {
		const settings = { unansweredMinutes: [60, 5, 15] };
		expect(over(waiting, [4 * MINUTE, 6 * MINUTE, 20 * MINUTE, 90 * MINUTE], settings)).toEqual([
			[],
			[`h-1/unanswered/5m-${NOW}`],
			[`h-1/unanswered/15m-${NOW}`],
			[`h-1/unanswered/60m-${NOW}`],
		]);
	});

	it('gives whoever it was given to by an escalation their own time', () => {
		const escalated = watched({ waitingSince: NOW, escalatedAt: NOW + 16 * MINUTE, assignedAt: NOW + 16 * MINUTE });
		expect(over(escalated, [30 * MINUTE, 31 * MINUTE])).toEqual([[], [`h-1/unanswered/15m-${NOW + 16 * MINUTE}`]]);
	});

	it('gives whoever took it themselves their own time, and whoever only had it before none', () => {
		const claimed = { waitingSince: NOW, claimedAt: NOW + 14 * MINUTE, assignedAt: NOW + 14 * MINUTE };
		expect(over(watched(claimed), [28 * MINUTE, 29 * MINUTE])).toEqual([[], [`h-1/unanswered/15m-${NOW + 14 * MINUTE}`]]);
		expect(over(watched({ ...claimed, assignedAt: NOW }), [15 * MINUTE])).toEqual([[`h-1/unanswered/15m-${NOW}`]]);
	});

	it('ends with an escalation that found nobody, until somebody has it or the customer writes again', () => {
		const nobody = { waitingSince: NOW, escalatedAt: NOW + 16 * MINUTE, assignee: undefined, assignedAt: undefined };
		expect(over(watched(nobody), [HOUR, 24 * HOUR])).toEqual([[], []]);
		expect(over(watched({ ...nobody, assignee: ANA, assignedAt: NOW + HOUR }), [HOUR + 14 * MINUTE, HOUR + 15 * MINUTE])).toEqual([
			[],
			[`h-1/unanswered/15m-${NOW + HOUR}`],
		]);
		expect(over(watched({ ...nobody, waitingSince: NOW + 2 * HOUR }), [3 * HOUR])).toEqual([[`h-1/unanswered/15m-${NOW + 2 * HOUR}`]]);
	});

	it('starts from the request also for somebody who got it late without an escalation', () => {
		expect(over(watched({ waitingSince: NOW, assignedAt: NOW + 14 * MINUTE }), [15 * MINUTE])[0]).toHaveLength(1);
		expect(over(watched({ waitingSince: NOW, assignee: undefined, assignedAt: undefined }), [15 * MINUTE])[0]).toHaveLength(1);
	});

	it.each<[string, Watched]>([
		['a person has answered', watched({ waitingSince: undefined })],
		['the handover is closed', watched({ waitingSince: NOW, status: 'closed', outcome: 'resolved' })],
		['the bot is back', watched({ waitingSince: NOW }, { pause: undefined })],
		['there is only a pause', { conversation: conversation(), pause: PAUSE }],
	])('does not go off when %s', (_, state) => {
		expect(typesOf(dueEvents(state, SETTINGS, NOW + HOUR))).not.toContain('unanswered');
	});

	describe('with business hours', () => {
		const hours = { weekly: 'Mon-Fri 9:00-17:00', holidays: '', zone: 'UTC' };
		// Friday, 16:50.
		const waitingSince = NOW + 4 * HOUR + 50 * MINUTE;
		const monday = NOW + 69 * HOUR;
		const state = watched({ waitingSince, hours });
		const due = (at: number, settings: Partial<EventSettings>) => typesOf(dueEvents({ ...state, pause: { ...PAUSE, until: FOREVER } }, { ...SETTINGS, ...settings }, at));

		it('counts only the time the team is there, if wanted', () => {
			expect(due(waitingSince + 15 * MINUTE, { businessHoursOnly: true })).toEqual([]);
			expect(due(monday + 5 * MINUTE - 1, { businessHoursOnly: true })).toEqual([]);
			expect(due(monday + 5 * MINUTE, { businessHoursOnly: true })).toEqual(['unanswered']);
			expect(due(waitingSince + 15 * MINUTE, { businessHoursOnly: false })).toEqual(['unanswered']);
		});

		it('counts every minute when the handover knows no hours', () => {
			expect(over(watched({ waitingSince: NOW }), [15 * MINUTE], { businessHoursOnly: true })[0]).toHaveLength(1);
		});
	});
});

describe('tasks', () => {
	const taskDueAt = NOW + 4 * HOUR;
	const [soon, overdue] = [`h-1/task_due_soon/${taskDueAt}`, `h-1/task_overdue/${taskDueAt}`];

	it('are announced before they are due, and overdue from then on', () => {
		expect(over(watched({ taskDueAt }), [3 * HOUR - 1, 3 * HOUR, 4 * HOUR - 1, 4 * HOUR, 7 * HOUR])).toEqual([[], [soon], [soon], [overdue], [overdue]]);
	});

	it('count also when the bot is back without a person having closed the handover', () => {
		for (const outcome of ['bot_returned', 'back_to_bot'] as const) {
			expect(over(watched({ taskDueAt, status: 'closed', outcome }, { pause: undefined }), [5 * HOUR])).toEqual([[overdue]]);
		}
	});

	it.each<[string, Partial<Handover>]>([
		['it is done', { taskCompletedAt: NOW + HOUR }],
		...(['resolved', 'booked', 'sold', 'lost', 'spam'] as const).map((outcome): [string, Partial<Handover>] => [
			`a person closed the handover (${outcome})`,
			{ status: 'closed', outcome },
		]),
	])('are silent when %s', (_, handover) => {
		expect(over(watched({ taskDueAt, ...handover }, { pause: undefined }), [3 * HOUR, 5 * HOUR])).toEqual([[], []]);
	});

	it('are announced anew when they are put off', () => {
		expect(over(watched({ taskDueAt: taskDueAt + HOUR }), [5 * HOUR])).toEqual([[`h-1/task_overdue/${taskDueAt + HOUR}`]]);
	});
});

describe('pauses', () => {
	const { until } = PAUSE;

	it('are announced before they end, once for each end', () => {
		const id = `h-1/bot_about_to_return/${until}`;
		const state = watched();
		expect(over(state, [8 * HOUR - 10 * MINUTE - 1, 8 * HOUR - 10 * MINUTE, 8 * HOUR - 1])).toEqual([[], [id], [id]]);
		expect(over(watched({}, { pause: { ...PAUSE, until: until + HOUR } }), [8 * HOUR + 55 * MINUTE])).toEqual([[`h-1/bot_about_to_return/${until + HOUR}`]]);
	});

	it('are announced also without a handover, and not once they are over', () => {
		const alone: Watched = { conversation: conversation(), pause: PAUSE };
		expect(over(alone, [8 * HOUR - 1, 8 * HOUR])).toEqual([[`built-in/default/c-1/bot_about_to_return/${until}`], []]);
	});

	it('that only a person ends remind every so often; of several missed reminders the last', () => {
		const forever = watched({}, { pause: { ...PAUSE, until: FOREVER, ends: 'closed', alertEvery: 4 * HOUR } });
		expect(over(forever, [4 * HOUR - 1, 4 * HOUR, 5 * HOUR, 8 * HOUR, 23 * HOUR])).toEqual([
			[],
			[`h-1/still_paused/${NOW}-1`],
			[`h-1/still_paused/${NOW}-1`],
			[`h-1/still_paused/${NOW}-2`],
			[`h-1/still_paused/${NOW}-5`],
		]);
	});

	it('that only a person ends are never about to end, nor remind when nobody asked for it', () => {
		expect(over(watched({}, { pause: { ...PAUSE, until: FOREVER } }), [24 * HOUR])).toEqual([[]]);
		expect(over(watched({}, { pause: { ...PAUSE, alertEvery: HOUR } }), [2 * HOUR])).toEqual([[]]);
	});
});

describe('stuck', () => {
	it('goes off when a step is undone for so long, once for each failure', () => {
		const state = watched({}, { stuckSince: NOW + MINUTE });
		expect(over(state, [6 * MINUTE - 1, 6 * MINUTE, HOUR])).toEqual([[], [`h-1/stuck/${NOW + MINUTE}`], [`h-1/stuck/${NOW + MINUTE}`]]);
	});

	it('does not go off when nothing is undone, or the bot is back', () => {
		expect(over(watched(), [HOUR])).toEqual([[]]);
		expect(over(watched({}, { stuckSince: NOW, pause: undefined }), [HOUR])).toEqual([[]]);
	});
});

describe('queue_waiting', () => {
	const QUEUE: Queue = {
		desk: 'built-in',
		account: 'default',
		waiting: 3,
		oldest: { handoverId: 'h-1', conversation: conversation(), openedAt: NOW },
	};
	const at = (time: number, queue: Partial<Queue> = {}) => idsOf(queueEvents({ ...QUEUE, ...queue }, SETTINGS, NOW + time));

	it('goes off every so many minutes, about the first in line', () => {
		expect([at(5 * MINUTE - 1), at(5 * MINUTE), at(9 * MINUTE), at(10 * MINUTE)]).toEqual([
			[],
			['h-1/queue_waiting/5m-1'],
			['h-1/queue_waiting/5m-1'],
			['h-1/queue_waiting/5m-2'],
		]);
		expect(queueEvents(QUEUE, SETTINGS, NOW + HOUR)[0]).toMatchObject({ handoverId: 'h-1', data: { waiting: 3, desk: 'built-in', account: 'default' } });
	});

	it('goes off when somebody may have become free since', () => {
		const freed = { freedAt: NOW + 2 * MINUTE };
		expect([at(3 * MINUTE, freed), at(5 * MINUTE, freed)]).toEqual([[`h-1/queue_waiting/freed-${NOW + 2 * MINUTE}`], ['h-1/queue_waiting/5m-1']]);
		expect(at(3 * MINUTE, { freedAt: NOW - MINUTE })).toEqual([]);
	});

	it('goes off at once for the next one when the first has been taken', () => {
		const next = { oldest: { ...QUEUE.oldest, handoverId: 'h-2', openedAt: NOW + MINUTE } };
		expect([at(6 * MINUTE), at(6 * MINUTE, next)]).toEqual([['h-1/queue_waiting/5m-1'], ['h-2/queue_waiting/5m-1']]);
	});

	it('is left out when nobody asked for it', () => {
		expect(queueEvents(QUEUE, { ...SETTINGS, types: ['opened'] }, NOW + HOUR)).toEqual([]);
	});
});

describe('a second look', () => {
	const settings = SETTINGS;
	const [event] = dueEvents(watched({ waitingSince: NOW }), SETTINGS, NOW + 15 * MINUTE) as [HandoverEvent];

	it.each<[string, Watched | undefined, boolean]>([
		['nothing has changed', watched({ waitingSince: NOW }), true],
		['a person has answered', watched({ waitingSince: undefined }), false],
		['the customer waits since another message', watched({ waitingSince: NOW + MINUTE }), false],
		['it was escalated', watched({ waitingSince: NOW, escalatedAt: NOW + 15 * MINUTE, assignedAt: NOW + 15 * MINUTE }), false],
		['it is the next episode', watched({ id: 'h-2', waitingSince: NOW }), false],
		['it was erased', undefined, false],
	])('at a timer when %s', (_, found, applies) => {
		expect(stillApplies(event, found, settings, NOW + 16 * MINUTE)).toBe(applies);
	});

	it('leaves alone what happened', () => {
		expect(stillApplies({ id: 'h-1/opened', type: 'opened', at: NOW, conversation: conversation(), handoverId: 'h-1' }, undefined, settings, NOW)).toBe(true);
	});
});

it('only what was asked for goes off', () => {
	const state = watched({ waitingSince: NOW, taskDueAt: NOW + HOUR }, { stuckSince: NOW });
	expect(typesOf(dueEvents(state, SETTINGS, NOW + 2 * HOUR))).toEqual(['unanswered', 'task_overdue', 'stuck']);
	expect(typesOf(dueEvents(state, { ...SETTINGS, types: ['stuck', 'opened'] }, NOW + 2 * HOUR))).toEqual(['stuck']);
});

describe('the settings of an operator', () => {
	const read = (parameters: Partial<EventParameters>) => readEventSettings({ ...DEFAULT_EVENTS, ...parameters });

	it.each<[string, number[]]>([
		['5, 15, 60', [5, 15, 60]],
		['15', [15]],
		['0.05;1 1', [0.05, 1]],
	])('read the minutes %s', (unanswered, minutes) => {
		expect(read({ unanswered }).unansweredMinutes).toEqual(minutes);
	});

	it.each<[Partial<EventParameters>, string]>([
		[{ types: [] }, '"Events" is empty'],
		[{ types: ['opened', 'eaten'] }, '"Events" contains eaten, which is none'],
		[{ unanswered: ' ' }, '"Unanswered After (Minutes)" is empty'],
		[{ unanswered: '5, soon' }, '"Unanswered After (Minutes)" must be more than 0 and at most 129600 minutes, but is soon'],
		[{ unanswered: '0' }, '"Unanswered After (Minutes)" must be more than 0 and at most 129600 minutes, but is 0'],
		[{ stuckMinutes: -1 }, '"Stuck After (Minutes)" must be more than 0 and at most 129600 minutes, but is -1'],
		[{ queueMinutes: Number.NaN }, '"Queue Waiting (Every So Many Minutes)" must be more than 0 and at most 129600 minutes, but is NaN'],
	])('refuse %j', (parameters, message) => {
		expect(refusal(() => read(parameters)).message).toBe(message);
	});

	it('ask for no minutes without an answer when nobody wants that event', () => {
		expect(read({ types: ['opened'], unanswered: '' }).unansweredMinutes).toEqual([]);
	});
});
