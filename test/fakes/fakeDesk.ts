import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a fake answers; `undefined` as body for none at all. */
export interface FakeAnswer {
	status: number;
	body?: unknown;
	headers?: Record<string, string>;
}

export interface FakeRequest {
	method: string;
	/** Without the query. */
	path: string;
	query: URLSearchParams;
	headers: IncomingHttpHeaders;
	body: unknown;
}

/** What goes wrong with one or more requests. */
export interface Fault {
	method?: string;
	path?: RegExp;
	/** How many matching requests it hits; one unless told otherwise. */
	times?: number;
	/** The desk does what was asked before it goes wrong: nobody can tell from outside. */
	acts?: boolean;
	does: { answer: FakeAnswer } | 'reset' | 'never answers' | 'slow';
}

/** What goes wrong with servers, by name. */
export const TROUBLE = {
	unauthorized: { answer: { status: 401, body: { message: 'Invalid token' } } },
	forbidden: { answer: { status: 403, body: { message: 'Forbidden resource' } } },
	notFound: { answer: { status: 404, body: { message: 'Not found' } } },
	unprocessable: { answer: { status: 422, body: { statusCode: 422, message: ['dueDate must be a date', 'title is empty'], error: 'Unprocessable Entity' } } },
	tooMany: { answer: { status: 429, body: { message: 'Too many requests' }, headers: { 'Retry-After': '2' } } },
	down: { answer: { status: 500, body: { message: 'Internal server error' } } },
	page: { answer: { status: 200, body: '<!doctype html><html><body>Log in</body></html>', headers: { 'Content-Type': 'text/html' } } },
	errorPage: { answer: { status: 502, body: '<html><body>Bad gateway</body></html>', headers: { 'Content-Type': 'text/html' } } },
	reset: 'reset',
	silence: 'never answers',
} as const satisfies Record<string, Fault['does']>;

/** How a test looks at a conversation at the desk, in the same words for every desk. */
export interface DeskState {
	/** The owner's id. */
	owner?: string;
	/** The name of the team whose queue it is in. */
	team?: string;
	tags: string[];
	tasks: Array<{ id: string; title: string; body: string; dueAt: number; assigneeId?: string; completed: boolean }>;
	/** What only agents see, tasks that are notes left out. */
	notes: string[];
	/** What went to the customer, in order; not what came from them. */
	sent: Array<{ id: string; text: string; channel: string }>;
	/** Whether the desk's own bot is on, where there is such a switch. */
	botOn?: boolean;
	priority?: string;
	/** Everything that was done to it, in order. */
	effects: Array<'assign' | 'task' | 'tag' | 'note' | 'message' | 'bot'>;
}

export interface NewConversation {
	contact: { name?: string; phone?: string; email?: string; fields?: Record<string, unknown> };
	/** As the desk calls its channel for people, e.g. `SMS`, `WhatsApp`, `Website`. */
	channel?: string;
	/** An agent's id. */
	owner?: string;
	tags?: string[];
	/** Oldest first. */
	messages?: Array<{ from: 'customer' | 'bot' | 'agent'; text: string }>;
}

/** A desk that a test sets up, breaks and looks at; behind it a server that speaks the desk's API. */
export interface FakeDesk {
	/** What an operator would enter in the credential. */
	readonly credentials: Record<string, string>;
	readonly requests: FakeRequest[];
	/** What time it is there, in milliseconds since 1970. */
	now: () => number;
	addAgent(agent: { name: string; email?: string; available?: boolean; team?: string }): string;
	removeAgent(id: string): void;
	addConversation(conversation: NewConversation): { conversationId: string; contactId: string };
	state(conversationId: string): DeskState;
	will(fault: Fault): void;
	/** The customer writes: sends the webhook, if there is a target. @returns the message's id */
	customerWrites(conversationId: string, text: string): Promise<string>;
	/** A person of the team writes in the desk's own window. */
	agentWrites(conversationId: string, agentId: string, text: string): Promise<string>;
	close(): Promise<void>;
}

/**
 * The server under a fake desk: records requests, applies faults, and leaves
 * the rest to `handle`, which answers from its own state.
 */
export class FakeServer {
	readonly requests: FakeRequest[] = [];
	private readonly faults: Fault[] = [];
	private readonly timers = new Set<NodeJS.Timeout>();
	private server?: Server;

	constructor(private readonly handle: (request: FakeRequest) => FakeAnswer) {}

	/** @param port a free one unless given */
	async listen(port = 0): Promise<this> {
		const server = createServer((request, response) => {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => this.serve(request, response, Buffer.concat(chunks).toString()));
		});
		await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
		this.server = server;
		return this;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server?.address() as AddressInfo).port}`;
	}

	will(fault: Fault): void {
		this.faults.push({ times: 1, ...fault });
	}

	async close(): Promise<void> {
		for (const timer of this.timers) clearTimeout(timer);
		const { server } = this;
		if (!server) return;
		const closed = new Promise<void>((resolve) => server.close(() => resolve()));
		server.closeAllConnections();
		await closed;
	}

	private serve(raw: IncomingMessage, response: ServerResponse, text: string): void {
		const url = new URL(raw.url ?? '/', 'http://fake');
		const { method = 'GET', headers } = raw;
		const request: FakeRequest = { method, path: url.pathname, query: url.searchParams, headers, body: parsed(text) };
		this.requests.push(request);
		const fault = this.faults.find(
			(one) => (one.times ?? 1) > 0 && (one.method ?? method) === method && (one.path ?? /^/).test(request.path),
		);
		if (!fault) return send(response, this.handle(request));
		fault.times = (fault.times ?? 1) - 1;
		const answer = fault.acts || fault.does === 'slow' ? this.handle(request) : undefined;
		if (fault.does === 'never answers') return;
		if (fault.does === 'reset') return void raw.socket.destroy();
		if (fault.does === 'slow') this.timers.add(setTimeout(() => send(response, answer ?? { status: 500 }), 40));
		else send(response, fault.does.answer);
	}
}

/** A webhook that went out, and how it was answered. */
export interface SentDelivery {
	headers: Record<string, string>;
	rawBody: string;
	/** Missing while nobody has answered. */
	status?: number;
}

/** What all fakes have that stand behind a server and send webhooks. */
export abstract class ServedDesk<Delivery extends SentDelivery> {
	readonly deliveries: Delivery[] = [];
	protected readonly server = new FakeServer((request) => this.handle(request));
	private readonly outgoing = new Set<Promise<void>>();

	protected abstract handle(request: FakeRequest): FakeAnswer;

	get requests(): FakeRequest[] {
		return this.server.requests;
	}

	will(fault: Fault): void {
		this.server.will(fault);
	}

	/** Waits until all webhooks are out. */
	async settled(): Promise<void> {
		while (this.outgoing.size > 0) await Promise.all(this.outgoing);
	}

	async close(): Promise<void> {
		await this.server.close();
		await this.settled();
	}

	/** Sends a webhook, without waiting for the answer. */
	protected post(target: string, delivery: Delivery): void {
		this.deliveries.push(delivery);
		// Nobody may be listening, which is no concern of the desk's.
		const sent = deliver(target, delivery.rawBody, delivery.headers).then(
			(status) => void (delivery.status = status),
			() => undefined,
		);
		const over = sent.finally(() => this.outgoing.delete(over));
		this.outgoing.add(over);
	}
}

function parsed(text: string): unknown {
	if (text === '') return undefined;
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

function send(response: ServerResponse, { status, body, headers = {} }: FakeAnswer): void {
	const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
	response.writeHead(status, { ...(text === '' ? {} : { 'Content-Type': 'application/json; charset=utf-8' }), ...headers });
	response.end(text);
}

/** Sends a webhook and gives back the status it was answered with. */
export async function deliver(target: string, rawBody: string, headers: Record<string, string>): Promise<number> {
	const response = await fetch(target, { method: 'POST', body: rawBody, headers: { 'Content-Type': 'application/json', ...headers } });
	await response.arrayBuffer();
	return response.status;
}
