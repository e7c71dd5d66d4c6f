import { HandoverError } from '../../errors';
import { idOf, part, type Part } from '../../inbound/values';
import type { Handover } from '../../receipt';
import type { Priority } from '../../scenario';
import { KEPT_MESSAGES } from '../../transcript';
import { AssigneeRefused, DeskError, type Attempt, type Capabilities, type CreatedTask, type Desk, type DeskAgent, type Thread } from '../desk';
import type { DeskKind, DeskTools } from '../kind';
import { createOnce, type DeskRequest } from '../transport';
import { labelOf, readAgents, readConversation, readMessages, readTeams, readTexts, type Conversation, type Message, type Team } from './answers';
import { CREDENTIAL, TITLE, accountOf, addressOf, chatwootApi, isNumber } from './api';
import { subscriptions } from './subscriptions';
import { TASK_LABEL, doneAttributes, isTaskNote, isTaskOpen, taskAttributes, taskIn, taskNote } from './task';
import { CHATWOOT_INBOUND } from './webhook';

const NAME = 'chatwoot';

/** One flow reads a conversation once; longer, and we would overwrite what agents change meanwhile. */
const VIEW_MS = 5000;
/** Agents come and go, but not within a burst of handovers. */
const AGENTS_MS = 60_000;
/** What the token's user may do hardly ever changes. */
const USER_MS = 3_600_000;

/** An assignee that Chatwoot doesn't know takes the owner away; its own window sends this one. */
const NOBODY = 0;

/** A normal handover leaves the priority as somebody may have set it. */
const PRIORITIES: Readonly<Record<Priority, string | undefined>> = { low: 'low', normal: undefined, high: 'high', urgent: 'urgent' };

const CAPABILITIES: Capabilities = {
	agents: 'native',
	presence: 'native',
	teams: 'native',
	tasks: { instead: `Chatwoot has no tasks: a private note, the label ${TASK_LABEL}, the priority and custom attributes say the same` },
	tags: 'native',
	note: 'native',
	messages: 'native',
	botSwitch: 'native',
};

interface View extends Conversation {
	/** Milliseconds since 1970 */
	readAt: number;
}

function conversationOf({ conversation: { conversationId } }: Thread): string {
	if (isNumber(conversationId)) return conversationId;
	throw new HandoverError(
		`"${conversationId.slice(0, 40)}" is not a conversation of Chatwoot: its conversations have numbers`,
		'Set "Conversation ID" to the number that Chatwoot shows after /conversations/: {{ $json.conversation.id }} of its webhook.',
	);
}

function open(tools: DeskTools): Desk {
	const { clock, accountMemory, runMemory } = tools;
	const { account, address, call, base, asBot } = chatwootApi(tools);

	const read = (path: string) => call({ method: 'GET', path: base + path });
	const pathOf = (thread: Thread) => `/conversations/${conversationOf(thread)}`;
	/** Changes something in a way that may be repeated. */
	const change = (thread: Thread, what: string, body: Part, more: Partial<DeskRequest> = {}) =>
		call({ method: 'POST', path: base + pathOf(thread) + what, body, repeatable: true, ...more });

	const keyOf = (thread: Thread, what: string) => [NAME, account, conversationOf(thread), what].join('/');

	function known(thread: Thread): View | undefined {
		const view = runMemory.last<View>(keyOf(thread, 'view'));
		return view && clock.now() - view.readAt < VIEW_MS ? view : undefined;
	}

	function keepView(thread: Thread, answer: unknown): View {
		const view = { ...readConversation(answer), readAt: clock.now() };
		runMemory.keep(keyOf(thread, 'view'), view);
		return view;
	}

	/** What one of our own writes changed; the rest stays as old as it is. */
	function changed(thread: Thread, changes: Partial<Conversation>): void {
		const view = known(thread);
		if (view) runMemory.keep(keyOf(thread, 'view'), { ...view, ...changes });
	}

	function forgetView(thread: Thread): void {
		runMemory.forget(keyOf(thread, 'view'));
	}

	async function viewOf(thread: Thread): Promise<View> {
		return known(thread) ?? keepView(thread, await read(pathOf(thread)));
	}

	const agentsAt = (path: string, key: string): Promise<DeskAgent[]> =>
		accountMemory.recall(key, AGENTS_MS, async () => readAgents(await read(path)));

	const teams = (): Promise<Team[]> => accountMemory.recall('teams', AGENTS_MS, async () => readTeams(await read('/teams')));

	async function teamCalled(name: string): Promise<Team> {
		const all = await teams();
		const wanted = name.trim().toLowerCase();
		const team = all.find((one) => one.name.toLowerCase() === wanted);
		if (team) return team;
		throw new HandoverError(
			`Chatwoot has no team called "${name.trim().slice(0, 80)}"`,
			all.length === 0 ? 'Add the team in Chatwoot under Settings, Teams.' : `Use one of Chatwoot's teams: ${all.slice(0, 10).map((one) => one.name).join(', ')}.`,
		);
	}

	function forgetAgents(): void {
		for (const { id } of accountMemory.last<Team[]>('teams') ?? []) accountMemory.forget(`team/${id}`);
		accountMemory.forget('teams');
		accountMemory.forget('agents');
	}

	/** The token's user when Chatwoot makes them the owner of what they open: it does so for agents, not for administrators. */
	async function takerOnOpening(): Promise<string | undefined> {
		if (asBot.as) return undefined;
		const profile = await accountMemory.recall('user', USER_MS, async () => part(await call({ method: 'GET', path: '/api/v1/profile' })));
		const here = Array.isArray(profile.accounts) ? profile.accounts.map(part).find(({ id }) => idOf(id) === account) : undefined;
		return here?.role === 'administrator' ? undefined : idOf(profile.id);
	}

	/** Opens the conversation without changing its owner. */
	async function openForPeople(thread: Thread): Promise<boolean> {
		const taker = await takerOnOpening();
		const before = taker === undefined ? known(thread) : await viewOf(thread);
		if (before?.status === 'open') return false;
		await change(thread, '/toggle_status', { status: 'open' }, asBot);
		if (taker === undefined) {
			// The inbox's own rules may have found it an owner in that moment.
			forgetView(thread);
			return true;
		}
		changed(thread, { status: 'open' });
		if (before?.owner?.id !== taker) await change(thread, '/assignments', { assignee_id: Number(before?.owner?.id ?? NOBODY) });
		return true;
	}

	async function giveToBot(thread: Thread): Promise<boolean> {
		if (known(thread)?.status === 'pending') return false;
		await change(thread, '/toggle_status', { status: 'pending' }, asBot);
		changed(thread, { status: 'pending' });
		return true;
	}

	const newest = async (thread: Thread): Promise<Message[]> => readMessages(await read(`${pathOf(thread)}/messages`));

	/**
	 * Writes a message or a note.
	 * @param isIt tells it among the newest messages
	 * @returns its id
	 */
	function write(thread: Thread, { repeated }: Attempt, content: string, isPrivate: boolean, isIt: (message: Message) => boolean): Promise<string> {
		return createOnce(
			{ repeated, clock },
			async () => (await newest(thread)).find(isIt)?.id,
			async () => {
				const body = { content, message_type: 'outgoing', private: isPrivate };
				const id = idOf(part(await change(thread, '/messages', body, { repeatable: false, ...(isPrivate ? {} : asBot) })).id);
				if (id !== undefined) return id;
				throw new DeskError('Chatwoot took a message, but didn\'t say which', 'Run this execution again: what is there is found and not written twice.', {
					mayHaveActed: true,
				});
			},
		);
	}

	async function setLabels(thread: Thread, labels: readonly string[]): Promise<string[]> {
		const set = readTexts(part(await change(thread, '/labels', { labels })).payload);
		changed(thread, { labels: set });
		return set;
	}

	async function setAttributes(thread: Thread, attributes: Part): Promise<void> {
		const answer = part(await change(thread, '/custom_attributes', { custom_attributes: attributes }));
		changed(thread, { attributes: part(answer.custom_attributes) });
	}

	return {
		name: NAME,
		title: TITLE,
		account,
		capabilities: CAPABILITIES,

		agents: async (team) => {
			if (team === undefined) return agentsAt('/agents', 'agents');
			const { id } = await teamCalled(team);
			return agentsAt(`/teams/${id}/team_members`, `team/${id}`);
		},

		teams: async () => (await teams()).map(({ name }) => name),

		look: async (thread) => {
			const { contact, owner, channel } = await viewOf(thread);
			return { contact, owner, channel, link: `${address}/app/accounts/${account}${pathOf(thread)}` };
		},

		// Every event of Chatwoot names its conversation.
		conversationOf: async () => undefined,

		messages: async (thread) =>
			(await newest(thread))
				.flatMap(({ id, text, from, at, isPrivate }) => (from === undefined || isPrivate || text === '' ? [] : [{ id, text, from, at }]))
				.slice(-KEPT_MESSAGES),

		assign: async (thread, { id, name, email }) => {
			const refused = () => new AssigneeRefused(`Chatwoot doesn't know ${name} as an agent`, 'Choose somebody whom Chatwoot lists under Settings, Agents.');
			if (!isNumber(id)) throw refused();
			const answer = part(await change(thread, '/assignments', { assignee_id: Number(id) }));
			const isTaken = idOf(answer.id) === id;
			changed(thread, { owner: isTaken ? { id, name, email } : undefined });
			if (isTaken) return;
			// It took the owner away instead, and says so with an empty answer.
			forgetAgents();
			throw refused();
		},

		unassign: async (thread, { id }) => {
			if ((await viewOf(thread)).owner?.id !== id) return;
			await change(thread, '/assignments', { assignee_id: NOBODY });
			changed(thread, { owner: undefined });
		},

		assignTeam: async (thread, name) => {
			const { id } = await teamCalled(name);
			const answer = part(await change(thread, '/assignments', { team_id: Number(id) }));
			// The team's rules may have changed the owner, too.
			forgetView(thread);
			if (idOf(answer.id) === id) return;
			forgetAgents();
			throw new HandoverError(`Chatwoot no longer has the team "${name}"`, 'Choose one that Chatwoot lists under Settings, Teams.');
		},

		/*
		 * The label is one request more than most flows need: Tag Contact, which
		 * follows, adds it with its own. Only when it has run before, we do; or may
		 * have, in an execution that went on without this step.
		 */
		createTask: async (handover, task, attempt) => {
			const id = await write(handover, attempt, withoutMentions(taskNote(task)), true, (message) => isTaskNote(message) && endsWith(message, handover));
			const created: CreatedTask = { id, title: task.title, dueAt: task.dueAt };
			const priority = PRIORITIES[task.priority];
			if (priority !== undefined) {
				const answer = await change(handover, '', { priority }, { method: 'PATCH' });
				if (part(answer).meta !== undefined) keepView(handover, answer);
			}
			const { attributes, labels } = await viewOf(handover);
			await setAttributes(handover, { ...attributes, ...taskAttributes(handover, created) });
			if (attempt.repeated || runMemory.last(keyOf(handover, 'tagged'))) await setLabels(handover, union(labels, [TASK_LABEL]));
			return created;
		},

		// Its note stands in the conversation.
		assignTask: async () => {},

		completeTask: async (handover, now) => {
			const { attributes, labels } = await viewOf(handover);
			const task = taskIn(attributes, handover);
			if (!task || task.completedAt !== undefined) return task;
			if (labels.includes(TASK_LABEL)) await setLabels(handover, labels.filter((label) => label !== TASK_LABEL));
			await setAttributes(handover, { ...attributes, ...doneAttributes(now) });
			return { ...task, completedAt: now };
		},

		addTags: async (thread, tags) => {
			const wanted = tags.map(label);
			const { attributes, labels } = await viewOf(thread);
			const all = union(labels, [...wanted, ...(isTaskOpen(attributes) ? [TASK_LABEL] : [])]);
			const set = all.length === labels.length ? labels : await setLabels(thread, all);
			runMemory.keep(keyOf(thread, 'tagged'), true);
			return set;
		},

		removeTags: async (thread, tags) => {
			const unwanted = tags.map(label);
			const { labels } = await viewOf(thread);
			const rest = labels.filter((one) => !unwanted.includes(one));
			return rest.length === labels.length ? labels : setLabels(thread, rest);
		},

		note: async (handover, text, attempt) => {
			const content = withoutMentions(text);
			await write(handover, attempt, content, true, (message) => message.isPrivate && !isTaskNote(message) && endsWith(message, handover));
		},

		send: async (thread, text, attempt) => {
			const isIt = ({ isPrivate, from, text: said, at }: Message) =>
				!isPrivate && (from === 'agent' || from === 'bot') && said.trim() === text.trim() && at >= attempt.since;
			return { by: 'desk', messageId: await write(thread, attempt, text, false, isIt) };
		},

		switchBot: async (thread, on) => {
			if (on) return (await giveToBot(thread)) ? 'Given back to Chatwoot\'s bot' : 'Chatwoot\'s bot has it already';
			return (await openForPeople(thread)) ? 'Opened for people in Chatwoot, so its bot keeps quiet' : 'It was open for people in Chatwoot already';
		},
	};
}

/** @throws HandoverError for a tag of which nothing is left */
function label(tag: string): string {
	const made = labelOf(tag);
	if (made !== '') return made;
	throw new HandoverError(`"${tag.slice(0, 40)}" can't be a label in Chatwoot`, 'Use letters, digits, - and _.');
}

function union(some: readonly string[], others: readonly string[]): string[] {
	return [...new Set([...some, ...others])];
}

/** Our notes end with the handover's id: their other words may change from one attempt to the next. */
function endsWith({ text }: Message, { id }: Handover): boolean {
	return text.trimEnd().endsWith(id);
}

/** A note quotes the customer, who could write what Chatwoot takes for a mention, and call out any agent. */
function withoutMentions(text: string): string {
	return text.replaceAll('](mention:', '] (mention:');
}

/** Chatwoot, in the cloud or one's own. */
export const CHATWOOT: DeskKind = {
	name: NAME,
	title: TITLE,
	capabilities: CAPABILITIES,
	credential: CREDENTIAL,
	account: accountOf,
	address: addressOf,
	open,
	inbound: CHATWOOT_INBOUND,
	subscriptions,
};
