import type { DeskRequest, DeskResponse, Exchange } from '../../handover/desks/transport';
import { REMOTE_DESKS, remoteBench, type RemoteDesk } from '../support/deskBenches';
import { deskBehaviour } from '../support/deskConformance';
import type { DeskBench } from '../support/deskScene';
import { fetchExchange } from '../support/desks';
import { PublishedApi, spoilt } from './published';

/** Where a proxy checks what passes between an adapter and its server; scripts/contracts.mjs starts them. */
interface Proxy {
	address: string;
	/** Where it expects the server. */
	port: number;
	/** The published description it goes by. */
	file: string;
}

const PROXIES = JSON.parse(process.env.HANDOVER_PROXIES ?? '{}') as Record<string, Proxy | undefined>;

/** The proxy checks every request and answer, which takes its time on a busy machine. */
const PATIENCE_MS = 20_000;

jest.setTimeout(60_000);

for (const desk of REMOTE_DESKS) {
	const proxy = PROXIES[desk.kind.name];
	const { title } = desk.kind;
	if (proxy) describe(`extra: ${title}'s published description`, () => holds(desk, proxy));
	else it.skip(`extra: ${title}'s published description, only with npm run test:contracts`, () => {});
}

/**
 * What the descriptions let pass although it is wrong, or not what we mean: what
 * they call optional, and the query of a search that can't be compiled into a
 * check. Only the desks' own tests stand guard there.
 */
const TAKEN: Record<string, string[]> = {
	highLevel: [
		'GET /conversations/search: query "contactId" left out',
		'GET /conversations/search: query "locationId" left out',
		'GET /conversations/{conversationId}/messages: query "limit" left out',
		'GET /locations/{locationId}/customFields: query "model" left out',
		'POST /contacts/{contactId}/tasks: "body" left out',
		'POST /conversations/messages: "message" left out',
		'PUT /contacts/{contactId}/tasks/{taskId}: "assignedTo" left out',
		'PUT /contacts/{contactId}: "assignedTo" left out',
	],
	chatwoot: [
		'PATCH /api/v1/accounts/{account_id}/conversations/{conversation_id}: "priority" left out',
		'POST /api/v1/accounts/{account_id}/conversations/{conversation_id}/assignments: "team_id" left out',
		'POST /api/v1/accounts/{account_id}/conversations/{conversation_id}/messages: "message_type" left out',
		'POST /api/v1/accounts/{account_id}/conversations/{conversation_id}/messages: "private" left out',
		'POST /api/v1/accounts/{account_id}/webhooks: "subscriptions" left out',
		'POST /api/v1/accounts/{account_id}/webhooks: "url" left out',
	],
};

/**
 * What the proxy holds against a request or its answer; undefined when nothing.
 * An error status that the description doesn't list is a mere warning to it.
 */
function objectionOf({ headers, body }: DeskResponse): string | undefined {
	const problem = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
	const violations = JSON.parse(headers['sl-violations'] ?? '[]') as Array<{ severity: string }>;
	if (violations.some(({ severity }) => severity === 'Error')) return JSON.stringify(violations);
	return String(problem.type).includes('stoplight.io') ? JSON.stringify(problem.validation ?? problem.detail ?? problem.title) : undefined;
}

function holds(desk: RemoteDesk, proxy: Proxy): void {
	const api = new PublishedApi(proxy.file);
	/** The first good request of every operation. */
	const used = new Map<string, DeskRequest>();
	let objections: string[] = [];

	const through = (send: Exchange): Exchange => async (request, timeout) => {
		const response = await send(request, timeout);
		const objection = objectionOf(response);
		const name = api.operationOf(request) ?? `unpublished: ${request.method} ${request.path}`;
		if (objection !== undefined) objections.push(`${name}: ${objection}`);
		else if (response.status < 300 && !used.has(name)) used.set(name, request);
		return response;
	};

	describe('is kept to', () => {
		afterEach(() => {
			const found = objections;
			objections = [];
			expect(found).toEqual([]);
		});

		for (const without of ['nothing', ...desk.optional]) {
			const setUp = () => remoteBench(desk, { port: proxy.port, address: proxy.address, through, timeout: PATIENCE_MS, without });
			describe(`without ${without}`, () => deskBehaviour(desk.kind, setUp));
		}
	});

	describe('is checked', () => {
		let bench: DeskBench;
		beforeEach(async () => {
			bench = await remoteBench(desk, { port: proxy.port });
		});
		afterEach(() => bench.close());

		// A description that takes everything would prove nothing.
		it('refuses wrong requests, for every operation used', async () => {
			const send = fetchExchange(proxy.address, desk.secret(bench.credentials as Record<string, string>), PATIENCE_MS);
			const isRefused = async (request: DeskRequest) => {
				const answer = await send(request, PATIENCE_MS);
				return answer.status === 422 && objectionOf(answer) !== undefined;
			};
			const taken: string[] = [];
			for (const [name, good] of used) {
				const results = await Promise.all(spoilt(good).map(async ({ what, request }) => ({ what, refused: await isRefused(request) })));
				const passed = results.filter(({ refused }) => !refused).map(({ what }) => `${name}: ${what}`);
				taken.push(...(results.length > 0 && passed.length === results.length ? [`${name}: anything`] : passed));
			}
			expect(taken.sort()).toEqual(TAKEN[desk.kind.name]);
		});
	});
}
