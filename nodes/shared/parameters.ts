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

/**
 * When the team is there. The days off and the time zone appear once there are hours.
 * @param show when the node has them
 * @param description what they do there, and what empty means
 */
export function businessHours(
	show: Record<string, string[]> = {},
	description = 'When your team is there. If empty, as set in Assign Conversation for this handover.',
): INodeProperties[] {
	const withHours = { show, hide: { businessHours: [''] } };
	return [
		{
			displayName: 'Business Hours',
			name: 'businessHours',
			type: 'string',
			default: '',
			placeholder: 'e.g. Mon-Fri 9:00-17:00, Sat 10:00-14:00',
			displayOptions: { show },
			description,
		},
		{
			displayName: 'Holidays',
			name: 'holidays',
			type: 'string',
			default: '',
			placeholder: 'e.g. 2026-12-24, 12-25',
			displayOptions: withHours,
			description: 'Days off, separated by commas; without a year they come every year',
		},
		{
			displayName: 'Time Zone',
			name: 'timeZone',
			type: 'string',
			default: '',
			placeholder: 'e.g. Europe/Berlin',
			displayOptions: withHours,
			description: 'Where these hours hold. If empty, the time zone of the workflow.',
		},
	];
}

/** What the head of a table's row says where n8n folds rows up: the option chosen in a field of it. */
export function titleByOption(field: string): string {
	return `={{ $collection.item.properties.find((p) => p.name === "${field}").options.find((o) => o.value === $collection.item.value.${field})?.name }}`;
}
