import { readFileSync } from 'node:fs';
import { defineConfig, type UserConfig } from 'tsdown';

const common = {
  tsconfig: 'tsconfig.core.json',
  platform: 'neutral',
  target: 'es2022',
  fixedExtension: false,
  hash: false,
  failOnWarn: true,
  checks: { pluginTimings: false },
  // Nothing of another package is copied into ours, neither code nor types, but what is named below.
  deps: { onlyBundle: [] },
} satisfies UserConfig;

/**
 * What has no CommonJS of its own is copied into ours, with its licence: not every test runner and bundler can require a
 * module.
 */
const copied = ['flatbush', 'flatqueue', 'robust-predicates'];

function licence(name: string): string {
  return `/*!\n${name}\n\n${readFileSync(`node_modules/${name}/LICENSE`, 'utf8').trim()}\n*/`;
}

/** What package.json's `exports` name. */
const doors = {
  index: 'src/index.ts',
  'ledger/index': 'src/ledger/index.ts',
  'ledger/postgres/index': 'src/ledger/postgres/index.ts',
  'lint/index': 'src/lint/index.ts',
  'loyalty/index': 'src/loyalty/index.ts',
  'simulate/index': 'src/simulate/index.ts',
};

export default defineConfig([
  {
    ...common,
    entry: { ...doors, 'cli/index': 'src/cli/index.ts' },
    format: 'esm',
    dts: { entry: Object.values(doors) },
    deps: { ...common.deps, neverBundle: [/^node:/u] },
  },
  {
    ...common,
    entry: doors,
    format: 'cjs',
    deps: { alwaysBundle: copied, onlyBundle: copied, neverBundle: [/^node:/u] },
    banner: { js: copied.map(licence).join('\n') },
    dts: true,
    clean: false,
  },
]);
