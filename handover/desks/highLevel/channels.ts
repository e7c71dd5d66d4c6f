/** Types under which HighLevel's API sends to a customer. */
export type SendType = 'SMS' | 'RCS' | 'Email' | 'WhatsApp' | 'IG' | 'FB' | 'Live_Chat' | 'TIKTOK' | 'Custom';

/**
 * What lists of messages, webhooks and people call each, in capitals, without
 * `TYPE_`, blanks and strokes. Calls, reviews and comments under posts can't
 * be answered through the API.
 */
const NAMES: Readonly<Record<SendType, readonly string[]>> = {
	SMS: ['SMS', 'PHONE', 'GROUPSMS', 'CAMPAIGNSMS', 'CAMPAIGNMANUALSMS', 'SMSREVIEWREQUEST', 'SMSNOSHOWREQUEST', 'SMSREACTION'],
	RCS: ['RCS'],
	Email: ['EMAIL', 'CAMPAIGNEMAIL'],
	WhatsApp: ['WHATSAPP'],
	IG: ['IG', 'INSTAGRAM'],
	FB: ['FB', 'FACEBOOK', 'FBMESSENGER', 'MESSENGER', 'CAMPAIGNFACEBOOK'],
	Live_Chat: ['LIVECHAT', 'WEBCHAT', 'WEBSITE'],
	TIKTOK: ['TIKTOK'],
	Custom: ['CUSTOM', 'CUSTOMSMS', 'CUSTOMEMAIL', 'CUSTOMPROVIDERSMS', 'CUSTOMPROVIDEREMAIL'],
};

const TYPES = new Map(Object.entries(NAMES).flatMap(([type, names]) => names.map((name) => [name, type as SendType])));

/** The names that people may give for a channel. */
export const SEND_TYPES = Object.keys(NAMES).join(', ');

/** @returns undefined for a channel that HighLevel doesn't have, or that its API can't send on */
export function sendType(channel: string): SendType | undefined {
	return TYPES.get(key(channel));
}

/** Whether customer, bot or agent said it to the other: not what happened to the contact, and no internal comment. */
export function isSaid(messageType: string): boolean {
	return !/^ACTIVITY|^INTERNALCOMMENT|INFOMESSAGE$/.test(key(messageType));
}

/** Whether only agents see it. */
export function isComment(messageType: string): boolean {
	return key(messageType).startsWith('INTERNALCOMMENT');
}

function key(name: string): string {
	return name
		.toUpperCase()
		.replace(/^TYPE_/, '')
		.replace(/[^A-Z]/g, '');
}
