import fc from 'fast-check';
import type { Delivery, InboundReader } from '../../handover/inbound/event';
import { NOW } from './builders';

/** What comes in at a webhook's address when somebody sends this body. */
export function aDelivery(body: unknown, headers: Delivery['headers'] = {}): Delivery {
	return { headers, rawBody: Buffer.from(JSON.stringify(body)), body };
}

/** A value for each of these names, in which the names appear again further down. */
function anything(names: readonly string[], known: readonly unknown[]): fc.Arbitrary<unknown> {
	const { tree } = fc.letrec((tie) => ({
		tree: fc.oneof({ maxDepth: 4 }, fc.constantFrom(...known), fc.jsonValue(), fc.array(tie('tree'), { maxLength: 3 }), tie('object')),
		object: fc.dictionary(fc.constantFrom(...names), tie('tree'), { maxKeys: names.length }),
	}));
	return tree;
}

/**
 * Sends a reader bodies made of the names and values it looks for, in any
 * disorder: it must never throw, and what it reads must be of the right form.
 */
export function surviveAnything(reader: InboundReader, names: readonly string[], known: readonly unknown[], headers: readonly string[]): void {
	const header = fc.option(fc.oneof(fc.string(), fc.base64String(), fc.constant(String(NOW / 1000))), { nil: undefined });
	const sent = fc.record(Object.fromEntries(headers.map((name) => [name, header])));
	fc.assert(
		fc.property(anything(names, known), sent, fc.option(fc.string(), { nil: undefined }), (body, given, secret) => {
			const delivery: Delivery = { headers: given, rawBody: Buffer.from(JSON.stringify(body)), body };
			expect(typeof reader.verify(delivery, secret, NOW).genuine).toBe('boolean');
			expect(reader.deliveryId(delivery, NOW)).toMatch(/./);
			const event = reader.read(delivery, NOW);
			if (!event) return;
			expect(event.contact.id).toMatch(/./s);
			expect(Number.isFinite(event.at)).toBe(true);
			expect(event.conversationId ?? 'none').toMatch(/./s);
			if ('text' in event) expect(event.text.length).toBeLessThanOrEqual(delivery.rawBody.length);
		}),
		{ numRuns: 1000 },
	);
}
