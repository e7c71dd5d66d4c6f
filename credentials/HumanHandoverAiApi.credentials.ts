import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	INodeProperties,
} from 'n8n-workflow';

/** Any server that speaks OpenAI's API. Field names as in n8n's own OpenAI credential. */
export class HumanHandoverAiApi implements ICredentialType {
	name = 'humanHandoverAiApi';

	displayName = 'Human Handover AI API';

	documentationUrl = 'https://platform.openai.com/docs/api-reference/authentication';

	icon: Icon = { light: 'file:openAiCompatible.svg', dark: 'file:openAiCompatible.dark.svg' };

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The key of your account. A server of your own that needs none takes any text.',
		},
		{
			displayName: 'Base URL',
			name: 'url',
			type: 'string',
			default: 'https://api.openai.com/v1',
			placeholder: 'e.g. http://localhost:11434/v1',
			description: 'OpenAI itself, or any compatible server: Azure, OpenRouter, Ollama, vLLM …',
		},
		{
			displayName: 'Organization ID',
			name: 'organizationId',
			type: 'string',
			default: '',
			placeholder: 'e.g. org-1a2b3c',
			description: 'Only for accounts that belong to several organizations',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: {
				Authorization: '=Bearer {{$credentials.apiKey}}',
				'OpenAI-Organization': '={{$credentials.organizationId || undefined}}',
			},
		},
	};

	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.url}}', url: '/models' },
	};
}
