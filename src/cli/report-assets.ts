/** The page's own style: one column, readable on a phone, light and dark. */
export const STYLE = `
:root { --ground: #fbfaf8; --card: #fff; --ink: #1f2430; --faint: #667085; --line: #e4e1da;
  --good: #1a7f4b; --bad: #c2412d; --money: #2f5fd0; --other: #a06a00; }
@media (prefers-color-scheme: dark) { :root { --ground: #14161b; --card: #1c1f26; --ink: #e7e9ee; --faint: #98a1b3; --line: #2e333d;
  --good: #4cc38a; --bad: #f2795f; --money: #7aa2ff; --other: #e0a84a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
header, main { max-width: 60rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 2rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0; }
header p { color: var(--faint); margin: .25rem 0 1rem; }
h2 { font-size: 1.05rem; margin: 0 0 .75rem; }
h3 { font-size: .95rem; margin: 1rem 0 .5rem; }
main > h2 { margin-top: 1.5rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; margin: 1rem 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; margin: 0 0 1rem; }
.tiles div { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .8rem 1rem; border-top: 3px solid var(--line); }
.tiles .good { border-top-color: var(--good); } .tiles .bad { border-top-color: var(--bad); } .tiles .money { border-top-color: var(--money); }
dt { color: var(--faint); font-size: .85rem; }
dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; line-height: 1.3; }
dd.long { font-size: 1rem; }
dd.more { font-size: .85rem; color: var(--faint); min-height: 1.1rem; }
th.count { text-align: right; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th { text-align: left; color: var(--faint); font-weight: 500; white-space: nowrap; }
th, td { padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
.count { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
small, .note { color: var(--faint); font-size: .8rem; }
.bar { display: block; height: .35rem; min-width: 4rem; background: var(--line); border-radius: 1rem; margin-top: .3rem; }
.bar span { display: block; height: 100%; background: var(--money); border-radius: 1rem; }
td[data-column=share] .bar span { background: var(--bad); }
details { margin-top: 1rem; }
summary { cursor: pointer; color: var(--faint); }
@media (max-width: 40rem) {
  .cards, .cards tbody, .cards tr { display: block; }
  .cards thead { display: none; }
  .cards tr { padding: .6rem 0; border-bottom: 1px solid var(--line); }
  .cards tr:last-child { border-bottom: 0; }
  .cards td { display: flex; justify-content: space-between; gap: 1rem; padding: .1rem 0; border: 0; text-align: right; }
  .cards td::before { content: attr(data-column); color: var(--faint); text-align: left; white-space: nowrap; }
  .cards .count { white-space: normal; }
  .cards td:first-child { display: block; text-align: left; padding-bottom: .3rem; }
  .cards td:first-child::before { content: none; }
  .cards .bar { display: none; }
}
.chart { width: 100%; min-height: 230px; }
.u-legend { font-size: .8rem; text-align: left; }
.u-legend th, .u-legend td { border: 0; padding: 0 .3rem 0 0; }
`;

/** Draws the charts in the colours of the page, and again when its width or its colours change. */
export const CHARTS = `
(() => {
  const { zone, charts } = JSON.parse(document.getElementById('charts').textContent);
  const dateIn = (seconds) => uPlot.tzDate(new Date(seconds * 1e3), zone);
  const dates = (options) => new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options });
  const hour = dates({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  const day = dates({ day: 'numeric', month: 'short' });
  const month = dates({ month: 'short', year: 'numeric' });
  const dateFor = (step) => (step < 86400 ? hour : step < 28 * 86400 ? day : month);
  const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
  const compact = (value) => (value < 1e15 ? short.format(value) : value.toExponential(1).replace('+', ''));
  const exact = (value) => (value == null ? '–' : value < 1e15 ? value.toLocaleString('en', { maximumFractionDigits: 4 }) : value.toExponential(3));
  let drawn = [];
  function draw() {
    for (const plot of drawn) plot.destroy();
    const css = getComputedStyle(document.documentElement);
    const colour = (name) => css.getPropertyValue('--' + name).trim();
    const axis = { stroke: colour('faint'), grid: { stroke: colour('line'), width: 1 }, ticks: { stroke: colour('line'), width: 1 } };
    drawn = charts.map((chart, i) => {
      const place = document.getElementById('chart-' + i);
      const series = chart.series.map((one) => ({
        label: one.label, stroke: colour(one.colour), width: 1.5, fill: colour(one.colour) + '22',
        points: { show: false }, value: (_, value) => exact(value),
        paths: chart.isStepped ? uPlot.paths.stepped({ align: 1 }) : undefined,
      }));
      const data = [chart.times, ...chart.series.map((one) => one.values)];
      const top = Math.max(1e-9, chart.top ?? 0, ...data.slice(1).map((values) => values.reduce((most, value) => Math.max(most, value), 0)));
      return new uPlot({
        width: place.clientWidth, height: 240, tzDate: dateIn,
        scales: { y: { range: [0, top * 1.08] } },
        axes: [
          { ...axis, space: 90, values: (_, ticks, __, ___, step) => ticks.map((tick) => dateFor(step).format(tick * 1e3)) },
          { ...axis, size: 56, values: (_, ticks) => ticks.map(compact) },
        ],
        series: [{ label: 'time', value: '{YYYY}-{MM}-{DD} {HH}:{mm}' }, ...series],
      }, data, place);
    });
  }
  draw();
  let waiting;
  const later = () => { clearTimeout(waiting); waiting = setTimeout(draw, 100); };
  addEventListener('resize', later);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', later);
})();
`;
