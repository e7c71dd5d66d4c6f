import type { FinalMessages } from './types';

export const ja: FinalMessages = {
	language: 'ja',
	texts: {
		standard: ['ありがとうございます。担当者よりご連絡いたします。'],
		urgent: [
			'ありがとうございます。お急ぎのご用件として承りました。{{wait}}以内に担当者よりご連絡いたします。',
			'ありがとうございます。お急ぎのご用件として承りました。担当者よりご連絡いたします。',
		],
		afterHours: [
			'ありがとうございます。ただいま営業時間外です。次の営業開始は{{opens}}です。担当者よりご連絡いたします。',
			'ありがとうございます。ただいま営業時間外です。担当者よりご連絡いたします。',
		],
		informationGap: ['ありがとうございます。こちらではお答えできないため、ご質問を担当チームに引き継ぎました。担当者よりご連絡いたします。'],
		queue: ['ありがとうございます。ご用件を承りました。担当者の手が空き次第、ご連絡いたします。'],
	},
	reasons: {
		human_requested: '担当者との会話のご希望',
		lack_of_information: '担当チームからの回答が必要なご質問',
		failed_to_resolve: 'まだ解決していないご質問',
		upset_customer: 'いただいたご意見',
		urgent_or_high_value: 'お急ぎのご用件',
		complex_request: '個別の対応が必要なご用件',
		custom: 'お客様のご用件',
	},
	opens: {
		today: '本日',
		tomorrow: '明日',
		weekdays: ['月曜日', '火曜日', '水曜日', '木曜日', '金曜日', '土曜日', '日曜日'],
		date: '{date}',
		at: '{day}{time}',
	},
};
