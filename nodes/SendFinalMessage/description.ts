import type { INodeProperties } from 'n8n-workflow';
import { DEFAULT_FINAL_MESSAGE } from '../../handover/message';
import { contactId, conversationId, desk } from '../shared/parameters';

const whenFinal = { show: { operation: ['final'] } };
const whenReply = { show: { operation: ['reply'] } };

export const sendFinalMessageProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Send Bot Reply',
				value: 'reply',
				action: 'Send a reply of the bot',
				description: 'Send what your bot answers, if the bot may still reply at this very moment',
			},
			{
				name: 'Send Final Message',
				value: 'final',
				action: 'Send the final message of a handover',
				description: 'Tell the customer, once per handover, that a person will answer',
			},
		],
		default: 'final',
	},
	desk,
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 3 },
		default: DEFAULT_FINAL_MESSAGE,
		placeholder: 'e.g. Thank you! Ana from our team will write to you here.',
		displayOptions: whenFinal,
		description:
			'What the customer reads. A desk with channels of its own sends it. With the built-in desk it goes on in the field "output": connect the node of your channel (a chat reply, Telegram, WhatsApp …) and let it send {{ $json.output }}.',
	},
	{
		displayName: 'Message If Nobody Is Assigned',
		name: 'messageInQueue',
		type: 'string',
		typeOptions: { rows: 3 },
		default: DEFAULT_FINAL_MESSAGE,
		placeholder: 'e.g. Thank you! Everybody is busy right now. We will write to you here.',
		displayOptions: whenFinal,
		description: 'What the customer reads instead when Assign Conversation found nobody. It should promise no one by name.',
	},
	{
		displayName: 'Reply',
		name: 'reply',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '={{ $json.output ?? $json.text }}',
		placeholder: 'e.g. {{ $json.output }}',
		displayOptions: whenReply,
		description: 'What your bot answers',
	},
	conversationId,
	{
		...contactId,
		displayOptions: { show: { operation: ['reply'], desk: ['highLevel'] } },
		description: 'To whom the reply goes. Behind a node that drops it (an AI Agent does), point to the trigger by name.',
	},
	{
		displayName: 'Channel',
		name: 'channel',
		type: 'string',
		default: '={{ $json.channel ?? "" }}',
		placeholder: 'e.g. WhatsApp',
		displayOptions: { show: { operation: ['reply'], desk: ['highLevel'] } },
		description: 'How the customer writes: SMS, WhatsApp, Email … If empty, as they wrote last',
	},
	{
		displayName: 'Leave a Note for the Agents',
		name: 'note',
		type: 'boolean',
		default: true,
		displayOptions: { show: { operation: ['final'], desk: ['chatwoot', 'highLevel'] } },
		description: 'Whether to leave a note in the conversation that only agents see: why it was handed over and what has been done',
	},
];
