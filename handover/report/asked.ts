import { AI_RULE } from '../detection/detector';
import type { Handover } from '../receipt';
import { grouped } from '../replay/grouped';
import { scenarioTitle } from '../scenario';
import { clip } from '../text';
import { isConverted, isFalseAlarm, outcomeOf } from './cases';
import { share, type Share } from './figures';
import { foldedText, groupQuestions } from './questions';

/** Something the bot was asked and had no answer to. */
export interface Gap {
	/** The commonest wording. */
	question: string;
	handovers: number;
	/** Other wordings. */
	examples: string[];
}

/** Words that led to handovers. */
export interface Phrase {
	words: string;
	/** What found them: a pattern, an example phrase, a model. */
	rule: string;
	scenario: string;
	handovers: number;
	converted: Share;
	falseAlarms: Share;
}

const EXAMPLES = 3;
const LONGEST_TEXT = 240;

/** Whether the bot had no answer: that was the reason, or the last of the failed attempts. */
export function lacksInformation({ scenario, evidence, explanation }: Handover): boolean {
	if (scenario === 'lack_of_information') return true;
	return (
		scenario === 'failed_to_resolve' &&
		explanation?.considered.some(({ finding, rule, text }) => finding === 'lack_of_information' && rule === evidence?.rule && text === evidence.text) === true
	);
}

/** What the customer asked; nothing where that isn't known. */
export function questionOf({ message }: Handover): string {
	return message?.trim() ?? '';
}

/** What the bot could not answer, the commonest first. @param lacking oldest first */
export function gapsOf(lacking: readonly Handover[]): Gap[] {
	const questions = lacking.map(questionOf).filter((question) => question !== '');
	return groupQuestions(questions, (question) => question).map((group) => {
		const [question, ...others] = wordings(group);
		return { question, handovers: group.length, examples: others.slice(0, EXAMPLES) };
	});
}

/** Each wording once, the commonest first. */
function wordings(texts: readonly string[]): string[] {
	return [...grouped(texts, foldedText).values()].sort((a, b) => b.length - a.length).map(([text]) => clip(text, LONGEST_TEXT));
}

/** What started handovers, the commonest first. @param handovers oldest first */
export function phrasesOf(handovers: readonly Handover[]): Phrase[] {
	const fired = handovers.flatMap((handover) => {
		const { evidence, scenario, scenarioName, firstReplyAt } = handover;
		if (!evidence) return [];
		return [
			{
				words: evidence.text,
				// A model's reason is never worded twice alike.
				rule: evidence.rule.startsWith(AI_RULE) ? 'ai' : evidence.rule,
				scenario: scenarioTitle(scenario, scenarioName),
				outcome: outcomeOf(handover),
				replied: firstReplyAt !== undefined,
			},
		];
	});
	return [...grouped(fired, ({ scenario, rule, words }) => JSON.stringify([scenario, rule, foldedText(words)])).values()]
		.map((same): Phrase => {
			const closed = same.filter(({ outcome }) => outcome !== 'open');
			const genuine = closed.filter(({ outcome }) => outcome !== 'spam');
			return {
				words: wordings(same.map(({ words }) => words))[0],
				rule: same[0].rule,
				scenario: same[0].scenario,
				handovers: same.length,
				converted: share(genuine.filter(isConverted).length, genuine.length),
				falseAlarms: share(closed.filter(isFalseAlarm).length, closed.length),
			};
		})
		.sort((a, b) => b.handovers - a.handovers);
}
