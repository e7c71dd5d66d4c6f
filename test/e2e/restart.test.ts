import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SILENCE, copyOfTemplate, customerOf, signedIn } from '../support/n8n';
import { n8nScripts } from '../support/scripts';

it('a pause and a handover survive that n8n is killed and started again', async () => {
	const { startN8n, freePort } = await n8nScripts();
	const folder = mkdtempSync(join(tmpdir(), 'handover-restart-'));
	const port = await freePort();
	let n8n = await startN8n({ folder, port });
	try {
		const copy = copyOfTemplate('restart');
		const client = await signedIn(n8n.url);
		await client.activate(await client.importWorkflow(copy));
		const say = customerOf(n8n.url, copy.webhookId);
		expect((await say('Can I talk to a human?')).output).toContain('Thank you');

		process.kill(-n8n.pid, 'SIGKILL');
		await n8n.stop();
		n8n = await startN8n({ folder, port });

		expect(await say('Are you there?')).toEqual(SILENCE);
		expect((await customerOf(n8n.url, copy.webhookId)('What are your opening hours?')).output).toContain('Monday');
	} finally {
		await n8n.stop();
		rmSync(folder, { recursive: true, force: true });
	}
});
