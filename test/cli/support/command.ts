import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { afterAll, expect, vi } from 'vitest';
import { main } from '../../../src/cli/main.ts';

/** What a run of the command left behind. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const COMMAND = 'dist/cli/index.js';

/** Starts the command as it is shipped, in a process of its own. */
export function start(args: readonly string[], options: { node?: string[]; env?: NodeJS.ProcessEnv } = {}) {
  expect(existsSync(COMMAND), 'dist is missing: npm run build').toBe(true);
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  return spawn(process.execPath, [...(options.node ?? []), COMMAND, ...args], {
    env: { ...env, ...options.env },
  });
}

async function ended(child: ChildProcessWithoutNullStreams): Promise<Ran> {
  const status = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr] = await Promise.all([textOf(child.stdout), textOf(child.stderr)]);
  return { status: await status, stdout, stderr };
}

/** Runs the shipped command. */
export async function spawned(
  args: readonly string[],
  input = '',
  env: NodeJS.ProcessEnv = {},
): Promise<Ran> {
  const child = start(args, { env });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return ended(child);
}

/** Runs the command in this process: the same but for a fraction of the time. */
export async function run(
  args: readonly string[],
  input: string | Buffer = '',
  isTerminal = false,
  columns?: number,
): Promise<Ran> {
  const stdout = new Collected(isTerminal, columns);
  const stderr = new Collected(isTerminal);
  const streams = { stdin: Readable.from(input === '' ? [] : [Buffer.from(input)]), stdout, stderr };
  vi.stubEnv('NO_COLOR', undefined);
  vi.stubEnv('FORCE_COLOR', undefined);
  try {
    const status = await main(args, streams);
    return { status, stdout: stdout.text, stderr: stderr.text };
  } finally {
    vi.unstubAllEnvs();
  }
}

class Collected extends Writable {
  text = '';
  readonly isTTY: boolean;
  readonly columns: number | undefined;

  constructor(isTTY: boolean, columns?: number) {
    super({ decodeStrings: false });
    this.isTTY = isTTY;
    this.columns = columns;
  }

  /** Asked by Node's `styleText`. */
  getColorDepth(): number {
    return 8;
  }

  override _write(chunk: string, _encoding: string, callback: () => void): void {
    this.text += chunk;
    callback();
  }
}

/** A folder for a test file's own files, removed at its end. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'redemption-rules-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  return {
    path: (name: string) => join(folder, name),
    /** Writes a file, JSON where it is not text, and returns its path. */
    file(name: string, content: unknown): string {
      const path = join(folder, name);
      writeFileSync(
        path,
        typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content),
      );
      return path;
    },
  };
}

export function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

/** The values of ndjson. */
export function values(text: string): unknown[] {
  return lines(text).map((line) => JSON.parse(line) as unknown);
}
