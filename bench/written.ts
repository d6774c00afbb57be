// Numbers and tables as people read them.

import type { Spread } from './timing.ts';

/** Three figures. */
export function figures(value: number): string {
  if (value >= 1_000) return Math.round(Number(value.toPrecision(3))).toLocaleString('en');
  return value >= 100 ? value.toFixed(0) : value.toPrecision(value >= 1 ? 3 : 2);
}

/** `0.52 (0.50 to 0.55)`. */
export function spread({ median, least, greatest }: Spread): string {
  return `${figures(median)} (${figures(least)} to ${figures(greatest)})`;
}

export function duration(nanoseconds: number): string {
  if (nanoseconds < 1_000) return `${figures(nanoseconds)} ns`;
  return nanoseconds < 1e6 ? `${figures(nanoseconds / 1e3)} µs` : `${figures(nanoseconds / 1e6)} ms`;
}

export function bytes(count: number): string {
  return count < 10_000 ? `${figures(count)} B` : `${figures(count / 1e3)} kB`;
}

/** A Markdown table, padded so that a terminal shows it well, too. Columns but those named `left` hold numbers. */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  left: readonly number[] = [0],
): string {
  const widths = header.map((cell, i) =>
    Math.max(3, ...[cell, ...rows.map((row) => row[i] ?? '')].map(({ length }) => length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, i) => padded(cells[i] ?? '', width, left.includes(i))).join(' | ')} |`;
  const rule = widths.map((width, i) => (left.includes(i) ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(header), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

function padded(cell: string, width: number, isLeft: boolean): string {
  const room = ' '.repeat(width - cell.length);
  return isLeft ? cell + room : room + cell;
}
