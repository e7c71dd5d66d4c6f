const fs = require('node:fs');
const path = require('node:path');

/** How TypeScript is read. `module` says what becomes of `import()`. */
const swc = (module) => ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module }];

/** One project per kind of test, so that `npm test -- unit` runs just those. */
const project = (name, extra = {}) => ({
	displayName: name,
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	testEnvironment: 'node',
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/scripts/n8n/', '<rootDir>/.demo/'],
	transform: { '^.+\\.ts$': swc({ type: 'commonjs' }) },
	// The build copies it to where the report looks for it.
	moduleNameMapper: { '^\\./chartjs/chart\\.umd\\.min\\.js$': '<rootDir>/node_modules/chart.js/dist/chart.umd.min.js' },
	...extra,
});

/** The unit tests that use a store: they run on SQLite, and again on PostgreSQL, but for those about SQLite itself. */
const usesStore = fs
	.readdirSync(path.join(__dirname, 'test/unit'), { recursive: true })
	.filter((name) => name.endsWith('.test.ts') && !name.startsWith('sqlite') && /support\/(world|storage)'/.test(fs.readFileSync(path.join(__dirname, 'test/unit', name), 'utf8')));

/** The scripts that tests use are ES modules, which only a real `import()` loads; needs node's --experimental-vm-modules. */
const usesScripts = { transform: { '^.+\\.ts$': swc({ type: 'commonjs', ignoreDynamic: true }) } };

module.exports = {
	// Five seconds are too few for a property test on a machine that others use, too.
	testTimeout: 120_000,
	projects: [
		project('unit'),
		project('workflow'),
		project('package'),
		project('contracts'),
		project('postgres', {
			...usesScripts,
			testMatch: ['<rootDir>/test/postgres/**/*.test.ts', ...usesStore.map((name) => `<rootDir>/test/unit/${name}`)],
			globals: { storesOnPostgres: true },
			globalSetup: '<rootDir>/test/postgres/globalSetup.ts',
			globalTeardown: '<rootDir>/test/postgres/globalTeardown.ts',
		}),
		project('e2e', {
			...usesScripts,
			globalSetup: '<rootDir>/test/e2e/globalSetup.ts',
			globalTeardown: '<rootDir>/test/e2e/globalTeardown.ts',
			setupFilesAfterEnv: ['<rootDir>/test/e2e/patience.ts'],
		}),
	],
};
