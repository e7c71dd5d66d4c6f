import { readBotReply } from '../../../handover/detection/builtIn/engine';
import { SENSITIVITIES } from '../../../handover/detection/scenarios';

describe('the bot has no answer', () => {
	it.each([
		'I don\'t know.',
		'I\'m sorry, I don\'t have any information about that.',
		'Unfortunately I can\'t help with that.',
		'I could not find anything about warranty extensions.',
		'As an AI assistant, I cannot access your bank account.',
		'I\'m not sure about that. Please contact our support team.',
		'I didn\'t understand, can you rephrase?',
		'That is not covered in my knowledge base.',
		'Lo siento, no tengo información sobre eso.',
		'No puedo ayudarte con eso.',
		'No he entendido tu pregunta, ¿puedes reformularla?',
		'No encontré resultados para tu búsqueda.',
		'Dazu habe ich leider keine Informationen.',
		'Dabei kann ich Ihnen leider nicht helfen.',
		'Das habe ich leider nicht verstanden.',
		'Das weiß ich leider nicht.',
		'Je n\'ai pas d\'informations à ce sujet.',
		'Désolé, je ne peux pas vous aider.',
		'Je n\'ai pas compris votre question.',
		'Je ne sais pas.',
		'Não tenho informações sobre isso.',
		'Desculpe, não posso ajudar com isso.',
		'Não entendi sua pergunta.',
		'Não sei responder a isso.',
		'Please contact our support team for that.',
		'I am sorry. You would have to contact our support team.',
	])('%s', (reply) => {
		expect(readBotReply(reply).map(({ kind }) => kind)).toEqual(['lack_of_information']);
	});

	it.each(['', '   ', '\n\t'])('an empty reply (%j)', (reply) => {
		expect(readBotReply(reply)).toEqual([
			expect.objectContaining({
				confidence: 1,
				evidence: { text: '', start: 0, end: 0, rule: 'empty-reply' },
			}),
		]);
	});
});

describe('the bot has an answer', () => {
	it.each([
		'Shipping takes three working days in the whole country. For anything else please contact our support team.',
		'La entrega tarda tres días laborables en todo el país. Si tienes más dudas, contacta con nuestro equipo de soporte.',
		'Der Versand dauert drei Werktage in ganz Deutschland. Bei weiteren Fragen wenden Sie sich bitte an unser Support-Team.',
		'I don\'t have any further questions, thank you.',
		'If you don\'t know your order number, look in the confirmation mail.',
		'We don\'t have delivery fees.',
		'I\'m not sure which plan you are on, but all plans include free returns.',
		'Couldn\'t find what you need? Here are our most popular articles.',
		'Which size would you like: small, medium or large?',
		'Your parcel arrives on Monday.',
		'Si no sabes tu número de pedido, mira el correo de confirmación.',
		'Su pedido llega el lunes.',
		'Wenn Sie Ihre Bestellnummer nicht wissen, schauen Sie in die E-Mail.',
		'Ihr Paket kommt am Montag.',
		'Si vous ne connaissez pas votre numéro, regardez le mail de confirmation.',
		'Votre colis arrive lundi.',
		'Se você não sabe o número do pedido, veja o e-mail.',
		'Seu pacote chega na segunda-feira.',
	])('%s', (reply) => {
		expect(readBotReply(reply).filter(({ confidence }) => confidence >= SENSITIVITIES.medium)).toEqual([]);
	});
});
