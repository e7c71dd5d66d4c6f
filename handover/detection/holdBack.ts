import type { Pause } from '../pause';

/** What keeps a conversation from going back and forth between bot and people. */
export interface HoldBackLimits {
	/** Milliseconds after a conversation came back from a person in which only an explicit request hands it over again. */
	coolDown: number;
	/** After how many handovers of a contact within 24 hours only an explicit request begins another; 0 for no limit. */
	perContactAndDay: number;
}

/**
 * Ten minutes are about the length of a chat, so the bot gets to answer at
 * least once; five handovers a day are more than one matter needs.
 */
export const DEFAULT_LIMITS: HoldBackLimits = { coolDown: 10 * 60_000, perContactAndDay: 5 };

export const DAY_MS = 24 * 60 * 60_000;

/** What happened before, of the same conversation and the same contact. */
export interface HandoverHistory {
	/** The last pause of the conversation: its end is when the bot got it back. */
	pause?: Pause;
	/** Handovers of the contact that began within the last 24 hours. */
	contactHandovers: number;
}

/**
 * Whether anything but an explicit request should be held back just now.
 * @returns why, in words for the operator; undefined when nothing stands against a handover
 */
export function heldBack({ pause, contactHandovers }: HandoverHistory, limits: HoldBackLimits, now: number): string | undefined {
	if (pause && pause.until <= now && now - pause.until < limits.coolDown) {
		return `Held back: the bot got this conversation back ${minutes(now - pause.until)} ago, and the cool-down is ${minutes(limits.coolDown)}`;
	}
	if (limits.perContactAndDay > 0 && contactHandovers >= limits.perContactAndDay) {
		return `Held back: the contact has had ${contactHandovers} handovers within 24 hours, and the limit is ${limits.perContactAndDay}`;
	}
	return undefined;
}

function minutes(milliseconds: number): string {
	const count = Math.round(milliseconds / 60_000);
	return count === 1 ? '1 minute' : `${count} minutes`;
}
