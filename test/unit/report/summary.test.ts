import fc from 'fast-check';
import { OUTCOMES, type Handover } from '../../../handover/receipt';
import type { HandoverRecord } from '../../../handover/store/logStore';
import { DAY, HOUR, MINUTE, NOW } from '../../support/builders';
import { ANA, BEN, OPTIONS, aClosedRecord, aRecord, anAnsweredRecord, manyRecords, summaryOf } from './records';

const SLA = { normal: 60, urgent: 15 };

describe('handovers', () => {
	it('count when they began in the period, its first moment included and its last one not', () => {
		const { handovers } = summaryOf([OPTIONS.from - 1, OPTIONS.from, OPTIONS.to - 1, OPTIONS.to].map((openedAt) => aRecord({ openedAt })));
		expect(handovers).toBe(2);
	});

	it('of a period without any have no shares and no times', () => {
		const { handovers, conversion, inTime, firstReply, tasks, weeks, review } = summaryOf([]);
		expect({ handovers, conversion, inTime, tasks: tasks.share }).toEqual({ handovers: 0, conversion: { count: 0, of: 0 }, inTime: { count: 0, of: 0 }, tasks: undefined });
		expect(firstReply).toEqual({ happened: 0, missing: 0 });
		expect(weeks.map(({ handovers: count }) => count)).toEqual([0, 0, 0, 0, 0]);
		expect(review).toEqual([]);
	});
});

describe('weeks', () => {
	it('begin on Monday in the zone, and an empty one is shown', () => {
		const monday = Date.UTC(2026, 2, 9);
		// In Berlin it is Monday an hour before UTC says so.
		const records = [monday - HOUR - 1, monday - HOUR, monday - 1].map((openedAt) => aRecord({ openedAt }));
		expect(summaryOf(records).weeks.map(({ week, handovers, partial }) => [week, handovers, partial])).toEqual([
			['2026-02-23', 0, true],
			['2026-03-02', 1, false],
			['2026-03-09', 2, false],
			['2026-03-16', 0, false],
			['2026-03-23', 0, true],
		]);
	});

	it('have an hour less where clocks go forward, and none is counted twice', () => {
		const from = Date.UTC(2026, 2, 22, 23);
		const to = Date.UTC(2026, 3, 5, 22);
		const sundayNight = Date.UTC(2026, 2, 29, 21, 59);
		const records = [sundayNight, sundayNight + MINUTE].map((openedAt) => aRecord({ openedAt }));
		expect(summaryOf(records, { from, to, now: to }).weeks).toMatchObject([
			{ week: '2026-03-23', handovers: 1, partial: false },
			{ week: '2026-03-30', handovers: 1, partial: false },
		]);
	});

	it('end with the present one', () => {
		expect(summaryOf([], { to: NOW + 30 * DAY }).weeks.at(-1)?.week).toBe('2026-03-23');
	});

	it('are split by scenario, an operator\'s own by its name', () => {
		const records = [aRecord(), aRecord({ scenario: 'custom', scenarioName: 'Wholesale' }), aRecord({ scenario: 'custom', scenarioName: 'Wholesale' })];
		expect(summaryOf(records).weeks.at(-1)).toMatchObject({ handovers: 3, byScenario: { 'Human requested': 1, Wholesale: 2 } });
	});

	it('before the first handover are left out of a period without end', () => {
		const { weeks } = summaryOf([aRecord()], { from: 0 });
		expect(weeks.map(({ week }) => week)).toEqual(['2026-03-23']);
	});
});

describe('conversion', () => {
	it('is booked, sold or resolved of all that are closed, spam left out', () => {
		const { conversion, conversionByPeople, open } = summaryOf([...OUTCOMES.map((outcome) => aClosedRecord(outcome)), aRecord()]);
		expect(conversion).toEqual({ count: 3, of: 6, share: 0.5 });
		expect(conversionByPeople).toEqual({ count: 3, of: 5, share: 0.6 });
		expect(open).toBe(1);
	});

	it('counts what ended without an outcome as the bot\'s return', () => {
		const { outcomes } = summaryOf([aRecord({ status: 'closed', closedAt: NOW })]);
		expect(outcomes.filter(({ handovers }) => handovers > 0)).toEqual([{ outcome: 'bot_returned', handovers: 1 }]);
	});
});

describe('answered in time', () => {
	const openedAt = NOW - 3 * HOUR;
	const closedAfter = (minutes: number, over: Partial<Handover>) => aRecord({ openedAt, status: 'closed', closedAt: openedAt + minutes * MINUTE, ...over });
	const cases: [string, HandoverRecord, { count: number; of: number }, Partial<Record<'waiting' | 'neverAnswered', number>>][] = [
		['an answer at the last moment', anAnsweredRecord(60, { openedAt }), { count: 1, of: 1 }, {}],
		['an answer too late', anAnsweredRecord(60.1, { openedAt }), { count: 0, of: 1 }, {}],
		['an urgent one has less time', anAnsweredRecord(16, { openedAt, priority: 'urgent' }), { count: 0, of: 1 }, {}],
		['one that waits too long', aRecord({ openedAt }), { count: 0, of: 1 }, { waiting: 1 }],
		['one that still has time', aRecord({ openedAt: NOW - 5 * MINUTE }), { count: 0, of: 0 }, { waiting: 1 }],
		['one that the bot took back before its time was up', closedAfter(30, { outcome: 'bot_returned' }), { count: 0, of: 1 }, { neverAnswered: 1 }],
		['one that a person closed in time without writing', closedAfter(30, { outcome: 'resolved' }), { count: 0, of: 0 }, {}],
		['one that a person closed too late without writing', closedAfter(90, { outcome: 'resolved' }), { count: 0, of: 1 }, { neverAnswered: 1 }],
	];
	it.each(cases)('%s', (_, record, { count, of }, others) => {
		const { inTime, waiting, neverAnswered } = summaryOf([record], { slaMinutes: SLA });
		expect(inTime).toMatchObject({ count, of });
		expect({ waiting, neverAnswered }).toEqual({ waiting: 0, neverAnswered: 0, ...others });
	});

	it('counts only business hours, where the flow has set them', () => {
		const hours = { weekly: 'Mon-Fri 9:00-17:00', holidays: '', zone: 'UTC' };
		// Asked on Thursday at 16:50, answered on Friday at 9:30.
		const asked = NOW - DAY + 4 * HOUR + 50 * MINUTE;
		const record = anAnsweredRecord(16 * 60 + 40, { openedAt: asked, hours });
		expect(summaryOf([record], { slaMinutes: SLA })).toMatchObject({ inTime: { count: 1 }, firstReply: { medianMinutes: 40 }, businessHours: true });
		expect(summaryOf([anAnsweredRecord(16 * 60 + 40, { openedAt: asked })], { slaMinutes: SLA })).toMatchObject({ inTime: { count: 0 }, businessHours: false });
	});
});

describe('the time to the first answer', () => {
	it('has those who were never answered in it', () => {
		const answered = [10, 20, 30].map((minutes) => anAnsweredRecord(minutes));
		expect(summaryOf(answered).firstReply).toEqual({ medianMinutes: 20, p90Minutes: 30, averageMinutes: 20, happened: 3, missing: 0 });
		const ignored = [1, 2, 3, 4].map(() => aClosedRecord('bot_returned'));
		expect(summaryOf([...answered, ...ignored]).firstReply).toEqual({ averageMinutes: 20, happened: 3, missing: 4 });
	});

	it('is told apart from the time until somebody took it', () => {
		const openedAt = NOW - 3 * HOUR;
		const { claim, firstReply } = summaryOf([aRecord({ openedAt, claimedAt: openedAt + 5 * MINUTE, firstReplyAt: openedAt + 20 * MINUTE })]);
		expect([claim.medianMinutes, firstReply.medianMinutes]).toEqual([5, 20]);
	});

	it('falls into bars, split by whether it was in time', () => {
		const records = [5, 5.5, 15, 61, 61, 3000].map((minutes) => anAnsweredRecord(minutes, { openedAt: NOW - 5 * DAY }));
		const { replies } = summaryOf([...records, anAnsweredRecord(61, { priority: 'urgent' })], { slaMinutes: { normal: 100, urgent: 15 } });
		expect(replies.filter(({ inTime, late }) => inTime + late > 0)).toEqual([
			{ name: '≤ 5 min', inTime: 1, late: 0 },
			{ name: '≤ 15 min', inTime: 2, late: 0 },
			{ name: '≤ 2 h', inTime: 2, late: 1 },
			{ name: '> 24 h', inTime: 0, late: 1 },
		]);
	});
});

describe('tasks', () => {
	const due = NOW - HOUR;
	const cases: [string, HandoverRecord, object][] = [
		['completed at the last moment', aRecord({ taskDueAt: due, taskCompletedAt: due }), { count: 1, of: 1, late: 0 }],
		['completed late', aRecord({ taskDueAt: due, taskCompletedAt: due + 1 }), { count: 1, of: 1, late: 1 }],
		['overdue', aRecord({ taskDueAt: due }), { count: 0, of: 1, overdue: 1, open: 0 }],
		['overdue, though the handover is closed', aRecord({ taskDueAt: due, status: 'closed', outcome: 'resolved', closedAt: due }), { count: 0, of: 1, overdue: 1 }],
		['not yet due', aRecord({ taskDueAt: NOW + 1 }), { count: 0, of: 1, overdue: 0, open: 1 }],
		['without a due date', aRecord({}, { steps: { task: { status: 'done', at: '', what: '' } } }), { count: 0, of: 1, open: 1 }],
		['that could not be created', aRecord({}, { steps: { task: { status: 'failed', at: '', what: '' } } }), { count: 0, of: 0 }],
	];
	it.each(cases)('%s', (_, record, expected) => expect(summaryOf([record]).tasks).toMatchObject(expected));
});

describe('people', () => {
	const openedAt = NOW - 10 * HOUR;
	const given = (assignee = ANA, minutes = 0, how: 'assigned' | 'escalated' | 'claimed' = 'assigned') => ({ assignee, at: openedAt + minutes * MINUTE, how, cause: 'test' });

	it('are timed from when it came to them', () => {
		const record = { ...anAnsweredRecord(100, { openedAt, assignee: BEN }), assignments: [given(ANA), given(BEN, 90, 'escalated')] };
		expect(summaryOf([record]).agents).toMatchObject([
			{ name: 'Ben Okafor', handovers: 1, firstReply: { medianMinutes: 10 }, escalatedAway: 0 },
			{ name: 'Ana Silva', handovers: 0, escalatedAway: 1 },
		]);
	});

	it('who take it themselves are timed from the customer\'s request', () => {
		const record = { ...anAnsweredRecord(30, { openedAt, assignee: ANA }), assignments: [given(ANA, 30, 'claimed')] };
		expect(summaryOf([record]).agents).toMatchObject([{ name: 'Ana Silva', firstReply: { medianMinutes: 30 } }]);
	});

	it('keep what they answered, whoever got it afterwards', () => {
		const record = { ...anAnsweredRecord(10, { openedAt, assignee: BEN }), assignments: [given(ANA), given(BEN, 60, 'assigned')] };
		expect(summaryOf([record]).agents.map(({ name, handovers }) => [name, handovers])).toEqual([['Ana Silva', 1]]);
	});

	it.each([[['A', 'B', 'A'], 'A'], [['A', 'B', 'A', 'B'], 'B']])('are called what they were called last: %j', (names, last) => {
		const records = names.map((name, day) => {
			const [assignee, lazy] = [{ id: 'ana', name: `Ana ${name}` }, { id: 'ben', name: `Ben ${name}` }];
			return aRecord({ openedAt: openedAt + day * MINUTE, assignee }, { assignments: [given(lazy), given(assignee, 60, 'escalated')] });
		});
		expect(summaryOf(records).agents.map(({ name }) => name)).toEqual([`Ana ${last}`, `Ben ${last}`]);
	});

	it('who never answered are listed, without a time', () => {
		const record = aRecord({ openedAt, assignee: ANA }, { assignments: [given(ANA)] });
		expect(summaryOf([record], { slaMinutes: SLA }).agents).toMatchObject([{ handovers: 1, inTime: { count: 0, of: 1 }, firstReply: { happened: 0, missing: 1 } }]);
	});
});

describe('breakdowns', () => {
	it('have a row for each scenario, that with most handovers first', () => {
		const records = [aRecord(), aClosedRecord('booked', { scenario: 'upset_customer' }), aClosedRecord('lost', { scenario: 'upset_customer' })];
		expect(summaryOf(records).scenarios).toMatchObject([
			{ name: 'Upset customer', handovers: 2, conversion: { share: 0.5 } },
			{ name: 'Human requested', handovers: 1, conversion: { of: 0 } },
		]);
	});

	it('count a handover once for each of its tags', () => {
		const tags = ['vip', 'human_handover', 'vip'];
		expect(summaryOf([aRecord({}, { tags }), aRecord({}, { tags: ['vip'] })]).tags.map(({ name, handovers }) => [name, handovers])).toEqual([
			['vip', 2],
			['human_handover', 1],
		]);
	});

	it('count an escalation to the queue as well', () => {
		const assignments = [{ assignee: ANA, at: NOW - HOUR, how: 'assigned' as const, cause: '' }, { at: NOW, how: 'escalated' as const, cause: '' }];
		expect(summaryOf([aRecord({}, { assignments }), aRecord()]).escalated).toEqual({ count: 1, of: 2, share: 0.5 });
	});
});

describe('knowledge gaps', () => {
	const asked = (message: string | undefined, over: Partial<Handover> = {}) => aRecord({ scenario: 'lack_of_information', message, ...over });

	it('put the same question in other words together, under its commonest wording', () => {
		const records = ['Deliver to Norway?', 'Do you deliver to Norway', 'deliver to norway', 'Is there parking?'].map((message) => asked(message));
		expect(summaryOf([...records, asked(undefined), asked('  '), aRecord({ message: 'Can I talk to a human?' })])).toMatchObject({
			gaps: [
				{ question: 'Deliver to Norway?', handovers: 3, examples: ['Do you deliver to Norway'] },
				{ question: 'Is there parking?', handovers: 1, examples: [] },
			],
			lacking: { handovers: 6, unknown: 2, questions: 2 },
		});
	});

	it('include failed attempts of which the last one was for lack of information', () => {
		const evidence = { text: 'I have no information', start: 0, end: 21, rule: 'en.no-information' };
		const considered = [{ finding: 'lack_of_information' as const, confidence: 0.9, needed: 0.5, rule: evidence.rule, text: evidence.text }];
		const failed = (over: Partial<Handover>) => asked('Is there parking?', { scenario: 'failed_to_resolve', evidence, explanation: { whatWouldChangeIt: '', considered }, ...over });
		expect(summaryOf([failed({})]).gaps).toHaveLength(1);
		expect(summaryOf([failed({ evidence: { ...evidence, rule: 'en.not-helpful' } })]).gaps).toEqual([]);
	});
});

describe('phrases', () => {
	const fired = (text: string, record: HandoverRecord, rule = 'en.agent'): HandoverRecord => ({
		...record,
		handover: { ...record.handover, evidence: { text, start: 0, end: text.length, rule } },
	});

	it('say how often they called a person for nothing', () => {
		const records = [
			fired('Agent', aClosedRecord('spam')),
			fired('agent!', aClosedRecord('back_to_bot')),
			fired('agent', aClosedRecord('back_to_bot', { firstReplyAt: NOW - DAY })),
			fired('agent', aClosedRecord('sold')),
			fired('agent', aClosedRecord('bot_returned')),
			fired('agent', aRecord()),
			fired('agent', aRecord(), 'en.other'),
		];
		expect(summaryOf(records).phrases).toMatchObject([
			{ rule: 'en.agent', scenario: 'Human requested', handovers: 6, falseAlarms: { count: 2, of: 5 }, converted: { count: 1, of: 4 } },
			{ rule: 'en.other', handovers: 1, falseAlarms: { count: 0, of: 0 } },
		]);
	});

	it('of a language model are told by the words, not by its reasons', () => {
		const records = ['ai: asks for a person', 'ai: wants somebody'].map((rule) => fired('a human', aRecord(), rule));
		expect(summaryOf(records).phrases).toMatchObject([{ rule: 'ai', handovers: 2 }]);
	});
});

describe('the period before', () => {
	const earlier = (days: number) => aRecord({ openedAt: OPTIONS.from - days * DAY });

	it('is compared when the records go back that far', () => {
		expect(summaryOf([aRecord(), earlier(1), earlier(27), earlier(29)]).before?.handovers).toBe(2);
	});

	it('is left out when they don\'t, since half a period looks like a fall', () => {
		expect(summaryOf([aRecord(), earlier(1), earlier(20)])).not.toHaveProperty('before.handovers');
	});
});

describe('what to look at', () => {
	it('names who waits, who was left alone, what is overdue, what is asked and what calls in vain', () => {
		const records = [
			aRecord({ openedAt: NOW - 2 * DAY, taskDueAt: NOW - DAY }),
			...[1, 2, 3].map(() => aClosedRecord('spam', { evidence: { text: 'agent', start: 0, end: 5, rule: 'en.agent' } })),
			...[1, 2, 3].map(() => aClosedRecord('bot_returned', { scenario: 'lack_of_information', message: 'Is there parking?' })),
		];
		expect(summaryOf(records).review).toEqual([
			expect.stringContaining('1 customer is still waiting'),
			expect.stringContaining('3 handovers ended without an answer'),
			expect.stringContaining('1 task is overdue'),
			expect.stringMatching(/asked 3 times.*“Is there parking\?”/),
			expect.stringMatching(/“agent” \(en\.agent\) called a person 3 times, 3 of them/),
			expect.stringMatching(/Of 3 closed handovers nobody said what came of 3/),
		]);
	});

	it('is nothing when all is well', () => {
		expect(summaryOf([anAnsweredRecord(5, { status: 'closed', outcome: 'resolved', closedAt: NOW })]).review).toEqual([]);
	});
});

it('adds up, whatever happened', () => {
	const time = fc.option(fc.integer({ min: NOW - 40 * DAY, max: NOW + DAY }), { nil: undefined });
	const handover = fc.record({
		openedAt: fc.integer({ min: NOW - 60 * DAY, max: NOW }),
		status: fc.constantFrom('open' as const, 'closed' as const),
		outcome: fc.option(fc.constantFrom(...OUTCOMES), { nil: undefined }),
		priority: fc.constantFrom('normal' as const, 'urgent' as const),
		scenario: fc.constantFrom('human_requested' as const, 'lack_of_information' as const),
		message: fc.constantFrom('Is there parking?', 'Do you deliver?', undefined),
		firstReplyAt: time,
		claimedAt: time,
		closedAt: time,
		taskDueAt: time,
		taskCompletedAt: time,
	});
	fc.assert(
		fc.property(fc.array(handover), (handovers) => {
			const summary = summaryOf(handovers.map((over) => aRecord(over)));
			const sum = (rows: readonly { handovers: number }[]) => rows.reduce((total, row) => total + row.handovers, 0);
			expect(sum(summary.weeks)).toBe(summary.handovers);
			expect(sum(summary.outcomes)).toBe(summary.handovers);
			expect(sum(summary.scenarios)).toBe(summary.handovers);
			expect(sum(summary.gaps) + summary.lacking.unknown).toBe(summary.lacking.handovers);
			expect(summary.replies.reduce((total, { inTime, late }) => total + inTime + late, 0)).toBe(summary.firstReply.happened);
			const { tasks } = summary;
			expect(tasks.count + tasks.open + tasks.overdue).toBe(tasks.of);
			for (const { share = 0 } of [summary.conversion, summary.inTime, tasks, summary.escalated, summary.falseAlarms]) {
				expect(share).toBeGreaterThanOrEqual(0);
				expect(share).toBeLessThanOrEqual(1);
			}
			for (const times of [summary.firstReply, summary.claim]) expect(times.medianMinutes ?? 0).toBeLessThanOrEqual(times.p90Minutes ?? Infinity);
		}),
	);
});

it('is the same whatever order the records come in', () => {
	const records = manyRecords(60);
	expect(summaryOf([...records].reverse())).toEqual(summaryOf(records));
});
