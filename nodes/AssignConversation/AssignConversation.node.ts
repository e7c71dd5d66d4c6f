import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type INodeExecutionData,
	type INodePropertyOptions,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { assignConversation } from '../../handover/actions/assignConversation';
import { readTeam, type AssignTo, type Strategy, type TeamRow } from '../../handover/assignment';
import { receiptData, subjectOf } from '../shared/items';
import { openDesk } from '../shared/desk';
import { deskCredentials } from '../shared/parameters';
import { runItems } from '../shared/runItems';
import { asText, textParameter } from '../shared/values';
import { assignConversationProperties } from './description';

export class AssignConversation implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Assign Conversation',
		name: 'assignConversation',
		icon: { light: 'file:assignConversation.svg', dark: 'file:assignConversation.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { member: "To " + ($parameter["member"] || "one person"), team: "To team " + $parameter["teamName"], deskTeam: "To team " + $parameter["deskTeam"], anyone: "To whoever is free" }[$parameter["assignTo"]] }}',
		description: 'Give the conversation to a person on the team, or leave it in the queue',
		defaults: { name: 'Assign Conversation' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
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
				const listed = readTeam(named).map(({ id, name, team }) => ({ name: team ? `${name} (${team})` : name, value: id }));
				const agents = await (await openDesk(this, deskName(this))).agents();
				const others = agents.filter(({ name, email }) => !listed.some(({ value }) => value === (email ?? name).toLowerCase()));
				return [...listed, ...others.map(({ id, name, available }) => ({ name: available ? name : `${name} (offline)`, value: id }))];
			},
			async teams(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
				return (await (await openDesk(this, deskName(this))).teams()).map((name) => ({ name, value: name }));
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return runItems(this, async (ctx, item, index) => {
			const table = this.getNodeParameter('team', index, {}) as { members?: TeamRow[] };
			const skipIfOwned = this.getNodeParameter('skipIfOwned', index) as boolean;
			const { receipt } = await assignConversation(ctx, {
				...subjectOf(ctx, this, item, index),
				team: readTeam(table.members ?? []),
				assignTo: assignToOf(this, index),
				ifNobodyFree: this.getNodeParameter('ifNobodyFree', index, 'anyone') as 'anyone' | 'queue',
				skipIfOwned,
				owner: skipIfOwned ? textParameter(this, 'owner', index, 'Contact Owner').trim() : undefined,
			});
			return { fields: { handover: receiptData(receipt) } };
		}, { step: 'assign' });
	}
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
