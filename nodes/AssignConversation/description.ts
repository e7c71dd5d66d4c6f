import type { INodeProperties } from 'n8n-workflow';
import { businessHours, conversationId, desk, titleByOption } from '../shared/parameters';

const ASSIGN = { operation: ['assign'] };
const ESCALATE = { operation: ['escalate'] };
const FROM_QUEUE = { operation: ['fromQueue'] };

const strategy: INodeProperties = {
	displayName: 'Choose By',
	name: 'strategy',
	type: 'options',
	options: [
		{ name: 'Round Robin', value: 'round_robin', description: 'In turn: whoever had one longest ago' },
		{ name: 'Least Busy', value: 'least_busy', description: 'Whoever has the fewest open conversations' },
	],
	default: 'round_robin',
	description: 'How to choose among several people who are free',
};

export const assignConversationProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Assign',
				value: 'assign',
				action: 'Assign a conversation',
				description: 'Give a conversation to somebody, or leave it in the queue when nobody is free',
			},
			{
				name: 'Assign From Queue',
				value: 'fromQueue',
				action: 'Assign conversations from the queue',
				description:
					'Give the conversations that wait in the queue to whoever is free, the oldest first. Runs once, however many items come in, and gives one item for each conversation assigned.',
			},
			{
				name: 'Escalate',
				value: 'escalate',
				action: 'Escalate a conversation',
				description: 'Give a conversation that nobody answers to somebody else. Connect it to On Handover Event.',
			},
		],
		default: 'assign',
	},
	desk,
	{
		displayName: 'Assign To',
		name: 'assignTo',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: ASSIGN },
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
		displayOptions: { show: { ...ASSIGN, assignTo: ['member'] } },
		description:
			'A person of the table below or of the desk. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Team Name',
		name: 'teamName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Support',
		displayOptions: { show: { ...ASSIGN, assignTo: ['team'] } },
		description: 'A team as it is written in the table below, or as it is called in Chatwoot',
	},
	{
		displayName: 'Team of the Desk Name or ID',
		name: 'deskTeam',
		type: 'options',
		typeOptions: { loadOptionsMethod: 'teams', loadOptionsDependsOn: ['desk'] },
		default: '',
		displayOptions: { show: { ...ASSIGN, assignTo: ['deskTeam'] } },
		description:
			'The conversation goes into this team\'s queue. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{ ...strategy, displayOptions: { show: { ...ASSIGN, assignTo: ['anyone', 'team'] } } },
	{
		displayName: 'If Nobody of Them Is Free',
		name: 'ifNobodyFree',
		type: 'options',
		options: [
			{ name: 'Ask Anyone Who Is Free', value: 'anyone', description: 'Somebody else of the table below' },
			{ name: 'Leave It in the Queue', value: 'queue', description: 'It waits without an owner, with a deadline' },
		],
		default: 'anyone',
		displayOptions: { show: { ...ASSIGN, assignTo: ['member', 'team'] } },
		description: 'What to do when they are not available or at capacity',
	},
	{
		displayName: 'Ask in This Order',
		name: 'order',
		type: 'fixedCollection',
		typeOptions: {
			multipleValues: true,
			multipleValueButtonText: 'Add Line',
			sortable: true,
			fixedCollection: { itemTitle: titleByOption('who') },
		},
		placeholder: 'Add Line',
		// A colleague, then somebody responsible, then whoever is there first.
		default: { lines: [{ who: 'next', among: 'anyone' }, { who: 'lead' }, { who: 'queue' }] },
		displayOptions: { show: ESCALATE },
		description:
			'Who gets the conversation. The first escalation of a conversation begins with the first line, the second with the second. A line where nobody is in and free, or who had it already, is passed over; behind the last comes the queue.',
		options: [
			{
				displayName: 'Lines',
				name: 'lines',
				values: [
					{
						displayName: 'Who',
						name: 'who',
						type: 'options',
						options: [
							{ name: 'Next Who Is Free', value: 'next', description: 'Somebody who is in and below capacity, and has not had it' },
							{ name: 'One Person', value: 'member', description: 'Always the same person, if they are in and below capacity' },
							{ name: 'Queue', value: 'queue', description: 'Nobody: it waits for whoever is free first. Nobody behind this line is asked.' },
							{ name: 'Team', value: 'team', description: 'Somebody of one team who is in and below capacity' },
							{
								name: 'Team Lead',
								value: 'lead',
								description: 'The lead of the team that has it, also above their capacity. If that team has none, a lead of another; without any, whoever is free next.',
							},
						],
						default: 'next',
						description: 'Whom to ask',
					},
					{
						displayName: 'Among',
						name: 'among',
						type: 'options',
						options: [
							{ name: 'Anyone', value: 'anyone', description: 'Everybody who takes conversations' },
							{ name: 'The Same Team', value: 'team', description: 'The team of the person who has it' },
						],
						default: 'anyone',
						displayOptions: { show: { who: ['next'] } },
						description: 'Among whom to choose',
					},
					{
						displayName: 'Member Name or ID',
						name: 'member',
						type: 'options',
						typeOptions: { loadOptionsMethod: 'members', loadOptionsDependsOn: ['team', 'desk'] },
						default: '',
						displayOptions: { show: { who: ['member'] } },
						description: 'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
					},
					{
						displayName: 'Team Name',
						name: 'team',
						type: 'string',
						default: '',
						required: true,
						placeholder: 'e.g. Support',
						displayOptions: { show: { who: ['team'] } },
						description: 'A team as it is written in the team table, or as it is called in Chatwoot',
					},
				],
			},
		],
	},
	{ ...strategy, displayOptions: { show: { operation: ['escalate', 'fromQueue'] } } },
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		displayOptions: { show: FROM_QUEUE },
		description: 'Max number of results to return',
	},
	{
		displayName: 'Team',
		name: 'team',
		type: 'fixedCollection',
		// Behind a button in each row is what only some teams need.
		typeOptions: {
			multipleValues: true,
			multipleValueButtonText: 'Add Person',
			sortable: true,
			hideOptionalFields: true,
			addOptionalFieldButtonText: 'Add Detail',
			fixedCollection: { itemTitle: '={{ $collection.item.value.name || "New person" }}' },
		},
		placeholder: 'Add Person',
		default: {},
		description:
			'The people who take conversations over; behind Add Detail: who leads the team, hours of their own, what each is told. It is enough to list them where conversations are assigned: Escalate, Assign From Queue and other nodes go by that table if theirs is empty. With the built-in desk and nobody in it, conversations wait in the queue. With Chatwoot or HighLevel it may stay empty: then everybody who works there takes part; people listed here are found there by e-mail address or name.',
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
						required: true,
						placeholder: 'e.g. Ana Silva',
						description: 'As agents and customers know this person',
					},
					{
						displayName: 'Email',
						name: 'email',
						type: 'string',
						typeOptions: { showEvenWhenOptional: true },
						default: '',
						placeholder: 'e.g. ana@example.com',
						description: 'Where to reach this person; also what tells two people of the same name apart',
					},
					{
						displayName: 'Team',
						name: 'team',
						type: 'string',
						typeOptions: { showEvenWhenOptional: true },
						default: '',
						placeholder: 'e.g. Support',
						description: 'The team this person belongs to. May be empty.',
					},
					{
						displayName: 'Capacity',
						name: 'capacity',
						type: 'number',
						typeOptions: { minValue: 0, numberPrecision: 0, showEvenWhenOptional: true },
						default: 5,
						description: 'How many open conversations this person takes at once',
					},
					{
						displayName: 'Available',
						name: 'available',
						type: 'boolean',
						typeOptions: { showEvenWhenOptional: true },
						default: true,
						description: 'Whether this person takes conversations now. An expression can look it up.',
					},
					{
						displayName: 'Team Lead',
						name: 'lead',
						type: 'boolean',
						default: false,
						description: 'Whether Escalate asks this person when nobody else has answered',
					},
					{
						displayName: 'Hours',
						name: 'hours',
						type: 'string',
						default: '',
						placeholder: 'e.g. Mon-Thu 8:00-14:00',
						description: 'When this person works. If empty, the business hours.',
					},
					{
						displayName: 'Notify About',
						name: 'notify',
						type: 'multiOptions',
						options: [
							{ name: 'Conversations', value: 'conversation', description: 'A conversation was assigned to them' },
							{ name: 'Tasks', value: 'task', description: 'A task was created for them' },
						],
						default: ['conversation', 'task'],
						description: 'What Write Notification tells this person',
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
		displayOptions: { show: ASSIGN },
		description:
			'Whether a customer who already has an owner stays with that person. If the owner is not available, somebody else is chosen.',
	},
	{
		displayName: 'Contact Owner',
		name: 'owner',
		type: 'string',
		default: '={{ $json.contact?.owner ?? "" }}',
		placeholder: 'e.g. ana@example.com',
		displayOptions: { show: { ...ASSIGN, skipIfOwned: [true] } },
		description:
			'Who owns the customer, if your flow knows it: an e-mail address or a name. If empty, whoever had this customer last.',
	},
	...businessHours(ASSIGN, 'When your team is there. If empty, always. Create Task and Send Final Message go by them, too.'),
	{
		displayName: 'Outside Business Hours',
		name: 'outsideHours',
		type: 'options',
		options: [
			{
				name: 'Assign Anyway',
				value: 'assign',
				description: 'Somebody owns it and answers when they are in: whoever is in now by their own hours, else whoever is in first',
			},
			{
				name: 'Leave It in the Queue',
				value: 'queue',
				description: 'It waits until somebody is in. Assign From Queue gives it to them.',
			},
		],
		default: 'assign',
		displayOptions: { show: ASSIGN, hide: { businessHours: [''] } },
		description: 'What to do while your team is closed',
	},
	{
		displayName: 'Answer Within (Hours)',
		name: 'answerWithin',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 24,
		displayOptions: { show: ASSIGN },
		description:
			'By when a person should answer, counted from the customer\'s request. With business hours, only the time when your team is there counts: 24 hours are three days of eight hours.',
	},
	{
		displayName: 'Answer Urgent Ones Within (Hours)',
		name: 'answerUrgentWithin',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 2,
		displayOptions: { show: ASSIGN },
		description: 'The same for handovers of urgent priority',
	},
	{
		displayName: 'Event ID',
		name: 'eventId',
		type: 'string',
		default: '={{ $json.event?.id ?? "" }}',
		placeholder: 'e.g. {{ $json.event.id }}',
		displayOptions: { show: ESCALATE },
		description: 'What calls for it. The same event escalates once, however often the flow runs. If empty, every execution counts.',
	},
	{ ...conversationId, displayOptions: { show: { operation: ['assign', 'escalate'] } } },
];
