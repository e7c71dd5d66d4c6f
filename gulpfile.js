const fs = require('node:fs/promises');
const path = require('node:path');
const { dest, parallel, src } = require('gulp');

/** What the compiler leaves behind: icons and the codex files beside the nodes. */
function icons() {
	const files = ['nodes', 'credentials'].map((folder) => `${folder}/**/*.{svg,node.json}`);
	return src(files, { base: '.', encoding: false }).pipe(dest('dist'));
}

/** The trained detection model. */
function model() {
	return src('handover/detection/model/weights.{bin,json}', { base: '.', encoding: false }).pipe(dest('dist'));
}

/** What draws the report's charts, with its licence: of the whole package only this script is needed. */
function charts() {
	const folder = path.join(path.dirname(require.resolve('chart.js')), '..');
	const files = ['dist/chart.umd.min.js', 'LICENSE.md'].map((file) => path.join(folder, file));
	return src(files, { encoding: false }).pipe(dest('dist/handover/report/chartjs'));
}

/** The phrase files are most of what the detection weighs; their indentation need not travel. */
async function trimmedPatterns() {
	const folder = 'dist/handover/detection/builtIn/patterns';
	for (const name of await fs.readdir(folder)) {
		const file = path.join(folder, name);
		await fs.writeFile(file, (await fs.readFile(file, 'utf8')).replace(/^ +/gm, ''));
	}
}

/** The workflows that operators import. */
function templates() {
	return src('templates/*.json').pipe(dest('dist/templates'));
}

exports['build:icons'] = icons;
exports['build:model'] = model;
exports['build:charts'] = charts;
exports['build:templates'] = templates;
exports['build:patterns'] = trimmedPatterns;
exports.build = parallel(icons, model, charts, templates, trimmedPatterns);
