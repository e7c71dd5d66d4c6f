import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../handover/store/sqlite/open';
import { conversation } from '../support/world';
import { NOW } from '../support/builders';

it.each(['a contact', 'what is old'])('leaves no trace of %s in any file once it is erased', async (what) => {
	const folder = mkdtempSync(join(tmpdir(), 'handover-trace-'));
	const file = join(folder, 'store.sqlite');
	const store = await openSqliteStore(file);
	const isKept = () => ['', '-wal'].some((end) => existsSync(file + end) && readFileSync(file + end).includes('zanzibar'));
	try {
		await store.addMessage(conversation(), { from: 'customer', text: 'zanzibar', at: NOW });
		expect(isKept()).toBe(true);
		if (what === 'a contact') await store.log.eraseContact({ desk: 'built-in', account: 'default' }, 'c-1', ['c-1']);
		else await store.log.eraseBefore(NOW + 1);
		expect(isKept()).toBe(false);
	} finally {
		await store.close();
		rmSync(folder, { recursive: true });
	}
});
