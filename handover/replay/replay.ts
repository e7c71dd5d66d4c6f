import { setImmediate } from 'node:timers/promises';
import type { Detector } from '../detection/detector';
import { DEFAULT_LIMITS, type HoldBackLimits } from '../detection/holdBack';
import type { ScenarioRule } from '../detection/scenarios';
import { withShortEvidence } from '../detection/turn';
import { DEFAULT_PAUSE, pauseMilliseconds, type PauseLength } from '../pause';
import type { ReplayMessage } from './conversations';
import { ContactDay, Course, type Settings } from './course';
import { grouped } from './grouped';
import { PLAYED_ALONGSIDE, Tally, type ReplayReport } from './report';
import { timelines, type PastConversation, type PlayedMessage } from './timeline';

/** Above that a language model's server answers "too many requests". */
const AT_A_TIME = 4;

/** So often progress is reported, and n8n gets to do something else. */
const PROGRESS_EVERY = 500;

export interface ReplayOptions {
	rules: readonly ScenarioRule[];
	detector: Detector;
	limits?: HoldBackLimits;
	/** How long a person has the conversation after a handover; eight hours when left out. */
	pause?: PauseLength;
	/** Whether to play low, medium and high sensitivity alongside. With a language model this asks it about more messages. */
	whatIf?: boolean;
	/** Called every 500 messages and at the end. When it throws, the replay stops with that error. */
	onProgress?: (done: number, total: number) => void;
}

/**
 * Plays past conversations through a detector as the live flow would have met
 * them: first each customer message by itself, then the bot's reply, as one
 * turn. After a handover, and after each message of a person, the person has
 * the conversation for the length of the pause. A contact's conversations are
 * played together in the order of time, since its handovers of a day count
 * together; where no times are known, each conversation counts by itself.
 *
 * Each message is judged at most once. The verdict is the one of the
 * operator's own settings; `whatIf` decides on it anew, so that it differs
 * from a replay with those settings where a detector looks at the history and
 * an earlier handover would have changed it.
 * @throws HandoverError for a pause of no or impossible length; whatever the detector or `onProgress` throws
 */
export async function replay(messages: readonly ReplayMessage[], options: ReplayOptions): Promise<ReplayReport> {
	const conversations = timelines(messages);
	const settings = settingsOf(options);
	const tally = new Tally(options.rules, settings.length);
	const stage = { settings, detector: options.detector, tally, step: progress(messages.length, options.onProgress) };
	await atATime(AT_A_TIME, byContact(conversations), (together, isStopped) => playContact(together, stage, isStopped));
	return tally.report(conversations);
}

/** The operator's own settings first, then those that are played alongside. */
function settingsOf({ rules, limits = DEFAULT_LIMITS, pause = DEFAULT_PAUSE, whatIf = true }: ReplayOptions): Settings[] {
	const own = { rules, limits, pause: pauseMilliseconds(pause) };
	const alongside = whatIf ? PLAYED_ALONGSIDE : [];
	return [own, ...alongside.map((sensitivity) => ({ ...own, rules: rules.map((rule) => ({ ...rule, sensitivity })) }))];
}

/** To be called after each message: reports, and lets others run. */
function progress(total: number, report: ReplayOptions['onProgress']): () => Promise<void> {
	let done = 0;
	return async () => {
		done++;
		if (done % PROGRESS_EVERY !== 0 && done !== total) return;
		report?.(done, total);
		await setImmediate();
	};
}

/** Conversations whose handovers count together. */
function byContact(conversations: readonly PastConversation[]): PastConversation[][] {
	const groups = grouped(conversations, ({ timed, contactId, id }) => (timed ? `contact ${contactId}` : `conversation ${id}`));
	return [...groups.values()];
}

/** Works on at most `limit` of them at a time; after an error it begins no more. */
async function atATime<T>(limit: number, items: readonly T[], work: (item: T, isStopped: () => boolean) => Promise<void>): Promise<void> {
	const queue = items.values();
	let stopped = false;
	const worker = async () => {
		for (const item of queue) {
			if (stopped) return;
			await work(item, () => stopped);
		}
	};
	try {
		await Promise.all(Array.from({ length: limit }, worker));
	} finally {
		stopped = true;
	}
}

/** What all conversations are played with. */
interface Stage {
	settings: readonly Settings[];
	detector: Detector;
	tally: Tally;
	step: () => Promise<void>;
}

/** A conversation with one course for each of the settings. */
interface Playing {
	conversation: PastConversation;
	courses: Course[];
}

async function playContact(together: readonly PastConversation[], stage: Stage, isStopped: () => boolean): Promise<void> {
	const days = stage.settings.map(() => new ContactDay());
	const playing = together.map((conversation) => ({
		conversation,
		courses: stage.settings.map((settings, i) => new Course(settings, days[i])),
	}));
	const turns = playing.flatMap((one) => one.conversation.messages.map((message) => ({ one, message })));
	if (together.length > 1) turns.sort((a, b) => a.message.at - b.message.at || a.message.order - b.message.order);
	for (const { one, message } of turns) {
		if (isStopped()) return;
		await playMessage(one, message, stage);
		await stage.step();
	}
	for (const { courses } of playing) stage.tally.ended(courses);
}

async function playMessage({ conversation, courses }: Playing, message: PlayedMessage, { settings, detector, tally }: Stage): Promise<void> {
	const questions = courses.map((course) => course.hear(message));
	const question = questions.find((one) => one !== undefined);
	if (!question) return;
	const verdict = withShortEvidence(await detector({ ...question, rules: settings[0].rules }));
	tally.judged(verdict);
	courses.forEach((course, i) => {
		if (questions[i]) tally.concluded(i, course.conclude(message, verdict), { conversation, message, verdict });
	});
}
