import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { HandoverError, messageOf } from '../errors';

/** Where n8n keeps its own data, below `N8N_USER_FOLDER` or the home folder. */
const N8N_FOLDER = '.n8n';
const FILE_NAME = 'human-handover.sqlite';

/**
 * The file of the SQLite store: `human-handover.sqlite` in n8n's own folder,
 * or what `HANDOVER_DATABASE_URL` says (a path or a `file:` address).
 * A relative one counts from the folder n8n was started in.
 * @throws HandoverError for an address of another database or another machine
 */
export function sqliteFile(env: NodeJS.ProcessEnv): string {
	const url = env.HANDOVER_DATABASE_URL?.trim();
	if (!url) return join(env.N8N_USER_FOLDER || homedir(), N8N_FOLDER, FILE_NAME);
	if (url.startsWith('file:')) return fileOf(url);
	// A letter and a colon is a Windows drive, more letters are a protocol.
	if (/^[a-z][a-z+]+:/i.test(url)) {
		throw new HandoverError(
			`HANDOVER_DATABASE_URL names a database this version can't use: ${url.split(':')[0]}`,
			'Set it to the path of a SQLite file, or remove it to keep the store in n8n\'s own folder.',
		);
	}
	return url;
}

function fileOf(url: string): string {
	try {
		return fileURLToPath(new URL(url, pathToFileURL(join(process.cwd(), '/'))));
	} catch (error) {
		throw new HandoverError(
			`HANDOVER_DATABASE_URL is not the address of a file on this machine: ${messageOf(error)}`,
			'Set it to the path of a SQLite file such as /data/handover.sqlite; as an address that is file:///data/handover.sqlite, with three slashes.',
			{ cause: error },
		);
	}
}
