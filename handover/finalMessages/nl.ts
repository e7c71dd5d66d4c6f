import type { FinalMessages } from './types';

export const nl: FinalMessages = {
	language: 'nl',
	texts: {
		standard: ['Bedankt! Iemand van ons team neemt contact met u op.'],
		urgent: [
			'Bedankt! We hebben uw verzoek als dringend gemarkeerd. Iemand van ons team neemt binnen {{wait}} contact met u op.',
			'Bedankt! We hebben uw verzoek als dringend gemarkeerd. Iemand van ons team neemt contact met u op.',
		],
		afterHours: [
			'Bedankt! Ons team is op dit moment niet aanwezig en is {{opens}} weer bereikbaar. Iemand neemt contact met u op.',
			'Bedankt! Ons team is op dit moment niet aanwezig. Iemand neemt contact met u op.',
		],
		informationGap: ['Bedankt! Dat kan ik zelf niet beantwoorden, daarom heb ik uw vraag doorgegeven aan ons team. Iemand neemt contact met u op.'],
		queue: ['Bedankt! Uw verzoek ligt bij ons team. De eerste collega die vrij is, neemt contact met u op.'],
	},
	reasons: {
		human_requested: 'uw wens om met een medewerker te spreken',
		lack_of_information: 'een vraag die ons team moet beantwoorden',
		failed_to_resolve: 'een vraag die nog openstaat',
		upset_customer: 'uw melding',
		urgent_or_high_value: 'uw dringende verzoek',
		complex_request: 'een verzoek dat persoonlijke aandacht vraagt',
		custom: 'uw verzoek',
	},
	opens: {
		today: 'vandaag',
		tomorrow: 'morgen',
		weekdays: ['op maandag', 'op dinsdag', 'op woensdag', 'op donderdag', 'op vrijdag', 'op zaterdag', 'op zondag'],
		date: 'op {date}',
		at: '{day} om {time} uur',
	},
};
