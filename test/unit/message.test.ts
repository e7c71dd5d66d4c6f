import { DEFAULT_FINAL_MESSAGE, finalText, readCustomerText } from '../../handover/message';
import type { Assignee, StepResult } from '../../handover/receipt';
import { refusal } from '../support/builders';

describe('readCustomerText', () => {
	it.each([
		['the default', DEFAULT_FINAL_MESSAGE, 'Thank you! Someone from the team will get back to you.'],
		['blanks around it', ' \n Hold on. \t', 'Hold on.'],
		['several lines', 'Olá!\n\nJá volto.', 'Olá!\n\nJá volto.'],
		['one character', '…', '…'],
		['the longest', 'x'.repeat(4096), 'x'.repeat(4096)],
		['the longest with blanks around it', ` ${'x'.repeat(4096)} `, 'x'.repeat(4096)],
	])('reads %s', (_name, value, text) => {
		expect(readCustomerText(value, 'Message')).toBe(text);
	});

	it.each(['', '   ', '\n\t', '\u00a0'])('refuses %j as empty', (value) => {
		const { message, fix } = refusal(() => readCustomerText(value, 'Message'));
		expect(message).toBe('"Message" is empty');
		expect(fix).toContain(DEFAULT_FINAL_MESSAGE);
	});

	it.each([4097, 1_000_000])('refuses %i characters, more than channels take', (count) => {
		const { message, fix } = refusal(() => readCustomerText('x'.repeat(count), 'Message'));
		expect(message).toBe(`"Message" has ${count} characters; chat channels take 4096`);
		expect(fix).toContain('Shorten');
	});
});

describe('finalText', () => {
	const texts = { text: 'Ana will write to you here.', inQueue: 'Somebody will write to you here.' };
	const ana = { id: 'ana', name: 'Ana' };
	const assigned = (data: StepResult['data']): StepResult => ({ status: 'done', at: '', what: 'Assigned', data });

	it.each<[string, Assignee | undefined, StepResult | undefined, keyof typeof texts]>([
		['the flow assigns nobody', undefined, undefined, 'text'],
		['somebody has it', ana, assigned({ assignee: ana }), 'text'],
		['nobody was free', undefined, { status: 'skipped', at: '', what: 'Waits in the queue' }, 'inQueue'],
		['assigning failed', undefined, { status: 'failed', at: '', what: 'Not done' }, 'inQueue'],
		['the person it names was refused, and somebody else has it', { id: 'ben', name: 'Ben' }, assigned({ tried: [{ name: 'Ana', why: 'gone' }] }), 'inQueue'],
		['somebody it does not name was refused', ana, assigned({ tried: [{ name: 'Ben', why: 'gone' }] }), 'text'],
	])('when %s', (_when, assignee, assign, chosen) => {
		expect(finalText(texts, assignee, assign)).toBe(texts[chosen]);
	});
});
