import type { Streams, TerminalStream } from './output.ts';

/** Work that is over sooner shows no progress. */
const PATIENCE_MS = 1_000;
const REFRESH_MS = 200;
const ERASE_LINE = '\r\u001b[K';

/** A line on the terminal's standard error that counts along, where no answers are shown meanwhile. */
export class Progress {
  private readonly stream: TerminalStream;
  private readonly isSeen: boolean;
  private isShown = false;
  private next = performance.now() + PATIENCE_MS;

  private readonly what: string;

  /** `isQuiet`: nothing is written to standard output before the work is done. */
  constructor({ stdout, stderr }: Streams, what = 'contexts', isQuiet = false) {
    this.what = what;
    this.stream = stderr;
    this.isSeen = stderr.isTTY === true && (isQuiet || stdout.isTTY !== true);
  }

  show(count: number): void {
    const now = performance.now();
    if (!this.isSeen || now < this.next) return;
    this.next = now + REFRESH_MS;
    this.isShown = true;
    this.stream.write(`${ERASE_LINE}${count} ${this.what} …`);
  }

  clear(): void {
    if (this.isShown) this.stream.write(ERASE_LINE);
    this.isShown = false;
  }
}
