import { defineConfig, type UserConfig } from 'tsdown';

const common = {
  tsconfig: 'tsconfig.core.json',
  platform: 'neutral',
  target: 'es2022',
  fixedExtension: false,
  hash: false,
  failOnWarn: true,
  checks: { pluginTimings: false },
  // Nothing of another package is copied into ours, neither code nor types.
  deps: { onlyBundle: [] },
} satisfies UserConfig;

/** What package.json's `exports` name. */
const doors = {
  index: 'src/index.ts',
  'ledger/index': 'src/ledger/index.ts',
  'ledger/postgres/index': 'src/ledger/postgres/index.ts',
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
    dts: true,
    clean: false,
    deps: { ...common.deps, neverBundle: [/^node:/u] },
  },
]);
