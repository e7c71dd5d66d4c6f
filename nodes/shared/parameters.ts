import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

/*
 * The parameters that several nodes have in common, declared once. Defaults
 * are expressions on the incoming item, so connecting the nodes is enough.
 */

/** Where the agents work. */
export const desk: INodeProperties = {
	displayName: 'Desk',
	name: 'desk',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Built-In', value: 'built-in', description: 'Needs no account: everything is kept by these nodes, and your flow delivers it' },
		{ name: 'Chatwoot', value: 'chatwoot', description: 'Your agents work in Chatwoot' },
		{ name: 'HighLevel', value: 'highLevel', description: 'Your agents work in HighLevel' },
	],
	default: 'built-in',
	description: 'Where your agents work. Choose the same in all nodes of a flow.',
};

/** The accounts at the desks. */
export const deskCredentials: INodeCredentialDescription[] = [
	{ name: 'humanHandoverChatwootApi', required: true, displayOptions: { show: { desk: ['chatwoot'] } } },
	{ name: 'humanHandoverHighLevelApi', required: true, displayOptions: { show: { desk: ['highLevel'] } } },
];

export const conversationId: INodeProperties = {
	displayName: 'Conversation ID',
	name: 'conversationId',
	type: 'string',
	default: '={{ $json.handover?.conversationId ?? $json.conversationId ?? $json.sessionId }}',
	placeholder: 'e.g. {{ $json.sessionId }}',
	description:
		'What identifies this chat. Taken from the handover on the item, or from the trigger. With Telegram use {{ $json.message.chat.id }}. If several bots share this n8n, put the bot\'s name in front, so that their chats stay apart.',
};

export const contactId: INodeProperties = {
	displayName: 'Contact ID',
	name: 'contactId',
	type: 'string',
	default: '={{ $json.handover?.contact?.id ?? $json.contact?.id ?? $json.sessionId }}',
	placeholder: 'e.g. {{ $json.contact.id }}',
	description:
		'What identifies the customer across chats. Without one the conversation ID is used.',
};

/** Days, hours and minutes of a pause. */
export function pauseLength(show: Record<string, string[]>): INodeProperties[] {
	const unit = (displayName: string, value: number, description: string): INodeProperties => ({
		displayName,
		name: displayName.toLowerCase(),
		type: 'number',
		typeOptions: { minValue: 0 },
		default: value,
		displayOptions: { show },
		description,
	});
	return [
		unit('Days', 0, 'Days of the pause; added to the hours and minutes'),
		unit('Hours', 8, 'Hours of the pause; added to the days and minutes'),
		unit('Minutes', 0, 'Minutes of the pause; added to the days and hours'),
	];
}
