import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { namedField } from '../../nodes/shared/namedField';
import { parameterOf } from '../../nodes/shared/values';
import { TagContact } from '../../nodes/TagContact/TagContact.node';
import { START, runWorkflow, workflowOf } from '../support/engine';

/*
 * Some parameters are read without n8n's expression engine. What comes out has
 * to be what n8n itself makes of them, so both are asked about every item.
 */

/** What a field may hold, and what may be in its way. */
const ITEMS: IDataObject[] = [
	{},
	{ sessionId: 's-1', chatInput: 'Hello {{ you }} "friend"' },
	{ sessionId: 42, chatInput: '' },
	{ sessionId: null, chatInput: false },
	{ handover: { conversationId: 'c-1', contact: { id: 7 } }, sessionId: 's-1' },
	{ handover: { conversationId: null }, conversationId: 'c-2' },
	{ handover: null, contact: 'Rosa' },
	{ handover: 'text', contact: ['a'] },
	{ contact: { name: 'Rosa', id: 0, fields: { order: 'A-1' } } },
	{ message: { chat: { id: 5 } }, date: new Date(0) as unknown as string },
	{ message: { chat: null }, constructor: 'mine', toString: 'mine too' },
];

/** Read by ourselves where the item allows it. */
const PLAIN = [
	'={{ $json.handover?.conversationId ?? $json.conversationId ?? $json.sessionId }}',
	'={{ $json.handover?.contact?.id ?? $json.contact?.id ?? $json.sessionId }}',
	'={{ $json.contact?.name ?? $json.metadata?.name ?? "" }}',
	'={{$json.chatInput}}',
	'={{ $json.chatInput ?? "" }}',
	"={{ $json.chatInput ?? '' }}",
	'={{ $json.message?.chat?.id }}',
	"={{ $('Start').item.json.sessionId }}",
	'={{ $("Start").item.json.handover?.conversationId ?? $json.chatInput }}',
];

/** n8n's own business, all or for some items. */
const OTHERS = [
	'={{ $json.message.chat.id }}',
	'={{ $json.contact?.fields }}',
	'={{ $json.contact.length }}',
	'={{ $json.contact.map }}',
	'={{ $json.handover?.toString }}',
	'={{ $json.toString }}',
	'={{ $json.date }}',
	'={{ $json }}',
	'={{ $json["sessionId"] }}',
	'={{ $json.chatInput || "nothing" }}',
	'={{ $json.chatInput.toUpperCase() }}',
	'={{ $json.sessionId ?? null }}',
	'={{ $json.sessionId ?? "" ?? $json.chatInput }}',
	'=id {{ $json.sessionId }}',
	'={{ $json.sessionId }} ',
	'={{ $json.sessionId }}{{ $json.chatInput }}',
	'={{ $json.sessionId',
	"={{ $('Start').first().json.sessionId }}",
	"={{ $('Nobody').item.json.sessionId }}",
	"={{ $('Later').item.json.sessionId }}",
	'{{ $json.sessionId }}',
	'plain text',
	'',
];

interface Read {
	ours: unknown;
	n8n: unknown;
	byOurselves: boolean;
}

/** What becomes of an expression, for every item. */
async function readings(expression: string, items = ITEMS): Promise<Read[]> {
	const read: Read[] = [];
	jest.spyOn(TagContact.prototype, 'execute').mockImplementationOnce(async function (this: IExecuteFunctions) {
		const items = this.getInputData();
		for (const index of items.keys()) {
			read.push({
				ours: told(() => parameterOf(this, 'contactId', index, '')),
				n8n: told(() => this.getNodeParameter('contactId', index, '')),
				byOurselves: namedField(this, expression, index) !== undefined,
			});
		}
		return [items];
	});
	const probe = { name: 'Probe', type: 'tagContact', parameters: { contactId: expression } };
	const file = workflowOf([START, { name: 'Between', type: 'n8n-nodes-base.noOp' }, probe, { name: 'Later', type: 'n8n-nodes-base.noOp' }]);
	const input: INodeExecutionData[] = items.map((json) => ({ json }));
	const { error } = await runWorkflow(file, 'Start', input);
	expect(error).toBeUndefined();
	return read;
}

function told(read: () => unknown): unknown {
	try {
		return read();
	} catch (error) {
		return `Error: ${(error as Error).message}`;
	}
}

afterEach(() => jest.restoreAllMocks());

it.each([...PLAIN, ...OTHERS])('reads %s as n8n does', async (expression) => {
	const read = await readings(expression);
	expect(read).toHaveLength(ITEMS.length);
	expect(read.map(({ ours }) => ours)).toEqual(read.map(({ n8n }) => n8n));
});

it.each(ITEMS.map((item, index) => [index, item] as const))('reads item %i as n8n does where it is the only one', async (_, item) => {
	const read = await readings("={{ $('Start').item.json.sessionId ?? $json.chatInput }}", [item]);
	expect(read.map(({ ours }) => ours)).toEqual(read.map(({ n8n }) => n8n));
});

it.each(PLAIN)('asks n8n about %s only where a field is no plain value', async (expression) => {
	const read = await readings(expression);
	// At the first five items there is nothing but text, numbers and objects on the way.
	expect(read.slice(0, 5).map(({ byOurselves }) => byOurselves)).toEqual([true, true, true, true, true]);
});

it.each([
	['a field of nothing', '={{ $json.message.chat.id }}', 0],
	['an object, of which it gives a copy', '={{ $json.contact?.fields }}', 8],
	['a list', '={{ $json.contact }}', 7],
	['what every object has', '={{ $json.toString }}', 0],
	['text around it', '={{ $json.sessionId }} ', 1],
])('leaves %s to n8n', async (_, expression, item) => {
	expect((await readings(expression))[item]?.byOurselves).toBe(false);
});

it('evaluates the defaults of our nodes without n8n', async () => {
	const asked: string[] = [];
	const original = Object.getOwnPropertyDescriptor(TagContact.prototype, 'execute')?.value as TagContact['execute'];
	jest.spyOn(TagContact.prototype, 'execute').mockImplementationOnce(async function (this: IExecuteFunctions) {
		const read = this.getNodeParameter.bind(this) as (...args: unknown[]) => unknown;
		const watched = ((name: string, index: number, fallback?: unknown, options?: { rawExpressions?: boolean }) => {
			if (!options?.rawExpressions) asked.push(name);
			return read(name, index, fallback, options);
		}) as IExecuteFunctions['getNodeParameter'];
		return original.call(Object.assign(Object.create(this) as IExecuteFunctions, { getNodeParameter: watched }));
	});
	const { error } = await runWorkflow(workflowOf([START, { name: 'Tag', type: 'tagContact' }]), 'Start', [{ json: { sessionId: 's-9' } }]);
	expect(error).toBeUndefined();
	expect(asked).toContain('tags');
	expect(asked).not.toContain('conversationId');
	expect(asked).not.toContain('contactId');
});
