/** How people call Chatwoot's kinds of inbox. */
const CHANNELS: ReadonlyMap<string, string> = new Map([
	['Channel::WebWidget', 'Website'],
	['Channel::Whatsapp', 'WhatsApp'],
	['Channel::Email', 'Email'],
	['Channel::Sms', 'SMS'],
	['Channel::TwilioSms', 'SMS'],
	['Channel::FacebookPage', 'Facebook'],
	['Channel::Instagram', 'Instagram'],
	['Channel::Telegram', 'Telegram'],
	['Channel::Line', 'LINE'],
	['Channel::Tiktok', 'TikTok'],
	['Channel::Api', 'API'],
]);

/**
 * What people call a channel.
 * @param type as Chatwoot writes it, e.g. `Channel::WebWidget`
 * @returns the rest of the type for one we don't know, undefined when there is none
 */
export function channelName(type: unknown): string | undefined {
	if (typeof type !== 'string' || type === '') return undefined;
	return CHANNELS.get(type) ?? type.replace(/^Channel::/, '');
}
