// The engine as it is installed: what the build makes of it, constants in line. `npm run bench` builds first.

import type * as sources from '../src/index.ts';

const door = new URL('../dist/index.js', import.meta.url).href;
const built = (await import(door)) as typeof sources;

export const { compile, compilePortfolio } = built;
