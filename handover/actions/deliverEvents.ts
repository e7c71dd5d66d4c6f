import { eventItem, sampleItem, type EventItem } from '../eventItem';
import { dueEvents, isTimer, queueEvents, stillApplies, type EventSettings, type Happening, type HandoverEvent } from '../events';
import type { ActionContext } from './context';
import { closeWhatIsOver } from './episode';

/** What telling a flow needs from outside: as for an action, but with a clock, since it may take a while. */
export interface DeliveryContext extends Pick<ActionContext, 'store' | 'newId' | 'zone'> {
	clock: { now: () => number; sleep: (milliseconds: number) => Promise<unknown> };
	/** Whether the flow no longer listens: then nothing more is begun. */
	ended: () => boolean;
}

/** A flow that listens. */
export interface Subscriber {
	/** The same each time it starts. */
	id: string;
	settings: EventSettings;
	/** Only what concerns this kind of desk; any when left out. */
	desk?: string;
	/** Only handovers that this flow began; those of any when left out. */
	flow?: string;
}

/**
 * Hands an item to the flow.
 * @returns when n8n has taken it for sure; rejects when it could not
 */
export type Tell = (item: EventItem) => Promise<unknown>;

/** What one process has told and n8n has not confirmed yet, by claim. */
export type Underway = Map<string, { subscriber: string; eventId: string; at: number }>;

/** How many events one tick tells: the rest has its turn at the next. */
export const MOST_PER_TICK = 50;

/**
 * How long after telling, with the process still alive, an execution counts as
 * taken although it has not ended: n8n has stored it within a fraction of
 * that. Without it a flow that waits or is slow would be told again.
 */
export const GRACE_MS = 10_000;

/**
 * How long one execution may hold up the next event. One at a time as far as
 * possible: a crash then leaves one event in doubt instead of all of a tick.
 */
export const PATIENCE_MS = 500;

/** When the right to tell runs out, because the process that had it died. Longer than the grace and a few ticks. */
export const CLAIM_MS = 60_000;

/** What happened longer ago than this is no longer told: n8n was off, and people have moved on. */
export const CATCH_UP_MS = 3 * 24 * 60 * 60 * 1000;

const MINUTE_MS = 60_000;

/**
 * One tick of a subscriber: ends the handovers whose pause is over, then tells
 * what happened and what has fallen due, each once.
 *
 * Once, how: the right to tell is claimed by compare-and-set with a lease; the
 * state is read again after that, and a timer that no longer applies is given
 * back. The claim is finished when `tell` resolves, or after `GRACE_MS` in
 * which this process stayed alive. When `tell` rejects, or the process dies
 * before, the claim runs out and the event is told again if it still applies:
 * at least once, and twice only after such a crash. An execution that failed
 * was told; n8n shows it, and people repeat it there.
 * @param underway one for all ticks of a process
 * @throws the first error, after everything else has been tried
 */
export async function deliverEvents(ctx: DeliveryContext, subscriber: Subscriber, tell: Tell, underway: Underway): Promise<void> {
	const { store, clock, newId } = ctx;
	await settle(ctx, underway);
	const since = await store.events.subscribe(subscriber.id, clock.now());
	await closeWhatIsOver({ store, now: clock.now() });
	const problems: unknown[] = [];
	let told = 0;
	for (const event of await collect(ctx, subscriber, since)) {
		if (told === MOST_PER_TICK || ctx.ended()) break;
		const at = clock.now();
		const claim = { id: newId(), at, until: at + CLAIM_MS };
		if (!(await store.events.claimEvent(subscriber.id, event, claim))) continue;
		const release = () => store.events.releaseEvent(subscriber.id, event.id, claim.id);
		try {
			const item = await look(ctx, subscriber, event);
			if (!item) {
				await release();
				continue;
			}
			const taken = hand(ctx, { claimId: claim.id, subscriber: subscriber.id, eventId: event.id, at }, tell(item), underway);
			await Promise.race([taken, clock.sleep(PATIENCE_MS)]);
			told++;
		} catch (error) {
			problems.push(error);
			await release();
		}
		await settle(ctx, underway);
	}
	// So that the next report finds it done.
	await store.log.cases.prepare(MOST_PER_TICK, clock.now());
	if (problems.length > 0) throw problems[0];
}

/** Something to build a flow with: the newest event of the types it wants, as it would be told now; else a sample. */
export async function exampleItem(ctx: Omit<DeliveryContext, 'ended'>, { settings, desk, flow }: Subscriber): Promise<EventItem> {
	const newest = await ctx.store.events.newest({ types: settings.types, desk, flow });
	return (newest && (await itemOf(ctx, newest))) ?? sampleItem(settings.types[0] ?? 'unanswered', ctx.clock.now(), ctx.zone);
}

/** Finishes what was told long enough ago. */
async function settle({ store, clock }: DeliveryContext, underway: Underway): Promise<void> {
	const now = clock.now();
	for (const [claimId, { subscriber, eventId, at }] of [...underway]) {
		if (now - at < GRACE_MS) continue;
		await store.events.finishEvent(subscriber, eventId, claimId, now);
		underway.delete(claimId);
	}
}

/** What there is to tell: first what has fallen due, then what happened, each oldest first. */
async function collect({ store: { events }, clock }: DeliveryContext, { id, settings, desk, flow }: Subscriber, since: number): Promise<HandoverEvent[]> {
	const now = clock.now();
	const timers: HandoverEvent[] = [];
	if (settings.types.some(isTimer)) {
		const tasks = { from: now - CATCH_UP_MS, to: now + settings.dueSoonMinutes * MINUTE_MS };
		for (const watched of await events.watched(now, tasks)) {
			if (flow === undefined || !watched.handover || watched.handover.flow === flow) timers.push(...dueEvents(watched, settings, now));
		}
		// All flows at a desk share its queue.
		for (const queue of await events.queues(now)) timers.push(...queueEvents(queue, settings, now));
	}
	const wanted = timers.filter(({ conversation }) => desk === undefined || conversation?.desk === desk).sort((a, b) => a.at - b.at);
	const known = await events.toldAlready(id, wanted.map((event) => event.id), now);
	const types = settings.types.filter((type): type is Happening => !isTimer(type));
	// Who began to listen in the future did so before the clock was set back, and listens.
	const from = since > now ? now - MINUTE_MS : since;
	const happened = await events.pending(id, { types, desk, flow }, Math.max(from, now - CATCH_UP_MS), now, MOST_PER_TICK);
	return [...wanted.filter((event) => !known.has(event.id)), ...happened];
}

/** Looks again, now that nobody else can tell it. @returns undefined when it no longer applies */
async function look(ctx: DeliveryContext, { settings }: Subscriber, event: HandoverEvent): Promise<EventItem | undefined> {
	const { store: { events }, clock } = ctx;
	const now = clock.now();
	if (event.type === 'queue_waiting') {
		const queues = await events.queues(now);
		if (!queues.some((queue) => queueEvents(queue, settings, now).some(({ id }) => id === event.id))) return undefined;
	} else if (isTimer(event.type) && !stillApplies(event, await events.watchedOne(event.handoverId, event.conversation, now), settings, now)) {
		return undefined;
	}
	return itemOf(ctx, event);
}

async function itemOf({ store, clock, zone }: Omit<DeliveryContext, 'ended'>, event: HandoverEvent): Promise<EventItem | undefined> {
	const { handoverId, conversation } = event;
	const handover = handoverId === undefined ? undefined : await store.handover(handoverId);
	// Erased meanwhile.
	if (handoverId !== undefined && !handover) return undefined;
	const steps = handoverId === undefined ? {} : await store.steps(handoverId);
	return eventItem({ event, handover, steps, messages: await store.messages(conversation), now: clock.now(), zone });
}

/** Finishes the claim as soon as n8n has taken the event. @returns when n8n has, or has refused it; never rejects */
function hand(
	{ store, clock }: DeliveryContext,
	{ claimId, ...told }: { claimId: string; subscriber: string; eventId: string; at: number },
	taken: Promise<unknown>,
	underway: Underway,
): Promise<void> {
	underway.set(claimId, told);
	const finish = async () => {
		await store.events.finishEvent(told.subscriber, told.eventId, claimId, clock.now());
		underway.delete(claimId);
	};
	const leave = () => void underway.delete(claimId);
	// A finish that fails is repeated when the grace is over.
	return taken.then(finish, leave).catch(() => undefined);
}
