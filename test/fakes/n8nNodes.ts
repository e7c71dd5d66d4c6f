import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

/*
 * The few nodes of n8n's own that the templates use, as far as they use them.
 * n8n's packages are too large for the unit tests; the end-to-end tests run
 * the real ones.
 */

function node(
	description: Partial<INodeTypeDescription>,
	execute: (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>,
): INodeType {
	return {
		description: {
			displayName: 'Fake',
			name: 'fake',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: {},
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
			...description,
		},
		execute,
	};
}

async function passOn(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return [this.getInputData()];
}

/** Edit Fields in manual mode: the listed fields, with or without the incoming ones. */
async function editFields(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return [
		this.getInputData().map((item, index) => {
			const { assignments } = this.getNodeParameter('assignments', index) as {
				assignments: Array<{ name: string; value: IDataObject[string] }>;
			};
			const kept = this.getNodeParameter('includeOtherFields', index, false) ? item.json : {};
			const fields = Object.fromEntries(assignments.map(({ name, value }) => [name, value]));
			return { json: { ...kept, ...fields }, pairedItem: { item: index } };
		}),
	];
}

const parameter = (name: string, type: 'json' | 'boolean') => ({
	displayName: name,
	name,
	type,
	default: type === 'json' ? {} : false,
});

/** A chat model that always says what its parameter "answer" says, and notes what it was asked. */
const chatModelNode: INodeType = {
	description: {
		...node({ inputs: [], outputs: ['ai_languageModel'], properties: [parameter('answer', 'json')] }, passOn).description,
	},
	async supplyData(itemIndex) {
		const answer = this.getNodeParameter('answer', itemIndex) as string | undefined;
		if (answer === undefined) throw new Error('this model has no answer');
		const response = {
			model: 'connected-test-model',
			invoke: async (messages: [string, string][]) => {
				askedOfChatModel.push(messages);
				return { content: answer, usage_metadata: { input_tokens: 300, output_tokens: 40 } };
			},
		};
		return { response };
	},
};

/** What the fake chat model was asked, by every workflow of the test file. */
export const askedOfChatModel: [string, string][][] = [];

export const fakeNodes: Record<string, INodeType> = {
	'n8n-nodes-base.noOp': node({}, passOn),
	'n8n-nodes-base.scheduleTrigger': node({ group: ['trigger'], inputs: [] }, passOn),
	// Switched off in the templates.
	'n8n-nodes-base.emailSend': node({}, passOn),
	'n8n-nodes-base.slack': node({}, passOn),
	'@n8n/n8n-nodes-langchain.lmChatOpenAi': chatModelNode,
	'@n8n/n8n-nodes-langchain.chatTrigger': node({ group: ['trigger'], inputs: [] }, passOn),
	'n8n-nodes-base.set': node(
		{ properties: [parameter('assignments', 'json'), parameter('includeOtherFields', 'boolean')] },
		editFields,
	),
};
