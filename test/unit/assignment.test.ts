import fc from 'fast-check';
import {
	DEFAULT_CAPACITY,
	asAssignee,
	chooseAmong,
	chooseMember,
	findMember,
	membersFor,
	ownerKeeps,
	readTeam,
	teamAtDesk,
	type KnownOwner,
	type Load,
	type Strategy,
	type TeamMember,
	type TeamRow,
} from '../../handover/assignment';
import { aMember, HOUR, NOW, refusal } from '../support/builders';

const STRATEGIES: Strategy[] = ['round_robin', 'least_busy'];

const ana = aMember('Ana', { team: 'Sales' });
const ben = aMember('Ben', { team: 'Support' });
const cleo = aMember('Cleo', { team: 'Support', id: 'cleo@example.com', email: 'cleo@example.com' });
const TEAM = [ana, ben, cleo];

function loads(entries: Record<string, Partial<Load>>): Map<string, Load> {
	return new Map(Object.entries(entries).map(([id, load]) => [id, { open: 0, lastTurn: 0, ...load }]));
}

describe('readTeam', () => {
	it.each<[string, TeamRow, Partial<TeamMember>]>([
		['a name alone', { name: ' Ana Silva ' }, { id: 'ana silva', name: 'Ana Silva', email: undefined, team: undefined, capacity: DEFAULT_CAPACITY, available: true }],
		['an e-mail address as the id', { name: 'Ana', email: ' Ana@Example.com ' }, { id: 'ana@example.com', email: 'Ana@Example.com' }],
		['a team', { name: 'Ana', team: ' Sales ' }, { team: 'Sales' }],
		['a capacity', { name: 'Ana', capacity: 3 }, { capacity: 3 }],
		['a capacity as text', { name: 'Ana', capacity: '3' }, { capacity: 3 }],
		['a capacity of zero', { name: 'Ana', capacity: 0 }, { capacity: 0 }],
		['somebody away', { name: 'Ana', available: false }, { available: false }],
		['somebody away, as text', { name: 'Ana', available: ' false ' }, { available: false }],
		['somebody there, as text', { name: 'Ana', available: 'true' }, { available: true }],
		['a lead', { name: 'Ana', lead: true }, { lead: true }],
		['a lead, as text', { name: 'Ana', lead: ' yes ' }, { lead: true }],
		['hours', { name: 'Ana', hours: ' Mon-Thu 8-14 ' }, { hours: 'Mon-Thu 8-14' }],
		['one thing to notify about', { name: 'Ana', notify: ['task'] }, { notify: ['task'] }],
		['nothing to notify about', { name: 'Ana', notify: [] }, { notify: [] }],
		['things to notify about, as text', { name: 'Ana', notify: 'Task, conversation' }, { notify: ['conversation', 'task'] }],
		['a number as a name', { name: 7, email: null, team: null }, { id: '7', name: '7', email: undefined, team: undefined }],
	])('reads %s', (_name, row, member) => {
		expect(readTeam([row])).toEqual([expect.objectContaining(member)]);
	});

	// An older table has none of these columns.
	it.each<[string, TeamRow]>([
		['missing', { name: 'Ana' }],
		['empty', { name: 'Ana', lead: '', hours: '', notify: '' }],
		['false', { name: 'Ana', lead: 'false', hours: null, notify: null }],
	])('takes somebody for no lead, in at business hours and told everything when the cells are %s', (_name, row) => {
		const [member] = readTeam([row]);
		for (const field of ['lead', 'hours', 'notify']) expect(member).not.toHaveProperty(field);
	});

	it('refuses hours that nobody understands, and says whose they are', () => {
		const { message, fix } = refusal(() => readTeam([{ name: 'Ana', hours: 'mornings' }]));
		expect(message).toContain('"Hours of Ana"');
		expect(fix).toContain('Mon-Fri 9:00-17:00');
	});

	it('refuses to notify about what there isn\'t', () => {
		const { message, fix } = refusal(() => readTeam([{ name: 'Ana', notify: 'task, birthdays' }]));
		expect(message).toBe('"Notify About" of Ana names “birthdays”, which is none');
		expect(fix).toBe('Use one or both of: conversation, task.');
	});

	it('reads an empty table as nobody', () => {
		expect(readTeam([])).toEqual([]);
	});

	it('keeps the order of the table', () => {
		expect(readTeam([{ name: 'B' }, { name: 'A' }]).map((m) => m.name)).toEqual(['B', 'A']);
	});

	it.each([{ name: '' }, { name: ' ' }, {}, { name: null, email: 'a@example.com' }])('refuses a row without a name: %j', (row) => {
		const { message, fix } = refusal(() => readTeam([{ name: 'Ana' }, row]));
		expect(message).toBe('Row 2 of "Team" has no name');
		expect(fix).toContain('Enter the name');
	});

	it.each<[unknown]>([[-1], [1.5], [NaN], [Infinity], ['many']])('refuses a capacity of %p', (capacity) => {
		const { message, fix } = refusal(() => readTeam([{ name: 'Ana', capacity }]));
		expect(message).toBe(`"Capacity" of Ana must be a whole number from 0 up, but is ${String(capacity)}`);
		expect(fix).toContain('for example 5');
	});

	it.each<[string, TeamRow[], string]>([
		['the same name', [{ name: 'Ana' }, { name: 'ANA' }], 'ANA'],
		['the same address', [{ name: 'Ana', email: 'a@x.org' }, { name: 'Ben', email: 'A@x.org' }], 'A@x.org'],
		['an address as a name', [{ name: 'Ana', email: 'a@x.org' }, { name: 'a@x.org' }], 'a@x.org'],
	])('refuses %s twice', (_name, rows, shown) => {
		const { message, fix } = refusal(() => readTeam(rows));
		expect(message).toBe(`"Team" lists ${shown} twice`);
		expect(fix).toContain('one row per person');
	});

	it('takes two people of one name with different addresses', () => {
		expect(readTeam([{ name: 'Ana', email: 'a@x.org' }, { name: 'Ana', email: 'b@x.org' }])).toHaveLength(2);
	});

	// An empty cell is no number at all; as 0 the person would never get a conversation.
	it.each(['', ' ', null])('takes the default for an empty capacity: %j', (capacity) => {
		expect(readTeam([{ name: 'Ana', capacity }])).toEqual([expect.objectContaining({ capacity: DEFAULT_CAPACITY })]);
	});

	// Spreadsheets write FALSE, and an expression may give 0.
	it.each(['FALSE', 'False', 0, '0', ' no '])('reads %j as away', (available) => {
		expect(readTeam([{ name: 'Ana', available }])).toEqual([expect.objectContaining({ available: false })]);
	});
});

describe('findMember', () => {
	it.each([
		['by name', 'Ben', ben],
		['in another case', ' bEN ', ben],
		['by address', 'CLEO@example.com', cleo],
		['by name where the id is an address', 'cleo', cleo],
		['not by part of a name', 'Be', undefined],
		['not by nothing', '', undefined],
	])('finds %s', (_name, named, member) => {
		expect(findMember(TEAM, named)).toBe(member);
	});

	it('prefers an id over a name', () => {
		const namedLikeAnId = aMember('ben@x.org', { id: 'other@x.org' });
		const withThatId = aMember('Ben', { id: 'ben@x.org' });
		expect(findMember([namedLikeAnId, withThatId], 'ben@x.org')).toBe(withThatId);
	});
});

describe('membersFor', () => {
	it.each<[string, Parameters<typeof membersFor>[0], TeamMember[]]>([
		['everybody', { to: 'anyone', by: 'round_robin' }, TEAM],
		['one member', { to: 'member', member: 'ben' }, [ben]],
		['a team, in any case', { to: 'team', team: ' support ', by: 'least_busy' }, [ben, cleo]],
	])('gives %s', (_name, assignTo, members) => {
		expect(membersFor(assignTo, TEAM)).toEqual(members);
	});

	it('gives nobody of an empty table to anyone', () => {
		expect(membersFor({ to: 'anyone', by: 'round_robin' }, [])).toEqual([]);
	});

	it.each<[string, Parameters<typeof membersFor>[0], string, string]>([
		['an unknown member', { to: 'member', member: ' Dora ' }, '"Member" names Dora, who is not in the team table', 'Ana, Ben, cleo@example.com'],
		['an empty member', { to: 'member', member: ' ' }, '"Member" is empty', 'Ana, Ben, cleo@example.com'],
		['an unknown team', { to: 'team', team: 'Billing', by: 'round_robin' }, '"Team Name" names Billing, a team that is not in the team table', 'Sales, Support.'],
		['an empty team', { to: 'team', team: '', by: 'round_robin' }, '"Team Name" is empty', 'Sales, Support.'],
	])('refuses %s and lists what there is', (_name, assignTo, message, listed) => {
		const refused = refusal(() => membersFor(assignTo, TEAM));
		expect(refused.message).toContain(message);
		expect(refused.fix).toContain(listed);
	});

	it('does not take members without a team for the team with no name', () => {
		expect(() => membersFor({ to: 'team', team: '', by: 'round_robin' }, [aMember('Dora')])).toThrow('"Team Name" is empty');
	});

	it('asks for people when the table is empty', () => {
		expect(refusal(() => membersFor({ to: 'member', member: 'Ana' }, [])).fix).toBe('Add people to the table "Team" of this node.');
	});

	it('lists ten at most', () => {
		const many = Array.from({ length: 12 }, (_, i) => aMember(`M${i}`));
		const { fix } = refusal(() => membersFor({ to: 'member', member: 'x' }, many));
		expect(fix).toContain('M9');
		expect(fix).not.toContain('M10');
	});
});

describe('chooseMember', () => {
	it.each<[string, Strategy, Record<string, Partial<Load>>, string]>([
		['the first of the table when nobody had a turn', 'round_robin', {}, 'Ana'],
		['who waited longest', 'round_robin', { ana: { lastTurn: 3 }, ben: { lastTurn: 1 }, 'cleo@example.com': { lastTurn: 2 } }, 'Ben'],
		['somebody who never had a turn', 'round_robin', { ana: { lastTurn: 3 }, ben: { lastTurn: 1 } }, 'Cleo'],
		['in turn, although others have fewer', 'round_robin', { ana: { open: 4, lastTurn: 1 }, ben: { lastTurn: 2 }, 'cleo@example.com': { lastTurn: 3 } }, 'Ana'],
		['the next when the first is at capacity', 'round_robin', { ana: { open: 5 } }, 'Ben'],
		['who is one below capacity', 'round_robin', { ana: { open: 4 } }, 'Ana'],
		['who has the fewest', 'least_busy', { ana: { open: 2 }, ben: { open: 1 }, 'cleo@example.com': { open: 2 } }, 'Ben'],
		['by turn among equally busy', 'least_busy', { ana: { open: 1, lastTurn: 9 }, ben: { open: 1, lastTurn: 8 }, 'cleo@example.com': { open: 2 } }, 'Ben'],
		['the first of the table among equals', 'least_busy', { ana: { open: 2, lastTurn: 1 }, ben: { open: 1, lastTurn: 1 }, 'cleo@example.com': { open: 1, lastTurn: 1 } }, 'Ben'],
	])('takes %s (%s)', (_name, by, entries, chosen) => {
		expect(chooseMember(TEAM, loads(entries), by).member?.name).toBe(chosen);
	});

	it('says how busy the chosen one is', () => {
		expect(chooseMember([ana], loads({ ana: { open: 2 } }), 'least_busy').why).toBe('Least busy: 2 of 5 open conversations');
		expect(chooseMember([ana], loads({ ana: { open: 2 } }), 'round_robin').why).toBe('Next in turn, with 2 of 5 open conversations');
	});

	it.each<[string, TeamMember[], Record<string, Partial<Load>>, string]>([
		['the table is empty', [], {}, 'The team is empty'],
		['everybody is away', [aMember('Ana', { available: false })], {}, 'Nobody is free: Ana is not available'],
		['everybody is at capacity', [ana, ben], { ana: { open: 5 }, ben: { open: 6 } }, 'Nobody is free: Ana is at capacity (5 of 5), Ben is at capacity (6 of 5)'],
		['capacity is zero', [aMember('Ana', { capacity: 0 })], {}, 'Nobody is free: Ana is at capacity (0 of 0)'],
	])('takes nobody when %s, and says so', (_name, members, entries, why) => {
		for (const by of STRATEGIES) expect(chooseMember(members, loads(entries), by)).toEqual({ why });
	});

	it('names five of those who are not free', () => {
		const away = (count: number) => Array.from({ length: count }, (_, i) => aMember(`M${i}`, { available: false }));
		expect(chooseMember(away(5), new Map(), 'round_robin').why).toMatch(/M4 is not available$/);
		expect(chooseMember(away(7), new Map(), 'round_robin').why).toMatch(/M4 is not available and 2 more$/);
	});

	describe('for any team', () => {
		const anyTeam = fc
			.array(
				fc.record({
					available: fc.boolean(),
					capacity: fc.integer({ min: 0, max: 3 }),
					open: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
					lastTurn: fc.integer({ min: 0, max: 5 }),
				}),
				{ maxLength: 6 },
			)
			.map((rows) => ({
				members: rows.map(({ available, capacity }, i) => aMember(`M${i}`, { available, capacity })),
				// Somebody the store never saw has no entry.
				load: new Map(rows.flatMap(({ open, lastTurn }, i): [string, Load][] => (open === undefined ? [] : [[`m${i}`, { open, lastTurn }]]))),
			}));
		const openOf = (load: Map<string, Load>, member: TeamMember) => load.get(member.id)?.open ?? 0;

		it('takes somebody free if anybody is, and nobody else', () => {
			fc.assert(
				fc.property(anyTeam, fc.constantFrom(...STRATEGIES), ({ members, load }, by) => {
					const free = members.filter((m) => m.available && openOf(load, m) < m.capacity);
					const { member, why } = chooseMember(members, load, by);
					expect(why).not.toBe('');
					if (free.length === 0) expect(member).toBeUndefined();
					else expect(free).toContain(member);
				}),
			);
		});

		it('never takes somebody busier than another free member, by least busy', () => {
			fc.assert(
				fc.property(anyTeam, ({ members, load }) => {
					const { member } = chooseMember(members, load, 'least_busy');
					if (!member) return;
					for (const other of members) {
						if (!other.available || openOf(load, other) >= other.capacity) continue;
						expect(openOf(load, member)).toBeLessThanOrEqual(openOf(load, other));
					}
				}),
			);
		});

		it('leaves the table as it was', () => {
			fc.assert(
				fc.property(anyTeam, fc.constantFrom(...STRATEGIES), ({ members, load }, by) => {
					const frozen = Object.freeze([...members]);
					chooseMember(frozen, load, by);
					expect(frozen).toEqual(members);
				}),
			);
		});
	});

	it('gives each free member a turn before anyone gets a second, by round robin', () => {
		const start = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 6 });
		fc.assert(
			fc.property(start, (turns) => {
				const members = turns.map((_, i) => aMember(`M${i}`, { capacity: 100 }));
				const load = new Map(turns.map((lastTurn, i): [string, Load] => [`m${i}`, { open: 0, lastTurn }]));
				const picked: string[] = [];
				for (let turn = 10; turn < 10 + 3 * members.length; turn++) {
					const id = chooseMember(members, load, 'round_robin').member?.id ?? 'nobody';
					picked.push(id);
					load.set(id, { open: (load.get(id)?.open ?? 0) + 1, lastTurn: turn });
				}
				for (let i = 0; i + members.length <= picked.length; i++) {
					expect(new Set(picked.slice(i, i + members.length)).size).toBe(members.length);
				}
			}),
		);
	});
});

describe('teamAtDesk', () => {
	it('keeps who leads, when they work and what they are told', () => {
		const listed = aMember('Ana', { email: 'ana@example.com', lead: true, hours: 'Mon-Fri 9-12', notify: ['task'], team: 'Sales', capacity: 2 });
		const [member] = teamAtDesk([listed], [{ id: '7', name: 'Ana S.', email: 'ana@example.com', available: true }], 'Chatwoot');
		expect(member).toEqual({ ...listed, id: '7', name: 'Ana S.' });
	});
});

describe('choosing while some are not in', () => {
	const off = (name: string, hours: number, over: Partial<TeamMember> = {}) => aMember(name, { off: { until: NOW + hours * HOUR, inWords: `in ${hours} hours` }, ...over });

	it.each<[string, TeamMember[], Record<string, Partial<Load>>, string | undefined]>([
		['somebody who is in before somebody who is off', [off('Ana', 1), ben], { ben: { open: 4, lastTurn: 9 } }, 'Ben'],
		['who is in first, though others had one longer ago', [off('Ana', 5), off('Ben', 2)], { ben: { lastTurn: 9 } }, 'Ben'],
		['in turn among those who are in at the same time', [off('Ana', 2), off('Ben', 2)], { ana: { lastTurn: 9 } }, 'Ben'],
		['the next to be in when the first is at capacity', [off('Ana', 1), off('Ben', 2)], { ana: { open: 5 } }, 'Ben'],
	])('takes %s', (_name, members, entries, chosen) => {
		for (const by of STRATEGIES) expect(chooseMember(members, loads(entries), by).member?.name).toBe(chosen);
	});

	it('says when the chosen one is in', () => {
		expect(chooseMember([off('Ana', 2)], new Map(), 'round_robin').why).toBe('Next in turn, with 0 of 5 open conversations; in from in 2 hours');
	});
});

describe('chooseAmong', () => {
	it('asks the next group only when nobody of the first is free', () => {
		expect(chooseAmong([[ana], [ben]], new Map(), 'round_robin').member).toBe(ana);
		const { member, why } = chooseAmong([[ana], [ben]], loads({ ana: { open: 5 } }), 'round_robin');
		expect(member).toBe(ben);
		expect(why).toBe('Nobody is free: Ana is at capacity (5 of 5). Next in turn, with 0 of 5 open conversations');
	});

	it('gives the reason of the last group when nobody is free', () => {
		expect(chooseAmong([[ana], TEAM.map((one) => ({ ...one, available: false }))], loads({ ana: { open: 5 } }), 'least_busy').why).toContain('Ben is not available');
	});
});

describe('ownerKeeps', () => {
	const owner = (name: string, source: KnownOwner['source'], id = name.toLowerCase()): KnownOwner => ({ owner: { id, name }, source });
	const away = aMember('Dora', { available: false });

	it.each<[string, KnownOwner]>([
		['the desk', owner('Ana', 'desk')],
		['the flow', owner('ANA', 'flow')],
	])('keeps an owner who is available, as %s knows them', (_name, known) => {
		expect(ownerKeeps(known, TEAM)).toEqual({ keeps: ana });
	});

	it('finds the owner by name where the id is another', () => {
		expect(ownerKeeps(owner('Cleo', 'desk', 'user-17'), TEAM)).toEqual({ keeps: cleo });
	});

	it.each<KnownOwner['source']>(['flow', 'desk'])('does not keep an owner who is away (%s)', (source) => {
		expect(ownerKeeps(owner('Dora', source), [...TEAM, away])).toEqual({ why: 'The contact\'s owner Dora is not available' });
	});

	it('keeps a stranger whom the flow names', () => {
		const known = owner('Zoe', 'flow');
		expect(ownerKeeps(known, TEAM)).toEqual({ keeps: known.owner });
	});

	it('does not keep somebody who left the team', () => {
		expect(ownerKeeps(owner('Zoe', 'record'), TEAM)).toEqual({ why: 'The contact\'s owner Zoe is no longer on the team' });
	});

	it('keeps whom the desk names when there is no table', () => {
		const known = owner('Zoe', 'desk');
		expect(ownerKeeps(known, [])).toEqual({ keeps: known.owner });
	});
});

describe('asAssignee', () => {
	it('leaves out what only the table needs', () => {
		expect(asAssignee(cleo)).toEqual({ id: 'cleo@example.com', name: 'Cleo', email: 'cleo@example.com', team: 'Support' });
		expect(Object.keys(asAssignee(cleo))).toEqual(['id', 'name', 'email', 'team']);
	});
});
