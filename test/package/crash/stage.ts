import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOUR, MINUTE, NOW } from '../../support/builders';
import type { Bench } from './benches';
import { N8nProcess, type Played, type Retry } from './n8nProcess';
import { Story, type Place, type State } from './story';

/** The machine has two cores. */
const LANES = 2;
/** Between two stories: longer than anything is remembered, so that what one leaves in a process is old for the next. */
const BETWEEN_STORIES = 4 * HOUR;

/** An operator retries when a step's lease is over, or while it holds. */
const LATER = 3 * MINUTE;
const SOON = 5_000;

/** Where a story was interrupted, and how it went on. */
export interface Plan {
	/** The points at which processes die, one after the other: in the first run, in its retry … */
	kills: number[];
	retry: Retry;
	/** When the last retry comes, in milliseconds after the crash before it. */
	after?: number;
	/** Somebody retries right after the crash, too. */
	atOnce?: boolean;
	/** The process does not die: it stands still, and goes on when the retry has done everything. */
	standsStill?: boolean;
}

export interface Told {
	plan: Plan;
	/** At which point the last process died or stood still; undefined when it came to the end first. */
	stoppedAt?: string;
	/** How the retry right after the crash went. */
	atOnce?: Played;
	last: Played;
	state: State;
}

/** Plays stories of one desk, several at a time. */
export class Stage {
	private readonly cache = mkdtempSync(join(tmpdir(), 'handover-compiled-'));
	/** Started beforehand, since that takes longer than a story. */
	private readonly waiting = Array.from({ length: LANES }, () => this.start());
	private stories = 0;

	constructor(
		private readonly bench: Bench,
		private readonly place: () => Place,
	) {}

	/** Plays all of them. @param tell is told of each as soon as it is over */
	async playAll(plans: readonly Plan[], tell: (told: Told) => void): Promise<void> {
		const left = [...plans];
		await Promise.all(
			Array.from({ length: LANES }, async () => {
				const survivor = this.start();
				for (let plan = left.shift(); plan; plan = left.shift()) tell(await this.play(plan, survivor));
				await survivor.end();
			}),
		);
	}

	async close(): Promise<void> {
		await Promise.all(this.waiting.map((process) => process.end()));
		await this.bench.close();
		rmSync(this.cache, { recursive: true });
	}

	/** @param survivor the process that goes on in the end */
	private async play(plan: Plan, survivor: N8nProcess): Promise<Told> {
		const story = new Story(this.bench, this.place(), NOW + this.stories++ * BETWEEN_STORIES);
		try {
			return { plan, ...(await (plan.standsStill ? this.overtaken(plan, story, survivor) : this.crashed(plan, story, survivor))), state: await story.state() };
		} finally {
			await story.remove();
		}
	}

	private async crashed({ kills, retry, after = LATER, atOnce }: Plan, story: Story, survivor: N8nProcess): Promise<Omit<Told, 'plan' | 'state'>> {
		let passed = 0;
		for (const [crash, at] of kills.entries()) {
			await this.alone((victim) => victim.play(story.job(crash === 0 ? 'message' : retry, passed, { at })));
			passed += LATER;
		}
		const stoppedAt = story.stoppedAt();
		const first = atOnce ? await survivor.play(story.job(retry, SOON)) : undefined;
		const last = await survivor.play(story.job(kills.length === 0 ? 'message' : retry, passed - LATER + after));
		return { stoppedAt, atOnce: first, last: complete(last) };
	}

	private async overtaken({ kills: [at = 0], retry }: Plan, story: Story, survivor: N8nProcess): Promise<Omit<Told, 'plan' | 'state'>> {
		return this.alone(async (sleeper) => {
			const slept = sleeper.play(story.job('message', 0, { at, until: story.began + 2 * LATER }));
			await Promise.race([story.stopped(), slept]);
			const last = await survivor.play(story.job(retry, LATER));
			sleeper.wake();
			await slept;
			return { stoppedAt: story.stoppedAt(), last: complete(last) };
		});
	}

	/** Has a fresh process do something, which it may not survive. */
	private async alone<T>(work: (process: N8nProcess) => Promise<T>): Promise<T> {
		const process = this.waiting.shift() ?? this.start();
		this.waiting.push(this.start());
		try {
			return await work(process);
		} finally {
			await process.end();
		}
	}

	private start(): N8nProcess {
		return new N8nProcess(this.cache);
	}
}

function complete(played: Played | undefined): Played {
	if (!played) throw new Error('The last retry was killed, too');
	return played;
}

/** What differs, in jest's words; undefined when nothing does. */
export function difference(actual: unknown, expected: unknown): string | undefined {
	try {
		expect(actual).toEqual(expected);
		return undefined;
	} catch (error) {
		return (error as Error).message;
	}
}
