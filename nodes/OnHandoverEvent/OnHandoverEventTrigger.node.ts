import { createHash, randomUUID } from 'node:crypto';
import {
	NodeConnectionTypes,
	NodeOperationError,
	sleep,
	type IDataObject,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IRun,
	type ITriggerFunctions,
	type ITriggerResponse,
} from 'n8n-workflow';
import { deliverEvents, exampleItem, type Subscriber, type Underway } from '../../handover/actions/deliverEvents';
import { HandoverError, messageOf } from '../../handover/errors';
import type { EventItem } from '../../handover/eventItem';
import { DEFAULT_EVENTS, readEventSettings } from '../../handover/eventSettings';
import { openStore } from '../../handover/store/openStore';
import { ANY_DESK, onHandoverEventProperties } from './description';

/** What all triggers of this process have told; outlives that a workflow is published again. */
const underway: Underway = new Map();

export class OnHandoverEventTrigger implements INodeType {
	description: INodeTypeDescription = {
		// "On …" says that it is a trigger.
		// eslint-disable-next-line n8n-nodes-base/node-class-description-display-name-unsuffixed-trigger-node, @n8n/community-nodes/trigger-node-conventions
		displayName: 'On Handover Event',
		name: 'onHandoverEventTrigger',
		icon: { light: 'file:onHandoverEvent.svg', dark: 'file:onHandoverEvent.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].map((event) => event.replaceAll("_", " ")).join(", ") }}',
		description: 'Starts when something happens to a handover, or when nothing does for too long',
		eventTriggerDescription: 'Shows the newest event, or a sample',
		defaults: { name: 'On Handover Event' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		properties: onHandoverEventProperties,
	};

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		const subscriber = subscriberOf(this);
		const context = async () => ({
			store: await openStore(process.env),
			clock: { now: () => Date.now(), sleep },
			newId: randomUUID,
			zone: this.getTimezone(),
		});
		if (this.getMode() === 'manual') {
			return { manualTriggerFunction: async () => this.emit([[asData(await exampleItem(await context(), subscriber))]]) };
		}

		const look = oneAtATime(
			reporting(this, async (ended) => deliverEvents({ ...(await context()), ended }, subscriber, (item) => tell(this, subscriber, item), underway)),
		);
		this.helpers.registerCron({ expression: '*/5 * * * * *' }, look.next);
		look.next();
		return { closeFunction: look.end };
	}
}

/** @throws NodeOperationError when the parameters can't be understood: the workflow is then not published */
function subscriberOf(node: ITriggerFunctions): Subscriber {
	try {
		const parameter = <T>(key: string, otherwise: T) => node.getNodeParameter(key, otherwise) as T;
		const desk = parameter('desk', ANY_DESK);
		return {
			id: `${node.getWorkflow().id ?? ''}/${node.getNode().id}`,
			settings: readEventSettings({
				types: parameter('events', DEFAULT_EVENTS.types),
				unanswered: String(parameter('unansweredMinutes', DEFAULT_EVENTS.unanswered)),
				dueSoonMinutes: parameter('dueSoonMinutes', DEFAULT_EVENTS.dueSoonMinutes),
				returnMinutes: parameter('returnMinutes', DEFAULT_EVENTS.returnMinutes),
				stuckMinutes: parameter('stuckMinutes', DEFAULT_EVENTS.stuckMinutes),
				queueMinutes: parameter('queueMinutes', DEFAULT_EVENTS.queueMinutes),
				businessHoursOnly: parameter('businessHoursOnly', DEFAULT_EVENTS.businessHoursOnly),
			}),
			...(desk !== ANY_DESK && { desk }),
			...(parameter<string>('handoversOf', 'all') === 'this' && { flow: node.getWorkflow().id }),
		};
	} catch (error) {
		throw asNodeError(node, error);
	}
}

function asData(item: EventItem): INodeExecutionData {
	return { json: item as unknown as IDataObject };
}

/**
 * Starts an execution. n8n stores it before it runs, and resolves at its end,
 * or when it waits for something. In queue mode the execution outlives a main
 * process that dies, so n8n gets a key by which it knows an event that is told
 * again; without a queue the execution died with it, and is to run again.
 */
async function tell(node: ITriggerFunctions, subscriber: Subscriber, item: EventItem): Promise<void> {
	const done = node.helpers.createDeferredPromise<IRun>();
	const key = createHash('sha256').update(`${subscriber.id} ${item.event.id}`).digest('hex');
	node.emit([[asData(item)]], undefined, done, process.env.EXECUTIONS_MODE === 'queue' ? key : undefined);
	try {
		await done.promise;
	} catch (error) {
		if (wasTaken(error)) return;
		node.logger.error(`${node.getNode().name}: n8n could not start an execution, so the event will be told again: ${messageOf(error)}`);
		throw new NodeOperationError(node.getNode(), error as Error);
	}
}

/**
 * An execution that was cancelled, or was over before n8n could watch it, is
 * stored. By name: the classes may come from another copy of n8n's packages.
 */
function wasTaken(error: unknown): boolean {
	return error instanceof Error && /ExecutionCancelledError|ExecutionNotFoundError/.test(error.constructor.name);
}

/** Work that is told whether it should still begin anything. */
type Work = (ended: () => boolean) => Promise<void>;

/** `next` runs the work unless it runs already, `end` ends that and resolves when nothing runs any more. */
function oneAtATime(work: Work): { next: () => void; end: () => Promise<void> } {
	let running: Promise<void> | undefined;
	let over = false;
	return {
		next: () => {
			if (over || running) return;
			running = work(() => over).finally(() => (running = undefined));
		},
		end: async () => {
			over = true;
			await running;
		},
	};
}

/** Writes down what goes wrong, once while it is the same: in n8n's log and as a failed execution. */
function reporting(node: ITriggerFunctions, work: Work): Work {
	let problem: string | undefined;
	return async (ended) => {
		try {
			await work(ended);
			if (problem !== undefined) node.logger.info(`${node.getNode().name}: works again`);
			problem = undefined;
		} catch (error) {
			const said = `${node.getNode().name}: ${messageOf(error)}`;
			if (said === problem) return;
			problem = said;
			node.logger.error(said);
			node.saveFailedExecution(asNodeError(node, error));
		}
	};
}

function asNodeError(node: ITriggerFunctions, error: unknown): NodeOperationError {
	return new NodeOperationError(node.getNode(), `${node.getNode().name}: ${messageOf(error)}`, {
		description: error instanceof HandoverError ? error.fix : undefined,
	});
}
