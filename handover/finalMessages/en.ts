import type { FinalMessages } from './types';

export const en: FinalMessages = {
	language: 'en',
	texts: {
		standard: ['Thank you! Someone from the team will get back to you.'],
		urgent: [
			'Thank you! We have marked your request as urgent. Someone from the team will get back to you within {{wait}}.',
			'Thank you! We have marked your request as urgent. Someone from the team will get back to you.',
		],
		afterHours: [
			'Thank you! Our team is not in right now and will be back {{opens}}. Someone will get back to you.',
			'Thank you! Our team is not in right now. Someone will get back to you.',
		],
		informationGap: ['Thank you! I can\'t answer that myself, so I have passed your question on to the team. Someone will get back to you.'],
		queue: ['Thank you! Your request is waiting for the next free member of our team, who will get back to you.'],
	},
	reasons: {
		human_requested: 'your wish to talk to a person',
		lack_of_information: 'a question that our team has to answer',
		failed_to_resolve: 'a question that is still open',
		upset_customer: 'your concern',
		urgent_or_high_value: 'your urgent request',
		complex_request: 'a request that needs individual attention',
		custom: 'your request',
	},
	opens: {
		today: 'today',
		tomorrow: 'tomorrow',
		weekdays: ['on Monday', 'on Tuesday', 'on Wednesday', 'on Thursday', 'on Friday', 'on Saturday', 'on Sunday'],
		date: 'on {date}',
		at: '{day} at {time}',
	},
};
