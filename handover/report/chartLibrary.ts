import { readFileSync } from 'node:fs';

let library: string | undefined;

/**
 * Chart.js as one script that needs no module loader, to stand in a page. Its
 * last line names a file for debuggers, which a page on its own doesn't have.
 * The build puts the script beside this file; nothing else of that package is
 * needed, so it needn't be installed.
 */
export function chartLibrary(): string {
	library ??= readFileSync(require.resolve('./chartjs/chart.umd.min.js'), 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
	return library;
}
