import { readFileSync } from 'node:fs';
import type { DeskRequest } from '../../handover/desks/transport';

/** As much of an OpenAPI document as is read here. */
interface Description {
	paths: Record<string, Record<string, unknown>>;
}

/** An API's operations, as its vendor publishes them. */
export class PublishedApi {
	private readonly operations: ReadonlyArray<{ name: string; method: string; path: RegExp; fixed: number }>;

	/** @param file an OpenAPI document in JSON */
	constructor(file: string) {
		const { paths } = JSON.parse(readFileSync(file, 'utf8')) as Description;
		this.operations = Object.entries(paths).flatMap(([template, methods]) => {
			const pieces = template.split(/(\{[^}]+\})/);
			const path = new RegExp(`^${pieces.map((piece) => (piece.startsWith('{') ? '[^/]+' : piece.replace(/[^\w/]/g, '\\$&'))).join('')}$`);
			const fixed = pieces.filter((piece) => !piece.startsWith('{')).join('').length;
			return Object.keys(methods).map((method) => ({ name: `${method.toUpperCase()} ${template}`, method: method.toUpperCase(), path, fixed }));
		});
	}

	/** The operation that a request calls, e.g. `PUT /contacts/{contactId}`; undefined when none is published. */
	operationOf({ method, path }: Pick<DeskRequest, 'method' | 'path'>): string | undefined {
		const matching = this.operations.filter((one) => one.method === method && one.path.test(path));
		return matching.sort((a, b) => b.fixed - a.fixed)[0]?.name;
	}
}

/** What is wrong with a request, in words, and the request. */
export interface BadRequest {
	what: string;
	request: DeskRequest;
}

/** Requests that differ from a good one in a single point that makes them wrong, or may. */
export function spoilt(good: DeskRequest): BadRequest[] {
	const body = (good.body ?? {}) as Record<string, unknown>;
	const { query = {}, headers = {} } = good;
	return [
		...Object.entries(body).flatMap(([name, value]) => {
			const { [name]: _left, ...rest } = body;
			return [
				{ what: `"${name}" misspelt`, request: { ...good, body: { ...rest, [`${name}_`]: value } } },
				{ what: `"${name}" of a wrong type`, request: { ...good, body: { ...rest, [name]: wrongType(value) } } },
				{ what: `"${name}" left out`, request: { ...good, body: rest } },
			];
		}),
		...Object.keys(query).map((name) => {
			const { [name]: _left, ...rest } = query;
			return { what: `query "${name}" left out`, request: { ...good, query: rest } };
		}),
		...Object.keys(headers).flatMap((name) => {
			const { [name]: _left, ...rest } = headers;
			return [
				{ what: `header "${name}" left out`, request: { ...good, headers: rest } },
				{ what: `header "${name}" of another time`, request: { ...good, headers: { ...rest, [name]: '1999-01-01' } } },
			];
		}),
		...good.path.split('/').flatMap((piece, index, pieces) =>
			/^\d+$/.test(piece) ? [{ what: `path piece ${index} no number`, request: { ...good, path: pieces.with(index, 'x').join('/') } }] : [],
		),
	];
}

function wrongType(value: unknown): unknown {
	return typeof value === 'object' && value !== null ? 'text' : { wrong: true };
}
