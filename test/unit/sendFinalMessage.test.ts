import { openHandover } from '../../handover/actions/episode';
import { sendFinalMessage } from '../../handover/actions/sendFinalMessage';
import { HOUR, NOW, aFinalMessage, aMember } from '../support/builders';
import { aSubject, aWorld, conversation, type World } from '../support/world';

let world: World;
beforeEach(async () => {
	world = await aWorld();
});
afterEach(() => world.close());

const OPEN = { weekly: 'Fri 9-17', holidays: '', zone: 'UTC' };
const CLOSED = { weekly: 'Sat 9-17', holidays: '', zone: 'UTC' };

/** A customer waits at NOW, a Friday noon; Ana has it unless told otherwise. */
async function waiting(language = 'es', assigned = true) {
	const { handover } = await openHandover(world.ctx(), conversation(), {
		scenario: 'human_requested', reason: 'asked', confidence: 1, detector: 'test', contact: { id: 'k' }, channel: 'chat', language,
	});
	if (assigned) await world.store.setAssignee(handover.id, { id: 'ana', name: 'Ana' }, NOW);
	return { handover, subject: aSubject('c-1', { id: handover.id }) };
}

const special = { ...aFinalMessage('standard'), afterHours: 'back {{opens}}' };

it('shows in the receipt which text was said, in which language, and remembers it', async () => {
	const { subject } = await waiting();
	const { text, inQueue } = aFinalMessage('Thank you! Someone from the team will get back to you.');
	const { receipt, text: said } = await sendFinalMessage(world.ctx(1), subject, { text, inQueue, note: false });
	expect(said).toBe('¡Gracias! Alguien de nuestro equipo se pondrá en contacto con usted.');
	expect(receipt.steps.message).toMatchObject({ status: 'done', data: { text: said, kind: 'standard', language: 'es' } });
	expect((await world.store.messages(conversation())).at(-1)).toMatchObject({ from: 'bot', text: said });
});

it('knows the business hours from Assign Conversation, unless the node has its own', async () => {
	const { handover, subject } = await waiting();
	await world.store.setPlan(handover.id, { deadlineAt: NOW + HOUR, hours: CLOSED });
	const { text } = await sendFinalMessage(world.ctx(1), subject, special);
	expect(text).toBe('back tomorrow at 9:00 AM');
});

it('takes the node\'s own business hours first', async () => {
	const { handover, subject } = await waiting();
	await world.store.setPlan(handover.id, { deadlineAt: NOW + HOUR, hours: CLOSED });
	expect((await sendFinalMessage(world.ctx(1), subject, { ...special, hours: OPEN })).text).toBe('standard');
});

it('knows the assignee\'s own hours from the team that was listed last', async () => {
	const { subject } = await waiting();
	await world.store.saveTeam(conversation(), [aMember('Ana', { hours: 'Mon 9-17' })], NOW);
	expect((await sendFinalMessage(world.ctx(1), subject, { ...special, hours: CLOSED })).text).toBe('back on Monday at 9:00 AM');
});

it('refuses a placeholder that does not exist before anything is opened', async () => {
	await expect(sendFinalMessage(world.ctx(), aSubject(), { ...special, urgent: '{{agnet}}' })).rejects.toThrow('"Message If Urgent" contains {{agnet}}');
	expect((await world.store.situation(conversation())).open).toBeUndefined();
});
