import { OpenAiServer } from '../fakes/openAiServer';
import { signedIn } from '../support/n8n';

it('the AI credential\'s test tells a working key from a wrong one', async () => {
	const client = await signedIn();
	const server = await OpenAiServer.start();
	try {
		const data = { apiKey: 'sk-test', url: server.url, organizationId: 'org-1' };
		const credential = { name: 'AI', type: 'humanHandoverAiApi', data };
		const saved = await client.createCredential(credential);
		const test = () =>
			client.request('POST', '/credentials/test', { credentials: { ...saved, ...credential } }) as Promise<{ status: string; message: string }>;

		server.will({ body: { object: 'list', data: [] } });
		expect(await test()).toMatchObject({ status: 'OK' });
		expect(server.requests[0]).toMatchObject({
			method: 'GET',
			path: '/v1/models',
			headers: { authorization: 'Bearer sk-test', 'openai-organization': 'org-1' },
		});
		server.will({ status: 401, body: { error: { message: 'Incorrect API key' } } });
		expect(await test()).toMatchObject({ status: 'Error' });
	} finally {
		await server.close();
	}
});
