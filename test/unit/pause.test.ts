import fc from 'fast-check';
import {
	DEFAULT_PAUSE,
	FOREVER,
	botState,
	episodeStart,
	idleTime,
	newPause,
	pauseInWords,
	pauseMilliseconds,
	renewedByHuman,
	type Pause,
	type PauseLength,
	type PauseUntil,
} from '../../handover/pause';
import { DAY, HOUR, MINUTE, NOW, refusal } from '../support/builders';

function length(over: Partial<PauseLength>): PauseLength {
	return { days: 0, hours: 0, minutes: 0, ...over };
}

function aPause(over: Partial<Pause> = {}): Pause {
	return { setAt: NOW, until: NOW + HOUR, reason: 'A handover is open', ...over };
}

describe('pauseMilliseconds', () => {
	it.each([
		['the default', DEFAULT_PAUSE, 8 * HOUR],
		['one minute', length({ minutes: 1 }), MINUTE],
		['all units together', length({ days: 1, hours: 2, minutes: 3 }), DAY + 2 * HOUR + 3 * MINUTE],
		['half an hour as a fraction', length({ hours: 0.5 }), 30 * MINUTE],
		['more minutes than an hour has', length({ minutes: 90 }), 90 * MINUTE],
		['a third of an hour, in whole milliseconds', length({ hours: 0.3333333 }), 1_200_000],
		['ten years, the longest', length({ days: 3650 }), 3650 * DAY],
	])('reads %s', (_name, value, milliseconds) => {
		expect(pauseMilliseconds(value)).toBe(milliseconds);
	});

	it('adds up', () => {
		const whole = fc.integer({ min: 0, max: 1000 });
		fc.assert(
			fc.property(whole, whole, whole, (days, hours, minutes) => {
				fc.pre(days + hours + minutes > 0);
				expect(pauseMilliseconds({ days, hours, minutes })).toBe(days * DAY + hours * HOUR + minutes * MINUTE);
			}),
		);
	});

	it.each([
		['"Days"', length({ days: -1 }), 'days'],
		['"Hours"', length({ days: 2, hours: -1 }), 'hours'],
		['"Minutes"', length({ minutes: NaN }), 'minutes'],
		['"Hours"', length({ hours: Infinity }), 'hours'],
		['"Days"', length({ days: undefined }), 'days'],
	])('refuses %s in %j', (parameter, value, unit) => {
		const { message, fix } = refusal(() => pauseMilliseconds(value));
		expect(message).toContain(parameter);
		expect(fix).toMatch(new RegExp(`how many ${unit} .*for example 8 hours`));
	});

	it('refuses no length, and names the way to resume', () => {
		const { message, fix } = refusal(() => pauseMilliseconds(length({})));
		expect(message).toContain('days, hours and minutes are all zero');
		expect(fix).toContain('Resume');
	});

	it.each([length({ days: 3650, minutes: 1 }), length({ hours: 24 * 3650 + 1 }), length({ days: 1e308, hours: 1e308 })])(
		'refuses more than ten years: %j',
		(value) => {
			const { message, fix } = refusal(() => pauseMilliseconds(value));
			expect(message).toContain('3650 days');
			expect(fix).toContain('shorter');
		},
	);
});

describe('newPause', () => {
	const BERLIN = 'Europe/Berlin';

	it.each<[string, PauseUntil, Partial<Pause>]>([
		['for a time', length({ hours: 2 }), { until: NOW + 2 * HOUR }],
		['until a date in the flow\'s time zone', { at: '2026-03-30T09:00' }, { until: Date.UTC(2026, 2, 30, 7) }],
		['until a date with a zone of its own', { at: '2026-03-30T09:00:00Z' }, { until: Date.UTC(2026, 2, 30, 9) }],
		['until a person acts', { person: 'claimed', alertEveryHours: 4 }, { until: FOREVER, ends: 'claimed', alertEvery: 4 * HOUR }],
		['until a person closes it', { person: 'closed', alertEveryHours: 0.5 }, { until: FOREVER, ends: 'closed', alertEvery: 30 * MINUTE }],
	])('holds %s', (_name, until, expected) => {
		expect(newPause(until, 8, NOW, BERLIN)).toEqual({ setAt: NOW, idle: 8 * HOUR, ...expected });
		expect(newPause(until, undefined, NOW, BERLIN).idle).toBeUndefined();
	});

	it.each<[string, PauseUntil, number | undefined, RegExp, RegExp]>([
		['no date', { at: ' ' }, 8, /"Date" is empty/, /Pick a date/],
		['what is no date', { at: 'soon' }, 8, /"Date" is not a date: soon/, /2026-12-24/],
		['this moment', { at: new Date(NOW).toISOString() }, 8, /"Date" is in the past/, /Resume/],
		['a date in the next century', { at: '2126-01-01' }, 8, /"Date" is more than 3650 days away/, /Closes It/],
		['no alert', { person: 'closed', alertEveryHours: 0 }, 8, /"Alert Every \(Hours\)" must be more than zero.*is 0/, /for example 4/],
		['an alert that is no number', { person: 'claimed', alertEveryHours: NaN }, 8, /"Alert Every \(Hours\)".*NaN/, /for example 4/],
		['no time after a human reply', length({ hours: 1 }), 0, /"After a Human Reply \(Hours\)" must be more than zero/, /for example 8/],
		['less than no time after a human reply', length({ hours: 1 }), -1, /"After a Human Reply \(Hours\)".*-1/, /for example 8/],
		['longer than ten years after a human reply', length({ hours: 1 }), 24 * 3650 + 1, /"After a Human Reply \(Hours\)".*ten years/, /for example 8/],
		['no length', length({}), 8, /no length/, /Resume/],
	])('refuses %s', (_name, until, idle, message, fix) => {
		const refused = refusal(() => newPause(until, idle, NOW, BERLIN));
		expect(refused.message).toMatch(message);
		expect(refused.fix).toMatch(fix);
	});

	it('has no end that a time brings without an alert', () => {
		const hours = fc.oneof(fc.double(), fc.integer({ min: -5, max: 100 }));
		fc.assert(
			fc.property(fc.constantFrom('claimed' as const, 'closed' as const), hours, (person, alertEveryHours) => {
				let pause;
				try {
					pause = newPause({ person, alertEveryHours }, 8, NOW, BERLIN);
				} catch {
					return;
				}
				expect(pause.alertEvery).toBeGreaterThan(0);
				expect(Number.isInteger(pause.alertEvery)).toBe(true);
			}),
		);
	});
});

describe('pauseInWords', () => {
	it.each([
		['for a time', aPause({ until: NOW + 90 * MINUTE }), 'for 1 hour, 30 minutes, until 27 Mar 2026, 13:30'],
		['until a date, to the minute', aPause({ until: NOW + 2 * DAY + 3 * HOUR + 1234 }), 'for 2 days, 3 hours, until 29 Mar 2026, 15:00'],
		['for seconds', aPause({ until: NOW + 3000 }), 'for 0.05 minutes, until 27 Mar 2026, 12:00'],
		['until a person acts', aPause({ until: FOREVER, ends: 'claimed', alertEvery: 4 * HOUR }), 'until a person acts, with an alert every 4 hours'],
		['until a person closes it', aPause({ until: FOREVER, ends: 'closed', alertEvery: 30 * MINUTE }), 'until a person closes it, with an alert every 30 minutes'],
	])('says %s', (_name, pause, words) => {
		expect(pauseInWords(pause, 'UTC')).toBe(words);
	});
});

describe('botState', () => {
	it.each([
		['never paused', undefined, true, undefined],
		['paused for another millisecond', aPause({ until: NOW + 1 }), false, NOW + 1],
		['paused until this moment', aPause({ until: NOW }), true, undefined],
		['paused until a moment ago', aPause({ until: NOW - 1 }), true, undefined],
	])('%s', (_name, pause, mayReply, until) => {
		expect(botState(pause, NOW)).toMatchObject({ mayReply, ...(until === undefined ? {} : { until }) });
		expect(botState(pause, NOW).until).toBe(until);
	});

	it('says why', () => {
		expect(botState(undefined, NOW).why).toBe('The bot is not paused');
		expect(botState(aPause({ until: NOW }), NOW).why).toBe('The pause is over');
		expect(botState(aPause({ reason: 'A person replied' }), NOW).why).toBe('A person replied');
	});

	it.each([
		['claimed', 'until a person acts'],
		['closed', 'until a person closes it'],
	] as const)('names no date for a pause that no time ends (%s)', (ends, words) => {
		const state = botState(aPause({ until: FOREVER, ends, reason: 'A handover is open' }), NOW + 3650 * DAY);
		expect(state).toEqual({ mayReply: false, why: `A handover is open, ${words}` });
	});

	it('may speak after one that a person has ended', () => {
		expect(botState(aPause({ until: NOW, ends: 'closed' }), NOW).mayReply).toBe(true);
	});

	it('is quiet exactly while `until` lies ahead, whatever else the pause holds', () => {
		const time = fc.integer({ min: NOW - 5, max: NOW + 5 });
		fc.assert(
			fc.property(time, time, time, fc.option(fc.string(), { nil: undefined }), (setAt, until, now, handoverId) => {
				const pause = Object.freeze(aPause({ setAt, until, handoverId }));
				const state = botState(pause, now);
				expect(state.mayReply).toBe(until <= now);
				expect(botState(pause, now)).toEqual(state);
			}),
		);
	});
});

describe('renewedByHuman', () => {
	it('pauses from now when there was no pause', () => {
		expect(renewedByHuman(undefined, 2 * HOUR, NOW)).toEqual({ setAt: NOW, until: NOW + 2 * HOUR, reason: 'A person replied' });
	});

	it.each([
		['moves a shorter pause on', NOW + HOUR, NOW + 2 * HOUR],
		['leaves a longer pause alone', NOW + 3 * HOUR, NOW + 3 * HOUR],
		['counts from now when the pause is over', NOW - HOUR, NOW + 2 * HOUR],
	])('%s', (_name, until, renewed) => {
		const pause = renewedByHuman(aPause({ until, setAt: NOW - 4 * HOUR }), 2 * HOUR, NOW);
		expect(pause).toMatchObject({ setAt: NOW, until: renewed, reason: 'A person replied' });
	});

	it('keeps the handover a pause belongs to', () => {
		expect(renewedByHuman(aPause({ handoverId: 'h-1' }), HOUR, NOW).handoverId).toBe('h-1');
	});

	it('never makes the bot speak earlier', () => {
		const time = fc.integer({ min: NOW - DAY, max: NOW + DAY });
		fc.assert(
			fc.property(time, fc.integer({ min: 1, max: DAY }), (until, ms) => {
				const renewed = renewedByHuman(aPause({ until }), ms, NOW);
				expect(renewed.until).toBe(Math.max(until, NOW + ms));
			}),
		);
	});

	// Invariant 9: an episode that is over has no effect on the next one.
	it('forgets the handover of a pause that is over', () => {
		expect(renewedByHuman(aPause({ until: NOW - HOUR, handoverId: 'h-1' }), HOUR, NOW).handoverId).toBeUndefined();
	});

	it('begins the time of one that waited for a person to act', () => {
		const pause = aPause({ setAt: NOW - DAY, until: FOREVER, ends: 'claimed', alertEvery: HOUR, idle: 2 * HOUR, handoverId: 'h-1' });
		expect(renewedByHuman(pause, 2 * HOUR, NOW)).toEqual({ setAt: NOW, until: NOW + 2 * HOUR, idle: 2 * HOUR, handoverId: 'h-1', reason: 'A person replied' });
	});

	it('leaves one that only closing ends, with its alerts', () => {
		const pause = aPause({ until: FOREVER, ends: 'closed', alertEvery: HOUR });
		expect(renewedByHuman(pause, HOUR, NOW + DAY)).toEqual(pause);
	});

	it('counts anew after one that a person has ended', () => {
		expect(renewedByHuman(aPause({ until: NOW, ends: 'closed', alertEvery: HOUR }), HOUR, NOW + 1)).toEqual({ setAt: NOW + 1, until: NOW + 1 + HOUR, reason: 'A person replied' });
	});
});

describe('idleTime', () => {
	it.each([
		['as the pause says', aPause({ idle: HOUR }), HOUR],
		['as set elsewhere, without a pause', undefined, DAY],
		['as set elsewhere, when the pause says nothing', aPause(), DAY],
		['as set elsewhere, when the pause is over', aPause({ until: NOW, idle: HOUR }), DAY],
	])('is %s', (_name, pause, expected) => {
		expect(idleTime(pause, DAY, NOW)).toBe(expected);
	});
});

describe('episodeStart', () => {
	it.each([
		['the beginning of time, without a pause', undefined, 0],
		['the beginning of time, while one holds', aPause(), 0],
		['the end of the last one', aPause({ until: NOW - HOUR }), NOW - HOUR],
	])('is %s', (_name, pause, expected) => {
		expect(episodeStart(pause, NOW)).toBe(expected);
	});
});
