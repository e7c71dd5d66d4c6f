import type { FinalMessages } from './types';

export const es: FinalMessages = {
	language: 'es',
	texts: {
		standard: ['¡Gracias! Alguien de nuestro equipo se pondrá en contacto con usted.'],
		urgent: [
			'¡Gracias! Hemos marcado su solicitud como urgente. Alguien de nuestro equipo le responderá en un plazo de {{wait}}.',
			'¡Gracias! Hemos marcado su solicitud como urgente. Alguien de nuestro equipo se pondrá en contacto con usted.',
		],
		afterHours: [
			'¡Gracias! Nuestro equipo no está disponible en este momento y volverá {{opens}}. Alguien se pondrá en contacto con usted.',
			'¡Gracias! Nuestro equipo no está disponible en este momento. Alguien se pondrá en contacto con usted.',
		],
		informationGap: ['¡Gracias! No puedo responder a eso por mi cuenta, así que he pasado su pregunta a nuestro equipo. Alguien se pondrá en contacto con usted.'],
		queue: ['¡Gracias! Nuestro equipo ya tiene su solicitud. La primera persona que quede libre se pondrá en contacto con usted.'],
	},
	reasons: {
		human_requested: 'su deseo de hablar con una persona',
		lack_of_information: 'una pregunta que debe responder nuestro equipo',
		failed_to_resolve: 'una pregunta que sigue abierta',
		upset_customer: 'su inquietud',
		urgent_or_high_value: 'su solicitud urgente',
		complex_request: 'una solicitud que requiere atención personalizada',
		custom: 'su solicitud',
	},
	opens: {
		today: 'hoy',
		tomorrow: 'mañana',
		weekdays: ['el lunes', 'el martes', 'el miércoles', 'el jueves', 'el viernes', 'el sábado', 'el domingo'],
		date: 'el {date}',
		at: '{day} a las {time}',
	},
};
