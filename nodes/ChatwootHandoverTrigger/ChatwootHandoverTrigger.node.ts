import {
	NodeOperationError,
	type ICredentialDataDecryptedObject,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import type { Subscriptions } from '../../handover/desks/kind';
import { deskTools } from '../shared/desk';
import { receiveDelivery } from '../shared/inbound';
import { takeoverHours, triggerOutputs } from '../shared/trigger';
import { asText } from '../shared/values';

const DESK = 'chatwoot';
const CREDENTIAL = 'humanHandoverChatwootApi';

export class ChatwootHandoverTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Chatwoot Handover Trigger',
		name: 'chatwootHandoverTrigger',
		icon: { light: 'file:chatwootHandoverTrigger.svg', dark: 'file:chatwootHandoverTrigger.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: 'Messages and handovers in Chatwoot',
		description: 'Starts when a customer or an agent writes in Chatwoot, and when agents take, resolve or give back a conversation',
		defaults: { name: 'Chatwoot Handover Trigger' },
		...triggerOutputs,
		credentials: [{ name: CREDENTIAL, required: true }],
		webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'chatwoot' }],
		properties: [
			takeoverHours,
			{
				displayName:
					'The webhook is registered in Chatwoot when you publish this workflow, and removed when you take it back. The account\'s token must belong to an administrator for that.',
				name: 'notice',
				type: 'notice',
				default: '',
			},
		],
	};

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				const known = await (await subscriptionsOf(this)).find(addressOf(this));
				if (!known) return false;
				remember(this, known);
				return true;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				remember(this, await (await subscriptionsOf(this)).add(addressOf(this)));
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				const { id } = this.getWorkflowStaticData('node');
				if (typeof id === 'string') await (await subscriptionsOf(this)).remove(id);
				remember(this, { id: '' });
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const { webhookSecret } = await this.getCredentials<ICredentialDataDecryptedObject>(CREDENTIAL);
		// Chatwoot's own word, when it registered us; the credential's for a webhook that was made by hand.
		return receiveDelivery(this, DESK, [asText(this.getWorkflowStaticData('node').secret), asText(webhookSecret)]);
	}
}

function addressOf(node: IHookFunctions): string {
	const address = node.getNodeWebhookUrl('default');
	if (address) return address;
	throw new NodeOperationError(node.getNode(), 'n8n does not know the address of this trigger', {
		description: 'Set the environment variable WEBHOOK_URL to n8n\'s public address.',
	});
}

async function subscriptionsOf(node: IHookFunctions): Promise<Subscriptions> {
	const { kind, tools } = await deskTools(node, DESK);
	if (kind.subscriptions) return kind.subscriptions(tools);
	throw new NodeOperationError(node.getNode(), `${kind.title} takes no orders for webhooks`);
}

/** Chatwoot tells the secret of a webhook only to whoever made it. */
function remember(node: IHookFunctions, { id, secret }: { id: string; secret?: string }): void {
	const memory = node.getWorkflowStaticData('node');
	if (id === '') {
		delete memory.id;
		delete memory.secret;
		return;
	}
	memory.id = id;
	if (secret !== undefined) memory.secret = secret;
}
