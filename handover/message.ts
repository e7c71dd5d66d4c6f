import { HandoverError } from './errors';
import type { Assignee, StepResult } from './receipt';

/** The product being modelled says the same. It names nobody, so it is true whoever is in. */
export const DEFAULT_FINAL_MESSAGE = 'Thank you! Someone from the team will get back to you.';

/** The shortest limit among the channels we know (WhatsApp and Telegram take 4,096). */
const LONGEST_MESSAGE = 4096;

/**
 * Reads a text for the customer.
 * @param label the parameter it is from
 * @throws HandoverError when it is empty or longer than channels take
 */
export function readCustomerText(value: string, label: string): string {
	const text = value.trim();
	if (text === '') {
		throw new HandoverError(`"${label}" is empty`, `Enter what the customer reads, for example: ${DEFAULT_FINAL_MESSAGE}`);
	}
	if (text.length > LONGEST_MESSAGE) {
		throw new HandoverError(
			`"${label}" has ${text.length} characters; chat channels take ${LONGEST_MESSAGE}`,
			'Shorten it, or check the expression that fills it.',
		);
	}
	return text;
}

/**
 * The text that fits what happened: when Assign Conversation found nobody, or
 * when the text names somebody who was asked and refused, the one that
 * promises nobody.
 * @param assign what became of the step, if the flow has it
 */
export function finalText(
	{ text, inQueue }: { text: string; inQueue: string },
	assignee: Assignee | undefined,
	assign: StepResult | undefined,
): string {
	if (assign && !assignee) return inQueue;
	const tried = (assign?.data?.tried as Array<{ name: string }> | undefined) ?? [];
	return tried.some(({ name }) => name !== assignee?.name && text.includes(name)) ? inQueue : text;
}
