import type { FinalMessages } from './types';

export const id: FinalMessages = {
	language: 'id',
	texts: {
		standard: ['Terima kasih! Seseorang dari tim kami akan menghubungi Anda.'],
		urgent: [
			'Terima kasih! Permintaan Anda telah kami tandai sebagai mendesak. Seseorang dari tim kami akan menghubungi Anda dalam waktu {{wait}}.',
			'Terima kasih! Permintaan Anda telah kami tandai sebagai mendesak. Seseorang dari tim kami akan menghubungi Anda.',
		],
		afterHours: [
			'Terima kasih! Tim kami sedang tidak bertugas dan akan kembali {{opens}}. Seseorang akan menghubungi Anda.',
			'Terima kasih! Tim kami sedang tidak bertugas. Seseorang akan menghubungi Anda.',
		],
		informationGap: ['Terima kasih! Saya tidak dapat menjawabnya sendiri, jadi pertanyaan Anda sudah saya teruskan ke tim kami. Seseorang akan menghubungi Anda.'],
		queue: ['Terima kasih! Permintaan Anda sudah diterima tim kami. Anggota tim pertama yang tersedia akan menghubungi Anda.'],
	},
	reasons: {
		human_requested: 'keinginan Anda untuk berbicara dengan seseorang',
		lack_of_information: 'pertanyaan yang perlu dijawab oleh tim kami',
		failed_to_resolve: 'pertanyaan yang belum terselesaikan',
		upset_customer: 'keluhan Anda',
		urgent_or_high_value: 'permintaan mendesak Anda',
		complex_request: 'permintaan yang memerlukan perhatian khusus',
		custom: 'permintaan Anda',
	},
	opens: {
		today: 'hari ini',
		tomorrow: 'besok',
		weekdays: ['hari Senin', 'hari Selasa', 'hari Rabu', 'hari Kamis', 'hari Jumat', 'hari Sabtu', 'hari Minggu'],
		date: 'tanggal {date}',
		at: '{day} pukul {time}',
	},
};
