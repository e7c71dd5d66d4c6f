import { DEFAULT_LIMITS, heldBack } from '../../handover/detection/holdBack';
import { MINUTE, NOW } from '../support/builders';

const limits = { coolDown: 10 * MINUTE, perContactAndDay: 3 };
const pause = (until: number) => ({ setAt: NOW - 60 * MINUTE, until, reason: 'A handover is open' });

describe('held back', () => {
	it.each<[string, number, string | undefined]>([
		['just after the pause', NOW - 1, 'Held back: the bot got this conversation back 0 minutes ago, and the cool-down is 10 minutes'],
		['a minute after it', NOW - MINUTE, 'Held back: the bot got this conversation back 1 minute ago, and the cool-down is 10 minutes'],
		['when the cool-down ends', NOW - 10 * MINUTE, undefined],
		['while the pause holds, which is another matter', NOW + MINUTE, undefined],
	])('%s', (_name, until, reason) => {
		expect(heldBack({ pause: pause(until), contactHandovers: 0 }, limits, NOW)).toBe(reason);
	});

	it.each([
		[2, undefined],
		[3, 'Held back: the contact has had 3 handovers within 24 hours, and the limit is 3'],
	])('after %i handovers of the contact', (contactHandovers, reason) => {
		expect(heldBack({ contactHandovers }, limits, NOW)).toBe(reason);
	});

	it('never, with both limits at 0', () => {
		expect(heldBack({ pause: pause(NOW), contactHandovers: 99 }, { coolDown: 0, perContactAndDay: 0 }, NOW)).toBeUndefined();
	});

	it('not at all in a conversation that never had a handover', () => {
		expect(heldBack({ contactHandovers: 0 }, DEFAULT_LIMITS, NOW)).toBeUndefined();
	});
});
