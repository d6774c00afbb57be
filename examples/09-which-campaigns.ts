// Which of many campaigns would accept a cart, and why not the others. Only what a counter can still refuse is loaded.
//   npx tsx examples/09-which-campaigns.ts

import { compilePortfolio } from 'redemption-rules';
import blackFriday from './campaigns/black-friday.json' with { type: 'json' };
import lunch from './campaigns/city-centre-lunch.json' with { type: 'json' };
import newSeason from './campaigns/new-season.json' with { type: 'json' };
import students from './campaigns/student-week.json' with { type: 'json' };
import cart from './portfolio/cart.json' with { type: 'json' };

const portfolio = compilePortfolio([blackFriday, lunch, newSeason, students]);

const store = new Map([['campaign/black-friday/budget/hourly/2026-11-27T22+01:00', '7495.00']]);
function load(counters: readonly { readonly key: string }[]) {
  return Object.fromEntries(counters.map(({ key }) => [key, store.get(key) ?? 0]));
}

const { counters } = portfolio.plan(cart);
console.log(`${counters.length} counters to load, none of them for ${students.id}`);
for (const { campaign, decision } of portfolio.qualify({ ...cart, usage: load(counters) }).qualified) {
  console.log(`${campaign} would accept, and count ${decision.claims.length} things`);
}

const all = load(portfolio.plan(cart, { explain: true }).counters);
const { refused = [] } = portfolio.qualify({ ...cart, usage: all }, { explain: true });
for (const { campaign, decision } of refused) {
  console.log(`${campaign}: ${decision.violations.map(({ error_code }) => error_code).join(', ')}`);
}

portfolio.remove(lunch.id); // the others stay as they are
portfolio.replace({ ...newSeason, status: 'inactive' });
console.log(
  `after the changes: ${portfolio.qualify({ ...cart, usage: all }).qualified.length} of ${portfolio.size}`,
);
