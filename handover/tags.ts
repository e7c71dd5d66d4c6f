import { HandoverError } from './errors';
import type { Scenario } from './scenario';
import { startOf } from './text';

/** The tag by which handed-over contacts are found, as in the product being modelled. */
export const DEFAULT_TAG = 'human_handover';

/** Desks cut or refuse longer ones. */
const LONGEST_TAG = 100;

/**
 * The tag that says why: `handover_failed_to_resolve`, or for a custom
 * scenario called "Wholesale enquiry" `handover_wholesale_enquiry`.
 */
export function reasonTag(scenario: Scenario, name?: string): string {
	const words = name?.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu);
	return startOf(`handover_${words?.join('_') ?? scenario}`, LONGEST_TAG);
}

/**
 * Reads tags as an operator types them: separated by commas, or as a list.
 * Each comes once, in the order given.
 * @throws HandoverError when there is none or one is too long
 */
export function readTags(value: unknown): string[] {
	const entries: unknown[] = Array.isArray(value) ? value : [value];
	if (entries.some((entry) => typeof entry === 'object' && entry !== null)) {
		throw new HandoverError('"Tags" contains an object', 'Point the expression to the tags\' names, or type them with commas between them.');
	}
	const parts = entries.flatMap((entry) => String(entry ?? '').split(','));
	const tags = [...new Set(parts.map((part) => part.trim()).filter((tag) => tag !== ''))];
	if (tags.length === 0) {
		throw new HandoverError('"Tags" is empty', `Enter at least one tag, for example ${DEFAULT_TAG}.`);
	}
	const long = tags.find((tag) => tag.length > LONGEST_TAG);
	if (long !== undefined) {
		throw new HandoverError(
			`A tag has at most ${LONGEST_TAG} characters, but "${long.slice(0, 30)}…" has ${long.length}`,
			'Shorten it, or separate several tags with commas.',
		);
	}
	return tags;
}
