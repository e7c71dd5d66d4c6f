import { resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, editorPage, launch, screenshot } from '../support/browser';
import { sharedUrl, template } from '../support/n8n';

const TEMPLATE = resolve(__dirname, '../../templates/human-handover.json');
const NODES = template.nodes.filter(({ type }) => !type.endsWith('.stickyNote')).map(({ name }) => name);

const BRANCH = [
	'Does the customer need a person?->Pause Bot',
	'Pause Bot->Assign Conversation',
	'Assign Conversation->Create Task',
	'Create Task->Tag Contact',
	'Tag Contact->Send Final Message',
	'Send Final Message->Tell the customer',
];

describeInBrowser('the editor', () => {
	let browser: Browser;
	let page: Page;

	beforeAll(async () => {
		browser = await launch();
		page = await editorPage(browser, sharedUrl());
		await page.goto('/workflow/new');
		await page.setInputFiles('[data-test-id="workflow-import-input"]', TEMPLATE);
		await node(NODES[0] ?? '').waitFor();
	});

	afterAll(() => browser.close());
	// Whatever a test left open would cover the canvas for the next one.
	afterEach(() => page.keyboard.press('Escape'));

	const node = (name: string) => page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);

	it('imports the template file, without a red mark on any node', async () => {
		await expect(page.locator('[data-test-id="canvas-node"]').count()).resolves.toBe(NODES.length);
		expect(await page.locator('[data-test-id="node-issues"], [data-test-id*="status-error"]').count()).toBe(0);
		await screenshot(page, '1-imported');
	});

	it.each(NODES)('opens the panel of "%s" without a red mark', async (name) => {
		await node(name).dblclick();
		const panel = page.locator('[data-test-id="ndv"], [data-test-id="ndv-modal"], .ndv-wrapper, [data-test-id="parameter-inputs"], .node-parameters-wrapper').first();
		await panel.waitFor();
		await page.locator('[data-test-id^="parameter-input"]').first().waitFor();
		expect(await page.locator('[data-test-id="parameter-issues"], [class*="has-issues"], [data-test-id="node-not-installed"]').count()).toBe(0);
		await screenshot(page, `2-panel-${name.replace(/\W+/g, '-')}`);
		await page.keyboard.press('Escape');
		await panel.waitFor({ state: 'hidden' });
	});

	it('runs it from the chat panel: the Handover branch lights up', async () => {
		await page.locator('[data-test-id="workflow-chat-button"]').click();
		const input = page.locator('[data-test-id="canvas-chat"] textarea');
		await input.fill('Can I talk to a human?');
		await input.press('Enter');
		await page.locator('[data-test-id="canvas-chat"]').getByText('Someone from the team will get back to you').waitFor();
		await node('Tell the customer').locator('[data-test-id="canvas-node-status-success"]').waitFor();

		const lit = await page.locator('[data-test-id="edge-label"][data-edge-status="success"]').evaluateAll((edges) =>
			edges.map((edge) => `${edge.getAttribute('data-source-node-name')}->${edge.getAttribute('data-target-node-name')}`),
		);
		expect(lit.slice(-BRANCH.length)).toEqual(BRANCH);
		await screenshot(page, '3-handover-branch');
	});

	it('shows the receipt in the output panel', async () => {
		await node('Send Final Message').dblclick();
		const output = page.locator('[data-test-id="output-panel"]');
		await output.getByText('JSON', { exact: true }).click();
		await output.getByText('human_requested', { exact: false }).first().waitFor();
		await screenshot(page, '4-receipt');
	});

	it('shows a mistake at its node, with what to do', async () => {
		await node('Create Task').dblclick();
		const hours = page.locator('[data-test-id="parameter-input-dueHours"] input');
		await hours.fill('0');
		await hours.press('Tab');
		await page.locator('[data-test-id="node-execute-button"]').click();
		await page.getByText('"Due In (Hours)" must be more than zero', { exact: false }).first().waitFor();
		await screenshot(page, '5-error');
	});

	it('finds the nodes by what operators search for', async () => {
		await page.locator('[data-test-id="node-creator-plus-button"]').first().click();
		await page.locator('[data-test-id="node-creator-search-bar"]').first().fill('human handover');
		await page.getByText('Detect Handover', { exact: false }).first().waitFor();
		await screenshot(page, '6-node-creator');
	});
});
