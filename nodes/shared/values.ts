import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { HandoverError } from '../../handover/errors';
import { namedField } from './namedField';

/**
 * A parameter's value, as `getNodeParameter` gives it, but without asking n8n
 * to evaluate what only names a field. For parameters that are one field.
 */
export function parameterOf(node: IExecuteFunctions, name: string, index: number, fallback?: unknown): unknown {
	const expression = node.getNodeParameter(name, index, fallback, { rawExpressions: true }) as unknown;
	const found = typeof expression === 'string' ? namedField(node, expression, index) : undefined;
	return found ? found.value : node.getNodeParameter(name, index, fallback);
}

/** Reads a collection of parameters; n8n is asked only where one is more than a named field. */
export function collectionOf(node: IExecuteFunctions, name: string, index: number): IDataObject {
	const read: IDataObject = {};
	for (const [key, value] of Object.entries(node.getNodeParameter(name, index, {}, { rawExpressions: true }) as IDataObject)) {
		const found = typeof value === 'string' ? namedField(node, value, index) : undefined;
		if (!found && JSON.stringify(value)?.includes('"=')) return node.getNodeParameter(name, index, {}) as IDataObject;
		read[key] = found ? (found.value as IDataObject[string]) : value;
	}
	return read;
}

/** Reads a text parameter; a number becomes text, nothing becomes ''. */
export function textParameter(node: IExecuteFunctions, name: string, index: number, label: string): string {
	return textFrom(parameterOf(node, name, index, ''), label);
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
