import type { Explanation } from '../detection/decide';
import type { AiUsage, Evidence, Verdict } from '../detection/detector';
import { SENSITIVITIES, type ScenarioRule, type Sensitivity } from '../detection/scenarios';
import type { Scenario } from '../scenario';
import { startOf } from '../text';
import { KEPT_CHARACTERS } from '../transcript';
import type { Conclusion, Course } from './course';
import type { PastConversation, PlayedMessage } from './timeline';

/** A handover that would have started. */
export interface ReplayedHandover {
	conversationId: string;
	/** ISO 8601; undefined when the data don't say when the message was written. */
	at?: string;
	/** Of the message that started it, from 1, in the order of time within its conversation. */
	messageNumber: number;
	/** That message: the customer's, or the bot's reply. */
	text: string;
	scenario: Scenario;
	/** The rule's name: for custom scenarios the operator's. */
	name: string;
	reason: string;
	confidence: number;
	evidence?: Evidence;
	explanation: Explanation;
	detector: Verdict['detector'];
	/** The AI could not answer here, and why. */
	degraded?: string;
}

export interface ScenarioCount {
	scenario: Scenario;
	name: string;
	count: number;
	/** Handovers per 1,000 customer messages. */
	per1000Messages: number;
}

export interface HandoverCounts {
	handovers: number;
	conversationsWithHandover: number;
	/** Every scenario that is switched on, in the order of the rules. */
	scenarios: ScenarioCount[];
}

/** What asking a language model took in all, the messages that only `whatIf` needed included. */
export type ReplayAiUsage = Omit<AiUsage, 'model'> & {
	models: string[];
	/** Messages about which it could not answer, so that the built-in detection judged them. */
	degraded: number;
	/** Why it could not answer about the first of them. */
	degradedBecause?: string;
};

export interface ReplayTotals extends HandoverCounts {
	conversations: number;
	messages: Record<'all' | PlayedMessage['role'], number>;
	/** Messages that would have started a handover but for a limit. */
	heldBack: Record<'coolDown' | 'contactLimit', number>;
	ai?: ReplayAiUsage;
}

export interface ReplayReport {
	/** Conversations as they occur in the data, each in the order of time. */
	handovers: ReplayedHandover[];
	totals: ReplayTotals;
	/** What all scenarios at one sensitivity would have made of it. */
	whatIf?: Record<Sensitivity, HandoverCounts>;
}

/** Where a verdict was concluded on. */
export interface Place {
	conversation: PastConversation;
	message: PlayedMessage;
	verdict: Verdict;
}

/** The sensitivities in the order in which their courses follow the operator's own. */
export const PLAYED_ALONGSIDE = Object.keys(SENSITIVITIES) as Sensitivity[];

/**
 * Adds up what the courses conclude. Course 0 is played with the operator's own
 * settings, the others, if any, with those of `PLAYED_ALONGSIDE`.
 */
export class Tally {
	private readonly found: { index: number; handover: ReplayedHandover }[] = [];
	private readonly counts: Counts[];
	private readonly heldBack = { coolDown: 0, contactLimit: 0 };
	private ai?: ReplayAiUsage;

	constructor(
		private readonly rules: readonly ScenarioRule[],
		courses: number,
	) {
		this.counts = Array.from({ length: courses }, () => new Counts());
	}

	/** A verdict was given, whichever courses it is for. A model that could not even be set up degrades it without being asked. */
	judged({ ai, degraded }: Verdict): void {
		const sum = this.ai ?? { models: [], calls: 0, milliseconds: 0, degraded: 0 };
		if (ai) this.ai = withUsage(sum, ai);
		if (degraded !== undefined) this.ai = withDegraded(this.ai ?? sum, degraded);
	}

	concluded(course: number, { decision, heldBackBy }: Conclusion, { conversation, message, verdict }: Place): void {
		if (course === 0 && heldBackBy) this.heldBack[heldBackBy]++;
		if (!decision.handover) return;
		this.counts[course].add(decision.name);
		if (course !== 0) return;
		const { scenario, name, reason, confidence, evidence, explanation } = decision;
		this.found.push({
			index: conversation.index,
			handover: {
				conversationId: conversation.id,
				...(message.timed && { at: new Date(message.at).toISOString() }),
				messageNumber: message.number,
				text: startOf(message.text, KEPT_CHARACTERS),
				scenario,
				name,
				reason,
				confidence,
				...(evidence && { evidence }),
				explanation,
				detector: verdict.detector,
				...(verdict.degraded !== undefined && { degraded: verdict.degraded }),
			},
		});
	}

	/** A conversation is over. */
	ended(courses: readonly Course[]): void {
		courses.forEach(({ handovers }, course) => {
			if (handovers > 0) this.counts[course].conversations++;
		});
	}

	report(conversations: readonly PastConversation[]): ReplayReport {
		const messages = countMessages(conversations);
		const [own, ...alongside] = this.counts.map((counts) => counts.of(this.rules, messages.customer));
		return {
			handovers: this.found
				.sort((a, b) => a.index - b.index || a.handover.messageNumber - b.handover.messageNumber)
				.map(({ handover }) => handover),
			totals: { conversations: conversations.length, messages, ...own, heldBack: this.heldBack, ...(this.ai && { ai: this.ai }) },
			...(alongside.length > 0 && {
				whatIf: Object.fromEntries(PLAYED_ALONGSIDE.map((sensitivity, i) => [sensitivity, alongside[i]])) as Record<Sensitivity, HandoverCounts>,
			}),
		};
	}
}

class Counts {
	conversations = 0;
	private readonly byName = new Map<string, number>();

	add(name: string): void {
		this.byName.set(name, (this.byName.get(name) ?? 0) + 1);
	}

	of(rules: readonly ScenarioRule[], customerMessages: number): HandoverCounts {
		const scenarios = rules.map(({ scenario, name }) => {
			const count = this.byName.get(name) ?? 0;
			return { scenario, name, count, per1000Messages: customerMessages === 0 ? 0 : (1000 * count) / customerMessages };
		});
		return {
			handovers: scenarios.reduce((sum, { count }) => sum + count, 0),
			conversationsWithHandover: this.conversations,
			scenarios,
		};
	}
}

function countMessages(conversations: readonly PastConversation[]): ReplayTotals['messages'] {
	const counts = { all: 0, customer: 0, bot: 0, agent: 0 };
	for (const { messages } of conversations) {
		for (const { role } of messages) {
			counts.all++;
			counts[role]++;
		}
	}
	return counts;
}

function withUsage({ models, ...sum }: ReplayAiUsage, ai: AiUsage): ReplayAiUsage {
	return {
		...sum,
		models: models.includes(ai.model) ? models : [...models, ai.model],
		calls: sum.calls + ai.calls,
		inputTokens: sumOf(sum.inputTokens, ai.inputTokens),
		outputTokens: sumOf(sum.outputTokens, ai.outputTokens),
		milliseconds: sum.milliseconds + ai.milliseconds,
	};
}

/** The first reason stays: the others are mostly the same. */
function withDegraded(sum: ReplayAiUsage, because: string): ReplayAiUsage {
	return { ...sum, degraded: sum.degraded + 1, degradedBecause: sum.degradedBecause ?? because };
}

/** What a server left out of one answer is missing in the sum, not all of it. */
function sumOf(sum: number | undefined, more: number | undefined): number | undefined {
	return more === undefined ? sum : (sum ?? 0) + more;
}
