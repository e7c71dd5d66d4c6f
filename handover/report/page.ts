import { createHash } from 'node:crypto';
import { chartLibrary } from './chartLibrary';
import { chartsOf, type Chart } from './charts';
import { howItIsCounted } from './counting';
import { Markup, html, jsonForScript, type Content } from './markup';
import { SCRIPT } from './script';
import { STYLE } from './style';
import type { ReportSummary } from './summary';
import { tables } from './tables';
import { table } from './table';
import { tiles } from './tiles';
import { number, periodInWords, timeOf } from './words';

/** The report as one page: its charts are drawn by the script inside, everything else is there without. */
export function reportPage(summary: ReportSummary): string {
	const empty = summary.handovers === 0;
	const charts = empty ? [] : chartsOf(summary);
	const scripts = empty ? [] : [chartLibrary(), SCRIPT];
	const page = html`<!doctype html>
<html lang="en" class="without-drawings">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(scripts, STYLE)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${summary.title}, ${periodInWords(summary)}</title>
<link rel="icon" href="data:,">
<style>${new Markup(STYLE)}</style>
</head>
<body>
<header>
<h1 dir="auto">${summary.title}</h1>
<p class="soft">${periodInWords(summary)} · as of ${timeOf(summary.at, summary.zone)} · times in ${summary.zone}</p>
</header>
<main>
${empty ? nothing(summary) : [review(summary), tiles(summary), drawings(charts), tables(summary)]}
</main>
${empty ? undefined : html`<footer>${howItIsCounted(summary)}</footer>`}
${scripts.length === 0 ? undefined : html`<script type="application/json" id="figures">${jsonForScript(Object.fromEntries(charts.map((chart) => [chart.id, chart])))}</script>`}
${scripts.map((script) => html`<script>${new Markup(script)}</script>\n`)}
</body>
</html>
`;
	return page.text;
}

/** Lets only what the page brings itself run and look: named by their hashes. */
function policy(scripts: readonly string[], style: string): string {
	const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
	const allowed = scripts.length === 0 ? "'none'" : scripts.map(hash).join(' ');
	return `default-src 'none'; script-src ${allowed}; style-src ${hash(style)}; img-src data:; base-uri 'none'; form-action 'none'`;
}

function nothing(summary: ReportSummary): Content {
	return html`<section>
<h2>No handovers in this period</h2>
<p>Either the bot could help everybody, or no conversation has reached it yet. To see a handover, send the bot “Can I talk to a human?” and make this report again.</p>
<p class="soft small">Looked at ${periodInWords(summary)}. A longer period may hold some.</p>
</section>`;
}

function review({ review: sentences }: ReportSummary): Content {
	return html`<section class="review" aria-labelledby="review">
<h2 id="review">To look at this time</h2>
${
	sentences.length === 0
		? html`<p>Nothing stands out: nobody waits, no task is overdue, and no question keeps coming back.</p>`
		: html`<ul>${sentences.map((sentence) => html`<li dir="auto">${sentence}</li>`)}</ul>`
}
</section>`;
}

function drawings(charts: readonly Chart[]): Content {
	return html`<div class="charts">${charts.map(
		(chart) => html`<figure class="card" aria-labelledby="${chart.id}-title">
<figcaption><h2 id="${chart.id}-title">${chart.title}</h2><p class="soft small">${chart.says}</p></figcaption>
<div class="drawing"><canvas data-chart="${chart.id}" role="img" aria-label="${chart.title}. ${chart.says} The figures are in the table below."></canvas></div>
<details><summary>Figures as a table</summary>${chartTable(chart)}</details>
</figure>`,
	)}</div>`;
}

function chartTable({ title, about, labels, series }: Chart): Content {
	const heads = [{ title: about }, ...series.map(({ name }) => ({ title: name, number: true }))];
	return table(title, heads, labels.map((label, index) => [label, ...series.map(({ data }) => number(data[index]))]));
}
