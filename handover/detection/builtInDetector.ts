import { readBotReply, readCustomerMessage } from './builtIn/engine';
import { repeatedQuestion } from './builtIn/repetition';
import type { Detector, Finding } from './detector';
import { findingKindOf, type ScenarioRule } from './scenarios';

/** Detection without key or network: phrases, a small model, and the operator's example phrases. */
export const builtInDetector: Detector = async ({ message, botReply, history, rules }) => {
	const examples = rules.map(examplesOf);
	const said = message === undefined ? [] : readCustomerMessage(message, examples.filter(({ kind }) => kind !== 'lack_of_information'));
	const again = message === undefined ? undefined : repeatedQuestion(message, history ?? []);
	return {
		findings: [
			...said,
			...(again && !says(said, 'attempt_failed') && !says(said, 'resolved') ? [again] : []),
			...(botReply === undefined ? [] : readBotReply(botReply, examples.filter(({ kind }) => kind === 'lack_of_information'))),
		],
		detector: 'built-in',
	};
};

function examplesOf({ scenario, name, examplePhrases }: ScenarioRule) {
	const kind = findingKindOf(scenario);
	return { kind, name: kind === 'custom' ? name : undefined, phrases: examplePhrases };
}

/** A repetition adds what the words themselves leave open. */
function says(findings: readonly Finding[], kind: Finding['kind']): boolean {
	return findings.some((finding) => finding.kind === kind && finding.confidence >= 0.5);
}
