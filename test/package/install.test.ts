import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

/** The flags of n8n's own installer of community packages. */
const N8N_INSTALL = [
	'install', '--audit=false', '--fund=false', '--bin-links=false',
	'--install-strategy=shallow', '--ignore-scripts=true', '--package-lock=false',
];

let folder: string;
let installed: string;

/** Packs this checkout and installs the tarball as n8n does: unpacked, without devDependencies and peers. */
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'handover-install-'));
	installed = join(folder, 'node_modules', 'n8n-nodes-human-handover');
	mkdirSync(installed, { recursive: true });
	const npm = (args: string[], cwd: string) => execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
	const tarball = npm(['pack', '--quiet', '--pack-destination', folder], ROOT).trim();
	execFileSync('tar', ['-xzf', join(folder, tarball), '-C', installed, '--strip-components=1']);
	const file = join(installed, 'package.json');
	const { devDependencies: _dev, peerDependencies: _peers, optionalDependencies: _optional, ...rest } = JSON.parse(readFileSync(file, 'utf8'));
	writeFileSync(file, JSON.stringify(rest));
	npm(N8N_INSTALL, installed);
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs code with the installed package as n8n would: n8n-workflow comes from n8n's own modules. */
function inInstalled(code: string): unknown {
	const output = execFileSync(process.execPath, ['-e', code], {
		cwd: installed,
		encoding: 'utf8',
		env: { ...process.env, NODE_PATH: join(ROOT, 'node_modules'), NODE_OPTIONS: '' },
	});
	return JSON.parse(output);
}

const manifest = () => JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')).n8n as { nodes: string[]; credentials: string[] };

it('loads every node and credential, with its icons and codex', () => {
	const { nodes, credentials } = manifest();
	const names = inInstalled(`
		const files = ${JSON.stringify([...nodes, ...credentials])};
		const types = files.map((file) => Object.values(require('./' + file))[0]).map((Type) => new Type());
		console.log(JSON.stringify(types.map((type) => type.description?.displayName ?? type.displayName)));
	`);
	expect(names).toEqual([
		'Detect Handover Trigger',
		'Assign Conversation',
		'Pause Bot',
		'Create Task',
		'Tag Contact',
		'Send Final Message',
		'On Handover Event',
		'Handover Log',
		'Chatwoot Handover Trigger',
		'HighLevel Handover Trigger',
		'Human Handover AI API',
		'Human Handover Chatwoot API',
		'Human Handover HighLevel API',
	]);
	for (const file of nodes) {
		const base = join(installed, file.replace(/\.node\.js$/, ''));
		const icon = join(base, '..', readdirSync(join(base, '..')).find((name) => name.endsWith('.dark.svg')) ?? 'none');
		expect([existsSync(`${base}.node.json`), existsSync(icon), existsSync(icon.replace('.dark', ''))]).toEqual([true, true, true]);
	}
});

it.each([
	['human-handover', 8],
	['human-handover-chatwoot', 9],
	['human-handover-highlevel', 9],
])('brings the workflow %s, whose node types it has', (file, types) => {
	const template = JSON.parse(readFileSync(join(installed, `dist/templates/${file}.json`), 'utf8'));
	const ours = template.nodes
		.map((node: { type: string }) => node.type)
		.filter((type: string) => type.startsWith('n8n-nodes-human-handover.'));
	expect(new Set(ours).size).toBe(types);
});

it('brings the script that draws the charts, with its licence, without its package', () => {
	const script = inInstalled(`console.log(JSON.stringify(require('./dist/handover/report/chartLibrary.js').chartLibrary().slice(0, 200)))`);
	expect(script).toContain('Chart.js v4');
	expect(readFileSync(join(installed, 'dist/handover/report/chartjs/LICENSE.md'), 'utf8')).toContain('Chart.js Contributors');
	expect(existsSync(join(installed, 'node_modules/chart.js'))).toBe(false);
});

it('opens a store, the Postgres driver and the AI client with what was installed', () => {
	const file = join(folder, 'store.sqlite');
	expect(
		inInstalled(`
			const { openSqliteStore } = require('./dist/handover/store/sqlite/open.js');
			openSqliteStore(${JSON.stringify(file)}).then(async (store) => {
				await store.close();
				const { Pool } = await import('pg');
				const { OpenAI } = await import('openai');
				console.log(JSON.stringify({ store: true, driver: typeof Pool, client: typeof OpenAI }));
			});
		`),
	).toEqual({ store: true, driver: 'function', client: 'function' });
});

it('packs nothing but what is needed', () => {
	const top = readdirSync(installed).sort();
	expect(top).toEqual(['LICENSE', 'README.md', 'dist', 'node_modules', 'package.json']);
	const size = (path: string): number =>
		statSync(path).isDirectory()
			? readdirSync(path).reduce((sum, name) => sum + size(join(path, name)), 0)
			: statSync(path).size;
	expect(size(join(installed, 'dist'))).toBeLessThan(2_000_000);
	// The client for language models alone is 25 million.
	expect(size(installed)).toBeLessThan(36_000_000);
});
