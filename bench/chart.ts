// Charts as SVG, readable on a light page and on a dark one. Scales are logarithmic: equal steps are equal factors.

export interface Bar {
  readonly name: string;
  readonly value: number;
  /** The value as it is written at the end of the bar. */
  readonly label: string;
  readonly kind: BarKind;
}

export type BarKind = 'ours' | 'reference' | 'peer' | 'floor';

export interface Bars {
  readonly title: string;
  readonly subtitle: string;
  /** What the values are, below the axis. */
  readonly axis: string;
  readonly written: (value: number) => string;
  readonly bars: readonly Bar[];
}

export interface Lines {
  readonly title: string;
  readonly subtitle: string;
  readonly across: string;
  readonly up: string;
  readonly writtenUp: (value: number) => string;
  readonly lines: readonly {
    readonly name: string;
    readonly points: readonly (readonly [across: number, up: number])[];
  }[];
}

const WIDTH = 760;
const HEADER = 64;
const FOOTER = 52;
const RIGHT = 92;
const LINE_HEIGHT = 17;

const STYLE = `
    .page { fill: #ffffff; }
    text { fill: #1f2328; font: 13px system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; }
    .title { font-size: 16px; font-weight: 600; }
    .quiet { fill: #59636e; font-size: 12px; }
    .grid { stroke: #d1d9e0; stroke-width: 1; }
    .ours { fill: #0969da; } .reference { fill: #57606a; } .peer { fill: #afb8c1; } .floor { fill: #d8b46a; }
    .line-0 { stroke: #0969da; } .line-1 { stroke: #bc4c00; } .line-2 { stroke: #1a7f37; }
    .dot-0 { fill: #0969da; } .dot-1 { fill: #bc4c00; } .dot-2 { fill: #1a7f37; }
    .line { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
    .strong { font-weight: 600; }
    .value { paint-order: stroke; stroke: #ffffff; stroke-width: 4px; }
    @media (prefers-color-scheme: dark) {
      .page { fill: #0d1117; }
      text { fill: #f0f6fc; }
      .value { stroke: #0d1117; }
      .quiet { fill: #9198a1; }
      .grid { stroke: #3d444d; }
      .ours { fill: #4493f8; } .reference { fill: #b1bac4; } .peer { fill: #656c76; } .floor { fill: #9e7a2c; }
      .line-0 { stroke: #4493f8; } .line-1 { stroke: #f0883e; } .line-2 { stroke: #3fb950; }
      .dot-0 { fill: #4493f8; } .dot-1 { fill: #f0883e; } .dot-2 { fill: #3fb950; }
    }`;

const KINDS: Readonly<Record<BarKind, string>> = {
  ours: 'this engine',
  reference: 'by hand, for this campaign alone',
  peer: 'peers, given facts',
  floor: 'only checks the shape',
};

export function barChart({ title, subtitle, axis, written, bars }: Bars): string {
  const pitch = 27;
  const left = 16 + 7.2 * Math.max(...bars.map(({ name }) => name.length));
  const bottom = HEADER + 24 + bars.length * pitch;
  const scale = scaleOf(
    bars.map(({ value }) => value),
    left,
    WIDTH - RIGHT,
  );
  const grid = scale.ticks.map((tick) => {
    const x = round(scale.at(tick));
    return [
      `<line class="grid" x1="${x}" y1="${HEADER + 20}" x2="${x}" y2="${bottom}"/>`,
      `<text class="quiet" x="${x}" y="${bottom + 18}" text-anchor="middle">${escaped(tickText(written(tick)))}</text>`,
    ];
  });
  const drawn = bars.map(({ name, value, label, kind }, index) => {
    const y = HEADER + 24 + index * pitch;
    const end = round(scale.at(value));
    const weight = kind === 'ours' ? ' strong' : '';
    return [
      `<text x="${round(left - 10)}" y="${y + 17}" text-anchor="end" class="name${weight}">${escaped(name)}</text>`,
      `<rect class="${kind}" x="${round(left)}" y="${y + 4}" width="${round(end - left)}" height="18" rx="2"/>`,
      `<text x="${round(end + 6)}" y="${y + 17}" class="value${weight}">${escaped(label)}</text>`,
    ];
  });
  const kinds = (Object.keys(KINDS) as BarKind[]).filter((kind) => bars.some((bar) => bar.kind === kind));
  let x = 16;
  const legend = kinds.map((kind) => {
    const from = x;
    x += 34 + 6.4 * KINDS[kind].length;
    return [
      `<rect class="${kind}" x="${round(from)}" y="${HEADER - 5}" width="12" height="12" rx="2"/>`,
      `<text class="quiet" x="${round(from + 18)}" y="${HEADER + 5}">${KINDS[kind]}</text>`,
    ];
  });
  const middle = round((left + WIDTH - RIGHT) / 2);
  const below = `<text class="quiet" x="${middle}" y="${bottom + 38}" text-anchor="middle">${escaped(axis)}</text>`;
  return page(title, subtitle, bottom + FOOTER, [legend, grid, drawn, below].flat(2));
}

export function lineChart({ title, subtitle, across, up, writtenUp, lines }: Lines): string {
  const left = 76;
  const right = WIDTH - 150;
  const top = HEADER + 12;
  const bottom = top + 280;
  const points = lines.flatMap((line) => line.points);
  const horizontal = scaleOf(
    points.map(([x]) => x),
    left,
    right,
  );
  const vertical = scaleOf(
    points.map(([, y]) => y),
    bottom,
    top,
  );
  const grid = [
    ...horizontal.ticks.map((tick) => {
      const x = round(horizontal.at(tick));
      return [
        `<line class="grid" x1="${x}" y1="${top}" x2="${x}" y2="${bottom}"/>`,
        `<text class="quiet" x="${x}" y="${bottom + 18}" text-anchor="middle">${tick.toLocaleString('en')}</text>`,
      ];
    }),
    ...vertical.ticks.map((tick) => {
      const y = round(vertical.at(tick));
      return [
        `<line class="grid" x1="${left}" y1="${y}" x2="${right}" y2="${y}"/>`,
        `<text class="quiet" x="${left - 8}" y="${y + 4}" text-anchor="end">${escaped(tickText(writtenUp(tick)))}</text>`,
      ];
    }),
  ];
  const labels = apart(lines.map((line) => vertical.at(line.points.at(-1)?.[1] ?? 1)));
  const drawn = lines.map((line, index) => {
    const places = line.points.map(([x, y]) => [round(horizontal.at(x)), round(vertical.at(y))] as const);
    const [lastX] = places.at(-1) ?? [0];
    const label = round((labels[index] ?? 0) + 4);
    return [
      `<polyline class="line line-${index}" points="${places.map((place) => place.join(',')).join(' ')}"/>`,
      ...places.map(([x, y]) => `<circle class="dot-${index}" cx="${x}" cy="${y}" r="4"/>`),
      `<text class="strong dot-${index}" x="${lastX + 10}" y="${label}">${escaped(line.name)}</text>`,
    ];
  });
  const middle = round((left + right) / 2);
  const height = round((top + bottom) / 2);
  const axes = [
    `<text class="quiet" x="${middle}" y="${bottom + 38}" text-anchor="middle">${escaped(across)}</text>`,
    `<text class="quiet" x="16" y="${height}" text-anchor="middle" transform="rotate(-90 16 ${height})">${escaped(up)}</text>`,
  ];
  return page(title, subtitle, bottom + FOOTER, [grid, drawn, axes].flat(2));
}

interface Scale {
  readonly ticks: readonly number[];
  at(value: number): number;
}

/** A logarithmic scale over whole decades, or over 1-2-5 steps where there are few of them. */
function scaleOf(values: readonly number[], from: number, to: number): Scale {
  const least = Math.floor(Math.log10(Math.min(...values) * 0.999));
  const most = Math.ceil(Math.log10(Math.max(...values) * 1.001));
  const decades = Array.from({ length: most - least + 1 }, (_, i) => 10 ** (least + i));
  const steps = decades.flatMap((decade) => [1, 2, 5].map((step) => step * decade));
  const low = steps.findLast((step) => step <= Math.min(...values) * 0.999) ?? 1;
  const high = steps.find((step) => step >= Math.max(...values) * 1.001) ?? 1;
  const inside = (tick: number) => tick >= low * 0.999 && tick <= high * 1.001;
  const ticks = decades.filter(inside).length >= 3 ? decades.filter(inside) : steps.filter(inside);
  const size = Math.log10(high / low);
  return { ticks, at: (value) => from + ((to - from) * Math.log10(value / low)) / size };
}

function page(title: string, subtitle: string, height: number, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${round(height)}" width="${WIDTH}" height="${round(height)}" role="img" aria-label="${escaped(title)}">
  <style>${STYLE}
  </style>
  <rect class="page" width="100%" height="100%" rx="6"/>
  <text class="title" x="16" y="26">${escaped(title)}</text>
  <text class="quiet" x="16" y="45">${escaped(subtitle)}</text>
  ${parts.join('\n  ')}
</svg>
`;
}

/** `10 µs` for `10.0 µs`. */
function tickText(text: string): string {
  return text.replace(/\.0+(?=\D|$)/, '');
}

/** Moved apart where they would overlap; in their order from the top. */
function apart(heights: readonly number[]): number[] {
  const order = heights.map((_, index) => index).toSorted((a, b) => (heights[a] ?? 0) - (heights[b] ?? 0));
  const moved = [...heights];
  let last = -Infinity;
  for (const index of order) moved[index] = last = Math.max(heights[index] ?? 0, last + LINE_HEIGHT);
  return moved;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
