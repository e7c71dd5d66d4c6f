import { DateTime } from 'luxon';
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
import { deskCredentials } from '../shared/parameters';
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
		credentials: deskCredentials,
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
		return runItems(
			this,
			async (ctx, item, index) => {
				const { receipt } = await createTask(ctx, {
					...subjectOf(ctx, this, item, index),
					title: textParameter(this, 'title', index, 'Title').trim() || undefined,
					body: textParameter(this, 'body', index, 'Description').trim() || undefined,
					due: dueOf(this, index),
					priority: priorityOf(this, index),
				});
				return { fields: { handover: receiptData(receipt) } };
			},
			{ step: 'task' },
		);
	}
}

function dueOf(node: IExecuteFunctions, index: number): Due {
	if (node.getNodeParameter('due', index) !== 'date') return { hours: Number(node.getNodeParameter('dueHours', index)) };
	// Expressions give dates in several forms: {{ $now.plus({ days: 1 }) }}, new Date(), milliseconds.
	const value = node.getNodeParameter('dueDate', index) as unknown;
	const date = typeof value === 'number' ? DateTime.fromMillis(value) : value instanceof Date ? DateTime.fromJSDate(value) : value;
	return { at: DateTime.isDateTime(date) ? (date.toISO() ?? '') : textParameter(node, 'dueDate', index, 'Due Date') };
}

function priorityOf(node: IExecuteFunctions, index: number): Priority | undefined {
	const priority = node.getNodeParameter('priority', index) as Priority | 'scenario';
	return priority === 'scenario' ? undefined : priority;
}
