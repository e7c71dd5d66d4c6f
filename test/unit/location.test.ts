import { homedir } from 'node:os';
import { join } from 'node:path';
import { sqliteFile } from '../../handover/store/location';
import { refusal } from '../support/builders';

describe('sqliteFile', () => {
	it.each<[string, NodeJS.ProcessEnv, string]>([
		['n8n\'s own folder at home', {}, join(homedir(), '.n8n', 'human-handover.sqlite')],
		['the user folder', { N8N_USER_FOLDER: '/data' }, '/data/.n8n/human-handover.sqlite'],
		['home for an empty user folder', { N8N_USER_FOLDER: '' }, join(homedir(), '.n8n', 'human-handover.sqlite')],
		['a path', { HANDOVER_DATABASE_URL: '/var/lib/h.db', N8N_USER_FOLDER: '/data' }, '/var/lib/h.db'],
		['a relative path', { HANDOVER_DATABASE_URL: './h.db' }, './h.db'],
		['a path with blanks around it', { HANDOVER_DATABASE_URL: ' /h.db\n' }, '/h.db'],
		['a file address', { HANDOVER_DATABASE_URL: 'file:///var/lib/my%20desk.db' }, '/var/lib/my desk.db'],
		['a Windows path', { HANDOVER_DATABASE_URL: 'C:\\n8n\\h.db' }, 'C:\\n8n\\h.db'],
		['a path with a colon', { HANDOVER_DATABASE_URL: '/data/a:b.db' }, '/data/a:b.db'],
		['the user folder for a blank address', { HANDOVER_DATABASE_URL: ' ', N8N_USER_FOLDER: '/data' }, '/data/.n8n/human-handover.sqlite'],
	])('is %s', (_name, env, file) => {
		expect(sqliteFile(env)).toBe(file);
	});

	it.each([
		['postgres', 'postgres://user:secret@db:5432/n8n'],
		['postgresql', 'postgresql://user:secret@db/n8n'],
		['MySQL', 'MySQL://user:secret@db/n8n'],
		['postgres+tls', 'postgres+tls://user:secret@db/n8n'],
	])('refuses %s without showing the password', (protocol, url) => {
		const { message, fix } = refusal(() => sqliteFile({ HANDOVER_DATABASE_URL: url }));
		expect(message).toContain('HANDOVER_DATABASE_URL');
		expect(message).toContain(protocol);
		expect(message + fix).not.toContain('secret');
		expect(fix).toContain('path of a SQLite file');
	});

	// Two slashes make "data" a host; Node throws a TypeError without a fix.
	it.each([
		['with a host', 'file://data/h.db'],
		['with a login', 'file://user:secret@data/h.db'],
		['with a slash in a name', 'file:///data/a%2Fh.db'],
	])('refuses a file address %s', (_name, url) => {
		const { message, fix } = refusal(() => sqliteFile({ HANDOVER_DATABASE_URL: url }));
		expect(message).toContain('HANDOVER_DATABASE_URL');
		expect(message).not.toContain('secret');
		expect(fix).toContain('three slashes');
	});

	// Without a base, `new URL` makes it /h.db, a file in the root folder.
	it.each([
		['file:./h.db', join(process.cwd(), 'h.db')],
		['file:my%20data/h.db', join(process.cwd(), 'my data/h.db')],
		['file:../h.db', join(process.cwd(), '../h.db')],
		['file:/data/h.db', '/data/h.db'],
	])('reads %s', (url, file) => {
		expect(sqliteFile({ HANDOVER_DATABASE_URL: url })).toBe(file);
	});
});
