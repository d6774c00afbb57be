import { readdirSync, readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type UserConfig } from 'tsdown';
import { callsAsPure } from './scripts/build/calls-as-pure.ts';
import { constantsInLine } from './scripts/build/constants-in-line.ts';
import { exportsAsCopies } from './scripts/build/exports-as-copies.ts';
import { namesAsConstants } from './scripts/build/names-as-constants.ts';
import { withoutHints } from './scripts/build/without-hints.ts';

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

const sources = fileURLToPath(new URL('src', import.meta.url));
const besideCore = new Set(['cli', ...Object.keys(doors).map((door) => door.split('/')[0])]);

/** Whether a file is one of the core, not of a door beside it, and holds more than types. */
function isOfCore(id: string): boolean {
  const [place = ''] = relative(sources, id).split(sep);
  return place !== '..' && !besideCore.has(place) && /(?<!\.d)\.ts$/u.test(id);
}

const common = {
  tsconfig: 'tsconfig.core.json',
  platform: 'neutral',
  target: 'es2022',
  fixedExtension: false,
  hash: false,
  failOnWarn: true,
  checks: { pluginTimings: false },
  plugins: [withoutHints()],
  inputOptions: { optimization: constantsInLine },
  // What decides lies in one chunk: V8 reads from memory, at each use, what is imported.
  outputOptions: { codeSplitting: { groups: [{ name: 'core', test: isOfCore }] } },
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

export default defineConfig([
  {
    ...common,
    entry: { ...doors, 'cli/index': 'src/cli/index.ts' },
    format: 'esm',
    plugins: [...common.plugins, namesAsConstants(), exportsAsCopies(), callsAsPure()],
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
