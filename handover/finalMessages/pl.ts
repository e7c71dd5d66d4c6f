import type { FinalMessages } from './types';

export const pl: FinalMessages = {
	language: 'pl',
	texts: {
		standard: ['Dziękujemy! Ktoś z naszego zespołu skontaktuje się z Państwem.'],
		urgent: [
			'Dziękujemy! Oznaczyliśmy Państwa zgłoszenie jako pilne. Ktoś z naszego zespołu skontaktuje się z Państwem. Przewidywany czas odpowiedzi: {{wait}}.',
			'Dziękujemy! Oznaczyliśmy Państwa zgłoszenie jako pilne. Ktoś z naszego zespołu skontaktuje się z Państwem.',
		],
		afterHours: [
			'Dziękujemy! Nasz zespół jest teraz niedostępny i wróci {{opens}}. Ktoś skontaktuje się z Państwem.',
			'Dziękujemy! Nasz zespół jest teraz niedostępny. Ktoś skontaktuje się z Państwem.',
		],
		informationGap: ['Dziękujemy! Nie mogę samodzielnie odpowiedzieć na to pytanie, dlatego zostało ono przekazane naszemu zespołowi. Ktoś skontaktuje się z Państwem.'],
		queue: ['Dziękujemy! Nasz zespół otrzymał Państwa zgłoszenie. Pierwsza wolna osoba skontaktuje się z Państwem.'],
	},
	reasons: {
		human_requested: 'prośba o rozmowę z człowiekiem',
		lack_of_information: 'pytanie, na które musi odpowiedzieć nasz zespół',
		failed_to_resolve: 'pytanie, które wciąż pozostaje otwarte',
		upset_customer: 'Państwa uwagi',
		urgent_or_high_value: 'Państwa pilne zgłoszenie',
		complex_request: 'sprawa, która wymaga indywidualnego podejścia',
		custom: 'Państwa zgłoszenie',
	},
	opens: {
		today: 'dzisiaj',
		tomorrow: 'jutro',
		weekdays: ['w poniedziałek', 'we wtorek', 'w środę', 'w czwartek', 'w piątek', 'w sobotę', 'w niedzielę'],
		date: '{date}',
		at: '{day} o {time}',
	},
};
