export default async function removePostgresOfTests(): Promise<void> {
	await globalThis.postgresOfTests?.remove();
}
