import { isJsonObject, type JsonObject } from '../snapshot.ts';
import { parseInstant } from '../time/local.ts';
import type { ContextSpace } from './context-space.ts';
import type { Part } from './parts.ts';
import { CUSTOMER, ORIGIN, OTHER_CUSTOMER, TRANSACTION } from './sent-values.ts';
import {
  nearerInstants,
  simplerAmounts,
  simplerCategories,
  simplerCounts,
  simplerInstants,
  simplerJson,
  simplerPlaces,
} from './simpler-values.ts';
import { isAmountCounter, type WireContext } from './wire-context.ts';

/** How much there is to read in a context, from what matters most to what matters least. */
export type Size = readonly [
  /** What is out of the ordinary: an operation other than `redeem`, another name or another kind of value than is usual. */
  oddities: number,
  /** Members of objects and items of lists, all told. */
  members: number,
  /** Members of `redemption` that are not as usual; of numbers, only where that matters more than their digits. */
  differences: number,
  /** Characters of its JSON. */
  length: number,
  /** Milliseconds from where the campaign opens. */
  distance: number,
  /** Milliseconds between an origin and its renewal. */
  age: number,
  text: string,
];

/** Of two contexts that differ, one is smaller; and there is no endless descent. */
export function isSmaller(a: Size, b: Size): boolean {
  const first = a.findIndex((part, i) => part !== b[i]);
  return first !== -1 && (a[first] as number) < (b[first] as number);
}

function membersIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, member) => sum + 1 + membersIn(member), 0);
}

/**
 * The contexts one step simpler than another, the boldest steps first. Each is smaller, has right facts of the host, and holds what is
 * planned for it.
 */
export class Simplifier {
  private readonly space: ContextSpace;
  /** Hardly anything is wrong with it: where a part need not be special, it is as here. */
  private readonly model: WireContext;
  /** Its time. */
  private readonly opening: number;
  /** Its redemption. */
  private readonly usual: JsonObject;

  private readonly keepsToUsual: boolean;

  /** With `keepsToUsual`, numbers that need not be special are as in the model even where fewer digits would do. */
  constructor(space: ContextSpace, model: WireContext, keepsToUsual: boolean) {
    this.space = space;
    this.model = model;
    this.keepsToUsual = keepsToUsual;
    this.opening = parseInstant(model.at) as number;
    this.usual = model.redemption as JsonObject;
  }

  *simpler(context: WireContext): Generator<WireContext, void, undefined> {
    const size = this.sizeOf(context);
    for (const changed of this.changed(context)) {
      const candidate = this.space.withPlannedUsage(changed);
      if (isSmaller(this.sizeOf(candidate), size)) yield candidate;
    }
  }

  /** The same context with one thing as usual: not simpler perhaps, but with less wrong. */
  *nearerToUsual(context: WireContext): Generator<WireContext, void, undefined> {
    const { model, usual } = this;
    const sent = isJsonObject(context.redemption) ? context.redemption : {};
    const changed: WireContext[] = [
      { ...context, at: model.at },
      { ...context, voucher: model.voucher },
      { ...context, usage: {} },
      ...Object.keys(context.usage).map((name) => ({ ...context, usage: without(context.usage, name) })),
      ...Object.keys(sent).map((key) => ({ ...context, redemption: without(sent, key) })),
      ...Object.keys(usual).map((key) => ({ ...context, redemption: { ...sent, [key]: usual[key] } })),
      ...(model.granted_discount === undefined
        ? []
        : [{ ...context, granted_discount: model.granted_discount }]),
    ];
    for (const one of changed) yield this.space.withPlannedUsage(one);
  }

  sizeOf(context: WireContext): Size {
    const text = JSON.stringify(context);
    const sent = Object.entries(isJsonObject(context.redemption) ? context.redemption : {});
    const odd = sent.filter(([key, value]) => this.isOdd(key, value)).length;
    const differences = sent.filter(([key, value]) => this.isUnusual(key, value)).length;
    const oddities = odd + (context.operation === undefined ? 0 : 1);
    const instant = parseInstant(context.at) as number;
    const { origin } = context;
    const age = origin ? Math.abs(instant - (parseInstant(origin.redeemed_at) as number)) : 0;
    const distance = Math.abs(instant - this.opening);
    return [oddities, membersIn(context), differences, text.length, distance, age, text];
  }

  private get plainInstants(): number[] {
    const time = this.space.parts.find(({ name }) => name === 'at') as Part;
    return [this.opening, ...(time.values.slice(0, PLAIN_INSTANTS) as number[])];
  }

  private isUnusual(key: string, value: unknown): boolean {
    return (this.keepsToUsual || !NUMBERS.has(key)) && !isSame(value, this.usual[key]);
  }

  private isOdd(key: string, value: unknown): boolean {
    if (IDENTIFIERS.has(key) && typeof value === 'string') return !PLAIN_NAMES.has(value);
    return Object.hasOwn(this.usual, key) && typeof value !== typeof this.usual[key];
  }

  private *changed(context: WireContext): Generator<WireContext> {
    yield this.model;
    yield* this.withLess(context);
    yield* this.redemptionsFor(context);
    for (const at of simplerInstants(context.at, this.plainInstants)) yield { ...context, at };
    yield* this.simplerFacts(context);
    for (const [name, used] of Object.entries(context.usage)) {
      const simpler = isAmountCounter(name) ? simplerAmounts(String(used)) : simplerCounts(Number(used));
      for (const less of simpler as Iterable<number | string>)
        yield { ...context, usage: { ...context.usage, [name]: less } };
    }
  }

  /** Without what a host need not say. */
  private *withLess(context: WireContext): Generator<WireContext> {
    const { operation: _, existing: __, ...redeemed } = context;
    yield redeemed;
    const { origin: ___, ...first } = context;
    yield { ...first, redemption: without(context.redemption, 'origin_redemption') };
    if (context.origin) yield { ...context, origin: null };
    const { code } = this.model.voucher;
    yield { ...context, voucher: { ...context.voucher, code } };
    yield { ...context, voucher: { code: context.voucher.code } };
    const { granted_discount: ____, ...ungranted } = context;
    if (!this.space.readsDiscount(context)) yield ungranted;
  }

  private *redemptionsFor(context: WireContext): Generator<WireContext> {
    const { redemption, ...others } = context;
    yield others;
    yield { ...context, redemption: this.model.redemption };
    if (!isJsonObject(redemption)) {
      for (const simpler of simplerJson(redemption)) yield { ...context, redemption: simpler };
      return;
    }
    const having = (members: object): WireContext => ({
      ...context,
      redemption: { ...redemption, ...members },
    });
    for (const key of Object.keys(redemption)) yield { ...context, redemption: without(redemption, key) };
    for (const [key, value] of Object.entries(redemption)) {
      if (Object.hasOwn(this.usual, key)) yield having({ [key]: this.usual[key] });
      for (const simpler of this.simplerSent(key, value)) yield having({ [key]: simpler });
    }
  }

  private simplerSent(key: string, value: unknown): Iterable<unknown> {
    switch (key) {
      case 'total_transaction_cost':
        return simplerAmounts(value);
      case 'location':
        return simplerPlaces(value);
      case 'categories':
        return simplerCategories(value);
      default:
        return PLAIN_NAMES.has(value as string) ? [] : simplerJson(value);
    }
  }

  private *simplerFacts(context: WireContext): Generator<WireContext> {
    const { granted_discount: discount, origin, existing } = context;
    if (discount !== undefined)
      for (const granted_discount of simplerAmounts(discount))
        yield { ...context, granted_discount: String(granted_discount) };
    if (origin) {
      for (const redeemed_at of nearerInstants(origin.redeemed_at, context.at))
        yield { ...context, origin: { ...origin, redeemed_at } };
    }
    if (existing) yield { ...context, existing: { ...existing, claims: [] } };
  }
}

const PLAIN_INSTANTS = 48;

/** What may be written with fewer digits. */
const NUMBERS = new Set(['total_transaction_cost', 'location']);
const IDENTIFIERS = new Set(['transaction_id', 'customer_identifier', 'origin_redemption']);
const PLAIN_NAMES = new Set([TRANSACTION, CUSTOMER, OTHER_CUSTOMER, ORIGIN]);

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function without<Value>(value: Value, key: string): Value {
  if (!isJsonObject(value)) return value;
  const { [key]: _, ...others } = value;
  return others as Value;
}
