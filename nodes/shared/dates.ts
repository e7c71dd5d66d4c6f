import { DateTime } from 'luxon';
import type { IExecuteFunctions } from 'n8n-workflow';
import { textParameter } from './values';

/** Reads a date parameter as ISO text. Expressions give dates in several forms: `$now.plus({ days: 1 })`, `new Date()`, milliseconds. */
export function dateParameter(node: IExecuteFunctions, name: string, index: number, label: string): string {
	const value = node.getNodeParameter(name, index) as unknown;
	const date = typeof value === 'number' ? DateTime.fromMillis(value) : value instanceof Date ? DateTime.fromJSDate(value) : value;
	return DateTime.isDateTime(date) ? (date.toISO() ?? '') : textParameter(node, name, index, label);
}
