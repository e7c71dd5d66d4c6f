import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server does with one request. */
export interface ServerAnswer {
	status?: number;
	headers?: Record<string, string>;
	/** Text is sent as it is, anything else as JSON. */
	body?: unknown;
	/** Milliseconds until the answer; Infinity for never. */
	delay?: number;
	/** Sends the head and the first half of the body, and then no more. */
	stalls?: boolean;
	/** Drops the connection: without a word, or after the head and half of the body. */
	resets?: 'at once' | 'midway';
}

export interface RecordedRequest {
	method: string;
	path: string;
	headers: IncomingHttpHeaders;
	body: unknown;
}

/**
 * A server that speaks as much of OpenAI's API as the judge uses: it gives the
 * queued answers one after the other, and 418 when none is left.
 */
export class OpenAiServer {
	readonly requests: RecordedRequest[] = [];
	private readonly answers: ServerAnswer[] = [];
	private readonly timers = new Set<NodeJS.Timeout>();
	private readonly awaited: { count: number; come: () => void }[] = [];

	private constructor(private readonly server: Server) {}

	static async start(): Promise<OpenAiServer> {
		const server = createServer();
		const fake = new OpenAiServer(server);
		server.on('request', (request, response) => {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				const { method = '', url: path = '', headers } = request;
				const answer = fake.next({ method, path, headers, body: JSON.parse(Buffer.concat(chunks).toString() || 'null') });
				const { status = 200, body = '', delay = 0 } = answer;
				const text = typeof body === 'string' ? body : JSON.stringify(body);
				const send = () => {
					if (answer.resets === 'at once') return void request.socket.destroy();
					response.writeHead(status, { 'Content-Type': 'application/json', ...answer.headers });
					if (!answer.stalls && !answer.resets) return void response.end(text);
					response.write(text.slice(0, text.length / 2), () => answer.resets && request.socket.destroy());
				};
				if (delay === 0) send();
				else if (Number.isFinite(delay)) fake.timers.add(setTimeout(send, delay));
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return fake;
	}

	/** Base URL, as an operator would enter it. */
	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
	}

	/** Queues answers. */
	will(...answers: ServerAnswer[]): this {
		this.answers.push(...answers);
		return this;
	}

	/** Resolves when so many requests have come in. */
	received(count: number): Promise<void> {
		return new Promise((come) => {
			if (this.requests.length >= count) come();
			else this.awaited.push({ count, come });
		});
	}

	async close(): Promise<void> {
		for (const timer of this.timers) clearTimeout(timer);
		const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
		this.server.closeAllConnections();
		await closed;
	}

	private next(request: RecordedRequest): ServerAnswer {
		this.requests.push(request);
		for (const { count, come } of this.awaited) if (this.requests.length >= count) come();
		return this.answers.shift() ?? { status: 418, body: { error: { message: 'no answer is queued' } } };
	}
}

/** The body of a chat completion with this text as its content. */
export function completion(content: unknown, choice: Record<string, unknown> = {}): Record<string, unknown> {
	return {
		id: 'chatcmpl-1',
		object: 'chat.completion',
		created: 0,
		model: 'test-model',
		choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content, refusal: null }, ...choice }],
	};
}

/** What goes wrong with servers, by name. */
export const SERVER_TROUBLE = {
	/** @param retryAfter what the header says; left out when there is none */
	rateLimited: (retryAfter?: string): ServerAnswer => ({
		status: 429,
		headers: retryAfter === undefined ? {} : { 'Retry-After': retryAfter },
		body: { error: { message: 'Rate limit reached', type: 'requests', code: 'rate_limit_exceeded' } },
	}),
	outOfQuota: (): ServerAnswer => ({
		status: 429,
		body: { error: { message: 'You exceeded your current quota', type: 'insufficient_quota', code: 'insufficient_quota' } },
	}),
	down: (status = 500): ServerAnswer => ({ status, body: { error: { message: 'The server had an error' } } }),
	never: (): ServerAnswer => ({ delay: Infinity }),
	/** A proxy that answers for the server. */
	page: (status = 200): ServerAnswer => ({
		status,
		headers: { 'Content-Type': 'text/html' },
		body: `<html><body><h1>Welcome</h1>${'x'.repeat(100_000)}</body></html>`,
	}),
	/** Says JSON and is none. */
	garbled: (): ServerAnswer => ({ body: '{"choices": [' }),
	refusal: (): ServerAnswer => ({
		body: completion(null, { message: { role: 'assistant', content: null, refusal: 'I can\'t help with that.' } }),
	}),
	/** @param content as much as was said */
	cutOff: (content: string): ServerAnswer => ({ body: completion(content, { finish_reason: 'length' }) }),
	/** As OpenAI words it; other servers have other words. */
	noSchemas: (
		message = 'Invalid parameter: \'response_format\' of type \'json_schema\' is not supported with this model.',
		status = 400,
	): ServerAnswer => ({ status, body: { error: { message, type: 'invalid_request_error', param: null, code: null } } }),
} as const;
