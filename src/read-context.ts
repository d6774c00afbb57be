import { InvalidContextError, type HeldClaim, type Operation } from './context.ts';
import { countWritten, type Counter } from './counters.ts';
import type { UsageTable } from './meter.ts';
import { parseNonNegativeAmount } from './money.ts';
import { NOTHING_USED, type ReadRedemption, type Usage } from './redemption.ts';
import type { Stage } from './rule.ts';
import { isIdentifier } from './shopper.ts';
import {
  describe,
  isJsonObject,
  isPlain,
  isSomething,
  lookForPollution,
  own,
  ownMembers,
  pointerStep,
} from './snapshot.ts';

/** What of a campaign decides which facts are needed. */
export interface ContextNeeds {
  readonly counters: readonly Counter[];
  readonly tables: UsageTable;
  readonly readsAmounts: boolean;
  readonly allowsRenewals: boolean;
}

/** The host's facts, not yet looked at. */
export interface Facts {
  readonly at?: unknown;
  readonly voucher?: unknown;
  readonly redemption?: unknown;
  readonly granted_discount?: unknown;
  readonly origin?: unknown;
  readonly operation?: unknown;
  readonly existing?: unknown;
  readonly usage?: unknown;
}

/** True where the stage reads counters, and so plans and claims them. */
export function readsCounters(stage: Stage): boolean {
  return stage === 'redeem' || stage === 'confirm';
}

/** Reads all of a context but its usage and discount: enough to plan. Throws an {@link InvalidContextError}. */
export function readForPlan(needs: ContextNeeds, context: unknown, redemption: ReadRedemption): void {
  readFacts(needs, factsOf(context), redemption);
  redemption.readCost();
  throwIfWrong(redemption);
}

/** Reads a whole context. Throws an {@link InvalidContextError} that lists every wrong and every missing fact. */
export function readForEvaluate(needs: ContextNeeds, context: unknown, redemption: ReadRedemption): void {
  const facts = factsOf(context);
  readFacts(needs, facts, redemption);
  readNumbers(needs, facts, redemption);
  throwIfWrong(redemption);
}

/**
 * Reads what many campaigns are asked about, but not what each of them counts: its discount and usage are returned. Keeps what is
 * wrong. An origin is read where one of the campaigns allows renewals.
 */
export function readForMany(
  allowsRenewals: boolean,
  context: unknown,
  redemption: ReadRedemption,
): Pick<Facts, 'granted_discount' | 'usage'> {
  const facts = factsOf(context);
  const { at, voucher, operation, origin } = facts;
  if (!redemption.readAt(at)) fail(redemption, '/at', AN_INSTANT, at);
  redemption.voucherCode = redemption.assignedCustomer = undefined;
  if (voucher !== undefined && voucher !== null) readVoucher(voucher, redemption);
  redemption.stage = 'redeem';
  if (operation !== undefined && operation !== 'redeem')
    fail(redemption, '/operation', '"redeem"', operation);
  redemption.readSent(facts.redemption);
  redemption.readCost();
  if (allowsRenewals && redemption.originRedemption !== undefined) readOrigin(origin, redemption);
  return facts;
}

/** The facts of a context, none of them looked at yet. */
export function factsOf(context: unknown): Facts {
  lookForPollution();
  return isSomething(context) && isPlain(context, (context as Facts).at) ? context : ownFactsOf(context);
}

function ownFactsOf(context: unknown): Facts {
  const facts = ownMembers(context);
  if (facts === undefined) throw new InvalidContextError([issueOf('', 'an object', context)]);
  return facts;
}

/** Reads all but the usage and the discount. */
export function readFacts(needs: ContextNeeds, facts: Facts, redemption: ReadRedemption): void {
  if (!redemption.readAt(facts.at)) fail(redemption, '/at', AN_INSTANT, facts.at);
  readVoucher(facts.voucher, redemption);
  readLife(facts, redemption);
  redemption.readSent(facts.redemption);
  if (needs.allowsRenewals && readsCounters(redemption.stage) && redemption.originRedemption !== undefined)
    readOrigin(facts.origin, redemption);
}

const AN_INSTANT = 'an instant: ISO 8601 with Z or an offset, epoch milliseconds, or a Date';

function readVoucher(voucher: unknown, redemption: ReadRedemption): void {
  const facts: VoucherFacts | undefined =
    isSomething(voucher) && isPlain(voucher, (voucher as VoucherFacts).code) ? voucher : ownMembers(voucher);
  if (facts === undefined) {
    fail(redemption, '/voucher', 'an object with the voucher\'s "code"', voucher);
    return;
  }
  const { customer_identifier, code } = facts;
  redemption.voucherCode = identifier('/voucher/code', code, redemption);
  const path = '/voucher/customer_identifier';
  redemption.assignedCustomer = optionalIdentifier(path, customer_identifier, redemption);
}

interface VoucherFacts {
  readonly code?: unknown;
  readonly customer_identifier?: unknown;
}

const OPERATIONS: readonly unknown[] = ['redeem', 'confirm', 'cancel'] satisfies Operation[];

function readLife({ operation, existing }: Facts, redemption: ReadRedemption): void {
  redemption.stage = 'redeem';
  if (operation !== undefined && operation !== 'redeem') readLater(operation, existing, redemption);
}

/** What is done to a redemption that there is. */
function readLater(operation: unknown, existing: unknown, redemption: ReadRedemption): void {
  if (OPERATIONS.includes(operation)) redemption.stage = stageOf(operation, existing, redemption);
  else fail(redemption, '/operation', '"redeem", "confirm" or "cancel"', operation);
}

function stageOf(operation: unknown, existing: unknown, redemption: ReadRedemption): Stage {
  if (!isJsonObject(existing)) {
    fail(redemption, '/existing', 'the reservation: an object with "status" and "claims"', existing);
    return 'cancel';
  }
  const status = own(existing, 'status');
  const claims = own(existing, 'claims');
  // What a confirmed redemption claimed is not asked; but what is said of it must be right.
  if (status !== 'confirmed' || claims !== undefined) redemption.held = heldClaims(claims, redemption);
  if (status === 'confirmed') return 'already confirmed';
  if (status !== 'pending') fail(redemption, '/existing/status', '"pending" or "confirmed"', status);
  if (operation === 'cancel') return 'cancel';
  return redemption.held.length > 0 ? 'confirm what is held' : 'confirm';
}

/** Of held claims no more issues are told than somebody could read. */
const MOST_ISSUES = 1_000;

function heldClaims(claims: unknown, redemption: ReadRedemption): readonly HeldClaim[] {
  if (!Array.isArray(claims)) {
    fail(redemption, '/existing/claims', 'the list of claims that the reservation holds', claims);
    return [];
  }
  // By index: a hole is no claim.
  for (let i = 0; i < claims.length && redemption.issues.length < MOST_ISSUES; i++) {
    checkClaim(`/existing/claims/${i}`, claims[i], redemption);
  }
  return claims as readonly HeldClaim[];
}

function checkClaim(path: string, claim: unknown, redemption: ReadRedemption): void {
  if (!isJsonObject(claim)) {
    fail(redemption, path, 'a claim: an object with "name", "key" and "add"', claim);
    return;
  }
  identifier(`${path}/name`, own(claim, 'name'), redemption);
  identifier(`${path}/key`, own(claim, 'key'), redemption);
  const add = own(claim, 'add');
  if (parseNonNegativeAmount(add) === undefined)
    fail(redemption, `${path}/add`, 'an amount of 0 or more', add);
}

function readOrigin(origin: unknown, redemption: ReadRedemption): void {
  if (origin === undefined || origin === null) return;
  if (!isJsonObject(origin)) {
    const expected = 'an object with "redeemed_at", "original" and "customer_identifier", or null';
    fail(redemption, '/origin', expected, origin);
    return;
  }
  const redeemed = own(origin, 'redeemed_at');
  if (!redemption.readRedeemedAt(redeemed)) fail(redemption, '/origin/redeemed_at', AN_INSTANT, redeemed);
  const original = own(origin, 'original');
  if (typeof original !== 'boolean') fail(redemption, '/origin/original', 'true or false', original);
  const path = '/origin/customer_identifier';
  const customer = optionalIdentifier(path, own(origin, 'customer_identifier'), redemption);
  if (original !== true || customer === undefined) return;
  if (customer === redemption.customerIdentifier) redemption.renew();
  else redemption.isRenewableByAnother = true;
}

/** Reads the cost, the discount and the usage. */
export function readNumbers(needs: ContextNeeds, facts: Facts, redemption: ReadRedemption): void {
  const { usage } = facts;
  // No counter has this name: what is not planned is not touched.
  const isOwn = isSomething(usage) && isPlain(usage, (usage as Usage)['']);
  const used =
    usage === undefined ? NOTHING_USED : ((isOwn ? usage : ownMembers(usage)) as Usage | undefined);
  const reads = readsCounters(redemption.stage);
  const discount = facts.granted_discount ?? (needs.readsAmounts && reads ? undefined : 0);
  if (used === undefined || !reads || !redemption.readUsualNumbers(needs.tables, discount, used)) {
    readOtherNumbers(needs, discount, used, usage, redemption);
  }
}

/** Numbers of which some are not written as most are, or wrong. */
function readOtherNumbers(
  needs: ContextNeeds,
  discount: unknown,
  used: Usage | undefined,
  usage: unknown,
  redemption: ReadRedemption,
): void {
  redemption.readCost();
  if (!redemption.readDiscount(discount)) fail(redemption, '/granted_discount', DISCOUNT_EXPECTED, discount);
  if (used === undefined) fail(redemption, '/usage', 'an object of counters by name', usage);
  else if (!readsCounters(redemption.stage)) redemption.readNoUsage(needs.tables);
  else if (!redemption.readUsage(needs.tables, used)) tellWrongUsage(needs, used, redemption);
}

function tellWrongUsage({ counters }: ContextNeeds, used: Usage, redemption: ReadRedemption): void {
  const wrong = counters.filter(
    (counter) => redemption.names(counter) && !isMeasure(counter.measures, used[counter.name]),
  );
  for (const { name, measures } of wrong) {
    fail(redemption, `/usage${pointerStep(name)}`, USED_EXPECTED[measures], used[name]);
  }
}

function isMeasure(measures: Counter['measures'], written: unknown): boolean {
  return measures === 'count' ? countWritten(written) >= 0 : parseNonNegativeAmount(written) !== undefined;
}

export const DISCOUNT_EXPECTED = 'an amount of 0 or more, such as "12.99"';
export const USED_EXPECTED = { count: 'a count: an integer of 0 or more', amount: 'an amount of 0 or more' };

function identifier(path: string, value: unknown, redemption: ReadRedemption): string {
  if (isIdentifier(value)) return value;
  fail(redemption, path, 'a string that is not blank', value);
  return '';
}

function optionalIdentifier(path: string, value: unknown, redemption: ReadRedemption): string | undefined {
  return value === undefined || value === null ? undefined : identifier(path, value, redemption);
}

/** Keeps what is wrong. */
export function fail(redemption: ReadRedemption, path: string, expected: string, value: unknown): void {
  redemption.issues.push(issueOf(path, expected, value));
}

function issueOf(path: string, expected: string, value: unknown) {
  const found = describe(value);
  return { path, message: `expected ${expected}, found ${found}`, found, expected };
}

export function throwIfWrong(redemption: ReadRedemption): void {
  if (redemption.issues.length > 0) throw new InvalidContextError(redemption.issues);
}
