/** One line that shows all it says: a task list is no place for hidden or turned text. */
export function oneLine(text: string): string {
	return text.toWellFormed().replace(/(?:(?![\u200c\u200d])[\s\p{Cc}\p{Cf}])+/gu, ' ').trim();
}
