// LIMIT of fewer edges as our build writes the engine. It is code of its own, too: what V8 learns of LIMIT, whose ray is another, does
// not slow it down.

import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { constantsInLine } from '../scripts/build/constants-in-line.ts';
import { exportsAsCopies } from '../scripts/build/exports-as-copies.ts';
import { namesAsConstants } from '../scripts/build/names-as-constants.ts';
import type * as sources from './limit.ts';

const built = new URL('../node_modules/.cache/redemption-rules/limit.mjs', import.meta.url);

await build({
  input: fileURLToPath(new URL('limit.ts', import.meta.url)),
  platform: 'node',
  external: (id) => /^[@\w]/u.test(id) && !id.endsWith('.ts'),
  optimization: constantsInLine,
  plugins: [namesAsConstants(), exportsAsCopies()],
  logLevel: 'warn',
  output: { file: fileURLToPath(built) },
});

export const { limitRefusalsByRuns } = (await import(built.href)) as typeof sources;
