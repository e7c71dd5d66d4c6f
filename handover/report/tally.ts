import { scenarioTitle } from '../scenario';
import type { About, Case } from './cases';
import { Durations, Estimate, MOST_OWNERS } from './durations';
import type { ReportOptions } from './report';
import { weeksBetween, type Week } from './weeks';

const MINUTE_MS = 60_000;
/** Five years: of a longer period the weeks before the first handover are left out. */
const LONG_PERIOD_MS = 5 * 365 * 24 * 60 * MINUTE_MS;

/**
 * How a handover stands against the promised time to a person's first message.
 * `overdue`: nobody has written and the time is up. `never`: it ended, and
 * nobody had written. `waiting`: nobody has written, but there is time left.
 * `not_needed`: a person closed it in time without writing.
 */
export type Answer = 'in_time' | 'late' | 'overdue' | 'never' | 'waiting' | 'not_needed';

/** Upper ends of the bars of first messages, in minutes. */
export const REPLY_BARS = [
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

/** All handovers about which the same is known, but for their lengths: what is counted of them. */
export class Kind {
	handovers = 0;
	readonly answers: Record<Answer, number> = { in_time: 0, late: 0, overdue: 0, never: 0, waiting: 0, not_needed: 0 };
	readonly tasks = { open: 0, overdue: 0 };
	/** Milliseconds in all, of those that had it. */
	readonly sums = { claim: 0, reply: 0, agentReply: 0 };
	/** When the newest of them came, counted from the first of all. */
	newest = 0;
	/** It ended by itself: whoever hasn't acted until then won't. */
	readonly givenUp: boolean;

	/**
	 * @param scenario what its scenario is called
	 * @param byWeek how many handovers of that scenario began in each week
	 * @param promised within how many milliseconds a person should have written
	 */
	constructor(
		readonly place: number,
		readonly about: About,
		readonly scenario: string,
		readonly byWeek: number[],
		readonly promised: number,
	) {
		this.givenUp = about.outcome === 'bot_returned';
	}
}

/** Kinds that have something in common, and how long things took in them. */
export class Group {
	readonly kinds: Kind[] = [];
	claim = new Estimate(0);
	reply = new Estimate(0);

	constructor(readonly name: string) {}

	get handovers(): number {
		return this.sumOf(({ handovers }) => handovers);
	}

	sumOf(count: (kind: Kind) => number): number {
		return this.kinds.reduce((sum, kind) => sum + count(kind), 0);
	}
}

/**
 * Counts handovers one after the other, so that a million need no more room
 * than the lengths they have: everything else is counted by kind.
 */
export class Tally {
	readonly kinds: Kind[] = [];
	/** When the first one began, milliseconds since 1970. */
	firstAt?: number;
	private readonly kindOf = new Map<string, Kind>();
	private readonly claims = new Durations();
	private readonly replies = new Durations();
	private readonly agentReplies = new Durations();
	private readonly bars = REPLY_BARS.map(({ name }) => ({ name, inTime: 0, late: 0 }));
	private readonly byScenario = new Map<string, number[]>();
	private spanned: readonly Week[] = [];
	private week = 0;
	private handovers = 0;

	constructor(private readonly options: Pick<ReportOptions, 'from' | 'to' | 'zone' | 'now' | 'slaMinutes'>) {}

	/** @param cases in the order in which they began */
	add(cases: readonly Case[]): void {
		for (const one of cases) this.count(one);
	}

	/** First messages by how long they took. */
	get replyBars(): ReadonlyArray<{ name: string; inTime: number; late: number }> {
		return this.bars;
	}

	/** The weeks of the period, each with its handovers by scenario. */
	get weeks(): Array<{ week: Week; handovers: ReadonlyMap<string, number> }> {
		const weeks = this.spanned.length === 0 ? this.weeksFrom(this.options.to) : this.spanned;
		return weeks.map((week, at) => ({
			week,
			handovers: new Map([...this.byScenario].flatMap(([scenario, counts]) => (counts[at] > 0 ? [[scenario, counts[at]]] : []))),
		}));
	}

	/** The kinds in groups, one for each name, in the order in which they first occurred. */
	groups(namesOf: (kind: Kind) => readonly string[]): Group[] {
		const groups = new Map<string, Group>();
		for (const kind of this.kinds) {
			for (const name of namesOf(kind)) {
				const group = groups.get(name) ?? new Group(name);
				groups.set(name, group);
				group.kinds.push(kind);
			}
		}
		return [...groups.values()];
	}

	/** Works out how long things took in groups. Yields where others may have a turn. */
	*estimate({ fromRequest, fromAgent }: { fromRequest: readonly Group[]; fromAgent: readonly Group[] }): Generator<undefined, void> {
		yield* this.take(this.claims, [...fromRequest, ...fromAgent], (group) => (group.claim = new Estimate(group.handovers)));
		yield* this.take(this.replies, fromRequest, (group) => (group.reply = new Estimate(group.handovers)));
		yield* this.take(this.agentReplies, fromAgent, (group) => (group.reply = new Estimate(group.handovers)));
	}

	private *take(durations: Durations, groups: readonly Group[], begin: (group: Group) => Estimate): Generator<undefined, void> {
		const byKind: Estimate[][] = this.kinds.map(() => []);
		for (const group of groups) {
			const estimate = begin(group);
			for (const { place } of group.kinds) byKind[place].push(estimate);
		}
		yield* durations.inOrder((minutes, happened, place) => {
			for (const estimate of byKind[place]) estimate.take(minutes, happened);
		});
	}

	private count({ openedAt, about, claim, reply, agentReply, taskDueAt }: Case): void {
		const week = this.weekOf(openedAt);
		const kind = this.kindOf.get(about) ?? this.newKind(about);
		const { place, givenUp } = kind;
		const { claimed = false, replied = false, task } = kind.about;
		kind.handovers++;
		kind.newest = ++this.handovers;
		if (week < kind.byWeek.length) kind.byWeek[week]++;
		if (claimed) kind.sums.claim += claim;
		this.claims.add(givenUp && !claimed ? Infinity : claim, claimed, place);
		this.replies.add(givenUp && !replied ? Infinity : reply, replied, place);
		this.agentReplies.add(givenUp && !replied ? Infinity : agentReply, replied, place);
		const answer = answerOf(kind, reply);
		kind.answers[answer]++;
		if (task === 'open') kind.tasks.open++;
		if (task === 'due') kind.tasks[taskDueAt !== null && this.options.now > taskDueAt ? 'overdue' : 'open']++;
		if (!replied) return;
		kind.sums.reply += reply;
		kind.sums.agentReply += agentReply;
		this.bars[barOf(reply)][answer === 'in_time' ? 'inTime' : 'late']++;
	}

	private newKind(json: string): Kind {
		if (this.kinds.length === MOST_OWNERS) throw new RangeError('Too many handovers about which nothing is the same');
		const about = JSON.parse(json) as About;
		const scenario = scenarioTitle(about.scenario, about.scenarioName);
		const byWeek = this.byScenario.get(scenario) ?? this.spanned.map(() => 0);
		this.byScenario.set(scenario, byWeek);
		const { normal, urgent } = this.options.slaMinutes;
		const kind = new Kind(this.kinds.length, about, scenario, byWeek, (about.urgent ? urgent : normal) * MINUTE_MS);
		this.kindOf.set(json, kind);
		this.kinds.push(kind);
		return kind;
	}

	/** The place of the week in which the next one began; that after the last where it lies beyond. */
	private weekOf(openedAt: number): number {
		if (this.firstAt === undefined) {
			this.firstAt = openedAt;
			this.spanned = this.weeksFrom(openedAt);
		}
		while (this.week < this.spanned.length && openedAt >= this.spanned[this.week].to) this.week++;
		return this.week;
	}

	private weeksFrom(first: number): Week[] {
		const { from, to, now, zone } = this.options;
		return weeksBetween(to - from > LONG_PERIOD_MS ? first : from, Math.min(to, now + 1), zone);
	}
}

function answerOf({ about: { replied, outcome }, givenUp, promised }: Kind, reply: number): Answer {
	const tooLong = reply > promised;
	if (replied) return tooLong ? 'late' : 'in_time';
	if (outcome === 'open') return tooLong ? 'overdue' : 'waiting';
	return tooLong || givenUp ? 'never' : 'not_needed';
}

/** The place of the bar into which a first message falls. */
function barOf(reply: number): number {
	let bar = 0;
	while (reply > REPLY_BARS[bar].end * MINUTE_MS) bar++;
	return bar;
}
