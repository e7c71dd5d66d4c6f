import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ABILITIES } from '../../../handover/desks/desk';
import { DESKS } from '../../../handover/desks';

const DOCS = readFileSync(join(__dirname, '../../../docs/desks.md'), 'utf8');
const ORDER = ['built-in', 'chatwoot', 'highLevel'];

it.each(ABILITIES)('the table of desks says the truth about %s', (ability) => {
	const label = ability.replace(/[A-Z]/, (letter) => ` ${letter.toLowerCase()}`);
	const cells = ORDER.map((name) => {
		const capability = DESKS.find((desk) => desk.name === name)?.capabilities[ability];
		return typeof capability === 'object' ? capability.instead : capability;
	});
	expect(DOCS).toContain(`| ${label.charAt(0).toUpperCase()}${label.slice(1)} | ${cells.join(' | ')} |`);
});
