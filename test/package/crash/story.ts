import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HOUR } from '../../support/builders';
import type { Storage } from '../../support/storage';
import type { Bench } from './benches';
import type { Job } from './n8nProcess';

/** Everything that remains of a story. */
export interface State {
	/** What the flow's own channel told the customer. */
	told: string[];
	desk: unknown;
	/** The rows of each table. */
	store: Record<string, Array<Record<string, unknown>>>;
}

/** Where the store of one story lies. */
export interface Place extends Pick<Storage, 'rows' | 'tables' | 'remove'> {
	env: Record<string, string>;
}

/** One customer who asks for a person, from the message to the last retry. */
export class Story {
	private readonly folder = mkdtempSync(join(tmpdir(), 'handover-crash-'));
	private readonly item: ReturnType<Bench['begin']>;

	/** @param began milliseconds since 1970 */
	constructor(
		private readonly bench: Bench,
		private readonly place: Place,
		readonly began: number,
	) {
		this.item = bench.begin();
	}

	/** @param after milliseconds after the customer's message */
	job(from: Job['from'], after = 0, stop?: Job['stop']): Job {
		const { flow, start, credentials } = this.bench;
		const now = this.began + after;
		this.bench.setTime(now);
		return { folder: this.folder, env: this.place.env, flow, start, credentials, item: this.item, from, execution: randomUUID(), now, stop };
	}

	/** At which point a process stopped; undefined when none did. */
	stoppedAt(): string | undefined {
		const file = join(this.folder, 'stopped');
		return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
	}

	async stopped(): Promise<void> {
		while (this.stoppedAt() === undefined) await sleep(10);
	}

	/** Everything that remains of it, ids and times in such words that two stories can be compared. */
	async state(): Promise<State> {
		const tables: Record<string, Array<Record<string, unknown>>> = {};
		for (const table of await this.place.tables()) tables[table] = await this.place.rows(`select * from ${table}`);
		const [handover] = tables.handovers ?? [];
		const began = Number(handover?.opened_at ?? this.began);
		const words = comparable(this.wordsFor(handover), began);
		return {
			told: this.told(),
			desk: words(this.bench.state(this.item.sessionId)),
			store: Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, compared(table, rows, words)])),
		};
	}

	async remove(): Promise<void> {
		await this.place.remove();
		rmSync(this.folder, { recursive: true });
	}

	/** What the flow's own channel told the customer. */
	private told(): string[] {
		const file = join(this.folder, 'told');
		return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
	}

	private wordsFor(handover: Record<string, unknown> | undefined): Map<string, string> {
		const known = new Map(this.bench.names);
		if (handover) known.set(String(handover.id), '<the handover>');
		return known.set(this.item.sessionId, '<the conversation>').set(String(this.item.messageId), '<the message>');
	}
}

/** What of a row is the same however often the flow was interrupted; nothing of one that leaves no trace. */
function asCompared(table: string, row: Record<string, unknown>): Array<Record<string, unknown>> {
	if (table === 'steps') {
		const { claim_id: _claim, claimed_until: _until, ...kept } = row;
		const { why: _why, ...result } = JSON.parse(String(row.result)) as { why?: string; data?: { desk?: string; tags?: string[] } };
		// "Assigned before", "It was open already": a repeated step says so.
		if (result.data) delete result.data.desk;
		result.data?.tags?.sort();
		return [{ ...kept, result }];
	}
	// An attempt that died has left one without the desk's id: it stands for a message that is on its way.
	if (table === 'sent_messages' && row.message_id === null) return [];
	if (table === 'messages') return [{ ...row, id: '<number>' }];
	return [row];
}

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** As Chatwoot's server and HighLevel's make them. */
const DESK_ID = /\b(50000\d\d|50\d{5}|(con|cnv|tsk|msg|not|fld)\d+Xq7)\b/g;
/** As ISO has it, with a space as in Chatwoot's note; and as people read it, the year left out in a transcript. */
const ISO_TIME = /(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d(\.\d+)?)?( UTC|Z)/g;
const READABLE_TIME = /(\d{1,2} [A-Z][a-z]{2})( \d{4},)? (\d\d:\d\d)/g;

/**
 * Writes ids as their kinds, and times as hours from the beginning: a retry
 * comes minutes later, which is no difference.
 * @param names what stands in the place of what is known
 */
function comparable(names: ReadonlyMap<string, string>, began: number): (value: unknown) => unknown {
	const hour = (at: number) => `T${Math.round((at - began) / HOUR)}h`;
	const year = ` ${new Date(began).getUTCFullYear()},`;
	const text = (value: string) => {
		let said = value;
		for (const [id, name] of names) said = said.replaceAll(id, name);
		return said
			.replace(UUID, '<id>')
			.replace(DESK_ID, '<id>')
			.replace(ISO_TIME, (_, day: string, time: string) => hour(Date.parse(`${day}T${time}Z`)))
			.replace(READABLE_TIME, (_, day: string, given: string | undefined, time: string) => hour(Date.parse(`${day}${given ?? year} ${time} UTC`)));
	};
	const words = (value: unknown): unknown => {
		if (typeof value === 'number') return value > 1e12 ? hour(value) : value;
		if (typeof value === 'string' && /^[[{]/.test(value)) return words(JSON.parse(value));
		// A bigint as PostgreSQL's driver has it.
		if (typeof value === 'string') return /^1\d{12}$/.test(value) ? hour(Number(value)) : text(value);
		if (Array.isArray(value)) return value.map(words);
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, words(one)]));
	};
	return words;
}

/** A table's rows, in an order that depends on nothing but what they say. */
function compared(table: string, rows: Array<Record<string, unknown>>, words: (value: unknown) => unknown): Array<Record<string, unknown>> {
	const said = rows.flatMap((row) => asCompared(table, row)).map((row) => JSON.stringify(words(row))).sort();
	// A message that an attempt finds again is noted again: its echo is known by it all the same.
	const once = table === 'sent_messages' ? [...new Set(said)] : said;
	return once.map((row) => JSON.parse(row) as Record<string, unknown>);
}
