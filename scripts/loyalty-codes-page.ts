import { loyaltyCatalog, perCallCodes, type LoyaltyRow } from '../src/loyalty/catalog.ts';
import { defaultPrecedence } from '../src/loyalty/envelope.ts';
import { ruleSets } from '../src/loyalty/registry.ts';

/** docs/loyalty-codes.md: each code of the loyalty catalog, what is known of it, and who raises it. */
export function loyaltyCodesPage(): string {
  return `${HEAD}${tableOf(loyaltyCatalog)}${PER_CALL}${tableOf(perCallCodes)}${FOOT}${defaultPrecedence.join(', ')}.\n`;
}

function tableOf(rows: readonly LoyaltyRow[]): string {
  const lines = rows.map(({ code, message, class: kind, trigger, attribute, error_code }) => {
    const raisers = ruleSets
      .filter(({ codes }) => (codes as ReadonlySet<number>).has(code))
      .map(({ type }) => `\`${type}\``);
    const who = raisers.length > 0 ? `this engine: ${raisers.join(', ')}` : 'the host';
    const said = message.replaceAll('|', '\\|');
    return `| ${code} | ${said} | ${CLASSES[kind]} | ${trigger} | \`${attribute}\` | \`${error_code}\` | ${who} |\n`;
  });
  return `| code | message | class | trigger | attribute | error code | raised by |\n|---|---|---|---|---|---|---|\n${lines.join('')}`;
}

const CLASSES: Readonly<Record<LoyaltyRow['class'], string>> = {
  rule: 'rule',
  state_gate: 'state gate',
  not_found: 'not found',
  conflict: 'conflict',
  input: 'input',
  scope: 'scope',
  quota: 'quota',
};

const HEAD = `# Loyalty codes

Generated from the catalog and the rule sets by \`npm run docs\`; do not edit.

Every code of the published loyalty catalog, in its order, which is also the order of violations in a decision. The number is the
contract. The page publishes numbers and messages and nothing else, so the other columns are this engine's reading:

- **trigger**: \`documented\` where the platform's documentation of some call lists the code; \`wording\` where nothing but the code's
  own message says when it is raised;
- **class**, **attribute** and **error code** are this engine's words;
- **raised by**: *this engine* where a rule set of \`redemption-rules/loyalty\` decides it from the facts it is given, a **not found** among
  them only where the host says \`null\` for what it looked up; *the host* where only the host, or the platform itself, can
  know: \`violationOf(code)\` makes the violation.

The conditions are in section 12 of [semantics.md](semantics.md).

## The published page

`;

const PER_CALL = `
## Outside the page

Codes that the platform lists under single calls and that its page of all errors does not have. Their messages are this engine's own.
80300 is listed with three meanings.

`;

const FOOT = `
## Precedence

The platform answers with one code and does not say which of several. \`toEnvelope\` takes, unless told otherwise: input, then what is
not found, scope, state gates, rules about time, then use (conflicts, quotas, the other rules), last balances; within each, the
order of the lists above. As one list:

`;
