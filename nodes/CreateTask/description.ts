import type { INodeCredentialDescription, INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { DEFAULT_DUE_HOURS, DEFAULT_DUE_OPEN_HOURS } from '../../handover/task';
import { AI_CREDENTIAL, MODEL_INPUT, modelName } from '../shared/model';
import { businessHours, conversationId, desk, deskCredentials } from '../shared/parameters';

const whenCreating = { show: { operation: ['create'] } };
const withAi = { operation: ['create'], summary: ['ai'] };

/** The flow, and a chat model for a summary by AI. */
export const createTaskInputs = `={{ [
	{ type: "main" },
	...($parameter["operation"] === "create" && $parameter["summary"] === "ai" ? [${MODEL_INPUT}] : []),
] }}` as INodeTypeDescription['inputs'];

export const createTaskCredentials: INodeCredentialDescription[] = [
	{
		name: AI_CREDENTIAL,
		// A connected chat model does as well.
		required: false,
		displayOptions: { show: withAi },
	},
	...deskCredentials,
];

export const createTaskProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Complete',
				value: 'complete',
				action: 'Complete the task of a handover',
				description: 'Mark the task of this handover as completed',
			},
			{
				name: 'Create',
				value: 'create',
				action: 'Create a task',
				description: 'Create the task of this handover, for whoever it is assigned to. One handover has one task.',
			},
		],
		default: 'create',
	},
	desk,
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: '',
		placeholder: 'e.g. Human requested: Rosa Lima – Where is my order? (written for you if empty)',
		displayOptions: whenCreating,
		description: 'What the agent reads first. If empty: why it was handed over, the customer\'s name, and what they want.',
	},
	{
		displayName: 'Description',
		name: 'body',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. Call back about order A-1042 (written for you if empty)',
		displayOptions: whenCreating,
		description:
			'If empty it is composed: what the customer wants and in which words, why it was handed over, name, phone and e-mail, who answers by when, tags, what the bot collected, the last messages, and a link to the conversation',
	},
	{
		displayName: 'Summary',
		name: 'summary',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'AI', value: 'ai', description: 'A language model sums up the conversation. If it can\'t answer in time, the built-in summary is used.' },
			{ name: 'Built-In', value: 'builtIn', description: 'The customer\'s own words that say what it is about. Needs no key and no network.' },
		],
		default: 'builtIn',
		displayOptions: whenCreating,
		description: 'Who writes the line that says what the customer wants. If Detect has asked an AI already, its summary is used.',
	},
	modelName(withAi),
	{
		displayName: 'Due',
		name: 'due',
		type: 'options',
		options: [
			{ name: 'After the Customer\'s Request', value: 'hours', description: 'So many hours after the handover began' },
			{
				name: 'In Business Hours',
				value: 'businessHours',
				description: 'So many hours after the handover began, counting only those in which your team is there',
			},
			{ name: 'On a Date', value: 'date', description: 'At a set date and time' },
		],
		default: 'hours',
		displayOptions: whenCreating,
		description: 'When the task must be done',
	},
	{
		displayName: 'Due In (Hours)',
		name: 'dueHours',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: DEFAULT_DUE_HOURS,
		displayOptions: { show: { operation: ['create'], due: ['hours'] } },
		description: 'Hours after the customer\'s request, not after this node runs',
	},
	{
		displayName: 'Due In (Business Hours)',
		name: 'dueOpenHours',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: DEFAULT_DUE_OPEN_HOURS,
		displayOptions: { show: { operation: ['create'], due: ['businessHours'] } },
		description: 'Open hours after the customer\'s request. 8 from Friday 16:00 with Mon-Fri 9:00-17:00 is Monday 16:00.',
	},
	...businessHours(
		{ operation: ['create'], due: ['businessHours'] },
		'When your team is there. If empty, as set in Assign Conversation for this handover; without any, every hour counts.',
	),
	{
		displayName: 'Due Date',
		name: 'dueDate',
		type: 'dateTime',
		default: '',
		required: true,
		displayOptions: { show: { operation: ['create'], due: ['date'] } },
		description: 'A date without a time zone is read in the time zone of the workflow',
	},
	{
		displayName: 'Priority',
		name: 'priority',
		type: 'options',
		options: [
			{
				name: 'By Scenario',
				value: 'scenario',
				description: 'Failed attempts are high, a plain request for a person is normal',
			},
			{ name: 'High', value: 'high' },
			{ name: 'Low', value: 'low' },
			{ name: 'Normal', value: 'normal' },
			{ name: 'Urgent', value: 'urgent' },
		],
		default: 'scenario',
		displayOptions: whenCreating,
		description: 'How soon an agent should look at it',
	},
	conversationId,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions: { show: withAi },
		options: [
			{
				displayName: 'Timeout (Seconds)',
				name: 'timeout',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 30 },
				default: 10,
				description: 'How long to wait for the AI before the built-in summary is used',
			},
		],
	},
];
