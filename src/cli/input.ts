import { constants } from 'node:buffer';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { CommandError } from './status.ts';

/** A file, or standard input. */
export interface Input {
  /** For messages. */
  readonly name: string;
  /** Its bytes as they come; once. Throws a {@link CommandError} where it cannot be read. */
  chunks(): AsyncGenerator<Buffer>;
}

/** The input that an argument names. */
export function inputNamed(argument: string, stdin: Readable): Input {
  const isStandardInput = argument === '-';
  const name = isStandardInput ? 'standard input' : argument || '""';
  return {
    name,
    chunks: () => chunksOf(name, isStandardInput ? stdin : createReadStream(argument)),
  };
}

async function* chunksOf(name: string, stream: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    throw new CommandError(`${name}: ${reasonOf(error as NodeJS.ErrnoException)}`);
  }
}

function reasonOf(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ENOENT':
      return 'no such file';
    case 'EISDIR':
      return 'found a directory, expected a file';
    case 'EACCES':
    case 'EPERM':
      return 'found a file that may not be read';
    default:
      return `cannot be read: ${error.message}`;
  }
}

/** All bytes of an input, if one string can hold them. */
export async function wholeOf(name: string, chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const read: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    read.push(chunk);
    length += chunk.length;
    if (length > constants.MAX_STRING_LENGTH) throw tooLong(name);
  }
  return Buffer.concat(read);
}

export function tooLong(name: string): CommandError {
  const most = Math.floor(constants.MAX_STRING_LENGTH / 2 ** 20);
  return new CommandError(
    `${name}: found more than ${most} MiB of JSON, expected less, or ndjson: one a line`,
  );
}
