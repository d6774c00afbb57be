const LEVELS = '▁▂▃▄▅▆▇█';

/** Numbers over time as bars, in so many columns at most; as high as `most` is, or else the highest of them. */
export function courseOf(values: readonly number[], columns: number, most?: number): string {
  const width = Math.min(columns, values.length);
  const means = Array.from({ length: width }, (_, i) => {
    return meanOf(values.slice(boundary(i, width, values), boundary(i + 1, width, values)));
  });
  const top = most ?? Math.max(...means);
  return means.map((value) => LEVELS[levelOf(value, top)]).join('');
}

function boundary(column: number, width: number, { length }: readonly number[]): number {
  return Math.floor((column * length) / width);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Only what is nothing, or next to it, is at the bottom. */
function levelOf(value: number, top: number): number {
  return top > 0 ? Math.min(LEVELS.length - 1, Math.floor((value / top) * LEVELS.length)) : 0;
}
