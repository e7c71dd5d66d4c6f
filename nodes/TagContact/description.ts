import type { INodeProperties } from 'n8n-workflow';
import { DEFAULT_TAG } from '../../handover/tags';
import { contactId, conversationId, desk } from '../shared/parameters';

export const tagContactProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Add', value: 'add', action: 'Add tags to a contact', description: 'Add tags; those the contact has are kept' },
			{
				name: 'Remove',
				value: 'remove',
				action: 'Remove tags from a contact',
				description: 'Take tags off; those the contact does not have are ignored',
			},
		],
		default: 'add',
	},
	desk,
	{
		displayName: 'Tags',
		name: 'tags',
		type: 'string',
		default: DEFAULT_TAG,
		placeholder: 'e.g. human_handover, vip',
		description: 'One tag, or several with commas between them',
	},
	{
		displayName: 'Add a Tag for the Reason',
		name: 'addReason',
		type: 'boolean',
		default: true,
		displayOptions: { show: { operation: ['add'] } },
		description:
			'Whether to add a tag that says why the conversation was handed over, for example handover_human_requested',
	},
	conversationId,
	contactId,
];
