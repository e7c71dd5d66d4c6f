import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type INodeExecutionData,
	type INodePropertyOptions,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { assignConversation } from '../../handover/actions/assignConversation';
import { assignFromQueue } from '../../handover/actions/assignFromQueue';
import { escalate } from '../../handover/actions/escalate';
import { readTeam, type AssignTo, type Strategy, type TeamMember, type TeamRow } from '../../handover/assignment';
import { readAnswerWithin, type OutsideHours } from '../../handover/availability';
import { messageOf } from '../../handover/errors';
import { readOrder, type EscalationRow } from '../../handover/escalation';
import type { Receipt } from '../../handover/receipt';
import { openStore } from '../../handover/store/openStore';
import { businessHoursOf } from '../shared/hours';
import { receiptData, subjectOf } from '../shared/items';
import { openDesk } from '../shared/desk';
import { deskCredentials } from '../shared/parameters';
import { runItems, type ItemResult } from '../shared/runItems';
import { asText, isObject, textParameter } from '../shared/values';
import { assignConversationProperties } from './description';

type Operation = 'assign' | 'escalate' | 'fromQueue';

const NOT_NEEDED_OUTPUT = 1;

export class AssignConversation implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Assign Conversation',
		name: 'assignConversation',
		icon: { light: 'file:assignConversation.svg', dark: 'file:assignConversation.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { escalate: "Escalate", fromQueue: "From the queue" }[$parameter["operation"]] ?? { member: "To " + ($parameter["member"] || "one person"), team: "To team " + $parameter["teamName"], deskTeam: "To team " + $parameter["deskTeam"], anyone: "To whoever is free" }[$parameter["assignTo"]] }}',
		description: 'Give the conversation to a person on the team, or leave it in the queue',
		defaults: { name: 'Assign Conversation' },
		inputs: [NodeConnectionTypes.Main],
		outputs:
			'={{ $parameter["operation"] === "escalate" ? [{ type: "main", displayName: "Escalated" }, { type: "main", displayName: "Not Needed" }] : [{ type: "main" }] }}',
		credentials: deskCredentials,
		usableAsTool: true,
		properties: assignConversationProperties,
	};

	methods = {
		loadOptions: {
			async members(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
				const table = this.getCurrentNodeParameter('team') as { members?: TeamRow[] } | undefined;
				// A row that is still being filled in must not take the list away.
				const named = (table?.members ?? []).filter(({ name }) => asText(name) !== undefined);
				const desk = await openDesk(this, deskName(this));
				const team = named.length > 0 ? readTeam(named) : await (await openStore(process.env)).team({ desk: desk.name, account: desk.account }, this.getWorkflow().id);
				const listed = team.map(({ id, name, team: of }) => ({ name: of ? `${name} (${of})` : name, value: id }));
				const agents = await desk.agents();
				const others = agents.filter(({ name, email }) => !listed.some(({ value }) => value === (email ?? name).toLowerCase()));
				return [...listed, ...others.map(({ id, name, available }) => ({ name: available ? name : `${name} (offline)`, value: id }))];
			},
			async teams(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
				return (await (await openDesk(this, deskName(this))).teams()).map((name) => ({ name, value: name }));
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return perform[this.getNodeParameter('operation', 0, 'assign') as Operation](this);
	}
}

const perform: Record<Operation, (node: IExecuteFunctions) => Promise<INodeExecutionData[][]>> = {
	assign: (node) =>
		runItems(
			node,
			async (ctx, item, index) => {
				const skipIfOwned = node.getNodeParameter('skipIfOwned', index) as boolean;
				const { receipt } = await assignConversation(ctx, {
					...subjectOf(ctx, node, item, index),
					team: teamOf(node, index),
					assignTo: assignToOf(node, index),
					ifNobodyFree: node.getNodeParameter('ifNobodyFree', index, 'anyone') as 'anyone' | 'queue',
					skipIfOwned,
					owner: skipIfOwned ? textParameter(node, 'owner', index, 'Contact Owner').trim() : undefined,
					hours: businessHoursOf(node, index, ctx.zone),
					outsideHours: node.getNodeParameter('outsideHours', index, 'assign') as OutsideHours,
					answerWithin: readAnswerWithin({
						normal: Number(node.getNodeParameter('answerWithin', index)),
						urgent: Number(node.getNodeParameter('answerUrgentWithin', index)),
					}),
				});
				return { fields: { handover: receiptData(receipt) } };
			},
			{ step: 'assign' },
		),

	escalate: (node) =>
		runItems(
			node,
			async (ctx, item, index) => {
				const { lines = [] } = node.getNodeParameter('order', index, {}) as { lines?: EscalationRow[] };
				const { receipt, escalation } = await escalate(ctx, {
					...subjectOf(ctx, node, item, index),
					team: teamOf(node, index),
					order: readOrder(lines),
					by: node.getNodeParameter('strategy', index) as Strategy,
					...causeOf(node, item, index),
				});
				return {
					output: escalation.escalated ? 0 : NOT_NEEDED_OUTPUT,
					fields: { ...(receipt && { handover: receiptData(receipt) }), escalation: { ...escalation } as IDataObject },
				};
			},
			// Nobody must be told of an escalation that failed.
			{ step: 'assign', outputs: 2, errorOutput: NOT_NEEDED_OUTPUT },
		),

	fromQueue: (node) =>
		runItems(node, async (ctx, _item, index) => {
			// There is one queue, however many items ask for it.
			if (index > 0) return [];
			const { assigned, failed } = await assignFromQueue(ctx, {
				team: teamOf(node, index),
				by: node.getNodeParameter('strategy', index) as Strategy,
				limit: Number(node.getNodeParameter('limit', index)),
			});
			// Those that have an owner now go on, whatever became of the others, which stay in the queue.
			if (failed[0] && assigned.length === 0) throw failed[0].error;
			for (const { handover, error } of failed) node.logger.warn(`Handover ${handover.id} stays in the queue: ${messageOf(error)}`);
			return assigned.map(queuedItem);
		}),
};

/** Like the items of On Handover Event: connecting the next node is enough. */
function queuedItem(receipt: Receipt): ItemResult {
	const { conversationId, channel } = receipt;
	return { alone: true, fields: { handover: receiptData(receipt), conversationId, contact: { ...receipt.contact } as IDataObject, channel } };
}

function teamOf(node: IExecuteFunctions, index: number): TeamMember[] {
	const table = node.getNodeParameter('team', index, {}) as { members?: TeamRow[] };
	return readTeam(table.members ?? []);
}

/** The event that calls for it, and when that fell due, if the item says so. */
function causeOf(node: IExecuteFunctions, item: INodeExecutionData, index: number): { cause: string; causedAt?: number } {
	const named = textParameter(node, 'eventId', index, 'Event ID').trim();
	if (named === '') return { cause: `run ${node.getExecutionId()}, ${node.getNode().name}, item ${index}` };
	const { event } = item.json;
	const at = isObject(event) && event.id === named ? Date.parse(String(event.at)) : NaN;
	return { cause: named, ...(Number.isFinite(at) && { causedAt: at }) };
}

function deskName(node: ILoadOptionsFunctions): string {
	return (node.getCurrentNodeParameter('desk') as string | undefined) ?? 'built-in';
}

function assignToOf(node: IExecuteFunctions, index: number): AssignTo {
	const to = node.getNodeParameter('assignTo', index) as AssignTo['to'];
	if (to === 'member') return { to, member: textParameter(node, 'member', index, 'Member') };
	if (to === 'deskTeam') return { to, team: textParameter(node, 'deskTeam', index, 'Team of the Desk') };
	const by = node.getNodeParameter('strategy', index) as Strategy;
	return to === 'team' ? { to, by, team: textParameter(node, 'teamName', index, 'Team Name') } : { to, by };
}
