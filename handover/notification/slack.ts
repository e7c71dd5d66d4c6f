import { messageText, type Fact, type Section } from '../brief';
import { clip } from '../text';
import { OPEN, type Notice } from './notice';

/** A notice for Slack: `text` is what phones show, `blocks` what the channel shows (Block Kit). */
export interface SlackMessage {
	text: string;
	blocks: SlackBlock[];
}

type PlainText = { type: 'plain_text'; text: string };
type Markdown = { type: 'mrkdwn'; text: string };

export type SlackBlock =
	| { type: 'header'; text: PlainText }
	| { type: 'section'; text: Markdown; fields?: undefined }
	| { type: 'section'; text?: undefined; fields: Markdown[] }
	| { type: 'actions'; elements: Array<{ type: 'button'; text: PlainText; url: string; style?: 'primary' }> }
	| { type: 'context'; elements: Markdown[] };

/*
 * Slack refuses a message that goes past these: the reference of Block Kit
 * (https://docs.slack.dev/reference/block-kit/blocks), read in 2026.
 */
const LONGEST_HEADER = 150;
const LONGEST_SECTION = 3000;
const LONGEST_FIELD = 2000;
const MOST_FIELDS = 10;
const MOST_BLOCKS = 50;
const LONGEST_URL = 3000;

/** A notice as a message to Slack, within the limits of Block Kit. */
export function asSlack({ headline, lead, tone, sections, link, footer }: Notice): SlackMessage {
	const blocks: SlackBlock[] = [
		{ type: 'header', text: { type: 'plain_text', text: clip(headline, LONGEST_HEADER) } },
		{ type: 'section', text: markdown(`${tone === 'warning' ? ':warning: ' : ''}`, lead, LONGEST_SECTION) },
		...(link === undefined || link.length > LONGEST_URL ? [] : [button(link)]),
		...sections.flatMap(blocksOf),
	];
	return {
		text: `${mrkdwn(headline, LONGEST_SECTION)}\n${mrkdwn(lead, LONGEST_SECTION)}`,
		blocks: [...blocks.slice(0, MOST_BLOCKS - 1), { type: 'context', elements: [markdown('', footer, LONGEST_FIELD)] }],
	};
}

function button(url: string): SlackBlock {
	return { type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: OPEN }, url, style: 'primary' }] };
}

function blocksOf(section: Section): SlackBlock[] {
	const title = `*${mrkdwn(section.title, LONGEST_FIELD)}*\n`;
	if ('text' in section) return [{ type: 'section', text: markdown(title, section.text, LONGEST_SECTION) }];
	if ('quote' in section) return [{ type: 'section', text: markdown(`${title}>`, section.quote, LONGEST_SECTION, '\n>') }];
	if ('messages' in section) {
		const said = section.messages.map(messageText).join('\n');
		return [{ type: 'section', text: markdown(title, said, LONGEST_SECTION) }];
	}
	return groups(section.facts).map((facts) => ({ type: 'section', fields: facts.map(field) }));
}

function groups(facts: readonly Fact[]): Fact[][] {
	return Array.from({ length: Math.ceil(facts.length / MOST_FIELDS) }, (_, index) => facts.slice(index * MOST_FIELDS, (index + 1) * MOST_FIELDS));
}

function field([name, value]: Fact): Markdown {
	return markdown(`*${mrkdwn(name, LONGEST_FIELD / 2)}*\n`, value, LONGEST_FIELD);
}

/** Our own mark-up, then somebody's text. @param lineBreak what begins each further line of it */
function markdown(before: string, text: string, longest: number, lineBreak = '\n'): Markdown {
	return { type: 'mrkdwn', text: before + mrkdwn(text, longest - before.length, lineBreak) };
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * A text in which nothing calls anybody (`<!channel>`) or is a link, cut so
 * that what Slack counts stays within the limit and no entity is broken.
 */
function mrkdwn(text: string, longest: number, lineBreak = '\n'): string {
	let whole = '';
	// How much still fits with the sign that there was more.
	let fitting = '';
	for (const character of text.toWellFormed()) {
		whole += character === '\n' ? lineBreak : (ENTITIES[character] ?? character);
		if (whole.length < longest) fitting = whole;
		if (whole.length > longest) return `${fitting}…`;
	}
	return whole;
}
