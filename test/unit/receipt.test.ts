import { readReceipt, toIso, toReceipt, type StepResults } from '../../handover/receipt';
import { NOW, aHandover, refusal } from '../support/builders';

const steps: StepResults = { pause: { status: 'done', at: toIso(NOW), what: 'Bot paused' } };

describe('toReceipt', () => {
	it('tells the whole story of a handover', () => {
		expect(toReceipt(aHandover(), steps)).toEqual({
			id: 'h-1',
			conversationId: 'c-1',
			contact: { id: 'k-1', name: 'Rosa Lima' },
			channel: 'chat',
			desk: 'built-in',
			scenario: 'human_requested',
			reason: 'The customer asks for a person: “talk to a human”',
			confidence: 0.9,
			detector: 'built-in',
			priority: 'normal',
			message: 'Can I talk to a human?',
			openedAt: '2026-03-27T12:00:00.000Z',
			deadline: '2026-03-28T12:00:00.000Z',
			status: 'open',
			inQueue: true,
			steps,
		});
	});

	it('takes over what is known besides', () => {
		const known = {
			evidence: { text: 'a human', start: 14, end: 21, rule: 'en.ask-for-person' },
			degraded: 'The AI gave no usable answer',
			summary: 'Wants a refund',
			language: 'en',
			assignee: { id: 'ana', name: 'Ana' },
			outcome: 'back_to_bot' as const,
		};
		expect(toReceipt(aHandover(known), {})).toMatchObject(known);
	});

	it('leaves out fields that nobody filled', () => {
		const receipt = toReceipt(aHandover({ summary: undefined, degraded: undefined, message: undefined }), {});
		expect(Object.values(receipt)).not.toContain(undefined);
		expect(receipt).not.toHaveProperty('message');
	});

	it('does not show the store\'s own fields', () => {
		const receipt = toReceipt(aHandover({ messageId: 'm-1', status: 'closed', waitingSince: NOW }), {});
		for (const field of ['conversation', 'waitingSince', 'deadlineAt', 'messageId']) expect(receipt).not.toHaveProperty(field);
	});

	it('is plain JSON', () => {
		const receipt = toReceipt(aHandover({ assignee: { id: 'ana', name: 'Ana' } }), steps);
		expect(JSON.parse(JSON.stringify(receipt))).toEqual(receipt);
	});

	it.each([
		['open, nobody owns it', aHandover(), true],
		['open, somebody owns it', aHandover({ assignee: { id: 'ana', name: 'Ana' } }), false],
		['closed, nobody owned it', aHandover({ status: 'closed' }), false],
	])('%s: in the queue %#', (_name, handover, inQueue) => {
		expect(toReceipt(handover, {}).inQueue).toBe(inQueue);
	});
});

describe('readReceipt', () => {
	it.each<[string, unknown, unknown]>([
		['nothing', undefined, {}],
		['null', null, {}],
		['a receipt', toReceipt(aHandover(), steps), { id: 'h-1', conversationId: 'c-1' }],
		['what a look without a handover leaves', { status: 'none', conversationId: 'c-1' }, { id: undefined, conversationId: 'c-1' }],
		['a number as the conversation', { conversationId: 4711 }, { id: undefined, conversationId: '4711' }],
		['an empty object', {}, { id: undefined, conversationId: undefined }],
	])('reads %s', (_name, value, receipt) => {
		expect(readReceipt(value)).toEqual(receipt);
	});

	it('takes nothing but the ids, so that an edited receipt changes nothing', () => {
		const edited = { ...toReceipt(aHandover(), steps), status: 'closed', assignee: { id: 'eve', name: 'Eve' } };
		expect(Object.keys(readReceipt(edited)).sort()).toEqual(['conversationId', 'id']);
	});

	it.each<[string, unknown, string]>([
		['text', 'yes', 'it is not an object'],
		['a truth value', true, 'it is not an object'],
		['zero', 0, 'it is not an object'],
		['a list', [{ id: 'h-1' }], 'it is not an object'],
		['an empty id', { id: '' }, 'its "id" is not text'],
		['a number as the id', { id: 7 }, 'its "id" is not text'],
		['null as the id', { id: null }, 'its "id" is not text'],
		['an object as the conversation', { id: 'h-1', conversationId: {} }, 'its "conversationId" is not text'],
		['null as the conversation', { id: 'h-1', conversationId: null }, 'its "conversationId" is not text'],
	])('refuses %s', (_name, value, what) => {
		const { message, fix } = refusal(() => readReceipt(value));
		expect(message).toBe(`The incoming field "handover" is not a handover receipt: ${what}`);
		expect(fix).toContain('overwritten the field "handover"');
	});
});
