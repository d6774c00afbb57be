// A second, independent reading of section 12 of the law: slow and obvious, one condition after the other. It shares no
// code and no library with the engine. Amounts are BigInt, time is Temporal. It expects a valid config and right facts.

import { Temporal } from 'temporal-polyfill';

/** What any config may say. */
interface Config {
  type: string;
  id: string;
  program_active?: boolean;
  max_amount_in_cents?: number;
  required_credits?: number;
  is_active?: boolean;
  stock?: number;
  claim_limit?: number;
  claim_period?: string;
  time_zone?: string;
  max_amount?: number;
  cap?: string;
  promotion_active?: boolean;
  redemptions_per_voucher?: number;
}

type Time = string | number | Date | null;

/** What any context may say. */
interface Context {
  at: Time;
  operation: string;
  card: { hash: string; active: boolean; can_load: boolean; linked?: boolean; expiration_date?: Time } | null;
  transaction: { amount_in_cents: number; newest: boolean } | null;
  amount_in_cents?: unknown;
  contact: { uuid: string } | null;
  contact_identifier?: { active: boolean; linked?: boolean } | null;
  pos_transaction?: { linked: boolean } | null;
  credits?: unknown;
  reward?: unknown;
  shop?: unknown;
  unit?: unknown;
  voucher: {
    code: string;
    status: string;
    activation_date?: Time;
    expiration_date?: Time;
    release_key?: string | null;
  } | null;
  times?: unknown;
  release_key?: unknown;
  usage: Record<string, number | string>;
}

export interface ReferenceClaim {
  name: string;
  key: string;
  add: number;
  limit: number | null;
  minimum?: number;
}

export interface ReferenceDecision {
  status: 'accepted' | 'refused';
  /** `code attribute`, for the input of code 1003; else `code`. In no order. */
  told: string[];
  claims: ReferenceClaim[];
}

export interface ReferencePlan {
  counters: { name: string; key: string; window?: { start: string; end: string } }[];
}

/** One counter: what it is, what it would change by, and the code for each of its bounds. */
interface Entry {
  name: string;
  key: string;
  window?: { start: string; end: string };
  /** `null` where what was sent cannot be read. */
  add: bigint | null;
  most: bigint | null;
  tooMuch: number | null;
  isNeverBelowZero: boolean;
  tooLittle: number | null;
}

export function referencePlan(config: unknown, context: unknown): ReferencePlan {
  const counters = entries(config as Config, context as Context).map(({ name, key, window }) =>
    window ? { name, key, window } : { name, key },
  );
  counters.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { counters };
}

export function referenceDecision(configJson: unknown, contextJson: unknown): ReferenceDecision {
  const config = configJson as Config;
  const context = contextJson as Context;
  const told = conditions(config, context);
  const claims: ReferenceClaim[] = [];
  for (const entry of entries(config, context)) {
    if (entry.add === null || entry.add === 0n) continue;
    const held = BigInt(context.usage[entry.name]!);
    const after = held + entry.add;
    const isIncrease = entry.add > 0n;
    if (isIncrease && entry.most !== null && after > entry.most) told.push(String(entry.tooMuch));
    if (!isIncrease && entry.isNeverBelowZero && after < 0n) told.push(String(entry.tooLittle));
    claims.push({
      name: entry.name,
      key: entry.key,
      add: Number(entry.add),
      limit: isIncrease && entry.most !== null ? Number(entry.most) : null,
      ...(!isIncrease && entry.isNeverBelowZero ? { minimum: 0 } : {}),
    });
  }
  claims.sort((a, b) => (a.key < b.key ? -1 : 1));
  return told.length > 0 ? { status: 'refused', told, claims: [] } : { status: 'accepted', told, claims };
}

// ---------------------------------------------------------------------------------------------------------------
// The conditions that no counter is needed for
// ---------------------------------------------------------------------------------------------------------------

function conditions(config: Config, context: Context): string[] {
  const told: string[] = [];
  const tell = (code: number, condition: boolean, attribute?: string) => {
    if (condition) told.push(attribute === undefined ? String(code) : `${code} ${attribute}`);
  };
  const at = milliseconds(context.at);
  const operation = context.operation;

  switch (config.type) {
    case 'gift_card': {
      const { card, transaction } = context;
      const isReversal = operation === 'reverse';
      tell(55018, config.program_active === false);
      tell(1003, !isReversal && !isWhole(context.amount_in_cents, 1), 'amount_in_cents');
      tell(5001, card === null);
      tell(5010, isReversal && transaction === null);
      tell(55025, isReversal && transaction !== null && !transaction.newest);
      if (card === null) break;
      const putsOn =
        operation === 'load' || (isReversal && transaction !== null && transaction.amount_in_cents < 0);
      tell(1010, !card.active);
      tell(5007, card.linked === false);
      tell(5006, putsOn && !card.can_load);
      tell(5002, isThere(card.expiration_date) && at >= milliseconds(card.expiration_date));
      break;
    }
    case 'reward':
      tell(55018, config.program_active === false);
      tell(55031, context.contact === null);
      tell(6003, context.reward === null);
      tell(1008, context.shop === null);
      tell(1052, config.is_active === false);
      break;
    case 'credit_program': {
      const { credits, contact_identifier, pos_transaction } = context;
      tell(55018, config.program_active === false);
      tell(1003, !isWhole(credits, -(2 ** 53)), 'credits');
      tell(55031, context.contact === null);
      tell(60007, context.unit === null);
      tell(1008, context.shop === null);
      tell(60003, contact_identifier === null);
      tell(60004, contact_identifier?.active === false);
      tell(60011, contact_identifier?.linked === false);
      tell(1027, pos_transaction === null);
      tell(6001, pos_transaction?.linked === true);
      const most = config.cap === 'per_reception' ? (config.max_amount ?? Infinity) : Infinity;
      tell(1015, isWhole(credits, 1) && credits > most);
      break;
    }
    case 'loyalty_voucher': {
      const { voucher, times, release_key } = context;
      const isRedeemed = operation === 'redeem';
      const isKeyMalformed =
        isThere(release_key) && (typeof release_key !== 'string' || release_key.trim() === '');
      tell(1003, isRedeemed && isThere(times) && !isWhole(times, 1, 50), 'times');
      tell(1003, isRedeemed && isKeyMalformed, 'release_key');
      tell(80020, isRedeemed && config.promotion_active === false);
      tell(80004, voucher === null);
      if (voucher === null) break;
      const status = voucher.status.toUpperCase();
      tell(80005, status === 'REDEEMED');
      tell(
        80006,
        status === 'EXPIRED' ||
          (isThere(voucher.expiration_date) && at >= milliseconds(voucher.expiration_date)),
      );
      tell(80012, status === 'DEACTIVATED');
      const isEarly = isThere(voucher.activation_date) && at < milliseconds(voucher.activation_date);
      tell(80014, isRedeemed && (status === 'INACTIVE' || isEarly));
      if (status !== 'LOCKED') break;
      const isWrongKey = isThere(voucher.release_key) && release_key !== voucher.release_key;
      tell(80017, !isRedeemed || !isThere(release_key) || (!isKeyMalformed && isWrongKey));
      break;
    }
  }
  return told;
}

// ---------------------------------------------------------------------------------------------------------------
// The counters
// ---------------------------------------------------------------------------------------------------------------

function entries(config: Config, context: Context): Entry[] {
  const found: Entry[] = [];
  const { contact, card, voucher } = context;
  const id = part(config.id);
  const bounded = (value: number | undefined) => (value === undefined ? null : BigInt(value));
  const bounds = { most: null, tooMuch: null, isNeverBelowZero: false, tooLittle: null };

  switch (config.type) {
    case 'gift_card':
      if (card === null) break;
      found.push({
        name: 'card.balance',
        key: `card/${part(card.hash)}/balance`,
        add: giftCardChange(context),
        most: bounded(config.max_amount_in_cents),
        tooMuch: 5008,
        isNeverBelowZero: true,
        tooLittle: 5003,
      });
      break;
    case 'reward':
      if (contact !== null) {
        const key = `contact/${part(contact.uuid)}/credits`;
        const add = -BigInt(config.required_credits!);
        found.push({ ...bounds, name: 'contact.credits', key, add, isNeverBelowZero: true, tooLittle: 1017 });
      }
      if (isThere(config.stock)) {
        const key = `reward/${id}/claims`;
        found.push({
          ...bounds,
          name: 'reward.claims',
          key,
          add: 1n,
          most: bounded(config.stock),
          tooMuch: 1018,
        });
      }
      if (isThere(config.claim_limit) && contact !== null) {
        const home = `reward/${id}/contact/${part(contact.uuid)}/claims`;
        const period = periodOf(config.claim_period ?? 'total', config.time_zone ?? 'UTC', context.at);
        found.push({
          ...bounds,
          name: 'contact.claims',
          key: period ? `${home}/${period.id}` : home,
          ...(period && { window: period.window }),
          add: 1n,
          most: bounded(config.claim_limit),
          tooMuch: 1019,
        });
      }
      break;
    case 'credit_program':
      if (contact === null) break;
      found.push({
        name: 'contact.credits',
        key: `contact/${part(contact.uuid)}/credits`,
        add: isWhole(context.credits, -(2 ** 53)) ? BigInt(context.credits) : null,
        most: config.cap === 'per_reception' ? null : bounded(config.max_amount),
        tooMuch: 1015,
        isNeverBelowZero: true,
        tooLittle: 1017,
      });
      break;
    case 'loyalty_voucher': {
      if (voucher === null || context.operation !== 'redeem') break;
      const times = context.times ?? 1;
      found.push({
        ...bounds,
        name: 'voucher.redemptions',
        key: `voucher/${part(voucher.code)}/redemptions`,
        add: isWhole(times, 1, 50) ? BigInt(times) : null,
        most: bounded(config.redemptions_per_voucher),
        tooMuch: 80019,
      });
      break;
    }
  }
  return found;
}

function giftCardChange({ operation, amount_in_cents, transaction }: Context): bigint | null {
  if (operation === 'reverse') return transaction === null ? null : -BigInt(transaction.amount_in_cents);
  if (!isWhole(amount_in_cents, 1)) return null;
  return operation === 'load' ? BigInt(amount_in_cents) : -BigInt(amount_in_cents);
}

// ---------------------------------------------------------------------------------------------------------------
// Numbers, times, keys
// ---------------------------------------------------------------------------------------------------------------

function isThere<Value>(value: Value): value is NonNullable<Value> {
  return value !== undefined && value !== null;
}

function isWhole(value: unknown, least: number, most = 2 ** 53 - 1): value is number {
  if (typeof value !== 'number' || Math.floor(value) !== value) return false;
  return value >= least && value <= most && Math.abs(value) < 2 ** 53;
}

function milliseconds(value: unknown): number {
  if (typeof value === 'number') return value;
  if (value instanceof Date) return value.getTime();
  return Temporal.Instant.from(String(value)).epochMilliseconds;
}

/** The period that an instant lies in: the end of its key, and its window. */
function periodOf(period: string, zone: string, at: unknown) {
  if (period === 'total') return undefined;
  const now = Temporal.Instant.fromEpochMilliseconds(milliseconds(at)).toZonedDateTimeISO(zone);
  const day = now.startOfDay();
  const month = day.with({ day: 1 });
  const [first, length, id] = {
    daily: () => [day, { days: 1 }, String(day.toPlainDate())] as const,
    weekly: () => {
      const monday = day.subtract({ days: day.dayOfWeek - 1 });
      return [monday, { weeks: 1 }, String(monday.toPlainDate())] as const;
    },
    monthly: () => [month, { months: 1 }, String(month.toPlainDate()).slice(0, 7)] as const,
    quarterly: () => {
      const quarter = Math.ceil(now.month / 3);
      return [month.with({ month: quarter * 3 - 2 }), { months: 3 }, `${now.year}-Q${quarter}`] as const;
    },
    yearly: () => [month.with({ month: 1 }), { years: 1 }, String(now.year)] as const,
  }[period as 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'yearly']();
  const iso = (time: Temporal.ZonedDateTime) => new Date(time.epochMilliseconds).toISOString();
  // Of a day that begins at 01:00 the next begins at midnight all the same.
  return {
    id: `${period}/${id}`,
    window: { start: iso(first.startOfDay()), end: iso(first.add(length).startOfDay()) },
  };
}

function part(identifier: string): string {
  return identifier.split('%').join('%25').split('/').join('%2F');
}
