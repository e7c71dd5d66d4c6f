/** Who says something in a conversation. */
export type Role = 'customer' | 'bot' | 'agent';

/** `nobody` are entries that nobody said to the customer: system prompts, tool calls, "joined the chat". */
export type Speaker = Role | 'nobody';

/** Tried in this order on each word and each two words of a compound: an "AI agent" is a bot, "customer support" and "customer care" are agents. */
const WORDS: readonly (readonly [Speaker, ReadonlySet<string>])[] = [
	['bot', new Set(['bot', 'chatbot', 'assistant', 'ai', 'robot', 'machine', 'automation', 'automated', 'automatic', 'model', 'llm'])],
	['agent', new Set([
		'agent', 'operator', 'staff', 'support', 'admin', 'employee', 'representative', 'rep', 'advisor', 'adviser', 'teammate', 'team', 'supervisor',
		'consultant', 'specialist', 'manager', 'helpdesk', 'servicedesk', 'customerservice', 'customerservices', 'customercare', 'customersuccess',
	])],
	['customer', new Set(['customer', 'contact', 'client', 'visitor', 'guest', 'lead', 'consumer', 'buyer', 'caller', 'enduser', 'incoming', 'inbound', 'received'])],
	['nobody', new Set(['system', 'tool', 'function', 'developer', 'activity', 'event', 'notification'])],
];

/** Words whose meaning depends on who else speaks. */
const OUTGOING = new Set(['outgoing', 'outbound', 'sent']);

/**
 * What each word for a speaker means, read together, since three of them are
 * used for opposite sides:
 * - "user" is the customer, but the agent where "contact" is the customer and nothing else names an agent (Chatwoot);
 * - "human" is the customer next to "ai" (LangChain, n8n's chat memory), but the agent where something else names the customer;
 * - "outgoing" is the bot, but the agent where something else names the bot.
 * @param words every word of the column, as written
 * @returns the speaker of each word that is known
 */
export function readRoles(words: Iterable<string>): Map<string, Speaker> {
	const found = new Map([...words].map((word) => [word, tokensOf(word)] as const));
	const speakers = new Map<string, Speaker>();
	const name = (speaker: (tokens: readonly string[]) => Speaker | undefined) => {
		for (const [word, tokens] of found) {
			const known = speakers.has(word) ? undefined : speaker(tokens);
			if (known) speakers.set(word, known);
		}
	};
	const named = (role: Role) => [...speakers.values()].includes(role);

	name(clearSpeaker);
	const userIsAgent = named('customer') && !named('agent') && [...found.values()].some((tokens) => tokens.includes('contact'));
	name((tokens) => (tokens.includes('user') ? (userIsAgent ? 'agent' : 'customer') : undefined));
	const humanIsAgent = named('customer');
	name((tokens) => (tokens.includes('human') ? (humanIsAgent ? 'agent' : 'customer') : undefined));
	const outgoingIsAgent = named('bot');
	name((tokens) => (tokens.some((token) => OUTGOING.has(token)) ? (outgoingIsAgent ? 'agent' : 'bot') : undefined));
	return speakers;
}

function clearSpeaker(tokens: readonly string[]): Speaker | undefined {
	const candidates = [...tokens, ...pairsOf(tokens)];
	return WORDS.find(([, words]) => candidates.some((candidate) => words.has(candidate)))?.[0];
}

/** Neighbours written as one word, since "Help Desk" is a "helpdesk". */
function pairsOf(tokens: readonly string[]): string[] {
	return tokens.slice(1).map((token, index) => tokens[index] + token);
}

/** `AgentBot`, `agent_bot` and `Agent bot` are the same two words. */
function tokensOf(word: string): string[] {
	const spaced = word.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').toLowerCase();
	return spaced.split(/[^\p{L}\p{N}]+/u).filter((token) => token !== '');
}
