import { createWriteStream, statSync } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { ErrorOutput, Output, ReaderGone } from '../../src/cli/output.ts';
import { Progress } from '../../src/cli/progress.ts';
import { CommandError } from '../../src/cli/status.ts';
import { accepted, campaign, refused } from './support/campaign.ts';
import { start, temporaryFolder } from './support/command.ts';

const folder = temporaryFolder();
const campaignFile = folder.file('campaign.json', { id: 'plain', status: 'active' });
const LINES = 300_000;
const context = JSON.stringify({
  at: accepted.at,
  voucher: accepted.voucher,
  redemption: { transaction_id: 'order-1', total_transaction_cost: '20.00', note: 'x'.repeat(100) },
  usage: { 'transaction.redemptions': 0 },
});

/** Tells the most memory the process ever held, as the last line on standard error. */
const PEAK = `process.on('exit', () => process.stderr.write('\\npeak ' + process.resourceUsage().maxRSS))`;

function* copies(count: number): Generator<string> {
  const thousand = `${context}\n`.repeat(1_000);
  for (let written = 0; written < count; written += 1_000) yield thousand;
}

describe('a file of any length', () => {
  const path = folder.path('long.ndjson');

  beforeAll(async () => {
    await pipeline(Readable.from(copies(LINES)), createWriteStream(path));
  });

  it('is decided line by line in constant memory', async () => {
    const child = start(['evaluate', campaignFile, path], {
      node: ['--import', `data:text/javascript,${PEAK}`],
    });
    let decisions = 0;
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => {
      for (const byte of chunk) if (byte === 0x0a) decisions++;
    });
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect({ status, decisions }).toEqual({ status: 0, decisions: LINES });
    const peakMegabytes = Number(/\npeak (\d+)$/u.exec(errors)?.[1]) / 1024;
    // Node itself takes half of it; the file alone, held as text, would take more than all of it.
    expect(peakMegabytes).toBeLessThan(180);
    expect(statSync(path).size / 2 ** 20).toBeGreaterThan(70);
  }, 120_000);

  it('ends quietly where nobody reads on', async () => {
    expect(await leftAfterFirst(start(['evaluate', campaignFile, path]))).toEqual({ status: 0, errors: '' });
  });

  it('ends quietly where nobody reads on and standard input goes on for ever', async () => {
    const child = start(['evaluate', campaignFile, '-']);
    const fed = pipeline(Readable.from(copies(Infinity)), child.stdin).catch((error: unknown) => error);
    const left = await leftAfterFirst(child);
    expect(await fed).toBeInstanceOf(Error);
    expect(left).toEqual({ status: 0, errors: '' });
  });

  it('is decided to its end where nobody reads standard error', async () => {
    const child = start(['evaluate', campaignFile, '-']);
    child.stderr.destroy();
    child.stdin.end(`{"at":1}\n${context}\n`.repeat(500));
    let decided = '';
    child.stdout.on('data', (chunk: Buffer) => (decided += chunk.toString()));
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect({ status, decisions: decided.split('\n').length - 1 }).toEqual({ status: 2, decisions: 1_000 });
  });
});

/** Runs a command as `head -1` would: reads a little, then closes. */
async function leftAfterFirst(child: ReturnType<typeof start>): Promise<{ status: unknown; errors: string }> {
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  child.stdout.once('data', () => child.stdout.destroy());
  const status = await new Promise((resolve) => child.on('close', resolve));
  return { status, errors };
}

describe('a slow reader', () => {
  it('is waited for: one batch is under way at a time', async () => {
    let underWay = 0;
    let most = 0;
    let taken = 0;
    const stdout = new Writable({
      decodeStrings: false,
      highWaterMark: 1,
      write(chunk: string, _encoding, callback) {
        taken += chunk.length;
        setTimeout(() => {
          underWay -= chunk.length;
          callback();
        }, 1);
      },
    });
    const write = stdout.write.bind(stdout) as (chunk: string, done: () => void) => boolean;
    vi.spyOn(stdout, 'write').mockImplementation(((chunk: string, done: () => void) => {
      underWay += chunk.length;
      most = Math.max(most, underWay);
      return write(chunk, done);
    }) as typeof stdout.write);
    const stdin = Readable.from([Buffer.from(`${context}\n`.repeat(5_000))]);
    const stderr = new Writable();
    expect(await main(['evaluate', campaignFile, '-'], { stdin, stdout, stderr })).toBe(0);
    expect(taken).toBeGreaterThan(500_000);
    expect(most).toBeLessThan(70_000);
  });

  it('that goes away between two contexts leaves the status of those decided', async () => {
    const campaignWithAll = folder.file('all.json', campaign);
    const failing = failingWith('EPIPE');
    const stdin = Readable.from([Buffer.from(`${JSON.stringify(refused)}\n{}\n`), Buffer.from('{}\n')]);
    const streams = { stdin, stdout: failing, stderr: new Writable({ write: (_, __, done) => done() }) };
    expect(await main(['evaluate', campaignWithAll, '-'], streams)).toBe(2);
    expect(await main(['catalog'], { ...streams, stdout: failingWith('EPIPE') })).toBe(0);
  });
});

function failingWith(code: string): Writable {
  return new Writable({
    write(_chunk, _encoding, callback) {
      callback(Object.assign(new Error(`${code}: no`), { code }));
    },
  });
}

describe('an output', () => {
  it('tells a reader that is gone from a write that fails', async () => {
    const write = async (code: string) => {
      const output = new Output(failingWith(code), 'standard output');
      await output.write('a');
      await output.flush();
    };
    await expect(write('EPIPE')).rejects.toThrow(ReaderGone);
    await expect(write('ENOSPC')).rejects.toThrow(
      new CommandError('standard output cannot be written: ENOSPC: no'),
    );
  });

  it('of errors goes on whatever happens', async () => {
    const output = new ErrorOutput(failingWith('EIO'), 'standard error');
    for (const text of ['a', 'b']) {
      await output.write(text);
      await output.flush();
    }
  });

  it('that is full ends the command with one line', async () => {
    let errors = '';
    const stderr = new Writable({
      decodeStrings: false,
      write(chunk: string, _encoding, callback) {
        errors += chunk;
        callback();
      },
    });
    const streams = { stdin: Readable.from([]), stdout: failingWith('ENOSPC'), stderr };
    expect(await main(['catalog'], streams)).toBe(2);
    expect(errors).toBe('standard output cannot be written: ENOSPC: no\n');
  });
});

describe('progress', () => {
  const shownOn = (stdoutIsTTY: boolean, stderrIsTTY: boolean): string => {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    let text = '';
    const stderr = Object.assign(new Writable(), { isTTY: stderrIsTTY });
    vi.spyOn(stderr, 'write').mockImplementation((chunk) => {
      text += String(chunk);
      return true;
    });
    const stdout = Object.assign(new Writable(), { isTTY: stdoutIsTTY });
    const progress = new Progress({ stdin: Readable.from([]), stdout, stderr });
    for (now = 0; now <= 1_500; now += 100) progress.show(now);
    progress.clear();
    progress.clear();
    vi.restoreAllMocks();
    return text;
  };

  it('counts along on a terminal where the answers go elsewhere, not at once and not too often', () => {
    const counts = shownOn(false, true).split('\r\u001b[K');
    expect(counts).toEqual(['', '1000 contexts …', '1200 contexts …', '1400 contexts …', '']);
  });

  it('is not told among answers, nor where nobody looks', () => {
    expect([shownOn(true, true), shownOn(false, false), shownOn(true, false)]).toEqual(['', '', '']);
  });
});
