import type { FinalMessages } from './types';

export const tr: FinalMessages = {
	language: 'tr',
	texts: {
		standard: ['Teşekkür ederiz! Ekibimizden biri sizinle iletişime geçecek.'],
		urgent: [
			'Teşekkür ederiz! Talebinizi acil olarak işaretledik. Ekibimizden biri {{wait}} içinde sizinle iletişime geçecek.',
			'Teşekkür ederiz! Talebinizi acil olarak işaretledik. Ekibimizden biri sizinle iletişime geçecek.',
		],
		afterHours: [
			'Teşekkür ederiz! Ekibimiz şu anda hizmet veremiyor, {{opens}} yeniden hizmetinizde olacak. Ekibimizden biri sizinle iletişime geçecek.',
			'Teşekkür ederiz! Ekibimiz şu anda hizmet veremiyor. Ekibimizden biri sizinle iletişime geçecek.',
		],
		informationGap: ['Teşekkür ederiz! Bu soruyu kendim yanıtlayamıyorum, bu yüzden ekibimize ilettim. Ekibimizden biri sizinle iletişime geçecek.'],
		queue: ['Teşekkür ederiz! Talebiniz ekibimize ulaştı. Müsait olan ilk çalışma arkadaşımız sizinle iletişime geçecek.'],
	},
	reasons: {
		human_requested: 'bir kişiyle görüşme isteğiniz',
		lack_of_information: 'ekibimizin yanıtlaması gereken bir soru',
		failed_to_resolve: 'henüz çözülmemiş bir soru',
		upset_customer: 'ilettiğiniz konu',
		urgent_or_high_value: 'acil talebiniz',
		complex_request: 'kişisel ilgi gerektiren bir talep',
		custom: 'talebiniz',
	},
	opens: {
		today: 'bugün',
		tomorrow: 'yarın',
		weekdays: ['pazartesi günü', 'salı günü', 'çarşamba günü', 'perşembe günü', 'cuma günü', 'cumartesi günü', 'pazar günü'],
		date: '{date} günü',
		at: '{day} saat {time} itibarıyla',
	},
};
