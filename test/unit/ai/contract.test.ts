import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { openAiModel } from '../../../handover/detection/ai/openAi';
import { judgeRequest } from '../../../handover/detection/ai/request';
import { OpenAiServer, SERVER_TROUBLE, completion } from '../../fakes/openAiServer';
import { fetchInJest, someFacts } from '../../support/ai';

/** OpenAI's published description; it lies beside the project, not in it. */
const FILE = join(__dirname, '../../../../shared/contracts/openai.json');

interface Ajv {
	addSchema(schema: object): void;
	compile(schema: object): (body: unknown) => boolean;
}

/** As eslint brings it. */
function loadAjv(): (new (options: object) => Ajv) | undefined {
	try {
		return createRequire(__filename)('ajv') as new (options: object) => Ajv;
	} catch {
		return undefined;
	}
}

const Validator = loadAjv();
const missing = [...(existsSync(FILE) ? [] : [FILE]), ...(Validator ? [] : ['ajv'])].join(' and ');

(missing === '' ? describe : describe.skip)(`extra: OpenAI's published description${missing && `, skipped: there is no ${missing}`}`, () => {
	let accepts: (body: unknown) => boolean;
	let server: OpenAiServer;
	beforeAll(async () => {
		if (!Validator) return;
		const { components } = JSON.parse(readFileSync(FILE, 'utf8')) as { components: object };
		const ajv = new Validator({ unknownFormats: 'ignore', nullable: true, logger: false });
		ajv.addSchema({ $id: 'openai', components });
		accepts = ajv.compile({ $ref: 'openai#/components/schemas/CreateChatCompletionRequest' });
		server = await OpenAiServer.start();
	});
	afterAll(() => server.close());

	it('takes our requests, with and without a schema', async () => {
		server.will(SERVER_TROUBLE.noSchemas(), { body: completion('{}') });
		const model = openAiModel({ apiKey: 'sk-test', url: server.url }, 'test-model', { fetch: fetchInJest });
		const ask = () => model.ask(judgeRequest(someFacts({ botReply: 'No idea.' })), new AbortController().signal);
		await expect(ask()).rejects.toMatchObject({ details: { changed: true } });
		await ask();
		expect(server.requests.map(({ body }) => accepts(body))).toEqual([true, true]);
		// It would refuse what is wrong.
		const [first] = server.requests.map(({ body }) => body as Record<string, unknown>);
		expect(accepts({ ...first, messages: [] })).toBe(false);
		expect(accepts({ ...first, response_format: { type: 'json_schema', json_schema: { name: 'x', strict: 'yes' } } })).toBe(false);
	});
});
