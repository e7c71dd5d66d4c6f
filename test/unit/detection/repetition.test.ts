import { repeatedQuestion } from '../../../handover/detection/builtIn/repetition';
import type { TranscriptMessage } from '../../../handover/transcript';

const said = (...messages: [TranscriptMessage['from'], string][]) => messages.map(([from, text], at) => ({ from, text, at }));
const afterAnswer = (text: string) => said(['customer', text], ['bot', 'You find everything on our website.']);

describe('the same question again', () => {
	it.each([
		['Where is my order? It should have arrived', 'where is my order, it should have arrived!!'],
		['How can I change the delivery address of my order', 'I want to change my order\'s delivery address, how?'],
		['reset password link not arriving', 'the pasword reset link isnt arriving'],
		['Wie kann ich meine Rechnung als PDF herunterladen?', 'ich will die Rechnung als PDF herunterladen, wie geht das'],
		['¿Cómo puedo cancelar mi suscripción mensual?', 'quiero cancelar la suscripcion mensual, como puedo'],
		['怎么修改收货地址', '收货地址怎么修改呢'],
	])('%s → %s', (before, now) => {
		const finding = repeatedQuestion(now, afterAnswer(before));
		expect(finding).toMatchObject({ kind: 'attempt_failed', evidence: { text: now, start: 0, end: now.length, rule: 'repeated-question' } });
	});

	it.each([
		['Where is my order?', 'Where is your shop?'],
		['yes please', 'yes please'],
		['hello', 'hello'],
		['Where is order 1234 please, it should have arrived', 'Where is order 5678 please, it should have arrived'],
		['How can I change my delivery address', 'Can you change the billing date of my contract to the fifth'],
		['', ''],
	])('not: %s → %s', (before, now) => {
		expect(repeatedQuestion(now, afterAnswer(before))).toBeUndefined();
	});

	const question = 'How can I change the delivery address of my order?';

	it('counts only once the bot has answered, where its answers are known', () => {
		expect(repeatedQuestion(question, said(['customer', 'Hi'], ['bot', 'Hello!'], ['customer', question]))).toBeUndefined();
		expect(repeatedQuestion(question, said(['customer', question], ['bot', 'On the website.'], ['customer', 'Thanks']))).toBeDefined();
	});

	it('counts where only the customer is seen', () => {
		expect(repeatedQuestion(question, said(['customer', question]))).toBeDefined();
	});

	it('looks back only a little, and never at pasted walls of text', () => {
		const small = Array.from({ length: 6 }, (_, i): [TranscriptMessage['from'], string] => ['customer', `something else ${i}`]);
		expect(repeatedQuestion(question, said(['customer', question], ...small, ['bot', 'ok']))).toBeUndefined();
		const wall = Array.from({ length: 100 }, (_, i) => `word${i}`).join(' ');
		expect(repeatedQuestion(wall, afterAnswer(wall))).toBeUndefined();
	});
});
