import fc from 'fast-check';
import { businessClock, percentile, type Duration } from '../../../handover/report/durations';
import { HOUR, NOW, aHandover } from '../../support/builders';

const happened = (length: number): Duration => ({ length, happened: true });
const waits = (length: number): Duration => ({ length, happened: false });
const never = waits(Infinity);

describe('the percentile', () => {
	const all = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(happened);
	const cases: [string, Duration[], number, number | undefined][] = [
		['of nothing is unknown', [], 0.5, undefined],
		['of one is that one', [happened(7)], 0.9, 7],
		['is the nearest rank where all have happened', all, 0.9, 9],
		['is the lower of two middles', all, 0.5, 5],
		['is unknown while fewer have happened', [happened(1), never, never], 0.5, undefined],
		['counts those who were never answered', [happened(1), happened(2), never, never], 0.5, 2],
		['counts who still waits for as long as they have waited', [happened(1), waits(2), happened(3), happened(4)], 0.5, 3],
		['is not made worse by those who have only just come', [waits(0), waits(0), happened(1), happened(2)], 0.5, 1],
		// At 1: 5 of 6 remain; who waits since 2 drops out; at 3: 5/6 · 3/4; at 4: … · 2/3.
		['follows Kaplan and Meier', [happened(1), waits(2), happened(3), happened(4), waits(5), waits(6)], 0.5, 4],
	];
	it.each(cases)('%s', (_, durations, share, expected) => expect(percentile(durations, share)).toBe(expected));

	it('is a nearest rank for any lengths, whatever their order', () => {
		fc.assert(
			fc.property(fc.array(fc.nat(1000), { minLength: 1 }), fc.integer({ min: 1, max: 99 }), (lengths, hundredths) => {
				const sorted = [...lengths].sort((a, b) => a - b);
				expect(percentile(lengths.map(happened), hundredths / 100)).toBe(sorted[Math.ceil((hundredths * lengths.length) / 100 - 1e-9) - 1]);
			}),
		);
	});

	it('never gets shorter because somebody was not answered', () => {
		fc.assert(
			fc.property(fc.array(fc.nat(1000)), fc.nat(20), (lengths, ignored) => {
				const before = percentile(lengths.map(happened), 0.5);
				const after = percentile([...lengths.map(happened), ...Array.from({ length: ignored }, () => never)], 0.5);
				expect(after ?? Infinity).toBeGreaterThanOrEqual(before ?? 0);
			}),
		);
	});
});

describe('the clock', () => {
	const clock = businessClock();

	it('runs all the time where no hours are set, and never backwards', () => {
		expect(clock(aHandover(), NOW, NOW + 60 * HOUR)).toBe(60 * HOUR);
		expect(clock(aHandover(), NOW, NOW - HOUR)).toBe(0);
	});

	it('stands still while nobody is there: from Friday noon until Monday ten, seven hours', () => {
		const hours = { weekly: 'Mon-Fri 9:00-18:00', holidays: '', zone: 'UTC' };
		expect(clock(aHandover({ hours }), NOW, NOW + 70 * HOUR)).toBe(7 * HOUR);
	});

	it('tells the hours of two teams apart', () => {
		const at = (weekly: string) => clock(aHandover({ hours: { weekly, holidays: '', zone: 'UTC' } }), NOW, NOW + 10 * HOUR);
		expect([at('Mon-Fri 9:00-18:00'), at('Mon-Fri 9:00-13:00')]).toEqual([6 * HOUR, HOUR]);
	});
});
