/** What came from the input is text, never markup. */
export function text(value: string): string {
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** JSON that cannot end the element it stands in. */
export function json(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/** A whole number or an amount, its digits in groups of three with a narrow space. */
export function number(value: number | string): string {
  const [whole = '', ...decimals] = text(String(value)).split('.');
  return [whole.replace(/\B(?=(?:\d{3})+$)/g, '\u202f'), ...decimals].join('.');
}

export function share(part: number, whole: number): string {
  return whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`;
}

export function bar(part: number, whole: number): string {
  const percent = whole === 0 ? 0 : Math.min(100, (100 * part) / whole);
  return `<span class="bar"><span style="width:${percent.toFixed(1)}%"></span></span>`;
}

/** A column of a table. */
export interface Column {
  readonly name: string;
  readonly isNumber?: boolean;
}

/** Rows of cells that are markup. On a phone the rows of `cards` are blocks, whose cells say which column they are of. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  kind: 'cards' | '' = '',
): string {
  const sort = (i: number) => (columns[i]?.isNumber ? ' class="count"' : '');
  const head = columns.map(({ name }, i) => `<th scope="col"${sort(i)}>${name}`).join('');
  const body = rows.map((cells) => {
    const row = cells.map((cell, i) => `<td${sort(i)} data-column="${columns[i]?.name ?? ''}">${cell}`);
    return `<tr>${row.join('')}`;
  });
  return `<table class="${kind}"><thead><tr>${head}<tbody>${body.join('')}</table>`;
}
