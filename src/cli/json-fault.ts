/** Where a text stops being JSON. Lines and columns count from 1, columns in UTF-16 units as editors do. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly found: string;
  readonly expected: string;
}

/** What is expected after the one value that a JSON text is. */
export const THE_END = 'the end';

const WHITE_SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORD = /true|false|null/y;
const IN_STRING = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
/** What a message shows of an unexpected word. */
const UNEXPECTED = /[\w$.+-]{1,24}|[^]/uy;

/**
 * The first fault of a text that `JSON.parse` refuses; the runtime's own message often has no position. Depth costs
 * no stack.
 */
export function findJsonFault(text: string): JsonFault {
  const { at, expected } = new Scanner(text).scan();
  const line = text.slice(0, at).split('\n').length;
  const column = at - (text.lastIndexOf('\n', at - 1) + 1) + 1;
  return { line, column, found: foundAt(text, at), expected };
}

/** A fault in words, without its line. */
export function describeFault(fault: JsonFault): string {
  return `found ${fault.found}, expected ${fault.expected}`;
}

function foundAt(text: string, at: number): string {
  UNEXPECTED.lastIndex = at;
  const [found] = UNEXPECTED.exec(text) ?? [];
  if (found !== undefined) return JSON.stringify(found);
  return text.trim() === '' ? 'nothing' : THE_END;
}

interface Fault {
  readonly at: number;
  readonly expected: string;
}

class Scanner {
  private at = 0;
  private readonly text: string;
  /** The brackets that close what is open. */
  private readonly closing: ('}' | ']')[] = [];

  constructor(text: string) {
    this.text = text;
  }

  scan(): Fault {
    for (;;) {
      const fault = this.value() ?? this.afterValue();
      if (fault) return fault;
    }
  }

  /** Reads a scalar, or into an object or a list up to its first value. */
  private value(): Fault | undefined {
    for (;;) {
      this.skip(WHITE_SPACE);
      if (this.take('[')) {
        this.skip(WHITE_SPACE);
        if (this.take(']')) return undefined;
        this.closing.push(']');
      } else if (this.take('{')) {
        this.skip(WHITE_SPACE);
        if (this.take('}')) return undefined;
        this.closing.push('}');
        const fault = this.key('a property name in double quotes, or "}"');
        if (fault) return fault;
      } else if (this.text[this.at] === '"') return this.string();
      else return this.skip(NUMBER) || this.skip(WORD) ? undefined : this.fault('a value');
    }
  }

  /** Closes what ends here, then reads up to the next value. */
  private afterValue(): Fault | undefined {
    for (;;) {
      this.skip(WHITE_SPACE);
      const closing = this.closing.at(-1);
      if (closing === undefined) return this.fault(THE_END);
      if (this.take(closing)) this.closing.pop();
      else if (!this.take(',')) return this.fault(`"," or ${JSON.stringify(closing)}`);
      else return closing === '}' ? this.key('a property name in double quotes') : undefined;
    }
  }

  private key(expected: string): Fault | undefined {
    this.skip(WHITE_SPACE);
    if (this.text[this.at] !== '"') return this.fault(expected);
    const fault = this.string();
    if (fault) return fault;
    this.skip(WHITE_SPACE);
    return this.take(':') ? undefined : this.fault('":"');
  }

  private string(): Fault | undefined {
    this.at++;
    for (;;) {
      this.skip(IN_STRING);
      if (this.take('"')) return undefined;
      if (this.text[this.at] !== '\\') return this.fault('the double quote that ends a string');
      if (!this.skip(ESCAPE)) return this.fault('an escape that JSON knows, such as \\n or \\u00e9');
    }
  }

  private fault(expected: string): Fault {
    return { at: this.at, expected };
  }

  private take(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const length = pattern.exec(this.text)?.[0].length ?? 0;
    this.at += length;
    return length > 0;
  }
}
