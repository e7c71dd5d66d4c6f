/** The page's looks. Colours meet WCAG AA on both backgrounds: text 4.5 : 1, charts 3 : 1. */
export const STYLE = `
:root {
	color-scheme: light;
	--page: #f4f6f8; --card: #ffffff; --line: #dde3ea; --text: #1c2733; --soft: #566373; --accent: #1f5fa8; --accent-soft: #e8f0fa;
	--series-1: #2f6fb0; --series-2: #168577; --series-3: #b8741a; --series-4: #7b5bab; --series-5: #52627a; --series-6: #b54d84; --series-7: #64811f;
	--good-1: #0d6b60; --good-2: #168577; --good-3: #3d9c8d; --bad: #bb4740; --muted: #8492a1; --grid: #e7ebf0;
}
@media (prefers-color-scheme: dark) {
	:root:not([data-paper]) {
		color-scheme: dark;
		--page: #10151b; --card: #18202a; --line: #2b3643; --text: #e8edf2; --soft: #a2afbd; --accent: #7db4ee; --accent-soft: #1d2d40;
		--series-1: #68a5e3; --series-2: #47b9a9; --series-3: #e0a95a; --series-4: #ab93db; --series-5: #93a6bd; --series-6: #dd8ab6; --series-7: #a3c056;
		--good-1: #82d6c9; --good-2: #47b9a9; --good-3: #2b8377; --bad: #e2817b; --muted: #6b7a8b; --grid: #263140;
	}
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: break-word; }
main, header, footer { max-width: 1160px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 36px; }
h1 { margin: 0; font-size: 28px; line-height: 1.2; letter-spacing: -0.01em; }
h2 { margin: 0 0 4px; font-size: 17px; line-height: 1.3; }
p { margin: 0; }
p + p { margin-top: 6px; }
.soft { color: var(--soft); }
.small { font-size: 13px; }
header .soft { margin-top: 6px; }
section, .card { margin-top: 20px; padding: 20px 22px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.review { background: var(--accent-soft); border-color: transparent; }
.review ul { margin: 8px 0 0; padding-left: 20px; }
.review li + li { margin-top: 4px; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(165px, 1fr)); gap: 14px; margin: 20px 0 0; padding: 0; }
.tile { margin: 0; padding: 16px 18px; }
.tile dt { color: var(--soft); font-size: 13px; font-weight: 600; }
.tile dd { margin: 0; }
.tile .figure { margin: 4px 0 2px; font-size: 28px; font-weight: 650; line-height: 1.2; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
.tile .figure.long { font-size: 22px; line-height: 1.527; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(460px, 100%), 1fr)); gap: 20px; margin-top: 20px; }
.charts figure { display: flex; flex-direction: column; min-width: 0; margin: 0; }
.drawing { position: relative; height: 290px; margin-top: 14px; }
.without-drawings .drawing { display: none; }
details { margin-top: 12px; }
summary { width: fit-content; color: var(--accent); font-size: 13px; cursor: pointer; }
summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.scroll { margin-top: 12px; overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; }
caption { padding-bottom: 6px; color: var(--soft); font-size: 13px; text-align: left; }
th, td { padding: 8px 14px 8px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { color: var(--soft); font-size: 12.5px; font-weight: 600; vertical-align: bottom; }
tbody th { min-width: 9em; font-weight: 500; }
tbody tr:last-child > * { border-bottom: 0; }
th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; white-space: nowrap; }
td.words, th.words { min-width: 14em; padding-left: 14px; }
td.words { color: var(--soft); }
.words p + p { margin-top: 2px; }
code { padding: 1px 5px; background: var(--page); border-radius: 4px; font: 12.5px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.flag { color: var(--bad); font-weight: 600; }
footer { padding-bottom: 48px; }
.counting dl { margin: 8px 0 0; }
.counting dt { margin-top: 8px; font-weight: 600; }
.counting dd { margin: 0; color: var(--soft); }
@media (max-width: 640px) {
	main, header, footer { padding-left: 14px; padding-right: 14px; }
	header { padding-top: 22px; }
	h1 { font-size: 23px; }
	section, .card { padding: 16px; }
	.tiles { grid-template-columns: 1fr 1fr; gap: 10px; }
	.tile .figure { font-size: 23px; }
	.tile .figure.long { font-size: 18px; }
}
@media print {
	@page { margin: 14mm; }
	:root { color-scheme: light; --page: #ffffff; }
	body { font-size: 12px; }
	main, header, footer { max-width: none; padding: 0; }
	.charts { grid-template-columns: 1fr 1fr; gap: 12px; }
	.tiles { grid-template-columns: repeat(3, 1fr); }
	section, .card { padding: 12px 14px; }
	figure, .tile, tr, .review { break-inside: avoid; }
	.drawing { height: 240px; }
	canvas { max-width: 100%; max-height: 100%; object-fit: contain; }
	.scroll { overflow: visible; }
	.charts details { display: none; }
}
`;
