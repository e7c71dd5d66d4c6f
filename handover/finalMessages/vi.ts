import type { FinalMessages } from './types';

export const vi: FinalMessages = {
	language: 'vi',
	texts: {
		standard: ['Cảm ơn quý khách! Nhân viên của chúng tôi sẽ liên hệ lại với quý khách.'],
		urgent: [
			'Cảm ơn quý khách! Chúng tôi đã đánh dấu yêu cầu của quý khách là khẩn cấp. Nhân viên của chúng tôi sẽ liên hệ lại với quý khách trong vòng {{wait}}.',
			'Cảm ơn quý khách! Chúng tôi đã đánh dấu yêu cầu của quý khách là khẩn cấp. Nhân viên của chúng tôi sẽ liên hệ lại với quý khách.',
		],
		afterHours: [
			'Cảm ơn quý khách! Hiện đội ngũ của chúng tôi không có mặt và sẽ trở lại {{opens}}. Nhân viên của chúng tôi sẽ liên hệ lại với quý khách.',
			'Cảm ơn quý khách! Hiện đội ngũ của chúng tôi không có mặt. Nhân viên của chúng tôi sẽ liên hệ lại với quý khách.',
		],
		informationGap: ['Cảm ơn quý khách! Tôi không thể tự trả lời câu hỏi này nên đã chuyển cho đội ngũ của chúng tôi. Nhân viên của chúng tôi sẽ liên hệ lại với quý khách.'],
		queue: ['Cảm ơn quý khách! Đội ngũ của chúng tôi đã nhận được yêu cầu của quý khách. Nhân viên rảnh sớm nhất sẽ liên hệ lại với quý khách.'],
	},
	reasons: {
		human_requested: 'mong muốn được nói chuyện với nhân viên của quý khách',
		lack_of_information: 'câu hỏi cần đội ngũ của chúng tôi trả lời',
		failed_to_resolve: 'câu hỏi vẫn chưa được giải quyết',
		upset_customer: 'phản hồi của quý khách',
		urgent_or_high_value: 'yêu cầu khẩn cấp của quý khách',
		complex_request: 'yêu cầu cần được xử lý riêng',
		custom: 'yêu cầu của quý khách',
	},
	opens: {
		today: 'hôm nay',
		tomorrow: 'ngày mai',
		weekdays: ['thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ nhật'],
		date: 'ngày {date}',
		at: 'lúc {time} {day}',
	},
};
