import fc from 'fast-check';
import { Durations, Estimate, MOST_OWNERS, businessClock } from '../../../handover/report/durations';
import { HOUR, MINUTE, NOW, aHandover } from '../../support/builders';

interface Length {
	/** Minutes */
	length: number;
	happened: boolean;
}

const happened = (length: number): Length => ({ length, happened: true });
const waits = (length: number): Length => ({ length, happened: false });
const never = waits(Infinity);

/** All in the order in which they come out. */
function ordered(lengths: readonly Length[], owner = (_: Length, index: number) => index): Array<Length & { owner: number }> {
	const durations = new Durations();
	for (const [index, one] of lengths.entries()) durations.add(one.length * MINUTE, one.happened, owner(one, index));
	const order: Array<Length & { owner: number }> = [];
	for (const _ of durations.inOrder((length, had, whose) => order.push({ length, happened: had, owner: whose })));
	return order;
}

function estimate(lengths: readonly Length[]): Estimate {
	const made = new Estimate(lengths.length);
	for (const { length, happened: had } of ordered(lengths)) made.take(length, had);
	return made;
}

describe('durations', () => {
	it('come out with the shortest first, of equal ones those that happened, each with its owner', () => {
		expect(ordered([happened(2), waits(1), happened(1), never, happened(0)])).toEqual([
			{ ...happened(0), owner: 4 },
			{ ...happened(1), owner: 2 },
			{ ...waits(1), owner: 1 },
			{ ...happened(2), owner: 0 },
			{ ...never, length: expect.any(Number), owner: 3 },
		]);
	});

	it('are kept to a tenth of a minute, for a hundred years and very many owners', () => {
		const longest = 100 * 365 * 24 * 60;
		const all = [happened(longest), happened(0.05), waits(longest - 0.1), waits(0.149)];
		expect(ordered(all, (_, index) => MOST_OWNERS - 1 - index).map(({ length, owner }) => [length, MOST_OWNERS - 1 - owner])).toEqual([
			[0.1, 1],
			[0.1, 3],
			[longest - 0.1, 2],
			[longest, 0],
		]);
	});
});

describe('the percentiles', () => {
	const all = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(happened);
	const cases: [string, Length[], number | undefined, number | undefined][] = [
		['of nothing are unknown', [], undefined, undefined],
		['of one are that one', [happened(7)], 7, 7],
		['are the nearest rank where all have happened, the lower of two middles', all, 5, 9],
		['are unknown while fewer have happened', [happened(1), never, never], undefined, undefined],
		['count those who were never answered', [happened(1), happened(2), never, never], 2, undefined],
		['count who still waits for as long as they have waited', [happened(1), waits(2), happened(3), happened(4)], 3, 4],
		['are not made worse by those who have only just come', [waits(0), waits(0), happened(1), happened(2)], 1, 2],
		// At 1: 5 of 6 remain; who waits since 2 drops out; at 3: 5/6 · 3/4; at 4: … · 2/3.
		['follow Kaplan and Meier', [happened(1), waits(2), happened(3), happened(4), waits(5), waits(6)], 4, undefined],
	];
	it.each(cases)('%s', (_, durations, median, p90) => {
		const { medianMinutes, p90Minutes } = estimate(durations);
		expect([medianMinutes, p90Minutes]).toEqual([median, p90]);
	});

	it('are nearest ranks for any lengths, whatever their order', () => {
		fc.assert(
			fc.property(fc.array(fc.nat(1000), { minLength: 1 }), (lengths) => {
				const sorted = [...lengths].sort((a, b) => a - b);
				const rank = (share: number) => sorted[Math.ceil(share * lengths.length - 1e-9) - 1];
				const { medianMinutes, p90Minutes } = estimate(lengths.map(happened));
				expect([medianMinutes, p90Minutes]).toEqual([rank(0.5), rank(0.9)]);
			}),
		);
	});

	it('never get shorter because somebody was not answered', () => {
		fc.assert(
			fc.property(fc.array(fc.nat(1000)), fc.nat(20), (lengths, ignored) => {
				const before = estimate(lengths.map(happened)).medianMinutes;
				const after = estimate([...lengths.map(happened), ...Array.from({ length: ignored }, () => never)]).medianMinutes;
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
