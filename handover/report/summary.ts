import { AI_RULE } from '../detection/detector';
import { toIso } from '../receipt';
import { grouped } from '../replay/grouped';
import type { HandoverRecord } from '../store/logStore';
import { clip } from '../text';
import { caseOf, type Case } from './cases';
import { businessClock, type Duration } from './durations';
import { figuresOf, isConverted, isFalseAlarm, share, type Figures, type Share } from './figures';
import { foldedText, groupQuestions } from './questions';
import type { ReportOptions } from './report';
import { review } from './review';
import { weeksBetween } from './weeks';

/** The figures of the handovers that have something in common. */
export interface Row extends Figures {
	name: string;
}

export interface AgentRow extends Row {
	/** Handovers taken from them because they didn't answer. */
	escalatedAway: number;
}

export interface WeekRow {
	/** The week's Monday, `2026-03-23` */
	week: string;
	/** The period begins or ends within it. */
	partial: boolean;
	handovers: number;
	byScenario: Record<string, number>;
}

/** Something the bot was asked and had no answer to. */
export interface Gap {
	/** The commonest wording. */
	question: string;
	handovers: number;
	/** Other wordings. */
	examples: string[];
}

/** Words that led to handovers. */
export interface Phrase {
	words: string;
	/** What found them: a pattern, an example phrase, a model. */
	rule: string;
	scenario: string;
	handovers: number;
	converted: Share;
	falseAlarms: Share;
}

/** How many first messages came within a time, and how many of them in time. */
export interface ReplyBar {
	/** The longest that is counted here: `≤ 5 min`, `> 24 h` */
	name: string;
	inTime: number;
	late: number;
}

/** What a report says, as plain JSON. Shares are 0…1, times ISO 8601. */
export interface ReportSummary extends Figures {
	title: string;
	from: string;
	to: string;
	zone: string;
	/** As of when. */
	at: string;
	slaMinutes: { normal: number; urgent: number };
	/** Times count within business hours only, for handovers that have them. */
	businessHours: boolean;
	/** The equally long period before; missing when the records don't cover it. */
	before?: Figures;
	/** What to look at, most pressing first, in sentences. */
	review: string[];
	weeks: WeekRow[];
	replies: ReplyBar[];
	outcomes: { outcome: Case['outcome']; handovers: number }[];
	scenarios: Row[];
	tags: Row[];
	agents: AgentRow[];
	gaps: Gap[];
	/** Handovers for lack of information. */
	lacking: {
		handovers: number;
		/** Those of which the question isn't known. */
		unknown: number;
		/** Different questions, those not listed included. */
		questions: number;
	};
	phrases: Phrase[];
}

/** More rows than this nobody reads; what is left out is rare. */
const MOST_ROWS = 50;
const EXAMPLES = 3;
const LONGEST_TEXT = 240;
/** In this part of the period before, the records must begin, or the comparison would be with half of it. */
const COVERED_FROM = 0.1;
const MINUTE_MS = 60_000;
/** Five years: of a longer period the weeks before the first handover are left out. */
const LONG_PERIOD_MS = 5 * 365 * 24 * 60 * MINUTE_MS;
/** Upper ends of the bars of first messages, in minutes. */
const REPLY_BARS = [
	{ name: '≤ 5 min', end: 5 },
	{ name: '≤ 15 min', end: 15 },
	{ name: '≤ 30 min', end: 30 },
	{ name: '≤ 1 h', end: 60 },
	{ name: '≤ 2 h', end: 120 },
	{ name: '≤ 4 h', end: 240 },
	{ name: '≤ 8 h', end: 480 },
	{ name: '≤ 24 h', end: 1440 },
	{ name: '> 24 h', end: Infinity },
] as const;
export const OUTCOME_ORDER = ['booked', 'sold', 'resolved', 'lost', 'back_to_bot', 'bot_returned', 'spam', 'open'] as const satisfies readonly Case['outcome'][];

/** All figures of a report. See renderReport. */
export function summarise(records: readonly HandoverRecord[], options: ReportOptions): ReportSummary {
	const { from, to, zone, now, slaMinutes, title = 'Human handover report' } = options;
	const clock = businessClock();
	const casesBetween = (start: number, end: number) =>
		records
			.filter(({ handover: { openedAt } }) => openedAt >= start && openedAt < end)
			.sort(({ handover: a }, { handover: b }) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1))
			.map((record) => caseOf(record, options, clock));
	const cases = casesBetween(from, to);
	const lacking = cases.filter(lacksInformation);
	const gaps = gapsOf(lacking);
	const figures = {
		...figuresOf(cases),
		before: isCovered(records, from, to) ? figuresOf(casesBetween(from - (to - from), from)) : undefined,
		weeks: weekRows(cases, to - from > LONG_PERIOD_MS ? (cases[0]?.handover.openedAt ?? to) : from, Math.min(to, now + 1), zone),
		replies: replyBars(cases),
		outcomes: OUTCOME_ORDER.map((outcome) => ({ outcome, handovers: cases.filter((one) => one.outcome === outcome).length })),
		scenarios: rowsBy(cases, ({ scenario }) => [scenario]),
		tags: rowsBy(cases, ({ record }) => [...new Set(record.tags)]).slice(0, MOST_ROWS),
		agents: agentRows(cases).slice(0, MOST_ROWS),
		gaps: gaps.slice(0, MOST_ROWS),
		lacking: { handovers: lacking.length, unknown: lacking.filter((one) => questionOf(one) === '').length, questions: gaps.length },
		phrases: phrasesOf(cases).slice(0, MOST_ROWS),
	};
	return {
		title,
		from: toIso(from),
		to: toIso(to),
		zone,
		at: toIso(now),
		slaMinutes,
		businessHours: cases.some(({ handover }) => handover.hours !== undefined),
		review: review(figures),
		...figures,
	};
}

function isCovered(records: readonly HandoverRecord[], from: number, to: number): boolean {
	const start = from - (to - from) * (1 - COVERED_FROM);
	return records.some(({ handover }) => handover.openedAt < start);
}

function weekRows(cases: readonly Case[], from: number, to: number, zone: string): WeekRow[] {
	return weeksBetween(from, to, zone).map((week) => {
		const inWeek = cases.filter(({ handover: { openedAt } }) => openedAt >= week.from && openedAt < week.to);
		const byScenario = [...grouped(inWeek, ({ scenario }) => scenario)].map(([scenario, { length }]) => [scenario, length] as const);
		return { week: week.monday, partial: week.partial, handovers: inWeek.length, byScenario: Object.fromEntries(byScenario) };
	});
}

function replyBars(cases: readonly Case[]): ReplyBar[] {
	const answered = cases.filter(({ reply }) => reply.happened);
	return REPLY_BARS.map(({ name, end }, index) => {
		const start = index === 0 ? -1 : REPLY_BARS[index - 1].end;
		const bar = answered.filter(({ reply: { length } }) => length > start * MINUTE_MS && length <= end * MINUTE_MS);
		const inTime = bar.filter(({ answer }) => answer === 'in_time').length;
		return { name, inTime, late: bar.length - inTime };
	});
}

/** A row for each name, that with most handovers first. */
function rowsBy(cases: readonly Case[], namesOf: (one: Case) => readonly string[]): Row[] {
	const named = cases.flatMap((one) => namesOf(one).map((name) => ({ name, one })));
	return [...grouped(named, ({ name }) => name)]
		.map(([name, rows]) => ({ name, ...figuresOf(rows.map(({ one }) => one)) }))
		.sort(byHandovers);
}

function agentRows(cases: readonly Case[]): AgentRow[] {
	const away = grouped(cases.flatMap(({ escalatedFrom }) => escalatedFrom.flatMap((agent) => agent ?? [])), ({ id }) => id);
	const had = grouped(cases.filter(({ agent }) => agent !== undefined), ({ agent }) => agent?.id ?? '');
	return [...new Set([...had.keys(), ...away.keys()])]
		.map((id) => {
			const theirs = had.get(id) ?? [];
			const agent = theirs.at(-1)?.agent ?? away.get(id)?.at(-1);
			return { name: agent?.name ?? id, ...figuresOf(theirs, agentReply), escalatedAway: away.get(id)?.length ?? 0 };
		})
		.sort(byHandovers);
}

const agentReply = (one: Case): Duration => one.agentReply;

function byHandovers<T extends { handovers: number }>(a: T, b: T): number {
	return b.handovers - a.handovers;
}

/** Whether the bot had no answer: that was the reason, or the last of the failed attempts. */
function lacksInformation({ handover: { scenario, evidence, explanation } }: Case): boolean {
	if (scenario === 'lack_of_information') return true;
	return (
		scenario === 'failed_to_resolve' &&
		explanation?.considered.some(({ finding, rule, text }) => finding === 'lack_of_information' && rule === evidence?.rule && text === evidence.text) === true
	);
}

function questionOf({ handover }: Case): string {
	return handover.message?.trim() ?? '';
}

function gapsOf(lacking: readonly Case[]): Gap[] {
	const questions = lacking.map(questionOf).filter((question) => question !== '');
	return groupQuestions(questions, (question) => question).map((group) => {
		const [question, ...others] = wordings(group);
		return { question, handovers: group.length, examples: others.slice(0, EXAMPLES) };
	});
}

/** Each wording once, the commonest first. */
function wordings(texts: readonly string[]): string[] {
	return [...grouped(texts, foldedText).values()].sort((a, b) => b.length - a.length).map(([text]) => clip(text, LONGEST_TEXT));
}

function phrasesOf(cases: readonly Case[]): Phrase[] {
	const fired = cases.flatMap((one) => {
		const { evidence } = one.handover;
		// A model's reason is never worded twice alike.
		return evidence ? [{ one, words: evidence.text, rule: evidence.rule.startsWith(AI_RULE) ? 'ai' : evidence.rule }] : [];
	});
	return [...grouped(fired, ({ one, words, rule }) => JSON.stringify([one.scenario, rule, foldedText(words)])).values()]
		.map((same): Phrase => {
			const closed = same.map(({ one }) => one).filter(({ outcome }) => outcome !== 'open');
			const genuine = closed.filter(({ outcome }) => outcome !== 'spam');
			return {
				words: wordings(same.map(({ words }) => words))[0],
				rule: same[0].rule,
				scenario: same[0].one.scenario,
				handovers: same.length,
				converted: share(genuine.filter(isConverted).length, genuine.length),
				falseAlarms: share(closed.filter(isFalseAlarm).length, closed.length),
			};
		})
		.sort(byHandovers);
}
