/** One project per kind of test, so that `npm test -- unit` runs just those. */
const project = (name, extra = {}) => ({
	displayName: name,
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	testEnvironment: 'node',
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/scripts/n8n/', '<rootDir>/.demo/'],
	transform: {
		'^.+\\.ts$': ['@swc/jest', {
			jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
			// The scripts are ES modules: `import()` has to stay what it is.
			module: { type: 'commonjs', ignoreDynamic: true },
		}],
	},
	...extra,
});

module.exports = {
	projects: [
		project('unit'),
		project('workflow'),
		project('package'),
		project('e2e', {
			globalSetup: '<rootDir>/test/e2e/globalSetup.ts',
			globalTeardown: '<rootDir>/test/e2e/globalTeardown.ts',
			setupFilesAfterEnv: ['<rootDir>/test/e2e/patience.ts'],
		}),
	],
};
