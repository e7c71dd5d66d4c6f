import type { INodeProperties } from 'n8n-workflow';
import { conversationId, desk } from '../shared/parameters';

const whenCreating = { show: { operation: ['create'] } };

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
		placeholder: 'e.g. Human requested: Rosa Lima (written for you if empty)',
		displayOptions: whenCreating,
		description: 'What the agent reads first. If empty: why it was handed over, and the customer\'s name.',
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
			'If empty it is composed: name, phone and e-mail, what the customer wants, why it was handed over, what the bot collected, the last messages',
	},
	{
		displayName: 'Due',
		name: 'due',
		type: 'options',
		options: [
			{ name: 'After the Customer\'s Request', value: 'hours', description: 'So many hours after the handover began' },
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
		default: 24,
		displayOptions: { show: { operation: ['create'], due: ['hours'] } },
		description: 'Hours after the customer\'s request, not after this node runs',
	},
	{
		displayName: 'Due Date',
		name: 'dueDate',
		type: 'dateTime',
		default: '',
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
];
