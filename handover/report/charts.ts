import { OUTCOME_ORDER, type ReportSummary } from './summary';
import { OUTCOME_TITLES, counted, dayOfYear, number, percent } from './words';

/** A chart with everything the page needs to draw it, and the same in words and in a table. */
export interface Chart {
	id: string;
	title: string;
	/** What it shows, in a sentence. */
	says: string;
	type: 'bar' | 'doughnut';
	horizontal?: boolean;
	labels: string[];
	series: Series[];
	/** Of the labels. */
	about: string;
}

export interface Series {
	name: string;
	data: number[];
	/** Names of colours in the style sheet: one, or one for each value. */
	colours: string | string[];
}

/** Above this many, colours can't be told apart; the rest is one series. */
const MOST_SERIES = 7;
/** More bars have no room on a telephone. */
const MOST_BARS = 12;
/** In a longer period the year has to be named. */
const WEEKS_OF_A_YEAR = 52;
const REST = 'Others';
const OUTCOME_COLOURS = ['good-1', 'good-2', 'good-3', 'bad', 'series-3', 'series-4', 'muted', 'series-1'];

export function chartsOf(summary: ReportSummary): Chart[] {
	return [weeks(summary), replies(summary), outcomes(summary), scenarios(summary)];
}

function weeks({ weeks: all, scenarios: rows, handovers }: ReportSummary): Chart {
	const named = rows.length > MOST_SERIES ? rows.slice(0, MOST_SERIES - 1) : rows;
	const rest = rows.slice(named.length);
	const series = named.map(({ name }, index): Series => ({
		name,
		data: all.map(({ byScenario }) => byScenario[name] ?? 0),
		colours: `series-${index + 1}`,
	}));
	const sumOf = (byScenario: Record<string, number>) => rest.reduce((sum, { name }) => sum + (byScenario[name] ?? 0), 0);
	const others: Series[] = rest.length === 0 ? [] : [{ name: REST, data: all.map(({ byScenario }) => sumOf(byScenario)), colours: 'muted' }];
	return {
		id: 'weeks',
		title: 'Handovers per week',
		says: `${counted(handovers, 'handover')} in ${counted(all.length, 'week')}; ${number(Math.max(...all.map((week) => week.handovers)))} in the busiest.${all.some(({ partial }) => partial) ? ' * Only part of the week lies in the period.' : ''}`,
		type: 'bar',
		about: 'Week from Monday',
		labels: all.map(({ week, partial }) => `${dayOfYear(week, all.length > WEEKS_OF_A_YEAR)}${partial ? '*' : ''}`),
		series: [...series, ...others],
	};
}

function replies({ replies: bars, waiting, neverAnswered, inTime }: ReportSummary): Chart {
	const none = bars.map(() => 0);
	return {
		id: 'replies',
		title: 'Time to the first message from a person',
		says: `${percent(inTime.share)} answered in time; ${number(waiting)} still waiting, ${number(neverAnswered)} never answered.`,
		type: 'bar',
		about: 'Time',
		labels: [...bars.map(({ name }) => name), 'waiting', 'never'],
		series: [
			{ name: 'In time', data: [...bars.map((bar) => bar.inTime), 0, 0], colours: 'good-2' },
			{ name: 'Late', data: [...bars.map((bar) => bar.late), 0, 0], colours: 'series-3' },
			{ name: 'Without an answer', data: [...none, waiting, neverAnswered], colours: 'bad' },
		],
	};
}

function outcomes({ outcomes: all, conversion }: ReportSummary): Chart {
	const there = all.filter(({ handovers }) => handovers > 0);
	return {
		id: 'outcomes',
		title: 'How they ended',
		says: `${number(conversion.count)} of ${number(conversion.of)} closed handovers were booked, sold or resolved.`,
		type: 'doughnut',
		about: 'Outcome',
		labels: there.map(({ outcome }) => OUTCOME_TITLES[outcome]),
		series: [
			{
				name: 'Handovers',
				data: there.map(({ handovers }) => handovers),
				colours: there.map(({ outcome }) => OUTCOME_COLOURS[OUTCOME_ORDER.indexOf(outcome)]),
			},
		],
	};
}

function scenarios({ scenarios: rows }: ReportSummary): Chart {
	const shown = rows.slice(0, MOST_BARS);
	return {
		id: 'scenarios',
		title: 'Why customers were handed over',
		says: `Most often: ${shown.slice(0, 3).map(({ name, handovers }) => `${name} (${number(handovers)})`).join(', ')}.`,
		type: 'bar',
		horizontal: true,
		about: 'Scenario',
		labels: shown.map(({ name }) => name),
		series: [
			{ name: 'Booked, sold or resolved', data: shown.map(({ conversion }) => conversion.count), colours: 'good-2' },
			{ name: 'Ended otherwise', data: shown.map(({ handovers, open, conversion }) => handovers - open - conversion.count), colours: 'muted' },
			{ name: 'Still open', data: shown.map(({ open }) => open), colours: 'series-1' },
		],
	};
}
