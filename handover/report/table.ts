import { html, type Content } from './markup';

export interface Column {
	title: string;
	/** To the right, on one line. */
	number?: boolean;
	/** Softer, and wide enough to be read. */
	words?: boolean;
}

/** A table that scrolls by itself where the page is narrow. @param name what it is, for those who hear it */
export function table(name: string, columns: readonly Column[], rows: readonly (readonly Content[])[]): Content {
	const looks = ({ number: isNumber, words }: Column) => (isNumber ? 'number' : words ? 'words' : 'name');
	const cell = (content: Content, index: number) =>
		index === 0
			? html`<th scope="row" dir="auto">${content}</th>`
			: html`<td class="${looks(columns[index])}"${columns[index].words ? html` dir="auto"` : undefined}>${content}</td>`;
	return html`<div class="scroll" role="region" tabindex="0" aria-label="${name}"><table>
<thead><tr>${columns.map((column) => html`<th scope="col" class="${looks(column)}">${column.title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map(cell)}</tr>\n`)}</tbody>
</table></div>`;
}
