import type { FinalMessages } from './types';

export const it: FinalMessages = {
	language: 'it',
	texts: {
		standard: ['Grazie! Una persona del nostro team La ricontatterà.'],
		urgent: [
			'Grazie! Abbiamo contrassegnato la Sua richiesta come urgente. Una persona del nostro team Le risponderà. Tempo di risposta previsto: {{wait}}.',
			'Grazie! Abbiamo contrassegnato la Sua richiesta come urgente. Una persona del nostro team La ricontatterà.',
		],
		afterHours: [
			'Grazie! Il nostro team al momento non è disponibile e tornerà {{opens}}. Una persona La ricontatterà.',
			'Grazie! Il nostro team al momento non è disponibile. Una persona La ricontatterà.',
		],
		informationGap: ['Grazie! Non sono in grado di rispondere, quindi ho inoltrato la Sua domanda al nostro team. Una persona La ricontatterà.'],
		queue: ['Grazie! Il nostro team ha ricevuto la Sua richiesta. La prima persona disponibile La ricontatterà.'],
	},
	reasons: {
		human_requested: 'il Suo desiderio di parlare con una persona',
		lack_of_information: 'una domanda a cui deve rispondere il nostro team',
		failed_to_resolve: 'una domanda ancora aperta',
		upset_customer: 'la Sua segnalazione',
		urgent_or_high_value: 'la Sua richiesta urgente',
		complex_request: 'una richiesta che necessita di attenzione personale',
		custom: 'la Sua richiesta',
	},
	opens: {
		today: 'oggi',
		tomorrow: 'domani',
		weekdays: ['lunedì', 'martedì', 'mercoledì', 'giovedì', 'venerdì', 'sabato', 'domenica'],
		date: 'il giorno {date}',
		at: '{day} alle ore {time}',
	},
};
