import { HandoverError } from './errors';
import type { Assignee } from './receipt';
import { readSchedule } from './schedule';

/** A person on the team, as the operator lists them. */
export interface TeamMember extends Assignee {
	/** How many open conversations they take at once. */
	capacity: number;
	available: boolean;
	/** Why they are not available, to follow their name: "is offline". */
	away?: string;
	/** Whether they lead their team: whom Escalate asks when nobody else answers. */
	lead?: boolean;
	/** When they work, as an operator types it: `Mon-Fri 9:00-17:00`. The business hours where it is missing. */
	hours?: string;
	/** What they want to be told; both when left out. */
	notify?: readonly Notify[];
	/** They are not in now, but may be assigned: when they are next in. */
	off?: Off;
}

/** Somebody is not in. */
export interface Off {
	/** When they are next in, milliseconds since 1970. */
	until: number;
	/** The same, to follow "until": `Monday 9:00`. */
	inWords: string;
}

/** What an agent can be told, as in the product being modelled: two switches per person. */
export const NOTIFICATIONS = ['conversation', 'task'] as const;
export type Notify = (typeof NOTIFICATIONS)[number];

/** A person as the desk lists them. */
export interface ListedAgent {
	id: string;
	name: string;
	email?: string;
	available: boolean;
}

/** How a conversation finds its owner. */
export type AssignTo =
	| { to: 'member'; member: string }
	| { to: 'team'; team: string; by: Strategy }
	/** A team of the desk, whose own rules choose. */
	| { to: 'deskTeam'; team: string }
	| { to: 'anyone'; by: Strategy };

/** How one is chosen among several who are free. */
export type Strategy = 'round_robin' | 'least_busy';

/** How busy a member is right now. */
export interface Load {
	open: number;
	/** Grows with every assignment; 0 for somebody who never had one. */
	lastTurn: number;
}

export interface Choice {
	/** Nobody: the conversation waits in the queue. */
	member?: TeamMember;
	why: string;
}

export const DEFAULT_CAPACITY = 5;

/** How spreadsheets, forms and expressions write no, and that somebody is not available. */
const NO = ['false', 'no', 'n', '0', 'off'];
const AWAY = [...NO, 'offline', 'away', 'busy', 'unavailable'];

/** A row of the team table. */
export interface TeamRow {
	name?: unknown;
	email?: unknown;
	team?: unknown;
	capacity?: unknown;
	available?: unknown;
	lead?: unknown;
	hours?: unknown;
	notify?: unknown;
}

/**
 * Reads the operator's team table. A member is known by their e-mail address,
 * or by name where there is none. An empty cell means the default.
 * @throws HandoverError for a row without a name, a member listed twice, a
 *   capacity that is not a whole number from 0 up, hours that can't be
 *   understood, or something to notify about that there isn't
 */
export function readTeam(rows: readonly TeamRow[]): TeamMember[] {
	const members = rows.map((row, index): TeamMember => {
		const name = text(row.name);
		const email = text(row.email);
		const team = text(row.team);
		if (name === '') {
			throw new HandoverError(
				`Row ${index + 1} of "Team" has no name`,
				'Enter the name that agents and customers know this person by, for example Ana Silva.',
			);
		}
		const capacity = text(row.capacity) === '' ? DEFAULT_CAPACITY : Number(row.capacity);
		if (!Number.isInteger(capacity) || capacity < 0) {
			throw new HandoverError(
				`"Capacity" of ${name} must be a whole number from 0 up, but is ${String(row.capacity)}`,
				`Enter how many open conversations ${name} takes at once, for example ${DEFAULT_CAPACITY}.`,
			);
		}
		return {
			id: (email || name).toLowerCase(),
			name,
			email: email || undefined,
			team: team || undefined,
			capacity,
			available: !AWAY.includes(text(row.available).toLowerCase()),
			...(isYes(row.lead) && { lead: true }),
			...readHours(row.hours, name),
			...readNotify(row.notify, name),
		};
	});
	const seen = new Set<string>();
	for (const member of members) {
		if (seen.has(member.id)) {
			throw new HandoverError(
				`"Team" lists ${member.email ?? member.name} twice`,
				'Keep one row per person; two people of the same name need different e-mail addresses.',
			);
		}
		seen.add(member.id);
	}
	return members;
}

function isYes(value: unknown): boolean {
	const said = text(value).toLowerCase();
	return said !== '' && !NO.includes(said);
}

function readHours(value: unknown, name: string): Pick<TeamMember, 'hours'> {
	const hours = text(value);
	if (hours === '') return {};
	// Days off and the time zone are the business's.
	readSchedule({ weekly: hours, holidays: '', zone: 'UTC' }, `Hours of ${name}`);
	return { hours };
}

/** A list, or text such as `conversation, task`; both when the cell is missing. */
function readNotify(value: unknown, name: string): Pick<TeamMember, 'notify'> {
	if (value === undefined || value === null || value === '') return {};
	const words = (Array.isArray(value) ? value : text(value).split(',')).map((word) => text(word).toLowerCase());
	const wrong = words.find((word) => !isNotify(word));
	if (wrong === undefined) return { notify: NOTIFICATIONS.filter((known) => words.includes(known)) };
	throw new HandoverError(`"Notify About" of ${name} names “${wrong}”, which is none`, `Use one or both of: ${NOTIFICATIONS.join(', ')}.`);
}

function isNotify(word: string): word is Notify {
	return NOTIFICATIONS.some((known) => known === word);
}

/**
 * The team as it stands at a desk that knows its agents: everybody, without a
 * limit, when the operator lists nobody; else those listed, by e-mail address
 * or name, with the operator's team and capacity and the desk's id.
 * @param title the desk, as people write it
 */
export function teamAtDesk(listed: readonly TeamMember[], agents: readonly ListedAgent[], title: string): TeamMember[] {
	if (listed.length === 0) return agents.map((agent) => ({ ...atDesk(agent), capacity: Infinity }));
	return listed.map((member) => {
		const agent = agents.find(({ email }) => sameText(email, member.email)) ?? agents.find(({ name }) => sameText(name, member.name));
		if (!agent) return { ...member, available: false, away: `does not work at ${title}` };
		// The id, the name and the address are the desk's.
		return { ...member, ...atDesk(agent), ...(member.available ? {} : { available: false, away: undefined }) };
	});
}

function atDesk({ id, name, email, available }: ListedAgent): Omit<TeamMember, 'capacity'> {
	return { id, name, email, available, ...(available ? {} : { away: 'is offline' }) };
}

/** Whether two names or addresses are the same but for case and blanks around them; nothing is the same as nothing. */
export function sameText(a: string | undefined, b: string | undefined): boolean {
	return a !== undefined && b !== undefined && a.trim().toLowerCase() === b.trim().toLowerCase();
}

function text(value: unknown): string {
	return value === undefined || value === null ? '' : String(value).trim();
}

/** The member that somebody names: by id, e-mail address or name, in any case. */
export function findMember(team: readonly TeamMember[], named: string): TeamMember | undefined {
	const wanted = named.trim().toLowerCase();
	return (
		team.find((member) => member.id.toLowerCase() === wanted) ??
		team.find((member) => member.email?.toLowerCase() === wanted) ??
		team.find((member) => member.name.toLowerCase() === wanted)
	);
}

/**
 * The members an operator's setting speaks of.
 * @param place where the team is from, for the error
 * @throws HandoverError for a member or team that is not there
 */
export function membersFor(assignTo: Exclude<AssignTo, { to: 'deskTeam' }>, team: readonly TeamMember[], place = 'in the team table'): TeamMember[] {
	if (assignTo.to === 'anyone') return [...team];
	if (assignTo.to === 'member') {
		const member = findMember(team, assignTo.member);
		if (member) return [member];
		throw unknown('Member', assignTo.member, `who is not ${place}`, team.map((m) => m.email ?? m.name));
	}
	const wanted = assignTo.team.trim().toLowerCase();
	const members = team.filter((member) => member.team?.toLowerCase() === wanted);
	if (members.length > 0) return members;
	throw unknown('Team Name', assignTo.team, `a team that is not ${place}`, [...new Set(team.flatMap((m) => m.team ?? []))]);
}

function unknown(parameter: string, value: string, problem: string, listed: readonly string[]): HandoverError {
	return new HandoverError(
		value.trim() === '' ? `"${parameter}" is empty` : `"${parameter}" names ${value.trim()}, ${problem}`,
		listed.length === 0 ? 'Add people to the table "Team" of this node.' : `Use one of: ${listed.slice(0, 10).join(', ')}.`,
	);
}

/**
 * Who takes the conversation: somebody available and below capacity. Who is in
 * comes before who is not, and of those the first to be in. Round robin asks
 * whoever had one longest ago, least busy whoever has the fewest open; ties go
 * by the order of the table.
 */
export function chooseMember(
	members: readonly TeamMember[],
	loads: ReadonlyMap<string, Load>,
	by: Strategy,
): Choice {
	const load = (member: TeamMember): Load => loads.get(member.id) ?? { open: 0, lastTurn: 0 };
	const free = members.filter((m) => m.available && load(m).open < m.capacity);
	const order = (a: TeamMember, b: TeamMember) =>
		(a.off?.until ?? 0) - (b.off?.until ?? 0) ||
		(by === 'least_busy' ? load(a).open - load(b).open : 0) || load(a).lastTurn - load(b).lastTurn;
	const member = [...free].sort(order)[0];
	if (!member) return { why: nobody(members, load) };
	const state = `${loadInWords(load(member).open, member.capacity)} open conversations`;
	const from = member.off ? `; in from ${member.off.inWords}` : '';
	return {
		member,
		why: (by === 'least_busy' ? `Least busy: ${state}` : `Next in turn, with ${state}`) + from,
	};
}

/** Asks one group after the other, until somebody is free. */
export function chooseAmong(groups: ReadonlyArray<readonly TeamMember[]>, loads: ReadonlyMap<string, Load>, by: Strategy): Choice {
	const passed: string[] = [];
	for (const group of groups) {
		const choice = chooseMember(group, loads, by);
		if (choice.member) return { ...choice, why: [...passed, choice.why].join('. ') };
		passed.push(choice.why);
	}
	// The last group is the widest, so its words say it all.
	return { why: passed.at(-1) ?? 'The team is empty' };
}

function loadInWords(open: number, capacity: number): string {
	return Number.isFinite(capacity) ? `${open} of ${capacity}` : String(open);
}

function nobody(members: readonly TeamMember[], load: (member: TeamMember) => Load): string {
	if (members.length === 0) return 'The team is empty';
	const reasons = members.map((member) =>
		member.available
			? `${member.name} is at capacity (${loadInWords(load(member).open, member.capacity)})`
			: `${member.name} ${awayOf(member)}`,
	);
	const rest = reasons.length > 5 ? ` and ${reasons.length - 5} more` : '';
	return `Nobody is free: ${reasons.slice(0, 5).join(', ')}${rest}`;
}

function awayOf({ away }: TeamMember): string {
	return away ?? 'is not available';
}

/** Who owns the contact, and who says so. */
export interface KnownOwner {
	owner: Assignee;
	/** Flow and desk know better than an old record of ours. */
	source: 'flow' | 'desk' | 'record';
}

/**
 * Whether the contact's owner keeps the conversation. An owner who is listed
 * as not available doesn't: the customer would wait for nobody. Nor does one
 * that only our own record remembers and the team table no longer lists.
 */
export function ownerKeeps(
	known: KnownOwner,
	team: readonly TeamMember[],
): { keeps: Assignee } | { keeps?: undefined; why: string } {
	const listed = findMember(team, known.owner.id) ?? findMember(team, known.owner.name);
	if (listed?.available) return { keeps: listed };
	if (listed) return { why: `The contact's owner ${listed.name} ${awayOf(listed)}` };
	if (known.source !== 'record' || team.length === 0) return { keeps: known.owner };
	return { why: `The contact's owner ${known.owner.name} is no longer on the team` };
}

/** A member without what only the team table needs. */
export function asAssignee({ id, name, email, team }: Assignee): Assignee {
	return { id, name, email, team };
}
