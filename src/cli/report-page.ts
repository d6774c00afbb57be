import type { Campaign } from '../index.ts';
import { zoneNameOf } from '../simulate/replay.ts';
import type { Compared, Flips, LimitReached, Replayed, RowTally } from '../simulate/index.ts';
import { fullestOf } from './fullest.ts';
import { bar, json, number, share, table, text } from './html.ts';
import { CHARTS, STYLE } from './report-assets.ts';
import { burnDownChart, timeCharts, type Chart, type Side } from './report-charts.ts';
import type { TallyPeriod } from './requests.ts';
import { uPlotAssets } from './uplot.ts';

/** A browser draws no more of them in a blink. */
const MOST_CHARTS = 40;

const EACH: Readonly<Record<TallyPeriod, string>> = {
  hourly: 'hour',
  daily: 'day',
  weekly: 'week',
  monthly: 'month',
  quarterly: 'quarter',
  yearly: 'year',
};

/** One page, complete in itself, of what became of the orders. `period` is that of the timeline. */
export function reportPage(
  result: Replayed | Compared,
  campaign: Campaign,
  period: TallyPeriod = 'daily',
): string {
  const { script, style } = uPlotAssets();
  const zone = zoneNameOf(campaign);
  const page = new Page(EACH[period], zone);
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
  private readonly each: string;
  private readonly zone: string;

  constructor(each: string, zone: string) {
    this.each = each;
    this.zone = zone;
  }

  replayed(replay: Replayed): void {
    this.header(replay);
    this.html += `<main>${tiles(replay)}`;
    const side = { replay, suffix: '' };
    this.draw(timeCharts([side], this.each));
    this.refusals(side);
    this.limits(side);
    this.html += '</main>';
  }

  compared({ before, after, newly_refused, newly_accepted }: Compared): void {
    this.header(before);
    this.html += `<main><h2>${text(before.campaign)}</h2>${tiles(before)}<h2>Against ${text(after.campaign)}</h2>${tiles(after)}`;
    this.flips('Newly refused', newly_refused, before.orders);
    this.flips('Newly accepted', newly_accepted, before.orders);
    const sides = [
      { replay: before, suffix: ' before' },
      { replay: after, suffix: ' after' },
    ];
    this.draw(timeCharts(sides, this.each));
    for (const side of sides) this.refusals(side);
    for (const side of sides) this.limits(side);
    this.html += '</main>';
  }

  private header({ campaign, orders, from, to }: Replayed): void {
    const span = from === null || to === null ? '' : `, ${from.slice(0, 10)} to ${to.slice(0, 10)}`;
    this.html += `<header><h1>${text(campaign)}</h1><p>${number(orders)} past ${orders === 1 ? 'order' : 'orders'}${span}, replayed. Charts by the clocks of ${text(this.zone)}.</p></header>`;
  }

  private refusals({ replay: { refusals, orders }, suffix }: Side): void {
    if (refusals.length === 0) return;
    this.section(
      `Why orders were refused${suffix}`,
      `${rowTable(refusals, orders)}<p class="note">An order may be refused by several rows.</p>`,
    );
  }

  private flips(title: string, { orders, rows }: Flips, of: number): void {
    if (orders === 0) {
      this.section(title, '<p>No order.</p>');
      return;
    }
    const examples = rows.map(({ attribute, error_code, examples }) => {
      return `<h3>${rowName(attribute, error_code)}</h3>${exampleTable(examples)}`;
    });
    this.section(
      `${title}: ${number(orders)} orders`,
      `${rowTable(rows, of)}<details><summary>The first orders of each row</summary>${examples.join('')}</details>`,
    );
  }

  private limits(side: Side): void {
    const { limits } = side.replay;
    if (limits.length === 0) return;
    this.section(`Limits${side.suffix}`, limitTable(limits));
    this.draw(limits.flatMap((limit) => burnDownChart(limit, side) ?? []));
  }

  private draw(charts: readonly Chart[]): void {
    for (const chart of charts.slice(0, MOST_CHARTS - this.charts.length)) {
      if (chart.times.length < 2) continue;
      const id = `chart-${this.charts.length}`;
      this.charts.push(chart);
      const label = `${chart.title}: ${chart.series.map((one) => one.label).join(', ')} over time`;
      this.section(
        chart.title,
        `<div class="chart" id="${id}" role="img" aria-label="${text(label)}"></div>`,
      );
    }
  }

  private section(title: string, body: string): void {
    this.html += `<section><h2>${text(title)}</h2>${body}</section>`;
  }
}

function tiles({ orders, accepted, refused, unusable, granted, customers, operations }: Replayed): string {
  const { confirmed, cancelled, given_back, moot } = operations;
  const settled = confirmed + cancelled + operations.refused + moot;
  const told = [
    ['accepted', number(accepted), share(accepted, orders), 'good'],
    ['refused', number(refused), share(refused, orders), 'bad'],
    ['discount granted', number(granted), cancelled > 0 ? `${number(given_back)} given back` : '', 'money'],
    ['customers', number(customers.seen), `${number(customers.hit_by_limits)} met a limit`, ''],
    ...(unusable > 0 ? [['unusable', number(unusable), share(unusable, orders), 'bad']] : []),
    ...(settled > 0 ? [['confirmed', number(confirmed), `${number(cancelled)} cancelled`, '']] : []),
  ];
  return `<dl class="tiles">${told
    .map(
      ([name, value, more, colour]) =>
        `<div class="${colour}"><dt>${name}</dt><dd${isLong(value) ? ' class="long"' : ''}>${value}</dd><dd class="more">${more}</dd></div>`,
    )
    .join('')}</dl>`;
}

/** For large digits. */
function isLong(value = ''): boolean {
  return value.length > 14;
}

function rowTable(rows: readonly RowTally[], orders: number): string {
  const cells = rows.map(({ attribute, error_code, orders: count }) => [
    rowName(attribute, error_code),
    number(count),
    share(count, orders) + bar(count, orders),
  ]);
  return table([{ name: 'row' }, { name: 'orders', isNumber: true }, { name: 'share' }], cells);
}

/** It may break after each of its words. */
function rowName(attribute: string, error_code: string): string {
  return `${text(attribute)}.${text(error_code)}`.replace(/[._]/g, '$&<wbr>');
}

function exampleTable(examples: Flips['rows'][number]['examples']): string {
  const cells = examples.map(({ order, transaction_id, at }) => [
    number(order),
    text(transaction_id),
    text(String(at)),
  ]);
  return table([{ name: 'order', isNumber: true }, { name: 'transaction' }, { name: 'at' }], cells);
}

function limitTable(limits: readonly LimitReached[]): string {
  const columns = [
    { name: 'counter' },
    { name: 'limit', isNumber: true },
    { name: 'fullest window' },
    { name: 'refused', isNumber: true },
    { name: 'customers', isNumber: true },
    { name: 'first reached (UTC)' },
  ];
  const cells = limits.map((one) => {
    const { name, campaign, rule, limit, refused, customers, first_reached } = one;
    const fullest = fullestOf(one);
    return [
      `${text(name)}<br><small>${text(campaign)} ${text(rule ?? '')}</small>`,
      number(limit),
      fullest === undefined ? 'each for itself' : number(fullest) + bar(Number(fullest), Number(limit)),
      number(refused),
      number(customers),
      first_reached === null ? 'never' : text(first_reached.slice(0, 16).replace('T', ' ')),
    ];
  });
  return table(columns, cells, 'cards');
}
