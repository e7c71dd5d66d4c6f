import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { OUTCOMES, type Outcome } from '../../handover/receipt';
import { SCENARIOS, type Scenario } from '../../handover/scenario';
import { conversationId, desk } from '../shared/parameters';

/** Where a claim that came too late leaves, and the handovers beside their file. */
export const SECOND_OUTPUT = 1;

const outputNames: Record<string, string[]> = { claim: ['Claimed', 'Not Claimed'], export: ['File', 'Handovers'] };

/** The flow's output; two where there are two kinds of results. */
export const handoverLogOutputs =
	`={{ (${JSON.stringify(outputNames)}[$parameter["operation"]] ?? [""]).map((name) => name ? { type: "main", displayName: name } : { type: "main" }) }}` as INodeTypeDescription['outputs'];

/** How many outputs an operation has. */
export function outputsOf(operation: string): number {
	return outputNames[operation]?.length ?? 1;
}

const OUTCOME_TITLES: Record<Outcome, string> = {
	back_to_bot: 'Back to Bot',
	booked: 'Booked',
	bot_returned: 'Bot Returned',
	lost: 'Lost',
	resolved: 'Resolved',
	sold: 'Sold',
	spam: 'Spam',
};

const SCENARIO_TITLES: Record<Scenario, string> = {
	complex_request: 'Complex Request',
	custom: 'Custom',
	failed_to_resolve: 'Failed to Resolve',
	human_requested: 'Human Requested',
	lack_of_information: 'Lack of Information',
	upset_customer: 'Upset Customer',
	urgent_or_high_value: 'Urgent or High Value',
};

/** Options in the order of their names. */
function choices<T extends string>(values: readonly T[], titles: Record<T, string>): Array<{ name: string; value: T }> {
	return values.map((value) => ({ name: titles[value], value })).sort((a, b) => a.name.localeCompare(b.name));
}

const when = (...operation: string[]): INodeProperties['displayOptions'] => ({ show: { operation } });
const ofOneHandover = when('claim', 'close', 'get', 'humanReplied', 'notify');

export const handoverLogProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Claim',
				value: 'claim',
				action: 'Claim a handover',
				description: 'An agent takes it. The first one gets it; who comes later is told who has it.',
			},
			{
				name: 'Close',
				value: 'close',
				action: 'Close a handover',
				description: 'Say what came of it; the bot is back',
			},
			{
				name: 'Delete Old',
				value: 'deleteOld',
				action: 'Delete old handovers',
				description: 'Forget closed handovers after a time, with everything that belongs to them',
			},
			{
				name: 'Erase Contact',
				value: 'erase',
				action: 'Erase a contact',
				description: 'Forget everything about one customer, also open handovers',
			},
			{
				name: 'Export',
				value: 'export',
				action: 'Export handovers',
				description: 'Handovers of a period as a file, and as items',
			},
			{
				name: 'Get',
				value: 'get',
				action: 'Get a handover',
				description: 'One handover with everything known about it: steps, who had it, the last messages',
			},
			{
				name: 'Get Many',
				value: 'list',
				action: 'Get many handovers',
				description: 'Handovers, newest first, one item each',
			},
			{
				name: 'Record Human Reply',
				value: 'humanReplied',
				action: 'Record a human reply',
				description: 'A person wrote to the customer: the bot keeps quiet, and the customer no longer waits',
			},
			{
				name: 'Report',
				value: 'report',
				action: 'Report on handovers',
				description: 'How many, how fast people answered, what came of them, what the bot should learn: as a page and as tables',
			},
			{
				name: 'Write Notification',
				value: 'notify',
				action: 'Write notifications for agents',
				description: 'A message for each agent concerned, ready for the node that sends it',
			},
		],
		default: 'list',
	},
	{ ...desk, displayOptions: { hide: { operation: ['deleteOld'] } } },
	{
		displayName: 'Handover ID',
		name: 'handoverId',
		type: 'string',
		default: '={{ $json.handover?.id ?? "" }}',
		placeholder: 'e.g. {{ $json.body.handoverId }}',
		displayOptions: ofOneHandover,
		description: 'Which handover. If empty, the open one of the conversation, or its last.',
	},
	{ ...conversationId, displayOptions: ofOneHandover },
	{
		displayName: 'Agent',
		name: 'agent',
		type: 'string',
		default: '={{ $json.agent ?? "" }}',
		placeholder: 'e.g. ana@example.com',
		displayOptions: when('claim', 'humanReplied'),
		description:
			'Name or e-mail address, as in the table of Assign Conversation or at the desk. Recording a reply, it may be empty.',
	},
	{
		displayName: 'Take Over From a Colleague',
		name: 'takeOver',
		type: 'boolean',
		default: false,
		displayOptions: when('claim'),
		description: 'Whether the agent gets it although a colleague has it already',
	},
	{
		displayName: 'Agent Message',
		name: 'agentMessage',
		type: 'string',
		default: '={{ $json.agentMessage ?? "" }}',
		placeholder: 'e.g. {{ $json.body.text }}',
		displayOptions: when('humanReplied'),
		description: 'What the person wrote, kept with the last messages. May be empty.',
	},
	{
		displayName: 'Message ID',
		name: 'messageId',
		type: 'string',
		default: '={{ $json.messageId ?? "" }}',
		placeholder: 'e.g. {{ $json.body.messageId }}',
		displayOptions: when('humanReplied'),
		description: 'What the channel calls the message: the same one counts once. May be empty.',
	},
	{
		displayName: 'Outcome',
		name: 'outcome',
		type: 'options',
		options: choices(OUTCOMES.filter((outcome) => outcome !== 'bot_returned'), OUTCOME_TITLES),
		default: 'resolved',
		displayOptions: when('close'),
		description: 'What came of it. The report counts it.',
	},
	{
		displayName: 'Note for the Bot',
		name: 'note',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'e.g. Visit on Tuesday at 9:00; the part has been ordered',
		displayOptions: when('close'),
		description: 'What was done and promised. It stands in botMemory, which your bot should read. May be empty.',
	},
	{
		displayName: 'Closed By',
		name: 'closedBy',
		type: 'string',
		default: '={{ $json.agent ?? $json.handover?.assignee?.name ?? "" }}',
		placeholder: 'e.g. Ana Silva',
		displayOptions: when('close'),
		description: 'Who closes it. May be empty.',
	},
	{
		displayName: 'Complete the Task',
		name: 'completeTask',
		type: 'boolean',
		default: true,
		displayOptions: when('close'),
		description: 'Whether the task of the handover is marked as completed, if it has one',
	},
	{
		displayName: 'HighLevel Workflow ID',
		name: 'deskWorkflow',
		type: 'string',
		default: '',
		placeholder: 'e.g. 8f2b1c4e-5d6a-4c1b-9e3f-0a7d2b6c9e10',
		displayOptions: { show: { operation: ['close'], desk: ['highLevel'] } },
		description: 'The workflow that keeps HighLevel\'s own bot quiet, as in Pause Bot: the contact is taken out of it. May be empty.',
	},
	{
		displayName: 'Link',
		name: 'link',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://desk.example.com/conversations/{{ $json.handover.conversationId }}',
		displayOptions: when('notify'),
		description: 'Where an agent opens the conversation. If empty, its address at the desk, where the desk has one.',
	},
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		displayOptions: when('list'),
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		displayOptions: { show: { operation: ['list'], returnAll: [false] } },
		description: 'Max number of results to return',
	},
	{
		displayName: 'Format',
		name: 'format',
		type: 'options',
		options: [
			{ name: 'CSV', value: 'csv', description: 'One row each, for a spreadsheet' },
			{ name: 'JSON', value: 'json', description: 'Everything, as one list' },
			{ name: 'JSON Lines', value: 'jsonl', description: 'Everything, one line each' },
		],
		default: 'csv',
		displayOptions: when('export'),
	},
	{
		displayName: 'Put Output File in Field',
		name: 'binaryField',
		type: 'string',
		default: 'data',
		hint: 'The name of the output binary field to put the file in',
		displayOptions: when('export'),
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		displayOptions: when('list', 'export'),
		options: [
			{
				displayName: 'Assigned To',
				name: 'assignee',
				type: 'string',
				default: '',
				placeholder: 'e.g. ana@example.com',
				description: 'Name or e-mail address of who has it, or had it last',
			},
			{
				displayName: 'Contact ID',
				name: 'contactId',
				type: 'string',
				default: '',
				placeholder: 'e.g. {{ $json.contact.id }}',
			},
			{
				displayName: 'Conversation ID',
				name: 'conversationId',
				type: 'string',
				default: '',
				placeholder: 'e.g. {{ $json.sessionId }}',
			},
			{
				displayName: 'From',
				name: 'from',
				type: 'dateTime',
				default: '',
				description: 'Handovers that began then or later',
			},
			{
				displayName: 'Only in the Queue',
				name: 'inQueue',
				type: 'boolean',
				default: true,
				description: 'Whether only open handovers that nobody owns are returned',
			},
			{
				displayName: 'Outcome',
				name: 'outcome',
				type: 'options',
				options: choices(OUTCOMES, OUTCOME_TITLES),
				default: 'resolved',
				description: 'What came of it. Bot Returned: nobody said so before its pause ran out.',
			},
			{
				displayName: 'Scenario',
				name: 'scenario',
				type: 'options',
				options: choices(SCENARIOS, SCENARIO_TITLES),
				default: 'human_requested',
				description: 'Why it was handed over',
			},
			{
				displayName: 'Status',
				name: 'status',
				type: 'options',
				options: [
					{ name: 'Closed', value: 'closed' },
					{ name: 'Open', value: 'open' },
				],
				default: 'open',
			},
			{
				displayName: 'To',
				name: 'to',
				type: 'dateTime',
				default: '',
				description: 'Handovers that began before then; a day without a time counts as a whole',
			},
		],
	},
	{
		displayName: 'Contact ID',
		name: 'contactId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. {{ $json.contact.id }}',
		displayOptions: when('erase'),
		description: 'Whom to forget, as the field contact.id of their handovers says. After a Chat Trigger it is the session ID.',
	},
	{
		displayName: 'Further Conversation IDs',
		name: 'conversationIds',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1042, 1077',
		displayOptions: when('erase'),
		description:
			'Conversations of theirs that never had a handover, separated by commas: of these the last messages are kept, but not whose they are. Those with a handover are found without it.',
	},
	{
		displayName: 'I Want to Erase This for Good',
		name: 'confirmErase',
		type: 'boolean',
		default: false,
		displayOptions: when('erase'),
		description: 'Whether you are sure. There is no way back; export first if you need it.',
	},
	{
		displayName: 'Keep For (Days)',
		name: 'keepDays',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 365,
		displayOptions: when('deleteOld'),
		description:
			'Closed handovers that ended longer ago are deleted, at all desks. Open ones stay. Run it once a day with a Schedule Trigger.',
	},
	{
		displayName: 'Period',
		name: 'period',
		type: 'options',
		options: [
			{ name: 'Last 7 Days', value: '7' },
			{ name: 'Last 30 Days', value: '30' },
			{ name: 'Last 90 Days', value: '90' },
			{ name: 'Between Two Dates', value: 'dates' },
		],
		default: '7',
		displayOptions: when('report'),
		description: 'Handovers that began in this time. The time before it, equally long, is what it is compared with.',
	},
	{
		displayName: 'From',
		name: 'from',
		type: 'dateTime',
		default: '',
		displayOptions: { show: { operation: ['report'], period: ['dates'] } },
		description: 'Handovers that began then or later',
	},
	{
		displayName: 'To',
		name: 'to',
		type: 'dateTime',
		default: '',
		displayOptions: { show: { operation: ['report'], period: ['dates'] } },
		description: 'Handovers that began before then; a day without a time counts as a whole. If empty, until now.',
	},
	{
		displayName: 'Answer Within (Hours)',
		name: 'answerWithinHours',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 24,
		displayOptions: when('report'),
		description: 'How soon a person should write to the customer. Within business hours, where Assign Conversation has them.',
	},
	{
		displayName: 'Answer Urgent Ones Within (Hours)',
		name: 'answerUrgentWithinHours',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 2,
		displayOptions: when('report'),
		description: 'The same for handovers with the priority urgent',
	},
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: '',
		placeholder: 'e.g. Handovers of the web shop',
		displayOptions: when('report'),
		description: 'The heading of the page. May be empty.',
	},
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: [
			{ name: 'Page and Table', value: 'files', description: 'One item with the figures, the page report.html and the table report.csv' },
			{ name: 'Items', value: 'items', description: 'One item per figure, for a sheet or a database' },
		],
		default: 'files',
		displayOptions: when('report'),
	},
];
