import type { IExecuteFunctions } from 'n8n-workflow';
import { HandoverError } from '../../handover/errors';

/** Reads a text parameter; a number becomes text, nothing becomes ''. */
export function textParameter(node: IExecuteFunctions, name: string, index: number, label: string): string {
	return textFrom(node.getNodeParameter(name, index, ''), label);
}

/**
 * A text parameter's value as text.
 * @throws HandoverError for a list or an object
 */
export function textFrom(value: unknown, label: string): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	throw new HandoverError(
		`"${label}" is not text, but ${Array.isArray(value) ? 'a list' : 'an object'}`,
		'Check its expression: it should point at one field that holds text.',
	);
}

export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text or a number as text; undefined for anything else and for ''. */
export function asText(value: unknown): string | undefined {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
