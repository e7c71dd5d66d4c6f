import { grouped } from '../../../handover/replay/grouped';
import { businessClock } from '../../../handover/report/durations';
import { weeksBetween } from '../../../handover/report/weeks';
import type { ReportOptions } from '../../../handover/report/report';
import { scenarioTitle } from '../../../handover/scenario';
import type { HandoverRecord } from '../../../handover/store/logStore';

/*
 * The figures of a report worked out the long way: every record is looked at
 * as a whole, again for each figure. What the report counts in one pass is
 * compared with it.
 */

interface Duration {
	length: number;
	happened: boolean;
}

const BARS: [string, number][] = [['≤ 5 min', 5], ['≤ 15 min', 15], ['≤ 30 min', 30], ['≤ 1 h', 60], ['≤ 2 h', 120], ['≤ 4 h', 240], ['≤ 8 h', 480], ['≤ 24 h', 1440], ['> 24 h', Infinity]];

type Looked = ReturnType<typeof lookAt>;

export function referenceFigures(records: readonly HandoverRecord[], options: ReportOptions) {
	const { from, to, now, zone } = options;
	const between = (start: number, end: number) =>
		records
			.filter(({ handover: { openedAt } }) => openedAt >= start && openedAt < end)
			.sort(({ handover: a }, { handover: b }) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1))
			.map((record) => lookAt(record, options));
	const all = between(from, to);
	const covered = records.some(({ handover: { openedAt } }) => openedAt < from - (to - from) * 0.9);
	const rows = (namesOf: (one: Looked) => readonly string[]) => {
		const named = all.flatMap((one) => namesOf(one).map((name) => ({ name, one })));
		const groups = [...grouped(named, ({ name }) => name)].map(([name, of]) => ({ name, ...figures(of.map(({ one }) => one)) }));
		return groups.sort((a, b) => b.handovers - a.handovers);
	};
	const away = all.flatMap(({ escalatedFrom }) => escalatedFrom.flatMap((agent) => agent ?? []));
	const had = grouped(all.filter(({ agent }) => agent), ({ agent }) => agent?.id ?? '');
	return {
		...figures(all),
		before: covered ? figures(between(from - (to - from), from)) : undefined,
		weeks: weeksBetween(from, Math.min(to, now + 1), zone).map((week) => {
			const inWeek = all.filter(({ openedAt }) => openedAt >= week.from && openedAt < week.to);
			const byScenario = [...grouped(inWeek, ({ scenario }) => scenario)].map(([scenario, { length }]) => [scenario, length]);
			return { week: week.monday, partial: week.partial, handovers: inWeek.length, byScenario: Object.fromEntries(byScenario) as Record<string, number> };
		}),
		replies: BARS.map(([name, end], index) => {
			const begin = index === 0 ? -1 : BARS[index - 1][1];
			const bar = all.filter(({ reply: { happened, length } }) => happened && length > begin * 60_000 && length <= end * 60_000);
			const inTime = bar.filter(({ answer }) => answer === 'in_time').length;
			return { name, inTime, late: bar.length - inTime };
		}),
		scenarios: rows(({ scenario }) => [scenario]),
		tags: rows(({ tags }) => [...new Set(tags)]),
		agents: [...new Set([...had.keys(), ...away.map(({ id }) => id)])]
			.map((id) => {
				const theirs = had.get(id) ?? [];
				const taken = away.filter((agent) => agent.id === id);
				return { name: (theirs.at(-1)?.agent ?? taken.at(-1))?.name ?? id, ...figures(theirs, ({ agentReply }) => agentReply), escalatedAway: taken.length };
			})
			.sort((a, b) => b.handovers - a.handovers),
	};
}

function lookAt({ handover, steps, assignments, tags }: HandoverRecord, { slaMinutes, now }: ReportOptions) {
	const { openedAt, firstReplyAt, claimedAt, closedAt, status, priority, taskDueAt: due, taskCompletedAt: completed } = handover;
	const outcome = status === 'open' ? 'open' : (handover.outcome ?? 'bot_returned');
	const clock = businessClock();
	const since = (start: number, at: number | undefined): Duration =>
		at === undefined
			? { length: outcome === 'bot_returned' ? Infinity : clock(handover, start, closedAt ?? now), happened: false }
			: { length: clock(handover, start, at), happened: true };
	const reply = since(openedAt, firstReplyAt);
	const last = assignments.findLast(({ assignee, at }) => assignee && at <= (firstReplyAt ?? Infinity));
	const given = last && last.how !== 'claimed' && last.how !== 'desk';
	const tooLong = reply.length > (priority === 'urgent' ? slaMinutes.urgent : slaMinutes.normal) * 60_000;
	const unanswered = status === 'open' ? (tooLong ? 'overdue' : 'waiting') : tooLong ? 'never' : 'not_needed';
	const undone = due === undefined ? (steps.task?.status === 'done' ? 'open' : undefined) : now > due ? 'overdue' : 'open';
	return {
		openedAt,
		scenario: scenarioTitle(handover.scenario, handover.scenarioName),
		outcome,
		claim: since(openedAt, claimedAt),
		reply,
		agent: last?.assignee ?? handover.assignee,
		agentReply: since(given ? last.at : openedAt, firstReplyAt),
		answer: reply.happened ? (tooLong ? 'late' : 'in_time') : unanswered,
		task: completed === undefined ? undone : due !== undefined && completed > due ? 'late' : 'in_time',
		escalated: assignments.some(({ how }) => how === 'escalated') || handover.escalatedAt !== undefined,
		escalatedFrom: assignments.flatMap(({ how }, index) => (how === 'escalated' ? [assignments[index - 1]?.assignee] : [])),
		tags,
	};
}

function figures(all: readonly Looked[], replyOf = ({ reply }: Looked): Duration => reply) {
	const count = (is: (one: Looked) => boolean) => all.filter(is).length;
	const answers = (...wanted: string[]) => count(({ answer }) => wanted.includes(answer));
	const tasks = (...wanted: string[]) => count(({ task }) => task !== undefined && wanted.includes(task));
	const isConverted = ({ outcome }: Looked) => ['booked', 'sold', 'resolved'].includes(outcome);
	const closed = all.filter(({ outcome }) => outcome !== 'open');
	const genuine = closed.filter(({ outcome }) => outcome !== 'spam');
	const byPeople = genuine.filter(({ outcome }) => outcome !== 'bot_returned');
	const falseAlarms = closed.filter(({ outcome, reply }) => outcome === 'spam' || (outcome === 'back_to_bot' && !reply.happened));
	return {
		handovers: all.length,
		open: all.length - closed.length,
		conversion: share(genuine.filter(isConverted).length, genuine.length),
		conversionByPeople: share(byPeople.filter(isConverted).length, byPeople.length),
		claim: times(all.map(({ claim }) => claim)),
		firstReply: times(all.map(replyOf)),
		inTime: share(answers('in_time'), answers('in_time', 'late', 'overdue', 'never')),
		waiting: answers('waiting', 'overdue'),
		neverAnswered: answers('never'),
		tasks: { ...share(tasks('in_time', 'late'), tasks('in_time', 'late', 'open', 'overdue')), late: tasks('late'), open: tasks('open'), overdue: tasks('overdue') },
		escalated: share(count(({ escalated }) => escalated), all.length),
		falseAlarms: share(falseAlarms.length, closed.length),
	};
}

function share(count: number, of: number) {
	return of === 0 ? { count, of } : { count, of, share: count / of };
}

function times(durations: readonly Duration[]) {
	const lengths = durations.filter(({ happened }) => happened).map(({ length }) => length);
	const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
	return {
		medianMinutes: tenths(kaplanMeier(durations, 0.5)),
		p90Minutes: tenths(kaplanMeier(durations, 0.9)),
		averageMinutes: lengths.length === 0 ? undefined : tenths(mean),
		happened: lengths.length,
		missing: durations.length - lengths.length,
	};
}

function kaplanMeier(durations: readonly Duration[], part: number): number | undefined {
	const sorted = [...durations].sort((a, b) => a.length - b.length || Number(b.happened) - Number(a.happened));
	let remaining = 1;
	for (const [before, { length, happened }] of sorted.entries()) {
		const watched = sorted.length - before;
		if (happened) remaining *= (watched - 1) / watched;
		if (happened && remaining <= 1 - part + 1e-9) return length;
	}
	return undefined;
}

function tenths(milliseconds: number | undefined): number | undefined {
	return milliseconds === undefined ? undefined : Math.round(milliseconds / 6_000) / 10;
}
