const { dest, parallel, src } = require('gulp');

/** What the compiler leaves behind: icons and the codex files beside the nodes. */
function icons() {
	const files = ['nodes', 'credentials'].map((folder) => `${folder}/**/*.{svg,node.json}`);
	return src(files, { base: '.', encoding: false }).pipe(dest('dist'));
}

/** The workflows that operators import. */
function templates() {
	return src('templates/*.json').pipe(dest('dist/templates'));
}

exports['build:icons'] = icons;
exports['build:templates'] = templates;
exports.build = parallel(icons, templates);
