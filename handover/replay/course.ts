import { NO_ATTEMPTS, type Attempts } from '../detection/attempts';
import { decide, type Decision } from '../detection/decide';
import type { DetectionFacts, Verdict } from '../detection/detector';
import { DAY_MS, heldBack, type HoldBackLimits } from '../detection/holdBack';
import type { ScenarioRule } from '../detection/scenarios';
import { attemptsAfter, nothingToRead } from '../detection/turn';
import { botState, episodeStart, type Pause, renewedByHuman } from '../pause';
import { startOf } from '../text';
import { KEPT_CHARACTERS, KEPT_MESSAGES, type TranscriptMessage } from '../transcript';
import type { PlayedMessage } from './timeline';

/** What an operator has set. */
export interface Settings {
	rules: readonly ScenarioRule[];
	limits: HoldBackLimits;
	/** Milliseconds for which a person has the conversation after a handover, and after each message of theirs. */
	pause: number;
}

/** The handovers of one contact within the last day, in all its conversations. */
export class ContactDay {
	private times: number[] = [];

	/** @param now not before any earlier call's */
	count(now: number): number {
		this.times = this.times.filter((time) => time > now - DAY_MS);
		return this.times.length;
	}

	add(now: number): void {
		this.times.push(now);
	}
}

/** What a detector is asked about; the rules come from whoever asks. */
export type Question = Omit<DetectionFacts, 'rules'>;

export interface Conclusion {
	decision: Decision;
	/** Which limit kept a handover from starting. */
	heldBackBy?: 'coolDown' | 'contactLimit';
}

/**
 * One conversation as the live flow would take it under some settings: what
 * actions/detectHandover keeps in the store is kept here, and the same
 * decisions are asked. Give each message to `hear`; what that returns is to be
 * judged, and the verdict given to `conclude`.
 */
export class Course {
	/** How many handovers began. */
	handovers = 0;
	private history: readonly TranscriptMessage[] = [];
	private attempts: Attempts = NO_ATTEMPTS;
	private pause?: Pause;
	/** The customer's last message, and whether the bot may still answer it: once it has gone to a person, it may not. */
	private turn?: { id: string; isBots: boolean };

	constructor(
		private readonly settings: Settings,
		private readonly contact: ContactDay,
	) {}

	/** @returns what to judge; undefined while a person has the conversation, and when there is nothing to read */
	hear({ role, text, at, number }: PlayedMessage): Question | undefined {
		const begun = episodeStart(this.pause, at);
		const history = this.history.filter((message) => message.at >= begun);
		const { mayReply } = botState(this.pause, at);
		switch (role) {
			case 'agent':
				this.pause = renewedByHuman(this.pause, this.settings.pause, at);
				this.keep('agent', text, at);
				return undefined;
			case 'customer':
				this.turn = { id: turnId(number), isBots: mayReply };
				this.keep('customer', text, at);
				return mayReply && !nothingToRead({ message: text }) ? { message: text, history } : undefined;
			case 'bot':
				// What the bot said in the past to a message that would have gone to a person, it would not have said.
				if (this.turn && !mayReply) this.turn = { ...this.turn, isBots: false };
				return mayReply && this.turn?.isBots !== false ? { botReply: text, history } : undefined;
		}
	}

	/** @param verdict on what `hear` returned for this message */
	conclude({ role, text, at, number }: PlayedMessage, verdict: Verdict): Conclusion {
		const { rules, limits } = this.settings;
		const isReply = role === 'bot';
		const turn = { ...(isReply ? { botReply: text } : { message: text }), id: this.turn?.id ?? turnId(number), at };
		this.attempts = attemptsAfter(this.attempts, turn, verdict, rules);
		const { pause, attempts: { failed: failedAttempts } } = this;
		const contactHandovers = this.contact.count(at);
		const held = heldBack({ pause, contactHandovers }, limits, at);
		const decision = decide(verdict, rules, { failedAttempts, heldBack: held, onlyReply: isReply });
		if (decision.handover) {
			this.handOver(at, decision.reason);
			return { decision };
		}
		if (isReply) this.keep('bot', text, at);
		if (!held || !decide(verdict, rules, { failedAttempts }).handover) return { decision };
		const isCoolDown = heldBack({ pause, contactHandovers: 0 }, limits, at) !== undefined;
		return { decision, heldBackBy: isCoolDown ? 'coolDown' : 'contactLimit' };
	}

	private handOver(at: number, reason: string): void {
		this.handovers++;
		this.contact.add(at);
		this.pause = { setAt: at, until: at + this.settings.pause, reason };
		this.attempts = { ...this.attempts, failed: 0, judgedTurn: this.attempts.turn };
		if (this.turn) this.turn = { ...this.turn, isBots: false };
	}

	private keep(from: TranscriptMessage['from'], text: string, at: number): void {
		if (text === '') return;
		this.history = [...this.history, { from, text: startOf(text, KEPT_CHARACTERS), at }].slice(-KEPT_MESSAGES);
	}
}

/** A reply to nothing we know of is a turn of its own. */
function turnId(number: number): string {
	return `message ${number}`;
}
