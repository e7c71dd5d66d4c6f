import fc from 'fast-check';
import { NO_ATTEMPTS, countAttempts, type Attempts, type TurnEvent } from '../../handover/detection/attempts';
import type { FindingKind } from '../../handover/detection/detector';
import { DAY, HOUR, MINUTE, NOW, aFinding } from '../support/builders';

function asks(...shows: FindingKind[]): TurnEvent {
	return { text: 'customer-message', findings: shows.map((kind) => aFinding(kind)), at: NOW };
}

function answers(...shows: FindingKind[]): TurnEvent {
	return { ...asks(...shows), text: 'bot-reply' };
}

function as(messageId: string, event: TurnEvent): TurnEvent {
	return { ...event, messageId };
}

function at(time: number, event: TurnEvent): TurnEvent {
	return { ...event, at: time };
}

function count(events: readonly TurnEvent[], before = NO_ATTEMPTS): Attempts {
	return events.reduce(countAttempts, before);
}

describe('countAttempts', () => {
	it.each<[string, TurnEvent[], number]>([
		['an ordinary turn', [asks(), answers()], 0],
		['a reply that lacks information', [asks(), answers('lack_of_information')], 1],
		['a complaint about an ordinary answer', [asks(), answers(), asks('attempt_failed')], 1],
		['a complaint about an answer the flow never showed us', [asks(), asks('attempt_failed')], 1],
		['such a reply and the complaint about it, once', [asks(), answers('lack_of_information'), asks('attempt_failed')], 1],
		['two such replies', [asks(), answers('lack_of_information'), asks(), answers('lack_of_information')], 2],
		['a complaint answered without information', [asks(), answers(), asks('attempt_failed'), answers('lack_of_information')], 2],
		['two complaints about two answers', [asks(), answers(), asks('attempt_failed'), answers(), asks('attempt_failed')], 2],
		['a reply judged twice, once', [asks(), answers('lack_of_information'), answers('lack_of_information')], 1],
		['a complaint before the bot said anything, not at all', [asks('attempt_failed')], 0],
		['a complaint in a reply, not at all', [asks(), answers('attempt_failed')], 0],
		['a request for a person, not at all', [asks(), answers(), asks('human_requested')], 0],
		['lack of information in a message, not at all', [asks(), answers(), asks('lack_of_information')], 0],
	])('counts %s', (_name, events, failed) => {
		expect(count(events).failed).toBe(failed);
	});

	it('forgets failures when the customer says it is solved', () => {
		const failed = [asks(), answers('lack_of_information'), asks(), answers('lack_of_information')];
		expect(count([...failed, asks('resolved')]).failed).toBe(0);
		expect(count([...failed, asks('resolved'), answers(), asks('attempt_failed')]).failed).toBe(1);
	});

	it('believes a complaint over thanks in the same message', () => {
		expect(count([asks(), answers(), asks('resolved', 'attempt_failed')]).failed).toBe(1);
	});

	it('does not let the bot declare its own success', () => {
		expect(count([asks(), answers('lack_of_information'), asks(), answers('resolved')]).failed).toBe(1);
	});

	it('settles an answer that helped, so that it can\'t fail later', () => {
		expect(count([asks(), answers(), as('m2', asks('resolved')), as('m2', asks('attempt_failed'))]).failed).toBe(0);
	});

	it.each([
		[DAY - 1, 2],
		[DAY, 2],
		[DAY + 1, 1],
	])('after %i ms of silence, a failure makes it %i', (silence, failed) => {
		const before = count([asks(), answers('lack_of_information'), asks()]);
		expect(countAttempts(before, at(NOW + silence, answers('lack_of_information'))).failed).toBe(failed);
		expect(countAttempts(count([asks(), answers('lack_of_information'), asks(), answers()]), at(NOW + silence, asks('attempt_failed'))).failed).toBe(failed);
	});

	it('counts the silence from the last event, not from the first', () => {
		const steps = [asks(), answers('lack_of_information'), at(NOW + 20 * HOUR, asks()), at(NOW + 40 * HOUR, answers('lack_of_information'))];
		expect(count(steps).failed).toBe(2);
	});

	it('counts a message that is delivered twice once', () => {
		const events = [as('m1', asks()), answers(), as('m2', asks('attempt_failed')), as('m2', asks('attempt_failed'))];
		expect(count(events)).toMatchObject({ turn: 2, failed: 1, judgedTurn: 1, messageId: 'm2' });
	});

	it('counts messages without an id each by itself', () => {
		expect(count([asks(), asks(), asks()])).toMatchObject({ turn: 3, messageId: undefined });
	});

	it('tells an id from none', () => {
		expect(count([as('m1', asks()), asks(), as('m1', asks())]).turn).toBe(3);
	});

	it('notes the time of every event', () => {
		expect(count([asks(), at(NOW + MINUTE, answers())]).updatedAt).toBe(NOW + MINUTE);
		expect(count([at(NOW + MINUTE, asks())]).updatedAt).toBe(NOW + MINUTE);
	});

	describe('for any conversation', () => {
		const kinds = fc.subarray<FindingKind>(['human_requested', 'lack_of_information', 'attempt_failed', 'resolved']);
		const step = fc.record({
			text: fc.constantFrom<TurnEvent['text']>('customer-message', 'bot-reply'),
			kinds,
			messageId: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
			gap: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: 3 * HOUR }) }, { weight: 1, arbitrary: fc.integer({ min: DAY - 1, max: DAY + 1 }) }),
		});
		const conversation = fc.array(step, { maxLength: 20 }).map((steps) => {
			let time = NOW;
			return steps.map(({ text, kinds: shown, messageId, gap }): TurnEvent => {
				time += gap;
				return { text, findings: shown.map((kind) => aFinding(kind)), messageId, at: time };
			});
		});

		it('lowers the count only when solved or after a day of silence', () => {
			fc.assert(
				fc.property(conversation, (events) => {
					let before = NO_ATTEMPTS;
					for (const event of events) {
						const after = countAttempts(before, event);
						const solved = event.text === 'customer-message' && event.findings.some((f) => f.kind === 'resolved');
						const silent = event.at - before.updatedAt > DAY;
						if (!solved && !silent) expect(after.failed).toBeGreaterThanOrEqual(before.failed);
						before = after;
					}
				}),
			);
		});

		it('raises the count by one at most, and never above the turns', () => {
			fc.assert(
				fc.property(conversation, (events) => {
					let before = NO_ATTEMPTS;
					for (const event of events) {
						const after = countAttempts(before, event);
						expect(after.failed - before.failed).toBeLessThanOrEqual(1);
						expect(after.failed).toBeGreaterThanOrEqual(0);
						expect(after.failed).toBeLessThanOrEqual(after.turn);
						expect(after.judgedTurn).toBeLessThanOrEqual(after.turn);
						before = after;
					}
				}),
			);
		});

		it('does not count a reply again when the customer complains about it', () => {
			fc.assert(
				fc.property(conversation, (events) => {
					const before = countAttempts(count(events), at((events.at(-1)?.at ?? NOW) + 1, asks()));
					const once = countAttempts(before, at(before.updatedAt, answers('lack_of_information')));
					const complained = countAttempts(once, at(before.updatedAt, asks('attempt_failed')));
					expect(once.failed).toBe(before.failed + 1);
					expect(complained.failed).toBe(once.failed);
				}),
			);
		});

		it('is not changed by the same message delivered again at once', () => {
			fc.assert(
				fc.property(conversation, kinds, (events, shown) => {
					const message = as('again', at((events.at(-1)?.at ?? NOW) + 1, asks(...shown)));
					const once = count([...events, message]);
					expect(countAttempts(once, message)).toEqual(once);
				}),
			);
		});
	});

	// A flow whose only Detect node looks at replies never says when a turn begins.
	describe('in a flow that only shows the bot\'s replies', () => {
		it.each<[string, TurnEvent[], Partial<Attempts>]>([
			['counts each reply as a turn', [answers('lack_of_information'), answers(), answers('lack_of_information')], { turn: 3, failed: 2, repliesOnly: true }],
			['counts a reply that is delivered twice once', [as('m1', answers('lack_of_information')), as('m1', answers('lack_of_information'))], { turn: 1, failed: 1 }],
			['ends with the first customer message', [answers(), asks(), answers('lack_of_information'), answers('lack_of_information')], { turn: 2, failed: 1, repliesOnly: false }],
			['lets the customer complain about the greeting', [answers(), asks('attempt_failed')], { turn: 2, failed: 1 }],
			['does not count a failed greeting again for the complaint', [answers('lack_of_information'), asks('attempt_failed')], { failed: 1 }],
			['never begins once messages were seen', [asks(), answers('lack_of_information'), answers('lack_of_information')], { turn: 1, failed: 1, repliesOnly: false }],
		])('%s', (_name, events, counted) => {
			expect(count(events)).toMatchObject(counted);
		});
	});

	// The message is older than the answer that failed after it.
	it('keeps a later failure when an older message arrives again', () => {
		const events = [as('m1', asks()), answers(), as('m2', asks('resolved')), answers('lack_of_information')];
		expect(count([...events, as('m2', asks('resolved'))])).toMatchObject({ failed: 1, judgedTurn: 2 });
	});
});
