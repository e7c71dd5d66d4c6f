import type { INodeProperties } from 'n8n-workflow';
import { conversationId, desk } from '../shared/parameters';

export const assignConversationProperties: INodeProperties[] = [
	desk,
	{
		displayName: 'Assign To',
		name: 'assignTo',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Anyone Who Is Free',
				value: 'anyone',
				description: 'Somebody who is available and below capacity',
			},
			{ name: 'One Person', value: 'member', description: 'Always the same person' },
			{ name: 'Team', value: 'team', description: 'Somebody of one team who is available and below capacity' },
			{ name: 'Team of the Desk', value: 'deskTeam', description: 'A team in Chatwoot, whose own rules choose somebody' },
		],
		default: 'anyone',
		description: 'Who gets the conversation',
	},
	{
		displayName: 'Member Name or ID',
		name: 'member',
		type: 'options',
		typeOptions: { loadOptionsMethod: 'members', loadOptionsDependsOn: ['team', 'desk'] },
		default: '',
		displayOptions: { show: { assignTo: ['member'] } },
		description:
			'A person of the table below or of the desk. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Team Name',
		name: 'teamName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Support',
		displayOptions: { show: { assignTo: ['team'] } },
		description: 'A team as it is written in the table below, or as it is called in Chatwoot',
	},
	{
		displayName: 'Team of the Desk Name or ID',
		name: 'deskTeam',
		type: 'options',
		typeOptions: { loadOptionsMethod: 'teams', loadOptionsDependsOn: ['desk'] },
		default: '',
		displayOptions: { show: { assignTo: ['deskTeam'] } },
		description:
			'The conversation goes into this team\'s queue. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Choose By',
		name: 'strategy',
		type: 'options',
		options: [
			{ name: 'Round Robin', value: 'round_robin', description: 'In turn: whoever had one longest ago' },
			{ name: 'Least Busy', value: 'least_busy', description: 'Whoever has the fewest open conversations' },
		],
		default: 'round_robin',
		displayOptions: { show: { assignTo: ['anyone', 'team'] } },
		description: 'How to choose among several people who are free',
	},
	{
		displayName: 'If Nobody of Them Is Free',
		name: 'ifNobodyFree',
		type: 'options',
		options: [
			{ name: 'Ask Anyone Who Is Free', value: 'anyone', description: 'Somebody else of the table below' },
			{ name: 'Leave It in the Queue', value: 'queue', description: 'It waits without an owner, with a deadline' },
		],
		default: 'anyone',
		displayOptions: { show: { assignTo: ['member', 'team'] } },
		description: 'What to do when they are not available or at capacity',
	},
	{
		displayName: 'Team',
		name: 'team',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Person', sortable: true },
		placeholder: 'Add Person',
		default: {},
		description:
			'The people who take conversations over. With the built-in desk and nobody in it, conversations wait in the queue. With Chatwoot or HighLevel it may stay empty: then everybody who works there takes part; people listed here are found there by e-mail address or name.',
		options: [
			{
				displayName: 'Members',
				name: 'members',
				// As a person reads a row: who, where, how much.
				// eslint-disable-next-line n8n-nodes-base/node-param-fixed-collection-type-unsorted-items
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. Ana Silva',
						description: 'As agents and customers know this person',
					},
					{
						displayName: 'Email',
						name: 'email',
						type: 'string',
						default: '',
						placeholder: 'e.g. ana@example.com',
						description: 'Where to reach this person; also what tells two people of the same name apart',
					},
					{
						displayName: 'Team',
						name: 'team',
						type: 'string',
						default: '',
						placeholder: 'e.g. Support',
						description: 'The team this person belongs to. May be empty.',
					},
					{
						displayName: 'Capacity',
						name: 'capacity',
						type: 'number',
						typeOptions: { minValue: 0, numberPrecision: 0 },
						default: 5,
						description: 'How many open conversations this person takes at once',
					},
					{
						displayName: 'Available',
						name: 'available',
						type: 'boolean',
						default: true,
						description: 'Whether this person takes conversations now. An expression can look it up.',
					},
				],
			},
		],
	},
	{
		displayName: 'Skip If the Contact Has an Owner',
		name: 'skipIfOwned',
		type: 'boolean',
		default: true,
		description:
			'Whether a customer who already has an owner stays with that person. If the owner is not available, somebody else is chosen.',
	},
	{
		displayName: 'Contact Owner',
		name: 'owner',
		type: 'string',
		default: '={{ $json.contact?.owner ?? "" }}',
		placeholder: 'e.g. ana@example.com',
		displayOptions: { show: { skipIfOwned: [true] } },
		description:
			'Who owns the customer, if your flow knows it: an e-mail address or a name. If empty, whoever had this customer last.',
	},
	conversationId,
];
