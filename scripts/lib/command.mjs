import { stopAll } from './processes.mjs';
import { SetupError } from './setup.mjs';
import { red } from './terminal.mjs';

const SIGNALS = /** @type {const} */ ([['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]);

/**
 * Runs a command to its end, or until a signal, or until nobody reads it any
 * more, stops what it started, and ends the process with its status.
 * @param {() => Promise<number>} main returns the exit status
 */
export async function runCommand(main) {
	let stopping = false;
	/** @param {number} code */
	async function shutDown(code) {
		// npm passes Ctrl-C on, so it may come twice.
		if (stopping) return;
		stopping = true;
		await stopAll();
		process.exit(code);
	}
	for (const [signal, code] of SIGNALS) {
		process.on(signal, () => {
			if (!stopping) console.log('\nStopping …');
			void shutDown(code);
		});
	}
	// The reader went away, as in `npm start | head`.
	process.stdout.on('error', () => void shutDown(1));

	let status = 1;
	try {
		status = await main();
	} catch (error) {
		if (!stopping) console.error(`\n${red('✗')} ${error instanceof SetupError ? error.message : error.stack}`);
	}
	await shutDown(status);
}
