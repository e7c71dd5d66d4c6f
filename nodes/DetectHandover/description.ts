import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { DEFAULT_ATTEMPTS } from '../../handover/detection/decide';
import { conversationId } from '../shared/parameters';

/** Where a Chat Trigger puts what the customer wrote. */
export const MESSAGE_DEFAULT = '={{ $json.chatInput }}';

/** Handover (or one per scenario), then Continue and With Human. */
export const detectHandoverOutputs = `={{ [
	...($parameter["options"]?.["onePerScenario"] ? ["Human Requested", "Lack of Information", "Failed to Resolve"] : ["Handover"]),
	"Continue",
	"With Human",
].map((displayName) => ({ type: "main", displayName })) }}` as INodeTypeDescription['outputs'];

export const detectHandoverProperties: INodeProperties[] = [
	{
		displayName: 'Look At',
		name: 'lookAt',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Customer Message',
				value: 'message',
				description: 'Before the bot answers: does the customer ask for a person, or say that the bot failed?',
			},
			{
				name: 'Bot Reply',
				value: 'reply',
				description: 'After the bot: does its reply show that it lacks the information?',
			},
			{ name: 'Both', value: 'both', description: 'One node after the bot that looks at the message and the reply' },
		],
		default: 'message',
		description: 'Which text decides. Most flows have one node before the bot and one behind it.',
	},
	conversationId,
	{
		displayName: 'Customer Message',
		name: 'message',
		type: 'string',
		default: MESSAGE_DEFAULT,
		placeholder: 'e.g. {{ $json.message.text }}',
		description:
			'What the customer wrote. When only the bot\'s reply is looked at, it is kept for the task: what the customer wanted to know.',
	},
	{
		displayName: 'Bot Reply',
		name: 'botReply',
		type: 'string',
		default: '={{ $json.output }}',
		placeholder: 'e.g. {{ $json.output }}',
		displayOptions: { show: { lookAt: ['reply', 'both'] } },
		description: 'What the bot is about to answer. An AI Agent puts it into the field "output".',
	},
	{
		displayName: 'Scenarios',
		name: 'scenarios',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Scenario' },
		placeholder: 'Add Scenario',
		default: {
			rows: [
				{ enabled: true, scenario: 'human_requested', examplePhrases: '' },
				{ enabled: true, scenario: 'lack_of_information' },
				{ enabled: true, scenario: 'failed_to_resolve', attempts: DEFAULT_ATTEMPTS },
			],
		},
		description: 'When to hand over. Switch off what you do not want.',
		options: [
			{
				displayName: 'Scenario',
				name: 'rows',
				values: [
					{
						displayName: 'Scenario',
						name: 'scenario',
						type: 'options',
						options: [
							{
								name: 'Failed to Resolve',
								value: 'failed_to_resolve',
								description: 'The bot has failed several times',
							},
							{
								name: 'Human Requested',
								value: 'human_requested',
								description: 'The customer asks for a person',
							},
							{
								name: 'Lack of Information',
								value: 'lack_of_information',
								description: 'The bot says that it does not know',
							},
						],
						default: 'human_requested',
						description: 'What must happen',
					},
					{
						displayName: 'Enabled',
						name: 'enabled',
						type: 'boolean',
						default: true,
						description: 'Whether this scenario hands over',
					},
					{
						displayName: 'Example Phrases',
						name: 'examplePhrases',
						type: 'string',
						typeOptions: { rows: 3 },
						default: '',
						placeholder: 'e.g. Put me through to the front desk',
						displayOptions: { show: { scenario: ['human_requested'] } },
						description:
							'Your customers\' own ways to ask for a person, one per line. Similar wordings count too. The usual ones are known already.',
					},
					{
						displayName: 'After Failed Attempts',
						name: 'attempts',
						type: 'number',
						typeOptions: { minValue: 1, numberPrecision: 0 },
						default: DEFAULT_ATTEMPTS,
						displayOptions: { show: { scenario: ['failed_to_resolve'] } },
						description:
							'An attempt fails when the bot has no answer, or when the customer says that the answer did not help',
					},
				],
			},
		],
	},
	{
		displayName: 'Engine',
		name: 'engine',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Built-In',
				value: 'builtIn',
				description: 'Needs no key and no network. English, Spanish, German, French, Portuguese.',
			},
			{
				name: 'AI',
				value: 'ai',
				description: 'Asks a language model. If it can\'t answer in time, the built-in engine decides.',
			},
		],
		default: 'builtIn',
		description: 'Who judges the texts',
	},
	{
		displayName: 'Model',
		name: 'model',
		type: 'string',
		default: 'gpt-4.1-mini',
		placeholder: 'e.g. gpt-4.1-mini',
		displayOptions: { show: { engine: ['ai'] } },
		description: 'A model of your server that can answer in a given JSON format',
	},
	{
		displayName: 'Contact Name',
		name: 'contactName',
		type: 'string',
		default: '={{ $json.contact?.name ?? $json.metadata?.name ?? "" }}',
		placeholder: 'e.g. {{ $json.message.from.first_name }}',
		description: 'The customer\'s name, for the task. May be empty.',
	},
	{
		displayName: 'Contact Email',
		name: 'contactEmail',
		type: 'string',
		default: '={{ $json.contact?.email ?? $json.metadata?.email ?? "" }}',
		placeholder: 'e.g. name@email.com',
		description: 'The customer\'s e-mail address, for the task. May be empty.',
	},
	{
		displayName: 'Contact Phone',
		name: 'contactPhone',
		type: 'string',
		default: '={{ $json.contact?.phone ?? $json.metadata?.phone ?? "" }}',
		placeholder: 'e.g. +49 30 901820',
		description: 'The customer\'s phone number, for the task. May be empty.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Channel',
				name: 'channel',
				type: 'string',
				default: 'chat',
				placeholder: 'e.g. WhatsApp',
				description: 'Where the customer writes, for the task',
			},
			{
				displayName: 'Collected Fields',
				name: 'fields',
				type: 'json',
				default: '={{ $json.contact?.fields ?? {} }}',
				description: 'What the bot has found out, for the task: an object such as { "order": "A-1042" }',
			},
			{
				displayName: 'Contact ID',
				name: 'contactId',
				type: 'string',
				default: '={{ $json.contact?.id ?? $json.sessionId }}',
				placeholder: 'e.g. {{ $json.contact.id }}',
				description: 'What identifies the customer across chats, so that they come back to the same agent',
			},
			{
				displayName: 'Message ID',
				name: 'messageId',
				type: 'string',
				default: '={{ $json.messageId ?? "" }}',
				placeholder: 'e.g. {{ $json.message.message_id }}',
				description:
					'What the channel calls this message. With it, a message that is delivered twice counts once.',
			},
			{
				displayName: 'One Output per Scenario',
				name: 'onePerScenario',
				type: 'boolean',
				default: false,
				description: 'Whether each scenario has an output of its own instead of the one called Handover',
			},
			{
				displayName: 'Timeout (Seconds)',
				name: 'timeout',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 10,
				displayOptions: { show: { '/engine': ['ai'] } },
				description: 'How long to wait for the AI before the built-in engine decides',
			},
		],
	},
];
