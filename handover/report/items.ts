import type { Figures } from './figures';
import type { ReportSummary } from './summary';
import { OUTCOME_TITLES } from './words';

/** One figure. All have the same fields, so that they can go into one sheet week after week, and be filtered and charted there. */
export interface ReportItem {
	/** The period, ISO 8601 */
	from: string;
	to: string;
	/** What the figure is about: all handovers, a week, a scenario … */
	table: string;
	/** Which one of them. */
	name: string;
	/** What was counted or measured. Shares are 0…1, times minutes. */
	metric: string;
	value: number | null;
	/** What a number can't say: other wordings of a question, what found a phrase. */
	text: string;
}

type Entry = Pick<ReportItem, 'name' | 'metric'> & { value?: number; text?: string };

/** The figures of a report one by one. What could not be worked out is left out. */
export function reportItems(summary: ReportSummary): ReportItem[] {
	const { from, to, before, weeks, replies, outcomes, scenarios, tags, agents, gaps, phrases } = summary;
	const tables: Record<string, Entry[]> = {
		all: figureEntries('all', summary),
		'period before': before ? figureEntries('all', before) : [],
		week: weeks.map(({ week, handovers }) => ({ name: week, metric: 'handovers', value: handovers })),
		'week and scenario': weeks.flatMap(({ week, byScenario }) =>
			Object.entries(byScenario).map(([scenario, value]) => ({ name: week, metric: 'handovers', value, text: scenario })),
		),
		'first reply': replies.flatMap(({ name, inTime, late }) => [
			{ name, metric: 'in time', value: inTime },
			{ name, metric: 'late', value: late },
		]),
		outcome: outcomes.map(({ outcome, handovers }) => ({ name: OUTCOME_TITLES[outcome], metric: 'handovers', value: handovers })),
		scenario: scenarios.flatMap((row) => figureEntries(row.name, row)),
		tag: tags.flatMap((row) => figureEntries(row.name, row)),
		agent: agents.flatMap((row) => [...figureEntries(row.name, row), { name: row.name, metric: 'taken away by escalation', value: row.escalatedAway }]),
		'knowledge gap': gaps.map(({ question, handovers, examples }) => ({ name: question, metric: 'handovers', value: handovers, text: examples.join('\n') })),
		phrase: phrases.flatMap(({ words, rule, scenario, handovers, converted, falseAlarms }) => {
			const about = { name: words, text: `${scenario}: ${rule}` };
			return [
				{ ...about, metric: 'handovers', value: handovers },
				{ ...about, metric: 'conversion', value: converted.share },
				{ ...about, metric: 'false alarms', value: falseAlarms.share },
			];
		}),
		review: summary.review.map((text, index) => ({ name: String(index + 1), metric: 'to look at', text })),
	};
	return Object.entries(tables).flatMap(([table, entries]) =>
		entries
			.filter(({ value, text }) => value !== undefined || (text !== undefined && table === 'review'))
			.map(({ name, metric, value, text = '' }) => ({ from, to, table, name, metric, value: value === undefined ? null : rounded(value), text })),
	);
}

function figureEntries(name: string, figures: Figures): Entry[] {
	const values: Record<string, number | undefined> = {
		handovers: figures.handovers,
		open: figures.open,
		conversion: figures.conversion.share,
		'conversion, closed by people': figures.conversionByPeople.share,
		'minutes to claim, median': figures.claim.medianMinutes,
		'minutes to claim, 90 %': figures.claim.p90Minutes,
		'minutes to first reply, median': figures.firstReply.medianMinutes,
		'minutes to first reply, 90 %': figures.firstReply.p90Minutes,
		'minutes to first reply, average': figures.firstReply.averageMinutes,
		'answered in time': figures.inTime.share,
		waiting: figures.waiting,
		'never answered': figures.neverAnswered,
		tasks: figures.tasks.of,
		'tasks completed': figures.tasks.share,
		'tasks overdue': figures.tasks.overdue,
		escalated: figures.escalated.share,
		'false alarms': figures.falseAlarms.share,
	};
	return Object.entries(values).map(([metric, value]) => ({ name, metric, value }));
}

function rounded(value: number): number {
	return Math.round(value * 10_000) / 10_000;
}
