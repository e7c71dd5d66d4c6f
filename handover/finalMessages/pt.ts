import type { FinalMessages } from './types';

export const pt: FinalMessages = {
	language: 'pt',
	texts: {
		standard: ['Agradecemos o contato! Alguém da nossa equipe entrará em contato com você.'],
		urgent: [
			'Agradecemos o contato! Marcamos sua solicitação como urgente. Alguém da nossa equipe responderá no prazo de {{wait}}.',
			'Agradecemos o contato! Marcamos sua solicitação como urgente. Alguém da nossa equipe entrará em contato com você.',
		],
		afterHours: [
			'Agradecemos o contato! Nossa equipe não está disponível no momento e estará de volta {{opens}}. Alguém entrará em contato com você.',
			'Agradecemos o contato! Nossa equipe não está disponível no momento. Alguém entrará em contato com você.',
		],
		informationGap: ['Agradecemos o contato! Não consigo responder a isso, por isso encaminhei sua pergunta à nossa equipe. Alguém entrará em contato com você.'],
		queue: ['Agradecemos o contato! Nossa equipe já recebeu sua solicitação. A próxima pessoa disponível entrará em contato com você.'],
	},
	reasons: {
		human_requested: 'seu desejo de falar com uma pessoa',
		lack_of_information: 'uma pergunta que nossa equipe precisa responder',
		failed_to_resolve: 'uma pergunta que continua em aberto',
		upset_customer: 'sua preocupação',
		urgent_or_high_value: 'sua solicitação urgente',
		complex_request: 'uma solicitação que exige atenção individual',
		custom: 'sua solicitação',
	},
	opens: {
		today: 'hoje',
		tomorrow: 'amanhã',
		weekdays: ['na segunda-feira', 'na terça-feira', 'na quarta-feira', 'na quinta-feira', 'na sexta-feira', 'no sábado', 'no domingo'],
		date: 'em {date}',
		at: '{day} às {time}',
	},
};
