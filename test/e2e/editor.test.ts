import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { canvasNode, closePanel, describeInBrowser, editorPage, importFile, launch, openPanel, OUTPUT_PANEL, redMarks, screenshot } from '../support/browser';
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

const ACTIONS = ['Detect Handover Trigger', 'Pause Bot', 'Assign Conversation', 'Create Task', 'Tag Contact', 'Send Final Message', 'Handover Log'];
/** Marked as such in the node creator. */
const TRIGGERS = ['Chatwoot Handover Trigger', 'HighLevel Handover Trigger', 'On Handover Event'];

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
	afterEach(() => closePanel(page));

	const node = (name: string) => canvasNode(page, name);

	/** Asks for a person in the chat panel, and waits for the answer. */
	async function askForAPerson(answer: string | RegExp): Promise<void> {
		const input = page.locator('[data-test-id="canvas-chat"] textarea');
		await input.fill('Can I talk to a human?');
		await input.press('Enter');
		await page.locator('[data-test-id="canvas-chat"]').getByText(answer).waitFor();
	}

	/** Runs one node in its panel. @returns what its output says as JSON */
	async function runStep(name: string): Promise<Locator> {
		await openPanel(page, name);
		await page.locator('[data-test-id="node-execute-button"]').first().click();
		const output = page.locator(OUTPUT_PANEL);
		await output.getByText('JSON', { exact: true }).click();
		return output;
	}

	it('imports the template file, without a red mark on any node', async () => {
		await expect(page.locator('[data-test-id="canvas-node"]').count()).resolves.toBe(NODES.length);
		expect(await redMarks(page).count()).toBe(0);
		await screenshot(page, '1-imported');
	});

	it.each(NODES)('opens the panel of "%s" without a red mark', async (name) => {
		await openPanel(page, name);
		expect(await page.locator('[data-test-id="ndv"] [data-test-id="parameter-issues"]').count()).toBe(0);
		await screenshot(page, `2-panel-${name.replace(/\W+/g, '-')}`);
	});

	it('runs it from the chat panel: the Handover branch lights up', async () => {
		await page.locator('[data-test-id="workflow-chat-button"]').click();
		await askForAPerson('Someone from the team will get back to you');
		await node('Tell the customer').locator('[data-test-id="canvas-node-status-success"]').waitFor();

		const connections = page.locator('[data-test-id="edge-label"][data-edge-status="success"]');
		// They light up a moment after the nodes.
		await connections.nth(BRANCH.length - 1).waitFor({ state: 'attached' });
		const lit = await connections.evaluateAll((edges) =>
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

	it('says who will write, when the operator types {{agent}} into the message', async () => {
		await openPanel(page, 'Send Final Message');
		const text = page.locator('[data-test-id="parameter-input-message"] textarea');
		await text.fill('');
		// As an operator types it: n8n watches the keys, and may take the braces for an expression.
		await text.pressSequentially('Hi, {{agent}} will write');
		await closePanel(page);
		await page.locator('[data-test-id="refresh-session-button"]').click();
		await askForAPerson(/^Hi, (Ana Silva|Ben Okafor|Chloe Martin) will write$/);
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

	it('the team table shows what every team needs, and the rest when asked for', async () => {
		await openPanel(page, 'Assign Conversation');
		const shown = (field: string) => page.locator(`[data-test-id="parameter-input-${field}"]`).count();
		await page.locator('[data-test-id="parameter-input-name"]').first().waitFor();
		expect(await Promise.all(['name', 'email', 'capacity', 'available', 'lead', 'hours', 'notify'].map(shown))).toEqual([3, 3, 3, 3, 0, 0, 0]);
		await page.locator('input[placeholder="Add Detail"]').first().click();
		await page.getByRole('option', { name: 'Team Lead' }).click();
		await page.locator('[data-test-id="parameter-input-lead"]').waitFor();
		await screenshot(page, '6-team-table');
	});

	it.each([
		['When nobody answers', /^"?(Sample: )?Nobody has answered for/],
		['When the team should know', /^"?Assigned to /],
	])('"%s", run by hand, shows the newest event of its kind or a sample', async (trigger, title) => {
		const output = await runStep(trigger);
		await output.getByText(title).first().waitFor();
		await screenshot(page, `6-event-${trigger.replace(/\W+/g, '-')}`);
	});

	it('the report of the week is a file to download, with its charts drawn', async () => {
		const output = await runStep('Report on the week');
		await output.getByText('Binary', { exact: true }).click();
		await screenshot(page, '6-report-files');
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			output.locator('[data-test-id="ndv-download-binary-data"]').first().click(),
		]);
		expect(download.suggestedFilename()).toBe('report.html');
		const folder = mkdtempSync(join(tmpdir(), 'handover-report-'));
		const file = join(folder, 'report.html');
		await download.saveAs(file);
		const report = await browser.newPage();
		await report.goto(pathToFileURL(file).href);
		await expect(report.title()).resolves.toMatch(/^Human handover report/);
		await report.locator('html:not(.without-drawings) canvas').first().waitFor();
		await report.close();
		rmSync(folder, { recursive: true });
	});

	it('finds the nodes by what operators search for', async () => {
		await page.locator('[data-test-id="node-creator-plus-button"]').first().click();
		await page.locator('[data-test-id="node-creator-search-bar"]').first().fill('human handover');
		const found = page.locator('[data-test-id="node-creator-item-name"]');
		await found.getByText('Detect Handover Trigger', { exact: true }).waitFor();
		expect(await found.allInnerTexts()).toEqual(expect.arrayContaining([...ACTIONS, ...TRIGGERS]));
		const triggers = page.locator('[data-test-id="node-creator-node-item"]:has([data-icon="bolt-filled"])').locator(found);
		expect((await triggers.allInnerTexts()).sort()).toEqual(TRIGGERS);
		await screenshot(page, '7-node-creator');
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
