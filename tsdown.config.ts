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

/** The chunk of what is copied from other packages. */
const LIBRARIES = 'libraries';

/**
 * What the core loads is copied into ours, with its licence: as packages they are 29 files, and reading those takes longer than all
 * else that loading it takes.
 */
const copied = [
  '@date-fns/tz',
  '@date-fns/utc',
  '@turf/boolean-point-in-polygon',
  '@turf/invariant',
  'date-fns',
  'decimal.js',
  'flatbush',
  'flatqueue',
  'leven',
  'point-in-polygon-hao',
  'robust-predicates',
  'valibot',
];

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
  outputOptions: {
    // Not tsdown's own, which asks once, for all chunks.
    banner: ({ name }) => (name === LIBRARIES ? licences : ''),
    codeSplitting: {
      groups: [
        // What decides lies in one chunk: V8 reads from memory, at each use, what is imported.
        { name: 'core', test: isOfCore },
        { name: LIBRARIES, test: /node_modules/u, priority: 1 },
      ],
    },
  },
  // Nothing else of another package is copied into ours, neither code nor types.
  deps: {
    alwaysBundle: copied.map((name) => new RegExp(`^${name}(?:/|$)`, 'u')),
    onlyBundle: copied,
    neverBundle: [/^node:/u],
  },
} satisfies UserConfig;

/** Minifiers keep the first comment, and leave out the others. */
const licences = [
  `/*! With code of ${copied.join(', ')}: redemption-rules has the licences. */`,
  ...copied.map(licence),
].join('\n');

function licence(name: string): string {
  const [file] = readdirSync(`node_modules/${name}`).filter((entry) => /^licen[cs]e(?:\.md)?$/iu.test(entry));
  return `/*\n${name}\n\n${readFileSync(`node_modules/${name}/${String(file)}`, 'utf8').trim()}\n*/`;
}

export default defineConfig([
  {
    ...common,
    entry: { ...doors, 'cli/index': 'src/cli/index.ts' },
    format: 'esm',
    plugins: [...common.plugins, namesAsConstants(), exportsAsCopies(), callsAsPure()],
    dts: { entry: Object.values(doors) },
  },
  {
    ...common,
    entry: doors,
    format: 'cjs',
    dts: true,
    clean: false,
  },
]);
