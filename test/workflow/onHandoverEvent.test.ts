import { randomUUID } from 'node:crypto';
import { ManualExecutionCancelledError, type IDataObject, type INodeExecutionData, type ITriggerFunctions } from 'n8n-workflow';
import { openHandover } from '../../handover/actions/episode';
import { builtInConversation, builtInDesk } from '../../handover/desks/builtIn/builtInDesk';
import { HandoverError } from '../../handover/errors';
import { DEFAULT_EVENTS } from '../../handover/eventSettings';
import { openStore } from '../../handover/store/openStore';
import { OnHandoverEventTrigger } from '../../nodes/OnHandoverEvent/OnHandoverEventTrigger.node';
import { HOUR, NOW } from '../support/builders';
import { runWorkflow, workflowOf } from '../support/engine';

const TYPE = { name: 'On Handover Event', type: 'onHandoverEventTrigger' };

/** Opens a handover in the store of the tests. */
async function opened(conversationId: string, now = NOW): Promise<string> {
	const store = await openStore(process.env);
	const ctx = { store, desk: builtInDesk(store.deskRecords), now, newId: randomUUID, flow: 'test', zone: 'UTC' };
	const { handover } = await openHandover(ctx, builtInConversation(conversationId), {
		scenario: 'human_requested',
		reason: 'test',
		confidence: 1,
		detector: 'test',
		contact: { id: 'k', name: 'Rosa' },
		channel: 'chat',
	});
	return handover.id;
}

describe('in the editor', () => {
	const run = async (parameters: IDataObject) => runWorkflow(workflowOf([{ ...TYPE, parameters: parameters as never }]), TYPE.name, undefined);

	it('puts out a sample when nothing has happened', async () => {
		const [item] = (await run({ events: ['task_overdue'] })).json(TYPE.name);
		expect(item).toMatchObject({ event: { type: 'task_overdue', title: 'Sample: The task is overdue', sample: true }, handover: { id: 'sample' } });
	});

	it.each([
		['assignConversation', { operation: 'escalate' }],
		['handoverLog', { operation: 'notify' }],
		['pauseBot', { operation: 'resume' }],
	])('%s behind it says that a sample is none to act on', async (type, parameters) => {
		const flow = workflowOf([{ ...TYPE, parameters: { events: ['stuck'] } }, { name: 'Then', type, parameters }]);
		const { error } = await runWorkflow(flow, TYPE.name, undefined);
		expect(error?.message).toBe('Then: This is a sample, not a real handover');
		expect(error?.description).toContain('asking for a person in the chat');
	});

	it('puts out the newest event of those it listens to', async () => {
		const id = await opened(randomUUID());
		const [item] = (await run({ events: ['opened', 'stuck'] })).json(TYPE.name);
		expect(item).toMatchObject({ event: { id: `${id}/opened`, title: 'A customer was handed over' }, handover: { id }, contact: { name: 'Rosa' } });
	});

	it.each<[IDataObject, string, RegExp]>([
		[{ events: ['sneezed'] }, 'On Handover Event: "Events" contains sneezed, which is none', /Choose from the list/],
		[{ events: ['unanswered'], unansweredMinutes: 'soon' }, 'On Handover Event: "Unanswered After (Minutes)" must be more than 0 and at most 129600 minutes, but is soon', /for example 15/],
	])('says what is wrong with %j', async (parameters, message, fix) => {
		const { error } = await run(parameters);
		expect(error?.message).toBe(message);
		expect(error?.description).toMatch(fix);
	});
});

type Done = PromiseWithResolvers<unknown>;

/** A published workflow that begins with the trigger, as far as the trigger sees it. Time passes only when told to. */
function published(parameters: IDataObject, id: string = randomUUID()) {
	const starts: Array<{ item: IDataObject; key?: string }> = [];
	const failures: string[] = [];
	const log: string[] = [];
	const state = {
		onTick: () => undefined as unknown,
		/** What becomes of an execution. */
		run: (done: Done) => done.resolve(undefined),
	};
	const node = {
		getNode: () => ({ id, name: TYPE.name, type: TYPE.type, typeVersion: 1, position: [0, 0], parameters: {} }),
		getWorkflow: () => ({ id: 'workflow' }),
		getMode: () => 'trigger',
		getTimezone: () => 'UTC',
		getNodeParameter: (name: string, otherwise: unknown) => parameters[name] ?? otherwise,
		logger: { error: (text: string) => log.push(text), info: (text: string) => log.push(text) },
		helpers: {
			createDeferredPromise: () => Promise.withResolvers(),
			registerCron: (_cron: unknown, onTick: () => unknown) => {
				state.onTick = onTick;
			},
		},
		emit: ([[item]]: [[INodeExecutionData]], _response: unknown, done: Done, key?: string) => {
			starts.push({ item: item.json, key });
			state.run(done);
		},
		saveFailedExecution: ({ message }: Error) => failures.push(message),
	};
	return {
		subscriber: `workflow/${id}`,
		starts,
		failures,
		log,
		state,
		events: () => starts.map(({ item }) => (item.event as IDataObject).id),
		activate: async () => {
			const { closeFunction } = await new OnHandoverEventTrigger().trigger.call(node as unknown as ITriggerFunctions);
			await idle();
			return closeFunction as () => Promise<void>;
		},
		tick: async () => {
			state.onTick();
			await idle();
		},
	};
}

/** Until everything that needs no time is done. */
async function idle(): Promise<void> {
	for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe('published', () => {
	/** Later than any activation of these tests, so that all who listen hear of it. */
	const soon = () => Date.now() + 1;
	/** Long after every claim has run out. */
	const wasTold = async ({ subscriber }: ReturnType<typeof published>, event: string) =>
		(await (await openStore(process.env)).events.toldAlready(subscriber, [event], Date.now() + HOUR)).has(event);

	it('looks at once, then every few seconds, and starts the workflow once for each event', async () => {
		const trigger = published({ events: ['opened'] });
		await trigger.activate();
		expect(trigger.starts).toEqual([]);
		const id = await opened(randomUUID(), soon());
		await trigger.tick();
		await trigger.tick();
		expect(trigger.events()).toEqual([`${id}/opened`]);
		expect(trigger.starts[0]).toMatchObject({ item: { handover: { id } }, key: undefined });
		expect(await wasTold(trigger, `${id}/opened`)).toBe(true);
	});

	it('goes on where it was when it is published again', async () => {
		const before = published({ events: ['opened'] }, 'the same node');
		const close = await before.activate();
		await opened(randomUUID(), soon());
		await before.tick();
		await close();
		const id = await opened(randomUUID(), soon());
		await before.tick();
		expect(before.starts).toHaveLength(1);
		const after = published({ events: ['opened'] }, 'the same node');
		await after.activate();
		expect(after.events()).toEqual([`${id}/opened`]);
	});

	it('does not begin a look before the last one has ended, nor once it is unpublished', async () => {
		const { events } = await openStore(process.env);
		const looks = jest.spyOn(events, 'subscribe');
		const trigger = published({ events: ['opened'] });
		const close = await trigger.activate();
		looks.mockClear();
		trigger.state.onTick();
		trigger.state.onTick();
		await idle();
		expect(looks).toHaveBeenCalledTimes(1);
		await close();
		await trigger.tick();
		expect(looks).toHaveBeenCalledTimes(1);
		looks.mockRestore();
	});

	it('gives n8n a key for the event in queue mode, where an execution outlives who started it', async () => {
		process.env.EXECUTIONS_MODE = 'queue';
		try {
			const [one, other] = [published({ events: ['opened'] }), published({ events: ['opened'] })];
			for (const trigger of [one, other]) await trigger.activate();
			await opened(randomUUID(), soon());
			await opened(randomUUID(), soon());
			for (const trigger of [one, other]) await trigger.tick();
			const keys = [...one.starts, ...other.starts].map(({ key }) => key);
			expect(keys).toEqual(Array.from({ length: 4 }, () => expect.stringMatching(/^[0-9a-f]{64}$/)));
			expect(new Set(keys).size).toBe(4);
		} finally {
			delete process.env.EXECUTIONS_MODE;
		}
	});

	it.each<[string, Error, boolean]>([
		['n8n could not store it', new Error('The database is gone'), false],
		['somebody stopped it', new ManualExecutionCancelledError('1'), true],
	])('takes an execution that ends with an error for told or not: %s', async (_, error, told) => {
		const trigger = published({ events: ['opened'] });
		await trigger.activate();
		trigger.state.run = (done) => done.reject(error);
		const id = await opened(randomUUID(), soon());
		await trigger.tick();
		expect(trigger.events()).toEqual([`${id}/opened`]);
		expect(await wasTold(trigger, `${id}/opened`)).toBe(told);
		expect(trigger.log).toHaveLength(told ? 0 : 1);
	});

	it('says once that the store is away, and that it works again', async () => {
		const trigger = published({ events: ['opened'] });
		await trigger.activate();
		const { events } = await openStore(process.env);
		const away = jest.spyOn(events, 'subscribe').mockRejectedValue(new HandoverError('The store is away', 'Bring it back.'));
		for (let tick = 0; tick < 3; tick++) await trigger.tick();
		const said = 'On Handover Event: The store is away';
		expect([trigger.log, trigger.failures]).toEqual([[said], [said]]);
		away.mockRestore();
		const id = await opened(randomUUID(), soon());
		await trigger.tick();
		expect(trigger.log).toEqual([said, 'On Handover Event: works again']);
		// It began to listen just now; what another test has only just opened is told, too.
		expect(trigger.events()).toContain(`${id}/opened`);
	});
});

it('proposes what it does without settings', () => {
	const { properties } = new OnHandoverEventTrigger().description;
	const { types, unanswered, ...others } = DEFAULT_EVENTS;
	for (const [name, value] of Object.entries({ ...others, events: types, unansweredMinutes: unanswered })) {
		expect({ [name]: properties.find((one) => one.name === name)?.default }).toEqual({ [name]: value });
	}
});
