import Papa from 'papaparse';
import { HandoverError } from '../errors';
import { isKnownName, plainName, type FieldNames, type Row } from './columns';

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** The line before the header in which Excel is told the delimiter, and which it does not show. */
const SEPARATOR_LINE = /^"?sep=([^\n"])"? *(?:\n|$)/i;

/**
 * Reads a table with a header line. Rows count as a spreadsheet shows them, the
 * header being row 1; rows without any value are skipped.
 * @param text with `\n` as line end and no byte order mark
 * @param fieldNames column names the operator mapped
 * @throws HandoverError when it is no table, a quote stays open, or a row has more columns than the header
 */
export function readCsv(text: string, fieldNames: FieldNames): Row[] {
	const { table, delimiter } = separated(text, fieldNames);
	const { data, errors } = Papa.parse<string[]>(table, { delimiter, newline: '\n' });
	const broken = errors.find(({ type }) => type === 'Quotes');
	if (broken) {
		throw new HandoverError(
			`Row ${(broken.row ?? 0) + 1} has a quote that is not closed, or one inside a text that is not doubled`,
			'Put texts with quotes, commas or line breaks in double quotes, and double the quotes inside them, as spreadsheet programs do on export.',
		);
	}
	const first = data.findIndex((cells) => !isBlank(cells));
	const header = data[first] ?? [];
	const isTable = header.length > 1 && data.length - first > 1;
	if (!isTable && !header.some((name) => isKnownName(name, fieldNames))) {
		throw new HandoverError(
			'This is neither CSV with a header line nor JSON',
			'Give a table whose first line names the columns, such as conversationId,role,text,time; or JSON, such as [{"conversationId": "1", "role": "customer", "text": "Hello"}].',
		);
	}
	const names = header.map(plainName);
	// Of two columns with one name the first counts.
	const columns = [...new Set(names)].map((name) => [name, names.indexOf(name)] as const);
	return data.flatMap((cells, index) => {
		if (index <= first || isBlank(cells)) return [];
		const where = `Row ${index + 1}`;
		if (!isBlank(cells.slice(header.length))) {
			throw new HandoverError(
				`${where} has ${cells.length} columns, but the first line names ${header.length}`,
				'Put texts that contain the separator in double quotes, as spreadsheet programs do on export.',
			);
		}
		return [{ where, fields: new Map(columns.map(([name, column]) => [name, cells[column] ?? ''])) }];
	});
}

/** The table without the line that names its delimiter, and that delimiter, else the likeliest. */
function separated(text: string, fieldNames: FieldNames): { table: string; delimiter: string } {
	const named = SEPARATOR_LINE.exec(text);
	return named ? { table: text.slice(named[0].length), delimiter: named[1] } : { table: text, delimiter: delimiterOf(text, fieldNames) };
}

/** The delimiter that makes most sense of the first line: texts below may hold more commas than there are columns. */
function delimiterOf(text: string, fieldNames: FieldNames): string {
	const start = text.trimStart();
	const scores = DELIMITERS.map((delimiter) => {
		const names = Papa.parse<string[]>(start, { delimiter, newline: '\n', preview: 1 }).data[0] ?? [];
		const known = names.filter((name) => isKnownName(name, fieldNames)).length;
		return { delimiter, known, columns: names.length };
	});
	return scores.sort((a, b) => b.known - a.known || b.columns - a.columns)[0].delimiter;
}

function isBlank(cells: readonly string[]): boolean {
	return cells.every((cell) => cell.trim() === '');
}
