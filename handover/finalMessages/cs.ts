import type { FinalMessages } from './types';

export const cs: FinalMessages = {
	language: 'cs',
	texts: {
		standard: ['Děkujeme! Někdo z našeho týmu se vám ozve.'],
		urgent: [
			'Děkujeme! Váš požadavek jsme označili jako naléhavý. Někdo z našeho týmu se vám ozve. Předpokládaná doba odpovědi: {{wait}}.',
			'Děkujeme! Váš požadavek jsme označili jako naléhavý. Někdo z našeho týmu se vám ozve.',
		],
		afterHours: [
			'Děkujeme! Náš tým teď není k dispozici a vrátí se {{opens}}. Někdo se vám ozve.',
			'Děkujeme! Náš tým teď není k dispozici. Někdo se vám ozve.',
		],
		informationGap: ['Děkujeme! Na to nedokážu odpovědět, proto byl váš dotaz předán našemu týmu. Někdo se vám ozve.'],
		queue: ['Děkujeme! Náš tým váš požadavek obdržel. Ozve se vám první kolega, který bude volný.'],
	},
	reasons: {
		human_requested: 'vaše přání mluvit s člověkem',
		lack_of_information: 'dotaz, na který musí odpovědět náš tým',
		failed_to_resolve: 'dotaz, který zůstává otevřený',
		upset_customer: 'vaše připomínka',
		urgent_or_high_value: 'váš naléhavý požadavek',
		complex_request: 'požadavek, který vyžaduje individuální přístup',
		custom: 'váš požadavek',
	},
	opens: {
		today: 'dnes',
		tomorrow: 'zítra',
		weekdays: ['v pondělí', 'v úterý', 've středu', 've čtvrtek', 'v pátek', 'v sobotu', 'v neděli'],
		date: '{date}',
		at: '{day} v {time}',
	},
};
