import { HOUR } from '../support/builders';
import { chance, seedFrom, some } from '../support/chance';
import { newStorage } from '../support/storage';
import { builtIn, chatwoot, highLevel, type Bench } from './crash/benches';
import type { Retry } from './crash/n8nProcess';
import { Stage, difference, type Plan, type Told } from './crash/stage';
import type { Place, State } from './crash/story';

const SEED = seedFrom('CRASH_SEED');

/*
 * Processes of n8n are killed in the middle of the starter flow, wherever the
 * world outside has just changed or is just about to, and an operator retries.
 * What agents, the customer and our store have in the end must be what an
 * uninterrupted run leaves: nothing doubled, nothing missing.
 */

const DESKS: Array<[string, () => Promise<Bench>]> = [['Built-In', builtIn], ['Chatwoot', chatwoot], ['HighLevel', highLevel]];

/** All together, for one line at the end. */
const sum = { points: 0, stories: 0, failed: 0, desks: new Set<string>() };
afterAll(() => {
	const { points, stories, failed, desks } = sum;
	process.stdout.write(`Crash at every step: ${points} points at ${desks.size} desks (${[...desks].join(', ')}), ${stories} stories, ${failed} failed; CRASH_SEED=${SEED}\n`);
});

function onSqlite(): Place {
	const { file, ...storage } = newStorage();
	return { ...storage, env: { HANDOVER_DATABASE_URL: file } };
}

describe.each(DESKS)('%s', (desk, open) => {
	const random = chance(SEED + desk.length);
	const retryOf = (): Retry => (random() < 0.5 ? 'start' : 'saved');
	let stage: Stage;
	let whole: Told;
	let points: string[];

	beforeAll(async () => {
		stage = new Stage(await open(), onSqlite);
		await stage.playAll([{ kills: [], retry: 'start' }], (told) => {
			whole = told;
		});
		({ points } = whole.last);
		sum.desks.add(desk);
	});
	afterAll(() => stage.close());

	/** Plays all of them, and says where one went otherwise than it should. @returns what was wrong */
	async function wrong(plans: readonly Plan[], check: (told: Told) => string | undefined): Promise<string[]> {
		const found: string[] = [];
		await stage.playAll(plans, (told) => {
			const { plan, stoppedAt, last } = told;
			const why = last.status === 'success' ? check(told) : `The retry ended with ${last.status}: ${last.error ?? ''}`;
			if (why !== undefined) found.push(`CRASH_SEED=${SEED} ${JSON.stringify(plan)}, stopped at "${stoppedAt ?? 'no point'}":\n${why}`);
		});
		sum.stories += plans.length;
		sum.failed += found.length;
		return found;
	}

	/**
	 * How often the flow's own channel tells the customer. Where the desk has no
	 * channel nobody can ask whether the text went out, so this is not exactly
	 * once: after Send Final Message has given it away, it is not given again,
	 * and whether the channel's node runs again is for n8n to say.
	 */
	function timesTold(at: number, retry: Retry): number {
		if (desk !== 'Built-In') return 0;
		const [given, saved, told] = [points.lastIndexOf('after finishStep'), points.indexOf('after the node Send Final Message, saved'), points.indexOf('after the channel has told the customer')];
		if (at < given) return 1;
		if (retry === 'start') return at < told ? 0 : 1;
		if (at < saved) return 0;
		return at >= told && at < points.length - 1 ? 2 : 1;
	}

	it('uninterrupted, does everything once', () => {
		const { last, state } = whole;
		expect(last.status).toBe('success');
		const { tasks, owners, tags } = gist(state);
		expect({ tasks, owners }).toEqual({ tasks: [expect.any(String)], owners: tasks });
		expect(tags).toEqual(expect.arrayContaining(['human_handover', 'handover_human_requested']));
		expect(timesSaid(state)).toBe(1);
		expect(state.store.steps?.filter(({ status }) => status === 'done').length).toBeGreaterThanOrEqual(5);
		// Before and after all that is known to have an effect.
		expect(points.length).toBeGreaterThan(80);
	});

	it('killed once, before and after every effect', async () => {
		const inside = points.flatMap((label, at) => (label.startsWith('inside') ? [at] : []));
		const kills = [...betweenEffects().flatMap((same) => some(random, same, 1)), ...some(random, inside, 4)];
		// At least a hundred at all desks together.
		expect(kills.length).toBeGreaterThanOrEqual(100 / DESKS.length);
		sum.points += kills.length;
		const plans = kills.map((kill): Plan => ({ kills: [kill], retry: retryOf() }));
		const failed = await wrong(plans, ({ plan: { kills: [kill = 0], retry }, stoppedAt, state: { told, ...state } }) => {
			if (said(stoppedAt) !== said(points[kill])) return `It was to stop at "${points[kill]}"`;
			const { told: _once, ...expected } = whole.state;
			if (told.length !== timesTold(kill, retry)) return `The flow told the customer ${told.length} times, not ${timesTold(kill, retry)}`;
			return difference(state, expected);
		});
		expect(failed).toEqual([]);
	}, 600_000);

	it('killed twice', async () => {
		const anywhere = () => Math.floor(random() * timely().length);
		const plans = Array.from({ length: 4 }, (): Plan => ({ kills: [anywhere(), anywhere()], retry: desk === 'Built-In' ? 'start' : retryOf() }));
		const failed = await wrong(plans, ({ state: { told, ...state } }) => {
			const { told: _once, ...expected } = whole.state;
			return told.length > 1 ? 'The customer was told twice' : difference(state, expected);
		});
		expect(failed).toEqual([]);
	}, 300_000);

	it('retried at once: what another may be doing is left to it, and the next retry completes it', async () => {
		const plans = some(random, insideSteps(), 3).map((kill): Plan => ({ kills: [kill], retry: 'start', atOnce: true }));
		const failed = await wrong(plans, ({ atOnce, state }) => {
			if (!JSON.stringify(atOnce?.nodes).includes('Another execution is doing this step right now')) return 'Nobody was told that the step is being done';
			return timesSaid(state) === 1 ? difference(gist(state), gist(whole.state)) : `The customer was told ${timesSaid(state)} times`;
		});
		expect(failed).toEqual([]);
	}, 300_000);

	it('retried hours later: what was done is found all the same', async () => {
		// Where only a look at the desk tells that it was done.
		const done = insideSteps().filter((at) => /^after POST .*(messages|tasks)$/.test(points[at] ?? ''));
		const plans = done.map((kill): Plan => ({ kills: [kill], retry: retryOf(), after: 5 * HOUR }));
		const failed = await wrong(plans, ({ state }) => (timesSaid(state) === 1 ? difference(gist(state), gist(whole.state)) : `The customer was told ${timesSaid(state)} times`));
		expect(failed).toEqual([]);
		expect(plans.length).toBe({ 'Built-In': 0, Chatwoot: 2, HighLevel: 3 }[desk]);
	}, 300_000);

	it('overtaken while it stood still: the one that was faster has the last word', async () => {
		const finishing = points.flatMap((label, at) => (label === 'before finishStep' ? [at] : []));
		const plans = [...some(random, finishing.slice(0, -1), 1), ...finishing.slice(-1)].map((kill): Plan => ({ kills: [kill], retry: 'start', standsStill: true }));
		expect(await wrong(plans, ({ state }) => difference(state, whole.state))).toEqual([]);
	}, 300_000);

	/**
	 * The points between one effect and the next. Of a process that was killed at
	 * either of them the same remains, so one of them stands for all.
	 */
	function betweenEffects(): number[][] {
		const states: number[][] = [];
		for (const [at, label] of points.entries()) {
			if (label.startsWith('inside')) continue;
			const isNext = label.startsWith('after') && !label.endsWith('not saved');
			if (states.length === 0 || isNext) states.push([at]);
			else states.at(-1)?.push(at);
		}
		return states;
	}

	/** The points after which the customer is still told by whoever comes next. */
	function timely(): string[] {
		return points.slice(0, points.lastIndexOf('after finishStep'));
	}

	/** The points at which a step is claimed. */
	function insideSteps(): number[] {
		let isClaimed = false;
		return points.flatMap((label, at) => {
			if (label.endsWith('claimStep')) isClaimed = label.startsWith('after');
			if (label === 'after finishStep') isClaimed = false;
			return isClaimed ? [at] : [];
		});
	}
});

/** A point without the ids of its conversation. */
function said(label: string | undefined): string | undefined {
	return label?.replace(/\d{7}|[a-z]+\d+Xq7/g, '<id>');
}

interface AtDesk {
	owner?: string;
	tasks: Array<{ assigneeId?: string }>;
	tags: string[];
	notes: unknown[];
	sent: unknown[];
}

/** How often the customer was told, by the desk or by the flow. */
function timesSaid({ told, desk }: State): number {
	return told.length + ((desk as AtDesk | undefined)?.sent.length ?? 0);
}

/** What matters of a story in which texts may differ: they say how things stood when they were written. */
function gist({ desk, store }: State) {
	const { owner, tasks, tags } = (desk ?? {
		owner: store.desk_owners?.map((row) => (row.owner as { id: string }).id).join(),
		tasks: store.desk_tasks?.map((row) => ({ assigneeId: row.assignee_id })),
		tags: store.desk_tags?.map((row) => row.tag),
	}) as AtDesk;
	return {
		owners: [owner],
		tasks: tasks.map(({ assigneeId }) => assigneeId),
		tags,
		handovers: store.handovers?.map(({ status, assignee_id: assignee }) => ({ status, assignee })),
		// At some desks a note is left when there is no task yet.
		steps: store.steps?.flatMap(({ step, status }) => (step === 'note' ? [] : [{ step, status }])),
		rotation: store.rotation,
		assignments: store.assignments?.map(({ cause, how, assignee_id: assignee }) => ({ cause, how, assignee })),
		events: store.events?.map(({ id }) => id),
		transcript: store.messages?.length,
	};
}
