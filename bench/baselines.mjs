/**
 * What people build by hand, to stand beside our detection in the same run: a
 * keyword regex, and a fuzzy search over a list of phrases.
 */

/** Words that people put into a Code node or a Switch. */
const KEYWORDS = {
	human_requested: /\b(human|agent|person|representative|operator|support|someone)\b/i,
	lack_of_information: /\b(don't know|do not know|not sure|no information|can't help|cannot help|sorry)\b/i,
	failed_to_resolve: /\b(not helpful|doesn't help|does not help|wrong|not what i|still not|doesn't work)\b/i,
	upset_customer: /\b(angry|terrible|worst|awful|ridiculous|unacceptable|wtf|fuck\w*|shit|hate)\b/i,
	urgent_or_high_value: /\b(urgent|asap|emergency|immediately|bulk|enterprise)\b/i,
	complex_request: /\b(contract|quote|legal|compliance|gdpr)\b/i,
};

/** Phrases for the fuzzy search, as an operator would list them. */
const SEEDS = {
	human_requested: ['talk to a human', 'speak to an agent', 'real person', 'customer service representative', 'connect me with someone', 'call me back', 'I want to speak to a manager', 'live agent please'],
	lack_of_information: ['I do not know', 'I do not have that information', 'I am not sure about that', 'I cannot help with that', 'I did not understand', 'please rephrase your question', 'no information available'],
	failed_to_resolve: ['that did not help', 'that is not what I asked', 'wrong answer', 'still does not work', 'you do not understand me', 'same answer again'],
	upset_customer: ['this is ridiculous', 'worst service ever', 'I am very angry', 'this is unacceptable', 'I am fed up', 'what the hell', 'you are useless'],
	urgent_or_high_value: ['this is urgent', 'it is an emergency', 'I need it today', 'as soon as possible', 'large order', 'my card was stolen'],
	complex_request: ['custom quote', 'contract terms', 'data processing agreement', 'legal question', 'compliance requirements', 'request for proposal'],
};

/** fuse.js's own default is 0.6, which fires on nearly everything. */
const FUZZINESS = 0.3;

/**
 * @param {keyof typeof KEYWORDS} scenario
 * @param {typeof import('fuse.js').default} Fuse
 * @returns {Record<string, (text: string) => boolean>}
 */
export function baselines(scenario, Fuse) {
	const fuse = new Fuse(SEEDS[scenario], { threshold: FUZZINESS, ignoreLocation: true });
	return {
		keywordRegex: (text) => KEYWORDS[scenario].test(text),
		fuzzyPhrases: (text) => fuse.search(text.slice(0, 200)).length > 0,
	};
}
