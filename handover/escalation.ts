import { chooseMember, type Choice, type Load, type Strategy, type TeamMember } from './assignment';
import { HandoverError } from './errors';
import type { Handover } from './receipt';

/** A line of "Ask in This Order". */
export type EscalationLine =
	/** Whoever is free next and has not had it. */
	| { who: 'next'; among: 'anyone' | 'team' }
	/** The lead of the team that has it. */
	| { who: 'lead' }
	| { who: 'member'; member: string }
	| { who: 'team'; team: string }
	| { who: 'queue' };

/** A line as an operator fills it in. */
export interface EscalationRow {
	who?: unknown;
	among?: unknown;
	member?: unknown;
	team?: unknown;
}

/**
 * Reads the lines of "Ask in This Order". People and teams are looked up later.
 * @throws HandoverError when there are none, or for a line that says nobody
 */
export function readOrder(rows: readonly EscalationRow[]): EscalationLine[] {
	if (rows.length === 0) {
		throw new HandoverError(
			'"Ask in This Order" is empty',
			'Add a line, for example Next Who Is Free, and below it Team Lead and Queue.',
		);
	}
	return rows.map(({ who, among, member, team }, index): EscalationLine => {
		switch (who) {
			case 'next':
				return { who, among: among === 'team' ? 'team' : 'anyone' };
			case 'member':
				return { who, member: String(member ?? '') };
			case 'team':
				return { who, team: String(team ?? '') };
			case 'lead':
			case 'queue':
				return { who };
			default:
				throw new HandoverError(
					`Line ${index + 1} of "Ask in This Order" does not say whom to ask`,
					'Choose one of: Next Who Is Free, One Person, Queue, Team, Team Lead.',
				);
		}
	});
}

/** A line with the people it speaks of. */
export interface Rung {
	/** As the reason names it. */
	called: string;
	/** Missing for the queue, where asking ends. */
	members?: readonly TeamMember[];
}

export const QUEUE_RUNG: Rung = { called: 'Queue' };

/**
 * The people of "Next Who Is Free".
 * @param team of whoever has it, for `among: 'team'`; everybody when they are in none
 */
export function nextRung(everybody: readonly TeamMember[], among: 'anyone' | 'team', team: string | undefined): Rung {
	const called = 'Next who is free';
	return among === 'team' && team !== undefined ? { called, members: everybody.filter((member) => isOf(member, team)) } : { called, members: everybody };
}

/**
 * The people of "Team Lead": those who lead the team that has it, or any team
 * when that one has no lead; with no leads at all, everybody. A lead takes it
 * above their capacity too: they are the last before nobody owns it.
 */
export function leadRung(everybody: readonly TeamMember[], team: string | undefined): Rung {
	const leads = everybody.filter(({ lead }) => lead);
	if (leads.length === 0) return nextRung(everybody, 'anyone', team);
	const own = leads.filter((member) => team !== undefined && isOf(member, team));
	return { called: 'Team lead', members: (own.length > 0 ? own : leads).map((lead) => ({ ...lead, capacity: Infinity })) };
}

function isOf(member: TeamMember, team: string): boolean {
	return member.team?.trim().toLowerCase() === team.trim().toLowerCase();
}

/**
 * When whoever has it took it by their own decision, if they did: they get as
 * much time as anybody whom it is given to because nobody answered.
 */
export function takenAt({ claimedAt, assignedAt }: Handover): number | undefined {
	return claimedAt !== undefined && assignedAt !== undefined && assignedAt >= claimedAt ? assignedAt : undefined;
}

/** What the choice depends on. */
export interface EscalationState {
	/** How often it was escalated before: the line to begin with. */
	level: number;
	/** Ids of those who are not asked (again). */
	had: readonly string[];
	loads: ReadonlyMap<string, Load>;
	by: Strategy;
}

/**
 * Who gets a handover that nobody answers. Each escalation begins one line
 * further down; a line where nobody is free, or all had it, is passed over.
 * @returns nobody at the queue and behind the last line
 */
export function chooseNext(rungs: readonly Rung[], { level, had, loads, by }: EscalationState): Choice {
	const why: string[] = [];
	for (const { called, members } of rungs.slice(level)) {
		if (!members) break;
		const others = members.filter(({ id }) => !had.includes(id));
		const choice = others.length === 0 && members.length > 0 ? { why: 'already had it' } : chooseMember(others, loads, by);
		why.push(`${called}: ${choice.why}`);
		if (choice.member) return { member: choice.member, why: why.join('. ') };
	}
	return { why: why.join('. ') };
}
