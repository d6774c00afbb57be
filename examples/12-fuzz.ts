// Before launch: what is the least that triggers each violation, what is the least that is accepted, and is a rule of our own sound?
//   npx tsx examples/12-fuzz.ts

import { compile, defineRule } from 'redemption-rules';
import { fuzzCampaign } from 'redemption-rules/fuzz';
import * as v from 'valibot';
import season from './campaigns/new-season.json' with { type: 'json' };

const { accepted, rows } = fuzzCampaign(season, { runs: 3_000, seed: 7 });
console.log(`accepted: ${JSON.stringify(accepted?.context.redemption)}`);
for (const { error_code, reached, context } of rows)
  console.log(`${error_code}, ${reached}: ${JSON.stringify(context?.redemption)}`);

// Each is a whole context: it can be pasted into a test, or given to the command.
const forbidden = rows.find(({ error_code }) => error_code === 'includes_forbidden_tags');
if (forbidden?.context) console.log(compile(season).evaluate(forbidden.context).violations[0]?.message);

const members = defineRule({
  type: 'acme_members',
  rows: [{ attribute: 'card', error_code: 'acme.no_member', message: 'For members' }],
  config: v.strictObject({ type: v.literal('acme_members'), prefix: v.string() }),
  retestOnConfirm: false,
  compile({ prefix }, env) {
    const noMember = env.violation('card.acme.no_member');
    return {
      check(redemption, report) {
        // A mistake: who sends no card, or a number, makes it throw.
        if (!(redemption.field('card') as string).startsWith(prefix)) report(noMember);
      },
    };
  },
});
const club = { id: 'club', status: 'active', rules: [{ type: 'acme_members', prefix: 'M-' }] };
for (const { law, message, context } of fuzzCampaign(club, { rules: [members], runs: 500 }).broken_laws)
  console.log(`broken: ${law} (${message}), on ${JSON.stringify(context)}`);
