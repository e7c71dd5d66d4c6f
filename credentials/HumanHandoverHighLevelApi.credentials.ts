import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	INodeProperties,
} from 'n8n-workflow';

/** These say nothing about the credential. */
const PASSING = [429, 500, 502, 503, 504];

const WRONG_LOCATION = 'The token is right, but not for this location: enter the location ID of the sub-account that it was created in';

/** What HighLevel's statuses mean for the one who fills in the credential. */
const REFUSALS: Readonly<Record<number, string>> = {
	400: WRONG_LOCATION,
	401: 'HighLevel does not take the token: it is wrong, was withdrawn, or lacks the scope locations.readonly. Compare it with Settings > Private Integrations in the sub-account.',
	403: WRONG_LOCATION,
	404: WRONG_LOCATION,
	422: WRONG_LOCATION,
};

/** One location (sub-account) of HighLevel, opened by a private integration token. */
export class HumanHandoverHighLevelApi implements ICredentialType {
	name = 'humanHandoverHighLevelApi';

	displayName = 'Human Handover HighLevel API';

	documentationUrl = 'https://marketplace.gohighlevel.com/docs/Authorization/PrivateIntegrationsToken';

	icon: Icon = { light: 'file:highLevel.svg', dark: 'file:highLevel.dark.svg' };

	properties: INodeProperties[] = [
		{
			displayName: 'Private Integration Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'pit-…',
			description:
				'Create it in the sub-account under Settings > Private Integrations, with the scopes contacts.readonly, contacts.write, conversations.readonly, conversations/message.readonly, conversations/message.write, users.readonly, locations.readonly and locations/customFields.readonly',
		},
		{
			displayName: 'Location ID',
			name: 'locationId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
			description: 'Of the sub-account that the token belongs to. It stands in the address of each of its pages, after /location/.',
		},
		{
			displayName: 'API URL',
			name: 'url',
			type: 'string',
			default: 'https://services.leadconnectorhq.com',
			description: 'Only to be changed for a proxy of your own',
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Only for webhooks that a workflow of HighLevel sends with its Webhook action, which HighLevel does not sign: any long random text, which the action sends along in the header X-Handover-Secret. Webhooks of an app need none: HighLevel signs them.',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: { Authorization: '=Bearer {{$credentials.token}}' },
		},
	};

	/** Errors are let through as answers, so that a web page in place of HighLevel is noticed as well. */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.url || "https://services.leadconnectorhq.com"}}',
			url: '=/locations/{{encodeURIComponent($credentials.locationId)}}',
			headers: { Version: '2021-07-28' },
			ignoreHttpStatusErrors: { ignore: true, except: PASSING },
		},
		rules: [
			...Object.entries(REFUSALS).map(([status, message]) => rule('statusCode', Number(status), message)),
			rule('location', undefined, 'No HighLevel answers here: check the API URL'),
		],
	};
}

/** What an operator reads when a field of the answer has this value. */
function rule(key: string, value: number | undefined, message: string) {
	return { type: 'responseSuccessBody' as const, properties: { key, value, message } };
}
