import { DEFAULT_FINAL_MESSAGE, readFinalMessage } from '../../handover/message';
import { refusal } from '../support/builders';

describe('readFinalMessage', () => {
	it.each([
		['the default', DEFAULT_FINAL_MESSAGE, 'Thank you! Someone from the team will get back to you.'],
		['blanks around it', ' \n Hold on. \t', 'Hold on.'],
		['several lines', 'Olá!\n\nJá volto.', 'Olá!\n\nJá volto.'],
		['one character', '…', '…'],
		['the longest', 'x'.repeat(4096), 'x'.repeat(4096)],
		['the longest with blanks around it', ` ${'x'.repeat(4096)} `, 'x'.repeat(4096)],
	])('reads %s', (_name, value, text) => {
		expect(readFinalMessage(value)).toBe(text);
	});

	it.each(['', '   ', '\n\t', '\u00a0'])('refuses %j as empty', (value) => {
		const { message, fix } = refusal(() => readFinalMessage(value));
		expect(message).toBe('"Message" is empty');
		expect(fix).toContain(DEFAULT_FINAL_MESSAGE);
	});

	it.each([4097, 1_000_000])('refuses %i characters, more than channels take', (count) => {
		const { message, fix } = refusal(() => readFinalMessage('x'.repeat(count)));
		expect(message).toBe(`"Message" has ${count} characters; chat channels take 4096`);
		expect(fix).toContain('Shorten');
	});
});
