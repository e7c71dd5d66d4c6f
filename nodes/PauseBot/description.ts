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
				description: 'A person wrote to the customer: stay quiet for this long from now. Never shortens a pause.',
			},
			{
				name: 'Pause',
				value: 'pause',
				action: 'Pause the bot',
				description: 'Keep the bot quiet in this conversation for a set time',
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
	...pauseLength({ operation: ['pause', 'humanReplied'] }),
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
