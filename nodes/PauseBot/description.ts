import type { INodeProperties } from 'n8n-workflow';
import { conversationId, desk, pauseLength } from '../shared/parameters';

export const pauseBotProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Check',
				value: 'check',
				action: 'Check whether the bot may reply',
				description: 'Split the flow by whether the bot may reply: right before it does',
			},
			{
				name: 'Human Replied',
				value: 'humanReplied',
				action: 'Note that a human replied',
				description: 'A person wrote to the customer: stay quiet for a while from now. Never shortens a pause.',
			},
			{
				name: 'Pause',
				value: 'pause',
				action: 'Pause the bot',
				description: 'Keep the bot quiet in this conversation for a time, until a date, or until a person acts',
			},
			{
				name: 'Resume',
				value: 'resume',
				action: 'Resume the bot',
				description: 'Let the bot speak again now, and close the open handover',
			},
		],
		default: 'pause',
	},
	desk,
	conversationId,
	{
		displayName: 'How Long',
		name: 'ends',
		type: 'options',
		options: [
			{
				name: 'For a Time',
				value: 'time',
				description: 'The bot comes back after this time, also when nobody has answered',
			},
			{
				name: 'Until a Date',
				value: 'date',
				description: 'The bot comes back at this moment, also when nobody has answered',
			},
			{
				name: 'Until a Person Acts',
				value: 'claimed',
				description: 'The bot stays quiet until somebody takes the conversation or replies, and from then on until they have been idle',
			},
			{
				name: 'Until a Person Closes It',
				value: 'closed',
				description: 'The bot stays quiet until somebody closes the handover, resolves the conversation at the desk, or resumes the bot',
			},
		],
		default: 'time',
		displayOptions: { show: { operation: ['pause'] } },
		description: 'What brings the bot back when nobody acts: the clock, or nothing but a person. In the latter case your team is alerted again and again.',
	},
	{
		displayName: 'Quiet For',
		name: 'quietFor',
		type: 'options',
		options: [
			{
				name: 'Another Time',
				value: 'other',
				description: 'As long as set below',
			},
			{
				name: 'As Set When Pausing',
				value: 'asSet',
				description: 'As "After a Human Reply" says in the operation Pause; 8 hours when nothing was set',
			},
		],
		default: 'asSet',
		displayOptions: { show: { operation: ['humanReplied'] } },
		description: 'How long the bot keeps quiet from now',
	},
	...pauseLength({ operation: ['pause'], ends: ['time'] }),
	...pauseLength({ operation: ['humanReplied'], quietFor: ['other'] }),
	{
		displayName: 'Date',
		name: 'date',
		type: 'dateTime',
		default: '',
		required: true,
		displayOptions: { show: { operation: ['pause'], ends: ['date'] } },
		description: 'A date without a time zone is read in the time zone of the workflow',
	},
	{
		displayName: 'Alert Every (Hours)',
		name: 'alertEvery',
		type: 'number',
		typeOptions: { minValue: 0.01 },
		default: 4,
		displayOptions: { show: { operation: ['pause'], ends: ['claimed', 'closed'] } },
		description:
			'No time ends this pause. So often On Handover Event says that the bot is still quiet, so that nobody is forgotten.',
	},
	{
		displayName: 'After a Human Reply (Hours)',
		name: 'afterHumanReply',
		type: 'number',
		typeOptions: { minValue: 0.01 },
		default: 8,
		displayOptions: { show: { operation: ['pause'], ends: ['claimed', 'date', 'time'] } },
		description:
			'Each message of a person keeps the bot quiet for so long from then on. Never shortens the pause. While this pause holds, it counts instead of what a desk\'s trigger says.',
	},
	{
		displayName: 'HighLevel Workflow ID',
		name: 'deskWorkflow',
		type: 'string',
		default: '',
		placeholder: 'e.g. 8f2b1c4e-5d6a-4c1b-9e3f-0a7d2b6c9e10',
		displayOptions: { show: { desk: ['highLevel'], operation: ['pause', 'resume'] } },
		description:
			'HighLevel has no switch for its own bot per contact. If you use that bot, build a HighLevel workflow that keeps it quiet: Pause adds the contact to it, Resume takes them out. May be empty.',
	},
	{
		displayName: 'Agent Message',
		name: 'agentMessage',
		type: 'string',
		default: '={{ $json.agentMessage ?? "" }}',
		placeholder: 'e.g. {{ $json.body.text }}',
		displayOptions: { show: { operation: ['humanReplied'] } },
		description: 'What the person wrote, kept with the last messages. May be empty.',
	},
	{
		displayName: 'Customer Message',
		name: 'customerMessage',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.chatInput }}',
		displayOptions: { show: { operation: ['check'] } },
		description:
			'What the customer wrote. If the bot is paused it is kept with the conversation, so that the agent can read it. Leave it empty in a second check of the same message.',
	},
	{
		displayName: 'Message ID',
		name: 'messageId',
		type: 'string',
		default: '={{ $json.messageId ?? "" }}',
		placeholder: 'e.g. {{ $json.message.message_id }}',
		displayOptions: { show: { operation: ['check', 'humanReplied'] } },
		description: 'What the channel calls this message, so that it counts once when it is delivered twice. May be empty.',
	},
	{
		displayName: 'If the Handover Store Can\'t Be Read',
		name: 'whenStoreUnreachable',
		type: 'options',
		options: [
			{
				name: 'Keep Quiet',
				value: 'quiet',
				description: 'Better no answer than one over the head of a person',
			},
			{
				name: 'Let the Bot Reply',
				value: 'reply',
				description: 'Better an answer, even if a person may have the conversation',
			},
		],
		default: 'quiet',
		displayOptions: { show: { operation: ['check'] } },
		description: 'What to do when nobody can tell whether a person has the conversation',
	},
];
