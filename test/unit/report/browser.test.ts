import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { HandoverRecord } from '../../../handover/store/logStore';
import { describeInBrowser, launch, screenshot } from '../../support/browser';
import { OPTIONS, aRecord, manyRecords, renderReport } from './records';

const HOSTILE = '</script><script>document.title = "broken in"</script><img src="http://127.0.0.1:9/x" onerror="document.title = 1">';
const CHARTS = ['weeks', 'replies', 'outcomes', 'scenarios'];

describeInBrowser('the report in a browser', () => {
	let browser: Browser;
	const folder = mkdtempSync(join(tmpdir(), 'handover-report-'));

	beforeAll(async () => {
		browser = await launch();
	});

	afterAll(async () => {
		await browser.close();
		rmSync(folder, { recursive: true });
	});

	/** Opens the report as an operator does who downloads it, and notes whatever the browser complains about or asks for. */
	async function open(records: HandoverRecord[], options: BrowserContextOptions = {}): Promise<{ page: Page; noise: string[] }> {
		const file = join(folder, 'report.html');
		writeFileSync(file, renderReport(records, OPTIONS).html);
		const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })).newPage();
		const noise: string[] = [];
		page.on('console', (message) => noise.push(message.text()));
		page.on('pageerror', (error) => noise.push(error.message));
		page.on('request', (request) => noise.push(request.url()));
		await page.goto(pathToFileURL(file).href);
		return { page, noise: noise.slice(1) };
	}

	/** The different colours that a chart is drawn in. */
	function coloursOf(page: Page, chart: string): Promise<string[]> {
		return page.locator(`canvas[data-chart="${chart}"]`).evaluate((element) => {
			const canvas = element as unknown as { width: number; height: number; getContext(kind: '2d'): { getImageData(x: number, y: number, w: number, h: number): { data: Uint8ClampedArray } } };
			const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
			const counts = new Map<string, number>();
			for (let at = 0; at < data.length; at += 4) {
				if (data[at + 3] !== 255) continue;
				const colour = `#${[...data.slice(at, at + 3)].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
				counts.set(colour, (counts.get(colour) ?? 0) + 1);
			}
			return [...counts].filter(([, count]) => count > 100).map(([colour]) => colour);
		});
	}

	/** Lets the page notice: it hears of changed media before it paints. */
	async function emulate(page: Page, media: Parameters<Page['emulateMedia']>[0]): Promise<void> {
		await page.emulateMedia(media);
		await page.evaluate('new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))');
	}

	const widthsOf = (page: Page): Promise<[number, number]> => page.evaluate('[document.documentElement.scrollWidth, innerWidth]');

	it('draws every chart, asks nobody for anything, and breaks no rule of its own', async () => {
		const { page, noise } = await open(manyRecords(300));
		for (const chart of CHARTS) expect([chart, (await coloursOf(page, chart)).length > 1]).toEqual([chart, true]);
		expect(await coloursOf(page, 'replies')).toEqual(expect.arrayContaining(['#168577', '#bb4740']));
		expect(noise).toEqual([]);
		await screenshot(page, 'report');
		await page.context().close();
	});

	it('is dark where people like it dark, also when they change their mind, and light on paper', async () => {
		const { page } = await open(manyRecords(300), { colorScheme: 'dark' });
		const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
		expect(await background()).toBe('rgb(16, 21, 27)');
		expect(await coloursOf(page, 'replies')).toContain('#47b9a9');
		await screenshot(page, 'report-dark');
		await emulate(page, { colorScheme: 'light' });
		expect(await background()).toBe('rgb(244, 246, 248)');
		expect(await coloursOf(page, 'replies')).toContain('#168577');
		await emulate(page, { colorScheme: 'dark', media: 'print' });
		expect(await coloursOf(page, 'replies')).toContain('#47b9a9');
		await page.evaluate('dispatchEvent(new Event("beforeprint"))');
		expect(await background()).toBe('rgb(255, 255, 255)');
		expect(await coloursOf(page, 'replies')).toContain('#168577');
		await page.evaluate('dispatchEvent(new Event("afterprint"))');
		expect(await coloursOf(page, 'replies')).toContain('#47b9a9');
		await page.context().close();
	});

	it('fits a telephone without scrolling sideways, with long words too', async () => {
		const long = 'x'.repeat(300);
		const asked = () => aRecord({ scenario: 'lack_of_information', message: long, evidence: { text: long, start: 0, end: 300, rule: long } }, { tags: [long] });
		const records = [asked(), asked(), asked(), aRecord({ scenario: 'custom', scenarioName: long })];
		const { page } = await open(records, { viewport: { width: 340, height: 800 } });
		const [content, window] = await widthsOf(page);
		expect(content).toBeLessThanOrEqual(window);
		await screenshot(page, 'report-narrow');
		await page.context().close();
	});

	it('runs nothing that a customer wrote', async () => {
		const evidence = { text: HOSTILE, start: 0, end: HOSTILE.length, rule: HOSTILE };
		const records = [1, 2, 3].map(() => aRecord({ scenario: 'custom', scenarioName: HOSTILE, message: HOSTILE, evidence, assignee: { id: 'x', name: HOSTILE } }, { tags: [HOSTILE] }));
		const { page, noise } = await open(records);
		expect(await page.title()).toMatch(/^Human handover report/);
		expect(await page.locator('img').count()).toBe(0);
		expect((await coloursOf(page, 'weeks')).length).toBeGreaterThan(0);
		expect(noise).toEqual([]);
		await page.context().close();
	});

	it('shows the figures of a chart as a table', async () => {
		const { page } = await open(manyRecords(300));
		const table = page.locator('figure', { hasText: 'How they ended' }).locator('table');
		expect(await table.isVisible()).toBe(false);
		await page.locator('figure', { hasText: 'How they ended' }).locator('summary').click();
		expect(await table.isVisible()).toBe(true);
		expect(await table.locator('tbody tr').count()).toBeGreaterThan(5);
		await page.context().close();
	});

	it('has everything but the drawings where scripts are switched off', async () => {
		const { page } = await open(manyRecords(300), { javaScriptEnabled: false });
		expect(await page.locator('.drawing').first().isVisible()).toBe(false);
		expect(await page.getByText('What the bot could not answer').first().isVisible()).toBe(true);
		await page.context().close();
	});

	it('is friendly about a period without handovers', async () => {
		const { page, noise } = await open([]);
		expect(await page.getByRole('heading', { name: 'No handovers in this period' }).isVisible()).toBe(true);
		expect(noise).toEqual([]);
		await screenshot(page, 'report-empty');
		await page.context().close();
	});
});
