import { constants } from 'node:buffer';

const LINE_FEED = 0x0a;

/** In place of a line of more bytes than a string can hold. */
export const TOO_LONG = 'too long';

/** The bytes of a line without its line feed. */
export type Line = Buffer | typeof TOO_LONG;

/** Lines that came together. */
export type LineBatches = AsyncGenerator<readonly Line[], void>;

/**
 * Cuts bytes into lines: those that a chunk ends come together. Never holds more than a chunk and one line, and no
 * line longer than `longest`.
 */
export async function* linesOf(
  chunks: AsyncIterable<Buffer>,
  longest = constants.MAX_STRING_LENGTH,
): LineBatches {
  const line = new OpenLine(longest);
  for await (const chunk of chunks) {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      line.add(chunk.subarray(start, end));
      lines.push(line.close());
      start = end + 1;
    }
    line.add(chunk.subarray(start));
    if (lines.length > 0) yield lines;
  }
  if (line.length > 0) yield [line.close()];
}

/** A line whose end has not come yet. */
class OpenLine {
  length = 0;
  private pieces: Buffer[] = [];
  private readonly longest: number;

  constructor(longest: number) {
    this.longest = longest;
  }

  add(piece: Buffer): void {
    this.length += piece.length;
    if (this.length > this.longest) this.pieces = [];
    else if (piece.length > 0) this.pieces.push(piece);
  }

  close(): Line {
    const { pieces, length } = this;
    this.pieces = [];
    this.length = 0;
    if (length > this.longest) return TOO_LONG;
    const [only] = pieces;
    return only && pieces.length === 1 ? only : Buffer.concat(pieces);
  }
}
