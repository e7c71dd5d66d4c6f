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
					response.writeHead(status, { 'Content-Type': 'application/json', ...answer.headers });
					if (answer.stalls) response.write(text.slice(0, text.length / 2));
					else response.end(text);
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

	async close(): Promise<void> {
		for (const timer of this.timers) clearTimeout(timer);
		const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
		this.server.closeAllConnections();
		await closed;
	}

	private next(request: RecordedRequest): ServerAnswer {
		this.requests.push(request);
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
