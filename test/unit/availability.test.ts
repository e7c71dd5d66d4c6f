import { answerDue, readAnswerWithin, teamAt, teamOpens, type TeamHours } from '../../handover/availability';
import type { TeamMember } from '../../handover/assignment';
import { aMember, DAY, HOUR, NOW, refusal } from '../support/builders';

/** NOW is Friday, 12:00 UTC. */
const SATURDAY = NOW + DAY;
const OPEN_ON_WEEKDAYS = { weekly: 'Mon-Fri 9:00-17:00', holidays: '2026-03-30', zone: 'UTC' };
const iso = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString().slice(0, 16));

const ana = aMember('Ana');
const mornings = aMember('Ben', { hours: 'Mon-Fri 9-11' });
const nights = aMember('Cleo', { hours: 'daily 20:00-4:00' });
const away = aMember('Dora', { available: false, hours: 'daily 0:00-24:00' });

const stands = (member: TeamMember, hours: Partial<TeamHours>, at: number) => {
	const [{ available, away: why, off }] = teamAt([member], { zone: 'UTC', ...hours }, at) as [TeamMember];
	return { available, why, opens: iso(off?.until) };
};

describe('who is in', () => {
	it.each<[string, TeamMember, Partial<TeamHours>, number, ReturnType<typeof stands>]>([
		['everybody, when nothing is said about hours', ana, {}, SATURDAY, { available: true, why: undefined, opens: undefined }],
		['everybody during business hours', ana, { hours: OPEN_ON_WEEKDAYS }, NOW, { available: true, why: undefined, opens: undefined }],
		['nobody who has gone home, while the others work', mornings, { hours: OPEN_ON_WEEKDAYS }, NOW, { available: false, why: 'is off until Tuesday 9:00', opens: '2026-03-31T09:00' }],
		['nobody who has gone home, where the business has no hours', mornings, {}, NOW, { available: false, why: 'is off until Monday 9:00', opens: '2026-03-30T09:00' }],
		['somebody later on the same day, without the day', aMember('Eve', { hours: 'Fri 14-16' }), {}, NOW, { available: false, why: 'is off until 14:00', opens: '2026-03-27T14:00' }],
		['somebody on a far day, with the date', aMember('Eve', { hours: 'Fri 9-10' }), {}, NOW, { available: false, why: 'is off until 3 Apr 9:00', opens: '2026-04-03T09:00' }],
		['somebody who works at night, while the business is closed', nights, { hours: OPEN_ON_WEEKDAYS, outsideHours: 'queue' }, NOW + 9 * HOUR, { available: true, why: undefined, opens: undefined }],
		['those who may be assigned although they are off, with when they are in', ana, { hours: OPEN_ON_WEEKDAYS }, SATURDAY, { available: true, why: undefined, opens: '2026-03-31T09:00' }],
		['those of other hours too, while the business is closed', mornings, { hours: OPEN_ON_WEEKDAYS, outsideHours: 'assign' }, SATURDAY, { available: true, why: undefined, opens: '2026-03-31T09:00' }],
		['nobody while the business is closed, when it is to wait', ana, { hours: OPEN_ON_WEEKDAYS, outsideHours: 'queue' }, SATURDAY, { available: false, why: 'is off until Tuesday 9:00', opens: '2026-03-31T09:00' }],
		['not who is away by the table, whatever the hours', away, { hours: OPEN_ON_WEEKDAYS }, SATURDAY, { available: false, why: undefined, opens: undefined }],
	])('knows %s', (_name, member, hours, at, expected) => {
		expect(stands(member, hours, at)).toEqual(expected);
	});

	it('reads people\'s own hours in the business\'s time zone, else in the flow\'s', () => {
		const earlyBird = aMember('Eve', { hours: 'Fri 9:00-13:30' });
		const inLisbonAndBerlin = (zone: string) => stands(earlyBird, { zone }, NOW + HOUR).available;
		expect([inLisbonAndBerlin('Europe/Lisbon'), inLisbonAndBerlin('Europe/Berlin')]).toEqual([true, false]);
		expect(stands(earlyBird, { zone: 'Europe/Lisbon', hours: { weekly: 'daily 0-24', holidays: '', zone: 'Europe/Berlin' } }, NOW + HOUR).available).toBe(false);
	});

	it('does not wait for somebody whose hours never come', () => {
		const everyDay = Array.from({ length: 366 }, (_, day) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(5, 10));
		const never = { weekly: 'daily 9-17', holidays: everyDay.join(', '), zone: 'UTC' };
		expect(stands(ana, { hours: never }, NOW)).toEqual({ available: false, why: 'has no working hours to come', opens: undefined });
	});
});

describe('when the team opens', () => {
	const opens = (team: TeamMember[], at: number, hours: TeamHours['hours'] = OPEN_ON_WEEKDAYS) => iso(teamOpens(teamAt(team, { hours, zone: 'UTC' }, at), hours, at));

	it.each<[string, TeamMember[], number, string | undefined]>([
		['with whoever is in first', [ana, nights], SATURDAY, '2026-03-28T20:00'],
		['not at all while somebody is in', [ana, nights], NOW, undefined],
		['by the business hours when nobody is listed', [], SATURDAY, '2026-03-31T09:00'],
		['by the business hours when all are away', [away], SATURDAY, '2026-03-31T09:00'],
		['not at all while the business is open', [away], NOW, undefined],
	])('is %s', (_name, team, at, expected) => {
		expect(opens(team, at)).toBe(expected);
	});

	it('is unknown without hours', () => {
		expect(teamOpens([], undefined, NOW)).toBeUndefined();
	});
});

describe('by when a person should answer', () => {
	const WITHIN = { normal: 24, urgent: 2 };
	it.each<[string, Parameters<typeof answerDue>[0], TeamHours['hours'], string]>([
		['a day after the request', { openedAt: NOW, priority: 'normal' }, undefined, '2026-03-28T12:00'],
		['sooner when it is urgent', { openedAt: NOW, priority: 'urgent' }, undefined, '2026-03-27T14:00'],
		['no sooner for what is merely important', { openedAt: NOW, priority: 'high' }, undefined, '2026-03-28T12:00'],
		['after two business hours', { openedAt: NOW + 4 * HOUR, priority: 'urgent' }, OPEN_ON_WEEKDAYS, '2026-03-31T10:00'],
		['from the opening on, for a request at night', { openedAt: SATURDAY, priority: 'urgent' }, OPEN_ON_WEEKDAYS, '2026-03-31T11:00'],
		// Five hours on Friday, Monday is a holiday, two days of eight, then three more.
		['after so much time in which the team is there', { openedAt: NOW, priority: 'normal' }, OPEN_ON_WEEKDAYS, '2026-04-02T12:00'],
	])('is %s', (_name, handover, hours, expected) => {
		expect(iso(answerDue(handover, WITHIN, hours))).toBe(expected);
	});

	it.each([0, -1, NaN, Infinity, 9000])('can\'t be within %p hours', (hours) => {
		expect(refusal(() => readAnswerWithin({ normal: hours, urgent: 2 })).message).toBe(`"Answer Within (Hours)" must be above 0 and at most 8784, but is ${hours}`);
		expect(refusal(() => readAnswerWithin({ normal: 24, urgent: hours })).message).toContain('"Answer Urgent Ones Within (Hours)"');
	});

	it('may be within minutes', () => {
		expect(readAnswerWithin({ normal: 0.5, urgent: 0.1 })).toEqual({ normal: 0.5, urgent: 0.1 });
	});
});
