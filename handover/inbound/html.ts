/** Ends a line when shown. */
const BREAKS = /<(?:br|hr|\/(?:p|div|tr|td|th|li|h[1-6]|blockquote))\b[^<>]*>/gi;
/** An address in brackets, as in `Rosa <p@x.org>`, is not one. */
const LOOKS_LIKE_HTML = /<(?:!doctype|html|body|div|p|br|span|table|a|b|i|strong|em|img|ul|ol|font|h[1-6]|blockquote)\b[^<>@]*>/i;

const ENTITIES: ReadonlyMap<string, string> = new Map([
	['amp', '&'],
	['lt', '<'],
	['gt', '>'],
	['quot', '"'],
	['apos', '\''],
	['nbsp', ' '],
]);

/**
 * What a person reads of an e-mail's HTML; other texts stay as they are.
 * Quoted messages stay in. Takes time in proportion to the length, whatever is sent.
 */
export function textOfHtml(html: string): string {
	if (!LOOKS_LIKE_HTML.test(html)) return html;
	return html
		// What is never closed reaches to the end: else each opening would be searched from anew.
		.replace(/<!--[^]*?(?:-->|$)/g, '')
		.replace(/<(style|script|head|title)\b[^<>]*>[^]*?(?:<\/\1\s*>|$)/gi, '')
		.replace(/\s+/g, ' ')
		.replace(BREAKS, '\n')
		.replace(/<[a-z/!][^<>]*>/gi, '')
		.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi, decoded)
		.replace(/[^\S\n]+/g, ' ')
		.replace(/ ?\n ?/g, '\n')
		.replace(/\n{3,}/g, '\n\n')
		.trim();
}

function decoded(entity: string, decimal?: string, hex?: string, name?: string): string {
	if (name !== undefined) return ENTITIES.get(name.toLowerCase()) ?? entity;
	const point = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
	const isCharacter = point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
	return isCharacter ? String.fromCodePoint(point) : entity;
}
