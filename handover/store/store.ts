import type { Choice, Load, TeamMember } from '../assignment';
import type { Contact } from '../contact';
import type { ConversationRef } from '../conversation';
import type { Attempts } from '../detection/attempts';
import type { Pause } from '../pause';
import type { Assignee, Closing, Handover, Outcome, StepName, StepResult, StepResults } from '../receipt';
import type { BusinessHours } from '../schedule';
import type { TranscriptMessage } from '../transcript';
import type { EventStore } from './eventStore';
import type { AssignedHow, Assignment, LogStore } from './logStore';

/** What is known about a conversation, read in one go. */
export interface Situation {
	pause?: Pause;
	open?: Handover;
}

/** One account at one desk. */
export type DeskAccount = Pick<ConversationRef, 'desk' | 'account'>;

/** The answer to "may I do this step now?" */
export type StepClaim =
	| {
			granted: true;
			/** An earlier attempt failed or died: it may have had its effect. */
			repeated: boolean;
	  }
	/** Done before: here is the first result. */
	| { granted: false; result: StepResult }
	/** Another execution is doing it right now. */
	| { granted: false; result?: undefined };

export interface Claim {
	id: string;
	at: number;
	/** From then on another execution may take the step over. */
	until: number;
	again?: boolean;
}

export interface StepKey {
	handoverId: string;
	step: StepName;
}

/** A person did something about a conversation. Times are milliseconds since 1970. */
export interface HumanAct {
	at: number;
	agent?: Assignee;
	/** They wrote to the customer; otherwise they only took the conversation. */
	replied: boolean;
	messageId?: string;
	text?: string;
}

/** Somebody takes a handover at the desk. */
export interface Taking {
	/** Who had it when that was seen. */
	from: Assignee | undefined;
	/** The pause that follows. */
	next: (current: Pause | undefined) => Pause;
}

/** Facts for choosing the next owner of a handover that nobody answers. */
export interface EscalationFacts {
	loads: ReadonlyMap<string, Load>;
	/** Ids of those who had it, the present one included. */
	had: readonly string[];
}

/** What became of an escalation. */
export type Escalation =
	/** Given to somebody, or to the queue when `choice` names nobody. */
	| { escalated: true; choice: Choice; before?: Assignee }
	/** The same cause did it before: this is who got it. */
	| { escalated: false; repeated: true; assignee?: Assignee }
	/** It no longer applies. */
	| { escalated: false; repeated: false; why: 'closed' | 'answered' | 'taken' };

/**
 * Our durable memory of handovers, pauses and attempts. Every method is one
 * atomic operation; none runs a caller's effects. Times are milliseconds since
 * 1970 and come in as arguments, like ids.
 * All methods throw StoreUnavailableError when the store can't be used.
 */
export interface HandoverStore {
	/** What the built-in desk keeps. */
	readonly deskRecords: DeskRecords;
	/** What happened, for whoever listens. */
	readonly events: EventStore;
	/** What people look up afterwards. */
	readonly log: LogStore;

	situation(ref: ConversationRef): Promise<Situation>;

	/**
	 * Opens a handover unless one is open, with the pause that keeps the bot
	 * quiet until the flow sets its own (one that holds already stays), and forgets the
	 * failed attempts that led to it.
	 * @returns the open handover, and whether it is this one
	 */
	openHandover(handover: Handover, pause: Pause): Promise<{ handover: Handover; opened: boolean }>;
	handover(id: string): Promise<Handover | undefined>;
	/** The newest handover of a conversation, open or closed. */
	latestHandover(ref: ConversationRef): Promise<Handover | undefined>;
	/** The open handover of a contact, the newest if there are several. */
	openHandoverOf(account: DeskAccount, contactId: string): Promise<Handover | undefined>;
	/** How many handovers of the contact began since then, in all its conversations on the desk. */
	countHandovers(ref: ConversationRef, contactId: string, since: number): Promise<number>;
	/** Closes a handover whose pause has run out. @returns false when it is closed already, or paused again */
	closeIfPauseOver(id: string, outcome: Outcome, at: number): Promise<boolean>;

	/**
	 * @param next the pause that follows, by what there is at that moment; undefined leaves it as it is
	 * @returns the pause that stands then
	 */
	setPause(ref: ConversationRef, next: (current: Pause | undefined, open: Handover | undefined) => Pause | undefined): Promise<Pause | undefined>;
	/**
	 * Ends the pause now and closes the open handover.
	 * @param only do nothing when another handover than this one is open by now; null: when any is
	 * @returns what was there before, and whether it was ended
	 */
	resume(ref: ConversationRef, outcome: Outcome, at: number, more?: { closing?: Closing; only?: string | null }): Promise<Situation & { ended: boolean }>;
	/**
	 * A person acted: notes it in the open handover (which has been claimed by
	 * then, and answered if they wrote) together with the pause that follows,
	 * and keeps what they wrote. Whoever answers a customer in the queue has
	 * them. A message that came before changes nothing.
	 * @returns how things stand then
	 */
	humanActed(ref: ConversationRef, act: HumanAct, next: (current: Pause | undefined) => Pause | undefined): Promise<Situation>;

	attempts(ref: ConversationRef): Promise<Attempts>;
	updateAttempts(ref: ConversationRef, next: (current: Attempts) => Attempts): Promise<Attempts>;

	/** Keeps the last messages, each up to a length and once. A customer who writes to the team waits from then on. */
	addMessage(ref: ConversationRef, message: TranscriptMessage): Promise<void>;
	/** Oldest first. */
	messages(ref: ConversationRef): Promise<TranscriptMessage[]>;

	/**
	 * Compare-and-set: grants a step that was never begun, that failed or was
	 * skipped, or whose claim has run out (its execution died); with `again`
	 * also one that is done.
	 */
	claimStep(key: StepKey, claim: Claim): Promise<StepClaim>;
	/** Writes the result, if the claim still holds. @returns what stands in the store; undefined while whoever took it over is at it */
	finishStep(key: StepKey, claimId: string, result: StepResult): Promise<StepResult | undefined>;
	steps(handoverId: string): Promise<StepResults>;
	/** The steps that most of the last handovers of the same flow and scenario reached. */
	usualSteps(handover: Handover): Promise<StepName[]>;
	/** Whether an execution is doing a step right now. */
	isStepUnderway(key: StepKey, now: number): Promise<boolean>;
	/** Whether a step failed, or was begun by an execution that died. */
	hasUnfinishedSteps(handoverId: string, now: number): Promise<boolean>;

	/**
	 * Reads how busy the members are and lets `choose` pick, in one transaction
	 * with writing the owner, so nobody goes over capacity. A handover that has
	 * an owner keeps it, and nothing is chosen.
	 */
	assign(
		handover: Handover,
		memberIds: readonly string[],
		choose: (loads: ReadonlyMap<string, Load>) => Choice,
		now: number,
	): Promise<Choice | undefined>;
	/** Notes an owner that the contact already had. A handover that has an owner keeps it. */
	setAssignee(handoverId: string, assignee: Assignee, now: number): Promise<void>;
	/** Takes the handover back from somebody whom the desk refused; another owner stays. */
	unassign(handoverId: string, assigneeId: string): Promise<void>;
	/**
	 * Notes who has an open handover now, or nobody: the desk's word counts, as does a person's who takes it.
	 * @param taking they took it themselves, which claims it
	 * @returns false when it is closed, or somebody else has it than `taking` says
	 */
	reassign(handoverId: string, assignee: Assignee | undefined, now: number, how?: AssignedHow, taking?: Taking): Promise<boolean>;
	/**
	 * The desk has been told who has it: notes that and why, and tells whoever
	 * listens. The same cause counts once.
	 * @param assignment.to whom the desk was told; nobody for the queue
	 * @returns false when somebody else has it by now
	 */
	confirmAssignment(handoverId: string, assignment: { how: AssignedHow; cause: string; to: Assignee | undefined }, now: number): Promise<boolean>;
	/** The desk has been told of somebody who took it. */
	noteTold(handoverId: string, assignee: Assignee): Promise<void>;
	/** Everybody who had it, oldest first. */
	assignments(handoverId: string): Promise<Assignment[]>;
	/**
	 * Gives a handover that nobody answers to somebody else, in one transaction
	 * with reading the loads. Does nothing when a person has answered or taken it
	 * meanwhile, and only once for the same cause.
	 * @param handover as it was when the decision to escalate was made
	 * @param refused chosen for this cause before, but the desk doesn't take them
	 */
	escalate(
		handover: Handover,
		cause: string,
		memberIds: readonly string[],
		choose: (facts: EscalationFacts) => Choice,
		now: number,
		refused?: Assignee,
	): Promise<Escalation>;
	/** Open handovers that nobody owns and whose pause holds, oldest first. */
	queue(account: DeskAccount, now: number): Promise<Handover[]>;
	/** By when a person should answer, and when the team is there. */
	setPlan(handoverId: string, plan: { deadlineAt: number; hours?: BusinessHours }): Promise<void>;
	/** A task was created. */
	noteTask(handoverId: string, dueAt: number): Promise<void>;
	/** The task was done; the first time counts. */
	noteTaskCompleted(handoverId: string, at: number): Promise<void>;
	/** Keeps a flow's team table as it is now. */
	saveTeam(account: DeskAccount, team: readonly TeamMember[], at: number, flow?: string): Promise<void>;
	/** The flow's own team table; for a flow that has none, everybody of all flows, each person as listed last. */
	team(account: DeskAccount, flow?: string): Promise<TeamMember[]>;
	/** Writes what has been learnt about the contact since. */
	setContact(handoverId: string, contact: Contact): Promise<void>;

	/** Notes a desk's delivery. @returns false when it came before */
	claimDelivery(account: DeskAccount, deliveryId: string, at: number): Promise<boolean>;
	/** Forgets a delivery that could not be taken, so that it may come again. */
	releaseDelivery(account: DeskAccount, deliveryId: string): Promise<void>;
	/**
	 * Notes that a text is about to go out through the desk, so that its echo is
	 * known even before the desk has told us its id.
	 */
	beginSending(ref: ConversationRef, sendingId: string, text: string, at: number): Promise<void>;
	/** Notes the id the desk gave it. */
	endSending(sendingId: string, messageId: string): Promise<void>;
	/** Whether a message that went out was ours: by its id, or as the text that is on its way since `since`. */
	isOurs(ref: ConversationRef, message: { id: string; text: string }, since: number): Promise<boolean>;

	close(): Promise<void>;
}

/** A task of the built-in desk. Times are milliseconds since 1970. */
export interface DeskTask {
	id: string;
	handoverId: string;
	title: string;
	body: string;
	dueAt: number;
	priority: string;
	assigneeId?: string;
	createdAt: number;
	completedAt?: number;
}

/** What the built-in desk keeps in the store: its own tasks, tags and owners. */
export interface DeskRecords {
	/** One task per handover: a second call returns the first task. */
	addTask(task: DeskTask): Promise<DeskTask>;
	taskOf(handoverId: string): Promise<DeskTask | undefined>;
	/** @returns the task, completed; undefined when there is none */
	completeTask(handoverId: string, at: number): Promise<DeskTask | undefined>;
	addTags(ref: ConversationRef, contactId: string, tags: readonly string[], at: number): Promise<string[]>;
	removeTags(ref: ConversationRef, contactId: string, tags: readonly string[]): Promise<string[]>;
	owner(ref: ConversationRef, contactId: string): Promise<Assignee | undefined>;
	setOwner(ref: ConversationRef, contactId: string, owner: Assignee, at: number): Promise<void>;
	/** Another owner stays. */
	removeOwner(ref: ConversationRef, contactId: string, ownerId: string): Promise<void>;
}
