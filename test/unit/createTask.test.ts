import { completeTask, createTask, type TaskInput } from '../../handover/actions/createTask';
import { findOrOpenHandover } from '../../handover/actions/episode';
import { addTags } from '../../handover/actions/tagContact';
import type { Desk } from '../../handover/desks/desk';
import type { Summariser } from '../../handover/summary/summarise';
import { DAY, HOUR, MINUTE, NOW } from '../support/builders';
import { aSubject, aWorld, conversation, type World } from '../support/world';

let world: World;
beforeEach(async () => {
	world = await aWorld();
});
afterEach(() => world.close());

const create = (over: Partial<TaskInput> = {}, at = 0, desk: Partial<Desk> = {}) =>
	createTask(world.ctx(at, desk), { ...aSubject(), due: { hours: 24 }, ...over });

it('notes when the task is due, so that somebody can be warned', async () => {
	const { receipt } = await create();
	expect(await world.store.handover(receipt.id)).toMatchObject({ taskDueAt: NOW + DAY });
});

it('notes when it was done, the first time, also when the bot is back by then', async () => {
	const { receipt } = await create();
	await world.store.resume(conversation(), 'back_to_bot', NOW + HOUR);
	await completeTask(world.ctx(2 * HOUR), aSubject('c-1', { id: receipt.id }));
	await completeTask(world.ctx(3 * HOUR), aSubject());
	expect(await world.store.handover(receipt.id)).toMatchObject({ status: 'closed', taskCompletedAt: NOW + 2 * HOUR });
});

it('counts the business hours that Assign Conversation has set', async () => {
	const { id } = await findOrOpenHandover(world.ctx(), aSubject(), 'a test');
	await world.store.setPlan(id, { deadlineAt: NOW + DAY, hours: { weekly: 'Mon-Fri 9:00-17:00', holidays: '', zone: 'UTC' } });
	// It is Friday, 12:00.
	const { result } = await create({ due: { openHours: 8 } });
	expect(result.what).toBe('Task for the team, due 30 Mar 2026, 12:00, 8 business hours after the request');
	expect(result.why).toBeUndefined();
});

it('counts from the request, however late it is created', async () => {
	await findOrOpenHandover(world.ctx(), aSubject(), 'a test');
	expect((await create({}, 3 * HOUR)).result.data).toMatchObject({ due: '2026-03-28T12:00:00.000Z' });
});

it('names the tags that the contact has got by then', async () => {
	await findOrOpenHandover(world.ctx(), aSubject(), 'a test');
	await addTags(world.ctx(), aSubject(), ['vip'], false);
	const { result } = await create();
	expect(result.data).toMatchObject({ tags: ['handover_custom', 'vip'], body: expect.stringContaining('Tags: handover_custom, vip') });
});

it('shows the priority that the operator chose', async () => {
	expect((await create({ priority: 'urgent' })).result.data).toMatchObject({ priority: 'urgent', body: expect.stringContaining('Priority: urgent') });
});

it('reads the messages at the desk when the flow has seen none', async () => {
	const messages: Desk['messages'] = async () => [{ from: 'customer', text: 'Where is my order A-1042?', at: NOW - MINUTE }];
	expect((await create({}, 0, { messages })).result.data).toMatchObject({ summary: 'Where is my order A-1042?' });
});

it('sums up once, and tells why the summary is another one than was asked for', async () => {
	const summarise = jest.fn<ReturnType<Summariser>, Parameters<Summariser>>(async () => ({ text: 'Wants a ring.', by: 'built-in', why: 'The AI slept' }));
	const { result } = await create({ summarise });
	expect(result).toMatchObject({ why: 'The AI slept', data: { summary: 'Wants a ring.', summaryBy: 'built-in', title: expect.stringContaining('– Wants a ring.') } });
	await create({ summarise });
	expect(summarise).toHaveBeenCalledTimes(1);
});
