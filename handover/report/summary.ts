import { toIso, type Handover } from '../receipt';
import { gapsOf, lacksInformation, phrasesOf, questionOf, type Gap, type Phrase } from './asked';
import type { About } from './cases';
import { figuresOf, type Figures } from './figures';
import type { ReportOptions } from './report';
import { review } from './review';
import { Group, type Kind, type Tally } from './tally';

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
	outcomes: { outcome: About['outcome']; handovers: number }[];
	scenarios: Row[];
	tags: Row[];
	agents: AgentRow[];
	/** How many handovers, the newest, all that follow is about: reading words takes long. */
	handoversRead: number;
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

/** What is to be reported on. */
export interface Counted {
	period: Tally;
	/** The equally long period before. */
	before: Tally;
	/** Whether there are handovers from before that, too. */
	earlier: boolean;
	/** Handovers of the period whose words are looked at: the newest, oldest first. */
	newest: readonly Handover[];
}

/** More rows than this nobody reads; what is left out is rare. */
const MOST_ROWS = 50;
/** In this part of the period before, handovers must begin, or the comparison would be with half of it. */
const COVERED_FROM = 0.1;
export const OUTCOME_ORDER = ['booked', 'sold', 'resolved', 'lost', 'back_to_bot', 'bot_returned', 'spam', 'open'] as const satisfies readonly About['outcome'][];

/** All figures of a report; yields where others may have a turn. See `reporting`. */
export function* summarising(counted: Counted, options: ReportOptions): Generator<undefined, ReportSummary> {
	const { period, newest } = counted;
	const { from, to, zone, now, slaMinutes, title = 'Human handover report' } = options;
	const scenarios = period.groups(({ scenario }) => [scenario]);
	const tags = period.groups(({ about }) => about.tags ?? []);
	const agents = period.groups(({ about: { agent } }) => (agent ? [agent.id] : []));
	const all = whole(period);
	yield* period.estimate({ fromRequest: [all, ...scenarios, ...tags], fromAgent: agents });
	const before = yield* figuresBefore(counted, from, to);
	const lacking = newest.filter(lacksInformation);
	const gaps = gapsOf(lacking);
	yield;
	const phrases = phrasesOf(newest);
	yield;
	const figures = {
		...figuresOf(all),
		before,
		weeks: period.weeks.map(({ week: { monday, partial }, handovers }): WeekRow => {
			const byScenario = Object.fromEntries(handovers);
			return { week: monday, partial, handovers: sum(Object.values(byScenario)), byScenario };
		}),
		replies: period.replyBars.map((bar) => ({ ...bar })),
		outcomes: OUTCOME_ORDER.map((outcome) => ({ outcome, handovers: all.sumOf((kind) => (kind.about.outcome === outcome ? kind.handovers : 0)) })),
		scenarios: rowsOf(scenarios),
		tags: rowsOf(tags).slice(0, MOST_ROWS),
		agents: agentRows(agents, period.kinds).slice(0, MOST_ROWS),
		handoversRead: newest.length,
		gaps: gaps.slice(0, MOST_ROWS),
		lacking: { handovers: lacking.length, unknown: lacking.filter((one) => questionOf(one) === '').length, questions: gaps.length },
		phrases: phrases.slice(0, MOST_ROWS),
	};
	return {
		title,
		from: toIso(from),
		to: toIso(to),
		zone,
		at: toIso(now),
		slaMinutes,
		businessHours: period.kinds.some(({ about }) => about.hours === true),
		review: review(figures),
		...figures,
	};
}

/** All there is as one group, which has nothing in it where there is nothing. */
function whole(tally: Tally): Group {
	const group = new Group('all');
	for (const kind of tally.kinds) group.kinds.push(kind);
	return group;
}

function* figuresBefore({ before, earlier }: Counted, from: number, to: number): Generator<undefined, Figures | undefined> {
	const covered = earlier || (before.firstAt !== undefined && before.firstAt < from - (to - from) * (1 - COVERED_FROM));
	if (!covered) return undefined;
	const all = whole(before);
	yield* before.estimate({ fromRequest: [all], fromAgent: [] });
	return figuresOf(all);
}

/** A row for each group, that with most handovers first. */
function rowsOf(groups: readonly Group[]): Row[] {
	return groups.map((group) => ({ name: group.name, ...figuresOf(group) })).sort(byHandovers);
}

/** @param groups named by the agents' ids */
function agentRows(groups: readonly Group[], kinds: readonly Kind[]): AgentRow[] {
	const away = new Map<string, { name: string; handovers: number; newest: number }>();
	for (const { about, handovers, newest } of kinds) {
		for (const { id, name } of about.takenFrom ?? []) {
			const known = away.get(id) ?? { name, handovers: 0, newest: 0 };
			away.set(id, { name: newest >= known.newest ? name : known.name, handovers: known.handovers + handovers, newest: Math.max(newest, known.newest) });
		}
	}
	const had = new Map(groups.map((group) => [group.name, group]));
	return [...new Set([...had.keys(), ...away.keys()])]
		.map((id) => {
			const group = had.get(id) ?? new Group(id);
			return { name: newestName(group) ?? away.get(id)?.name ?? id, ...figuresOf(group, 'agentReply'), escalatedAway: away.get(id)?.handovers ?? 0 };
		})
		.sort(byHandovers);
}

/** What somebody was called last. */
function newestName({ kinds }: Group): string | undefined {
	return kinds.reduce<Kind | undefined>((last, kind) => (last && last.newest > kind.newest ? last : kind), undefined)?.about.agent?.name;
}

function byHandovers<T extends { handovers: number }>(a: T, b: T): number {
	return b.handovers - a.handovers;
}

function sum(counts: readonly number[]): number {
	return counts.reduce((total, count) => total + count, 0);
}
