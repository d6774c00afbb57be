// Gift cards, rewards and points: every reason at once, and then the one code that a loyalty platform answers with.
//   npx tsx examples/10-loyalty-envelope.ts

import { compile } from 'redemption-rules';
import { compileLoyalty, fromRedemption, toEnvelope, violationOf } from 'redemption-rules/loyalty';

const cards = compileLoyalty({ type: 'gift_card', id: 'winter', program_active: true });
const at = '2026-11-21T18:30:00Z';
const card = { hash: 'GC-1', active: true, can_load: true, expiration_date: '2026-11-21T00:00:00Z' };

const spending = { at, operation: 'spend', card, amount_in_cents: 2_501 } as const;
console.log('load:', cards.plan(spending).counters); // as for a campaign: plan, load, evaluate, claim
const decision = cards.evaluate({ ...spending, usage: { 'card.balance': 2_500 } });
for (const { code, attribute, error_code } of decision.violations) {
  console.log(`${decision.status}: ${code} ${attribute}.${error_code}`);
}

const { envelope, left_out } = toEnvelope(decision, { locale: 'en' });
console.log(envelope, `and ${left_out.map(({ code }) => code).join()} left out`);
console.log('balance first:', toEnvelope(decision, { precedence: [5003] }).envelope?.code);

// What only the host knows, it says itself: this shop has no access.
const all = { violations: [...decision.violations, violationOf(7015)] };
console.log('with the host’s own:', toEnvelope(all).envelope?.code);

// A balance is claimed with a minimum: the sum must stay at or above it, whoever spends meanwhile.
const valid = { ...spending, card: { ...card, expiration_date: null }, amount_in_cents: 2_500 };
console.log('claim:', cards.evaluate({ ...valid, usage: { 'card.balance': 2_500 } }).claims[0]);

// The decision on a voucher has numeric codes too, where there are any: most of its violations have none.
const campaign = compile({ id: 'spring', voucher_type: 'unique', rules: [{ type: 'new_customer' }] });
const redemption = { transaction_id: 'order-1', customer_identifier: 'ann', total_transaction_cost: '20.00' };
const usage = { 'transaction.redemptions': 0, 'customer.redemptions_anywhere': 1, 'voucher.redemptions': 1 };
const mapped = fromRedemption(campaign.evaluate({ at, voucher: { code: 'SPRING-1' }, redemption, usage }));
for (const { error_code, code, mapping } of mapped.violations)
  console.log(`${error_code}: ${code} (${mapping})`);
