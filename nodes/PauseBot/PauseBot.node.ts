import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import type { ActionContext } from '../../handover/actions/context';
import type { Subject } from '../../handover/actions/episode';
import { checkBot, humanReplied, pauseBot, resumeBot, type PauseOutput } from '../../handover/actions/pauseBot';
import { botStateWithoutStore, type PauseEnd, type PauseLength, type PauseUntil } from '../../handover/pause';
import { dateParameter } from '../shared/dates';
import { botStateData, conversationIdOf, subjectOf } from '../shared/items';
import { runItems, type ItemResult } from '../shared/runItems';
import { deskCredentials } from '../shared/parameters';
import { asText, parameterOf, textParameter } from '../shared/values';
import { pauseBotProperties } from './description';

type Operation = 'pause' | 'resume' | 'check' | 'humanReplied';

const BOT_PAUSED_OUTPUT = 1;

export class PauseBot implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Pause Bot',
		name: 'pauseBot',
		icon: { light: 'file:pauseBot.svg', dark: 'file:pauseBot.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { pause: "Pause", resume: "Resume", check: "Check", humanReplied: "Human Replied" }[$parameter["operation"]] }}',
		description: 'Keep the bot quiet while a person has the conversation, and bring it back afterwards',
		defaults: { name: 'Pause Bot' },
		inputs: [NodeConnectionTypes.Main],
		outputs:
			'={{ $parameter["operation"] === "check" ? [{ type: "main", displayName: "Bot May Reply" }, { type: "main", displayName: "Bot Paused" }] : [{ type: "main" }] }}',
		credentials: deskCredentials,
		usableAsTool: true,
		properties: pauseBotProperties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = this.getNodeParameter('operation', 0) as Operation;
		const checking = operation === 'check';
		const leave = (result: PauseOutput, item: INodeExecutionData, conversationId: string): ItemResult => ({
			output: checking && !result.bot.mayReply ? BOT_PAUSED_OUTPUT : 0,
			fields: { handover: botStateData(result, item.json.handover, conversationId) },
		});
		const work = async (ctx: ActionContext, item: INodeExecutionData, index: number) => {
			const subject = subjectOf(ctx, this, item, index);
			const result = await perform[operation](ctx, subject, this, index);
			return leave(result, item, subject.ref.conversationId);
		};
		if (!checking) return runItems(this, work, operation === 'pause' ? { step: 'pause' } : {});
		return runItems(this, work, {
			outputs: 2,
			// An item that can't be checked must not reach the bot.
			errorOutput: BOT_PAUSED_OUTPUT,
			withoutStore: (error, item, index) => {
				const speak = this.getNodeParameter('whenStoreUnreachable', index, 'quiet') === 'reply';
				const bot = botStateWithoutStore(error.message, speak);
				return leave({ bot }, item, conversationIdOf(this, index));
			},
		});
	}
}

type Perform = (
	ctx: ActionContext,
	subject: Subject,
	node: IExecuteFunctions,
	index: number,
) => Promise<PauseOutput>;

const perform: Record<Operation, Perform> = {
	pause: (ctx, subject, node, index) =>
		pauseBot(ctx, subject, untilOf(node, index), { idleHours: idleHoursOf(node, index), workflow: workflowOf(node, index) }),
	resume: (ctx, subject, node, index) => resumeBot(ctx, subject, workflowOf(node, index)),
	humanReplied: (ctx, subject, node, index) =>
		humanReplied(ctx, subject, {
			length: node.getNodeParameter('quietFor', index, 'asSet') === 'other' ? lengthOf(node, index) : undefined,
			text: textParameter(node, 'agentMessage', index, 'Agent Message'),
			messageId: messageIdOf(node, index),
		}),
	check: (ctx, subject, node, index) =>
		checkBot(ctx, subject, textParameter(node, 'customerMessage', index, 'Customer Message'), messageIdOf(node, index)),
};

function untilOf(node: IExecuteFunctions, index: number): PauseUntil {
	const ends = node.getNodeParameter('ends', index, 'time') as 'date' | PauseEnd;
	switch (ends) {
		case 'time':
			return lengthOf(node, index);
		case 'date':
			return { at: dateParameter(node, 'date', index, 'Date') };
		case 'claimed':
		case 'closed':
			return { person: ends, alertEveryHours: Number(node.getNodeParameter('alertEvery', index)) };
	}
}

/** Nothing for a pause that only closing ends: what a person writes doesn't change it. */
function idleHoursOf(node: IExecuteFunctions, index: number): number | undefined {
	if (node.getNodeParameter('ends', index, 'time') === 'closed') return undefined;
	return Number(node.getNodeParameter('afterHumanReply', index));
}

function workflowOf(node: IExecuteFunctions, index: number): string | undefined {
	return asText(node.getNodeParameter('deskWorkflow', index, ''));
}

function messageIdOf(node: IExecuteFunctions, index: number): string | undefined {
	return asText(parameterOf(node, 'messageId', index, ''));
}

function lengthOf(node: IExecuteFunctions, index: number): PauseLength {
	const unit = (name: keyof PauseLength) => Number(node.getNodeParameter(name, index));
	return { days: unit('days'), hours: unit('hours'), minutes: unit('minutes') };
}
