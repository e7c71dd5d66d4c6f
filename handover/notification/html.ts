import type { Fact, Line, Section } from '../brief';
import { OPEN, type Notice } from './notice';

/*
 * Mail clients know tables and inline styles; style sheets, fonts and pictures
 * from elsewhere they drop or block.
 */

const FONT = 'font-family:-apple-system,\'Segoe UI\',Roboto,Helvetica,Arial,sans-serif';
const TEXT = '#1f2933';
const FAINT = '#616e7c';
const LINE = '#e4e7eb';
const COLOURS: Record<Notice['tone'], string> = { news: '#1d4ed8', warning: '#b45309' };

/** A notice as a page for a mail. Everything that is not ours is escaped. */
export function asHtml({ headline, lead, tone, sections, link, footer }: Notice): string {
	const colour = COLOURS[tone];
	const button = link === undefined ? '' : row(`<a href="${escaped(link)}" style="display:inline-block;padding:11px 20px;border-radius:6px;background:${colour};color:#ffffff;font-weight:600;text-decoration:none">${OPEN}</a>`, '4px 28px 24px');
	return [
		'<!doctype html>',
		`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(headline)}</title></head>`,
		'<body style="margin:0;padding:0;background:#f5f7fa">',
		'<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f5f7fa"><tr><td align="center" style="padding:24px 12px">',
		`<table role="presentation" width="600" cellpadding="0" cellspacing="0" style="width:100%;max-width:600px;background:#ffffff;border:1px solid ${LINE};border-top:4px solid ${colour};border-radius:8px;${FONT};font-size:15px;line-height:1.5;color:${TEXT}">`,
		row(`<h1 style="margin:0 0 6px;font-size:20px;line-height:1.3;font-weight:600">${escaped(headline)}</h1><p style="margin:0;color:${FAINT}">${escaped(lead)}</p>`, '24px 28px 20px'),
		button,
		...sections.map((section) => row(heading(section.title) + contentOf(section, colour), '0 28px 20px')),
		row(escaped(footer), `14px 28px;border-top:1px solid ${LINE};font-size:12px;color:${FAINT}`),
		'</table></td></tr></table></body></html>',
	].join('\n');
}

function row(content: string, padding: string): string {
	return `<tr><td style="padding:${padding}">${content}</td></tr>`;
}

function heading(title: string): string {
	return `<h2 style="margin:0 0 6px;font-size:12px;line-height:1.4;font-weight:600;letter-spacing:.04em;text-transform:uppercase;color:${FAINT}">${escaped(title)}</h2>`;
}

function contentOf(section: Section, colour: string): string {
	if ('text' in section) return `<p style="margin:0">${withBreaks(section.text)}</p>`;
	if ('quote' in section) return `<blockquote style="margin:0;padding:2px 0 2px 14px;border-left:3px solid ${colour}">${withBreaks(section.quote)}</blockquote>`;
	if ('facts' in section) return table(section.facts.map(factRow));
	return table(section.messages.map(messageRow));
}

function table(rows: readonly string[]): string {
	return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="font-size:15px;line-height:1.5">${rows.join('')}</table>`;
}

function factRow([name, value]: Fact): string {
	return `<tr><td width="130" valign="top" style="width:130px;padding:2px 12px 2px 0;color:${FAINT}">${escaped(name)}</td><td valign="top" style="padding:2px 0;word-break:break-word">${escaped(value)}</td></tr>`;
}

function messageRow({ at, from, text }: Line): string {
	return `<tr><td style="padding:6px 0;border-top:1px solid ${LINE};word-break:break-word"><span style="font-size:12px;color:${FAINT}">${escaped(from)} · ${escaped(at)}</span><br>${withBreaks(text)}</td></tr>`;
}

function withBreaks(text: string): string {
	return escaped(text).replace(/\s*\n\s*/g, '<br>');
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };

/** The text as content or in an attribute between double quotes, nothing of which is markup. */
export function escaped(text: string): string {
	return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}
