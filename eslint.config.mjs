import communityNodes from '@n8n/eslint-plugin-community-nodes';
import nodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

/*
 * n8n's own rules for community packages. Their set "without n8n Cloud
 * support" is the one for a self-hosted package: it leaves out the rules
 * against runtime dependencies and restricted imports, which this package
 * needs (the store is a file, read through kysely; the AI engine is the
 * official openai client). Every further exception is listed with its reason.
 */
const official = communityNodes.configs.recommendedWithoutN8nCloudSupport;

export default tseslint.config(
	{ ignores: ['dist/', 'node_modules/', 'scripts/n8n/', '.demo/', 'test-output/'] },
	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.strict],
		rules: {
			// An unused value that is named to be left out of a rest object.
			'@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_' }],
			// Node types are classes without state by n8n's convention.
			'@typescript-eslint/no-extraneous-class': 'off',
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': 'error',
			'@typescript-eslint/switch-exhaustiveness-check': 'error',
		},
		languageOptions: { parserOptions: { projectService: true } },
	},
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		extends: [official],
	},
	{
		files: ['nodes/**/*.ts'],
		plugins: { 'n8n-nodes-base': nodesBase },
		rules: {
			...nodesBase.configs.nodes.rules,
			// The newer official rule wants NodeConnectionTypes.Main where these want the text 'main'.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			// They take field names inside expressions, such as {{ $json.sessionId }}, for prose.
			'n8n-nodes-base/node-param-description-miscased-id': 'off',
			'n8n-nodes-base/node-param-description-miscased-json': 'off',
			'n8n-nodes-base/node-param-placeholder-miscased-id': 'off',
		},
	},
	{
		files: ['credentials/**/*.ts'],
		plugins: { 'n8n-nodes-base': nodesBase },
		rules: {
			...nodesBase.configs.credentials.rules,
			// These two are for credentials that live in n8n's own repository.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			'n8n-nodes-base/cred-class-field-documentation-url-not-http-url': 'error',
		},
	},
	{
		files: ['package.json'],
		extends: [official],
		// The user asked for the openai client, and n8n brings no query builder; docs/dependencies.md names each.
		rules: { '@n8n/community-nodes/no-runtime-dependencies': 'off' },
		languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
	},
	{
		// The core is free of n8n, so that it can be tested and understood without it.
		files: ['handover/**/*.ts'],
		rules: {
			'no-restricted-imports': ['error', { patterns: [{ group: ['n8n-*', '**/nodes/**'], message: 'The core never imports n8n.' }] }],
		},
	},
	{
		// The decisions know nothing but each other and luxon.
		files: ['handover/*.ts', 'handover/detection/attempts.ts', 'handover/detection/decide.ts'],
		ignores: ['handover/steps.ts'],
		rules: {
			'no-restricted-imports': [
				'error',
				{ patterns: [{ group: ['n8n-*', '**/nodes/**', '**/store/**', '**/desks/**', '**/actions/**', 'kysely', 'openai', 'node:*'], message: 'Decisions are pure: facts in, decision out.' }] },
			],
		},
	},
);
