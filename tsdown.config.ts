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

export default defineConfig([
  {
    ...common,
    entry: { index: 'src/index.ts', 'cli/index': 'src/cli/index.ts' },
    format: 'esm',
    dts: { entry: ['src/index.ts'] },
    deps: { ...common.deps, neverBundle: [/^node:/u] },
  },
  {
    ...common,
    entry: { index: 'src/index.ts' },
    format: 'cjs',
    dts: true,
    clean: false,
  },
]);
