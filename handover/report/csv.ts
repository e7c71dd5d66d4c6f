import Papa from 'papaparse';

/** What makes a spreadsheet take a cell for a formula: these at its start, in their wide forms too, or after a space or tab. */
const FORMULA = /^\s*[=+\-@＝＋－＠\t\r]/;

/** At the start of a file it tells spreadsheets that the letters are UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/**
 * The rows as CSV (RFC 4180) with a header line. Texts that a spreadsheet would
 * run as a formula get an apostrophe in front; numbers stay numbers.
 * @param rows all with the same columns; none makes an empty text
 * @param header left out for what is added to other rows
 */
export function toCsv(rows: readonly object[], header = true): string {
	return Papa.unparse([...rows], { escapeFormulae: FORMULA, header });
}
