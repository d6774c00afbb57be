import type { Campaign } from '../index.ts';
import type { Compared, Flips, LimitReached, Replayed, RowTally, WindowUsed } from '../simulate/index.ts';
import { CHARTS, STYLE } from './report-assets.ts';
import { uPlotAssets } from './uplot.ts';

/** A chart that the page draws: numbers by time. */
interface Chart {
  readonly title: string;
  /** Epoch seconds, as the plotting library has it. */
  readonly times: readonly number[];
  readonly series: readonly {
    readonly label: string;
    readonly values: readonly number[];
    readonly colour: Colour;
  }[];
  /** A line across. */
  readonly limit?: number;
  readonly unit: string;
}

type Colour = 'good' | 'bad' | 'money' | 'other';

/** One page, complete in itself, of what became of the orders. */
export function reportPage(result: Replayed | Compared, campaign: Campaign): string {
  const { script, style } = uPlotAssets();
  const zone = typeof campaign.config['time_zone'] === 'string' ? campaign.config['time_zone'] : 'UTC';
  const page = new Page();
  if ('before' in result) page.compared(result);
  else page.replayed(result);
  const title = `${campaign.id}: replay of ${('before' in result ? result.before : result).orders} orders`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${text(title)}</title>
<style>${style}</style>
<style>${STYLE}</style>
</head>
<body>
${page.html}
<script type="application/json" id="charts">${json({ zone, charts: page.charts })}</script>
<script>${script}</script>
<script>${CHARTS}</script>
</body>
</html>
`;
}

class Page {
  html = '';
  readonly charts: Chart[] = [];

  replayed(replay: Replayed): void {
    this.header(replay);
    this.html += `<main>${tiles(replay)}`;
    this.time([{ replay, suffix: '' }]);
    this.refusals('Why orders were refused', replay.refusals, replay.orders);
    this.limits(replay.limits, '');
    this.html += '</main>';
  }

  compared({ before, after, newly_refused, newly_accepted }: Compared): void {
    this.header(before);
    this.html += `<main><h2>${text(before.campaign)}</h2>${tiles(before)}<h2>Against ${text(after.campaign)}</h2>${tiles(after)}`;
    this.flips('Newly refused', newly_refused);
    this.flips('Newly accepted', newly_accepted);
    this.time([
      { replay: before, suffix: ' before' },
      { replay: after, suffix: ' after' },
    ]);
    this.refusals('Why orders were refused, before', before.refusals, before.orders);
    this.refusals('Why orders were refused, after', after.refusals, after.orders);
    this.limits(before.limits, ' before');
    this.limits(after.limits, ' after');
    this.html += '</main>';
  }

  private header({ campaign, orders, from, to }: Replayed): void {
    const span = from === null || to === null ? '' : `, ${day(from)} to ${day(to)}`;
    this.html += `<header><h1>${text(campaign)}</h1><p>${number(orders)} past orders${span}, replayed</p></header>`;
  }

  private time(sides: readonly { readonly replay: Replayed; readonly suffix: string }[]): void {
    const [first] = sides.map(({ replay }) => replay) as [Replayed];
    const times = first.timeline.map(({ start }) => Date.parse(start) / 1_000);
    const at = (replay: Replayed) =>
      new Map(replay.timeline.map((tally) => [Date.parse(tally.start) / 1_000, tally]));
    const isAlone = sides.length === 1;
    const orders = sides.flatMap(({ replay, suffix }, i): Chart['series'][number][] => {
      const tallies = at(replay);
      const accepted = times.map((time) => tallies.get(time)?.accepted ?? 0);
      const refused = times.map((time) => tallies.get(time)?.refused ?? 0);
      return [
        { label: `accepted${suffix}`, values: accepted, colour: i === 0 ? 'good' : 'money' },
        ...(isAlone ? [{ label: 'refused', values: refused, colour: 'bad' as const }] : []),
      ];
    });
    const granted = sides.map(({ replay, suffix }, i) => {
      const tallies = at(replay);
      const values = times.map((time) => Number(tallies.get(time)?.granted ?? 0));
      return { label: `granted${suffix}`, values, colour: i === 0 ? ('money' as const) : ('other' as const) };
    });
    this.chart({
      title: isAlone ? 'Orders a day' : 'Accepted orders a day',
      times,
      series: orders,
      unit: 'orders',
    });
    this.chart({ title: 'Discount granted a day', times, series: granted, unit: '' });
  }

  private refusals(title: string, rows: readonly RowTally[], orders: number): void {
    if (rows.length === 0) return;
    this.section(
      title,
      rowTable(rows, orders) + '<p class="note">An order may be refused by several rows.</p>',
    );
  }

  private flips(title: string, { orders, rows, examples }: Flips): void {
    if (orders === 0) {
      this.section(title, '<p>No order.</p>');
      return;
    }
    const lines = examples.map(({ order, transaction_id, at, rows: codes }) => {
      return `<tr><td class="count">${number(order)}<td>${text(transaction_id)}<td>${text(String(at))}<td>${codes.map(text).join('<br>')}`;
    });
    this.section(
      `${title}: ${number(orders)} orders`,
      `${rowTable(rows, orders)}<h3>The first of them</h3>${table(['order', 'transaction', 'at', 'refused by'], lines)}`,
    );
  }

  private limits(limits: readonly LimitReached[], suffix: string): void {
    if (limits.length === 0) return;
    const lines = limits.map(({ name, campaign, rule, limit, refused, first_reached, windows }) => {
      const fullest = fullestOf(windows);
      const used =
        fullest === undefined
          ? 'each for itself'
          : `${text(String(fullest))}${bar(Number(fullest), Number(limit))}`;
      const first = first_reached === null ? 'never' : text(first_reached.slice(0, 16).replace('T', ' '));
      return `<tr><td>${text(name)}<br><small>${text(campaign)} ${text(rule ?? '')}</small><td class="count">${text(String(limit))}<td>${used}<td class="count">${number(refused)}<td>${first}`;
    });
    this.section(
      `Limits${suffix}`,
      table(['counter', 'limit', 'fullest', 'refused', 'first reached (UTC)'], lines),
    );
    for (const { name, limit, windows } of limits) {
      if (windows.length < 2) continue;
      const times = windows.map(({ start }) => Date.parse(start ?? '') / 1_000);
      const values = windows.map(({ used }) => Number(used));
      const series = [{ label: 'used', values, colour: 'money' as const }];
      this.chart({ title: `${name}${suffix}`, times, series, limit: Number(limit), unit: '' });
    }
  }

  private chart(chart: Chart): void {
    if (chart.times.length < 2) return;
    const id = `chart-${this.charts.length}`;
    this.charts.push(chart);
    const label = `${chart.title}: ${chart.series.map((one) => one.label).join(', ')} over time`;
    this.section(chart.title, `<div class="chart" id="${id}" role="img" aria-label="${text(label)}"></div>`);
  }

  private section(title: string, body: string): void {
    this.html += `<section><h2>${text(title)}</h2>${body}</section>`;
  }
}

function tiles({ orders, accepted, refused, unusable, granted, customers }: Replayed): string {
  const told = [
    ['accepted', number(accepted), share(accepted, orders), 'good'],
    ['refused', number(refused), share(refused, orders), 'bad'],
    ['discount granted', text(granted), '', 'money'],
    ['customers', number(customers.seen), `${number(customers.hit_by_limits)} met a limit`, ''],
    ...(unusable > 0 ? [['unusable', number(unusable), share(unusable, orders), 'bad']] : []),
  ];
  return `<dl class="tiles">${told
    .map(
      ([name, value, more, colour]) =>
        `<div class="${colour}"><dt>${name}</dt><dd>${value}</dd><dd class="more">${more}</dd></div>`,
    )
    .join('')}</dl>`;
}

function rowTable(rows: readonly RowTally[], orders: number): string {
  const lines = rows.map(({ attribute, error_code, orders: count }) => {
    return `<tr><td>${text(attribute)}<wbr>.${text(error_code).replaceAll('_', '_<wbr>')}<td class="count">${number(count)}<td class="share">${share(count, orders)}${bar(count, orders)}`;
  });
  return table(['row', 'orders', 'share'], lines);
}

function table(heads: readonly string[], lines: readonly string[]): string {
  const head = heads
    .map((name) => `<th scope="col"${COUNTS.has(name) ? ' class="count"' : ''}>${name}`)
    .join('');
  return `<div class="wide"><table><thead><tr>${head}<tbody>${lines.join('')}</table></div>`;
}

/** Columns of numbers. */
const COUNTS = new Set(['orders', 'order', 'limit', 'refused']);

function bar(part: number, whole: number): string {
  const percent = whole === 0 ? 0 : Math.min(100, (100 * part) / whole);
  return `<span class="bar"><span style="width:${percent.toFixed(1)}%"></span></span>`;
}

function fullestOf(windows: readonly WindowUsed[]): number | string | undefined {
  const [first, ...others] = windows;
  return others.reduce(
    (most, { used }) => (Number(used) > Number(most) ? used : most),
    first?.used as string | number,
  );
}

function share(part: number, whole: number): string {
  return whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`;
}

function day(instant: string): string {
  return instant.slice(0, 10);
}

/** In groups of three, with a narrow space. */
function number(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, '\u202f');
}

/** What came from the input is text, never markup. */
function text(value: string): string {
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** JSON that cannot end the element it stands in. */
function json(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
