import { builtIn } from '../package/crash/benches';
import { Stage, difference, type Plan, type Told } from '../package/crash/stage';
import type { Place } from '../package/crash/story';
import { chance, seedFrom, some } from '../support/chance';
import { postgresStorage, postgresUrl } from '../support/storage';

const SEED = seedFrom('CRASH_SEED');

/* The same as test/package/crash.test.ts, for some of the points: a process that is killed leaves its connections to PostgreSQL in the middle of anything. */

function onPostgres(): Place {
	const { schema, ...storage } = postgresStorage(postgresUrl());
	return { ...storage, env: { HANDOVER_DATABASE_URL: postgresUrl(), HANDOVER_DATABASE_SCHEMA: schema } };
}

it('killed anywhere, also in the middle of a transaction, and retried: nothing doubled, nothing missing', async () => {
	const stage = new Stage(await builtIn(), onPostgres);
	try {
		let whole: Told | undefined;
		await stage.playAll([{ kills: [], retry: 'start' }], (told) => {
			whole = told;
		});
		const points = whole?.last.points ?? [];
		const random = chance(SEED);
		// Later, telling the customer is for the flow's own channel.
		const labels = points.slice(0, points.lastIndexOf('after finishStep'));
		const at = (begins: string, count: number) => some(random, labels.flatMap((label, index) => (label.startsWith(begins) ? [index] : [])), count);
		const kills = [...at('before', 4), ...at('inside', 5), ...at('after', 4)];
		expect(kills).toHaveLength(13);
		const failed: string[] = [];
		await stage.playAll(
			kills.map((kill, number): Plan => ({ kills: [kill], retry: number % 2 ? 'start' : 'saved' })),
			({ plan, stoppedAt, state }) => {
				const why = stoppedAt === undefined ? 'It was not killed' : difference(state, whole?.state);
				if (why !== undefined) failed.push(`CRASH_SEED=${SEED} ${JSON.stringify(plan)}, killed at "${stoppedAt ?? ''}":\n${why}`);
			},
		);
		expect(failed).toEqual([]);
	} finally {
		await stage.close();
	}
}, 300_000);
