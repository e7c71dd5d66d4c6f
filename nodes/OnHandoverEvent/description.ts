import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { EventType } from '../../handover/events';
import { desk } from '../shared/parameters';

/** Whatever desk a conversation is at. */
export const ANY_DESK = 'any';

const EVENTS: Array<INodePropertyOptions & { value: EventType }> = [
	{ name: 'Assigned', value: 'assigned', description: 'Somebody was given the conversation: at first, by an escalation or at the desk' },
	{ name: 'Bot About to Return', value: 'bot_about_to_return', description: 'A pause ends soon; the bot then speaks again' },
	{ name: 'Bot Returned', value: 'bot_returned', description: 'The handover is over and the bot speaks again. The item has what it should know in botMemory.' },
	{ name: 'Claimed', value: 'claimed', description: 'A person has acted for the first time: took it, or wrote to the customer' },
	{ name: 'Closed', value: 'closed', description: 'The handover is over, with its outcome' },
	{ name: 'Human Replied', value: 'human_replied', description: 'A person has written to the customer' },
	{ name: 'Opened', value: 'opened', description: 'A handover has begun' },
	{ name: 'Queue Waiting', value: 'queue_waiting', description: 'Customers wait whom nobody has. The item is about the first in line: Assign Conversation behind it gives them to whoever is free.' },
	{ name: 'Still Paused', value: 'still_paused', description: 'Only a person can end this pause, and nobody has; as often as Pause Bot says' },
	{ name: 'Stuck', value: 'stuck', description: 'A step failed, or its execution died, and nobody has run it again' },
	{ name: 'Task Completed', value: 'task_completed', description: 'The task of the handover is done' },
	{ name: 'Task Due Soon', value: 'task_due_soon', description: 'The task is due soon and not done' },
	{ name: 'Task Overdue', value: 'task_overdue', description: 'The task was due and is not done' },
	{ name: 'Unanswered', value: 'unanswered', description: 'The customer waits and no person has answered for so many minutes' },
];

export const onHandoverEventProperties: INodeProperties[] = [
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		options: EVENTS,
		required: true,
		default: ['unanswered', 'task_overdue', 'bot_returned', 'stuck'],
		description: 'What starts this workflow. Each event starts it once, also when n8n was off in between.',
	},
	{
		displayName: 'Unanswered After (Minutes)',
		name: 'unansweredMinutes',
		type: 'string',
		default: '15',
		placeholder: 'e.g. 5, 15, 60',
		displayOptions: { show: { events: ['unanswered'] } },
		description:
			'Counted from the customer\'s first message that no person has answered. After an escalation it counts anew for the next person. Several numbers start the workflow several times.',
	},
	{
		displayName: 'Count Only Business Hours',
		name: 'businessHoursOnly',
		type: 'boolean',
		default: true,
		displayOptions: { show: { events: ['unanswered'] } },
		description: 'Whether only minutes count in which your team is there, as Assign Conversation says. Without business hours there every minute counts.',
	},
	{
		displayName: 'Due Soon (Minutes Before)',
		name: 'dueSoonMinutes',
		type: 'number',
		default: 60,
		displayOptions: { show: { events: ['task_due_soon'] } },
		description: 'How long before the task is due',
	},
	{
		displayName: 'About to Return (Minutes Before)',
		name: 'returnMinutes',
		type: 'number',
		default: 10,
		displayOptions: { show: { events: ['bot_about_to_return'] } },
		description: 'How long before the pause ends',
	},
	{
		displayName: 'Stuck After (Minutes)',
		name: 'stuckMinutes',
		type: 'number',
		default: 5,
		displayOptions: { show: { events: ['stuck'] } },
		description: 'How long a step may stay undone',
	},
	{
		displayName: 'Queue Waiting (Every So Many Minutes)',
		name: 'queueMinutes',
		type: 'number',
		default: 5,
		displayOptions: { show: { events: ['queue_waiting'] } },
		description: 'How long the first in line waits until you are told, and told again. You are also told when somebody\'s conversation has ended.',
	},
	{
		...desk,
		options: [{ name: 'Any', value: ANY_DESK, description: 'Conversations at all your desks' }, ...(desk.options ?? [])],
		default: ANY_DESK,
		description: 'Which desk\'s conversations start this workflow',
	},
	{
		displayName: 'Handovers Of',
		name: 'handoversOf',
		type: 'options',
		options: [
			{ name: 'All Workflows', value: 'all', description: 'Handovers wherever they began: for one workflow that looks after all your bots' },
			{ name: 'This Workflow', value: 'this', description: 'Handovers that began in this workflow. The queue of a desk is shared by all.' },
		],
		default: 'all',
		description: 'Which handovers start this workflow. With several bots in this n8n, "This Workflow" keeps them from being told twice.',
	},
];
