import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { box, collection, polygon } from './support/campaigns.ts';

interface Manifest {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

const publicNames = [
  'CampaignConfigError',
  'InvalidContextError',
  'catalog',
  'compile',
  'compilePortfolio',
  'countLimit',
  'defineRule',
  'explain',
  'isAtMost',
  'moneyLimit',
  'notFoundView',
  'onceLimit',
  'parseAmount',
  'polygonFromPolyline',
  'publicView',
  'safeCompile',
  'safeCompilePortfolio',
  'toErrorResponse',
  'whatIf',
];

const loyaltyNames = [
  'LoyaltyConfigError',
  'compileLoyalty',
  'defaultPrecedence',
  'fromRedemption',
  'loyaltyCatalog',
  'perCallCodes',
  'safeCompileLoyalty',
  'toEnvelope',
  'violationOf',
];

const fuzzNames = [
  'campaignConfigs',
  'contexts',
  'contextsFor',
  'fuzzCampaign',
  'hostileRedemptions',
  'invalidConfigs',
  'ruleConfigs',
];

const ledgerNames = [
  'LedgerContractError',
  'LedgerUnavailableError',
  'SweptWindowError',
  'cancel',
  'confirm',
  'expire',
  'giveBack',
  'inMemoryLedger',
  'redeem',
  'reserve',
  'runLedgerContract',
];

const campaign = {
  id: 'spring',
  status: 'active',
  rules: [
    { type: 'time_frame', windows: [{ start: '2026-03-01T00:00', end: '2027-06-01T00:00' }] },
    { type: 'transaction_cost', minimum: '20.00' },
    {
      type: 'area',
      // As many as need the index of areas.
      areas: collection(...Array.from({ length: 40 }, (_, i) => polygon([box(i, 50, i + 0.5, 53)]))),
    },
  ],
};

const context = {
  at: '2026-11-21T18:30:00Z',
  voucher: { code: 'SPRING-1' },
  redemption: {
    transaction_id: 'order-1',
    total_transaction_cost: '20.00',
    location: { latitude: 52.37, longitude: 4.4 },
  },
  usage: { 'transaction.redemptions': 0, 'customer.redemptions_anywhere': 0 },
};

const report = `process.stdout.write(JSON.stringify({
  names: Object.keys(door).sort(),
  status: door.compile(${JSON.stringify(campaign)}).evaluate(${JSON.stringify(context)}).status,
}))`;

/** The loyalty door throws the errors of the main one, and the two work together. */
const loyaltyReport = `
const rules = loyalty.compileLoyalty({ type: 'loyalty_voucher', id: 'x', promotion_active: true, redemptions_per_voucher: 1 });
let isOurs = false;
try { rules.plan({}); } catch (error) { isOurs = error instanceof door.InvalidContextError; }
const decision = door.compile({ id: 'x' }).evaluate(${JSON.stringify(context)});
process.stdout.write(JSON.stringify({
  names: Object.keys(loyalty).sort(),
  isOurs,
  code: loyalty.toEnvelope(loyalty.fromRedemption(decision)).envelope.code,
}))`;

function run(inputType: 'module' | 'commonjs', program: string): unknown {
  const output = execFileSync(process.execPath, [`--input-type=${inputType}`, '--eval', program], {
    encoding: 'utf8',
  });
  return JSON.parse(output);
}

function packedFiles(): string[] {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [packed] = JSON.parse(output) as [{ files: { path: string }[] }];
  return packed.files.map(({ path }) => path).sort();
}

describe('the package', () => {
  beforeAll(() => {
    expect(existsSync('dist/index.js'), 'dist is missing: npm run build').toBe(true);
  });

  it('loads by import', () => {
    const program = `import * as door from 'redemption-rules'; ${report}`;
    expect(run('module', program)).toEqual({ names: publicNames, status: 'accepted' });
  });

  it('loads by require', () => {
    const program = `const door = require('redemption-rules'); ${report}`;
    expect(run('commonjs', program)).toEqual({ names: publicNames, status: 'accepted' });
  });

  it('loads the loyalty door by import and by require', () => {
    const expected = { names: loyaltyNames, isOurs: true, code: 80020 };
    const imports = `import * as door from 'redemption-rules'; import * as loyalty from 'redemption-rules/loyalty';`;
    expect(run('module', imports + loyaltyReport)).toEqual(expected);
    const requires = `const door = require('redemption-rules'); const loyalty = require('redemption-rules/loyalty');`;
    expect(run('commonjs', requires + loyaltyReport)).toEqual(expected);
  });

  it.each(['module', 'commonjs'] as const)('loads the lint door, and lints with it: %s', (inputType) => {
    const load = (name: string) =>
      inputType === 'module' ? `await import('${name}')` : `require('${name}')`;
    const program = `(async () => {
      const { compile } = ${load('redemption-rules')};
      const lint = ${load('redemption-rules/lint')};
      const bow = [[52.3, 4.8], [52.4, 4.9], [52.4, 4.8], [52.3, 4.9], [52.3, 4.8]];
      const geometry = { type: 'Polygon', coordinates: [bow] };
      const areas = { type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry }] };
      const rules = [{ type: 'area', areas }];
      const campaign = compile({ id: 'spring', time_zone: 'Europe/Amsterdam', max_redemptions: 0, rules });
      process.stdout.write(JSON.stringify({
        names: Object.keys(lint).sort(),
        kinds: lint.lint(campaign).findings.map(({ kind }) => kind),
      }));
    })()`;
    expect(run(inputType, program)).toEqual({
      names: ['lint', 'lintTogether'],
      kinds: ['never_accepts', 'geometry', 'geometry'],
    });
  });
  it.each(['module', 'commonjs'] as const)(
    'loads the fuzz door, with the fast-check that is there: %s',
    (inputType) => {
      const load = (name: string) =>
        inputType === 'module' ? `await import('${name}')` : `require('${name}')`;
      const program = `(async () => {
      const fc = ${load('fast-check')};
      const { compile } = ${load('redemption-rules')};
      const door = ${load('redemption-rules/fuzz')};
      const campaign = compile(${JSON.stringify(campaign)});
      fc.assert(fc.property(door.contextsFor(campaign), (context) => { campaign.evaluate(context); }));
      const { rows } = door.fuzzCampaign(campaign.config, { runs: 500 });
      const reached = [...new Set(rows.map((row) => row.reached))];
      process.stdout.write(JSON.stringify({ names: Object.keys(door).sort(), reached }));
    })()`;
      expect(run(inputType, program)).toEqual({ names: fuzzNames, reached: ['alone'] });
    },
  );

  it.each(['module', 'commonjs'] as const)('loads the ledger, and redeems with it: %s', (inputType) => {
    const load = (name: string) =>
      inputType === 'module' ? `await import('${name}')` : `require('${name}')`;
    const program = `(async () => {
      const { compile } = ${load('redemption-rules')};
      const ledger = ${load('redemption-rules/ledger')};
      const postgres = ${load('redemption-rules/ledger/postgres')};
      const campaign = compile(${JSON.stringify(campaign)});
      const { usage, ...context } = ${JSON.stringify(context)};
      const outcome = await ledger.redeem(campaign, ledger.inMemoryLedger(), context);
      const broken = postgres.postgresLedger({ pool: { connect: () => Promise.reject(new Error('refused')) } });
      const failure = await broken.expire(0).catch((error) => error);
      process.stdout.write(JSON.stringify({
        names: [Object.keys(ledger).sort(), Object.keys(postgres)],
        status: outcome.status,
        // One class, whichever door threw it.
        isTheSame: failure instanceof ledger.LedgerUnavailableError,
      }));
    })()`;
    expect(run(inputType, program)).toEqual({
      names: [ledgerNames, ['postgresLedger']],
      status: 'accepted',
      isTheSame: true,
    });
  });

  it.each(['campaign.schema.json', 'loyalty.schema.json'])('gives %s by name', (file) => {
    const program = `process.stdout.write(JSON.stringify(require('redemption-rules/${file}')))`;
    expect(run('commonjs', program)).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });

  it('ships what its users need and nothing else', () => {
    const files = packedFiles();
    expect(files).toEqual(
      expect.arrayContaining([
        'dist/cli/index.js',
        'dist/index.cjs',
        'dist/index.d.cts',
        'dist/index.d.ts',
        'dist/index.js',
        'dist/lint/index.cjs',
        'dist/lint/index.d.cts',
        'dist/lint/index.d.ts',
        'dist/lint/index.js',
        'dist/loyalty/index.cjs',
        'dist/loyalty/index.d.cts',
        'dist/loyalty/index.d.ts',
        'dist/loyalty/index.js',
        'dist/fuzz/index.cjs',
        'dist/fuzz/index.d.cts',
        'dist/fuzz/index.d.ts',
        'dist/fuzz/index.js',
        'dist/simulate/index.cjs',
        'dist/simulate/index.d.cts',
        'dist/simulate/index.d.ts',
        'dist/simulate/index.js',
        'dist/ledger/index.cjs',
        'dist/ledger/index.d.cts',
        'dist/ledger/index.d.ts',
        'dist/ledger/index.js',
        'dist/ledger/postgres/index.cjs',
        'dist/ledger/postgres/index.d.cts',
        'dist/ledger/postgres/index.d.ts',
        'dist/ledger/postgres/index.js',
      ]),
    );
    const others = /^(?:dist\/[a-z0-9/-]+(\.d)?\.c?[jt]s|docs\/decisions\/\d{4}-[a-z-]+\.md)$/u;
    expect(files.filter((file) => !others.test(file))).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'campaign.schema.json',
      'docs/fuzz.md',
      'docs/ledger.md',
      'docs/lint.md',
      'docs/loyalty-codes.md',
      'docs/semantics.md',
      'docs/simulate.md',
      'docs/violations.md',
      'docs/what-if.md',
      'loyalty.schema.json',
      'package.json',
    ]);
  });

  it('runs nothing when it is installed, and pins what it installs', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
    const onInstall = ['preinstall', 'install', 'postinstall', 'prepare'];
    expect(Object.keys(manifest.scripts).filter((name) => onInstall.includes(name))).toEqual([]);
    const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.filter((version) => !/^(npm:[\w-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/u.test(version))).toEqual(
      [],
    );
  });
});
