import { catalog, keyOf } from '../src/catalog.ts';
import { registry } from '../src/rules/index.ts';

/** docs/violations.md: each row of the catalog, what reports it, and what the shopper is told beside it. */
export function violationsPage(): string {
  const lines = catalog.map((row) => {
    const key = keyOf(row);
    const reporters = registry
      .filter((rule) => rule.rows.has(key))
      .map(({ type, place }) => `\`${type}\`${PLACES[place]}`);
    const told = EXPECTED[key] ? `\`${EXPECTED[key]}\`` : '';
    return `| \`${row.attribute}\` | \`${row.error_code}\` | ${row.message} | ${reporters.join(', ') || LIFE} | ${told} |`;
  });
  return `${HEAD}${lines.join('\n')}\n${FOOT}`;
}

const PLACES = {
  rules: '',
  'campaign field': ' (campaign field)',
  'every redemption': ' (every redemption)',
};
const LIFE = 'a confirmed redemption that is confirmed or cancelled again';

const EXPECTED: Partial<Record<string, string>> = {
  'location.outside_of_permitted_areas': '{ areas }',
  'categories.missing_required_category': '{ category }',
  'categories.missing_required_tags': '{ category, any_of }',
  'categories.includes_forbidden_tags': '{ category, none_of }',
  'total_transaction_cost.below_campaign_minimum': '{ minimum }',
  'total_transaction_cost.above_campaign_maximum': '{ maximum }',
};

const HEAD = `# Violations

Generated from the catalog and the rules by \`npm run docs\`; do not edit.

Every row of the published redemption catalog, in its order, which is also the order of violations in a decision. A row is
named by attribute **and** error code: \`required\` stands under three attributes, and two pairs of rows share a message.

| attribute | error code | message | reported by | \`expected\` |
|---|---|---|---|---|
`;

const FOOT = `
\`%{count}\` is filled with the bound as the campaign wrote it. Violations of limits also carry \`details\` (\`limit\`, \`used\`,
\`requested\`, \`remaining\` and, for a period, \`window\`): for the operator, not for the shopper.
`;
