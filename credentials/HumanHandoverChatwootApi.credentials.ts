import type {
	IAuthenticate,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	INodeProperties,
} from 'n8n-workflow';

/** Says that the agent bot's own token is to be used; never leaves n8n. */
const AS_HEADER = 'x-handover-as';

/** These say nothing about the credential. */
const PASSING = [429, 500, 502, 503, 504];

/** What Chatwoot answers, word by word, and what that means for the one who fills in the credential. */
const REFUSALS: Record<string, string> = {
	'Invalid Access Token': 'Wrong access token: copy it again from Chatwoot, Profile Settings, Access Token',
	'You are not authorized to access this account': 'The access token is right, but its user does not belong to this account: check the account ID, or add the user in Chatwoot',
	'Resource could not be found': 'Chatwoot has no account with this ID: it is the number after /accounts/ in its address',
	'Access to this endpoint is not authorized for bots': 'The access token is an agent bot\'s: it belongs below, and here goes the one of a user',
};

/** Chatwoot, in the cloud or one's own. */
export class HumanHandoverChatwootApi implements ICredentialType {
	name = 'humanHandoverChatwootApi';

	displayName = 'Human Handover Chatwoot API';

	documentationUrl = 'https://developers.chatwoot.com/api-reference/introduction';

	icon: Icon = { light: 'file:chatwoot.svg', dark: 'file:chatwoot.dark.svg' };

	properties: INodeProperties[] = [
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			default: 'https://app.chatwoot.com',
			required: true,
			placeholder: 'e.g. https://chat.example.com',
			description: 'Where you open Chatwoot, without what follows the domain',
		},
		{
			displayName: 'Account ID',
			name: 'accountId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 1',
			description: 'The number after /accounts/ in Chatwoot\'s address',
		},
		{
			displayName: 'Access Token',
			name: 'apiAccessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Of a user, from Chatwoot\'s Profile Settings. An administrator\'s is best: a conversation that is opened with an agent\'s token is theirs for a moment.',
		},
		{
			displayName: 'Agent Bot Token',
			name: 'botAccessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Of the agent bot that is connected to the inbox, from Chatwoot\'s Settings, Bots. Messages and changes of status are then the bot\'s and are not counted as a person\'s.',
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Shown by Chatwoot for the webhook, under Settings, Integrations, Webhooks. Older versions have none: leave it empty.',
		},
	];

	authenticate: IAuthenticate = async (credentials, request) => {
		const { [AS_HEADER]: as, ...headers } = request.headers ?? {};
		const [userToken, botToken] = [credentials.apiAccessToken, credentials.botAccessToken].map((token) => String(token ?? '').trim());
		return { ...request, headers: { ...headers, api_access_token: (as === 'bot' && botToken) || userToken } };
	};

	/** Errors are let through as answers, since n8n compares only those with more than the status. */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.url}}',
			url: '=/api/v1/accounts/{{$credentials.accountId}}/agents',
			ignoreHttpStatusErrors: { ignore: true, except: PASSING },
		},
		rules: [
			...Object.entries(REFUSALS).map(([value, message]) => ({
				type: 'responseSuccessBody' as const,
				properties: { key: 'error', value, message },
			})),
			{
				type: 'responseSuccessBody',
				// Every account has an agent, and every agent an ID.
				properties: {
					key: 'id',
					value: undefined,
					message: 'No Chatwoot answers here: check the URL. If it is right, a proxy in front of Chatwoot drops the header api_access_token (nginx: underscores_in_headers on)',
				},
			},
		],
	};
}
