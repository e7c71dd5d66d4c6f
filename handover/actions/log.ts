import { setImmediate as nextTurn } from 'node:timers/promises';
import { asAssignee, findMember, teamAtDesk, type TeamMember } from '../assignment';
import { DeskError, insteadOf } from '../desks/desk';
import { HandoverError } from '../errors';
import { logEntry, type LogEntry } from '../log/entry';
import { exporting, type ExportFile, type FileFormat } from '../log/file';
import { botMemory } from '../memory';
import { DEFAULT_PAUSE, pauseMilliseconds, takenByHuman, type Pause } from '../pause';
import { toIso, type Assignee, type Closing, type Handover, type Outcome, type Receipt } from '../receipt';
import { MOST_READ, reporting, type Report, type ReportOptions } from '../report/report';
import { Tally } from '../report/tally';
import type { Erased, HandoverFilter } from '../store/logStore';
import { clip } from '../text';
import type { TranscriptMessage } from '../transcript';
import { accountOf, type ActionContext } from './context';
import { closeWhatIsOver, findHandover, receiptOf, refuseSample, type Subject } from './episode';
import { tellWhoHasIt } from './owner';

const DAY_MS = 24 * 60 * 60 * 1000;
/** A hundred years: more is a typing slip. */
const LONGEST_RETENTION_DAYS = 36_500;
const LONGEST_NOTE = 4000;
const MOST_NAMES = 10;

/** Which handovers; people are named as an operator knows them. */
export type LogFilter = Omit<HandoverFilter, 'account' | 'assigneeId'> & { assignee?: string };

/** The handovers of the desk's account, newest first. */
export async function listHandovers(ctx: ActionContext, filter: LogFilter): Promise<LogEntry[]> {
	await closeWhatIsOver(ctx);
	const entries: LogEntry[] = [];
	for await (const records of ctx.store.log.recordPages(await storeFilter(ctx, filter))) {
		entries.push(...records.map((record) => logEntry(record, ctx.now)));
	}
	return entries;
}

/** The same as a file, with the entries that are in it. */
export async function exportHandovers(
	ctx: ActionContext,
	filter: LogFilter,
	format: FileFormat,
): Promise<{ file: ExportFile; entries: LogEntry[] }> {
	const entries = await listHandovers(ctx, filter);
	return { file: await inTurns(exporting(entries, format)), entries };
}

/** Everything known about one handover. */
export interface HandoverDetails extends LogEntry {
	transcript: Array<Pick<TranscriptMessage, 'from' | 'text'> & { at: string }>;
	botMemory: string;
}

/**
 * The handover that is named, else the open or the last one of the conversation.
 * @throws HandoverError when there is none
 */
export async function getHandover(ctx: ActionContext, subject: Subject): Promise<HandoverDetails> {
	const handover = await handoverMeant(ctx, subject);
	const [record] = await ctx.store.log.records({ id: handover.id });
	const messages = await ctx.store.log.transcript(handover);
	return {
		...logEntry(record, ctx.now),
		transcript: messages.map(({ from, text, at }) => ({ from, text, at: toIso(at) })),
		botMemory: botMemory(handover, messages, ctx.zone),
	};
}

export interface ClaimInput extends Subject {
	/** Who takes it: a name or an e-mail address. */
	agent: string;
	/** Also when a colleague has it. */
	takeOver: boolean;
}

export interface ClaimOutput {
	receipt: Receipt;
	claimed: boolean;
	/** Who has it now. */
	by?: Assignee;
	/** What to tell whoever asked. */
	what: string;
}

/**
 * A person takes the handover. Of several who claim it at the same time one
 * gets it, and the others are told who. Claiming it again changes nothing, but
 * tells the desk again.
 * @throws HandoverError for somebody who is not on the team, or a handover of another desk
 */
export async function claimHandover(ctx: ActionContext, input: ClaimInput): Promise<ClaimOutput> {
	const handover = await handoverMeant(ctx, input);
	const agent = await agentNamed(ctx, input.agent);
	const next = (pause: Pause) => takenByHuman(pause, pauseMilliseconds(DEFAULT_PAUSE), ctx.now);
	const claim = await ctx.store.log.claim(handover.id, { agent, at: ctx.now, takeOver: input.takeOver, next });
	if (claim.claimed) {
		await ctx.desk.assign(handover, agent, ctx.now);
		await tellWhoHasIt(ctx, handover, agent);
		await ctx.store.noteTold(handover.id, agent);
	}
	const receipt = await receiptOf(ctx, handover.id, handover);
	if (claim.claimed) return { receipt, claimed: true, by: agent, what: `${agent.name} has it` };
	const { by } = claim;
	return { receipt, claimed: false, by, what: by ? `${by.name} has it already` : 'It is over: the bot is back' };
}

export interface CloseInput extends Subject {
	outcome: Outcome;
	/** For the bot's memory: what was done and promised. */
	note?: string;
	/** Who closes it, as people call them. */
	by?: string;
	completeTask: boolean;
	/** What switches the desk's own bot, on a desk that needs one. */
	workflow?: string;
}

export interface CloseOutput {
	receipt: Receipt;
	/** Whether this call closed it. */
	closedNow: boolean;
	what: string;
	botMemory: string;
}

/**
 * A person says what came of the handover, and the bot is back. One that ended
 * by itself takes the outcome and the note all the same; one that a person
 * closed keeps theirs. Neither touches a newer handover of the conversation.
 * The desk is told first: whatever fails there is done when it is run again.
 * @throws HandoverError when there is no handover, or one of another desk
 */
export async function closeHandover(ctx: ActionContext, input: CloseInput): Promise<CloseOutput> {
	const before = await handoverMeant(ctx, input);
	const { id, conversation } = before;
	if (input.completeTask) await completeOpenTask(ctx, before);
	if (before.status === 'open') await ctx.desk.switchBot(before, true, input.workflow);

	const closing: Closing = { note: input.note && clip(input.note, LONGEST_NOTE), by: input.by };
	const { ended } = await ctx.store.resume(conversation, input.outcome, ctx.now, { closing, only: id });
	const settled = !ended && (await ctx.store.log.settle(id, input.outcome, closing));
	const handover = (await ctx.store.handover(id)) ?? before;
	return {
		receipt: await receiptOf(ctx, id, handover),
		closedNow: ended,
		what: ended ? 'Closed: the bot is back' : settled ? 'Noted: it had ended by itself' : closedBefore(handover),
		botMemory: botMemory(handover, await ctx.store.log.transcript(handover), ctx.zone),
	};
}

function closedBefore({ closing }: Handover): string {
	return closing?.by ? `${closing.by} has closed it before` : 'It was closed before';
}

/** A task that is gone from the desk must not keep the handover open. */
async function completeOpenTask({ store, desk, now }: ActionContext, handover: Handover): Promise<void> {
	const { task } = await store.steps(handover.id);
	if (task?.status !== 'done' || handover.taskCompletedAt !== undefined) return;
	const completed = await desk.completeTask(handover, now);
	if (completed) await store.noteTaskCompleted(handover.id, completed.completedAt ?? now);
}

/**
 * Forgets a contact: every handover, message, pause, task and tag of theirs.
 * @param conversationIds conversations of theirs that had no handover, where the flow knows them
 * @returns how much there was, and what could not be asked
 * @throws HandoverError without an id
 */
export async function eraseContact(
	ctx: ActionContext,
	contactId: string,
	conversationIds: readonly string[] = [],
): Promise<Erased & { why?: string }> {
	if (contactId === '') throw new HandoverError('"Contact ID" is empty', 'Enter the id of the contact to erase, for example {{ $json.contact.id }}.');
	const known = await conversationAtDesk(ctx, contactId);
	const erased = await ctx.store.log.eraseContact(accountOf(ctx), contactId, [...conversationIds, ...(known.id === undefined ? [] : [known.id])]);
	return { ...erased, ...(known.why !== undefined && { why: known.why }) };
}

/** The contact is often gone from the desk by then, which must not keep us from forgetting them. */
async function conversationAtDesk({ desk }: ActionContext, contactId: string): Promise<{ id?: string; why?: string }> {
	try {
		return { id: await desk.conversationOf(contactId) };
	} catch (error) {
		if (!(error instanceof DeskError)) throw error;
		return { why: `${desk.title} could not say which conversation is theirs: ${error.message}` };
	}
}

/**
 * Keeps only the last so many days of closed handovers, at all desks.
 * @throws HandoverError for less than a day, or no number
 */
export async function deleteOld(ctx: ActionContext, days: number): Promise<Erased> {
	if (!(days >= 1 && days <= LONGEST_RETENTION_DAYS)) {
		throw new HandoverError(
			`"Keep For (Days)" must be between 1 and ${LONGEST_RETENTION_DAYS}, but is ${String(days)}`,
			'Enter for how many days closed handovers are kept, for example 365.',
		);
	}
	await closeWhatIsOver(ctx);
	return ctx.store.log.eraseBefore(ctx.now - days * DAY_MS);
}

/** How handovers went in a period, compared with the one before it. */
export async function reportHandovers(ctx: ActionContext, options: Omit<ReportOptions, 'zone' | 'now'>): Promise<Report> {
	await closeWhatIsOver(ctx);
	const { store, zone, now } = ctx;
	const { from, to } = options;
	const account = accountOf(ctx);
	const full = { ...options, zone, now };
	const tallyOf = async (period: { from: number; to: number }) => {
		const tally = new Tally({ ...full, ...period });
		for await (const cases of store.log.cases.between(account, period, now)) tally.add(cases);
		return tally;
	};
	const start = from - (to - from);
	const counted = {
		period: await tallyOf({ from, to }),
		before: await tallyOf({ from: start, to: from }),
		// One from earlier shows that a quiet time before was quiet, and not before our time.
		earlier: (await store.log.find({ account, to: start, limit: 1 })).length > 0,
		newest: (await store.log.find({ account, from, to, limit: MOST_READ })).reverse(),
	};
	return inTurns(reporting(counted, full));
}

/** Does work in which others have their turn wherever it yields. */
async function inTurns<T>(work: Generator<undefined, T>): Promise<T> {
	for (;;) {
		const { done, value } = work.next();
		if (done) return value;
		await nextTurn();
	}
}

async function storeFilter(ctx: ActionContext, { assignee, ...filter }: LogFilter): Promise<HandoverFilter> {
	return { ...filter, account: accountOf(ctx), ...(assignee !== undefined && { assigneeId: (await known(ctx, assignee))?.id ?? assignee.toLowerCase() }) };
}

/**
 * What an operator means who names a handover by its id.
 * @throws HandoverError when the store doesn't have it
 */
export async function namedHandover({ store }: ActionContext, id: string): Promise<Subject> {
	const handover = await store.handover(id);
	if (handover) return { incoming: { id }, ref: handover.conversation, contact: handover.contact, channel: handover.channel };
	refuseSample(id);
	throw new HandoverError(
		`"Handover ID" names ${id.slice(0, 60)}, which is not in the store`,
		'Use the id of a receipt: {{ $json.handover.id }}. It may have been deleted since, or come from another n8n.',
	);
}

/**
 * The handover that is named, else the open or the last one of the conversation, as it stands now.
 * @throws HandoverError when there is none
 */
export async function handoverMeant(ctx: ActionContext, subject: Subject): Promise<Handover> {
	const handover = (await findHandover(ctx, subject)) ?? (await ctx.store.latestHandover(subject.ref));
	if (handover) return handover;
	throw new HandoverError(
		'This conversation has had no handover',
		'Pass on an item with its field "handover", or check "Conversation ID". To look without an error, use Get Many with a filter.',
	);
}

/**
 * The person on the team that somebody names.
 * @throws HandoverError for nobody, or somebody the team doesn't know
 */
async function agentNamed(ctx: ActionContext, name: string): Promise<Assignee> {
	const wanted = name.trim();
	if (wanted === '') throw new HandoverError('"Agent" is empty', 'Enter the name or the e-mail address of who takes it, for example ana@example.com.');
	const found = await known(ctx, wanted);
	if (found) return found;
	const team = await teamOf(ctx);
	if (team.length === 0) return stranger(wanted);
	throw new HandoverError(
		`"Agent" names ${wanted.slice(0, 60)}, who is not on the team`,
		`Use one of: ${team.slice(0, MOST_NAMES).map(({ email, name: listed }) => email ?? listed).join(', ')}. The team is the table of Assign Conversation, or everybody who works at the desk.`,
	);
}

/** Somebody whom a flow names, as the team knows them where it does. */
export async function agentOrStranger(ctx: ActionContext, name: string): Promise<Assignee | undefined> {
	const wanted = name.trim();
	return wanted === '' ? undefined : ((await known(ctx, wanted)) ?? stranger(wanted));
}

function stranger(name: string): Assignee {
	return { id: name.toLowerCase(), name, ...(name.includes('@') && { email: name }) };
}

async function known(ctx: ActionContext, name: string): Promise<Assignee | undefined> {
	const member = findMember(await teamOf(ctx), name);
	return member && asAssignee(member);
}

/** Those listed in Assign Conversation, with the desk's ids where it knows its agents; and who else works there. */
async function teamOf(ctx: ActionContext): Promise<TeamMember[]> {
	const { desk, store } = ctx;
	const listed = await store.team(accountOf(ctx));
	if (insteadOf(desk, 'agents')) return listed;
	const agents = await desk.agents();
	const atDesk = teamAtDesk(listed, agents, desk.title).filter(({ id }) => agents.some((agent) => agent.id === id));
	return [...atDesk, ...teamAtDesk([], agents, desk.title)];
}
