// The peers are no dependencies of the project. They have a package.json and a lockfile of their own in bench/, are
// installed when a benchmark first wants them, and are imported by name, so that nothing else needs them.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ContenderOf, Floor } from '../contender.ts';
import { cedarWasm } from './cedar-wasm.ts';
import { ajvFloor, zodFloor } from './floors.ts';
import { jsonLogicEngine } from './json-logic-engine.ts';
import { jsonRulesEngine } from './json-rules-engine.ts';
import { nodeRules } from './node-rules.ts';
import { zenEngine } from './zen-engine.ts';

const BENCH = fileURLToPath(new URL('../', import.meta.url));

const DECIDING = [
  { specifier: 'json-logic-engine', make: jsonLogicEngine },
  { specifier: 'node-rules', make: nodeRules },
  { specifier: '@gorules/zen-engine', make: zenEngine },
  { specifier: 'json-rules-engine', make: jsonRulesEngine },
  { specifier: '@cedar-policy/cedar-wasm/nodejs', make: cedarWasm },
];

const CHECKING = [
  { specifier: 'ajv', make: ajvFloor },
  { specifier: 'zod', make: zodFloor },
];

export interface Peers {
  readonly deciding: readonly ContenderOf[];
  readonly floors: readonly Floor[];
}

export const NO_PEERS: Peers = { deciding: [], floors: [] };

/** Installs the peers where they are missing. Says what went wrong, where something did. */
export function installPeers(say: (line: string) => void): string | undefined {
  if (areInstalled()) return undefined;
  say('The peers are missing or not the pinned ones: npm ci in bench/ (from the registry, about 40 MB)');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'];
  const { status, error } = spawnSync(npm, ['ci', '--prefix', BENCH, ...flags], { stdio: 'inherit' });
  if (status === 0) return undefined;
  const reason = error ? error.message : `npm ended with status ${status ?? 'none'}`;
  return `The peers could not be installed: ${reason}. Without them: npm run bench -- --no-peers`;
}

/** Each in the version that bench/package.json pins. */
function areInstalled(): boolean {
  const { dependencies } = manifest('package.json') as { dependencies: Record<string, string> };
  return Object.entries(dependencies).every(([name, version]) => {
    const file = `node_modules/${name}/package.json`;
    return existsSync(BENCH + file) && (manifest(file) as { version: string }).version === version;
  });
}

function manifest(file: string): unknown {
  return JSON.parse(readFileSync(BENCH + file, 'utf8'));
}

export async function loadPeers(): Promise<Peers> {
  const deciding = await Promise.all(
    DECIDING.map(async ({ specifier, make }) => {
      const module = await load(specifier);
      return (minimum: string) => make(module, minimum);
    }),
  );
  const floors = await Promise.all(CHECKING.map(async ({ specifier, make }) => make(await load(specifier))));
  return { deciding, floors };
}

function load(specifier: string): Promise<unknown> {
  return import(specifier) as Promise<unknown>;
}
