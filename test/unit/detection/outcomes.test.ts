import { readCustomerMessage } from '../../../handover/detection/builtIn/engine';
import { SENSITIVITIES } from '../../../handover/detection/scenarios';

const kindsIn = (text: string) =>
	readCustomerMessage(text, [])
		.filter(({ confidence }) => confidence >= SENSITIVITIES.medium)
		.map(({ kind }) => kind);

describe('the answer did not help', () => {
	it.each([
		'that didn\'t help',
		'Thanks but that didn\'t help',
		'this is not what I asked',
		'It is still not working',
		'you don\'t understand me',
		'you already said that',
		'No, that\'s wrong.',
		'I tried that already and nothing changed',
		'you keep repeating yourself, this is useless',
		'eso no me ayuda',
		'sigue sin funcionar',
		'no es lo que pregunté',
		'no me entiendes',
		'la respuesta es incorrecta',
		'Das hilft mir nicht weiter',
		'es funktioniert immer noch nicht',
		'Das ist nicht das, was ich gefragt habe',
		'du verstehst mich nicht',
		'das ist leider falsch',
		'ça ne m\'aide pas',
		'ça ne marche toujours pas',
		'ce n\'est pas ce que j\'ai demandé',
		'vous n\'avez pas compris',
		'vous me l\'avez déjà dit',
		'isso não ajudou',
		'ainda não funciona',
		'não foi isso que perguntei',
		'você não entendeu',
		'já tentei isso',
	])('%s', (text) => {
		expect(kindsIn(text)).toContain('attempt_failed');
		expect(kindsIn(text)).not.toContain('resolved');
	});
});

describe('it is solved', () => {
	it.each([
		'thanks, that worked',
		'That answers my question',
		'my problem is solved',
		'It did not work at first, but now it works',
		'exactly what I needed',
		'gracias, ya funciona',
		'mi problema está resuelto',
		'super, das hat geklappt',
		'meine Frage ist beantwortet',
		'ça marche maintenant, merci',
		'mon problème est résolu',
		'deu certo, obrigado',
		'meu problema foi resolvido',
	])('%s', (text) => {
		expect(kindsIn(text)).toContain('resolved');
		expect(kindsIn(text)).not.toContain('attempt_failed');
	});

	it.each(['Thank you, perfect', '¡Muchas gracias!', 'Vielen Dank', 'merci beaucoup', 'obrigado'])(
		'a bare thank-you says so less surely: %s',
		(text) => {
			const finding = readCustomerMessage(text, []).find(({ kind }) => kind === 'resolved');
			expect(finding?.confidence).toBeLessThan(0.7);
			expect(finding?.confidence).toBeGreaterThan(0.4);
		},
	);

	it.each(['no thanks', 'thank you, but where is my parcel?', 'please resolve this'])(
		'not: %s',
		(text) => {
			expect(kindsIn(text)).not.toContain('resolved');
		},
	);
});

describe('neither', () => {
	it.each([
		'where is my order?',
		'how do I reset my password',
		'quiero ver mis facturas',
		'Wie kann ich meine Adresse ändern?',
		'quel est le prix de la livraison ?',
		'qual é o prazo de entrega?',
		'👍',
		'12345',
	])('%s', (text) => {
		expect(kindsIn(text)).toEqual([]);
	});
});
