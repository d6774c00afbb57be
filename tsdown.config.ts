import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig, type UserConfig } from 'tsdown';
import { callsAsPure } from './scripts/build/calls-as-pure.ts';
import { namesAsConstants } from './scripts/build/names-as-constants.ts';
import { withoutHints } from './scripts/build/without-hints.ts';

const common = {
  tsconfig: 'tsconfig.core.json',
  platform: 'neutral',
  target: 'es2022',
  fixedExtension: false,
  hash: false,
  failOnWarn: true,
  checks: { pluginTimings: false },
  plugins: [withoutHints()],
  // V8 reads a module's constants from memory each time: written in line they save a sixth of a decision.
  inputOptions: { optimization: { inlineConst: { mode: 'all', pass: 3 } } },
  // What decides lies in one chunk: V8 reads from memory, at each use, what is imported.
  outputOptions: {
    codeSplitting: {
      groups: [{ name: 'core', test: /src.(?!cli|fuzz|ledger|lint|loyalty|simulate).+(?<!\.d)\.ts$/u }],
    },
  },
  // Nothing of another package is copied into ours, neither code nor types, but what is named below.
  deps: { onlyBundle: [] },
} satisfies UserConfig;

/**
 * What has no CommonJS of its own is copied into ours, with its licence: not every test runner and bundler can require a
 * module.
 */
const copied = ['flatbush', 'flatqueue', 'leven', 'robust-predicates'];

function licence(name: string): string {
  const [file] = readdirSync(`node_modules/${name}`).filter((entry) => /^licen[cs]e$/iu.test(entry));
  return `/*!\n${name}\n\n${readFileSync(`node_modules/${name}/${String(file)}`, 'utf8').trim()}\n*/`;
}

/** What package.json's `exports` name. */
const doors = {
  index: 'src/index.ts',
  'ledger/index': 'src/ledger/index.ts',
  'ledger/postgres/index': 'src/ledger/postgres/index.ts',
  'lint/index': 'src/lint/index.ts',
  'loyalty/index': 'src/loyalty/index.ts',
  'fuzz/index': 'src/fuzz/index.ts',
  'simulate/index': 'src/simulate/index.ts',
};

export default defineConfig([
  {
    ...common,
    entry: { ...doors, 'cli/index': 'src/cli/index.ts' },
    format: 'esm',
    plugins: [...common.plugins, namesAsConstants(), callsAsPure()],
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
