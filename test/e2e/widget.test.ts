import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launch, screenshot } from '../support/browser';
import { copyOfTemplate, sharedUrl, signedIn } from '../support/n8n';

/** The widget of n8n's own chat page, which loads it from a CDN; here it comes from its package. */
const WIDGET = resolve(__dirname, '../../scripts/n8n/node_modules/@n8n/chat/dist');

/** Serves the widget's files and a page that shows it. */
async function serveWidget(webhookUrl: string): Promise<Server> {
	const page = `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/style.css">
		<body><script type="module">
			import { createChat } from '/chat.bundle.es.js';
			createChat({ webhookUrl: ${JSON.stringify(webhookUrl)}, mode: 'fullscreen', showWelcomeScreen: false, loadPreviousSession: false });
		</script>`;
	const server = createServer((request, response) => {
		const path = new URL(request.url ?? '/', 'http://localhost').pathname;
		const type = path.endsWith('.css') ? 'text/css' : path === '/' ? 'text/html' : 'text/javascript';
		try {
			const body = path === '/' ? page : readFileSync(resolve(WIDGET, `.${path}`));
			response.writeHead(200, { 'content-type': type }).end(body);
		} catch {
			response.writeHead(404).end();
		}
	});
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	return server;
}

describeInBrowser('the customer\'s side', () => {
	let browser: Browser;
	let server: Server;
	let page: Page;

	beforeAll(async () => {
		const copy = copyOfTemplate('widget');
		const client = await signedIn();
		await client.activate(await client.importWorkflow(copy));
		server = await serveWidget(`${sharedUrl()}/webhook/${copy.webhookId}/chat`);
		browser = await launch();
		page = await browser.newPage({ viewport: { width: 700, height: 800 } });
		page.setDefaultTimeout(180_000);
		await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
	});

	afterAll(async () => {
		await browser.close();
		server.closeAllConnections();
		server.close();
	});

	const fromBot = () => page.locator('.chat-message-from-bot:not(.chat-message-typing)').allInnerTexts();

	/** Sends a message and waits until n8n has answered it. */
	async function say(text: string): Promise<void> {
		const answered = page.waitForResponse((response) => response.url().includes('/chat') && response.request().method() === 'POST');
		const input = page.locator('textarea');
		await input.fill(text);
		await input.press('Enter');
		await answered;
		await page.locator('.chat-message-typing').waitFor({ state: 'hidden' });
	}

	it('is answered by the bot, told that a person comes, and then not disturbed', async () => {
		const before = (await fromBot()).length;
		await say('What are your opening hours?');
		await say('Can I talk to a human?');
		const told = await fromBot();
		expect(told.slice(before).map((text) => text.trim())).toEqual([
			expect.stringContaining('Monday to Friday'),
			'Thank you! Someone from the team will get back to you.',
		]);
		await say('Hello? Are you there?');
		// No bubble at all: not an empty one, not raw data.
		expect(await fromBot()).toEqual(told);
		expect(await page.locator('.chat-message-from-user').count()).toBe(3);
		await screenshot(page, '7-customer');
	});
});
