// One client process of a proof: so many connections, each redeeming without a pause. Started by `clients.ts`.

import { Pool } from 'pg';
import {
  cancel,
  confirm,
  LedgerUnavailableError,
  redeem,
  reserve,
  type Ledger,
  type LedgerContext,
} from '../../../src/ledger/index.ts';
import { postgresLedger } from '../../../src/ledger/postgres/index.ts';
import { campaignOf, contextOf, type Acknowledged, type Job, type Tally, type Told } from './job.ts';
import { naiveLedger } from './naive-ledger.ts';
import { Random } from './random.ts';

const HOUR = 3_600_000;
/** One in so many attempts repeats an earlier transaction. */
const REPEATS = 50;
const SAMPLE = 20;

process.once('message', (job: Job) => {
  void work(job);
});

async function work(job: Job): Promise<void> {
  const pool = new Pool({ connectionString: job.url, max: job.connections, connectionTimeoutMillis: 30_000 });
  // A connection that ends while nobody uses it.
  pool.on('error', () => undefined);
  const ledger =
    job.store === 'naive'
      ? naiveLedger(pool, job.schema)
      : postgresLedger({
          pool,
          schema: job.schema,
          slots: ({ name }) => (name.startsWith('customer') ? 1 : job.slots),
        });
  const tally: Tally = { accepted: 0, repeated: 0, refused: 0, retried: 0, errors: [], latencies: [] };
  let next = 0;
  const lanes = Array.from({ length: job.connections }, async (_, lane) => {
    const shopper = new Shopper(job, ledger, tally, new Random(job.seed * 1_000 + lane));
    while (job.attempts === undefined || next < job.attempts) await shopper.buy(next++);
  });
  await Promise.all(lanes);
  await pool.end();
  process.send?.({ done: tally } satisfies Told, () => process.disconnect());
}

class Shopper {
  private readonly job: Job;
  private readonly ledger: Ledger;
  private readonly tally: Tally;
  private readonly random: Random;
  private readonly campaign: ReturnType<typeof campaignOf>;
  private last: LedgerContext | undefined;

  constructor(job: Job, ledger: Ledger, tally: Tally, random: Random) {
    this.job = job;
    this.ledger = ledger;
    this.tally = tally;
    this.random = random;
    this.campaign = campaignOf(job.limits);
  }

  async buy(number: number): Promise<void> {
    const { job, tally, random } = this;
    const again = this.last && random.below(REPEATS) === 0;
    const id = `${job.client}-${number}`;
    const context = again ? (this.last as LedgerContext) : contextOf(random, id, job.limits);
    const since = performance.now();
    try {
      const isReserved = job.mixed && random.chance(0.5);
      if (isReserved && !again) await this.reserveFirst(id, context);
      else await this.redeem(context);
    } catch (error) {
      tally.errors.push(String(error));
    }
    if (number % SAMPLE === 0) tally.latencies.push(performance.now() - since);
  }

  private async redeem(context: LedgerContext): Promise<void> {
    const outcome = await this.untilAnswered(() => redeem(this.campaign, this.ledger, context));
    if (outcome.status === 'refused') this.tally.refused++;
    else if (outcome.repeated) this.tally.repeated++;
    else this.tally.accepted++;
    if (outcome.status === 'accepted') {
      this.last = context;
      if (this.job.mixed)
        tell({ acknowledged: [{ id: outcome.redemption.transactionId, status: 'confirmed' }] });
    }
  }

  private async reserveFirst(id: string, context: LedgerContext): Promise<void> {
    const { campaign, ledger, tally } = this;
    const held = await this.untilAnswered(() => reserve(campaign, ledger, context, { ttl: HOUR }));
    if (held.status === 'refused') {
      tally.refused++;
      return;
    }
    tally.accepted++;
    const end = this.random.chance(0.6) ? confirm : cancel;
    const outcome = await this.untilAnswered(() => end(campaign, ledger, context));
    const status: Acknowledged['status'] = end === confirm ? 'confirmed' : 'cancelled';
    if (outcome.status === 'accepted') tell({ acknowledged: [{ id, status }] });
    else tally.errors.push(`${id}: ${outcome.status} after its reservation`);
  }

  /** As a checkout does: whatever happens, the same transaction again. */
  private async untilAnswered<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof LedgerUnavailableError)) throw error;
        this.tally.retried++;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }
}

function tell(told: Told): void {
  process.send?.(told);
}
