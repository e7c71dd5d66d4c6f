export default async function stopSharedN8n(): Promise<void> {
	await globalThis.n8nOfTests?.stop();
}
