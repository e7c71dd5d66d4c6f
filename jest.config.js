/** How TypeScript is read. `module` says what becomes of `import()`. */
const swc = (module) => ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module }];

/** One project per kind of test, so that `npm test -- unit` runs just those. */
const project = (name, extra = {}) => ({
	displayName: name,
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	testEnvironment: 'node',
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/scripts/n8n/', '<rootDir>/.demo/'],
	transform: { '^.+\\.ts$': swc({ type: 'commonjs' }) },
	...extra,
});

module.exports = {
	// Five seconds are too few for a property test on a machine that others use, too.
	testTimeout: 120_000,
	projects: [
		project('unit'),
		project('workflow'),
		project('package'),
		project('contracts'),
		project('e2e', {
			// The scripts they use are ES modules, which only a real `import()` loads; needs node's --experimental-vm-modules.
			transform: { '^.+\\.ts$': swc({ type: 'commonjs', ignoreDynamic: true }) },
			globalSetup: '<rootDir>/test/e2e/globalSetup.ts',
			globalTeardown: '<rootDir>/test/e2e/globalTeardown.ts',
			setupFilesAfterEnv: ['<rootDir>/test/e2e/patience.ts'],
		}),
	],
};
