import { rmSync } from 'node:fs';

export default async function stopSharedN8n(): Promise<void> {
	await globalThis.n8nOfTests?.stop();
	if (globalThis.folderOfTests) rmSync(globalThis.folderOfTests, { recursive: true, force: true });
}
