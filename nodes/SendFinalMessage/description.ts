import type { INodeProperties } from 'n8n-workflow';
import { DEFAULT_TEXTS, LABELS } from '../../handover/message';
import { businessHours, contactId, conversationId, desk } from '../shared/parameters';

const whenFinal = { show: { operation: ['final'] } };
const { standard: STANDARD, queue: QUEUE, urgent: URGENT, afterHours: AFTER_HOURS, informationGap: INFORMATION_GAP } = DEFAULT_TEXTS;

const PLACEHOLDERS_IN_WORDS =
	'Filled in: {{agent}} who has it, {{team}} their team, {{name}} the customer\'s first name, {{wait}} how long until the answer you promise in Assign Conversation ("2 hours"), {{opens}} when somebody is in again ("tomorrow at 9:00 AM"), {{reason}} why ("your urgent request").';

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
		displayName: LABELS.standard,
		name: 'message',
		type: 'string',
		typeOptions: { rows: 3 },
		default: STANDARD,
		placeholder: 'e.g. Thank you, {{name}}! {{agent}} from our team will write to you here.',
		displayOptions: whenFinal,
		description:
			`What the customer reads. ${PLACEHOLDERS_IN_WORDS} A text for which something isn't known is not said, but the next that fits. A desk with channels of its own sends it. With the built-in desk it goes on in the field "output": connect the node of your channel (a chat reply, Telegram, WhatsApp …) and let it send {{ $json.output }}.`,
	},
	{
		displayName: LABELS.queue,
		name: 'messageInQueue',
		type: 'string',
		typeOptions: { rows: 3 },
		default: QUEUE,
		placeholder: 'e.g. Thank you! Everybody is busy right now. We will write to you here.',
		displayOptions: whenFinal,
		description: 'What the customer reads instead when Assign Conversation found nobody. It should promise no one by name.',
	},
	{
		displayName: 'Messages for Special Cases',
		name: 'messages',
		type: 'collection',
		placeholder: 'Add Message',
		default: {},
		displayOptions: whenFinal,
		description: 'What the customer reads when one of these holds. Add one to see its text and change it; if you empty it, the Message is said.',
		options: [
			{
				displayName: LABELS.informationGap,
				name: 'messageInformationGap',
				type: 'string',
				typeOptions: { rows: 3 },
				default: INFORMATION_GAP,
				placeholder: 'e.g. Thank you! {{agent}} will look that up and write to you here.',
				description: 'For the scenario Lack of Information',
			},
			{
				displayName: LABELS.urgent,
				name: 'messageUrgent',
				type: 'string',
				typeOptions: { rows: 3 },
				default: URGENT,
				placeholder: 'e.g. Thank you! {{agent}} will write to you within {{wait}}.',
				description: 'For the scenario Urgent or High Value and everything of urgent priority',
			},
			{
				displayName: LABELS.afterHours,
				name: 'messageAfterHours',
				type: 'string',
				typeOptions: { rows: 3 },
				default: AFTER_HOURS,
				placeholder: 'e.g. Thank you! We are back {{opens}} and will write to you here.',
				description: 'For requests outside business hours, unless whoever was assigned is in. It comes before all others: it says how long the customer really waits.',
			},
		],
	},
	{
		displayName: 'In the Customer\'s Language',
		name: 'inCustomersLanguage',
		type: 'boolean',
		default: true,
		displayOptions: whenFinal,
		description:
			'Whether texts that you leave as they are go out in the language the customer writes in, if it is one of the 22 that are built in; otherwise in English. Your own texts are never translated.',
	},
	...businessHours(whenFinal.show, 'When your team is there, to know when it is not. If empty, as set in Assign Conversation for this handover.'),
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
