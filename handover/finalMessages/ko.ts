import type { FinalMessages } from './types';

export const ko: FinalMessages = {
	language: 'ko',
	texts: {
		standard: ['감사합니다! 담당자가 연락드리겠습니다.'],
		urgent: [
			'감사합니다! 고객님의 문의를 긴급 건으로 접수했습니다. 담당자가 {{wait}} 이내에 연락드리겠습니다.',
			'감사합니다! 고객님의 문의를 긴급 건으로 접수했습니다. 담당자가 연락드리겠습니다.',
		],
		afterHours: [
			'감사합니다! 지금은 상담 시간이 아닙니다. 다음 상담 시작 시간: {{opens}}. 담당자가 연락드리겠습니다.',
			'감사합니다! 지금은 상담 시간이 아닙니다. 담당자가 연락드리겠습니다.',
		],
		informationGap: ['감사합니다! 제가 직접 답변드리기 어려워 문의를 담당 팀에 전달했습니다. 담당자가 연락드리겠습니다.'],
		queue: ['감사합니다! 문의가 담당 팀에 접수되었습니다. 상담 가능한 담당자가 순서대로 연락드리겠습니다.'],
	},
	reasons: {
		human_requested: '상담원과의 대화 요청',
		lack_of_information: '담당 팀의 답변이 필요한 문의',
		failed_to_resolve: '아직 해결되지 않은 문의',
		upset_customer: '고객님의 의견',
		urgent_or_high_value: '고객님의 긴급 문의',
		complex_request: '개별 상담이 필요한 문의',
		custom: '고객님의 문의',
	},
	opens: {
		today: '오늘',
		tomorrow: '내일',
		weekdays: ['월요일', '화요일', '수요일', '목요일', '금요일', '토요일', '일요일'],
		date: '{date}',
		at: '{day} {time}',
	},
};
