import {
	NodeApiError,
	sleep,
	type IExecuteFunctions,
	type IHookFunctions,
	type IHttpRequestOptions,
	type ILoadOptionsFunctions,
	type IWebhookFunctions,
} from 'n8n-workflow';
import type { Desk } from '../../handover/desks/desk';
import { deskKind } from '../../handover/desks';
import type { Credentials, DeskKind, DeskTools } from '../../handover/desks/kind';
import { Memory } from '../../handover/desks/memory';
import { ConnectionLost, Limiter, type Clock, type DeskRequest, type DeskResponse, type Exchange } from '../../handover/desks/transport';
import { messageOf } from '../../handover/errors';
import { openStore } from '../../handover/store/openStore';

type NodeFunctions = IExecuteFunctions | ILoadOptionsFunctions | IWebhookFunctions | IHookFunctions;

/** It measures how long things take, so it goes on evenly when the machine's clock is set. */
const CLOCK: Clock = { now: () => performance.timeOrigin + performance.now(), random: Math.random, sleep };

/** What this process knows about each account, whichever node asks. */
const accounts = new Map<string, Pick<DeskTools, 'limiter' | 'accountMemory'>>();

/** What the runs of flows have read; the nodes of one run share it. */
const runs = new Map<string, Memory>();
const MOST_RUNS = 200;

/**
 * Opens a desk with the node's credential.
 * @param name the desk's, as the parameter has it
 */
export async function openDesk(node: NodeFunctions, name: string): Promise<Desk> {
	const { kind, tools } = await deskTools(node, name);
	return kind.open(tools);
}

/** A kind of desk, and what its adapter works with. */
export async function deskTools(node: NodeFunctions, name: string): Promise<{ kind: DeskKind; tools: DeskTools }> {
	const kind = deskKind(name);
	const credentials: Credentials = kind.credential ? await node.getCredentials(kind.credential.type) : {};
	const tools = {
		credentials,
		exchange: exchangeOf(node, kind, credentials),
		clock: CLOCK,
		...accountOf(kind, credentials),
		runMemory: runMemoryOf(node, `${kind.name} ${kind.account(credentials)}`),
		records: (await openStore(process.env)).deskRecords,
	};
	return { kind, tools };
}

function accountOf(kind: DeskKind, credentials: Credentials): Pick<DeskTools, 'limiter' | 'accountMemory'> {
	const key = [kind.name, kind.address(credentials), kind.account(credentials)].join(' ');
	const known = accounts.get(key) ?? { limiter: new Limiter(kind.limit), accountMemory: new Memory(CLOCK) };
	accounts.set(key, known);
	return known;
}

/** Nodes of one execution share what they read; a webhook, a list in the panel and the like are on their own. */
function runMemoryOf(node: NodeFunctions, account: string): Memory {
	const execution = 'getInputData' in node ? node.getExecutionId() : undefined;
	if (!execution) return new Memory(CLOCK);
	const key = `${execution} ${account}`;
	const memory = runs.get(key) ?? new Memory(CLOCK);
	// The latest at the end, so that the first is the one longest unused.
	runs.delete(key);
	runs.set(key, memory);
	const [oldest] = runs.keys();
	if (runs.size > MOST_RUNS && oldest !== undefined) runs.delete(oldest);
	return memory;
}

/** n8n's own HTTP helper, which adds the secret, knows proxies, and logs no bodies. */
function exchangeOf(node: NodeFunctions, kind: DeskKind, credentials: Credentials): Exchange {
	return async (request, timeout) => {
		const { credential } = kind;
		if (!credential) throw new Error(`${kind.title} has no API`);
		try {
			const options = optionsOf(request, kind.address(credentials), timeout);
			const response = (await node.helpers.httpRequestWithAuthentication.call(node, credential.type, options)) as Answer;
			return { status: response.statusCode, headers: inLowerCase(response.headers), body: response.body };
		} catch (error) {
			throw lost(error) ?? error;
		}
	};
}

interface Answer {
	statusCode: number;
	headers: Record<string, unknown>;
	body: unknown;
}

function optionsOf({ method, path, query, body, headers, as }: DeskRequest, address: string, timeout: number): IHttpRequestOptions {
	return {
		method,
		url: address.replace(/\/+$/, '') + path,
		qs: Object.fromEntries(Object.entries(query ?? {}).filter(([, value]) => value !== undefined)),
		// As text: n8n leaves an empty object out, and HighLevel refuses a request without a body.
		...(body !== undefined && { body: JSON.stringify(body) }),
		headers: { Accept: 'application/json', ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers, ...(as && { 'x-handover-as': as }) },
		json: true,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		timeout,
	};
}

function inLowerCase(headers: Record<string, unknown>): DeskResponse['headers'] {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value.join(', ') : String(value)]),
	);
}

/** Nobody was there to hear the request. */
const NOT_ARRIVED = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_INVALID_URL|CERT|SSL/i;

/** The failure to get an answer; undefined for errors of another kind, such as a missing credential. */
function lost(error: unknown): ConnectionLost | undefined {
	const codes = codesOf(error);
	if (codes.length === 0 && !(error instanceof NodeApiError)) return undefined;
	const said = messageOf(error);
	const known = codes.join(' ');
	return new ConnectionLost(known && !said.includes(known) ? `${said} (${known})` : said, !NOT_ARRIVED.test(`${known} ${said}`), { cause: error });
}

/** The codes of an error and its causes. */
function codesOf(error: unknown): string[] {
	const codes: string[] = [];
	for (let one = error as { code?: unknown; cause?: unknown } | undefined; typeof one === 'object' && one !== null; one = one.cause as typeof one) {
		if (typeof one.code === 'string' && !codes.includes(one.code)) codes.push(one.code);
	}
	return codes;
}
