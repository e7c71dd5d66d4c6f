import type { Desk } from '../../handover/desks/desk';
import type { Credentials, DeskKind, DeskTools } from '../../handover/desks/kind';
import { Memory } from '../../handover/desks/memory';
import { ConnectionLost, Limiter, type Clock, type Exchange } from '../../handover/desks/transport';
import type { DeskRecords } from '../../handover/store/store';
import { NOW } from './builders';

/** A clock that stands still, but for what is slept; nobody waits for real. */
export function testClock(start = NOW): Clock & { slept: number[] } {
	let at = start;
	const slept: number[] = [];
	return {
		slept,
		now: () => at,
		random: () => 0.5,
		sleep: async (milliseconds) => {
			slept.push(milliseconds);
			at += milliseconds;
		},
	};
}

/** Sends requests as n8n's HTTP helper would, with these headers for the secret. */
export function fetchExchange(address: string, secret: (request: { as?: 'bot' }) => Record<string, string>, timeout = 5_000): Exchange {
	return async ({ method, path, query = {}, body, headers, ...request }) => {
		const url = new URL(address.replace(/\/+$/, '') + path);
		for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
		try {
			const response = await fetch(url, {
				method,
				headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers, ...secret(request) },
				body: body === undefined ? undefined : JSON.stringify(body),
				signal: AbortSignal.timeout(timeout),
			});
			const text = await response.text();
			const isJson = /json/.test(response.headers.get('content-type') ?? '');
			return { status: response.status, headers: Object.fromEntries(response.headers), body: isJson ? (JSON.parse(text) as unknown) : text };
		} catch (error) {
			const cause = (error as { cause?: { code?: string; message?: string } }).cause;
			const code = cause?.code ?? (error as Error).name;
			throw new ConnectionLost(cause?.message ?? (error as Error).message, code !== 'ECONNREFUSED', { cause: error });
		}
	};
}

/** How a run of a flow opens a desk in a test. */
export interface OpenOptions {
	clock?: Clock;
	/** What the process knows; a new process unless given. */
	accountMemory?: Memory;
	records?: DeskRecords;
	/** Where requests go, when not where the credential says. */
	address?: string;
	/** How long an answer may take, in milliseconds. */
	timeout?: number;
	/** Looks at what is sent. */
	through?: (send: Exchange) => Exchange;
}

/** What a desk is opened with against a server, as in one run of a flow. */
export function deskTools(
	kind: DeskKind,
	credentials: Credentials,
	secret: (request: { as?: 'bot' }) => Record<string, string>,
	options: OpenOptions = {},
): DeskTools {
	const clock = options.clock ?? testClock();
	const send = fetchExchange(options.address ?? kind.address(credentials), secret, options.timeout);
	return {
		credentials,
		exchange: options.through?.(send) ?? send,
		clock,
		limiter: new Limiter(kind.limit),
		accountMemory: options.accountMemory ?? new Memory(clock),
		runMemory: new Memory(clock),
		records: options.records as DeskRecords,
	};
}

/** Opens a desk against a server, as one run of a flow would. */
export function openDesk(...[kind, ...rest]: Parameters<typeof deskTools>): Desk {
	return kind.open(deskTools(kind, ...rest));
}
