import { readBotReply, readCustomerMessage } from './builtIn/engine';
import type { Detector } from './detector';

/** Detection without key or network: patterns and the operator's example phrases. */
export const builtInDetector: Detector = async ({ message, botReply, examplePhrases }) => {
	const findings = [
		...(message === undefined ? [] : readCustomerMessage(message, examplePhrases)),
		...(botReply === undefined ? [] : readBotReply(botReply)),
	];
	return { findings, detector: 'built-in' };
};
