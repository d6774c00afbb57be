// Deterministic simulation: many clients on one ledger, a virtual clock, every choice from one seed. What a seed does, it does
// again.

import { compile, type Campaign } from '../../../src/index.ts';
import {
  cancel,
  confirm,
  expire,
  giveBack,
  inMemoryLedger,
  LedgerUnavailableError,
  redeem,
  reserve,
  type Ledger,
  type LedgerContext,
  type RecordedRedemption,
} from '../../../src/ledger/index.ts';
import { Random } from './random.ts';

export interface Simulation {
  readonly seed: number;
  readonly steps: number;
  /** The ledger under test; in memory unless told otherwise. */
  readonly makeLedger?: () => Ledger;
}

/** What a simulation went through: a harness that refuses everything proves nothing. */
export interface Simulated {
  accepted: number;
  refused: number;
  repeated: number;
  confirmed: number;
  cancelled: number;
  expired: number;
  givenBack: number;
  unavailable: number;
  /** Of virtual time. */
  milliseconds: number;
}

/** The simulation of a seed found the ledger in the wrong. */
export class SimulationFailure extends Error {
  constructor({ seed, steps }: Simulation, step: number, what: string) {
    super(
      `seed ${seed}, step ${step}: ${what}\nreplay: npm run ledger:proof -- simulate --seed ${seed} --steps ${steps}`,
    );
  }
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 9, 24, 22, 0);
const CUSTOMERS = ['ada', 'bob', 'cy'];
const IDS = Array.from({ length: 24 }, (_, i) => `order-${i}`);
/** With few transactions clients run into each other, with many into the limits. */
const FEW = IDS.slice(0, 8);
const CAP = 14;
const BUDGET = 2_000;
const PER_CUSTOMER = 6;

const campaign: Campaign = compile({
  id: 'sim',
  status: 'active',
  time_zone: 'Europe/Amsterdam',
  max_redemptions: CAP,
  rules: [
    { type: 'budget', period: 'daily', limit: (BUDGET / 100).toFixed(2) },
    { type: 'per_customer', max_redemptions: PER_CUSTOMER },
  ],
});

export function newTally(): Simulated {
  return {
    accepted: 0,
    refused: 0,
    repeated: 0,
    confirmed: 0,
    cancelled: 0,
    expired: 0,
    givenBack: 0,
    unavailable: 0,
    milliseconds: 0,
  };
}

/**
 * Runs one seed. Even seeds go step by step and compare every answer with a model; odd seeds let clients run into each other
 * over a line that loses requests and answers, and hold the ledger to its laws.
 */
export async function simulate(simulation: Simulation, tally: Simulated = newTally()): Promise<Simulated> {
  const run = new Run(simulation, tally);
  try {
    await (simulation.seed % 2 === 0 ? run.oneByOne() : run.atOnce());
  } catch (error) {
    throw run.failure(error);
  }
  return tally;
}

interface Order {
  readonly id: string;
  readonly customer: string;
  readonly cents: number;
  readonly operation: 'redeem' | 'reserve';
  readonly ttl: number;
}

/** What the model knows of a transaction. */
interface Modelled extends Order {
  status: RecordedRedemption['status'];
  readonly keys: ReadonlyMap<string, bigint>;
  readonly until: number;
}

class Run {
  private readonly random: Random;
  private readonly ledger: Ledger;
  private readonly model = new Map<string, Modelled>();
  private readonly held = new Map<string, bigint>();
  private readonly windows = new Map<
    string,
    { readonly name: string; readonly window: { start: string; end: string } }
  >();
  /** What was acknowledged for good: these ids must be confirmed, or given back, ever after. */
  private readonly settled = new Set<string>();
  private now = START;
  private step = 0;
  private readonly simulation: Simulation;
  private readonly tally: Simulated;

  constructor(simulation: Simulation, tally: Simulated) {
    this.simulation = simulation;
    this.tally = tally;
    this.random = new Random(simulation.seed);
    this.ledger = (simulation.makeLedger ?? inMemoryLedger)();
  }

  failure(error: unknown): SimulationFailure {
    return error instanceof SimulationFailure ? error : this.failed(String(error));
  }

  private failed(what: string): SimulationFailure {
    return new SimulationFailure(this.simulation, this.step, what);
  }

  async oneByOne(): Promise<void> {
    for (this.step = 0; this.step < this.simulation.steps; this.step++) {
      this.passTime();
      await this.act();
      if (this.step % 50 === 0) await this.compare();
    }
    await this.compare();
  }

  private passTime(): void {
    const passed = this.random.chance(0.05)
      ? this.random.below(30 * HOUR)
      : this.random.chance(0.3)
        ? this.random.below(40 * MINUTE)
        : this.random.below(1_000);
    this.now += passed;
    this.tally.milliseconds += passed;
  }

  private async act(): Promise<void> {
    const { random } = this;
    const draw = random.next();
    if (draw < 0.55) await this.count(this.order());
    else if (draw < 0.72) await this.settle('confirm', random.pick(IDS));
    else if (draw < 0.86) await this.settle('cancel', random.pick(IDS));
    else if (draw < 0.94) await this.refund(random.pick(IDS));
    else this.expect('expired', await expire(this.ledger, this.now), this.releaseOverdue());
  }

  private order(): Order {
    const { random } = this;
    const id = random.pick(IDS);
    const known = this.model.get(id);
    // Often the very same request again.
    if (known && random.chance(0.5)) return known;
    return {
      id,
      customer: random.pick(CUSTOMERS),
      cents: random.below(5) === 0 ? 0 : random.below(700),
      operation: random.chance(0.5) ? 'redeem' : 'reserve',
      ttl: 1 + random.below(2 * HOUR),
    };
  }

  private async count(order: Order): Promise<void> {
    const context = contextOf(order, this.now);
    const known = this.release(this.model.get(order.id));
    const stands = known !== undefined && known.status !== 'cancelled' && known.status !== 'expired';
    const outcome = await send(this.ledger, order, this.now);
    if (stands && isSame(known, order)) {
      this.expect(
        'a repeated request',
        [outcome.status, 'repeated' in outcome && outcome.repeated],
        ['accepted', true],
      );
      this.tally.repeated++;
      return;
    }
    const keys = this.keysOf(order, context);
    let expected = this.violations(order, keys, stands);
    const isOverLimit = expected.some((code) => code !== 'must_be_unique');
    // An expired hold refuses nobody.
    if (isOverLimit && this.releaseOverdue() > 0) expected = this.violations(order, keys, stands);
    const told = outcome.decision.violations.map(({ error_code }) => error_code);
    this.expect(`violations of ${order.id}`, told, expected);
    if (expected.length > 0) {
      this.tally.refused++;
      return;
    }
    this.tally.accepted++;
    const status = order.operation === 'redeem' ? 'confirmed' : 'pending';
    this.model.set(order.id, { ...order, keys, status, until: this.now + order.ttl });
    this.add(keys, 1n);
  }

  private async settle(operation: 'confirm' | 'cancel', id: string): Promise<void> {
    const known = this.release(this.model.get(id));
    const apply = operation === 'confirm' ? confirm : cancel;
    const outcome = await apply(campaign, this.ledger, settleContext(id, this.now));
    this.expect(`${operation} of ${id}`, outcome.status, expectedOf(operation, known));
    if (!known || outcome.status !== 'accepted') return;
    const done = operation === 'confirm' ? 'confirmed' : 'cancelled';
    this.expect('repeated', outcome.repeated, known.status === done);
    if (known.status === done) return;
    known.status = done;
    this.tally[done]++;
    if (done === 'cancelled') this.add(known.keys, -1n);
  }

  private async refund(id: string): Promise<void> {
    // Until somebody asks for it, nobody notes that a reservation's time is over.
    const known = this.model.get(id);
    const outcome = await giveBack(this.ledger, id, ({ name }) =>
      name === 'customer.redemptions' ? 'keep' : 'return',
    );
    const isConfirmed = known?.status === 'confirmed';
    const isBack = isConfirmed || known?.status === 'given_back';
    this.expect(
      `refund of ${id}`,
      outcome.status,
      isBack ? 'given_back' : known ? 'not_settled' : 'not_found',
    );
    if (!isConfirmed) return;
    known.status = 'given_back';
    this.tally.givenBack++;
    const kept = [...known.keys].filter(([key]) => !key.startsWith('campaign/sim/customer/'));
    this.add(new Map(kept.filter(([key]) => !key.startsWith('transaction/'))), -1n);
  }

  /** The model's own reading of the limits. */
  private violations(order: Order, keys: ReadonlyMap<string, bigint>, stands: boolean): string[] {
    const held = (prefix: string) =>
      [...keys.keys()].filter((key) => key.startsWith(prefix)).map((key) => this.held.get(key) ?? 0n)[0] ??
      0n;
    const spent = Number(this.held.get(budgetKey(this.now)) ?? 0n);
    const codes: string[] = [];
    if (Number(held('campaign/sim/redemptions')) >= CAP) codes.push('maximum_redemptions_exceeded');
    if (spent >= BUDGET || spent + order.cents > BUDGET) codes.push('daily_budget_exceeded');
    if (Number(held('campaign/sim/customer/')) >= PER_CUSTOMER) codes.push('per_customer_limit_exceeded');
    if (stands) codes.push('must_be_unique');
    return codes;
  }

  private keysOf(order: Order, context: LedgerContext): ReadonlyMap<string, bigint> {
    const { counters } = campaign.plan(context);
    for (const { name, key, window } of counters) if (window) this.windows.set(key, { name, window });
    return new Map(
      counters
        .map(({ name, key }) => [key, name.startsWith('budget.') ? BigInt(order.cents) : 1n] as const)
        .filter(([, units]) => units > 0n),
    );
  }

  /** A transaction whose time is over is found to be so when it is asked for. */
  private release(known: Modelled | undefined): Modelled | undefined {
    if (known?.status === 'pending' && known.until <= this.now) this.expireOne(known);
    return known;
  }

  private releaseOverdue(): number {
    const due = [...this.model.values()].filter(
      ({ status, until }) => status === 'pending' && until <= this.now,
    );
    for (const each of due) this.expireOne(each);
    return due.length;
  }

  private expireOne(known: Modelled): void {
    known.status = 'expired';
    this.tally.expired++;
    this.add(known.keys, -1n);
  }

  private add(keys: ReadonlyMap<string, bigint>, sign: bigint): void {
    for (const [key, units] of keys) this.held.set(key, (this.held.get(key) ?? 0n) + sign * units);
  }

  /** Every counter, to the cent. What is overdue is expired on both sides first. */
  private async compare(): Promise<void> {
    this.expect('expired', await expire(this.ledger, this.now), this.releaseOverdue());
    for (const [key, units] of this.held)
      this.expect(`counter ${key}`, await this.unitsOf(key), Number(units));
  }

  private async unitsOf(key: string): Promise<number> {
    const { usage } = await this.ledger.read({
      transactionId: undefined,
      request: '',
      counters: [{ name: key, key }],
    });
    return Math.round(Number(usage[key]) * (key.includes('/budget/') ? 100 : 1));
  }

  async atOnce(): Promise<void> {
    const line = new LossyLedger(this.ledger, this.random);
    for (this.step = 0; this.step < this.simulation.steps; ) {
      this.passTime();
      const clients = 1 + this.random.below(5);
      // Drawn beforehand: the order of draws is the seed's, not the clients'.
      const actions = Array.from({ length: clients }, () => this.action(line));
      await Promise.all(actions.map((act) => act()));
      this.step += clients;
      if (this.step % 20 < clients) await this.audit();
    }
    await this.audit();
  }

  private action(line: Ledger): () => Promise<void> {
    const { random, now, settled, tally } = this;
    const id = random.pick(this.simulation.seed % 4 === 1 ? FEW : IDS);
    const draw = random.next();
    const order: Order = {
      id,
      // One request for each id, mostly: the interesting races are of the same request.
      customer: random.chance(0.9)
        ? (CUSTOMERS[IDS.indexOf(id) % CUSTOMERS.length] as string)
        : random.pick(CUSTOMERS),
      cents: (IDS.indexOf(id) * 37) % 700,
      operation: IDS.indexOf(id) % 2 === 0 ? 'redeem' : 'reserve',
      ttl: HOUR,
    };
    const act = async () => {
      if (draw < 0.55) {
        const outcome = await send(line, order, now);
        tally[outcome.status]++;
        if (outcome.status === 'accepted' && order.operation === 'redeem') settled.add(id);
      } else if (draw < 0.75) {
        const outcome = await confirm(campaign, line, settleContext(id, now), { attempts: 8 });
        if (outcome.status === 'accepted') settled.add(id);
        if (outcome.status === 'accepted') tally.confirmed++;
      } else if (draw < 0.9) {
        const outcome = await cancel(campaign, line, settleContext(id, now), { attempts: 8 });
        if (outcome.status === 'accepted') tally.cancelled++;
      } else if (draw < 0.96) {
        const outcome = await giveBack(line, id, ({ name }) =>
          name === 'customer.redemptions' ? 'keep' : 'return',
        );
        if (outcome.status === 'given_back') tally.givenBack++;
      } else {
        const expired = await expire(line, now);
        tally.expired += expired;
      }
    };
    return () =>
      act().catch((error: unknown) => {
        if (!(error instanceof LedgerUnavailableError)) throw error;
        tally.unavailable++;
      });
  }

  /** The laws: counters are the sum of what stands, none is past its limit, nothing acknowledged is lost. */
  private async audit(): Promise<void> {
    const sums = new Map<string, { units: number; limit: number | undefined }>();
    for (const id of IDS) {
      const { known } = await this.ledger.read({ transactionId: id, request: '', counters: [] });
      const redemption = known?.redemption;
      const isSettled = redemption?.status === 'confirmed' || redemption?.status === 'given_back';
      if (this.settled.has(id)) this.expect(`${id}, which was acknowledged, stands`, isSettled, true);
      for (const { name, key, add, limit } of redemption?.claims ?? []) {
        const sum = sums.get(key) ?? { units: 0, limit: undefined };
        const scale = key.includes('/budget/') ? 100 : 1;
        const isKept = name === 'customer.redemptions' || name === 'transaction.redemptions';
        const counts =
          redemption?.status === 'pending' || redemption?.status === 'confirmed' || (isSettled && isKept);
        sums.set(key, {
          units: sum.units + (counts ? Math.round(Number(add) * scale) : 0),
          limit: limit === null ? sum.limit : Math.round(Number(limit) * scale),
        });
      }
    }
    for (const [key, { units, limit }] of sums) {
      const found = await this.unitsOf(key);
      this.expect(`counter ${key}`, found, units);
      if (limit !== undefined) this.expect(`counter ${key} is within ${limit}`, found <= limit, true);
    }
  }

  private expect(what: string, found: unknown, expected: unknown): void {
    if (JSON.stringify(found) === JSON.stringify(expected)) return;
    const told = `${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`;
    throw this.failed(told);
  }
}

/** A line to a ledger that is late, loses requests, and loses answers. */
class LossyLedger implements Ledger {
  private readonly inner: Ledger;
  private readonly random: Random;

  constructor(inner: Ledger, random: Random) {
    this.inner = inner;
    this.random = random;
  }

  read: Ledger['read'] = (question) => this.over(() => this.inner.read(question), 'no');
  commit: Ledger['commit'] = (entry) => this.over(() => this.inner.commit(entry));
  reserve: Ledger['reserve'] = (entry, expiresAt) => this.over(() => this.inner.reserve(entry, expiresAt));
  confirm: Ledger['confirm'] = (id, now) => this.over(() => this.inner.confirm(id, now));
  cancel: Ledger['cancel'] = (id, now) => this.over(() => this.inner.cancel(id, now));
  giveBack: Ledger['giveBack'] = (id, policy) => this.over(() => this.inner.giveBack(id, policy));
  expire: Ledger['expire'] = (now, id) => this.over(() => this.inner.expire(now, id));
  sweep: Ledger['sweep'] = (before) => this.over(() => this.inner.sweep(before));

  private async over<Result>(
    call: () => Promise<Result>,
    lost: 'no' | 'unknown' = 'unknown',
  ): Promise<Result> {
    await this.delay();
    if (this.random.chance(0.02)) throw new LedgerUnavailableError('connection_lost', lost);
    const result = await call();
    await this.delay();
    if (this.random.chance(0.03)) throw new LedgerUnavailableError('connection_lost', lost);
    return result;
  }

  private async delay(): Promise<void> {
    for (let turns = this.random.below(6); turns > 0; turns--) await Promise.resolve();
  }
}

function send(ledger: Ledger, order: Order, now: number) {
  const context = contextOf(order, now);
  return order.operation === 'redeem'
    ? redeem(campaign, ledger, context)
    : reserve(campaign, ledger, context, { ttl: order.ttl });
}

function contextOf({ id, customer, cents }: Order, at: number): LedgerContext {
  const redemption = { transaction_id: id, customer_identifier: customer, total_transaction_cost: '50.00' };
  return { at, voucher: { code: 'SIM' }, redemption, granted_discount: (cents / 100).toFixed(2) };
}

function settleContext(id: string, at: number) {
  return {
    at,
    voucher: { code: 'SIM' },
    redemption: { transaction_id: id, total_transaction_cost: '50.00' },
  };
}

function isSame(known: Modelled, { customer, cents, operation }: Order): boolean {
  return known.customer === customer && known.cents === cents && known.operation === operation;
}

function budgetKey(now: number): string {
  const { counters } = campaign.plan(
    contextOf({ id: 'x', customer: 'x', cents: 0, operation: 'redeem', ttl: 1 }, now),
  );
  return counters.find(({ name }) => name === 'budget.daily')?.key as string;
}

function expectedOf(operation: 'confirm' | 'cancel', known: Modelled | undefined): string {
  if (!known) return 'not_found';
  switch (known.status) {
    case 'pending':
      return 'accepted';
    case 'confirmed':
      return operation === 'confirm' && known.operation === 'reserve' ? 'accepted' : 'refused';
    case 'given_back':
      return 'refused';
    case 'cancelled':
      return operation === 'cancel' ? 'accepted' : 'not_settled';
    default:
      return 'not_settled';
  }
}
