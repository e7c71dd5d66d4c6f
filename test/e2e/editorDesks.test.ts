import { resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import chatwootTemplate from '../../templates/human-handover-chatwoot.json';
import highLevelTemplate from '../../templates/human-handover-highlevel.json';
import { canvasNode, closePanel, describeInBrowser, editorPage, importFile, launch, openPanel, redMarks, screenshot } from '../support/browser';
import { sharedUrl, signedIn } from '../support/n8n';

describeInBrowser('the editor, with a desk\'s template', () => {
	let browser: Browser;
	let page: Page;
	beforeAll(async () => {
		browser = await launch();
		page = await editorPage(browser, sharedUrl());
		page.on('dialog', (dialog) => void dialog.accept());
	});
	afterAll(() => browser.close());

	it.each([
		['chatwoot', chatwootTemplate, 'humanHandoverChatwootApi', 'Human Handover Chatwoot account', { url: 'http://127.0.0.1:9', accountId: '1', apiAccessToken: 'x' }],
		['highlevel', highLevelTemplate, 'humanHandoverHighLevelApi', 'Human Handover HighLevel account', { url: 'http://127.0.0.1:9', locationId: 'l', token: 'x' }],
	])('%s: red marks where the credential is missing, and none once it exists under the name n8n proposes', async (desk, template, type, name, data) => {
		const file = resolve(__dirname, `../../templates/human-handover-${desk}.json`);
		const nodes = template.nodes.filter((node) => !node.type.endsWith('.stickyNote'));
		const first = nodes[0]?.name ?? '';
		// With one of the type at hand n8n takes that.
		const client = await signedIn();
		const known = (await client.request('GET', '/credentials')) as Array<{ id: string; type: string }>;
		for (const one of known) if (one.type === type) await client.request('DELETE', `/credentials/${one.id}`);
		await importFile(page, file, first);
		await redMarks(page).first().waitFor();
		expect(await redMarks(page).count()).toBe(nodes.filter((node) => 'credentials' in node).length);

		await client.createCredential({ name, type, data });
		await importFile(page, file, first);
		await canvasNode(page, 'Send Final Message').waitFor();
		expect(await redMarks(page).count()).toBe(0);
		await screenshot(page, `8-${desk}`);

		for (const shown of nodes.filter((node) => 'credentials' in node)) {
			await openPanel(page, shown.name);
			expect(await page.locator('[data-test-id="ndv"] [data-test-id="parameter-issues"]').count()).toBe(0);
			await screenshot(page, `9-${desk}-${shown.name.replace(/\W+/g, '-')}`);
			await closePanel(page);
		}
	});
});
