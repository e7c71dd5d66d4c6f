import type { Section } from '../brief';

/** What a notification says, before it is put into one form or another. All texts are raw. */
export interface Notice {
	/** One line: the subject of a mail. */
	headline: string;
	/** What happened, and whose it is. */
	lead: string;
	tone: 'news' | 'warning';
	sections: Section[];
	/** Where an agent opens the conversation; a web address. */
	link?: string;
	/** By which the handover is found again. */
	footer: string;
}

/** What the link is called. */
export const OPEN = 'Open the conversation';
