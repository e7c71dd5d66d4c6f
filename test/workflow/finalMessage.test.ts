import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import type { Receipt } from '../../handover/receipt';
import { START, chat, runWorkflow, workflowOf, type NodeSpec } from '../support/engine';

const TEAM = { members: [{ name: 'Ana Silva', email: 'ana@example.com', team: 'Support', capacity: 500, available: true }] };
const DETECT: NodeSpec = { name: 'Detect', type: 'detectHandover' };
const ASSIGN: NodeSpec = { name: 'Assign', type: 'assignConversation', parameters: { team: TEAM } };

/** Never open in the year the tests run, whatever the clock says: nobody is in on any day of it. */
const NEVER_IN = {
	businessHours: 'daily 0:00-24:00',
	holidays: Array.from({ length: 7 }, (_, day) => new Date(Date.now() + (day - 3) * 86_400_000).toISOString().slice(0, 10)).join(', '),
	timeZone: 'UTC',
};

/** A customer asks for a person, Ana gets it, and is told. */
async function told(parameters: NodeSpec['parameters'], { chatInput = 'Can I talk to a human?', ...fields }: IDataObject = {}, nodes: NodeSpec[] = [DETECT, ASSIGN]) {
	const file = workflowOf([START, ...nodes, { name: 'Message', type: 'sendFinalMessage', parameters }]);
	const ran = await runWorkflow(file, 'Start', chat({ sessionId: randomUUID(), chatInput, ...fields }));
	const [json] = ran.json('Message');
	return { text: json?.output as string | undefined, receipt: json?.handover as Receipt | undefined, error: ran.error };
}

describe('a text with placeholders', () => {
	it.each([
		['as the editor saves it, in expression mode', '=Thanks {{name}}, {{ agent }} ({{team}}) will write to you.'],
		['in fixed mode', 'Thanks {{name}}, {{ agent }} ({{team}}) will write to you.'],
		['next to an expression of n8n\'s own', '=Thanks {{ name }}, {{ agent }} ({{team}}) will {{ ["write", "to"].join(" ") }} you.'],
		['inside one', '={{ true ? "Thanks {{name}}, {{agent}} ({{team}}) will write to you." : "" }}'],
		['brought by one', '={{ $json.ours }}'],
	])('is filled in %s', async (_how, message) => {
		const { text, error } = await told({ message }, { contact: { id: randomUUID(), name: 'Rosa Lima' }, ours: 'Thanks {{name}}, {{agent}} ({{team}}) will write to you.' });
		expect(error).toBeUndefined();
		expect(text).toBe('Thanks Rosa, Ana Silva (Support) will write to you.');
	});

	it('takes what an expression brings for data when the operator wrote more', async () => {
		const { text } = await told({ message: '={{agent}} read: {{ $json.chatInput }}' }, { chatInput: 'human please: what is {{agent}} and {{first_name}}?' });
		expect(text).toBe('Ana Silva read: human please: what is {{agent}} and {{first_name}}?');
	});

	it.each(['={{agnet}} will write', '{{agnet}} will write', '={{ $json.ours }}'])('is refused with one that does not exist, never sent: %s', async (message) => {
		const { text, error } = await told({ message }, { ours: '{{agnet}} will write' });
		expect(text).toBeUndefined();
		expect(error?.message).toBe('Message: "Message" contains {{agnet}}, which is not known');
		expect(error?.description).toContain('{{agent}}, {{name}}, {{opens}}, {{reason}}, {{team}}, {{wait}}');
	});

	it('is refused with an expression in fixed mode, which the customer would read', async () => {
		const { error } = await told({ message: 'Hi {{ $json.chatInput }}' });
		expect(error?.message).toContain('"Message" contains {{ $json.chatInput }}');
	});

	it('is not said when nobody is assigned, but the one for that is', async () => {
		const { text, receipt } = await told({ message: '={{agent}} will write to you.', messageInQueue: 'We will write to you.' }, {}, [DETECT]);
		expect(text).toBe('We will write to you.');
		expect(receipt?.steps.message).toMatchObject({ why: '"Message" was not said: nothing is known for {{agent}}', data: { kind: 'queue' } });
	});

	it('works in a special case, too', async () => {
		const { text, receipt } = await told({ messages: { messageUrgent: '={{agent}} is on it.' } }, { chatInput: 'This is an emergency, there is a gas leak' });
		expect([receipt?.priority, text]).toEqual(['urgent', 'Ana Silva is on it.']);
	});

	it('says which field is no text', async () => {
		expect((await told({ message: '={{ $json }}' })).error?.message).toBe('Message: "Message" is not text, but an object');
	});
});

describe('a text that the operator left as it was', () => {
	it('goes out in the language of the customer', async () => {
		const { text, receipt } = await told({}, { chatInput: 'Ich möchte mit einem Menschen sprechen' });
		expect(text).toBe('Vielen Dank! Jemand aus unserem Team meldet sich bei Ihnen.');
		expect(receipt?.steps.message?.data).toMatchObject({ kind: 'standard', language: 'de' });
	});

	it('stays in English when that is switched off', async () => {
		const { text } = await told({ inCustomersLanguage: false }, { chatInput: 'Ich möchte mit einem Menschen sprechen' });
		expect(text).toBe('Thank you! Someone from the team will get back to you.');
	});

	it('knows from Assign Conversation when nobody is in', async () => {
		const assign = { ...ASSIGN, parameters: { team: TEAM, ...NEVER_IN } };
		const { text, receipt } = await told({ messages: { messageAfterHours: '={{agent}} is back {{opens}}, within {{wait}}' } }, {}, [DETECT, assign]);
		expect(text).toMatch(/^Ana Silva is back on \S+ at 12:00 AM, within \d+ days$/);
		expect(receipt?.steps.message?.data).toMatchObject({ kind: 'afterHours' });
	});

	it('says when somebody is back', async () => {
		const { text } = await told(NEVER_IN, { chatInput: 'Quiero hablar con una persona' });
		expect(text).toMatch(/^¡Gracias! Nuestro equipo no está disponible en este momento y volverá el \S+ a las 0:00\. Alguien/);
	});
});

it.each([
	['Business Hours', { businessHours: 'Mon 9-5' }, '“9-5” could mean morning or afternoon'],
	['Holidays', { businessHours: 'Mon 9-17', holidays: '24.12.' }, '24.12. is not a date'],
	['Time Zone', { businessHours: 'Mon 9-17', timeZone: 'Berlin' }, 'Berlin, which is none'],
])('names "%s" when it is not understood', async (_parameter, parameters, problem) => {
	const { error } = await told(parameters);
	expect(error?.message).toContain(`"${_parameter}"`);
	expect(error?.message).toContain(problem);
});
