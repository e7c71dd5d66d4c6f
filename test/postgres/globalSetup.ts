import { servicesScripts, type TestPostgres } from '../support/scripts';

declare global {
	var postgresOfTests: TestPostgres | undefined;
}

/** One server for all tests; each has a schema of its own. */
export default async function startPostgresOfTests(): Promise<void> {
	const { startPostgres } = await servicesScripts();
	globalThis.postgresOfTests = await startPostgres();
	process.env.HANDOVER_TEST_POSTGRES = globalThis.postgresOfTests.url;
}
