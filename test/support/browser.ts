import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { OWNER } from './scripts';

/** Runs where there is a Chromium; `npm test` says where there is none. */
export const describeInBrowser = process.env.CHROMIUM_PATH ? describe : describe.skip;

/** Screenshots are for people: build output that no test compares. */
const SCREENSHOTS = resolve(__dirname, '../../test-output/screenshots');

export async function launch(): Promise<Browser> {
	return chromium.launch({
		executablePath: process.env.CHROMIUM_PATH,
		// Without these Chromium calls out while the tests run.
		args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
	});
}

export async function screenshot(page: Page, name: string): Promise<void> {
	mkdirSync(SCREENSHOTS, { recursive: true });
	await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}

/** A page of the editor, signed in. */
export async function editorPage(browser: Browser, url: string): Promise<Page> {
	const page = await browser.newPage({ viewport: { width: 1800, height: 1000 }, baseURL: url });
	page.setDefaultTimeout(180_000);
	await page.goto('/signin');
	await page.fill('input[name="emailOrLdapLoginId"]', OWNER.email);
	await page.fill('input[name="password"]', OWNER.password);
	await page.keyboard.press('Enter');
	await page.waitForURL((to) => !to.pathname.includes('signin'));
	return page;
}

/** A node on the canvas. */
export function canvasNode(page: Page, name: string): Locator {
	return page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
}

/** The marks at nodes in which something is missing. */
export function redMarks(page: Page): Locator {
	return page.locator('[data-test-id="node-issues"]');
}

/** Imports a file into a new workflow, as an operator does. @param first a node of it */
export async function importFile(page: Page, file: string, first: string): Promise<void> {
	await page.goto('/workflow/new');
	await page.setInputFiles('[data-test-id="workflow-import-input"]', file);
	await canvasNode(page, first).waitFor();
}

const PANEL = '[data-test-id="ndv"]';
/** What a node put out, in its panel. */
export const OUTPUT_PANEL = '[data-test-id="output-panel"]';

/** Opens the panel of a node on the canvas. */
export async function openPanel(page: Page, name: string): Promise<void> {
	await page.locator('[data-test-id="zoom-to-fit"]').click();
	await canvasNode(page, name).dblclick();
	await page.locator(`${PANEL} [data-test-id^="parameter-input"]`).first().waitFor();
}

/** Closes the panel that is open, if one is. */
export async function closePanel(page: Page): Promise<void> {
	const panel = page.locator(PANEL);
	if (!(await panel.isVisible())) return;
	await page.locator('[data-test-id="ndv-close-button"]').click();
	await panel.waitFor({ state: 'hidden' });
}
