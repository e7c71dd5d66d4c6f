import { Memory } from '../../../handover/desks/memory';
import { testClock } from '../../support/desks';

/** A memory, its clock, and something to remember that says how often it was asked for. */
function setUp() {
	const clock = testClock();
	let loads = 0;
	const load = async () => `answer ${++loads}`;
	return { clock, memory: new Memory(clock), load };
}

describe('Memory', () => {
	it('asks once for as long as the answer holds', async () => {
		const { clock, memory, load } = setUp();
		expect(await memory.recall('agents', 1000, load)).toBe('answer 1');
		await clock.sleep(999);
		expect(await memory.recall('agents', 1000, load)).toBe('answer 1');
		await clock.sleep(1);
		expect(await memory.recall('agents', 1000, load)).toBe('answer 2');
	});

	it('lets whoever asks say how old an answer may be', async () => {
		const { clock, memory, load } = setUp();
		await memory.recall('agents', 60_000, load);
		await clock.sleep(5000);
		expect(await memory.recall('agents', 60_000, load)).toBe('answer 1');
		expect(await memory.recall('agents', 5000, load)).toBe('answer 2');
	});

	it('keeps answers apart by their key', async () => {
		const { memory, load } = setUp();
		await memory.recall('agents', 1000, load);
		expect(await memory.recall('teams', 1000, load)).toBe('answer 2');
		memory.forget('teams');
		expect(await memory.recall('agents', 1000, load)).toBe('answer 1');
	});

	it('remembers that there is nothing', async () => {
		const { memory } = setUp();
		const load = jest.fn(async () => undefined);
		await memory.recall('owner', 1000, load);
		await memory.recall('owner', 1000, load);
		expect(load).toHaveBeenCalledTimes(1);
	});

	it('does not remember a failure', async () => {
		const { memory, load } = setUp();
		await expect(memory.recall('agents', 1000, () => Promise.reject(new Error('down')))).rejects.toThrow('down');
		expect(await memory.recall('agents', 1000, load)).toBe('answer 1');
	});

	it('takes what was written for what is so, from then on', async () => {
		const { clock, memory, load } = setUp();
		await memory.recall('view', 1000, load);
		await clock.sleep(900);
		memory.keep('view', 'written');
		await clock.sleep(900);
		expect(await memory.recall('view', 1000, load)).toBe('written');
	});

	it('asks again for what was forgotten', async () => {
		const { memory, load } = setUp();
		await memory.recall('agents', 1000, load);
		memory.forget('agents');
		expect(memory.last('agents')).toBeUndefined();
		expect(await memory.recall('agents', 1000, load)).toBe('answer 2');
	});

	it('knows the last answer, however old', async () => {
		const { clock, memory, load } = setUp();
		expect(memory.last('agents')).toBeUndefined();
		await memory.recall('agents', 1000, load);
		await clock.sleep(86_400_000);
		expect(memory.last('agents')).toBe('answer 1');
	});
});
