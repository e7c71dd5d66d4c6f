import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType } from 'n8n-workflow';
import { fakeNodes } from './n8nNodes';

/** What happens while the bot thinks; each test sets its own. */
export const thinking: { meanwhile: () => Promise<unknown> } = { meanwhile: async () => undefined };

/** A bot that takes its time, and then answers. */
const bot: INodeType = {
	description: {
		displayName: 'Thinking Bot',
		name: 'thinkingBot',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: {},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	},
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		await thinking.meanwhile();
		return [this.getInputData().map(({ json }, item) => ({ json: { ...json, output: 'We open at nine.' }, pairedItem: { item } }))];
	},
};

// The engine takes the fakes when it is loaded: import this before it.
fakeNodes['test.thinkingBot'] = bot;
