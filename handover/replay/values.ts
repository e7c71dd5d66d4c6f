import { DateTime } from 'luxon';
import { SCENARIOS } from '../scenario';

/** Epoch values from here on are milliseconds: as seconds they would be the year 5138. */
const FIRST_MILLISECONDS = 1e11;

/** The furthest time a date can hold. */
const LAST_MILLISECONDS = 8.64e15;

/** A time that names its zone. Days 29 to 31 are left to luxon, since `Date` rolls a 30 February over. */
const INSTANT = /^\d{4}-\d\d-(?:[01]\d|2[0-8])T\d\d:\d\d:\d\d(?:\.\d{1,3})?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * An id as exports write it: text, a whole number, or an object that has one.
 * @returns undefined where there is none; `inexact` for a number that has lost its last digits
 */
export function readId(value: unknown): string | 'inexact' | undefined {
	if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : 'inexact';
	if (typeof value === 'string') return value.trim() || undefined;
	return isRecord(value) && !isRecord(value.id) ? readId(value.id) : undefined;
}

/** The word that says who speaks; of an object such as `author: {type: 'user'}` its type or role. */
export function readWord(value: unknown): string {
	if (isRecord(value)) return readWord(value.role ?? value.type);
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/**
 * A text, or the text parts of a message made of parts.
 * @returns undefined for an object that is no text
 */
export function readText(value: unknown): string | undefined {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	if (!Array.isArray(value)) return undefined;
	const parts = value.map((part: unknown) => (isRecord(part) ? (part.text ?? '') : part));
	return parts.every((part) => typeof part === 'string') ? parts.filter((part) => part !== '').join('\n') : undefined;
}

/**
 * A time: ISO 8601 (with a blank for the T, too), or seconds or milliseconds since 1970.
 * @param zone IANA zone of times that name none
 * @returns milliseconds since 1970, undefined when empty, NaN when it can't be read
 */
export function readTime(value: unknown, zone: string): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	if (value instanceof Date) return value.getTime();
	if (typeof value === 'number') return fromEpoch(value);
	if (typeof value !== 'string') return NaN;
	const text = value.trim();
	if (text === '') return undefined;
	if (/^\d+(\.\d+)?$/.test(text) && !/^\d{4}$/.test(text)) return fromEpoch(Number(text));
	// Most files are full of these, and luxon takes 30 times as long.
	if (INSTANT.test(text)) return Date.parse(text);
	const iso = DateTime.fromISO(text, { zone });
	return (iso.isValid ? iso : DateTime.fromSQL(text, { zone })).toMillis();
}

function fromEpoch(value: number): number {
	const milliseconds = Math.round(value < FIRST_MILLISECONDS ? value * 1000 : value);
	return milliseconds >= 0 && milliseconds <= LAST_MILLISECONDS ? milliseconds : NaN;
}

const YES = new Set(['1', 'true', 'yes', 'y', 'x', 'transfer', 'transferable', 'handover', 'handoff', ...SCENARIOS.map(plain)]);
const NO = new Set(['', '0', 'false', 'no', 'n', 'none', 'normal', 'no transfer', 'not transferable', 'non transferable', 'nontransferable', 'continue']);

/**
 * Whether a person should take over at this message, as somebody labelled it.
 * @returns undefined for a label that says neither
 */
export function readLabel(value: unknown): boolean | undefined {
	const label = plain(value === null ? '' : String(value));
	if (YES.has(label)) return true;
	return NO.has(label) ? false : undefined;
}

function plain(text: string): string {
	return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
