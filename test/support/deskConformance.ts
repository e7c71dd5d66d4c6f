import { ABILITIES, AssigneeRefused, DeskError, type Ability } from '../../handover/desks/desk';
import type { DeskKind } from '../../handover/desks/kind';
import { Memory } from '../../handover/desks/memory';
import { HandoverError } from '../../handover/errors';
import type { Handover } from '../../handover/receipt';
import { TROUBLE, type FakeDesk } from '../fakes/fakeDesk';
import { DAY, NOW } from './builders';
import { deskInTrouble } from './deskInTrouble';
import { ROSA, TEXT, WORKFLOW, aNote, aTask, attempt, scene, type DeskBench } from './deskScene';
import { testClock } from './desks';

/**
 * What every desk must do, whatever it is: with its own abilities, or as its
 * table of capabilities says instead. Desks with a server are also broken.
 */
export function deskConformance(kind: DeskKind, setUp: () => Promise<DeskBench>): void {
	describe(kind.title, () => {
		deskBehaviour(kind, setUp);
		if (kind.credential) describe('in trouble', () => deskInTrouble(kind, setUp));
	});
}

/** What a desk does when nothing goes wrong. */
export function deskBehaviour(kind: DeskKind, setUp: () => Promise<DeskBench>): void {
	const { bench, open, handover: begun, agent } = scene(kind, setUp);
	const native = (ability: Ability) => kind.capabilities[ability] === 'native';

	describe('its table of capabilities', () => {
		it.each(ABILITIES)('says how it does %s', (ability) => {
			const capability = kind.capabilities[ability];
			// In words that an operator reads, not a single one.
			if (capability !== 'native') expect(capability.instead.split(' ').length).toBeGreaterThan(4);
		});

		it('names nothing else, and is the one of the open desk', () => {
			expect(Object.keys(kind.capabilities).sort()).toEqual([...ABILITIES].sort());
			expect(open().capabilities).toBe(kind.capabilities);
		});
	});

	it('goes by the same names as its kind', () => {
		const account = kind.account(bench().credentials);
		expect(open()).toMatchObject({ name: kind.name, title: kind.title, account });
		expect(account).not.toBe('');
	});

	if (kind.credential) {
		it('says what is missing in an empty credential', () => {
			expect(() => kind.account({})).toThrow(HandoverError);
			expect(URL.canParse(kind.address({}))).toBe(true);
			expect(() => kind.address({ url: 'not an address' })).toThrow(HandoverError);
		});
	}

	describe('agents', () => {
		if (native('agents')) {
			it('are those who work there', async () => {
				const rosa = agent('Rosa', { available: true });
				const gone = agent('Gone');
				bench().fake?.removeAgent(gone.id);
				const agents = await open().agents();
				expect(agents).toContainEqual({ ...rosa, available: true });
				expect(agents.map(({ id }) => id)).not.toContain(gone.id);
			});
		} else {
			it('are none', async () => {
				expect(await open().agents()).toEqual([]);
			});
		}

		it(native('presence') ? 'are available when they are online' : 'are always available', async () => {
			const away = agent('Away', { available: false });
			const agents = await open().agents();
			expect(agents.filter(({ id, available }) => id === away.id && available)).toHaveLength(native('agents') && !native('presence') ? 1 : 0);
		});
	});

	describe('teams', () => {
		if (native('teams')) {
			it('are known by their names, in any case', async () => {
				const rosa = agent('Rosa', { team: 'Support' });
				agent('Ben', { team: 'Sales' });
				const desk = open();
				expect((await desk.teams()).sort().map((name) => name.toLowerCase())).toEqual(['sales', 'support']);
				expect((await desk.agents('SUPPORT')).map(({ id }) => id)).toEqual([rosa.id]);
			});

			it('take a conversation', async () => {
				agent('Rosa', { team: 'Support' });
				const handover = await begun();
				await open().assignTeam(handover, 'support');
				expect((await bench().state(handover)).team?.toLowerCase()).toBe('support');
			});
		} else {
			it('are none', async () => {
				expect(await open().teams()).toEqual([]);
			});
		}

		it('that it doesn\'t have are refused in words', async () => {
			agent('Rosa', { team: 'Support' });
			const handover = await begun();
			const desk = open();
			await expect(desk.assignTeam(handover, 'Nobody')).rejects.toBeInstanceOf(HandoverError);
			if (native('agents')) await expect(desk.agents('Nobody')).rejects.toBeInstanceOf(HandoverError);
			expect((await bench().state(handover)).team).toBeUndefined();
		});
	});

	describe('look', () => {
		if (kind.credential) {
			it('shows the contact as the desk knows them', async () => {
				const contact = { ...ROSA, fields: { 'Order number': 'A-17' } };
				const view = await open().look(await begun({ contact }));
				expect(view.contact).toMatchObject(contact);
				expect(URL.canParse(view.link ?? '')).toBe(true);
			});

			it('leaves out what it doesn\'t know', async () => {
				const { contact } = await open().look(await begun({ contact: { name: 'Rosa Lima' } }));
				expect(contact.name).toBe('Rosa Lima');
				for (const text of [contact.phone, contact.email]) expect(text).toBeUndefined();
			});

			it('shows the owner', async () => {
				const rosa = agent('Rosa');
				expect((await open().look(await begun({ owner: rosa.id }))).owner).toMatchObject({ id: rosa.id, name: 'Rosa' });
			});

			it('shows no bot as the owner', async () => {
				const handover = await begun();
				await bench().assignBot?.(handover);
				expect((await open().look(handover)).owner).toBeUndefined();
			});

			it('shows no owner who has left', async () => {
				const rosa = agent('Rosa');
				const handover = await begun({ owner: rosa.id });
				bench().fake?.removeAgent(rosa.id);
				expect((await open().look(handover)).owner).toBeUndefined();
			});
		}

		it('shows no owner when there is none', async () => {
			expect((await open().look(await begun())).owner).toBeUndefined();
		});
	});

	describe('messages', () => {
		const said = [
			{ from: 'customer', text: 'My order is late' },
			{ from: 'bot', text: 'I am sorry' },
			{ from: 'agent', text: 'Rosa here 👋' },
			{ from: 'customer', text: 'Where is it?' },
		] as const;

		if (native('messages')) {
			it('come oldest first, each with who said it', async () => {
				const messages = await open().messages(await begun({ messages: [...said] }));
				expect(messages.map(({ from, text }) => ({ from, text }))).toEqual(said);
				const times = messages.map(({ at }) => at);
				expect(times).toEqual([...times].sort((a, b) => a - b));
				expect(times.every((at) => Number.isSafeInteger(at) && at > 0)).toBe(true);
			});

			it('are the last ones', async () => {
				const many = Array.from({ length: 15 }, (_, number) => ({ from: 'customer' as const, text: `message ${number}` }));
				const messages = await open().messages(await begun({ messages: many }));
				expect(messages.map(({ text }) => text)).toEqual(many.slice(-10).map(({ text }) => text));
			});

			it('are not what only agents see', async () => {
				const handover = await begun({ messages: [...said] });
				await open().note(handover, aNote(handover), attempt());
				await open().createTask(handover, aTask(handover), attempt());
				expect(await open().messages(handover)).toHaveLength(said.length);
			});
		}

		it('are none in a new conversation', async () => {
			expect(await open().messages(await begun())).toEqual([]);
		});
	});

	describe('assign', () => {
		it('makes somebody the owner, and then somebody else', async () => {
			const [rosa, ben] = [agent('Rosa'), agent('Ben')];
			const handover = await begun();
			await open().assign(handover, rosa, NOW);
			expect((await bench().state(handover)).owner).toBe(rosa.id);
			await open().assign(handover, ben, NOW);
			expect((await bench().state(handover)).owner).toBe(ben.id);
		});

		it('shows in the same run, and to the next', async () => {
			const rosa = agent('Rosa');
			const handover = await begun();
			const desk = open();
			await desk.look(handover);
			await desk.assign(handover, rosa, NOW);
			for (const one of [desk, open()]) expect((await one.look(handover)).owner).toMatchObject({ id: rosa.id, name: 'Rosa' });
		});

		it('may be done again', async () => {
			const rosa = agent('Rosa');
			const handover = await begun({ owner: rosa.id });
			await open().assign(handover, rosa, NOW);
			expect((await bench().state(handover)).owner).toBe(rosa.id);
		});

		if (native('agents')) {
			it.each(['who has left', 'whom nobody knows'])('refuses somebody %s, and leaves no wrong owner', async (who) => {
				const [rosa, gone] = [agent('Rosa'), agent('Gone')];
				if (who === 'who has left') bench().fake?.removeAgent(gone.id);
				// As long as the desk's own ids, and nobody's.
				else gone.id = gone.id.replace(/./g, '9');
				for (const owner of [undefined, rosa.id]) {
					const handover = await begun({ owner });
					await expect(open().assign(handover, gone, NOW)).rejects.toBeInstanceOf(AssigneeRefused);
					expect([undefined, owner]).toContain((await bench().state(handover)).owner);
					const seen = (await open().look(handover)).owner?.id;
					expect(seen).toBe((await bench().state(handover)).owner);
				}
			});

			it('no longer offers somebody who was refused', async () => {
				const [rosa, gone] = [agent('Rosa'), agent('Gone')];
				const accountMemory = new Memory(testClock());
				const ids = async () => (await open({ accountMemory }).agents()).map(({ id }) => id);
				expect(await ids()).toEqual(expect.arrayContaining([rosa.id, gone.id]));
				bench().fake?.removeAgent(gone.id);
				await expect(open({ accountMemory }).assign(await begun(), gone, NOW)).rejects.toBeInstanceOf(AssigneeRefused);
				expect(await ids()).not.toContain(gone.id);
			});
		}
	});

	describe('unassign', () => {
		it('leaves nobody the owner, in the same run and for the next', async () => {
			const rosa = agent('Rosa');
			const handover = await begun({ owner: rosa.id });
			const desk = open();
			await desk.look(handover);
			await desk.unassign(handover, rosa, NOW);
			expect((await bench().state(handover)).owner).toBeUndefined();
			for (const one of [desk, open()]) expect((await one.look(handover)).owner).toBeUndefined();
		});

		it('leaves it to somebody else who has it by now', async () => {
			const [rosa, ben] = [agent('Rosa'), agent('Ben')];
			const handover = await begun({ owner: ben.id });
			await open().unassign(handover, rosa, NOW);
			expect((await bench().state(handover)).owner).toBe(ben.id);
		});

		it('may be done again, and undone', async () => {
			const rosa = agent('Rosa');
			const handover = await begun({ owner: rosa.id });
			for (const desk of [open(), open()]) await desk.unassign(handover, rosa, NOW);
			await open().assign(handover, rosa, NOW);
			expect((await bench().state(handover)).owner).toBe(rosa.id);
		});
	});

	describe('tasks', () => {
		it('say what to do, and by when', async () => {
			const rosa = agent('Rosa');
			const handover = await begun({ owner: rosa.id });
			const task = aTask(handover, { assignee: rosa });
			const created = await open().createTask(handover, task, attempt());
			expect(created).toMatchObject({ title: task.title, dueAt: task.dueAt });
			expect(created.completedAt).toBeUndefined();
			const { tasks } = await bench().state(handover);
			expect(tasks).toHaveLength(1);
			expect(tasks[0]).toMatchObject({ id: created.id, title: task.title, dueAt: task.dueAt, completed: false });
			expect(tasks[0]?.body).toContain(task.body);
			if (native('tasks')) expect(tasks[0]?.assigneeId).toBe(rosa.id);
		});

		it('may have any priority and nobody\'s name', async () => {
			for (const priority of ['low', 'normal', 'high', 'urgent'] as const) {
				const handover = await begun();
				await open().createTask(handover, aTask(handover, { priority }), attempt());
				expect((await bench().state(handover)).tasks).toHaveLength(1);
			}
		});

		it('are there once, however often a run is repeated', async () => {
			const handover = await begun();
			const created = await open().createTask(handover, aTask(handover), attempt());
			for (const desk of [open(), open()]) {
				expect(await desk.createTask(handover, aTask(handover), attempt(true))).toMatchObject({ id: created.id, dueAt: NOW + DAY });
			}
			expect((await bench().state(handover)).tasks).toHaveLength(1);
		});

		it('are created by a repeated run that finds none', async () => {
			const handover = await begun();
			await open().note(handover, aNote(handover), attempt());
			await open().createTask(handover, aTask(handover), attempt(true));
			expect((await bench().state(handover)).tasks).toHaveLength(1);
		});

		it('are completed once', async () => {
			const handover = await begun();
			const created = await open().createTask(handover, aTask(handover), attempt());
			for (const desk of [open(), open()]) {
				const completed = await desk.completeTask(handover, NOW + 60_000);
				expect(completed).toMatchObject({ id: created.id, title: created.title });
				expect(completed?.completedAt).toEqual(expect.any(Number));
			}
			expect((await bench().state(handover)).tasks).toMatchObject([{ completed: true }]);
		});

		if (kind.credential && native('tasks')) {
			it('go to somebody else, as long as they are open', async () => {
				const [rosa, ben] = [agent('Rosa'), agent('Ben')];
				const handover = await begun();
				const assigneeOf = async () => (await bench().state(handover)).tasks.map(({ assigneeId }) => assigneeId);
				await open().createTask(handover, aTask(handover, { assignee: rosa }), attempt());
				for (const desk of [open(), open()]) await desk.assignTask(handover, ben);
				expect(await assigneeOf()).toEqual([ben.id]);
				await open().completeTask(handover, NOW);
				await open().assignTask(handover, rosa);
				expect(await assigneeOf()).toEqual([ben.id]);
			});
		}

		it('need not be there to go to somebody else', async () => {
			const handover = await begun();
			await open().assignTask(handover, agent('Rosa'));
			expect((await bench().state(handover)).tasks).toEqual([]);
		});

		it('can\'t be completed where there is none', async () => {
			expect(await open().completeTask(await begun(), NOW)).toBeUndefined();
		});
	});

	describe('tags', () => {
		it('are added to those that are there', async () => {
			const handover = await begun({ tags: ['vip'] });
			const tags = await open().addTags(handover, ['human_handover', 'vip', 'human_handover'], NOW);
			expect([...tags].sort()).toEqual(['human_handover', 'vip']);
			expect([...(await bench().state(handover)).tags].sort()).toEqual(['human_handover', 'vip']);
		});

		it('are taken off, one that isn\'t there without harm', async () => {
			const handover = await begun({ tags: ['vip', 'human_handover'] });
			expect(await open().removeTags(handover, ['human_handover', 'unknown'])).toEqual(['vip']);
			expect(await open().removeTags(handover, ['human_handover'])).toEqual(['vip']);
			expect((await bench().state(handover)).tags).toEqual(['vip']);
		});

		it('keep what somebody else adds meanwhile', async () => {
			const handover = await begun({ tags: ['vip'] });
			const clock = testClock();
			const desk = open({ clock });
			await desk.look(handover);
			await open().addTags(handover, ['by_somebody'], NOW);
			await clock.sleep(6000);
			const tags = await desk.addTags(handover, ['human_handover'], NOW);
			expect([...tags].sort()).toEqual(['by_somebody', 'human_handover', 'vip']);
			expect([...(await bench().state(handover)).tags].sort()).toEqual(['by_somebody', 'human_handover', 'vip']);
		});

		it('and tasks leave each other alone, in either order', async () => {
			for (const order of ['task first', 'tags first']) {
				const handover = await begun({ tags: ['vip'] });
				const desk = open();
				const create = () => desk.createTask(handover, aTask(handover), attempt());
				if (order === 'task first') await create();
				await desk.addTags(handover, ['human_handover'], NOW);
				if (order === 'tags first') await create();
				expect((await bench().state(handover)).tags).toEqual(expect.arrayContaining(['human_handover', 'vip']));
				await open().completeTask(handover, NOW);
				expect([...(await bench().state(handover)).tags].sort()).toEqual(['human_handover', 'vip']);
			}
		});
	});

	describe('note', () => {
		it(native('note') ? 'is there once, however often a run is repeated' : 'is none', async () => {
			const handover = await begun();
			await open().note(handover, aNote(handover), attempt());
			await open().note(handover, aNote(handover), attempt(true));
			const { notes, sent } = await bench().state(handover);
			expect(notes).toHaveLength(native('note') ? 1 : 0);
			for (const note of notes) expect(note).toContain(handover.id);
			expect(sent).toEqual([]);
		});

		it('is left another way, or not at all, where the first is refused', async () => {
			const handover = await begun();
			bench().fake?.will({ method: 'POST', does: TROUBLE.unprocessable });
			const left = await open()
				.note(handover, aNote(handover), attempt())
				.then(() => native('note'))
				.catch((error: unknown) => !(error instanceof DeskError));
			expect((await bench().state(handover)).notes).toHaveLength(left ? 1 : 0);
		});

		it('is not taken for another handover\'s, nor for the task', async () => {
			const handover = await begun();
			await open().createTask(handover, aTask(handover), attempt());
			await open().note(handover, aNote(handover), attempt(true));
			const later = { ...handover, id: `${handover.id.slice(0, -1)}x` };
			await open().note(later, aNote(later), attempt(true));
			expect((await bench().state(handover)).notes).toHaveLength(native('note') ? 2 : 0);
		});
	});

	describe('send', () => {
		if (!native('messages')) {
			it('leaves it to the flow', async () => {
				expect(await open().send(await begun(), TEXT, attempt())).toEqual({ by: 'flow' });
			});
			return;
		}

		it('says it to the customer, word for word', async () => {
			const handover = await begun();
			const sent = await open().send(handover, TEXT, attempt());
			const [message, ...others] = (await bench().state(handover)).sent;
			expect(message?.text).toBe(TEXT);
			expect(others).toEqual([]);
			expect(sent).toEqual({ by: 'desk', messageId: message?.id });
		});

		it('says it where the customer is', async () => {
			const at = async (channel: string, over: Partial<Handover> = {}) => {
				const handover = await begun({ channel, messages: [{ from: 'customer', text: 'Hello' }] });
				await open().send({ ...handover, ...over }, TEXT, attempt());
				expect((await bench().state(handover)).sent).toMatchObject([{ text: TEXT }]);
				return (await bench().state(handover)).sent[0]?.channel;
			};
			const channels = [await at('SMS'), await at('WhatsApp'), await at('Email')];
			expect(new Set(channels).size).toBe(3);
			// As a flow calls it that doesn't know better.
			expect(await at('WhatsApp', { channel: 'chat' })).toBe(channels[1]);
		});

		it('says it once, however often a run is repeated', async () => {
			const handover = await begun();
			const first = await open().send(handover, TEXT, attempt());
			for (const desk of [open(), open()]) expect(await desk.send(handover, TEXT, attempt(true))).toEqual(first);
			expect((await bench().state(handover)).sent).toHaveLength(1);
		});

		it('says it again when asked to', async () => {
			const handover = await begun();
			for (const desk of [open(), open()]) await desk.send(handover, TEXT, attempt());
			expect((await bench().state(handover)).sent).toHaveLength(2);
		});

		it('does not take an older message for its own', async () => {
			const handover = await begun();
			const fake = bench().fake as FakeDesk;
			fake.now = () => NOW - DAY;
			await open().send(handover, TEXT, { ...attempt(), now: NOW - DAY });
			fake.now = () => NOW;
			await open().send(handover, TEXT, attempt(true));
			expect((await bench().state(handover)).sent).toHaveLength(2);
		});

		it('does not take the customer\'s words or a note for its own', async () => {
			const handover = await begun({ messages: [{ from: 'customer', text: TEXT }] });
			await open().note(handover, TEXT, attempt());
			await open().send(handover, TEXT, attempt(true));
			expect((await bench().state(handover)).sent.map(({ text }) => text)).toEqual([TEXT]);
		});

		it('can be read afterwards', async () => {
			const handover = await begun();
			const sent = await open().send(handover, 'Somebody will get back to you.', attempt());
			expect(await open().messages(handover)).toMatchObject([{ text: 'Somebody will get back to you.', id: 'messageId' in sent ? sent.messageId : '' }]);
		});
	});

	describe('switchBot', () => {
		if (native('botSwitch')) {
			it('switches the desk\'s own bot off and on, as often as it is told', async () => {
				const handover = await begun();
				for (const on of [false, false, true, true, false]) {
					expect(await open().switchBot(handover, on)).toEqual(expect.stringMatching(/\w+ \w+/));
					expect((await bench().state(handover)).botOn).toBe(on);
				}
			});

			it('leaves the owner alone', async () => {
				const rosa = agent('Rosa');
				for (const owner of [undefined, rosa.id]) {
					const handover = await begun({ owner });
					await open().switchBot(handover, false);
					expect((await bench().state(handover)).owner).toBe(owner);
				}
			});
		} else {
			it('has nothing to switch, and does nothing', async () => {
				const handover = await begun();
				for (const on of [false, true]) expect(await open().switchBot(handover, on)).toBeUndefined();
				expect((await bench().state(handover)).effects).toEqual([]);
				expect(bench().fake?.requests ?? []).toEqual([]);
			});

			if (kind.credential) {
				it('takes a workflow that the operator names for the switch', async () => {
					const handover = await begun();
					for (const on of [false, true]) expect(await open().switchBot(handover, on, WORKFLOW)).toContain(WORKFLOW);
				});
			}
		}
	});

	if (kind.credential) {
		it('names the conversation of a contact, or none', async () => {
			const handover = await begun({ messages: [{ from: 'customer', text: 'Hello' }] });
			expect([handover.conversation.conversationId, undefined]).toContain(await open().conversationOf(handover.contact.id));
		});

		it('knows a contact whose item carries one id only', async () => {
			const handover = await begun();
			const { conversationId } = handover.conversation;
			expect((await open().look({ ...handover, contact: { id: conversationId } })).contact.name).toBe('Rosa Lima');
		});
	}

	const { subscriptions } = kind;
	if (subscriptions) {
		it('orders webhooks, finds and cancels them', async () => {
			const webhooks = () => subscriptions(bench().tools());
			const address = 'https://n8n.example.com/webhook/1';
			expect(await webhooks().find(address)).toBeUndefined();
			const ordered = await webhooks().add(address);
			expect(await webhooks().find(address)).toEqual(ordered);
			expect(await webhooks().find(`${address}2`)).toBeUndefined();
			// Cancelled again, as when somebody at the desk was quicker.
			for (const { id } of [ordered, ordered]) await webhooks().remove(id);
			expect(await webhooks().find(address)).toBeUndefined();
		});
	}
}
