import { readFileSync } from 'node:fs';
import { CommandError } from './status.ts';

// From src/cli and from dist/cli alike, the root of the package is two folders up.
const ROOT = '../../';

export function packageVersion(): string {
  return (JSON.parse(shippedFile('package.json')) as { version: string }).version;
}

/** A file at the root of the installed package. */
export function shippedFile(name: string): string {
  try {
    return readFileSync(new URL(ROOT + name, import.meta.url), 'utf8');
  } catch {
    throw new CommandError(`${name} is missing from the installed package`);
  }
}
