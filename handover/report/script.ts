/**
 * What runs in the page: draws the charts from the figures beside it, in the
 * colours of the style sheet; again when those change, and in light for paper.
 */
export const SCRIPT = `
(() => {
	const root = document.documentElement;
	const figures = JSON.parse(document.getElementById('figures').textContent);
	let drawn = [];

	function colour(name) {
		return getComputedStyle(root).getPropertyValue('--' + name).trim();
	}

	function colours(names) {
		return Array.isArray(names) ? names.map(colour) : colour(names);
	}

	/** A label in short lines, so that it leaves room for its bar. */
	function lines(label) {
		return label.split(' ').reduce((done, word) => {
			const last = done.at(-1);
			return last !== undefined && (last + word).length < 18 ? [...done.slice(0, -1), last + ' ' + word] : [...done, word];
		}, []);
	}

	function bars(chart) {
		const value = { beginAtZero: true, stacked: true, grid: { color: colour('grid') }, border: { display: false }, ticks: { precision: 0 } };
		const label = { stacked: true, grid: { display: false }, border: { color: colour('line') }, ticks: { maxRotation: 50, autoSkip: chart.labels.length > 12, autoSkipPadding: 10 } };
		return {
			indexAxis: chart.horizontal ? 'y' : 'x',
			scales: chart.horizontal ? { x: value, y: { ...label, ticks: { autoSkip: false } } } : { x: label, y: value },
			interaction: { mode: 'index', axis: chart.horizontal ? 'y' : 'x', intersect: false },
		};
	}

	function draw(canvas) {
		const chart = figures[canvas.dataset.chart];
		const isBar = chart.type === 'bar';
		const isWide = canvas.parentElement.clientWidth > 420;
		return new Chart(canvas, {
			type: chart.type,
			data: {
				labels: chart.horizontal ? chart.labels.map(lines) : chart.labels,
				datasets: chart.series.map(({ name, data, colours: names }) => ({
					label: name,
					data,
					backgroundColor: colours(names),
					...(isBar ? { maxBarThickness: 46, borderRadius: 2 } : { borderColor: colour('card'), borderWidth: 2 }),
				})),
			},
			options: {
				animation: false,
				maintainAspectRatio: false,
				...(isBar ? bars(chart) : { cutout: '62%' }),
				plugins: {
					legend: { position: isBar || !isWide ? 'bottom' : 'right', labels: { usePointStyle: true, pointStyle: 'rectRounded', boxHeight: 8, padding: 14 } },
					tooltip: { filter: ({ raw }) => raw > 0 },
				},
			},
		});
	}

	function drawAll() {
		for (const chart of drawn) chart.destroy();
		Chart.defaults.color = colour('soft');
		Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
		drawn = [...document.querySelectorAll('canvas[data-chart]')].map(draw);
	}

	root.classList.remove('without-drawings');
	drawAll();
	matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
	addEventListener('beforeprint', () => {
		root.dataset.paper = '';
		drawAll();
	});
	addEventListener('afterprint', () => {
		delete root.dataset.paper;
		drawAll();
	});
})();
`;
