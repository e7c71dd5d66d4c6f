import type { INodeCredentialDescription, INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { DEFAULT_LIMITS } from '../../handover/detection/holdBack';
import { DEFAULT_ATTEMPTS } from '../../handover/detection/scenarios';
import { DEFAULT_PAUSE } from '../../handover/pause';
import { AI_CREDENTIAL, MODEL_INPUT, modelName } from '../shared/model';
import { conversationId, desk, deskCredentials, titleByOption } from '../shared/parameters';

/** Where a Chat Trigger puts what the customer wrote. */
export const MESSAGE_DEFAULT = '={{ $json.chatInput }}';

/** Engines that may ask a language model. */
const ASKS_AI = ['ai', 'builtInThenAi'];

/** The flow, and a chat model for the engines that ask one. */
export const detectHandoverInputs = `={{ [
	{ type: "main" },
	...(${JSON.stringify(ASKS_AI)}.includes($parameter["engine"])
		? [${MODEL_INPUT}]
		: []),
] }}` as INodeTypeDescription['inputs'];

/** Handover (or one per scenario that is switched on), then Continue and With Human; for a replay its two results. */
export const detectHandoverOutputs = `={{ ($parameter["task"] === "replay" ? ["Handovers", "Totals"] : [
	...($parameter["options"]?.["onePerScenario"]
		? ($parameter["scenarios"]?.["rows"] ?? []).filter((row) => row.enabled !== false).map((row) => ({
			human_requested: "Human Requested",
			lack_of_information: "Lack of Information",
			failed_to_resolve: "Failed to Resolve",
			upset_customer: "Upset Customer",
			urgent_or_high_value: "Urgent or High Value",
			complex_request: "Complex Request",
		})[row.scenario] ?? row.name ?? "Custom")
		: ["Handover"]),
	"Continue",
	"With Human",
]).map((displayName) => ({ type: "main", displayName })) }}` as INodeTypeDescription['outputs'];

const COOL_DOWN_MINUTES = DEFAULT_LIMITS.coolDown / 60_000;
const HANDOVERS_PER_DAY = DEFAULT_LIMITS.perContactAndDay;
const PAUSE_HOURS = DEFAULT_PAUSE.hours;

const detectOnly = { show: { task: ['detect'] } };
const replayOnly = { show: { task: ['replay'] } };
/** Scenarios that are recognised by what a text says, so that the operator's own wordings help. */
const BY_WORDING = ['human_requested', 'lack_of_information', 'upset_customer', 'urgent_or_high_value', 'complex_request', 'custom'];

export const detectHandoverCredentials: INodeCredentialDescription[] = [
	{
		name: AI_CREDENTIAL,
		// A connected chat model does as well.
		required: false,
		displayOptions: { show: { engine: ['ai', 'builtInThenAi'] } },
	},
	...deskCredentials,
];

export const detectHandoverProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		// Called "operation", the node creator would list the node by actions, and without "Trigger" in its name.
		name: 'task',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Detect',
				value: 'detect',
				description: 'Judge the message or reply of a running conversation',
			},
			{
				name: 'Replay',
				value: 'replay',
				description: 'Show what would have been handed over in past conversations, when and why. Changes nothing.',
			},
		],
		default: 'detect',
	},
	{
		displayName: 'Conversations',
		name: 'source',
		type: 'options',
		noDataExpression: true,
		displayOptions: replayOnly,
		options: [
			{ name: 'CSV or JSON File', value: 'file', description: 'A file on the item, for example from a Form Trigger or Read Files from Disk' },
			{ name: 'Items', value: 'items', description: 'One item per message' },
		],
		default: 'items',
		description:
			'Where the past messages are. Each has a conversation ID, a role (customer, bot or agent), a text and, if known, a time; the usual names of these fields are recognised.',
	},
	{
		displayName: 'Input Binary Field',
		name: 'binaryField',
		type: 'string',
		default: 'data',
		required: true,
		placeholder: 'e.g. data',
		displayOptions: { show: { task: ['replay'], source: ['file'] } },
		description: 'The name of the field that holds the file',
	},
	{
		displayName: 'Look At',
		name: 'lookAt',
		type: 'options',
		noDataExpression: true,
		displayOptions: detectOnly,
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
	{ ...desk, displayOptions: detectOnly },
	{ ...conversationId, displayOptions: detectOnly },
	{
		displayName: 'Customer Message',
		name: 'message',
		type: 'string',
		default: MESSAGE_DEFAULT,
		placeholder: 'e.g. {{ $json.message.text }}',
		displayOptions: detectOnly,
		description:
			'What the customer wrote. When only the bot\'s reply is looked at, it is kept for the task: what the customer wanted to know.',
	},
	{
		displayName: 'Bot Reply',
		name: 'botReply',
		type: 'string',
		default: '={{ $json.output }}',
		placeholder: 'e.g. {{ $json.output }}',
		displayOptions: { show: { task: ['detect'], lookAt: ['reply', 'both'] } },
		description: 'What the bot is about to answer. An AI Agent puts it into the field "output".',
	},
	{
		displayName: 'Scenarios',
		name: 'scenarios',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Scenario', fixedCollection: { itemTitle: titleByOption('scenario') } },
		placeholder: 'Add Scenario',
		default: {
			rows: [
				{ enabled: true, scenario: 'human_requested', sensitivity: 'medium' },
				{ enabled: true, scenario: 'lack_of_information', sensitivity: 'medium' },
				{ enabled: true, scenario: 'failed_to_resolve', sensitivity: 'medium', attempts: DEFAULT_ATTEMPTS },
				{ enabled: true, scenario: 'upset_customer', sensitivity: 'medium' },
				{ enabled: true, scenario: 'urgent_or_high_value', sensitivity: 'medium' },
				{ enabled: true, scenario: 'complex_request', sensitivity: 'medium' },
			],
		},
		description:
			'When to hand over. Switch off what you do not want, add as many of your own as you like. An explicit request for a person comes first; of the others, the first row that holds.',
		options: [
			{
				displayName: 'Scenario',
				name: 'rows',
				// What a row is about comes before what tunes it.
				// eslint-disable-next-line n8n-nodes-base/node-param-fixed-collection-type-unsorted-items
				values: [
					{
						displayName: 'Scenario',
						name: 'scenario',
						type: 'options',
						options: [
							{ name: 'Complex Request', value: 'complex_request', description: 'Contracts, custom quotes, legal and compliance questions' },
							{ name: 'Custom', value: 'custom', description: 'What you describe by example phrases and, for the AI, in words; judged on the customer\'s message' },
							{ name: 'Failed to Resolve', value: 'failed_to_resolve', description: 'The bot has failed several times' },
							{ name: 'Human Requested', value: 'human_requested', description: 'The customer asks for a person' },
							{ name: 'Lack of Information', value: 'lack_of_information', description: 'The bot says that it does not know' },
							{ name: 'Upset Customer', value: 'upset_customer', description: 'Anger, insults, threats to leave' },
							{ name: 'Urgent or High Value', value: 'urgent_or_high_value', description: 'Emergencies, deadlines, fraud, large orders' },
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
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. Wholesale enquiry',
						displayOptions: { show: { scenario: ['custom'] } },
						description: 'What your agents read in the task and the tag',
					},
					{
						displayName: 'Description',
						name: 'description',
						type: 'string',
						typeOptions: { rows: 2 },
						default: '',
						placeholder: 'e.g. The customer wants to resell our products',
						displayOptions: { show: { scenario: ['custom'] } },
						description: 'For the AI: when this scenario holds. The built-in engine goes by the example phrases only.',
					},
					{
						displayName: 'Example Phrases',
						name: 'examplePhrases',
						type: 'string',
						typeOptions: { rows: 3 },
						default: '',
						placeholder: 'e.g. Put me through to the front desk',
						displayOptions: { show: { scenario: BY_WORDING } },
						description:
							'Your own wordings or key words, one per line. Word order, endings and typing slips do not matter. The usual wordings are known already.',
					},
					{
						displayName: 'Sensitivity',
						name: 'sensitivity',
						type: 'options',
						options: [
							{ name: 'Low', value: 'low', description: 'Hand over only when quite sure' },
							{ name: 'Medium', value: 'medium', description: 'Right for most bots' },
							{ name: 'High', value: 'high', description: 'Rather hand over once too often' },
						],
						default: 'medium',
						description: 'How sure the detection must be. What each setting costs in needless handovers is in the package\'s documentation; Replay measures it on your own conversations.',
					},
					{
						displayName: 'After Failed Attempts',
						name: 'attempts',
						type: 'number',
						typeOptions: { minValue: 1, numberPrecision: 0 },
						default: DEFAULT_ATTEMPTS,
						displayOptions: { show: { scenario: ['failed_to_resolve'] } },
						description:
							'An attempt fails when the bot has no answer, when the customer says that the answer did not help, or when they ask the same again',
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
				name: 'AI',
				value: 'ai',
				description: 'Asks a language model about every message. If it can\'t answer in time, the built-in engine decides.',
			},
			{
				name: 'Built-In',
				value: 'builtIn',
				description: 'Needs no key and no network, and answers at once. 22 languages.',
			},
			{
				name: 'Built-In, Then AI When Unsure',
				value: 'builtInThenAi',
				description: 'Asks a language model only where the built-in engine is unsure. Without a model it is the built-in engine.',
			},
		],
		default: 'builtInThenAi',
		description:
			'Who judges the texts. For the AI connect a chat model to the input below the node, or choose a credential for an OpenAI-compatible server.',
	},
	modelName({ engine: ASKS_AI }),
	{
		displayName: 'Contact Name',
		name: 'contactName',
		type: 'string',
		default: '={{ $json.contact?.name ?? $json.metadata?.name ?? "" }}',
		placeholder: 'e.g. {{ $json.message.from.first_name }}',
		displayOptions: detectOnly,
		description: 'The customer\'s name, for the task. May be empty.',
	},
	{
		displayName: 'Contact Email',
		name: 'contactEmail',
		type: 'string',
		default: '={{ $json.contact?.email ?? $json.metadata?.email ?? "" }}',
		placeholder: 'e.g. name@email.com',
		displayOptions: detectOnly,
		description: 'The customer\'s e-mail address, for the task. May be empty.',
	},
	{
		displayName: 'Contact Phone',
		name: 'contactPhone',
		type: 'string',
		default: '={{ $json.contact?.phone ?? $json.metadata?.phone ?? "" }}',
		placeholder: 'e.g. +49 30 901820',
		displayOptions: detectOnly,
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
				displayOptions: { show: { '/task': ['detect'] } },
				placeholder: 'e.g. WhatsApp',
				description: 'Where the customer writes, for the task',
			},
			{
				displayName: 'Collected Fields',
				name: 'fields',
				type: 'json',
				default: '={{ $json.contact?.fields ?? {} }}',
				displayOptions: { show: { '/task': ['detect'] } },
				description: 'What the bot has found out, for the task: an object such as { "order": "A-1042" }',
			},
			{
				displayName: 'Columns',
				name: 'columns',
				type: 'fixedCollection',
				default: {},
				displayOptions: { show: { '/task': ['replay'] } },
				description: 'What the columns or fields are called, where the usual names are not used',
				options: [
					{
						displayName: 'Names',
						name: 'names',
						values: [
							{
								displayName: 'Contact ID',
								name: 'contactId',
								type: 'string',
								default: '',
								placeholder: 'e.g. customer_id',
								description: 'Column that identifies the customer across conversations',
							},
							{
								displayName: 'Conversation ID',
								name: 'conversationId',
								type: 'string',
								default: '',
								placeholder: 'e.g. ticket',
								description: 'Column that has the same value in all messages of a conversation',
							},
							{
								displayName: 'Golden Transfer',
								name: 'transfer',
								type: 'string',
								default: '',
								placeholder: 'e.g. should_transfer',
								description: 'Column that says at which messages a person should have taken over; the totals then say how well that is met',
							},
							{
								displayName: 'Role',
								name: 'role',
								type: 'string',
								default: '',
								placeholder: 'e.g. author',
								description: 'Column that says who wrote the message: customer, bot or agent',
							},
							{
								displayName: 'Text',
								name: 'text',
								type: 'string',
								default: '',
								placeholder: 'e.g. body',
								description: 'Column with the text of the message',
							},
							{
								displayName: 'Time',
								name: 'at',
								type: 'string',
								default: '',
								placeholder: 'e.g. created_at',
								description: 'Column with the time of the message',
							},
						],
					},
				],
			},
			{
				displayName: 'Contact ID',
				name: 'contactId',
				type: 'string',
				default: '={{ $json.contact?.id ?? $json.sessionId }}',
				placeholder: 'e.g. {{ $json.contact.id }}',
				displayOptions: { show: { '/task': ['detect'] } },
				description: 'What identifies the customer across chats, so that they come back to the same agent',
			},
			{
				displayName: 'Cool-Down (Minutes)',
				name: 'coolDown',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: COOL_DOWN_MINUTES,
				description:
					'How long after a conversation came back from a person only an explicit request hands it over again. 0 for no cool-down.',
			},
			{
				displayName: 'Handovers per Contact and Day',
				name: 'perContactAndDay',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 0 },
				default: HANDOVERS_PER_DAY,
				description:
					'After so many handovers of a contact within 24 hours only an explicit request begins another one. 0 for no limit.',
			},
			{
				displayName: 'Message ID',
				name: 'messageId',
				type: 'string',
				default: '={{ $json.messageId ?? "" }}',
				placeholder: 'e.g. {{ $json.message.message_id }}',
				displayOptions: { show: { '/task': ['detect'] } },
				description:
					'What the channel calls this message. With it, a message that is delivered twice counts once.',
			},
			{
				displayName: 'One Output per Scenario',
				name: 'onePerScenario',
				type: 'boolean',
				default: false,
				displayOptions: { show: { '/task': ['detect'] } },
				description: 'Whether each scenario has an output of its own instead of the one called Handover',
			},
			{
				displayName: 'Pause (Hours)',
				name: 'pauseHours',
				type: 'number',
				typeOptions: { minValue: 0.1 },
				default: PAUSE_HOURS,
				displayOptions: { show: { '/task': ['replay'] } },
				description: 'How long a person has the conversation after each handover of the replay',
			},
			{
				displayName: 'Timeout (Seconds)',
				name: 'timeout',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 10,
				displayOptions: { show: { '/engine': ASKS_AI } },
				description: 'How long to wait for the AI before the built-in engine decides',
			},
		],
	},
];
