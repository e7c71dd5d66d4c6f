import { messageOf } from './errors';
import { toIso, type StepName, type StepResult } from './receipt';
import type { HandoverStore } from './store/store';

/**
 * How long a step may take before another execution may take it over. Longer
 * than the requests of any step with their retries (three of up to 30 seconds),
 * short enough that a crashed run's repeat is not left waiting for long.
 */
export const LEASE_MS = 120_000;

/** What an action did, before it is written down. */
export type StepOutcome = Omit<StepResult, 'status' | 'at'> & { status?: 'done' | 'skipped' };

export interface StepRun {
	result: StepResult;
	/** Whether this very call did it. */
	doneNow: boolean;
}

/**
 * Does a step of a handover at most once: claims it, acts, writes the result.
 * A step that was done before returns its first result. A step that another
 * execution is doing is left to it, and reported as skipped without being
 * stored. A failure is stored, so that the receipt shows it, and thrown.
 * @param act does it; is told whether an earlier attempt may have had its effect
 * @param again do it although it was done: for effects that add to the first
 */
export async function runStep(
	store: HandoverStore,
	key: { handoverId: string; step: StepName },
	{ now, newId }: { now: number; newId: () => string },
	act: (repeated: boolean) => Promise<StepOutcome>,
	again = false,
): Promise<StepRun> {
	const claimId = newId();
	const claim = await store.claimStep(key, { id: claimId, at: now, until: now + LEASE_MS, again });
	const at = toIso(now);
	if (!claim.granted) {
		const result: StepResult = claim.result ?? {
			status: 'skipped',
			at,
			what: 'Left to the execution that began it',
			why: 'Another execution is doing this step right now',
		};
		return { result, doneNow: false };
	}
	try {
		const outcome = await act(claim.repeated);
		const own: StepResult = { at, ...outcome, status: outcome.status ?? 'done' };
		// An execution that took it over meanwhile has the last word, also about who tells the customer.
		const stands = await store.finishStep(key, claimId, own);
		return { result: stands ?? own, doneNow: stands === own && own.status === 'done' };
	} catch (error) {
		// The action's own error is the one to show, even when writing it down fails as well.
		await store.finishStep(key, claimId, failure(now, error)).catch(() => undefined);
		throw error;
	}
}

/**
 * Notes that a step failed before it could begin, for example because of a
 * parameter. A step that is done, or that another execution is doing, stays.
 */
export async function noteFailure(
	store: HandoverStore,
	key: { handoverId: string; step: StepName },
	{ now, newId }: { now: number; newId: () => string },
	error: unknown,
): Promise<void> {
	const claim = { id: newId(), at: now, until: now };
	const { granted } = await store.claimStep(key, claim);
	if (granted) await store.finishStep(key, claim.id, failure(now, error));
}

function failure(now: number, error: unknown): StepResult {
	return { status: 'failed', at: toIso(now), what: 'Not done', why: messageOf(error) };
}
