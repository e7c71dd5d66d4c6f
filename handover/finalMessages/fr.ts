import type { FinalMessages } from './types';

export const fr: FinalMessages = {
	language: 'fr',
	texts: {
		standard: ['Merci ! Un membre de notre équipe vous répondra.'],
		urgent: [
			'Merci ! Nous avons classé votre demande comme urgente. Un membre de notre équipe vous répondra dans un délai de {{wait}}.',
			'Merci ! Nous avons classé votre demande comme urgente. Un membre de notre équipe vous répondra.',
		],
		afterHours: [
			'Merci ! Notre équipe n’est pas disponible en ce moment et sera de retour {{opens}}. Quelqu’un vous répondra.',
			'Merci ! Notre équipe n’est pas disponible en ce moment. Quelqu’un vous répondra.',
		],
		informationGap: ['Merci ! Je ne peux pas répondre moi-même à cette question et je l’ai donc transmise à notre équipe. Quelqu’un vous répondra.'],
		queue: ['Merci ! Notre équipe a bien reçu votre demande. La première personne disponible vous répondra.'],
	},
	reasons: {
		human_requested: 'votre souhait de parler à une personne',
		lack_of_information: 'une question à laquelle notre équipe doit répondre',
		failed_to_resolve: 'une question restée ouverte',
		upset_customer: 'votre préoccupation',
		urgent_or_high_value: 'votre demande urgente',
		complex_request: 'une demande qui nécessite un suivi personnalisé',
		custom: 'votre demande',
	},
	opens: {
		today: 'aujourd’hui',
		tomorrow: 'demain',
		weekdays: ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'],
		date: 'le {date}',
		at: '{day} à {time}',
	},
};
