import { oneLine } from '../../line';
import { PRIORITIES } from '../../scenario';
import { clip, startOf } from '../../text';
import { AI_RULE, type DetectionFacts, type Finding, type Verdict } from '../detector';
import { unusable } from './model';
import type { Signal } from './request';

/** What a model found in the texts. */
export type Judgement = Pick<Verdict, 'findings' | 'summary' | 'priority' | 'language'>;

/** What travels on the item and into the task. */
const LONGEST_SUMMARY = 1000;
const LONGEST_EVIDENCE = 500;

/**
 * Reads a model's answer. Everything the schema promises is checked here:
 * servers differ in how strictly they keep to it, and models can be talked
 * into things. Whatever was not asked for is ignored.
 * @param signals what was asked
 * @param model its name, for the evidence
 * @throws ModelFailure when the answer is not what was asked for; worth one repeat
 */
export function readAnswer(content: string, signals: readonly Signal[], facts: DetectionFacts, model: string): Judgement {
	const answer = parsed(content);
	return {
		findings: signals.flatMap((signal) => readSignal(signal, asRecord(answer[signal.key], signal.key), facts, model)),
		summary: clip(oneLine(asText(answer.summary, 'summary')), LONGEST_SUMMARY) || undefined,
		// A word that is no priority is not worth losing the findings over: the scenario has one of its own.
		priority: PRIORITIES.find((priority) => priority === asText(answer.priority, 'priority')),
		language: languageCode(asText(answer.language, 'language')),
	};
}

/**
 * The object that a model answered, or the only one in its answer: compatible
 * servers put a fence or some words around.
 * @throws ModelFailure when there is none; worth one repeat
 */
export function parsed(content: string): Record<string, unknown> {
	if (content.trim() === '') throw unusable('its answer was empty');
	const answer = fromJson(content) ?? fromJson(onlyObjectIn(content));
	if (isRecord(answer)) return answer;
	throw unusable('its answer was not a JSON object');
}

function onlyObjectIn(content: string): string {
	const [first, last] = [content.indexOf('{'), content.lastIndexOf('}') + 1];
	// A bracket outside means that the object is a part of something, or not the only thing.
	const around = content.slice(0, first) + content.slice(last);
	return /[[\]{}]/.test(around) ? '' : content.slice(first, last);
}

function fromJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asRecord(value: unknown, what: string): Record<string, unknown> {
	if (isRecord(value)) return value;
	throw unusable(`${what} was missing in its answer`);
}

/** @throws ModelFailure when it is no text; worth one repeat */
export function asText(value: unknown, what: string): string {
	if (typeof value === 'string') return value;
	throw unusable(`${what} was missing in its answer`);
}

/** `pt` of `PT-br`; a language's name is no code, and its first letters are another language's. */
function languageCode(text: string): string | undefined {
	return /^([a-z]{2})(?:[-_]|$)/i.exec(text.trim())?.[1]?.toLowerCase();
}

/** A signal about a text that was not given can't hold, whatever the model says. */
function readSignal(
	{ key, kind, name, about }: Signal,
	{ holds, confidence, quote }: Record<string, unknown>,
	{ message, botReply }: DetectionFacts,
	model: string,
): Finding[] {
	if (typeof holds !== 'boolean' || typeof confidence !== 'number' || typeof quote !== 'string') {
		throw unusable(`${key} was incomplete in its answer`);
	}
	const source = about === 'bot_reply' ? botReply : message;
	if (!holds || source === undefined) return [];
	return [
		{
			kind,
			...(name === undefined ? {} : { name }),
			confidence: Math.min(1, Math.max(0, confidence)),
			evidence: { ...wordsIn(source, quote), rule: `${AI_RULE}${model}` },
		},
	];
}

/** Where the quoted words stand. Words that the customer never wrote are not shown as theirs; the text's beginning is. */
function wordsIn(source: string, quote: string): { text: string; start: number; end: number } {
	const given = quote.trim();
	const words = given.isWellFormed() && source.includes(given) ? given : '';
	const text = startOf(words || source, LONGEST_EVIDENCE);
	const start = source.indexOf(words);
	return { text, start, end: start + text.length };
}
