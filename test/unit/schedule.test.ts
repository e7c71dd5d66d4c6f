import fc from 'fast-check';
import { DateTime } from 'luxon';
import { afterOpenTime, isOpen, nextOpening, openTimeBetween, readSchedule, type Schedule } from '../../handover/schedule';
import { DAY, HOUR, MINUTE, NOW, refusal } from '../support/builders';

const schedule = (weekly: string, holidays = '', zone = 'Europe/Berlin') => readSchedule({ weekly, holidays, zone });

/** Times of a day as a person writes them, by weekday: `Mon 9:00-17:00`. */
function written({ week }: Schedule): string {
	const time = (ms: number) => `${Math.floor(ms / HOUR)}:${String((ms % HOUR) / MINUTE).padStart(2, '0')}`;
	return week.flatMap((hours, day) => hours.map(({ from, to }) => `${['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][day]} ${time(from)}-${time(to)}`)).join(', ');
}

const everyDay = (hours: string) => ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].map((day) => `${day} ${hours}`).join(', ');

describe('readSchedule', () => {
	it.each([
		['Mon 9:00-17:00', 'Mon 9:00-17:00'],
		['Mon-Wed 9-17', 'Mon 9:00-17:00, Tue 9:00-17:00, Wed 9:00-17:00'],
		['monday – wednesday: 9.00 – 17.30', 'Mon 9:00-17:30, Tue 9:00-17:30, Wed 9:00-17:30'],
		['MO to WE 9 to 17', 'Mon 9:00-17:00, Tue 9:00-17:00, Wed 9:00-17:00'],
		['Fri-Mon 9-12', 'Mon 9:00-12:00, Fri 9:00-12:00, Sat 9:00-12:00, Sun 9:00-12:00'],
		['Mon, Wed and Thurs 9-12', 'Mon 9:00-12:00, Wed 9:00-12:00, Thu 9:00-12:00'],
		['Tue 9-12 13-17', 'Tue 9:00-12:00, Tue 13:00-17:00'],
		['Tue 13-17 & 9-12', 'Tue 9:00-12:00, Tue 13:00-17:00'],
		['Tue 9-12, 13-17; Sat 10-14\nSun 11-12', 'Tue 9:00-12:00, Tue 13:00-17:00, Sat 10:00-14:00, Sun 11:00-12:00'],
		['Tuesdays 9-12.', 'Tue 9:00-12:00'],
		['weds. 9:30-12:15', 'Wed 9:30-12:15'],
		['Sat 9am-5pm', 'Sat 9:00-17:00'],
		['Sat 9 am - 5 p.m.', 'Sat 9:00-17:00'],
		['Sat 9-5pm', 'Sat 9:00-17:00'],
		['Sat 1-5pm', 'Sat 13:00-17:00'],
		['Sat 10-12pm', 'Sat 10:00-12:00'],
		['Sat 9-12am', 'Sat 9:00-24:00'],
		['Sat 0-5pm', 'Sat 0:00-17:00'],
		['Sat 12am-12pm', 'Sat 0:00-12:00'],
		['Sat 12pm-1pm', 'Sat 12:00-13:00'],
		['Sat 0:00-24:00', 'Sat 0:00-24:00'],
		['Sat 18-0', 'Sat 18:00-24:00'],
		['Sat 0-0', 'Sat 0:00-24:00'],
		['Fri 22:00-2:00', 'Fri 22:00-26:00'],
		['Fri 10am-2am', 'Fri 10:00-26:00'],
		['daily 8-20', everyDay('8:00-20:00')],
		['weekdays 8-9', 'Mon 8:00-9:00, Tue 8:00-9:00, Wed 8:00-9:00, Thu 8:00-9:00, Fri 8:00-9:00'],
		['weekends 8-9', 'Sat 8:00-9:00, Sun 8:00-9:00'],
		['Sat, Sun closed, Mon 9-10', 'Mon 9:00-10:00'],
		['Sun closed, weekends 9-10', 'Sat 9:00-10:00'],
		['24/7', everyDay('0:00-24:00')],
		['', everyDay('0:00-24:00')],
		[' \n', everyDay('0:00-24:00')],
	])('reads %j', (weekly, expected) => {
		expect(written(schedule(weekly))).toBe(expected);
	});

	it.each([
		['Mon 9-5', '“9-5” could mean morning or afternoon: write 9:00-17:00 or 9am-5pm'],
		['Mon 12-8', '“12-8” could mean'],
		['Mon 9am-5', '“9am-5” has am or pm only at its beginning'],
		['9:00-17:00', '“9:00-17:00” stands without a day, such as Mon-Fri'],
		['Mon-Fri', 'the last days have no times'],
		['Mon 9-17, Tue', 'the last days have no times'],
		['Mon-Fri 9:00', '“9:00” is not understood'],
		['Mond 9-17, Xyz 9-12', '“Xyz” is not a day'],
		['Mon-Xyz 9-12', '“Mon-Xyz” is not a day'],
		['T 9-12', '“T” is not a day'],
		['daily-Fri 9-12', '“daily-Fri” is not a day'],
		['Mo-Fr 9-17 Uhr', '“Uhr” is not a day'],
		['Mon 25-26', '“25-26” is not a time of day'],
		['Mon 9:60-12', '“9:60-12” is not a time of day'],
		['Mon 9-24:30', '“9-24:30” is not a time of day'],
		['Mon 13pm-15pm', '“13pm-15pm” is not a time of day'],
		['Mon 0am-5am', '“0am-5am” is not a time of day'],
		['Mon 24-3', '“24-3” begins at the end of the day'],
		['Mon 15-15', '“15-15” begins and ends at the same time'],
		['Mon closed 9-12', '“9-12” stands behind “closed”'],
		['Sun closed', 'there is no time at which somebody is there'],
		['Mon 9–17 / Tue', '“/ Tue” is not understood'],
	])('refuses %j', (weekly, problem) => {
		const { message, fix } = refusal(() => schedule(weekly));
		expect(message).toContain(`"Business Hours": ${problem}`);
		expect(fix).toContain('Mon-Fri 9:00-17:00, Sat 10:00-14:00');
	});

	it('names the parameter the hours are from', () => {
		expect(refusal(() => readSchedule({ weekly: 'never', holidays: '', zone: 'UTC' }, 'Hours of Ana')).message).toBe('"Hours of Ana": “never” is not a day');
	});

	it.each(['2026-02-30', '2026-13-01', '02-30', '24.12.', '12/25', '2026-1-1', 'Christmas', '2026-12-24T00:00'])('refuses the holiday %s', (day) => {
		const { message, fix } = refusal(() => schedule('Mon 9-17', `12-25, ${day}`));
		expect(message).toBe(`"Holidays": ${day} is not a date`);
		expect(fix).toContain('2026-12-24');
	});

	it.each(['', 'Berlin', 'Mars/Olympus', 'CET+1h'])('refuses the time zone %j', (zone) => {
		const { message, fix } = refusal(() => schedule('Mon 9-17', '', zone));
		expect(message).toContain('"Time Zone" is ');
		expect(fix).toContain('Europe/Berlin');
	});
});

/** `2026-03-27 13:00` where the hours hold. */
const at = (local: string, zone = 'Europe/Berlin') => DateTime.fromSQL(local, { zone }).toMillis();
const shown = (moment: number | undefined, zone = 'Europe/Berlin') => moment && DateTime.fromMillis(moment, { zone }).toFormat('ccc yyyy-MM-dd HH:mm ZZ');

describe('business hours', () => {
	const office = schedule('Mon-Fri 9:00-17:00, Sat 10:00-14:00', '2026-04-03, 12-25');

	it.each([
		['2026-03-27 08:59', false],
		['2026-03-27 09:00', true],
		['2026-03-27 16:59', true],
		['2026-03-27 17:00', false],
		['2026-03-28 10:00', true],
		['2026-03-29 10:00', false],
		['2026-04-03 10:00', false],
		['2027-04-02 10:00', true],
		['2026-12-25 10:00', false],
		['2028-12-25 10:00', false],
	])('at %s somebody is there: %s', (local, open) => {
		expect(isOpen(office, at(local))).toBe(open);
	});

	it.each([
		['2026-03-27 12:00', 'Fri 2026-03-27 12:00 +01:00'],
		['2026-03-27 17:00', 'Sat 2026-03-28 10:00 +01:00'],
		['2026-03-28 14:00', 'Mon 2026-03-30 09:00 +02:00'],
		['2026-04-02 17:00', 'Sat 2026-04-04 10:00 +02:00'],
	])('after %s somebody is there again on %s', (local, next) => {
		expect(shown(nextOpening(office, at(local)))).toBe(next);
	});

	it.each([
		['2026-03-27 12:00', 0, 'Fri 2026-03-27 12:00 +01:00'],
		['2026-03-27 20:00', 0, 'Fri 2026-03-27 20:00 +01:00'],
		['2026-03-27 12:00', 2, 'Fri 2026-03-27 14:00 +01:00'],
		// The end of the day, not the beginning of the next.
		['2026-03-27 12:00', 5, 'Fri 2026-03-27 17:00 +01:00'],
		['2026-03-27 12:00', 6, 'Sat 2026-03-28 11:00 +01:00'],
		['2026-03-28 13:00', 2, 'Mon 2026-03-30 10:00 +02:00'],
		['2026-04-02 16:00', 24, 'Wed 2026-04-08 12:00 +02:00'],
	])('from %s, %i hours with somebody there are over on %s', (local, hours, end) => {
		expect(shown(afterOpenTime(office, at(local), hours * HOUR))).toBe(end);
	});

	it.each([
		['2026-03-27 12:00', '2026-03-27 13:30', 1.5],
		['2026-03-27 12:00', '2026-03-30 09:00', 9],
		['2026-03-23 00:00', '2026-03-30 00:00', 44],
		['2026-03-27 12:00', '2026-03-27 12:00', 0],
		['2026-03-27 13:00', '2026-03-27 12:00', 0],
		['2026-01-01 00:00', '2027-01-01 00:00', 261 * 8 - 2 * 8 + 52 * 4],
	])('between %s and %s somebody was there for %d hours', (from, to, hours) => {
		expect(openTimeBetween(office, at(from), at(to)) / HOUR).toBe(hours);
	});

	it('belong to the day on which they begin', () => {
		const bar = schedule('Fri 22:00-2:00', '2026-03-28, 2026-04-03');
		expect([at('2026-03-27 23:00'), at('2026-03-28 01:59'), at('2026-03-28 02:00')].map((moment) => isOpen(bar, moment))).toEqual([true, true, false]);
		expect(shown(nextOpening(bar, at('2026-03-28 02:00')))).toBe('Fri 2026-04-10 22:00 +02:00');
	});

	it('that are empty mean always, but for holidays', () => {
		expect(nextOpening(schedule(''), NOW)).toBe(NOW);
		expect(afterOpenTime(schedule(''), NOW, 30 * DAY)).toBe(NOW + 30 * DAY);
		expect(openTimeBetween(schedule('24/7'), NOW, NOW + 30 * DAY)).toBe(30 * DAY);
		expect(openTimeBetween(schedule('24/7', '04-03'), NOW, NOW + 30 * DAY)).toBe(29 * DAY);
		expect(shown(nextOpening(schedule('', '04-03'), at('2026-04-03 12:00')))).toBe('Sat 2026-04-04 00:00 +02:00');
	});

	it('that overlap count once', () => {
		const twice = schedule('Mon 9-13 12-17, Sun 22-10am');
		expect(openTimeBetween(twice, at('2026-03-29 12:00'), at('2026-03-31 00:00')) / HOUR).toBe(19);
	});

	it('that never come end soon', () => {
		const days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].flatMap((count, month) =>
			Array.from({ length: count }, (_, day) => `${String(month + 1).padStart(2, '0')}-${String(day + 1).padStart(2, '0')}`),
		);
		for (const never of [schedule('daily 9:00-17:00', days.join(' ')), schedule('', days.join(' '))]) {
			expect(nextOpening(never, NOW)).toBeUndefined();
			expect(afterOpenTime(never, NOW, 1)).toBeUndefined();
			expect(openTimeBetween(never, NOW, NOW + 1e15)).toBe(0);
			expect(isOpen(never, NOW)).toBe(false);
		}
		expect(afterOpenTime(office, NOW, 1e15)).toBeUndefined();
	});
});

describe('when clocks change', () => {
	it.each([
		['an hour is left out', 'Europe/Berlin', 'Sun 0:00-6:00', '2026-03-29', 5],
		['an hour comes twice', 'Europe/Berlin', 'Sun 0:00-6:00', '2026-10-25', 7],
		['the hours lie in what is left out', 'Europe/Berlin', 'Sun 2:00-3:00', '2026-03-29', 0],
		['they begin in it', 'Europe/Berlin', 'Sun 2:30-4:00', '2026-03-29', 1],
		['they end in it', 'Europe/Berlin', 'Sun 1:00-2:30', '2026-03-29', 1],
		['they begin in what comes twice', 'Europe/Berlin', 'Sun 2:30-4:00', '2026-10-25', 2.5],
		['they end in it', 'Europe/Berlin', 'Sun 1:00-2:30', '2026-10-25', 2.5],
		['the day begins at 1:00', 'America/Santiago', 'Sun 0:00-24:00', '2026-09-06', 23],
		['the day begins at 1:00', 'Asia/Beirut', 'Sun 0:00-9:00', '2026-03-29', 8],
		['the last hour of the day comes twice', 'America/Santiago', 'Sat 0:00-24:00', '2026-04-04', 25],
		['the hour before midnight comes twice', 'Africa/Cairo', 'Thu 20:00-24:00', '2026-10-29', 5],
		['half an hour is left out', 'Australia/Lord_Howe', 'Sun 0:00-6:00', '2026-10-04', 5.5],
		['half an hour comes twice', 'Australia/Lord_Howe', 'Sun 0:00-6:00', '2026-04-05', 6.5],
		['a whole day is left out', 'Pacific/Apia', 'daily 9:00-17:00', '2011-12-30', 0],
		['two hours are left out', 'Antarctica/Troll', 'Sun 0:00-6:00', '2026-03-29', 4],
		['nothing changes, half an hour off', 'Asia/Kolkata', 'Sun 9:00-17:00', '2026-03-29', 8],
	])('%s in %s (%s on %s): %d hours', (_what, zone, weekly, date, hours) => {
		const day = DateTime.fromISO(date, { zone });
		const [from, to] = zone === 'Pacific/Apia' ? ['2011-12-29 18:00', '2011-12-31 08:00'].map((local) => at(local, zone)) : [day.toMillis() - 3 * HOUR, day.toMillis() + 30 * HOUR];
		expect(openTimeBetween(schedule(weekly, '', zone), from ?? 0, to ?? 0) / HOUR).toBe(hours);
	});

	it('the end of the day is the end of the day', () => {
		const office = schedule('Sun 9:00-17:00');
		expect(shown(afterOpenTime(office, at('2026-03-28 12:00'), 8 * HOUR))).toBe('Sun 2026-03-29 17:00 +02:00');
		expect(shown(nextOpening(schedule('Sun 2:30-4:00'), at('2026-03-28 12:00')))).toBe('Sun 2026-03-29 03:00 +02:00');
	});
});

/** Moments around which clocks change, and a zone in which they never do. */
const CHANGES: Array<[zone: string, around: string]> = [
	['Europe/Berlin', '2026-03-29'], ['Europe/Berlin', '2026-10-25'], ['America/New_York', '2026-03-08'], ['America/New_York', '2026-11-01'],
	['America/Santiago', '2026-04-05'], ['America/Santiago', '2026-09-06'], ['Asia/Beirut', '2026-03-29'], ['Asia/Beirut', '2026-10-25'],
	['Africa/Cairo', '2026-04-24'], ['Africa/Cairo', '2026-10-30'], ['Australia/Lord_Howe', '2026-04-05'], ['Australia/Lord_Howe', '2026-10-04'],
	['America/Havana', '2026-11-01'], ['America/St_Johns', '2010-11-07'], ['Africa/Casablanca', '2026-03-22'], ['Antarctica/Troll', '2026-10-25'],
	['Pacific/Apia', '2011-12-30'], ['Asia/Kathmandu', '2026-03-29'],
];

/** What the clock on the wall shows at each minute of five days around a change. */
const minutesOf = CHANGES.map(([zone, around]) => {
	const start = Date.parse(`${around}T00:00Z`) - 2.5 * DAY;
	return Array.from({ length: 5 * 24 * 60 }, (_, minute) => {
		const moment = start + minute * MINUTE;
		return { moment, wall: moment + DateTime.fromMillis(moment, { zone }).offset * MINUTE };
	});
});

const minuteOfDay = fc.integer({ min: 0, max: 24 * 60 - 1 });
const aRange = fc.tuple(minuteOfDay, minuteOfDay).filter(([from, to]) => from !== to && !(from < 13 * 60 && to < 13 * 60 && to < from && to > 0));
const aWeek = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), aRange), { minLength: 1, maxLength: 6 });
const asTyped = (week: Array<[number, [number, number]]>) => {
	const time = (minute: number) => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
	return week.map(([day, [from, to]]) => `${['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][day]} ${time(from)}-${time(to)}`).join(', ');
};

const CHANGE = fc.integer({ min: 0, max: CHANGES.length - 1 });

describe('any business hours, anywhere', () => {
	it('hold from when the clock first shows the beginning until it last shows less than the end', () => {
		fc.assert(
			fc.property(CHANGE, aWeek, (change, week) => {
				const minutes = minutesOf[change] ?? [];
				const hours = schedule(asTyped(week), '', CHANGES[change]?.[0]);
				const open = new Set<number>();
				const firstDay = Math.floor((minutes[0]?.wall ?? 0) / DAY);
				for (let day = firstDay - 2; day < firstDay + 8; day++) {
					for (const [weekday, [from, to]] of week) {
						if ((day + 3) % 7 !== weekday) continue;
						const begins = day * DAY + from * MINUTE;
						const ends = day * DAY + (to > from ? to : to + 24 * 60) * MINUTE;
						const first = minutes.findIndex(({ wall }) => wall >= begins);
						const last = minutes.findLastIndex(({ wall }) => wall < ends);
						if (first < 0) continue;
						for (let minute = first; minute <= last; minute++) open.add(minute);
					}
				}
				// Only the middle: ranges may begin before the first minute we look at.
				const inMiddle = minutes.map((_, minute) => minute).slice(24 * 60, 4 * 24 * 60);
				const differing = inMiddle.filter((minute) => minute % 15 === 0 && isOpen(hours, minutes[minute]?.moment ?? 0) !== open.has(minute));
				expect(differing).toEqual([]);
				const [from, to] = [minutes[24 * 60]?.moment ?? 0, minutes[4 * 24 * 60]?.moment ?? 0];
				expect(openTimeBetween(hours, from, to) / MINUTE).toBe(inMiddle.filter((minute) => open.has(minute)).length);
			}),
			{ numRuns: 30 },
		);
	});

	const aMoment = fc.integer({ min: 0, max: 5 * DAY });
	/** Minutes a week would take years to add up to what is asked for. */
	const anHour = ([, [from, to]]: [number, [number, number]]) => (to - from + 24 * 60) % (24 * 60) >= 60;
	const anywhere = fc.record({ change: CHANGE, week: aWeek.filter((week) => week.some(anHour)), offset: aMoment, holidays: fc.constantFrom('', '03-29, 10-25', '2026-04-05 2011-12-30') });
	const world = ({ change, week, offset, holidays }: { change: number; week: Array<[number, [number, number]]>; offset: number; holidays: string }) => ({
		hours: schedule(asTyped(week), holidays, CHANGES[change]?.[0]),
		from: (minutesOf[change]?.[0]?.moment ?? 0) + offset,
	});

	it('afterOpenTime and openTimeBetween are inverse, and it is the first such moment', () => {
		fc.assert(
			fc.property(anywhere, fc.integer({ min: 1, max: 20 * HOUR }), (where, length) => {
				const { hours, from } = world(where);
				const end = afterOpenTime(hours, from, length) ?? NaN;
				expect(openTimeBetween(hours, from, end)).toBe(length);
				expect(openTimeBetween(hours, from, end - 1)).toBe(length - 1);
			}),
		);
	});

	it('the next opening is open, and nobody is there before', () => {
		fc.assert(
			fc.property(anywhere, (where) => {
				const { hours, from } = world(where);
				const next = nextOpening(hours, from) ?? NaN;
				expect(isOpen(hours, next)).toBe(true);
				expect(next === from || !isOpen(hours, next - 1)).toBe(true);
				expect(openTimeBetween(hours, from, next)).toBe(0);
			}),
		);
	});

	it('open time adds up, and later is never earlier', () => {
		fc.assert(
			fc.property(anywhere, fc.nat(9 * DAY), fc.nat(9 * DAY), (where, first, second) => {
				const { hours, from } = world(where);
				const sum = openTimeBetween(hours, from, from + first) + openTimeBetween(hours, from + first, from + first + second);
				expect(openTimeBetween(hours, from, from + first + second)).toBe(sum);
				expect(afterOpenTime(hours, from + first, HOUR)).toBeGreaterThanOrEqual(afterOpenTime(hours, from, HOUR) ?? NaN);
				expect(afterOpenTime(hours, from, HOUR + (first % HOUR))).toBeGreaterThanOrEqual(afterOpenTime(hours, from, HOUR) ?? NaN);
			}),
		);
	});
});
