import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { completeTask, createTask } from '../../handover/actions/createTask';
import type { Priority } from '../../handover/scenario';
import type { Due } from '../../handover/task';
import { receiptData, subjectOf } from '../shared/items';
import { runItems } from '../shared/runItems';
import { textParameter } from '../shared/values';
import { createTaskProperties } from './description';

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
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		properties: createTaskProperties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return runItems(this, async (ctx, item, index) => {
			const subject = subjectOf(this, item, index);
			const { receipt } =
				this.getNodeParameter('operation', index) === 'complete'
					? await completeTask(ctx, subject)
					: await createTask(ctx, {
							...subject,
							title: textParameter(this, 'title', index, 'Title').trim() || undefined,
							body: textParameter(this, 'body', index, 'Description').trim() || undefined,
							due: dueOf(this, index),
							priority: priorityOf(this, index),
						});
			return { fields: { handover: receiptData(receipt) } };
		}, { step: 'task' });
	}
}

function dueOf(node: IExecuteFunctions, index: number): Due {
	return node.getNodeParameter('due', index) === 'date'
		? { at: textParameter(node, 'dueDate', index, 'Due Date') }
		: { hours: Number(node.getNodeParameter('dueHours', index)) };
}

function priorityOf(node: IExecuteFunctions, index: number): Priority | undefined {
	const priority = node.getNodeParameter('priority', index) as Priority | 'scenario';
	return priority === 'scenario' ? undefined : priority;
}
