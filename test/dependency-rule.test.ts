import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

interface Module {
  /** The path from the project's root, with forward slashes. */
  file: string;
  text: string;
}

const doors = ['cli', 'ledger', 'lint', 'fuzz', 'simulate', 'loyalty'];

/** Every package the core, the simulate door and the command may import, with the files that may. */
const wrappers: readonly { packages: RegExp; importers: RegExp }[] = [
  { packages: /^decimal\.js$/u, importers: /^src\/money\.ts$/u },
  { packages: /^(@turf\/.+|geojson)$/u, importers: /^src\/area\/ring\.ts$/u },
  { packages: /^flatbush$/u, importers: /^src\/area\/box-index\.ts$/u },
  // One function at a time: the root of date-fns takes a tenth of a second to load.
  { packages: /^(date-fns\/.+|@date-fns\/.+)$/u, importers: /^src\/time\/[^/]+\.ts$/u },
  { packages: /^valibot$/u, importers: /^src\/config-schema\.ts$/u },
  { packages: /^leven$/u, importers: /^src\/suggest\.ts$/u },
  { packages: /^csv-parse/u, importers: /^src\/cli\/csv-records\.ts$/u },
  { packages: /^fast-check$/u, importers: /^src\/fuzz\/fast-check\.ts$/u },
  { packages: /^robust-predicates$/u, importers: /^src\/lint\/place\/ring-contact\.ts$/u },
  { packages: /^@photostructure\/tz-lookup$/u, importers: /^src\/lint\/place\/zone-at\.ts$/u },
];

/** What a file of src/rules, other than the registry, may import. */
const offeredToRules =
  /^src\/(rule|limit|money|needs|geo|violation|catalog|config-schema|area\/area-set)\.ts$|^src\/time\/[^/]+\.ts$/u;

/** What a door may import of the core; its own files it may always. A door that is not named may import all of it. */
const offeredToDoors: Readonly<Record<string, RegExp>> = {
  // Of what redemptions are decided with, the loyalty door takes types and the one error that both throw.
  loyalty:
    /^src\/(catalog|config-schema|context|counters|evaluate|read-campaign|rule|shopper|snapshot|suggest|violation)\.ts$|^src\/time\/[^/]+\.ts$/u,
  // All of the core, and no other door.
  fuzz: /^src\/(?!(cli|ledger|lint|simulate|loyalty)\/)/u,
  // What a campaign was compiled to; nothing that decides.
  lint: /^src\/(campaign|chain-rule|compiled-chain|counters|limit|money|needs|rule|snapshot)\.ts$|^src\/(area|time)\/[^/]+\.ts$/u,
};

function importsOf(text: string): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

function breaches(modules: readonly Module[]): string[] {
  return modules.flatMap(({ file, text }) =>
    importsOf(text).flatMap((specifier) => {
      const reason = breach(file, specifier);
      return reason === undefined ? [] : [`${file} imports ${specifier}: ${reason}`];
    }),
  );
}

function breach(file: string, specifier: string): string | undefined {
  const door = doorOf(file);
  if (door === 'ledger') return ledgerBreach(file, specifier);
  if (!specifier.startsWith('.')) {
    if (door === 'cli' && specifier.startsWith('node:')) return undefined;
    const isHeld = door === undefined || door in offeredToDoors || ['cli', 'simulate'].includes(door);
    return isHeld ? packageBreach(file, specifier) : undefined;
  }
  const target = posix.join(posix.dirname(file), specifier);
  if (door === undefined) {
    if (!target.startsWith('src/')) return 'the core imports nothing outside src';
    if (doorOf(target) !== undefined) return 'the core imports no door';
  }
  const offered = door === undefined ? undefined : offeredToDoors[door];
  if (offered && doorOf(target) !== door && !offered.test(target)) return 'not offered to this door';
  if (isRule(file) && !offeredToRules.test(target)) return 'not offered to rules';
  return undefined;
}

/** The port, its orchestration and its kit run wherever the core does; only a store may need Node. */
function ledgerBreach(file: string, specifier: string): string | undefined {
  if (file.startsWith('src/ledger/postgres/')) {
    return specifier.startsWith('.') || specifier.startsWith('node:')
      ? undefined
      : 'the host brings its own pool';
  }
  if (!specifier.startsWith('.')) return 'the ledger imports no package';
  const target = posix.join(posix.dirname(file), specifier);
  return target.startsWith('src/ledger/postgres/') ? 'the ledger does not know its stores' : undefined;
}

function packageBreach(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('node:')) return 'the core runs without Node';
  const wrapper = wrappers.find(({ packages }) => packages.test(specifier));
  if (wrapper === undefined) return 'no wrapper is known for this package';
  return wrapper.importers.test(file) ? undefined : 'only its wrapper may';
}

function doorOf(file: string): string | undefined {
  return doors.find((door) => file.startsWith(`src/${door}/`));
}

function isRule(file: string): boolean {
  return file.startsWith('src/rules/') && file !== 'src/rules/index.ts';
}

describe('the dependency rule', () => {
  it('holds in src', () => {
    const modules = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .map((path) => `src/${path.replaceAll('\\', '/')}`)
      .filter((file) => file.endsWith('.ts'))
      .map((file) => ({ file, text: readFileSync(file, 'utf8') }));
    expect(modules.map(({ file }) => file)).toContain('src/rules/index.ts');
    expect(breaches(modules)).toEqual([]);
  });

  it.each([
    ['a rule that imports another rule', 'src/rules/area.ts', "import { budget } from './budget.ts';"],
    ['a rule that imports the registry', 'src/rules/any-of.ts', "import { rules } from './index.ts';"],
    ['a rule that imports the loop', 'src/rules/area.ts', "import { evaluate } from '../evaluate.ts';"],
    ['a rule that imports a library', 'src/rules/budget.ts', "import { Decimal } from 'decimal.js';"],
    ['a second reader of CSV', 'src/cli/simulate.ts', "import { parse } from 'csv-parse';"],
    ['a replay that reads files', 'src/simulate/replay.ts', "import { readFileSync } from 'node:fs';"],
    ['a rule that imports valibot', 'src/rules/area.ts', "import * as v from 'valibot';"],
    ['a type import, too', 'src/rules/area.ts', "import type { Budget } from './budget.ts';"],
    ['a re-export, too', 'src/index.ts', "export { redeem } from './ledger/index.ts';"],
    ['a dynamic import, too', 'src/evaluate.ts', "await import('./lint/index.ts');"],
    ['an import for its effects, too', 'src/index.ts', "import './cli/index.ts';"],
    ['money outside its wrapper', 'src/limit.ts', "import Decimal from 'decimal.js';"],
    ['turf outside its wrapper', 'src/context.ts', "import { bbox } from '@turf/bbox';"],
    ['dates outside their wrapper', 'src/counters.ts', "import { addDays } from 'date-fns/addDays';"],
    ['zones outside their wrapper', 'src/counters.ts', "import { tzOffset } from '@date-fns/tz';"],
    ['flatbush outside its wrapper', 'src/geo.ts', "import Flatbush from 'flatbush';"],
    ['the root of date-fns', 'src/time/period.ts', "import { addDays } from 'date-fns';"],
    ['suggestions outside their wrapper', 'src/campaign.ts', "import leven from 'leven';"],
    ['Node in the core', 'src/campaign.ts', "import { readFileSync } from 'node:fs';"],
    ['Node in the core by require', 'src/campaign.ts', "const fs = require('node:fs');"],
    ['a new package in the core', 'src/campaign.ts', "import lodash from 'lodash';"],
    ['the command in the loyalty door', 'src/loyalty/index.ts', "import { main } from '../cli/main.ts';"],
    ['a rule in the loyalty door', 'src/loyalty/reward.ts', "import { area } from '../rules/area.ts';"],
    ['campaigns in the loyalty door', 'src/loyalty/compile.ts', "import { compile } from '../campaign.ts';"],
    ['a package in the loyalty door', 'src/loyalty/reward.ts', "import * as v from 'valibot';"],
    ['Node in the loyalty door', 'src/loyalty/index.ts', "import { readFileSync } from 'node:fs';"],
    ['the loyalty door in the core', 'src/index.ts', "export { toEnvelope } from './loyalty/index.ts';"],
    ['fast-check outside its wrapper', 'src/fuzz/contexts.ts', "import * as fc from 'fast-check';"],
    ['Node in the fuzz door', 'src/fuzz/stopwatch.ts', "import { performance } from 'node:perf_hooks';"],
    ['another door in the fuzz door', 'src/fuzz/index.ts', "export * from '../simulate/index.ts';"],
    ['the fuzz door in the core', 'src/index.ts', "export { fuzzCampaign } from './fuzz/index.ts';"],
    ['a rule in the lint door', 'src/lint/lint.ts', "import { area } from '../rules/area.ts';"],
    ['a decision in the lint door', 'src/lint/lint.ts', "import { SentRedemption } from '../shopper.ts';"],
    ['turf in the lint door', 'src/lint/shapes.ts', "import { kinks } from '@turf/kinks';"],
    [
      'predicates outside their wrapper',
      'src/lint/shapes.ts',
      "import { orient2d } from 'robust-predicates';",
    ],
    [
      'zones of places outside their wrapper',
      'src/lint/lint.ts',
      "import z from '@photostructure/tz-lookup';",
    ],
    ['Node in the lint door', 'src/lint/index.ts', "import { readFileSync } from 'node:fs';"],
    ['Node in the ledger', 'src/ledger/memory.ts', "import { createHash } from 'node:crypto';"],
    ['a package in the ledger', 'src/ledger/redeem.ts', "import pg from 'pg';"],
    ['a store in the ledger', 'src/ledger/index.ts', "export * from './postgres/index.ts';"],
    ['a driver in the PostgreSQL ledger', 'src/ledger/postgres/ledger.ts', "import { Pool } from 'pg';"],
    ['the tests in the core', 'src/campaign.ts', "import { cases } from '../test/support/cases.ts';"],
  ])('is broken by %s', (_, file, text) => {
    expect(breaches([{ file, text }])).toHaveLength(1);
  });

  it.each([
    ['the registry imports the rules', 'src/rules/index.ts', "import { budget } from './budget.ts';"],
    ['a rule imports what is offered', 'src/rules/area.ts', "import { inside } from '../geo.ts';"],
    ['a wrapper imports its library', 'src/money.ts', "import { Decimal } from 'decimal.js';"],
    ['the command imports Node', 'src/cli/index.ts', "import { readFileSync } from 'node:fs';"],
    ['the command imports the core', 'src/cli/index.ts', "import { compile } from '../index.ts';"],
    [
      'the command imports the loyalty door',
      'src/cli/catalog.ts',
      "import { x } from '../loyalty/index.ts';",
    ],
    ['the loyalty door imports itself', 'src/loyalty/index.ts', "export { x } from './envelope.ts';"],
    ['the fuzz door wraps fast-check', 'src/fuzz/fast-check.ts', "import * as fc from 'fast-check';"],
    ['the fuzz door imports the core', 'src/fuzz/laws/law.ts', "import { keyOf } from '../../catalog.ts';"],
    ['the lint door imports itself', 'src/lint/lint.ts', "import { x } from './place/region.ts';"],
    ['the command imports the lint door', 'src/cli/lint.ts', "import { lint } from '../lint/index.ts';"],
    ['the ledger imports the core', 'src/ledger/redeem.ts', "import { compile } from '../index.ts';"],
    [
      'a store imports Node',
      'src/ledger/postgres/stored-text.ts',
      "import { createHash } from 'node:crypto';",
    ],
    ['a store imports the ledger', 'src/ledger/postgres/ledger.ts', "import { isFree } from '../ledger.ts';"],
    ['a comment names a rule', 'src/rules/area.ts', "// import { budget } from './budget.ts';"],
  ])('is kept when %s', (_, file, text) => {
    expect(breaches([{ file, text }])).toEqual([]);
  });
});
