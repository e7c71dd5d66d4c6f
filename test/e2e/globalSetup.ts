import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { n8nScripts, OWNER, servicesScripts, type RunningN8n } from '../support/scripts';

declare global {
	var n8nOfTests: RunningN8n | undefined;
	var folderOfTests: string | undefined;
}

/** One real n8n, with the package symlinked, for all end-to-end tests that don't stop it. */
export default async function startSharedN8n(): Promise<void> {
	const { startN8n, freePort, N8nClient } = await n8nScripts();
	const folder = mkdtempSync(join(tmpdir(), 'handover-e2e-'));
	globalThis.folderOfTests = folder;
	globalThis.n8nOfTests = await startN8n({ folder, port: await freePort() });
	process.env.E2E_N8N_FOLDER = folder;
	const { findPostgres, findRedis } = await servicesScripts();
	if (findPostgres() && findRedis()) process.env.E2E_SERVERS = 'there';
	process.env.E2E_N8N_URL = globalThis.n8nOfTests.url;
	await new N8nClient(globalThis.n8nOfTests.url).setupOwner(OWNER);
}
