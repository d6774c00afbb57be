import { InvalidContextError, type ContextIssue } from '../context.ts';
import { isIdentifier } from '../shopper.ts';
import { describe, isJsonObject, own, pointerStep } from '../snapshot.ts';
import { parseInstant } from '../time/local.ts';
import { didYouMean } from '../suggest.ts';

/** An entity that the host looked up: `null` where there is none. */
export type Found<Entity> = Entity | null;

const INSTANT = 'an instant: ISO 8601 with Z or an offset, epoch milliseconds, or a Date';

/**
 * Reads the facts of one object of a context. What is wrong or missing is gathered, and the reader goes on with a value
 * that harms nothing; what the shopper sent is read by {@link Facts.sent} alone and is never an issue.
 */
export class Facts {
  private readonly source: object;
  private readonly path: string;
  private readonly issues: ContextIssue[];

  private constructor(source: object, path: string, issues: ContextIssue[]) {
    this.source = source;
    this.path = path;
    this.issues = issues;
  }

  /** Reads a whole context. Throws an {@link InvalidContextError} that lists every wrong and every missing fact. */
  static of<Read>(context: unknown, read: (facts: Facts) => Read): Read {
    const issues: ContextIssue[] = [];
    const facts = new Facts(isJsonObject(context) ? context : {}, '', issues);
    if (!isJsonObject(context)) facts.fail('', 'an object', context);
    const result = issues.length === 0 ? read(facts) : undefined;
    if (issues.length > 0) throw new InvalidContextError(issues);
    return result as Read;
  }

  instant(key: string): number {
    const value = this.get(key);
    const instant = parseInstant(value);
    if (instant === undefined) this.fail(key, INSTANT, value);
    return instant ?? 0;
  }

  /** An instant, or `otherwise` for what is `null` or absent. */
  optionalInstant(key: string, otherwise: number): number {
    return this.isAbsent(key) ? otherwise : this.instant(key);
  }

  flag(key: string): boolean {
    const value = this.get(key);
    if (typeof value !== 'boolean') this.fail(key, 'true or false', value);
    return value === true;
  }

  /** A flag, or `otherwise` for what is `null` or absent. */
  optionalFlag(key: string, otherwise: boolean): boolean {
    return this.isAbsent(key) ? otherwise : this.flag(key);
  }

  identifier(key: string): string {
    const value = this.get(key);
    if (isIdentifier(value)) return value;
    this.fail(key, 'a string that is not blank', value);
    return '';
  }

  /** An identifier, or `undefined` for what is `null` or absent. */
  optionalIdentifier(key: string): string | undefined {
    return this.isAbsent(key) ? undefined : this.identifier(key);
  }

  /** One of a few words, as `read` makes it of what was written. */
  word<const Word extends string>(
    key: string,
    words: readonly [Word, ...Word[]],
    read = (written: string) => written,
  ): Word {
    const value = this.get(key);
    const word = typeof value === 'string' ? words.find((one) => one === read(value)) : undefined;
    if (word === undefined) {
      const meant = typeof value === 'string' ? didYouMean(value, words) : '';
      this.fail(key, `one of ${words.map((one) => JSON.stringify(one)).join(', ')}${meant}`, value);
    }
    return word ?? words[0];
  }

  /** A whole number of the host's that is not 0. */
  nonZeroInteger(key: string): number {
    const value = this.get(key);
    if (Number.isSafeInteger(value) && value !== 0) return value as number;
    this.fail(key, 'an integer other than 0', value);
    return 1;
  }

  /**
   * What a counter holds: an integer of 0 or more, as a number or as digits. One past 2^53 is rounded, which decides
   * nothing: no bound and no change is that large.
   */
  counted(key: string): number {
    const value = this.get(key);
    const count = typeof value === 'string' && /^[0-9]{1,40}$/.test(value) ? Number(value) : value;
    if (Number.isInteger(count) && (count as number) >= 0) return (count as number) + 0;
    this.fail(key, 'an integer of 0 or more', value);
    return 0;
  }

  /** An entity that must be there, or be `null`: looked up and not found. */
  entity<Entity>(key: string, read: (facts: Facts) => Entity): Found<Entity> {
    const value = this.get(key);
    if (value === null) return null;
    if (!isJsonObject(value)) this.fail(key, 'an object, or null where there is none', value);
    return isJsonObject(value) ? read(this.below(key, value)) : null;
  }

  /** An entity that may be left out; `null` still says: looked up and not found. */
  optionalEntity<Entity>(key: string, read: (facts: Facts) => Entity): Found<Entity> | undefined {
    return this.get(key) === undefined ? undefined : this.entity(key, read);
  }

  /** False where the host says that it looked this up and found nothing. */
  isFound(key: string): boolean {
    return this.get(key) !== null;
  }

  /** What the counters hold. Where nothing is said of them, each of them is missing. */
  usage(): Facts | undefined {
    const value = this.get('usage');
    if (value === undefined || isJsonObject(value)) return this.below('usage', value ?? {});
    this.fail('usage', 'an object of counters by name', value);
    return undefined;
  }

  /** What the shopper sent: anything. */
  sent(key: string): unknown {
    return this.get(key);
  }

  private get(key: string): unknown {
    return own(this.source, key);
  }

  private isAbsent(key: string): boolean {
    return (this.get(key) ?? null) === null;
  }

  private below(key: string, source: object): Facts {
    return new Facts(source, this.path + pointerStep(key), this.issues);
  }

  private fail(key: string, expected: string, value: unknown): void {
    const found = describe(value);
    const path = key === '' ? this.path : this.path + pointerStep(key);
    this.issues.push({ path, message: `expected ${expected}, found ${found}`, found, expected });
  }
}

/** A whole number that the shopper sent, from `least` to `most`; `undefined` for anything else. */
export function integerSent(
  value: unknown,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): number | undefined {
  if (!Number.isSafeInteger(value)) return undefined;
  const integer = value as number;
  return integer >= least && integer <= most ? integer : undefined;
}
