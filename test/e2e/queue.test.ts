import { trialScripts } from '../support/scripts';

/** Runs where there are servers for it; `npm test` says where there are none. */
const itWithServers = process.env.E2E_SERVERS ? it : it.skip;

itWithServers('in queue mode every message comes to exactly one end, whatever process is killed', async () => {
	const { runTrial } = await trialScripts();
	const { acts, handovers, events, problems } = await runTrial({ conversations: 10 });
	expect(problems).toEqual([]);

	// So many that something was under way whenever something was killed.
	const again = (name: string) => Object.values(acts.find(({ act }) => act === name)?.again ?? {}).reduce((sum, count) => sum + count, 0);
	expect(acts.reduce((sum, { messages }) => sum + messages, 0)).toBeGreaterThanOrEqual(200);
	expect(again('both workers killed')).toBeGreaterThan(0);
	expect(again('webhook process killed')).toBeGreaterThan(0);

	// What nobody can tell twice may be lost, but only with a process: most customers were told.
	expect(handovers).toBe(48);
	expect(acts.reduce((sum, { untold }) => sum + untold, 0)).toBeLessThan(handovers / 4);
	expect(events.once + events.died + events.lost).toBe(events.events);
	expect(events.once).toBeGreaterThan(events.events * 0.8);
});
