import type { FinalMessages } from './types';

export const sv: FinalMessages = {
	language: 'sv',
	texts: {
		standard: ['Tack! Någon i vårt team återkommer till dig.'],
		urgent: [
			'Tack! Vi har markerat ditt ärende som brådskande. Någon i vårt team återkommer till dig inom {{wait}}.',
			'Tack! Vi har markerat ditt ärende som brådskande. Någon i vårt team återkommer till dig.',
		],
		afterHours: [
			'Tack! Vårt team är inte på plats just nu men är tillbaka {{opens}}. Någon återkommer till dig.',
			'Tack! Vårt team är inte på plats just nu. Någon återkommer till dig.',
		],
		informationGap: ['Tack! Det kan jag inte svara på själv, så jag har skickat din fråga vidare till vårt team. Någon återkommer till dig.'],
		queue: ['Tack! Ditt ärende ligger hos vårt team. Den som först blir ledig återkommer till dig.'],
	},
	reasons: {
		human_requested: 'din önskan att få prata med en person',
		lack_of_information: 'en fråga som vårt team behöver svara på',
		failed_to_resolve: 'en fråga som inte är löst än',
		upset_customer: 'dina synpunkter',
		urgent_or_high_value: 'ditt brådskande ärende',
		complex_request: 'ett ärende som kräver personlig hjälp',
		custom: 'ditt ärende',
	},
	opens: {
		today: 'i dag',
		tomorrow: 'i morgon',
		weekdays: ['på måndag', 'på tisdag', 'på onsdag', 'på torsdag', 'på fredag', 'på lördag', 'på söndag'],
		date: 'den {date}',
		at: '{day} kl. {time}',
	},
};
