import { isUtf8 } from 'node:buffer';
import { findJsonFault, type JsonFault } from './json-fault.ts';

const BYTE_ORDER_MARK = '\ufeff';
const BOM_BYTES = Buffer.from(BYTE_ORDER_MARK);
const REPLACEMENT = '\ufffd';

export type ReadJson = { readonly value: unknown } | { readonly fault: JsonFault };

/** Reads JSON in UTF-8, with or without a byte order mark. */
export function readJson(bytes: Buffer): ReadJson {
  const text = textOf(bytes);
  if (!isUtf8(bytes)) return { fault: encodingFault(text) };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { fault: findJsonFault(text) };
  }
}

/** True for white space alone, after a byte order mark too. */
export function isBlank(bytes: Buffer): boolean {
  const start = bytes.subarray(0, BOM_BYTES.length).equals(BOM_BYTES) ? BOM_BYTES.length : 0;
  return bytes.subarray(start).every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
}

function textOf(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

function encodingFault(text: string): JsonFault {
  const before = text.slice(0, text.indexOf(REPLACEMENT)).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { line: before.length, column, found: 'bytes that are not UTF-8', expected: 'text in UTF-8' };
}
