import type { TeamMember } from '../../handover/assignment';
import type { Finding, FindingKind } from '../../handover/detection/detector';
import type { ScenarioRule } from '../../handover/detection/scenarios';
import { HandoverError } from '../../handover/errors';
import type { Handover } from '../../handover/receipt';
import { scenarioTitle, type Scenario } from '../../handover/scenario';

/** Friday, 27 March 2026, 12:00 UTC: two days before clocks change in Europe. */
export const NOW = Date.UTC(2026, 2, 27, 12);

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** An open handover of a customer who asked for a person. */
export function aHandover(over: Partial<Handover> = {}): Handover {
	return {
		id: 'h-1',
		conversation: { desk: 'built-in', account: 'default', conversationId: 'c-1' },
		contact: { id: 'k-1', name: 'Rosa Lima' },
		channel: 'chat',
		flow: 'a flow',
		scenario: 'human_requested',
		reason: 'The customer asks for a person: “talk to a human”',
		confidence: 0.9,
		detector: 'built-in',
		priority: 'normal',
		message: 'Can I talk to a human?',
		status: 'open',
		openedAt: NOW,
		deadlineAt: NOW + DAY,
		...over,
	};
}

/** Something a text shows, for sure unless told otherwise. */
export function aFinding(kind: FindingKind, text = 'the words', confidence = 0.9): Finding {
	return { kind, confidence, evidence: { text, start: 0, end: text.length, rule: 'test' } };
}

/** A scenario that is switched on, with what the node proposes. */
export function aRule(scenario: Scenario, over: Partial<ScenarioRule> = {}): ScenarioRule {
	return { scenario, name: scenarioTitle(scenario), sensitivity: 'medium', examplePhrases: [], description: undefined, attempts: 2, ...over };
}

/** Somebody on the team who is free. */
export function aMember(name: string, over: Partial<TeamMember> = {}): TeamMember {
	return { id: name.toLowerCase(), name, capacity: 5, available: true, ...over };
}

/** What an operator reads when `act` refuses. Fails when it doesn't, or throws anything but a HandoverError. */
export function refusal(act: () => unknown): { message: string; fix: string } {
	let result: unknown;
	try {
		result = act();
	} catch (error) {
		if (error instanceof HandoverError) return { message: error.message, fix: error.fix };
		throw error;
	}
	throw new Error(`Expected a HandoverError, but got ${JSON.stringify(result)}`);
}

/** The text for the customer, the same whoever was found, with a note for the agents. */
export function aFinalMessage(text: string): { text: string; inQueue: string; note: boolean } {
	return { text, inQueue: text, note: true };
}
