import { stripVTControlCharacters } from 'node:util';
import type { TerminalStream } from './output.ts';
import { widthOf } from './text.ts';

/** Further in than the line that goes on. */
const HANGING = 4;
/** Narrower than that, nothing reads well: the terminal may break lines as it likes. */
const NARROWEST = 40;

/** The columns of a stream; `Infinity` where it is no terminal, or one too narrow to care for. */
export function columnsOf({ isTTY, columns = 0 }: TerminalStream): number {
  return isTTY === true && columns >= NARROWEST ? columns : Infinity;
}

/** The same text with longer lines broken between words, what goes on below indented further. */
export function fitted(text: string, columns: number): string {
  return text
    .split('\n')
    .flatMap((line) => brokenLine(line, columns))
    .join('\n');
}

function brokenLine(line: string, columns: number): string[] {
  if (shownWidth(line) <= columns) return [line];
  const indent = /^ */.exec(line)?.[0] ?? '';
  const [first = '', ...words] = line.slice(indent.length).split(/ +/);
  const lines = [indent + first];
  for (const word of words) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (shownWidth(longer) <= columns) lines[lines.length - 1] = longer;
    else lines.push(`${indent}${' '.repeat(HANGING)}${word}`);
  }
  return lines;
}

/** Colours take no room. */
export function shownWidth(line: string): number {
  return widthOf(stripVTControlCharacters(line));
}
