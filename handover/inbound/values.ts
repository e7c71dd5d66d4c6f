import type { Contact } from '../contact';
import { isRecord, readId, readTime } from '../replay/values';
import type { Assignee } from '../receipt';

/** A part of a delivery's body; anybody can send anything, so nothing about it is certain. */
export type Part = Readonly<Record<string, unknown>>;

/** Longer is no id of any desk. */
const LONGEST_ID = 512;

/** @returns an empty part for what is none */
export function part(value: unknown): Part {
	return isRecord(value) ? value : {};
}

/** An id as text. @returns undefined when there is none, or when it can't be one */
export function idOf(value: unknown): string | undefined {
	const id = isRecord(value) ? undefined : readId(value);
	return id === undefined || id === 'inexact' || id.length > LONGEST_ID || !id.isWellFormed() ? undefined : id;
}

/** @returns an empty text for what is none */
export function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

/** ISO text, or seconds or milliseconds since 1970. @returns milliseconds since 1970, undefined when it says none */
export function timeOf(value: unknown): number | undefined {
	const time = readTime(value, 'UTC');
	return Number.isNaN(time) ? undefined : time;
}

/** The addresses among the values. */
export function linksOf(values: unknown): string[] {
	return Array.isArray(values) ? values.filter((value) => typeof value === 'string' && value !== '') : [];
}

/** A contact as far as the delivery describes one. */
export function contactOf(id: string, said: { name?: unknown; phone?: unknown; email?: unknown; fields?: unknown }): Contact {
	return {
		id,
		name: textOf(said.name) || undefined,
		phone: textOf(said.phone) || undefined,
		email: textOf(said.email) || undefined,
		fields: isRecord(said.fields) && Object.keys(said.fields).length > 0 ? said.fields : undefined,
	};
}

/** An agent by id, and by name where one is said. */
export function agentOf(value: { id?: unknown; name?: unknown; email?: unknown }): Assignee | undefined {
	const id = idOf(value.id);
	return id === undefined ? undefined : { id, name: textOf(value.name) || id, email: textOf(value.email) || undefined };
}
