import type { FinalMessages } from './types';

export const zh: FinalMessages = {
	language: 'zh',
	texts: {
		standard: ['感谢您的咨询！我们团队的工作人员会与您联系。'],
		urgent: [
			'感谢您的咨询！我们已将您的请求标记为紧急。我们团队的工作人员会在{{wait}}内与您联系。',
			'感谢您的咨询！我们已将您的请求标记为紧急。我们团队的工作人员会与您联系。',
		],
		afterHours: [
			'感谢您的咨询！我们的团队目前不在线，将于{{opens}}恢复服务。会有工作人员与您联系。',
			'感谢您的咨询！我们的团队目前不在线。之后会有工作人员与您联系。',
		],
		informationGap: ['感谢您的咨询！这个问题我无法自行解答，已转交给我们的团队。会有工作人员与您联系。'],
		queue: ['感谢您的咨询！我们的团队已收到您的请求。一有工作人员空闲，就会与您联系。'],
	},
	reasons: {
		human_requested: '您希望与人工客服交谈',
		lack_of_information: '需要由我们团队解答的问题',
		failed_to_resolve: '尚未解决的问题',
		upset_customer: '您反映的情况',
		urgent_or_high_value: '您的紧急请求',
		complex_request: '需要单独处理的请求',
		custom: '您的请求',
	},
	opens: {
		today: '今天',
		tomorrow: '明天',
		weekdays: ['星期一', '星期二', '星期三', '星期四', '星期五', '星期六', '星期日'],
		date: '{date}',
		at: '{day}{time}',
	},
};
