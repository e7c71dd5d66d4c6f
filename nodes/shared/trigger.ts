import { NodeConnectionTypes, type INodeProperties, type INodeTypeDescription } from 'n8n-workflow';

/** What the triggers of all desks have in common. */
export const triggerOutputs: Pick<INodeTypeDescription, 'inputs' | 'outputs' | 'outputNames'> = {
	inputs: [],
	outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main],
	outputNames: ['Customer Message', 'Human Reply', 'Update'],
};

export const takeoverHours: INodeProperties = {
	displayName: 'Pause After a Human Reply (Hours)',
	name: 'takeoverHours',
	type: 'number',
	typeOptions: { minValue: 0.1 },
	default: 8,
	description:
		'When a person of your team writes to the customer, the bot keeps quiet for so long from then on. Each of their messages starts it anew; it never shortens a pause. While a pause set by Pause Bot holds, its own "After a Human Reply" counts.',
};
