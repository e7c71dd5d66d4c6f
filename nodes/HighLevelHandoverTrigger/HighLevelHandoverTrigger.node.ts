import type {
	ICredentialDataDecryptedObject,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { receiveDelivery } from '../shared/inbound';
import { takeoverHours, triggerOutputs } from '../shared/trigger';
import { asText } from '../shared/values';

const CREDENTIAL = 'humanHandoverHighLevelApi';

// HighLevel's webhooks belong to a Marketplace app: its API can't order or cancel any.
// eslint-disable-next-line @n8n/community-nodes/webhook-lifecycle-complete
export class HighLevelHandoverTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'HighLevel Handover Trigger',
		name: 'highLevelHandoverTrigger',
		icon: { light: 'file:highLevelHandoverTrigger.svg', dark: 'file:highLevelHandoverTrigger.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: 'Messages and handovers in HighLevel',
		description: 'Starts when a customer or a user writes in HighLevel, and when users take a contact or complete a task',
		defaults: { name: 'HighLevel Handover Trigger' },
		...triggerOutputs,
		credentials: [{ name: CREDENTIAL, required: true }],
		webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'highlevel' }],
		properties: [
			{
				displayName:
					'Enter the Production URL above as the webhook URL of your app in the HighLevel Marketplace (a private app will do) and switch on InboundMessage, OutboundMessage, ContactUpdate and TaskComplete. Their signature is checked with HighLevel\'s public key.<br><br>Without an app: in a HighLevel workflow with the trigger "Customer Replied", add the action "Webhook" with this URL and the header X-Handover-Secret, with the Webhook Secret of your credential as its value. Human replies are then not seen by this trigger.',
				name: 'notice',
				type: 'notice',
				default: '',
			},
			takeoverHours,
		],
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const { webhookSecret } = await this.getCredentials<ICredentialDataDecryptedObject>(CREDENTIAL);
		return receiveDelivery(this, 'highLevel', [asText(webhookSecret)]);
	}
}
