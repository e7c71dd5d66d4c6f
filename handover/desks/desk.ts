import type { Contact } from '../contact';
import type { ConversationRef } from '../conversation';
import { HandoverError } from '../errors';
import type { Assignee, Handover } from '../receipt';
import type { Priority } from '../scenario';
import type { TranscriptMessage } from '../transcript';

/** What a desk may be able to do on its own. */
export const ABILITIES = ['agents', 'presence', 'teams', 'tasks', 'tags', 'note', 'messages', 'botSwitch'] as const;
export type Ability = (typeof ABILITIES)[number];

/** How a desk does something: on its own, or what we do instead, in words an operator reads. */
export type Capability = 'native' | { instead: string };
export type Capabilities = Readonly<Record<Ability, Capability>>;

/** A person who works at the desk. */
export interface DeskAgent {
	id: string;
	name: string;
	email?: string;
	/** Whether they take conversations now; true where the desk doesn't know. */
	available: boolean;
}

/** One thread with one contact; a handover is one, too. */
export interface Thread {
	conversation: ConversationRef;
	contact: Contact;
	/** As the desk or the flow calls it: `SMS`, `WhatsApp`, `chat` … */
	channel: string;
}

/** What the desk knows about a thread. */
export interface ThreadView {
	/** The contact as the desk knows them; what it doesn't know is left out. */
	contact: Partial<Contact>;
	/** Who owns the conversation, or the contact where the desk assigns those. A bot is no owner. */
	owner?: Assignee;
	channel?: string;
	/** Where an agent opens the conversation in their browser. */
	link?: string;
}

/** A task as it is to be created. Times are milliseconds since 1970. */
export interface NewTask {
	title: string;
	/** Ends with the handover's id, by which it is found again. */
	body: string;
	dueAt: number;
	priority: Priority;
	assignee?: Assignee;
}

export interface CreatedTask {
	id: string;
	title: string;
	dueAt: number;
	completedAt?: number;
}

/** What became of a message to the customer. */
export type Sent =
	/** The desk delivered it. */
	| { by: 'desk'; messageId: string }
	/** The desk has no channel of its own: a later node of the flow sends the text. */
	| { by: 'flow' };

/** How an effect is to be brought about. */
export interface Attempt {
	/** Milliseconds since 1970 */
	now: number;
	/** An earlier attempt may have had its effect without our knowing: look for it before doing it. */
	repeated: boolean;
	/** What an earlier attempt did is no older than this, in milliseconds since 1970. */
	since: number;
	/** The id to give to what is created, where the desk lets us choose. */
	newId: string;
}

/**
 * Where agents work. The nodes speak only to this port; each desk is one
 * adapter. Creating methods look for what they did before, by the handover's
 * id, when `attempt.repeated` says so; all others may be called again.
 * All methods throw DeskError when the desk refuses or can't be reached.
 */
export interface Desk {
	/** As stored with every conversation: `built-in`, `highLevel`, `chatwoot`. */
	readonly name: string;
	/** As people write it. */
	readonly title: string;
	/** The account at the desk that the credential opens. */
	readonly account: string;
	readonly capabilities: Capabilities;

	/**
	 * The people who can be assigned; without the ability `agents`, none.
	 * @param team only those of this team, by its name in any case
	 * @throws HandoverError for a team the desk doesn't have, or when it has no teams
	 */
	agents(team?: string): Promise<DeskAgent[]>;
	/** The names of the desk's teams; without the ability `teams`, none. */
	teams(): Promise<string[]>;
	look(thread: Thread): Promise<ThreadView>;
	/** The conversation of a contact, for events that name only the contact; undefined when there is none. */
	conversationOf(contactId: string): Promise<string | undefined>;
	/** The last messages between customer, bot and agents, oldest first; without the ability `messages`, none. */
	messages(thread: Thread): Promise<TranscriptMessage[]>;

	/** @throws AssigneeRefused when the desk doesn't take this person */
	assign(thread: Thread, assignee: Assignee, now: number): Promise<void>;
	/** Takes the conversation from somebody, so that nobody has it; another owner stays. */
	unassign(thread: Thread, assignee: Assignee, now: number): Promise<void>;
	/** Puts the conversation into the team's own queue, whose rules choose. Only with the ability `teams`. */
	assignTeam(thread: Thread, team: string): Promise<void>;
	createTask(handover: Handover, task: NewTask, attempt: Attempt): Promise<CreatedTask>;
	/** Gives the handover's open task to somebody else; without the ability `tasks` it goes with the conversation. */
	assignTask(handover: Handover, assignee: Assignee): Promise<void>;
	/** @returns undefined when the handover has no task */
	completeTask(handover: Handover, now: number): Promise<CreatedTask | undefined>;
	/** @returns all tags the contact has afterwards */
	addTags(thread: Thread, tags: readonly string[], now: number): Promise<string[]>;
	/** @returns all tags the contact has afterwards */
	removeTags(thread: Thread, tags: readonly string[]): Promise<string[]>;
	/** Leaves a note that only agents see. Only with the ability `note`. */
	note(handover: Handover, text: string, attempt: Attempt): Promise<void>;
	/** Sends a text to the customer on the thread's own channel. */
	send(thread: Thread, text: string, attempt: Attempt): Promise<Sent>;
	/**
	 * Switches the desk's own bot on or off for this thread.
	 * @param workflow what the operator named as the switch, on a desk that needs one
	 * @returns what was done, in words; undefined when there was nothing to switch
	 */
	switchBot(thread: Thread, on: boolean, workflow?: string): Promise<string | undefined>;
}

/** Something the desk refused, or that went wrong on the way to it. */
export class DeskError extends HandoverError {
	constructor(
		message: string,
		fix: string,
		readonly details: {
			/** HTTP status; undefined when no answer came. */
			status?: number;
			/** The request may have had its effect all the same. */
			mayHaveActed: boolean;
		},
	) {
		super(message, fix);
	}
}

/** The desk doesn't take this person as the owner: they are gone, or may not have it. */
export class AssigneeRefused extends HandoverError {}

/** What we do in place of an ability; undefined when the desk has it. */
export function insteadOf(desk: Pick<Desk, 'capabilities'>, ability: Ability): string | undefined {
	const capability = desk.capabilities[ability];
	return capability === 'native' ? undefined : capability.instead;
}
