import { findMember, type TeamMember } from './assignment';
import { scheduleOf } from './availability';
import { HandoverError } from './errors';
import { finalMessagesIn, type MessageKind } from './finalMessages';
import { en } from './finalMessages/en';
import { languageOfText, lengthInWords, opensInWords } from './finalMessages/wording';
import { asWritten, filledIn, missingIn, readTemplate, type Template, type Values } from './placeholders';
import type { Handover, StepResult } from './receipt';
import { isOpen, nextOpening, readSchedule, type BusinessHours, type Schedule } from './schedule';

/** The texts that an operator finds in the node, by what they answer to. */
export const DEFAULT_TEXTS: Readonly<Record<MessageKind, string>> = Object.fromEntries(
	Object.entries(en.texts).map(([kind, [text]]) => [kind, text]),
) as Record<MessageKind, string>;

/** The product being modelled says the same. It names nobody, so it is true whoever is in. */
export const DEFAULT_FINAL_MESSAGE = DEFAULT_TEXTS.standard;

/** The shortest limit among the channels we know (WhatsApp and Telegram take 4,096). */
const LONGEST_MESSAGE = 4096;

/**
 * Reads a text for the customer.
 * @param label the parameter it is from
 * @throws HandoverError when it is empty or longer than channels take
 */
export function readCustomerText(value: string, label: string): string {
	const text = value.trim();
	if (text === '') {
		throw new HandoverError(`"${label}" is empty`, `Enter what the customer reads, for example: ${DEFAULT_FINAL_MESSAGE}`);
	}
	if (text.length > LONGEST_MESSAGE) {
		throw new HandoverError(
			`"${label}" has ${text.length} characters; chat channels take ${LONGEST_MESSAGE}`,
			'Shorten it, or check the expression that fills it.',
		);
	}
	return text;
}

/** The parameter each text is from. */
export const LABELS: Readonly<Record<MessageKind, string>> = {
	standard: 'Message',
	queue: 'Message If Nobody Is Assigned',
	urgent: 'Message If Urgent',
	afterHours: 'Message After Hours',
	informationGap: 'Message If Info Is Missing',
};

/** What the operator wants said; ours where a text is missing. */
export type OwnTexts = Readonly<Partial<Record<MessageKind, Template>>>;

/**
 * Reads the operator's texts; those that are left as they were are ours. An
 * empty one, where another can take its place, is never said.
 * @throws HandoverError for an empty or too long text, or a placeholder that doesn't exist
 */
export function readOwnTexts(texts: Readonly<Partial<Record<MessageKind, string | Template>>>): OwnTexts {
	const own: Partial<Record<MessageKind, Template>> = {};
	for (const [kind, label] of Object.entries(LABELS) as [MessageKind, string][]) {
		const text = texts[kind];
		if (text === undefined) continue;
		const template = typeof text === 'string' ? readTemplate(text, label) : text;
		const written = asWritten(template).trim();
		if (kind === 'standard' || kind === 'queue' || written !== '') readCustomerText(written, label);
		if (written !== DEFAULT_TEXTS[kind]) own[kind] = template;
	}
	return own;
}

/** What decides what the customer is told. */
export interface MessageFacts {
	handover: Handover;
	/** What became of Assign Conversation, if the flow has it. */
	assign?: StepResult;
	/** Everybody on the team, as far as they are known. */
	team: readonly TeamMember[];
	/** When the team is there, if that is known. */
	hours?: BusinessHours;
	/** IANA time zone of the flow */
	zone: string;
	/** Milliseconds since 1970 */
	now: number;
}

/** What the customer is told, and how that came about. */
export interface FinalMessage {
	text: string;
	kind: MessageKind;
	/** ISO 639-1, of a text of ours. */
	language?: string;
	/** Why another text was not said, which would have fitted better. */
	why?: string;
}

/**
 * What to tell the customer: the first text that fits, all of whose
 * placeholders have a value and that names nobody who refused.
 * @param inCustomersLanguage whether our own texts are said in the customer's language; else in English
 */
export function finalMessage(own: OwnTexts, facts: MessageFacts, inCustomersLanguage: boolean): FinalMessage {
	const ours = finalMessagesIn(inCustomersLanguage ? facts.handover.language : undefined);
	const presence = presenceOf(facts);
	const passedOver: string[] = [];
	for (const kind of fitting(facts, presence)) {
		const written = own[kind];
		for (const template of written ? [written] : ours.texts[kind].map((text) => readTemplate(text, LABELS[kind]))) {
			if (asWritten(template).trim() === '') continue;
			const language = written ? languageOfText(asWritten(template), ours.language) : ours.language;
			const values = valuesFor(facts, presence, language);
			const missing = missingIn(template, values);
			const text = filledIn(template, values).trim();
			const refused = refusedIn(text, facts);
			if (missing.length === 0 && refused === undefined) {
				return {
					text: readCustomerText(text, LABELS[kind]),
					kind,
					...(written ? {} : { language }),
					...(passedOver.length > 0 && { why: passedOver.join('. ') }),
				};
			}
			if (written) {
				const reason = refused ? `it names ${refused}, who refused` : `nothing is known for ${missing.map((name) => `{{${name}}}`).join(', ')}`;
				passedOver.push(`"${LABELS[kind]}" was not said: ${reason}`);
			}
		}
	}
	return { text: ours.texts.standard.at(-1) ?? DEFAULT_FINAL_MESSAGE, kind: 'standard', language: ours.language, why: passedOver.join('. ') };
}

/**
 * The kinds of text that are true, the most helpful first. That nobody is in
 * comes before anything else, even an urgent request: it tells the customer
 * how long they will really wait, and any other text would sound as if
 * somebody were at it. For the same reason nothing sounds urgent or special
 * that nobody has yet.
 */
function fitting(facts: MessageFacts, { afterHours }: Presence): MessageKind[] {
	const { handover, assign } = facts;
	const nobody = assign !== undefined && !handover.assignee && !deskTeamOf(assign);
	const kinds: MessageKind[] = afterHours ? ['afterHours'] : [];
	if (nobody) return [...kinds, 'queue'];
	if (!afterHours && (handover.scenario === 'urgent_or_high_value' || handover.priority === 'urgent')) kinds.push('urgent');
	else if (!afterHours && handover.scenario === 'lack_of_information') kinds.push('informationGap');
	return [...kinds, 'standard', 'queue'];
}

/** Whether somebody is in for the customer. */
interface Presence {
	afterHours: boolean;
	/** When somebody is in again; undefined when they are in now, or when that isn't known. */
	opens?: { at: number; zone: string };
}

/**
 * The assignee's own hours count, else the business hours. Outside business
 * hours an assignee may be in all the same. With nobody assigned it is known
 * from Assign Conversation when the first of the team is in.
 */
function presenceOf({ handover, assign, team, hours, zone, now }: MessageFacts): Presence {
	const firstIn = handover.assignee ? NaN : Date.parse(String(assign?.data?.opens));
	if (firstIn > now) return { afterHours: true, opens: { at: firstIn, zone: hours?.zone ?? zone } };
	const business = hours && readSchedule(hours);
	const own = ownSchedule(handover, team, hours, zone);
	const schedule = own ?? business;
	if (!schedule || isOpen(schedule, now)) return { afterHours: false };
	const at = nextOpening(schedule, now);
	return {
		afterHours: !business || !isOpen(business, now),
		...(at !== undefined && { opens: { at, zone: schedule.zone } }),
	};
}

function ownSchedule({ assignee }: Handover, team: readonly TeamMember[], hours: BusinessHours | undefined, zone: string): Schedule | undefined {
	const member = assignee && (findMember(team, assignee.id) ?? findMember(team, assignee.email ?? assignee.name));
	return member && scheduleOf(member, hours, zone);
}

function deskTeamOf(assign: StepResult | undefined): string | undefined {
	const team = assign?.data?.team;
	return typeof team === 'string' ? team : undefined;
}

/** What is filled into a text, in the language it is in. */
function valuesFor({ handover, assign, now }: MessageFacts, { opens }: Presence, language: string): Values {
	const { assignee, contact, deadlineAt } = handover;
	return {
		agent: assignee?.name,
		team: assignee?.team ?? deskTeamOf(assign),
		name: contact.name === undefined ? undefined : whatToCall(contact.name, language),
		reason: finalMessagesIn(language).reasons[handover.scenario],
		opens: opens && opensInWords(opens.at, now, opens.zone, language),
		// It is Assign Conversation in which an operator says how soon a person answers.
		wait: assign && deadlineAt > now ? lengthInWords(deadlineAt - now, language) : undefined,
	};
}

/** Languages in which the family name comes first, so that the first word alone would be wrong. */
const FAMILY_NAME_FIRST = ['ja', 'ko', 'vi', 'zh'];

/** The first name, or all of it where that can't be told; undefined for what is no name, such as a number or an address. */
function whatToCall(name: string, language: string): string | undefined {
	const whole = name.trim();
	if (/[\d@_/]/.test(whole)) return undefined;
	const [family = '', given] = whole.split(/\s*,\s*/);
	if (given) return given.split(/\s+/)[0];
	const [first = '', ...others] = family.split(/\s+/);
	const isTitle = first.endsWith('.') || /^(mr|mrs|ms|miss|dr|prof|herr|frau|sr|sra|sig|mme|mlle|pan|pani)$/i.test(first);
	return isTitle || others.length === 0 || FAMILY_NAME_FIRST.includes(language) ? whole : first;
}

/** Somebody who was asked and refused, and whom the text names all the same. */
function refusedIn(text: string, { handover, assign }: MessageFacts): string | undefined {
	const tried = (assign?.data?.tried as Array<{ name: string }> | undefined) ?? [];
	return tried.find(({ name }) => name !== handover.assignee?.name && text.includes(name))?.name;
}
