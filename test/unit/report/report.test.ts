import { createHash } from 'node:crypto';
import Papa from 'papaparse';
import { toCsv } from '../../../handover/report/csv';
import { MOST_READ, type Report, type ReportOptions } from '../../../handover/report/report';
import { STYLE } from '../../../handover/report/style';
import { minutesInWords } from '../../../handover/report/words';
import type { HandoverRecord } from '../../../handover/store/logStore';
import { ANA, OPTIONS, aRecord, anAnsweredRecord, manyRecords, renderReport } from './records';

/** The page without its scripts, whose text would drown what a test says. */
const shown = (html: string) => html.replace(/<script>[^]*?<\/script>/g, '<script></script>');
const reportOf = (records: HandoverRecord[], over: Partial<ReportOptions> = {}): Report => renderReport(records, { ...OPTIONS, ...over });

describe('the items', () => {
	const { items, summary } = reportOf(manyRecords(120));

	it('all have the same fields, so that they fit one sheet', () => {
		for (const item of items) expect(Object.keys(item)).toEqual(['from', 'to', 'table', 'name', 'metric', 'value', 'text']);
		expect(new Set(items.map(({ from, to }) => `${from} ${to}`)).size).toBe(1);
	});

	it('say what the summary says', () => {
		const value = (table: string, name: string, metric: string) => items.find((item) => item.table === table && item.name === name && item.metric === metric)?.value;
		expect(value('all', 'all', 'handovers')).toBe(summary.handovers);
		expect(value('scenario', 'Human requested', 'handovers')).toBe(summary.scenarios.find(({ name }) => name === 'Human requested')?.handovers);
		expect(value('knowledge gap', summary.gaps[0].question, 'handovers')).toBe(summary.gaps[0].handovers);
		expect(value('agent', ANA.name, 'answered in time')).toBeCloseTo(summary.agents.find(({ name }) => name === ANA.name)?.inTime.share ?? NaN, 3);
		expect(items.filter(({ table }) => table === 'week').map(({ name }) => name)).toEqual(summary.weeks.map(({ week }) => week));
		expect(items.filter(({ table }) => table === 'review').map(({ text }) => text)).toEqual(summary.review);
	});

	it('leave out what could not be worked out', () => {
		const metrics = reportOf([]).items.filter(({ table }) => table === 'all').map(({ metric }) => metric);
		expect(metrics).toContain('handovers');
		expect(metrics).not.toContain('conversion');
	});
});

describe('the table', () => {
	it('has a header and a line for each item', () => {
		const { csv, items } = reportOf(manyRecords(40));
		// Without it Excel shows “WÃ¤rme” for “Wärme”.
		expect(csv).toMatch(/^\ufefffrom,/);
		const { data, errors } = Papa.parse<Record<string, string>>(csv, { header: true });
		expect(errors).toEqual([]);
		expect(data).toEqual(items.map((item) => ({ ...item, value: item.value === null ? '' : String(item.value) })));
	});

	it.each(['=1+1', '+1', '-1', '@x', ' =1', '\t=1', '\r=1', '=1\n+1', '＝1+1'])('never lets a spreadsheet run %j', (text) => {
		const [[cell]] = Papa.parse<string[]>(toCsv([{ text }]), { header: false }).data.slice(1);
		expect(cell).toBe(`'${text}`);
	});

	it('leaves numbers and plain words alone', () => {
		expect(toCsv([{ a: -1.5, b: '1 = 1', c: null }])).toBe('a,b,c\r\n-1.5,1 = 1,');
	});
});

describe('the page', () => {
	const HOSTILE = `</script><script>alert(1)</script><img src=x onerror="alert(2)">'&`;
	const evidence = { text: HOSTILE, start: 0, end: HOSTILE.length, rule: HOSTILE };
	const hostile = aRecord(
		{ scenario: 'lack_of_information', message: HOSTILE, evidence, assignee: { id: 'x', name: HOSTILE }, contact: { id: 'k', name: HOSTILE } },
		{ tags: [HOSTILE] },
	);
	const custom = aRecord({ scenario: 'custom', scenarioName: HOSTILE, evidence });

	it('has nothing in it that a customer or an operator wrote as HTML', () => {
		const { html } = reportOf([hostile, custom, hostile, custom, hostile], { title: HOSTILE });
		expect(shown(html)).toContain('&lt;img src=x onerror=&quot;alert(2)&quot;&gt;&#39;&amp;');
		expect(shown(html)).not.toMatch(/<img/i);
		expect(shown(html)).not.toContain('alert(1)</script>');
		expect(html.match(/<script/g)).toHaveLength(3);
		expect(html.match(/<\/script/g)).toHaveLength(3);
	});

	it('allows only its own scripts and style, by their hashes, and no address', () => {
		const { html } = reportOf([aRecord()]);
		const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
		const scripts = [...html.matchAll(/<script>([^]*?)<\/script>/g)].map(([, text]) => hash(text));
		expect(scripts).toHaveLength(2);
		const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1].replaceAll('&#39;', "'");
		expect(policy).toBe(`default-src 'none'; script-src ${scripts.join(' ')}; style-src ${hash(STYLE)}; img-src data:; base-uri 'none'; form-action 'none'`);
		expect(shown(html)).not.toMatch(/(src|href)="(?!data:,)/);
		expect(html.includes('sourceMappingURL')).toBe(false);
	});

	it('says all in words and tables, too', () => {
		const { html: page, summary } = reportOf(manyRecords(120));
		const html = shown(page);
		for (const id of ['weeks', 'replies', 'outcomes', 'scenarios']) expect(html).toMatch(new RegExp(`<canvas data-chart="${id}" role="img" aria-label="[^"]{20,}"`));
		expect(html.match(/<details>/g)).toHaveLength(4);
		for (const { question } of summary.gaps) expect(html).toContain(`<th scope="row" dir="auto">${question}</th>`);
		expect(html).toContain('<html lang="en"');
		expect(html.match(/<h1/g)).toHaveLength(1);
	});

	it('says so where only the newest handovers were read, and counts all the same', () => {
		const many = manyRecords(MOST_READ + 1200);
		const { html, summary } = reportOf(many, { from: OPTIONS.from - 60 * 86_400_000 });
		expect(summary).toMatchObject({ handovers: MOST_READ + 1200, handoversRead: MOST_READ });
		expect(summary.phrases.reduce((sum, { handovers }) => sum + handovers, 0)).toBe(MOST_READ);
		expect(shown(html).match(/(of|in) the newest 5,000/g)).toEqual(['of the newest 5,000', 'in the newest 5,000']);
		expect(shown(reportOf(many.slice(0, 50)).html)).not.toContain('the newest');
	});

	it('compares with the period before when there is one', () => {
		expect(shown(reportOf(manyRecords(120)).html)).toMatch(/\d+ before</);
		expect(shown(reportOf([anAnsweredRecord(5)]).html)).not.toMatch(/ before</);
	});

	it('is friendly about a period without handovers, and needs no script for that', () => {
		const { html } = reportOf([]);
		expect(html).toContain('No handovers in this period');
		expect(html).not.toContain('<script');
		expect(html).not.toMatch(/NaN|undefined|Infinity/);
	});

	it('never shows what a machine calls nothing', () => {
		for (const records of [[aRecord()], manyRecords(50), [hostile]]) {
			expect(shown(reportOf(records).html)).not.toMatch(/\b(NaN|undefined|Infinity|null|false)\b/);
		}
	});

	it('is the same for the same records', () => {
		expect(reportOf(manyRecords(50)).html).toBe(reportOf(manyRecords(50)).html);
	});

	it('stays small with five thousand handovers', () => {
		const records = manyRecords(5000).map((record, index) => ({
			...record,
			handover: { ...record.handover, message: `${record.handover.message} ${'long '.repeat(100)} ${String.fromCharCode(97 + (index % 26)).repeat(5)}` },
		}));
		const { html, items } = reportOf(records, { from: OPTIONS.from - 60 * 86_400_000 });
		expect(html.length).toBeLessThan(400_000);
		expect(items.length).toBeLessThan(1500);
	});
});

describe('its colours', () => {
	const palettes = [...STYLE.matchAll(/color-scheme: (light|dark);([^}]*)/g)].slice(0, 2).map(([, name, rules]) => [name, Object.fromEntries([...rules.matchAll(/--([\w-]+): (#\w{6})/g)].map(([, key, value]) => [key, value]))] as const);

	it.each(palettes)('can be read and told from their background: %s', (_, palette) => {
		for (const text of ['text', 'soft', 'accent', 'bad']) {
			for (const ground of ['card', 'page']) expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(4.5);
		}
		expect(contrast(palette.text, palette['accent-soft'])).toBeGreaterThanOrEqual(4.5);
		const drawn = Object.keys(palette).filter((name) => /^(series|good|bad|muted)/.test(name));
		expect(drawn.length).toBeGreaterThan(10);
		for (const name of drawn) expect([name, contrast(palette[name], palette.card) >= 3]).toEqual([name, true]);
	});

	/** WCAG 2.2, "contrast ratio" and "relative luminance". */
	function contrast(a: string, b: string): number {
		const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
		return (light + 0.05) / (dark + 0.05);
	}

	function luminance(colour: string): number {
		const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
		return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
	}
});

it.each([
	[undefined, '–'],
	[0.4, 'under 1 min'],
	[59.4, '59 min'],
	[60, '1 h'],
	[130, '2 h 10 min'],
	[24 * 60, '24 h'],
	[48 * 60, '2 d'],
	[76 * 60, '3 d 4 h'],
])('%s minutes read %s', (minutes, words) => expect(minutesInWords(minutes)).toBe(words));
