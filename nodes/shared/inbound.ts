import { randomUUID } from 'node:crypto';
import { NodeOperationError, type IDataObject, type INodeExecutionData, type IWebhookFunctions, type IWebhookResponseData } from 'n8n-workflow';
import type { ActionContext } from '../../handover/actions/context';
import { HandoverError } from '../../handover/errors';
import type { Delivery, InboundEvent } from '../../handover/inbound/event';
import { receive, type Received } from '../../handover/inbound/receive';
import { toIso } from '../../handover/receipt';
import { openStore } from '../../handover/store/openStore';
import { deskTools } from './desk';
import { botStateData } from './items';
import { isObject } from './values';

/** The outputs of a desk's trigger, in order. */
export const TRIGGER_OUTPUTS = ['customer', 'human', 'update'] as const satisfies ReadonlyArray<Received['branch']>;

/**
 * Takes one delivery of a desk's webhook: checks that it is genuine, fresh and
 * new, takes note of what happened, and hands it to the flow.
 * @param secrets what deliveries may be signed with; none where the desk signs by itself or not at all
 */
export async function receiveDelivery(node: IWebhookFunctions, deskName: string, secrets: ReadonlyArray<string | undefined>): Promise<IWebhookResponseData> {
	const { kind, tools } = await deskTools(node, deskName);
	const { inbound } = kind;
	if (!inbound) throw new HandoverError(`${kind.title} sends no webhooks`, 'Choose another trigger.');
	const delivery = deliveryOf(node);
	const now = Date.now();
	const given = [...new Set(secrets)].filter((secret) => secret !== undefined);
	const verdicts = (given.length > 0 ? given : [undefined]).map((secret) => inbound.verify(delivery, secret, now));
	const [first] = verdicts;
	if (first && !first.genuine && !verdicts.some(({ genuine }) => genuine)) return refused(node, first.why);

	const event = inbound.read(delivery, now);
	const account = { desk: kind.name, account: kind.account(tools.credentials) };
	if (!event) return answered('Nothing to do');
	if (event.account !== undefined && event.account !== account.account) return answered('This is about another account');
	const store = await openStore(process.env);
	const deliveryId = inbound.deliveryId(delivery, now);
	if (!(await store.claimDelivery(account, deliveryId, now))) return answered('Taken before');
	try {
		const ctx: ActionContext = {
			store,
			desk: kind.open(tools),
			now,
			newId: randomUUID,
			flow: node.getWorkflow().id ?? '',
			zone: node.getTimezone(),
		};
		const received = await receive(ctx, event, takeoverOf(node));
		if (!received) return answered('Noted');
		const item: INodeExecutionData = { json: itemOf(event, received) };
		return { webhookResponse: { received: true }, workflowData: TRIGGER_OUTPUTS.map((branch) => (branch === received.branch ? [item] : [])) };
	} catch (error) {
		// The desk may send it again.
		await store.releaseDelivery(account, deliveryId).catch(() => undefined);
		throw new NodeOperationError(node.getNode(), error as Error);
	}
}

function deliveryOf(node: IWebhookFunctions): Delivery {
	const request = node.getRequestObject();
	const headers = Object.fromEntries(
		Object.entries(node.getHeaderData()).map(([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]),
	);
	return { headers, rawBody: request.rawBody ?? Buffer.alloc(0), body: node.getBodyData() };
}

function takeoverOf(node: IWebhookFunctions): { days: number; hours: number; minutes: number } {
	return { days: 0, hours: Number(node.getNodeParameter('takeoverHours', 8)), minutes: 0 };
}

/** What the flow gets: like a Chat Trigger's item, so that an AI Agent understands it. */
function itemOf(event: InboundEvent, { branch, ref, receipt, bot }: Received): IDataObject {
	const { kind, contact, channel, at, ...details } = event;
	const said = 'text' in details ? { [branch === 'customer' ? 'chatInput' : 'agentMessage']: details.text } : {};
	return {
		event: kind,
		desk: ref.desk,
		account: ref.account,
		conversationId: ref.conversationId,
		sessionId: ref.conversationId,
		...said,
		...besides(details as IDataObject),
		contact: contact as unknown as IDataObject,
		...(channel !== undefined && { channel }),
		at: toIso(at),
		...(branch !== 'customer' && { handover: botStateData({ receipt, bot }, undefined, ref.conversationId) }),
	};
}

/** What an event says beyond what is on the item already. */
function besides(details: IDataObject): IDataObject {
	const { text: _text, conversationId: _known, account: _same, ...rest } = details;
	return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined && !(isObject(value) && Object.keys(value).length === 0)));
}

function answered(what: string): IWebhookResponseData {
	return { webhookResponse: { received: true, note: what } };
}

function refused(node: IWebhookFunctions, why: string): IWebhookResponseData {
	node.getResponseObject().status(401).json({ received: false, why });
	return { noWebhookResponse: true };
}
