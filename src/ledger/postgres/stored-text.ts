import { createHash } from 'node:crypto';

/** PostgreSQL text takes neither NUL nor half a surrogate pair; U+0001 marks what stands for them, and itself. */
const MARK = '\u0001';
// Under the flag u, \p{Surrogate} is a half without its other half.
const UNSTORABLE = /[\u0000\u0001]|\p{Surrogate}/gu;
const MARKED = /\u0001(0|1|d[89a-f][0-9a-f]{2})/g;

/** In bytes of UTF-8. An index entry of PostgreSQL takes 2,704. */
const LONGEST = 1_000;

/** A text that PostgreSQL can hold, different for different texts; {@link sentText} gives the text back. */
export function escapedText(text: string): string {
  return text.replace(UNSTORABLE, (character) => {
    if (character === '\u0000') return `${MARK}0`;
    return character === MARK ? `${MARK}1` : MARK + character.charCodeAt(0).toString(16);
  });
}

/** The text that {@link escapedText} was given. */
export function sentText(escaped: string): string {
  return escaped.replace(MARKED, (_, code: string) => {
    if (code === '0') return '\u0000';
    return code === '1' ? MARK : String.fromCharCode(Number.parseInt(code, 16));
  });
}

/** What stands in an index for a text: itself, escaped; of one too long for that, a digest, which nobody reads back. */
export function storedText(text: string): string {
  const escaped = escapedText(text);
  return Buffer.byteLength(escaped) <= LONGEST ? escaped : `${MARK}2${digestOf(escaped)}`;
}

/** SHA-256 in hexadecimal. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
