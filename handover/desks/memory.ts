import type { Clock } from './transport';

/**
 * Remembers what a desk answered, so that the nodes of one flow don't ask the
 * same twice. How long an answer may be trusted is said by whoever asks.
 */
export class Memory {
	private readonly answers = new Map<string, { value: unknown; at: number }>();

	constructor(private readonly clock: Pick<Clock, 'now'>) {}

	/**
	 * What is known under the key, or else what `load` finds.
	 * @param maxAge milliseconds for which an answer holds
	 */
	async recall<T>(key: string, maxAge: number, load: () => Promise<T>): Promise<T> {
		const known = this.answers.get(key);
		if (known && this.clock.now() - known.at < maxAge) return known.value as T;
		const value = await load();
		this.keep(key, value);
		return value;
	}

	/** What is known under the key, whatever its age. */
	last<T>(key: string): T | undefined {
		return this.answers.get(key)?.value as T | undefined;
	}

	/** Notes what is so from now on, e.g. because we have just written it. */
	keep(key: string, value: unknown): void {
		this.answers.set(key, { value, at: this.clock.now() });
	}

	forget(key: string): void {
		this.answers.delete(key);
	}
}
