import { readFinalMessage } from '../message';
import type { ActionContext } from './context';
import { findOrOpenHandover, stepOf, type ActionResult, type Subject } from './episode';

export interface MessageOutput extends ActionResult {
	/** What the flow has to send now; undefined when the customer has been told already. */
	text?: string;
}

/** Tells the customer, once per handover, that a person will answer. */
export async function sendFinalMessage(
	ctx: ActionContext,
	subject: Subject,
	message: string,
): Promise<MessageOutput> {
	const text = readFinalMessage(message);
	const handover = await findOrOpenHandover(ctx, subject, 'Send Final Message');
	let forFlow: string | undefined;
	const action = await stepOf(ctx, handover, 'message', async () => {
		const sent = await ctx.desk.send(handover, text);
		if (sent.by === 'flow') forFlow = text;
		await ctx.store.addMessage(handover.conversation, { from: 'bot', text, at: ctx.now });
		return {
			what: sent.by === 'desk' ? 'Told the customer' : 'Gave the text to the flow to send',
			data: { text, ...sent },
		};
	});
	return { ...action, text: action.doneNow ? forFlow : undefined };
}
