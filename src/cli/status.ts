/** 0: all accepted, or clean; 1: something refused; 2: input that could not be used. The worst one wins. */
export type ExitStatus = 0 | 1 | 2;

/** The command cannot go on: its lines go to standard error, the exit status is 2. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
  readonly lines: readonly string[];

  constructor(...lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}

/** The arguments are wrong. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError';
}
