import { asAssignee, type Strategy, type TeamMember } from '../assignment';
import { describedAssignee } from '../brief';
import { chooseNext, leadRung, nextRung, QUEUE_RUNG, takenAt, type EscalationLine, type Rung } from '../escalation';
import type { Assignee, Handover, Receipt, StepResult } from '../receipt';
import type { StepOutcome } from '../steps';
import type { Assignment } from '../store/logStore';
import type { EscalationFacts } from '../store/store';
import { listedTeam, membersAt, peopleAt, type People } from './candidates';
import type { ActionContext } from './context';
import { CLOSED, findHandover, receiptOf, stepOf, type Subject } from './episode';
import { asBefore, moveTask, opensFor, opensInQueue, takeFrom, tell, triedData, type Tried } from './owner';

export interface EscalateInput extends Subject {
	/** Whom the operator lists; empty stands for those listed last. */
	team: readonly TeamMember[];
	order: readonly EscalationLine[];
	by: Strategy;
	/** What calls for it: the id of an event. The same cause escalates once. */
	cause: string;
	/** When that fell due, milliseconds since 1970. */
	causedAt?: number;
}

/** What became of it, for the item. */
export type EscalationReport = { escalated: false; why: string } | ({ escalated: true; why: string } & Move);

interface Move {
	/** How often this handover was escalated, this time included. */
	level: number;
	from?: Assignee;
	/** Nobody: it waits in the queue. */
	to?: Assignee;
}

export interface EscalateResult {
	/** Missing when there is no handover. */
	receipt?: Receipt;
	escalation: EscalationReport;
}

/**
 * Gives a handover that nobody answers to somebody else, in the order the
 * operator lists, and at last to the queue. Whether it is still needed is seen
 * again in the moment it is done: nothing happens once a person has answered,
 * the bot is back, or it was escalated after the cause fell due.
 * @throws HandoverError for a person or a team that nobody knows
 */
export async function escalate(ctx: ActionContext, input: EscalateInput): Promise<EscalateResult> {
	const found = await findHandover(ctx, input);
	if (!found) return { escalation: notNeeded('No handover is open in this conversation') };
	const state = await stateOf(ctx, found);
	const settled = settledBefore(state, input);
	if (settled) return { receipt: await receiptOf(ctx, found.id, found), escalation: settled };

	// A wrong name must change nothing.
	const people = await peopleAt(ctx, await listedTeam(ctx, input.team, found.flow), { hours: found.hours, outsideHours: 'queue' });
	const rungs = await rungsOf(ctx, people, input, teamOf(state));
	let escalation: EscalationReport = notNeeded('Another execution is giving it to somebody right now');
	const act = async (): Promise<StepOutcome> => {
		const now = await stateOf(ctx, found);
		const done = settledBefore(now, input);
		const { report, step } = done ? { report: done } : await handOn(ctx, input, people, rungs, now);
		escalation = report;
		return step ?? asBefore(now.assign, report.why);
	};
	const { receipt } = await stepOf(ctx, state.handover, 'assign', act, true);
	return { receipt, escalation };
}

function notNeeded(why: string): EscalationReport {
	return { escalated: false, why };
}

/** Where a handover stands. */
interface State {
	handover: Handover;
	/** Who had it, oldest first. */
	history: readonly Assignment[];
	/** What became of the step that assigns. */
	assign?: StepResult;
}

async function stateOf({ store }: ActionContext, found: Handover): Promise<State> {
	const handover = (await store.handover(found.id)) ?? found;
	const history = await store.assignments(found.id);
	return { handover, history, assign: (await store.steps(found.id)).assign };
}

const SUPERSEDED = 'It was escalated after this had fallen due';
const TAKEN = 'Somebody else has it by now';
const WHY_NOT = { closed: CLOSED, answered: 'A person has answered', taken: TAKEN };

/** What there is to say without doing anything; undefined when there is something to do. */
function settledBefore({ handover, history, assign }: State, { cause, causedAt = Infinity }: EscalateInput): EscalationReport | undefined {
	if (handover.status === 'closed') return notNeeded(WHY_NOT.closed);
	if (handover.waitingSince === undefined) return notNeeded(WHY_NOT.answered);
	const last = history.findLast(({ how }) => how === 'escalated');
	if (last?.cause !== cause) {
		const isOld = history.some((entry) => entry.cause === cause) || causedAt <= (handover.escalatedAt ?? -Infinity);
		if (isOld) return notNeeded(SUPERSEDED);
		return causedAt <= (takenAt(handover) ?? -Infinity) ? notNeeded(TAKEN) : undefined;
	}
	// By an execution that came to its end; one that died is completed.
	const { cause: done, ...move } = (assign?.data?.escalation as (Move & { cause: string }) | undefined) ?? {};
	return done === cause ? { escalated: true, ...(move as Move), why: assign?.why ?? '' } : undefined;
}

/** The team that has it, or had it last. */
function teamOf({ handover, history }: State): string | undefined {
	return handover.assignee?.team ?? history.findLast(({ assignee }) => assignee)?.assignee?.team;
}

async function rungsOf(ctx: ActionContext, people: People, { order, by }: EscalateInput, team: string | undefined): Promise<Rung[]> {
	const rungs: Rung[] = [];
	for (const line of order) {
		if (line.who === 'next') rungs.push(nextRung(people.team, line.among, team));
		if (line.who === 'lead') rungs.push(leadRung(people.team, team));
		if (line.who === 'member') rungs.push({ called: line.member, ...(await membersAt(ctx, people, { to: 'member', member: line.member })) });
		if (line.who === 'team') rungs.push({ called: `Team ${line.team}`, ...(await membersAt(ctx, people, { to: 'team', team: line.team, by })) });
		if (line.who === 'queue') rungs.push(QUEUE_RUNG);
	}
	return rungs;
}

interface HandedOn {
	report: EscalationReport;
	/** What becomes of the step that assigns; it stays as it is when left out. */
	step?: StepOutcome;
}

/** Chooses, tells the desk, and goes on to the next when it refuses somebody. */
async function handOn(ctx: ActionContext, { cause, by }: EscalateInput, people: People, rungs: readonly Rung[], state: State): Promise<HandedOn> {
	const { handover, history } = state;
	const others = history.filter((entry) => entry.cause !== cause);
	const level = others.filter(({ how }) => how === 'escalated').length;
	const ids = [...new Set(rungs.flatMap(({ members = [] }) => members.map(({ id }) => id)))];
	const tried: Tried[] = [];
	let refused: Assignee | undefined;
	let from = handover.assignee;
	const choose = ({ had, loads }: EscalationFacts) =>
		chooseNext(rungs, { level, had: [...had, ...tried.map(({ id }) => id), ...(from ? [from.id] : [])], loads, by });

	for (;;) {
		const step = await ctx.store.escalate(handover, cause, ids, choose, ctx.now, refused);
		if (!step.escalated && !step.repeated) {
			await giveBack(ctx, handover.id, tried, from);
			return { report: notNeeded(WHY_NOT[step.why]) };
		}
		// Begun by an execution that died: tell the desk again, which is harmless, unless somebody else has it by now.
		if (!step.escalated) {
			if (step.assignee?.id !== handover.assignee?.id) return { report: notNeeded(TAKEN) };
			from = others.at(-1)?.assignee;
		} else if (tried.length === 0) {
			from = step.before;
		}
		const to = step.escalated ? step.choice.member && asAssignee(step.choice.member) : step.assignee;
		const refusal = to && (await tell(ctx, handover, to));
		if (refusal) {
			tried.push(refusal);
			refused = to;
			continue;
		}
		const kept = !to && from && (await takeFrom(ctx, handover, from));
		if (!(await ctx.store.confirmAssignment(handover.id, { how: 'escalated', cause, to }, ctx.now))) return { report: notNeeded(TAKEN) };
		const chosen = step.escalated ? step.choice.why : 'Chosen before';
		const left = to ? await moveTask(ctx, handover, to) : kept;
		const why = [whoHadIt(others, from), ...tried.map((one) => one.why), chosen, left].filter(Boolean).join('. ');
		const move: Move = { level: level + 1, ...(from && { from }), ...(to && { to }) };
		const data = { escalation: { cause, ...move }, ...triedData(tried) };
		return {
			report: { escalated: true, ...move, why },
			step: to
				? { what: `Escalated to ${describedAssignee(to)}`, why, data: { assignee: to, ...data, ...opensFor(people, to) } }
				: { status: 'skipped', what: 'Waits in the queue', why, data: { ...data, ...opensInQueue(people, handover.hours, ctx.now) } },
		};
	}
}

/** Whoever had it keeps it when it is no longer needed after the desk has refused somebody. */
async function giveBack({ store, now }: ActionContext, handoverId: string, tried: readonly Tried[], from: Assignee | undefined): Promise<void> {
	for (const { id } of tried) await store.unassign(handoverId, id);
	if (tried.length > 0 && from) await store.setAssignee(handoverId, from, now);
}

function whoHadIt(history: readonly Assignment[], from: Assignee | undefined): string {
	const names = [...new Set([...history.flatMap(({ assignee }) => assignee?.name ?? []), ...(from ? [from.name] : [])])];
	if (names.length === 0) return 'Nobody had it';
	return names.length === 1 ? `${names[0]} had it and has not answered` : `${names.slice(0, -1).join(', ')} and ${names.at(-1)} had it and have not answered`;
}
