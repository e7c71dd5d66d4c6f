import { createHash, createHmac, createPublicKey, timingSafeEqual, verify, type KeyObject } from 'node:crypto';
import { toIso } from '../receipt';
import { FRESH_MS, type Verdict } from './event';

/** Deliveries that name nothing to tell them by count as one when they are the same within this time. */
const SAME_WITHIN_MS = 60_000;

/** The verdict on a delivery that is not taken. @param why as operators read it */
export function refused(why: string): Verdict {
	return { genuine: false, why };
}

/** Whether `hex` is the HMAC-SHA256 of these parts, one after the other. Takes the same time for any wrong one. */
export function hmacFits(secret: string, parts: ReadonlyArray<string | Buffer>, hex: string): boolean {
	// Buffer.from() stops at what is not hex, and would take a right beginning for the whole.
	if (!/^[0-9a-f]{64}$/i.test(hex)) return false;
	const hmac = createHmac('sha256', secret);
	for (const part of parts) hmac.update(part);
	return timingSafeEqual(hmac.digest(), Buffer.from(hex, 'hex'));
}

/** An Ed25519 public key from its SPKI DER in base64. @returns undefined when the text is none */
export function ed25519Key(base64: string): KeyObject | undefined {
	try {
		const key = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
		return key.asymmetricKeyType === 'ed25519' ? key : undefined;
	} catch {
		return undefined;
	}
}

/** Whether `base64` is the Ed25519 signature of these bytes. */
export function ed25519Fits(key: KeyObject, bytes: Buffer, base64: string): boolean {
	return verify(null, bytes, key, Buffer.from(base64, 'base64'));
}

/** Whether two texts are the same. Takes the same time for any wrong one. */
export function sameSecret(said: string, secret: string): boolean {
	// Of their hashes, since texts of different lengths can't be compared in constant time.
	return timingSafeEqual(sha256(said), sha256(secret));
}

/** The verdict on when a delivery was sent. Times are milliseconds since 1970. */
export function freshness(sentAt: number | undefined, now: number): Verdict {
	if (sentAt === undefined) return refused('It is signed, but does not say when it was sent');
	if (Math.abs(now - sentAt) <= FRESH_MS) return { genuine: true };
	const wrong = sentAt < now ? 'too long ago: it may be an old one sent again' : 'in the future';
	return refused(`It says it was sent at ${toIso(sentAt)}, which is ${wrong}, or the clock of this server (${toIso(now)}) is wrong`);
}

/**
 * The id of a delivery that names nothing to tell it by. Not its content
 * alone: a customer who says "yes" twice has said it twice.
 * @param now when it came in, milliseconds since 1970
 */
export function contentId(rawBody: Buffer, now: number): string {
	return `sha256:${sha256(rawBody).toString('hex')}:${Math.floor(now / SAME_WITHIN_MS)}`;
}

function sha256(value: string | Buffer): Buffer {
	return createHash('sha256').update(value).digest();
}
