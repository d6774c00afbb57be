// Where and when: figures mean little without.

import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';

export interface Machine {
  readonly processor: string;
  readonly node: string;
  readonly v8: string;
  readonly system: string;
  /** UTC. */
  readonly date: string;
  readonly commit: string;
}

export function thisMachine(): Machine {
  const processors = cpus();
  return {
    processor: `${processors[0]?.model.trim() ?? 'unknown'}, ${processors.length} of them`,
    node: process.versions.node,
    v8: process.versions.v8,
    system: `${process.platform} ${process.arch}`,
    date: new Date().toISOString().slice(0, 10),
    commit: commit(),
  };
}

function commit(): string {
  const name = git('rev-parse', '--short=12', 'HEAD');
  if (!name) return 'unknown';
  // What a run itself writes is no change.
  const changes = git('status', '--porcelain', '--', '.', ':!bench/results');
  return changes ? `${name} with changes` : name;
}

function git(...words: string[]): string {
  try {
    const cwd = new URL('../', import.meta.url);
    return execFileSync('git', words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}
