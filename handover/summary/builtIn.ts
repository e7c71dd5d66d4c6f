import { sentencesOf, type Sentence } from '../detection/builtIn/substance';
import { oneLine } from '../line';
import type { Handover } from '../receipt';
import { clip } from '../text';
import type { TranscriptMessage } from '../transcript';

/** What a task list shows of a line. */
export const LONGEST_SUMMARY = 160;

/** Less says nothing on its own: "my order", "still broken". A question needs fewer. */
const WORDS_OF_A_MATTER = 2;
const WORDS_OF_A_QUESTION = 1;

/** What is shorter is understood only together with what was said before: "still nothing", "and for this one?" */
const WORDS_THAT_STAND_ALONE = 4;
const WORDS_OF_A_QUESTION_ALONE = 2;

/** One message of the customer, as far as it says what they want. */
interface Said {
	/** Of each only what has substance. */
	sentences: Sentence[];
	words: number;
	isQuestion: boolean;
}

/**
 * What the customer wants in one line, in their own words: the last thing that
 * they asked or told and that was not settled, with what they have added to
 * it. Greetings, thanks and the bare request for a person are left out.
 * @param messages the last messages, oldest first
 * @returns undefined when they have not said what it is about
 */
export function builtInSummary({ message, scenario, evidence }: Handover, messages: readonly TranscriptMessage[]): string | undefined {
	const request = scenario === 'human_requested' ? evidence?.text : undefined;
	return shortly(aboutTheMatter(unsettled(withMessage(messages, message), request))) || undefined;
}

/** The message that began the handover may be older than what is kept, or have come by another way. */
function withMessage(messages: readonly TranscriptMessage[], message: string | undefined): ReadonlyArray<Pick<TranscriptMessage, 'from' | 'text'>> {
	const isThere = message === undefined || messages.some(({ from, text }) => from === 'customer' && text === message);
	return isThere ? messages : [...messages, { from: 'customer', text: message }];
}

/** What the customer said since a matter was last settled. */
function unsettled(messages: ReadonlyArray<Pick<TranscriptMessage, 'from' | 'text'>>, request: string | undefined): Said[] {
	let said: Said[] = [];
	for (const { from, text } of messages) {
		if (from !== 'customer') continue;
		const all = sentencesOf(text, request);
		const settled = all.findLastIndex(({ isSettled }) => isSettled);
		if (settled !== -1) said = [];
		const sentences = all.slice(settled + 1).filter(hasSubstance);
		if (sentences.length === 0) continue;
		const words = sentences.reduce((sum, sentence) => sum + sentence.words, 0);
		said.push({ sentences, words, isQuestion: sentences.some(({ isQuestion }) => isQuestion) });
	}
	return said;
}

function hasSubstance({ words }: Sentence): boolean {
	return words > 0;
}

/** The messages that tell it: from where it begins up to what was added last. */
function aboutTheMatter(said: readonly Said[]): readonly Said[] {
	const isMatter = ({ words, isQuestion }: Said) => words >= (isQuestion ? WORDS_OF_A_QUESTION : WORDS_OF_A_MATTER);
	const lastMatter = (before: number) => said.findLastIndex((one, index) => index < before && isMatter(one));
	let first = lastMatter(said.length);
	// Nothing but crumbs: together they are all there is.
	if (first === -1) return said;
	while (!standsAlone(said[first]) && lastMatter(first) !== -1) first = lastMatter(first);
	return said.slice(first);
}

function standsAlone({ words, isQuestion }: Said): boolean {
	return words >= (isQuestion ? WORDS_OF_A_QUESTION_ALONE : WORDS_THAT_STAND_ALONE);
}

/** As many sentences as fit into a line; of the one that doesn't, the beginning when there is room for more than a few words. */
function shortly(said: readonly Said[]): string {
	const sentences = said.flatMap((one) => one.sentences);
	// A greeting that no list of ours knows, before what it is about.
	const first = Math.max(0, sentences.findIndex(({ words }) => words >= WORDS_OF_A_MATTER));
	let line = '';
	for (const { text } of sentences.slice(first)) {
		const longer = `${line.replace(/(?<=[\p{L}\p{M}\p{N}])$/u, '.')} ${oneLine(text)}`.trim();
		if (longer.length > LONGEST_SUMMARY && line.length > LONGEST_SUMMARY / 2) break;
		line = clipAtWord(longer, LONGEST_SUMMARY);
	}
	return line;
}

/** Cut between two words, where there is a gap near the end. */
function clipAtWord(text: string, length: number): string {
	if (text.length <= length) return text;
	const cut = clip(text, length);
	const gap = cut.lastIndexOf(' ');
	return gap > length * 0.8 ? `${cut.slice(0, gap).replace(/[,;:–-]$/u, '')}…` : cut;
}
