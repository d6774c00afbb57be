// A cart page, before checkout: what stands in the way, what would help, when again, and what a shopper may see of it.
//   npx tsx examples/08-what-if.ts

import { compile, explain, publicView, whatIf } from 'redemption-rules';
import config from './what-if/campaign.json' with { type: 'json' };
import cart from './what-if/cart.json' with { type: 'json' };

const campaign = compile(config);
const { counters } = campaign.plan(cart); // nothing of the transaction yet: nobody knows it
console.log(`${counters.length} counters to load`);

const answer = whatIf(campaign, cart, {
  changes: [
    { path: 'redemption.total_transaction_cost', value: '20.00' },
    { path: 'redemption.location', value: { latitude: 52.37, longitude: 4.9 } },
  ],
});
console.log(answer.status);
for (const { error_code, fix } of answer.violations) {
  console.log(`  ${error_code}: ${fix?.by ? `${fix.by} more` : String(fix?.changes[0]?.value)}`);
}
console.log(`missing: ${answer.missing.map(({ attribute }) => attribute).join(', ')}`);
console.log(`tightest: ${answer.tightest?.name}, ${answer.tightest?.remaining} left after this`);

const { changed } = answer;
console.log(
  `for 20.00, in the centre: not before ${changed.next_valid_at}, then until ${changed.upcoming[0]?.end}`,
);
console.log(JSON.stringify(publicView(changed)).slice(0, 75));

const { rules } = explain(campaign, cart);
console.log(rules.map(({ type, answer: went }) => `${type} ${went}`).join(', '));
