import { idOf, part, textOf } from '../../inbound/values';
import { DeskError } from '../desk';
import type { DeskTools, Subscription, Subscriptions } from '../kind';
import { createOnce } from '../transport';
import { readList } from './answers';
import { chatwootApi } from './api';

/** What the reader of webhooks understands. */
const EVENTS = ['message_created', 'conversation_updated', 'conversation_status_changed'];

/** The account's webhooks; only an administrator's token may change them. */
export function subscriptions(tools: DeskTools): Subscriptions {
	const { call, base } = chatwootApi(tools);
	const path = `${base}/webhooks`;

	async function find(address: string): Promise<Subscription | undefined> {
		const answer = await call({ method: 'GET', path });
		// A list is what the API description promises, not what the product answers.
		const webhooks = readList(Array.isArray(answer) ? answer : part(part(answer).payload).webhooks);
		return readSubscription(webhooks.find(({ url }) => url === address));
	}

	async function create(url: string): Promise<Subscription> {
		const answer = part(await call({ method: 'POST', path, body: { url, subscriptions: EVENTS } }));
		const made = readSubscription(part(answer.payload).webhook ?? answer);
		if (made) return made;
		throw new DeskError('Chatwoot took a webhook, but didn\'t say which', 'Activate the workflow again.', { mayHaveActed: true });
	}

	return {
		find,
		add: (address) => createOnce({ repeated: false, clock: tools.clock }, () => find(address), () => create(address)),
		remove: async (id) => {
			try {
				await call({ method: 'DELETE', path: `${path}/${id}`, repeatable: true });
			} catch (error) {
				if (!(error instanceof DeskError && error.details.status === 404)) throw error;
			}
		},
	};
}

function readSubscription(webhook: unknown): Subscription | undefined {
	const { id, secret } = part(webhook);
	const known = idOf(id);
	return known === undefined ? undefined : { id: known, secret: textOf(secret) || undefined };
}
