import fc from 'fast-check';
import { OUTCOMES, type Handover } from '../../../handover/receipt';
import type { HandoverRecord } from '../../../handover/store/logStore';
import { DAY, HOUR, MINUTE, NOW } from '../../support/builders';
import { ANA, BEN, OPTIONS, aRecord, manyRecords, summaryOf } from './records';
import { referenceFigures } from './reference';

/*
 * The report counts in one pass, by kinds; the reference looks at every record
 * anew for each figure. Times lie on tenths of a minute, to which the report
 * rounds before it puts them in order, so both must agree exactly.
 */

const TENTH = MINUTE / 10;
const onTenth = (at: number) => Math.round(at / TENTH) * TENTH;

function expectSame(records: HandoverRecord[], over: Partial<typeof OPTIONS> = {}): void {
	const expected = referenceFigures(records, { ...OPTIONS, ...over });
	const found = summaryOf(records, over);
	expect(Object.fromEntries(Object.keys(expected).map((key) => [key, found[key as keyof typeof expected]]))).toEqual(expected);
}

const CID = { id: 'cid', name: 'Cid' };
const HOURS = { weekly: 'Mon-Fri 9:00-12:30 13:00-17:00', holidays: '03-19', zone: 'Europe/Berlin' };

const time = fc.integer({ min: NOW - 40 * DAY, max: NOW }).map(onTenth);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const handover: fc.Arbitrary<Partial<Handover>> = fc.record({
	openedAt: fc.integer({ min: NOW - 60 * DAY, max: NOW }).map(onTenth),
	status: fc.constantFrom('open' as const, 'closed' as const),
	outcome: maybe(fc.constantFrom(...OUTCOMES)),
	priority: fc.constantFrom('normal' as const, 'high' as const, 'urgent' as const),
	scenario: fc.constantFrom('human_requested' as const, 'custom' as const),
	scenarioName: maybe(fc.constantFrom('Wholesale', 'Human requested')),
	hours: maybe(fc.constantFrom(HOURS, { ...HOURS, weekly: 'daily 8-20' })),
	assignee: maybe(fc.constantFrom(ANA, BEN, { ...ANA, name: 'Ana Silva-Costa' })),
	escalatedAt: maybe(time),
	firstReplyAt: maybe(time),
	claimedAt: maybe(time),
	closedAt: maybe(time),
	taskDueAt: maybe(fc.constantFrom(NOW - DAY, NOW, NOW + DAY)),
	taskCompletedAt: maybe(time),
});
const assignment = fc.record({
	assignee: maybe(fc.constantFrom(ANA, BEN, CID, { ...CID, name: 'Cid Campeador' })),
	at: time,
	how: fc.constantFrom('assigned' as const, 'escalated' as const, 'claimed' as const, 'desk' as const),
	cause: fc.constant('test'),
});
const more = fc.record({
	steps: fc.constantFrom<HandoverRecord['steps']>({}, { task: { status: 'done', at: '', what: '' } }, { task: { status: 'failed', at: '', what: '' } }),
	assignments: fc.array(assignment, { maxLength: 4 }).map((list) => list.sort((a, b) => a.at - b.at)),
	tags: fc.array(fc.constantFrom('vip', 'human_handover', 'late'), { maxLength: 3 }),
});

it('agrees with the long way, whatever happened', () => {
	fc.assert(
		fc.property(fc.array(fc.tuple(handover, more), { maxLength: 120 }), (all) => {
			expectSame(all.map(([over, rest]) => aRecord(over, rest)), { slaMinutes: { normal: 300, urgent: 60 } });
		}),
		{ numRuns: 60 },
	);
});

it('agrees with the long way on what a team has in eight weeks, and on a part of it', () => {
	const times = ['openedAt', 'claimedAt', 'firstReplyAt', 'closedAt'] as const;
	const records = manyRecords(4000).map((record) => {
		const round = Object.fromEntries(times.flatMap((name) => (record.handover[name] === undefined ? [] : [[name, onTenth(record.handover[name])]])));
		return { ...record, handover: { ...record.handover, ...round }, assignments: record.assignments.map((one) => ({ ...one, at: onTenth(one.at) })) };
	});
	expectSame(records);
	expectSame(records, { from: onTenth(NOW - 3 * HOUR), to: NOW + 8 * DAY, now: NOW });
	expectSame(records, { from: NOW - 56 * DAY, slaMinutes: { normal: 1, urgent: 1 } });
});
