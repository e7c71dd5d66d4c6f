import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

let library: string | undefined;

/**
 * Chart.js as one script that needs no module loader, to stand in a page. Its
 * last line names a file for debuggers, which a page on its own doesn't have.
 */
export function chartLibrary(): string {
	// The package lets only its entry be resolved; the script lies beside it.
	library ??= readFileSync(join(dirname(require.resolve('chart.js')), 'chart.umd.min.js'), 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
	return library;
}
