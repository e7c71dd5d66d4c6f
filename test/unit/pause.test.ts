import fc from 'fast-check';
import { DEFAULT_PAUSE, botState, pauseMilliseconds, renewedByHuman, type Pause, type PauseLength } from '../../handover/pause';
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
});
