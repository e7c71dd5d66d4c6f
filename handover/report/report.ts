import { BYTE_ORDER_MARK, toCsv } from './csv';
import { reportItems, type ReportItem } from './items';
import { reportPage } from './page';
import { summarising, type Counted, type ReportSummary } from './summary';

/** What a report is about. Times are milliseconds since 1970. */
export interface ReportOptions {
	/** Handovers opened from then on count. */
	from: number;
	/** Handovers opened before count. */
	to: number;
	/** IANA time zone in which weeks begin and times are shown. */
	zone: string;
	/** Within how many minutes a person should have written to the customer. */
	slaMinutes: { normal: number; urgent: number };
	/** The page's heading. */
	title?: string;
	/** As of when: what is open then still waits. */
	now: number;
}

export interface Report {
	/** The figures, as plain JSON. */
	summary: ReportSummary;
	/** The figures one by one, all of the same shape: for a sheet or a database. */
	items: ReportItem[];
	/** The items as the text of a file with a header line, safe to open in a spreadsheet. */
	csv: string;
	/** One page that needs nothing from the network. */
	html: string;
}

/** How many handovers' words are looked at: the newest of the period. Reading words takes a hundred times as long as counting. */
export const MOST_READ = 5_000;

/**
 * How handovers went in a period: how many, how fast people answered, what came
 * of them, and what the bot can learn from them. Yields where others may have a
 * turn: of a million handovers it takes a second.
 * @param counted with the period before for comparison, which is made when it is covered
 * @returns the same for the same input
 */
export function* reporting(counted: Counted, options: ReportOptions): Generator<undefined, Report> {
	const summary = yield* summarising(counted, options);
	const items = reportItems(summary);
	return { summary, items, csv: BYTE_ORDER_MARK + toCsv(items), html: reportPage(summary) };
}
