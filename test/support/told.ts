import type { EventItem } from '../../handover/eventItem';
import type { N8nClient } from './scripts';

/** The events that started executions at one trigger, oldest first. Throws while an execution runs. */
export async function told(client: N8nClient, workflowId: string, trigger: string): Promise<EventItem[]> {
	const executions = await client.executions({ workflowId, limit: 250 });
	if (executions.some(({ status }) => ['new', 'running', 'waiting'].includes(status))) throw new Error('An execution has not ended');
	const items: EventItem[] = [];
	for (const { id } of executions.reverse()) {
		const { data } = await client.execution(id);
		const first = data?.resultData.runData[trigger]?.[0]?.data?.main?.[0]?.[0];
		if (first) items.push(first.json as unknown as EventItem);
	}
	return items;
}
