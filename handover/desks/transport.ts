import { HandoverError } from '../errors';
import { retryAfter } from '../retryAfter';
import { clip, withoutSecrets } from '../text';
import { DeskError } from './desk';

export type Query = Readonly<Record<string, string | number | undefined>>;

/** A request to a desk's API, without the secret: whoever sends it adds that. */
export interface DeskRequest {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** Below the API's address, e.g. `/contacts/abc`; ids in it are already encoded. */
	path: string;
	query?: Query;
	body?: unknown;
	headers?: Readonly<Record<string, string>>;
	/** Sends it with the bot's own secret, where the credential has one. */
	as?: 'bot';
	/**
	 * Whether a repeat can't act twice, so that it may follow an unclear
	 * failure. Reads are; other requests only when they say so.
	 */
	repeatable?: boolean;
}

export interface DeskResponse {
	status: number;
	/** Names in lower case. */
	headers: Readonly<Record<string, string | undefined>>;
	/** Parsed when it was JSON, else text. */
	body: unknown;
}

/**
 * Sends one request, once, whatever status comes back.
 * @throws ConnectionLost when no answer came
 */
export type Exchange = (request: DeskRequest, timeout: number) => Promise<DeskResponse>;

/** No answer came: nobody listens, the name is unknown, the connection broke, or it took too long. */
export class ConnectionLost extends Error {
	constructor(
		message: string,
		/** Whether the request can have reached the desk. */
		readonly mayHaveArrived: boolean,
		options: { cause?: unknown } = {},
	) {
		super(message, options);
	}
}

/** Time and chance, given from outside. */
export interface Clock {
	/** Milliseconds since 1970 */
	now: () => number;
	sleep: (milliseconds: number) => Promise<void>;
	/** From 0 up to, not including, 1. */
	random: () => number;
}

/** What differs from desk to desk. */
export interface ApiTraits {
	/** As people write it, for errors. */
	title: string;
	/** Which credential type to name in errors. */
	credential: string;
	/** What the desk says about an error, in its own shape. */
	explain?: (body: unknown) => string | undefined;
	/** What an error status means here, where the general words don't fit. */
	fixes?: Readonly<Record<number, string>>;
	/** What must not appear in an error, whatever the server echoes. */
	secrets?: readonly string[];
	/** At most so many requests in so many milliseconds. */
	limit?: { requests: number; per: number };
}

/** One request may take so long. */
export const TIMEOUT_MS = 10_000;
/** All tries of one call together, well within a step's lease. */
const BUDGET_MS = 30_000;
const MOST_TRIES = 4;
const FIRST_PAUSE_MS = 400;
const LONGEST_QUOTE = 300;

/** A request's answer, parsed; throws for every status that is not 2xx. */
export type Call = (request: DeskRequest) => Promise<unknown>;

/**
 * Calls a desk's API: repeats what may be repeated, with growing pauses and
 * jitter, waits when told to, and turns failures into errors that say what to do.
 * A request that may have had its effect is repeated only if that is harmless.
 * @param limiter shared by all calls that count against the same limit
 */
export function caller(exchange: Exchange, traits: ApiTraits, clock: Clock, limiter: Limiter = new Limiter(traits.limit)): Call {
	return async (request) => {
		const deadline = clock.now() + BUDGET_MS;
		for (let tries = 1; ; tries++) {
			await limiter.turn(clock, deadline);
			const result = await attempt(exchange, request, clock, deadline);
			if ('response' in result) limiter.heed(result.response, clock.now());
			if ('response' in result && isSuccess(result.response)) return bodyOf(result.response, request, traits);
			const wait = tries < MOST_TRIES ? pauseBefore(result, request, tries, clock) : undefined;
			if (wait === undefined || clock.now() + wait >= deadline) throw failure(result, traits);
			await clock.sleep(wait);
		}
	};
}

type Result = { response: DeskResponse } | { lost: ConnectionLost };

async function attempt(exchange: Exchange, request: DeskRequest, clock: Clock, deadline: number): Promise<Result> {
	try {
		return { response: await exchange(request, Math.min(TIMEOUT_MS, Math.max(1, deadline - clock.now()))) };
	} catch (error) {
		if (error instanceof ConnectionLost) return { lost: error };
		throw error;
	}
}

function isSuccess({ status }: DeskResponse): boolean {
	return status >= 200 && status < 300;
}

/** Milliseconds to wait before a repeat; undefined when there must be none. */
function pauseBefore(result: Result, request: DeskRequest, tries: number, clock: Clock): number | undefined {
	const backOff = FIRST_PAUSE_MS * 2 ** (tries - 1) * (0.5 + clock.random());
	if ('response' in result && result.response.status === 429) return Math.max(saidPause(result.response, clock) ?? 0, backOff);
	if (!isPassing(result)) return undefined;
	if (mayHaveActed(result) && !(request.repeatable ?? request.method === 'GET')) return undefined;
	return Math.max(('response' in result && saidPause(result.response, clock)) || 0, backOff);
}

/** Whether waiting may help. */
function isPassing(result: Result): boolean {
	return 'lost' in result || result.response.status === 408 || result.response.status >= 500;
}

function mayHaveActed(result: Result): boolean {
	return 'lost' in result ? result.lost.mayHaveArrived : result.response.status === 408 || result.response.status >= 500;
}

function saidPause({ headers }: DeskResponse, clock: Clock): number | undefined {
	return retryAfter(headers['retry-after'], clock.now());
}

/** A web page where data was expected: a wrong address, or a proxy that answers for the desk. */
function isPage({ headers, body }: DeskResponse): boolean {
	return typeof body === 'string' && (/html/i.test(headers['content-type'] ?? '') || /^\s*</.test(body));
}

/** Its title often says who answered: a login page, a proxy, another product. */
function pageWords(page: string): string {
	const title = /<title[^<>]*>([^<]*)/i.exec(page)?.[1]?.trim();
	return `a web page${title ? ` called “${title}”` : ''}`;
}

function bodyOf(response: DeskResponse, request: DeskRequest, traits: ApiTraits): unknown {
	const { body } = response;
	if (typeof body !== 'string') return body;
	// Some endpoints answer with nothing at all.
	if (body.trim() === '') return undefined;
	throw new DeskError(
		`${traits.title} answered with ${isPage(response) ? quoted(pageWords(body), traits) : `something other than data: ${quoted(body, traits, 80)}`}`,
		`Check the address in the credential "${traits.credential}": it probably leads to another site, or to a login page in front of ${traits.title}.`,
		{ status: response.status, mayHaveActed: request.method !== 'GET' },
	);
}

function quoted(text: string, { secrets = [] }: ApiTraits, longest = LONGEST_QUOTE): string {
	return clip(withoutSecrets(text, secrets).replace(/\s+/g, ' '), longest);
}

function failure(result: Result, traits: ApiTraits): DeskError {
	const { title, credential } = traits;
	if ('lost' in result) {
		return new DeskError(
			`${title} can't be reached: ${quoted(result.lost.message, traits)}`,
			`Check the address in the credential "${credential}" and that ${title} is up, then run this execution again: only the missing steps are done.`,
			// Without its cause: what an HTTP client throws holds the request, secret and all, and n8n stores errors.
			{ mayHaveActed: result.lost.mayHaveArrived },
		);
	}
	const { status, body } = result.response;
	const said = isPage(result.response) ? pageWords(String(body)) : (traits.explain?.(body) ?? generalWords(body));
	return new DeskError(
		`${title} answered ${status}${said ? `: ${quoted(said, traits)}` : ''}`,
		traits.fixes?.[status] ?? generalFix(status, title, credential),
		{ status, mayHaveActed: mayHaveActed(result) },
	);
}

/** What most APIs call the words of an error; a list becomes one line. */
export function generalWords(body: unknown): string | undefined {
	if (typeof body === 'string') return body.trim() || undefined;
	if (typeof body !== 'object' || body === null) return undefined;
	const { message, error, errors, description } = body as Record<string, unknown>;
	for (const said of [message, error, errors, description]) {
		if (typeof said === 'string' && said.trim() !== '') return said;
		if (Array.isArray(said) && said.length > 0) return said.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('; ');
	}
	return undefined;
}

function generalFix(status: number, title: string, credential: string): string {
	if (status === 401) return `The token is wrong or was withdrawn. Enter a new one in the credential "${credential}".`;
	if (status === 403) return `The token may not do this. Give it the rights that the documentation of the credential "${credential}" lists.`;
	if (status === 404) return `Check that the conversation and the contact on the item belong to the ${title} account of the credential "${credential}".`;
	if (status === 429) return `${title} takes no more requests for now. Run this execution again in a minute: only the missing steps are done.`;
	if (status >= 500) return `${title} has a problem of its own. Run this execution again later: only the missing steps are done.`;
	return `Check the values of this node: ${title} does not take them.`;
}

/**
 * Keeps to a desk's limit: no more requests in a stretch of time than it
 * allows, and none before it said so.
 */
export class Limiter {
	private readonly times: number[] = [];
	private notBefore = 0;

	constructor(private readonly limit?: { requests: number; per: number }) {}

	/** Waits until a request may be sent. @throws DeskError when that is later than the deadline */
	async turn({ now, sleep }: Clock, deadline: number): Promise<void> {
		for (;;) {
			const at = now();
			const wait = this.waitAt(at);
			if (wait <= 0) {
				if (this.limit) this.times.push(at);
				return;
			}
			if (at + wait >= deadline) {
				throw new DeskError('Too many requests at once: the desk allows no more for now', 'Run this execution again in a minute: only the missing steps are done.', {
					status: 429,
					mayHaveActed: false,
				});
			}
			await sleep(wait);
		}
	}

	/** Learns from an answer that nothing is left for now. */
	heed({ headers }: DeskResponse, now: number): void {
		const remaining = Number(headers['x-ratelimit-remaining'] ?? NaN);
		const interval = Number(headers['x-ratelimit-interval-milliseconds'] ?? NaN);
		if (remaining <= 0 && interval > 0) this.notBefore = Math.max(this.notBefore, now + interval);
	}

	private waitAt(now: number): number {
		if (!this.limit) return this.notBefore - now;
		const { requests, per } = this.limit;
		while (this.times.length > 0 && (this.times[0] ?? 0) <= now - per) this.times.shift();
		const oldest = this.times.length >= requests ? (this.times[this.times.length - requests] ?? now) + per - now : 0;
		return Math.max(oldest, this.notBefore - now);
	}
}

/**
 * Creates something once, although the desk knows no idempotency keys: where
 * an attempt may have had its effect, looks for that before the next one.
 * @param find what an earlier attempt left, if anything
 */
export async function createOnce<T>(
	{ repeated, clock }: { repeated: boolean; clock: Clock },
	find: () => Promise<T | undefined>,
	create: () => Promise<T>,
): Promise<T> {
	for (let tries = 1; ; tries++) {
		const found = repeated || tries > 1 ? await find() : undefined;
		if (found !== undefined) return found;
		try {
			return await create();
		} catch (error) {
			const unclear = error instanceof DeskError && error.details.mayHaveActed;
			if (!unclear || tries === 2) throw error;
			// What was created may take a moment to show.
			await clock.sleep(FIRST_PAUSE_MS * (0.5 + clock.random()));
		}
	}
}

/** A piece of a path: an id as it stands in an address. */
export function segment(id: string | number): string {
	const text = String(id).trim();
	if (text === '' || text === '.' || text === '..' || !text.isWellFormed()) throw new HandoverError(`"${text}" is not an id`, 'Check the expression that gives the id.');
	return encodeURIComponent(text);
}
