import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { contentId, ed25519Fits, ed25519Key, freshness, hmacFits, sameSecret } from '../../../handover/inbound/signature';
import { MINUTE, NOW } from '../../support/builders';

const SECRET = 'a secret';
const BODY = Buffer.from('{"text":"¿Hola?"}');

describe('hmacFits', () => {
	const right = createHmac('sha256', SECRET).update(`12.${BODY.toString()}`).digest('hex');

	it('takes the hash of the parts in their order, in any case', () => {
		expect(hmacFits(SECRET, ['12.', BODY], right)).toBe(true);
		expect(hmacFits(SECRET, ['12.', BODY], right.toUpperCase())).toBe(true);
		expect(hmacFits(SECRET, [BODY, '12.'], right)).toBe(false);
	});

	it.each([
		['another secret', 'another', BODY, right],
		['another body', SECRET, Buffer.from('{}'), right],
		['nothing', SECRET, BODY, ''],
		['a beginning', SECRET, BODY, right.slice(0, 62)],
		['more behind it', SECRET, BODY, `${right}00`],
		['no hex behind it', SECRET, BODY, `${right}zz`],
		['blanks around it', SECRET, BODY, ` ${right}`],
	])('refuses %s', (_name, secret, body, hex) => {
		expect(hmacFits(secret, ['12.', body], hex)).toBe(false);
	});
});

describe('Ed25519', () => {
	const { publicKey, privateKey } = generateKeyPairSync('ed25519');
	const spki = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
	const signature = sign(null, BODY, privateKey).toString('base64');

	function fits(body: Buffer, base64: string): boolean {
		const key = ed25519Key(spki);
		if (!key) throw new Error('The key was not read');
		return ed25519Fits(key, body, base64);
	}

	it('takes the signature of these bytes', () => {
		expect(fits(BODY, signature)).toBe(true);
	});

	it.each([
		['other bytes', Buffer.from(`${BODY.toString()} `), signature],
		['a changed signature', BODY, signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))],
		['half of it', BODY, signature.slice(0, 40)],
		['nothing', BODY, ''],
		['no base64', BODY, '§§§'],
	])('refuses %s', (_name, body, base64) => {
		expect(fits(body, base64)).toBe(false);
	});

	it.each([
		['nothing', ''],
		['a password', 'correct horse battery staple'],
		['half a key', spki.slice(0, 20)],
		['a key of another kind', generateKeyPairSync('x25519').publicKey.export({ format: 'der', type: 'spki' }).toString('base64')],
	])('reads no key from %s', (_name, text) => {
		expect(ed25519Key(text)).toBeUndefined();
	});
});

describe('sameSecret', () => {
	it.each([
		['secret', 'secret', true],
		['secreT', 'secret', false],
		['secre', 'secret', false],
		['', 'secret', false],
	])('compares %j with %j', (said, secret, same) => {
		expect(sameSecret(said, secret)).toBe(same);
	});
});

describe('freshness', () => {
	it.each([-5 * MINUTE, 0, 5 * MINUTE])('takes what was sent %d ms from now', (away) => {
		expect(freshness(NOW + away, NOW)).toEqual({ genuine: true });
	});

	it.each<[string, number | undefined, string]>([
		['more than five minutes ago', NOW - 5 * MINUTE - 1, 'It says it was sent at 2026-03-27T11:54:59.999Z, which is too long ago'],
		['more than five minutes in the future', NOW + 5 * MINUTE + 1, 'It says it was sent at 2026-03-27T12:05:00.001Z, which is in the future'],
		['at no time', undefined, 'It is signed, but does not say when it was sent'],
	])('refuses what was sent %s', (_name, sentAt, why) => {
		expect(freshness(sentAt, NOW)).toEqual({ genuine: false, why: expect.stringContaining(why) });
	});
});

describe('contentId', () => {
	it('is the same for the same content within the same minute only', () => {
		const id = contentId(BODY, NOW);
		expect(contentId(Buffer.from(BODY), NOW + MINUTE - 1)).toBe(id);
		expect(contentId(BODY, NOW + MINUTE)).not.toBe(id);
	});

	it('differs with the content', () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), (one, other) => {
				expect(contentId(Buffer.from(one), NOW) === contentId(Buffer.from(other), NOW)).toBe(Buffer.from(one).equals(Buffer.from(other)));
			}),
		);
	});
});
