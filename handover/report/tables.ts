import { html, type Content } from './markup';
import type { Share } from './figures';
import type { Gap, Phrase } from './asked';
import type { AgentRow, ReportSummary, Row } from './summary';
import { table, type Column } from './table';
import { counted, minutesInWords, number, percent, quoted } from './words';

/** From this share on a phrase that fired is marked; of fewer closed handovers nothing can be said. */
const MANY_FALSE_ALARMS = 0.5;
const FEWEST_CLOSED = 3;

/** Everything that is looked up rather than looked at. */
export function tables(summary: ReportSummary): Content {
	const { scenarios, tags, agents } = summary;
	return [
		knowledgeGaps(summary),
		phrases(summary),
		section('By scenario', 'What customers were handed over for, and how that went.', scenarios.length > 0 && rowTable('By scenario', 'Scenario', scenarios)),
		section('By tag', 'A handover with several tags counts for each.', tags.length > 0 && rowTable('By tag', 'Tag', tags)),
		section('By person', 'Whoever had the conversation when the customer was answered. Times count from when it came to them.', agents.length > 0 && agentTable(agents)),
	];
}

/** Left out when there is nothing to show. */
function section(title: string, says: string, content: Content | false): Content {
	return content === false ? undefined : html`<section><h2>${title}</h2><p class="soft small">${says}</p>${content}</section>`;
}

/** Said where only some handovers were read, since reading takes long. */
function newest({ handoversRead, handovers }: ReportSummary, before: string, after = ''): string {
	return handoversRead < handovers ? ` ${before} the newest ${number(handoversRead)}${after}` : '';
}

function knowledgeGaps(summary: ReportSummary): Content {
	const { gaps, lacking } = summary;
	const known = lacking.handovers - lacking.unknown;
	const says = `${counted(known, 'handover')}${newest(summary, 'of')} because the bot had no answer, to ${counted(lacking.questions, 'different question')}. Answer the ones at the top, and they won't come back.`;
	const rest = lacking.questions - gaps.length;
	const columns: Column[] = [{ title: 'Question' }, { title: 'Handovers', number: true }, { title: 'Also asked as', words: true }];
	const rows = gaps.map(({ question, handovers, examples }: Gap) => [question, number(handovers), examples.map((example) => html`<p dir="auto">${example}</p>`)]);
	return section('What the bot could not answer', says, known > 0 && [
		table('What the bot could not answer', columns, rows),
		rest > 0 && html`<p class="soft small">${counted(rest, 'rarer question')} not shown.</p>`,
	].map((content) => content || undefined));
}

function phrases(summary: ReportSummary): Content {
	const columns: Column[] = [
		{ title: 'Words' },
		{ title: 'Found by', words: true },
		{ title: 'Handovers', number: true },
		{ title: 'Converted', number: true },
		{ title: 'False alarms', number: true },
	];
	const rows = summary.phrases.map(({ words, rule, scenario, handovers, converted, falseAlarms }: Phrase) => [
		quoted(words),
		html`${scenario} <code>${rule}</code>`,
		number(handovers),
		percent(converted.share),
		flagged(falseAlarms),
	]);
	const says = `The words that called a person${newest(summary, 'in', ' handovers')}. False alarms were closed as spam, or given back to the bot without a message: at a lower sensitivity fewer of them come through.`;
	return section('What started handovers', says, rows.length > 0 && table('What started handovers', columns, rows));
}

function flagged({ share, count, of }: Share): Content {
	const text = `${percent(share)}${of > 0 ? ` (${number(count)} of ${number(of)})` : ''}`;
	return of >= FEWEST_CLOSED && (share ?? 0) >= MANY_FALSE_ALARMS ? html`<span class="flag">▲ ${text}</span>` : text;
}

const ROW_COLUMNS: Column[] = ['Handovers', 'Converted', 'Answered in time', 'Median answer', '9 of 10 within', 'Tasks completed', 'Escalated'].map((title) => ({ title, number: true }));

function rowTable(name: string, first: string, rows: readonly Row[]): Content {
	return table(name, [{ title: first }, ...ROW_COLUMNS], rows.map(cells));
}

function cells({ name, handovers, conversion, inTime, firstReply, tasks, escalated }: Row): Content[] {
	return [
		name,
		number(handovers),
		percent(conversion.share),
		percent(inTime.share),
		minutesInWords(firstReply.medianMinutes),
		minutesInWords(firstReply.p90Minutes),
		percent(tasks.share),
		percent(escalated.share),
	];
}

function agentTable(agents: readonly AgentRow[]): Content {
	return table('By person', [{ title: 'Person' }, ...ROW_COLUMNS, { title: 'Taken away', number: true }], agents.map((row) => [...cells(row), number(row.escalatedAway)]));
}
