import { html, type Content } from './markup';
import type { ReportSummary } from './summary';
import type { Figures, Share } from './figures';
import { minutesInWords, number, percent } from './words';

interface Tile {
	title: string;
	figure: string;
	/** What the figure is made of. */
	of: string;
	/** Against the period before. */
	change?: string;
}

/** From so many characters on a figure is set smaller. */
const LONG_FIGURE = 8;

/** The figures to know first. */
export function tiles(summary: ReportSummary): Content {
	return html`<dl class="tiles">${tilesOf(summary).map(
		({ title, figure, of, change }) => html`<div class="card tile"><dt>${title}</dt>
<dd class="figure${figure.length >= LONG_FIGURE ? ' long' : ''}">${figure}</dd>
<dd class="small">${of}</dd>
${change && html`<dd class="small soft">${change}</dd>`}</div>`,
	)}</dl>`;
}

function tilesOf(summary: ReportSummary): Tile[] {
	const { handovers, open, conversion, inTime, firstReply, tasks, escalated, slaMinutes, before } = summary;
	const partOf = ({ count, of }: Share, what: string, none: string) => (of === 0 ? none : `${number(count)} of ${number(of)} ${what}`);
	return [
		{ title: 'Handovers', figure: number(handovers), of: `${number(open)} still open`, change: before && `${number(before.handovers)} before` },
		{ title: 'Conversion', figure: percent(conversion.share), of: partOf(conversion, 'closed', 'none closed yet'), change: shareBefore(before, 'conversion') },
		{
			title: 'Answered in time',
			figure: percent(inTime.share),
			of: partOf(inTime, `in ${minutesInWords(slaMinutes.normal)}, urgent ${minutesInWords(slaMinutes.urgent)}`, 'none due yet'),
			change: shareBefore(before, 'inTime'),
		},
		{
			title: 'First answer',
			figure: minutesInWords(firstReply.medianMinutes),
			of: firstReply.p90Minutes === undefined ? 'median; fewer than 9 of 10 had one' : `median; 9 of 10 in ${minutesInWords(firstReply.p90Minutes)}`,
			change: before && `${minutesInWords(before.firstReply.medianMinutes)} before`,
		},
		{ title: 'Tasks completed', figure: percent(tasks.share), of: partOf(tasks, `done, ${number(tasks.overdue)} overdue`, 'no tasks'), change: shareBefore(before, 'tasks') },
		{ title: 'Escalated', figure: percent(escalated.share), of: partOf(escalated, 'handovers', ''), change: shareBefore(before, 'escalated') },
	];
}

function shareBefore(before: Figures | undefined, what: 'conversion' | 'inTime' | 'tasks' | 'escalated'): string | undefined {
	return before && `${percent(before[what].share)} before`;
}
