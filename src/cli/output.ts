import type { Readable, Writable } from 'node:stream';
import { CommandError } from './status.ts';

/** Characters written at once: few system calls, and little to hold. */
const BATCH = 1 << 16;

/** What the command reads and writes; `process` is one. */
export interface Streams {
  readonly stdin: Readable;
  readonly stdout: TerminalStream;
  readonly stderr: TerminalStream;
}

export type TerminalStream = Writable & { readonly isTTY?: boolean; readonly columns?: number | undefined };

export interface Terminal {
  readonly streams: Streams;
  readonly out: Output;
  readonly err: Output;
}

/** The reader of our output has closed it, as `head -1` does: nothing is left to do, and nothing is wrong. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone';
}

/** Writes in batches, each only when the one before has been taken: a slow reader costs no memory. */
export class Output {
  private pending = '';
  private readonly stream: Writable;
  private readonly name: string;

  constructor(stream: Writable, name: string) {
    this.stream = stream;
    this.name = name;
    // A failed write is told to its callback; unheard, the same error would end the process as well.
    stream.on('error', () => undefined);
  }

  async write(text: string): Promise<void> {
    this.pending += text;
    if (this.pending.length >= BATCH) await this.flush();
  }

  async flush(): Promise<void> {
    const text = this.pending;
    if (text === '') return;
    this.pending = '';
    const failure = await new Promise<NodeJS.ErrnoException | null | undefined>((resolve) => {
      this.stream.write(text, resolve);
    });
    if (failure) this.fail(failure);
  }

  protected fail(failure: NodeJS.ErrnoException): void {
    if (isGone(failure)) throw new ReaderGone();
    throw new CommandError(`${this.name} cannot be written: ${failure.message}`);
  }
}

/** Standard error: where nobody reads it, the work goes on, and the exit status still tells. */
export class ErrorOutput extends Output {
  protected override fail(): void {
    // Nothing is left to tell it with.
  }
}

function isGone({ code }: NodeJS.ErrnoException): boolean {
  return ['EPIPE', 'EOF', 'ECONNRESET', 'ERR_STREAM_DESTROYED'].includes(code ?? '');
}
