import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { canvasNode, describeInBrowser, editorPage, importFile, launch, redMarks, screenshot } from '../support/browser';
import { copyOfTemplate, parametersOf, sharedUrl, template } from '../support/n8n';

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
		await importFile(page, TEMPLATE, NODES[0] ?? '');
	});

	afterAll(() => browser.close());
	// A panel that a test left open would cover the canvas for the next one.
	afterEach(closePanel);

	async function closePanel(): Promise<void> {
		const panel = page.locator('[data-test-id="ndv"]');
		if (!(await panel.isVisible())) return;
		await page.locator('[data-test-id="ndv-close-button"]').click();
		await panel.waitFor({ state: 'hidden' });
	}

	const node = (name: string) => canvasNode(page, name);

	it('imports the template file, without a red mark on any node', async () => {
		await expect(page.locator('[data-test-id="canvas-node"]').count()).resolves.toBe(NODES.length);
		expect(await redMarks(page).count()).toBe(0);
		await screenshot(page, '1-imported');
	});

	it.each(NODES)('opens the panel of "%s" without a red mark', async (name) => {
		await node(name).dblclick();
		await page.locator('[data-test-id^="parameter-input"]').first().waitFor();
		expect(await page.locator('[data-test-id="ndv"] [data-test-id="parameter-issues"]').count()).toBe(0);
		await screenshot(page, `2-panel-${name.replace(/\W+/g, '-')}`);
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
		const found = page.locator('[data-test-id="node-creator-item-name"]');
		await found.getByText('Detect Handover Trigger', { exact: true }).waitFor();
		expect(await found.allInnerTexts()).toEqual(expect.arrayContaining(['Assign Conversation', 'Pause Bot', 'Send Final Message']));
		await screenshot(page, '6-node-creator');
	});

	it('has a red mark where something is missing (so that its absence above means something)', async () => {
		const copy = copyOfTemplate('without its file');
		Object.assign(parametersOf(copy, 'Does the customer need a person?'), { task: 'replay', source: 'file', binaryField: '' });
		const file = join(mkdtempSync(join(tmpdir(), 'handover-template-')), 'broken.json');
		writeFileSync(file, JSON.stringify(copy));
		page.once('dialog', (dialog) => void dialog.accept());
		await importFile(page, file, NODES[0] ?? '');
		await redMarks(page).first().waitFor();
		expect(await redMarks(page).count()).toBe(1);
	});
});
