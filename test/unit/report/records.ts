import type { Assignee, Handover, Outcome } from '../../../handover/receipt';
import type { Scenario } from '../../../handover/scenario';
import { caseOf } from '../../../handover/report/cases';
import { businessClock } from '../../../handover/report/durations';
import { MOST_READ, reporting, type Report, type ReportOptions } from '../../../handover/report/report';
import type { ReportSummary } from '../../../handover/report/summary';
import { Tally } from '../../../handover/report/tally';
import type { HandoverRecord } from '../../../handover/store/logStore';
import { DAY, HOUR, MINUTE, NOW, aHandover } from '../../support/builders';

/** The four weeks until `NOW`, a Friday; a day to answer, two hours when urgent. */
export const OPTIONS: ReportOptions = {
	from: NOW - 28 * DAY,
	to: NOW,
	zone: 'Europe/Berlin',
	slaMinutes: { normal: 24 * 60, urgent: 120 },
	now: NOW,
};

export const ANA: Assignee = { id: 'ana', name: 'Ana Silva' };
export const BEN: Assignee = { id: 'ben', name: 'Ben Okafor' };

let made = 0;

/** A handover opened three days ago, with nothing else known. */
export function aRecord(over: Partial<Handover> = {}, more: Partial<Omit<HandoverRecord, 'handover'>> = {}): HandoverRecord {
	made++;
	const handover = aHandover({ id: `h-${String(made).padStart(6, '0')}`, openedAt: NOW - 3 * DAY, ...over });
	return { handover, steps: {}, assignments: [], tags: [], ...more };
}

/** One that ended an hour after it began. */
export function aClosedRecord(outcome: Outcome, over: Partial<Handover> = {}): HandoverRecord {
	const { openedAt = NOW - 3 * DAY } = over;
	return aRecord({ status: 'closed', outcome, closedAt: openedAt + HOUR, ...over });
}

/** One in which a person wrote after so many minutes. */
export function anAnsweredRecord(minutes: number, over: Partial<Handover> = {}): HandoverRecord {
	const { openedAt = NOW - 3 * DAY } = over;
	return aRecord({ claimedAt: openedAt + minutes * MINUTE, firstReplyAt: openedAt + minutes * MINUTE, ...over });
}

/** The report over records in any order, without a store. Those from before the period serve the comparison. */
export function renderReport(records: readonly HandoverRecord[], options: ReportOptions): Report {
	const { from, to, now } = options;
	const clock = businessClock();
	const sorted = [...records].sort(({ handover: a }, { handover: b }) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1));
	const between = (start: number, end: number) => sorted.filter(({ handover: { openedAt } }) => openedAt >= start && openedAt < end);
	const tallyOf = (start: number, end: number) => {
		const tally = new Tally({ ...options, from: start, to: end });
		tally.add(between(start, end).map((record) => caseOf(record, now, clock)));
		return tally;
	};
	const start = from - (to - from);
	const counted = {
		period: tallyOf(from, to),
		before: tallyOf(start, from),
		earlier: between(-Infinity, start).length > 0,
		newest: between(from, to).slice(-MOST_READ).map(({ handover }) => handover),
	};
	return finished(reporting(counted, options));
}

/** What comes of work that yields now and then. */
export function finished<T>(work: Generator<undefined, T>): T {
	for (;;) {
		const { done, value } = work.next();
		if (done) return value;
	}
}

export function summaryOf(records: HandoverRecord[], over: Partial<ReportOptions> = {}): ReportSummary {
	return renderReport(records, { ...OPTIONS, ...over }).summary;
}

const QUESTIONS: [Scenario, string, string, string][] = [
	['lack_of_information', 'Do you deliver to Norway?', "I don't have that information", 'en.no-information'],
	['lack_of_information', 'Can you deliver to Norway please?', "I don't have that information", 'en.no-information'],
	['lack_of_information', 'How long is the warranty on heat pumps?', 'I could not find the details', 'en.not-found'],
	['lack_of_information', 'Wie lange ist die Garantie auf Wärmepumpen?', 'Dazu habe ich keine Informationen', 'de.no-information'],
	['lack_of_information', 'Is there parking near your shop in Porto?', "I'm not sure about that", 'en.not-sure'],
	['human_requested', 'I want to talk to a human', 'talk to a human', 'en.ask-for-person'],
	['human_requested', 'Can I speak to an agent?', 'speak to an agent', 'en.ask-for-person'],
	['human_requested', 'which agent cleans best', 'agent', 'en.bare-agent'],
	['upset_customer', 'This is ridiculous, third time I ask!!', 'This is ridiculous', 'en.upset'],
	['failed_to_resolve', "That didn't help at all", "didn't help", 'en.not-helpful'],
	['urgent_or_high_value', 'Our heating is broken and we have a baby', 'heating is broken', 'en.emergency'],
	['complex_request', 'I need a custom quote for 40 flats', 'custom quote', 'en.custom-quote'],
];
const ENDINGS: (Outcome | undefined)[] = ['booked', 'resolved', 'resolved', 'sold', 'lost', 'back_to_bot', 'bot_returned', 'spam', undefined];

/** Handovers as a team has them, spread over eight weeks; the same every time. */
export function manyRecords(count: number): HandoverRecord[] {
	let state = 20260327;
	const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
	const oneOf = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
	return Array.from({ length: count }, (_, index) => {
		const [scenario, message, text, rule] = oneOf(QUESTIONS);
		const openedAt = Math.floor(NOW - (random() ** 1.3) * 56 * DAY);
		const recent = NOW - openedAt < DAY;
		const outcome = rule === 'en.bare-agent' && random() < 0.7 ? 'spam' : recent && random() < 0.7 ? undefined : oneOf(ENDINGS);
		const answered = outcome === undefined ? random() < 0.5 : outcome !== 'bot_returned' && outcome !== 'spam';
		const reply = openedAt + Math.floor(Math.exp(random() * 7.5) * MINUTE);
		const firstReplyAt = answered && reply < NOW ? reply : undefined;
		const closedAt = outcome && Math.min(NOW, (firstReplyAt ?? openedAt) + Math.floor(random() * 8 * HOUR));
		const [agent, other] = random() < 0.6 ? [ANA, BEN] : [BEN, ANA];
		const escalated = random() < 0.1;
		const task = random() < 0.8;
		return aRecord(
			{
				id: `h-${index}`,
				scenario,
				message,
				evidence: { text, start: 0, end: text.length, rule },
				priority: scenario === 'urgent_or_high_value' ? 'urgent' : 'normal',
				openedAt,
				assignee: agent,
				claimedAt: firstReplyAt,
				firstReplyAt,
				status: outcome ? 'closed' : 'open',
				outcome,
				closedAt,
				...(task && { taskDueAt: openedAt + DAY, taskCompletedAt: closedAt && random() < 0.9 ? closedAt : undefined }),
				...(escalated && { escalatedAt: openedAt + HOUR }),
			},
			{
				tags: ['human_handover', `reason:${scenario}`],
				assignments: [
					...(escalated ? [{ assignee: other, at: openedAt, how: 'assigned' as const, cause: 'assign' }] : []),
					{ assignee: agent, at: openedAt + (escalated ? HOUR : MINUTE), how: escalated ? ('escalated' as const) : ('assigned' as const), cause: 'assign' },
				],
			},
		);
	});
}
