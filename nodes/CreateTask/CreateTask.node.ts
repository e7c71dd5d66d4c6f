import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { completeTask, createTask } from '../../handover/actions/createTask';
import type { ModelPort } from '../../handover/detection/ai/model';
import type { Priority } from '../../handover/scenario';
import { aiSummariser, builtInSummariser, type Summariser } from '../../handover/summary/summarise';
import type { Due } from '../../handover/task';
import { dateParameter } from '../shared/dates';
import { businessHoursOf } from '../shared/hours';
import { receiptData, subjectOf } from '../shared/items';
import { modelOf, modelTimeout } from '../shared/model';
import { runItems } from '../shared/runItems';
import { textParameter } from '../shared/values';
import { createTaskCredentials, createTaskInputs, createTaskProperties } from './description';

/** The task is what matters, and a step may not take longer than two minutes. */
const LONGEST_TIMEOUT_SECONDS = 30;

export class CreateTask implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Create Task',
		name: 'createTask',
		icon: { light: 'file:createTask.svg', dark: 'file:createTask.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { create: "Create", complete: "Complete" }[$parameter["operation"]] }}',
		description: 'Put a task with everything an agent needs into their list',
		defaults: { name: 'Create Task' },
		inputs: createTaskInputs,
		outputs: [NodeConnectionTypes.Main],
		credentials: createTaskCredentials,
		usableAsTool: true,
		properties: createTaskProperties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		if (this.getNodeParameter('operation', 0) === 'complete') {
			return runItems(this, async (ctx, item, index) => {
				const { receipt } = await completeTask(ctx, subjectOf(ctx, this, item, index));
				return { fields: { handover: receiptData(receipt) } };
			});
		}
		let summarise: Summariser | undefined;
		return runItems(
			this,
			async (ctx, item, index) => {
				summarise ??= summariserOf(this);
				const { receipt } = await createTask(ctx, {
					...subjectOf(ctx, this, item, index),
					title: textParameter(this, 'title', index, 'Title').trim() || undefined,
					body: textParameter(this, 'body', index, 'Description').trim() || undefined,
					due: dueOf(this, index, ctx.zone),
					priority: priorityOf(this, index),
					summarise,
				});
				return { fields: { handover: receiptData(receipt) } };
			},
			{ step: 'task' },
		);
	}
}

/** The operator's choice, set up once for all items. */
function summariserOf(node: IExecuteFunctions): Summariser {
	if (node.getNodeParameter('summary', 0, 'builtIn') !== 'ai') return builtInSummariser;
	let model: Promise<ModelPort> | undefined;
	return aiSummariser(() => (model ??= modelOf(node, 'Summary')), { timeout: modelTimeout(node, LONGEST_TIMEOUT_SECONDS) });
}

function dueOf(node: IExecuteFunctions, index: number, zone: string): Due {
	const due = node.getNodeParameter('due', index);
	if (due === 'hours') return { hours: Number(node.getNodeParameter('dueHours', index)) };
	if (due === 'businessHours') {
		return { openHours: Number(node.getNodeParameter('dueOpenHours', index)), schedule: businessHoursOf(node, index, zone) };
	}
	return { at: dateParameter(node, 'dueDate', index, 'Due Date') };
}

function priorityOf(node: IExecuteFunctions, index: number): Priority | undefined {
	const priority = node.getNodeParameter('priority', index) as Priority | 'scenario';
	return priority === 'scenario' ? undefined : priority;
}
