import type { FinalMessages } from './types';

export const de: FinalMessages = {
	language: 'de',
	texts: {
		standard: ['Vielen Dank! Jemand aus unserem Team meldet sich bei Ihnen.'],
		urgent: [
			'Vielen Dank! Wir haben Ihre Anfrage als dringend vermerkt. Jemand aus unserem Team meldet sich bei Ihnen, das dauert höchstens {{wait}}.',
			'Vielen Dank! Wir haben Ihre Anfrage als dringend vermerkt. Jemand aus unserem Team meldet sich bei Ihnen.',
		],
		afterHours: [
			'Vielen Dank! Unser Team ist gerade nicht im Dienst und ist {{opens}} wieder für Sie da. Jemand meldet sich bei Ihnen.',
			'Vielen Dank! Unser Team ist gerade nicht im Dienst. Jemand meldet sich bei Ihnen.',
		],
		informationGap: ['Vielen Dank! Das kann ich selbst nicht beantworten und habe Ihre Frage deshalb an unser Team weitergegeben. Jemand meldet sich bei Ihnen.'],
		queue: ['Vielen Dank! Ihre Anfrage liegt unserem Team vor. Wer als Nächstes frei ist, meldet sich bei Ihnen.'],
	},
	reasons: {
		human_requested: 'Ihr Wunsch, mit einem Menschen zu sprechen',
		lack_of_information: 'eine Frage, die unser Team beantworten muss',
		failed_to_resolve: 'eine noch offene Frage',
		upset_customer: 'Ihr Anliegen',
		urgent_or_high_value: 'Ihre dringende Anfrage',
		complex_request: 'ein Anliegen, das persönliche Bearbeitung braucht',
		custom: 'Ihre Anfrage',
	},
	opens: {
		today: 'heute',
		tomorrow: 'morgen',
		weekdays: ['am Montag', 'am Dienstag', 'am Mittwoch', 'am Donnerstag', 'am Freitag', 'am Samstag', 'am Sonntag'],
		date: 'am {date}',
		at: '{day} um {time} Uhr',
	},
};
