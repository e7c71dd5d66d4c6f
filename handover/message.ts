import { HandoverError } from './errors';

/** The product being modelled says the same. It names nobody, so it is true whoever is in. */
export const DEFAULT_FINAL_MESSAGE = 'Thank you! Someone from the team will get back to you.';

/** The shortest limit among the channels we know (WhatsApp and Telegram take 4,096). */
const LONGEST_MESSAGE = 4096;

/**
 * Reads the text for the customer.
 * @throws HandoverError when it is empty or longer than channels take
 */
export function readFinalMessage(value: string): string {
	const text = value.trim();
	if (text === '') {
		throw new HandoverError('"Message" is empty', `Enter what the customer reads, for example: ${DEFAULT_FINAL_MESSAGE}`);
	}
	if (text.length > LONGEST_MESSAGE) {
		throw new HandoverError(
			`"Message" has ${text.length} characters; chat channels take ${LONGEST_MESSAGE}`,
			'Shorten it, or check the expression that fills it.',
		);
	}
	return text;
}
