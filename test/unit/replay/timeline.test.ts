import type { ReplayMessage } from '../../../handover/replay/conversations';
import { timelines } from '../../../handover/replay/timeline';
import { MINUTE, NOW } from '../../support/builders';

const said = (text: string, at?: number, over: Partial<ReplayMessage> = {}): ReplayMessage => ({ conversationId: 'c', role: 'customer', text, at, ...over });
const timesOf = (...times: (number | undefined)[]) => timelines(times.map((at, i) => said(String(i), at)))[0].messages.map(({ at }) => at);
const textsOf = (messages: ReplayMessage[]) => timelines(messages)[0].messages.map(({ text }) => text).join('');

it('sorts by time, equal times in the order of the rows', () => {
	expect(textsOf([said('a', 1), said('b', 5), said('c', 5), said('d', 2), said('e', 6)])).toBe('adbce');
});

it('turns an export round that has the newest first, equal times too', () => {
	expect(textsOf([said('d', 9), said('c', 5), said('b', 5), said('a', 1)])).toBe('abcd');
});

it('fills missing times in: a minute apart, never out of order', () => {
	expect(timesOf(undefined, undefined, undefined)).toEqual([0, MINUTE, 2 * MINUTE]);
	expect(timesOf(undefined, NOW, undefined, undefined)).toEqual([NOW - MINUTE, NOW, NOW + MINUTE, NOW + 2 * MINUTE]);
	expect(timesOf(NOW, undefined, undefined, NOW + 90_000)).toEqual([NOW, NOW + MINUTE, NOW + 90_000, NOW + 90_000]);
});

it('numbers the messages and takes the contact from the customer\'s', () => {
	const [one, two] = timelines([
		said('a', 1, { role: 'agent', contactId: 'an agent' }),
		said('b', undefined, { conversationId: 'other' }),
		said('c', 2, { contactId: 'k' }),
	]);
	expect(one).toMatchObject({ id: 'c', index: 0, contactId: 'k', timed: true, messages: [{ number: 1, timed: true }, { number: 2 }] });
	expect(two).toMatchObject({ id: 'other', index: 1, contactId: 'other', timed: false, messages: [{ number: 1, timed: false }] });
});
