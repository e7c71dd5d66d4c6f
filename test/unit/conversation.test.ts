import fc from 'fast-check';
import { conversationKey, readConversationId, type ConversationRef } from '../../handover/conversation';
import { refusal } from '../support/builders';

function ref(conversationId: string, account = 'default', desk = 'built-in'): ConversationRef {
	return { desk, account, conversationId };
}

describe('conversationKey', () => {
	it('is readable for ordinary ids', () => {
		expect(conversationKey(ref('c-1'))).toBe('built-in/default/c-1');
	});

	it.each([
		['a slash moves between parts', ref('c', 'a/b'), ref('b/c', 'a')],
		['an id is already encoded', ref('a/b'), ref('a%2Fb')],
		['only the desk differs', ref('c', 'a', 'x'), ref('c', 'a', 'y')],
		['only the account differs', ref('c', 'a'), ref('c', 'b')],
		['only the case differs', ref('c'), ref('C')],
		['a part is empty', ref('a', ''), ref('', 'a')],
	])('differs when %s', (_name, a, b) => {
		expect(conversationKey(a)).not.toBe(conversationKey(b));
	});

	it('is the same for two refs only if they are equal', () => {
		const part = fc.oneof(fc.string({ unit: 'binary', maxLength: 6 }), fc.stringMatching(/^[a%/2F]{0,4}$/));
		const anyRef = fc.record({ desk: part, account: part, conversationId: part });
		fc.assert(
			fc.property(anyRef, anyRef, (a, b) => {
				const same = a.desk === b.desk && a.account === b.account && a.conversationId === b.conversationId;
				expect(conversationKey(a) === conversationKey(b)).toBe(same);
			}),
			{ numRuns: 500 },
		);
	});

	it('can be read back into its parts', () => {
		const part = fc.string({ unit: 'binary' });
		fc.assert(
			fc.property(part, part, part, (desk, account, conversationId) => {
				const key = conversationKey({ desk, account, conversationId });
				expect(key.split('/').map(decodeURIComponent)).toEqual([desk, account, conversationId]);
			}),
		);
	});
});

describe('readConversationId', () => {
	it.each([
		['text', 'session-7', 'session-7'],
		['text with blanks around it', '  a b\n', 'a b'],
		['a number', 4711, '4711'],
		['zero', 0, '0'],
		['a negative number, as Telegram groups have', -100123, '-100123'],
		['an emoji', '💬', '💬'],
		['the longest id', 'x'.repeat(512), 'x'.repeat(512)],
		['a long id with blanks around it', ` ${'x'.repeat(512)} `, 'x'.repeat(512)],
	])('takes %s', (_name, value, id) => {
		expect(readConversationId(value)).toBe(id);
	});

	it.each<[string, unknown]>([
		['nothing', undefined],
		['null', null],
		['empty text', ''],
		['blanks', ' \t\n'],
		['an object', { id: 'c-1' }],
		['a list', ['c-1']],
		['a truth value', true],
		['a lone surrogate', 'c-\ud800'],
	])('refuses %s', (_name, value) => {
		const { message, fix } = refusal(() => readConversationId(value));
		expect(message).toContain('"Conversation ID"');
		expect(fix).toContain('{{ $json.sessionId }}');
	});

	it('says what is wrong with half a character', () => {
		expect(refusal(() => readConversationId('c-\ud800')).message).toBe('"Conversation ID" is not an id: it contains half a character');
	});

	it('refuses an id that is a whole message', () => {
		const { message, fix } = refusal(() => readConversationId('x'.repeat(513)));
		expect(message).toMatch(/"Conversation ID" is 513 characters long.*512/);
		expect(fix).toContain('expression');
	});

	it('gives an id that a key can be made of, or refuses', () => {
		const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 });
		fc.assert(
			fc.property(units, (codes) => {
				const value = String.fromCharCode(...codes);
				if (!value.isWellFormed() || value.trim() === '') {
					expect(refusal(() => readConversationId(value)).message).toContain('"Conversation ID"');
				} else {
					expect(conversationKey(ref(readConversationId(value)))).toContain('built-in/default/');
				}
			}),
		);
	});

	// NaN and ∞ would put every such customer into one conversation.
	it.each([NaN, Infinity, -Infinity])('refuses %s', (value) => {
		expect(refusal(() => readConversationId(value)).message).toContain(`"Conversation ID" is ${value}, which is not an exact whole number`);
	});

	// The channel sent another number than the one JSON could hold; two chats may become one.
	it('refuses a number too large to be exact', () => {
		expect(refusal(() => readConversationId(2 ** 53)).message).toMatch(/"Conversation ID" is 9007199254740992, .* as text$/);
		expect(readConversationId(2 ** 53 - 1)).toBe('9007199254740991');
	});
});
