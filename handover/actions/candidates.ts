import { membersFor, sameText, teamAtDesk, type AssignTo, type TeamMember } from '../assignment';
import { teamAt, type TeamHours } from '../availability';
import { insteadOf } from '../desks/desk';
import { HandoverError } from '../errors';
import { accountOf, type ActionContext } from './context';

/** Everybody who can have a conversation, as they stand now. */
export interface People {
	/** Those who take handovers: whom the operator lists, or everybody at the desk. */
	team: readonly TeamMember[];
	/** Everybody of whom we know whether they are there, also those who take no handovers. */
	known: readonly TeamMember[];
	/** The operator's table, with the teams as written there. */
	listed: readonly TeamMember[];
}

/**
 * The operator's table; an empty one stands for the last that was filled in.
 * @param flow the one that handed over: its own table counts
 */
export async function listedTeam(ctx: ActionContext, table: readonly TeamMember[], flow?: string): Promise<readonly TeamMember[]> {
	return table.length > 0 ? table : ctx.store.team(accountOf(ctx), flow);
}

/** Keeps the table of a flow, so that other nodes need not repeat it. */
export async function rememberTeam(ctx: ActionContext, table: readonly TeamMember[], flow: string): Promise<void> {
	await ctx.store.saveTeam(accountOf(ctx), table, ctx.now, flow);
}

/** @throws HandoverError for hours that can't be understood */
export async function peopleAt({ desk, now, zone }: ActionContext, listed: readonly TeamMember[], hours: Omit<TeamHours, 'zone'>): Promise<People> {
	const times = { ...hours, zone };
	if (insteadOf(desk, 'agents')) {
		const team = teamAt(listed, times, now);
		return { team, known: team, listed };
	}
	const agents = await desk.agents();
	const team = teamAtDesk(listed, agents, desk.title);
	const others = teamAtDesk([], agents, desk.title).filter(({ id }) => !team.some((member) => member.id === id));
	const known = teamAt([...team, ...others], times, now);
	return { team: known.slice(0, team.length), known, listed };
}

/** Whom a setting speaks of. */
export interface Members {
	members: readonly TeamMember[];
	/** They are a team that the desk keeps. */
	ofDeskTeam: boolean;
}

/** @throws HandoverError for a person or a team that nobody knows */
export async function membersAt({ desk }: ActionContext, { team, known, listed }: People, assignTo: AssignTo): Promise<Members> {
	if (assignTo.to === 'deskTeam') {
		const instead = insteadOf(desk, 'teams');
		if (instead) throw new HandoverError(`${desk.title} has no teams of its own`, `Choose "Team" instead. ${instead}.`);
		return { members: [], ofDeskTeam: true };
	}
	if (insteadOf(desk, 'agents')) return { members: membersFor(assignTo, team), ofDeskTeam: false };
	if (assignTo.to === 'team' && !insteadOf(desk, 'teams') && !listed.some((member) => sameText(member.team, assignTo.team))) {
		const ids = new Set((await desk.agents(assignTo.team)).map(({ id }) => id));
		return { members: team.filter(({ id }) => ids.has(id)).map((member) => ({ ...member, team: assignTo.team })), ofDeskTeam: true };
	}
	return { members: membersFor(assignTo, assignTo.to === 'member' ? known : team, `at ${desk.title}`), ofDeskTeam: false };
}
