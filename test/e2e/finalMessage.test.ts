import { randomUUID } from 'node:crypto';
import { copyOfTemplate, customerOf, lastExecution, parametersOf, receiptIn, sharedUrl, signedIn } from '../support/n8n';
import type { N8nClient } from '../support/scripts';

const MESSAGE = 'Send Final Message';

let client: N8nClient;
const published: string[] = [];

beforeAll(async () => {
	client = await signedIn();
});

afterAll(async () => {
	for (const id of published) await client.request('POST', `/workflows/${id}/deactivate`);
});

/** The starter workflow with a final message of the operator's. */
async function botThatSays(parameters: Record<string, unknown> = {}) {
	const copy = copyOfTemplate(`final message ${randomUUID()}`);
	Object.assign(parametersOf(copy, MESSAGE), parameters);
	const id = await client.importWorkflow(copy);
	await client.activate(id);
	published.push(id);
	return {
		id,
		customer: () => customerOf(sharedUrl(), copy.webhookId),
		/** The operator changes their mind. */
		change: async (now: Record<string, unknown>) => {
			Object.assign(parametersOf(copy, MESSAGE), now);
			await client.importWorkflow(copy);
		},
	};
}

it('the text that nobody changed is in the language of the customer', async () => {
	const { customer } = await botThatSays();
	expect(await customer()('Quiero hablar con una persona')).toEqual({ output: '¡Gracias! Alguien de nuestro equipo se pondrá en contacto con usted.' });
	expect(await customer()('人間のオペレーターと話したいです')).toEqual({ output: 'ありがとうございます。担当者よりご連絡いたします。' });
});

it('the operator\'s own text says who has it, next to what n8n fills in', async () => {
	const { id, customer } = await botThatSays({ message: '={{agent}} ({{ team }}) has read: “{{ $json.chatInput }}” – {{ 1 + 1 }} minutes, please.' });
	const { output } = await customer()('Can I talk to a human? What is {{agent}}?');
	const { assignee } = receiptIn(await lastExecution(client, id), MESSAGE);
	expect(output).toBe(`${assignee?.name} (${assignee?.team}) has read: “Can I talk to a human? What is {{agent}}?” – 2 minutes, please.`);
});

it('a placeholder that does not exist reaches no customer, and is mended by running it again', async () => {
	const { id, customer, change } = await botThatSays({ message: '={{agnet}} will write to you.' });
	const reply = await customer()('Can I talk to a human?');
	expect(reply).not.toHaveProperty('output');
	expect(JSON.stringify(reply)).not.toMatch(/will write|agnet/);
	const failed = await lastExecution(client, id);
	expect(failed.data?.resultData.error).toMatchObject({
		message: `${MESSAGE}: "Message" contains {{agnet}}, which is not known`,
		description: 'Known are {{agent}}, {{name}}, {{opens}}, {{reason}}, {{team}}, {{wait}}.',
	});

	await change({ message: '={{agent}} will write to you.' });
	await client.request('POST', `/executions/${failed.id}/retry`, { loadWorkflow: true });
	const { steps, assignee } = receiptIn(await lastExecution(client, id), MESSAGE);
	expect(steps.message).toMatchObject({ status: 'done', data: { text: `${assignee?.name} will write to you.` } });
});

it('outside business hours customers are told when somebody is in again', async () => {
	const inThreeDays = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'UTC' }).format(Date.now() + 3 * 24 * 60 * 60 * 1000);
	const { id, customer } = await botThatSays({ businessHours: `${inThreeDays} 9:00-17:00`, timeZone: 'UTC' });
	expect((await customer()('Can I talk to a human?')).output).toMatch(/^Thank you! Our team is .*on \S+day at 9:00 AM/);
	expect(receiptIn(await lastExecution(client, id), MESSAGE).steps.message?.data).toMatchObject({ kind: 'afterHours', language: 'en' });
	expect((await customer()('Quiero hablar con una persona')).output).toMatch(/^¡Gracias! Nuestro equipo no está disponible en este momento y volverá el \S+ a las 9:00\. /);
});
