import { describeFault, type JsonFault } from './json-fault.ts';

/** What config issues and context issues have in common. */
export interface Issue {
  /** JSON pointer; `''` is the whole. */
  readonly path: string;
  readonly found: string;
  readonly expected: string;
}

/** One issue in one line: file, JSON path, found, expected. */
export function issueLine(where: string, { path, found, expected }: Issue): string {
  return `${where}: ${path === '' ? '' : `${path}: `}found ${found}, expected ${expected}`;
}

/** For a whole file: its line and column are the path. */
export function notJsonLine(name: string, fault: JsonFault): string {
  return `${name}: not JSON at line ${fault.line}, column ${fault.column}: ${describeFault(fault)}`;
}

/** For a line of its own value. */
export function notJsonInLine(fault: JsonFault): string {
  return `not JSON at column ${fault.column}: ${describeFault(fault)}`;
}
